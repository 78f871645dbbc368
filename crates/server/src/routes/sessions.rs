//! One's own sessions: where one is signed in, and out of there again. Whoever administers a seat ends sessions of its
//! people likewise.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use manual::id::SessionId;
use store::registry::Registry;

use crate::administers;
use crate::app::{App, Shared};
use crate::commands::{self, Desk};
use crate::problem::{Problem, ProblemView};
use crate::signed_in::{SignedIn, no_cookie};
use crate::view::OpenSessionView;

/// The sessions of whoever is signed in here, the newest first. One that belongs to no person tells of itself alone.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    responses(
        (status = 200, description = "The sessions.", body = Vec<OpenSessionView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn list(State(app): State<Shared>, by: SignedIn) -> Json<Vec<OpenSessionView>> {
    Json(app.journal.read(|registry| {
        let own = commands::own_sessions(registry, by.session, by.person);
        commands::sessions_shown(registry, &own, by.session)
    }))
}

/// Signs out everywhere: all sessions of whoever is signed in here end, this one too.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions",
    responses(
        (status = 204, description = "Signed out everywhere."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn end_all(State(app): State<Shared>, by: SignedIn) -> Result<Response, Problem> {
    let service = app.clone();
    let end = async move {
        let desk = &mut Desk::service(&service).await.by(by.writer);
        let own = desk.read(|registry| commands::own_sessions(registry, by.session, by.person));
        // Other devices did not do this themselves: what they keep is taken from them.
        let others: Vec<_> = own.iter().copied().filter(|session| *session != by.session).collect();
        commands::revoke(desk, &others).await?;
        commands::sign_out(desk, &[by.session]).await
    };
    App::uninterrupted(end).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie(&app))]).into_response())
}

/// Ends one session: one's own, or one of a seat that one administers.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/{session}",
    params(("session" = String, Path, description = "The session's id.")),
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
        let (id, whose) = desk.read(|registry| whose(registry, &by, &id)).ok_or(Code::NotFound)?;
        match whose {
            Whose::Own if id == by.session => commands::sign_out(desk, &[id]).await?,
            Whose::Own | Whose::OfMySeat => commands::revoke(desk, &[id]).await?,
        }
        Ok::<_, Problem>(())
    };
    App::uninterrupted(end).await?;
    Ok(StatusCode::NO_CONTENT)
}

enum Whose {
    Own,
    OfMySeat,
}

/// A session that somebody may end.
fn whose(registry: &Registry, by: &SignedIn, id: &str) -> Option<(SessionId, Whose)> {
    let id = SessionId::parse(id)?;
    if commands::own_sessions(registry, by.session, by.person).contains(&id) {
        return Some((id, Whose::Own));
    }
    let session = registry.sessions.get(&id).filter(|session| !session.program)?;
    administers::may(by, session.seat).then_some((id, Whose::OfMySeat))
}
