//! What is printed, and that nothing that can be frozen stops the press.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test, helpers included")]

mod common;

use common::{Manual, fonts, fonts_folder, text_of};
use press::{Code, Edition, Fonts, NoFonts, Order, Printed, print};
use serde_json::{Value, json};

const VECTORS: &str = include_str!("../../edition/vectors/format-3.json");

fn printed(manual: &Manual, order: &Order) -> Printed {
    let edition = Edition::open(&manual.bundle()).unwrap();
    print(&edition, fonts(), order).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn draft(text: &str) -> Order {
    Order { draft: Some(text.to_owned()), chapter: None }
}

#[test]
fn every_corner_of_the_format_is_printed() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let mut manual = Manual::new("Corners");
    for vector in &vectors {
        manual.vector(vector["canonical"].as_str().unwrap());
    }
    assert_eq!(manual.chapters.len(), vectors.len());
    let printed = printed(&manual, &draft("Draft"));
    assert!(printed.pages > vectors.len(), "each chapter begins a page");
}

/// Writes the list anew when `CHANCERY_WRITE` is set.
#[test]
fn the_list_of_characters_is_what_the_fonts_have() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../edition/src/ready/coverage.txt");
    let now = fonts().coverage();
    if std::env::var_os("CHANCERY_WRITE").is_some() {
        std::fs::write(file, &now).unwrap();
    }
    assert!(std::fs::read_to_string(file).unwrap() == now, "coverage.txt is not what the fonts have");
}

fn paragraph(id: &str, text: &str) -> Value {
    json!({ "id": id, "kind": "p", "content": [{ "text": text }] })
}

#[test]
fn a_character_that_no_font_has_is_refused_in_an_edition_and_replaced_in_a_draft() {
    let mut manual = Manual::new("Missing");
    manual.chapter("Fine", json!([paragraph("fine", "All is fine.")]));
    manual.chapter("Not fine", json!([paragraph("here", "A smile \u{1f600} and 警.")]));
    let edition = Edition::open(&manual.bundle()).unwrap();
    let problems = print(&edition, fonts(), &Order::default()).err().unwrap();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 2, "{told:?}");
    for (problem, character) in problems.iter().zip(["U+1F600", "U+8B66"]) {
        assert_eq!(problem.code, Code::NoGlyph);
        assert_eq!(problem.chapter.as_deref(), Some("00000000-0000-4000-8000-000000000001"));
        assert_eq!(problem.block.as_deref(), Some("here"));
        assert!(problem.text.contains(character), "{problem}");
    }
    let draft = print(&edition, fonts(), &draft("Draft")).ok().unwrap();
    assert_eq!(draft.problems, problems);
    let text = text_of(&draft.pdf);
    assert!(text.contains("A smile \u{fffd} and \u{fffd}."), "{text}");
}

#[test]
fn a_picture_that_cannot_be_drawn_is_told_with_its_block() {
    let mut manual = Manual::new("Pictures");
    let entry = manual.image(b"\x89PNG\r\n\x1a\n and then nothing");
    let image =
        json!({ "sha256": edition::hex(&entry.sha256), "width": 4, "height": 4, "type": "image/png" });
    let figure = json!({ "alt": "A river", "credit": "", "image": image });
    let block =
        json!({ "id": "f", "kind": "figure", "payload": "F00000000000", "content": [], "figure": figure });
    manual.chapter("Pictures", json!([block]));
    let edition = Edition::open(&manual.bundle()).unwrap();
    let problems = print(&edition, fonts(), &Order::default()).err().unwrap();
    assert_eq!((problems[0].code, problems[0].block.as_deref()), (Code::Picture, Some("f")));
    assert!(print(&edition, fonts(), &draft("Draft")).is_ok());
}

