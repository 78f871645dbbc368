//! Which characters can be printed. The list is `edition::ready`'s, so that what was found ready is never refused here; it is made
//! from the fonts that are pinned.

use std::collections::{BTreeMap, BTreeSet};

use crate::Fonts;

/// In place of a character that no face has.
pub(crate) const INSTEAD: char = '\u{fffd}';

const HEAD: &str = "# Characters that the fonts of the printed edition have: one, or a range, in hexadecimal, in their order.\n";

impl Fonts {
    /// What they have, as `crates/edition/src/ready/coverage.txt` says it: what every face of at least one family has, but for
    /// what no PDF for keeping may hold.
    pub fn coverage(&self) -> String {
        let mut families: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for face in &self.faces {
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
        let line = |(first, last): &(u32, u32)| format!("{first:04X}-{last:04X}\n");
        HEAD.chars().chain(ranges.iter().flat_map(|range| line(range).chars().collect::<Vec<_>>())).collect()
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
