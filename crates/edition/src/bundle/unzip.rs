//! A zip from a stranger, read without believing what it says: how many files, how long they are, what they are called. Only
//! what programs write that pack a folder: files that are stored or deflated, each once, under names without a path. A file
//! is unpacked when it is asked for, never further than it said it would be, and compared with its checksum.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::{BYTES_MAX, ENTRIES_MAX, names};

/// Why bytes are not opened as a bundle.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotOpened {
    #[error("it is no zip, or not a whole one")]
    NotZip,
    #[error("it holds more than {ENTRIES_MAX} files")]
    TooMany,
    #[error("unpacked, it would be longer than {BYTES_MAX} bytes")]
    TooLong,
    #[error("it holds a file with a name that may not be: {0:?}")]
    Name(String),
    #[error("it holds {0} twice")]
    Twice(String),
    #[error("{0} is not in it")]
    Missing(String),
    #[error("{0} is damaged")]
    Damaged(String),
    #[error("edition.json is no manifest of an edition: {0}")]
    Manifest(crate::Unreadable),
    #[error("{0} is not what edition.json names")]
    Changed(String),
}

/// A zip, with what it says is in it.
#[derive(Debug)]
pub struct Zip<'z> {
    bytes: &'z [u8],
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    deflated: bool,
    crc: u32,
    packed: usize,
    unpacked: usize,
    /// Of the header before it.
    at: usize,
    /// Where the list of all files begins: no file goes on behind it.
    end: usize,
}

const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const LISTED: &[u8] = b"PK\x01\x02";
const LISTED_BYTES: usize = 46;
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
const COMMENT_BYTES_MAX: usize = 0xffff;
/// A flag: what follows cannot be read without a password.
const ENCRYPTED: usize = 1;

impl<'z> Zip<'z> {
    /// Reads the list of files, and unpacks none.
    ///
    /// # Errors
    /// Any of [`NotOpened`] that has to do with the zip.
    pub fn read(bytes: &'z [u8]) -> Result<Self, NotOpened> {
        let end = end(bytes).ok_or(NotOpened::NotZip)?;
        let (count, mut at) = (number(bytes, end + 10, 2)?, number(bytes, end + 16, 4)?);
        let (list, length) = (at, number(bytes, end + 12, 4)?);
        if count > ENTRIES_MAX {
            return Err(NotOpened::TooMany);
        }
        let mut entries = BTreeMap::new();
        let mut total = 0_u64;
        for _ in 0..count {
            let (name, entry, next) = listed(bytes, at, list)?;
            at = next;
            // A folder: nothing is in it that is not listed by itself.
            if name.ends_with('/') && entry.unpacked == 0 {
                continue;
            }
            total += entry.unpacked as u64;
            if total > BYTES_MAX {
                return Err(NotOpened::TooLong);
            }
            if !names::is_allowed(&name) {
                return Err(NotOpened::Name(name));
            }
            if entries.insert(name.clone(), entry).is_some() {
                return Err(NotOpened::Twice(name));
            }
        }
        let is_whole = at == end && list.checked_add(length) == Some(end);
        if is_whole { Ok(Self { bytes, entries }) } else { Err(NotOpened::NotZip) }
    }

    /// The names of the files, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Unpacks a file.
    ///
    /// # Errors
    /// `Missing` or `Damaged`.
    pub fn get(&self, name: &str) -> Result<Vec<u8>, NotOpened> {
        let entry = self.entries.get(name).ok_or_else(|| NotOpened::Missing(name.to_owned()))?;
        self.unpack(name, entry).ok_or_else(|| NotOpened::Damaged(name.to_owned()))
    }

    fn unpack(&self, name: &str, entry: &Entry) -> Option<Vec<u8>> {
        let head = self.bytes.get(entry.at..entry.at.checked_add(LOCAL_BYTES)?)?;
        let (named, extra) = (number(head, 26, 2).ok()?, number(head, 28, 2).ok()?);
        let method = if entry.deflated { 8 } else { 0 };
        let from = entry.at + LOCAL_BYTES;
        let is_it = head.starts_with(LOCAL)
            && number(head, 8, 2) == Ok(method)
            && self.bytes.get(from..from + named) == Some(name.as_bytes());
        let packed =
            self.bytes.get(from + named + extra..(from + named + extra).checked_add(entry.packed)?)?;
        if !is_it || from + named + extra + entry.packed > entry.end {
            return None;
        }
        let unpacked = if entry.deflated { inflate(packed, entry.unpacked)? } else { packed.to_vec() };
        let mut crc = Crc::new();
        crc.update(&unpacked);
        (unpacked.len() == entry.unpacked && crc.sum() == entry.crc).then_some(unpacked)
    }
}

/// All that is packed, if it is no longer than it should be and nothing follows it.
fn inflate(packed: &[u8], unpacked: usize) -> Option<Vec<u8>> {
    let mut decoder = DeflateDecoder::new(packed);
    let mut bytes = Vec::new();
    decoder.by_ref().take(unpacked as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() == unpacked && decoder.total_in() == packed.len() as u64).then_some(bytes)
}

/// Where the end of the zip stands: behind it is a comment and nothing else.
fn end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(COMMENT_BYTES_MAX);
    (first..=last).rev().find(|at| {
        bytes[*at..].starts_with(END)
            && number(bytes, at + 20, 2) == Ok(last - at)
            && number(bytes, at + 4, 4) == Ok(0) // in one piece
            && number(bytes, at + 8, 2) == number(bytes, at + 10, 2)
    })
}

/// A file as the list at this place has it, and where the next one stands.
fn listed(bytes: &[u8], at: usize, end: usize) -> Result<(String, Entry, usize), NotOpened> {
    let number = |offset: usize, length| number(bytes, at.saturating_add(offset), length);
    if !bytes.get(at..).is_some_and(|rest| rest.starts_with(LISTED)) {
        return Err(NotOpened::NotZip);
    }
    let (flags, method) = (number(8, 2)?, number(10, 2)?);
    let [named, extra, comment] = [number(28, 2)?, number(30, 2)?, number(32, 2)?];
    let from = at + LISTED_BYTES;
    let name = bytes.get(from..from + named).ok_or(NotOpened::NotZip)?;
    let name = String::from_utf8_lossy(name).into_owned();
    if flags & ENCRYPTED != 0 || !matches!(method, 0 | 8) {
        return Err(NotOpened::Damaged(name));
    }
    let entry = Entry {
        deflated: method == 8,
        crc: u32::try_from(number(16, 4)?).map_err(|_| NotOpened::NotZip)?,
        packed: number(20, 4)?,
        unpacked: number(24, 4)?,
        at: number(42, 4)?,
        end,
    };
    Ok((name, entry, from + named + extra + comment))
}

/// A number of two or four bytes, the lowest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize, NotOpened> {
    let end = at.checked_add(length).ok_or(NotOpened::NotZip)?;
    let bytes = bytes.get(at..end).ok_or(NotOpened::NotZip)?;
    Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}
