//! A paragraph that came, went or stayed, and in it the words that did, each looking as it did or does.

use manual::block::{Direction, Kind};
use manual::difference::{Is, words};
use manual::inline::Style;

use super::{Fate, Writer};
use crate::formats::docx::runs::{Around, deleted, restyled, run};
use crate::formats::xml::Xml;
use crate::site::direction::of_text;
use crate::tree::{Block, Inline};

static PLAIN: Style = Style {
    strong: false,
    em: false,
    sub: false,
    sup: false,
    code: false,
    link: None,
    term: None,
    lang: None,
};
static CODE: Style = Style {
    strong: false,
    em: false,
    sub: false,
    sup: false,
    code: true,
    link: None,
    term: None,
    lang: None,
};

/// A paragraph of one of the two editions.
pub(super) struct Para<'c> {
    style: &'static str,
    /// How many lists it stands in.
    depth: usize,
    dir: Option<Direction>,
    /// Where it is not that of the chapter.
    lang: Option<&'c str>,
    /// No two neighbours look alike.
    text: String,
    /// Where each look begins, in bytes.
    looks: Vec<(usize, &'c Style)>,
}

impl<'c> Para<'c> {
    /// Of text without emphasis.
    pub(super) fn plain(style: &'static str, text: &str) -> Self {
        let mut para = Self::empty(style);
        para.push(text, &PLAIN);
        para
    }

    pub(super) fn of_block(style: &'static str, block: &'c Block, depth: usize) -> Self {
        let mut para = Self::of(style, &block.content);
        (para.depth, para.lang) = (depth, block.lang.as_deref());
        para.dir = block.dir.or(para.dir);
        para
    }

    /// Breaks are characters here. What refers to something, and marks of notes, are no part of it.
    pub(super) fn of(style: &'static str, content: &'c [Inline]) -> Self {
        let mut para = Self::empty(style);
        for inline in content {
            match inline {
                Inline::Text { text, style } => para.push(text, style),
                Inline::Break => para.push("\n", &PLAIN),
                Inline::Unknown(json) => para.push(json, &CODE),
                Inline::PageBreak | Inline::Note { .. } | Inline::Xref { .. } => {}
            }
        }
        para.dir = of_text(&para.text);
        para
    }

    fn empty(style: &'static str) -> Self {
        Self { style, depth: 0, dir: None, lang: None, text: String::new(), looks: Vec::new() }
    }

    fn push(&mut self, text: &str, style: &'c Style) {
        if !text.is_empty() {
            self.looks.push((self.text.len(), style));
            self.text.push_str(text);
        }
        self.dir = of_text(&self.text);
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// How the text looks from one byte on, and how far it looks so.
    fn look(&self, at: usize) -> (&'c Style, usize) {
        let next = self.looks.partition_point(|(from, _)| *from <= at);
        let style = next.checked_sub(1).map_or(&PLAIN, |last| self.looks[last].1);
        (style, self.looks.get(next).map_or(self.text.len(), |(from, _)| *from))
    }

    /// What holds around its runs.
    fn around<'a>(&'a self, around: Around<'a>) -> Around<'a> {
        Around { dir: self.dir.unwrap_or(around.dir), lang: self.lang.unwrap_or(around.lang) }
    }

    fn stand(&self, around: Direction) -> Stand {
        Stand { style: self.style, depth: self.depth, dir: self.dir.unwrap_or(around) }
    }
}

/// The style of a block's own text.
pub(super) fn style_of(kind: Kind, depth: usize) -> &'static str {
    match kind {
        Kind::Heading2 => "Heading2",
        Kind::Heading3 => "Heading3",
        Kind::Heading4 => "Heading4",
        Kind::Quote => "Quote",
        Kind::Definition => "Definition",
        Kind::Table | Kind::Figure => "Caption",
        Kind::Paragraph if depth > 0 => "ListParagraph",
        Kind::Paragraph => "BodyText",
    }
}

/// How a paragraph stands.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stand {
    style: &'static str,
    depth: usize,
    dir: Direction,
}

