//! The shape of a table: its rows and columns by their ids, and in each row the cells that begin in it. A table that is read
//! is one: its cells fill every place once.

use std::collections::HashSet;

use manual::id::PayloadId;
use manual::inset::Column;
use manual::payload::WIDTH_MAX;
use manual::table::{COLS_MAX, ROWS_MAX};
use serde_json::{Value, json};

use super::read::{Inside, Reader};
use super::with;
use crate::tree::{Cell, Row, Table};

pub(super) fn written(table: &Table) -> Value {
    let Table { cols, rows, head_row, head_col } = table;
    let cols = cols
        .iter()
        .map(|Column { id, width }| with(json!({ "id": id.as_str() }), [("width", width.map(Value::from))]));
    let rows = rows.iter().map(|Row { id, cells }| {
        with(json!({ "id": id.as_str() }), [("cells", Some(cells.iter().map(cell).collect()))])
    });
    let shape = with(json!({}), [("cols", Some(cols.collect())), ("rows", Some(rows.collect()))]);
    let heads = [("headRow", *head_row), ("headCol", *head_col)];
    with(shape, heads.map(|(name, on)| (name, on.then(|| true.into()))))
}

fn cell(cell: &Cell) -> Value {
    let sizes = [("across", cell.across), ("down", cell.down)];
    let sizes = sizes.map(|(name, size)| (name, (size > 1).then(|| size.into())));
    with(with(json!({}), [("content", Some(super::content(&cell.content)))]), sizes)
}

pub(super) fn read(reader: &Reader, value: &Value) -> Option<Table> {
    let (cols, rows) = (value.get("cols")?.as_array()?, value.get("rows")?.as_array()?);
    if cols.len() > COLS_MAX || rows.len() > ROWS_MAX {
        return None;
    }
    let table = Table {
        cols: cols.iter().map(read_column).collect::<Option<_>>()?,
        rows: rows.iter().map(|row| read_row(reader, row)).collect::<Option<_>>()?,
        head_row: value.get("headRow").is_some(),
        head_col: value.get("headCol").is_some(),
    };
    is_filled(&table).then_some(table)
}

fn read_column(value: &Value) -> Option<Column> {
    let width = match value.get("width") {
        None => None,
        Some(width) => {
            let width = width.as_u64().and_then(|width| u8::try_from(width).ok());
            Some(width.filter(|width| (1..=WIDTH_MAX).contains(width))?)
        }
    };
    Some(Column { id: id(value)?, width })
}

fn read_row(reader: &Reader, value: &Value) -> Option<Row> {
    let cells = value.get("cells")?.as_array()?.iter();
    let cell = |value: &Value| {
        let size = |name: &str| match value.get(name) {
            None => Some(1),
            Some(size) => size.as_u64()?.try_into().ok().filter(|size: &u16| *size > 1),
        };
        let content = reader.content(value.get("content")?, Inside::Cell)?;
        Some(Cell { content, across: size("across")?, down: size("down")? })
    };
    Some(Row { id: id(value)?, cells: cells.map(cell).collect::<Option<_>>()? })
}

fn id(value: &Value) -> Option<PayloadId> {
    PayloadId::parse(value.get("id")?.as_str()?)
}

/// Whether ids are there once, and the cells fill every place once.
fn is_filled(table: &Table) -> bool {
    let (mut cols, mut rows) = (HashSet::new(), HashSet::new());
    let once =
        table.cols.iter().all(|col| cols.insert(col.id)) && table.rows.iter().all(|row| rows.insert(row.id));
    // How many rows the cell above still takes of each column.
    let mut taken = vec![0_usize; table.cols.len()];
    let mut rows_left = table.rows.len();
    let filled = table.rows.iter().all(|row| {
        let fits = fill(&mut taken, row, rows_left);
        taken.iter_mut().for_each(|taken| *taken = taken.saturating_sub(1));
        rows_left -= 1;
        fits
    });
    once && filled
}

/// Whether the cells of a row fill what the cells above leave of it, and nothing else.
fn fill(taken: &mut [usize], row: &Row, rows_left: usize) -> bool {
    let mut next = 0;
    for cell in &row.cells {
        while taken.get(next).is_some_and(|taken| *taken > 0) {
            next += 1;
        }
        let end = next + usize::from(cell.across);
        let Some(places) = taken.get_mut(next..end) else { return false };
        if places.iter().any(|taken| *taken > 0) || usize::from(cell.down) > rows_left {
            return false;
        }
        places.fill(cell.down.into());
        next = end;
    }
    taken.iter().all(|taken| *taken > 0)
}
