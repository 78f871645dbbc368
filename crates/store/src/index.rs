//! Looking up the durable state of documents. Cloneable, usable from any thread; never writes.
//!
//! sled answers when everything it has of a document fits what the journal says; otherwise the journal answers, more
//! slowly. So a damaged, missing or full index costs time and never a word.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use bytes::Bytes;
use collab::binding::Binding;
use manual::document::Document;
use manual::id::DocumentId;

use crate::editions::Editions;
use crate::feed;
use crate::fold::{self, Poisoned};
use crate::journal;
use crate::keys::Meta;
use crate::lag::Lag;
use crate::outputs::Outputs;
use crate::read::{self, Loaded, ReadFailed};
use crate::record::{Entry, Hash, Record};
use crate::snapshot;
use crate::tree::{Tree, TreeFault};

/// Longest wait for a position that is on its way to the index.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// A document as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Snapshot (if any) and tail, oldest first. Each is one v1 update.
    pub updates: Vec<Bytes>,
    pub bindings: Vec<Binding>,
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
    #[error("the journal has not reached the position")]
    Late,
    /// The index could not answer and the journal could not either.
    #[error("the journal could not be read")]
    Journal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

/// How far a document has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reach {
    /// The position of its last record.
    pub seq: u64,
    /// The journal's time of its last update; `None` when nobody has written in it.
    pub changed_ms: Option<u64>,
}

/// How the index stands beside the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// Whether it answers; without it documents are read from the journal.
    pub open: bool,
    /// Positions that the next start would have to feed it anew.
    pub behind: u64,
    /// Documents that are read from the journal because the index has them wrong.
    pub doubted: usize,
    /// What the journal takes on the disk.
    pub journal_bytes: u64,
}

/// A document as it stood at one position of the journal.
pub struct AsOf {
    pub document: Document,
    /// A record before the position is damaged; this is the last good state before it.
    pub damaged: bool,
}

/// What committer and readers share. Readers see a commit whole or not at all.
pub(crate) struct Shared {
    data: PathBuf,
    state: RwLock<State>,
    durable: Mutex<u64>,
    moved: Condvar,
}

#[derive(Default)]
pub(crate) struct State {
    /// `None` after a failure, until it can be opened again.
    pub(crate) tree: Option<Tree>,
    /// sled hangs: it is not asked again before the next start.
    pub(crate) hung: bool,
    /// What the tree has not been given yet.
    pub(crate) lag: Lag,
    /// First and last record of each document, as the journal has them.
    pub(crate) documents: HashMap<DocumentId, Extent>,
    /// Documents with a damaged record, and its position: nothing from there on counts.
    pub(crate) damaged: HashMap<DocumentId, u64>,
    /// Documents that the index has wrong; read from the journal until a snapshot replaces what is there.
    pub(crate) doubted: HashSet<DocumentId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Extent {
    pub(crate) first: u64,
    pub(crate) last: u64,
    /// The time of its last update.
    pub(crate) changed_ms: Option<u64>,
}

impl Index {
    /// The durable state of a document, complete up to journal position `at_least` (waits for the store to get there,
    /// at most ten seconds).
    ///
    /// # Errors
    /// [`LoadFailed::Unknown`] when no record made such a document; [`LoadFailed::Late`] when the position did not come
    /// in time; [`LoadFailed::Journal`] when neither index nor journal could be read.
    pub fn load(&self, document: DocumentId, at_least: u64) -> Result<Stored, LoadFailed> {
        let (loaded, damaged) = self.loaded(document, at_least)?;
        let tail_updates = loaded.tail.len();
        let tail_bytes = loaded.tail.iter().map(|(_, update)| update.len()).sum();
        let updates = fold::updates(&loaded).map(|(_, update)| update.clone()).collect();
        let (bindings, seq) = (loaded.bindings.into_values().collect(), loaded.seq);
        Ok(Stored { updates, bindings, seq, tail_updates, tail_bytes, damaged })
    }

    /// A document as it stood at journal position `seq`, whatever was written since. Slow when a snapshot has passed the
    /// position: then the journal is read.
    ///
    /// # Errors
    /// As [`Self::load`]; [`LoadFailed::Unknown`] also when the document was made later.
    pub fn as_of(&self, document: DocumentId, seq: u64) -> Result<AsOf, LoadFailed> {
        self.shared.wait(seq)?;
        loop {
            let (loaded, damaged) = self.shared.find_at(document, seq)?;
            match fold::fold(&loaded) {
                Ok(document) => return Ok(AsOf { document, damaged }),
                Err(poisoned) => self.shared.poison(document, poisoned),
            }
        }
    }

