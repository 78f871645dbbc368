//! Changing payloads by the rules of docs/document-model.md, "Editing rules"; the letters in comments are theirs. Words in a
//! line are changed as those of the body are (`edit`), and payloads are made by [`Payloads::write`].
//!
//! Nothing here deletes or overwrites a payload or a shared type in one. Ids come in as arguments.

use serde_json::json;
use yrs::{Array, ArrayRef, Map, MapPrelim, MapRef, Out, ReadTxn, TextPrelim, TextRef, TransactionMut};

use super::{EditRefused, remove};
use crate::assemble::assemble;
use crate::flat::{self, any_of};
use crate::id::PayloadId;
use crate::inset::{Image, Visibility};
use crate::payload::WIDTH_MAX;
use crate::payload::lines::{self, LineAt};
use crate::payload::{BOXES, FIGURES, Payloads, SpanParts, TABLES, TableParts};
use crate::shown;
use crate::table::Shown;

/// Rows or columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Axis {
    Rows,
    Cols,
}

impl Axis {
    fn word(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Cols => "cols",
        }
    }
}

/// Makes an edit, then takes the words out of every line that it took out of sight (P4), and tells which lines these were
/// and what they said. For every edit that may remove something: in the body, of a row, of a column.
pub fn removing<R>(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    change: impl FnOnce(&mut TransactionMut<'_>) -> R,
) -> (R, Vec<(LineAt, String)>) {
    let seen = |txn: &TransactionMut<'_>| {
        let payloads = Payloads::within(txn);
        shown::lines(&assemble(&flat::read(txn, body), &payloads), &payloads)
    };
    let before = seen(txn);
    let told = change(txn);
    let after = seen(txn);
    let mut cleared = Vec::new();
    for line in before.difference(&after) {
        if let Some(text) = lines::text(txn, line) {
            cleared.push((*line, crate::line::plain(&flat::read(txn, &text))));
            let end = flat::length(txn, &text);
            remove(txn, &text, 0, end);
        }
    }
    (told, cleared)
}

/// The shared text of a line, to be edited. A cell's is made if its slot is not there yet (P2: the slot is the caller's own).
///
/// # Errors
/// `NoPayload`.
pub fn line(txn: &mut TransactionMut<'_>, at: &LineAt) -> Result<TextRef, EditRefused> {
    if let Some(text) = lines::text(txn, at) {
        return Ok(text);
    }
    let LineAt::Cell(id, key) = at else { return Err(EditRefused::NoPayload) };
    let cells = inner(txn, *id, "cells")?;
    let key = key.to_string();
    if cells.get(txn, &key).is_some() {
        return Err(EditRefused::NoPayload); // something else stands there, and nothing is overwritten
    }
    Ok(cells.insert(txn, key, TextPrelim::new("")))
}

/// Puts a row or column before the one that is shown there now, or at the end; one that is shown elsewhere moves there.
///
/// # Errors
/// `NoPayload`.
pub fn place(
    txn: &mut TransactionMut<'_>,
    table: PayloadId,
    axis: Axis,
    id: PayloadId,
    before: usize,
) -> Result<(), EditRefused> {
    let ids = ids(txn, table, axis)?;
    take(txn, &ids, id);
    let shown = shown(txn, table)?;
    let order = if axis == Axis::Rows { &shown.rows } else { &shown.cols };
    let next = order.at(before).and_then(|next| places(txn, &ids, next).first().copied());
    let at = next.unwrap_or_else(|| ids.len(txn));
    ids.insert(txn, at, id.as_str());
    Ok(())
}

/// Takes a row or column out of its table; its lines stay. To be called in [`removing`].
///
/// # Errors
/// `NoPayload`.
pub fn remove_from(
    txn: &mut TransactionMut<'_>,
    table: PayloadId,
    axis: Axis,
    id: PayloadId,
) -> Result<(), EditRefused> {
    let ids = ids(txn, table, axis)?;
    take(txn, &ids, id);
    Ok(())
}

/// Merges cells, or parts them again.
///
/// # Errors
/// `NoPayload`.
pub fn span(
    txn: &mut TransactionMut<'_>,
    table: PayloadId,
    id: PayloadId,
    span: Option<&SpanParts>,
) -> Result<(), EditRefused> {
    let spans = inner(txn, table, "spans")?;
    match span {
        None => drop(spans.remove(txn, id.as_str())),
        Some(SpanParts { rows, cols }) => {
            let names = |ids: &[PayloadId]| ids.iter().map(|id| json!(id.as_str())).collect::<Vec<_>>();
            spans.insert(txn, id.as_str(), any_of(&json!({ "rows": names(rows), "cols": names(cols) })));
        }
    }
    Ok(())
}

