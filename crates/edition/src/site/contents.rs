//! The first page of an edition: what it is, its chapters, its fingerprint.

use super::Links;
use super::html::Html;
use super::page::{edition_in_words, fingerprint, titled, whole};
use crate::Manifest;

/// Chapters that stand deeper are shown at this depth.
const DEPTH_MAX: usize = 6;

/// The contents of an edition.
pub fn contents_page(manifest: &Manifest, links: &Links) -> String {
    let facts = &manifest.facts;
    let mut html = Html::new();
    html.raw("<main id=\"the-text\" class=\"front\">\n<header class=\"opening\">\n<p class=\"number\">");
    html.text(&edition_in_words(manifest)).raw("</p>\n<h1 dir=\"auto\">");
    html.text(titled(&facts.manual_title)).raw("</h1>\n");
    if !facts.title.trim().is_empty() {
        html.raw("<p class=\"subtitle\" dir=\"auto\">").text(&facts.title).raw("</p>\n");
    }
    html.raw("</header>\n<nav aria-label=\"Contents\">\n");
    chapters(&mut html, manifest, links);
    if manifest.terms() > 0 {
        html.raw("<p class=\"glossary\"><a").attribute("href", &links.glossary()).raw(">Glossary</a></p>\n");
    }
    html.raw("</nav>\n");
    about(&mut html, manifest, links);
    html.raw("</main>\n");
    let name = format!("{} – edition {}", titled(&facts.manual_title), facts.edition);
    whole(&name, links.style(), html)
}

/// The chapters as a list in lists.
fn chapters(html: &mut Html, manifest: &Manifest, links: &Links) {
    if manifest.chapters.is_empty() {
        html.raw("<p>This edition has no chapters.</p>\n");
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
        html.text(titled(&chapter.title)).raw("</bdi></span></a>\n");
    }
    for _ in 0..open {
        html.raw("</li>\n</ol>\n");
    }
}

fn about(html: &mut Html, manifest: &Manifest, links: &Links) {
    html.raw("<section class=\"about\" aria-labelledby=\"about-this\">\n");
    html.raw("<h2 id=\"about-this\">About this edition</h2>\n<p>").text(&size(manifest));
    html.raw(" It was frozen on <time").attribute("datetime", &manifest.facts.frozen_at.to_string()).raw(">");
    html.text(&manifest.facts.frozen_at.day_in_words()).raw("</time> and does not change.</p>\n");
    html.raw(
        "<p>Its fingerprint (SHA-256) is computed from every word of it: where the fingerprint is the same, ",
    );
    html.raw("so is the text.</p>\n<p>");
    fingerprint(html, &manifest.sha256);
    html.raw("</p>\n");
    match links.editions() {
        Some(editions) => {
            html.raw("<p><a").attribute("href", &editions).raw(">All editions</a></p>\n");
        }
        None => {
            html.raw("<p>It is the fingerprint of the file <a href=\"edition.json\">edition.json</a>, which holds ");
            html.raw("those of the chapters.</p>\n");
        }
    }
    html.raw("</section>\n");
}

/// `3 chapters, 5,432 words.`
fn size(manifest: &Manifest) -> String {
    let chapters = manifest.chapters.len() as u64;
    let counted =
        |n: u64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{} {one}s", thousands(n)) };
    format!("{}, {}.", counted(chapters, "chapter"), counted(manifest.words(), "word"))
}

pub(super) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
