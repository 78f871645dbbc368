//! The audit for the secretariat: the latest events to look at, all of them to keep.

use std::convert::Infallible;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use collab::code::Code;
use edition::hex;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::app::Shared;
use crate::audit::{self, Line};
use crate::authorized::{Authorized, Keeps, Service};
use crate::problem::{Problem, ProblemView};
use crate::view::AuditView;

/// The latest events, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/audit",
    responses(
        (status = 200, description = "So many as are shown at once.", body = AuditView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    _: Authorized<Service, Keeps>,
) -> Result<Json<AuditView>, Problem> {
    let reading = tokio::task::spawn_blocking(move || {
        let most = app.config.limits.audit_shown_max;
        app.audit.latest(&app.journal.index(), app.journal.seq(), most)
    });
    let lines = reading.await.map_err(|_| Code::Internal)?.map_err(|error| {
        tracing::error!(%error, "the audit cannot be read");
        Code::Internal
    })?;
    Ok(Json(AuditView { events: lines.iter().map(event).collect() }))
}

/// Every event, the oldest first, one line each.
#[utoipa::path(
    get,
    path = "/api/v1/audit/export",
    responses(
        (status = 200, description = "Lines of JSON.", body = String, content_type = "application/x-ndjson"),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn export(State(app): State<Shared>, _: Authorized<Service, Keeps>) -> Response {
    let (lines, coming) = mpsc::channel::<Bytes>(app.config.limits.audit_waiting_max);
    tokio::task::spawn_blocking(move || {
        // Whoever hangs up leaves the rest unread; a journal that cannot be read on ends the answer early, and the
        // log says why.
        let said = audit::whole(&app.journal.index(), app.journal.seq(), |line| {
            let _ = lines.blocking_send(Bytes::from(line.text + "\n"));
        });
        if let Err(error) = said {
            tracing::error!(%error, "the audit cannot be read to its end");
        }
    });
    let body = stream::unfold(coming, async |mut coming| {
        let line = coming.recv().await?;
        Some((Ok::<_, Infallible>(line), coming))
    });
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.jsonl\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(body)).into_response()
}

/// A line as a page shows it, with its own hash.
fn event(line: &Line) -> Value {
    let mut event: Value = serde_json::from_str(&line.text).expect("a line is JSON");
    event["hash"] = json!(hex(&line.hash));
    event
}
