//! The shapes of proposals.

use manual::difference::Change;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A proposal, or a private draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProposalView {
    /// Also its document, the branch, for `/api/v1/sync/{document}`.
    #[schema(format = Uuid)]
    pub id: String,
    /// Counts from 1 in each manual; null while it was never offered.
    pub n: Option<u32>,
    #[schema(format = Uuid)]
    pub chapter: String,
    /// The title of its chapter.
    pub title: String,
    pub seat: Option<ProposalSeatView>,
    /// It is the reader's own seat's.
    pub own: bool,
    /// `draft`, `chosen`, `locked`, `right`, `deleted` or `handed-over`.
    #[schema(example = "locked")]
    pub reason: &'static str,
    /// `draft`, `open`, `merged` or `closed`.
    #[schema(example = "open")]
    pub state: &'static str,
    /// When it was made, or offered.
    #[schema(format = DateTime)]
    pub at: String,
    /// Words that it brings, beside the chapter that it is based on; null only when it cannot be read.
    pub words_added: Option<u64>,
    /// Words that it takes away; the same.
    pub words_removed: Option<u64>,
    /// What it was closed with.
    pub note: Option<String>,
}

/// Whose a proposal is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProposalSeatView {
    pub name: String,
}

/// A proposal was made, or goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProposalMadeView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Its number; null for a private draft.
    pub n: Option<u32>,
}

/// A piece of the chapter, as it is and as it would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ChangeView {
    /// The block to go to.
    pub block: String,
    /// The kind of the block, or `cell`, `note`, `box`, `alt`, `credit`.
    #[schema(example = "p")]
    pub kind: &'static str,
    /// `same`, `changed`, `added` or `removed`.
    #[schema(example = "changed")]
    pub change: &'static str,
    /// It stands elsewhere.
    pub moved: bool,
    /// Something other than its words is different: its kind, its list, emphasis, a link, a picture.
    pub form: bool,
    pub parts: Vec<PartOfChangeView>,
}

/// A stretch of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PartOfChangeView {
    /// `same`, `added` or `removed`.
    #[schema(example = "added")]
    pub is: &'static str,
    pub text: String,
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> Self {
        let parts = change.parts.into_iter();
        Self {
            block: change.block,
            kind: change.of.word(),
            change: change.what.word(),
            moved: change.moved,
            form: change.form,
            parts: parts.map(|part| PartOfChangeView { is: part.is.word(), text: part.text }).collect(),
        }
    }
}

/// To close a proposal.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosingView {
    /// For whoever proposed it.
    #[serde(default)]
    pub note: Option<String>,
}
