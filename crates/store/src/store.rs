//! The data folder, opened: one journal, one index. Owned by one thread, because both block.
//! Has no clock: time comes with the entries. Start at [`Store::open`] (in `open`) and [`Store::commit`].

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use manual::id::{DocumentId, Epoch};

use crate::feed;
use crate::frame::PAYLOAD_BYTES_MAX;
use crate::index::{Index, Shared, State};
use crate::journal::Journal;
use crate::keys::Meta;
use crate::lag::Lag;
use crate::payload;
use crate::record::Entry;
use crate::registry::Registry;
use crate::replay;
use crate::rewrite;
use crate::tree::{self, Changes, Tree, TreeFault};
use crate::vault::Vault;

/// The index is synced after this long with commits in it, by the entries' times.
const SYNC_AFTER_MS: u64 = 5_000;
/// The index is synced after this many bytes of payload.
const SYNC_AFTER_BYTES: usize = 4 << 20;
/// A failed index is opened again at most this often.
const REOPEN_AFTER_MS: u64 = 5_000;

/// What happened while opening, for the log and for health.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Bytes of an incomplete frame or an unfinished group cut from the end of the last segment.
    pub cut_bytes: u64,
    /// Records replayed into the index.
    pub replayed: u64,
    /// The index was missing or unreadable and was rebuilt from the journal.
    pub rebuilt: bool,
    /// Documents with a damaged record.
    pub damaged: Vec<DocumentId>,
    /// Every damaged place that did not stop the start, in words.
    pub notes: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenRefused {
    #[error("the folder is in use by another process")]
    Locked,
    #[error("a restore into the folder was cut off; delete what is in it and restore again")]
    Unfinished,
    #[error("the folder was written by a newer version (format {0})")]
    NewerFormat(u8),
    #[error("journal segment {segment} is damaged at byte {offset}: {what}")]
    Damaged { segment: String, offset: u64, what: &'static str },
    #[error("{what}")]
    Io {
        what: String,
        #[source]
        source: io::Error,
    },
}

impl OpenRefused {
    pub(crate) fn io(what: impl Into<String>, source: io::Error) -> Self {
        let what = format!("{} could not be used", what.into());
        Self::Io { what, source }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum CommitFailed {
    /// Nothing of the batch is in the journal; later batches may succeed.
    #[error("the journal could not be written")]
    NotWritten(#[source] io::Error),
    /// Nobody knows what is on disk. The process must end.
    #[error("the journal could not be synced")]
    NotSynced(#[source] io::Error),
}

pub struct Store {
    pub(crate) data: PathBuf,
    pub(crate) journal: Journal,
    pub(crate) shared: Arc<Shared>,
    pub(crate) registry: Registry,
    pub(crate) vault: Arc<Vault>,
    pub(crate) epoch: Epoch,
    /// The last durable position.
    pub(crate) seq: u64,
    pub(crate) unsynced_bytes: usize,
    pub(crate) synced_ms: u64,
    pub(crate) reopened_ms: u64,
    /// Held as long as the store lives.
    pub(crate) _lock: File,
}

impl Store {
    /// Writes the entries as one group, syncs, and returns the position of the last. Then feeds the index, whose
    /// failures stop nobody: what it lacks is read from the journal.
    ///
    /// A group is kept or lost whole, whatever happens to the power.
    ///
    /// # Errors
    /// [`CommitFailed::NotWritten`] when nothing of the group is in the journal (disk full, a payload past its bound, an
    /// update of a damaged document); [`CommitFailed::NotSynced`] when nobody knows, and the process must end.
    pub fn commit(&mut self, entries: &[Entry]) -> Result<u64, CommitFailed> {
        let Some(newest) = entries.last() else { return Ok(self.seq) };
        self.check(entries)?;
        let first = self.seq + 1;
        let mut group = Vec::with_capacity(entries.len() * 128);
        for (index, entry) in entries.iter().enumerate() {
            let place = u32::try_from(index).expect("a group is bounded by memory far below this");
            let last = index + 1 == entries.len();
            payload::encode(entry, first + index as u64, place, last, &mut group);
        }
        self.journal.append(&group, first, self.epoch)?;

        self.seq += entries.len() as u64;
        for (seq, entry) in (first..).zip(entries) {
            self.registry.saw_writer(entry.writer);
            self.registry.apply_at(seq, entry.time_ms, &entry.record);
        }
        self.epoch = self.registry.epoch.unwrap_or(self.epoch);
        self.feed(first, entries, group.len());
        self.shared.reached(self.seq);
        self.unsynced_bytes += group.len();
        self.tend(newest.time_ms);
        Ok(self.seq)
    }

    pub fn index(&self) -> Index {
        Index::of(self.shared.clone())
    }

    /// The keys that open what is sealed.
    pub fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.vault)
    }

    /// The registry as it stands.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The last durable position.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// How long the disk took over the last sync of a group.
    pub fn sync_took(&self) -> Duration {
        self.journal.sync_took
    }

    /// Syncs the index, so that the next start has nothing to replay, and closes the folder. Without it nothing is lost.
    pub fn close(mut self) {
        self.sync_index();
        self.sync_index(); // the first brought the documents to the disk, this one the mark that says so
        let tree = self.shared.write().tree.take();
        if let Some(tree) = tree {
            rewrite::leave_small(&self.data, tree, |_| ());
        }
    }

    /// What would be a lie to acknowledge is not written.
    fn check(&self, entries: &[Entry]) -> Result<(), CommitFailed> {
        let state = self.shared.read();
        for Entry { record, .. } in entries {
            let what = match feed::document(record) {
                Some(document) if state.damaged.contains_key(&document) => {
                    "the document is damaged and read-only"
                }
                _ if payload::payload_bytes(record) > PAYLOAD_BYTES_MAX => {
                    "the record is larger than a frame may be"
                }
                _ => continue,
            };
            return Err(CommitFailed::NotWritten(io::Error::new(io::ErrorKind::InvalidInput, what)));
        }
        Ok(())
    }

    /// Shows durable records to readers, and has the index take them in when enough of them wait.
    fn feed(&mut self, first: u64, entries: &[Entry], bytes: usize) {
        let mut state = self.shared.write();
        (first..).zip(entries).for_each(|(seq, entry)| state.saw(seq, entry));
        if state.tree.is_none() {
            return;
        }
        state.lag.take(first, entries, bytes);
        let due = entries.last().is_some_and(|newest| state.lag.is_due(newest.time_ms));
        drop(state);
        if due {
            self.shared.catch_up();
        }
    }

    /// Does what is due: syncs the index, or tries to open it again after a failure.
    fn tend(&mut self, now_ms: u64) {
        let (open, hung) = {
            let state = self.shared.read();
            (state.tree.is_some(), state.hung)
        };
        let due = |since_ms: u64, after_ms: u64| now_ms < since_ms || now_ms - since_ms >= after_ms;
        if !open && !hung && due(self.reopened_ms, REOPEN_AFTER_MS) {
            self.reopened_ms = now_ms;
            self.reopen_index();
        }
        if open && (self.unsynced_bytes >= SYNC_AFTER_BYTES || due(self.synced_ms, SYNC_AFTER_MS)) {
            self.synced_ms = now_ms;
            self.sync_index();
        }
    }

    /// Brings the index to the disk, then notes up to where.
    pub(crate) fn sync_index(&mut self) {
        self.shared.catch_up();
        let state = self.shared.read();
        let Some(tree) = &state.tree else { return };
        let synced = tree.sync().and_then(|()| {
            let mut changes = Changes::default();
            changes.number(Meta::Applied, self.seq);
            tree.apply(changes)
        });
        drop(state);
        self.unsynced_bytes = 0;
        if let Err(fault) = synced {
            self.shared.index_failed(&fault);
        }
    }

    /// Opens the index again, or else begins another beside the one that will not open. The new one is empty: each
    /// document is read from the journal until its next snapshot, so that no commit waits for a rebuild.
    fn reopen_index(&mut self) {
        let folder = tree::folder(&self.data);
        let opened = Tree::open(&folder).and_then(|tree| {
            let applied = tree.number(Meta::Applied)?.unwrap_or(0);
            Ok((tree, applied))
        });
        let mut state = self.shared.write();
        state.lag = Lag::default();
        let (tree, lacks) = match opened {
            Ok((tree, applied)) => (tree, applied + 1..=self.seq),
            Err(TreeFault::Hung) => {
                state.hung = true;
                return tracing::error!("the index does not answer; documents are read from the journal");
            }
            Err(fault) => match tree::begin_anew(&folder) {
                Ok(tree) => {
                    tracing::error!(%fault, "the index cannot be opened again; it is moved aside and begun anew");
                    let State { documents, doubted, .. } = &mut *state;
                    doubted.extend(documents.keys());
                    (tree, self.seq..=self.seq)
                }
                Err(fault) => {
                    state.hung = matches!(fault, TreeFault::Hung);
                    return tracing::warn!(%fault, "the index cannot be opened yet");
                }
            },
        };
        match replay::catch_up(&self.data, &tree, lacks, &mut state) {
            Ok(()) => state.tree = Some(tree),
            Err(failed) => {
                tracing::warn!(%failed, "the index cannot be fed yet");
                state.hung = !tree.leave();
            }
        }
    }
}
