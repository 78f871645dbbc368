//! What stands in a line of text: runs with their attributes, ways to elsewhere, notes and what they say.

use manual::id::PayloadId;
use manual::inline::Style;

use super::blocks::{Around, Writer, heading_tags};
use super::direction;
use super::places::{Label, Place};
use crate::tree::{Inline, text_of};

/// What is different about a part of a content, in bytes of its texts.
#[derive(Clone, Copy, Default)]
pub(super) struct Marked {
    /// What is defined.
    pub(super) term: Option<(usize, usize)>,
    /// What is left out at the beginning; notes are left out then too.
    pub(super) skip: usize,
}

impl<'c> Writer<'c> {
    pub(super) fn inlines(&mut self, content: &'c [Inline]) {
        self.marked(content, Marked::default());
    }

    /// Runs under one address are one link.
    pub(super) fn marked(&mut self, content: &'c [Inline], marked: Marked) {
        let mut at = 0;
        let same_link = |one: &Inline, other: &Inline| address(one) == address(other);
        for group in content.chunk_by(same_link) {
            let link = group.first().and_then(address);
            if let Some(link) = link {
                self.html.raw("<a rel=\"noopener noreferrer\"").attribute("href", link).raw(">");
            }
            for inline in group {
                self.inline(inline, marked, &mut at);
            }
            if link.is_some() {
                self.html.raw("</a>");
            }
        }
    }

    fn inline(&mut self, inline: &'c Inline, marked: Marked, at: &mut usize) {
        match inline {
            Inline::Break => {
                self.html.raw("<br>");
            }
            Inline::PageBreak => {
                self.html.raw("<span class=\"page\"> </span>");
            }
            Inline::Unknown(text) => {
                self.html.raw("<code class=\"unknown\">").text(text).raw("</code>");
            }
            Inline::Xref { target, chapter } => {
                let own = chapter.is_none_or(|chapter| chapter == self.chapter.id);
                let elsewhere = chapter.filter(|_| !own);
                let found = match elsewhere {
                    None => self.places.find(target).map(|place| (self.book.page.to_owned(), place.clone())),
                    Some(chapter) => self
                        .book
                        .references
                        .find(chapter, target)
                        .map(|(index, place)| (self.book.links.chapter(index + 1), place.clone())),
                };
                self.reference(found);
            }
            // A meaning stands alone; its notes are where the definition is.
            Inline::Note { .. } if marked.skip > 0 || !self.book.page.is_empty() => {}
            Inline::Note { id, content } => self.note(*id, content.as_deref()),
            Inline::Text { text, style } => {
                let from = *at;
                *at += text.len();
                for (begin, end, is_term) in pieces(from, *at, marked) {
                    self.run(&text[begin - from..end - from], style, is_term);
                }
            }
        }
    }

    /// A way to a place, with its number and title as they are in this edition.
    fn reference(&mut self, found: Option<(String, Place)>) {
        let Some((page, place)) = found else {
            self.html.raw("<span class=\"broken\"");
            self.own_words();
            self.html.raw(">").text(self.words.inside.missing).raw("</span>");
            return;
        };
        self.html.raw("<a").attribute("href", &format!("{page}#{}", place.anchor)).raw(">");
        self.label(&place);
        self.html.raw("</a>");
    }

    /// `Table 3.1: Rivers`.
    fn label(&mut self, place: &Place) {
        let Place { label, title, .. } = place;
        let (name, number) = match label {
            Label::Heading(number) => (None, number.as_ref()),
            Label::Table(number) => (Some(self.words.inside.table), Some(number)),
            Label::Figure(number) => (Some(self.words.inside.figure), Some(number)),
            Label::Box(number) => (Some(self.words.inside.boxed), Some(number)),
            Label::Text => (None, None),
        };
        if let Some(number) = number {
            self.numbered(name, number);
            if !title.is_empty() {
                self.html.text(if name.is_some() { self.words.inside.colon } else { " " });
            }
        }
        match (title.is_empty(), number) {
            (true, None) => self.html.text(self.words.inside.there),
            (true, Some(_)) => &mut self.html,
            (false, _) => self.html.raw("<bdi>").text(title).raw("</bdi>"),
        };
    }

    /// `Table 3.1`, or a number alone.
    pub(super) fn numbered(&mut self, name: Option<&'static str>, number: &str) {
        let Some(name) = name else {
            self.html.text(number);
            return;
        };
        self.html.raw("<span class=\"number\"");
        self.own_words();
        self.html.raw(">").text(name).text("\u{a0}").text(number).raw("</span>");
    }

