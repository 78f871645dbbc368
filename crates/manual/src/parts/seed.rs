//! How a chapter that is made from a template begins: its headings, each naming its part, an empty paragraph where something
//! is to be written, and copies of its tables, figures and boxes. No hint comes with it. Ids are the caller's.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Section, parts, sections};
use crate::assemble::nest::nest;
use crate::block::{Block, Node, Place};
use crate::flat::Unit;
use crate::id::PayloadId;
use crate::inline::Inline;
use crate::numbers::plain;
use crate::payload::{Line, Payloads, TableParts};

/// The tree of a new chapter and what it refers to, for [`crate::flatten::seed`]. `id` gives a fresh one each time.
pub fn seed(template: &[Node], payloads: &Payloads, id: impl FnMut() -> PayloadId) -> (Vec<Node>, Payloads) {
    let asking: HashSet<String> =
        parts(template).into_iter().filter(|part| part.asks).map(|part| part.id).collect();
    let mut seed =
        Seed { id, payloads, copied: Payloads::default(), boxes: HashMap::new(), rows: Vec::new() };
    for section in sections(template) {
        let asks = section.heading.is_some_and(|(heading, _)| asking.contains(&heading.id));
        seed.section(&section, asks);
    }
    if seed.rows.is_empty() {
        seed.paragraph(None, None);
    }
    (nest(seed.rows.into_iter()), seed.copied)
}

struct Seed<'t, F> {
    id: F,
    payloads: &'t Payloads,
    copied: Payloads,
    /// What became of each box of the template that has a block in the chapter.
    boxes: HashMap<PayloadId, PayloadId>,
    rows: Vec<(Block, Place, Option<PayloadId>)>,
}

impl<F: FnMut() -> PayloadId> Seed<'_, F> {
    fn section(&mut self, section: &Section<'_>, asks: bool) {
        if let Some((heading, in_box)) = section.heading {
            let block = Block {
                kind: heading.kind,
                part: Some(heading.id.clone()),
                content: vec![Inline::plain(plain(&heading.content))],
                ..self.block_like(Some(heading))
            };
            self.push(block, in_box);
        }
        // The paragraph stands where the template has its first text, so that a box gets it if the hint was in one.
        let text = section.blocks.iter().find(|(block, _)| !block.kind.is_inset()).copied();
        let place = text.or(section.heading).filter(|_| asks);
        if let Some((block, in_box)) = place.filter(|_| text.is_none()) {
            self.paragraph(Some(block), in_box);
        }
        for (block, in_box) in &section.blocks {
            let is_place = place.is_some_and(|(place, _)| std::ptr::eq(place, *block));
            if block.kind.is_inset() {
                self.inset(block, *in_box);
            } else if is_place || in_box.is_some_and(|in_box| !self.boxes.contains_key(&in_box)) {
                self.paragraph(Some(block), *in_box);
            }
        }
    }

    /// `in_box`: the box of the template that it stands in.
    fn push(&mut self, block: Block, in_box: Option<PayloadId>) {
        let in_box = in_box.map(|of| self.box_of(of));
        self.rows.push((block, Place::Plain, in_box));
    }

    fn paragraph(&mut self, like: Option<&Block>, in_box: Option<PayloadId>) {
        let block = self.block_like(like);
        self.push(block, in_box);
    }

    /// An empty paragraph of the same language and direction.
    fn block_like(&mut self, like: Option<&Block>) -> Block {
        Block {
            dir: like.and_then(|block| block.dir),
            lang: like.and_then(|block| block.lang.clone()),
            ..Block::paragraph((self.id)().as_str())
        }
    }

    /// A table or figure, where the template shows it.
    fn inset(&mut self, block: &Block, in_box: Option<PayloadId>) {
        let Some(from) = block.payload.filter(|_| block.inset.is_some()) else { return };
        let id = (self.id)();
        if let Some(table) = self.payloads.tables.get(&from) {
            self.copied.tables.insert(id, shown(table));
        }
        if let Some(figure) = self.payloads.figures.get(&from) {
            let mut figure = figure.clone();
            [&mut figure.alt, &mut figure.credit].into_iter().for_each(words_only);
            self.copied.figures.insert(id, figure);
        }
        let content =
            block.content.iter().filter(|inline| matches!(inline, Inline::Text { .. } | Inline::Break));
        let copy = Block {
            kind: block.kind,
            content: content.cloned().collect(),
            payload: Some(id),
            ..self.block_like(Some(block))
        };
        self.push(copy, in_box);
    }

    /// What became of a box of the template; it is copied with its first block.
    fn box_of(&mut self, of: PayloadId) -> PayloadId {
        if let Some(known) = self.boxes.get(&of) {
            return *known;
        }
        let id = (self.id)();
        let mut parts = self.payloads.boxes.get(&of).cloned().unwrap_or_default();
        [&mut parts.title, &mut parts.region, &mut parts.period].into_iter().for_each(words_only);
        self.copied.boxes.insert(id, parts);
        self.boxes.insert(of, id);
        id
    }
}

/// A table without what is left over in it.
fn shown(table: &TableParts) -> TableParts {
    let rows: HashSet<PayloadId> = table.rows.iter().copied().collect();
    let cols: HashSet<PayloadId> = table.cols.iter().copied().collect();
    let cells = table.cells.iter().filter(|(key, _)| rows.contains(&key.row) && cols.contains(&key.col));
    let cells = cells.map(|(key, line)| {
        let mut line = line.clone();
        words_only(&mut line);
        (*key, line)
    });
    let cells: BTreeMap<_, _> = cells.filter(|(_, line)| !line.is_empty()).collect();
    TableParts { cells, ..table.clone() }
}

/// A note, a reference or a placeholder would point at what the chapter does not have.
fn words_only(line: &mut Line) {
    line.retain(|unit| matches!(unit, Unit::Text { .. }));
}
