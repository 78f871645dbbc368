//! What stands in a chapter, one behind the other, each with the name that it has in every edition: texts, tables, figures, headings of
//! boxes. Lists and boxes are not shown as such: a text in a list stands as deep as it did.

use manual::id::PayloadId;
use manual::inset::{Figure, Heading};

use crate::tree::{self, Block, Head, Inline, Inset, Node, Table};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Key<'c> {
    Block(&'c str),
    Box(PayloadId),
}

#[derive(Clone, Copy)]
pub(super) enum Shown<'c> {
    Text(&'c Block),
    /// With its caption.
    Table(&'c Block, &'c Table),
    Figure(&'c Block, &'c Figure),
    Box(&'c Heading),
}

pub(super) struct Leaf<'c> {
    pub(super) key: Key<'c>,
    pub(super) shown: Shown<'c>,
    /// How many lists it stands in.
    pub(super) depth: usize,
}

impl<'c> Shown<'c> {
    pub(super) fn table(self) -> Option<(&'c Block, &'c Table)> {
        match self {
            Self::Table(block, table) => Some((block, table)),
            Self::Text(_) | Self::Figure(..) | Self::Box(_) => None,
        }
    }

    pub(super) fn figure(self) -> Option<(&'c Block, &'c Figure)> {
        match self {
            Self::Figure(block, figure) => Some((block, figure)),
            Self::Text(_) | Self::Table(..) | Self::Box(_) => None,
        }
    }

    /// One can become the other.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Text(_), Self::Text(_))
                | (Self::Table(..), Self::Table(..))
                | (Self::Figure(..), Self::Figure(..))
                | (Self::Box(_), Self::Box(_))
        )
    }
}

pub(super) fn leaves(nodes: &[Node]) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    collect(nodes, 0, &mut leaves);
    leaves
}

fn collect<'c>(nodes: &'c [Node], depth: usize, leaves: &mut Vec<Leaf<'c>>) {
    for node in nodes {
        match node {
            Node::Block(block) => push(block, depth, leaves),
            Node::List(list) => {
                for item in &list.items {
                    push(&item.first, depth + 1, leaves);
                    collect(&item.more, depth + 1, leaves);
                }
            }
            Node::Boxed(boxed) => {
                if let Head::First(heading) = &boxed.head {
                    leaves.push(Leaf { key: Key::Box(boxed.id), shown: Shown::Box(heading), depth });
                }
                collect(&boxed.nodes, depth, leaves);
            }
        }
    }
}

fn push<'c>(block: &'c Block, depth: usize, leaves: &mut Vec<Leaf<'c>>) {
    let shown = match &block.inset {
        Some(Inset::Table(table)) => Shown::Table(block, table),
        Some(Inset::Figure(figure)) => Shown::Figure(block, figure),
        None => Shown::Text(block),
    };
    leaves.push(Leaf { key: Key::Block(&block.id), shown, depth });
}

/// What the notes of a leaf say, in the order in which they stand.
pub(super) fn notes<'c>(leaf: Option<&Leaf<'c>>) -> Vec<(PayloadId, &'c [Inline])> {
    match leaf.map(|leaf| leaf.shown) {
        None | Some(Shown::Box(_)) => Vec::new(),
        Some(Shown::Text(block) | Shown::Figure(block, _)) => tree::notes(&block.content).collect(),
        Some(Shown::Table(block, table)) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.content.as_slice());
            std::iter::once(block.content.as_slice()).chain(cells).flat_map(tree::notes).collect()
        }
    }
}
