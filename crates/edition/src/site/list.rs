//! The editions of a manual, the newest first.

use super::contents::thousands;
use super::html::Html;
use super::page::{titled, whole};
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
}

/// The list of a manual's editions that whoever asks may read. They come in the order of their numbers.
pub fn list_page(manual_title: &str, slug: &str, editions: &[Listed]) -> String {
    let mut html = Html::new();
    html.raw("<main id=\"the-text\" class=\"front\">\n<header class=\"opening\">\n");
    html.raw("<p class=\"number\">Editions</p>\n<h1 dir=\"auto\">").text(titled(manual_title));
    html.raw("</h1>\n</header>\n");
    if editions.is_empty() {
        html.raw("<p>No edition can be read here yet.</p>\n");
    } else {
        html.raw("<ul class=\"editions\">\n");
        for edition in editions.iter().rev() {
            listed(&mut html, slug, edition);
        }
        html.raw("</ul>\n");
    }
    html.raw("</main>\n");
    whole(&format!("{} – editions", titled(manual_title)), STYLE_ADDRESS, html)
}

fn listed(html: &mut Html, slug: &str, edition: &Listed) {
    let links = Links::Served { slug: slug.to_owned(), n: edition.n };
    html.raw("<li><a").attribute("href", &links.contents()).raw("><span class=\"number\">Edition ");
    html.text(&edition.n.to_string()).raw("</span> <span class=\"title\"><bdi>");
    html.text(&edition.title).raw("</bdi></span></a>\n<p><time");
    html.attribute("datetime", &edition.frozen_at.to_string()).raw(">");
    html.text(&edition.frozen_at.day_in_words()).raw("</time> · ");
    html.text(&thousands(edition.words)).raw(" words");
    if !edition.public {
        html.raw(" · for members");
    }
    html.raw("</p></li>\n");
}
