//! What is told of whoever writes in a chapter, as JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is told now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ModeView {
    /// `named`: the seat and the person; `seat`: the seat; `unattributed`: nothing.
    #[schema(example = "unattributed")]
    pub mode: &'static str,
    /// Whether whoever holds the audit key can find out who wrote.
    pub audited: bool,
}

/// What is to be told from now on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewModeView {
    pub mode: String,
    /// Only with `unattributed`: an X25519 public key, base64url without padding.
    pub audit_key: Option<String>,
}
