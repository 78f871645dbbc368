//! Documents as the vectors write them down: a flat text and its payloads, odd ones too, as shared types.
//! (docs/document-model.md, "Shape of a flat text in the vectors".)

use manual::document::Document;
use manual::flat::{self, write_all};
use manual::json;
use serde_json::Value;
use yrs::{Any, ArrayPrelim, Map, MapPrelim, MapRef, Text, TextPrelim, TextRef, TransactionMut, WriteTxn};

/// The document of a vector, as another copy of it reads it.
pub(crate) fn document(flat: &Value, payloads: &Value) -> Document {
    let units = json::read_units(flat).expect("a flat text");
    let mut author = Document::new(7);
    author.edit(|txn| {
        payloads.as_object().into_iter().flatten().for_each(|(root, all)| side_map(txn, root, all))
    });
    write_all(&mut author, &units);
    let mut reader = Document::new(8);
    reader.apply(&author.state()).expect("ours");
    flat::body(&reader); // so that it is there in a document that is empty
    reader
}

fn side_map(txn: &mut TransactionMut<'_>, root: &str, payloads: &Value) {
    let map = txn.get_or_insert_map(root);
    for (id, payload) in payloads.as_object().expect("an object") {
        match (root, payload) {
            ("notes", payload) => line(txn, &map, id, payload),
            (_, Value::Object(members)) => {
                let inner = map.insert(txn, id.as_str(), MapPrelim::default());
                members.iter().for_each(|(name, value)| member(txn, &inner, name, value));
            }
            (_, other) => drop(map.insert(txn, id.as_str(), any(other))),
        }
    }
}

fn member(txn: &mut TransactionMut<'_>, map: &MapRef, name: &str, value: &Value) {
    match (name, value) {
        ("rows" | "cols", Value::Array(ids)) => {
            map.insert(txn, name, ids.iter().map(any).collect::<ArrayPrelim>());
        }
        ("cells" | "widths" | "spans", Value::Object(entries)) => {
            let inner = map.insert(txn, name, MapPrelim::default());
            for (key, value) in entries {
                match name {
                    "cells" => line(txn, &inner, key, value),
                    _ => drop(inner.insert(txn, key.as_str(), any(value))),
                }
            }
        }
        ("alt" | "credit" | "title" | "region" | "period", value) => line(txn, map, name, value),
        (_, other) => drop(map.insert(txn, name, any(other))),
    }
}

/// A line, or a plain value where something else stands.
fn line(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, value: &Value) {
    let Some(units) = value.as_array() else {
        map.insert(txn, key, any(value));
        return;
    };
    let text = map.insert(txn, key, TextPrelim::new(""));
    for unit in units {
        append(txn, &text, unit);
    }
}

fn append(txn: &mut TransactionMut<'_>, text: &TextRef, unit: &Value) {
    let end = text.len(txn);
    let marks = unit.get("marks").and_then(Value::as_object).into_iter().flatten();
    let attributes = marks.map(|(name, value)| (name.as_str().into(), any(value))).collect();
    match (unit.get("text"), unit.get("mark")) {
        (Some(words), _) => {
            text.insert_with_attributes(txn, end, words.as_str().expect("words"), attributes);
        }
        (_, Some(keys)) => {
            let mark = text.insert_embed(txn, end, MapPrelim::default());
            for (key, value) in keys.as_object().expect("keys") {
                mark.insert(txn, key.as_str(), any(value));
            }
        }
        _ => drop(text.insert_embed_with_attributes(txn, end, any(&unit["embed"]), attributes)),
    }
}

fn any(value: &Value) -> Any {
    Any::from_json(&value.to_string()).expect("JSON")
}
