//! Who wrote what, as JSON.

use serde::Serialize;
use utoipa::ToSchema;

/// Who wrote a text of a chapter: of a block (`block`), or of a line of a payload (`payload` and `line`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AuthorsView {
    /// The id that the block is shown with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// A note, table, figure or box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// Which line of it: the key of a cell, `alt`, `credit`, `title`, `region` or `period`; empty for a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// In order. What is in none was written by the service, or by somebody who is not named.
    pub spans: Vec<SpanView>,
    /// What was taken away, in the order of the places.
    pub removed: Vec<RemovedView>,
}

/// Neighbouring letters of one author, in UTF-16 code units of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SpanView {
    pub from: u32,
    pub to: u32,
    pub seat: SeatNameView,
    /// Only where persons are named, and it is known who it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonNameView>,
}

/// Letters that one author took away at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RemovedView {
    /// Where they stood.
    pub at: u32,
    /// How many there were, in UTF-16 code units.
    pub units: u32,
    pub seat: SeatNameView,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonNameView>,
    /// When the last of them went.
    #[schema(format = DateTime)]
    pub when: String,
}

/// A person by their name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PersonNameView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Null when the name was erased: a former colleague.
    #[schema(example = "Ama Owusu")]
    pub name: Option<String>,
}

/// A seat by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SeatNameView {
    #[schema(format = Uuid)]
    pub id: String,
    #[schema(example = "Ghana")]
    pub name: String,
}
