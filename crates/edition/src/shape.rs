//! A frozen chapter as JSON, and back: the shapes of docs/edition-format.md. Reading believes nothing: it is bounded,
//! never panics, and takes only bytes that writing would give again. Next: `shape::read`.

mod read;
mod table;
mod whole;

use manual::inline::Style;
use manual::inset::{BoxKind, Figure, Heading};
use serde_json::{Value, json};

use crate::canonical;
use crate::tree::{Block, Boxed, Chapter, Head, Inline, Inset, Item, List, Node};

pub use read::read_chapter;
pub(crate) use read::{read_json, read_line};

/// Why bytes were not read as what they were said to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("longer than may be")]
    TooLong,
    #[error("not JSON")]
    NotJson,
    #[error("of a format that is not known here")]
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
    let shape = json!({
        "format": chapter.format.number(),
        "id": chapter.id.to_string(),
        "title": chapter.title,
    });
    canonical::to_bytes(&with(shape, [("blocks", Some(nodes(&chapter.nodes)))]))
}

fn nodes(nodes: &[Node]) -> Value {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> Value {
    match node {
        Node::Block(block) => self::block(block),
        Node::Boxed(Boxed { id, head, nodes }) => {
            let shape = with(json!({ "box": id.as_str() }), [("blocks", Some(self::nodes(nodes)))]);
            match head {
                Head::First(heading) => with(shape, [("heading", Some(self::heading(heading)))]),
                Head::Part(number) => with(shape, [("part", Some((*number).into()))]),
            }
        }
        Node::List(List { style, items }) => {
            let items = items.iter().map(|Item { first, more }| {
                let blocks = std::iter::once(block(first)).chain(more.iter().map(self::node));
                with(json!({}), [("blocks", Some(blocks.collect()))])
            });
            with(json!({ "list": style.word() }), [("items", Some(items.collect()))])
        }
    }
}

fn block(block: &Block) -> Value {
    let Block { kind, id, dir, lang, content, payload, inset } = block;
    let shape = json!({ "kind": kind.word(), "id": id });
    let inset = inset.as_ref().map(|inset| match inset {
        Inset::Table(table) => ("table", table::written(table)),
        Inset::Figure(figure) => ("figure", self::figure(figure)),
    });
    let shape = with(
        shape,
        [
            ("content", Some(self::content(content))),
            ("dir", dir.map(|dir| dir.word().into())),
            ("lang", lang.as_deref().map(Value::from)),
            ("payload", payload.map(|payload| payload.as_str().into())),
        ],
    );
    with(shape, inset.map(|(name, inset)| (name, Some(inset))))
}

fn heading(heading: &Heading) -> Value {
    let Heading { title, kind } = heading;
    let shape = json!({ "kind": kind.word(), "title": title });
    match kind {
        BoxKind::Case { region, period, visibility } => with(
            shape,
            [
                ("region", Some(region.as_str().into())),
                ("period", Some(period.as_str().into())),
                ("visibility", Some(visibility.word().into())),
            ],
        ),
        BoxKind::Key | BoxKind::Checklist => shape,
    }
}

fn figure(figure: &Figure) -> Value {
    let Figure { image, alt, credit, decorative } = figure;
    let image = image.as_ref().map(manual::inset::Image::written);
    let shape = json!({ "alt": alt, "credit": credit });
    with(shape, [("image", image), ("decorative", decorative.then(|| true.into()))])
}

fn content(content: &[Inline]) -> Value {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Value {
    match inline {
        Inline::Text { text, style } if *style == Style::default() => json!({ "text": text }),
        Inline::Text { text, style } => json!({ "text": text, "marks": style.written() }),
        Inline::Break => json!({ "break": true }),
        Inline::PageBreak => json!({ "break": "page" }),
        Inline::Note { id, content } => {
            with(json!({ "note": id.as_str() }), [("content", content.as_deref().map(self::content))])
        }
        Inline::Xref { target, chapter } => {
            with(json!({ "xref": target }), [("chapter", chapter.map(|chapter| chapter.to_string().into()))])
        }
        Inline::Unknown(text) => json!({ "unknown": text }),
    }
}

/// An object with the members that are there. What was made already goes in here: `json!` would copy it, at every level anew.
fn with(mut shape: Value, members: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    for (name, member) in members {
        if let Some(member) = member {
            shape[name] = member;
        }
    }
    shape
}

#[cfg(test)]
mod tests;
