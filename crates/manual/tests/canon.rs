//! The canonical form against the vectors that TypeScript reads too. `UPDATE_VECTORS=1` writes them anew: look at the
//! difference, for a form that changes makes every page of before differ from the service once.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use manual::canon::canon;
use manual::document::Document;
use serde_json::{Value, json};
use yrs::types::Attrs;
use yrs::{Any, Array, ArrayPrelim, In, Map, MapPrelim, Text, TextPrelim, TransactionMut, WriteTxn};

type Made = fn(&mut TransactionMut<'_>);

fn bold() -> Attrs {
    Attrs::from([(Arc::from("bold"), Any::Bool(true))])
}

/// Every shape that the form knows, and what looks different and is the same.
fn made() -> Vec<(&'static str, Vec<Made>)> {
    vec![
        (
            "nothing",
            vec![|txn| {
                txn.get_or_insert_text("body");
            }],
        ),
        (
            "words in any alphabet",
            vec![|txn| {
                txn.get_or_insert_text("body").insert(txn, 0, "Early warning, الإنذار المبكر, 😀");
            }],
        ),
        (
            "two people's words with one format are one run",
            vec![
                |txn| {
                    let body = txn.get_or_insert_text("body");
                    body.insert(txn, 0, "warning");
                    body.format(txn, 0, 7, bold());
                },
                |txn| txn.get_or_insert_text("body").insert_with_attributes(txn, 4, "----", bold()),
            ],
        ),
        (
            "a format that was taken away again is none",
            vec![|txn| {
                let body = txn.get_or_insert_text("body");
                body.insert(txn, 0, "warning");
                body.format(txn, 2, 3, bold());
                body.format(txn, 0, 7, Attrs::from([(Arc::from("bold"), Any::Null)]));
            }],
        ),
        (
            "marks, embeds and what was deleted",
            vec![|txn| {
                let body = txn.get_or_insert_text("body");
                let mark = body.insert_embed(txn, 0, MapPrelim::default());
                mark.insert(txn, "kind", "h2");
                mark.insert(txn, "depth", 2);
                body.insert(txn, 1, "Risk and warning");
                body.insert_embed(
                    txn,
                    5,
                    Any::from(HashMap::from([("break".to_owned(), Any::from("line"))])),
                );
                body.remove_range(txn, 8, 4);
            }],
        ),
        (
            "side maps with texts, lists and values",
            vec![|txn| {
                let tables = txn.get_or_insert_map("tables");
                let table = tables.insert(txn, "AAAAAAAAAAAA", MapPrelim::default());
                table.insert(txn, "rows", ArrayPrelim::from([In::from("r1"), In::from("r2")]));
                let cells = table.insert(txn, "cells", MapPrelim::default());
                cells.insert(txn, "r1:c1:s1", TextPrelim::new("a cell"));
                let rows = table.insert(txn, "cols", ArrayPrelim::default());
                rows.push_back(txn, 7.5);
                rows.push_back(txn, Any::Null);
                txn.get_or_insert_map("figures").insert(txn, "gone", 1);
                txn.get_or_insert_map("figures").remove(txn, "gone");
            }],
        ),
        (
            "numbers, and keys in the order of their code units",
            vec![|txn| {
                let notes = txn.get_or_insert_map("notes");
                for (key, value) in [("😀", 1e300), ("\u{fb01}", -0.0), ("b", -2.5), ("a", 9e15), ("c", 1e16)]
                {
                    notes.insert(txn, key, value);
                }
                notes.insert(txn, "list", Any::Array(Arc::from([Any::Bool(false), Any::Undefined])));
            }],
        ),
    ]
}

#[test]
fn the_form_is_the_one_that_typescript_reads() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/canon.json");
    let vectors: Vec<Value> = made().into_iter().map(vector).collect();
    let said = serde_json::to_string_pretty(&vectors).unwrap() + "\n";
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(&file, &said).unwrap();
    }
    assert_eq!(said, std::fs::read_to_string(&file).unwrap());
}

/// A document that these people wrote, one after the other, and its form.
fn vector((name, people): (&str, Vec<Made>)) -> Value {
    let mut state = Document::new(0).state();
    for (client, write) in (1..).zip(people) {
        let mut document = Document::new(client);
        document.apply(&state).expect("an own state");
        document.edit(write);
        state = document.state();
    }
    let mut copy = Document::new(9);
    copy.apply(&state).expect("an own state");
    let hex = state.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    json!({ "name": name, "update": hex, "canon": canon(&copy) })
}

#[test]
fn a_letter_a_format_and_a_value_each_make_another_form() {
    let form = |write: Made| {
        let mut document = Document::new(1);
        document.edit(write);
        canon(&document)
    };
    let words = form(|txn| txn.get_or_insert_text("body").insert(txn, 0, "warning"));
    let forms = [
        words.clone(),
        form(|txn| txn.get_or_insert_text("body").insert(txn, 0, "Warning")),
        form(|txn| txn.get_or_insert_text("body").insert_with_attributes(txn, 0, "warning", bold())),
        form(|txn| {
            txn.get_or_insert_map("notes").insert(txn, "a", 1);
        }),
        form(|txn| {
            txn.get_or_insert_map("notes").insert(txn, "a", "1");
        }),
        form(|txn| {
            txn.get_or_insert_map("boxes").insert(txn, "a", 1);
        }),
    ];
    for (n, one) in forms.iter().enumerate() {
        assert!(forms.iter().skip(n + 1).all(|other| other != one), "{one}");
    }
}
