//! Reads crates/manual/vectors, which TypeScript reads too, and holds assemble and flatten to them. Those of the outline, of
//! numbers and of what is left over have tests of their own.

mod files;
mod written;

use manual::assemble::{assemble, chapter};
use manual::document::Document;
use manual::flat::{self, Unit, write_all};
use manual::flatten::flatten;
use manual::json;
use manual::payload::Payloads;
use serde_json::Value;

/// Calls `check` with the name, the flat text, the document and the whole of each vector.
fn each(mut check: impl FnMut(&str, Vec<Unit>, &Document, &Value)) {
    let others = ["outline-", "numbers-", "leftover-", "parts-", "canon"];
    let vectors = files::vectors(|name| !others.iter().any(|begin| name.starts_with(begin)));
    assert!(vectors.len() >= 225, "only {} vectors", vectors.len());
    for vector in &vectors {
        let name = vector["name"].as_str().expect("a name");
        let units = json::read_units(&vector["flat"]).unwrap_or_else(|| panic!("{name}: flat"));
        check(name, units, &written::document(&vector["flat"], &vector["payloads"]), vector);
    }
}

#[test]
fn assemble_and_flatten_agree_with_the_vectors() {
    each(|name, units, document, vector| {
        let payloads = Payloads::read(document);
        let tree = assemble(&units, &payloads);
        assert_eq!(json::tree(&tree), vector["tree"], "{name}: assemble");
        let flat = flatten(&tree);
        assert_eq!(json::units(&flat), vector["flatten"], "{name}: flatten");
        assert_eq!(assemble(&flat, &payloads), tree, "{name}: assemble what was flattened");
    });
}

#[test]
fn flatten_keeps_every_unit_at_its_place() {
    each(|name, units, document, _| {
        let flat = flatten(&assemble(&units, &Payloads::read(document)));
        assert_eq!(bare(&units), bare(&flat), "{name}");
    });
}

#[test]
fn a_vector_written_to_yjs_reads_back_and_assembles_the_same() {
    each(|name, _, document, vector| {
        assert_eq!(json::tree(&chapter(document)), vector["tree"], "{name}");
    });
}

#[test]
fn payloads_are_written_as_they_were_read() {
    each(|name, units, document, vector| {
        let payloads = Payloads::read(document);
        let mut author = Document::new(7);
        author.edit(|txn| payloads.write(txn));
        write_all(&mut author, &units);
        let mut reader = Document::new(8);
        reader.apply(&author.state()).unwrap();
        flat::body(&reader);
        assert_eq!(Payloads::read(&reader), payloads, "{name}");
        assert_eq!(json::tree(&chapter(&reader)), vector["tree"], "{name}");
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
