//! A frozen chapter: blocks, lists, boxes and runs of text, all of them plain values. Says nothing of who wrote what.
//!
//! Its own types and not those of the live model, so that a published format does not change with the editor. Made by
//! `freeze`, written and read by `shape`. Whoever shows a tree matches each kind by name, so that a new one cannot be
//! forgotten anywhere.

use std::collections::BTreeMap;

use manual::block::{Direction, Kind, ListStyle};
use manual::id::{ChapterId, PayloadId};
use manual::inline::Style;
use manual::inset::{Column, Figure, Heading, Image, ImageKind, Visibility};

use crate::Format;

/// Most lists inside each other.
pub const LISTS_MAX: usize = manual::block::LIST_DEPTH_MAX as usize + 1;

/// One chapter of an edition.
#[derive(Clone, PartialEq, Debug)]
pub struct Chapter {
    pub format: Format,
    pub id: ChapterId,
    pub title: String,
    pub nodes: Vec<Node>,
}

/// What stands at one level of a chapter.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    Block(Block),
    List(List),
    /// In no list and in no other box.
    Boxed(Boxed),
}

/// A paragraph, heading, quote, definition, table or figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub kind: Kind,
    /// Unique in the chapter, and the same from one edition to the next.
    pub id: String,
    pub dir: Option<Direction>,
    pub lang: Option<String>,
    /// Of a table or figure: its caption.
    pub content: Vec<Inline>,
    /// Of a table or figure: its id, also where it is only referred to.
    pub payload: Option<PayloadId>,
    /// The table or figure itself, where it is shown.
    pub inset: Option<Inset>,
}

/// Items of one type at one depth.
#[derive(Clone, PartialEq, Debug)]
pub struct List {
    pub style: ListStyle,
    pub items: Vec<Item>,
}

/// The block with the bullet, then further blocks and deeper lists.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    pub first: Block,
    pub more: Vec<Node>,
}

/// Neighbours that stand in one box.
#[derive(Clone, PartialEq, Debug)]
pub struct Boxed {
    pub id: PayloadId,
    pub head: Head,
    pub nodes: Vec<Node>,
}

/// How a part of a box begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Head {
    First(Heading),
    /// A continuation, counted from 2.
    Part(u32),
}

#[derive(Clone, PartialEq, Debug)]
pub enum Inset {
    Table(Table),
    Figure(Figure),
}

#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    pub cols: Vec<Column>,
    pub rows: Vec<Row>,
    pub head_row: bool,
    pub head_col: bool,
}

/// A row, with the cells that begin in it.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    pub id: PayloadId,
    pub cells: Vec<Cell>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    pub content: Vec<Inline>,
    /// How many columns and rows it takes.
    pub across: u16,
    pub down: u16,
}

/// A piece of a block's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    Text {
        text: String,
        style: Style,
    },
    Break,
    PageBreak,
    Note {
        id: PayloadId,
        /// What it says, where it is shown.
        content: Option<Vec<Inline>>,
    },
    Xref {
        target: String,
        /// The chapter it is in, if another.
        chapter: Option<ChapterId>,
    },
    /// Something that this format has no kind for: its JSON, as text. Kept, never dropped.
    Unknown(String),
}

/// What stands in a chapter, piece by piece, in the order in which it is read.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    Box(&'a Boxed),
    Block(&'a Block),
    /// A cell of the table before it.
    Cell(&'a Cell),
}

impl Chapter {
    /// All blocks, in the order they are read.
    pub fn blocks(&self) -> Vec<&Block> {
        let block = |piece| match piece {
            Piece::Block(block) => Some(block),
            Piece::Box(_) | Piece::Cell(_) => None,
        };
        self.pieces().into_iter().filter_map(block).collect()
    }

    /// All of it, in the order it is read.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        collect(&self.nodes, &mut pieces);
        pieces
    }

    /// Every content that is shown, in the order it is read: of blocks, of cells, and of notes behind where they stand.
    pub fn contents(&self) -> Vec<&[Inline]> {
        let mut contents = Vec::new();
        for piece in self.pieces() {
            let content: &[Inline] = match piece {
                Piece::Block(block) => &block.content,
                Piece::Cell(cell) => &cell.content,
                Piece::Box(_) => continue,
            };
            contents.push(content);
            contents.extend(notes(content).map(|(_, said)| said));
        }
        contents
    }

    /// The pictures it shows, each once, by their fingerprints; of what kind the first figure says.
    pub fn images(&self) -> BTreeMap<&str, ImageKind> {
        let images = self.pieces().into_iter().filter_map(|piece| match piece {
            Piece::Block(Block { inset: Some(Inset::Figure(figure)), .. }) => figure.image.as_ref(),
            Piece::Block(_) | Piece::Cell(_) | Piece::Box(_) => None,
        });
        let mut first = BTreeMap::new();
        for Image { sha256, kind, .. } in images {
            first.entry(sha256.as_str()).or_insert(*kind);
        }
        first
    }

    /// The titles of the case studies that the network keeps to itself.
    pub fn kept_in_the_network(&self) -> Vec<&str> {
        let heading = |piece| match piece {
            Piece::Box(Boxed { head: Head::First(heading), .. }) => Some(heading),
            Piece::Box(_) | Piece::Block(_) | Piece::Cell(_) => None,
        };
        let headings = self.pieces().into_iter().filter_map(heading);
        headings.filter(|heading| is_kept(heading)).map(|heading| heading.title.as_str()).collect()
    }
}

fn is_kept(heading: &Heading) -> bool {
    use manual::inset::BoxKind;
    match &heading.kind {
        BoxKind::Case { visibility, .. } => *visibility == Visibility::Network,
        BoxKind::Key | BoxKind::Checklist => false,
    }
}

fn collect<'a>(nodes: &'a [Node], pieces: &mut Vec<Piece<'a>>) {
    for node in nodes {
        match node {
            Node::Block(block) => push(block, pieces),
            Node::Boxed(boxed) => {
                pieces.push(Piece::Box(boxed));
                collect(&boxed.nodes, pieces);
            }
            Node::List(list) => {
                for item in &list.items {
                    push(&item.first, pieces);
                    collect(&item.more, pieces);
                }
            }
        }
    }
}

fn push<'a>(block: &'a Block, pieces: &mut Vec<Piece<'a>>) {
    pieces.push(Piece::Block(block));
    if let Some(Inset::Table(table)) = &block.inset {
        pieces.extend(table.rows.iter().flat_map(|row| &row.cells).map(Piece::Cell));
    }
}

/// The notes that are shown in a content, with what they say.
pub(crate) fn notes(content: &[Inline]) -> impl Iterator<Item = (PayloadId, &[Inline])> {
    content.iter().filter_map(|inline| match inline {
        Inline::Note { id, content: Some(said) } => Some((*id, said.as_slice())),
        Inline::Note { content: None, .. }
        | Inline::Text { .. }
        | Inline::Break
        | Inline::PageBreak
        | Inline::Xref { .. }
        | Inline::Unknown(_) => None,
    })
}

impl Block {
    /// Its text: runs joined, breaks as newlines; what is unknown and what stands for something else part words and have
    /// none. A note parts nothing.
    pub fn text(&self) -> String {
        text_of(&self.content)
    }
}

pub(crate) fn text_of(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match inline {
            Inline::Text { text: run, style: _ } => text.push_str(run),
            Inline::Note { .. } => {}
            Inline::Break | Inline::PageBreak | Inline::Xref { .. } | Inline::Unknown(_) => text.push('\n'),
        }
    }
    text
}
