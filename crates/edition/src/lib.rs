//! Editions: a manual as it was at one moment, as bytes that never change again, and as pages to read.
//!
//! Rules only: no async, no input or output, no clock. What is frozen names no seat, no person and no client id. Read in
//! this order: `tree` (what a frozen chapter is), `freeze` (from the live document to it), `shape` and `canonical`
//! (to bytes and back), `manifest` (what holds chapters and pictures together), `site` (pages made of the bytes alone).
//! The specification, exact enough to write a verifier by, is docs/edition-format.md.

pub mod tree;

mod clean;
mod freeze;
mod glossary;
mod words;

pub mod canonical;
mod shape;

pub mod bundle;
mod manifest;
mod moment;
pub mod sign;

#[deny(clippy::wildcard_enum_match_arm, reason = "a new kind must not be forgotten in any format")]
pub mod changed;
pub mod compare;
mod thaw;

#[deny(clippy::wildcard_enum_match_arm, reason = "a new kind must not be forgotten")]
pub mod ready;

#[deny(clippy::wildcard_enum_match_arm, reason = "a new kind must not be forgotten on any page")]
pub mod site;

#[deny(clippy::wildcard_enum_match_arm, reason = "a new kind must not be forgotten in any format")]
pub mod set;

#[deny(clippy::wildcard_enum_match_arm, reason = "a new kind must not be forgotten in any format")]
pub mod formats;

#[cfg(feature = "sample")]
pub mod sample;

pub use freeze::{ChapterFacts, FrozenChapter, NotFreezable, chapter};
pub use manifest::{ChapterEntry, EditionFacts, ImageEntry, Manifest, manifest, read_manifest};
pub use moment::Moment;
pub use shape::{Unreadable, read_chapter};
pub use tree::Chapter;

use sha2::{Digest, Sha256};

/// A format. What is frozen in one is read in it for ever; only the last is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Format {
    /// Paragraphs, headings, quotes and lists.
    One,
    /// And tables, figures, notes, boxes, definitions, cross-references, page breaks.
    Two,
    /// And the manifest says whether the edition is a final one.
    Three,
}

impl Format {
    /// The format in which editions are frozen.
    pub const NOW: Self = Self::Three;

    /// The number that stands in each file.
    pub fn number(self) -> u64 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// Whether there is no edition of it that nobody signed.
    pub fn is_always_signed(self) -> bool {
        match self {
            Self::One | Self::Two => false,
            Self::Three => true,
        }
    }

    /// The format of a number.
    pub fn of(number: u64) -> Option<Self> {
        [Self::One, Self::Two, Self::Three].into_iter().find(|format| format.number() == number)
    }
}

/// Longest frozen chapter, in bytes.
pub const CHAPTER_BYTES_MAX: usize = 64 << 20;
/// Longest manifest, in bytes: two thousand chapters with the longest titles, and ten thousand pictures.
pub const MANIFEST_BYTES_MAX: usize = 8 << 20;
/// Longest picture, in bytes.
pub const IMAGE_BYTES_MAX: usize = 32 << 20;

/// Bytes as they are kept and served, with what is said about them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frozen {
    /// Canonical JSON by RFC 8785.
    pub bytes: Vec<u8>,
    /// The SHA-256 of the bytes.
    pub sha256: [u8; 32],
    pub words: u64,
}

impl Frozen {
    fn new(bytes: Vec<u8>, words: u64) -> Self {
        Self { sha256: sha256(&bytes), bytes, words }
    }
}

/// The SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A hash, a signature or a name as it is written everywhere: two digits a byte, lower case.
pub fn hex<const BYTES: usize>(bytes: &[u8; BYTES]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what [`hex`] wrote of a SHA-256.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    bytes?.try_into().ok().filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_one_way() {
        let hash = sha256(b"abc");
        assert_eq!(hex(&hash), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(unhex(&hex(&hash)), Some(hash));
        for wrong in ["", "ba", &hex(&hash).to_uppercase(), &format!("{}0", hex(&hash)), &"g".repeat(64)] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
