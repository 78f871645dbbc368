//! Trees of real documents against each other.

use yrs::{Map, MapPrelim, Text};

use super::*;
use crate::assemble;
use crate::document::Document;
use crate::flat;

/// A chapter of blocks: kind, id, words.
fn chapter(blocks: &[(&str, &str, &str)]) -> Document {
    let mut document = Document::new(1);
    let body = flat::body(&document);
    document.edit(|txn| {
        for (kind, id, words) in blocks {
            let end = body.len(txn);
            let mark = body.insert_embed(txn, end, MapPrelim::default());
            mark.insert(txn, "id", *id);
            mark.insert(txn, "kind", *kind);
            body.push(txn, words);
        }
    });
    document
}

fn told(before: &[(&str, &str, &str)], after: &[(&str, &str, &str)]) -> Vec<String> {
    shown(&difference(&assemble::chapter(&chapter(before)), &assemble::chapter(&chapter(after))))
}

fn shown(changes: &[Change]) -> Vec<String> {
    let line = |change: &Change| {
        let parts: String = change
            .parts
            .iter()
            .map(|part| match part.is {
                Is::Same => part.text.clone(),
                Is::Added => format!("[+{}]", part.text),
                Is::Removed => format!("[-{}]", part.text),
            })
            .collect();
        let moved = if change.moved { " moved" } else { "" };
        let form = if change.form { " form" } else { "" };
        let (block, of, what) = (&change.block, change.of.word(), change.what.word());
        format!("{block} {of} {what}{moved}{form}: {parts}")
    };
    changes.iter().map(line).collect()
}

#[test]
fn blocks_come_go_change_and_stay() {
    let before =
        [("h2", "a", "Warning"), ("p", "b", "It is early."), ("p", "c", "Gone."), ("p", "d", "Same.")];
    let after = [("h2", "a", "Warning"), ("p", "b", "It is late."), ("p", "e", "New."), ("p", "d", "Same.")];
    assert_eq!(
        told(&before, &after),
        [
            "a h2 same: Warning",
            "b p changed: It is [-early][+late].",
            "c p removed: [-Gone.]",
            "e p added: [+New.]",
            "d p same: Same."
        ]
    );
    assert_eq!(told(&before, &before).iter().filter(|line| !line.contains(" same:")).count(), 0);
    let gone = told(&before, &after[3..]);
    assert_eq!(
        gone,
        [
            "a h2 removed: [-Warning]",
            "b p removed: [-It is early.]",
            "c p removed: [-Gone.]",
            "d p same: Same."
        ]
    );
}

#[test]
fn what_moves_is_the_fewest_blocks_that_explain_it() {
    let block = |id: &'static str| ("p", id, id);
    let before = ["a", "b", "c", "d", "e"].map(block);
    let after = ["e", "a", "b", "d", "c"].map(block);
    assert_eq!(
        told(&before, &after),
        ["e p changed moved: e", "a p same: a", "b p same: b", "d p changed moved: d", "c p same: c"]
    );
}

#[test]
fn a_heading_more_renumbers_those_behind_it_and_that_is_no_change() {
    let before = [("h2", "a", "One"), ("h2", "b", "Two")];
    let after = [("h2", "n", "Zero"), ("h2", "a", "One"), ("h2", "b", "Two")];
    assert_eq!(told(&before, &after), ["n h2 added: [+Zero]", "a h2 same: One", "b h2 same: Two"]);
}

#[test]
fn form_is_told_apart_from_words() {
    let before = [("p", "a", "One"), ("p", "b", "Two")];
    let after = [("h2", "a", "One"), ("p", "b", "Two more")];
    assert_eq!(told(&before, &after), ["a h2 changed form: One", "b p changed: Two[+ more]"]);
}

#[test]
fn words_that_come_and_go_are_counted() {
    let before = [("p", "a", "It is early, they say."), ("p", "b", "Gone for good.")];
    let after = [("p", "a", "It is late, they say."), ("p", "c", "And new.")];
    let changes = difference(&assemble::chapter(&chapter(&before)), &assemble::chapter(&chapter(&after)));
    assert_eq!(tally(&changes), Tally { added: 3, removed: 4 });
    assert_eq!(tally(&difference(&[], &[])), Tally::default());
}
