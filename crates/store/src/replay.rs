//! The journal, read from its beginning at a start: folds the registry, notes documents and damage, and feeds the index
//! what it lacks. The rule for a damaged payload is `payload::loss`; docs/storage.md says it in words.

use std::ops::{ControlFlow, RangeInclusive};
use std::path::Path;

use crate::frame::Header;
use crate::index::State;
use crate::payload::{self, Loss, kind};
use crate::read::{self, ReadFailed};
use crate::record::{ProposalAct, Record};
use crate::registry::Registry;
use crate::segment::Frame;
use crate::store::OpenRefused;
use crate::tree::{Tree, TreeFault};

/// A chunk is fed when it has this many records or bytes.
const CHUNK_RECORDS: usize = 2_000;
const CHUNK_BYTES: usize = 1 << 20;

/// What the journal says, without the texts.
#[derive(Default)]
pub(crate) struct Replay {
    pub(crate) registry: Registry,
    pub(crate) state: State,
    /// Damaged places that did not stop the start.
    pub(crate) notes: Vec<String>,
}

impl Replay {
    /// Reads everything up to `last`.
    pub(crate) fn run(data: &Path, last: u64) -> Result<Self, OpenRefused> {
        let mut replay = Self::default();
        let mut refused = None;
        let read = read::frames(data, 1..=last, |segment, frame| match replay.take(segment, frame) {
            Ok(()) => ControlFlow::Continue(()),
            Err(found) => {
                refused = Some(found);
                ControlFlow::Break(())
            }
        });
        read.map_err(|failed| OpenRefused::io("the journal", std::io::Error::other(failed)))?;
        refused.map_or(Ok(replay), Err)
    }

    fn take(&mut self, segment: &str, frame: &Frame<'_>) -> Result<(), OpenRefused> {
        let header = &frame.header;
        self.registry.saw_writer(header.writer);
        if let Some(document) = payload::document(header) {
            let changes = header.kind == kind::UPDATE;
            self.state.saw_document(header.seq, document, changes.then_some(header.time_ms));
        }
        if header.kind == kind::UPDATE && frame.payload.is_some() {
            return Ok(());
        }
        match record(frame) {
            Some(record) => self.registry.apply_at(header.seq, header.time_ms, &record),
            None => self.lose(segment, frame)?,
        }
        if frame.payload.is_none() {
            self.note(segment, frame);
        }
        Ok(())
    }

    fn lose(&mut self, segment: &str, frame: &Frame<'_>) -> Result<(), OpenRefused> {
        match payload::loss(&frame.header) {
            // Both have a record all the same.
            Loss::Nothing | Loss::Instead => {}
            Loss::Skippable => {
                if let Some(manual) = payload::publication(&frame.header) {
                    self.registry.lose_publication(manual);
                }
            }
            Loss::Document(document) => {
                self.state.damaged.entry(document).or_insert(frame.header.seq);
                self.keep_chapter(&frame.header, frame.bytes);
            }
            Loss::Fatal => {
                let what = "the payload fails its checksum, and without the record (a seat, a right or a manual) nothing else is right";
                return Err(OpenRefused::Damaged {
                    segment: segment.to_owned(),
                    offset: frame.at as u64,
                    what,
                });
            }
        }
        Ok(())
    }

    /// A chapter (or template, or proposal) whose seed is damaged stays where it is, readable as nothing and closed to edits.
    fn keep_chapter(&mut self, header: &Header, bytes: &[u8]) {
        if let Some((manual, created)) = payload::claimed(header, bytes)
            && self.registry.manuals.contains_key(&manual)
        {
            self.registry.apply_at(header.seq, header.time_ms, &created);
        }
        if let Some((proposal, new)) = payload::claimed_proposal(header, bytes)
            && self.registry.chapters.contains_key(&new.chapter)
            && new.seat.is_none_or(|seat| self.registry.seats.contains_key(&seat))
        {
            let created = Record::Proposal { proposal, act: ProposalAct::Created(new) };
            self.registry.apply_at(header.seq, header.time_ms, &created);
        }
    }

    fn note(&mut self, segment: &str, frame: &Frame<'_>) {
        let what = describe(&frame.header);
        self.notes.push(format!("segment {segment}, byte {}: {what}", frame.at));
    }
}

/// A frame's record: from its payload, or from its header alone where that says everything.
pub(crate) fn record(frame: &Frame<'_>) -> Option<Record> {
    let payload = match frame.payload {
        None if payload::loss(&frame.header) == Loss::Nothing => &[],
        None => return payload::instead(&frame.header),
        Some(payload) => payload,
    };
    payload::decode(&frame.header, payload).ok().or_else(|| payload::instead(&frame.header))
}

/// A damaged frame in words: what it was and what follows from it.
pub(crate) fn describe(header: &Header) -> String {
    let seq = header.seq;
    match payload::loss(header) {
        Loss::Nothing => {
            format!("record {seq} fails its checksum; its header says everything, nothing is lost")
        }
        Loss::Document(document) => {
            format!(
                "record {seq} of document {document} is damaged; the document stays at its state before it"
            )
        }
        Loss::Skippable => {
            format!(
                "record {seq} (a person, an invitation, a sign-in, a writer's name, an edition or which template a chapter \
                 is from) is damaged and left out"
            )
        }
        Loss::Instead => format!(
            "record {seq} (whose a session or an invitation is, or a change of a person) is damaged; what it was about \
             has ended"
        ),
        Loss::Fatal => {
            format!("record {seq} (a seat, a right or a manual) is damaged; the service does not start")
        }
    }
}

/// Why the index did not get what it lacks.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotFed {
    #[error("the index refused")]
    Tree(#[from] TreeFault),
    #[error("the journal could not be read")]
    Read(#[from] ReadFailed),
}

/// Feeds the index from the journal, chunk by chunk.
pub(crate) fn catch_up(
    data: &Path,
    tree: &Tree,
    range: RangeInclusive<u64>,
    state: &mut State,
) -> Result<(), NotFed> {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    let mut failed = None;
    let last = *range.end();
    read::frames(data, range, |_, frame| {
        bytes += frame.bytes.len();
        chunk.extend(record(frame).map(|record| (frame.header.seq, record)));
        if chunk.len() < CHUNK_RECORDS && bytes < CHUNK_BYTES && frame.header.seq != last {
            return ControlFlow::Continue(());
        }
        let records = chunk.iter().map(|(seq, record)| (*seq, record));
        if let Err(fault) = state.feed(tree, records, frame.header.seq) {
            failed = Some(fault);
            return ControlFlow::Break(());
        }
        chunk.clear();
        bytes = 0;
        ControlFlow::Continue(())
    })?;
    failed.map_or(Ok(()), |fault| Err(fault.into()))
}
