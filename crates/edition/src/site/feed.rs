//! For programs that read news, and for those that search: the public editions of a manual as an Atom feed (RFC 4287), and all
//! public pages of a service as a sitemap. Members' editions are in neither: nobody signs in to read them.

use super::html::Html;
use super::page::titled;
use super::words::Words;
use super::{Links, Withdrawn};
use crate::{Manifest, Moment, hex};

/// Most addresses in a sitemap.
const ADDRESSES_MAX: usize = 50_000;

/// The feed of a manual: its public editions, in the order of their numbers, and of each whether it was withdrawn: whoever has it is
/// told so. `base` is the address of the service.
pub fn feed(base: &str, editions: &[(&Manifest, Option<&Withdrawn>)], lang: &str) -> Option<String> {
    let words = Words::of(lang);
    let (newest, _) = editions.last()?;
    let facts = &newest.facts;
    let updated = editions.iter().map(|(manifest, withdrawn)| updated(manifest, *withdrawn)).max()?;
    let list = format!("{base}/{}/editions", facts.slug);
    let mut xml = Html::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    xml.attribute("xml:lang", words.lang)
        .raw(">\n<id>urn:uuid:")
        .text(&facts.manual.to_string())
        .raw("</id>\n<title>");
    xml.text(titled(words, &facts.manual_title)).raw("</title>\n<updated>").text(&updated.to_string());
    xml.raw("</updated>\n<author><name>")
        .text(titled(words, &facts.manual_title))
        .raw("</name></author>\n<link");
    xml.attribute("href", &list).raw("/>\n<link rel=\"self\" type=\"application/atom+xml\"");
    xml.attribute("href", &format!("{list}/feed.atom")).raw("/>\n");
    for (manifest, withdrawn) in editions.iter().rev() {
        let facts = &manifest.facts;
        let links = Links::Served { slug: facts.slug.clone(), n: facts.edition };
        let title = [words.edition(facts.edition), facts.title.trim().to_owned()];
        let title: Vec<&str> = title.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        xml.raw("<entry>\n<id>urn:sha256:").text(&hex(&manifest.sha256)).raw("</id>\n<title>");
        xml.text(&title.join(words.inside.colon))
            .raw("</title>\n<updated>")
            .text(&self::updated(manifest, *withdrawn).to_string());
        xml.raw("</updated>\n<link")
            .attribute("href", &format!("{base}{}", links.contents()))
            .raw("/>\n<summary>");
        if let Some(Withdrawn { why, at }) = withdrawn {
            let (said, reason) = words.beside().withdrawn;
            xml.text(said).text(&words.day(*at)).text(reason).text(why).raw("</summary>\n</entry>\n");
            continue;
        }
        let chapters = words.counting.chapters(manifest.chapters.len() as u64);
        xml.text(&[chapters, words.counting.words(manifest.words())].join(words.around.comma));
        xml.raw("</summary>\n</entry>\n");
    }
    xml.raw("</feed>\n");
    Some(xml.finish())
}

/// When something last became of an edition.
fn updated(manifest: &Manifest, withdrawn: Option<&Withdrawn>) -> Moment {
    withdrawn.map_or(manifest.facts.frozen_at, |withdrawn| withdrawn.at)
}

/// The sitemap of a service, of those of its public editions that were not withdrawn.
pub fn sitemap(base: &str, editions: &[&Manifest]) -> String {
    let mut addresses: Vec<(String, Moment)> = Vec::new();
    for manifest in editions {
        let facts = &manifest.facts;
        let links = Links::Served { slug: facts.slug.clone(), n: facts.edition };
        let chapters = (1..=manifest.chapters.len()).map(|k| links.chapter(k));
        let glossary = (manifest.terms() > 0).then(|| links.glossary());
        let pages = std::iter::once(links.contents()).chain(chapters).chain(glossary);
        addresses.extend(pages.map(|page| (page, facts.frozen_at)));
    }
    let mut xml = Html::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (page, at) in addresses.iter().take(ADDRESSES_MAX) {
        xml.raw("<url><loc>").text(base).text(page).raw("</loc><lastmod>").text(&at.to_string());
        xml.raw("</lastmod></url>\n");
    }
    xml.raw("</urlset>\n");
    xml.finish()
}