    /// The language of what this program says, where it is not that of the chapter.
    pub(super) fn own_words(&mut self) {
        if self.words_differ {
            self.html.attribute("lang", self.words.lang);
        }
    }

    /// The number of a note, and the way to what it says.
    fn note(&mut self, id: PayloadId, said: Option<&'c [Inline]>) {
        if let Some(said) = said {
            self.notes.push(said);
            self.note_numbers.insert(id, self.notes.len());
        }
        let Some(number) = self.note_numbers.get(&id).map(usize::to_string) else { return };
        self.html.raw("<sup class=\"note\"><a");
        if said.is_some() {
            self.html.attribute("id", &format!("ref-{number}"));
        }
        self.html.attribute("href", &format!("#note-{number}")).raw(" role=\"doc-noteref\">");
        self.html.text(&number).raw("</a></sup>");
    }

    /// All notes, behind the text.
    pub(super) fn end_notes(&mut self, around: Around<'_>) {
        if self.notes.is_empty() {
            return;
        }
        self.html.raw("<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"the-notes\">\n");
        let (open, close) = heading_tags(2);
        self.html.raw(open).raw(" id=\"the-notes\"");
        self.own_words();
        self.html.raw(">").text(self.words.inside.notes).raw(close).raw("\n<ol>\n");
        for (index, said) in std::mem::take(&mut self.notes).into_iter().enumerate() {
            let number = (index + 1).to_string();
            self.html.raw("<li").attribute("id", &format!("note-{number}"));
            self.direction(direction::of_text(&text_of(said)), around);
            self.html.raw("><p>");
            self.inlines(said);
            self.html.raw(" <a class=\"back\"").attribute("href", &format!("#ref-{number}"));
            self.html.raw(" role=\"doc-backlink\"");
            self.html.attribute("aria-label", &format!("{} {number}", self.words.inside.back));
            self.own_words();
            self.html.raw(">↑</a></p></li>\n");
        }
        self.html.raw("</ol>\n</section>\n");
    }

    fn run(&mut self, text: &str, style: &Style, is_term: bool) {
        let Style { strong, em, sub, sup, code, link: _, term, lang } = style;
        let marks = [
            (is_term, "<dfn>", "</dfn>"),
            (*strong, "<strong>", "</strong>"),
            (*em, "<em>", "</em>"),
            (*sub, "<sub>", "</sub>"),
            (*sup, "<sup>", "</sup>"),
            (*code, "<code>", "</code>"),
        ];
        let term = term.as_ref().filter(|_| !is_term);
        if let Some(lang) = lang {
            self.html.raw("<span").attribute("lang", lang).raw(">");
        }
        if let Some(term) = term {
            self.html.raw("<span class=\"term\"").attribute("data-term", term).raw(">");
        }
        let shown = || marks.iter().filter(|(on, ..)| *on);
        for (_, open, _) in shown() {
            self.html.raw(open);
        }
        self.html.text(text);
        for (.., close) in shown().rev() {
            self.html.raw(close);
        }
        for _ in term.into_iter().chain(lang) {
            self.html.raw("</span>");
        }
    }
}

/// A run from one byte to another, cut where something about it changes: where, where to, whether it is the term.
fn pieces(from: usize, to: usize, marked: Marked) -> Vec<(usize, usize, bool)> {
    let (begin, end) = marked.term.unwrap_or((usize::MAX, usize::MAX));
    let borders = [from.max(marked.skip).min(to), begin.clamp(from, to), end.clamp(from, to), to];
    let mut pieces = Vec::new();
    for two in borders.windows(2) {
        let (piece_from, piece_to) = (two[0].max(borders[0]), two[1]);
        if piece_from < piece_to {
            pieces.push((piece_from, piece_to, piece_from >= begin && piece_to <= end));
        }
    }
    pieces
}

fn address(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text { text: _, style } => style.link.as_deref(),
        Inline::Break
        | Inline::PageBreak
        | Inline::Note { .. }
        | Inline::Xref { .. }
        | Inline::Unknown(_) => None,
    }
}

/// Whether a piece is a way to elsewhere.
pub(super) fn is_way(inline: &Inline) -> bool {
    match inline {
        Inline::Text { text: _, style } => style.link.is_some(),
        Inline::Note { .. } | Inline::Xref { .. } => true,
        Inline::Break | Inline::PageBreak | Inline::Unknown(_) => false,
    }
}
