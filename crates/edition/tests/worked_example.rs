//! The worked example of docs/edition-format.md is true: made again from the text, byte by byte.

use edition::{ChapterEntry, ChapterFacts, EditionFacts, Moment, hex};
use manual::document::Document;
use manual::id::{ChapterId, ManualId};

const PAGE: &str = include_str!("../../../docs/edition-format.md");

/// The blocks between fences after the heading of the example, one line each.
fn shown() -> Vec<&'static str> {
    let example = PAGE.split("## A worked example").nth(1).expect("there is an example");
    example.split("```").skip(1).step_by(2).map(str::trim).collect()
}

#[test]
fn the_example_is_what_is_written() {
    let mut ids = ["k3Jd02mmQz7a", "Zt5u1nB8wLxe"].into_iter().map(str::to_owned);
    let tree = manual::markup::read("## Signs\nAsk *early*.", || ids.next().expect("two blocks"));
    let mut document = Document::new(1);
    document.apply(&manual::flatten::seed(2, &tree, &manual::payload::Payloads::default())).expect("our own");
    let id = ChapterId::parse("0b6e9c52-7f0d-4c1a-9d3e-5a8f2b7c4e10").expect("an id");
    let chapter = ChapterFacts { id, title: "Early warning" };
    let frozen = edition::chapter(&chapter, &document).expect("whole");
    let facts = EditionFacts {
        manual: ManualId::parse("6f1f9a0e-2c55-4b0a-8f0b-1d7e3a9c5b22").expect("an id"),
        slug: "manual".to_owned(),
        manual_title: "Manual for focal points".to_owned(),
        edition: 1,
        title: "Accra".to_owned(),
        position: 4711,
        frozen_at: Moment::from_ms(1_795_468_400_000),
        previous: None,
        revision: None,
    };
    let manifest = edition::manifest(&facts, &[ChapterEntry::new(&chapter, None, &frozen)], &[]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let made = [text(&frozen.bytes), hex(&frozen.sha256), text(&manifest.bytes), hex(&manifest.sha256)];
    assert_eq!(shown(), made);
    assert!(PAGE.contains(&format!("it has {} bytes", frozen.bytes.len())));
    assert_eq!(frozen.words, 3);
}
