//! Decisions about rights and states.

use manual::id::{ChapterId, Epoch, ManualId, SeatId};
use manual::rights::Decided;
use manual::rights::table::ChapterState;

/// Of each, the last one counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RightsRecord {
    /// What a seat may do in a manual.
    InManual { manual: ManualId, seat: SeatId, decided: Decided },
    /// The exception for a seat in a chapter.
    InChapter { chapter: ChapterId, seat: SeatId, decided: Decided },
    /// What a keeper decided about a chapter.
    ChapterStands { chapter: ChapterId, state: ChapterState },
    /// Whether the service takes changes.
    ServiceStands { epoch: Epoch, state: ServiceState },
}

/// Whether the service takes changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ServiceState {
    #[default]
    Open,
    /// Everything can be read, and nothing changes, until it is decided otherwise.
    ReadOnly,
}

impl ServiceState {
    /// The word used on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ReadOnly => "read-only",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::ReadOnly].into_iter().find(|state| state.word() == word)
    }
}
