//! Passkeys: made, listed, renamed and removed by the person whose they are, and signed in with by whoever has one. What
//! is asked of the browser, and what it answers, has the shape that the browser's own JSON has.

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use manual::id::PasskeyId;
use webauthn_rs::prelude::{CreationChallengeResponse, RequestChallengeResponse};

use super::session::count_try;
use crate::app::{App, Shared};
use crate::body::Body;
use crate::clock::now_ms;
use crate::commands::{self, Desk};
use crate::device;
use crate::myself::Myself;
use crate::problem::{Problem, ProblemView};
use crate::serve::Peer;
use crate::signed_in::{Lasting, Perhaps, cookie};
use crate::view::{
    CreatedView, NewPasskeyView, PasskeyNameView, PasskeySignInView, PasskeyTouchView, PasskeyView, WaysView,
};

/// Which ways in there are beside an invitation.
#[utoipa::path(
    get,
    path = "/api/v1/sign-in",
    responses((status = 200, description = "The ways in.", body = WaysView)),
)]
pub(crate) async fn ways(State(app): State<Shared>) -> Json<WaysView> {
    let provider = app.provider.as_ref().map(|provider| provider.name().to_owned());
    Json(WaysView { passkeys: app.passkeys.possible(), provider })
}

/// One's own passkeys, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/passkeys",
    responses(
        (status = 200, description = "The passkeys.", body = Vec<PasskeyView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`: the session is of no person, or a program's", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn list(State(app): State<Shared>, me: Myself) -> Json<Vec<PasskeyView>> {
    Json(commands::list_passkeys(&Desk::service(&app).await, me.person))
}

/// Begins to make a passkey: what the browser is to be asked. Good for a few minutes, once.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/registration",
    responses(
        (status = 200, description = "What `navigator.credentials.create` takes, as JSON.", body = Object),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 409, description = "`conflict`: no more passkeys, or none where the service is reached", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn register(
    State(app): State<Shared>,
    me: Myself,
) -> Result<Json<CreationChallengeResponse>, Problem> {
    let desk = Desk::service(&app).await;
    Ok(Json(commands::begin_passkey(&desk, &app.passkeys, me.adding(), &me.by.name)?))
}

/// Adds the passkey that the browser has made.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys",
    request_body = NewPasskeyView,
    responses(
        (status = 201, description = "It signs in from now on.", body = CreatedView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 409, description = "`conflict`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    me: Myself,
    Body(body): Body<NewPasskeyView>,
) -> Result<(StatusCode, Json<CreatedView>), Problem> {
    let (service, session) = (app.clone(), me.by.session);
    let add = async move {
        let mut desk = Desk::service(&service).await.by(me.by.writer);
        commands::add_passkey(&mut desk, &service.passkeys, me.adding(), &body.name, &body.credential).await
    };
    let id = App::uninterrupted(add).await?.to_string();
    app.touches.note(session, now_ms());
    Ok((StatusCode::CREATED, Json(CreatedView { id })))
}

/// Begins a touch of one's passkey, which grave acts want: what the browser is to be asked. Good for a few minutes, once, in
/// this session alone.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/touch/challenge",
    responses(
        (status = 200, description = "What `navigator.credentials.get` takes, as JSON.", body = Object),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 409, description = "`conflict`: no passkeys where the service is reached", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn touch_challenge(
    State(app): State<Shared>,
    me: Myself,
) -> Result<Json<RequestChallengeResponse>, Problem> {
    Ok(Json(app.passkeys.touch(me.by.session, now_ms()).map_err(|_| Code::Conflict)?))
}

/// Touches one's passkey: for some minutes this session may do what is grave.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/touch",
    request_body = PasskeyTouchView,
    responses(
        (status = 204, description = "Touched."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 409, description = "`conflict`: not what was asked for, or too late", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn touch(
    State(app): State<Shared>,
    me: Myself,
    Body(body): Body<PasskeyTouchView>,
) -> Result<StatusCode, Problem> {
    let (service, session) = (app.clone(), me.by.session);
    let shown = app.passkeys.touched(session, body.credential, now_ms()).map_err(|_| Code::Conflict)?;
    let touch = async move {
        let mut desk = Desk::service(&service).await.by(me.by.writer);
        commands::touch_passkey(&mut desk, &service.passkeys, shown, me.person).await
    };
    App::uninterrupted(touch).await?;
    app.touches.note(session, now_ms());
    Ok(StatusCode::NO_CONTENT)
}

/// Calls a passkey otherwise.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/{passkey}/name",
    request_body = PasskeyNameView,
    responses(
        (status = 204, description = "It is called so."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn rename(
    State(app): State<Shared>,
    me: Myself,
    Path(passkey): Path<String>,
    Body(body): Body<PasskeyNameView>,
) -> Result<StatusCode, Problem> {
    let passkey = PasskeyId::parse(&passkey).ok_or(Code::NotFound)?;
    let rename = async move {
        let mut desk = Desk::service(&app).await.by(me.by.writer);
        commands::rename_passkey(&mut desk, me.person, passkey, &body.name).await
    };
    App::uninterrupted(rename).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a passkey: it opens nothing any more. Sessions that began with it go on.
#[utoipa::path(
    delete,
    path = "/api/v1/passkeys/{passkey}",
    responses(
        (status = 204, description = "It is removed."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn delete(
    State(app): State<Shared>,
    me: Myself,
    Path(passkey): Path<String>,
) -> Result<StatusCode, Problem> {
    let passkey = PasskeyId::parse(&passkey).ok_or(Code::NotFound)?;
    let end = async move {
        let mut desk = Desk::service(&app).await.by(me.by.writer);
        commands::end_passkey(&mut desk, me.person, passkey).await
    };
    App::uninterrupted(end).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begins a sign-in with a passkey: what the browser is to be asked. Good for a few minutes, once.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/passkey/challenge",
    responses(
        (status = 200, description = "What `navigator.credentials.get` takes, as JSON.", body = Object),
        (status = 403, description = "`foreign-origin`, `sign-in-refused`", body = ProblemView),
        (status = 429, description = "`too-many`: too many tries from this address", body = ProblemView),
    ),
)]
pub(crate) async fn challenge(
    State(app): State<Shared>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    _: Perhaps,
) -> Result<Json<RequestChallengeResponse>, Problem> {
    count_try(&app, peer, &headers)?;
    Ok(Json(app.passkeys.challenge(now_ms()).map_err(|_| Code::SignInRefused)?))
}

/// Signs in with a passkey. Whatever is wrong, the answer is the same.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/passkey",
    request_body = PasskeySignInView,
    responses(
        (status = 204, description = "Signed in; the answer sets the session cookie."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 403, description = "`sign-in-refused`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
)]
pub(crate) async fn sign_in(
    State(app): State<Shared>,
    headers: HeaderMap,
    Perhaps(before): Perhaps,
    Body(body): Body<PasskeySignInView>,
) -> Result<Response, Problem> {
    let shown = app.passkeys.shown(body.credential, now_ms()).map_err(|_| Code::SignInRefused)?;
    let (before, device) = (before.map(|who| who.session), device::of(&headers));
    let service = app.clone();
    let sign_in = async move {
        let mut desk = Desk::service(&service).await;
        commands::sign_in_with_passkey(&mut desk, &service.passkeys, shown, before, device).await
    };
    let came = App::uninterrupted(sign_in).await?;
    app.touches.note(came.session, now_ms());
    let lasting = Lasting::of(body.own_device, came.ends_ms);
    let cookie = cookie(&app, &came.token, lasting);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
