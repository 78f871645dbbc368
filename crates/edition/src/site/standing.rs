//! How an edition stands: what is said about it beside its frozen bytes, and may be said later than they were frozen. Pages
//! show it around the text and never in it; a folder that was exported says what was known at that time.

use manual::id::ChapterId;

use super::Links;
use super::html::Html;
use super::page::{edition_in_words, fingerprint, titled};
use super::words::Words;
use crate::sign::PublicKey;
use crate::{Manifest, Moment};

/// What is known about an edition. By default nothing: no banner is shown, and no signature.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Standing {
    pub withdrawn: Option<Withdrawn>,
    /// The oldest first.
    pub errata: Vec<Erratum>,
    /// The key that signed it.
    pub key: Option<PublicKey>,
    pub downloads: Vec<Download>,
    /// What is not there yet.
    pub preparing: Vec<Output>,
    /// What the secretariat says about chapters that changed, in the order of the manifest.
    pub notes: Vec<ChangeNote>,
    /// The number of the edition before, if whoever asks may read it.
    pub previous: Option<u32>,
    /// The newest edition, if it is another one and whoever asks may read it.
    pub newer: Option<u32>,
    /// The address of the service without a slash at its end: `https://manual.example`.
    pub base: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Withdrawn {
    pub why: String,
    pub at: Moment,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Erratum {
    pub text: String,
    pub at: Moment,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ChangeNote {
    pub chapter: ChapterId,
    pub note: String,
}

/// What an edition is written as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Output {
    Pdf,
    Docx,
    Epub,
    Markdown,
    /// The bundle.
    Zip,
}

impl Output {
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Docx, Self::Epub, Self::Markdown, Self::Zip];

    /// The end of its file's name, and the word used on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Epub => "epub",
            Self::Markdown => "md",
            Self::Zip => "zip",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|output| output.word() == word)
    }

    fn name(self, words: &Words) -> &'static str {
        words.beside().formats[Self::ALL.iter().position(|output| *output == self).unwrap_or_default()]
    }
}

/// A file to load.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Download {
    /// Of the file: `manual-1.docx`.
    pub name: String,
    pub format: Output,
    pub bytes: u64,
    pub sha256: [u8; 32],
}

/// What whoever reads has to know first: it was withdrawn, it is no final edition, there is a newer one.
pub(super) fn banners(
    html: &mut Html,
    words: &Words,
    manifest: &Manifest,
    links: &Links,
    standing: &Standing,
) {
    let beside = words.beside();
    if let Some(Withdrawn { why, at }) = &standing.withdrawn {
        html.raw("<p class=\"banner grave\" role=\"note\"><strong>").text(beside.withdrawn.0);
        day(html, words, *at);
        html.text(beside.withdrawn.1).raw("</strong><bdi>").text(why).raw("</bdi></p>\n");
    }
    if manifest.facts.revision.is_some() {
        html.raw("<p class=\"banner\" role=\"note\">").text(beside.working).raw("</p>\n");
    }
    if let Some((n, address)) = standing.newer.and_then(|n| Some((n, links.other(n)?))) {
        html.raw("<p class=\"banner\" role=\"note\">")
            .text(beside.newer)
            .raw("<a")
            .attribute("href", &address);
        html.raw(">").text(&words.edition(n)).raw("</a></p>\n");
    }
}

/// What was found wrong in it.
pub(super) fn errata(html: &mut Html, words: &Words, standing: &Standing) {
    if standing.errata.is_empty() {
        return;
    }
    section(html, "errata", words.beside().errata);
    html.raw("<ul>\n");
    for Erratum { text, at } in &standing.errata {
        html.raw("<li>");
        day(html, words, *at);
        html.text(words.inside.colon).raw("<bdi>").text(text).raw("</bdi></li>\n");
    }
    html.raw("</ul>\n</section>\n");
}

/// What can be loaded.
pub(super) fn downloads(html: &mut Html, words: &Words, links: &Links, standing: &Standing) {
    let Standing { downloads, preparing, .. } = standing;
    if downloads.is_empty() && preparing.is_empty() {
        return;
    }
    section(html, "downloads", words.beside().downloads);
    html.raw("<ul class=\"downloads\">\n");
    for Download { name, format, bytes, sha256: _ } in downloads {
        html.raw("<li><a").attribute("download", "").attribute("href", &links.download(name)).raw(">");
        html.text(format.name(words)).raw("</a> <span class=\"size\">").text(&size(words, *bytes));
        html.raw("</span></li>\n");
    }
    html.raw("</ul>\n");
    if !preparing.is_empty() {
        let names: Vec<&str> = preparing.iter().map(|output| output.name(words)).collect();
        html.raw("<p>").text(words.beside().preparing).text(&names.join(words.around.comma)).raw("</p>\n");
    }
    html.raw("</section>\n");
}

