//! Finds the place of every new struct of an update: the container it lives in. Tells when a place is not allowed.
//! Structs come in an order in which each finds what it rests on (`bouncer::order`).

use super::Ledger;
use super::client::{Class, Stretch, append, find};
use super::container::{Container, ContainerId, root};
use crate::bouncer::{Id, Kind, Parent, Scan, Struct, Turn, TypeKind};

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
    /// Some struct claims neighbours that cannot have stood side by side.
    pub(super) crossed: bool,
}

/// The new structs of one client.
pub(super) struct PlacedSection {
    pub(super) client: u64,
    known: u32,
    /// Everything below is in the document or placed.
    pub(super) end: u32,
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
        scan.section_of(client).map(|section| self.sections[section].end)
    }
}

/// Places all new structs of an update.
pub(super) fn place(ledger: &Ledger, scan: &Scan<'_>, type_depth_max: u32) -> Placed {
    let section = |client| {
        let known = ledger.clock(client);
        PlacedSection { client, known, end: known, stretches: Vec::new() }
    };
    let sections = scan.clients().map(section).collect();
    let placed = Placed { sections, containers: Vec::new(), gap: false, forbidden: false, crossed: false };
    let mut placing = Placing { ledger, scan, type_depth_max, placed };
    let ordered = scan.in_order(|client| ledger.clock(client), |turn| placing.take(&turn));
    placing.placed.gap = !ordered.whole;
    placing.placed
}

struct Placing<'l, 's, 'a> {
    ledger: &'l Ledger,
    scan: &'s Scan<'a>,
    type_depth_max: u32,
    placed: Placed,
}

/// The home of a struct.
#[derive(Clone, Copy)]
enum Home {
    In(ContainerId),
    Gone,
    Forbidden,
}

impl Placing<'_, '_, '_> {
    fn take(&mut self, turn: &Turn<'_, '_>) {
        let (class, home) = match self.home(turn) {
            Home::In(home) => (self.class(home, turn.item.kind), Some(home)),
            Home::Gone => (Some(Class::Gone), None),
            Home::Forbidden => (None, None),
        };
        self.placed.forbidden |= class.is_none();
        self.placed.crossed |= self.crosses(turn.item);
        let class = class.unwrap_or(Class::Gone);
        let stretch = Stretch { start: turn.start, class, home, goes_on: self.goes_on(turn) };
        let section = &mut self.placed.sections[turn.section];
        append(&mut section.stretches, stretch);
        section.end = turn.item.end();
    }

    /// Whether a struct was put right behind the unit before it. Of what is gone nobody knows, and nobody asks.
    fn goes_on(&self, turn: &Turn<'_, '_>) -> bool {
        let client = self.placed.sections[turn.section].client;
        let before = turn.start.checked_sub(1).map(|clock| Id { client, clock });
        turn.item.kind == Kind::Gone
            || turn.item.clock < turn.start
            || (before.is_some() && turn.item.origin == before)
    }

    /// What a struct is where it lives; opens a container for a shared type. `None`: it may not be there.
    fn class(&mut self, home: ContainerId, kind: Kind) -> Option<Class> {
        if !self.container(home).takes(kind) {
            return None;
        }
        match kind {
            Kind::Gone | Kind::Skip => Some(Class::Gone),
            Kind::Deleted => Some(Class::Deleted),
            Kind::Format => Some(Class::Format),
            Kind::Text | Kind::Values => Some(Class::Content),
            Kind::Shared(kind) => self.open(home, kind).map(Class::Shared),
        }
    }

    /// Where a struct lives. Rests on the same order as yrs: what it says itself, then its left, then its right.
    fn home(&self, turn: &Turn<'_, '_>) -> Home {
        let item = turn.item;
        if item.kind == Kind::Gone {
            return Home::Gone;
        }
        let home = match item.parent {
            Parent::Root(name) => match root(self.ledger.kind, name) {
                Some(container) => self.entry(container, item.key.is_some()),
                None => Home::Forbidden,
            },
            Parent::Item(id) => match self.at(id).map(|stretch| stretch.class) {
                Some(Class::Shared(container)) => self.entry(container, item.key.is_some()),
                Some(Class::Deleted | Class::Gone) | None => Home::Gone,
                Some(Class::Content | Class::Format) => Home::Forbidden,
            },
            Parent::Inherited => self.inherited(item),
        };
        // The rest of a struct whose first part is known must live where that part does: yrs and Yjs would not agree
        // on where to put it.
        match (self.known_part(turn).map(|id| self.home_of(id)), home) {
            (Some(Some(known)), Home::In(container)) if known == container => home,
            (Some(None), Home::Gone) | (None, _) => home,
            (Some(_), _) => Home::Forbidden,
        }
    }

    /// The last unit of a struct's first part, if the document has that already.
    fn known_part(&self, turn: &Turn<'_, '_>) -> Option<Id> {
        let client = self.placed.sections[turn.section].client;
        (turn.item.clock < turn.start).then(|| Id { client, clock: turn.start - 1 })
    }

    fn entry(&self, container: ContainerId, keyed: bool) -> Home {
        self.container(container).entry(container, keyed).map_or(Home::Forbidden, Home::In)
    }

    /// Where the neighbours live: both in one place. If one of them is gone, Yjs and yrs would not agree.
    fn inherited(&self, item: &Struct<'_>) -> Home {
        let neighbours = [item.origin, item.right_origin].into_iter().flatten();
        let mut homes = neighbours.map(|id| self.home_of(id));
        let Some(first) = homes.next() else { return Home::Forbidden };
        if homes.any(|other| other != first) {
            return Home::Forbidden;
        }
        first.map_or(Home::Gone, Home::In)
    }

    /// Makes the container that a new shared type is, and behind it the one for its attributes if it has any.
    fn open(&mut self, home: ContainerId, kind: TypeKind) -> Option<ContainerId> {
        let container = self.container(home).holding(kind, self.type_depth_max)?;
        let id = self.ledger.containers.len() + self.placed.containers.len();
        self.placed.containers.push(container);
        self.placed.containers.extend(container.attributes());
        Some(ContainerId::try_from(id).expect("a container takes bytes of a bounded document"))
    }

    fn at(&self, id: Id) -> Option<&Stretch> {
        if let Some(known) = self.ledger.at(id) {
            return Some(known);
        }
        let section = &self.placed.sections[self.scan.section_of(id.client)?];
        if id.clock < section.end { find(&section.stretches, id.clock) } else { None }
    }

    /// Whether a struct claims a left and a right neighbour out of one run that are not next to each other. Whoever
    /// knew the later one knew all between; and the wrong way round, Yjs and yrs would not agree.
    fn crosses(&self, item: &Struct<'_>) -> bool {
        let (Some(left), Some(right)) = (item.origin, item.right_origin) else { return false };
        let start = |id| self.at(id).filter(|stretch| stretch.home.is_some()).map(|stretch| stretch.start);
        let one_run = left.client == right.client && start(left).is_some() && start(left) == start(right);
        one_run && right.clock != left.clock + 1
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
