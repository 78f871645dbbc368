//! The frozen files: what was published, as bytes under the name of their SHA-256. Written once, never changed, checked
//! at every reading. Knows neither chapters nor manifests: crate `edition` does. Layout: docs/storage.md.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use edition::{hex, sha256, unhex};

pub use crate::disk::Moment;
use crate::disk::{Disk, RealDisk, have_folder, write_whole};
use crate::record::Hash;

/// Largest frozen file that is read.
const FILE_BYTES_MAX: usize = edition::CHAPTER_BYTES_MAX;

/// The end of a name under which a file is being written. Whatever bears it was never named by anything.
const BEING_WRITTEN: &str = ".new";

/// The folder of the frozen files.
#[derive(Clone, Debug)]
pub struct Editions {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
}

/// What became of bytes that were put away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Put {
    New,
    /// The same bytes were there, and were left alone.
    There,
}

#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error("the frozen file {0} is not there")]
    Missing(String),
    #[error("the frozen file {0} is not what was frozen")]
    Spoiled(String),
    #[error("the frozen file {name} could not be read")]
    Io {
        name: String,
        #[source]
        source: io::Error,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum NotPut {
    /// There is a file of this name with other bytes. It is left as it is.
    #[error("the frozen file {0} is there and is not what was frozen")]
    Spoiled(String),
    #[error("a frozen file could not be written")]
    Io(#[from] io::Error),
}

impl Editions {
    /// The frozen files of a data folder. Looks at nothing yet.
    pub fn of(data: &Path) -> Self {
        Self::in_folder(data.join("editions"))
    }

    /// The pictures of a data folder: editions name them, and they are never taken away.
    pub fn images_of(data: &Path) -> Self {
        Self::in_folder(data.join("images"))
    }

    /// Files of the same kind in a folder of another name.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder, disk: Arc::new(RealDisk) }
    }

    /// The same files, written through another disk.
    #[must_use]
    pub fn on(self, disk: Arc<dyn Disk>) -> Self {
        Self { disk, ..self }
    }

    /// Makes the folder if there is none, and tidies it.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn prepare(&self) -> io::Result<()> {
        have_folder(&*self.disk, &self.folder)?;
        self.tidy()
    }

    /// Takes away what was left of files that were being written. Only by who holds the data folder, and not while
    /// anything is put away.
    ///
    /// # Errors
    /// Those of the file system; where there is no folder nothing is left.
    pub fn tidy(&self) -> io::Result<()> {
        let listing = match std::fs::read_dir(&self.folder) {
            Err(failed) if failed.kind() == io::ErrorKind::NotFound => return Ok(()),
            listing => listing?,
        };
        for entry in listing {
            let path = entry?.path();
            if is_being_written(&path) {
                self.disk.remove(&path)?;
            }
        }
        Ok(())
    }

    /// Puts bytes away under their hash; they and their name are durable after the next [`Self::sync`]. Bytes that are
    /// there already are compared and left alone.
    ///
    /// # Errors
    /// [`NotPut::Spoiled`] when other bytes stand under the name; those of the file system.
    pub fn put(&self, bytes: &[u8], watch: impl FnMut(Moment)) -> Result<(Hash, Put), NotPut> {
        let hash = sha256(bytes);
        let name = hex(&hash);
        match self.get(&hash) {
            Ok(_) => return Ok((hash, Put::There)),
            Err(NotRead::Missing(_)) => {}
            Err(NotRead::Spoiled(name)) => return Err(NotPut::Spoiled(name)),
            Err(NotRead::Io { source, .. }) => return Err(source.into()),
        }
        let beside = self.folder.join(format!("{name}{BEING_WRITTEN}"));
        write_whole(&*self.disk, &beside, &self.folder.join(name), bytes, watch)?;
        Ok((hash, Put::New))
    }

    /// Makes the names of all that was put away durable.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn sync(&self) -> io::Result<()> {
        self.disk.sync_folder(&self.folder)
    }

    /// Reads frozen bytes, and compares them with their name.
    ///
    /// # Errors
    /// [`NotRead`] says which file, and what is wrong with it.
    pub fn get(&self, hash: &Hash) -> Result<Vec<u8>, NotRead> {
        let name = hex(hash);
        let mut bytes = Vec::new();
        let read = File::open(self.folder.join(&name))
            .and_then(|file| file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes));
        match read {
            Err(failed) if failed.kind() == io::ErrorKind::NotFound => Err(NotRead::Missing(name)),
            Err(source) => Err(NotRead::Io { name, source }),
            Ok(_) if sha256(&bytes) != *hash => Err(NotRead::Spoiled(name)),
            Ok(_) => Ok(bytes),
        }
    }

    /// Takes away a file of a freeze that came to nothing. Only one that this freeze has made: [`Put::New`].
    ///
    /// # Errors
    /// Those of the file system.
    pub fn remove(&self, hash: &Hash) -> io::Result<()> {
        self.disk.remove(&self.folder.join(hex(hash)))
    }

    /// The hashes that files are named by, in order. Other names are none of ours.
    ///
    /// # Errors
    /// Those of the file system; a folder that does not exist has no files.
    pub fn hashes(&self) -> io::Result<Vec<Hash>> {
        let listing = match std::fs::read_dir(&self.folder) {
            Err(failed) if failed.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            listing => listing?,
        };
        let mut hashes = Vec::new();
        for entry in listing {
            hashes.extend(entry?.file_name().to_str().and_then(unhex));
        }
        hashes.sort_unstable();
        Ok(hashes)
    }
}

