//! The pages that compare two editions: what they say is text and no markup, in five languages, in both views; what comes and
//! goes is said to who sees it and to who hears it; what moved is said to have moved.

use edition::compare::Edition;
use edition::site::{Comparison, Pdf, View, compare_page};
use edition::{Chapter, ChapterEntry, ChapterFacts, EditionFacts, Manifest, Moment, manifest, read_manifest};
use manual::block::{Block, Kind, Node};
use manual::document::Document;
use manual::id::{ChapterId, ManualId};
use manual::inline::{Inline, Style};

/// Its number, its title, its paragraphs: an id and a text.
type Written<'w> = (u8, &'w str, &'w [(&'w str, &'w str)]);

fn edition(n: u32, chapters: &[Written<'_>]) -> (Manifest, Vec<Chapter>) {
    let (mut entries, mut bytes) = (Vec::new(), Vec::new());
    for (id, title, blocks) in chapters {
        let node = |(id, text): &(&str, &str)| {
            Node::Block(Block {
                kind: Kind::Paragraph,
                id: (*id).to_owned(),
                dir: None,
                lang: None,
                part: None,
                content: vec![Inline::Text { text: (*text).to_owned(), style: Style::default() }],
                payload: None,
                inset: None,
            })
        };
        let tree: Vec<Node> = blocks.iter().map(node).collect();
        let mut document = Document::new(1);
        document
            .apply(&manual::flatten::seed(2, &tree, &manual::payload::Payloads::default()))
            .expect("our own");
        let facts = ChapterFacts { id: ChapterId::from_random([*id; 16]), title };
        let frozen = edition::chapter(&facts, &document).expect("whole");
        entries.push(ChapterEntry::new(&facts, None, &frozen));
        bytes.push(frozen.bytes);
    }
    let facts = EditionFacts {
        manual: ManualId::from_random([9; 16]),
        slug: "manual".to_owned(),
        manual_title: "<b>Manual</b>".to_owned(),
        edition: n,
        title: String::new(),
        position: 1,
        frozen_at: Moment::from_ms(0),
        previous: None,
        revision: None,
    };
    let manifest = read_manifest(&manifest(&facts, &entries, &[]).bytes).expect("our own");
    let chapters =
        bytes.iter().enumerate().map(|(index, bytes)| manifest.open(index, bytes).expect("its own"));
    let chapters = chapters.collect();
    (manifest, chapters)
}

const BEFORE: &[Written<'_>] = &[
    (1, "Signs", &[("aaa", "Ask early & <often>."), ("bbb", "This goes."), ("ccc", "To another chapter.")]),
    (2, "Desk", &[("ddd", "It stays.")]),
    (3, "Gone", &[("eee", "With all of it.")]),
    (4, "Moved", &[("fff", "The same.")]),
];
const AFTER: &[Written<'_>] = &[
    (4, "Moved", &[("fff", "The same.")]),
    (1, "Signs <i>", &[("aaa", "Ask very early & <often>."), ("ggg", "</p><script>alert(1)</script>")]),
    (2, "Desk", &[("ddd", "It stays."), ("ccc", "To another chapter.")]),
];

fn page(view: View, lang: &str, later: Option<u32>) -> String {
    let ((old, old_chapters), (new, new_chapters)) = (edition(1, BEFORE), edition(2, AFTER));
    let before = Edition { manifest: &old, chapters: &old_chapters };
    let after = Edition { manifest: &new, chapters: &new_chapters };
    compare_page(&Comparison { before, after, slug: "manual", later, view, pdf: Pdf::Made, lang })
}

/// Every tag is closed in order.
fn assert_is_well_formed(page: &str) {
    let mut open = Vec::new();
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split([' ', '\n']).next().expect("a first part");
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{tag}"),
            None if ["!doctype", "meta", "link", "br"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn words_that_come_and_go_are_marked_for_eyes_and_ears() {
    let page = page(View::Inline, "en", Some(2));
    assert_is_well_formed(&page);
    let aloud = |words: &str| format!(r#"<span class="aloud">{words}</span>"#);
    let added = format!("Ask <ins>{}very {}</ins>early &amp; &lt;often&gt;.", aloud("[added: "), aloud("]"));
    assert!(page.contains(&added), "{page}");
    let removed = format!("<del>{}This goes.{}</del>", aloud("[removed: "), aloud("]"));
    assert!(page.contains(&removed), "{page}");
    assert!(page.contains("&lt;/p&gt;&lt;script&gt;") && !page.contains("<script"), "{page}");
    assert!(!page.contains("It stays."), "what is the same is left out");
    assert!(page.contains("Title before: <del>"), "{page}");
}

#[test]
fn what_moved_is_told_as_a_move_with_a_way_to_it() {
    let page = page(View::Inline, "en", Some(2));
    assert!(page.contains("Moved to: <a href=\"/manual/editions/2/3#ccc\"><bdi>Desk</bdi>"), "{page}");
    assert!(page.contains("Moved here from: <a href=\"/manual/editions/2/2\">"), "{page}");
    assert_eq!(page.matches("To another chapter.").count(), 1, "once, where it is now");
    let moved = page.split("<li>").find(|item| item.contains("<bdi>Moved</bdi>")).expect("in the list");
    assert!(moved.contains(r#"<span class="size">moved</span>"#), "one move, no words: {moved}");
    let gone = page.split("<li>").find(|item| item.contains("<bdi>Gone</bdi>")).expect("in the list");
    assert!(gone.contains("gone · Words removed: 4"), "{gone}");
}

#[test]
fn side_by_side_each_side_has_its_own_words() {
    let page = page(View::Side, "en", Some(2));
    assert_is_well_formed(&page);
    let pair = page.split("class=\"pair\"").find(|pair| pair.contains("very")).expect("the first paragraph");
    let (left, right) = pair.split_once("</div>\n<div>").expect("two sides");
    assert!(!left.contains("<ins>") && right.contains("<ins>") && !right.contains("<del>"), "{pair}");
}

#[test]
fn it_speaks_five_languages_and_knows_the_text_as_it_stands_now() {
    for (lang, title, dir) in [
        ("fr", "Ce qui a changé", "ltr"),
        ("es", "Qué cambió", "ltr"),
        ("pt", "O que mudou", "ltr"),
        ("ar", "ما الذي تغيّر", "rtl"),
    ] {
        let page = page(View::Inline, lang, Some(2));
        assert!(
            page.contains(title) && page.contains(&format!(r#"<html lang="{lang}" dir="{dir}">"#)),
            "{lang}"
        );
    }
    let now = page(View::Side, "en", None);
    assert!(
        now.contains("the text as it stands now") && now.contains("/manual/editions/1..now/side"),
        "{now}"
    );
    let desk = ChapterId::from_random([2; 16]);
    assert!(now.contains(&format!("/chapters/{desk}")), "the ways go to where it is written: {now}");
}

#[test]
fn two_that_are_the_same_say_so() {
    let (old, chapters) = edition(1, BEFORE);
    let one = Edition { manifest: &old, chapters: &chapters };
    let comparison = Comparison {
        before: one,
        after: one,
        slug: "m",
        later: Some(1),
        view: View::Inline,
        pdf: Pdf::Made,
        lang: "en",
    };
    let page = compare_page(&comparison);
    assert!(page.contains("Nothing changed.") && !page.contains("class=\"change\""), "{page}");
}
