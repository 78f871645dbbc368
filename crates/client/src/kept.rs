//! What a client keeps of one document on a disk: one file of frames, in the order in which things happened, so that an edit
//! of its own never lies there before what it rests on. Knows no link and no thread. Next: `keeper`, which writes it.
//!
//! `CHQ1`, a line end, then frames: length (4 bytes, little-endian, of kind and body), CRC-32C of kind and body, kind, body. A
//! frame that is cut or damaged ends the file; what stood from there on is left beside it in a file that ends with `.torn`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use collab::bouncer::scan;
use collab::limits::Limits;
use collab::replica::{Home, Record};
use manual::document::Document;
use manual::id::DocumentId;

const HEAD: &[u8] = b"CHQ1\n";
const FRAME_HEAD_BYTES: usize = 8;
/// Largest file that is read. It is folded long before.
const FILE_BYTES_MAX: u64 = 256 << 20;

const BASE: u8 = 1;
const HOME: u8 = 2;
const HEARD: u8 = 3;
const OWN: u8 = 4;
const SAVED: u8 = 5;

/// Why a client cannot keep what it does.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error("another program has the document open in this folder")]
    InUse,
    #[error("the folder's file is not one of a client's, or of a later format; it was left as it is")]
    OtherFormat,
    #[error("the folder's file is larger than can be read; it was left as it is")]
    TooLarge,
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
}

/// One document's files. While this lives, no other program has them.
pub(crate) struct Files {
    folder: PathBuf,
    name: String,
    _lock: File,
}

/// What was kept.
pub(crate) struct Kept {
    pub(crate) document: Document,
    pub(crate) home: Option<Home>,
    /// Own edits that are not known to be durable at the server.
    pub(crate) waiting: u64,
}

impl Files {
    pub(crate) fn take(folder: &Path, document: DocumentId) -> Result<Self, NotKept> {
        fs::create_dir_all(folder)?;
        let name = document.to_string();
        let lock = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(folder.join(format!("{name}.lock")))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), name, _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(NotKept::InUse),
            Err(fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.name))
    }

    /// Reads what is there. Edits made on the document will carry `client`.
    pub(crate) fn read(&self, client: u64, limits: &Limits) -> Result<Kept, NotKept> {
        let path = self.path("queue");
        let bytes = match fs::metadata(&path) {
            Ok(about) if about.len() > FILE_BYTES_MAX => return Err(NotKept::TooLarge),
            Ok(_) => fs::read(&path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let mut kept = Kept { document: Document::new(client), home: None, waiting: 0 };
        let mut rest = match bytes.strip_prefix(HEAD) {
            Some(rest) => rest,
            // Killed while the very first bytes were written.
            None if HEAD.starts_with(&bytes) => &[],
            None => return Err(NotKept::OtherFormat),
        };
        while let Some((kind, body, after)) = frame(rest) {
            if !kept.take(kind, body, limits) {
                break;
            }
            rest = after;
        }
        if !rest.is_empty() {
            fs::write(self.path("torn"), rest)?;
        }
        Ok(kept)
    }

    /// Begins the file anew, in one step: whoever is killed here has the old one or the new one.
    pub(crate) fn begin(&self, state: &[u8], home: Option<&Home>, waiting: u64) -> io::Result<File> {
        let mut bytes = HEAD.to_vec();
        let mut base = waiting.to_le_bytes().to_vec();
        base.extend_from_slice(state);
        append(&mut bytes, BASE, &base);
        if let Some(home) = home {
            append_record(&mut bytes, &Record::Home(home.clone()));
        }
        let (new, path) = (self.path("new"), self.path("queue"));
        let mut file = File::create(&new)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&new, &path)?;
        File::open(&self.folder)?.sync_all()?;
        OpenOptions::new().append(true).open(&path)
    }
}

impl Kept {
    /// False for what cannot be one of ours.
    fn take(&mut self, kind: u8, body: &[u8], limits: &Limits) -> bool {
        match kind {
            BASE => {
                let Some((waiting, state)) = body.split_first_chunk() else { return false };
                self.waiting = u64::from_le_bytes(*waiting);
                self.apply(state, limits)
            }
            HOME => {
                let Some((epoch, seat)) = std::str::from_utf8(body).ok().and_then(|it| it.split_once('\n'))
                else {
                    return false;
                };
                self.home = Some(Home { epoch: epoch.to_owned(), seat: seat.to_owned() });
                true
            }
            HEARD => self.apply(body, limits),
            OWN => {
                let taken = self.apply(body, limits);
                self.waiting += u64::from(taken);
                taken
            }
            SAVED => {
                let Ok(saved) = <[u8; 8]>::try_from(body) else { return false };
                self.waiting = self.waiting.saturating_sub(u64::from_le_bytes(saved));
                true
            }
            _ => false,
        }
    }

    /// The bouncer first, and nothing that would leave a gap.
    fn apply(&mut self, update: &[u8], limits: &Limits) -> bool {
        let clocks = self.document.clocks();
        let fits = scan(update, limits)
            .is_ok_and(|scanned| scanned.fits(|client| clocks.get(&client).copied().unwrap_or(0)));
        fits && self.document.apply(update).is_ok()
    }
}

