//! Tokens for programs, of the seats that one administers.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use collab::code::Code;
use manual::id::{SeatId, SessionId};

use crate::administers;
use crate::app::{App, Shared};
use crate::body::Body;
use crate::commands::{self, Desk};
use crate::problem::{Problem, ProblemView};
use crate::signed_in::SignedIn;
use crate::view::{MadeTokenView, NewTokenView, TokenRowView};

/// The tokens that stand, of the seats that the caller administers, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/tokens",
    responses(
        (status = 200, description = "The tokens, without their secret.", body = Vec<TokenRowView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn list(State(app): State<Shared>, by: SignedIn) -> Json<Vec<TokenRowView>> {
    Json(app.journal.read(|registry| commands::list_tokens(registry, |seat| administers::may(&by, seat))))
}

/// Makes a token for a program of a seat. The token is shown once. What a program makes reaches no further than itself.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    request_body = NewTokenView,
    responses(
        (status = 201, description = "Made; the token is shown once.", body = MadeTokenView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: no such seat or manual", body = ProblemView),
        (status = 409, description = "`conflict`: the seat has as many tokens as it may", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    by: SignedIn,
    Body(new): Body<NewTokenView>,
) -> Result<(StatusCode, Json<MadeTokenView>), Problem> {
    let there = |id: &SeatId| app.journal.read(|registry| registry.seats.contains_key(id));
    let seat = match new.seat.as_deref() {
        None => by.seat,
        Some(id) => SeatId::parse(id).filter(there).ok_or(Code::NotFound)?,
    };
    if !administers::may(&by, seat) {
        return Err(Code::NotAllowed.into());
    }
    let make = async move {
        let desk = &mut Desk::service(&app).await.by(by.writer);
        commands::make_token_for(desk, &by, seat, &new).await
    };
    Ok((StatusCode::CREATED, Json(App::uninterrupted(make).await?)))
}

/// Ends a token, and its sockets with it.
#[utoipa::path(
    delete,
    path = "/api/v1/tokens/{token}",
    params(("token" = String, Path, description = "The token's id, not its secret.")),
    responses(
        (status = 204, description = "Ended."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn end(
    State(app): State<Shared>,
    by: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let end = async move {
        let desk = &mut Desk::service(&app).await.by(by.writer);
        let found = desk.read(|registry| {
            let id = SessionId::parse(&id)?;
            let token = registry.sessions.get(&id).filter(|session| session.program)?;
            administers::may(&by, token.seat).then_some(id)
        });
        commands::revoke(desk, &[found.ok_or(Code::NotFound)?]).await?;
        Ok::<_, Problem>(())
    };
    App::uninterrupted(end).await?;
    Ok(StatusCode::NO_CONTENT)
}
