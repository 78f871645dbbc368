//! Reads crates/edition/vectors: flat text, canonical bytes, hash. The bytes there were written by another program, from
//! docs/edition-format.md (tests/stock/edition.mjs), and are never made again by this one.

#[path = "../../manual/tests/written/mod.rs"]
mod written;

use edition::{ChapterFacts, Format, hex, read_chapter, sha256};
use manual::id::ChapterId;
use serde_json::Value;

fn vectors(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("JSON")
}

fn text<'v>(vector: &'v Value, name: &str) -> &'v str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name} of {vector}"))
}

#[test]
fn chapters_freeze_into_the_bytes_of_the_vectors() {
    let vectors = vectors(include_str!("../vectors/format-3.json"));
    assert!(vectors.len() >= 45);
    for vector in vectors {
        let name = text(&vector, "name");
        let document = written::document(&vector["flat"], &vector["payloads"]);
        let id = ChapterId::parse(text(&vector, "id")).expect("an id");
        let facts = ChapterFacts { id, title: text(&vector, "title") };
        let frozen = edition::chapter(&facts, &document).expect(name);
        assert_eq!(std::str::from_utf8(&frozen.bytes), Ok(text(&vector, "canonical")), "{name}");
        assert_eq!(hex(&frozen.sha256), text(&vector, "sha256"), "{name}");
        assert_eq!(vector["bytes"], frozen.bytes.len(), "{name}");
        assert_eq!(
            (&vector["words"], &vector["terms"]),
            (&frozen.words.into(), &frozen.terms.into()),
            "{name}"
        );
        let read = read_chapter(&frozen.bytes).expect(name);
        assert_eq!(read.format, Format::Three, "{name}");
    }
}

#[test]
fn what_was_frozen_in_earlier_formats_is_read_for_ever() {
    let first = vectors(include_str!("../vectors/format-1.json"));
    let second = vectors(include_str!("../vectors/format-2.json"));
    assert!(first.len() >= 16 && second.len() >= 45);
    let of = |format, vectors: Vec<Value>| vectors.into_iter().map(move |vector| (format, vector));
    for (format, vector) in of(Format::One, first).chain(of(Format::Two, second)) {
        let (name, bytes) = (text(&vector, "name"), text(&vector, "canonical").as_bytes());
        assert_eq!(hex(&sha256(bytes)), text(&vector, "sha256"), "{name}");
        let read = read_chapter(bytes).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(read.format, format, "{name}");
        assert_eq!(read.title, edition_line(text(&vector, "title")), "{name}");
    }
}

/// A title as it stands in a frozen file.
fn edition_line(title: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    title.chars().filter(|c| !turns(c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
