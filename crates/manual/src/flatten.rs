//! Tree to flat text: the other way of `assemble`, with nothing in it that assembly would hide.
//!
//! Used to seed chapters and to say what a person changed (the difference of two flattened trees, rule W3). A
//! flattened tree as a whole is never written over an existing text.

use serde_json::{Value, json};

use crate::block::{Block, Boxed, Item, Kind, LIST_DEPTH_MAX, Node, Place, START};
use crate::document::Document;
use crate::flat::{self, Attributes, Unit};
use crate::id::PayloadId;
use crate::inline::Inline;
use crate::payload::Payloads;

/// The units of a tree (docs/document-model.md, "Flatten").
pub fn flatten(tree: &[Node]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (number, (block, place, in_box)) in in_order(tree).into_iter().enumerate() {
        if number > 0 || !is_start(block, place, in_box) {
            units.push(mark(block, place, in_box));
        }
        for inline in &block.content {
            append(&mut units, inline);
        }
    }
    units
}

/// The update that creates a chapter from a tree and what it refers to; the ids in both are written. `client` must be an id
/// that nobody else uses in this document. Only the service calls this, once a chapter, and with a first block that has an
/// id of its own: see [`crate::block::Block::paragraph`].
pub fn seed(client: u64, tree: &[Node], payloads: &Payloads) -> Vec<u8> {
    let mut document = Document::new(client);
    document.edit(|txn| payloads.write(txn)); // before anything refers to them
    flat::write_all(&mut document, &flatten(tree));
    document.state()
}

/// Every block with its place and box, in the order of the text. A stack instead of recursion: a tree's depth is its
/// maker's.
pub fn in_order(tree: &[Node]) -> Vec<(&Block, Place, Option<PayloadId>)> {
    let mut blocks = Vec::new();
    let mut ahead: Vec<Ahead<'_>> = Vec::new();
    push_nodes(&mut ahead, tree, 0, Place::Plain, None);
    while let Some(next) = ahead.pop() {
        match next {
            Ahead::Block(block, place, in_box) => blocks.push((block, place, in_box)),
            Ahead::Boxed(boxed) => push_nodes(&mut ahead, &boxed.blocks, 0, Place::Plain, Some(boxed.id)),
            Ahead::Item(item, place, in_box) => {
                let depth = place.depth().unwrap_or(0);
                blocks.push((&item.first, place, in_box));
                let deeper = depth.saturating_add(1).min(LIST_DEPTH_MAX);
                push_nodes(&mut ahead, &item.more, deeper, Place::Further(depth), in_box);
            }
        }
    }
    blocks
}

