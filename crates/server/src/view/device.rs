//! The key of a device, as JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A device that asks for its key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeviceView {
    /// The random name that the browser gave itself.
    #[schema(example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    pub device: String,
    /// Keys of stores that it cannot open, to learn which of them never will be.
    #[serde(default)]
    pub held: Vec<String>,
}

/// A device's key. Never printed.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeviceKeyView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Whose it is.
    #[schema(format = Uuid)]
    pub seat: String,
    /// 32 bytes in base64url.
    pub key: String,
    /// When it may be used no longer, unless it is asked for again.
    pub until: String,
    /// How long that is from now, for a device whose clock is wrong.
    pub seconds: u64,
    /// Those of `held` that nobody will be given again.
    pub gone: Vec<String>,
}
