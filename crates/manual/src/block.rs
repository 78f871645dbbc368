//! A chapter as people see it: blocks, lists, runs of text. Plain values, made by `assemble`, taken by `flatten`.
//!
//! Nothing here knows Yjs or JSON. Names and bounds are those of docs/document-model.md.

use serde_json::Value;

use crate::id::ChapterId;
use crate::inset::{Heading, Inset};
use crate::payload::PayloadId;

/// Deepest list, counted from 0.
pub const LIST_DEPTH_MAX: u8 = 5;
/// Longest address of a link, in UTF-16 code units.
pub const ADDRESS_UNITS_MAX: usize = 2048;
/// Longest language tag, in characters.
pub const LANGUAGE_CHARS_MAX: usize = 35;
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

/// A piece of a block's content.
#[derive(Clone, PartialEq, Debug)]
pub enum Inline {
    Text {
        text: String,
        style: Style,
    },
    Break,
    PageBreak,
    Note {
        id: PayloadId,
        /// What it says, where it is shown first.
        content: Option<Vec<Inline>>,
    },
    Xref {
        /// The id of a block or a box, by [`crate::line::is_target`].
        target: String,
        /// The chapter it is in, if another.
        chapter: Option<ChapterId>,
    },
    /// Something we do not know, kept as it is: the embedded JSON, or null for a shared type.
    Unknown(Value),
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

/// The inline attributes a run of text shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Style {
    pub strong: bool,
    pub em: bool,
    pub sub: bool,
    pub sup: bool,
    pub code: bool,
    /// An address by [`is_address`].
    pub link: Option<String>,
    pub term: Option<String>,
    /// A language tag by [`is_language`].
    pub lang: Option<String>,
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

impl Inline {
    /// A run of text without attributes.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), style: Style::default() }
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

impl Style {
    /// The names we know.
    pub fn names() -> [&'static str; 8] {
        ["strong", "em", "sub", "sup", "code", "link", "term", "lang"]
    }

    /// Shows one attribute as it was written; `false` when the name or the value is not one we show.
    pub fn show(&mut self, name: &str, value: &Value) -> bool {
        let flag = match name {
            "strong" => &mut self.strong,
            "em" => &mut self.em,
            "sub" => &mut self.sub,
            "sup" => &mut self.sup,
            "code" => &mut self.code,
            _ => return self.show_text(name, value),
        };
        *flag |= value == &Value::Bool(true);
        value == &Value::Bool(true)
    }

    fn show_text(&mut self, name: &str, value: &Value) -> bool {
        let Some(text) = value.as_str() else { return false };
        let (slot, shown) = match name {
            "link" => (&mut self.link, is_address(text)),
            "term" => (&mut self.term, !text.is_empty()),
            "lang" => (&mut self.lang, is_language(text)),
            _ => return false,
        };
        if shown {
            *slot = Some(text.to_owned());
        }
        shown
    }

    /// What has to be written for this style, in the order of the names.
    pub fn written(&self) -> serde_json::Map<String, Value> {
        let flags = [
            ("strong", self.strong),
            ("em", self.em),
            ("sub", self.sub),
            ("sup", self.sup),
            ("code", self.code),
        ];
        let texts = [("link", &self.link), ("term", &self.term), ("lang", &self.lang)];
        let flags = flags.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name, Value::Bool(true)));
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?.into())));
        flags.chain(texts).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// Whether a link may point there: `https://`, `http://` or `mailto:` with something behind it, no spaces or control
/// characters, at most [`ADDRESS_UNITS_MAX`].
pub fn is_address(text: &str) -> bool {
    let begins = |scheme: &str| {
        text.len() > scheme.len() && text.as_bytes()[..scheme.len()].eq_ignore_ascii_case(scheme.as_bytes())
    };
    (begins("https://") || begins("http://") || begins("mailto:"))
        && !text.chars().any(|c| c <= ' ' || is_control(c))
        && text.encode_utf16().count() <= ADDRESS_UNITS_MAX
}

/// Whether this is a language tag: groups of `A-Za-z0-9` joined by hyphens, at most [`LANGUAGE_CHARS_MAX`].
pub fn is_language(text: &str) -> bool {
    text.len() <= LANGUAGE_CHARS_MAX
        && text
            .split('-')
            .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a heading may open a part of this name: from 1 to [`PART_UNITS_MAX`].
pub fn is_part(text: &str) -> bool {
    (1..=PART_UNITS_MAX).contains(&crate::flat::units_of(text))
}

/// Whether a character is a space, as all counting of words and blanks takes it. Those that break lines are none.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() && !is_control(c)
}

/// Whether a character of the text is shown as a line break.
pub fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
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

    #[test]
    fn what_a_style_writes_shows_the_same() {
        let style = Style { sup: true, link: Some("mailto:a@b".into()), ..Style::default() };
        let mut again = Style::default();
        for (name, value) in style.written() {
            assert!(again.show(&name, &value));
        }
        assert_eq!(again, style);
    }

    #[test]
    fn addresses_and_languages_are_bounded() {
        assert!(is_address("https://a") && !is_address("https://") && !is_address("é"));
        assert!(!is_address("javascript:https://a") && !is_address("https://a\u{85}"));
        assert!(is_language("pt-BR") && !is_language("") && !is_language("pt-"));
    }
}
