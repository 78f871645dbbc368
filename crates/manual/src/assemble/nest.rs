//! Blocks in a row to boxes and lists: rules 5 and 11. What stands where was decided before. Boxes have no heading yet.

use std::collections::HashMap;

use crate::block::{Block, Boxed, Head, Item, List, Node, Place};
use crate::id::PayloadId;
use crate::inset::Heading;

/// The tree of blocks in a row. The first part of a box has the heading of an empty one until `reveal`.
pub(crate) fn nest(blocks: impl Iterator<Item = (Block, Place, Option<PayloadId>)>) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut parts: HashMap<PayloadId, u32> = HashMap::new();
    let mut blocks = blocks.peekable();
    while let Some((_, _, in_box)) = blocks.peek() {
        let in_box = *in_box;
        let mut inner = Vec::new();
        while let Some((block, place, _)) = blocks.next_if(|(_, _, next)| *next == in_box) {
            inner.push((block, place));
        }
        let inner = lists(inner);
        match in_box {
            None => nodes.extend(inner),
            Some(id) => {
                let part = parts.entry(id).and_modify(|part| *part += 1).or_insert(1);
                let head = match part {
                    1 => Head::First(Heading::default()),
                    part => Head::Part(*part),
                };
                nodes.push(Node::Boxed(Boxed { id, head, blocks: inner }));
            }
        }
    }
    nodes
}

/// Rule 5: the open lists are a stack, one list for each depth.
fn lists(blocks: Vec<(Block, Place)>) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut open: Vec<List> = Vec::new();
    for (block, place) in blocks {
        let stay_open = place.depth().map_or(0, |depth| usize::from(depth) + 1);
        close(&mut open, stay_open, &mut nodes);
        match place {
            Place::Plain => nodes.push(Node::Block(block)),
            Place::Further(_) => last_item(&mut open).more.push(Node::Block(block)),
            Place::Item(style, depth) => {
                let depth = usize::from(depth);
                if open.get(depth).is_some_and(|list| list.style != style) {
                    close(&mut open, depth, &mut nodes);
                }
                if open.len() == depth {
                    open.push(List { style, items: Vec::new() });
                }
                open[depth].items.push(Item { first: block, more: Vec::new() });
            }
        }
    }
    close(&mut open, 0, &mut nodes);
    nodes
}

/// Closes the deepest lists until `stay` are open.
fn close(open: &mut Vec<List>, stay: usize, nodes: &mut Vec<Node>) {
    while open.len() > stay {
        let list = Node::List(open.pop().expect("longer than the number to keep"));
        if open.is_empty() {
            nodes.push(list);
        } else {
            last_item(open).more.push(list);
        }
    }
}

fn last_item(open: &mut [List]) -> &mut Item {
    let list = open.last_mut().expect("a further block and a deeper list stand below an item");
    list.items.last_mut().expect("a list is opened with its first item")
}