enum Ahead<'a> {
    Block(&'a Block, Place, Option<PayloadId>),
    Item(&'a Item, Place, Option<PayloadId>),
    Boxed(&'a Boxed),
}

/// Puts nodes on the stack, the last first. Lists among them are at `depth`, blocks at `place`.
fn push_nodes<'a>(
    ahead: &mut Vec<Ahead<'a>>,
    nodes: &'a [Node],
    depth: u8,
    place: Place,
    in_box: Option<PayloadId>,
) {
    for node in nodes.iter().rev() {
        match node {
            Node::Block(block) => ahead.push(Ahead::Block(block, place, in_box)),
            Node::Boxed(boxed) => ahead.push(Ahead::Boxed(boxed)),
            Node::List(list) => {
                let items = list.items.iter().rev();
                ahead.extend(items.map(|item| Ahead::Item(item, Place::Item(list.style, depth), in_box)));
            }
        }
    }
}

/// Whether a first block is one that stands without a mark.
fn is_start(block: &Block, place: Place, in_box: Option<PayloadId>) -> bool {
    block.id == START
        && block.kind == Kind::Paragraph
        && place == Place::Plain
        && in_box.is_none()
        && block.dir.is_none()
        && block.lang.is_none()
}

fn mark(block: &Block, place: Place, in_box: Option<PayloadId>) -> Unit {
    Unit::Mark { keys: keys(block, place, in_box), attributes: Attributes::new() }
}

/// What the mark of a block says. Nothing in it that assembly would not show of this kind of block.
pub fn keys(block: &Block, place: Place, in_box: Option<PayloadId>) -> Attributes {
    let place = if block.kind.is_inset() { Place::Plain } else { place };
    let mut keys = Attributes::new();
    let mut put = |key: &str, value: Value| keys.insert(key.to_owned(), value);
    put("id", block.id.as_str().into());
    put("kind", block.kind.word().into());
    if let (Some(list), Some(depth)) = (place.word(), place.depth()) {
        put("list", list.into());
        put("depth", depth.into());
    }
    if let Some(dir) = block.dir {
        put("dir", dir.word().into());
    }
    if let Some(lang) = &block.lang {
        put("lang", lang.as_str().into());
    }
    if let Some(in_box) = in_box {
        put("box", in_box.as_str().into());
    }
    if let Some(part) = block.part.as_deref().filter(|_| block.kind.is_heading()) {
        put("part", part.into());
    }
    if let Some(payload) = block.payload.filter(|_| block.kind.is_inset()) {
        put("payload", payload.as_str().into());
    }
    keys
}

pub(crate) fn append(units: &mut Vec<Unit>, inline: &Inline) {
    let value = match inline {
        Inline::Text { text, style } => return append_text(units, text, style.written()),
        Inline::Break => return append_text(units, "\n", Attributes::new()),
        Inline::PageBreak => json!({ "break": "page" }),
        Inline::Note { id, .. } => json!({ "note": id.as_str() }),
        Inline::Xref { target, chapter: None } => json!({ "xref": target }),
        Inline::Xref { target, chapter: Some(id) } => json!({ "xref": target, "chapter": id.to_string() }),
        Inline::Unknown(value) => value.clone(),
    };
    units.push(Unit::Embed { value, attributes: Attributes::new() });
}

fn append_text(units: &mut Vec<Unit>, piece: &str, style: Attributes) {
    match units.last_mut() {
        Some(Unit::Text { text, attributes }) if *attributes == style => text.push_str(piece),
        _ => units.push(Unit::Text { text: piece.to_owned(), attributes: style }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Direction, List, ListStyle};
    use crate::json;

    fn check(block: Block, first: &str) {
        let units = flatten(&[Node::Block(block)]);
        assert_eq!(json::units(&units)[0].to_string(), first);
    }

    #[test]
    fn the_block_start_stands_without_a_mark_until_it_differs() {
        let start = || Block { content: vec![Inline::plain("x")], ..Block::paragraph(START) };
        check(start(), r#"{"text":"x"}"#);
        check(Block { kind: Kind::Quote, ..start() }, r#"{"mark":{"id":"start","kind":"quote"}}"#);
        let dir = Some(Direction::RightToLeft);
        check(Block { dir, ..start() }, r#"{"mark":{"dir":"rtl","id":"start","kind":"p"}}"#);
        let lang = Some("ar".to_owned());
        check(Block { lang, ..start() }, r#"{"mark":{"id":"start","kind":"p","lang":"ar"}}"#);
        let item = Item { first: start(), more: Vec::new() };
        let list = Node::List(List { style: ListStyle::Bullet, items: vec![item] });
        assert!(matches!(flatten(&[list])[0], Unit::Mark { .. }));
    }

    #[test]
    fn a_tree_deeper_than_any_text_is_flattened_without_recursion() {
        let mut node = Node::Block(Block::paragraph("a"));
        for _ in 0..500 {
            let item = Item { first: Block::paragraph("a"), more: vec![node] };
            node = Node::List(List { style: ListStyle::Number, items: vec![item] });
        }
        let units = flatten(&[node]);
        assert_eq!(units.len(), 501);
        let Unit::Mark { keys, .. } = &units[499] else { panic!("only marks") };
        assert_eq!(keys["depth"], LIST_DEPTH_MAX);
    }
}
