//! Whatever stands in an edition stands in each of its formats, as often, in its order, and nothing else does but what the format
//! says around it. Read back by readers that know nothing of this crate.

use crate::nasty::{self, Chance};
use crate::read::model::{Says, pieces};
use crate::read::{self, Kind, Piece, unzip};
use edition::formats::{Picture, docx, epub, markdown};
use edition::sample::{Sample, SampleEdition, m150};
use edition::set::{Book, Chapter};
use edition::site::{Standing, folder};
use edition::{ChapterEntry, ChapterFacts, EditionFacts, Moment, manifest};
use manual::id::{ChapterId, ManualId};

const DOCX: Says =
    Says { marks: false, colon: false, pictures: true, xml: true, credit_in_caption: false, again: true };
/// Word, where no picture is given.
pub(crate) const WORD_ALONE: Says = Says { pictures: false, ..DOCX };
const HTML: Says =
    Says { marks: true, colon: false, pictures: true, xml: true, credit_in_caption: false, again: true };
const MARKDOWN: Says =
    Says { marks: false, colon: true, pictures: true, xml: false, credit_in_caption: true, again: false };

fn picture(edition: &SampleEdition) -> impl FnMut(&manual::inset::Image) -> Option<Picture> {
    |image| Some(Picture { bytes: edition.image(&image.sha256)?.to_vec(), extension: "png" })
}

pub(crate) fn text<'f>(files: &'f [(String, Vec<u8>)], name: &str) -> &'f str {
    let (_, bytes) = files.iter().find(|(it, _)| it == name).unwrap_or_else(|| panic!("no {name}"));
    std::str::from_utf8(bytes).expect("text")
}

#[track_caller]
fn equal(of: &str, chapter: &Chapter, found: &[Piece], expected: &[Piece]) {
    let shown = |pieces: &[Piece]| -> Vec<Piece> {
        pieces.iter().filter(|(kind, text)| *kind != Kind::Text || !text.is_empty()).cloned().collect()
    };
    let (found, expected) = (shown(found), shown(expected));
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected, "{of}, chapter {}", chapter.number);
    }
    assert_eq!(found.len(), expected.len(), "{of}, chapter {}: {:?}", chapter.number, found.last());
}

/// A reader of Markdown does not know what the texts are.
fn plainer(pieces: Vec<Piece>) -> Vec<Piece> {
    let plain = |(kind, text)| match kind {
        Kind::Caption | Kind::Credit | Kind::BoxTitle | Kind::About => (Kind::Text, text),
        kind => (kind, text),
    };
    let is_there = |(kind, text): &Piece| *kind != Kind::Text || !text.is_empty();
    pieces.into_iter().map(plain).filter(is_there).collect()
}

/// Merged cells leave empty places, and the head is the first row.
fn uniform(pieces: Vec<Piece>) -> Vec<Piece> {
    let as_cell = |(kind, text)| (if kind == Kind::Head { Kind::Cell } else { kind }, text);
    pieces.into_iter().map(as_cell).filter(|(kind, text)| *kind != Kind::Cell || !text.is_empty()).collect()
}

fn census(edition: &SampleEdition) {
    let book = edition.book();
    in_word(&book, edition);
    in_pages(&book, edition);
    in_markdown(&book);
}

fn in_word(book: &Book, edition: &SampleEdition) {
    let files = unzip(&docx(book, picture(edition)));
    let found = read::docx::chapters(text(&files, "word/document.xml"), text(&files, "word/footnotes.xml"));
    let extra = usize::from(!book.glossary.is_empty());
    assert_eq!(found.len(), book.chapters.len() + extra);
    let says = if edition.images.is_empty() { WORD_ALONE } else { DOCX };
    for (chapter, found) in book.chapters.iter().zip(found) {
        let title = format!("{} {}", chapter.number, chapter.title);
        equal("Word", chapter, &found, &pieces(chapter, says, title));
    }
}

fn in_pages(book: &Book, edition: &SampleEdition) {
    let image = |entry: &edition::ImageEntry| edition.image(&edition::hex(&entry.sha256)).map(<[u8]>::to_vec);
    let files = unzip(&epub(book, &edition.chapters(), image));
    for chapter in &book.chapters {
        let page = text(&files, &format!("book/chapter-{:02}.xhtml", chapter.index + 1));
        let expected = pieces(chapter, HTML, chapter.title.clone());
        equal("EPUB", chapter, &read::html::chapter(page), &expected);
    }
    let site = folder(&edition.manifest, &edition.chapters, &Standing::default(), image).expect("whole");
    for chapter in &book.chapters {
        let page = read::html::closed(text(&site, &format!("chapter-{:02}.html", chapter.index + 1)));
        let expected = pieces(chapter, HTML, chapter.title.clone());
        equal("site", chapter, &read::html::chapter(&page), &expected);
    }
}

fn in_markdown(book: &Book) {
    let found = read::markdown::chapters(&markdown(book));
    let extra = usize::from(!book.glossary.is_empty());
    assert_eq!(found.len(), 1 + book.chapters.len() + extra, "a title page, the chapters, the glossary");
    for (chapter, found) in book.chapters.iter().zip(&found[1..]) {
        let title = format!("{} {}", chapter.number, chapter.title);
        let expected = plainer(pieces(chapter, MARKDOWN, title));
        equal("Markdown", chapter, &uniform(plainer(found.clone())), &uniform(expected));
    }
}

