//! What decides whether it is told who wrote something: how a session appeared, position by position.

use std::collections::BTreeMap;

use manual::id::SessionId;
use manual::seat::Appears;

use crate::record::Record;

/// What was decided about naming writers, with the position of each decision.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Attribution {
    appearances: BTreeMap<SessionId, Vec<(u64, Appears)>>,
}

impl Attribution {
    pub(super) fn apply_at(&mut self, seq: u64, record: &Record) {
        if let Record::SessionAppears { session, appears } = record {
            self.appearances.entry(*session).or_default().push((seq, *appears));
        }
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
}
