//! What stands in a chapter's side maps, as plain values: the notes, tables, figures and boxes that the body refers to by id.
//! Read from a document and first written into one; what is not of the form is passed over, and nothing is ever mended.
//!
//! What a payload shows is `inset` and `table`; where it is shown, `assemble`. Next: `payload::read`.

mod read;
mod write;

pub mod lines;

use std::collections::BTreeMap;
use std::fmt;

use crate::flat::Unit;
use crate::id::PayloadId;
use crate::inset::Image;
use crate::payload::lines::BoxLine;

/// The side maps of a chapter.
pub const NOTES: &str = "notes";
pub const TABLES: &str = "tables";
pub const FIGURES: &str = "figures";
pub const BOXES: &str = "boxes";
/// Widest column.
pub const WIDTH_MAX: u8 = 100;

/// A text inside a payload, as units. A mark in it stands for a shared map.
pub type Line = Vec<Unit>;

/// All payloads of a chapter.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Payloads {
    pub notes: BTreeMap<PayloadId, Line>,
    pub tables: BTreeMap<PayloadId, TableParts>,
    pub figures: BTreeMap<PayloadId, FigureParts>,
    pub boxes: BTreeMap<PayloadId, BoxParts>,
}

/// What is written of a table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TableParts {
    /// As the list says: an id may be there twice.
    pub rows: Vec<PayloadId>,
    pub cols: Vec<PayloadId>,
    pub cells: BTreeMap<CellKey, Line>,
    /// From 1 to [`WIDTH_MAX`].
    pub widths: BTreeMap<PayloadId, u8>,
    pub spans: BTreeMap<PayloadId, SpanParts>,
    pub head_row: bool,
    pub head_col: bool,
}

/// The key of a cell's line. In the order of the keys as they are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct CellKey {
    pub row: PayloadId,
    pub col: PayloadId,
    pub slot: PayloadId,
}

/// The rows and columns that a span names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SpanParts {
    pub rows: Vec<PayloadId>,
    pub cols: Vec<PayloadId>,
}

/// What is written of a figure.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FigureParts {
    pub image: Option<Image>,
    pub alt: Line,
    pub credit: Line,
    pub decorative: bool,
}

/// What is written of a box. The words of its kind and visibility are as they were written, known or not.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BoxParts {
    pub kind: Option<String>,
    pub title: Line,
    pub region: Line,
    pub period: Line,
    pub visibility: Option<String>,
}

impl BoxParts {
    pub fn line(&self, line: BoxLine) -> &Line {
        match line {
            BoxLine::Title => &self.title,
            BoxLine::Region => &self.region,
            BoxLine::Period => &self.period,
        }
    }
}

impl CellKey {
    /// Reads `row:col:slot`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut groups = text.split(':');
        let mut next = || PayloadId::parse(groups.next()?);
        let key = Self { row: next()?, col: next()?, slot: next()? };
        groups.next().is_none().then_some(key)
    }
}

impl Payloads {
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty() && self.tables.is_empty() && self.figures.is_empty() && self.boxes.is_empty()
    }

    /// Every line, to be changed in its place: for taking something out of all texts of a chapter.
    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        let cells = self.tables.values_mut().flat_map(|table| table.cells.values_mut());
        let figures = self.figures.values_mut().flat_map(|figure| [&mut figure.alt, &mut figure.credit]);
        let boxes = self.boxes.values_mut();
        let boxes = boxes.flat_map(|parts| [&mut parts.title, &mut parts.region, &mut parts.period]);
        self.notes.values_mut().chain(cells).chain(figures).chain(boxes)
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.row, self.col, self.slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_keys_have_one_form() {
        for wrong in ["", "abc", "abcdefghijk-", "abcdefghijklm", "abcdefghijé"] {
            assert_eq!(PayloadId::parse(wrong), None, "{wrong}");
        }
        let id = "Ab0Ab0Ab0Ab0";
        assert_eq!(PayloadId::parse(id).unwrap().to_string(), id);
        let key = format!("{id}:{id}:{id}");
        assert_eq!(CellKey::parse(&key).unwrap().to_string(), key);
        for wrong in [format!("{id}:{id}"), format!("{key}:"), format!("{id}::{id}"), format!(":{key}")] {
            assert_eq!(CellKey::parse(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn keys_stand_in_the_order_in_which_they_are_written() {
        let key = |text: &str| CellKey::parse(&text.replace(' ', "0000000000")).unwrap();
        let mut keys = [key("a0 :a1 :a0 "), key("a0 :A0 :a0 "), key("B0 :a0 :a0 "), key("a0 :a1 :Z0 ")];
        keys.sort_unstable();
        let mut texts = keys.map(|key| key.to_string());
        texts.sort_unstable();
        assert_eq!(keys.map(|key| key.to_string()), texts);
    }
}
