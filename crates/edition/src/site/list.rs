//! The editions of a manual, the newest first.

use super::html::Html;
use super::page::{titled, whole};
use super::words::Words;
use super::{Links, STYLE_ADDRESS};
use crate::Moment;

/// An edition in the list of editions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    pub n: u32,
    pub title: String,
    pub frozen_at: Moment,
    pub words: u64,
    /// Whether anybody may read it; else only members do.
    pub public: bool,
    /// Whether it should not be relied on any more; why stands on its own pages.
    pub withdrawn: bool,
}

/// The list of a manual's editions that whoever asks may read, in the [`language`](super::language()) of one of them. They come
/// in the order of their numbers.
pub fn list_page(manual_title: &str, slug: &str, editions: &[Listed], lang: &str) -> String {
    let words = Words::of(lang);
    let mut html = Html::new();
    html.raw("<main id=\"the-text\" class=\"front\">\n<header class=\"opening\">\n<p class=\"number\">");
    html.text(words.around.editions).raw("</p>\n<h1 dir=\"auto\">").text(titled(words, manual_title));
    html.raw("</h1>\n</header>\n");
    if editions.is_empty() {
        html.raw("<p>").text(words.around.no_editions).raw("</p>\n");
    } else {
        html.raw("<ul class=\"editions\">\n");
        for edition in editions.iter().rev() {
            listed(&mut html, words, slug, edition);
        }
        html.raw("</ul>\n");
    }
    if editions.iter().any(|edition| edition.public) {
        html.raw("<p class=\"about\"><a").attribute("href", &format!("/{slug}/editions/feed.atom"));
        html.raw(" type=\"application/atom+xml\">Atom</a></p>\n");
    }
    html.raw("</main>\n");
    let name = format!("{} – {}", titled(words, manual_title), words.around.editions);
    whole(words, &name, STYLE_ADDRESS, html)
}

fn listed(html: &mut Html, words: &Words, slug: &str, edition: &Listed) {
    let links = Links::Served { slug: slug.to_owned(), n: edition.n };
    html.raw("<li><a").attribute("href", &links.contents()).raw("><span class=\"number\">");
    html.text(&words.edition(edition.n)).raw("</span> <span class=\"title\"><bdi>");
    html.text(&edition.title).raw("</bdi></span></a>\n<p><time");
    html.attribute("datetime", &edition.frozen_at.to_string()).raw(">");
    html.text(&words.day(edition.frozen_at)).raw("</time> · ");
    html.text(&words.counting.words(edition.words));
    if edition.withdrawn {
        html.raw(" · <strong>").text(words.beside().is_withdrawn).raw("</strong>");
    }
    if !edition.public {
        html.raw(" · ").text(words.around.for_members);
    }
    html.raw("</p></li>\n");
}
