//! Seats, invitations, sessions, tokens, writers, manuals and chapters as they stand: the journal's small records,
//! folded. Kept in memory by whoever needs it; never holds text.

use std::collections::BTreeMap;

use manual::id::{ChapterId, DocumentId, Epoch, InvitationId, ManualId, SeatId, SessionId};
use manual::rights::Right;
use manual::seat::SeatKind;

use crate::record::{Hash, Record};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    pub name: String,
    pub kind: SeatKind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    pub seat: SeatId,
    pub link: Hash,
    pub code: Hash,
    pub ends_ms: u64,
    pub tries: u32,
    pub used: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    pub seat: SeatId,
    pub token: Hash,
    pub ends_ms: u64,
    pub right: Option<Right>,
    pub program: bool,
    pub ended: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manual {
    pub slug: String,
    pub title: String,
    pub outline: DocumentId,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chapter {
    pub manual: ManualId,
    pub deleted: bool,
}

/// Everything but texts, as it stands after some journal position.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Registry {
    pub epoch: Option<Epoch>,
    pub seats: BTreeMap<SeatId, Seat>,
    pub invitations: BTreeMap<InvitationId, Invitation>,
    pub sessions: BTreeMap<SessionId, Session>,
    pub writers: BTreeMap<u32, (SeatId, SessionId)>,
    pub manuals: BTreeMap<ManualId, Manual>,
    pub chapters: BTreeMap<ChapterId, Chapter>,
}

impl Registry {
    /// Folds one record in. Records of documents (`Bound`, `Update`) change nothing here. Idempotent.
    pub fn apply(&mut self, record: &Record) {
        let _ = record;
    }
}
