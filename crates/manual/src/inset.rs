//! What payloads show: tables, figures, the headings of boxes. Plain values; `assemble` puts them where they are shown first.
//! Nothing here knows Yjs. Names and bounds are those of docs/document-model.md, "Payloads".

use serde_json::{Value, json};

use crate::id::PayloadId;
use crate::inline::Inline;

/// Widest and highest picture, in pixels.
pub const IMAGE_PIXELS_MAX: u32 = 20_000;

/// What a table's or figure's block shows under its caption.
#[derive(Clone, PartialEq, Debug)]
pub enum Inset {
    Table(Table),
    Figure(Figure),
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    pub cols: Vec<Column>,
    pub rows: Vec<Row>,
    pub head_row: bool,
    pub head_col: bool,
}

impl Table {
    /// The cells, row by row, each with the row and column that it begins in: the first column that no cell to its left or
    /// from above takes.
    pub fn begun(&self) -> Vec<((PayloadId, PayloadId), &Cell)> {
        let mut begun = Vec::new();
        let mut taken = vec![0_u16; self.cols.len()];
        for row in &self.rows {
            let mut cells = row.cells.iter();
            let mut col = 0;
            while col < self.cols.len() {
                if taken[col] > 0 {
                    taken[col] -= 1;
                    col += 1;
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                begun.push(((row.id, self.cols[col].id), cell));
                let end = (col + usize::from(cell.across)).min(taken.len());
                taken[col..end].fill(cell.down - 1);
                col = end;
            }
        }
        begun
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    pub id: PayloadId,
    /// From 1 to [`crate::payload::WIDTH_MAX`].
    pub width: Option<u8>,
}

/// A row, with the cells that begin in it.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    pub id: PayloadId,
    pub cells: Vec<Cell>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    pub content: Vec<Inline>,
    /// How many columns it takes.
    pub across: u16,
    /// How many rows it takes.
    pub down: u16,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figure {
    pub image: Option<Image>,
    pub alt: String,
    pub credit: String,
    pub decorative: bool,
}

/// A picture, named by what is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// 64 digits `0-9a-f`.
    pub sha256: String,
    pub width: u32,
    pub height: u32,
    pub kind: ImageKind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ImageKind {
    Png,
    Jpeg,
    Webp,
}

/// What stands at the head of a box.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heading {
    pub title: String,
    pub kind: BoxKind,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum BoxKind {
    /// A case study.
    Case {
        region: String,
        period: String,
        visibility: Visibility,
    },
    /// A key message: also what nobody said the kind of.
    #[default]
    Key,
    Checklist,
}

/// Who may read a case study.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    Network,
    Publishable,
}

impl BoxKind {
    /// The word in a box's `kind`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Case { .. } => "case",
            Self::Key => "key",
            Self::Checklist => "checklist",
        }
    }
}

impl Default for Visibility {
    /// What nobody said may be read by everybody may not.
    fn default() -> Self {
        Self::Network
    }
}

impl Visibility {
    /// The word in a box's `visibility`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Publishable => "publishable",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::Network, Self::Publishable].into_iter().find(|visibility| visibility.word() == word)
    }
}

impl ImageKind {
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    /// The media type in an image's `type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// How the name of its file ends.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }

    pub fn parse(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }
}

impl Image {
    /// Reads what a figure's `image` says; `None` when it is none.
    pub fn read(value: &Value) -> Option<Self> {
        let pixels = |name: &str| {
            let number = value.get(name)?.as_f64().filter(|number| number.fract() == 0.0)?;
            (1.0..=f64::from(IMAGE_PIXELS_MAX)).contains(&number).then_some(number as u32)
        };
        let sha256 = value.get("sha256")?.as_str().filter(|text| is_fingerprint(text))?;
        Some(Self {
            sha256: sha256.to_owned(),
            width: pixels("width")?,
            height: pixels("height")?,
            kind: ImageKind::parse(value.get("type")?.as_str()?)?,
        })
    }

    /// What has to be written for it.
    pub fn written(&self) -> Value {
        json!({ "sha256": self.sha256, "width": self.width, "height": self.height, "type": self.kind.media_type() })
    }
}

/// Whether this is a SHA-256 as it is written everywhere.
pub fn is_fingerprint(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
