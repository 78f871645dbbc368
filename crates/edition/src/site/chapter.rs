//! The page of one chapter: its text, with a way back, on, and to the contents.

use super::Links;
use super::blocks::{self, Book};
use super::direction;
use super::html::Html;
use super::page::{fingerprint, running, titled, whole};
use super::places::References;
use crate::{Chapter, Manifest};

/// The page of the chapter with this index. The chapter is the one that the manifest opened, and the references are its own.
pub fn chapter_page(
    manifest: &Manifest,
    index: usize,
    chapter: &Chapter,
    references: &References,
    links: &Links,
) -> String {
    let title = titled(&chapter.title);
    let mut html = Html::new();
    running(&mut html, manifest, links);
    let around = blocks::around(chapter);
    html.raw("<main id=\"the-text\">\n<article").attribute("dir", around.dir.word());
    html.attribute("lang", around.lang).raw(">\n");
    let number = manifest.numbers().into_iter().nth(index).unwrap_or_default();
    heading(&mut html, &number, title, chapter);
    let book = Book { links, references, page: "" };
    html.part(blocks::text(chapter, &number, book)).raw("</article>\n</main>\n");
    turn(&mut html, manifest, index, links);
    foot(&mut html, manifest, index);
    whole(&format!("{title} – {}", titled(&manifest.facts.manual_title)), links.style(), html)
}

fn heading(html: &mut Html, number: &str, title: &str, chapter: &Chapter) {
    html.raw("<header class=\"opening\">\n<p class=\"number\" lang=\"en\"><bdi>Chapter ");
    html.text(number).raw("</bdi></p>\n<h1");
    if let Some(dir) = direction::of_text(&chapter.title) {
        html.attribute("dir", dir.word());
    }
    html.raw(">").text(title).raw("</h1>\n</header>\n");
}

/// Before, contents, after.
fn turn(html: &mut Html, manifest: &Manifest, index: usize, links: &Links) {
    html.raw("<nav class=\"turn\" aria-label=\"Chapters\">\n");
    if let Some(before) = index.checked_sub(1) {
        side(html, manifest, before, links, "prev", "Previous");
    }
    html.raw("<p class=\"up\"><a").attribute("href", &links.contents()).raw(">Contents</a></p>\n");
    if index + 1 < manifest.chapters.len() {
        side(html, manifest, index + 1, links, "next", "Next");
    }
    html.raw("</nav>\n");
}

fn side(
    html: &mut Html,
    manifest: &Manifest,
    index: usize,
    links: &Links,
    rel: &'static str,
    word: &'static str,
) {
    html.raw("<p").attribute("class", rel).raw("><a").attribute("rel", rel);
    html.attribute("href", &links.chapter(index + 1)).raw("><span>").raw(word).raw("</span> <bdi>");
    html.text(titled(&manifest.chapters[index].title)).raw("</bdi></a></p>\n");
}

fn foot(html: &mut Html, manifest: &Manifest, index: usize) {
    let Some(entry) = manifest.chapters.get(index) else { return };
    html.raw("<footer>\n<p>Fingerprint of this chapter (SHA-256): ");
    fingerprint(html, &entry.sha256);
    html.raw("</p>\n</footer>\n");
}
