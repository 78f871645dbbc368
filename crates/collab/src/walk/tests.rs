//! The rows stand as yrs's do, the steps are counted, and what honest people write is never far.

use std::collections::HashMap as Map;

use manual::document::Document;
use yrs::{GetString, Map as _, MapPrelim, ReadTxn, Text, WriteTxn};

use super::*;
use crate::bouncer::tests::bytes::far_apart;

fn scanned(update: &[u8]) -> Scan<'_> {
    scan(update, &Limits { items_max: usize::MAX, ..Limits::default() }).unwrap()
}

/// Three people who write single letters, delete some, and hear of each other now and then.
struct People {
    documents: Vec<Document>,
    letters: Map<Id, char>,
    updates: Vec<Vec<u8>>,
    dice: Dice,
}

impl People {
    fn new(seed: u64) -> Self {
        let documents = [5, 90_000, 3].into_iter().map(Document::new).collect();
        Self { documents, letters: Map::new(), updates: Vec::new(), dice: Dice(seed) }
    }

    fn write(&mut self, edits: u32) {
        for n in 0..edits {
            let who = self.dice.below(3) as usize;
            let letter = char::from_u32(0x4e00 + n).unwrap();
            let (at, deletes) = (self.dice.below(1 << 16) as u32, self.dice.below(4) == 0);
            let document = &mut self.documents[who];
            let (wrote, update) = document.edit(|txn| {
                let body = txn.get_or_insert_text("body");
                let len = body.len(txn);
                match deletes && len > 0 {
                    true => body.remove_range(txn, at % len, 1),
                    false => body.insert(txn, at % (len + 1), &letter.to_string()),
                }
                !(deletes && len > 0)
            });
            let update = update.unwrap();
            if wrote {
                let run = scanned(&update).runs()[0];
                self.letters.insert(Id { client: run.client, clock: run.start }, letter);
            }
            self.updates.push(update);
            if self.dice.below(3) == 0 {
                let (from, to) = (self.dice.below(3) as usize, self.dice.below(3) as usize);
                let diff = self.documents[from].diff(&self.documents[to].state_vector()).unwrap();
                self.documents[to].apply(&diff).unwrap();
            }
        }
    }

    /// The letters as the rows have them, but for those that are deleted.
    fn read(&self, rows: &Rows, whole: &Document) -> String {
        let deleted = whole.deleted();
        let gone = |id: Id| {
            deleted.iter().any(|it| it.client == id.client && (it.start..it.end).contains(&id.clock))
        };
        let mut text = String::new();
        let mut at = rows.rows[0].first;
        while let Some(node) = at {
            let Node { id, len, right, .. } = rows.nodes[node];
            let units = (id.clock..id.clock + len).map(|clock| Id { clock, ..id });
            text.extend(units.filter(|unit| !gone(*unit)).filter_map(|unit| self.letters.get(&unit)));
            at = right;
        }
        text
    }
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn body(document: &Document) -> String {
    document.read(|txn| txn.get_text("body").map(|body| body.get_string(txn)).unwrap_or_default())
}

#[test]
fn the_rows_stand_as_yrs_puts_them() {
    for seed in 0..60 {
        let mut people = People::new(seed);
        people.write(120);
        let mut whole = Document::new(1);
        let mut rows = Rows::default();
        // Late and in any order that fits: gaps wait.
        let mut waiting: Vec<&[u8]> = people.updates.iter().map(Vec::as_slice).collect();
        while !waiting.is_empty() {
            let clocks = whole.clocks();
            let known = |client: u64| clocks.get(&client).copied().unwrap_or(0);
            let next = waiting.iter().rposition(|update| scanned(update).fits(known)).unwrap();
            let update = waiting.remove(next);
            rows.take(&scanned(update), known, u64::MAX).unwrap();
            whole.apply(update).unwrap();
        }
        assert_eq!(people.read(&rows, &whole), body(&whole), "seed {seed}");
        let again = Rows::of(&whole.state()).unwrap();
        assert_eq!(people.read(&again, &whole), body(&whole), "seed {seed}, from the state");
    }
}

#[test]
fn entries_under_one_key_stand_in_a_row_of_their_own() {
    let mut document = Document::new(1);
    for value in ["p", "h2", "p"] {
        document.edit(|txn| {
            let notes = txn.get_or_insert_map("notes");
            notes.insert(txn, "kind", value);
            notes.insert(txn, "other", MapPrelim::default());
            txn.get_or_insert_text("body").insert(txn, 0, value);
        });
    }
    let rows = Rows::of(&document.state()).unwrap();
    let mut keyed: Vec<bool> = rows.rows.iter().map(|row| row.keyed).collect();
    keyed.sort_unstable();
    assert_eq!(keyed, [false, true, true]);
}

#[test]
fn neighbours_far_apart_are_counted_and_not_walked_to_the_end() {
    let update = far_apart(7, 300);
    let steps = Rows::default().take(&scanned(&update), |_| 0, u64::MAX).unwrap();
    assert_eq!(steps, 89_102, "about n times n");
    let mut rows = Rows::default();
    assert_eq!(rows.take(&scanned(&update), |_| 0, steps - 1), Err(TooFar));
    assert_eq!(rows.steps, steps, "and no step more");
    assert_eq!(Rows::default().take(&scanned(&update), |_| 0, steps), Ok(steps));
}

/// What somebody wrote alone, offered to a document in which others went on meanwhile: how many steps.
fn return_of(own: u32, others: u32, mut place: impl FnMut(&mut Dice, u32) -> u32) -> u64 {
    let mut dice = Dice(u64::from(own) ^ u64::from(others));
    let mut here = Document::new(50);
    here.edit(|txn| txn.get_or_insert_text("body").insert(txn, 0, &"early warning for all ".repeat(500)));
    let mut away = Document::new(70);
    away.apply(&here.state()).unwrap();
    let mut write = |document: &mut Document, edits: u32| {
        for n in 0..edits {
            document.edit(|txn| {
                let body = txn.get_or_insert_text("body");
                let at = place(&mut dice, body.len(txn));
                match n % 5 {
                    4 if at + 3 < body.len(txn) => body.remove_range(txn, at, 3),
                    _ => body.insert(txn, at, "word "),
                }
            });
        }
    };
    write(&mut here, others);
    write(&mut away, own);
    let clocks = here.clocks();
    let update = away.diff(&here.state_vector()).unwrap();
    let known = |client: u64| clocks.get(&client).copied().unwrap_or(0);
    let mut rows = Rows::of(&here.state()).unwrap();
    rows.take(&scanned(&update), known, u64::MAX).unwrap()
}

#[test]
fn coming_back_after_long_writing_is_never_far() {
    let anywhere = |dice: &mut Dice, len: u32| dice.below(u64::from(len) + 1) as u32;
    for (own, others) in [(2_000, 2_000), (2_000, 20_000)] {
        let steps = return_of(own, others, anywhere);
        eprintln!("{own} own against {others}: {steps} steps");
        assert!(steps < Limits::default().walk_steps_max / 50, "{steps} steps");
    }
    // Everybody writes at the very top, one thing before the other; and at the very end.
    let top = return_of(300, 300, |_, _| 0);
    let end = return_of(2_000, 20_000, |_, len| len);
    eprintln!("top {top}, end {end}");
    assert!(top.max(end) < Limits::default().walk_steps_max / 4, "{top} and {end} steps");
}
