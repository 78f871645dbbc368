//! Fresh touches: a grave act of a person who has a passkey wants them to have touched it, or to have signed in, within
//! minutes, so that a cookie alone, stolen or left behind, does not suffice. Which acts are grave says the table of routes,
//! and [`gate`], which stands around every route, is the one place that asks. Touches are kept in memory: after a restart
//! they are asked for again. Next: `table`, and `routes::passkeys`, where a touch is made.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use manual::id::SessionId;
use store::registry::Registry;

use crate::app::{App, Shared};
use crate::clock::now_ms;
use crate::limits::Limits;
use crate::problem::Problem;
use crate::signed_in::SignedIn;
use crate::table::{self, Touch};

/// When the person of a session was last there beyond doubt.
pub(crate) struct Touches {
    touch_ms: u64,
    last: Mutex<HashMap<SessionId, u64>>,
}

impl Touches {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { touch_ms: limits.touch_ms, last: Mutex::default() }
    }

    /// The person of this session has touched a passkey, or signed in.
    pub(crate) fn note(&self, session: SessionId, now_ms: u64) {
        let mut last = self.last.lock().expect("nobody panics while noting");
        // No more are kept than there were in these minutes.
        last.retain(|_, at| fresh(*at, self.touch_ms, now_ms));
        last.insert(session, now_ms);
    }

    fn is_fresh(&self, session: SessionId, now_ms: u64) -> bool {
        let last = self.last.lock().expect("nobody panics while looking");
        last.get(&session).is_some_and(|at| fresh(*at, self.touch_ms, now_ms))
    }
}

/// A clock that was set back makes nothing fresher.
fn fresh(at_ms: u64, touch_ms: u64, now_ms: u64) -> bool {
    now_ms.checked_sub(at_ms).is_some_and(|since| since < touch_ms)
}

/// Stands around every route.
pub(crate) async fn gate(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match check(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(code) => Problem::from(code).into_response(),
    }
}

/// # Errors
/// `TouchNeeded` when the route is grave, and the person has a passkey that was not touched of late. Whoever is not signed in,
/// or may not, is told so by the route itself.
fn check(app: &App, request: &Request) -> Result<(), Code> {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let touch = table::touch(request.method().as_str(), route);
    if touch == Touch::Never {
        return Ok(());
    }
    let Ok(by) = SignedIn::check(app, request.method(), request.headers()) else { return Ok(()) };
    let named = request.uri().path().rsplit('/').next().and_then(SessionId::parse);
    let asked = app.journal.read(|registry| {
        has_passkey(registry, &by) && (touch == Touch::Fresh || !is_own(registry, &by, named))
    });
    if asked && !app.touches.is_fresh(by.session, now_ms()) { Err(Code::TouchNeeded) } else { Ok(()) }
}

/// A person, here by themselves and not through a program, who has something to touch.
fn has_passkey(registry: &Registry, by: &SignedIn) -> bool {
    let program = registry.sessions.get(&by.session).is_none_or(|session| session.program);
    !program && by.person.is_some_and(|person| !registry.door.passkeys_of(person).is_empty())
}

/// Whether a session is the same person's.
fn is_own(registry: &Registry, by: &SignedIn, session: Option<SessionId>) -> bool {
    let session = session.and_then(|session| registry.sessions.get(&session));
    session.is_some_and(|session| session.person.is_some() && session.person == by.person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_touch_is_fresh_for_so_long_and_of_its_session_alone() {
        let limits = Limits { touch_ms: 1000, ..Limits::default() };
        let touches = Touches::new(&limits);
        let [one, other] = [1, 2].map(|byte| SessionId::from_random([byte; 16]));
        assert!(!touches.is_fresh(one, 5000));
        touches.note(one, 5000);
        assert!(touches.is_fresh(one, 5000) && touches.is_fresh(one, 5999));
        assert!(!touches.is_fresh(one, 6000) && !touches.is_fresh(other, 5001));
        assert!(!touches.is_fresh(one, 4999), "the clock went back");
        touches.note(other, 7000);
        assert_eq!(touches.last.lock().expect("one thread").len(), 1, "what is over is forgotten");
    }
}
