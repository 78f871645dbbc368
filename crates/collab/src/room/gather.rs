//! When the next batch may begin. Where few write it begins at once: an edit waits for the disk alone. In a busy document
//! every batch costs each receiver a write, so that batches begin no oftener than keeps half of all edits within
//! [`AIM_MS`], the disk's own time included. Rule D7 of docs/protocol.md.

/// Half of all edits are to be on their way to receivers after this long.
const AIM_MS: u64 = 9;
/// Fewer edits than this in [`RECENT_MS`] are no hurry to anybody.
const BUSY_UPDATES: u64 = 4;
/// How long an edit counts as recent, more or less: after so long it counts half.
const RECENT_MS: u64 = 64;
/// Fractions of an edit and of a millisecond that are told apart.
const PARTS: u64 = 256;

/// What was seen of the last batches.
#[derive(Default)]
pub(super) struct Gather {
    begun_ms: u64,
    /// Edits that were written lately, in parts.
    recent: u64,
    /// How long the disk takes, on the average, in parts of a millisecond.
    disk: u64,
}

impl Gather {
    /// A batch of so many edits is on its way to the disk.
    pub(super) fn begins(&mut self, now_ms: u64, updates: usize) {
        let halvings = now_ms.saturating_sub(self.begun_ms) / RECENT_MS;
        let rest = now_ms.saturating_sub(self.begun_ms) % RECENT_MS;
        let whole = self.recent >> halvings.min(63);
        // Between two halvings on a straight line.
        self.recent = whole - whole * rest / (2 * RECENT_MS) + updates as u64 * PARTS;
        self.begun_ms = now_ms;
    }

    /// The batch is on the disk.
    pub(super) fn ends(&mut self, now_ms: u64) {
        let took = now_ms.saturating_sub(self.begun_ms).min(1000) * PARTS;
        self.disk = (7 * self.disk + took) / 8;
    }

    /// From when on the next batch may begin; `most_ms` after the last one began at the latest.
    pub(super) fn until_ms(&self, most_ms: u64) -> u64 {
        if self.recent < BUSY_UPDATES * PARTS {
            return 0;
        }
        // An edit waits half of the time between two batches, and then for the disk.
        let spare = (AIM_MS * PARTS).saturating_sub(self.disk);
        self.begun_ms + (2 * spare / PARTS).min(most_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Batches of so many edits each `every_ms`, on a disk that takes `disk_ms`; how far apart they may begin at the end.
    fn apart(every_ms: u64, updates: usize, disk_ms: u64) -> u64 {
        let mut gather = Gather::default();
        let mut now_ms = 1_000;
        for _ in 0..100 {
            gather.begins(now_ms, updates);
            gather.ends(now_ms + disk_ms);
            now_ms += every_ms;
        }
        gather.until_ms(16).saturating_sub(now_ms - every_ms)
    }

    #[test]
    fn one_who_types_waits_for_the_disk_alone() {
        assert_eq!(apart(100, 1, 4), 0);
    }

    #[test]
    fn a_busy_document_gathers_for_as_long_as_the_disk_leaves() {
        assert_eq!(apart(14, 2, 4), 10);
        assert_eq!(apart(14, 50, 4), 10);
        assert_eq!(apart(20, 2, 7), 4);
        assert_eq!(apart(30, 4, 30), 0, "a slow disk gathers by itself");
        assert_eq!(apart(20, 2, 0), 16, "no longer than the bound");
    }

    #[test]
    fn after_a_pause_the_first_edit_goes_at_once() {
        let mut gather = Gather::default();
        for n in 0..50 {
            gather.begins(n * 10, 2);
            gather.ends(n * 10 + 4);
        }
        assert!(gather.until_ms(20) > 490);
        gather.begins(490 + 60_000, 1);
        gather.ends(490 + 60_004);
        assert_eq!(gather.until_ms(20), 0);
    }
}
