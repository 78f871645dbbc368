//! How fast one link may speak. Over a rate nothing is dropped: the reader waits, and TCP makes the sender wait.
//! Pure arithmetic over a clock that comes in as an argument.

use crate::limits::Limits;

/// The three rates of one link. Each allows a second's worth at once.
pub(crate) struct Pace {
    updates: Bucket,
    frames: Bucket,
    bytes: Bucket,
}

impl Pace {
    pub(crate) fn new(limits: &Limits, now_ms: u64) -> Self {
        Self {
            updates: Bucket::new(limits.updates_per_second_max, now_ms),
            frames: Bucket::new(limits.frames_per_second_max, now_ms),
            bytes: Bucket::new(limits.bytes_per_second_max, now_ms),
        }
    }

    /// Counts a frame that was read, and says for how many milliseconds not to read the next.
    pub(crate) fn count(&mut self, frame: &[u8], now_ms: u64) -> u64 {
        let bytes = u32::try_from(frame.len()).unwrap_or(u32::MAX);
        let updates = u32::from(is_update(frame));
        let waits =
            [self.updates.take(updates, now_ms), self.frames.take(1, now_ms), self.bytes.take(bytes, now_ms)];
        waits.into_iter().max().unwrap_or(0)
    }
}

/// Sync step 2 or update, by its first two bytes.
fn is_update(frame: &[u8]) -> bool {
    matches!(frame, [0, 1 | 2, ..])
}

/// Fills with `per_second` a second, up to one second's worth; may be overdrawn, which is paid by waiting.
struct Bucket {
    per_second: u32,
    /// Thousandths of a unit.
    level: i64,
    at_ms: u64,
}

impl Bucket {
    fn new(per_second: u32, now_ms: u64) -> Self {
        Self { per_second, level: i64::from(per_second) * 1000, at_ms: now_ms }
    }

    /// Takes `units` and returns the milliseconds until the bucket is no longer overdrawn.
    fn take(&mut self, units: u32, now_ms: u64) -> u64 {
        let passed = i64::try_from(now_ms.saturating_sub(self.at_ms)).unwrap_or(i64::MAX);
        let rate = i64::from(self.per_second.max(1));
        // A unit a second is a thousandth of a unit a millisecond.
        self.level = self.level.saturating_add(passed.saturating_mul(rate)).min(rate * 1000);
        self.at_ms = now_ms;
        self.level -= i64::from(units) * 1000;
        let overdrawn = u64::try_from(-self.level).unwrap_or(0);
        overdrawn.div_ceil(u64::from(self.per_second.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        let limits = Limits {
            updates_per_second_max: 10,
            frames_per_second_max: 20,
            bytes_per_second_max: 1000,
            ..Limits::default()
        };
        Pace::new(&limits, 0)
    }

    #[test]
    fn within_the_rates_nobody_waits() {
        let mut pace = pace();
        assert!((0..10).all(|_| pace.count(&[0, 2, 0], 0) == 0));
        assert!((1..50).all(|second| pace.count(&[0, 2, 0], second * 1000) == 0));
    }

    #[test]
    fn over_a_rate_the_wait_is_what_the_rate_says() {
        let mut updates = pace();
        let waits: Vec<_> = (0..12).map(|_| updates.count(&[0, 2], 0)).collect();
        assert_eq!(waits[9..], [0, 100, 200]);
        let mut others = pace();
        assert_eq!((0..21).map(|_| others.count(&[1, 0], 0)).last(), Some(50));
        let mut bytes = pace();
        assert_eq!(bytes.count(&[1; 3000], 0), 2000);
        assert_eq!(bytes.count(&[1; 1], 2000), 1, "paid back by waiting");
    }
}
