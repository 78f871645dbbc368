//! One run: adds to a backup what a data folder has got since the run before. The folder may be in use; it is only read,
//! but for the note `backup.last`. Cut off at any moment, a run leaves the backup of the run before, whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use edition::{hex, sha256};
use manual::id::DocumentId;
use store::copy::{self, CopyFailed, Mark, Stretch};
use store::disk::{Disk, RealDisk, have_folder};
use store::editions::Editions;
use store::record::Hash;

use crate::index::{self, FOLDER, Index, Listing, Piece, Vault};
use crate::key::SealedTo;
use crate::sealed::{self, BEING_WRITTEN, Sealed};
use crate::{Failed, Problem};

/// The note in a data folder that says when it was backed up last.
pub const NOTE: &str = "backup.last";

const FOLDERS: [&str; 6] = [FOLDER, "journal", "documents", "editions", "images", "vault"];
/// Says that a folder is a backup, and nobody's data folder or pictures.
const MARK: &str = "chancery-backup";
/// The file that whoever holds works on the backup.
const LOCK: &str = "lock";
/// A key is 32 bytes; a damaged one may be anything, and is kept as it is up to here.
const KEY_BYTES_MAX: u64 = 4 << 10;

/// A run that has begun: nobody else works on the backup.
pub struct Run {
    disk: Arc<dyn Disk>,
    data: PathBuf,
    dir: PathBuf,
    to: SealedTo,
    before: Index,
    number: u32,
    journal: Vec<Piece>,
    mark: Mark,
    damaged: u64,
    _lock: File,
}

/// What a run did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    pub number: u32,
    /// The backup goes up to here.
    pub position: u64,
    /// Positions that are new in it.
    pub records: u64,
    pub documents: usize,
    pub files: usize,
    /// Bytes that the run added.
    pub bytes: u64,
    /// There was nothing to add.
    pub unchanged: bool,
    /// What is wrong in the data folder: it is in the backup as it is, or not in it.
    pub problems: Vec<Problem>,
}

impl Run {
    /// Begins a run; begins the backup if the folder is empty or not there.
    ///
    /// # Errors
    /// [`Failed`]; also when what is there already has lost something.
    pub fn begin(data: &Path, dir: &Path, to: SealedTo) -> Result<Self, Failed> {
        Self::begin_on(Arc::new(RealDisk), data, dir, to)
    }

