//! What changed from one edition to another, as it is set: the blocks of both in one row, each with what it was and what it is, so that
//! whoever prints it has the old words beside the new ones, their numbers, their references and their place. Compares nothing:
//! what became of a block is [`compare`](crate::compare)'s, and which words came and went is `manual::difference`'s.
//!
//! Next: `leaves` (the blocks of one edition), `spans` (the words of one line), `table` (two tables as one).

mod leaves;
pub(crate) mod order;
mod spans;
mod table;

use std::collections::{HashMap, HashSet};

use manual::difference::{Change, Of, What};
use manual::id::{ChapterId, PayloadId};

pub use leaves::{Level, Place, Shown};
pub use spans::{Piece, Span, Spans};
pub use table::{Cell, Table, tables};

use crate::compare::ChapterChange;
use crate::set::{self, Book, Boxed};
use leaves::{Here, Leaves};

/// What something was, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Pair<T> {
    pub was: Option<T>,
    pub now: Option<T>,
}

/// What became of the whole of something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    Stays,
    Comes,
    Goes,
}

impl<T> Pair<T> {
    pub fn map<U>(self, of: impl Fn(T) -> U) -> Pair<U> {
        Pair { was: self.was.map(&of), now: self.now.map(of) }
    }

    pub fn and_then<U>(self, of: impl Fn(T) -> Option<U>) -> Pair<U> {
        Pair { was: self.was.and_then(&of), now: self.now.and_then(of) }
    }

    /// As it is, or else as it was.
    pub fn shown(self) -> Option<T> {
        self.now.or(self.was)
    }

    pub fn fate(&self) -> Fate {
        match (&self.was, &self.now) {
            (Some(_), None) => Fate::Goes,
            (None, Some(_)) => Fate::Comes,
            (Some(_), Some(_)) | (None, None) => Fate::Stays,
        }
    }
}

/// A chapter in which something changed.
pub struct Chapter<'b> {
    pub change: &'b ChapterChange,
    pub set: Pair<&'b set::Chapter>,
    /// In the order in which the later edition is read; what is gone stands behind what it stood behind.
    pub leaves: Vec<Leaf<'b>>,
}

/// A block, or the head of a box.
pub struct Leaf<'b> {
    pub place: Place<'b>,
    pub shown: Pair<Shown<'b>>,
    pub way: Way,
    /// Something of it is not as it was.
    pub is_touched: bool,
    /// And that is not its words.
    pub form: bool,
}

/// Where a block stands now, seen from where it stood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Stayed,
    /// Elsewhere in its chapter.
    Moved,
    /// From another chapter: what it was stands here too.
    Came(ChapterId),
    /// Into another chapter, where it is shown with what became of it.
    Went(ChapterId),
}

/// The chapters in which something changed, from what [`compare`](crate::compare::compare) says of them.
pub fn changed<'b>(before: &'b Book, after: &'b Book, compared: &'b [ChapterChange]) -> Vec<Chapter<'b>> {
    let of = |book: &'b Book, at: Option<usize>| at.and_then(|at| book.chapters.get(at));
    let changed = compared.iter().filter(|change| change.what != What::Same);
    let sets: Vec<(&ChapterChange, Pair<&set::Chapter>)> = changed
        .map(|change| (change, Pair { was: of(before, change.was), now: of(after, change.now) }))
        .collect();
    let leaves = |chapter: &'b set::Chapter| (chapter.id, Leaves::of(&chapter.nodes));
    let was: HashMap<ChapterId, Leaves<'b>> =
        sets.iter().filter_map(|(_, set)| set.was.map(leaves)).collect();
    let now: HashMap<ChapterId, Leaves<'b>> =
        sets.iter().filter_map(|(_, set)| set.now.map(leaves)).collect();
    let chapter = |(change, set): (&'b ChapterChange, Pair<&'b set::Chapter>)| {
        let own = Pair { was: was.get(&change.id), now: now.get(&change.id) };
        let mut row = Filled { change, own, was: &was, leaves: Vec::new(), headed: HashSet::new() };
        row.fill();
        Chapter { change, set, leaves: row.leaves }
    };
    sets.into_iter().map(chapter).collect()
}

fn find<'b, 'l>(leaves: Option<&'l Leaves<'b>>, id: &str) -> Option<&'l Here<'b>> {
    leaves.and_then(|leaves| leaves.block(id))
}

/// The leaves of a chapter as they come together.
struct Filled<'b, 'l> {
    change: &'b ChapterChange,
    own: Pair<&'l Leaves<'b>>,
    /// Of all chapters as they were.
    was: &'l HashMap<ChapterId, Leaves<'b>>,
    leaves: Vec<Leaf<'b>>,
    /// The boxes whose heads are there.
    headed: HashSet<PayloadId>,
}

