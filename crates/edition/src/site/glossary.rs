//! The page of what an edition defines: each term with its meaning, in the order of the alphabet, and a way to where it is
//! defined. Gathered from the definitions of all chapters; nothing is written for it alone.

use std::borrow::Borrow;

use super::Links;
use super::blocks::{self, Book, Writer};
use super::direction;
use super::html::Html;
use super::page::{running, titled, whole};
use super::places::{Known, References};
use super::words::Words;
use crate::glossary::definitions;
use crate::{Chapter, Manifest};

/// A term, and what stands beside it.
struct Entry {
    /// What it is sorted by: capitals are no other letters.
    key: String,
    term: String,
    html: Html,
}

/// The glossary of an edition in this [`language`](super::language()). `open` is asked for the chapters that define something, and for those that they point into.
///
/// # Errors
/// Whatever `open` says.
pub fn glossary_page<C: Borrow<Chapter>, E>(
    manifest: &Manifest,
    links: &Links,
    lang: &str,
    open: impl FnMut(usize) -> Result<C, E>,
) -> Result<String, E> {
    page(&mut Known::default(), manifest, links, lang, open)
}

/// The same, where something of the chapters is known.
pub(super) fn page<C: Borrow<Chapter>, E>(
    known: &mut Known,
    manifest: &Manifest,
    links: &Links,
    lang: &str,
    open: impl FnMut(usize) -> Result<C, E>,
) -> Result<String, E> {
    let words = Words::of(lang);
    let mut html = Html::new();
    running(&mut html, words, manifest, links);
    html.raw("<main id=\"the-text\">\n").part(terms(known, manifest, links, words, open)?);
    html.raw("</main>\n<nav class=\"turn\"").attribute("aria-label", words.around.chapters).raw(">\n");
    html.raw("<p class=\"up\"><a").attribute("href", &links.contents()).raw(">").text(words.around.contents);
    html.raw("</a></p>\n</nav>\n");
    let name = format!("{} – {}", words.around.glossary, titled(words, &manifest.facts.manual_title));
    Ok(whole(words, &name, links.style(), html))
}

/// The terms alone, under their title.
///
/// # Errors
/// Whatever `open` says.
pub(crate) fn terms<C: Borrow<Chapter>, E>(
    known: &mut Known,
    manifest: &Manifest,
    links: &Links,
    words: &Words,
    mut open: impl FnMut(usize) -> Result<C, E>,
) -> Result<Html, E> {
    let mut entries = Vec::new();
    for (index, _) in manifest.chapters.iter().enumerate().filter(|(_, chapter)| chapter.terms > 0) {
        let chapter = open(index)?;
        let chapter = chapter.borrow();
        let references = References::with(known, manifest, chapter, &mut open)?;
        entries.extend(entries_of(manifest, index, chapter, &references, (links, words)));
    }
    entries.sort_by(|one, other| (&one.key, &one.term).cmp(&(&other.key, &other.term)));
    let mut html = Html::new();
    html.raw("<header class=\"opening\">\n<h1>").text(words.around.glossary).raw("</h1>\n</header>\n");
    if entries.is_empty() {
        html.raw("<p>").text(words.around.no_terms).raw("</p>\n");
    } else {
        html.raw("<dl class=\"terms\">\n");
        for entry in entries {
            html.part(entry.html);
        }
        html.raw("</dl>\n");
    }
    Ok(html)
}

fn entries_of(
    manifest: &Manifest,
    index: usize,
    chapter: &Chapter,
    references: &References,
    (links, words): (&Links, &Words),
) -> Vec<Entry> {
    let page = links.chapter(index + 1);
    let number = manifest.numbers().into_iter().nth(index).unwrap_or_default();
    let around = blocks::around(chapter);
    let mut writer = Writer::new(chapter, &number, around, Book { links, references, page: &page });
    let mut entries = Vec::new();
    for (block, term) in definitions(chapter) {
        let lang = block.lang.as_deref().unwrap_or(around.lang);
        let dir = direction::of_block(block).unwrap_or(around.dir);
        let mut html = Html::new();
        for (open, close, content) in [
            ("<dt", "</dt>\n", {
                let mut dfn = Html::new();
                dfn.raw("<dfn>").text(&term.term).raw("</dfn>");
                dfn
            }),
            ("<dd", "", writer.meaning(block, term.meaning_at)),
        ] {
            html.raw(open).attribute("lang", lang).attribute("dir", dir.word()).raw(">");
            html.part(content).raw(close);
        }
        let anchor = writer.places.of_block(block).map(|place| place.anchor.clone()).unwrap_or_default();
        html.raw(" <a class=\"from\"").attribute("href", &format!("{page}#{anchor}")).raw("><bdi>");
        html.text(titled(words, &manifest.chapters[index].title)).raw("</bdi></a></dd>\n");
        entries.push(Entry { key: term.term.to_lowercase(), term: term.term, html });
    }
    entries
}
