//! Reading the journal back: frames from one position to another, and one document's records. Changes nothing.
//! May run while the journal grows: it stops at the position it was told, which the caller knows to be durable.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::{ControlFlow, RangeInclusive};
use std::path::Path;

use bytes::Bytes;
use collab::binding::{Binding, Owner};
use manual::id::DocumentId;

use crate::journal::{self, segment_name};
use crate::payload;
use crate::record::attribution::AttributionRecord;
use crate::record::{Entry, NewProposal, ProposalAct, Record};
use crate::segment::{Fault, Frame, Frames, START_BYTES, Start};

/// Why the journal could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadFailed {
    #[error("journal segment {segment} could not be read")]
    Io {
        segment: String,
        #[source]
        source: io::Error,
    },
    #[error("journal segment {segment} is not what it was: {fault:?}")]
    Damaged { segment: String, fault: Fault },
}

/// Shows `visit` every frame whose position is in `range`, with its segment's name, until it breaks.
pub(crate) fn frames(
    data: &Path,
    range: RangeInclusive<u64>,
    mut visit: impl FnMut(&str, &Frame<'_>) -> ControlFlow<()>,
) -> Result<(), ReadFailed> {
    for name in segments_with(data, range.clone())? {
        let io = |source| ReadFailed::Io { segment: name.clone(), source };
        let damaged = |fault| ReadFailed::Damaged { segment: name.clone(), fault };
        let bytes = std::fs::read(journal::folder(data).join(&name)).map_err(io)?;
        let (start, frames) = Frames::new(&bytes).map_err(damaged)?;
        let mut next = start.first;
        for frame in frames {
            if next > *range.end() {
                return Ok(());
            }
            let frame = frame.map_err(damaged)?;
            next = frame.header.seq + 1;
            if range.contains(&frame.header.seq) && visit(&name, &frame).is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The segments that hold positions of `range`. A last one without a start that holds is being made: it has no frames.
pub(crate) fn segments_with(data: &Path, range: RangeInclusive<u64>) -> Result<Vec<String>, ReadFailed> {
    let folder = journal::folder(data);
    let io = |segment: String| move |source| ReadFailed::Io { segment, source };
    let numbers = journal::segments(&folder).map_err(io("(folder)".to_owned()))?;
    let mut found: Vec<String> = Vec::new();
    for number in &numbers {
        let name = segment_name(*number);
        let mut start = Vec::with_capacity(START_BYTES);
        let read = File::open(folder.join(&name))
            .and_then(|file| file.take(START_BYTES as u64).read_to_end(&mut start));
        read.map_err(io(name.clone()))?;
        let start = match Start::decode(&start) {
            Ok(start) => start,
            Err(_) if Some(number) == numbers.last() => break,
            Err(fault) => return Err(ReadFailed::Damaged { segment: name, fault }),
        };
        if start.first > *range.end() {
            break;
        }
        if start.first <= *range.start() {
            found.clear();
        }
        found.push(name);
    }
    Ok(found)
}

/// A document's records, folded no further than its latest snapshot.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) snapshot: Option<(u64, Bytes)>,
    /// Updates after the snapshot, by position.
    pub(crate) tail: Vec<(u64, Bytes)>,
    pub(crate) bindings: BTreeMap<u64, Binding>,
    /// The last record contained.
    pub(crate) seq: u64,
}

/// For whom the record at a position says that a client id writes, if it says that.
pub(crate) fn binding(seq: u64, record: &Record) -> Option<Binding> {
    match record {
        Record::Bound { client, seat, .. } => {
            Some(Binding { client: *client, owner: Owner::Seat(*seat), seq })
        }
        Record::Attribution(AttributionRecord::Tagged { client, tag, .. }) => {
            Some(Binding { client: *client, owner: Owner::Tag(*tag), seq })
        }
        _ => None,
    }
}

impl Loaded {
    fn take(&mut self, seq: u64, record: Record) {
        match record {
            Record::ManualCreated { seed: update, .. }
            | Record::ChapterCreated { seed: update, .. }
            | Record::TemplateCreated { seed: update, .. }
            | Record::Proposal { act: ProposalAct::Created(NewProposal { seed: update, .. }), .. }
            | Record::Update { update, .. } => self.tail.push((seq, update)),
            record => match binding(seq, &record) {
                Some(binding) => drop(self.bindings.insert(binding.client, binding)),
                None => return,
            },
        }
        self.seq = seq;
    }
}

/// Shows `visit` the records of a document in `range`, up to the first that is damaged.
pub(crate) fn entries(
    data: &Path,
    document: DocumentId,
    range: RangeInclusive<u64>,
    mut visit: impl FnMut(u64, Entry),
) -> Result<(), ReadFailed> {
    frames(data, range, |_, frame| {
        if payload::document(&frame.header) != Some(document) {
            return ControlFlow::Continue(());
        }
        let Some(record) = frame.payload.and_then(|payload| payload::decode(&frame.header, payload).ok())
        else {
            return ControlFlow::Break(());
        };
        let (time_ms, writer) = (frame.header.time_ms, frame.header.writer);
        visit(frame.header.seq, Entry { time_ms, writer, record });
        ControlFlow::Continue(())
    })
}

/// Reads a document from the journal alone: its records in `range`, up to the first that is damaged.
pub(crate) fn document(
    data: &Path,
    document: DocumentId,
    range: RangeInclusive<u64>,
) -> Result<Loaded, ReadFailed> {
    let mut loaded = Loaded::default();
    frames(data, range, |_, frame| {
        if payload::document(&frame.header) != Some(document) {
            return ControlFlow::Continue(());
        }
        match frame.payload.and_then(|payload| payload::decode(&frame.header, payload).ok()) {
            Some(record) => loaded.take(frame.header.seq, record),
            None => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    })?;
    Ok(loaded)
}