#[test]
fn the_large_manual_stands_whole_in_each_format() {
    census(&m150().freeze(1, None));
}

#[test]
fn small_manuals_of_many_seeds_do() {
    for seed in 0..4 {
        census(&Sample::small(seed, 3).freeze(1, None));
    }
}

/// Three nasty chapters, with titles as nasty. Their pictures are nowhere.
fn nasty_edition(seed: u64) -> SampleEdition {
    let mut chance = Chance::new(seed ^ 0xfeed);
    let mut entries = Vec::new();
    let mut chapters = Vec::new();
    for number in 0..3_u64 {
        let title = chance.string();
        let facts = ChapterFacts { id: ChapterId::from_random([number as u8 + 7; 16]), title: &title };
        let document = nasty::document(seed * 3 + number, 60);
        let Ok(frozen) = edition::chapter(&facts, &document) else { continue };
        entries.push(ChapterEntry::new(&facts, None, &frozen));
        chapters.push(frozen.bytes);
    }
    let facts = EditionFacts {
        manual: ManualId::from_random([1; 16]),
        slug: "manual".to_owned(),
        manual_title: chance.string(),
        edition: 1,
        title: chance.string(),
        position: 4711,
        frozen_at: Moment::from_ms(1_795_468_400_000),
        previous: None,
        revision: None,
    };
    let manifest = manifest(&facts, &entries, &[]).bytes;
    SampleEdition { manifest, chapters, images: std::collections::BTreeMap::new() }
}

#[test]
fn nasty_chapters_stand_whole_in_word() {
    for seed in 0..150 {
        let edition = nasty_edition(seed);
        in_word(&edition.book(), &edition);
    }
}

#[test]
fn nasty_chapters_stand_whole_on_pages() {
    for seed in 0..150 {
        let edition = nasty_edition(seed);
        in_pages(&edition.book(), &edition);
    }
}

#[test]
fn nasty_chapters_stand_whole_in_markdown() {
    for seed in 0..150 {
        in_markdown(&nasty_edition(seed).book());
    }
}

/// What other programs would take for something.
const HOSTILE: [&str; 40] = [
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?xml version='1.0'?>",
    "&amp;",
    "&#x41;",
    "&nbsp",
    "</w:t></w:r></w:p>",
    "<w:br/>",
    "# ",
    "## x ##",
    "- ",
    "1. ",
    "1) ",
    "> ",
    "***",
    "___",
    "~~~",
    "```",
    "`",
    "|---|",
    "[a](b)",
    "![a](b)",
    "[^1-1]",
    "[^1]: x",
    "<a@b.c>",
    "<https://a.b>",
    "{{ x }}",
    "#read(\"/etc/passwd\")",
    "$x$",
    "\\input{a}",
    "%PDF",
    "../../a",
    "C:\\a",
    "=1+1",
    "a\tb",
    "\u{202e}",
    "ي ١",
];

fn hostile(chance: &mut Chance) -> String {
    let pieces = 1 + chance.below(4);
    let mut text: String = (0..pieces).map(|_| HOSTILE[chance.below(HOSTILE.len())]).collect();
    if chance.below(40) == 0 {
        text.push_str(&"long".repeat(5_000));
    }
    text
}

#[test]
fn a_thousand_hostile_strings_come_out_as_they_are() {
    let mut chance = Chance::new(1000);
    let mut sample = Sample::small(1, 10);
    let mut strings = 0;
    for chapter in &mut sample.chapters {
        chapter.title = hostile(&mut chance);
        let lines = chapter.payloads.lines_mut().take(50).flatten();
        for unit in chapter.units.iter_mut().chain(lines) {
            if let manual::flat::Unit::Text { text, .. } = unit {
                *text = hostile(&mut chance);
                strings += 1;
            }
        }
    }
    assert!(strings > 1000, "{strings}");
    census(&sample.freeze(1, None));
}

/// In Word each paragraph says which way it runs and each run which language it is in.
#[test]
fn directions_and_languages_are_those_of_the_chapters() {
    let edition = m150().freeze(1, None);
    let book = edition.book();
    let files = unzip(&docx(&book, picture(&edition)));
    let document = read::parsed(text(&files, "word/document.xml"));
    let mut chapters = book.chapters.iter();
    let (mut lang, mut counted) = (None, [0; 2]);
    for paragraph in read::within(document.root_element(), "p") {
        let style = read::within(paragraph, "pStyle").first().and_then(|it| read::attribute(*it, "val"));
        if style == Some("Heading1") {
            lang = chapters.next().map(|chapter| chapter.lang.as_str());
        }
        let Some(lang) = lang.filter(|_| !matches!(style, None | Some("AfterTable"))) else { continue };
        let runs_left = !read::within(paragraph, "bidi").is_empty();
        assert_eq!(runs_left, lang == "ar", "{}", read::docx::text(paragraph));
        counted[usize::from(runs_left)] += 1;
        for said in read::within(paragraph, "lang") {
            let said = read::attribute(said, "val").or(read::attribute(said, "bidi")).expect("a language");
            assert!(said.starts_with(lang) || said == "la", "{said} in {lang}");
        }
    }
    assert!(counted.iter().all(|count| *count > 200), "{counted:?}");
}
