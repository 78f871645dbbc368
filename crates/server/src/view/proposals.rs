//! The shapes of proposals.

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

/// To close a proposal.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosingView {
    /// For whoever proposed it.
    #[serde(default)]
    pub note: Option<String>,
}
