//! Seats: which there are and who holds them, a new one, people added, a seat handed over, its sessions.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use collab::code::Code;
use manual::id::{PersonId, SeatId};
use manual::seat::SeatKind;

use super::people::mailed;
use crate::administers::{self, Administers};
use crate::app::{App, Shared};
use crate::authorized::{Authorized, Keeps, Service};
use crate::body::Body;
use crate::commands::{self, CommandRefused, Desk, Sight};
use crate::problem::{Problem, ProblemView};
use crate::signed_in::SignedIn;
use crate::view::{
    CreatedView, HandedOverView, HandoverView, HoldingsView, NewPersonView, NewSeatView, OpenSessionView,
    SeatRowView, SeatView,
};

/// All seats, by name. Of each its name and kind; of one's own also who holds it; to whoever administers a seat everything.
#[utoipa::path(
    get,
    path = "/api/v1/seats",
    responses(
        (status = 200, description = "All seats, by name.", body = Vec<SeatRowView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn list(State(app): State<Shared>, by: SignedIn) -> Json<Vec<SeatRowView>> {
    let sight = |seat: SeatId| {
        if administers::may(&by, seat) {
            Sight::Administers
        } else if by.seat == seat {
            Sight::Colleague
        } else {
            Sight::Name
        }
    };
    let (rows, vault) = (app.journal.read(commands::seat_rows), app.journal.vault());
    Json(rows.iter().map(|row| row.view(sight(row.id()), &vault)).collect())
}

/// Adds a seat. Names are unique, whatever their capitals.
#[utoipa::path(
    post,
    path = "/api/v1/seats",
    request_body = NewSeatView,
    responses(
        (status = 201, description = "Added.", body = SeatView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 409, description = "`conflict`: there is one of this name", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    can: Authorized<Service, Keeps>,
    Body(new): Body<NewSeatView>,
) -> Result<(StatusCode, Json<SeatView>), Problem> {
    let NewSeatView { name, kind } = new;
    let kind = SeatKind::parse(&kind).ok_or(CommandRefused::NoSuchKind)?;
    let add = async move {
        commands::add_seat(&mut Desk::service(&app).await.by(can.by.writer), &name, kind).await
    };
    Ok((StatusCode::CREATED, Json(App::uninterrupted(add).await?)))
}

/// Adds somebody to a seat. The name and the address are sealed under a key of the person's own.
#[utoipa::path(
    post,
    path = "/api/v1/seats/{seat}/people",
    params(("seat" = String, Path, description = "The seat's id.")),
    request_body = NewPersonView,
    responses(
        (status = 201, description = "Added; not invited yet.", body = CreatedView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: the seat has as many people as it may", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn add_person(
    State(app): State<Shared>,
    can: Administers<SeatId>,
    Body(new): Body<NewPersonView>,
) -> Result<(StatusCode, Json<CreatedView>), Problem> {
    let add = async move {
        commands::add_person(&mut Desk::service(&app).await.by(can.by.writer), can.seat, &new).await
    };
    let person = App::uninterrupted(add).await?;
    Ok((StatusCode::CREATED, Json(CreatedView { id: person.to_string() })))
}

/// Hands a seat over, in one act: who leaves is signed out, their invitations and tokens are over, their sockets close
/// within two seconds; the successor is added and invited. What was written stays with the seat.
#[utoipa::path(
    post,
    path = "/api/v1/seats/{seat}/handover",
    params(("seat" = String, Path, description = "The seat's id.")),
    request_body = HandoverView,
    responses(
        (status = 201, description = "Handed over; the invitation is shown once.", body = HandedOverView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: the seat has as many people as it may", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn hand_over(
    State(app): State<Shared>,
    can: Administers<SeatId>,
    Body(handover): Body<HandoverView>,
) -> Result<(StatusCode, Json<HandedOverView>), Problem> {
    let service = app.clone();
    let hand_over = async move {
        commands::hand_over(&mut Desk::service(&service).await.by(can.by.writer), can.seat, &handover).await
    };
    let mut over = App::uninterrupted(hand_over).await?;
    if let Some(successor) = PersonId::parse(&over.person) {
        over.invitation = mailed(&app, successor, over.invitation).await;
    }
    Ok((StatusCode::CREATED, Json(over)))
}

/// The open sessions of a seat's people, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/seats/{seat}/sessions",
    params(("seat" = String, Path, description = "The seat's id.")),
    responses(
        (status = 200, description = "The sessions.", body = Vec<OpenSessionView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn sessions(
    State(app): State<Shared>,
    can: Administers<SeatId>,
) -> Json<Vec<OpenSessionView>> {
    Json(app.journal.read(|registry| {
        let sessions = commands::seat_sessions(registry, can.seat);
        commands::sessions_shown(registry, &sessions, can.by.session)
    }))
}

/// What a seat has in its hands, for whoever takes it over: chapters it wrote in, proposals that wait, drafts (for the
/// seat itself), who holds it, and what was frozen since. Only what the caller may see.
#[utoipa::path(
    get,
    path = "/api/v1/seats/{seat}/holdings",
    params(("seat" = String, Path, description = "The seat's id.")),
    responses(
        (status = 200, description = "What it holds.", body = HoldingsView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`: another's seat", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: an outline", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn holdings(
    State(app): State<Shared>,
    by: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<HoldingsView>, Problem> {
    let seat = app.journal.read(|registry| SeatId::parse(&id).filter(|id| registry.seats.contains_key(id)));
    let seat = seat.ok_or(Code::NotFound)?;
    if by.seat != seat && !administers::may(&by, seat) {
        return Err(Code::NotAllowed.into());
    }
    Ok(Json(commands::holdings(&app, seat, by.session).await?))
}
