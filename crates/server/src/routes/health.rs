//! Whether the service is well. For anybody: tells nothing about what is in it.

use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::view::HealthView;

/// How the service is.
#[utoipa::path(
    get,
    path = "/api/v1/health",
    responses((status = 200, description = "It answers; `ok` says whether changes can be written.", body = HealthView)),
)]
pub(crate) async fn health(State(app): State<Shared>) -> Json<HealthView> {
    Json(HealthView {
        ok: app.journal.is_writable(),
        seq: app.journal.seq(),
        damaged: app.journal.damaged().len(),
    })
}
