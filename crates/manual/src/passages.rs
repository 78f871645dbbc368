//! The words of a chapter in the order of reading, piece by piece, each with the block it belongs to: for finding them across
//! a manual. Plain text; says nothing of who wrote what, and nothing of what is left over.

use crate::block::{Block, Boxed, Head, Kind, Node};
use crate::id::PayloadId;
use crate::inline::Inline;
use crate::inset::{BoxKind, Inset};
use crate::numbers::{has_words, plain};

/// A piece of text that has words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The block to go to: the one whose text it is, or that shows it.
    pub block: String,
    pub of: PassageOf,
    pub text: String,
}

/// What a passage is the text of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PassageOf {
    /// The block itself; of a table or figure that is the caption.
    Block(Kind),
    /// A cell, by the row and column it begins in.
    Cell {
        row: PayloadId,
        col: PayloadId,
    },
    Note(PayloadId),
    /// Title, region or period of the box that begins with the block.
    Box(PayloadId),
    Alt,
    Credit,
}

/// The passages of a chapter. A note comes behind the block or cell that it is first referred to in.
pub fn passages(tree: &[Node]) -> Vec<Passage> {
    let mut passages = Vec::new();
    nodes(&mut passages, tree);
    passages
}

/// Recursive: only for trees that `assemble` made.
fn nodes(passages: &mut Vec<Passage>, tree: &[Node]) {
    for node in tree {
        match node {
            Node::Block(block) => self::block(passages, block),
            Node::Boxed(boxed) => self::boxed(passages, boxed),
            Node::List(list) => {
                for item in &list.items {
                    self::block(passages, &item.first);
                    nodes(passages, &item.more);
                }
            }
        }
    }
}

fn boxed(passages: &mut Vec<Passage>, Boxed { id, head, blocks }: &Boxed) {
    if let Head::First(heading) = head {
        let first = first_block(blocks).map(|block| block.id.as_str()).unwrap_or_default();
        push(passages, first, PassageOf::Box(*id), &heading.title);
        if let BoxKind::Case { region, period, visibility: _ } = &heading.kind {
            push(passages, first, PassageOf::Box(*id), region);
            push(passages, first, PassageOf::Box(*id), period);
        }
    }
    nodes(passages, blocks);
}

fn first_block(nodes: &[Node]) -> Option<&Block> {
    match nodes.first()? {
        Node::Block(block) => Some(block),
        Node::List(list) => list.items.first().map(|item| &item.first),
        Node::Boxed(boxed) => first_block(&boxed.blocks),
    }
}

fn block(passages: &mut Vec<Passage>, block: &Block) {
    push(passages, &block.id, PassageOf::Block(block.kind), &plain(&block.content));
    notes(passages, &block.id, &block.content);
    match block.inset.as_deref() {
        Some(Inset::Table(table)) => {
            for ((row, col), cell) in table.begun() {
                push(passages, &block.id, PassageOf::Cell { row, col }, &plain(&cell.content));
                notes(passages, &block.id, &cell.content);
            }
        }
        Some(Inset::Figure(figure)) => {
            push(passages, &block.id, PassageOf::Alt, &figure.alt);
            push(passages, &block.id, PassageOf::Credit, &figure.credit);
        }
        None => {}
    }
}

fn notes(passages: &mut Vec<Passage>, block: &str, content: &[Inline]) {
    for inline in content {
        if let Inline::Note { id, content: Some(said) } = inline {
            push(passages, block, PassageOf::Note(*id), &plain(said));
        }
    }
}

fn push(passages: &mut Vec<Passage>, block: &str, of: PassageOf, text: &str) {
    if has_words(text) {
        passages.push(Passage { block: block.to_owned(), of, text: text.to_owned() });
    }
}
