//! The first page of an edition: what it is, its chapters, its fingerprint.

use super::Links;
use super::html::Html;
use super::page::{edition_in_words, fingerprint, titled, whole};
use super::search;
use super::standing::{self, Standing};
use super::words::Words;
use crate::Manifest;

/// Chapters that stand deeper are shown at this depth.
const DEPTH_MAX: usize = 6;

/// The contents of an edition in this [`language`](super::language()), and how it stands.
pub fn contents_page(manifest: &Manifest, links: &Links, lang: &str, standing: &Standing) -> String {
    let words = Words::of(lang);
    let facts = &manifest.facts;
    let mut html = Html::new();
    html.raw("<main id=\"the-text\" class=\"front\">\n<header class=\"opening\">\n<p class=\"number\">");
    html.text(&edition_in_words(words, manifest)).raw("</p>\n<h1 dir=\"auto\">");
    html.text(titled(words, &facts.manual_title)).raw("</h1>\n");
    if !facts.title.trim().is_empty() {
        html.raw("<p class=\"subtitle\" dir=\"auto\">").text(&facts.title).raw("</p>\n");
    }
    html.raw("</header>\n");
    standing::banners(&mut html, words, manifest, links, standing);
    standing::errata(&mut html, words, standing);
    if !manifest.chapters.is_empty() {
        search::field(&mut html, words, links);
    }
    html.raw("<nav").attribute("aria-label", words.around.contents).raw(">\n");
    chapters(&mut html, words, manifest, links);
    if manifest.terms() > 0 {
        html.raw("<p class=\"glossary\"><a").attribute("href", &links.glossary()).raw(">");
        html.text(words.around.glossary).raw("</a></p>\n");
    }
    html.raw("</nav>\n");
    standing::downloads(&mut html, words, links, standing);
    standing::changes(&mut html, words, manifest, links, standing);
    standing::cite(&mut html, words, manifest, links, standing);
    about(&mut html, words, manifest, links, standing);
    html.raw("</main>\n");
    let name = format!("{} – {}", titled(words, &facts.manual_title), words.edition(facts.edition));
    whole(words, &name, links.style(), html)
}

/// The chapters as a list in lists.
fn chapters(html: &mut Html, words: &Words, manifest: &Manifest, links: &Links) {
    if manifest.chapters.is_empty() {
        html.raw("<p>").text(words.around.no_chapters).raw("</p>\n");
        return;
    }
    let numbers = manifest.numbers();
    let mut open = 0;
    for (index, (chapter, number)) in manifest.chapters.iter().zip(&numbers).enumerate() {
        let depth = number.split('.').count().min(DEPTH_MAX);
        if depth > open {
            html.raw("<ol>\n");
            open += 1;
        } else {
            html.raw("</li>\n");
            while open > depth {
                html.raw("</ol>\n</li>\n");
                open -= 1;
            }
        }
        html.raw("<li><a").attribute("href", &links.chapter(index + 1)).raw("><span class=\"number\">");
        html.text(number).raw("</span> <span class=\"title\"><bdi>");
        html.text(titled(words, &chapter.title)).raw("</bdi></span></a>\n");
    }
    for _ in 0..open {
        html.raw("</li>\n</ol>\n");
    }
}

fn about(html: &mut Html, words: &Words, manifest: &Manifest, links: &Links, standing: &Standing) {
    let facts = &manifest.facts;
    let about = &words.about;
    html.raw("<section class=\"about\" aria-labelledby=\"about-this\">\n");
    html.raw("<h2 id=\"about-this\">").text(about.title).raw("</h2>\n<p>").text(&size(words, manifest));
    html.raw(" ")
        .text(about.frozen.0)
        .raw("<time")
        .attribute("datetime", &facts.frozen_at.to_string())
        .raw(">");
    html.text(&words.day(facts.frozen_at)).raw("</time>").text(about.frozen.1).raw("</p>\n<p>");
    html.text(about.fingerprint).raw("</p>\n<p>");
    fingerprint(html, &manifest.sha256);
    html.raw("</p>\n");
    standing::signature(html, words, links, standing);
    html.raw("<p>");
    match links.editions() {
        Some(editions) => {
            html.raw("<a").attribute("href", &editions).raw(">").text(words.around.all_editions).raw("</a>");
        }
        None => {
            html.text(about.file.0).raw("<a href=\"edition.json\">edition.json</a>").text(about.file.1);
        }
    }
    html.raw("</p>\n</section>\n");
}

/// `3 chapters, 5,432 words.`
fn size(words: &Words, manifest: &Manifest) -> String {
    let chapters = words.counting.chapters(manifest.chapters.len() as u64);
    format!("{}.", [chapters, words.counting.words(manifest.words())].join(words.around.comma))
}
