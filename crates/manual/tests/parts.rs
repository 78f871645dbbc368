//! Reads crates/manual/vectors/parts-*.json, which TypeScript reads too, and holds to them what a template asks for and what
//! a chapter lacks. Then how a chapter begins that is made from a template.

mod files;
mod written;

use manual::assemble::chapter;
use manual::document::Document;
use manual::id::PayloadId;
use manual::json;
use manual::parts::{State, lead, parts, seed, states, tally};
use manual::payload::Payloads;
use manual::{flat, flatten};
use serde_json::{Value, json};

fn read(shape: &Value) -> Document {
    written::document(&shape["flat"], &shape["payloads"])
}

#[test]
fn templates_ask_and_chapters_lack_what_the_vectors_say() {
    let vectors = files::vectors(|name| name.starts_with("parts-"));
    assert!(vectors.len() >= 10, "only {}", vectors.len());
    for vector in &vectors {
        let name = &vector["name"];
        let template = chapter(&read(&vector["template"]));
        let parts = parts(&template);
        assert_eq!(json!(lead(&template)), vector["lead"], "{name}");
        assert_eq!(parts.iter().map(json::part).collect::<Value>(), vector["parts"], "{name}");
        for made in vector["chapters"].as_array().expect("chapters") {
            let states = states(&parts, &chapter(&read(made)));
            let words: Value = states.iter().map(|state| state.word()).collect();
            assert_eq!(words, made["states"], "{name}: {}", made["name"]);
        }
    }
}

/// What a chapter begins with, ids counted from 1.
fn begun(template: &Document) -> Document {
    let mut last = 0;
    let next = || {
        last += 1;
        PayloadId::parse(&format!("new{last:09}")).expect("twelve characters")
    };
    let (tree, payloads) = seed(&chapter(template), &Payloads::read(template), next);
    let mut document = Document::new(2);
    document.apply(&flatten::seed(7, &tree, &payloads)).expect("a seed is an update");
    document
}

#[test]
fn a_chapter_begins_with_every_part_and_no_word_of_its_own() {
    for vector in files::vectors(|name| name.starts_with("parts-")) {
        let template = read(&vector["template"]);
        let parts = parts(&chapter(&template));
        let begun = begun(&template);
        let states = states(&parts, &chapter(&begun));
        for (part, state) in parts.iter().zip(&states) {
            let expected = if part.asks { State::Empty } else { State::Written };
            assert_eq!(*state, expected, "{}: {}", vector["name"], part.title);
        }
        let asking = parts.iter().filter(|part| part.asks).count();
        let tally = tally(&parts, &states);
        assert_eq!((tally.of, tally.missing), (asking, asking), "{}", vector["name"]);
        assert!(!chapter(&begun).is_empty());
    }
}

