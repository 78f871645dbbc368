//! What all pages share: the head, the way past it, the line that says of which book this is, fingerprints.

use super::Links;
use super::html::Html;
use crate::{Manifest, hex};

/// What stands in the place of a title that is empty.
const UNTITLED: &str = "Untitled";

/// A title as it is shown.
pub(super) fn titled(title: &str) -> &str {
    if title.trim().is_empty() { UNTITLED } else { title }
}

/// A whole page around its body. `name` is what a browser's tab shows.
pub(super) fn whole(name: &str, style: &str, body: Html) -> String {
    let mut html = Html::new();
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<title>").text(name).raw("</title>\n");
    html.raw("<link rel=\"stylesheet\"").attribute("href", style).raw(">\n</head>\n<body>\n");
    html.raw("<a class=\"skip\" href=\"#the-text\">Skip to the text</a>\n");
    html.part(body).raw("</body>\n</html>\n");
    html.finish()
}

/// The line at the top of a chapter: the book, and which edition of it.
pub(super) fn running(html: &mut Html, manifest: &Manifest, links: &Links) {
    let facts = &manifest.facts;
    html.raw("<header class=\"running\">\n<p><a").attribute("href", &links.contents()).raw("><bdi>");
    html.text(titled(&facts.manual_title)).raw("</bdi></a></p>\n<p>");
    html.text(&edition_in_words(manifest)).raw("</p>\n</header>\n");
}

/// `Edition 2, 23 November 2026`.
pub(super) fn edition_in_words(manifest: &Manifest) -> String {
    format!("Edition {}, {}", manifest.facts.edition, manifest.facts.frozen_at.day_in_words())
}

/// A fingerprint in groups of four. Copied, it is one word without spaces.
pub(super) fn fingerprint(html: &mut Html, sha256: &[u8; 32]) {
    html.raw("<code class=\"fingerprint\">");
    let digits = hex(sha256);
    for (n, _) in digits.char_indices().step_by(4) {
        if n > 0 {
            html.raw("<wbr>");
        }
        html.raw("<span>").text(&digits[n..n + 4]).raw("</span>");
    }
    html.raw("</code>");
}
