//! From plain values to shared types, once: in the update that creates a chapter. An editor writes into payloads that are
//! there (docs/document-model.md, P2 and P3), never with this.

use serde_json::json;
use yrs::{ArrayPrelim, Map, MapPrelim, MapRef, TextPrelim, TransactionMut, WriteTxn};

use super::{BOXES, BoxParts, FIGURES, FigureParts, Line, NOTES, PayloadId, Payloads, TABLES, TableParts};
use crate::flat::{any_of, append_all};

impl Payloads {
    /// Writes every payload into a document that has none of them. The same payloads give the same bytes.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        for (id, line) in &self.notes {
            let notes = txn.get_or_insert_map(NOTES);
            write_line(txn, &notes, id.as_str(), line);
        }
        for (id, parts) in &self.tables {
            let map = new_map(txn, TABLES, *id);
            write_table(txn, &map, parts);
        }
        for (id, parts) in &self.figures {
            let map = new_map(txn, FIGURES, *id);
            write_figure(txn, &map, parts);
        }
        for (id, parts) in &self.boxes {
            let map = new_map(txn, BOXES, *id);
            write_box(txn, &map, parts);
        }
    }
}

fn new_map(txn: &mut TransactionMut<'_>, root: &str, id: PayloadId) -> MapRef {
    let root = txn.get_or_insert_map(root);
    root.insert(txn, id.as_str(), MapPrelim::default())
}

fn write_line(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, line: &Line) {
    let text = map.insert(txn, key, TextPrelim::new(""));
    append_all(txn, &text, line);
}

fn write_table(txn: &mut TransactionMut<'_>, map: &MapRef, parts: &TableParts) {
    for (key, ids) in [("rows", &parts.rows), ("cols", &parts.cols)] {
        map.insert(txn, key, ids.iter().map(PayloadId::as_str).collect::<ArrayPrelim>());
    }
    let cells = map.insert(txn, "cells", MapPrelim::default());
    for (key, line) in &parts.cells {
        write_line(txn, &cells, &key.to_string(), line);
    }
    let widths = map.insert(txn, "widths", MapPrelim::default());
    for (col, width) in &parts.widths {
        widths.insert(txn, col.as_str(), any_of(&json!(width)));
    }
    let spans = map.insert(txn, "spans", MapPrelim::default());
    for (id, span) in &parts.spans {
        let names = |ids: &[PayloadId]| ids.iter().map(|id| json!(id.as_str())).collect::<Vec<_>>();
        let value = json!({ "rows": names(&span.rows), "cols": names(&span.cols) });
        spans.insert(txn, id.as_str(), any_of(&value));
    }
    for (key, on) in [("headRow", parts.head_row), ("headCol", parts.head_col)] {
        if on {
            map.insert(txn, key, true);
        }
    }
}

fn write_figure(txn: &mut TransactionMut<'_>, map: &MapRef, parts: &FigureParts) {
    if let Some(image) = &parts.image {
        map.insert(txn, "image", any_of(&image.written()));
    }
    write_line(txn, map, "alt", &parts.alt);
    write_line(txn, map, "credit", &parts.credit);
    if parts.decorative {
        map.insert(txn, "decorative", true);
    }
}

fn write_box(txn: &mut TransactionMut<'_>, map: &MapRef, parts: &BoxParts) {
    for (key, word) in [("kind", &parts.kind), ("visibility", &parts.visibility)] {
        if let Some(word) = word {
            map.insert(txn, key, word.as_str());
        }
    }
    for (key, line) in [("title", &parts.title), ("region", &parts.region), ("period", &parts.period)] {
        write_line(txn, map, key, line);
    }
}
