//! The changes of one chapter, one row each: a label where it is not the words alone that changed, then the words.

use manual::difference::{Change, Is, Of, What};

use super::{Html, Page, View, dir, text_of};
use crate::compare::ChapterChange;

pub(super) struct Rows<'p> {
    pub(super) page: &'p Page<'p>,
    pub(super) chapter: &'p ChapterChange,
}

impl Rows<'_> {
    pub(super) fn html(&self) -> Html {
        let mut html = Html::new();
        let mut is_gap = false;
        for change in &self.chapter.changes {
            if change.what == What::Same {
                is_gap = true;
                continue;
            }
            if std::mem::take(&mut is_gap) {
                html.raw("<p class=\"gap\" aria-hidden=\"true\">⋯</p>\n");
            }
            self.row(&mut html, change);
        }
        html
    }

    fn row(&self, html: &mut Html, change: &Change) {
        let came = self.chapter.came.get(&change.block).filter(|_| change.what == What::Added);
        let went = self.chapter.went.get(&change.block).filter(|_| change.what == What::Removed);
        let is_own = matches!(change.of, Of::Block(_));
        if (came.is_some() || went.is_some()) && !is_own {
            return; // it moved with its block
        }
        html.raw("<div class=\"change\">\n");
        let said = self.page.said;
        match (came.map(|id| (said.came, id)), went.map(|id| (said.went, id))) {
            (Some((label, id)), _) | (None, Some((label, id))) => {
                html.raw("<p class=\"label\">").text(label).raw("<a");
                let there = self.page.address(*id, went.map(|_| change.block.as_str()));
                html.attribute("href", &there).raw("><bdi>");
                html.text(self.page.other(*id).map_or("", |other| self.page.title(other)))
                    .raw("</bdi></a></p>\n");
                if came.is_some() {
                    html.raw("<p")
                        .attribute("dir", dir(change))
                        .raw(">")
                        .text(&text_of(change))
                        .raw("</p>\n");
                }
            }
            (None, None) => {
                self.label(html, change);
                match self.page.of.view {
                    View::Inline => self.words(html, change, None),
                    View::Side => {
                        html.raw("<div class=\"pair\">\n<div>\n");
                        self.words(html, change, Some(Is::Added));
                        html.raw("</div>\n<div>\n");
                        self.words(html, change, Some(Is::Removed));
                        html.raw("</div>\n</div>\n");
                    }
                }
            }
        }
        html.raw("</div>\n");
    }

    /// What it is, and what became of it apart from its words.
    fn label(&self, html: &mut Html, change: &Change) {
        let said = self.page.said;
        let is_words = change.parts.iter().any(|part| part.is != Is::Same);
        let what = match change.what {
            What::Added => Some(said.new),
            What::Removed => Some(said.gone),
            What::Changed if change.form && !is_words && !change.moved => Some(said.form),
            What::Changed | What::Same => None,
        };
        let moved = change.moved.then_some(said.moved);
        let labels: Vec<&str> = [said.piece(change.of), moved, what].into_iter().flatten().collect();
        let quiet = if change.form && !is_words { "label quiet" } else { "label" };
        let is_there = change.what != What::Removed && matches!(change.of, Of::Block(_));
        if labels.is_empty() {
            return;
        }
        html.raw("<p").attribute("class", quiet).raw(">");
        let label = labels.join(self.page.words.around.comma);
        if is_there {
            let address = self.page.address(self.chapter.id, Some(&change.block));
            html.raw("<a").attribute("href", &address).raw(">").text(&label).raw("</a>");
        } else {
            html.text(&label);
        }
        html.raw("</p>\n");
    }

    /// The words of a piece, without those that come or without those that go.
    fn words(&self, html: &mut Html, change: &Change, but: Option<Is>) {
        let mut parts = change.parts.iter().filter(|part| Some(part.is) != but).peekable();
        if parts.peek().is_none() {
            return;
        }
        html.raw("<p").attribute("dir", dir(change));
        if matches!(change.of, Of::Block(kind) if kind.is_heading()) {
            html.attribute("class", "heading");
        }
        html.raw(">");
        for part in parts {
            let (open, close, aloud) = match part.is {
                Is::Same => ("", "", ""),
                Is::Added => ("<ins>", "</ins>", self.page.said.ins),
                Is::Removed => ("<del>", "</del>", self.page.said.del),
            };
            html.raw(open);
            if !aloud.is_empty() {
                Self::aloud(html, aloud);
            }
            html.text(&part.text);
            if !aloud.is_empty() {
                Self::aloud(html, "]");
            }
            html.raw(close);
        }
        html.raw("</p>\n");
    }

    /// Words for who hears the page: they are not seen.
    pub(super) fn aloud(html: &mut Html, words: &str) {
        html.raw("<span class=\"aloud\">").text(words).raw("</span>");
    }
}
