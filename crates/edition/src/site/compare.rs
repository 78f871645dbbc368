//! The page that shows what changed from one edition to another, or to the text as it stands now: in one text, or side by
//! side. No script. What comes and what goes is marked by elements, by lines and signs, and in words for who hears the page;
//! what only moved is said to have moved, with a way to where it was or is.

mod note;
mod rows;
mod words;

use manual::difference::{Change, What};
use manual::id::ChapterId;

use super::direction;
use super::html::Html;
use super::page::{titled, whole};
use super::words::Words;
use super::{Links, STYLE_ADDRESS};
use crate::compare::{ChapterChange, Edition, compare};
use rows::Rows;
pub use words::Said;

pub use note::change_note;

/// Below the address of a comparison: the same as a document of Word.
pub const CHANGES: &str = "changes.docx";
/// And as a PDF.
pub const CHANGES_PDF: &str = "changes.pdf";

/// How the two stand beside each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum View {
    /// What goes and what comes in one text.
    Inline,
    Side,
}

/// Whether what changed is made as a PDF where the page is served.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Pdf {
    Made,
    Not,
}

/// What is compared, and how it is shown.
#[derive(Clone, Copy)]
pub struct Comparison<'c> {
    pub before: Edition<'c>,
    pub after: Edition<'c>,
    /// The manual's name in addresses.
    pub slug: &'c str,
    /// The number of the later edition; none where it is the text as it stands now.
    pub later: Option<u32>,
    pub view: View,
    pub pdf: Pdf,
    /// The [`language`](super::language()) of the later one.
    pub lang: &'c str,
}

/// The page.
pub fn compare_page(comparison: &Comparison<'_>) -> String {
    let words = Words::of(comparison.lang);
    let page = Page {
        of: comparison,
        words,
        said: Said::of(words.lang),
        chapters: compare(comparison.before, comparison.after),
    };
    let mut html = Html::new();
    page.opening(&mut html);
    page.list(&mut html);
    for chapter in page.chapters.iter().filter(|chapter| chapter.what != What::Same) {
        page.chapter(&mut html, chapter);
    }
    html.raw("</main>\n");
    let manual = titled(words, &comparison.after.manifest.facts.manual_title);
    whole(words, &format!("{} – {manual}", page.said.title), STYLE_ADDRESS, html)
}

struct Page<'c> {
    of: &'c Comparison<'c>,
    words: &'static Words,
    said: &'static Said,
    chapters: Vec<ChapterChange>,
}

