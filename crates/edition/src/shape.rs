//! A frozen chapter as JSON, and back: the shapes of docs/edition-format.md. Reading believes nothing: it is bounded,
//! never panics, and takes only bytes that writing would give again.

use std::collections::HashSet;

use manual::block::{Direction, Kind, ListStyle, Style, is_control, is_language};
use manual::id::ChapterId;
use serde_json::{Value, json};

use crate::tree::{Block, Chapter, Inline, Item, LISTS_MAX, List, Node};
use crate::{CHAPTER_BYTES_MAX, FORMAT, canonical, clean};

/// Why bytes were not read as what they were said to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("longer than may be")]
    TooLong,
    #[error("not JSON")]
    NotJson,
    #[error("of another format than {FORMAT}")]
    OtherFormat,
    #[error("not in the shape that the format gives")]
    Misshapen,
    #[error("not in the canonical form, so not the bytes that were frozen")]
    NotCanonical,
    #[error("not the bytes whose fingerprint the manifest holds")]
    OtherBytes,
}

/// The canonical bytes of a chapter.
pub(crate) fn chapter(chapter: &Chapter) -> Vec<u8> {
    canonical::to_bytes(&json!({
        "blocks": chapter.nodes.iter().map(node).collect::<Value>(),
        "format": FORMAT,
        "id": chapter.id.to_string(),
        "title": chapter.title,
    }))
}

fn node(node: &Node) -> Value {
    match node {
        Node::Block(block) => self::block(block),
        Node::List(List { style, items }) => {
            let items = items.iter().map(|Item { first, more }| {
                let blocks = std::iter::once(block(first)).chain(more.iter().map(self::node));
                json!({ "blocks": blocks.collect::<Value>() })
            });
            json!({ "list": style.word(), "items": items.collect::<Value>() })
        }
    }
}

fn block(block: &Block) -> Value {
    let Block { kind, id, dir, lang, content } = block;
    let content = content.iter().map(inline).collect::<Value>();
    let mut shape = json!({ "kind": kind.word(), "id": id, "content": content });
    if let Some(dir) = dir {
        shape["dir"] = dir.word().into();
    }
    if let Some(lang) = lang {
        shape["lang"] = lang.as_str().into();
    }
    shape
}

fn inline(inline: &Inline) -> Value {
    match inline {
        Inline::Text { text, style } if *style == Style::default() => json!({ "text": text }),
        Inline::Text { text, style } => json!({ "text": text, "marks": style.written() }),
        Inline::Break => json!({ "break": true }),
        Inline::Unknown(text) => json!({ "unknown": text }),
    }
}

/// Reads a chapter's frozen bytes.
///
/// # Errors
/// Any of [`Unreadable`] but `OtherBytes`.
pub fn read_chapter(bytes: &[u8]) -> Result<Chapter, Unreadable> {
    let value = read_json(bytes, CHAPTER_BYTES_MAX)?;
    let read = || {
        Some(Chapter {
            id: ChapterId::parse(value.get("id")?.as_str()?)?,
            title: read_line(value.get("title")?)?,
            nodes: read_nodes(value.get("blocks")?.as_array()?, 0)?,
        })
    };
    let read = read().ok_or(Unreadable::Misshapen)?;
    let mut ids = HashSet::new();
    if !read.blocks().into_iter().all(|block| ids.insert(&block.id)) {
        return Err(Unreadable::Misshapen);
    }
    if chapter(&read) == bytes { Ok(read) } else { Err(Unreadable::NotCanonical) }
}

/// JSON of this format, not longer than a bound. Its depth is bounded by the parser.
pub(crate) fn read_json(bytes: &[u8], bytes_max: usize) -> Result<Value, Unreadable> {
    if bytes.len() > bytes_max {
        return Err(Unreadable::TooLong);
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Unreadable::NotJson)?;
    match value.get("format").and_then(Value::as_u64) {
        Some(FORMAT) => Ok(value),
        Some(_) => Err(Unreadable::OtherFormat),
        None => Err(Unreadable::Misshapen),
    }
}

