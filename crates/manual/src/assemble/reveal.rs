//! Rule 12: puts what each payload holds where it is referred to first, in the order of reading.

use std::collections::HashSet;

use crate::block::{Block, Boxed, Head, Kind, Node};
use crate::id::PayloadId;
use crate::inline::Inline;
use crate::inset::{BoxKind, Figure, Heading, Inset, Table, Visibility};
use crate::line::{self, Inside};
use crate::payload::{BoxParts, FigureParts, Payloads};
use crate::table::PLACES_MAX;

/// Shows the payloads of a tree that was just made. Recursive: a tree of ours is a box, six lists and a cell deep.
pub(super) fn reveal(tree: &mut [Node], payloads: &Payloads) {
    let mut reveal = Reveal {
        payloads,
        notes: HashSet::new(),
        tables: HashSet::new(),
        figures: HashSet::new(),
        places_left: PLACES_MAX,
    };
    reveal.nodes(tree);
}

struct Reveal<'p> {
    payloads: &'p Payloads,
    /// What is shown already.
    notes: HashSet<PayloadId>,
    tables: HashSet<PayloadId>,
    figures: HashSet<PayloadId>,
    /// How many cells may still be shown.
    places_left: usize,
}

impl Reveal<'_> {
    fn nodes(&mut self, nodes: &mut [Node]) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block),
                Node::Boxed(boxed) => self.boxed(boxed),
                Node::List(list) => {
                    for item in &mut list.items {
                        self.block(&mut item.first);
                        self.nodes(&mut item.more);
                    }
                }
            }
        }
    }

    fn boxed(&mut self, Boxed { id, head, blocks }: &mut Boxed) {
        if let (Head::First(heading), Some(parts)) = (head, self.payloads.boxes.get(id)) {
            *heading = heading_of(parts);
        }
        self.nodes(blocks);
    }

    fn block(&mut self, block: &mut Block) {
        self.content(&mut block.content);
        let Some(id) = block.payload else { return };
        if block.kind == Kind::Table && self.tables.insert(id) {
            block.inset = Some(Box::new(Inset::Table(self.table(id))));
        } else if block.kind == Kind::Figure && self.figures.insert(id) {
            let figure = self.payloads.figures.get(&id).map(figure_of).unwrap_or_default();
            block.inset = Some(Box::new(Inset::Figure(figure)));
        }
    }

    fn table(&mut self, id: PayloadId) -> Table {
        let Some(parts) = self.payloads.tables.get(&id) else { return Table::default() };
        let mut table = Table::of(parts, self.places_left);
        self.places_left -= table.places();
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            self.content(&mut cell.content);
        }
        table
    }

    fn content(&mut self, content: &mut [Inline]) {
        for inline in content {
            if let Inline::Note { id, content } = inline
                && self.notes.insert(*id)
            {
                let line = self.payloads.notes.get(id);
                *content = Some(line.map(|line| line::content(line, Inside::Note)).unwrap_or_default());
            }
        }
    }
}

fn figure_of(parts: &FigureParts) -> Figure {
    Figure {
        image: parts.image.clone(),
        alt: line::plain(&parts.alt),
        credit: line::plain(&parts.credit),
        decorative: parts.decorative,
    }
}

fn heading_of(parts: &BoxParts) -> Heading {
    let kind = match parts.kind.as_deref() {
        Some("case") => BoxKind::Case {
            region: line::plain(&parts.region),
            period: line::plain(&parts.period),
            visibility: parts.visibility.as_deref().and_then(Visibility::parse).unwrap_or_default(),
        },
        Some("checklist") => BoxKind::Checklist,
        _ => BoxKind::Key,
    };
    Heading { title: line::plain(&parts.title), kind }
}
