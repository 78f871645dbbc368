//! Rights of seats in a manual or a chapter, states, and the state of the service.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SeatView;

/// What a seat may do in a manual, or in a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RightRowView {
    pub seat: SeatView,
    /// What was decided here: a right, `none` (it does not exist for the seat), or `default` (nothing).
    #[schema(example = "default")]
    pub decided: String,
    /// What follows; null: it does not exist for the seat.
    #[schema(example = "edit")]
    pub right: Option<String>,
}

/// To decide what a seat may do.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionView {
    #[schema(format = Uuid)]
    pub seat: String,
    /// `read`, `comment`, `suggest`, `edit`, `keep`, `none` (it does not exist for the seat) or `default` (as without a
    /// decision).
    #[schema(example = "suggest")]
    pub right: String,
}

/// How a chapter is to stand.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StateView {
    /// `open`, `locked` (nobody writes into it; proposals can be made and merged) or `closed` (reading only).
    #[schema(example = "locked")]
    pub state: String,
}

/// Whether the service takes changes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceView {
    /// `open`, or `read-only`: everything can be read, and nothing changes.
    #[schema(example = "open")]
    pub state: String,
}
