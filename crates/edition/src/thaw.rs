//! From a frozen chapter back to a tree of the document model, for rules that are written for that: comparing two of them.
//! Only what is shown comes along; what a template called its parts was never frozen.

use manual::block;
use manual::inline;
use manual::inset;
use serde_json::Value;

use crate::tree::{Block, Boxed, Cell, Chapter, Head, Inline, Inset, Item, List, Node, Row, Table};

/// The tree of a chapter.
pub(crate) fn tree(chapter: &Chapter) -> Vec<block::Node> {
    nodes(&chapter.nodes)
}

fn nodes(nodes: &[Node]) -> Vec<block::Node> {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> block::Node {
    match node {
        Node::Block(block) => block::Node::Block(self::block(block)),
        Node::Boxed(Boxed { id, head, nodes }) => {
            let head = match head {
                Head::First(heading) => block::Head::First(heading.clone()),
                Head::Part(number) => block::Head::Part(*number),
            };
            block::Node::Boxed(block::Boxed { id: *id, head, blocks: self::nodes(nodes) })
        }
        Node::List(List { style, items }) => {
            let item =
                |Item { first, more }: &Item| block::Item { first: block(first), more: self::nodes(more) };
            block::Node::List(block::List { style: *style, items: items.iter().map(item).collect() })
        }
    }
}

fn block(Block { kind, id, dir, lang, content, payload, inset }: &Block) -> block::Block {
    let inset = inset.as_ref().map(|inset| match inset {
        Inset::Table(table) => inset::Inset::Table(self::table(table)),
        Inset::Figure(figure) => inset::Inset::Figure(figure.clone()),
    });
    block::Block {
        kind: *kind,
        id: id.clone(),
        dir: *dir,
        lang: lang.clone(),
        part: None,
        content: self::content(content),
        payload: *payload,
        inset: inset.map(Box::new),
    }
}

fn table(Table { cols, rows, head_row, head_col }: &Table) -> inset::Table {
    let cell = |Cell { content, across, down }: &Cell| inset::Cell {
        content: self::content(content),
        across: *across,
        down: *down,
    };
    let row = |Row { id, cells }: &Row| inset::Row { id: *id, cells: cells.iter().map(cell).collect() };
    let rows = rows.iter().map(row).collect();
    inset::Table { cols: cols.clone(), rows, head_row: *head_row, head_col: *head_col }
}

fn content(content: &[Inline]) -> Vec<inline::Inline> {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> inline::Inline {
    match inline {
        Inline::Text { text, style } => inline::Inline::Text { text: text.clone(), style: style.clone() },
        Inline::Break => inline::Inline::Break,
        Inline::PageBreak => inline::Inline::PageBreak,
        Inline::Note { id, content } => {
            inline::Inline::Note { id: *id, content: content.as_deref().map(self::content) }
        }
        Inline::Xref { target, chapter } => {
            inline::Inline::Xref { target: target.clone(), chapter: *chapter }
        }
        Inline::Unknown(json) => inline::Inline::Unknown(Value::String(json.clone())),
    }
}
