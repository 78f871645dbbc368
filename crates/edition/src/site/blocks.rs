//! The text of a chapter as HTML: real headings, lists and quotes, each block with its language and direction where they
//! differ from what is around it, and an address of its own. Next: `inline`, then `insets`.

use std::collections::HashMap;

use manual::block::{Direction, Kind, ListStyle};
use manual::id::PayloadId;

use super::Links;
use super::direction;
use super::html::Html;
use super::inline::{Marked, is_way};
use super::language;
use super::places::{Label, Place, Places, References};
use super::words::Words;
use crate::glossary;
use crate::tree::{Block, Chapter, Inline, Item, List, Node};

/// What holds around a block if it says nothing else.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) dir: Direction,
    /// Empty: nobody wrote it down.
    pub(super) lang: &'a str,
}

/// What a chapter as a whole says.
pub(super) fn around(chapter: &Chapter) -> Around<'_> {
    Around { dir: direction::of_chapter(chapter), lang: one_language(chapter) }
}

/// The language that every block with words in it carries, if it is one.
fn one_language(chapter: &Chapter) -> &str {
    let blocks = chapter.blocks().into_iter().filter(|block| !block.text().trim().is_empty());
    let mut languages = blocks.map(|block| block.lang.as_deref().unwrap_or_default());
    let first = languages.next().unwrap_or_default();
    if languages.all(|other| other == first) { first } else { "" }
}

/// What a text has to know of the edition around it.
#[derive(Clone, Copy)]
pub(super) struct Book<'b> {
    pub(super) links: &'b Links,
    pub(super) references: &'b References,
    /// The address of the page that the chapter stands in, where the text stands in another.
    pub(super) page: &'b str,
}

/// The text of a chapter with this number, and its notes.
pub(super) fn text(chapter: &Chapter, number: &str, book: Book<'_>) -> Html {
    let around = around(chapter);
    let mut writer = Writer::new(chapter, number, around, book);
    writer.nodes(&chapter.nodes, around);
    writer.end_notes(around);
    writer.html
}

pub(super) struct Writer<'c> {
    pub(super) html: Html,
    pub(super) chapter: &'c Chapter,
    pub(super) book: Book<'c>,
    pub(super) words: &'static Words,
    /// Whether the words have to say their language.
    pub(super) words_differ: bool,
    pub(super) places: Places,
    /// The level of the heading before; the chapter's title is the first.
    pub(super) level: u8,
    /// What the notes so far say, in the order of their numbers.
    pub(super) notes: Vec<&'c [Inline]>,
    pub(super) note_numbers: HashMap<PayloadId, usize>,
    /// How the boxes so far look.
    pub(super) box_classes: HashMap<PayloadId, &'static str>,
    /// How many tables were written.
    pub(super) tables: usize,
}

impl<'c> Writer<'c> {
    pub(super) fn new(chapter: &'c Chapter, number: &str, around: Around<'_>, book: Book<'c>) -> Self {
        let words = Words::of(&language::of_chapter(chapter));
        Self {
            html: Html::new(),
            chapter,
            book,
            words,
            words_differ: around.lang.split('-').next() != Some(words.lang),
            places: Places::of(chapter, number),
            level: 1,
            notes: Vec::new(),
            note_numbers: HashMap::new(),
            box_classes: HashMap::new(),
            tables: 0,
        }
    }

    /// The meaning of a definition, without the term that opens it.
    pub(super) fn meaning(&mut self, block: &'c Block, meaning_at: usize) -> Html {
        self.marked(&block.content, Marked { skip: meaning_at, ..Marked::default() });
        std::mem::take(&mut self.html)
    }

