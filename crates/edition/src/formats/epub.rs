//! EPUB 3.3: the pages of the reading site without what stands around them, as a book. Source: EPUB 3.3, W3C Recommendation of
//! 25 May 2023, and EPUB Accessibility 1.1.

use manual::block::Direction;

use super::package::{File, package};
use super::xml::Xml;
use crate::set::Book;
use crate::site::html::Html;
use crate::site::{Known, Links, References, article, terms};
use crate::{Chapter, ImageEntry, hex};

/// Elements without an end, which XML wants closed.
const VOID: [&str; 4] = ["br", "wbr", "col", "img"];

/// A page of the book.
struct Page {
    /// Its name in the package, without the ending.
    name: String,
    title: String,
    lang: String,
    dir: Direction,
    body: String,
}

/// The whole edition as a book, never one chapter of it. The chapters are those that the manifest of the book opened; `image` gives the bytes of each
/// picture; one that is not given is shown by its words.
pub fn epub(
    book: &Book,
    chapters: &[Chapter],
    mut image: impl FnMut(&ImageEntry) -> Option<Vec<u8>>,
) -> Vec<u8> {
    let pictures: Vec<(&ImageEntry, Vec<u8>)> =
        book.manifest.images.iter().filter_map(|entry| Some((entry, image(entry)?))).collect();
    let pages = pages(book, chapters);
    let mut files = vec![
        File::stored("mimetype", "application/epub+zip"),
        File::new("META-INF/container.xml", container()),
        File::new("book/content.opf", contents(book, &pages, &pictures)),
        File::new("book/nav.xhtml", navigation(book, &pages)),
        File::new("book/style.css", include_str!("epub.css")),
    ];
    files.extend(pages.iter().map(|page| File::new(format!("book/{}.xhtml", page.name), whole(page))));
    for (entry, bytes) in pictures {
        files.push(File::stored(format!("book/images/{}", entry.name()), bytes));
    }
    package(&files, book.manifest.facts.frozen_at)
}

fn pages(book: &Book, chapters: &[Chapter]) -> Vec<Page> {
    let manifest = &book.manifest;
    let links = Links::Epub;
    let open = |index: usize| chapters.get(index).ok_or(());
    let mut known = Known::default();
    let mut pages = vec![title_page(book)];
    for (index, (set, chapter)) in book.chapters.iter().zip(chapters).enumerate() {
        let Ok(references) = References::with(&mut known, manifest, chapter, open) else { continue };
        let body = article(manifest, index, chapter, &references, &links).finish();
        pages.push(Page {
            name: format!("chapter-{:02}", index + 1),
            title: format!("{} {}", set.number, set.title),
            lang: set.words.lang.to_owned(),
            dir: set.dir,
            body,
        });
    }
    if manifest.terms() > 0
        && let Ok(body) = terms(&mut known, manifest, &links, book.words, open)
    {
        pages.push(Page {
            name: "glossary".to_owned(),
            title: book.words.around.glossary.to_owned(),
            lang: book.lang.to_owned(),
            dir: book.dir,
            body: body.finish(),
        });
    }
    pages
}

fn title_page(book: &Book) -> Page {
    let (words, facts) = (book.words, &book.manifest.facts);
    let mut html = Html::new();
    html.raw("<header class=\"opening\">\n<p class=\"number\">")
        .text(&book.said())
        .raw("</p>\n<h1 dir=\"auto\">");
    html.text(book.title()).raw("</h1>\n");
    if !facts.title.trim().is_empty() {
        html.raw("<p class=\"subtitle\" dir=\"auto\">").text(&facts.title).raw("</p>\n");
    }
    html.raw("</header>\n");
    if book.draft.is_none() {
        html.raw("<p>").text(words.about.fingerprint).raw("</p>\n<p><code>");
        html.text(&hex(&book.manifest.sha256)).raw("</code></p>\n");
    }
    let title = book.title().to_owned();
    Page { name: "title".to_owned(), title, lang: book.lang.to_owned(), dir: book.dir, body: html.finish() }
}