fn is_being_written(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.and_then(|name| name.strip_suffix(BEING_WRITTEN)).is_some_and(|name| unhex(name).is_some())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn prepared() -> (tempfile::TempDir, Editions) {
        let data = tempfile::tempdir().unwrap();
        let editions = Editions::of(data.path());
        editions.prepare().unwrap();
        (data, editions)
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn bytes_are_kept_under_their_hash_for_their_owner_alone() {
        let (data, editions) = prepared();
        let mut moments = Vec::new();
        let (hash, put) = editions.put(b"frozen", |moment| moments.push(moment)).unwrap();
        assert_eq!((put, moments), (Put::New, vec![Moment::HalfWritten, Moment::Written, Moment::Named]));
        let file = data.path().join("editions").join(hex(&hash));
        assert_eq!((mode(&data.path().join("editions")), mode(&file)), (0o700, 0o600));
        assert_eq!(editions.get(&hash).unwrap(), b"frozen");
        assert_eq!(editions.hashes().unwrap(), [hash]);
    }

    #[test]
    fn what_is_there_is_never_written_again() {
        let (data, editions) = prepared();
        let (hash, _) = editions.put(b"frozen", |_| {}).unwrap();
        let file = data.path().join("editions").join(hex(&hash));
        let before = std::fs::metadata(&file).unwrap().modified().unwrap();
        let again = editions.put(b"frozen", |moment| panic!("{moment:?}")).unwrap();
        assert_eq!(again, (hash, Put::There));
        assert_eq!(std::fs::metadata(&file).unwrap().modified().unwrap(), before);

        std::fs::write(&file, b"thawed").unwrap();
        assert!(matches!(editions.get(&hash), Err(NotRead::Spoiled(_))));
        assert!(matches!(editions.put(b"frozen", |_| {}), Err(NotPut::Spoiled(_))));
        assert_eq!(std::fs::read(&file).unwrap(), b"thawed", "left for whoever looks into it");
    }

    #[test]
    fn leftovers_go_and_everything_else_stays() {
        let (data, editions) = prepared();
        let (hash, _) = editions.put(b"frozen", |_| {}).unwrap();
        let folder = data.path().join("editions");
        let leftover = folder.join(format!("{}{BEING_WRITTEN}", "ab".repeat(32)));
        let foreign = folder.join("notes.new");
        for path in [&leftover, &foreign] {
            std::fs::write(path, b"?").unwrap();
        }
        editions.prepare().unwrap();
        assert!(!leftover.exists() && foreign.exists() && editions.get(&hash).is_ok());
        assert_eq!(editions.hashes().unwrap(), [hash]);
        assert!(matches!(editions.get(&[0; 32]), Err(NotRead::Missing(_))));
        assert!(Editions::of(&folder).hashes().unwrap().is_empty(), "no folder, no files");
    }
}
