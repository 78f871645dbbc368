//! From the shared types to plain values. Total: whatever stands there, reading gives something, in time and room by what
//! stands there.

use serde_json::Value;
use yrs::{Any, Array, Map, MapRef, Number, Out, ReadTxn};

use super::{
    BOXES, BoxParts, CellKey, FIGURES, FigureParts, Line, NOTES, PayloadId, Payloads, SpanParts, TABLES,
    TableParts,
};
use crate::document::Document;
use crate::flat;
use crate::inset::Image;
use crate::payload::WIDTH_MAX;

impl Payloads {
    /// Reads the side maps of a chapter. Opens its own transaction: never call it inside one.
    pub fn read(document: &Document) -> Self {
        document.read(|txn| Self::within(txn))
    }

    /// The same, under a transaction that is open.
    pub fn within<T: ReadTxn>(txn: &T) -> Self {
        let mut payloads = Self::default();
        for (id, out) in entries(txn, NOTES) {
            payloads.notes.insert(id, line(txn, out));
        }
        for (id, out) in entries(txn, TABLES) {
            payloads.tables.insert(id, map(out).map_or_else(TableParts::default, |map| table(txn, &map)));
        }
        for (id, out) in entries(txn, FIGURES) {
            payloads.figures.insert(id, map(out).map_or_else(FigureParts::default, |map| figure(txn, &map)));
        }
        for (id, out) in entries(txn, BOXES) {
            payloads.boxes.insert(id, map(out).map_or_else(BoxParts::default, |map| boxed(txn, &map)));
        }
        payloads
    }
}

/// The entries of a side map whose keys are ids.
fn entries<T: ReadTxn>(txn: &T, root: &str) -> Vec<(PayloadId, Out)> {
    let Some(map) = txn.get_map(root) else { return Vec::new() };
    keyed(txn, &map)
}

fn keyed<T: ReadTxn>(txn: &T, map: &MapRef) -> Vec<(PayloadId, Out)> {
    map.iter(txn).filter_map(|(key, out)| Some((PayloadId::parse(key)?, out))).collect()
}

fn table<T: ReadTxn>(txn: &T, map: &MapRef) -> TableParts {
    let inner = |key: &str| map.get(txn, key).and_then(self::map);
    let widths = inner("widths").map(|widths| keyed(txn, &widths)).unwrap_or_default();
    let spans = inner("spans").map(|spans| keyed(txn, &spans)).unwrap_or_default();
    TableParts {
        rows: ids(txn, map.get(txn, "rows")),
        cols: ids(txn, map.get(txn, "cols")),
        cells: inner("cells").map_or_else(Default::default, |cells| {
            let cells = cells.iter(txn).filter_map(|(key, out)| Some((CellKey::parse(key)?, line(txn, out))));
            cells.collect()
        }),
        widths: widths.into_iter().filter_map(|(id, out)| Some((id, width(&out)?))).collect(),
        spans: spans.into_iter().filter_map(|(id, out)| Some((id, span(&value(out)?)?))).collect(),
        head_row: is_true(map.get(txn, "headRow").as_ref()),
        head_col: is_true(map.get(txn, "headCol").as_ref()),
    }
}

fn figure<T: ReadTxn>(txn: &T, map: &MapRef) -> FigureParts {
    FigureParts {
        image: map.get(txn, "image").and_then(value).and_then(|image| Image::read(&image)),
        alt: map.get(txn, "alt").map_or_else(Line::new, |out| line(txn, out)),
        credit: map.get(txn, "credit").map_or_else(Line::new, |out| line(txn, out)),
        decorative: is_true(map.get(txn, "decorative").as_ref()),
    }
}

fn boxed<T: ReadTxn>(txn: &T, map: &MapRef) -> BoxParts {
    let word = |key: &str| match map.get(txn, key) {
        Some(Out::Any(Any::String(word))) => Some(word.to_string()),
        _ => None,
    };
    let line = |key: &str| map.get(txn, key).map_or_else(Line::new, |out| line(txn, out));
    BoxParts {
        kind: word("kind"),
        title: line("title"),
        region: line("region"),
        period: line("period"),
        visibility: word("visibility"),
    }
}

fn line<T: ReadTxn>(txn: &T, out: Out) -> Line {
    match out {
        Out::YText(text) => flat::read(txn, &text),
        _ => Line::new(),
    }
}

fn map(out: Out) -> Option<MapRef> {
    match out {
        Out::YMap(map) => Some(map),
        _ => None,
    }
}

fn value(out: Out) -> Option<Value> {
    match out {
        Out::Any(any) => Some(flat::json_of(&any, flat::JSON_DEPTH_MAX)),
        _ => None,
    }
}

fn is_true(out: Option<&Out>) -> bool {
    matches!(out, Some(Out::Any(Any::Bool(true))))
}

/// The ids in a shared array.
fn ids<T: ReadTxn>(txn: &T, out: Option<Out>) -> Vec<PayloadId> {
    let Some(Out::YArray(array)) = out else { return Vec::new() };
    let id = |out| match out {
        Out::Any(Any::String(id)) => PayloadId::parse(&id),
        _ => None,
    };
    array.iter(txn).filter_map(id).collect()
}

fn width(out: &Out) -> Option<u8> {
    let number = match out {
        Out::Any(Any::Number(Number::Int(number))) => *number as f64,
        Out::Any(Any::Number(Number::Float(number))) => *number,
        _ => return None,
    };
    let is_width = number.fract() == 0.0 && (1.0..=f64::from(WIDTH_MAX)).contains(&number);
    is_width.then_some(number as u8)
}

fn span(value: &Value) -> Option<SpanParts> {
    let ids = |key: &str| {
        let ids = value.get(key)?.as_array()?.iter();
        Some(ids.filter_map(|id| PayloadId::parse(id.as_str()?)).collect())
    };
    Some(SpanParts { rows: ids("rows")?, cols: ids("cols")? })
}
