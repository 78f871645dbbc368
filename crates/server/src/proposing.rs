//! What the service keeps of those who propose: one proposal is judged at a time, and each seat has so many tries a minute.

use std::collections::HashMap;
use std::sync::Mutex;

use manual::id::SeatId;

const MINUTE_MS: u64 = 60_000;

#[derive(Default)]
pub(crate) struct Proposing {
    /// Held by whoever makes a proposal: judging takes memory and a thread, and the same words may come twice.
    pub(crate) turn: tokio::sync::Mutex<()>,
    minute: Mutex<Minute>,
}

#[derive(Default)]
struct Minute {
    number: u64,
    seats: HashMap<SeatId, u32>,
}

impl Proposing {
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
