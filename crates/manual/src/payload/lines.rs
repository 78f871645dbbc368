//! The lines of a chapter: where each stands, and which of them its tree shows. Pure but for finding the shared text.

use std::collections::BTreeSet;

use yrs::{Map, Out, ReadTxn, TextRef};

use super::{BOXES, CellKey, FIGURES, NOTES, PayloadId, Payloads, TABLES};
use crate::block::{Block, Head, Inline, Node};
use crate::inset::Inset;

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum LineAt {
    Note(PayloadId),
    Cell(PayloadId, CellKey),
    Figure(PayloadId, FigureLine),
    Box(PayloadId, BoxLine),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum FigureLine {
    Alt,
    Credit,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum BoxLine {
    Title,
    Region,
    Period,
}

impl FigureLine {
    pub const ALL: [Self; 2] = [Self::Alt, Self::Credit];

    pub fn word(self) -> &'static str {
        match self {
            Self::Alt => "alt",
            Self::Credit => "credit",
        }
    }
}

impl BoxLine {
    pub const ALL: [Self; 3] = [Self::Title, Self::Region, Self::Period];

    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Region => "region",
            Self::Period => "period",
        }
    }
}

/// The shared text of a line, if there is one.
pub fn text<T: ReadTxn>(txn: &T, line: &LineAt) -> Option<TextRef> {
    let (root, id, key) = match line {
        LineAt::Note(id) => (NOTES, id, None),
        LineAt::Cell(id, key) => (TABLES, id, Some(key.to_string())),
        LineAt::Figure(id, which) => (FIGURES, id, Some(which.word().to_owned())),
        LineAt::Box(id, which) => (BOXES, id, Some(which.word().to_owned())),
    };
    let mut found = txn.get_map(root)?.get(txn, id.as_str())?;
    if let LineAt::Cell(..) = line {
        let Out::YMap(table) = found else { return None };
        found = table.get(txn, "cells")?;
    }
    if let Some(key) = key {
        let Out::YMap(map) = found else { return None };
        found = map.get(txn, &key)?;
    }
    match found {
        Out::YText(text) => Some(text),
        _ => None,
    }
}

/// The lines that a tree of these payloads shows.
pub fn shown(tree: &[Node], payloads: &Payloads) -> BTreeSet<LineAt> {
    let mut shown = Shown { payloads, lines: BTreeSet::new() };
    shown.nodes(tree);
    shown.lines
}

struct Shown<'p> {
    payloads: &'p Payloads,
    lines: BTreeSet<LineAt>,
}

impl Shown<'_> {
    /// Recursive: only for trees that `assemble` made.
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block),
                Node::Boxed(boxed) => {
                    if let Head::First(heading) = &boxed.head {
                        let lines = BoxLine::ALL.into_iter().filter(|line| heading.shows(*line));
                        self.lines.extend(lines.map(|line| LineAt::Box(boxed.id, line)));
                    }
                    self.nodes(&boxed.blocks);
                }
                Node::List(list) => {
                    for item in &list.items {
                        self.block(&item.first);
                        self.nodes(&item.more);
                    }
                }
            }
        }
    }

    fn block(&mut self, block: &Block) {
        self.content(&block.content);
        let Some(id) = block.payload else { return };
        match block.inset.as_deref() {
            Some(Inset::Figure(_)) => {
                self.lines.extend(FigureLine::ALL.map(|line| LineAt::Figure(id, line)));
            }
            Some(Inset::Table(table)) => {
                let rows: BTreeSet<PayloadId> = table.rows.iter().map(|row| row.id).collect();
                let cols: BTreeSet<PayloadId> = table.cols.iter().map(|col| col.id).collect();
                let keys = self.payloads.tables.get(&id).into_iter().flat_map(|parts| parts.cells.keys());
                let keys = keys.filter(|key| rows.contains(&key.row) && cols.contains(&key.col));
                self.lines.extend(keys.map(|key| LineAt::Cell(id, *key)));
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.content(&cell.content));
            }
            None => {}
        }
    }

    fn content(&mut self, content: &[Inline]) {
        let notes = content.iter().filter_map(|inline| match inline {
            Inline::Note { id, .. } => Some(LineAt::Note(*id)),
            _ => None,
        });
        self.lines.extend(notes);
    }
}
