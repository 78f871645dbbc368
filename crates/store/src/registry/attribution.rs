//! What decides whether it is told who wrote something: the modes of chapters and how sessions appeared, position by
//! position. A decision holds for what is written after it; what was written before stays under the one before.

use std::collections::BTreeMap;

use manual::attribution::Mode;
use manual::id::{ChapterId, SessionId};
use manual::seat::Appears;

use crate::record::Record;
use crate::record::attribution::{AttributionRecord, AuditKey};

/// What was decided about naming writers, with the position of each decision.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Attribution {
    modes: BTreeMap<ChapterId, Vec<Decided>>,
    appearances: BTreeMap<SessionId, Vec<(u64, Appears)>>,
}

/// What is told of whoever writes in a chapter from a position on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Decided {
    pub seq: u64,
    pub mode: Mode,
    pub audit_key: Option<AuditKey>,
}

impl Attribution {
    pub(super) fn apply_at(&mut self, seq: u64, record: &Record) {
        match record {
            Record::SessionAppears { session, appears } => {
                self.appearances.entry(*session).or_default().push((seq, *appears));
            }
            Record::Attribution(AttributionRecord::ChapterMode { chapter, mode, audit_key }) => {
                let decided = Decided { seq, mode: *mode, audit_key: *audit_key };
                self.modes.entry(*chapter).or_default().push(decided);
            }
            _ => {}
        }
    }

    /// What holds in a chapter now.
    pub fn now(&self, chapter: ChapterId) -> Decided {
        self.modes.get(&chapter).and_then(|decided| decided.last().copied()).unwrap_or_default()
    }

    /// Whether it was always told who writes in a chapter.
    pub fn always_named(&self, chapter: ChapterId) -> bool {
        self.modes.get(&chapter).into_iter().flatten().all(|decided| decided.mode.names())
    }

    /// What held in a chapter for a record at a position.
    pub fn at(&self, chapter: ChapterId, seq: u64) -> Decided {
        let decided = self.modes.get(&chapter).map(Vec::as_slice).unwrap_or_default();
        decided.iter().rev().find(|decided| decided.seq <= seq).copied().unwrap_or_default()
    }

    /// What others were told of a session at a position.
    pub fn appeared(&self, session: SessionId, seq: u64) -> Appears {
        let decided = self.appearances.get(&session).map(Vec::as_slice).unwrap_or_default();
        decided.iter().rev().find(|(at, _)| *at <= seq).map_or(Appears::AsSeat, |(_, appears)| *appears)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_at_a_position_stays() {
        let session = SessionId::from_random([1; 16]);
        let mut attribution = Attribution::default();
        for (seq, appears) in [(5, Appears::AsMember), (9, Appears::AsSeat)] {
            attribution.apply_at(seq, &Record::SessionAppears { session, appears });
        }
        let told = [4, 5, 8, 9, 20].map(|seq| attribution.appeared(session, seq));
        let (seat, member) = (Appears::AsSeat, Appears::AsMember);
        assert_eq!(told, [seat, member, member, seat, seat]);
    }

    #[test]
    fn a_mode_holds_from_its_position_on() {
        let chapter = ChapterId::from_random([1; 16]);
        let mut attribution = Attribution::default();
        for (seq, mode) in [(5, Mode::Unattributed), (9, Mode::Named)] {
            let record = AttributionRecord::ChapterMode { chapter, mode, audit_key: None };
            attribution.apply_at(seq, &Record::Attribution(record));
        }
        let modes = [4, 5, 8, 9].map(|seq| attribution.at(chapter, seq).mode);
        assert_eq!(modes, [Mode::Seat, Mode::Unattributed, Mode::Unattributed, Mode::Named]);
        assert_eq!((attribution.now(chapter).seq, attribution.now(chapter).mode), (9, Mode::Named));
        let other = attribution.now(ChapterId::from_random([2; 16]));
        assert_eq!((other.seq, other.mode), (0, Mode::Seat));
    }
}
