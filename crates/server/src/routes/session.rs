//! Signing in with a link and a code, asking who is signed in, deciding how others see them, signing out.

use std::net::IpAddr;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use manual::seat::Appears;

use crate::app::{App, Shared};
use crate::body::Body;
use crate::clock::{now_ms, rfc3339};
use crate::commands::{self, Desk};
use crate::config::ClientAddress;
use crate::device;
use crate::names::Named;
use crate::problem::{Problem, ProblemView};
use crate::serve::Peer;
use crate::signed_in::{self, Lasting, Perhaps, SignedIn, cookie, no_cookie};
use crate::view::{AppearanceView, MyselfView, SessionView, SignInView};

/// Who is signed in. Answers strangers too, so that a page can tell "signed out" from "offline".
#[utoipa::path(
    get,
    path = "/api/v1/session",
    responses((status = 200, description = "Who is signed in, if anybody.", body = SessionView)),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    headers: HeaderMap,
    Perhaps(who): Perhaps,
) -> Json<SessionView> {
    let who = who.as_ref();
    Json(SessionView {
        signed_in: who.is_some(),
        revoked: who.is_none() && signed_in::was_taken(&app, &headers),
        epoch: app.chapters.epoch().to_string(),
        seat: who.map(|who| commands::seat_view(who.seat, &who.name, who.kind)),
        person: who.and_then(|who| myself(&app, who)),
        right: who.map(|who| who.right.word()),
        appears: who.map(|who| who.appears.word()),
        ends: who.map(|who| rfc3339(who.ends_ms)),
    })
}

fn myself(app: &App, who: &SignedIn) -> Option<MyselfView> {
    let id = who.person?;
    let (person, succeeds) = app.journal.read(|registry| {
        Some((registry.people.get(&id)?.clone(), commands::succeeds(registry, id, who.session)))
    })?;
    let named = Named::open(&app.journal.vault(), id, &person);
    let (name, role) = (named.map(|named| named.name), person.role.word());
    Some(MyselfView { id: id.to_string(), name, role, admin: who.admin, succeeds })
}

/// Signs in with an invitation. Whatever is wrong, the answer is the same.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in",
    request_body = SignInView,
    responses(
        (status = 204, description = "Signed in; the answer sets the session cookie."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 403, description = "`invitation-refused`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 429, description = "`too-many`: too many tries from this address", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
)]
pub(crate) async fn sign_in(
    State(app): State<Shared>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Perhaps(before): Perhaps,
    Body(body): Body<SignInView>,
) -> Result<Response, Problem> {
    count_try(&app, peer, &headers)?;
    let before = before.map(|who| who.session);
    let service = app.clone();
    let SignInView { link, code, own_device } = body;
    let device = device::of(&headers);
    let sign_in = async move {
        commands::sign_in(&mut Desk::service(&service).await, &link, &code, before, device).await
    };
    let came = App::uninterrupted(sign_in).await?;
    app.touches.note(came.session, now_ms());
    let lasting = Lasting::of(own_device, came.ends_ms);
    let cookie = cookie(&app, &came.token, lasting);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Decides what others are told of whoever is signed in here, in every document and on every page of this session, at
/// once and until it is decided anew: the name of the seat, or only that it is somebody of the network.
#[utoipa::path(
    post,
    path = "/api/v1/session/appearance",
    request_body = AppearanceView,
    responses(
        (status = 204, description = "It is so."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn appear(
    State(app): State<Shared>,
    who: SignedIn,
    Body(body): Body<AppearanceView>,
) -> Result<StatusCode, Problem> {
    let appears = Appears::parse(&body.appears).ok_or(Code::Invalid)?;
    let service = app.clone();
    let decide = async move {
        commands::appear(&mut Desk::service(&service).await.by(who.writer), who.session, appears).await
    };
    App::uninterrupted(decide).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs out: the session ends, and its sockets with it. A token that signs out ends too.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    responses(
        (status = 204, description = "Nobody is signed in here any more."),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
)]
pub(crate) async fn sign_out(State(app): State<Shared>, Perhaps(who): Perhaps) -> Result<Response, Problem> {
    if let Some(who) = who {
        let service = app.clone();
        let end = async move {
            commands::end_session(&mut Desk::service(&service).await.by(who.writer), who.session).await
        };
        App::uninterrupted(end).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie(&app))]).into_response())
}

/// Counts a try to sign in, by where the caller sits.
///
/// # Errors
/// `TooMany` when that address has had its tries.
pub(super) fn count_try(app: &App, peer: Peer, headers: &HeaderMap) -> Result<(), Problem> {
    app.metrics.sign_in_tries.inc();
    let tries_max = app.config.limits.sign_in_tries_per_minute_max;
    app.tries.count(address(app, peer, headers), tries_max, now_ms()).map_err(Problem::too_many)
}

fn address(app: &App, peer: Peer, headers: &HeaderMap) -> IpAddr {
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    match app.config.client_address {
        ClientAddress::Socket => peer.0.ip(),
        ClientAddress::ForwardedFor => forwarded().unwrap_or_else(|| peer.0.ip()),
    }
}
