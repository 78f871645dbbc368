//! A frozen chapter: blocks, lists and runs of text, all of them plain values. Says nothing of who wrote what.
//!
//! Its own types and not those of the live model, so that a published format does not change with the editor. Made by
//! `freeze`, written and read by `shape`. Whoever shows a tree matches each kind by name, so that a new one cannot be
//! forgotten anywhere.

use manual::block::{Direction, Kind, ListStyle, Style};
use manual::id::ChapterId;

/// Most lists inside each other.
pub const LISTS_MAX: usize = manual::block::LIST_DEPTH_MAX as usize + 1;

/// One chapter of an edition.
#[derive(Clone, PartialEq, Debug)]
pub struct Chapter {
    pub id: ChapterId,
    pub title: String,
    pub nodes: Vec<Node>,
}

/// What stands at one level of a chapter.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    Block(Block),
    List(List),
}

/// A paragraph, heading or quote.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub kind: Kind,
    /// Unique in the chapter, and the same from one edition to the next.
    pub id: String,
    pub dir: Option<Direction>,
    pub lang: Option<String>,
    pub content: Vec<Inline>,
}

/// Items of one type at one depth.
#[derive(Clone, PartialEq, Debug)]
pub struct List {
    pub style: ListStyle,
    pub items: Vec<Item>,
}

/// The block with the bullet, then further blocks and deeper lists.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    pub first: Block,
    pub more: Vec<Node>,
}

/// A piece of a block's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    Text {
        text: String,
        style: Style,
    },
    Break,
    /// Something that this format has no kind for: its JSON, as text. Kept, never dropped.
    Unknown(String),
}

impl Chapter {
    /// All blocks, in the order they are read.
    pub fn blocks(&self) -> Vec<&Block> {
        let mut blocks = Vec::new();
        collect(&self.nodes, &mut blocks);
        blocks
    }
}

fn collect<'a>(nodes: &'a [Node], blocks: &mut Vec<&'a Block>) {
    for node in nodes {
        match node {
            Node::Block(block) => blocks.push(block),
            Node::List(list) => {
                for item in &list.items {
                    blocks.push(&item.first);
                    collect(&item.more, blocks);
                }
            }
        }
    }
}

impl Block {
    /// Its text: runs joined, breaks as newlines; what is unknown parts words and has none.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for inline in &self.content {
            match inline {
                Inline::Text { text: run, style: _ } => text.push_str(run),
                Inline::Break | Inline::Unknown(_) => text.push('\n'),
            }
        }
        text
    }
}