impl<'b> Filled<'b, '_> {
    fn fill(&mut self) {
        let pieces =
            self.change.changes.iter().filter(|it| it.what != What::Same && !matches!(it.of, Of::Box));
        let touched: HashSet<&str> = pieces.map(|it| it.block.as_str()).collect();
        for change in &self.change.changes {
            match change.of {
                Of::Block(_) => self.block(change, touched.contains(change.block.as_str())),
                Of::Box if change.what == What::Removed => self.gone_box(change),
                Of::Box | Of::Cell | Of::Note | Of::Alt | Of::Credit => {}
            }
        }
        self.adopt();
    }

    fn block(&mut self, change: &'b Change, is_touched: bool) {
        let id = change.block.as_str();
        let (was, now) = (find(self.own.was, id), find(self.own.now, id));
        let from = self.change.came.get(id).filter(|_| change.what == What::Added);
        let to = self.change.went.get(id).filter(|_| change.what == What::Removed);
        let (pair, way) = match (from, to) {
            (Some(from), _) => (Pair { was: find(self.was.get(from), id), now }, Way::Came(*from)),
            (None, Some(to)) => (Pair { was, now: None }, Way::Went(*to)),
            (None, None) => match change.what {
                What::Added => (Pair { was: None, now }, Way::Stayed),
                What::Removed => (Pair { was, now: None }, Way::Stayed),
                What::Same | What::Changed if change.moved => (Pair { was, now }, Way::Moved),
                What::Same | What::Changed => (Pair { was, now }, Way::Stayed),
            },
        };
        let Some(place) = pair.shown().map(|here| here.place.clone()) else { return };
        let form = change.form;
        let shown = pair.map(|here| here.shown);
        match (shown.was, shown.now) {
            // One cannot become the other.
            (Some(was), Some(now)) if !was.is_alike(&now) => {
                let gone = Pair { was: Some(was), now: None };
                self.push(Leaf { place: place.clone(), shown: gone, way, is_touched: true, form: false });
                let come = Pair { was: None, now: Some(now) };
                self.push(Leaf { place, shown: come, way: Way::Stayed, is_touched: true, form: false });
            }
            _ => self.push(Leaf { place, shown, way, is_touched, form }),
        }
    }

    /// The head of a box that is no more; what stood in it may stand elsewhere.
    fn gone_box(&mut self, change: &Change) {
        let boxed = self.own.was.and_then(|leaves| leaves.block(&change.block)).and_then(|it| it.place.boxed);
        if let Some(boxed) = boxed {
            self.head(boxed, &Place { boxed: Some(boxed), lists: Vec::new() });
        }
    }

    fn push(&mut self, leaf: Leaf<'b>) {
        if let Some(boxed) = leaf.place.boxed.filter(|_| !matches!(leaf.way, Way::Went(_))) {
            self.head(boxed, &Place { boxed: Some(boxed), lists: Vec::new() });
        }
        self.leaves.push(leaf);
    }

    /// The head of a box stands before what stands first in it.
    fn head(&mut self, boxed: &'b Boxed, place: &Place<'b>) {
        if !self.headed.insert(boxed.id) {
            return;
        }
        let boxes = Pair {
            was: self.own.was.and_then(|leaves| leaves.head(boxed.id)),
            now: self.own.now.and_then(|leaves| leaves.head(boxed.id)),
        };
        let said = |it: Option<&Boxed>| {
            let heading = it.and_then(|it| it.heading.as_ref());
            heading.map(|heading| (heading.kind, heading.title.clone(), heading.about.clone()))
        };
        if boxes.shown().is_some() {
            let is_touched = said(boxes.was) != said(boxes.now);
            let shown = boxes.map(Shown::Box);
            self.leaves.push(Leaf { place: place.clone(), shown, way: Way::Stayed, is_touched, form: false });
        }
    }

    /// What is gone and stood in no box stands in the one that it now stands in the middle of, so that this is not parted.
    fn adopt(&mut self) {
        let mut next = None;
        for at in (0..self.leaves.len()).rev() {
            if self.leaves[at].shown.now.is_some() {
                next = self.leaves[at].place.boxed;
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| self.leaves[before].place.boxed);
            let same = before.zip(next).filter(|(before, next)| before.id == next.id);
            if let (Some((_, boxed)), None) = (same, self.leaves[at].place.boxed) {
                self.leaves[at].place = Place { boxed: Some(boxed), lists: Vec::new() };
            }
        }
    }
}
