//! The lines of a chapter: where each stands, and the shared text that it is. Which of them a tree shows is `shown`.

use yrs::branch::{Branch, BranchID};
use yrs::{Map, Out, ReadTxn, TextRef};

use super::{BOXES, CellKey, FIGURES, NOTES, Payloads, TABLES};
use crate::id::PayloadId;

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum LineAt {
    Note(PayloadId),
    Cell(PayloadId, CellKey),
    Figure(PayloadId, FigureLine),
    Box(PayloadId, BoxLine),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum FigureLine {
    Alt,
    Credit,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum BoxLine {
    Title,
    Region,
    Period,
}

impl FigureLine {
    pub const ALL: [Self; 2] = [Self::Alt, Self::Credit];

    pub fn word(self) -> &'static str {
        match self {
            Self::Alt => "alt",
            Self::Credit => "credit",
        }
    }
}

impl BoxLine {
    pub const ALL: [Self; 3] = [Self::Title, Self::Region, Self::Period];

    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Region => "region",
            Self::Period => "period",
        }
    }
}

impl LineAt {
    /// The payload that it stands in.
    pub fn payload(&self) -> PayloadId {
        match self {
            Self::Note(id) | Self::Cell(id, _) | Self::Figure(id, _) | Self::Box(id, _) => *id,
        }
    }

    /// Which line of the payload: the key of a cell, or a word; a note has only one.
    pub fn key(&self) -> String {
        match self {
            Self::Note(_) => String::new(),
            Self::Cell(_, key) => key.to_string(),
            Self::Figure(_, which) => which.word().to_owned(),
            Self::Box(_, which) => which.word().to_owned(),
        }
    }
}

/// Every line that these payloads can have, shown or not.
pub fn all(payloads: &Payloads) -> Vec<LineAt> {
    let notes = payloads.notes.keys().map(|id| LineAt::Note(*id));
    let cells =
        payloads.tables.iter().flat_map(|(id, table)| table.cells.keys().map(|key| LineAt::Cell(*id, *key)));
    let figures = payloads.figures.keys();
    let figures = figures.flat_map(|id| FigureLine::ALL.map(|which| LineAt::Figure(*id, which)));
    let boxes = payloads.boxes.keys().flat_map(|id| BoxLine::ALL.map(|which| LineAt::Box(*id, which)));
    notes.chain(cells).chain(figures).chain(boxes).collect()
}

/// The unit that a line's shared text is: a client id and its clock.
pub fn unit(text: &TextRef) -> Option<(u64, u32)> {
    match AsRef::<Branch>::as_ref(text).id() {
        BranchID::Nested(id) => Some((id.client.get(), id.clock)),
        BranchID::Root(_) => None,
    }
}

/// The shared text of a line, if there is one.
pub fn text<T: ReadTxn>(txn: &T, line: &LineAt) -> Option<TextRef> {
    let (root, id, key) = match line {
        LineAt::Note(id) => (NOTES, id, None),
        LineAt::Cell(id, key) => (TABLES, id, Some(key.to_string())),
        LineAt::Figure(id, which) => (FIGURES, id, Some(which.word().to_owned())),
        LineAt::Box(id, which) => (BOXES, id, Some(which.word().to_owned())),
    };
    let mut found = txn.get_map(root)?.get(txn, id.as_str())?;
    if let LineAt::Cell(..) = line {
        let Out::YMap(table) = found else { return None };
        found = table.get(txn, "cells")?;
    }
    if let Some(key) = key {
        let Out::YMap(map) = found else { return None };
        found = map.get(txn, &key)?;
    }
    match found {
        Out::YText(text) => Some(text),
        _ => None,
    }
}
