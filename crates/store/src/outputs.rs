//! What editions were written as for readers: Word, EPUB, PDF, and the bundle of all of it, in a folder for each edition. All of it
//! can be made again from the frozen files, so that nothing is lost with it; a file is there whole or not at all. Knows no
//! format. Layout: docs/storage.md.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use edition::hex;

use crate::disk::{Disk, RealDisk, have_folder, write_whole};
use crate::record::Hash;

/// Longest file that is read: the longest bundle and what stands around it.
const FILE_BYTES_MAX: u64 = 768 << 20;
const NAME_BYTES_MAX: usize = 200;

/// The folder of what editions were written as.
#[derive(Clone, Debug)]
pub struct Outputs {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Outputs {
    /// Those of a data folder. Looks at nothing yet.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("outputs"), disk: Arc::new(RealDisk) }
    }

    /// The same files, written through another disk.
    #[must_use]
    pub fn on(self, disk: Arc<dyn Disk>) -> Self {
        Self { disk, ..self }
    }

    /// Keeps a file of an edition under a name, in the place of any other; it is durable when this returns. Only by who holds
    /// the data folder, one at a time.
    ///
    /// # Errors
    /// Those of the file system; `InvalidInput` for a name that is none.
    pub fn put(&self, edition: &Hash, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(edition, name)?;
        let folder = self.folder.join(hex(edition));
        for made in [&self.folder, &folder] {
            have_folder(&*self.disk, made)?;
        }
        let new = folder.join(format!(".{name}.new"));
        write_whole(&*self.disk, &new, &path, bytes, |_| {})?;
        self.disk.sync_folder(&folder)
    }

    /// A file of an edition, if it is there.
    ///
    /// # Errors
    /// Those of the file system; `InvalidInput` for a name that is none.
    pub fn get(&self, edition: &Hash, name: &str) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.path(edition, name)?) {
            Ok(file) => file,
            Err(failed) if failed.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(failed) => return Err(failed),
        };
        let mut bytes = Vec::new();
        file.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn path(&self, edition: &Hash, name: &str) -> io::Result<PathBuf> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        let fits = !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.starts_with('.');
        if fits && name.bytes().all(plain) {
            Ok(self.folder.join(hex(edition)).join(name))
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "that is not the name of an output"))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_there_whole_for_its_owner_alone_and_the_last_one_counts() {
        let data = tempfile::tempdir().unwrap();
        let outputs = Outputs::of(data.path());
        assert_eq!(outputs.get(&[1; 32], "a.docx").unwrap(), None);
        for bytes in [&b"one"[..], b"two"] {
            outputs.put(&[1; 32], "a.docx", bytes).unwrap();
        }
        assert_eq!(outputs.get(&[1; 32], "a.docx").unwrap().unwrap(), b"two");
        assert_eq!(outputs.get(&[2; 32], "a.docx").unwrap(), None);
        let folder = data.path().join("outputs").join(hex(&[1; 32]));
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("a.docx"))), (0o700, 0o600));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing half-written stays");
    }

    #[test]
    fn no_name_leads_elsewhere() {
        let data = tempfile::tempdir().unwrap();
        let outputs = Outputs::of(data.path());
        for name in ["", ".", "..", "../a", "a/b", ".a", "a b", "é", &"a".repeat(201)] {
            assert!(
                outputs.put(&[1; 32], name, b"").is_err() && outputs.get(&[1; 32], name).is_err(),
                "{name}"
            );
        }
        assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
    }
}
