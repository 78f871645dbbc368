//! What changed from one edition to another: chapters by their ids, blocks by theirs, words inside the blocks that changed.
//! Numbers follow from the order and are in no tree, so that renumbering alone is no change. What moved is said to have moved,
//! from one chapter to another too. The rules inside a chapter are `manual::difference`'s.

use std::collections::{HashMap, HashSet};

use manual::difference::{Change, Of, Tally, What, difference, moved_among, tally};
use manual::id::ChapterId;

use crate::thaw;
use crate::{Chapter, Manifest};

/// An edition, opened.
#[derive(Clone, Copy)]
pub struct Edition<'e> {
    pub manifest: &'e Manifest,
    /// Those that the manifest names, in its order.
    pub chapters: &'e [Chapter],
}

/// A chapter as it was and as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChapterChange {
    pub id: ChapterId,
    pub what: What,
    /// Its places in the two manifests, counted from 0.
    pub was: Option<usize>,
    pub now: Option<usize>,
    /// It stands elsewhere among those that stayed, or under another chapter.
    pub moved: bool,
    /// The title before, where it is another one now.
    pub title_before: Option<String>,
    pub changes: Vec<Change>,
    pub tally: Tally,
    /// Blocks that came from another chapter, and those that went to one, by their ids.
    pub came: HashMap<String, ChapterId>,
    pub went: HashMap<String, ChapterId>,
}

/// The chapters in the order of `after`; one that is gone stands behind what it stood behind.
pub fn compare(before: Edition<'_>, after: Edition<'_>) -> Vec<ChapterChange> {
    let was: HashMap<ChapterId, usize> = places(before.manifest);
    let now: HashMap<ChapterId, usize> = places(after.manifest);
    let moved = moved(before.manifest, after.manifest, &was);
    let mut told = Vec::new();
    let gone_from = |told: &mut Vec<ChapterChange>, from: usize| {
        let gone = before.chapters.iter().enumerate().skip(from);
        for (at, chapter) in gone.take_while(|(_, chapter)| !now.contains_key(&chapter.id)) {
            told.push(one(Some((at, chapter)), None, false));
        }
    };
    gone_from(&mut told, 0);
    for (at, chapter) in after.chapters.iter().enumerate() {
        let known = was.get(&chapter.id).and_then(|was| Some((*was, before.chapters.get(*was)?)));
        told.push(one(known, Some((at, chapter)), moved.contains(&chapter.id)));
        if let Some((was, _)) = known {
            gone_from(&mut told, was + 1);
        }
    }
    across(&mut told);
    told
}

fn places(manifest: &Manifest) -> HashMap<ChapterId, usize> {
    manifest.chapters.iter().enumerate().map(|(at, chapter)| (chapter.id, at)).collect()
}

/// The chapters that stand elsewhere: all but a longest row that kept its order, and those under another chapter than before.
fn moved(before: &Manifest, after: &Manifest, was: &HashMap<ChapterId, usize>) -> HashSet<ChapterId> {
    let stayed: Vec<(ChapterId, usize)> =
        after.chapters.iter().filter_map(|chapter| Some((chapter.id, *was.get(&chapter.id)?))).collect();
    let order: Vec<usize> = stayed.iter().map(|(_, was)| *was).collect();
    let out_of_order = moved_among(&order).into_iter().map(|at| stayed[at].0);
    let under_another = after.chapters.iter().filter(|chapter| {
        was.get(&chapter.id).is_some_and(|was| before.chapters[*was].parent != chapter.parent)
    });
    out_of_order.chain(under_another.map(|chapter| chapter.id)).collect()
}

fn one(was: Option<(usize, &Chapter)>, now: Option<(usize, &Chapter)>, moved: bool) -> ChapterChange {
    let tree = |it: Option<(usize, &Chapter)>| it.map(|(_, chapter)| thaw::tree(chapter)).unwrap_or_default();
    let changes = difference(&tree(was), &tree(now));
    let title_before = match (was, now) {
        (Some((_, was)), Some((_, now))) if was.title != now.title => Some(was.title.clone()),
        _ => None,
    };
    let is_same = changes.iter().all(|change| change.what == What::Same) && title_before.is_none() && !moved;
    let what = match (was, now) {
        (None, _) => What::Added,
        (_, None) => What::Removed,
        _ if is_same => What::Same,
        _ => What::Changed,
    };
    let id = now.or(was).map_or(ChapterId::from_random([0; 16]), |(_, chapter)| chapter.id);
    ChapterChange {
        id,
        what,
        was: was.map(|(at, _)| at),
        now: now.map(|(at, _)| at),
        moved,
        title_before,
        tally: tally(&changes),
        changes,
        came: HashMap::new(),
        went: HashMap::new(),
    }
}

/// Blocks that are gone from one chapter and new in another are the same ones.
fn across(chapters: &mut [ChapterChange]) {
    let blocks = |what: What, chapters: &[ChapterChange]| -> HashMap<String, usize> {
        let of = |(at, chapter): (usize, &ChapterChange)| {
            let changes = chapter.changes.iter();
            let mine = changes.filter(|it| it.what == what && matches!(it.of, Of::Block(_)));
            mine.map(|it| (it.block.clone(), at)).collect::<Vec<_>>()
        };
        chapters.iter().enumerate().flat_map(of).collect()
    };
    let (gone, new) = (blocks(What::Removed, chapters), blocks(What::Added, chapters));
    for (block, from) in gone {
        let Some(to) = new.get(&block).copied().filter(|to| *to != from) else { continue };
        let (from_id, to_id) = (chapters[from].id, chapters[to].id);
        chapters[from].went.insert(block.clone(), to_id);
        chapters[to].came.insert(block, from_id);
    }
    // What moved neither comes nor goes.
    for chapter in chapters.iter_mut().filter(|it| !it.came.is_empty() || !it.went.is_empty()) {
        let moved = |it: &Change| match it.what {
            What::Added => chapter.came.contains_key(&it.block),
            What::Removed => chapter.went.contains_key(&it.block),
            What::Same | What::Changed => false,
        };
        let stayed: Vec<Change> = chapter.changes.iter().filter(|it| !moved(it)).cloned().collect();
        chapter.tally = tally(&stayed);
    }
}

#[cfg(test)]
mod tests;
