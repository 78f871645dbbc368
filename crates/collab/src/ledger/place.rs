//! Finds the place of every new struct of an update: the container it lives in, in an order in which each struct
//! comes after all it rests on. Tells when there is no such order (a gap) and when a place is not allowed.
//!
//! Clients are worked off like yrs does it: when one waits for another, that other one goes first. A list of who
//! waits for whom stands in place of recursion.

use super::Ledger;
use super::client::{Class, Stretch, append, find};
use super::container::{Container, ContainerId, root};
use crate::bouncer::{Id, Kind, Parent, Scan, Struct, TypeKind};

/// What an update would add to the ledger.
pub(super) struct Placed {
    /// In the order of the update's sections.
    pub(super) sections: Vec<PlacedSection>,
    /// New containers; the first follows the ledger's last.
    pub(super) containers: Vec<Container>,
    /// Some struct rests on what neither the document nor the update has.
    pub(super) gap: bool,
    /// Some struct is where it may not be.
    pub(super) forbidden: bool,
}

/// The new structs of one client.
pub(super) struct PlacedSection {
    pub(super) client: u64,
    known: u32,
    /// Everything below is in the document or placed.
    pub(super) end: u32,
    /// The next struct to place.
    next: usize,
    /// Some other client waits for this one.
    waited_for: bool,
    pub(super) stretches: Vec<Stretch>,
}

impl PlacedSection {
    pub(super) fn brings(&self) -> bool {
        self.end > self.known
    }
}

impl Placed {
    /// One past the last clock of a client after this update; `None` if the update has no section of it.
    pub(super) fn end(&self, scan: &Scan<'_>, client: u64) -> Option<u32> {
        scan.section_of(client).map(|index| self.sections[index].end)
    }
}

/// Places all new structs of an update.
pub(super) fn place(ledger: &Ledger, scan: &Scan<'_>, type_depth_max: u32) -> Placed {
    let sections = scan.sections().iter().map(|section| {
        let known = ledger.clock(section.client);
        PlacedSection {
            client: section.client,
            known,
            end: known,
            next: section.structs.start,
            waited_for: false,
            stretches: Vec::new(),
        }
    });
    let placed =
        Placed { sections: sections.collect(), containers: Vec::new(), gap: false, forbidden: false };
    let mut placing = Placing { ledger, scan, type_depth_max, placed };
    for index in 0..scan.sections().len() {
        placing.work_off(index);
    }
    placing.placed
}

struct Placing<'l, 's, 'a> {
    ledger: &'l Ledger,
    scan: &'s Scan<'a>,
    type_depth_max: u32,
    placed: Placed,
}

/// How far one client came.
enum Step {
    Done,
    Placed,
    WaitsFor(Id),
}

/// The home of a struct.
enum Home {
    In(ContainerId),
    Gone,
    Forbidden,
}