/// A text in one line, such as a title.
pub(crate) fn read_line(value: &Value) -> Option<String> {
    let text = read_text(value)?;
    (!text.contains(is_control)).then_some(text)
}

fn read_text(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    (!text.contains(clean::turns)).then(|| text.to_owned())
}

/// Nodes inside so many lists.
fn read_nodes(values: &[Value], lists: usize) -> Option<Vec<Node>> {
    values.iter().map(|value| read_node(value, lists)).collect()
}

fn read_node(value: &Value, lists: usize) -> Option<Node> {
    let Some(style) = value.get("list") else {
        return read_block(value).map(Node::Block);
    };
    if lists == LISTS_MAX {
        return None;
    }
    let style = match style.as_str()? {
        "bullet" => ListStyle::Bullet,
        "number" => ListStyle::Number,
        _ => return None,
    };
    let items = value.get("items")?.as_array()?;
    let items: Option<Vec<Item>> = items.iter().map(|item| read_item(item, lists + 1)).collect();
    items.filter(|items| !items.is_empty()).map(|items| Node::List(List { style, items }))
}

fn read_item(value: &Value, lists: usize) -> Option<Item> {
    let (first, more) = value.get("blocks")?.as_array()?.split_first()?;
    Some(Item { first: read_block(first)?, more: read_nodes(more, lists)? })
}

fn read_block(value: &Value) -> Option<Block> {
    let word = |name: &str| value.get(name).map(|value| value.as_str().ok_or(())).transpose().ok();
    Some(Block {
        kind: Kind::parse(word("kind")??)
            .filter(|kind| !matches!(kind, Kind::Definition | Kind::Table | Kind::Figure))?,
        id: read_text(value.get("id")?).filter(|id| !id.is_empty())?,
        dir: match word("dir")? {
            None => None,
            Some(dir) => Some(Direction::parse(dir)?),
        },
        lang: match word("lang")? {
            None => None,
            Some(lang) => Some(lang.to_owned()).filter(|lang| is_language(lang)).map(Some)?,
        },
        content: read_content(value.get("content")?.as_array()?)?,
    })
}

/// The content of a block, if texts that look the same are one.
fn read_content(values: &[Value]) -> Option<Vec<Inline>> {
    let content: Vec<Inline> = values.iter().map(read_inline).collect::<Option<_>>()?;
    let is_parted = content.windows(2).any(|two| match two {
        [Inline::Text { style: one, .. }, Inline::Text { style: other, .. }] => one == other,
        _ => false,
    });
    (!is_parted).then_some(content)
}

fn read_inline(value: &Value) -> Option<Inline> {
    if value.get("break").is_some() {
        return Some(Inline::Break);
    }
    if let Some(unknown) = value.get("unknown") {
        return read_text(unknown).map(Inline::Unknown);
    }
    let text = read_line(value.get("text")?).filter(|text| !text.is_empty())?;
    let mut style = Style::default();
    for (name, value) in value.get("marks").and_then(Value::as_object).into_iter().flatten() {
        let is_clean = !value.as_str().is_some_and(|text| text.contains(clean::turns));
        if !is_clean || !style.show(name, value) {
            return None;
        }
    }
    Some(Inline::Text { text, style })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check("\"format\":1", "\"format\":2", Unreadable::OtherFormat);
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
            };
            let mut node = Node::Block(leaf.clone());
            for level in 0..depth {
                let first = Block { id: level.to_string(), ..leaf.clone() };
                let items = vec![Item { first, more: vec![node] }];
                node = Node::List(List { style: ListStyle::Bullet, items });
            }
            chapter(&Chapter { id: ChapterId::from_random([7; 16]), title: String::new(), nodes: vec![node] })
        };
        assert!(read_chapter(&nested(6)).is_ok());
        assert_eq!(read_chapter(&nested(7)), Err(Unreadable::Misshapen));
        assert_eq!(read_chapter(&nested(40)), Err(Unreadable::NotJson));
        assert_eq!(read_chapter(&[b'['; 100_000]), Err(Unreadable::NotJson));
    }
}
