//! A chapter as people see it: blocks, lists, runs of text. Plain values, made by `assemble`, taken by `flatten`.
//!
//! Nothing here knows Yjs or JSON. Names and bounds are those of docs/document-model.md.

use crate::id::PayloadId;
use crate::inline::Inline;
use crate::inset::{Heading, Inset};

/// Deepest list, counted from 0.
pub const LIST_DEPTH_MAX: u8 = 5;
/// The view id of text that stands before the first mark.
pub const START: &str = "start";
/// Longest name of the part that a heading opens, in UTF-16 code units.
pub const PART_UNITS_MAX: u32 = 64;

/// What stands at one level of a chapter.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    Block(Block),
    List(List),
    /// Assembly puts none into another or into a list.
    Boxed(Boxed),
}

/// A paragraph, heading, quote, definition, table or figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub kind: Kind,
    /// Unique in the tree. Not always what the mark says: see "view ids" in docs/document-model.md.
    pub id: String,
    pub dir: Option<Direction>,
    /// A language tag by [`is_language`].
    pub lang: Option<String>,
    /// Of a heading: the part of a template that it opens, by [`is_part`].
    pub part: Option<String>,
    /// Of a table or figure: its caption.
    pub content: Vec<Inline>,
    /// Of a table or figure.
    pub payload: Option<PayloadId>,
    /// What the payload shows, where it is shown first.
    pub inset: Option<Box<Inset>>,
}

/// Neighbours that stand in one box.
#[derive(Clone, PartialEq, Debug)]
pub struct Boxed {
    pub id: PayloadId,
    pub head: Head,
    pub blocks: Vec<Node>,
}

/// How a part of a box begins.
#[derive(Clone, PartialEq, Debug)]
pub enum Head {
    /// The first part, with the box's heading.
    First(Heading),
    /// A continuation, counted from 2.
    Part(u32),
}

/// Items of one type at one depth.
#[derive(Clone, PartialEq, Debug)]
pub struct List {
    pub style: ListStyle,
    pub items: Vec<Item>,
}

/// One item: the block with the bullet, then further blocks and deeper lists.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    pub first: Block,
    pub more: Vec<Node>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Paragraph,
    Heading2,
    Heading3,
    Heading4,
    Quote,
    Definition,
    Table,
    Figure,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListStyle {
    Bullet,
    Number,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

/// Where a block stands in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In no list.
    Plain,
    /// It opens an item at this depth.
    Item(ListStyle, u8),
    /// It is a further block of the item above, at that item's depth.
    Further(u8),
}

impl Block {
    /// An empty paragraph, as a new chapter begins.
    pub fn paragraph(id: impl Into<String>) -> Self {
        Self {
            kind: Kind::Paragraph,
            id: id.into(),
            dir: None,
            lang: None,
            part: None,
            content: Vec::new(),
            payload: None,
            inset: None,
        }
    }
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Paragraph,
        Self::Heading2,
        Self::Heading3,
        Self::Heading4,
        Self::Quote,
        Self::Definition,
        Self::Table,
        Self::Figure,
    ];

    /// The word in a mark's `kind`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Paragraph => "p",
            Self::Heading2 => "h2",
            Self::Heading3 => "h3",
            Self::Heading4 => "h4",
            Self::Quote => "quote",
            Self::Definition => "def",
            Self::Table => "table",
            Self::Figure => "figure",
        }
    }

    pub fn is_heading(self) -> bool {
        matches!(self, Self::Heading2 | Self::Heading3 | Self::Heading4)
    }

    /// Whether its block carries a payload and stands in no list.
    pub fn is_inset(self) -> bool {
        matches!(self, Self::Table | Self::Figure)
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl ListStyle {
    /// The word in a mark's `list`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bullet => "bullet",
            Self::Number => "number",
        }
    }
}

impl Direction {
    /// The word in a mark's `dir`.
    pub fn word(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::LeftToRight, Self::RightToLeft].into_iter().find(|dir| dir.word() == word)
    }
}

impl Place {
    /// The depth of the list this place is in.
    pub fn depth(self) -> Option<u8> {
        match self {
            Self::Plain => None,
            Self::Item(_, depth) | Self::Further(depth) => Some(depth),
        }
    }

    /// The word in a mark's `list`.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Item(style, _) => Some(style.word()),
            Self::Further(_) => Some("cont"),
        }
    }
}

/// Whether a heading may open a part of this name: from 1 to [`PART_UNITS_MAX`].
pub fn is_part(text: &str) -> bool {
    (1..=PART_UNITS_MAX).contains(&crate::flat::units_of(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.word()), Some(kind));
        }
        assert_eq!(Direction::parse("rtl"), Some(Direction::RightToLeft));
        assert_eq!(Kind::parse("h1"), None);
    }
}