    /// The SHA-256 of all that a document held at journal position `seq`: equal where two copies hold the same, however
    /// they came to it. The last good state of one that is damaged.
    ///
    /// # Errors
    /// As [`Self::as_of`].
    pub fn content_hash(&self, document: DocumentId, seq: u64) -> Result<Hash, LoadFailed> {
        let stood = self.as_of(document, seq)?;
        Ok(edition::sha256(manual::content::content(&stood.document).as_bytes()))
    }

    /// Shows `visit` the records of a document behind position `after` up to `seq`, with their positions, as the journal
    /// has them; up to the first that is damaged. Reads the journal, so it is slow.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn past(
        &self,
        document: DocumentId,
        after: u64,
        seq: u64,
        visit: impl FnMut(u64, Entry),
    ) -> Result<(), LoadFailed> {
        self.shared.wait(seq)?;
        let (extent, damaged) = {
            let state = self.shared.read();
            let extent = *state.documents.get(&document).ok_or(LoadFailed::Unknown)?;
            (extent, state.damaged.get(&document).copied())
        };
        let end = damaged.map_or(seq, |damaged| seq.min(damaged.saturating_sub(1)));
        let first = extent.first.max(after + 1);
        if first <= end.min(extent.last) {
            read::entries(&self.shared.data, document, first..=end.min(extent.last), visit)?;
        }
        Ok(())
    }

    /// The frozen files of the folder.
    pub fn editions(&self) -> Editions {
        Editions::of(&self.shared.data)
    }

    /// What editions were written as.
    pub fn outputs(&self) -> Outputs {
        Outputs::of(&self.shared.data)
    }

    /// The pictures of the folder, kept as frozen files are.
    pub fn images(&self) -> Editions {
        Editions::images_of(&self.shared.data)
    }

    /// How far each of these documents has come; `None` where there is no such document.
    pub fn reaches(&self, documents: &[DocumentId]) -> Vec<Option<Reach>> {
        let state = self.shared.read();
        let reach = |extent: &Extent| Reach { seq: extent.last, changed_ms: extent.changed_ms };
        documents.iter().map(|document| state.documents.get(document).map(reach)).collect()
    }

    /// Every document that a record has made.
    pub fn documents(&self) -> Vec<DocumentId> {
        let mut documents: Vec<DocumentId> = self.shared.read().documents.keys().copied().collect();
        documents.sort_unstable();
        documents
    }

    /// How the index stands. Looks at the length of every segment: for now and then.
    pub fn standing(&self) -> Standing {
        let durable = *self.shared.durable();
        let state = self.shared.read();
        let applied = state.tree.as_ref().and_then(|tree| tree.number(Meta::Applied).ok().flatten());
        let (open, doubted) = (state.tree.is_some(), state.doubted.len());
        drop(state);
        let behind = durable.saturating_sub(applied.unwrap_or(0));
        Standing { open, behind, doubted, journal_bytes: journal::bytes(&self.shared.data) }
    }

    /// As [`Self::load`], with positions. The second value: the document is damaged.
    pub(crate) fn loaded(&self, document: DocumentId, at_least: u64) -> Result<(Loaded, bool), LoadFailed> {
        self.shared.wait(at_least)?;
        loop {
            let (loaded, damaged) = self.shared.find(document)?;
            let Err(poisoned) = fold::scan(&loaded) else { return Ok((loaded, damaged)) };
            self.shared.poison(document, poisoned);
        }
    }

    pub(crate) fn data(&self) -> &Path {
        &self.shared.data
    }

