//! Freezing: what a live chapter becomes, and what is left behind. Never looks at a page.

use expect_test::{Expect, expect};
use manual::edit;
use manual::flat::{Attributes, write_all};
use manual::id::PayloadId;
use manual::inset::Image;
use manual::json;
use manual::payload::{BoxParts, CellKey, FigureParts, Line, TableParts};

use super::*;
use crate::read_chapter;

const ID: [u8; 16] = [7; 16];

fn written(units: &str) -> Document {
    let units = json::read_units(&serde_json::from_str(units).unwrap()).unwrap();
    let mut document = Document::new(7);
    write_all(&mut document, &units);
    document
}

fn freeze(document: &Document) -> Result<FrozenChapter, NotFreezable> {
    chapter(&ChapterFacts { id: ChapterId::from_random(ID), title: "Early\u{202e} warning" }, document)
}

#[track_caller]
fn check(units: &str, expected: &Expect) {
    let frozen = freeze(&written(units)).unwrap();
    assert!(read_chapter(&frozen.bytes).is_ok());
    expected.assert_eq(&String::from_utf8(frozen.bytes).unwrap());
}

#[test]
fn a_chapter_is_its_title_and_its_blocks() {
    check(
        r#"[{"mark": {"id": "a", "kind": "h2", "box": "x"}}, {"text": "Signs"},
            {"mark": {"id": "b", "kind": "p", "list": "number", "depth": 0}},
            {"text": "One", "marks": {"strong": true, "colour": "red"}}]"#,
        &expect![[
            r#"{"blocks":[{"content":[{"text":"Signs"}],"id":"a","kind":"h2"},{"items":[{"blocks":[{"content":[{"marks":{"strong":true},"text":"One"}],"id":"b","kind":"p"}]}],"list":"number"}],"format":3,"id":"07070707-0707-4707-8707-070707070707","title":"Early warning"}"#
        ]],
    );
}

#[test]
fn what_turns_the_direction_is_gone_before_blocks_are_made() {
    check(
        r#"[{"mark": {"id": "a", "kind": "p"}},
            {"text": "to\u202egether", "marks": {"link": "https://\u2066"}},
            {"text": "\u202a\u202c", "marks": {"em": true}},
            {"text": " again", "marks": {"term": "\u2069"}},
            {"mark": {"id": "a\u202e", "kind": "p"}}, {"text": "\u200ftwo"}]"#,
        &expect![[
            r#"{"blocks":[{"content":[{"text":"together again"}],"id":"a","kind":"p"},{"content":[{"text":"‏two"}],"id":"a~2","kind":"p"}],"format":3,"id":"07070707-0707-4707-8707-070707070707","title":"Early warning"}"#
        ]],
    );
}

#[test]
fn what_is_unknown_is_kept_as_its_text() {
    check(
        r#"[{"text": "a"}, {"embed": {"z": 1.50, "a": ["\u202e\"", null]}}, {"embed": null}, {"text": "b\u0007c"}]"#,
        &expect![[
            r#"{"blocks":[{"content":[{"text":"a"},{"unknown":"{\"a\":[\"\\\"\",null],\"z\":1.5}"},{"unknown":"null"},{"text":"b"},{"break":true},{"text":"c"}],"id":"start","kind":"p"}],"format":3,"id":"07070707-0707-4707-8707-070707070707","title":"Early warning"}"#
        ]],
    );
}