/// Appends a frame that says this. `Saved` counts the edits that became durable since the last one.
pub(crate) fn append_record(bytes: &mut Vec<u8>, record: &Record) {
    match record {
        Record::Own(update) => append(bytes, OWN, update),
        Record::Heard(update) => append(bytes, HEARD, update),
        Record::Home(Home { epoch, seat }) => append(bytes, HOME, format!("{epoch}\n{seat}").as_bytes()),
        Record::Saved(edits) => append(bytes, SAVED, &edits.to_le_bytes()),
        Record::Renewed => {}
    }
}

fn append(bytes: &mut Vec<u8>, kind: u8, body: &[u8]) {
    let length = u32::try_from(body.len() + 1).unwrap_or(u32::MAX); // frames of the protocol are far smaller
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&checksum(kind, body).to_le_bytes());
    bytes.push(kind);
    bytes.extend_from_slice(body);
}

fn checksum(kind: u8, body: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&[kind]), body)
}

/// The first whole frame: its kind, its body and what follows.
fn frame(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (head, rest) = bytes.split_at_checked(FRAME_HEAD_BYTES)?;
    let length = u32::from_le_bytes(head[..4].try_into().ok()?);
    let told = u32::from_le_bytes(head[4..].try_into().ok()?);
    let (frame, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    let (kind, body) = frame.split_first()?;
    (checksum(*kind, body) == told).then_some((*kind, body, after))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use yrs::{GetString, ReadTxn, Text, WriteTxn};

    use super::*;

    fn id() -> DocumentId {
        DocumentId::from_random([7; 16])
    }

    fn home() -> Home {
        Home { epoch: "e".to_owned(), seat: "gh".to_owned() }
    }

    fn text(kept: &Kept) -> String {
        kept.document.read(|txn| txn.get_text("body").map(|it| it.get_string(txn)).unwrap_or_default())
    }

    /// A file with five edits of one letter each, of which the first two became durable, and an update from elsewhere.
    fn written(folder: &Path) -> Vec<u8> {
        let files = Files::take(folder, id()).unwrap();
        files.begin(&Document::new(1).state(), None, 0).unwrap();
        let (mut mine, mut theirs) = (Document::new(1), Document::new(2));
        let mut records = vec![Record::Home(home())];
        for (n, letter) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            if n == 3 {
                let (_, update) = theirs.edit(|txn| txn.get_or_insert_text("body").insert(txn, 0, "!"));
                let update = update.unwrap();
                mine.apply(&update).unwrap();
                records.push(Record::Heard(Bytes::from(update)));
            }
            let (_, update) = mine.edit(|txn| txn.get_or_insert_text("body").push(txn, letter));
            records.push(Record::Own(Bytes::from(update.unwrap())));
        }
        records.push(Record::Saved(2));
        let mut bytes = fs::read(files.path("queue")).unwrap();
        records.iter().for_each(|record| append_record(&mut bytes, record));
        fs::write(files.path("queue"), &bytes).unwrap();
        bytes
    }

    #[test]
    fn what_was_written_is_read_and_one_program_has_it() {
        let folder = tempfile::tempdir().unwrap();
        written(folder.path());
        let files = Files::take(folder.path(), id()).unwrap();
        assert!(matches!(Files::take(folder.path(), id()), Err(NotKept::InUse)));
        let kept = files.read(9, &Limits::default()).unwrap();
        assert_eq!((kept.waiting, &kept.home), (3, &Some(home())));
        let words = text(&kept);
        assert!(words == "!abcde" || words == "abc!de", "{words}");
        files.begin(&kept.document.state(), kept.home.as_ref(), kept.waiting).unwrap();
        let again = files.read(10, &Limits::default()).unwrap();
        assert_eq!((again.waiting, text(&again), again.home), (3, words, Some(home())));
        assert!(!files.path("torn").exists());
    }

    #[test]
    fn a_file_that_is_cut_or_changed_anywhere_gives_what_stood_before_and_the_rest_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let whole = written(folder.path());
        let files = Files::take(folder.path(), id()).unwrap();
        let letters = |kept: &Kept| text(kept).replace('!', "");
        let mut most = 0;
        for cut in 0..whole.len() {
            fs::write(files.path("queue"), &whole[..cut]).unwrap();
            let kept = files.read(9, &Limits::default()).unwrap();
            assert!("abcde".starts_with(&letters(&kept)), "cut at {cut}");
            assert!(letters(&kept).len() >= most, "cut at {cut}");
            most = letters(&kept).len();
        }
        for at in HEAD.len()..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            fs::write(files.path("queue"), &changed).unwrap();
            let kept = files.read(9, &Limits::default()).unwrap();
            assert!("abcde".starts_with(&letters(&kept)), "changed at {at}");
            let torn = fs::read(files.path("torn")).unwrap();
            assert!(changed.ends_with(&torn) && !torn.is_empty(), "changed at {at}");
            fs::remove_file(files.path("torn")).unwrap();
        }
    }

    #[test]
    fn a_file_of_something_else_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::take(folder.path(), id()).unwrap();
        fs::write(files.path("queue"), "CHQ2\nof a later version").unwrap();
        assert!(matches!(files.read(9, &Limits::default()), Err(NotKept::OtherFormat)));
        assert_eq!(fs::read(files.path("queue")).unwrap(), b"CHQ2\nof a later version");
    }
}
