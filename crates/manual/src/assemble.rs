//! Flat text to tree: the pure function every view of a chapter goes through. Hides, clamps and fills; never writes.
//!
//! The rules are those of docs/document-model.md, "Assemble"; the numbers in comments are theirs. TypeScript has the
//! same function in web/src/editor; both read crates/manual/vectors.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::block::{
    Block, Direction, Inline, Item, Kind, LIST_DEPTH_MAX, List, ListStyle, Node, Place, Style, is_control,
    is_language,
};
use crate::flat::{Attributes, Unit};

/// The view id of text that stands before the first mark.
pub const START: &str = "start";

/// A block with its place in the flat text, before blocks are nested into lists.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    pub block: Block,
    pub place: Place,
    /// Position of its mark; `None` for the block `start`.
    pub mark_at: Option<u32>,
    /// Where its text begins and ends, in UTF-16 code units.
    pub from: u32,
    pub to: u32,
}

/// The tree of a flat text.
pub fn assemble(units: &[Unit]) -> Vec<Node> {
    nest(place(units).into_iter().map(|placed| (placed.block, placed.place)))
}

/// The blocks of a flat text in order, each with its place.
pub fn place(units: &[Unit]) -> Vec<Placed> {
    let mut blocks: Vec<Placed> = Vec::new();
    let mut ids = ViewIds::default();
    let mut leaked = None;
    let mut at = 0;
    if !matches!(units.first(), Some(Unit::Mark { .. })) {
        blocks.push(start(&mut ids)); // 1
    }
    for unit in units {
        let above = blocks.last().map_or(Place::Plain, |placed| placed.place);
        if let Unit::Mark { keys, attributes } = unit {
            leaked = Some(attributes);
            blocks.push(opened(keys, above, at, &mut ids));
        } else {
            let open = blocks.last_mut().expect("a text without a mark in front has the block start");
            append(&mut open.block.content, unit, leaked);
            open.to = at + unit.len();
        }
        at += unit.len();
    }
    blocks
}

fn start(ids: &mut ViewIds) -> Placed {
    let block = Block::paragraph(ids.take(START));
    Placed { block, place: Place::Plain, mark_at: None, from: 0, to: 0 }
}

fn opened(keys: &Attributes, above: Place, at: u32, ids: &mut ViewIds) -> Placed {
    let word = |key: &str| keys.get(key).and_then(Value::as_str);
    let id = word("id").filter(|id| !id.is_empty() && *id != START).unwrap_or("mark"); // 6
    let block = Block {
        kind: word("kind").and_then(Kind::parse).unwrap_or(Kind::Paragraph), // 2
        id: ids.take(id),
        dir: word("dir").and_then(Direction::parse),
        lang: word("lang").filter(|lang| is_language(lang)).map(str::to_owned),
        content: Vec::new(),
    };
    let place = placed(word("list"), depth(keys.get("depth")), above);
    Placed { block, place, mark_at: Some(at), from: at + 1, to: at + 1 }
}

/// Rules 3 and 4: what the written list and depth come to below the block above.
fn placed(list: Option<&str>, depth: u8, above: Place) -> Place {
    let deepest_item = above.depth().map_or(0, |above| above + 1);
    match (list, above.depth()) {
        (Some("bullet"), _) => Place::Item(ListStyle::Bullet, depth.min(deepest_item)),
        (Some("number"), _) => Place::Item(ListStyle::Number, depth.min(deepest_item)),
        (Some("cont"), Some(above)) => Place::Further(depth.min(above)),
        _ => Place::Plain,
    }
}

fn depth(written: Option<&Value>) -> u8 {
    let number = written.and_then(Value::as_f64).filter(|number| number.fract() == 0.0).unwrap_or(0.0);
    number.clamp(0.0, f64::from(LIST_DEPTH_MAX)) as u8
}

/// Rules 7 to 9.
fn append(content: &mut Vec<Inline>, unit: &Unit, leaked: Option<&Attributes>) {
    let Unit::Text { text, attributes } = unit else {
        if let Unit::Embed { value, .. } = unit {
            content.push(Inline::Unknown(value.clone()));
        }
        return;
    };
    let style = shown(attributes, leaked);
    for (number, piece) in text.split(is_control).enumerate() {
        if number > 0 {
            content.push(Inline::Break);
        }
        append_text(content, piece, &style);
    }
}

fn shown(attributes: &Attributes, leaked: Option<&Attributes>) -> Style {
    let mut style = Style::default();
    for (name, value) in attributes {
        if leaked.and_then(|leaked| leaked.get(name)) != Some(value) {
            style.show(name, value);
        }
    }
    style
}

pub(crate) fn append_text(content: &mut Vec<Inline>, piece: &str, style: &Style) {
    if piece.is_empty() {
        return;
    }
    match content.last_mut() {
        Some(Inline::Text { text, style: before }) if before == style => text.push_str(piece),
        _ => content.push(Inline::Text { text: piece.to_owned(), style: style.clone() }),
    }
}

/// Rule 6: hands out view ids, each once.
#[derive(Default)]
struct ViewIds {
    shown: HashSet<String>,
    /// Per written id, the number to try next: all smaller ones are taken.
    next: HashMap<String, u32>,
}

impl ViewIds {
    fn take(&mut self, id: &str) -> String {
        let mut view = id.to_owned();
        if self.shown.contains(id) {
            let next = self.next.entry(id.to_owned()).or_insert(2);
            loop {
                view = format!("{id}~{next}");
                *next += 1;
                if !self.shown.contains(&view) {
                    break;
                }
            }
        }
        self.shown.insert(view.clone());
        view
    }
}

/// Rule 5: the open lists are a stack, one list for each depth.
pub(crate) fn nest(blocks: impl Iterator<Item = (Block, Place)>) -> Vec<Node> {
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
