//! The panic button's half in HTTP: while the service is paused, a request that would change something is answered with
//! `paused`. Looked at before a handler, and once more when a body has arrived, because that may take its time. What links
//! bring is dropped by the rooms (docs/protocol.md, U12).

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use store::record::rights::ServiceState;

use crate::app::{App, Shared};
use crate::problem::Problem;
use crate::table;

/// Stands around every route.
pub(crate) async fn gate(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match check(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(code) => Problem::from(code).into_response(),
    }
}

/// # Errors
/// `Paused` when the service is, and the route would change something.
pub(crate) fn check(app: &App, request: &Request) -> Result<(), Code> {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    if table::answers_paused(request.method().as_str(), route) { Ok(()) } else { check_running(app) }
}

/// The same for a route that always changes something.
///
/// # Errors
/// `Paused` when the service is.
pub(crate) fn check_running(app: &App) -> Result<(), Code> {
    match app.journal.read(|registry| registry.rights.service) {
        ServiceState::Open => Ok(()),
        ServiceState::ReadOnly => Err(Code::Paused),
    }
}
