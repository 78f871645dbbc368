//! The journal as bytes for a copy elsewhere: whole groups from one position to another, as they stand in the segments;
//! and a new journal made from such bytes. Every header is looked at on both ways; a damaged payload stays what it is.
//! Knows neither where a copy lies nor how it is sealed: crate `backup` does.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use manual::id::{DocumentId, Epoch};
use sha2::{Digest, Sha256};

use crate::aloud::{Heard, link};
use crate::disk::{Disk, DiskFile};
use crate::frame::{HEADER_BYTES, Header};
use crate::journal::{self, SEGMENT_BYTES, segment_name};
use crate::payload::{self, kind};
use crate::read::{self, ReadFailed};
use crate::record::Hash;
use crate::segment::{Fault, Frame, Frames, START_BYTES, Start};

/// How far a copy has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Mark {
    /// The last position in it, and the chain there.
    pub at: Heard,
    /// The SHA-256 of the frame there: by it a journal that went another way since is known. Zeros before position 1.
    pub frame: Hash,
    /// The epoch there.
    pub epoch: Option<Epoch>,
}

/// Whole groups that stand one after the other in one segment.
pub struct Stretch<'a> {
    pub first: u64,
    /// Where it ends.
    pub mark: Mark,
    pub bytes: &'a [u8],
    /// The last record of each document that it has records of.
    pub documents: BTreeMap<DocumentId, u64>,
    /// Frames whose payload fails its checksum.
    pub damaged: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum CopyFailed {
    /// The copy is of another journal, or of one that went another way since.
    #[error("the journal at position {0} is not the one that was copied before")]
    Another(u64),
    #[error("the journal cannot be read at position {at}: {what}")]
    Journal { at: u64, what: String },
    #[error("the new journal could not be written")]
    NotWritten(#[source] io::Error),
}

/// Shows `visit` what the journal of a data folder has behind `from` up to `last`, which must be durable and end a group.
///
/// # Errors
/// [`CopyFailed`]; those of `visit`.
pub fn stretches<E: From<CopyFailed>>(
    data: &Path,
    from: Mark,
    last: u64,
    mut visit: impl FnMut(Stretch<'_>) -> Result<(), E>,
) -> Result<Mark, E> {
    let journal = |failed: ReadFailed| CopyFailed::Journal { at: from.at.seq, what: failed.to_string() };
    let mut mark = from;
    let mut known = from.at.seq == 0;
    let names = read::segments_with(data, from.at.seq.max(1)..=last).map_err(journal)?;
    for name in names {
        let bytes = std::fs::read(journal::folder(data).join(&name));
        let bytes = bytes.map_err(|source| journal(ReadFailed::Io { segment: name.clone(), source }))?;
        let damaged = |fault| journal(ReadFailed::Damaged { segment: name.clone(), fault });
        let (start, frames) = Frames::new(&bytes).map_err(damaged)?;
        let mut next = start.first;
        let mut taking = Taking::begin(mark);
        for frame in frames {
            if next > last {
                break;
            }
            let frame = frame.map_err(damaged)?;
            next = frame.header.seq + 1;
            if frame.header.seq == from.at.seq {
                known = fingerprint(&frame) == from.frame;
            } else if frame.header.seq > mark.at.seq {
                taking.take(&frame);
            }
        }
        if !known {
            return Err(CopyFailed::Another(from.at.seq).into());
        }
        if let Some(stretch) = taking.end(&bytes) {
            mark = stretch.mark;
            visit(stretch)?;
        }
    }
    match mark.at.seq == last {
        true => Ok(mark),
        false if !known => Err(CopyFailed::Another(from.at.seq).into()),
        false => {
            let what = format!("it ends there, and should reach position {last}");
            Err(CopyFailed::Journal { at: mark.at.seq, what }.into())
        }
    }
}

/// A stretch while it grows.
struct Taking {
    first: Option<(u64, usize)>,
    end: usize,
    mark: Mark,
    documents: BTreeMap<DocumentId, u64>,
    damaged: u64,
}

impl Taking {
    fn begin(mark: Mark) -> Self {
        Self { first: None, end: 0, mark, documents: BTreeMap::new(), damaged: 0 }
    }

    fn take(&mut self, frame: &Frame<'_>) {
        let header = &frame.header;
        self.first.get_or_insert((header.seq, frame.at));
        self.end = frame.at + header.frame_bytes();
        self.mark.advance(frame);
        self.documents.extend(payload::document(header).map(|document| (document, header.seq)));
        self.damaged += u64::from(frame.payload.is_none());
    }

    fn end(self, bytes: &[u8]) -> Option<Stretch<'_>> {
        let (first, at) = self.first?;
        let (mark, documents, damaged) = (self.mark, self.documents, self.damaged);
        Some(Stretch { first, mark, bytes: &bytes[at..self.end], documents, damaged })
    }
}

impl Mark {
    fn advance(&mut self, frame: &Frame<'_>) {
        let header = &frame.header;
        self.at = Heard { seq: header.seq, chain: link(&self.at.chain, header, frame.bytes) };
        self.frame = fingerprint(frame);
        if header.kind == kind::BEGAN {
            self.epoch = Some(Epoch::from_bytes(header.subject));
        }
    }
}

fn fingerprint(frame: &Frame<'_>) -> Hash {
    let mut hash = Sha256::new();
    hash.update(frame.header.encode());
    hash.update(frame.bytes);
    hash.finalize().into()
}

/// Goes through the bytes of a stretch as they were copied: each frame follows the one before, each group is whole.
/// Gives the mark at its end.
///
/// # Errors
/// [`CopyFailed::Journal`] where that is not so.
pub fn follow(from: Mark, bytes: &[u8]) -> Result<Mark, CopyFailed> {
    groups(from, bytes, |_, _| Ok(()))
}

/// Shows `visit` each group of a stretch and the mark at its end.
fn groups(
    from: Mark,
    bytes: &[u8],
    mut visit: impl FnMut(&[u8], &Mark) -> Result<(), CopyFailed>,
) -> Result<Mark, CopyFailed> {
    let damaged = |at: u64, what: &str| CopyFailed::Journal { at, what: what.to_owned() };
    let mut mark = from;
    if bytes.is_empty() {
        return Ok(mark);
    }
    let head = bytes.first_chunk::<HEADER_BYTES>().and_then(|head| Header::decode(head).ok());
    let head = head.filter(|head| head.seq == from.at.seq + 1 && head.place == 0);
    let head = head.ok_or_else(|| damaged(from.at.seq, "what follows does not begin where it ends"))?;
    let mut group = 0;
    for frame in Frames::resume(bytes, 0, &head) {
        let frame = frame.map_err(|fault| match fault {
            Fault::Damaged { what, .. } => damaged(mark.at.seq, what),
            Fault::Incomplete { .. } => damaged(mark.at.seq, "the bytes end inside a frame"),
            Fault::Newer { .. } => damaged(mark.at.seq, "it was written by a newer version"),
        })?;
        mark.advance(&frame);
        if frame.header.last {
            let end = frame.at + frame.header.frame_bytes();
            visit(&bytes[group..end], &mark)?;
            group = end;
        }
    }
    match group == bytes.len() {
        true => Ok(mark),
        false => Err(damaged(mark.at.seq, "the bytes end inside a group")),
    }
}

/// A journal being made from stretches, in a folder that has none. Nothing is promised before [`Self::finish`].
pub struct NewJournal {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    file: Option<Box<dyn DiskFile>>,
    number: u32,
    length: u64,
    mark: Mark,
}

impl NewJournal {
    /// Begins the journal of a data folder.
    ///
    /// # Errors
    /// Those of the file system; also when there is one.
    pub fn begin(data: &Path, disk: Arc<dyn Disk>) -> Result<Self, CopyFailed> {
        let folder = journal::folder(data);
        disk.make_folder(&folder).map_err(CopyFailed::NotWritten)?;
        Ok(Self { folder, disk, file: None, number: 0, length: 0, mark: Mark::default() })
    }

    /// How far it has come.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// Takes in the groups of a stretch that end at or before position `until`.
    ///
    /// # Errors
    /// [`CopyFailed`]; then the journal is worth nothing.
    pub fn take(&mut self, bytes: &[u8], until: u64) -> Result<(), CopyFailed> {
        groups(self.mark, bytes, |group, mark| match mark.at.seq <= until {
            true => self.append(group, mark).map_err(CopyFailed::NotWritten),
            false => Ok(()),
        })?;
        Ok(())
    }

    /// Brings all of it to the disk.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn finish(mut self) -> Result<Mark, CopyFailed> {
        let ended = self.end_segment().and_then(|()| self.disk.sync_folder(&self.folder));
        ended.map_err(CopyFailed::NotWritten)?;
        Ok(self.mark)
    }

    fn append(&mut self, group: &[u8], mark: &Mark) -> io::Result<()> {
        let full = self.length > START_BYTES as u64 && self.length + group.len() as u64 > SEGMENT_BYTES;
        if self.file.is_none() || full {
            self.end_segment()?;
            self.number += 1;
            // The first segment is made for the record that names its epoch.
            let epoch = self.mark.epoch.or(mark.epoch).unwrap_or(Epoch::from_bytes([0; 16]));
            let start = Start { first: self.mark.at.seq + 1, epoch };
            let mut file = self.disk.create(&self.folder.join(segment_name(self.number)))?;
            file.write_at(&start.encode(), 0)?;
            (self.file, self.length) = (Some(file), START_BYTES as u64);
        }
        let file = self.file.as_mut().expect("a segment was just begun if there was none");
        file.write_at(group, self.length)?;
        self.length += group.len() as u64;
        self.mark = *mark;
        Ok(())
    }

    fn end_segment(&mut self) -> io::Result<()> {
        self.file.take().map_or(Ok(()), |mut file| file.sync())
    }
}
