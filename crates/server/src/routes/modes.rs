//! What is told of whoever writes in a chapter.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use manual::attribution::Mode;
use manual::id::ChapterId;

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Decides, Reads};
use crate::body::Body;
use crate::commands::{self, Desk};
use crate::problem::{Problem, ProblemView};
use crate::view::{ModeView, NewModeView};

/// What is told of whoever writes in a chapter now.
#[utoipa::path(
    get,
    path = "/api/v1/chapters/{chapter}/mode",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 200, description = "What is told.", body = ModeView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(State(app): State<Shared>, can: Authorized<ChapterId, Reads>) -> Json<ModeView> {
    let now = app.journal.read(|registry| registry.attribution.now(can.subject()));
    Json(ModeView { mode: now.mode.word(), audited: now.audit_key.is_some() })
}

/// Decides what is told from now on, and closes the chapter's sockets. What was written before stays as it was decided then.
#[utoipa::path(
    post,
    path = "/api/v1/chapters/{chapter}/mode",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    request_body = NewModeView,
    responses(
        (status = 204, description = "Decided, now or before."),
        (status = 400, description = "`invalid`: the mode, or an audit key that is none or has no place here", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn change(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Decides>,
    Body(new): Body<NewModeView>,
) -> Result<StatusCode, Problem> {
    let no_mode = || Problem::invalid("`mode` is not `named`, `seat` or `unattributed`");
    let mode = Mode::parse(&new.mode).ok_or_else(no_mode)?;
    let key = new.audit_key.as_deref().map(commands::read_audit_key).transpose()?;
    let change = async move {
        let chapter = can.subject();
        commands::change_mode(&mut Desk::service(&app).await.by(can.by.writer), chapter, mode, key).await
    };
    App::uninterrupted(change).await?;
    Ok(StatusCode::NO_CONTENT)
}
