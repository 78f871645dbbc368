//! Blocks one behind the other, back into the boxes and lists that they stand in. What is gone stands where it stood, with the number
//! that it had.

use edition::changed::{Level, Place};
use serde_json::{Value, json};

use crate::data::direction;
use crate::data::nodes::{look, style};

/// A block, written.
pub(super) struct Rendered<'l> {
    pub(super) place: &'l Place<'l>,
    /// It is the head of a box.
    pub(super) head: Option<Value>,
    pub(super) nodes: Vec<Value>,
}

impl Rendered<'_> {
    fn list(&self, depth: usize) -> Option<&Level> {
        self.place.lists.get(depth)
    }
}

pub(super) fn nested(all: &[Rendered<'_>]) -> Vec<Value> {
    let boxed = |it: &Rendered<'_>| it.place.boxed.map(|boxed| boxed.id);
    let mut written = Vec::new();
    for group in all.chunk_by(|one, next| boxed(one) == boxed(next)) {
        let Some(boxed) = group.first().and_then(|first| first.place.boxed) else {
            written.extend(listed(group, 0));
            continue;
        };
        let (head, rest) = match group.split_first() {
            Some((Rendered { head: Some(head), .. }, rest)) => (head.clone(), rest),
            _ => (json!({ "t": "b", "label": boxed.label, "look": look(boxed.look) }), group),
        };
        let mut head = head;
        head["nodes"] = listed(rest, 0).into();
        written.push(head);
    }
    written
}

/// Those of one list stand together, down to the deepest.
fn listed(all: &[Rendered<'_>], depth: usize) -> Vec<Value> {
    let kind = |it: &Rendered<'_>| it.list(depth).map(|level| (level.style, level.dir));
    let mut written = Vec::new();
    for group in all.chunk_by(|one, next| kind(one) == kind(next)) {
        match group.first().and_then(kind) {
            None => written.extend(group.iter().flat_map(|it| it.nodes.iter().cloned())),
            Some((of, dir)) => {
                let begins = |it: &Rendered<'_>| it.list(depth).is_some_and(|level| level.begins);
                let items: Vec<&[Rendered<'_>]> = group.chunk_by(|_, next| !begins(next)).collect();
                let number = |item: &&[Rendered<'_>]| item.first()?.list(depth).map(|level| level.number);
                let numbers: Vec<usize> = items.iter().filter_map(number).collect();
                let items: Vec<Value> =
                    items.into_iter().map(|item| listed(item, depth + 1).into()).collect();
                written.push(json!({ "t": "l", "style": style(of), "dir": direction(dir), "numbers": numbers, "items": items }));
            }
        }
    }
    written
}
