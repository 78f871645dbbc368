//! What holds of a chapter as a whole, beyond the shape of each part: what a reader may count on.

use std::collections::{HashMap, HashSet};

use manual::id::PayloadId;
use manual::table::PLACES_MAX;

use crate::tree::{Block, Boxed, Chapter, Head, Inline, Inset, Node, Piece};

/// Whether each payload is shown once, where it is referred to first, and the parts of each box are counted.
pub(super) fn is_whole(chapter: &Chapter) -> bool {
    parts_are_counted(&chapter.nodes) && Shown::default().all(chapter)
}

fn parts_are_counted(nodes: &[Node]) -> bool {
    let mut parts: HashMap<PayloadId, u32> = HashMap::new();
    let mut before = None;
    nodes.iter().all(|node| {
        let boxed = match node {
            Node::Boxed(boxed) => Some(boxed),
            Node::Block(_) | Node::List(_) => None,
        };
        let is_new = boxed.is_none() || boxed.map(|boxed| boxed.id) != before;
        before = boxed.map(|boxed| boxed.id);
        let Some(Boxed { id, head, .. }) = boxed else { return true };
        let part = parts.entry(*id).and_modify(|part| *part += 1).or_insert(1);
        let counted = match head {
            Head::First(_) => *part == 1,
            Head::Part(number) => *part > 1 && part == number,
        };
        is_new && counted
    })
}

#[derive(Default)]
struct Shown {
    notes: HashSet<PayloadId>,
    tables: HashSet<PayloadId>,
    figures: HashSet<PayloadId>,
    places: usize,
}

impl Shown {
    fn all(&mut self, chapter: &Chapter) -> bool {
        chapter.pieces().into_iter().all(|piece| match piece {
            Piece::Box(_) => true,
            Piece::Cell(cell) => self.content(&cell.content),
            Piece::Block(block) => self.content(&block.content) && self.block(block),
        })
    }

    fn block(&mut self, block: &Block) -> bool {
        use manual::block::Kind;
        if let Some(Inset::Table(table)) = &block.inset {
            self.places += table.rows.len() * table.cols.len();
        }
        let seen = match block.kind {
            Kind::Table => &mut self.tables,
            Kind::Figure => &mut self.figures,
            Kind::Paragraph
            | Kind::Heading2
            | Kind::Heading3
            | Kind::Heading4
            | Kind::Quote
            | Kind::Definition => return true,
        };
        let is_first = block.payload.is_some_and(|id| seen.insert(id));
        is_first == block.inset.is_some() && self.places <= PLACES_MAX
    }

    fn content(&mut self, content: &[Inline]) -> bool {
        content.iter().all(|inline| match inline {
            Inline::Note { id, content } => self.notes.insert(*id) == content.is_some(),
            Inline::Text { .. }
            | Inline::Break
            | Inline::PageBreak
            | Inline::Xref { .. }
            | Inline::Unknown(_) => true,
        })
    }
}
