//! The same manual later: what people do to one in a year, at places that are drawn.

use manual::flat::{Attributes, Unit};
use serde_json::{Value, json};

use super::chapter::text;
use super::{Chance, Sample};

/// The block that a unit opens or stands in: its mark, then its text.
type Block = Vec<Unit>;

pub(super) fn touched(sample: &Sample, chance: &mut Chance, percent: usize) -> Sample {
    let mut sample = sample.clone();
    for chapter in &mut sample.chapters {
        let mut blocks = blocks(&chapter.units);
        let mut at = 0;
        while at < blocks.len() {
            if is_plain(&blocks[at]) && chance.below(100) < percent {
                at = touch(&mut blocks, at, chance);
            }
            at += 1;
        }
        chapter.units = blocks.into_iter().flatten().collect();
    }
    // The last that stands by itself comes to the front: it has none under it.
    if let Some(last) = sample.chapters.pop() {
        sample.chapters.insert(0, last);
    }
    sample
}

/// Touches one block; gives the place of the last block that is done with.
fn touch(blocks: &mut Vec<Block>, at: usize, chance: &mut Chance) -> usize {
    match chance.below(12) {
        0 if is_free(&blocks[at]) && blocks.len() > at + 1 => {
            blocks.remove(at);
        }
        1 => {
            let keys = json!({ "id": chance.id(), "kind": "p" });
            let mark = Unit::Mark {
                keys: keys.as_object().cloned().unwrap_or_default(),
                attributes: Attributes::new(),
            };
            if is_free(&blocks[at]) {
                blocks.insert(at + 1, vec![mark, text("A paragraph that was not there before. ")]);
                return at + 1;
            }
            reword(&mut blocks[at], chance);
        }
        2 if at > 0 && is_free(&blocks[at]) && is_free(&blocks[at - 1]) => blocks.swap(at, at - 1),
        _ => reword(&mut blocks[at], chance),
    }
    at
}

/// A word comes, goes or becomes another.
fn reword(block: &mut Block, chance: &mut Chance) {
    let Some(Unit::Text { text, .. }) = block.iter_mut().find(|unit| matches!(unit, Unit::Text { .. }))
    else {
        return;
    };
    let words: Vec<&str> = text.split(' ').collect();
    let place = chance.below(words.len());
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    match chance.below(3) {
        0 => words.insert(place, "newly".to_owned()),
        1 if words.len() > 2 => drop(words.remove(place)),
        _ => words[place] = "otherwise".to_owned(),
    }
    *text = words.join(" ");
}

fn blocks(units: &[Unit]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for unit in units {
        match (unit, blocks.last_mut()) {
            (Unit::Text { .. } | Unit::Embed { .. }, Some(block)) => block.push(unit.clone()),
            (_, _) => blocks.push(vec![unit.clone()]),
        }
    }
    blocks
}

fn key<'b>(block: &'b Block, name: &str) -> Option<&'b Value> {
    match block.first() {
        Some(Unit::Mark { keys, .. }) => keys.get(name),
        Some(Unit::Text { .. } | Unit::Embed { .. }) | None => None,
    }
}

/// A paragraph with words.
fn is_plain(block: &Block) -> bool {
    key(block, "kind") == Some(&json!("p")) && block.iter().any(|unit| matches!(unit, Unit::Text { .. }))
}

/// It stands in no list and no box, and nothing is shown in it.
fn is_free(block: &Block) -> bool {
    is_plain(block)
        && key(block, "list").is_none()
        && key(block, "box").is_none()
        && !block.iter().any(|unit| matches!(unit, Unit::Embed { .. }))
}
