//! Which lines of its payloads a chapter shows. Pure; what nobody sees any more is `leftover`.

use std::collections::BTreeSet;

use crate::block::{Block, Head, Node};
use crate::id::PayloadId;
use crate::inline::Inline;
use crate::inset::{BoxKind, Heading, Inset};
use crate::payload::Payloads;
use crate::payload::lines::{BoxLine, FigureLine, LineAt};

/// The lines that a tree of these payloads shows.
pub fn lines(tree: &[Node], payloads: &Payloads) -> BTreeSet<LineAt> {
    let mut shown = Shown { payloads, lines: BTreeSet::new() };
    shown.nodes(tree);
    shown.lines
}

/// Whether the heading of a box has such a line.
pub(crate) fn in_heading(heading: &Heading, line: BoxLine) -> bool {
    line == BoxLine::Title || matches!(heading.kind, BoxKind::Case { .. })
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
                        let lines = BoxLine::ALL.into_iter().filter(|line| in_heading(heading, *line));
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