    /// The same, on a backup that is written through another disk.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_on(disk: Arc<dyn Disk>, data: &Path, dir: &Path, to: SealedTo) -> Result<Self, Failed> {
        sealed::begin(dir)?;
        let ours = dir.join(MARK);
        if !ours.exists() && !is_empty(dir)? {
            return Err(Failed::NotEmpty(dir.display().to_string()));
        }
        let lock = lock(dir)?;
        // Before anything else, so that what a first run leaves that is cut off is known for what it is.
        let made = || {
            disk.create(&ours)?;
            FOLDERS.iter().try_for_each(|folder| have_folder(&*disk, &dir.join(folder)))
        };
        made().map_err(|source| Failed::io(format!("{} cannot be used", dir.display()), source))?;
        let before = index::read(dir)?;
        if let Some(problem) = before.problem {
            return Err(Failed::Damaged(problem));
        }
        for listing in &before.runs {
            listing.added().iter().try_for_each(|sealed| sealed.stands(dir))?;
        }
        let number = before.runs.len() as u32 + 1;
        let mark = before.runs.last().and_then(Listing::mark).unwrap_or_default();
        let (data, dir) = (data.to_owned(), dir.to_owned());
        let run =
            Self { disk, data, dir, to, before, number, journal: Vec::new(), mark, damaged: 0, _lock: lock };
        run.tidy()?;
        Ok(run)
    }

    /// Copies the journal up to `position`, which must be durable. Gives the documents that have changed since the run
    /// before, each with the position of its last record.
    ///
    /// # Errors
    /// [`Failed`].
    pub fn journal(&mut self, position: u64) -> Result<BTreeMap<DocumentId, u64>, Failed> {
        let mut documents = BTreeMap::new();
        let (disk, dir, to, number) = (&*self.disk, &self.dir, &self.to, self.number);
        let (journal, damaged) = (&mut self.journal, &mut self.damaged);
        let from = self.mark;
        let copied = copy::stretches(&self.data, from, position, |stretch: Stretch<'_>| {
            let file = format!("journal/{number:08}-{:04}.age", journal.len() + 1);
            let sealed = sealed::seal(disk, dir, file, to, stretch.bytes).map_err(Stopped::Here)?;
            journal.push(Piece { first: stretch.first, last: stretch.mark.at.seq, sealed });
            documents.extend(stretch.documents);
            *damaged += stretch.damaged;
            Ok(())
        });
        self.mark = copied.map_err(|stopped| match stopped {
            Stopped::Here(failed) => failed,
            Stopped::There(failed) => not_copied(failed),
        })?;
        Ok(documents)
    }

    /// Copies frozen files, pictures and keys, and writes the index, which makes the run count. `hashes` says what the
    /// documents held at the position that the journal was copied up to, where that could be told.
    ///
    /// # Errors
    /// [`Failed`].
    pub fn finish(
        self,
        documents: &BTreeMap<DocumentId, u64>,
        hashes: &BTreeMap<DocumentId, Hash>,
        time_ms: u64,
    ) -> Result<Taken, Failed> {
        let mut problems = Vec::new();
        if self.damaged > 0 {
            let what = format!("{} records fail their checksum; `chancery check` names them", self.damaged);
            problems.push(Problem::new("journal", what));
        }
        let documents = self.documents(documents, hashes)?;
        let files = self.files(&mut problems)?;
        let vault = self.vault()?;
        let last = self.before.runs.last();
        let position = self.mark.at.seq;
        let records = position - last.map_or(0, |last| last.position);
        let unchanged = records == 0 && files.is_empty() && last.is_some_and(|last| last.vault == vault);
        // Also where nothing is new: perhaps the run before was told that this failed.
        for folder in FOLDERS {
            self.sync(&self.dir.join(folder))?;
        }
        if !unchanged {
            let listing = self.listing(documents.clone(), files.clone(), vault.clone(), time_ms);
            listing.write(&*self.disk, &self.dir)?;
        }
        self.drop_vaults(&vault)?;
        self.note(position, time_ms)?;
        let taken = Taken {
            number: if unchanged { self.number - 1 } else { self.number },
            position,
            records,
            documents: hashes.len(),
            files: files.len(),
            bytes: 0,
            unchanged,
            problems,
        };
        let added = self.journal.iter().map(|piece| &piece.sealed).chain(&documents).chain(&files);
        Ok(Taken { bytes: added.map(|sealed| sealed.bytes).sum(), ..taken })
    }

    fn listing(&self, documents: Option<Sealed>, files: Vec<Sealed>, vault: Vault, time_ms: u64) -> Listing {
        Listing {
            format: index::FORMAT,
            number: self.number,
            time_ms,
            before: self.before.last.clone(),
            epoch: self.mark.epoch.map(|epoch| epoch.to_string()).unwrap_or_default(),
            position: self.mark.at.seq,
            chain: hex(&self.mark.at.chain),
            frame: hex(&self.mark.frame),
            journal: self.journal.clone(),
            documents,
            files,
            vault,
        }
    }

    /// What each document held that has changed: a line each, with the position of its last record.
    fn documents(
        &self,
        documents: &BTreeMap<DocumentId, u64>,
        hashes: &BTreeMap<DocumentId, Hash>,
    ) -> Result<Option<Sealed>, Failed> {
        let line =
            |(id, hash): (&DocumentId, &Hash)| Some(format!("{id} {} {}\n", documents.get(id)?, hex(hash)));
        let lines: String = hashes.iter().filter_map(line).collect();
        if lines.is_empty() {
            return Ok(None);
        }
        let file = format!("documents/{:08}.age", self.number);
        self.seal(file, lines.as_bytes()).map(Some)
    }

    /// What is frozen or shown and not in the backup yet. What is not what its name says stays out, and is told.
    fn files(&self, problems: &mut Vec<Problem>) -> Result<Vec<Sealed>, Failed> {
        let known: BTreeSet<&str> =
            self.before.runs.iter().flat_map(|run| &run.files).map(|sealed| sealed.file.as_str()).collect();
        let mut new = Vec::new();
        for (folder, files) in
            [("editions", Editions::of(&self.data)), ("images", Editions::images_of(&self.data))]
        {
            let hashes =
                files.hashes().map_err(|source| Failed::io(format!("{folder} cannot be listed"), source))?;
            for hash in hashes {
                let file = format!("{folder}/{}.age", hex(&hash));
                if known.contains(file.as_str()) {
                    continue;
                }
                match files.get(&hash) {
                    Ok(bytes) => new.push(self.seal(file, &bytes)?),
                    Err(failed) => {
                        problems.push(Problem::new(format!("{folder}/{}", hex(&hash)), failed.to_string()))
                    }
                }
            }
        }
        Ok(new)
    }

    /// The keys as they are now, in the place of those of before.
    fn vault(&self) -> Result<Vault, Failed> {
        let keys = keys(&self.data)?;
        let holds = hex(&sha256(keys.as_bytes()));
        if let Some(last) = self.before.runs.last().filter(|last| last.vault.holds == holds)
            && last.vault.sealed.stands(&self.dir).is_ok()
        {
            return Ok(last.vault.clone());
        }
        let file = format!("vault/{:08}.age", self.number);
        Ok(Vault { sealed: self.seal(file, keys.as_bytes())?, holds })
    }

    /// Takes away every copy of the vault but this one.
    fn drop_vaults(&self, vault: &Vault) -> Result<(), Failed> {
        let folder = self.dir.join("vault");
        for name in names(&folder)? {
            if format!("vault/{name}") != vault.sealed.file {
                let removed = self.disk.remove(&folder.join(&name));
                removed.map_err(|source| {
                    Failed::io("an older copy of the vault could not be removed", source)
                })?;
            }
        }
        self.sync(&folder)
    }

    /// Takes away what a run left that was cut off.
    fn tidy(&self) -> Result<(), Failed> {
        for folder in FOLDERS {
            for name in names(&self.dir.join(folder))? {
                let number = name.get(..8).and_then(|number| number.parse::<u32>().ok());
                let later = name.ends_with(".age") && number.is_some_and(|it| it >= self.number);
                let cut_off = later && ["journal", "documents"].contains(&folder);
                if cut_off || name.ends_with(BEING_WRITTEN) {
                    let removed = self.disk.remove(&self.dir.join(folder).join(&name));
                    removed.map_err(|source| {
                        Failed::io(format!("{folder}/{name} could not be removed"), source)
                    })?;
                }
            }
        }
        Ok(())
    }

    /// Notes in the data folder that this run was done, for whoever watches over it.
    fn note(&self, position: u64, time_ms: u64) -> Result<(), Failed> {
        let note = serde_json::json!({ "time_ms": time_ms, "position": position });
        sealed::write(&RealDisk, &self.data, NOTE, format!("{note}\n").as_bytes())
    }

    fn seal(&self, file: String, plain: &[u8]) -> Result<Sealed, Failed> {
        sealed::seal(&*self.disk, &self.dir, file, &self.to, plain)
    }

    fn sync(&self, folder: &Path) -> Result<(), Failed> {
        let synced = self.disk.sync_folder(folder);
        synced.map_err(|source| Failed::io(format!("{} could not be synced", folder.display()), source))
    }
}

