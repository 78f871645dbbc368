//! From what is written about chapters to the tree people see: cycles broken, orphans shown, ties decided, the same
//! way everywhere. Pure; never writes. The rules are those of docs/document-model.md, "The outline".

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{OutlineChapter, Written};
use crate::id::ChapterId;

/// The chapters in the order people read them, each before its children, with the parents they are shown under.
pub(super) fn arrange(written: Vec<Written>) -> Vec<OutlineChapter> {
    let parents = shown_parents(&written);
    let mut children: BTreeMap<Option<ChapterId>, Vec<Written>> = BTreeMap::new();
    for chapter in written {
        children.entry(parents[&chapter.id]).or_default().push(chapter);
    }
    for siblings in children.values_mut() {
        siblings.sort_by(|one, other| (&other.order, other.id).cmp(&(&one.order, one.id))); // the last first
    }
    let mut arranged = Vec::new();
    let mut ahead = children.remove(&None).unwrap_or_default();
    while let Some(chapter) = ahead.pop() {
        ahead.extend(children.remove(&Some(chapter.id)).unwrap_or_default());
        let Written { id, title, order, deleted, from, .. } = chapter;
        arranged.push(OutlineChapter { id, title, parent: parents[&id], order, deleted, from });
    }
    arranged
}

/// Deleted parents are passed over, so that nothing disappears with them.
fn shown_parents(written: &[Written]) -> HashMap<ChapterId, Option<ChapterId>> {
    let deleted: HashMap<ChapterId, bool> =
        written.iter().map(|chapter| (chapter.id, chapter.deleted)).collect();
    let parents = real_parents(written);
    let shown = written.iter().map(|chapter| {
        let mut parent = parents[&chapter.id];
        while let Some(above) = parent.filter(|parent| deleted[parent]) {
            parent = parents[&above];
        }
        (chapter.id, parent)
    });
    shown.collect()
}

/// Parents as written, but for unknown ones and one in each cycle.
pub(super) fn real_parents(written: &[Written]) -> HashMap<ChapterId, Option<ChapterId>> {
    let known: HashSet<ChapterId> = written.iter().map(|chapter| chapter.id).collect();
    let parent = |chapter: &Written| chapter.parent.filter(|parent| known.contains(parent));
    let mut parents = written.iter().map(|chapter| (chapter.id, parent(chapter))).collect();
    for top in tops_of_cycles(&parents) {
        parents.insert(top, None);
    }
    parents
}

/// In each cycle the chapter with the smallest id.
fn tops_of_cycles(parents: &HashMap<ChapterId, Option<ChapterId>>) -> Vec<ChapterId> {
    let mut walks: HashMap<ChapterId, usize> = HashMap::new();
    let mut tops = Vec::new();
    for (walk, start) in parents.keys().enumerate() {
        let mut path = Vec::new();
        let mut next = Some(*start);
        while let Some(id) = next.filter(|id| !walks.contains_key(id)) {
            walks.insert(id, walk);
            path.push(id);
            next = parents[&id];
        }
        if let Some(begin) = next.and_then(|met| path.iter().position(|id| *id == met)) {
            tops.extend(path[begin..].iter().min());
        }
    }
    tops
}
