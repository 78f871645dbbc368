//! Reads crates/manual/vectors/numbers-*.json and leftover-*.json, which TypeScript reads too, and holds to them what is
//! counted, what can be pointed at and what is left over. Then what is found in a chapter by its words.

mod files;
mod written;

use std::collections::BTreeMap;

use manual::assemble::chapter;
use manual::block::Kind;
use manual::document::Document;
use manual::json;
use manual::leftover::leftover;
use manual::numbers::{numbers, targets};
use manual::passages::{PassageOf, passages};
use manual::payload::Payloads;
use serde_json::{Value, json};

/// Calls `check` with each vector and its document.
fn each(prefix: &str, at_least: usize, check: impl Fn(&Value, &Document)) {
    let vectors = files::vectors(|name| name.starts_with(prefix));
    assert!(vectors.len() >= at_least, "only {} vectors", vectors.len());
    for vector in &vectors {
        check(vector, &written::document(&vector["flat"], &vector["payloads"]));
    }
}

#[test]
fn everything_has_the_number_that_the_vectors_say() {
    each("numbers-", 18, |vector, document| {
        let found = numbers(&chapter(document), vector["chapter"].as_str());
        let boxes: BTreeMap<_, _> = found.boxes.iter().map(|(id, number)| (id.to_string(), number)).collect();
        let notes: BTreeMap<_, _> = found.notes.iter().map(|(id, number)| (id.to_string(), number)).collect();
        let told = json!({ "blocks": found.blocks, "boxes": boxes, "notes": notes });
        assert_eq!(told, vector["numbers"], "{}", vector["name"]);
    });
}

#[test]
fn what_can_be_pointed_at_is_what_the_vectors_say() {
    each("numbers-", 18, |vector, document| {
        let told = targets(&chapter(document), vector["chapter"].as_str()).into_iter().map(|target| {
            let mut shape = json!({ "id": target.id, "kind": target.kind.word(), "title": target.title });
            if let Some(number) = target.number {
                shape["number"] = number.into();
            }
            shape
        });
        assert_eq!(told.collect::<Value>(), vector["targets"], "{}", vector["name"]);
    });
}

#[test]
fn what_is_left_over_is_what_the_vectors_say() {
    each("leftover-", 20, |vector, document| {
        let left = leftover(&chapter(document), &Payloads::read(document));
        assert_eq!(json::leftover(&left), vector["leftover"], "{}", vector["name"]);
    });
}

#[test]
fn the_words_of_a_chapter_come_in_the_order_of_reading_each_with_its_block() {
    let id = |name: &str| format!("{name:0<12}");
    let embed = |name: &str| json!({"embed": {"note": id(name)}});
    let text = |words: &str| json!({ "text": words });
    let key = |row: &str, col: &str| format!("{}:{}:{}", id(row), id(col), id("s"));
    let flat = json!([
        {"mark": {"id": "a", "kind": "h2", "box": id("B")}}, text("Signs"), embed("n"),
        {"mark": {"id": "b", "kind": "table", "payload": id("T")}}, text(" Rivers "),
        {"mark": {"id": "c", "kind": "figure", "payload": id("F")}},
        {"mark": {"id": "d", "list": "bullet"}}, text("a\nb"), embed("n"),
        {"mark": {"id": "e"}}, text(" \n "),
    ]);
    let payloads = json!({
        "boxes": {(id("B")): {"kind": "case", "title": [text("Accra")], "period": [text("2019")]}},
        "notes": {(id("n")): [text("the note")], (id("o")): [text("in a cell")], (id("x")): [text("left over")]},
        "figures": {(id("F")): {"alt": [text("a river")], "credit": [text("whose")]}},
        "tables": {(id("T")): {
            "rows": [id("r1"), id("r2")], "cols": [id("c1"), id("c2"), id("c3")],
            "cells": {(key("r1", "c1")): [text("one"), embed("o")], (key("r2", "c3")): [text("six")], (key("r2", "c2")): [text("five")],
                      (key("r9", "c1")): [text("left over")], (key("r1", "c3")): []},
            "spans": {(id("s")): {"rows": [id("r1"), id("r2")], "cols": [id("c1")]}, (id("t")): {"rows": [id("r1")], "cols": [id("c2"), id("c3")]}},
        }},
    });
    let found = passages(&chapter(&written::document(&flat, &payloads)));
    let told: Vec<String> = found
        .iter()
        .map(|passage| {
            let of = match passage.of {
                PassageOf::Block(Kind::Table) => "caption".to_owned(),
                PassageOf::Block(_) => "text".to_owned(),
                PassageOf::Cell { row, col } => format!("{} {}", &row.as_str()[..2], &col.as_str()[..2]),
                PassageOf::Note(_) => "note".to_owned(),
                PassageOf::Box(_) => "box".to_owned(),
                PassageOf::Alt => "alt".to_owned(),
                PassageOf::Credit => "credit".to_owned(),
            };
            format!("{}, {of}: {}", passage.block, passage.text)
        })
        .collect();
    assert_eq!(
        told,
        [
            "a, box: Accra",
            "a, box: 2019",
            "a, text: Signs",
            "a, note: the note",
            "b, caption: Rivers",
            "b, r1 c1: one",
            "b, note: in a cell",
            "b, r2 c2: five",
            "b, r2 c3: six",
            "c, alt: a river",
            "c, credit: whose",
            "d, text: a b",
        ]
    );
}
