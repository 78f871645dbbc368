//! An edition as it is read: numbers counted, cross-references resolved, levels of headings, languages and directions decided.
//! Whoever writes a format walks these values, and decides nothing of all that again, so that every format says the same.
//!
//! Next: `set::build`, which makes them from the frozen bytes alone.

mod build;
mod only;
mod told;

use manual::block::{Direction, ListStyle};
use manual::id::{ChapterId, PayloadId};
use manual::inline::Style;
use manual::inset::Image;

pub use build::book;
pub use told::Told;

use crate::Manifest;
use crate::site::edition_in_words;
use crate::site::words::Words;

/// A whole edition.
pub struct Book {
    pub manifest: Manifest,
    /// The language of what is said around the chapters, and its direction.
    pub lang: &'static str,
    pub dir: Direction,
    pub(crate) words: &'static Words,
    pub chapters: Vec<Chapter>,
    /// What the chapters define, in the order of the alphabet.
    pub glossary: Vec<Entry>,
    /// It is no edition: what every page says instead of which edition it is.
    pub draft: Option<Draft>,
}

/// What is said of a manual, or of a chapter, that was set as it stands and never frozen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Such as *Draft of 28 November 2026, 07:20 UTC, position 4711; not an edition*.
    pub said: String,
}

impl Book {
    /// It says that it is a draft wherever it would say which edition it is.
    #[must_use]
    pub fn drafted(self, draft: Draft) -> Self {
        Self { draft: Some(draft), ..self }
    }

    /// One chapter of it, by its place in the manifest: numbered and titled as in the whole. What points out of it is text and leads
    /// nowhere. `None`, where there is no such chapter.
    pub fn only(mut self, index: usize) -> Option<Self> {
        self.chapters.retain(|chapter| chapter.index == index);
        self.glossary.clear();
        let chapter = self.chapters.first_mut()?;
        only::within(&mut chapter.nodes, index);
        Some(self)
    }

    /// Never empty.
    pub fn title(&self) -> &str {
        let title = self.manifest.facts.manual_title.trim();
        if title.is_empty() { self.words.around.untitled } else { title }
    }

    /// Which edition it is, or that it is none.
    pub fn said(&self) -> String {
        self.draft
            .as_ref()
            .map_or_else(|| edition_in_words(self.words, &self.manifest), |draft| draft.said.clone())
    }
}

pub struct Chapter {
    /// Its place in the manifest, by which others point at it.
    pub index: usize,
    pub id: ChapterId,
    /// As people count it: `2.1`.
    pub number: String,
    /// Never empty.
    pub title: String,
    pub title_dir: Direction,
    /// A language tag; empty where nobody can tell.
    pub lang: String,
    pub dir: Direction,
    pub(crate) words: &'static Words,
    pub nodes: Vec<Node>,
}

/// What stands at one level.
pub enum Node {
    Heading(Heading),
    Text(Text),
    List(List),
    Table(Table),
    Figure(Figure),
    /// In no list and in no other box.
    Boxed(Boxed),
}

pub struct Heading {
    /// Its name in every edition, which its address mostly is too.
    pub id: String,
    pub anchor: String,
    /// From 2; it never skips one.
    pub level: u8,
    pub number: Option<String>,
    pub line: Line,
}

pub struct Text {
    pub id: String,
    pub anchor: String,
    pub kind: TextKind,
    pub line: Line,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextKind {
    Paragraph,
    Quote,
    Definition,
}

pub struct List {
    pub style: ListStyle,
    pub dir: Direction,
    pub items: Vec<Item>,
}

/// The block with the bullet, then further blocks and deeper lists.
pub struct Item {
    pub nodes: Vec<Node>,
}

pub struct Table {
    pub id: String,
    pub anchor: String,
    /// `Table 3.1`.
    pub label: String,
    pub caption: Line,
    /// Widths in hundredths, where somebody gave them.
    pub cols: Vec<Option<u8>>,
    pub col_ids: Vec<PayloadId>,
    /// So many rows are its head, and come again on each page.
    pub head_rows: usize,
    pub rows: Vec<Vec<Cell>>,
    pub row_ids: Vec<PayloadId>,
}

pub struct Cell {
    pub line: Line,
    pub across: u16,
    pub down: u16,
    pub head: Option<Scope>,
}

/// What a cell of the head is the head of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    Column,
    Row,
}

pub struct Figure {
    pub id: String,
    pub anchor: String,
    /// `Figure 3.1`.
    pub label: String,
    pub caption: Line,
    pub image: Option<Image>,
    /// What it shows, in words; empty where it only decorates.
    pub alt: String,
    pub credit: String,
}

pub struct Boxed {
    pub id: PayloadId,
    /// Where it is shown first.
    pub anchor: Option<String>,
    /// `Box 3.1`.
    pub label: String,
    pub look: Look,
    /// None: it goes on here.
    pub heading: Option<BoxHeading>,
    pub nodes: Vec<Node>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    Case,
    Key,
    Checklist,
}

pub struct BoxHeading {
    pub level: u8,
    /// `Case study`.
    pub kind: &'static str,
    pub title: String,
    /// Region and period of a case study, as far as they are given.
    pub about: Vec<String>,
}

/// A line of text.
pub struct Line {
    pub dir: Direction,
    /// Where it is not that of the chapter.
    pub lang: Option<String>,
    pub content: Vec<Inline>,
}

pub enum Inline {
    Text {
        text: String,
        style: Style,
        /// It is what a definition defines.
        is_term: bool,
    },
    Break,
    PageBreak,
    Note {
        id: PayloadId,
        /// Counted from 1 in each chapter.
        number: u32,
        /// Where it is shown; elsewhere it is a reference to that.
        said: Option<Line>,
    },
    Reference {
        /// None: it points nowhere.
        to: Option<Target>,
        /// `Table 3.1: Rivers`, in the language of the chapter that it stands in.
        text: String,
    },
    /// Something that has no kind: its JSON.
    Unknown(String),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The index of the chapter.
    pub chapter: usize,
    pub anchor: String,
}

/// A term of the glossary.
pub struct Entry {
    pub term: String,
    pub lang: String,
    pub dir: Direction,
    pub meaning: Vec<Inline>,
    /// Where it is defined.
    pub from: Target,
}
