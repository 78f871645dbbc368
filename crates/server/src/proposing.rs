//! What the service keeps of proposals and of those who propose: one is judged and one compared at a time, each seat has so
//! many tries a minute, and words are counted once.

use std::collections::HashMap;
use std::sync::Mutex;

use manual::difference::Tally;
use manual::id::{ProposalId, SeatId, SessionId};

const MINUTE_MS: u64 = 60_000;

#[derive(Default)]
pub(crate) struct Proposing {
    /// Held by whoever makes a proposal: judging takes memory and a thread, and the same words may come twice.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Held by whoever compares texts.
    pub(crate) comparing: tokio::sync::Mutex<()>,
    minute: Mutex<Minute>,
    unnamed: Mutex<HashMap<SessionId, usize>>,
    /// Words of proposals, with the position at which they were counted.
    tallies: Mutex<HashMap<ProposalId, (u64, Option<Tally>)>>,
}

#[derive(Default)]
struct Minute {
    number: u64,
    seats: HashMap<SeatId, u32>,
}

impl Proposing {
    /// The words of a proposal as it stands at this position, if they were counted; within, `None` if it cannot be read.
    pub(crate) fn tally(&self, proposal: ProposalId, seq: u64) -> Option<Option<Tally>> {
        let tallies = self.tallies.lock().expect("nobody panics while keeping a count");
        tallies.get(&proposal).filter(|(counted, _)| *counted >= seq).map(|(_, tally)| *tally)
    }

    pub(crate) fn keep_tally(&self, proposal: ProposalId, seq: u64, tally: Option<Tally>) {
        let mut tallies = self.tallies.lock().expect("nobody panics while keeping a count");
        tallies.insert(proposal, (seq, tally));
    }

    /// How often a session that is over has handed in what nobody is named for: no record says so.
    pub(crate) fn unnamed_by(&self, session: SessionId) -> usize {
        let unnamed = self.unnamed.lock().expect("nobody panics while keeping a count");
        unnamed.get(&session).copied().unwrap_or_default()
    }

    pub(crate) fn note_unnamed(&self, session: SessionId) {
        *self.unnamed.lock().expect("nobody panics while keeping a count").entry(session).or_default() += 1;
    }

    /// Counts a try of a seat.
    ///
    /// # Errors
    /// The seconds to wait when the seat has had its tries.
    pub(crate) fn count(&self, seat: SeatId, tries_max: u32, now_ms: u64) -> Result<(), u64> {
        let mut minute = self.minute.lock().expect("nobody panics while counting proposals");
        let number = now_ms / MINUTE_MS;
        if minute.number != number {
            *minute = Minute { number, seats: HashMap::new() };
        }
        let tries = minute.seats.entry(seat).or_default();
        *tries = tries.saturating_add(1);
        let left_ms = MINUTE_MS - now_ms % MINUTE_MS;
        if *tries > tries_max { Err(left_ms.div_ceil(1000)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_has_its_tries_a_minute() {
        let (proposing, seat) = (Proposing::default(), |n: u8| SeatId::from_random([n; 16]));
        assert_eq!([0, 1, 2].map(|_| proposing.count(seat(1), 2, 59_000)), [Ok(()), Ok(()), Err(1)]);
        assert_eq!(proposing.count(seat(2), 2, 59_000), Ok(()));
        assert_eq!(proposing.count(seat(1), 2, 60_000), Ok(()));
    }
}
