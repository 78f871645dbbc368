//! Pictures that were uploaded, as files under the SHA-256 of their bytes, beside the journal. Written once, never changed,
//! checked at every reading; never taken away. Knows no figure and no chapter: they name a hash. Layout: docs/storage.md.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::disk::{Disk, RealDisk};
use crate::editions::{Editions, NotPut, NotRead};
use crate::record::Hash;

/// The folder of the pictures.
#[derive(Debug)]
pub struct Images {
    files: Editions,
    /// All bytes there. One file is written at a time, so that two writers of one picture do not share a file.
    bytes: Mutex<u64>,
}

#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error("the pictures have all the room that they may have")]
    Full,
    #[error(transparent)]
    NotPut(#[from] NotPut),
}

impl Images {
    /// The pictures of a data folder; makes their folder if there is none. Only by who holds the data folder.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn open(data: &Path) -> io::Result<Self> {
        Self::open_on(data, Arc::new(RealDisk))
    }

    pub(crate) fn open_on(data: &Path, disk: Arc<dyn Disk>) -> io::Result<Self> {
        let files = Editions::images_of(data).on(disk);
        files.prepare()?;
        let mut bytes = 0;
        for entry in std::fs::read_dir(data.join("images"))? {
            bytes += entry?.metadata()?.len();
        }
        Ok(Self { files, bytes: Mutex::new(bytes) })
    }

    /// Keeps a picture; it is durable when this returns. One that is there is left alone. All together have at most
    /// `bytes_max` bytes.
    ///
    /// # Errors
    /// [`NotKept`] says why not.
    pub fn keep(&self, picture: &[u8], bytes_max: u64) -> Result<Hash, NotKept> {
        let mut bytes = self.bytes.lock().expect("nobody panics while keeping a picture");
        let hash = edition::sha256(picture);
        if self.files.get(&hash).is_ok() {
            // Perhaps of somebody who was told that its name could not be brought to the disk.
            self.files.sync().map_err(NotPut::Io)?;
            return Ok(hash);
        }
        let more = *bytes + picture.len() as u64;
        if more > bytes_max {
            return Err(NotKept::Full);
        }
        let (hash, _) = self.files.put(picture, |_| {})?;
        self.files.sync().map_err(NotPut::Io)?;
        *bytes = more;
        Ok(hash)
    }

    /// The bytes of a picture, compared with their name.
    ///
    /// # Errors
    /// [`NotRead`] when it is not there or not what it was.
    pub fn get(&self, hash: &Hash) -> Result<Vec<u8>, NotRead> {
        self.files.get(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_kept_once_and_read_as_it_was() {
        let data = tempfile::tempdir().unwrap();
        let images = Images::open(data.path()).unwrap();
        let hash = images.keep(b"picture", 10).unwrap();
        assert_eq!(images.keep(b"picture", 10).unwrap(), hash, "again costs nothing");
        assert_eq!(images.get(&hash).unwrap(), b"picture");
        assert!(matches!(images.keep(b"another", 10), Err(NotKept::Full)));
        let again = Images::open(data.path()).unwrap();
        assert!(
            matches!(again.keep(b"another", 10), Err(NotKept::Full)),
            "the next start counts what is there"
        );
        assert!(again.keep(b"new", 10).is_ok());
        std::fs::write(data.path().join("images").join(edition::hex(&hash)), b"painted").unwrap();
        assert!(matches!(again.get(&hash), Err(NotRead::Spoiled(_))));
        assert!(matches!(again.get(&[0; 32]), Err(NotRead::Missing(_))));
        assert!(Editions::images_of(data.path()).hashes().unwrap().contains(&hash));
    }
}
