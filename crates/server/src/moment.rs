//! Days and moments as people and programs write them: `2026-12-01`, or RFC 3339. Days are those of UTC.

use std::time::{Duration, UNIX_EPOCH};

use crate::clock::{LAST_MS, rfc3339};
use crate::seen::DAY_MS;

const DAY_CHARS: usize = 10;
const MOMENT_CHARS_MAX: usize = 40;

/// The first moment of a day, or the moment.
pub(crate) fn first(text: &str) -> Option<u64> {
    day(text).or_else(|| moment(text))
}

/// The first moment after a day, or the moment.
pub(crate) fn after(text: &str) -> Option<u64> {
    day(text).map(|first| (first + DAY_MS).min(LAST_MS)).or_else(|| moment(text))
}

/// The day of a moment.
pub(crate) fn day_of(ms: u64) -> String {
    rfc3339(ms).chars().take(DAY_CHARS).collect()
}

/// Written so that [`first`] reads it: as a day where it is one.
pub(crate) fn as_first(ms: u64) -> String {
    if ms.is_multiple_of(DAY_MS) { day_of(ms) } else { rfc3339(ms) }
}

/// Written so that [`after`] reads it.
pub(crate) fn as_after(ms: u64) -> String {
    if ms.is_multiple_of(DAY_MS) && ms > 0 { day_of(ms - DAY_MS) } else { rfc3339(ms) }
}

fn day(text: &str) -> Option<u64> {
    let shape = |(n, c): (usize, u8)| if n == 4 || n == 7 { c == b'-' } else { c.is_ascii_digit() };
    let fits = text.len() == DAY_CHARS && text.bytes().enumerate().all(shape);
    fits.then(|| moment(&format!("{text}T00:00:00Z"))).flatten()
}

fn moment(text: &str) -> Option<u64> {
    let time = (text.len() <= MOMENT_CHARS_MAX).then(|| humantime::parse_rfc3339(text).ok()).flatten()?;
    let since: Duration = time.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_all_of_it_and_a_moment_itself() {
        assert_eq!(first("2026-01-01"), Some(1_767_225_600_000));
        assert_eq!(after("2026-01-01"), Some(1_767_225_600_000 + DAY_MS));
        assert_eq!(after("9999-12-31"), Some(LAST_MS));
        assert_eq!(first("2026-01-01T12:00:00Z"), after("2026-01-01T12:00:00Z"));
        for wrong in ["", "2026-13-01", "2026-1-1", "01/02/2026", "=1+1", "2026-01-01T", &"2".repeat(1000)] {
            assert_eq!(first(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for ms in [0, DAY_MS, 1_767_225_600_000, 1_767_225_601_000] {
            assert_eq!(first(&as_first(ms)), Some(ms));
            assert_eq!(after(&as_after(ms)), Some(ms));
        }
        assert_eq!(as_after(1_767_225_600_000), "2025-12-31");
    }
}
