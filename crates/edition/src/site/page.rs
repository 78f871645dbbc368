//! What all pages share: the head, the way past it, the line that says of which book this is, fingerprints.

use super::Links;
use super::html::Html;
use super::words::Words;
use crate::{Manifest, hex};

/// A title as it is shown.
pub(super) fn titled<'t>(words: &Words, title: &'t str) -> &'t str
where
    'static: 't,
{
    if title.trim().is_empty() { words.around.untitled } else { title }
}

/// A whole page around its body, in a language. `name` is what a browser's tab shows.
pub(super) fn whole(words: &Words, name: &str, style: &str, body: Html) -> String {
    let mut html = Html::new();
    html.raw("<!doctype html>\n<html").attribute("lang", words.lang).attribute("dir", words.dir().word());
    html.raw(">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<title>").text(name).raw("</title>\n");
    html.raw("<link rel=\"stylesheet\"").attribute("href", style).raw(">\n</head>\n<body>\n");
    html.raw("<a class=\"skip\" href=\"#the-text\">").text(words.around.skip).raw("</a>\n");
    html.part(body).raw("</body>\n</html>\n");
    html.finish()
}

/// The line at the top of a chapter: the book, and which edition of it.
pub(super) fn running(html: &mut Html, words: &Words, manifest: &Manifest, links: &Links) {
    let facts = &manifest.facts;
    html.raw("<header class=\"running\">\n<p><a").attribute("href", &links.contents()).raw("><bdi>");
    html.text(titled(words, &facts.manual_title)).raw("</bdi></a></p>\n<p>");
    html.text(&edition_in_words(words, manifest)).raw("</p>\n</header>\n");
}

/// `Edition 2, 23 November 2026`; of a working text `Edition 2, Rev. 1, 23 November 2026`.
pub(crate) fn edition_in_words(words: &Words, manifest: &Manifest) -> String {
    let facts = &manifest.facts;
    let revision = facts.revision.map(|n| words.revision(n));
    let parts = [Some(words.edition(facts.edition)), revision, Some(words.day(facts.frozen_at))];
    parts.into_iter().flatten().collect::<Vec<String>>().join(words.around.comma)
}

/// A fingerprint in groups of four. Copied, it is one word without spaces.
pub(super) fn fingerprint(html: &mut Html, sha256: &[u8; 32]) {
    html.raw("<code class=\"fingerprint\" dir=\"ltr\">");
    let digits = hex(sha256);
    for (n, _) in digits.char_indices().step_by(4) {
        if n > 0 {
            html.raw("<wbr>");
        }
        html.raw("<span>").text(&digits[n..n + 4]).raw("</span>");
    }
    html.raw("</code>");
}