impl Writer<'_> {
    /// A paragraph of text without emphasis.
    pub(super) fn texts(&mut self, style: &'static str, was: Option<&str>, now: Option<&str>) {
        let para = |text| Para::plain(style, text);
        self.paragraph(was.map(para).as_ref(), now.map(para).as_ref());
    }

    /// One paragraph; nothing, where no word is in it.
    pub(super) fn paragraph(&mut self, was: Option<&Para<'_>>, now: Option<&Para<'_>>) {
        let there = |para: Option<&Para<'_>>| para.is_some_and(|para| !para.is_empty());
        if there(was) || there(now) {
            self.held(was, now);
        }
    }

    /// One paragraph, also without words: cells have to have one.
    pub(super) fn held(&mut self, was: Option<&Para<'_>>, now: Option<&Para<'_>>) {
        self.open(was, now);
        self.words(was, now);
        self.xml.raw("</w:p>");
    }

    /// Up to where its text begins. Properties stand in the order of the schema.
    pub(super) fn open(&mut self, was: Option<&Para<'_>>, now: Option<&Para<'_>>) {
        let around = self.around.dir;
        let stand = |para: Option<&Para<'_>>| para.map(|para| para.stand(around));
        let (before, after) = (stand(was), stand(now));
        self.xml.raw("<w:p><w:pPr>");
        if let Some(stand) = after.or(before) {
            properties(&mut self.xml, stand);
        }
        self.ends("<w:rPr><w:ins", "<w:rPr><w:del", "/></w:rPr>", Fate::of(was, now));
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            self.xml.raw("<w:pPrChange");
            self.mark();
            self.xml.raw("><w:pPr>");
            properties(&mut self.xml, before);
            self.xml.raw("</w:pPr></w:pPrChange>");
        }
        self.xml.raw("</w:pPr>");
    }

    fn words(&mut self, was: Option<&Para<'_>>, now: Option<&Para<'_>>) {
        let nothing = Para::empty("");
        let (was, now) = (was.unwrap_or(&nothing), now.unwrap_or(&nothing));
        let (mut old, mut new) = (0, 0);
        for part in words(&was.text, &now.text, &mut self.effort) {
            let (old_end, new_end) = match part.is {
                Is::Same => (old + part.text.len(), new + part.text.len()),
                Is::Removed => (old + part.text.len(), new),
                Is::Added => (old, new + part.text.len()),
            };
            match part.is {
                Is::Same => self.stays(was, now, (old, new), new_end),
                Is::Added => {
                    self.fated(Fate::Comes, |writer| writer.pieces(now, new, new_end, false));
                }
                Is::Removed => {
                    self.fated(Fate::Goes, |writer| writer.pieces(was, old, old_end, true));
                }
            }
            (old, new) = (old_end, new_end);
        }
    }

    /// Words that stay, and may look different now.
    fn stays(&mut self, was: &Para<'_>, now: &Para<'_>, (mut old, mut new): (usize, usize), end: usize) {
        while new < end {
            let ((style_was, old_end), (style, new_end)) = (was.look(old), now.look(new));
            let length = (old_end - old).min(new_end - new).min(end - new);
            let text = &now.text[new..new + length];
            let around = now.around(self.around);
            if is_alike(style_was, style) {
                broken(&mut self.xml, text, |xml, text| run(xml, text, style, None, around));
            } else {
                let (author, date, marks) = (&self.author, &self.date, &mut self.marks);
                broken(&mut self.xml, text, |xml, text| {
                    restyled(xml, text, (style_was, style), around, |xml| sign(xml, marks, author, date));
                });
            }
            (old, new) = (old + length, new + length);
        }
    }

    /// Words that come or go, each with its look.
    fn pieces(&mut self, para: &Para<'_>, mut at: usize, end: usize, is_gone: bool) {
        let around = para.around(self.around);
        while at < end {
            let (style, next) = para.look(at);
            let next = next.min(end);
            broken(&mut self.xml, &para.text[at..next], |xml, text| {
                if is_gone { deleted(xml, text, style, around) } else { run(xml, text, style, None, around) }
            });
            at = next;
        }
    }

    /// Says of all that `write` writes that it came or went.
    pub(super) fn fated(&mut self, fate: Fate, write: impl FnOnce(&mut Self)) {
        let close = match fate {
            Fate::Stays => return write(self),
            Fate::Comes => ("<w:ins", "</w:ins>"),
            Fate::Goes => ("<w:del", "</w:del>"),
        };
        self.xml.raw(close.0);
        self.mark();
        self.xml.raw(">");
        write(self);
        self.xml.raw(close.1);
    }

    /// Says of the end of a paragraph, or of a row, that it came or went.
    pub(super) fn ends(&mut self, comes: &'static str, goes: &'static str, close: &'static str, fate: Fate) {
        match fate {
            Fate::Stays => return,
            Fate::Comes => self.xml.raw(comes),
            Fate::Goes => self.xml.raw(goes),
        };
        self.mark();
        self.xml.raw(close);
    }

    pub(super) fn mark(&mut self) {
        sign(&mut self.xml, &mut self.marks, &self.author, &self.date);
    }
}

/// Nobody's name, and the moment of the later edition.
fn sign(xml: &mut Xml, marks: &mut u32, author: &str, date: &str) {
    *marks += 1;
    xml.attribute("w:id", &marks.to_string()).attribute("w:author", author).attribute("w:date", date);
}

/// A text whose breaks are characters.
fn broken(xml: &mut Xml, text: &str, mut write: impl FnMut(&mut Xml, &str)) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            xml.raw("<w:r><w:br/></w:r>");
        }
        if !line.is_empty() {
            write(xml, line);
        }
    }
}

fn properties(xml: &mut Xml, Stand { style, depth, dir }: Stand) {
    xml.raw("<w:pStyle").attribute("w:val", style).raw("/>");
    if dir == Direction::RightToLeft {
        xml.raw("<w:bidi/>");
    }
    if depth > 0 {
        xml.raw("<w:ind").attribute("w:left", &(360 * depth).to_string()).raw("/>");
    }
}

/// Whether a reader sees no difference. Where a link leads is not seen.
fn is_alike(was: &Style, now: &Style) -> bool {
    let seen = |style: &Style| {
        let Style { strong, em, sub, sup, code, lang, link: _, term: _ } = style.clone();
        (strong, em, sub, sup, code, lang)
    };
    was == now || seen(was) == seen(now)
}
