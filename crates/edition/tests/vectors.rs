//! Reads crates/edition/vectors: flat text, canonical bytes, hash. The bytes there were written by another program, from
//! docs/edition-format.md (tests/stock/edition.mjs), and are never made again by this one.

use edition::{ChapterFacts, hex, read_chapter};
use manual::document::Document;
use manual::flat::write_all;
use manual::id::ChapterId;
use manual::json;
use serde_json::Value;

#[test]
fn chapters_freeze_into_the_bytes_of_the_vectors() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors/chapters.json")).expect("JSON");
    assert!(vectors.len() >= 16);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap_or_else(|| panic!("{name} of {vector}"));
        let name = text("name");
        let mut document = Document::new(7);
        write_all(&mut document, &json::read_units(&vector["flat"]).expect("units"));
        let id = ChapterId::parse(text("id")).expect("an id");
        let frozen = edition::chapter(&ChapterFacts { id, title: text("title") }, &document).expect(name);
        assert_eq!(std::str::from_utf8(&frozen.bytes), Ok(text("canonical")), "{name}");
        assert_eq!(hex(&frozen.sha256), text("sha256"), "{name}");
        assert_eq!(vector["bytes"], frozen.bytes.len(), "{name}");
        assert_eq!(vector["words"], frozen.words, "{name}");
        assert!(read_chapter(&frozen.bytes).is_ok(), "{name}");
    }
}
