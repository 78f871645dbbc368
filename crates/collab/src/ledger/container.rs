//! Where things live in a document: its roots and the shared types inside them, and what may be put where.

use crate::bouncer::{DocumentKind, TypeKind};

/// A container's place in the ledger's list.
pub(super) type ContainerId = u32;

/// A root or a shared type, as far as the rules care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Container {
    home: Home,
    /// Its entries stand under keys, and only there.
    map: bool,
    /// Shared types around it; 0 for a root.
    depth: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Home {
    /// The chapter's text.
    Body,
    /// Attributes of the text as a whole.
    BodyAttributes,
    /// A map that stands in the text: a paragraph mark.
    Mark,
    /// A side map, or anything inside one.
    Side,
}

/// The roots of each kind of document (docs/document-model.md). The text's attributes count as a root of their own.
const CHAPTER_ROOTS: [&str; 8] =
    ["body", "notes", "tables", "figures", "boxes", "suggestions", "brackets", "restored"];
const OUTLINE_ROOTS: [&str; 1] = ["chapters"];

const BODY: ContainerId = 0;

fn names(kind: DocumentKind) -> &'static [&'static str] {
    match kind {
        DocumentKind::Chapter => &CHAPTER_ROOTS,
        DocumentKind::Outline => &OUTLINE_ROOTS,
    }
}

/// The containers a document has from the start: one for each root, then the text's attributes.
pub(super) fn roots(kind: DocumentKind) -> Vec<Container> {
    let side = Container { home: Home::Side, map: true, depth: 0 };
    let mut roots = vec![side; names(kind).len()];
    if kind == DocumentKind::Chapter {
        roots[BODY as usize] = Container { home: Home::Body, map: false, depth: 0 };
        roots.push(Container { home: Home::BodyAttributes, map: true, depth: 0 });
    }
    roots
}

/// The container of a root with this name, and of a keyed entry in it. `None`: no such root here.
pub(super) fn root(kind: DocumentKind, name: &str, keyed: bool) -> Option<ContainerId> {
    let index = names(kind).iter().position(|known| *known == name)? as ContainerId;
    let attributes = kind == DocumentKind::Chapter && index == BODY && keyed;
    Some(if attributes { CHAPTER_ROOTS.len() as ContainerId } else { index })
}

impl Container {
    /// Whether an entry may stand here with, or without, a key.
    pub(super) fn takes(&self, keyed: bool) -> bool {
        keyed || !self.map
    }

    /// Whether values may stand here as they do in a map or an array. In the chapter's text they would take a
    /// position that nothing shows.
    pub(super) fn takes_values(&self) -> bool {
        self.home != Home::Body
    }

    /// The container that a new shared type in this one is. `None`: it may not be here.
    pub(super) fn holding(&self, kind: TypeKind, type_depth_max: u32) -> Option<Self> {
        let map = kind == TypeKind::Map;
        match self.home {
            Home::Body => map.then_some(Self { home: Home::Mark, map, depth: 1 }),
            Home::BodyAttributes | Home::Mark => None,
            Home::Side => {
                let depth = self.depth + 1;
                (depth <= type_depth_max).then_some(Self { home: Home::Side, map, depth })
            }
        }
    }
}
