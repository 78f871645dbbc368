//! The blocks of a chapter of one edition, each by the name that it has in every edition, with where it stands.

use std::collections::HashMap;

use manual::block::{Direction, ListStyle};
use manual::id::PayloadId;

use crate::set::{Boxed, Figure, Heading, Line, List, Node, Table, Text};

/// A block, or the head of a box.
#[derive(Clone, Copy)]
pub enum Shown<'b> {
    Heading(&'b Heading),
    Text(&'b Text),
    Table(&'b Table),
    Figure(&'b Figure),
    Box(&'b Boxed),
}

/// Where a block stands.
#[derive(Clone, Default)]
pub struct Place<'b> {
    pub boxed: Option<&'b Boxed>,
    /// From the outermost.
    pub lists: Vec<Level>,
}

/// A list that a block stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Level {
    pub style: ListStyle,
    pub dir: Direction,
    /// Of its item, counted from 1.
    pub number: usize,
    /// The item begins with it.
    pub begins: bool,
}

impl<'b> Shown<'b> {
    /// Its own words; of a table or figure its caption.
    pub fn line(self) -> Option<&'b Line> {
        match self {
            Self::Heading(heading) => Some(&heading.line),
            Self::Text(text) => Some(&text.line),
            Self::Table(table) => Some(&table.caption),
            Self::Figure(figure) => Some(&figure.caption),
            Self::Box(_) => None,
        }
    }

    /// One can become the other.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Heading(_) | Self::Text(_), Self::Heading(_) | Self::Text(_))
                | (Self::Table(_), Self::Table(_))
                | (Self::Figure(_), Self::Figure(_))
                | (Self::Box(_), Self::Box(_))
        )
    }
}

pub(super) struct Here<'b> {
    pub(super) shown: Shown<'b>,
    pub(super) place: Place<'b>,
}

/// Those of one chapter.
#[derive(Default)]
pub(super) struct Leaves<'b> {
    blocks: HashMap<&'b str, Here<'b>>,
    /// Where each is shown first.
    boxes: HashMap<PayloadId, &'b Boxed>,
}

impl<'b> Leaves<'b> {
    pub(super) fn of(nodes: &'b [Node]) -> Self {
        let mut leaves = Self::default();
        leaves.collect(nodes, &Place::default());
        leaves
    }

    pub(super) fn block(&self, id: &str) -> Option<&Here<'b>> {
        self.blocks.get(id)
    }

    pub(super) fn head(&self, id: PayloadId) -> Option<&'b Boxed> {
        self.boxes.get(&id).copied()
    }

    fn collect(&mut self, nodes: &'b [Node], place: &Place<'b>) {
        for node in nodes {
            match node {
                Node::Heading(heading) => self.push(&heading.id, Shown::Heading(heading), place),
                Node::Text(text) => self.push(&text.id, Shown::Text(text), place),
                Node::Table(table) => self.push(&table.id, Shown::Table(table), place),
                Node::Figure(figure) => self.push(&figure.id, Shown::Figure(figure), place),
                Node::List(list) => self.list(list, place),
                Node::Boxed(boxed) => {
                    if boxed.heading.is_some() {
                        self.boxes.insert(boxed.id, boxed);
                    }
                    self.collect(&boxed.nodes, &Place { boxed: Some(boxed), lists: Vec::new() });
                }
            }
        }
    }

    fn list(&mut self, list: &'b List, around: &Place<'b>) {
        for (at, item) in list.items.iter().enumerate() {
            let mut place = around.clone();
            let (style, dir, number) = (list.style, list.dir, at + 1);
            place.lists.iter_mut().for_each(|level| level.begins = false);
            place.lists.push(Level { style, dir, number, begins: true });
            let first = item.nodes.len().min(1);
            self.collect(&item.nodes[..first], &place);
            place.lists.iter_mut().for_each(|level| level.begins = false);
            self.collect(&item.nodes[first..], &place);
        }
    }

    fn push(&mut self, id: &'b str, shown: Shown<'b>, place: &Place<'b>) {
        self.blocks.insert(id, Here { shown, place: place.clone() });
    }
}
