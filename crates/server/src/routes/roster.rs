//! The roster of the secretariat: seats and people as a CSV file, looked at, brought in, written out.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use collab::code::Code;

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Keeps, Service};
use crate::commands::{self, Desk};
use crate::problem::{Problem, ProblemView};
use crate::view::RosterView;

/// All seats and whoever holds them now, as CSV in UTF-8. No cell is one that a spreadsheet takes for a formula.
#[utoipa::path(
    get,
    path = "/api/v1/roster",
    responses(
        (status = 200, description = "The roster.", content_type = "text/csv"),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(State(app): State<Shared>, can: Authorized<Service, Keeps>) -> Response {
    let desk = Desk::service(&app).await.by(can.by.writer);
    let mut response = commands::export_roster(&desk).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"roster.csv\""));
    response
}

/// Looks at a roster: what each line would add, and what is wrong with it. Changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/roster/preview",
    request_body(content = String, content_type = "text/csv", description = "UTF-8; a line of headings, then one line for each person or empty seat."),
    responses(
        (status = 200, description = "What it comes to.", body = RosterView),
        (status = 400, description = "`invalid`: no roster at all", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn preview(
    State(app): State<Shared>,
    can: Authorized<Service, Keeps>,
    request: Request,
) -> Result<Json<RosterView>, Problem> {
    let bytes = file(&app, request).await?;
    let desk = Desk::service(&app).await.by(can.by.writer);
    Ok(Json(commands::preview_roster(&desk, &bytes)?))
}

/// Brings a roster in, all of it or, where a line is wrong, nothing.
#[utoipa::path(
    post,
    path = "/api/v1/roster",
    request_body(content = String, content_type = "text/csv", description = "UTF-8; a line of headings, then one line for each person or empty seat."),
    responses(
        (status = 200, description = "What was done.", body = RosterView),
        (status = 400, description = "`invalid`: no roster at all, or the detail names lines that are wrong", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn import(
    State(app): State<Shared>,
    can: Authorized<Service, Keeps>,
    request: Request,
) -> Result<Json<RosterView>, Problem> {
    let bytes = file(&app, request).await?;
    let import = async move {
        commands::import_roster(&mut Desk::service(&app).await.by(can.by.writer), &bytes).await
    };
    Ok(Json(App::uninterrupted(import).await?))
}

async fn file(app: &App, request: Request) -> Result<Bytes, Problem> {
    let bytes = to_bytes(request.into_body(), app.config.limits.roster_bytes_max).await;
    bytes.map_err(|_| Problem::new(Code::TooLarge).with_detail("the file is too large"))
}