fn whole(page: &Page) -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"").attribute("lang", &page.lang);
    xml.attribute("xml:lang", &page.lang).attribute("dir", page.dir.word());
    xml.raw(">\n<head>\n<meta charset=\"utf-8\"/>\n<title>").text(&page.title);
    xml.raw("</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body>\n<main>\n");
    xml.closed(&page.body, &VOID).raw("</main>\n</body>\n</html>\n");
    xml.finish()
}

fn container() -> Vec<u8> {
    let mut xml = Xml::file();
    xml.raw(
        "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>",
    );
    xml.raw("<rootfile full-path=\"book/content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>");
    xml.finish()
}

fn contents(book: &Book, pages: &[Page], pictures: &[(&ImageEntry, Vec<u8>)]) -> Vec<u8> {
    let facts = &book.manifest.facts;
    let mut xml = Xml::file();
    xml.raw("<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"edition\"")
        .attribute("xml:lang", book.lang);
    xml.attribute("dir", book.dir.word()).raw(
        "><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"edition\">urn:sha256:",
    );
    xml.text(&hex(&book.manifest.sha256)).raw("</dc:identifier><dc:title>").text(book.title());
    xml.raw("</dc:title>");
    let mut languages: Vec<&str> = book.chapters.iter().map(|chapter| chapter.words.lang).collect();
    languages.insert(0, book.lang);
    let mut said = Vec::new();
    for lang in languages {
        if !said.contains(&lang) {
            said.push(lang);
            xml.raw("<dc:language>").text(lang).raw("</dc:language>");
        }
    }
    xml.raw("<dc:date>").text(&facts.frozen_at.to_string()).raw("</dc:date>");
    xml.raw("<meta property=\"dcterms:modified\">").text(&facts.frozen_at.to_string()).raw("</meta>");
    for (property, value) in [
        ("schema:accessMode", "textual"),
        ("schema:accessMode", "visual"),
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessibilityFeature", "structuralNavigation"),
        ("schema:accessibilityFeature", "tableOfContents"),
        ("schema:accessibilityFeature", "alternativeText"),
        ("schema:accessibilityHazard", "none"),
    ] {
        xml.raw("<meta").attribute("property", property).raw(">").text(value).raw("</meta>");
    }
    xml.raw("</metadata><manifest><item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>");
    xml.raw("<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>");
    for page in pages {
        xml.raw("<item").attribute("id", &page.name).attribute("href", &format!("{}.xhtml", page.name));
        xml.raw(" media-type=\"application/xhtml+xml\"/>");
    }
    for (number, (entry, _)) in (1..).zip(pictures) {
        xml.raw("<item").attribute("id", &format!("image-{}", i32::to_string(&number)));
        xml.attribute("href", &format!("images/{}", entry.name()))
            .attribute("media-type", entry.kind.media_type())
            .raw("/>");
    }
    xml.raw("</manifest><spine");
    xml.attribute("page-progression-direction", book.dir.word()).raw(">");
    for page in pages {
        xml.raw("<itemref").attribute("idref", &page.name).raw("/>");
    }
    xml.raw("</spine></package>");
    xml.finish()
}

fn navigation(book: &Book, pages: &[Page]) -> Vec<u8> {
    let title = book.words.around.contents;
    let mut xml = Xml::file();
    xml.raw("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    xml.attribute("lang", book.lang).attribute("xml:lang", book.lang).attribute("dir", book.dir.word());
    xml.raw(">\n<head>\n<meta charset=\"utf-8\"/>\n<title>")
        .text(title)
        .raw("</title>\n</head>\n<body>\n<nav epub:type=\"toc\" role=\"doc-toc\">\n<h1>");
    xml.text(title).raw("</h1>\n<ol>\n");
    for page in &pages[1..] {
        xml.raw("<li><a").attribute("href", &format!("{}.xhtml", page.name)).raw("><bdi>").text(&page.title);
        xml.raw("</bdi></a></li>\n");
    }
    if pages.len() == 1 {
        xml.raw("<li><a href=\"title.xhtml\">").text(&pages[0].title).raw("</a></li>\n");
    }
    xml.raw("</ol>\n</nav>\n</body>\n</html>\n");
    xml.finish()
}
