//! Where things live in a document: its roots and the shared types inside them, and what may be put where.

use crate::bouncer::{DocumentKind, Kind, TypeKind};

/// A container's place in the ledger's list.
pub(super) type ContainerId = u32;

/// A root or a shared type, as far as the rules care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Container {
    shape: Shape,
    home: Home,
    /// Shared types around it; 0 for a root.
    depth: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Text,
    Array,
    Map,
    /// The attributes of a text as a whole: a map that stands behind its text in the ledger's list.
    Attributes,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Home {
    /// The chapter's text, and the maps that stand in it: paragraph marks.
    Body,
    /// A side map, or anything inside one.
    Side,
}

/// The roots of each kind of document (docs/document-model.md): the text, then the maps.
const CHAPTER_MAPS: [&str; 7] =
    ["notes", "tables", "figures", "boxes", "suggestions", "brackets", "restored"];
const OUTLINE_MAPS: [&str; 1] = ["chapters"];
const BODY: &str = "body";
/// The text and its attributes come before a chapter's maps.
const BODY_CONTAINERS: usize = 2;

/// The containers a document has from the start.
pub(super) fn roots(kind: DocumentKind) -> Vec<Container> {
    let map = Container { shape: Shape::Map, home: Home::Side, depth: 0 };
    match kind {
        DocumentKind::Outline => vec![map; OUTLINE_MAPS.len()],
        DocumentKind::Chapter | DocumentKind::Template | DocumentKind::Proposal => {
            let body = Container { shape: Shape::Text, home: Home::Body, depth: 0 };
            [body].into_iter().chain(body.attributes()).chain(vec![map; CHAPTER_MAPS.len()]).collect()
        }
    }
}

/// The container of a root with this name. `None`: no such root here.
pub(super) fn root(kind: DocumentKind, name: &str) -> Option<ContainerId> {
    let place = |maps: &[&str]| maps.iter().position(|map| *map == name);
    let index = match kind {
        DocumentKind::Outline => place(&OUTLINE_MAPS)?,
        DocumentKind::Chapter | DocumentKind::Template | DocumentKind::Proposal if name == BODY => 0,
        DocumentKind::Chapter | DocumentKind::Template | DocumentKind::Proposal => {
            BODY_CONTAINERS + place(&CHAPTER_MAPS)?
        }
    };
    ContainerId::try_from(index).ok()
}

impl Container {
    /// The container beside this one that holds its attributes; only a text has one.
    pub(super) fn attributes(&self) -> Option<Self> {
        (self.shape == Shape::Text).then_some(Self { shape: Shape::Attributes, ..*self })
    }

    /// Whether letters stand in it, one after the other.
    pub(super) fn is_text(&self) -> bool {
        self.shape == Shape::Text
    }

    /// Where in this container, whose place is `id`, an entry with or without a key lives. `None`: nowhere.
    pub(super) fn entry(&self, id: ContainerId, keyed: bool) -> Option<ContainerId> {
        match (self.shape, keyed) {
            (Shape::Text | Shape::Array, false) | (Shape::Map, true) => Some(id),
            (Shape::Text, true) => Some(id + 1),
            (Shape::Array, true) | (Shape::Map, false) | (Shape::Attributes, _) => None,
        }
    }

    /// Whether this kind of struct may live here. Text under a key, or values in a text, are read one way by Yjs and
    /// another by yrs, and no honest client writes them.
    pub(super) fn takes(&self, kind: Kind) -> bool {
        match kind {
            Kind::Text | Kind::Format => self.shape == Shape::Text,
            Kind::Values => self.shape != Shape::Text,
            Kind::Deleted | Kind::Gone | Kind::Skip | Kind::Shared(_) => true,
        }
    }

    /// The container that a new shared type in this one is. `None`: it may not be here.
    pub(super) fn holding(&self, kind: TypeKind, type_depth_max: u32) -> Option<Self> {
        let shape = match kind {
            TypeKind::Array => Shape::Array,
            TypeKind::Map => Shape::Map,
            TypeKind::Text => Shape::Text,
        };
        let inside = Self { shape, home: self.home, depth: self.depth + 1 };
        let fits = match (self.home, self.shape) {
            (_, Shape::Attributes) => false,
            (Home::Body, _) => inside.depth == 1 && shape == Shape::Map,
            (Home::Side, _) => inside.depth <= type_depth_max,
        };
        fits.then_some(inside)
    }
}