/// The units of what a chapter begins with, one a line, and its payloads.
#[track_caller]
fn check(flat: &Value, payloads: &Value, expected: &expect_test::Expect) {
    let begun = begun(&written::document(flat, payloads));
    let body = flat::body(&begun);
    let units = json::units(&begun.read(|txn| flat::read(txn, &body)));
    let mut lines: Vec<String> = units.as_array().expect("units").iter().map(ToString::to_string).collect();
    lines.push(json::tree(&chapter(&begun)).to_string().replace("\"content\":[],", ""));
    let left = manual::leftover::leftover(&chapter(&begun), &Payloads::read(&begun));
    assert_eq!(left, [], "nothing may be left over in a new chapter");
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn hints_stay_behind_and_each_part_has_its_paragraph() {
    let flat = json!([
        {"mark": {"id": "intro", "kind": "p"}}, {"text": "About this template."},
        {"mark": {"id": "one", "kind": "h2", "lang": "fr", "part": "other"}}, {"text": "Contexte", "marks": {"em": true}},
        {"mark": {"id": "two", "kind": "h3"}}, {"text": "Place"},
        {"mark": {"id": "hint", "kind": "p", "list": "bullet", "depth": 0, "dir": "rtl"}}, {"text": "Where it was."},
        {"mark": {"id": "hint2", "kind": "p"}}, {"text": "And how far away."},
        {"mark": {"id": "three", "kind": "h3"}}, {"text": "Time"},
    ]);
    let expected = expect_test::expect![[r#"
        {"mark":{"id":"new000000001","kind":"h2","lang":"fr","part":"one"}}
        {"text":"Contexte"}
        {"mark":{"id":"new000000002","kind":"h3","part":"two"}}
        {"text":"Place"}
        {"mark":{"dir":"rtl","id":"new000000003","kind":"p"}}
        {"mark":{"id":"new000000004","kind":"h3","part":"three"}}
        {"text":"Time"}
        {"mark":{"id":"new000000005","kind":"p"}}
        [{"content":[{"text":"Contexte"}],"id":"new000000001","kind":"h2","lang":"fr","part":"one"},{"content":[{"text":"Place"}],"id":"new000000002","kind":"h3","part":"two"},{"dir":"rtl","id":"new000000003","kind":"p"},{"content":[{"text":"Time"}],"id":"new000000004","kind":"h3","part":"three"},{"id":"new000000005","kind":"p"}]"#]];
    check(&flat, &Value::Null, &expected);
}

#[test]
fn tables_figures_and_boxes_are_copied_under_new_ids_without_what_points_elsewhere() {
    let line = |text: &str| json!([{ "text": text }]);
    let flat = json!([
        {"mark": {"id": "glance", "kind": "p", "box": "box000000001"}}, {"text": "In three lines."},
        {"mark": {"id": "one", "kind": "h2"}}, {"text": "Contacts"},
        {"mark": {"id": "hint", "kind": "p"}}, {"text": "Between capitals."}, {"embed": {"note": "note00000001"}},
        {"mark": {"id": "t", "kind": "table", "payload": "table0000001"}}, {"text": "Whom to call"}, {"embed": {"note": "note00000001"}},
        {"mark": {"id": "u", "kind": "table", "payload": "table0000001"}}, {"text": "Again"},
        {"mark": {"id": "key", "kind": "p", "box": "box000000002"}}, {"text": "One sentence."},
        {"mark": {"id": "key2", "kind": "p", "box": "box000000002"}}, {"text": "And one more."},
        {"mark": {"id": "f", "kind": "figure", "payload": "figure000001", "box": "box000000002"}},
        {"mark": {"id": "two", "kind": "h2"}}, {"text": "Lessons"},
        {"mark": {"id": "late", "kind": "p", "box": "box000000003"}},
    ]);
    let payloads = json!({
        "notes": {"note00000001": line("Not copied.")},
        "tables": {"table0000001": {
            "rows": ["row000000001"], "cols": ["col000000001", "col000000002"], "headRow": true,
            "cells": {
                "row000000001:col000000001:slot00000001": [{"text": "Capital"}, {"embed": {"note": "note00000001"}}],
                "row000000001:col000000002:slot00000001": [{"embed": {"xref": "one"}}],
                "row000000009:col000000001:slot00000001": line("Left over."),
            },
            "widths": {"col000000001": 30}, "spans": {},
        }},
        "figures": {"figure000001": {"alt": line("A map"), "credit": line("UN"), "decorative": true}},
        "boxes": {
            "box000000001": {"kind": "case", "title": line("Case"), "region": line("West"), "visibility": "publishable"},
            "box000000002": {"kind": "key", "title": line("Key message")},
            "box000000003": {"kind": "checklist"},
            "box000000009": {"kind": "key", "title": line("Not shown")},
        },
    });
    let expected = expect_test::expect![[r#"
        {"mark":{"box":"new000000002","id":"new000000001","kind":"p"}}
        {"mark":{"id":"new000000003","kind":"h2","part":"one"}}
        {"text":"Contacts"}
        {"mark":{"id":"new000000004","kind":"p"}}
        {"mark":{"id":"new000000006","kind":"table","payload":"new000000005"}}
        {"text":"Whom to call"}
        {"mark":{"box":"new000000008","id":"new000000007","kind":"p"}}
        {"mark":{"box":"new000000008","id":"new000000010","kind":"figure","payload":"new000000009"}}
        {"mark":{"id":"new000000011","kind":"h2","part":"two"}}
        {"text":"Lessons"}
        {"mark":{"box":"new000000013","id":"new000000012","kind":"p"}}
        [{"blocks":[{"id":"new000000001","kind":"p"}],"box":"new000000002","heading":{"kind":"case","period":"","region":"West","title":"Case","visibility":"publishable"}},{"content":[{"text":"Contacts"}],"id":"new000000003","kind":"h2","part":"one"},{"id":"new000000004","kind":"p"},{"content":[{"text":"Whom to call"}],"id":"new000000006","kind":"table","payload":"new000000005","table":{"cols":[{"id":"col000000001","width":30},{"id":"col000000002"}],"headRow":true,"rows":[{"cells":[{"content":[{"text":"Capital"}]},{"content":[]}],"id":"row000000001"}]}},{"blocks":[{"id":"new000000007","kind":"p"},{"figure":{"alt":"A map","credit":"UN","decorative":true},"id":"new000000010","kind":"figure","payload":"new000000009"}],"box":"new000000008","heading":{"kind":"key","title":"Key message"}},{"content":[{"text":"Lessons"}],"id":"new000000011","kind":"h2","part":"two"},{"blocks":[{"id":"new000000012","kind":"p"}],"box":"new000000013","heading":{"kind":"checklist","title":""}}]"#]];
    check(&flat, &payloads, &expected);
}

#[test]
fn a_template_in_which_nothing_stands_gives_one_paragraph() {
    check(
        &json!([{ "text": "Only words." }]),
        &Value::Null,
        &expect_test::expect![[r#"
        {"mark":{"id":"new000000001","kind":"p"}}
        [{"id":"new000000001","kind":"p"}]"#]],
    );
}
