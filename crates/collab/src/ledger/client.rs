//! What the ledger keeps of one client: its clock, what stands in each stretch of its clocks, and what is deleted.
//! What was typed in one go is one stretch, so that an hour of typing costs a few bytes.

use std::collections::BTreeMap;

use super::container::ContainerId;

/// What stands at a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    Content,
    Format,
    /// A shared type; its children live in this container.
    Shared(ContainerId),
    /// Deleted before the ledger saw what it was.
    Deleted,
    /// Deleted together with what held it.
    Gone,
}

/// A stretch of clocks, up to the next stretch or the client's clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stretch {
    pub(super) start: u32,
    pub(super) class: Class,
    /// Where it lives; `None` when that is gone.
    pub(super) home: Option<ContainerId>,
    /// It was put right behind the client's unit before.
    pub(super) goes_on: bool,
}

/// Appends a stretch, or lets the last one run on.
pub(super) fn append(stretches: &mut Vec<Stretch>, next: Stretch) {
    let runs_on = stretches.last().is_some_and(|last| {
        let one_run = next.goes_on && !matches!(next.class, Class::Shared(_));
        one_run && last.class == next.class && last.home == next.home
    });
    if !runs_on {
        stretches.push(next);
    }
}

/// The stretch that holds `clock`, which must not lie before the first.
pub(super) fn find(stretches: &[Stretch], clock: u32) -> Option<&Stretch> {
    let after = stretches.partition_point(|stretch| stretch.start <= clock);
    stretches[..after].last()
}

/// One client as the document knows it.
#[derive(Default)]
pub(super) struct Client {
    pub(super) clock: u32,
    pub(super) stretches: Vec<Stretch>,
    /// Deleted ranges, start to end; they neither overlap nor touch.
    deleted: BTreeMap<u32, u32>,
}

impl Client {
    /// Takes in stretches that begin at the client's clock.
    pub(super) fn extend(&mut self, stretches: &[Stretch], end: u32) {
        for stretch in stretches {
            append(&mut self.stretches, *stretch);
        }
        self.clock = end;
    }

    pub(super) fn delete(&mut self, start: u32, end: u32) {
        let (mut start, mut end) = (start, end);
        while let Some((&from, &to)) = self.deleted.range(..=end).next_back() {
            if to < start {
                break;
            }
            self.deleted.remove(&from);
            start = start.min(from);
            end = end.max(to);
        }
        self.deleted.insert(start, end);
    }

    /// Calls `each` with every part of the range that is not deleted yet, until it says no.
    /// Returns whether it never did.
    pub(super) fn all_alive(&self, start: u32, end: u32, mut each: impl FnMut(u32, u32) -> bool) -> bool {
        let mut at = start;
        if let Some((_, &to)) = self.deleted.range(..=at).next_back() {
            at = at.max(to);
        }
        for (&from, &to) in self.deleted.range(at..end.max(at)) {
            if at < from && !each(at, from) {
                return false;
            }
            at = to;
        }
        at >= end || each(at, end)
    }

    /// Whether the range holds format marks and nothing else.
    pub(super) fn only_format(&self, start: u32, end: u32) -> bool {
        let first = self.stretches.partition_point(|stretch| stretch.start <= start).saturating_sub(1);
        self.stretches[first..]
            .iter()
            .take_while(|stretch| stretch.start < end)
            .all(|stretch| stretch.class == Class::Format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_ranges_join_and_what_is_alive_between_them_is_found() {
        let mut client = Client::default();
        for (start, end) in [(10, 20), (30, 40), (20, 25), (28, 30), (50, 51)] {
            client.delete(start, end);
        }
        let expected: BTreeMap<u32, u32> = [(10, 25), (28, 40), (50, 51)].into();
        assert_eq!(client.deleted, expected);

        let mut alive = Vec::new();
        assert!(client.all_alive(5, 60, |start, end| {
            alive.push((start, end));
            true
        }));
        assert_eq!(alive, [(5, 10), (25, 28), (40, 50), (51, 60)]);
        assert!(client.all_alive(12, 25, |_, _| false), "nothing of it is alive");
        assert!(!client.all_alive(12, 26, |_, _| false));

        client.delete(0, 100);
        assert_eq!(client.deleted, [(0, 100)].into());
    }
}
