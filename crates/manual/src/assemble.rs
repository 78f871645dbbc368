//! Flat text to tree: the pure function every view of a chapter goes through. Hides, clamps and fills; never writes.
//!
//! The rules are those of docs/document-model.md, "Assemble"; the numbers in comments are theirs. TypeScript has the
//! same function in web/src/editor; both read crates/manual/vectors. Blocks come first (here), then boxes and lists
//! (`nest`), then what payloads show (`reveal`); what stands in a block or line is `line`, what a table shows `table`.

pub(crate) mod nest;
mod reveal;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::block::{Block, Direction, Kind, LIST_DEPTH_MAX, ListStyle, Node, Place, START, is_part};
use crate::document::Document;
use crate::flat::{self, Attributes, Unit};
use crate::id::PayloadId;
use crate::inline::is_language;
use crate::line;
use crate::payload::Payloads;

/// A block with its place in the flat text, before blocks are nested into boxes and lists. Its payload is not shown yet.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    pub block: Block,
    pub place: Place,
    pub in_box: Option<PayloadId>,
    /// Position of its mark; `None` for the block `start`.
    pub mark_at: Option<u32>,
    /// Where its text begins and ends, in UTF-16 code units.
    pub from: u32,
    pub to: u32,
}

/// The tree of a flat text and what it refers to.
pub fn assemble(units: &[Unit], payloads: &Payloads) -> Vec<Node> {
    let blocks = place(units).into_iter().map(|placed| (placed.block, placed.place, placed.in_box));
    assembled(blocks, payloads)
}

/// The tree of blocks that know their places.
pub(crate) fn assembled(
    blocks: impl Iterator<Item = (Block, Place, Option<PayloadId>)>,
    payloads: &Payloads,
) -> Vec<Node> {
    let mut tree = nest::nest(blocks);
    reveal::reveal(&mut tree, payloads);
    tree
}

/// The tree of a chapter. Opens its own transaction: never call it inside one.
pub fn chapter(document: &Document) -> Vec<Node> {
    let body = flat::body(document);
    let (units, payloads) = document.read(|txn| (flat::read(txn, &body), Payloads::within(txn)));
    assemble(&units, &payloads)
}

/// The blocks of a flat text in order, each with its place.
pub fn place(units: &[Unit]) -> Vec<Placed> {
    let mut blocks: Vec<Placed> = Vec::new();
    let mut ids = ViewIds::default();
    let mut boxes = boxes(units).into_iter();
    let mut leaked = None;
    let mut at = 0;
    if !matches!(units.first(), Some(Unit::Mark { .. })) {
        blocks.push(start(&mut ids)); // 1
    }
    for unit in units {
        if let Unit::Mark { keys, attributes } = unit {
            leaked = Some(attributes);
            let in_box = boxes.next().flatten();
            let above = blocks.last().filter(|above| above.in_box == in_box); // 3: no list goes over a border
            let above = above.map_or(Place::Plain, |placed| placed.place);
            blocks.push(opened(keys, above, in_box, at, &mut ids));
        } else {
            let open = blocks.last_mut().expect("a text without a mark in front has the block start");
            line::append(&mut open.block.content, unit, leaked);
            open.to = at + unit.len();
        }
        at += unit.len();
    }
    blocks
}

fn start(ids: &mut ViewIds) -> Placed {
    let block = Block::paragraph(ids.take(START));
    Placed { block, place: Place::Plain, in_box: None, mark_at: None, from: 0, to: 0 }
}

/// Rule 10: the box of each mark. The boxes that come again are a stack, the one met last on top.
fn boxes(units: &[Unit]) -> Vec<Option<PayloadId>> {
    let own = |unit: &Unit| match unit {
        Unit::Mark { keys, .. } => Some(id(keys, "box")),
        Unit::Text { .. } | Unit::Embed { .. } => None,
    };
    let own: Vec<Option<PayloadId>> = units.iter().filter_map(own).collect();
    let last: HashMap<PayloadId, usize> =
        own.iter().enumerate().filter_map(|(index, id)| Some(((*id)?, index))).collect();
    let mut open: Vec<PayloadId> = Vec::new();
    let standing = own.into_iter().enumerate().map(|(index, own)| {
        if own.is_some() {
            open.extend(own.filter(|own| open.last() != Some(own)));
            return own;
        }
        while open.last().is_some_and(|id| last[id] < index) {
            open.pop();
        }
        open.last().copied()
    });
    standing.collect()
}

fn opened(keys: &Attributes, above: Place, in_box: Option<PayloadId>, at: u32, ids: &mut ViewIds) -> Placed {
    let word = |key: &str| keys.get(key).and_then(Value::as_str);
    let own_id = word("id").filter(|id| !id.is_empty() && *id != START).unwrap_or("mark"); // 6
    let kind = word("kind").and_then(Kind::parse).unwrap_or(Kind::Paragraph); // 2
    let block = Block {
        kind,
        dir: word("dir").and_then(Direction::parse),
        lang: word("lang").filter(|lang| is_language(lang)).map(str::to_owned),
        part: word("part").filter(|part| kind.is_heading() && is_part(part)).map(str::to_owned),
        payload: id(keys, "payload").filter(|_| kind.is_inset()),
        ..Block::paragraph(ids.take(own_id))
    };
    let list = word("list").filter(|_| !kind.is_inset());
    let place = placed(list, depth(keys.get("depth")), above);
    Placed { block, place, in_box, mark_at: Some(at), from: at + 1, to: at + 1 }
}

fn id(keys: &Attributes, key: &str) -> Option<PayloadId> {
    PayloadId::parse(keys.get(key)?.as_str()?)
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
