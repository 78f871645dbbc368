//! The journal read aloud: every record that is no text, in the order of the journal, each with the **chain**, one hash
//! over everything that stands before and at it. Who kept the chain of one position can tell later whether anything up to
//! there, texts included, was changed. Changes nothing; says nothing about what records mean.
//! Next: `server::audit`, which puts them into words.

use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::frame::Header;
use crate::index::{Index, LoadFailed};
use crate::payload::attribution::kind::TAGGED;
use crate::payload::kind;
use crate::read;
use crate::record::{Hash, Record};
use crate::replay;
use crate::store::OpenRefused;
use crate::survey;

/// How far somebody has listened. The beginning is the default.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Heard {
    /// The last position heard.
    pub seq: u64,
    /// The chain there: SHA-256 of the chain before it, then the frame's header and payload. Zeros before position 1.
    pub chain: Hash,
}

/// A record as it is read aloud.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spoken {
    pub at: Heard,
    /// The service's clock.
    pub time_ms: u64,
    /// Who wrote it: a number that a `WriterNamed` record resolves, 0 for the service itself.
    pub writer: u32,
    /// `None`: it is damaged.
    pub record: Option<Record>,
}

impl Index {
    /// Reads aloud what comes after `from`, up to position `last`, which must be durable. Says how far it came.
    ///
    /// # Errors
    /// [`LoadFailed::Journal`] when the journal cannot be read.
    pub fn aloud(&self, from: Heard, last: u64, listen: impl FnMut(Spoken)) -> Result<Heard, LoadFailed> {
        aloud(self.data(), from, last, listen)
    }
}

/// The same for a folder that a service may hold: everything that is durable in it.
///
/// # Errors
/// [`OpenRefused`] when the journal is damaged where nothing may be cut, or cannot be read.
pub fn of_folder(data: &Path, listen: impl FnMut(Spoken)) -> Result<Heard, OpenRefused> {
    let last = survey::survey(data)?.next - 1;
    aloud(data, Heard::default(), last, listen)
        .map_err(|failed| OpenRefused::io("the journal", std::io::Error::other(failed)))
}

fn aloud(data: &Path, from: Heard, last: u64, mut listen: impl FnMut(Spoken)) -> Result<Heard, LoadFailed> {
    let mut at = from;
    read::frames(data, from.seq + 1..=last, |_, frame| {
        let header = &frame.header;
        at = Heard { seq: header.seq, chain: link(&at.chain, header, frame.bytes) };
        if !matches!(header.kind, kind::UPDATE | kind::BOUND | TAGGED) {
            let record = replay::record(frame);
            listen(Spoken { at, time_ms: header.time_ms, writer: header.writer, record });
        }
        ControlFlow::Continue(())
    })?;
    Ok(at)
}

pub(crate) fn link(before: &Hash, header: &Header, payload: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(header.encode());
    hash.update(payload);
    hash.finalize().into()
}