    pub(super) fn nodes(&mut self, nodes: &'c [Node], around: Around<'_>) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block, around),
                Node::List(list) => self.list(list, direction::of_node(node), around),
                Node::Boxed(boxed) => self.boxed(boxed, around),
            }
            self.html.raw("\n");
        }
    }

    fn list(&mut self, list: &'c List, dir: Option<Direction>, around: Around<'_>) {
        let (open, close) = match list.style {
            ListStyle::Bullet => ("<ul", "</ul>"),
            ListStyle::Number => ("<ol", "</ol>"),
        };
        self.html.raw(open);
        let around = Around { dir: self.direction(dir, around), ..around };
        self.html.raw(">\n");
        for Item { first, more } in &list.items {
            self.html.raw("<li>");
            self.block(first, around);
            self.html.raw("\n");
            self.nodes(more, around);
            self.html.raw("</li>\n");
        }
        self.html.raw(close);
    }

    /// Writes a direction where it differs from what is around; the one that holds then.
    pub(super) fn direction(&mut self, dir: Option<Direction>, around: Around<'_>) -> Direction {
        match dir {
            Some(dir) if dir != around.dir => {
                self.html.attribute("dir", dir.word());
                dir
            }
            _ => around.dir,
        }
    }

    /// The attributes that every block has; the direction that holds in it.
    pub(super) fn addressed(&mut self, block: &Block, around: Around<'_>) -> Direction {
        let anchor = self.places.of_block(block).map(|place| place.anchor.clone()).unwrap_or_default();
        self.html.attribute("id", &anchor);
        let dir = self.direction(direction::of_block(block), around);
        if let Some(lang) = block.lang.as_deref().filter(|lang| *lang != around.lang) {
            self.html.attribute("lang", lang);
        }
        dir
    }

    fn block(&mut self, block: &'c Block, around: Around<'_>) {
        match block.kind {
            Kind::Paragraph => self.simple("<p", ">", "</p>", block, around),
            Kind::Quote => self.simple("<blockquote", "><p>", "</p></blockquote>", block, around),
            Kind::Heading2 => self.heading(2, block, around),
            Kind::Heading3 => self.heading(3, block, around),
            Kind::Heading4 => self.heading(4, block, around),
            Kind::Definition => {
                self.html.raw("<p class=\"definition\"");
                self.addressed(block, around);
                self.html.raw(">");
                let term = glossary::term_of(block).map(|term| (term.from, term.to));
                self.marked(&block.content, Marked { term, ..Marked::default() });
                self.here(block);
                self.html.raw("</p>");
            }
            Kind::Table | Kind::Figure => self.inset(block, around),
        }
    }

    fn simple(
        &mut self,
        open: &'static str,
        begin: &'static str,
        close: &'static str,
        block: &'c Block,
        around: Around<'_>,
    ) {
        self.html.raw(open);
        self.addressed(block, around);
        self.html.raw(begin);
        self.inlines(&block.content);
        self.here(block);
        self.html.raw(close);
    }

    /// A passage's own address, for who points at it: a sign that the sheet draws. Keys and voices have the headings', or there
    /// would be a stop at every paragraph.
    fn here(&mut self, block: &Block) {
        if *self.book.links == Links::Epub || block.content.is_empty() {
            return;
        }
        let Some(anchor) = self.places.of_block(block).map(|place| format!("#{}", place.anchor)) else {
            return;
        };
        self.html.raw("<a class=\"at\"").attribute("href", &anchor);
        self.html.raw(" aria-hidden=\"true\" tabindex=\"-1\"></a>");
    }

    /// A heading never skips a level, whatever was written; one without words is none.
    fn heading(&mut self, level: u8, block: &'c Block, around: Around<'_>) {
        let Some(Place { anchor, label: Label::Heading(number), .. }) = self.places.of_block(block).cloned()
        else {
            return self.simple("<p", ">", "</p>", block, around);
        };
        self.level = level.min(self.level + 1);
        let (open, close) = heading_tags(self.level);
        self.html.raw(open);
        self.addressed(block, around);
        self.html.raw(">");
        // A way cannot stand in another.
        let has_ways = block.content.iter().any(is_way);
        if !has_ways {
            self.html.raw("<a class=\"here\"").attribute("href", &format!("#{anchor}")).raw(">");
        }
        if let Some(number) = number {
            self.html.raw("<span class=\"number\">").text(&number).raw("</span> ");
        }
        self.inlines(&block.content);
        if !has_ways {
            self.html.raw("</a>");
        }
        self.html.raw(close);
    }
}

/// The tags of a heading of a level from 2 on.
pub(super) fn heading_tags(level: u8) -> (&'static str, &'static str) {
    match level {
        2 => ("<h2", "</h2>"),
        3 => ("<h3", "</h3>"),
        _ => ("<h4", "</h4>"),
    }
}
