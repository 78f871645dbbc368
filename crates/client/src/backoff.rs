//! How long to wait before the next attempt. Pure: chance comes in as an argument.
//! Twice as long each time, from half a second to half a minute, spread so that sixty clients of one stopped server do
//! not come back in the same instant.

use std::time::Duration;

/// The shortest wait.
pub(crate) const WAIT_MS_MIN: u64 = 500;
/// The longest wait.
pub(crate) const WAIT_MS_MAX: u64 = 30_000;

/// The waits of one client.
#[derive(Clone, Copy, Default, Debug)]
pub struct Backoff {
    attempts: u32,
}

impl Backoff {
    /// The next wait: between half and the whole of a step that doubles each time. `chance` is uniform over all of `u32`.
    pub fn wait(&mut self, chance: u32) -> Duration {
        let step = (2 * WAIT_MS_MIN).saturating_mul(1 << self.attempts.min(16)).min(WAIT_MS_MAX);
        self.attempts = self.attempts.saturating_add(1);
        let half = step / 2;
        Duration::from_millis(half + half * u64::from(chance) / u64::from(u32::MAX))
    }

    /// The link worked; the next wait is a short one again.
    pub fn reset(&mut self) {
        self.attempts = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(chance: u32, count: usize) -> Vec<u64> {
        let mut backoff = Backoff::default();
        (0..count)
            .map(|_| u64::try_from(backoff.wait(chance).as_millis()).expect("waits are short"))
            .collect()
    }

    #[test]
    fn waits_double_and_stay_between_their_bounds() {
        assert_eq!(waits(0, 8), [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
        assert_eq!(waits(u32::MAX, 8), [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
        assert!(waits(u32::MAX, 1000).iter().all(|ms| (WAIT_MS_MIN..=WAIT_MS_MAX).contains(ms)));
    }

    #[test]
    fn a_link_that_worked_makes_the_next_wait_short() {
        let mut backoff = Backoff::default();
        for _ in 0..9 {
            backoff.wait(0);
        }
        backoff.reset();
        assert_eq!(backoff.wait(0), Duration::from_millis(500));
    }
}
