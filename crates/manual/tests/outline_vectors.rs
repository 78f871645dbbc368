//! Reads crates/manual/vectors/outline-*.json, which TypeScript reads too, and holds the outline to them.
//!
//! An outline is written there as `{key: value}`. `{"map": {…}}` is a shared map and `{"text": "…"}` in it a shared text;
//! any other value is plain JSON, also where something else belongs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use manual::document::Document;
use manual::id::ChapterId;
use manual::outline::{self, CHAPTERS, OutlineRefused, order};
use serde_json::{Value, json};
use yrs::{Any, Map, MapPrelim, MapRef, Out, TextPrelim, TransactionMut};

fn vectors(name: &str) -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    serde_json::from_str(&fs::read_to_string(file).expect("the vectors")).expect("JSON")
}

/// The outline that a vector writes down.
fn outline(chapters: &Value) -> Document {
    let mut outline = Document::new(7);
    let root = outline.doc().get_or_insert_map(CHAPTERS);
    let ((), _update) = outline.edit(|txn| {
        for (key, value) in chapters.as_object().expect("an object") {
            match value.get("map") {
                Some(entries) => {
                    let map = root.insert(txn, key.as_str(), MapPrelim::default());
                    fill(txn, &map, entries);
                }
                None => drop(root.insert(txn, key.as_str(), any(value))),
            }
        }
    });
    outline
}

fn fill(txn: &mut TransactionMut<'_>, map: &MapRef, entries: &Value) {
    for (key, value) in entries.as_object().expect("an object") {
        match value.get("text").and_then(Value::as_str) {
            Some(text) => drop(map.insert(txn, key.as_str(), TextPrelim::new(text))),
            None => drop(map.insert(txn, key.as_str(), any(value))),
        }
    }
}

fn any(value: &Value) -> Any {
    Any::from_json(&value.to_string()).expect("JSON")
}

/// What is written as the chapters' places.
fn places(outline: &Document) -> BTreeMap<String, Any> {
    let root = outline.doc().get_or_insert_map(CHAPTERS);
    outline.read(|txn| {
        let places = root.iter(txn).filter_map(|(id, chapter)| match chapter {
            Out::YMap(chapter) => match chapter.get(txn, "place")? {
                Out::Any(place) => Some((id.to_owned(), place)),
                _ => None,
            },
            _ => None,
        });
        places.collect()
    })
}

fn id(value: &Value) -> Option<ChapterId> {
    value.as_str().map(|text| ChapterId::parse(text).expect("a chapter's id"))
}

#[test]
fn every_outline_is_arranged_as_the_vectors_say() {
    let vectors = vectors("outline-arrange.json");
    assert!(vectors.len() >= 20, "only {}", vectors.len());
    for vector in vectors {
        let outline = outline(&vector["chapters"]);
        let templates = vector.get("templates").cloned().unwrap_or_else(|| json!([]));
        assert_eq!(manual::json::outline(&outline), vector["shown"], "{}", vector["name"]);
        assert_eq!(manual::json::templates(&outline), templates, "{}", vector["name"]);
    }
}

#[test]
fn every_move_writes_what_the_vectors_say() {
    let vectors = vectors("outline-place.json");
    assert!(vectors.len() >= 15, "only {}", vectors.len());
    for vector in vectors {
        let mut outline = outline(&vector["chapters"]);
        let before = places(&outline);
        let moved = id(&vector["id"]).expect("a chapter");
        let outcome = outline::place(&mut outline, moved, id(&vector["parent"]), id(&vector["after"]));
        let told = match outcome {
            Err(OutlineRefused::UnknownChapter) => json!("unknown-chapter"),
            Err(OutlineRefused::UnderItself) => json!("under-itself"),
            Err(OutlineRefused::NotBeside) => json!("not-beside"),
            Err(other) => panic!("{}: {other}", vector["name"]),
            Ok(_) => {
                let changed =
                    places(&outline).into_iter().filter(|(id, place)| before.get(id) != Some(place));
                let changed = changed.map(|(id, place)| {
                    let mut written = String::new();
                    place.to_json(&mut written);
                    (id, serde_json::from_str::<Value>(&written).expect("JSON"))
                });
                Value::Object(changed.collect())
            }
        };
        assert_eq!(told, vector["writes"], "{}", vector["name"]);
    }
}

#[test]
fn keys_are_those_of_the_vectors() {
    let vectors = vectors("outline-order.json");
    assert!(vectors.len() >= 30, "only {}", vectors.len());
    for vector in vectors {
        if let Some(count) = vector["spread"].as_u64() {
            assert_eq!(json!(order::spread(count as usize)), vector["keys"], "spread {count}");
        } else {
            let key = order::between(vector["before"].as_str(), vector["after"].as_str());
            assert_eq!(json!(key), vector["key"], "between {} and {}", vector["before"], vector["after"]);
        }
    }
}
