//! Words that have no place any more: they arrived for a note, table, figure, box, row or column that somebody had removed
//! meanwhile (docs/document-model.md, "Left over"). Finds them and says what they are; what becomes of them a person says.
//!
//! TypeScript has the same in web/src/editor; both read crates/manual/vectors/leftover-*.json.

use std::collections::{HashMap, HashSet};

use crate::block::{Block, Head, Node};
use crate::id::PayloadId;
use crate::inline::Inline;
use crate::inset::{Heading, Inset, Table};
use crate::line;
use crate::numbers::has_words;
use crate::payload::lines::BoxLine;
use crate::payload::{Line, Payloads, TableParts};
use crate::shown::in_heading;

/// Something that is not shown and has words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOver {
    pub of: Of,
    /// The plain text of each line that has words, in the order in which they are written down.
    pub lines: Vec<String>,
}

/// What the words are of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Of {
    Note(PayloadId),
    Table(PayloadId),
    Figure(PayloadId),
    /// A box, or the region and period of one that is shown and is no case study.
    Box(PayloadId),
    /// A row that a table which is shown does not show.
    Row {
        table: PayloadId,
        row: PayloadId,
    },
    /// A column of which the same is true, in rows that are shown.
    Column {
        table: PayloadId,
        col: PayloadId,
    },
}

/// What is left over in a chapter that shows this tree of these payloads.
pub fn leftover(tree: &[Node], payloads: &Payloads) -> Vec<LeftOver> {
    let mut shown = Shown::default();
    shown.nodes(tree);
    let mut found = Vec::new();
    for (id, said) in payloads.notes.iter().filter(|(id, _)| !shown.notes.contains(id)) {
        push(&mut found, Of::Note(*id), [said]);
    }
    let seen: HashSet<PayloadId> = shown.tables.iter().map(|(id, _)| *id).collect();
    for (id, parts) in payloads.tables.iter().filter(|(id, _)| !seen.contains(id)) {
        push(&mut found, Of::Table(*id), parts.cells.values());
    }
    for (id, parts) in payloads.figures.iter().filter(|(id, _)| !shown.figures.contains(id)) {
        push(&mut found, Of::Figure(*id), [&parts.alt, &parts.credit]);
    }
    for (id, parts) in &payloads.boxes {
        let heading = shown.boxes.get(id);
        let left = BoxLine::ALL
            .into_iter()
            .filter(|line| !heading.is_some_and(|heading| in_heading(heading, *line)));
        push(&mut found, Of::Box(*id), left.map(|line| parts.line(line)));
    }
    for (id, table) in shown.tables {
        if let Some(parts) = payloads.tables.get(&id) {
            in_table(&mut found, id, table, parts);
        }
    }
    found
}

fn push<'l>(found: &mut Vec<LeftOver>, of: Of, lines: impl IntoIterator<Item = &'l Line>) {
    let lines: Vec<String> = lines.into_iter().map(line::plain).filter(|text| has_words(text)).collect();
    if !lines.is_empty() {
        found.push(LeftOver { of, lines });
    }
}

/// The lines of rows and columns that are not shown, in the order of their first keys.
fn in_table(found: &mut Vec<LeftOver>, id: PayloadId, table: &Table, parts: &TableParts) {
    let rows: HashSet<PayloadId> = table.rows.iter().map(|row| row.id).collect();
    let cols: HashSet<PayloadId> = table.cols.iter().map(|col| col.id).collect();
    let mut order: Vec<(Of, Vec<&Line>)> = Vec::new();
    let mut places: HashMap<Of, usize> = HashMap::new();
    for (key, line) in &parts.cells {
        let of = match (rows.contains(&key.row), cols.contains(&key.col)) {
            (true, true) => continue,
            (false, _) => Of::Row { table: id, row: key.row },
            (true, false) => Of::Column { table: id, col: key.col },
        };
        let place = *places.entry(of).or_insert(order.len());
        if place == order.len() {
            order.push((of, Vec::new()));
        }
        order[place].1.push(line);
    }
    for (of, lines) in order {
        push(found, of, lines);
    }
}

/// What a tree refers to where it shows it.
#[derive(Default)]
struct Shown<'t> {
    notes: HashSet<PayloadId>,
    /// In the order of reading.
    tables: Vec<(PayloadId, &'t Table)>,
    figures: HashSet<PayloadId>,
    boxes: HashMap<PayloadId, &'t Heading>,
}

impl<'t> Shown<'t> {
    /// Recursive: only for trees that `assemble` made.
    fn nodes(&mut self, nodes: &'t [Node]) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block),
                Node::Boxed(boxed) => {
                    if let Head::First(heading) = &boxed.head {
                        self.boxes.insert(boxed.id, heading);
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

    fn block(&mut self, block: &'t Block) {
        self.content(&block.content);
        match (block.payload, block.inset.as_deref()) {
            (Some(id), Some(Inset::Table(table))) => {
                self.tables.push((id, table));
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.content(&cell.content));
            }
            (Some(id), Some(Inset::Figure(_))) => {
                self.figures.insert(id);
            }
            _ => {}
        }
    }

    fn content(&mut self, content: &[Inline]) {
        for inline in content {
            if let Inline::Note { id, .. } = inline {
                self.notes.insert(*id);
            }
        }
    }
}
