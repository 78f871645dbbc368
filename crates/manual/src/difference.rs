//! What a chapter would become, block by block: words that come, words that go, what moves, what changes its form. Compares two
//! trees by the ids in them. Pure; numbers that follow from the order are no part of a tree, so renumbering is no change.
//!
//! The pieces of a tree are `pieces`, the words of one piece `words`.

mod pieces;
mod words;

use std::collections::{HashMap, HashSet};

use crate::block::Node;
pub use pieces::Of;
use pieces::{Piece, pieces};
pub use words::{Effort, Is, Part, parts as words};

/// A piece of the chapter: a block's own text, or a cell, a note, a line that it shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The block to go to.
    pub block: String,
    pub of: Of,
    pub what: What,
    /// It stands elsewhere among those that stay.
    pub moved: bool,
    /// Something other than its words is different: its kind, its place in a list, emphasis, a link, a picture.
    pub form: bool,
    /// Its words, in the order of reading; what goes stands before what comes in its place.
    pub parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Same,
    Changed,
    Added,
    Removed,
}

impl What {
    /// The word used on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// Words that come and words that go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub added: u64,
    pub removed: u64,
}

/// The pieces of both trees in the order of `after`; what is gone stands behind what it stood behind.
pub fn difference(before: &[Node], after: &[Node]) -> Vec<Change> {
    let (before, after) = (pieces(before), pieces(after));
    let old: HashMap<&str, usize> =
        before.iter().enumerate().map(|(at, piece)| (piece.key.as_str(), at)).collect();
    let new: HashSet<&str> = after.iter().map(|piece| piece.key.as_str()).collect();
    let moved = moved(&after, &old, &before);
    let mut effort = Effort::default();
    let mut told = Told { before: &before, new: &new, changes: Vec::new() };
    told.gone_from(0);
    for (at, piece) in after.iter().enumerate() {
        match old.get(piece.key.as_str()) {
            None => told.changes.push(piece.whole(What::Added, Is::Added)),
            Some(was) => {
                told.changes.push(kept(&before[*was], piece, moved.contains(&at), &mut effort));
                told.gone_from(was + 1);
            }
        }
    }
    told.changes
}

/// How many words come and go.
pub fn tally(changes: &[Change]) -> Tally {
    let count = |is| {
        let parts = changes.iter().flat_map(|change| &change.parts).filter(|part| part.is == is);
        parts.map(|part| words::count(&part.text)).sum()
    };
    Tally { added: count(Is::Added), removed: count(Is::Removed) }
}

struct Told<'a> {
    before: &'a [Piece],
    new: &'a HashSet<&'a str>,
    changes: Vec<Change>,
}

impl Told<'_> {
    /// The pieces that are gone, from this place up to the next that is not.
    fn gone_from(&mut self, at: usize) {
        let gone = self.before[at..].iter().take_while(|piece| !self.new.contains(piece.key.as_str()));
        self.changes.extend(gone.map(|piece| piece.whole(What::Removed, Is::Removed)));
    }
}

impl Piece {
    fn whole(&self, what: What, is: Is) -> Change {
        let parts =
            if self.text.is_empty() { Vec::new() } else { vec![Part { is, text: self.text.clone() }] };
        Change { block: self.block.clone(), of: self.of, what, moved: false, form: false, parts }
    }
}

fn kept(was: &Piece, piece: &Piece, moved: bool, effort: &mut Effort) -> Change {
    let parts = words::parts(&was.text, &piece.text, effort);
    let form = was.form != piece.form;
    let what = if form || moved || was.text != piece.text { What::Changed } else { What::Same };
    Change { block: piece.block.clone(), of: piece.of, what, moved, form, parts }
}

/// The pieces of `after`, by place, that do not stand among the others as they did: all but a longest row of blocks that kept
/// their order. What stands in a block goes with it and is not said to move.
fn moved(after: &[Piece], old: &HashMap<&str, usize>, before: &[Piece]) -> HashSet<usize> {
    let stays = |at: usize| {
        let piece = &after[at];
        let was = *old.get(piece.key.as_str())?;
        (matches!(piece.of, Of::Block(_)) && matches!(before[was].of, Of::Block(_))).then_some((at, was))
    };
    let blocks: Vec<(usize, usize)> = (0..after.len()).filter_map(stays).collect();
    let order: Vec<usize> = blocks.iter().map(|(_, was)| *was).collect();
    moved_among(&order).into_iter().map(|index| blocks[index].0).collect()
}

/// Of what stands in an order now, by the places it had before: which stand elsewhere among the others. All but a longest
/// row in which the places before only grow.
pub fn moved_among(before: &[usize]) -> HashSet<usize> {
    // `ends[n]` is what ends the best row of n + 1, `behind` what stands before it there.
    let mut ends: Vec<usize> = Vec::new();
    let mut behind: Vec<Option<usize>> = Vec::with_capacity(before.len());
    for (index, was) in before.iter().enumerate() {
        let length = ends.partition_point(|end| before[*end] < *was);
        behind.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(index) } else { ends[length] = index }
    }
    let mut moved: HashSet<usize> = (0..before.len()).collect();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        moved.remove(&index);
        next = behind[index];
    }
    moved
}

#[cfg(test)]
mod tests;