/// Gives a column a width, or takes it away.
///
/// # Errors
/// `NoPayload`; `NotShown` for a width that would not be shown.
pub fn width(
    txn: &mut TransactionMut<'_>,
    table: PayloadId,
    col: PayloadId,
    width: Option<u8>,
) -> Result<(), EditRefused> {
    if width.is_some_and(|width| width == 0 || width > WIDTH_MAX) {
        return Err(EditRefused::NotShown);
    }
    let widths = inner(txn, table, "widths")?;
    match width {
        None => drop(widths.remove(txn, col.as_str())),
        Some(width) => drop(widths.insert(txn, col.as_str(), any_of(&json!(width)))),
    }
    Ok(())
}

/// Makes the first row, or the first column, the head of a table, or a row like others.
///
/// # Errors
/// `NoPayload`.
pub fn head(
    txn: &mut TransactionMut<'_>,
    table: PayloadId,
    axis: Axis,
    is_head: bool,
) -> Result<(), EditRefused> {
    let map = payload(txn, TABLES, table)?;
    let key = if axis == Axis::Rows { "headRow" } else { "headCol" };
    if is_head {
        map.insert(txn, key, true);
    } else {
        map.remove(txn, key);
    }
    Ok(())
}

/// Gives a figure its picture, and says whether it is an ornament.
///
/// # Errors
/// `NoPayload`.
pub fn picture(
    txn: &mut TransactionMut<'_>,
    figure: PayloadId,
    image: Option<&Image>,
    decorative: bool,
) -> Result<(), EditRefused> {
    let map = payload(txn, FIGURES, figure)?;
    match image {
        None => drop(map.remove(txn, "image")),
        Some(image) => drop(map.insert(txn, "image", any_of(&image.written()))),
    }
    if decorative {
        map.insert(txn, "decorative", true);
    } else {
        map.remove(txn, "decorative");
    }
    Ok(())
}

/// Makes a box a case study, a key message or a checklist, and says who may read it.
///
/// # Errors
/// `NoPayload`; `NotShown` for a kind that is not known.
pub fn boxed(
    txn: &mut TransactionMut<'_>,
    id: PayloadId,
    kind: &str,
    visibility: Option<Visibility>,
) -> Result<(), EditRefused> {
    if !["case", "key", "checklist"].contains(&kind) {
        return Err(EditRefused::NotShown);
    }
    let map = payload(txn, BOXES, id)?;
    map.insert(txn, "kind", kind);
    if let Some(visibility) = visibility {
        map.insert(txn, "visibility", visibility.word());
    }
    Ok(())
}

fn payload<T: ReadTxn>(txn: &T, root: &str, id: PayloadId) -> Result<MapRef, EditRefused> {
    match txn.get_map(root).and_then(|root| root.get(txn, id.as_str())) {
        Some(Out::YMap(map)) => Ok(map),
        _ => Err(EditRefused::NoPayload),
    }
}

/// A shared map of a table. One that is missing, as only foreign clients leave it, is made; nothing is overwritten.
fn inner(txn: &mut TransactionMut<'_>, table: PayloadId, key: &str) -> Result<MapRef, EditRefused> {
    let map = payload(txn, TABLES, table)?;
    match map.get(txn, key) {
        Some(Out::YMap(inner)) => Ok(inner),
        None => Ok(map.insert(txn, key, MapPrelim::default())),
        Some(_) => Err(EditRefused::NoPayload),
    }
}

fn ids<T: ReadTxn>(txn: &T, table: PayloadId, axis: Axis) -> Result<ArrayRef, EditRefused> {
    match payload(txn, TABLES, table)?.get(txn, axis.word()) {
        Some(Out::YArray(ids)) => Ok(ids),
        _ => Err(EditRefused::NoPayload),
    }
}

fn shown<T: ReadTxn>(txn: &T, table: PayloadId) -> Result<Shown, EditRefused> {
    let parts: TableParts = Payloads::within(txn).tables.remove(&table).ok_or(EditRefused::NoPayload)?;
    Ok(Shown::of(&parts, usize::MAX))
}

/// The places at which an id stands in an array.
fn places<T: ReadTxn>(txn: &T, ids: &ArrayRef, id: PayloadId) -> Vec<u32> {
    let stands =
        |(_, out): &(u32, Out)| matches!(out, Out::Any(yrs::Any::String(text)) if **text == *id.as_str());
    (0..).zip(ids.iter(txn)).filter(stands).map(|(place, _)| place).collect()
}

fn take(txn: &mut TransactionMut<'_>, ids: &ArrayRef, id: PayloadId) {
    for place in places(txn, ids, id).into_iter().rev() {
        ids.remove(txn, place);
    }
}
