//! Opening the data folder: the lock, then the journal, then the index. Nothing is changed before the whole journal has
//! been read and found good; the index never stops a start, since everything in it can be made again.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use manual::id::Epoch;

use crate::disk::{Disk, RealDisk};
use crate::index::Shared;
use crate::journal::{Journal, SEGMENT_BYTES, segment_name};
use crate::keys::Meta;
use crate::record::{Entry, Record};
use crate::replay::{self, Replay};
use crate::rewrite;
use crate::store::{CommitFailed, OpenRefused, Opened, Store};
use crate::survey::{self, Survey};
use crate::tree::{self, Tree, TreeFault};
use crate::vault::{self, Vault};

/// The file that whoever holds owns the folder.
pub const LOCK: &str = "lock";

/// The folder inside a data folder in which a restore makes everything before it puts it in its place.
pub const RESTORING: &str = "restoring";

/// The index as found.
struct Found {
    tree: Option<Tree>,
    applied: u64,
    /// The journal must reach at least this far.
    fed: u64,
    rebuild: bool,
    /// There is none because sled does not answer.
    hung: bool,
}

impl Store {
    /// Takes `lock`, then the journal, then the index. `fresh` becomes the epoch if the folder is new.
    ///
    /// # Errors
    /// [`OpenRefused`], with nothing changed, when somebody else has the folder, when it is of a newer format, when the
    /// journal is damaged where nothing may be cut, or when the folder cannot be read or written.
    pub fn open(folder: &Path, fresh: Epoch, now_ms: u64) -> Result<(Self, Opened), OpenRefused> {
        Self::open_through(Arc::new(RealDisk), folder, fresh, now_ms)
    }

    /// The same; journal and keys are written through another disk.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_through(
        disk: Arc<dyn Disk>,
        folder: &Path,
        fresh: Epoch,
        now_ms: u64,
    ) -> Result<(Self, Opened), OpenRefused> {
        Self::open_on(folder, fresh, now_ms, disk, SEGMENT_BYTES)
    }

    pub(crate) fn open_on(
        data: &Path,
        fresh: Epoch,
        now_ms: u64,
        disk: Arc<dyn Disk>,
        segment_bytes: u64,
    ) -> Result<(Self, Opened), OpenRefused> {
        let lock = lock(data)?;
        if data.join(RESTORING).exists() {
            return Err(OpenRefused::Unfinished);
        }
        let mut survey = survey::survey(data)?;
        let found = find_index(data, survey.next > 1);
        hold_to_proof(&mut survey, found.fed)?;
        let io = |failed| OpenRefused::io("the journal", failed);
        let journal = Journal::open(data, Arc::clone(&disk), survey.end, &survey.last_group, segment_bytes)
            .map_err(io)?;
        if survey.cut_bytes > 0 {
            let segment = segment_name(survey.end.number);
            tracing::warn!(
                segment,
                bytes = survey.cut_bytes,
                "cut an unfinished group, never acknowledged, from the journal"
            );
        }

        let seq = survey.next - 1;
        let replay = Replay::run(data, seq)?;
        replay.notes.iter().for_each(|note| tracing::error!(note, "the journal is damaged in a place"));
        let vault = Vault::open_on(data, disk).map_err(|failed| OpenRefused::io("the vault", failed))?;
        let mut opened = Opened { cut_bytes: survey.cut_bytes, rebuilt: found.rebuild, ..Opened::default() };
        let mut store = Self {
            data: data.to_owned(),
            journal,
            shared: Arc::new(Shared::new(data.to_owned(), replay.state, seq)),
            epoch: replay.registry.epoch.unwrap_or(fresh),
            registry: replay.registry,
            vault: Arc::new(vault),
            seq,
            unsynced_bytes: 0,
            synced_ms: now_ms,
            reopened_ms: now_ms,
            _lock: lock,
        };
        opened.notes = replay.notes;
        opened.replayed = store.fill_index(found);
        if seq == 0 {
            store.begin(fresh, now_ms)?;
        }
        opened.damaged = store.damaged();
        store.erase();
        Ok((store, opened))
    }

    /// Destroys the keys of whoever was erased when the process that said so ended before it had done it.
    fn erase(&self) {
        let erased = self.registry.people.iter().filter(|(_, person)| person.erased);
        for (person, _) in erased {
            if let Err(error) = self.vault.destroy(&vault::of_person(*person)) {
                tracing::error!(%person, %error, "the key of somebody who was erased cannot be destroyed");
            }
        }
    }

    /// Feeds the index what it lacks; after a rebuild folds long tails. Returns how many records were replayed.
    fn fill_index(&mut self, found: Found) -> u64 {
        let Some(tree) = found.tree else {
            self.shared.write().hung = found.hung;
            return 0;
        };
        let lacks = found.applied + 1..=self.seq;
        let replayed = (self.seq + 1).saturating_sub(*lacks.start());
        {
            let mut state = self.shared.write();
            match replay::catch_up(&self.data, &tree, lacks, &mut state) {
                Ok(()) => state.tree = Some(tree),
                Err(failed) => {
                    tracing::error!(%failed, "the index cannot be fed; documents are read from the journal");
                    state.hung = !tree.leave();
                    return 0;
                }
            }
        }
        if found.rebuild {
            self.compact_all();
        }
        if replayed > 0 {
            self.sync_index();
        }
        replayed
    }

    fn begin(&mut self, epoch: Epoch, time_ms: u64) -> Result<(), OpenRefused> {
        let began = Entry { time_ms, writer: 0, record: Record::Began { epoch } };
        match self.commit(&[began]) {
            Ok(_) => Ok(()),
            Err(CommitFailed::NotWritten(failed) | CommitFailed::NotSynced(failed)) => {
                Err(OpenRefused::io("the journal", failed))
            }
        }
    }
}