#[test]
fn the_same_text_freezes_the_same_whoever_wrote_it() {
    let first = written(r#"[{"mark": {"id": "a", "kind": "p"}}, {"text": "One"}]"#);
    let mut other = Document::new(99);
    other.apply(&first.state()).unwrap();
    assert_eq!(freeze(&other), freeze(&first));
    let frozen = String::from_utf8(freeze(&first).unwrap().bytes).unwrap();
    assert!(!frozen.contains("99"), "{frozen}");
}

#[test]
fn what_shifts_the_places_of_a_text_is_not_frozen() {
    let shifted = written(r#"[{"text": "One"}, {"embed": "an embedded text"}]"#);
    assert_eq!(freeze(&shifted), Err(NotFreezable::NoText));
}

#[test]
fn what_has_not_arrived_is_not_frozen() {
    let first = written(r#"[{"text": "One"}]"#);
    let mut second = Document::new(8);
    second.apply(&first.state()).unwrap();
    let body = flat::body(&second);
    let (_, update) = second.edit(|txn| edit::insert(txn, &body, 3, " two", &Attributes::new()));
    let mut behind = Document::new(9);
    behind.apply(&update.unwrap()).unwrap();
    assert_eq!(freeze(&behind), Err(NotFreezable::Incomplete));
    behind.apply(&first.state()).unwrap();
    assert_eq!(freeze(&behind), freeze(&second));
}

fn id(name: &str) -> PayloadId {
    PayloadId::parse(&format!("{name:0<12}")).unwrap()
}

fn words(text: &str) -> Line {
    vec![Unit::Text { text: text.to_owned(), attributes: Attributes::new() }]
}

/// A chapter with a table, a figure, a note and two case studies, and words that have no place any more.
fn whole() -> Document {
    let mut payloads = Payloads::default();
    payloads.notes.insert(id("n"), words("a note"));
    payloads.notes.insert(id("gone"), words("LEFT"));
    let mut table =
        TableParts { rows: vec![id("r1")], cols: vec![id("c1"), id("c2")], ..TableParts::default() };
    for (row, col, said) in [("r1", "c1", "cell"), ("r9", "c1", "LEFT"), ("r1", "c9", "LEFT")] {
        table.cells.insert(CellKey { row: id(row), col: id(col), slot: id("s") }, words(said));
    }
    payloads.tables.insert(id("t"), table.clone());
    payloads.tables.insert(id("gone"), TableParts { rows: Vec::new(), ..table });
    let image = |digit: &str| Image { sha256: digit.repeat(64), width: 3, height: 2, kind: ImageKind::Png };
    let figure = FigureParts { image: Some(image("1")), credit: words("whose"), ..FigureParts::default() };
    payloads.figures.insert(id("f"), figure);
    let gone = FigureParts { image: Some(image("2")), alt: words("LEFT"), ..FigureParts::default() };
    payloads.figures.insert(id("gone"), gone);
    for (name, visibility) in [("b", "network"), ("c", "publishable")] {
        let parts = BoxParts {
            kind: Some("case".to_owned()),
            title: words(&format!("Case {name}")),
            visibility: Some(visibility.to_owned()),
            ..BoxParts::default()
        };
        payloads.boxes.insert(id(name), parts);
    }
    let key = BoxParts { title: words("Key"), region: words("LEFT"), ..BoxParts::default() };
    payloads.boxes.insert(id("k"), key.clone());
    payloads.boxes.insert(id("gone"), BoxParts { title: words("LEFT"), ..key });
    let mark = |name: &str, kind: &str, rest: &str| {
        format!(r#"{{"mark": {{"id": "{name}", "kind": "{kind}", "part": "LEFT" {rest}}}}}"#)
    };
    let boxed = |name: &str| format!(r#", "box": "{}""#, id(name));
    let shown = |name: &str| format!(r#", "payload": "{}""#, id(name));
    let units = [
        mark("h", "h2", ""),
        r#"{"text": "Head"}"#.to_owned(),
        format!(r#"{{"embed": {{"note": "{}"}}}}"#, id("n")),
        mark("d", "def", ""),
        r#"{"text": "Term: meaning"}"#.to_owned(),
        mark("t", "table", &shown("t")),
        mark("f", "figure", &shown("f")),
        mark("p", "p", &boxed("b")),
        mark("q", "p", &boxed("c")),
        mark("r", "p", &boxed("k")),
    ];
    let mut document = Document::new(7);
    document.edit(|txn| payloads.write(txn));
    write_all(
        &mut document,
        &json::read_units(&serde_json::from_str(&format!("[{}]", units.join(","))).unwrap()).unwrap(),
    );
    document
}

#[test]
fn nothing_that_is_left_over_and_nothing_of_a_template_is_frozen() {
    let frozen = freeze(&whole()).unwrap();
    let text = String::from_utf8(frozen.bytes.clone()).unwrap();
    assert!(text.contains("a note") && text.contains("cell") && text.contains("Case b"), "{text}");
    assert!(!text.contains("LEFT") && !text.contains("gone"), "{text}");
    assert!(read_chapter(&frozen.bytes).is_ok());
}

#[test]
fn what_the_edition_has_to_know_is_told() {
    let frozen = freeze(&whole()).unwrap();
    assert_eq!(frozen.images, [([0x11; 32], ImageKind::Png)]);
    assert_eq!(frozen.kept_in_the_network, ["Case b"]);
    assert_eq!(frozen.terms, 1);
    // Head, Term: meaning, a note, cell, whose, Case b, Case c, Key.
    assert_eq!(frozen.words, 1 + 2 + 2 + 1 + 1 + 2 + 2 + 1);
}
