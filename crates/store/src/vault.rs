//! Keys that may be forgotten: 32 bytes each, in a file of its own beside the journal, which is never trimmed. What the
//! journal, a backup or a device holds sealed under one of them is unreadable once its file is gone. Knows neither what
//! a key is for nor how it seals; keeps no copy and prints none. Layout: docs/storage.md.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use manual::id::PersonId;

use crate::disk::{Disk, have_folder, write_whole};

/// A key as it lies in the vault.
pub type Key = [u8; 32];

/// The name of the key that seals what is known of a person.
pub fn of_person(person: PersonId) -> String {
    format!("person-{person}")
}

const NAME_CHARS_MAX: usize = 100;
/// What a key is written over with. No key is that.
const DESTROYED: Key = [0; 32];

/// The folder of the keys. Only by who holds the data folder.
#[derive(Debug)]
pub struct Vault {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    /// One change at a time, so that two writers of one name do not share a file.
    turn: Mutex<()>,
}

#[derive(Debug, thiserror::Error)]
pub enum VaultFailed {
    #[error("a key in the vault is not 32 bytes long")]
    Damaged,
    #[error("`{0}` is not the name of a key: small letters, digits and hyphens")]
    Name(String),
    #[error("the vault could not be read or written")]
    Io(#[from] io::Error),
}

impl Vault {
    /// The vault of a data folder; makes its folder if there is none.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn open_on(data: &Path, disk: Arc<dyn Disk>) -> io::Result<Self> {
        let folder = data.join("vault");
        have_folder(&*disk, &folder)?;
        Ok(Self { folder, disk, turn: Mutex::default() })
    }

    /// Keeps a key under a name, in the place of any other; it is durable when this returns.
    ///
    /// # Errors
    /// [`VaultFailed`]; then the name has what it had.
    pub fn put(&self, name: &str, key: &Key) -> Result<(), VaultFailed> {
        let path = self.path(name)?;
        let _turn = self.turn();
        let new = path.with_extension("new");
        write_whole(&*self.disk, &new, &path, key, |_| {})?;
        Ok(self.disk.sync_folder(&self.folder)?)
    }

    /// The key of a name, if it has one.
    ///
    /// # Errors
    /// [`VaultFailed::Damaged`] for a file that holds no key, and those of the file system.
    pub fn get(&self, name: &str) -> Result<Option<Key>, VaultFailed> {
        let file = match File::open(self.path(name)?) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut bytes = Vec::with_capacity(33);
        file.take(33).read_to_end(&mut bytes)?;
        let key: Key = bytes.try_into().map_err(|_| VaultFailed::Damaged)?;
        // Written over, and the power went before it was taken away.
        Ok(Some(key).filter(|key| *key != DESTROYED))
    }

    /// Destroys the key of a name, for good: written over first, as far as the disk lets one, then taken away. Whether
    /// there was one.
    ///
    /// # Errors
    /// [`VaultFailed`]; then it may be there still, and destroying it again is right.
    pub fn destroy(&self, name: &str) -> Result<bool, VaultFailed> {
        let path = self.path(name)?;
        let _turn = self.turn();
        // Of a `put` that a power cut ended.
        let _ = self.disk.remove(&path.with_extension("new"));
        match self.disk.open(&path) {
            Ok(mut file) => {
                file.write_at(&DESTROYED, 0)?;
                file.sync()?;
            }
            // Perhaps taken away by somebody who could not bring that to the disk.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.disk.sync_folder(&self.folder)?;
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        self.disk.remove(&path)?;
        self.disk.sync_folder(&self.folder)?;
        Ok(true)
    }

    fn path(&self, name: &str) -> Result<PathBuf, VaultFailed> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.chars().all(plain) {
            return Err(VaultFailed::Name(name.to_owned()));
        }
        Ok(self.folder.join(name))
    }

    fn turn(&self) -> std::sync::MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::disk::RealDisk;

    fn opened(data: &Path) -> Vault {
        Vault::open_on(data, Arc::new(RealDisk)).unwrap()
    }

    #[test]
    fn a_key_is_there_until_it_is_destroyed() {
        let data = tempfile::tempdir().unwrap();
        let vault = opened(data.path());
        assert_eq!(vault.get("person-1").unwrap(), None);
        vault.put("person-1", &[1; 32]).unwrap();
        vault.put("person-1", &[2; 32]).unwrap();
        vault.put("device-1", &[3; 32]).unwrap();
        let again = opened(data.path());
        assert_eq!(again.get("person-1").unwrap(), Some([2; 32]));
        assert!(again.destroy("person-1").unwrap());
        assert_eq!(again.get("person-1").unwrap(), None);
        assert!(!again.destroy("person-1").unwrap(), "twice is once");
        assert_eq!(again.get("device-1").unwrap(), Some([3; 32]), "the others stay");
    }

    #[test]
    fn only_the_owner_reads_a_key() {
        let data = tempfile::tempdir().unwrap();
        opened(data.path()).put("a", &[1; 32]).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data.path().join("vault")), 0o700);
        assert_eq!(mode(&data.path().join("vault/a")), 0o600);
    }

    #[test]
    fn names_stay_in_the_folder_and_a_damaged_key_is_none() {
        let data = tempfile::tempdir().unwrap();
        let vault = opened(data.path());
        for name in ["", "../a", "a/b", "a.new", "A", &"a".repeat(101)] {
            assert!(matches!(vault.put(name, &[1; 32]), Err(VaultFailed::Name(_))), "{name}");
        }
        for length in [0, 31, 33, 5000] {
            std::fs::write(data.path().join("vault/a"), vec![1; length]).unwrap();
            assert!(matches!(vault.get("a"), Err(VaultFailed::Damaged)), "{length}");
        }
    }
}
