//! The page of one chapter: its text, with a way back, on, and to the contents; around it the words of its language.

use super::Links;
use super::blocks::{self, Book};
use super::direction;
use super::html::Html;
use super::language;
use super::page::{fingerprint, running, titled, whole};
use super::places::References;
use super::standing::{self, Standing};
use super::words::Words;
use crate::{Chapter, Manifest};

/// The page of the chapter with this index. The chapter is the one that the manifest opened, and the references are its own.
pub fn chapter_page(
    manifest: &Manifest,
    index: usize,
    chapter: &Chapter,
    references: &References,
    links: &Links,
    standing: &Standing,
) -> String {
    let words = Words::of(&language::of_chapter(chapter));
    let title = titled(words, &chapter.title);
    let mut html = Html::new();
    running(&mut html, words, manifest, links);
    html.raw("<main id=\"the-text\">\n");
    standing::banners(&mut html, words, manifest, links, standing);
    html.part(article(manifest, index, chapter, references, links));
    html.raw("</main>\n");
    turn(&mut html, words, manifest, index, links);
    foot(&mut html, words, manifest, index);
    let name = format!("{title} – {}", titled(words, &manifest.facts.manual_title));
    whole(words, &name, links.style(), html)
}

/// The chapter alone: its title, its text, its notes.
pub(crate) fn article(
    manifest: &Manifest,
    index: usize,
    chapter: &Chapter,
    references: &References,
    links: &Links,
) -> Html {
    let words = Words::of(&language::of_chapter(chapter));
    let around = blocks::around(chapter);
    let mut html = Html::new();
    html.raw("<article").attribute("dir", around.dir.word()).attribute("lang", around.lang).raw(">\n");
    let number = manifest.numbers().into_iter().nth(index).unwrap_or_default();
    heading(&mut html, words, &number, chapter);
    let book = Book { links, references, page: "" };
    html.part(blocks::text(chapter, &number, book)).raw("</article>\n");
    html
}

fn heading(html: &mut Html, words: &Words, number: &str, chapter: &Chapter) {
    html.raw("<header class=\"opening\">\n<p class=\"number\"").attribute("lang", words.lang).raw("><bdi>");
    html.text(words.around.chapter).raw(" ").text(number).raw("</bdi></p>\n<h1");
    if let Some(dir) = direction::of_text(&chapter.title) {
        html.attribute("dir", dir.word());
    }
    html.raw(">").text(titled(words, &chapter.title)).raw("</h1>\n</header>\n");
}

/// Before, contents, after.
fn turn(html: &mut Html, words: &Words, manifest: &Manifest, index: usize, links: &Links) {
    html.raw("<nav class=\"turn\"").attribute("aria-label", words.around.chapters).raw(">\n");
    if let Some(before) = index.checked_sub(1) {
        side(html, words, manifest, before, links, ("prev", words.around.previous));
    }
    html.raw("<p class=\"up\"><a").attribute("href", &links.contents()).raw(">");
    html.text(words.around.contents).raw("</a></p>\n");
    if index + 1 < manifest.chapters.len() {
        side(html, words, manifest, index + 1, links, ("next", words.around.next));
    }
    html.raw("</nav>\n");
}

fn side(
    html: &mut Html,
    words: &Words,
    manifest: &Manifest,
    index: usize,
    links: &Links,
    (rel, word): (&'static str, &'static str),
) {
    html.raw("<p").attribute("class", rel).raw("><a").attribute("rel", rel);
    html.attribute("href", &links.chapter(index + 1)).raw("><span>").text(word).raw("</span> <bdi>");
    html.text(titled(words, &manifest.chapters[index].title)).raw("</bdi></a></p>\n");
}

fn foot(html: &mut Html, words: &Words, manifest: &Manifest, index: usize) {
    let Some(entry) = manifest.chapters.get(index) else { return };
    html.raw("<footer>\n<p>").text(words.about.of_chapter);
    fingerprint(html, &entry.sha256);
    html.raw("</p>\n</footer>\n");
}
