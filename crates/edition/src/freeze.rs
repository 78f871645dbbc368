//! From a live chapter to a frozen one: what may not be frozen is refused, what only the live document needs is left
//! behind. Writes nothing into the document and takes no name out of it.

use manual::assemble::assemble;
use manual::block::{self, Kind};
use manual::document::Document;
use manual::flat::{self, Unit};
use manual::id::ChapterId;
use manual::payload::Payloads;
use serde_json::{Value, json};

use crate::canonical;
use crate::tree::{Block, Chapter, Inline, Item, List, Node};
use crate::{CHAPTER_BYTES_MAX, Frozen, clean, shape, words};

/// What a chapter's own document does not say about it.
#[derive(Clone, Copy, Debug)]
pub struct ChapterFacts<'a> {
    pub id: ChapterId,
    /// As the outline shows it at the same moment.
    pub title: &'a str,
}

/// Why a chapter cannot be frozen. The edition waits until it is mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotFreezable {
    #[error("a part of the chapter has not arrived")]
    Incomplete,
    #[error("the chapter holds something that is no text")]
    NoText,
    #[error("the frozen chapter would be longer than {CHAPTER_BYTES_MAX} bytes")]
    TooLong,
}

/// Freezes a chapter as its document is now.
///
/// # Errors
/// Any of [`NotFreezable`].
pub fn chapter(facts: &ChapterFacts<'_>, document: &Document) -> Result<Frozen, NotFreezable> {
    if !document.is_whole() {
        return Err(NotFreezable::Incomplete);
    }
    let units = read(document)?;
    let tree = assemble(&clean::units(units), &Payloads::default());
    let chapter = Chapter {
        id: facts.id,
        title: clean::line(facts.title),
        nodes: tree.into_iter().flat_map(nodes).collect(),
    };
    let bytes = shape::chapter(&chapter);
    if bytes.len() > CHAPTER_BYTES_MAX {
        return Err(NotFreezable::TooLong);
    }
    Ok(Frozen::new(bytes, words::of_chapter(&chapter)))
}

/// The body, if each of its positions is one that a reading of it shows.
fn read(document: &Document) -> Result<Vec<Unit>, NotFreezable> {
    let body = flat::body(document);
    let (units, length) = document.read(|txn| (flat::read(txn, &body), flat::length(txn, &body)));
    let shown: u32 = units.iter().map(Unit::len).sum();
    if shown == length { Ok(units) } else { Err(NotFreezable::NoText) }
}

// Format 1 has no boxes, tables, figures and notes: their words stand in paragraphs.
fn nodes(node: block::Node) -> Vec<Node> {
    match node {
        block::Node::Boxed(boxed) => boxed.blocks.into_iter().flat_map(nodes).collect(),
        block::Node::Block(block) => vec![Node::Block(frozen(block))],
        block::Node::List(list) => {
            let items = list.items.into_iter().map(|item| Item {
                first: frozen(item.first),
                more: item.more.into_iter().flat_map(nodes).collect(),
            });
            vec![Node::List(List { style: list.style, items: items.collect() })]
        }
    }
}

fn frozen(block: block::Block) -> Block {
    let block::Block { kind, id, dir, lang, content, .. } = block;
    let kind = match kind {
        Kind::Definition | Kind::Table | Kind::Figure => Kind::Paragraph,
        kind => kind,
    };
    Block { kind, id, dir, lang, content: content.into_iter().map(inline).collect() }
}

fn inline(inline: block::Inline) -> Inline {
    match inline {
        block::Inline::Text { text, style } => Inline::Text { text, style },
        block::Inline::Break => Inline::Break,
        block::Inline::PageBreak => unknown(&json!({ "break": "page" })),
        block::Inline::Note { id, .. } => unknown(&json!({ "note": id.as_str() })),
        block::Inline::Xref { target, .. } => unknown(&json!({ "xref": target })),
        block::Inline::Unknown(json) => unknown(&json),
    }
}