impl Placing<'_, '_, '_> {
    /// Places one client to its end, and of others what it needs.
    fn work_off(&mut self, first: usize) {
        let mut waiting: Vec<(usize, Id)> = Vec::new();
        let mut index = first;
        loop {
            match self.step(index) {
                Step::Placed => {}
                Step::Done if waiting.is_empty() => return,
                Step::Done => break,
                Step::WaitsFor(id) => {
                    let Some(other) = self.scan.section_of(id.client) else { break };
                    if other == index || self.placed.sections[other].waited_for {
                        break;
                    }
                    waiting.push((index, id));
                    self.placed.sections[index].waited_for = true;
                    index = other;
                }
            }
            while let Some((waiter, id)) = waiting.last() {
                if !self.has(*id) {
                    break;
                }
                index = *waiter;
                self.placed.sections[index].waited_for = false;
                waiting.pop();
            }
        }
        self.placed.gap = true;
    }

    /// Places the next new struct of a client.
    fn step(&mut self, index: usize) -> Step {
        let structs = self.scan.sections()[index].structs.end;
        let section = &mut self.placed.sections[index];
        while section.next < structs && self.scan.structs()[section.next].end() <= section.end {
            section.next += 1;
        }
        if section.next == structs {
            return Step::Done;
        }
        let next = self.scan.structs()[section.next];
        let before = Id { client: section.client, clock: section.end };
        if next.kind == Kind::Skip || next.clock > section.end {
            return Step::WaitsFor(before);
        }
        if next.kind == Kind::Gone {
            self.put(index, Class::Gone, None, next.end());
            return Step::Placed;
        }
        if let Some(missing) = self.missing(&next) {
            return Step::WaitsFor(missing);
        }
        let known_part = (next.clock < before.clock).then(|| Id { clock: before.clock - 1, ..before });
        self.put_item(index, &next, known_part);
        Step::Placed
    }

    fn missing(&self, item: &Struct<'_>) -> Option<Id> {
        let parent = if let Parent::Item(id) = item.parent { Some(id) } else { None };
        [item.origin, item.right_origin, parent].into_iter().flatten().find(|id| !self.has(*id))
    }

    fn put_item(&mut self, index: usize, item: &Struct<'_>, known_part: Option<Id>) {
        let home = match self.home(item, known_part) {
            Home::In(container) => container,
            Home::Gone => return self.put(index, Class::Gone, None, item.end()),
            Home::Forbidden => {
                self.placed.forbidden = true;
                return self.put(index, Class::Gone, None, item.end());
            }
        };
        let class = self.class(home, item.kind).unwrap_or_else(|| {
            self.placed.forbidden = true;
            Class::Gone
        });
        self.put(index, class, Some(home), item.end());
    }

    /// What a struct is where it lives; opens a container for a shared type. `None`: it may not be there.
    fn class(&mut self, home: ContainerId, kind: Kind) -> Option<Class> {
        match kind {
            Kind::Gone | Kind::Skip => Some(Class::Gone),
            Kind::Deleted => Some(Class::Deleted),
            Kind::Format => Some(Class::Format),
            Kind::Text => Some(Class::Content),
            Kind::Values => self.container(home).takes_values().then_some(Class::Content),
            Kind::Shared(kind) => self.open(home, kind).map(Class::Shared),
        }
    }

    /// Where a struct lives. Rests on the same order as yrs: what it says itself, then its left, then its right.
    fn home(&self, item: &Struct<'_>, known_part: Option<Id>) -> Home {
        let home = match item.parent {
            Parent::Root(name) => match root(self.ledger.kind, name, item.keyed) {
                Some(container) => self.entry(container, item.keyed),
                None => Home::Forbidden,
            },
            Parent::Item(id) => match self.at(id).map(|stretch| stretch.class) {
                Some(Class::Shared(container)) => self.entry(container, item.keyed),
                Some(Class::Deleted | Class::Gone) | None => Home::Gone,
                Some(Class::Content | Class::Format) => Home::Forbidden,
            },
            Parent::Inherited => self.inherited(item),
        };
        // The rest of a struct whose first part is known must live where that part does.
        match (known_part.and_then(|id| self.home_of(id)), home) {
            (Some(known), Home::In(container)) if known != container => Home::Forbidden,
            (_, home) => home,
        }
    }

    fn entry(&self, container: ContainerId, keyed: bool) -> Home {
        if self.container(container).takes(keyed) { Home::In(container) } else { Home::Forbidden }
    }

    fn inherited(&self, item: &Struct<'_>) -> Home {
        let left = item.origin.and_then(|id| self.home_of(id));
        let right = item.right_origin.and_then(|id| self.home_of(id));
        match (left, right) {
            (Some(left), Some(right)) if left != right => Home::Forbidden,
            (Some(container), _) | (None, Some(container)) => Home::In(container),
            (None, None) => Home::Gone,
        }
    }

    /// Makes the container that a new shared type is.
    fn open(&mut self, home: ContainerId, kind: TypeKind) -> Option<ContainerId> {
        let container = self.container(home).holding(kind, self.type_depth_max)?;
        let id = self.ledger.containers.len() + self.placed.containers.len();
        self.placed.containers.push(container);
        Some(ContainerId::try_from(id).expect("a container takes bytes of a bounded document"))
    }

    fn put(&mut self, index: usize, class: Class, home: Option<ContainerId>, end: u32) {
        let section = &mut self.placed.sections[index];
        append(&mut section.stretches, Stretch { start: section.end, class, home });
        section.end = end;
        section.next += 1;
    }

    /// Whether an id is in the document or placed.
    fn has(&self, id: Id) -> bool {
        let end = self.placed.end(self.scan, id.client).unwrap_or_else(|| self.ledger.clock(id.client));
        id.clock < end
    }

    fn at(&self, id: Id) -> Option<&Stretch> {
        if let Some(known) = self.ledger.at(id) {
            return Some(known);
        }
        let section = &self.placed.sections[self.scan.section_of(id.client)?];
        if id.clock < section.end { find(&section.stretches, id.clock) } else { None }
    }

    fn home_of(&self, id: Id) -> Option<ContainerId> {
        self.at(id).and_then(|stretch| stretch.home)
    }

    fn container(&self, id: ContainerId) -> Container {
        let known = self.ledger.containers.len();
        match (id as usize).checked_sub(known) {
            None => self.ledger.containers[id as usize],
            Some(new) => self.placed.containers[new],
        }
    }
}
