//! The numbers that a chapter's headings, tables, figures, boxes and notes have in the order of reading, and what a
//! cross-reference may point at (docs/document-model.md, "Numbers"). Pure; nothing of it is ever written down.
//!
//! TypeScript has the same in web/src; both read crates/manual/vectors/numbers-*.json.

use std::collections::HashMap;

use crate::block::{Block, Boxed, Head, Kind, Node};
use crate::id::PayloadId;
use crate::inline::{Inline, is_control, is_space};
use crate::inset::Inset;

/// Counts what has a number, asked for one after the other in the order of reading.
#[derive(Clone, Debug)]
pub struct Counter<'c> {
    chapter: Option<&'c str>,
    has_h2: bool,
    h2: u32,
    h3: u32,
    tables: u32,
    figures: u32,
    boxes: u32,
    notes: u32,
}

/// The numbers of a chapter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Numbers {
    /// Of headings, tables and figures, by the id of their block.
    pub blocks: HashMap<String, String>,
    pub boxes: HashMap<PayloadId, String>,
    pub notes: HashMap<PayloadId, u32>,
}

/// What a cross-reference may point at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The id of the block, or of the box.
    pub id: String,
    pub kind: TargetKind,
    pub title: String,
    pub number: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TargetKind {
    /// A heading of this kind.
    Heading(Kind),
    Table,
    Figure,
    Box,
}

/// The numbers of a chapter. `chapter` is its own number in the outline, where that is known.
pub fn numbers(tree: &[Node], chapter: Option<&str>) -> Numbers {
    let mut walk = Walk::new(chapter);
    walk.nodes(tree);
    walk.numbers
}

/// What a cross-reference to this chapter may point at, in the order of reading.
pub fn targets(tree: &[Node], chapter: Option<&str>) -> Vec<Target> {
    let mut walk = Walk::new(chapter);
    walk.nodes(tree);
    walk.targets
}

/// The text of a block, or of another content: its characters, each break as a space, without spaces at both ends.
pub fn plain(content: &[Inline]) -> String {
    let mut plain = String::new();
    for inline in content {
        match inline {
            Inline::Text { text, .. } => plain.push_str(text),
            Inline::Break => plain.push(' '),
            Inline::PageBreak | Inline::Note { .. } | Inline::Xref { .. } | Inline::Unknown(_) => {}
        }
    }
    plain.trim_matches(is_space).to_owned()
}

impl TargetKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Heading(kind) => kind.word(),
            Self::Table => "table",
            Self::Figure => "figure",
            Self::Box => "box",
        }
    }
}

impl<'c> Counter<'c> {
    pub fn new(chapter: Option<&'c str>) -> Self {
        Self { chapter, has_h2: false, h2: 0, h3: 0, tables: 0, figures: 0, boxes: 0, notes: 0 }
    }

    /// The number of a heading with words in it; one of the third level has none.
    pub fn heading(&mut self, kind: Kind) -> Option<String> {
        match kind {
            Kind::Heading2 => self.has_h2 = true,
            Kind::Heading3 => {}
            _ => return None,
        }
        // One that stands below no h2 counts like one.
        let (h2, h3) = match kind {
            Kind::Heading3 if self.has_h2 => (self.h2, self.h3 + 1),
            _ => (self.h2 + 1, 0),
        };
        (self.h2, self.h3) = (h2, h3);
        let within = if h3 == 0 { h2.to_string() } else { format!("{h2}.{h3}") };
        Some(self.whole(&within))
    }

    pub fn table(&mut self) -> String {
        self.tables += 1;
        self.whole(&self.tables.to_string())
    }

    pub fn figure(&mut self) -> String {
        self.figures += 1;
        self.whole(&self.figures.to_string())
    }

    pub fn boxed(&mut self) -> String {
        self.boxes += 1;
        self.whole(&self.boxes.to_string())
    }

    /// Notes are counted by themselves in every chapter.
    pub fn note(&mut self) -> u32 {
        self.notes += 1;
        self.notes
    }

    fn whole(&self, within: &str) -> String {
        self.chapter.map_or_else(|| within.to_owned(), |chapter| format!("{chapter}.{within}"))
    }
}

struct Walk<'c> {
    counter: Counter<'c>,
    numbers: Numbers,
    targets: Vec<Target>,
}

impl<'c> Walk<'c> {
    fn new(chapter: Option<&'c str>) -> Self {
        Self { counter: Counter::new(chapter), numbers: Numbers::default(), targets: Vec::new() }
    }

    /// Recursive: only for trees that `assemble` made.
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block),
                Node::Boxed(boxed) => self.boxed(boxed),
                Node::List(list) => {
                    for item in &list.items {
                        self.block(&item.first);
                        self.nodes(&item.more);
                    }
                }
            }
        }
    }

    fn boxed(&mut self, Boxed { id, head, blocks }: &Boxed) {
        if let Head::First(heading) = head {
            let number = self.counter.boxed();
            self.numbers.boxes.insert(*id, number.clone());
            let title = heading.title.trim_matches(is_space).to_owned();
            self.targets.push(Target {
                id: id.to_string(),
                kind: TargetKind::Box,
                title,
                number: Some(number),
            });
        }
        self.nodes(blocks);
    }

    fn block(&mut self, block: &Block) {
        let title = plain(&block.content);
        match block.inset.as_deref() {
            Some(Inset::Table(_)) => {
                let number = self.counter.table();
                self.numbered(block, TargetKind::Table, title, Some(number));
            }
            Some(Inset::Figure(_)) => {
                let number = self.counter.figure();
                self.numbered(block, TargetKind::Figure, title, Some(number));
            }
            None if block.kind.is_heading() && !title.is_empty() => {
                let number = self.counter.heading(block.kind);
                self.numbered(block, TargetKind::Heading(block.kind), title, number);
            }
            None => {}
        }
        self.notes(&block.content);
        if let Some(Inset::Table(table)) = block.inset.as_deref() {
            table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.notes(&cell.content));
        }
    }

    fn numbered(&mut self, block: &Block, kind: TargetKind, title: String, number: Option<String>) {
        if let Some(number) = &number {
            self.numbers.blocks.insert(block.id.clone(), number.clone());
        }
        self.targets.push(Target { id: block.id.clone(), kind, title, number });
    }

    fn notes(&mut self, content: &[Inline]) {
        for inline in content {
            if let Inline::Note { id, content: Some(_) } = inline {
                self.numbers.notes.insert(*id, self.counter.note());
            }
        }
    }
}

/// Whether a text has a character that is neither a space nor a break.
pub fn has_words(text: &str) -> bool {
    text.chars().any(|c| !is_space(c) && !is_control(c))
}