enum Stopped {
    Here(Failed),
    There(CopyFailed),
}

impl From<CopyFailed> for Stopped {
    fn from(failed: CopyFailed) -> Self {
        Self::There(failed)
    }
}

pub(crate) fn not_copied(failed: CopyFailed) -> Failed {
    match failed {
        CopyFailed::Another(_) => Failed::AnotherFolder(failed.to_string()),
        CopyFailed::NotWritten(source) => Failed::io("the journal could not be written", source),
        CopyFailed::Journal { .. } => Failed::damaged("journal", failed.to_string()),
    }
}

fn lock(dir: &Path) -> Result<File, Failed> {
    let io = |source| Failed::io(format!("{} cannot be used", dir.display()), source);
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(dir.join(LOCK)).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failed::Busy),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

/// The keys of a vault, a line each: its name and its bytes in hexadecimal.
fn keys(data: &Path) -> Result<String, Failed> {
    let folder = data.join("vault");
    let failed = |source| Failed::io("the vault cannot be read", source);
    let mut lines = String::new();
    for name in names(&folder)? {
        if name.ends_with(BEING_WRITTEN) {
            continue;
        }
        let mut bytes = Vec::new();
        match File::open(folder.join(&name)) {
            Ok(file) => file.take(KEY_BYTES_MAX).read_to_end(&mut bytes).map_err(failed)?,
            // Destroyed just now.
            Err(gone) if gone.kind() == ErrorKind::NotFound => continue,
            Err(source) => return Err(failed(source)),
        };
        let spelt: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        lines += &format!("{name} {spelt}\n");
    }
    Ok(lines)
}

/// The files in a folder, in order; of one that is not there: none.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, Failed> {
    let io = |source| Failed::io(format!("{} cannot be listed", folder.display()), source);
    let listing = match std::fs::read_dir(folder) {
        Err(failed) if failed.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        listing => listing.map_err(io)?,
    };
    let mut names = Vec::new();
    for entry in listing {
        names.extend(entry.map_err(io)?.file_name().into_string().ok());
    }
    names.sort_unstable();
    Ok(names)
}

/// Whether nothing of anybody is in a folder. What a new file system brings along is nothing.
pub(crate) fn is_empty(folder: &Path) -> Result<bool, Failed> {
    Ok(names(folder)?.iter().all(|name| name == "lost+found" || name == LOCK))
}