fn unknown(json: &Value) -> Inline {
    Inline::Unknown(clean::text(&canonical::to_text(json)))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use manual::flat::{Attributes, write_all};
    use manual::json;

    use super::*;
    use crate::read_chapter;

    const ID: [u8; 16] = [7; 16];

    fn written(units: &str) -> Document {
        let units = json::read_units(&serde_json::from_str(units).unwrap()).unwrap();
        let mut document = Document::new(7);
        write_all(&mut document, &units);
        document
    }

    fn freeze(document: &Document) -> Result<Frozen, NotFreezable> {
        chapter(&ChapterFacts { id: ChapterId::from_random(ID), title: "Early\u{202e} warning" }, document)
    }

    #[track_caller]
    fn check(units: &str, expected: &Expect) {
        let frozen = freeze(&written(units)).unwrap();
        assert!(read_chapter(&frozen.bytes).is_ok());
        expected.assert_eq(&String::from_utf8(frozen.bytes).unwrap());
    }

    #[test]
    fn a_chapter_is_its_title_and_its_blocks() {
        check(
            r#"[{"mark": {"id": "a", "kind": "h2", "box": "x"}}, {"text": "Signs"},
                {"mark": {"id": "b", "kind": "p", "list": "number", "depth": 0}},
                {"text": "One", "marks": {"strong": true, "colour": "red"}}]"#,
            &expect![[
                r#"{"blocks":[{"content":[{"text":"Signs"}],"id":"a","kind":"h2"},{"items":[{"blocks":[{"content":[{"marks":{"strong":true},"text":"One"}],"id":"b","kind":"p"}]}],"list":"number"}],"format":1,"id":"07070707-0707-4707-8707-070707070707","title":"Early warning"}"#
            ]],
        );
    }

    #[test]
    fn what_turns_the_direction_is_gone_before_blocks_are_made() {
        check(
            r#"[{"mark": {"id": "a", "kind": "p"}},
                {"text": "to\u202egether", "marks": {"link": "https://\u2066"}},
                {"text": "\u202a\u202c", "marks": {"em": true}},
                {"text": " again", "marks": {"term": "\u2069"}},
                {"mark": {"id": "a\u202e", "kind": "p"}}, {"text": "\u200ftwo"}]"#,
            &expect![[
                r#"{"blocks":[{"content":[{"text":"together again"}],"id":"a","kind":"p"},{"content":[{"text":"‏two"}],"id":"a~2","kind":"p"}],"format":1,"id":"07070707-0707-4707-8707-070707070707","title":"Early warning"}"#
            ]],
        );
    }

    #[test]
    fn what_is_unknown_is_kept_as_its_text() {
        check(
            r#"[{"text": "a"}, {"embed": {"z": 1.50, "a": ["\u202e\"", null]}}, {"embed": null}, {"text": "b\u0007c"}]"#,
            &expect![[
                r#"{"blocks":[{"content":[{"text":"a"},{"unknown":"{\"a\":[\"\\\"\",null],\"z\":1.5}"},{"unknown":"null"},{"text":"b"},{"break":true},{"text":"c"}],"id":"start","kind":"p"}],"format":1,"id":"07070707-0707-4707-8707-070707070707","title":"Early warning"}"#
            ]],
        );
    }

    #[test]
    fn the_same_text_freezes_the_same_whoever_wrote_it() {
        let first = written(r#"[{"mark": {"id": "a", "kind": "p"}}, {"text": "One"}]"#);
        let mut other = Document::new(99);
        other.apply(&first.state()).unwrap();
        assert_eq!(freeze(&other), freeze(&first));
        let frozen = String::from_utf8(freeze(&first).unwrap().bytes).unwrap();
        assert!(!frozen.contains("99"), "{frozen}");
    }

    #[test]
    fn what_shifts_the_places_of_a_text_is_not_frozen() {
        let shifted = written(r#"[{"text": "One"}, {"embed": "an embedded text"}]"#);
        assert_eq!(freeze(&shifted), Err(NotFreezable::NoText));
    }

    #[test]
    fn what_has_not_arrived_is_not_frozen() {
        let first = written(r#"[{"text": "One"}]"#);
        let mut second = Document::new(8);
        second.apply(&first.state()).unwrap();
        let body = flat::body(&second);
        let (_, update) = second.edit(|txn| flat::edit::insert(txn, &body, 3, " two", &Attributes::new()));
        let mut behind = Document::new(9);
        behind.apply(&update.unwrap()).unwrap();
        assert_eq!(freeze(&behind), Err(NotFreezable::Incomplete));
        behind.apply(&first.state()).unwrap();
        assert_eq!(freeze(&behind), freeze(&second));
    }
}
