//! Reads crates/manual/vectors, which TypeScript reads too, and holds assemble and flatten to them. Those of the outline
//! (outline-*.json) have a test of their own.

use std::fs;
use std::path::Path;

use manual::assemble::assemble;
use manual::document::Document;
use manual::flat::{self, Unit, body, write_all};
use manual::flatten::flatten;
use manual::json;
use serde_json::Value;

/// Calls `check` with the name, the flat text and the whole of each vector.
fn each(mut check: impl FnMut(&str, Vec<Unit>, &Value)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut count = 0;
    for file in fs::read_dir(folder).expect("the vectors") {
        let file = file.expect("listed");
        let name = file.file_name().to_string_lossy().into_owned();
        let ahead = ["boxes.json", "tables.json", "notes.json", "figures.json", "embeds.json", "marks.json"];
        if name.starts_with("outline-") || ahead.contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(file.path()).expect("readable");
        let vectors: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        for vector in &vectors {
            let name = vector["name"].as_str().expect("a name");
            let units = json::read_units(&vector["flat"]).unwrap_or_else(|| panic!("{name}: flat"));
            check(name, units, vector);
            count += 1;
        }
    }
    assert!(count >= 90, "only {count} vectors");
}

#[test]
fn assemble_and_flatten_agree_with_the_vectors() {
    each(|name, units, vector| {
        let tree = assemble(&units);
        assert_eq!(json::tree(&tree), vector["tree"], "{name}: assemble");
        let flat = flatten(&tree);
        assert_eq!(json::units(&flat), vector["flatten"], "{name}: flatten");
        assert_eq!(assemble(&flat), tree, "{name}: assemble what was flattened");
    });
}

#[test]
fn flatten_keeps_every_unit_at_its_place() {
    each(|name, units, _| {
        let flat = flatten(&assemble(&units));
        assert_eq!(bare(&units), bare(&flat), "{name}");
    });
}

#[test]
fn a_vector_written_to_yjs_reads_back_and_assembles_the_same() {
    each(|name, units, vector| {
        let mut author = Document::new(7);
        write_all(&mut author, &units);
        let mut reader = Document::new(8);
        reader.apply(&author.state()).unwrap();
        let root = body(&reader);
        let read = reader.read(|txn| flat::read(txn, &root));
        assert_eq!(json::tree(&assemble(&read)), vector["tree"], "{name}");
    });
}

/// The units one by one, without attributes: characters, marks and embeds in their places.
fn bare(units: &[Unit]) -> String {
    let mut bare = String::new();
    for unit in units {
        match unit {
            Unit::Text { text, .. } => {
                bare.extend(text.chars().map(|c| if c.is_control() { '\n' } else { c }));
            }
            Unit::Mark { .. } => bare.push('¶'),
            Unit::Embed { .. } => bare.push('□'),
        }
    }
    bare
}
