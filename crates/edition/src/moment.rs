//! The moment at which an edition was frozen, to the second, as it is written and as people read it. Never asks a
//! clock: the moment is the journal record's.

use std::fmt;

const DAY_SECONDS: u64 = 86_400;
/// The last second of the year 9999; later ones have no RFC 3339 form.
const SECONDS_MAX: u64 = 253_402_300_799;

/// Whole seconds since 1970, in UTC. Prints as RFC 3339: `2026-11-23T21:13:20Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Moment(u64);

impl Moment {
    /// From the time of a record, in milliseconds since 1970.
    pub fn from_ms(ms: u64) -> Self {
        Self((ms / 1000).min(SECONDS_MAX))
    }

    /// Reads the form it prints, and no other.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
        let days = days_until(digits(0, 4)?, digits(5, 7)?, digits(8, 10)?)?;
        let moment =
            Self(days * DAY_SECONDS + digits(11, 13)? * 3600 + digits(14, 16)? * 60 + digits(17, 19)?);
        (moment.to_string() == text).then_some(moment)
    }

    /// The day as a machine reads it: `2026-11-23`.
    pub fn day(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Year, month from 1 and day, by counting from the first of March of the year 0 in spans of 400 years.
    pub(crate) fn date(self) -> (u64, u64, u64) {
        let days = self.0 / DAY_SECONDS + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153; // from March
        let of_month = of_year - (153 * month + 2) / 5 + 1;
        let (month, turned) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        (era * 400 + year + turned, month, of_month)
    }
}

/// Days from 1970 to a date. Dates that do not exist come out as others; whoever reads compares what is printed again.
fn days_until(year: u64, month: u64, day: u64) -> Option<u64> {
    if year < 1970 || !(1..=12).contains(&month) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * month + 2) / 5 + day.checked_sub(1)?;
    (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year).checked_sub(719_468)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0 % DAY_SECONDS;
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.day(), second / 3600, second / 60 % 60, second % 60)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_that_calendars_stumble_over() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_767_225_600, "2026-01-01T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (SECONDS_MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(Moment(seconds).to_string(), text);
            assert_eq!(Moment::parse(text), Some(Moment(seconds)));
        }
        assert_eq!(Moment::from_ms(1_795_468_400_999).date(), (2026, 11, 23));
    }

    #[test]
    fn only_the_form_that_is_printed_is_read() {
        for text in [
            "",
            "2026-02-29T00:00:00Z",
            "2026-1-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01 00:00:00Z",
            "2026-01-01T00:00:00+00:00",
            "2026-00-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "+026-01-01T00:00:00Z",
            "é026-01-01T00:00:00Z",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_moment_reads_back(seconds in 0..=SECONDS_MAX) {
            prop_assert_eq!(Moment::parse(&Moment(seconds).to_string()), Some(Moment(seconds)));
        }
    }
}