    pub(crate) fn of(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

impl State {
    /// Notes that a durable record is about a document.
    pub(crate) fn saw(&mut self, seq: u64, entry: &Entry) {
        if let Some(document) = feed::document(&entry.record) {
            let changes = matches!(entry.record, Record::Update { .. });
            self.saw_document(seq, document, changes.then_some(entry.time_ms));
        }
    }

    /// `changed_ms` is the record's time if it changes the document's content.
    pub(crate) fn saw_document(&mut self, seq: u64, document: DocumentId, changed_ms: Option<u64>) {
        let extent =
            self.documents.entry(document).or_insert(Extent { first: seq, last: seq, changed_ms: None });
        extent.last = extent.last.max(seq);
        extent.changed_ms = changed_ms.or(extent.changed_ms);
    }

    /// Whether the index is to be left alone about a document.
    pub(crate) fn is_apart(&self, document: DocumentId) -> bool {
        self.damaged.contains_key(&document) || self.doubted.contains(&document)
    }
}

impl Shared {
    pub(crate) fn new(data: PathBuf, state: State, durable: u64) -> Self {
        Self { data, state: RwLock::new(state), durable: Mutex::new(durable), moved: Condvar::new() }
    }

    // A panic while a lock is held leaves plain maps that are still true or doubted: going on is right.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the index what it has not been given yet.
    pub(crate) fn catch_up(&self) {
        let caught_up = self.write().catch_up();
        if let Err(fault) = caught_up {
            self.index_failed(&fault);
        }
    }

    /// Lets those in who wait for a position.
    pub(crate) fn reached(&self, seq: u64) {
        *self.durable() = seq;
        self.moved.notify_all();
    }

    /// sled never works again after an error: it is closed here, and opened anew by a later commit unless it hangs.
    pub(crate) fn index_failed(&self, fault: &TreeFault) {
        let tree = self.write().tree.take();
        if let Some(tree) = tree {
            tracing::error!(%fault, "the index failed; documents are read from the journal until it is back");
            if !tree.leave() {
                self.write().hung = true;
            }
        }
    }

    /// Notes bytes that hold their checksum and yet may not go near yrs: the same as damage.
    fn poison(&self, document: DocumentId, poisoned: Poisoned) {
        tracing::error!(%document, seq = poisoned.seq, "a stored update is not admissible; the document is damaged");
        self.write().damaged.insert(document, poisoned.seq);
    }

    fn durable(&self) -> MutexGuard<'_, u64> {
        self.durable.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, at_least: u64) -> Result<(), LoadFailed> {
        let (durable, _) = self
            .moved
            .wait_timeout_while(self.durable(), WAIT_MAX, |durable| *durable < at_least)
            .unwrap_or_else(PoisonError::into_inner);
        if *durable < at_least { Err(LoadFailed::Late) } else { Ok(()) }
    }

    /// A document's records up to `seq`. The second value: one of them is damaged.
    fn find_at(&self, document: DocumentId, seq: u64) -> Result<(Loaded, bool), LoadFailed> {
        let (mut loaded, _) = self.find(document)?;
        let (extent, damaged) = {
            let state = self.read();
            let extent = *state.documents.get(&document).ok_or(LoadFailed::Unknown)?;
            (extent, state.damaged.get(&document).copied().filter(|damaged| *damaged <= seq))
        };
        if extent.first > seq {
            return Err(LoadFailed::Unknown);
        }
        if loaded.snapshot.as_ref().is_some_and(|(held, _)| *held > seq) {
            let end = damaged.map_or(seq, |damaged| damaged.saturating_sub(1));
            loaded = read::document(&self.data, document, extent.first..=end)?;
        }
        loaded.tail.retain(|(at, _)| *at <= seq);
        Ok((loaded, damaged.is_some()))
    }

    /// For who looks into the index: it has been given everything.
    fn read_whole(&self) -> RwLockReadGuard<'_, State> {
        let state = self.read();
        if state.lag.is_empty() {
            return state;
        }
        drop(state);
        let mut state = self.write();
        match state.catch_up() {
            Ok(()) => RwLockWriteGuard::downgrade(state),
            Err(fault) => {
                drop(state);
                self.index_failed(&fault);
                self.read()
            }
        }
    }

    fn find(&self, document: DocumentId) -> Result<(Loaded, bool), LoadFailed> {
        let state = self.read_whole();
        let extent = *state.documents.get(&document).ok_or(LoadFailed::Unknown)?;
        let damaged = state.damaged.get(&document).copied();
        let fault = match (&state.tree, damaged) {
            (_, Some(_)) => None,
            (None, _) => Some(TreeFault::Closed),
            (Some(_), _) if state.doubted.contains(&document) => None,
            (Some(tree), _) => match snapshot::load(tree, document, extent.last) {
                Ok(loaded) => return Ok((loaded, false)),
                Err(fault) => Some(fault),
            },
        };
        drop(state);
        if let Some(fault) = fault {
            tracing::warn!(%document, %fault, "the index cannot answer for the document; reading the journal");
            match fault {
                TreeFault::Value(_) => {
                    self.write().doubted.insert(document);
                }
                fault => self.index_failed(&fault),
            }
        }
        let end = damaged.map_or(extent.last, |damaged| damaged.saturating_sub(1));
        let loaded = read::document(&self.data, document, extent.first..=end)?;
        if damaged.is_none() && loaded.seq != extent.last {
            return Err(LoadFailed::Journal("the journal no longer has the document's last record".into()));
        }
        Ok((loaded, damaged.is_some()))
    }
}

impl From<ReadFailed> for LoadFailed {
    fn from(failed: ReadFailed) -> Self {
        Self::Journal(Box::new(failed))
    }
}
