//! The pieces of a tree, each with a name that is the same in every state of the chapter, its words, and its form: all that
//! is not words. What a note says is a piece of its own, so that it is no part of the form of what refers to it.

use std::fmt::Write;

use crate::block::{Block, Boxed, Head, Kind, ListStyle, Node};
use crate::id::PayloadId;
use crate::inline::Inline;
use crate::inset::{BoxKind, Figure, Inset, Table};
use crate::numbers::plain;

/// What a piece is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// A block's own text; of a table or figure its caption.
    Block(Kind),
    Cell,
    Note,
    /// The title, region or period of a box.
    Box,
    Alt,
    Credit,
}

impl Of {
    /// The word used on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Block(kind) => kind.word(),
            Self::Cell => "cell",
            Self::Note => "note",
            Self::Box => "box",
            Self::Alt => "alt",
            Self::Credit => "credit",
        }
    }
}

pub(super) struct Piece {
    pub(super) key: String,
    pub(super) block: String,
    pub(super) of: Of,
    pub(super) text: String,
    pub(super) form: String,
}

/// Where a block stands: its list, and its box.
#[derive(Clone, Copy, Default)]
struct Around {
    list: Option<(ListStyle, u8)>,
    in_box: Option<PayloadId>,
}

pub(super) fn pieces(tree: &[Node]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    nodes(&mut pieces, tree, Around::default());
    pieces
}

/// Recursive: only for trees that `assemble` made, at most a box and six lists deep.
fn nodes(pieces: &mut Vec<Piece>, tree: &[Node], around: Around) {
    for node in tree {
        match node {
            Node::Block(block) => self::block(pieces, block, around, ""),
            Node::Boxed(boxed) => self::boxed(pieces, boxed),
            Node::List(list) => {
                let depth = around.list.map_or(0, |(_, depth)| depth + 1);
                let around = Around { list: Some((list.style, depth)), ..around };
                for item in &list.items {
                    self::block(pieces, &item.first, around, "item");
                    nodes(pieces, &item.more, around);
                }
            }
        }
    }
}

fn boxed(pieces: &mut Vec<Piece>, Boxed { id, head, blocks }: &Boxed) {
    if let Head::First(heading) = head {
        let first = blocks.first().and_then(first_block).unwrap_or_default();
        let mut line = |name: &str, text: &str, form: &str| {
            let (key, block) = (format!("box {id} {name}"), first.to_owned());
            pieces.push(Piece { key, block, of: Of::Box, text: text.to_owned(), form: form.to_owned() });
        };
        match &heading.kind {
            BoxKind::Case { region, period, visibility } => {
                line("title", &heading.title, &format!("{} {}", heading.kind.word(), visibility.word()));
                line("region", region, "");
                line("period", period, "");
            }
            kind => line("title", &heading.title, kind.word()),
        }
    }
    nodes(pieces, blocks, Around { in_box: Some(*id), list: None });
}

fn first_block(node: &Node) -> Option<&str> {
    match node {
        Node::Block(block) => Some(&block.id),
        Node::List(list) => list.items.first().map(|item| item.first.id.as_str()),
        Node::Boxed(boxed) => boxed.blocks.first().and_then(first_block),
    }
}

fn block(pieces: &mut Vec<Piece>, block: &Block, around: Around, opens: &str) {
    let Block { kind, id, dir, lang, part, content, payload, inset } = block;
    let (list, in_box) = (around.list, around.in_box);
    let mut form = format!("{kind:?} {dir:?} {lang:?} {part:?} {payload:?} {list:?} {in_box:?} {opens} ");
    inline_form(&mut form, content);
    match inset.as_deref() {
        Some(Inset::Table(table)) => table_form(&mut form, table),
        Some(Inset::Figure(Figure { image, decorative, alt: _, credit: _ })) => {
            let _ = write!(form, "{image:?} {decorative}");
        }
        None => {}
    }
    pieces.push(Piece {
        key: format!("block {id}"),
        block: id.clone(),
        of: Of::Block(*kind),
        text: plain(content),
        form,
    });
    notes(pieces, id, content);
    match inset.as_deref() {
        Some(Inset::Table(table)) => cells(pieces, block, table),
        Some(Inset::Figure(figure)) => {
            for (of, text) in [(Of::Alt, &figure.alt), (Of::Credit, &figure.credit)] {
                let key = format!("{} {id}", of.word());
                pieces.push(Piece { key, block: id.clone(), of, text: text.clone(), form: String::new() });
            }
        }
        None => {}
    }
}

/// Each cell by the row and column it begins in.
fn cells(pieces: &mut Vec<Piece>, block: &Block, table: &Table) {
    for (at, cell) in table.begun() {
        let (row, col) = at;
        let mut form = format!("{} {} ", cell.across, cell.down);
        inline_form(&mut form, &cell.content);
        let (key, id) = (format!("cell {} {row} {col}", block.id), block.id.clone());
        pieces.push(Piece { key, block: id, of: Of::Cell, text: plain(&cell.content), form });
        notes(pieces, &block.id, &cell.content);
    }
}

fn notes(pieces: &mut Vec<Piece>, block: &str, content: &[Inline]) {
    for inline in content {
        if let Inline::Note { id, content: Some(said) } = inline {
            let mut form = String::new();
            inline_form(&mut form, said);
            let (key, block) = (format!("note {id}"), block.to_owned());
            pieces.push(Piece { key, block, of: Of::Note, text: plain(said), form });
        }
    }
}

fn table_form(form: &mut String, table: &Table) {
    let rows: Vec<PayloadId> = table.rows.iter().map(|row| row.id).collect();
    let _ = write!(form, "{:?} {rows:?} {} {}", table.cols, table.head_row, table.head_col);
}

/// What runs look like and what stands between them. Plain words are no part of it, so that one more of them is no change of
/// form; those with emphasis are, so that it is told which have it.
fn inline_form(form: &mut String, content: &[Inline]) {
    for inline in content {
        let _ = match inline {
            Inline::Text { text: _, style } if *style == crate::inline::Style::default() => Ok(()),
            Inline::Text { text, style } => write!(form, "[{style:?} {text}]"),
            Inline::Break => write!(form, "/"),
            Inline::PageBreak => write!(form, "//"),
            Inline::Note { id, content: _ } => write!(form, "*{id}"),
            Inline::Xref { target, chapter } => write!(form, "@{target} {chapter:?}"),
            Inline::Unknown(value) => write!(form, "?{value}"),
        };
    }
}
