//! The index files of a backup, one a run: what the run added, where the journal stood, and the hash of the one before, so
//! that none can be taken out, put in or changed without being noticed. In clear: the next run reads them without a key.
//! They name no person, no title and no text.

use std::path::Path;

use edition::{hex, sha256, unhex};
use manual::id::Epoch;
use serde::{Deserialize, Serialize};
use store::aloud::Heard;
use store::copy::Mark;
use store::disk::Disk;

use crate::sealed::{self, Sealed};
use crate::{Failed, Problem};

/// The layout this version writes, and the newest it reads.
pub(crate) const FORMAT: u32 = 1;
pub(crate) const FOLDER: &str = "index";
/// An index names every new picture of a run: tens of thousands fit.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// What one run added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Listing {
    pub(crate) format: u32,
    /// Runs count from 1.
    pub(crate) number: u32,
    pub(crate) time_ms: u64,
    /// The SHA-256 of the index file before; of the first: nothing.
    pub(crate) before: Option<String>,
    pub(crate) epoch: String,
    /// The last position of the journal in the backup, the chain there and the SHA-256 of its frame.
    pub(crate) position: u64,
    pub(crate) chain: String,
    pub(crate) frame: String,
    pub(crate) journal: Vec<Piece>,
    /// What the documents held that changed since the run before, sealed.
    pub(crate) documents: Option<Sealed>,
    /// Frozen files and pictures that are new.
    pub(crate) files: Vec<Sealed>,
    pub(crate) vault: Vault,
}

/// Whole groups of the journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Piece {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) sealed: Sealed,
}

/// The vault as it stood at the run: the one file that is replaced, so that what was destroyed is nowhere.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Vault {
    pub(crate) sealed: Sealed,
    /// The SHA-256 of what is in it: keys of 32 random bytes, which nobody finds by it.
    pub(crate) holds: String,
}

impl Listing {
    /// Where the journal stood.
    pub(crate) fn mark(&self) -> Option<Mark> {
        let at = Heard { seq: self.position, chain: unhex(&self.chain)? };
        Some(Mark { at, frame: unhex(&self.frame)?, epoch: Some(Epoch::parse(&self.epoch)?) })
    }

    fn file(number: u32) -> String {
        format!("{FOLDER}/{number:08}.index")
    }

    /// Writes it, and brings it and its name to the disk.
    pub(crate) fn write(&self, disk: &dyn Disk, dir: &Path) -> Result<(), Failed> {
        let json = serde_json::to_string(self).expect("numbers and texts are JSON");
        let lines = format!("{json}\n{}\n", hex(&sha256(json.as_bytes())));
        let file = Self::file(self.number);
        sealed::write(disk, dir, &file, lines.as_bytes())?;
        let synced = disk.sync_folder(&dir.join(FOLDER));
        synced.map_err(|source| Failed::io(format!("{file} could not be written into the backup"), source))
    }
}

/// The index files of a backup, the oldest first, as far as they hold; and where that ends.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) runs: Vec<Listing>,
    /// The SHA-256 of the last one's file.
    pub(crate) last: Option<String>,
    pub(crate) problem: Option<Problem>,
}

/// Reads all index files.
///
/// # Errors
/// [`Failed::NoBackup`], [`Failed::Newer`]. Damage is told in what is given.
pub(crate) fn read(dir: &Path) -> Result<Index, Failed> {
    let mut index = Index::default();
    let numbers = numbers(dir)?;
    for number in 1..=numbers.last().copied().unwrap_or(0) {
        let file = Listing::file(number);
        let problem = match numbers.binary_search(&number) {
            Err(_) => Some("it is missing"),
            Ok(_) => match take(dir, &file, &mut index) {
                Ok(()) => None,
                Err(Failed::Newer(format)) => return Err(Failed::Newer(format)),
                Err(Failed::Damaged(problem)) => {
                    index.problem = Some(problem);
                    return Ok(index);
                }
                Err(failed) => return Err(failed),
            },
        };
        if let Some(what) = problem {
            index.problem = Some(Problem::new(file, what));
            return Ok(index);
        }
    }
    Ok(index)
}

fn numbers(dir: &Path) -> Result<Vec<u32>, Failed> {
    let no_backup = || Failed::NoBackup(dir.display().to_string());
    let listing = std::fs::read_dir(dir.join(FOLDER)).map_err(|_| no_backup())?;
    let mut numbers = Vec::new();
    for entry in listing {
        let name = entry.map_err(|source| Failed::io("the backup cannot be listed", source))?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".index")?.parse::<u32>().ok());
        numbers.extend(number);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn take(dir: &Path, file: &str, index: &mut Index) -> Result<(), Failed> {
    let damaged = |what: &str| Failed::damaged(file, what);
    let path = dir.join(file);
    let length = std::fs::metadata(&path).map_err(|failed| damaged(&failed.to_string()))?.len();
    if length > FILE_BYTES_MAX {
        return Err(damaged("it is longer than an index can be"));
    }
    let bytes = std::fs::read(&path).map_err(|failed| damaged(&format!("it cannot be read ({failed})")))?;
    let spoiled = || damaged("its bytes are not what was written");
    let text = std::str::from_utf8(&bytes).map_err(|_| spoiled())?;
    let (json, sum) = text.strip_suffix('\n').and_then(|text| text.split_once('\n')).ok_or_else(spoiled)?;
    if hex(&sha256(json.as_bytes())) != sum {
        return Err(spoiled());
    }
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    let Format { format } = serde_json::from_str(json).map_err(|_| spoiled())?;
    if format > FORMAT {
        return Err(Failed::Newer(format));
    }
    let listing: Listing = serde_json::from_str(json).map_err(|_| spoiled())?;
    let number = index.runs.len() as u32 + 1;
    if listing.number != number
        || listing.before != index.last
        || listing.mark().is_none()
        || !inside(&listing)
    {
        return Err(damaged("it does not follow the one before"));
    }
    index.last = Some(hex(&sha256(&bytes)));
    index.runs.push(listing);
    Ok(())
}

/// Whether each file that is named lies in the backup: `folder/name` with nothing in it that leads elsewhere.
fn inside(listing: &Listing) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let good = |file: &str| {
        file.split_once('/').is_some_and(|(folder, name)| {
            ["journal", "documents", "editions", "images", "vault"].contains(&folder)
                && name.chars().all(plain)
                && name.ends_with(".age")
        })
    };
    listing.sealed().iter().all(|sealed| good(&sealed.file))
}

impl Listing {
    /// Every file that the run added, but for the vault, which a later one may have replaced.
    pub(crate) fn added(&self) -> Vec<Sealed> {
        let journal = self.journal.iter().map(|piece| piece.sealed.clone());
        journal.chain(self.documents.clone()).chain(self.files.iter().cloned()).collect()
    }

    fn sealed(&self) -> Vec<Sealed> {
        let mut all = self.added();
        all.push(self.vault.sealed.clone());
        all
    }
}
