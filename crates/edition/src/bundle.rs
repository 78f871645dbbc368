//! An edition as one file to give away: a zip, or a folder, that holds the frozen bytes, the signature, the keys, what the
//! edition was written as, and the words by which anybody can check all of it with tools of their own.
//!
//! Read `pack` (what is in it), `unzip` (how it is read, believing nothing), `verify` (what is the matter with which file).
//! The layout is that of docs/edition-format.md.

mod names;
mod open;
mod pack;
mod sums;
mod unzip;
mod verify;
mod words;

pub use open::{Bundle, open};
pub use pack::{NotPacked, Parts, Signed, files, outputs_json, pack, with_beside};
pub use unzip::{NotOpened, Zip};
pub use verify::{Files, Report, Signature, State, verify, verify_with};

/// What a bundle holds unpacked, at most.
pub const BYTES_MAX: u64 = 512 << 20;
/// How many files, at most.
pub const ENTRIES_MAX: usize = 12_000;
