//! Looking things up in sled: the durable state of documents. Cloneable, usable from any thread; never writes.

use bytes::Bytes;
use manual::id::{DocumentId, SeatId};

/// A document as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Snapshot (if any) and tail, oldest first. Each is one v1 update.
    pub updates: Vec<Bytes>,
    pub bindings: Vec<(u64, SeatId)>,
    /// The last journal position contained.
    pub seq: u64,
    pub tail_updates: usize,
    pub tail_bytes: usize,
    /// A record of this document is damaged; this is its last good state.
    pub damaged: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum LoadFailed {
    #[error("there is no such document")]
    Unknown,
    #[error("the index could not be read")]
    Index(#[source] sled::Error),
    #[error("a stored value of the document fails its checksum")]
    Damaged,
}

#[derive(Clone)]
pub struct Index {}

impl Index {
    /// The durable state of a document, complete up to journal position `at_least` (waits for the index to get there).
    pub fn load(&self, document: DocumentId, at_least: u64) -> Result<Stored, LoadFailed> {
        let _ = (document, at_least);
        Err(LoadFailed::Unknown)
    }
}
