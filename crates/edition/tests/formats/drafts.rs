//! What is no edition says so, and one chapter stands by itself.

use std::collections::{BTreeMap, BTreeSet};

use edition::formats::{docx, epub, markdown};
use edition::sample::{Sample, m150};
use edition::set::{Book, Draft};

use crate::census::{WORD_ALONE, text};
use crate::read::model::pieces;
use crate::read::{self, attribute, parsed, unzip, within};

const SAID: &str = "Draft of 28 November 2026, 07:20 UTC, position 4711; not an edition";

fn drafted(book: Book) -> Book {
    book.drafted(Draft { said: SAID.to_owned() })
}

#[test]
fn a_draft_says_so_on_every_page_of_word_and_on_the_first_of_the_others() {
    let edition = Sample::small(2, 2).freeze(1, None);
    let book = drafted(edition.book());
    let fingerprint = edition::hex(&edition.fingerprint());
    let files: BTreeMap<String, Vec<u8>> = unzip(&docx(&book, |_| None)).into_iter().collect();
    for name in ["word/header1.xml", "word/document.xml"] {
        assert!(String::from_utf8_lossy(&files[name]).contains(SAID), "{name}");
    }
    let said_of = |files: &BTreeMap<String, Vec<u8>>| {
        files.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&fingerprint)).count()
    };
    assert_eq!(said_of(&files), 0, "a draft has no fingerprint");
    assert!(said_of(&unzip(&docx(&edition.book(), |_| None)).into_iter().collect()) > 1);
    let written = markdown(&book);
    assert!(
        written.lines().take(8).any(|line| line == SAID) && !written.contains(&fingerprint),
        "{}",
        &written[..300]
    );
    let pages = unzip(&epub(&book, &edition.chapters(), |_| None));
    assert!(text(&pages, "book/title.xhtml").contains(SAID));
}

#[test]
fn one_chapter_is_numbered_as_in_the_whole_and_leads_nowhere_outside() {
    let edition = m150().freeze(1, None);
    let whole = edition.book();
    let mut outside = 0;
    for index in [0, 5, 12] {
        let one = drafted(edition.book()).only(index).expect("there is one");
        let files = unzip(&docx(&one, |_| None));
        let (document, notes) = (text(&files, "word/document.xml"), text(&files, "word/footnotes.xml"));
        let found = read::docx::chapters(document, notes);
        let chapter = &whole.chapters[index];
        let title = format!("{} {}", chapter.number, chapter.title);
        assert_eq!(found.len(), 1, "no other chapter, and no glossary");
        assert_eq!(found[0], pieces(chapter, WORD_ALONE, title));
        let document = parsed(document);
        let marks: BTreeSet<&str> = within(document.root_element(), "bookmarkStart")
            .into_iter()
            .filter_map(|mark| attribute(mark, "name"))
            .collect();
        for link in within(document.root_element(), "hyperlink") {
            assert!(attribute(link, "anchor").is_none_or(|anchor| marks.contains(anchor)));
        }
        let links = |book: &Book| {
            unzip(&docx(book, |_| None))
                .iter()
                .map(|(_, bytes)| String::from_utf8_lossy(bytes).matches("w:anchor").count())
                .sum::<usize>()
        };
        outside += links(&edition.book()) - links(&one);
    }
    assert!(outside > 0);
    assert!(edition.book().only(13).is_none());
}
