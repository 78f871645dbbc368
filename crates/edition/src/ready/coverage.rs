//! Which characters the fonts of the printed edition have. The list is made from the fonts that are pinned in `crates/press`; a test
//! there sees to it that it says what they say.

/// The list: ranges of characters, in their order.
const LIST: &str = include_str!("coverage.txt");

/// Ranges of characters, first and last.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coverage(Vec<(u32, u32)>);

impl Coverage {
    /// What the pinned fonts have.
    pub fn pinned() -> Self {
        Self::read(LIST).unwrap_or_default()
    }

    /// Reads a list: a line is `41`, `41-5A` or, behind `#`, for people. `None` where one is anything else or stands out of order.
    pub fn read(list: &str) -> Option<Self> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for line in list.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let (first, last) = line.split_once('-').unwrap_or((line, line));
            let first = u32::from_str_radix(first, 16).ok()?;
            let last = u32::from_str_radix(last, 16).ok()?;
            let is_behind = ranges.last().is_none_or(|(_, before)| first > *before);
            ranges.push(Some((first, last)).filter(|_| first <= last && is_behind)?);
        }
        Some(Self(ranges))
    }

    /// Whether a character can be printed. What is not seen needs no form: controls, marks of direction, joiners.
    pub fn has(&self, c: char) -> bool {
        let number = u32::from(c);
        let after = self.0.partition_point(|(first, _)| *first <= number);
        let is_covered = after.checked_sub(1).is_some_and(|at| number <= self.0[at].1);
        is_covered || is_unseen(c)
    }
}

fn is_unseen(c: char) -> bool {
    manual::inline::is_control(c)
        || c == ' '
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_or_refused() {
        let read = Coverage::read("# people\n41\n61-7A # small\n\n1F600-1F64F\n").unwrap();
        for (c, expected) in [('A', true), ('B', false), ('a', true), ('z', true), ('{', false), ('😀', true)]
        {
            assert_eq!(read.has(c), expected, "{c}");
        }
        assert!(read.has('\u{200d}') && read.has('\n') && read.has(' '));
        for wrong in ["x", "41-", "-41", "5A-41", "61\n41", "41-45\n45", "41 42"] {
            assert_eq!(Coverage::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_list_of_the_pinned_fonts_is_one() {
        let pinned = Coverage::read(LIST).expect("the list of the pinned fonts is broken");
        assert!("Early warning, alerte précoce, الإنذار المبكر".chars().all(|c| pinned.has(c)));
    }
}
