//! Who may what in a manual and in a chapter, how a chapter stands, and the panic button.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use collab::code::Code;
use manual::id::{ChapterId, ManualId, SeatId};
use manual::rights::Decided;
use manual::rights::table::ChapterState;
use store::record::rights::ServiceState;

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Decides, Keeps, Reads, Service};
use crate::body::Body;
use crate::commands::{self, Desk, In};
use crate::problem::{Problem, ProblemView};
use crate::signed_in::SignedIn;
use crate::view::{DecisionView, RightRowView, ServiceView, StateView};

/// What every seat may do in a manual.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/rights",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "All seats, by name.", body = Vec<RightRowView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn in_manual(
    State(app): State<Shared>,
    can: Authorized<ManualId, Decides>,
) -> Json<Vec<RightRowView>> {
    Json(commands::list_rights(&Desk::service(&app).await, In::Manual(can.subject())))
}

/// Decides what a seat may do in a manual. Open pages of the seat are told at once.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/rights",
    params(("manual" = String, Path, description = "The manual's id.")),
    request_body = DecisionView,
    responses(
        (status = 204, description = "It is so."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: also when there is no such seat", body = ProblemView),
        (status = 409, description = "`conflict`: a seat that keeps the service keeps every manual", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `paused`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn decide_in_manual(
    State(app): State<Shared>,
    can: Authorized<ManualId, Decides>,
    Body(decision): Body<DecisionView>,
) -> Result<StatusCode, Problem> {
    decide(app, In::Manual(can.subject()), can.by, &decision).await
}

/// What every seat may do in a chapter.
#[utoipa::path(
    get,
    path = "/api/v1/chapters/{chapter}/rights",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 200, description = "All seats, by name.", body = Vec<RightRowView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn in_chapter(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Decides>,
) -> Json<Vec<RightRowView>> {
    Json(commands::list_rights(&Desk::service(&app).await, In::Chapter(can.subject())))
}

/// Decides the exception for a seat in a chapter. Open pages of the seat are told at once.
#[utoipa::path(
    post,
    path = "/api/v1/chapters/{chapter}/rights",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    request_body = DecisionView,
    responses(
        (status = 204, description = "It is so."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: also when there is no such seat", body = ProblemView),
        (status = 409, description = "`conflict`: a seat that keeps the service keeps every chapter", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `paused`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn decide_in_chapter(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Decides>,
    Body(decision): Body<DecisionView>,
) -> Result<StatusCode, Problem> {
    decide(app, In::Chapter(can.subject()), can.by, &decision).await
}

async fn decide(
    app: Shared,
    about: In,
    by: SignedIn,
    decision: &DecisionView,
) -> Result<StatusCode, Problem> {
    let no_right = || Problem::invalid("`right` is read, comment, suggest, edit, keep, none or default");
    let decided = Decided::parse(&decision.right).ok_or_else(no_right)?;
    let seat = SeatId::parse(&decision.seat).ok_or(Code::NotFound)?;
    let decide = async move {
        let desk = &mut Desk::service(&app).await.by(by.writer);
        commands::decide_right(desk, about, seat, decided).await
    };
    App::uninterrupted(decide).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens, locks or closes a chapter. Open pages are told at once.
#[utoipa::path(
    post,
    path = "/api/v1/chapters/{chapter}/state",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    request_body = StateView,
    responses(
        (status = 204, description = "It is so."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `paused`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn set_state(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Decides>,
    Body(body): Body<StateView>,
) -> Result<StatusCode, Problem> {
    let no_state = || Problem::invalid("`state` is open, locked or closed");
    let state = ChapterState::parse(&body.state).ok_or_else(no_state)?;
    let decide = async move {
        let desk = &mut Desk::service(&app).await.by(can.by.writer);
        commands::set_state(desk, can.subject(), state).await
    };
    App::uninterrupted(decide).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the service takes changes.
#[utoipa::path(
    get,
    path = "/api/v1/service",
    responses(
        (status = 200, description = "How it stands.", body = ServiceView),
        (status = 401, description = "`signed-out`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn service(State(app): State<Shared>, _: Authorized<Service, Reads>) -> Json<ServiceView> {
    let state = app.journal.read(|registry| registry.rights.service);
    Json(ServiceView { state: state.word().to_owned() })
}

/// Pauses the whole service, or lets it go on. While it is paused everything can be read; whatever would change something
/// is answered with `paused`, and edits wait where they were made.
#[utoipa::path(
    post,
    path = "/api/v1/service",
    request_body = ServiceView,
    responses(
        (status = 204, description = "It is so."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn set_service(
    State(app): State<Shared>,
    can: Authorized<Service, Keeps>,
    Body(body): Body<ServiceView>,
) -> Result<StatusCode, Problem> {
    let no_state = || Problem::invalid("`state` is open or read-only");
    let state = ServiceState::parse(&body.state).ok_or_else(no_state)?;
    let decide = async move {
        let desk = &mut Desk::service(&app).await.by(can.by.writer);
        commands::set_service(desk, state).await
    };
    App::uninterrupted(decide).await?;
    Ok(StatusCode::NO_CONTENT)
}
