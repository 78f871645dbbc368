//! The journal's files as docs/storage.md describes them, read without the store's own code: to find a frame, read
//! it or spoil it.

use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Bytes before a segment's first frame.
const START_BYTES: usize = 40;
const HEADER_BYTES: usize = 56;
const TRAILER_BYTES: usize = 4;

/// Where one frame is.
#[derive(Clone, Debug)]
pub struct Frame {
    pub segment: PathBuf,
    /// Of its header, in the segment.
    pub at: usize,
    /// Of the payload.
    pub length: usize,
    pub kind: u8,
    /// Id of what it is about.
    pub subject: [u8; 16],
    pub seq: u64,
}

impl Frame {
    /// The payload's bytes, whole or not.
    ///
    /// # Panics
    /// When the segment cannot be read.
    pub fn payload(&self) -> Vec<u8> {
        let mut payload = vec![0; self.length];
        let file = std::fs::File::open(&self.segment).expect("the segment is there");
        file.read_exact_at(&mut payload, (self.at + HEADER_BYTES) as u64).expect("the frame is whole");
        payload
    }

    /// Flips one bit in the middle of the payload.
    ///
    /// # Panics
    /// When the segment cannot be written.
    pub fn spoil_payload(&self) {
        flip(&self.segment, self.at + HEADER_BYTES + self.length / 2);
    }

    /// Flips one bit of the header.
    ///
    /// # Panics
    /// When the segment cannot be written.
    pub fn spoil_header(&self) {
        flip(&self.segment, self.at + 12);
    }

    /// Cuts the file in the middle of this frame.
    ///
    /// # Panics
    /// When the segment cannot be written.
    pub fn cut_in_half(&self) {
        let bytes = std::fs::read(&self.segment).expect("the segment is there");
        std::fs::write(&self.segment, &bytes[..self.at + HEADER_BYTES + self.length / 2]).expect("writable");
    }
}

/// Every frame of a data folder's journal, in order.
///
/// # Panics
/// When the journal is not as its format says.
pub fn frames(data: &Path) -> Vec<Frame> {
    let mut found = Vec::new();
    for segment in segments(data) {
        let bytes = std::fs::read(&segment).expect("the segment is there");
        let mut at = START_BYTES;
        while at + HEADER_BYTES <= bytes.len() {
            let header = &bytes[at..at + HEADER_BYTES];
            let length = u32::from_be_bytes(header[4..8].try_into().expect("four bytes")) as usize;
            found.push(Frame {
                segment: segment.clone(),
                at,
                length,
                kind: header[1],
                subject: header[24..40].try_into().expect("sixteen bytes"),
                seq: u64::from_be_bytes(header[8..16].try_into().expect("eight bytes")),
            });
            at += HEADER_BYTES + length + TRAILER_BYTES;
        }
        assert_eq!(at, bytes.len(), "{} ends with a frame", segment.display());
    }
    found
}

/// The journal's segments, oldest first.
///
/// # Panics
/// When there is no journal.
pub fn segments(data: &Path) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(data.join("journal")).expect("a data folder has a journal");
    let mut segments: Vec<PathBuf> = folder.map(|entry| entry.expect("readable").path()).collect();
    segments.sort();
    segments
}

/// Bytes of a folder and all in it; 0 if it is not there.
pub fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(data) if data.is_dir() => folder_bytes(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}

fn flip(file: &Path, at: usize) {
    let mut bytes = std::fs::read(file).expect("the segment is there");
    bytes[at] ^= 0x10;
    std::fs::write(file, bytes).expect("the segment is writable");
}
