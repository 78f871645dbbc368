//! One file of a backup: sealed to the keys, written under another name, synced, renamed; known by its length and the
//! SHA-256 of the bytes that lie there, so that it can be looked at without any key.

use std::fs::{DirBuilder, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient};
use edition::{hex, sha256};
use serde::{Deserialize, Serialize};
use store::disk::{Disk, write_whole};

use crate::Failed;
use crate::key::{Opener, SealedTo};

/// The end of a name under which a file is being written.
pub(crate) const BEING_WRITTEN: &str = ".new";
/// A piece of the journal is a segment at most, and one group: far below this.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// What is known of a sealed file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    /// Its path in the backup.
    pub(crate) file: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// Seals bytes into a file; durable but for its name, which needs [`sync`].
pub(crate) fn seal(
    disk: &dyn Disk,
    dir: &Path,
    file: String,
    to: &SealedTo,
    plain: &[u8],
) -> Result<Sealed, Failed> {
    let sealed = encrypt(to, plain).map_err(|source| Failed::io("the key cannot be used", source))?;
    write(disk, dir, &file, &sealed)?;
    Ok(Sealed { file, bytes: sealed.len() as u64, sha256: hex(&sha256(&sealed)) })
}

fn encrypt(to: &SealedTo, plain: &[u8]) -> io::Result<Vec<u8>> {
    let recipients = to.0.iter().map(|recipient| recipient as &dyn Recipient);
    let encryptor = Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
    let mut writer = encryptor.wrap_output(Vec::with_capacity(plain.len() + 1_024))?;
    writer.write_all(plain)?;
    writer.finish()
}

/// Writes a file of a backup under another name, brings it to the disk and names it.
pub(crate) fn write(disk: &dyn Disk, dir: &Path, file: &str, bytes: &[u8]) -> Result<(), Failed> {
    let path = dir.join(file);
    let beside = dir.join(format!("{file}{BEING_WRITTEN}"));
    let written = write_whole(disk, &beside, &path, bytes, |_| {});
    written.map_err(|source| Failed::io(format!("{file} could not be written into the backup"), source))
}

/// Makes a folder of a backup if there is none.
fn folder(path: &Path) -> Result<(), Failed> {
    match DirBuilder::new().recursive(true).mode(0o700).create(path) {
        Ok(()) => Ok(()),
        Err(source) => Err(Failed::io(format!("{} cannot be made", path.display()), source)),
    }
}

/// Makes the folder of a backup if there is none, and its name durable.
pub(crate) fn begin(dir: &Path) -> Result<(), Failed> {
    let there = dir.exists();
    folder(dir)?;
    match dir.canonicalize() {
        Ok(whole) if !there => whole.parent().map_or(Ok(()), sync),
        _ => Ok(()),
    }
}

/// Makes the names in a folder durable.
fn sync(path: &Path) -> Result<(), Failed> {
    let synced = File::open(path).and_then(|folder| folder.sync_all());
    synced.map_err(|source| Failed::io(format!("{} could not be synced", path.display()), source))
}

impl Sealed {
    /// Whether the file is there and as long as it was.
    pub(crate) fn stands(&self, dir: &Path) -> Result<(), Failed> {
        match std::fs::metadata(dir.join(&self.file)) {
            Ok(file) if file.len() == self.bytes => Ok(()),
            Ok(_) => Err(self.spoiled()),
            Err(failed) => Err(self.unread(failed)),
        }
    }

    /// The bytes that lie there, compared with what was written.
    pub(crate) fn read(&self, dir: &Path) -> Result<Vec<u8>, Failed> {
        let mut bytes = Vec::new();
        let limit = self.bytes.min(FILE_BYTES_MAX) + 1;
        let read = File::open(dir.join(&self.file)).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        read.map_err(|failed| self.unread(failed))?;
        match hex(&sha256(&bytes)) == self.sha256 {
            true => Ok(bytes),
            false => Err(self.spoiled()),
        }
    }

    /// What was sealed in it.
    pub(crate) fn open(&self, dir: &Path, opener: &Opener) -> Result<Vec<u8>, Failed> {
        let bytes = self.read(dir)?;
        decrypt(&self.file, &bytes, opener)
    }

    fn spoiled(&self) -> Failed {
        Failed::damaged(&self.file, "its bytes are not what was written")
    }

    fn unread(&self, failed: io::Error) -> Failed {
        match failed.kind() {
            io::ErrorKind::NotFound => Failed::damaged(&self.file, "it is missing"),
            _ => Failed::damaged(&self.file, format!("it cannot be read ({failed})")),
        }
    }
}

/// What was sealed into the bytes of a file.
pub(crate) fn decrypt(file: &str, bytes: &[u8], opener: &Opener) -> Result<Vec<u8>, Failed> {
    let failed = |failed: DecryptError| match failed {
        DecryptError::NoMatchingKeys => Failed::WrongKey,
        failed => Failed::damaged(file, format!("it cannot be opened ({failed})")),
    };
    let identities = opener.0.iter().map(|identity| identity as &dyn Identity);
    let mut reader = Decryptor::new(bytes).map_err(failed)?.decrypt(identities).map_err(failed)?;
    let mut plain = Vec::with_capacity(bytes.len());
    let read = reader.read_to_end(&mut plain);
    read.map_err(|failed| Failed::damaged(file, format!("it cannot be opened ({failed})")))?;
    Ok(plain)
}
