//! Goes through the new structs of an update in an order in which each comes after all it rests on, whatever the
//! order of the bytes. Tells when there is none: then the update leaves a gap.
//!
//! Clients are worked off as yrs does it: when one waits for another, that other one goes first. A list of who waits
//! for whom stands in place of recursion.

use super::{Id, Kind, Parent, Scan, Struct};

/// A struct whose turn it is.
pub(crate) struct Turn<'s, 'a> {
    /// Which of the update's sections it belongs to.
    pub(crate) section: usize,
    /// Where what is new of it begins; inside it when its first part is known.
    pub(crate) start: u32,
    pub(crate) item: &'s Struct<'a>,
}

/// How far it went.
pub(crate) struct Ordered {
    /// For each section: one past the last clock that is known or had its turn.
    pub(crate) ends: Vec<u32>,
    /// Every new struct had its turn.
    pub(crate) whole: bool,
}

impl<'a> Scan<'a> {
    /// Gives every new struct its turn. `known` is the clock that the document has of a client.
    pub(crate) fn in_order<'s>(
        &'s self,
        known: impl Fn(u64) -> u32,
        each: impl FnMut(Turn<'s, 'a>),
    ) -> Ordered {
        let sections = &self.sections;
        let mut ordering = Ordering {
            scan: self,
            ends: sections.iter().map(|section| known(section.client)).collect(),
            next: sections.iter().map(|section| section.structs.start).collect(),
            waited_for: vec![false; sections.len()],
            known,
            each,
        };
        // Every section is tried even after a gap: what has a turn may still be of use.
        let mut whole = true;
        for section in 0..sections.len() {
            whole &= ordering.work_off(section);
        }
        Ordered { ends: ordering.ends, whole }
    }

    /// Whether a document with these clocks can take the whole update: it rests on nothing that the document or the
    /// update lacks, and deletes nothing that they lack.
    pub fn fits(&self, known: impl Fn(u64) -> u32) -> bool {
        let Ordered { ends, whole } = self.in_order(&known, |_| {});
        let end = |client| self.section_of(client).map_or_else(|| known(client), |section| ends[section]);
        whole && self.deletes.iter().all(|span| span.end <= end(span.client))
    }
}

struct Ordering<'s, 'a, K, E> {
    scan: &'s Scan<'a>,
    ends: Vec<u32>,
    /// The next struct of each section.
    next: Vec<usize>,
    /// Sections in the list of those that wait.
    waited_for: Vec<bool>,
    known: K,
    each: E,
}

/// How far one section came.
enum Step {
    Done,
    Moved,
    WaitsFor(Id),
}

impl<'s, 'a, K: Fn(u64) -> u32, E: FnMut(Turn<'s, 'a>)> Ordering<'s, 'a, K, E> {
    /// Takes one section to its end, and others as far as it needs them. Says whether that worked.
    fn work_off(&mut self, first: usize) -> bool {
        let mut waiting: Vec<(usize, Id)> = Vec::new();
        let mut section = first;
        loop {
            match self.step(section) {
                Step::Moved => {}
                Step::Done => return waiting.is_empty(),
                Step::WaitsFor(id) => {
                    let Some(other) = self.scan.section_of(id.client) else { return false };
                    if other == section || self.waited_for[other] {
                        return false;
                    }
                    waiting.push((section, id));
                    self.waited_for[section] = true;
                    section = other;
                }
            }
            while let Some((waiter, id)) = waiting.last() {
                if !self.has(*id) {
                    break;
                }
                section = *waiter;
                self.waited_for[section] = false;
                waiting.pop();
            }
        }
    }

    /// Gives the next new struct of a section its turn.
    fn step(&mut self, section: usize) -> Step {
        let structs = self.scan.structs.get(..self.scan.sections[section].structs.end).unwrap_or_default();
        let end = self.ends[section];
        let next = &mut self.next[section];
        while structs.get(*next).is_some_and(|item| item.end() <= end) {
            *next += 1;
        }
        let Some(item) = structs.get(*next) else { return Step::Done };
        if item.kind == Kind::Skip || item.clock > end {
            return Step::WaitsFor(Id { client: self.scan.sections[section].client, clock: end });
        }
        if let Some(missing) = self.missing(item) {
            return Step::WaitsFor(missing);
        }
        self.next[section] += 1;
        self.ends[section] = item.end();
        (self.each)(Turn { section, start: end, item });
        Step::Moved
    }

    fn missing(&self, item: &Struct<'_>) -> Option<Id> {
        let parent = if let Parent::Item(id) = item.parent { Some(id) } else { None };
        [item.origin, item.right_origin, parent].into_iter().flatten().find(|id| !self.has(*id))
    }

    /// Whether an id is known or had its turn.
    fn has(&self, id: Id) -> bool {
        let end = self.scan.section_of(id.client).map_or_else(|| (self.known)(id.client), |it| self.ends[it]);
        id.clock < end
    }
}
