//! Chapters as large and as odd as the service lets in (2 MB): assembled in time and room by what is written, and bounded
//! where little is written for much. The times allowed are many times what it takes, so that a busy machine is no fault.

use std::time::{Duration, Instant};

use manual::assemble::assemble;
use manual::block::{Block, Node};
use manual::flat::{Attributes, Unit};
use manual::flatten::flatten;
use manual::id::PayloadId;
use manual::inline::Inline;
use manual::inset::{Inset, Table};
use manual::payload::{CellKey, Payloads, SpanParts, TableParts};
use manual::table::{COLS_MAX, PLACES_MAX, ROWS_MAX};
use serde_json::{Value, json};

/// Ten times what a slow run of an unhurried machine takes.
const PATIENCE: Duration = Duration::from_millis(1_500);

fn id(letter: char, number: usize) -> PayloadId {
    PayloadId::parse(&format!("{letter}{number:011}")).expect("twelve characters")
}

fn mark(keys: Value) -> Unit {
    let Value::Object(keys) = keys else { panic!("keys are an object") };
    Unit::Mark { keys, attributes: Attributes::new() }
}

fn text(words: &str) -> Unit {
    Unit::Text { text: words.to_owned(), attributes: Attributes::new() }
}

fn in_time(units: &[Unit], payloads: &Payloads) -> Vec<Node> {
    let begun = Instant::now();
    let tree = assemble(units, payloads);
    let flat = flatten(&tree);
    let taken = begun.elapsed();
    println!("{taken:?} for {} units", units.len());
    assert!(taken < PATIENCE, "{taken:?}");
    assert!(flat.len() <= units.len() + 1);
    tree
}

fn tables(tree: &[Node]) -> Vec<&Table> {
    let mut tables = Vec::new();
    for node in tree {
        if let Node::Block(Block { inset: Some(inset), .. }) = node
            && let Inset::Table(table) = inset.as_ref()
        {
            tables.push(table);
        }
    }
    tables
}

#[test]
fn boxes_that_lie_across_each_other_and_holes_in_all_of_them() {
    let mut units = Vec::new();
    for number in 0..8_000 {
        units.push(mark(json!({"id": "a", "box": id('b', number).as_str()})));
        units.push(mark(json!({"id": "a"})));
    }
    for number in 0..8_000 {
        units.push(mark(json!({"id": "a"})));
        units.push(mark(json!({"id": "a~2", "box": id('b', number).as_str()})));
    }
    let tree = in_time(&units, &Payloads::default());
    // 8,000 boxes of two blocks; then each again, and between two of them a hole that the last one fills.
    assert_eq!(tree.len(), 8_000 + 7_999 + 7_999);
}

#[test]
fn a_thousand_lists_cut_by_boxes_and_tables() {
    let mut units = Vec::new();
    for number in 0..20_000 {
        let in_box = (number % 3 == 0).then(|| id('b', number % 7).to_string());
        let kind = if number % 5 == 0 { "table" } else { "p" };
        units.push(mark(json!({"id": format!("m{number}"), "kind": kind, "list": "bullet", "depth": number % 6, "box": in_box, "payload": id('t', number).as_str()})));
        units.push(text("x"));
    }
    in_time(&units, &Payloads::default());
}

#[test]
fn tables_show_only_so_many_places() {
    let mut payloads = Payloads::default();
    let mut units = Vec::new();
    for number in 0..120 {
        let parts = TableParts {
            rows: (0..1_200).map(|row| id('r', row)).collect(),
            cols: (0..80).map(|col| id('c', col)).collect(),
            ..TableParts::default()
        };
        payloads.tables.insert(id('t', number), parts);
        units.push(mark(json!({"id": "a", "kind": "table", "payload": id('t', number).as_str()})));
    }
    let tree = in_time(&units, &payloads);
    let tables = tables(&tree);
    let size = |table: &&Table| (table.rows.len(), table.cols.len());
    assert_eq!(tables.len(), 120);
    assert_eq!(size(&tables[0]), (ROWS_MAX, COLS_MAX));
    assert_eq!(size(&tables[1]), ((PLACES_MAX - ROWS_MAX * COLS_MAX) / COLS_MAX, COLS_MAX));
    assert_eq!(size(&tables[2]), (0, COLS_MAX));
    let places: usize = tables.iter().map(|table| table.places()).sum();
    assert!(places <= PLACES_MAX);
}

#[test]
fn every_span_over_everything() {
    let rows: Vec<PayloadId> = (0..ROWS_MAX).map(|row| id('r', row)).collect();
    let cols: Vec<PayloadId> = (0..COLS_MAX).map(|col| id('c', col)).collect();
    let mut parts = TableParts { rows: rows.clone(), cols: cols.clone(), ..TableParts::default() };
    let corner = SpanParts { rows: rows[ROWS_MAX - 2..].to_vec(), cols: cols[COLS_MAX - 2..].to_vec() };
    parts.spans.insert(id('a', 0), corner);
    for number in 0..150 {
        parts.spans.insert(id('s', number), SpanParts { rows: rows.clone(), cols: cols.clone() });
    }
    for number in 0..40_000 {
        let key =
            CellKey { row: rows[number % ROWS_MAX], col: cols[number % COLS_MAX], slot: id('s', number) };
        parts.cells.insert(key, vec![text("x")]);
    }
    let payloads = Payloads { tables: [(id('t', 0), parts)].into(), ..Payloads::default() };
    let units = [mark(json!({"id": "a", "kind": "table", "payload": id('t', 0).as_str()}))];
    let tree = in_time(&units, &payloads);
    let tables = tables(&tree);
    let cells: usize = tables[0].rows.iter().map(|row| row.cells.len()).sum();
    assert_eq!(cells, ROWS_MAX * COLS_MAX - 3);
}

#[test]
fn one_note_referred_to_everywhere() {
    let note = Unit::Embed { value: json!({"note": id('n', 0).as_str()}), attributes: Attributes::new() };
    let units: Vec<Unit> = (0..60_000).map(|_| note.clone()).collect();
    let said = vec![text(&"x".repeat(100_000))];
    let payloads = Payloads { notes: [(id('n', 0), said)].into(), ..Payloads::default() };
    let tree = in_time(&units, &payloads);
    let Node::Block(block) = &tree[0] else { panic!("one block") };
    let shown = block.content.iter().filter(|inline| matches!(inline, Inline::Note { content: Some(_), .. }));
    assert_eq!(shown.count(), 1);
}

#[test]
fn thirty_thousand_cells_and_ten_thousand_notes() {
    let rows: Vec<PayloadId> = (0..500).map(|row| id('r', row)).collect();
    let cols: Vec<PayloadId> = (0..60).map(|col| id('c', col)).collect();
    let mut parts = TableParts { rows: rows.clone(), cols: cols.clone(), ..TableParts::default() };
    let mut payloads = Payloads::default();
    for (number, row) in rows.iter().enumerate() {
        for col in &cols {
            let note = Unit::Embed {
                value: json!({"note": id('n', number).as_str()}),
                attributes: Attributes::new(),
            };
            parts.cells.insert(
                CellKey { row: *row, col: *col, slot: id('s', 0) },
                vec![text("forty characters of words in a cell, say"), note],
            );
        }
    }
    for number in 0..10_000 {
        payloads.notes.insert(id('n', number), vec![text("what the note says")]);
    }
    payloads.tables.insert(id('t', 0), parts);
    let units = [mark(json!({"id": "a", "kind": "table", "payload": id('t', 0).as_str()}))];
    in_time(&units, &payloads);
}
