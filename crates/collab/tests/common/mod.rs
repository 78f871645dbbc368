//! A seeded source of honest updates: three yrs replicas that write in a chapter as the editor and other clients do,
//! and hear of each other late. Used by several test programs; makes nothing hostile itself.

use std::collections::HashMap;
use std::sync::Arc;

use manual::document::Document;
use yrs::types::text::YChange;
use yrs::{
    Any, Array, ArrayPrelim, ArrayRef, In, Map, MapPrelim, MapRef, Out, Text, TextPrelim, TextRef,
    TransactionMut, WriteTxn,
};

/// Small, seeded, the same everywhere.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`; 0 if that is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// How many cases to run: the everyday number, or the full one when the proof is asked for.
pub(crate) fn cases(everyday: u64, proof: u64) -> u64 {
    if std::env::var_os("CHANCERY_PROVE").is_some() { proof } else { everyday }
}

/// The seeds of a test: `SEED` alone if it is set, else the first `count`.
pub(crate) fn seeds(count: u64) -> std::ops::Range<u64> {
    match std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..count,
    }
}

/// Three writers of one chapter.
pub(crate) struct Writers {
    pub(crate) documents: Vec<Document>,
    chance: Chance,
}

impl Writers {
    pub(crate) fn seeded(seed: u64) -> Self {
        let documents = (0..3).map(|n| Document::new(seed % 1000 * 10 + [5, 90_000, 3][n])).collect();
        Self { documents, chance: Chance::new(seed) }
    }

    /// Some edits and some hearing of each other; returns the updates in the order they were made.
    pub(crate) fn write(&mut self, edits: usize) -> Vec<Vec<u8>> {
        let mut updates = Vec::new();
        for _ in 0..edits {
            let who = self.chance.below(self.documents.len());
            let chance = &mut self.chance;
            let (_, update) = self.documents[who].edit(|txn| edit(txn, chance));
            updates.extend(update);
            if self.chance.one_in(5) {
                self.hear();
            }
        }
        updates
    }

    /// One hears all that another has.
    pub(crate) fn hear(&mut self) {
        let (from, to) = (self.chance.below(3), self.chance.below(3));
        let theirs = self.documents[to].state_vector();
        let diff = self.documents[from].diff(&theirs).expect("an own state vector");
        self.documents[to].apply(&diff).expect("an honest update");
    }

    /// Everybody hears everything.
    pub(crate) fn settle(&mut self) {
        for _ in 0..2 {
            for to in 0..3 {
                for from in 0..3 {
                    let diff = self.documents[from].diff(&self.documents[to].state_vector());
                    self.documents[to].apply(&diff.expect("an own state vector")).expect("an honest update");
                }
            }
        }
    }
}

fn edit(txn: &mut TransactionMut<'_>, chance: &mut Chance) {
    let body = txn.get_or_insert_text("body");
    let at = chance.below(body.len(txn) as usize + 1) as u32;
    let rest = (body.len(txn) - at) as usize;
    match chance.below(14) {
        0..=3 => body.insert(txn, at, words(chance)),
        4 => body.insert_with_attributes(txn, at, words(chance), attributes(chance)),
        5 => {
            body.insert_embed(
                txn,
                at,
                MapPrelim::from([("id", random_word(chance)), ("kind", "p".to_owned())]),
            );
        }
        6 => drop(body.insert_embed(txn, at, value(chance, 3))),
        7 | 8 if rest > 0 => body.remove_range(txn, at, 1 + chance.below(rest.min(12)) as u32),
        9 | 10 if rest > 0 => {
            body.format(txn, at, 1 + chance.below(rest.min(20)) as u32, attributes(chance));
        }
        11 => set_key_of_a_mark(txn, &body, chance),
        12 => edit_note(txn, chance),
        13 => edit_table(txn, chance),
        _ => body.insert(txn, at, "x"),
    }
}

fn words(chance: &mut Chance) -> &'static str {
    chance.pick::<&'static str>(&[
        "a",
        "early ",
        "avertissement précoce ",
        "إنذار",
        "多灾种",
        "🌍",
        "👩🏽‍🚒 ",
        "\n",
        "Überschwemmung",
    ])
}

