//! The lines of a chapter: where each stands, and the shared text that it is. Which of them a tree shows is `shown`.

use yrs::{Map, Out, ReadTxn, TextRef};

use super::{BOXES, CellKey, FIGURES, NOTES, TABLES};
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