/// What changed since the edition before, as the secretariat says it, and the way to all of it.
pub(super) fn changes(
    html: &mut Html,
    words: &Words,
    manifest: &Manifest,
    links: &Links,
    standing: &Standing,
) {
    let compare = standing.previous.and_then(|previous| Some((previous, links.compare(previous)?)));
    if standing.notes.is_empty() && compare.is_none() {
        return;
    }
    section(html, "changes", words.beside().changes);
    if !standing.notes.is_empty() {
        html.raw("<dl class=\"changes\">\n");
        for (index, chapter) in manifest.chapters.iter().enumerate() {
            let Some(note) = standing.notes.iter().find(|note| note.chapter == chapter.id) else { continue };
            html.raw("<dt><a").attribute("href", &links.chapter(index + 1)).raw("><bdi>");
            html.text(titled(words, &chapter.title)).raw("</bdi></a></dt>\n<dd><bdi>").text(&note.note);
            html.raw("</bdi></dd>\n");
        }
        html.raw("</dl>\n");
    }
    if let Some((previous, address)) = compare {
        html.raw("<p><a").attribute("href", &address).raw(">").text(words.beside().compare);
        html.text(&previous.to_string()).raw("</a></p>\n");
    }
    html.raw("</section>\n");
}

/// How to cite it.
pub(super) fn cite(html: &mut Html, words: &Words, manifest: &Manifest, links: &Links, standing: &Standing) {
    let facts = &manifest.facts;
    section(html, "cite", words.beside().cite);
    html.raw("<p class=\"citation\"><cite><bdi>")
        .text(titled(words, &facts.manual_title))
        .raw("</bdi></cite>");
    if !facts.title.trim().is_empty() {
        html.text(words.around.comma).raw("<bdi>").text(&facts.title).raw("</bdi>");
    }
    html.text(words.around.comma).text(&edition_in_words(words, manifest)).raw("</p>\n");
    if let Some(address) = links.permanent() {
        let address = format!("{}{address}", standing.base.as_deref().unwrap_or_default());
        html.raw("<p>").text(words.beside().permanent).raw("<a dir=\"ltr\"").attribute("href", &address);
        html.raw(">").text(&address).raw("</a></p>\n");
    }
    html.raw("<p>").text(words.beside().passages).raw("</p>\n</section>\n");
}

/// Who stands for it.
pub(super) fn signature(html: &mut Html, words: &Words, links: &Links, standing: &Standing) {
    let beside = words.beside();
    html.raw("<p>");
    match &standing.key {
        Some(key) => {
            html.text(beside.signed).raw("</p>\n<p>");
            fingerprint(html, &key.fingerprint());
            html.raw("</p>\n<p>").text(beside.compare_key);
        }
        None => drop(html.text(beside.unsigned)),
    }
    html.raw("</p>\n");
    if let Some(address) = links.verify() {
        html.raw("<p><a").attribute("href", address).raw(">").text(beside.verify).raw("</a></p>\n");
    }
}

fn section(html: &mut Html, id: &'static str, title: &str) {
    html.raw("<section class=\"about\"").attribute("aria-labelledby", &format!("its-{id}")).raw(">\n<h2");
    html.attribute("id", &format!("its-{id}")).raw(">").text(title).raw("</h2>\n");
}

fn day(html: &mut Html, words: &Words, moment: Moment) {
    html.raw("<time").attribute("datetime", &moment.to_string()).raw(">").text(&words.day(moment));
    html.raw("</time>");
}

/// `1.2 MB`.
fn size(words: &Words, bytes: u64) -> String {
    let beside = words.beside();
    let (unit, tenths) = match bytes {
        0..950_000 => (beside.units[0], bytes.div_ceil(100)),
        _ => (beside.units[1], bytes.div_ceil(100_000)),
    };
    match tenths {
        0..100 => format!("{}{}{}\u{a0}{unit}", tenths / 10, beside.decimal, tenths % 10),
        _ => format!("{}\u{a0}{unit}", tenths / 10),
    }
}
