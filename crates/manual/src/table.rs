//! What a table shows of what is written of it: rows and columns each once, cells put together, spans that hold. Pure; time
//! and room by what is written and by [`PLACES_MAX`], however the parts contradict each other.

use std::collections::HashMap;

use crate::id::PayloadId;
use crate::inline::Inline;
use crate::inset::{Cell, Column, Row, Table};
use crate::line::{self, Inside};
use crate::payload::{Line, SpanParts, TableParts};

/// Most rows of a table.
pub const ROWS_MAX: usize = 1_000;
/// Most columns of a table: as many as a [`Mask`] has bits.
pub const COLS_MAX: usize = 64;
/// Most places of cells in a chapter, rows times columns, table by table.
pub const PLACES_MAX: usize = 65_536;

/// Columns of a row, one bit each.
type Mask = u64;

impl Table {
    /// How many places for cells it has.
    pub fn places(&self) -> usize {
        self.rows.len() * self.cols.len()
    }

    /// What is shown of a table where so many places are left.
    pub fn of(parts: &TableParts, places_left: usize) -> Self {
        let Shown { rows, cols } = Shown::of(parts, places_left);
        let spans = spans(parts, &rows, &cols);
        let mut lines: Vec<Vec<&Line>> = vec![Vec::new(); rows.len() * cols.len()];
        for (key, line) in parts.cells.iter().filter(|(_, line)| !line.is_empty()) {
            if let (Some(row), Some(col)) = (rows.place(&key.row), cols.place(&key.col)) {
                lines[row * cols.len() + col].push(line);
            }
        }
        let mut covered: Vec<Mask> = vec![0; rows.len()];
        for span in &spans {
            span.cover(&mut covered);
        }
        let mut beginning = spans.iter().map(|span| ((span.row, span.col), span)).collect::<HashMap<_, _>>();
        let row = |(row, id): (usize, &PayloadId)| {
            let cell = |col: usize| {
                let span = beginning.remove(&(row, col));
                if span.is_none() && covered[row] & bit(col) != 0 {
                    return None;
                }
                let span = span.copied().unwrap_or(Span { row, col, down: 1, across: 1 });
                Some(merged(span, &lines, cols.len()))
            };
            Row { id: *id, cells: (0..cols.len()).filter_map(cell).collect() }
        };
        let rows = rows.ids.iter().enumerate().map(row).collect();
        let column = |id: &PayloadId| Column { id: *id, width: parts.widths.get(id).copied() };
        let cols = cols.ids.iter().map(column).collect();
        Self { cols, rows, head_row: parts.head_row, head_col: parts.head_col }
    }
}

/// The rows and columns of a table that are shown.
pub(crate) struct Shown {
    pub(crate) rows: Order,
    pub(crate) cols: Order,
}

impl Shown {
    pub(crate) fn of(parts: &TableParts, places_left: usize) -> Self {
        let cols = Order::of(&parts.cols, COLS_MAX);
        let rows_max = places_left.checked_div(cols.len()).unwrap_or(ROWS_MAX).min(ROWS_MAX);
        Self { rows: Order::of(&parts.rows, rows_max), cols }
    }
}

/// Ids in the order in which they are shown, each once.
pub(crate) struct Order {
    ids: Vec<PayloadId>,
    places: HashMap<PayloadId, usize>,
}

impl Order {
    fn of(written: &[PayloadId], most: usize) -> Self {
        let mut order = Self { ids: Vec::new(), places: HashMap::new() };
        for id in written {
            if order.ids.len() == most {
                break;
            }
            let place = order.ids.len();
            if *order.places.entry(*id).or_insert(place) == place {
                order.ids.push(*id);
            }
        }
        order
    }

    fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn at(&self, place: usize) -> Option<PayloadId> {
        self.ids.get(place).copied()
    }

    pub(crate) fn place(&self, id: &PayloadId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The run that begins with the first one named and goes on while the next is named: where it begins, how long it is.
    fn run(&self, named: &[PayloadId]) -> Option<(usize, usize)> {
        let mut places: Vec<usize> = named.iter().filter_map(|id| self.place(id)).collect();
        places.sort_unstable();
        places.dedup();
        let first = *places.first()?;
        let run = places.iter().enumerate().take_while(|(count, place)| **place == first + count).count();
        Some((first, run))
    }
}

#[derive(Clone, Copy)]
struct Span {
    row: usize,
    col: usize,
    down: usize,
    across: usize,
}

impl Span {
    fn of(parts: &SpanParts, rows: &Order, cols: &Order) -> Option<Self> {
        let ((row, down), (col, across)) = (rows.run(&parts.rows)?, cols.run(&parts.cols)?);
        (down * across > 1).then_some(Self { row, col, down, across })
    }

    fn mask(&self) -> Mask {
        (self.col..self.col + self.across).map(bit).sum()
    }

    fn meets(&self, covered: &[Mask]) -> bool {
        covered[self.row..self.row + self.down].iter().any(|row| row & self.mask() != 0)
    }

    fn cover(&self, covered: &mut [Mask]) {
        for row in &mut covered[self.row..self.row + self.down] {
            *row |= self.mask();
        }
    }
}

fn bit(col: usize) -> Mask {
    1 << col
}

/// The spans that hold, in the order of their ids.
fn spans(parts: &TableParts, rows: &Order, cols: &Order) -> Vec<Span> {
    let mut covered: Vec<Mask> = vec![0; rows.len()];
    let mut spans = Vec::new();
    for span in parts.spans.values().filter_map(|parts| Span::of(parts, rows, cols)) {
        if !span.meets(&covered) {
            span.cover(&mut covered);
            spans.push(span);
        }
    }
    spans
}

/// All lines of the places that a cell takes, with breaks between.
fn merged(span: Span, lines: &[Vec<&Line>], cols: usize) -> Cell {
    let mut content = Vec::new();
    for row in span.row..span.row + span.down {
        for col in span.col..span.col + span.across {
            for line in &lines[row * cols + col] {
                if !content.is_empty() {
                    content.push(Inline::Break);
                }
                content.extend(line::content(line, Inside::Cell));
            }
        }
    }
    Cell { content, across: span.across as u16, down: span.down as u16 }
}