#[test]
fn a_chapter_that_is_none_and_a_bundle_that_is_none_are_refused_in_words() {
    let mut manual = Manual::new("One");
    manual.chapter("One", json!([paragraph("a", "One.")]));
    let edition = Edition::open(&manual.bundle()).unwrap();
    let problems = print(&edition, fonts(), &Order { chapter: Some(1), draft: None }).err().unwrap();
    assert_eq!(problems[0].code, Code::NoChapter);
    for bytes in [&b""[..], b"PK\x05\x06", &[0; 4096]] {
        assert!(Edition::open(bytes).is_err());
    }
    let bundle = manual.bundle();
    for cut in (0..bundle.len()).step_by(97) {
        assert!(Edition::open(&bundle[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn a_font_that_is_not_the_pinned_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(fonts_folder()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    assert!(Fonts::read(folder.path()).is_ok());
    let face = folder.path().join("NotoSerif_400Regular.ttf");
    let mut bytes = std::fs::read(&face).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&face, bytes).unwrap();
    assert!(matches!(Fonts::read(folder.path()), Err(NoFonts::Other("NotoSerif_400Regular.ttf"))));
    std::fs::remove_file(&face).unwrap();
    assert!(matches!(Fonts::read(folder.path()), Err(NoFonts::Missing(..))));
}

#[test]
fn what_is_far_too_much_is_printed_all_the_same() {
    let long = |n: usize| "word ".repeat(n);
    let mut manual = Manual::new(&long(60));
    let entry = manual.image(edition::sample::Sample::small(1, 1).images.values().next().unwrap());
    let image = |width: u32, height: u32| json!({ "sha256": edition::hex(&entry.sha256), "width": width, "height": height, "type": "image/png" });
    let figure = |id: &str, payload: &str, width: u32, height: u32| {
        json!({ "id": id, "kind": "figure", "payload": payload,
        "content": [{ "text": long(300) }],
        "figure": { "alt": long(50), "credit": long(50), "image": image(width, height) } })
    };
    let cell = |text: String| json!({ "content": [{ "text": text }] });
    let row = |id: String, cells: usize, words: usize| json!({ "id": id, "cells": (0..cells).map(|_| cell(long(words))).collect::<Value>() });
    let cols = |n: usize| (0..n).map(|n| json!({ "id": format!("c{n:011}") })).collect::<Value>();
    let table = |id: &str, payload: &str, n: usize, rows: Vec<Value>| {
        json!({ "id": id, "kind": "table", "payload": payload,
        "content": [], "table": { "headRow": true, "cols": cols(n), "rows": rows } })
    };
    manual.chapter(&long(60), json!([
        paragraph("one", &"w".repeat(200_000)),
        { "id": "note", "kind": "p", "content": [{ "text": "A" }, { "note": "n00000000000", "content": [{ "text": long(3_000) }] }] },
        { "id": "heading", "kind": "h2", "content": [{ "text": long(100) }, { "note": "n00000000001", "content": [{ "text": "In a heading." }] }] },
        figure("wide", "F00000000000", 20_000, 1),
        figure("high", "F00000000001", 1, 20_000),
        table("narrow", "T00000000000", 64, vec![row("r00000000000".to_owned(), 64, 1), row("r00000000001".to_owned(), 64, 1)]),
        table("head", "T00000000001", 2, vec![row("r00000000000".to_owned(), 2, 4_000)]),
        table("tall", "T00000000002", 2, vec![row("r00000000000".to_owned(), 2, 600), row("r00000000001".to_owned(), 2, 2_000)]),
        { "box": "B00000000000", "heading": { "kind": "key", "title": long(100) }, "blocks": [paragraph("boxed", &long(2_000))] },
    ]));
    manual.chapter("", json!([paragraph("empty", " ")]));
    let printed = printed(&manual, &Order::default());
    assert!(printed.pages > 20);
    let printed = print_empty();
    assert!(printed.pages >= 3, "the cover, the contents, the last page");
}

fn print_empty() -> Printed {
    printed(&Manual::new(""), &Order::default())
}
