//! The key under which a browser keeps what it holds of a seat.

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use manual::id::DeviceKeyId;

use crate::app::Shared;
use crate::body::Body;
use crate::clock::{now_ms, rfc3339};
use crate::device_keys;
use crate::problem::{Problem, ProblemView};
use crate::secret;
use crate::signed_in::SignedIn;
use crate::view::device::{DeviceKeyView, DeviceView};

const NAME_CHARS: usize = 32;
const HELD_MAX: usize = 64;

/// Gives a device the key under which it keeps what it holds of this seat, for some weeks from now. The same device gets
/// the same key again, until it is destroyed; for sessions of people alone.
#[utoipa::path(
    post,
    path = "/api/v1/device-key",
    request_body = DeviceView,
    responses(
        (status = 200, description = "The key.", body = DeviceKeyView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 429, description = "`too-many`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn give(
    State(app): State<Shared>,
    who: SignedIn,
    Body(DeviceView { device, held }): Body<DeviceView>,
) -> Result<Json<DeviceKeyView>, Problem> {
    let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    if device.len() != NAME_CHARS || !device.chars().all(hex) {
        return Err(Problem::invalid("device: 32 hexadecimal digits"));
    }
    let ids: Option<Vec<_>> = held.iter().map(|id| DeviceKeyId::parse(id)).collect();
    let ids = ids.filter(|ids| ids.len() <= HELD_MAX).ok_or_else(|| Problem::invalid("held: ids of keys"))?;
    let seat = who.seat.to_string();
    let given = device_keys::give(app.clone(), who, secret::hash(&device)).await?;
    let gone = app.journal.read(|registry| device_keys::gone(registry, &ids));
    Ok(Json(DeviceKeyView {
        id: given.id.to_string(),
        seat,
        key: URL_SAFE_NO_PAD.encode(given.key),
        until: rfc3339(given.ends_ms),
        seconds: given.ends_ms.saturating_sub(now_ms()) / 1000,
        gone: gone.iter().map(ToString::to_string).collect(),
    }))
}
