//! Copies of a data folder that are good for nothing without a key that is elsewhere, and the way back from them.
//!
//! A backup grows: each run adds what came since the one before, and needs no private key for it. Knows no service; who
//! calls says up to which position the journal is durable, what time it is and what documents hold.
//! The layout is in docs/storage.md. Read `key`, `sealed`, `index`; then `take` (out of a folder), `walk` (through a
//! backup), `look` (is it whole) and `restore` (into a new folder).

mod index;
pub mod key;
pub mod look;
pub mod restore;
mod sealed;
pub mod take;
mod walk;

use std::io;

/// One place in a backup, and what is wrong there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub place: String,
    pub what: String,
}

impl Problem {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// Why something could not be done with a backup.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("{0} holds no backup")]
    NoBackup(String),
    #[error("another run works on this backup")]
    Busy,
    #[error("{}: {}", .0.place, .0.what)]
    Damaged(Problem),
    #[error("the key opens nothing here: the backup is sealed to another one")]
    WrongKey,
    #[error("the backup was written by a newer version (format {0})")]
    Newer(u32),
    #[error(
        "this backup is of another folder, or of one that went another way since ({0}); begin one in an empty folder"
    )]
    AnotherFolder(String),
    #[error("position {0} is not in this backup; it goes up to {1}")]
    NotThere(u64, u64),
    #[error("{0} is not empty; name a folder that is not there yet")]
    NotEmpty(String),
    #[error("{0}")]
    Key(String),
    #[error("{0}")]
    Folder(String),
    #[error("{what}: {source}")]
    Io { what: String, source: io::Error },
}

impl Failed {
    fn io(what: impl Into<String>, source: io::Error) -> Self {
        Self::Io { what: what.into(), source }
    }

    fn damaged(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Damaged(Problem::new(place, what))
    }
}