impl Page<'_> {
    /// What is compared with what, and the other view.
    fn opening(&self, html: &mut Html) {
        let (said, words) = (self.said, self.words);
        let facts = &self.of.after.manifest.facts;
        html.raw("<main id=\"the-text\" class=\"front compare\">\n<header class=\"opening\">\n<p class=\"number\"><a");
        html.attribute("href", &format!("/{}/editions", self.of.slug)).raw("><bdi>");
        html.text(titled(words, &facts.manual_title)).raw("</bdi></a></p>\n<h1>").text(said.title);
        html.raw("</h1>\n<p class=\"subtitle\"><a").attribute("href", &self.was().contents()).raw(">");
        html.text(&words.edition(self.before())).raw("</a>").text(said.arrow);
        match self.of.later {
            Some(n) => {
                html.raw("<a").attribute("href", &self.served(n).contents()).raw(">");
                html.text(&words.edition(n)).raw("</a>");
            }
            None => drop(html.text(said.now)),
        }
        html.raw("</p>\n</header>\n<nav class=\"views\"")
            .attribute("aria-label", said.views)
            .raw(">\n<ul>\n");
        let later = self.of.later.map_or_else(|| "now".to_owned(), |n| n.to_string());
        let address = format!("/{}/editions/{}..{later}", self.of.slug, self.before());
        for (view, name, address) in
            [(View::Inline, said.inline, address.clone()), (View::Side, said.side, format!("{address}/side"))]
        {
            html.raw("<li><a").attribute("href", &address);
            if view == self.of.view {
                html.attribute("aria-current", "page");
            }
            html.raw(">").text(name).raw("</a></li>\n");
        }
        let pdf = matches!(self.of.pdf, Pdf::Made).then_some((CHANGES_PDF, said.pdf));
        for (file, name) in [Some((CHANGES, said.word)), pdf].into_iter().flatten() {
            html.raw("<li><a").attribute("href", &format!("{address}/{file}")).raw(">").text(name);
            html.raw("</a></li>\n");
        }
        html.raw("</ul>\n</nav>\n<p>").text(said.left_out).raw("</p>\n");
    }

    /// All chapters, with what became of them and how many words came and went.
    fn list(&self, html: &mut Html) {
        if self.chapters.iter().all(|chapter| chapter.what == What::Same) {
            html.raw("<p><strong>").text(self.said.nothing).raw("</strong></p>\n");
        }
        html.raw("<nav").attribute("aria-label", self.words.around.chapters).raw(">\n<ul class=\"tally\">\n");
        for chapter in &self.chapters {
            html.raw("<li>");
            let is_shown = chapter.what != What::Same;
            if is_shown {
                html.raw("<a").attribute("href", &format!("#{}", anchor(chapter))).raw(">");
            }
            html.raw("<bdi>").text(self.title(chapter)).raw("</bdi>");
            if is_shown {
                html.raw("</a>");
            }
            html.raw(" <span class=\"size\">").text(&self.said.became(chapter)).raw("</span></li>\n");
        }
        html.raw("</ul>\n</nav>\n");
    }

    fn chapter(&self, html: &mut Html, chapter: &ChapterChange) {
        let id = anchor(chapter);
        html.raw("<section").attribute("class", "changed-chapter").attribute("aria-labelledby", &id);
        html.raw(">\n<h2").attribute("id", &id).raw("><a").attribute("href", &self.address(chapter.id, None));
        html.raw("><bdi>").text(self.title(chapter)).raw("</bdi></a></h2>\n<p class=\"size\">");
        html.text(&self.said.became(chapter)).raw("</p>\n");
        if let Some(before) = &chapter.title_before {
            html.raw("<p>").text(self.said.title_before).raw("<del>");
            Rows::aloud(html, self.said.del);
            html.text(before);
            Rows::aloud(html, "]");
            html.raw("</del></p>\n");
        }
        html.part(Rows { page: self, chapter }.html()).raw("</section>\n");
    }

    fn title(&self, chapter: &ChapterChange) -> &str {
        let (was, now) = (&self.of.before.manifest.chapters, &self.of.after.manifest.chapters);
        let entry = chapter.now.and_then(|at| now.get(at)).or_else(|| was.get(chapter.was?));
        titled(self.words, entry.map_or("", |entry| entry.title.as_str()))
    }

    /// The title of another chapter, and where it is.
    fn other(&self, id: ChapterId) -> Option<&ChapterChange> {
        self.chapters.iter().find(|chapter| chapter.id == id)
    }

    /// Where a chapter is read, or a block of it: in the later edition if it is there.
    fn address(&self, id: ChapterId, block: Option<&str>) -> String {
        let Some(chapter) = self.other(id) else { return String::new() };
        let page = match (chapter.now, self.of.later) {
            (Some(at), Some(n)) => self.served(n).chapter(at + 1),
            (Some(_), None) => format!("/chapters/{id}"),
            (None, _) => self.was().chapter(chapter.was.unwrap_or_default() + 1),
        };
        let is_word = |id: &&str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'~');
        match block.filter(is_word) {
            Some(block) if self.of.later.is_some() || chapter.now.is_none() => format!("{page}#{block}"),
            _ => page,
        }
    }

    fn before(&self) -> u32 {
        self.of.before.manifest.facts.edition
    }

    fn was(&self) -> Links {
        self.served(self.before())
    }

    fn served(&self, n: u32) -> Links {
        Links::Served { slug: self.of.slug.to_owned(), n }
    }
}

/// Its place on this page. Blocks have ids without a hyphen.
fn anchor(chapter: &ChapterChange) -> String {
    format!("chapter-{}", chapter.id)
}

/// All of a piece, as it was or as it is.
fn text_of(change: &Change) -> String {
    change.parts.iter().map(|part| part.text.as_str()).collect()
}

/// The way a piece runs, by its first letter.
fn dir(change: &Change) -> &'static str {
    direction::of_text(&text_of(change)).map_or("auto", manual::block::Direction::word)
}
