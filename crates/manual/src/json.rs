//! The JSON shapes of flat texts, trees and outlines that docs/document-model.md gives: for the vectors both languages
//! read, for tests, tools and `chancery export --raw`. Nothing of ours reads them back from a disk or a socket.

use serde_json::{Value, json};

use crate::block::{Block, Inline, Node, Style};
use crate::document::Document;
use crate::flat::{Attributes, Unit};
use crate::outline;

/// A flat text in the shape of the vectors.
pub fn units(units: &[Unit]) -> Value {
    units.iter().map(unit).collect()
}

fn unit(unit: &Unit) -> Value {
    let mut shape = match unit {
        Unit::Text { text, .. } => json!({ "text": text }),
        Unit::Mark { keys, .. } => json!({ "mark": keys }),
        Unit::Embed { value, .. } => json!({ "embed": value }),
    };
    if !unit.attributes().is_empty() {
        shape["marks"] = Value::Object(unit.attributes().clone());
    }
    shape
}

/// Reads a flat text in the shape of the vectors; `None` when it has another shape or an empty text.
pub fn read_units(shape: &Value) -> Option<Vec<Unit>> {
    shape.as_array()?.iter().map(read_unit).collect()
}

fn read_unit(shape: &Value) -> Option<Unit> {
    let attributes = match shape.get("marks") {
        None => Attributes::new(),
        Some(marks) => marks.as_object()?.clone(),
    };
    if let Some(text) = shape.get("text") {
        let text = text.as_str().filter(|text| !text.is_empty())?.to_owned();
        Some(Unit::Text { text, attributes })
    } else if let Some(keys) = shape.get("mark") {
        Some(Unit::Mark { keys: keys.as_object()?.clone(), attributes })
    } else {
        Some(Unit::Embed { value: shape.get("embed")?.clone(), attributes })
    }
}

/// The chapters of an outline as they are shown, in the shape of the vectors.
pub fn outline(document: &Document) -> Value {
    let chapters = outline::read(document).into_iter().map(|chapter| {
        json!({
            "id": chapter.id.to_string(),
            "title": chapter.title,
            "parent": chapter.parent.map(|parent| parent.to_string()),
            "order": chapter.order,
            "deleted": chapter.deleted,
        })
    });
    chapters.collect()
}

/// A tree in the shape of the vectors. Recursive: only for trees that `assemble` made, at most six lists deep.
pub fn tree(nodes: &[Node]) -> Value {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> Value {
    let list = match node {
        Node::Block(block) => return self::block(block),
        Node::List(list) => list,
    };
    let items = list.items.iter().map(|item| {
        let blocks = std::iter::once(block(&item.first)).chain(item.more.iter().map(self::node));
        json!({ "blocks": blocks.collect::<Value>() })
    });
    json!({ "list": list.style.word(), "items": items.collect::<Value>() })
}

fn block(block: &Block) -> Value {
    let content = block.content.iter().map(inline).collect::<Value>();
    let mut shape = json!({ "kind": block.kind.word(), "id": block.id, "content": content });
    if let Some(dir) = block.dir {
        shape["dir"] = dir.word().into();
    }
    if let Some(lang) = &block.lang {
        shape["lang"] = lang.as_str().into();
    }
    shape
}

fn inline(inline: &Inline) -> Value {
    match inline {
        Inline::Text { text, style } if *style == Style::default() => json!({ "text": text }),
        Inline::Text { text, style } => json!({ "text": text, "marks": style.written() }),
        Inline::Break => json!({ "break": true }),
        Inline::Unknown(value) => json!({ "unknown": value }),
    }
}