fn lock(data: &Path) -> Result<File, OpenRefused> {
    let io = |failed| OpenRefused::io(format!("the data folder {}", data.display()), failed);
    // What is inside is for this service alone.
    DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(io)?;
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(data.join(LOCK)).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenRefused::Locked),
        Err(TryLockError::Error(failed)) => Err(io(failed)),
    }
}

/// Opens the index; one that cannot be opened or believed is moved aside and begun anew.
fn find_index(data: &Path, has_journal: bool) -> Found {
    rewrite::settle(data);
    let folder = tree::folder(data);
    let missing = !folder.exists();
    match open_index(&folder) {
        Ok((tree, applied, fed)) => {
            let rebuild = missing && has_journal;
            Found { tree: Some(tree), applied, fed, rebuild, hung: false }
        }
        Err(TreeFault::Hung) => {
            tracing::error!("the index does not answer; documents are read from the journal");
            Found { tree: None, applied: 0, fed: 0, rebuild: false, hung: true }
        }
        Err(fault) => {
            tracing::error!(%fault, "the index cannot be opened; it is moved aside and made again from the journal");
            let tree = tree::begin_anew(&folder);
            if let Err(fault) = &tree {
                tracing::error!(%fault, "no index; documents are read from the journal");
            }
            let hung = matches!(tree, Err(TreeFault::Hung));
            Found { tree: tree.ok(), applied: 0, fed: 0, rebuild: true, hung }
        }
    }
}

fn open_index(folder: &Path) -> Result<(Tree, u64, u64), TreeFault> {
    let tree = Tree::open(folder)?;
    let applied = tree.number(Meta::Applied)?.unwrap_or(0);
    let fed = tree.number(Meta::Fed)?.unwrap_or(0).max(applied);
    Ok((tree, applied, fed))
}

/// Cuts what may be cut, and refuses when the journal lacks what the index proves to have been durable.
fn hold_to_proof(survey: &mut Survey, fed: u64) -> Result<(), OpenRefused> {
    if let Some(torn) = survey.torn.filter(|torn| fed < torn.next) {
        (survey.end, survey.cut_bytes, survey.next) = (torn.end, torn.cut_bytes, torn.next);
        survey.last_group.clear();
    }
    if fed >= survey.next {
        let segment = segment_name(survey.end.number.max(1));
        let what = "the journal ends before a record that the index proves to have been durable";
        return Err(OpenRefused::Damaged { segment, offset: survey.end.length, what });
    }
    Ok(())
}
