//! The data folder, opened: one journal, one index. Owned by one thread, because both block.

use std::path::Path;

use manual::id::{DocumentId, Epoch};

use crate::index::Index;
use crate::record::Entry;
use crate::registry::Registry;

/// What happened while opening, for the log and for health.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Bytes of an incomplete frame cut from the end of the last segment.
    pub cut_bytes: u64,
    /// Records replayed into the index.
    pub replayed: u64,
    /// The index was missing or unreadable and was rebuilt from the journal.
    pub rebuilt: bool,
    /// Documents with a damaged record.
    pub damaged: Vec<DocumentId>,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenRefused {
    #[error("the folder is in use by another process")]
    Locked,
    #[error("the folder was written by a newer version (format {0})")]
    NewerFormat(u8),
    #[error("journal segment {segment} is damaged at byte {offset}: {what}")]
    Damaged { segment: String, offset: u64, what: &'static str },
    #[error("{what}")]
    Io {
        what: String,
        #[source]
        source: std::io::Error,
    },
    #[error("the index could not be opened or rebuilt")]
    Index(#[source] sled::Error),
}

#[derive(Debug, thiserror::Error)]
pub enum CommitFailed {
    /// Nothing of the batch is in the journal; later batches may succeed.
    #[error("the journal could not be written")]
    NotWritten(#[source] std::io::Error),
    /// Nobody knows what is on disk. The process must end.
    #[error("the journal could not be synced")]
    NotSynced(#[source] std::io::Error),
}

pub struct Store {}

impl Store {
    /// Takes `lock`, then the journal, then the index. `fresh` becomes the epoch if the folder is new.
    pub fn open(folder: &Path, fresh: Epoch, now_ms: u64) -> Result<(Self, Opened), OpenRefused> {
        let _ = (folder, fresh, now_ms);
        Ok((Self {}, Opened::default()))
    }

    /// Writes the entries as one group, syncs, and returns the position of the last. Then feeds the index.
    pub fn commit(&mut self, entries: &[Entry]) -> Result<u64, CommitFailed> {
        let _ = entries;
        Ok(0)
    }

    /// Replaces a document's tail up to `seq` by its folded state. A failure is harmless and reported as `false`.
    pub fn put_snapshot(&mut self, document: DocumentId, seq: u64, state: &[u8]) -> bool {
        let _ = (document, seq, state);
        false
    }

    pub fn index(&self) -> Index {
        Index {}
    }

    /// The registry as it stands.
    pub fn registry(&self) -> &Registry {
        unimplemented!("to be built")
    }

    /// The last durable position.
    pub fn seq(&self) -> u64 {
        0
    }

    /// Flushes the index and closes the folder.
    pub fn close(self) {}
}
