//! Which characters can be printed: those that a face of the fonts has, and those that are not drawn at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use typst::text::Font;

/// In place of a character that no face has.
pub(crate) const INSTEAD: char = '\u{fffd}';

/// Ranges of code points, in order, none touching another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage(Vec<(u32, u32)>);

impl Coverage {
    /// What each face of at least one family has, but for what no PDF for keeping may hold.
    pub(crate) fn of(faces: &[Font]) -> Self {
        let mut families: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for face in faces {
            let info = face.info();
            let covered: BTreeSet<u32> = info.coverage.iter().collect();
            families
                .entry(info.family.as_str())
                .and_modify(|family| family.retain(|point| covered.contains(point)))
                .or_insert(covered);
        }
        let all: BTreeSet<u32> = families.into_values().flatten().filter(|point| may_stand(*point)).collect();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for point in all {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == point => *last = point,
                _ => ranges.push((point, point)),
            }
        }
        Self(ranges)
    }

    /// Whether a character can be printed.
    pub fn has(&self, c: char) -> bool {
        let point = u32::from(c);
        let next = self.0.partition_point(|(first, _)| *first <= point);
        next.checked_sub(1).is_some_and(|at| self.0[at].1 >= point)
    }
}

/// One range a line: `0020-007E`.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(first, last)| writeln!(f, "{first:04X}-{last:04X}"))
    }
}

/// Not controls, not for private use, no mark of the order of bytes, and none that turns the direction.
fn may_stand(point: u32) -> bool {
    char::from_u32(point).is_some_and(|c| !c.is_control() && !is_private(c) && !is_dropped(c))
}

/// Whether it is for private use: nobody could say what it means.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Whether it is left out in silence.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether it is not drawn, so that no face needs it: joiners, marks of direction, soft hyphens, choices between shapes.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}