fn random_word(chance: &mut Chance) -> String {
    (0..8).map(|_| char::from(b'a' + chance.below(26) as u8)).collect()
}

fn attributes(chance: &mut Chance) -> yrs::types::Attrs {
    let name: Arc<str> = (*chance.pick(&["strong", "em", "link"])).into();
    let value = match chance.below(3) {
        0 => Any::Null,
        1 => Any::from("https://example.org/"),
        _ => Any::from(true),
    };
    HashMap::from([(name, value)])
}

fn value(chance: &mut Chance, depth: usize) -> Any {
    match chance.below(if depth == 0 { 6 } else { 8 }) {
        0 => Any::Null,
        1 => Any::from(chance.one_in(2)),
        2 => Any::from(chance.next() as i64 >> chance.below(64)),
        3 => Any::from(0.1 * chance.below(1000) as f64),
        4 => Any::from(*chance.pick(&["", "plain", "\"[{\\", "😀"])),
        5 => Any::from(-(chance.below(100_000) as i64)),
        6 => Any::Array((0..chance.below(4)).map(|_| value(chance, depth - 1)).collect()),
        _ => {
            let entry = |chance: &mut Chance| (random_word(chance), value(chance, depth - 1));
            Any::Map(Arc::new((0..chance.below(3)).map(|_| entry(chance)).collect()))
        }
    }
}

fn set_key_of_a_mark(txn: &mut TransactionMut<'_>, body: &TextRef, chance: &mut Chance) {
    let marks: Vec<MapRef> = body
        .diff(txn, YChange::identity)
        .into_iter()
        .filter_map(|piece| if let Out::YMap(mark) = piece.insert { Some(mark) } else { None })
        .collect();
    if marks.is_empty() {
        return;
    }
    let mark = chance.pick(&marks);
    let key = *chance.pick(&["kind", "list", "depth"]);
    if chance.one_in(5) {
        mark.remove(txn, key);
    } else {
        let value = value(chance, 1);
        mark.insert(txn, key, value);
    }
}

fn edit_note(txn: &mut TransactionMut<'_>, chance: &mut Chance) {
    let notes = txn.get_or_insert_map("notes");
    let key = *chance.pick(&["n1", "n2", "n3"]);
    match notes.get(txn, key) {
        Some(Out::YText(note)) if !chance.one_in(6) => {
            let at = chance.below(note.len(txn) as usize + 1) as u32;
            note.insert(txn, at, words(chance));
        }
        Some(_) if chance.one_in(2) => drop(notes.remove(txn, key)),
        _ => drop(notes.insert(txn, key, TextPrelim::new(words(chance)))),
    }
}

fn edit_table(txn: &mut TransactionMut<'_>, chance: &mut Chance) {
    let tables = txn.get_or_insert_map("tables");
    let Some(Out::YMap(table)) = tables.get(txn, "t") else {
        let table =
            [("rows", In::from(ArrayPrelim::from(["r1", "r2"]))), ("cells", In::from(MapPrelim::default()))];
        tables.insert(txn, "t", MapPrelim::from(table));
        return;
    };
    if let Some(Out::YArray(rows)) = table.get(txn, "rows") {
        edit_rows(txn, &rows, chance);
    }
    if let Some(Out::YMap(cells)) = table.get(txn, "cells") {
        let key = *chance.pick(&["r1:c1:x", "r2:c1:y"]);
        match cells.get(txn, key) {
            Some(Out::YText(cell)) => cell.insert(txn, 0, words(chance)),
            _ => drop(cells.insert(txn, key, TextPrelim::new("cell"))),
        }
    }
}

fn edit_rows(txn: &mut TransactionMut<'_>, rows: &ArrayRef, chance: &mut Chance) {
    let len = rows.len(txn);
    if len > 0 && chance.one_in(3) {
        rows.remove(txn, chance.below(len as usize) as u32);
    } else {
        rows.insert_range(txn, chance.below(len as usize + 1) as u32, [random_word(chance), "r".to_owned()]);
    }
}
