//! Back from a backup, into a new folder: everything is made in a folder inside it, compared, and only then put in its
//! place. Cut off at any moment, no service starts on what there is.
//!
//! A restore begins a new epoch: what was written after the backup is not here, and devices that hold it must know. What
//! let people in before is ended by records, because what was revoked after the backup must not live again.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use manual::id::{DocumentId, Epoch};
use store::RESTORING;
use store::check::Report;
use store::copy::NewJournal;
use store::disk::{Disk, RealDisk, have_folder};
use store::record::{Entry, Record};
use store::store::Store;

use crate::index::{self, Listing};
use crate::key::Opener;
use crate::take::{is_empty, names, not_copied};
use crate::walk::{Held, Walk};
use crate::{Failed, Problem};

/// What becomes of the epoch and of who is signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Afterwards {
    /// A new epoch; sessions, tokens and open invitations are over.
    Anew,
    /// A new epoch; who was signed in stays so.
    KeepSessions,
    /// A move of the whole, after which the old folder is never used again: nothing changes.
    Same,
}

/// A restore to be done.
pub struct Restore<'a> {
    pub from: &'a Path,
    pub opener: &'a Opener,
    pub data: &'a Path,
    /// As it stood at this position, or at the last whole group before it; otherwise as at the last run.
    pub to_position: Option<u64>,
    pub afterwards: Afterwards,
    /// Leaves out what is damaged in the backup, and says what that was; the journal ends before it.
    pub despite_damage: bool,
    /// The epoch that begins.
    pub fresh: Epoch,
    pub time_ms: u64,
}

/// What was restored.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Restored {
    /// The folder is as it stood at this position.
    pub position: u64,
    pub sessions_ended: usize,
    pub invitations_ended: usize,
    /// Documents whose content was compared with what it was when it was backed up.
    pub compared: usize,
    pub differing: Vec<DocumentId>,
    /// What of the backup was damaged and left out.
    pub left_out: Vec<Problem>,
    /// What the check of the new folder said.
    pub check: Report,
}

impl Restored {
    /// Whether everything is as it was.
    pub fn is_whole(&self) -> bool {
        self.check.is_whole() && self.differing.is_empty() && self.left_out.is_empty()
    }
}

impl Restore<'_> {
    /// Restores.
    ///
    /// # Errors
    /// [`Failed`]; then there is nothing at `data`, or what names itself unfinished.
    pub fn run(&self) -> Result<Restored, Failed> {
        self.run_on(&(Arc::new(RealDisk) as Arc<dyn Disk>))
    }

    /// The same, into a folder that is written through another disk: all but the index, which is sled's own.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_on(&self, disk: &Arc<dyn Disk>) -> Result<Restored, Failed> {
        let index = index::read(self.from)?;
        let mut restored = Restored::default();
        restored.leave_out(index.problem.map(Failed::Damaged).map_or(Ok(()), Err), self.despite_damage)?;
        let newest = restored.left_out.is_empty();
        let last = index.runs.last().ok_or_else(|| Failed::NoBackup(self.from.display().to_string()))?;
        let until = self.to_position.unwrap_or(last.position);
        if until > last.position || until == 0 {
            return Err(Failed::NotThere(until, last.position));
        }
        begin(&**disk, self.data).map_err(not_made(self.data))?;
        if !is_empty(self.data)? {
            return Err(Failed::NotEmpty(self.data.display().to_string()));
        }
        let making = Making { disk: &**disk, folder: self.data.join(RESTORING), begun: false };
        have_folder(&**disk, &making.folder).map_err(not_made(&making.folder))?;
        let held = self.fill(disk, &making.folder, &index.runs, until, newest, &mut restored)?;
        if restored.position == 0 {
            return Err(Failed::NotThere(until, 0));
        }
        self.open(disk, &making.folder, &held, &mut restored)?;
        restored.check = store::check::check(&making.folder);
        making.put_in_place(self.data)?;
        Ok(restored)
    }

    /// Writes everything that the backup has.
    fn fill(
        &self,
        disk: &Arc<dyn Disk>,
        into: &Path,
        runs: &[Listing],
        until: u64,
        newest: bool,
        restored: &mut Restored,
    ) -> Result<Held, Failed> {
        let walk = Walk { dir: self.from, opener: self.opener };
        let folders = ["editions", "images", "vault"].map(|folder| into.join(folder));
        folders.iter().try_for_each(|folder| have_folder(&**disk, folder).map_err(not_made(folder)))?;
        let mut journal = NewJournal::begin(into, Arc::clone(disk)).map_err(not_copied)?;
        let mut held = Held::default();
        let mut follows = true;
        for run in runs {
            if follows {
                let walked = walk.journal(run, until, |bytes| {
                    journal.take(bytes, until)?;
                    Ok(journal.mark())
                });
                follows = walked.is_ok();
                restored.leave_out(walked, self.despite_damage)?;
            }
            if follows && run.position <= until {
                restored.leave_out(walk.held(run, &mut held), self.despite_damage)?;
            }
            walk.files(run, |file| match file {
                Ok((name, bytes)) => put(&**disk, &into.join(name), bytes),
                Err(failed) => restored.leave_out(Err(failed), self.despite_damage),
            })?;
        }
        restored.position = journal.finish().map_err(not_copied)?.at.seq;
        let keys = match runs.last() {
            Some(last) if newest => walk.vault(last),
            _ => walk.any_vault(),
        };
        match keys {
            Ok(keys) => {
                let into = into.join("vault");
                keys.iter().try_for_each(|(name, key)| put(&**disk, &into.join(name), key))?;
            }
            Err(failed) => restored.leave_out(Err(failed), self.despite_damage)?,
        }
        folders.iter().try_for_each(|folder| disk.sync_folder(folder).map_err(not_made(folder)))?;
        Ok(held)
    }

    /// Opens the new folder as a service would, compares every document, and begins the new epoch.
    fn open(
        &self,
        disk: &Arc<dyn Disk>,
        folder: &Path,
        held: &Held,
        restored: &mut Restored,
    ) -> Result<(), Failed> {
        let opened = Store::open_through(Arc::clone(disk), folder, self.fresh, self.time_ms);
        let (mut store, _) = opened.map_err(|refused| Failed::Folder(refused.to_string()))?;
        let index = store.index();
        for (id, (seq, hash)) in held {
            // Where records came between a run and the position that was asked for, nobody has said what it held then.
            if index.reaches(&[*id])[0].is_none_or(|reach| reach.seq != *seq) {
                continue;
            }
            restored.compared += 1;
            if index.content_hash(*id, restored.position).ok().as_ref() != Some(hash) {
                restored.differing.push(*id);
            }
        }
        let records = self.records(&store, restored);
        let entries: Vec<_> =
            records.into_iter().map(|record| Entry { time_ms: self.time_ms, writer: 0, record }).collect();
        store.commit(&entries).map_err(|failed| Failed::Folder(failed.to_string()))?;
        store.close();
        Ok(())
    }

    /// What the new folder says first.
    fn records(&self, store: &Store, restored: &mut Restored) -> Vec<Record> {
        let registry = store.registry();
        if self.afterwards == Afterwards::Same {
            return Vec::new();
        }
        let mut records = vec![Record::Began { epoch: self.fresh }];
        if self.afterwards == Afterwards::Anew {
            // Also those whose time is over: the clocks of two machines are two clocks.
            let sessions = registry.sessions.iter().filter(|(_, session)| !session.ended);
            records.extend(sessions.map(|(session, _)| Record::SessionEnded { session: *session }));
            restored.sessions_ended = records.len() - 1;
            let open = registry.invitations.iter().filter(|(_, invitation)| !invitation.used);
            records.extend(open.map(|(invitation, _)| Record::InvitationUsed { invitation: *invitation }));
            restored.invitations_ended = records.len() - 1 - restored.sessions_ended;
        }
        records
    }
}

