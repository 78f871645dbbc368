//! The bytes of a chapter: written, read back, and refused where they are not what is written.

use manual::block::{Kind, ListStyle};
use manual::id::ChapterId;

use super::*;
use crate::Format;

const CHAPTER: &str = r#"{"blocks":[{"content":[{"text":"a"},{"break":true},{"unknown":"{}"},{"marks":{"em":true,"link":"https://a.example"},"text":"b"}],"dir":"rtl","id":"x","kind":"quote","lang":"ar"},{"items":[{"blocks":[{"content":[],"id":"y","kind":"p"}]}],"list":"bullet"}],"format":1,"id":"07070707-0707-4707-8707-070707070707","title":"T"}"#;

#[track_caller]
fn check(from: &str, to: &str, expected: Unreadable) {
    assert!(CHAPTER.contains(from), "{from}");
    let changed = CHAPTER.replacen(from, to, 1);
    assert_eq!(read_chapter(changed.as_bytes()), Err(expected), "{changed}");
}

#[test]
fn a_chapter_reads_back() {
    let chapter = read_chapter(CHAPTER.as_bytes()).unwrap();
    assert_eq!(super::chapter(&chapter), CHAPTER.as_bytes());
}

#[test]
fn only_the_bytes_that_are_written_are_read() {
    check("{\"blocks", "{ \"blocks", Unreadable::NotCanonical);
    check("\"T\"", "\"\\u0054\"", Unreadable::NotCanonical);
    check("\"T\"", "\"T\",\"author\":\"Ghana\"", Unreadable::NotCanonical);
    check("\"break\":true", "\"break\":false", Unreadable::NotCanonical);
    check("\"format\":1", "\"format\":1.0", Unreadable::Misshapen);
    check("\"format\":1", "\"format\":4", Unreadable::OtherFormat);
    check("\"format\":1", "\"format\":0", Unreadable::OtherFormat);
    check("{\"blocks", "[{\"blocks", Unreadable::NotJson);
}

#[test]
fn what_no_chapter_holds_is_not_read() {
    check("\"id\":\"y\"", "\"id\":\"x\"", Unreadable::Misshapen);
    check("\"id\":\"y\"", "\"id\":\"\"", Unreadable::Misshapen);
    check("https://a.example", "javascript:a", Unreadable::Misshapen);
    check("\"em\":true", "\"em\":1", Unreadable::Misshapen);
    check("\"rtl\"", "\"up\"", Unreadable::Misshapen);
    check("\"ar\"", "\"a r\"", Unreadable::Misshapen);
    check("\"text\":\"a\"", "\"text\":\"\"", Unreadable::Misshapen);
    check("\"text\":\"a\"", "\"text\":\"\u{202e}\"", Unreadable::Misshapen);
    check("\"text\":\"a\"", "\"text\":\"\\n\"", Unreadable::Misshapen);
    check("{\"break\":true}", "{\"text\":\"b\"}", Unreadable::Misshapen);
    check("\"quote\"", "\"h1\"", Unreadable::Misshapen);
    check("{\"content\":[],\"id\":\"y\",\"kind\":\"p\"}", "", Unreadable::Misshapen);
}

#[test]
fn lists_nest_six_deep_and_no_deeper() {
    let nested = |depth: usize| {
        let leaf = Block {
            kind: Kind::Paragraph,
            id: "leaf".to_owned(),
            dir: None,
            lang: None,
            content: Vec::new(),
            payload: None,
            inset: None,
        };
        let mut node = Node::Block(leaf.clone());
        for level in 0..depth {
            let first = Block { id: level.to_string(), ..leaf.clone() };
            let items = vec![Item { first, more: vec![node] }];
            node = Node::List(List { style: ListStyle::Bullet, items });
        }
        let id = ChapterId::from_random([7; 16]);
        chapter(&Chapter { format: Format::Two, id, title: String::new(), nodes: vec![node] })
    };
    assert!(read_chapter(&nested(6)).is_ok());
    assert_eq!(read_chapter(&nested(7)), Err(Unreadable::Misshapen));
    assert_eq!(read_chapter(&nested(40)), Err(Unreadable::NotJson));
    assert_eq!(read_chapter(&[b'['; 100_000]), Err(Unreadable::NotJson));
}