impl Restored {
    /// Keeps damage for the report where that is wanted; otherwise it ends the restore.
    fn leave_out(&mut self, done: Result<(), Failed>, wanted: bool) -> Result<(), Failed> {
        match done {
            Err(Failed::Damaged(problem)) if wanted => self.left_out.push(problem),
            done => return done,
        }
        Ok(())
    }
}

/// The folder in which everything is made. While it is there, no service starts.
struct Making<'a> {
    disk: &'a dyn Disk,
    folder: PathBuf,
    /// Something of it is in its place: then it stays, and says that not all of it is.
    begun: bool,
}

impl Making<'_> {
    /// Puts all of it in its place, the journal last.
    fn put_in_place(mut self, data: &Path) -> Result<(), Failed> {
        let mut all = names(&self.folder)?;
        all.sort_by_key(|name| name == "journal");
        self.begun = true;
        let put = || {
            self.disk.sync_folder(&self.folder)?;
            for name in &all {
                self.disk.rename(&self.folder.join(name), &data.join(name))?;
            }
            self.disk.sync_folder(data)?;
            self.disk.remove_folder(&self.folder)?;
            self.disk.sync_folder(data)
        };
        put().map_err(|source| Failed::io("what was restored could not be put in its place", source))
    }
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        if !self.begun {
            // Best effort: its name says that it is unfinished.
            let _ = take_away(self.disk, &self.folder);
        }
    }
}

/// Makes the data folder if there is none, and those above it, so that their names last.
fn begin(disk: &dyn Disk, data: &Path) -> io::Result<()> {
    let data = std::path::absolute(data)?;
    let missing: Vec<&Path> = data.ancestors().take_while(|folder| !folder.exists()).collect();
    if let Some(above) = data.ancestors().nth(missing.len()).and_then(Path::parent) {
        // Best effort: what is there was made by others, or by a restore that was cut off, and above it we may not look.
        let _ = disk.sync_folder(above);
    }
    missing.iter().rev().try_for_each(|folder| have_folder(disk, folder))
}

fn not_made(folder: &Path) -> impl FnOnce(io::Error) -> Failed {
    move |source| Failed::io(format!("{} cannot be made", folder.display()), source)
}

/// Writes a file for its owner alone, and brings it to the disk; its name lasts when the folder is synced.
fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    let written = disk.create(path).and_then(|mut file| {
        file.write_at(bytes, 0)?;
        file.sync()
    });
    written.map_err(|source| Failed::io(format!("{} could not be written", path.display()), source))
}

/// Takes a folder away with all that is in it, which nests no deeper than a data folder does.
fn take_away(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => take_away(disk, &entry.path())?,
            false => disk.remove(&entry.path())?,
        }
    }
    disk.remove_folder(folder)
}
