//! Signing in with the provider that is configured: begun here, gone through there, finished here; and the link between a
//! person and what the provider calls them, seen and removed by that person. Whatever is wrong, the answer is the same.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use collab::code::Code;

use super::session::count_try;
use crate::app::{App, Shared};
use crate::body::Body;
use crate::clock::now_ms;
use crate::commands::{self, Desk};
use crate::device;
use crate::myself::Myself;
use crate::oidc::{Brought, Going, Provider, Refused, Vouched};
use crate::problem::{Problem, ProblemView};
use crate::serve::Peer;
use crate::signed_in::{Lasting, Perhaps, cookie, going_cookie, going_of, no_going_cookie};
use crate::view::{IdentityView, ProviderAddressView, ProviderAnswerView, ProviderSignInView};

/// Begins a sign-in with the provider; with an invitation, whoever comes back is linked to its person. Good for a few
/// minutes, once, and in the same browser.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/provider",
    request_body = ProviderSignInView,
    responses(
        (status = 200, description = "Where the browser is to go; the answer sets a cookie for the way back.", body = ProviderAddressView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 403, description = "`sign-in-refused`: none is configured; `invitation-refused`, `foreign-origin`", body = ProblemView),
        (status = 409, description = "`conflict`: the invitation is for nobody in particular", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 429, description = "`too-many`: too many tries from this address", body = ProblemView),
        (status = 503, description = "`sign-in-refused`: the provider does not answer; `not-persisted`", body = ProblemView),
    ),
)]
pub(crate) async fn begin(
    State(app): State<Shared>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    _: Perhaps,
    Body(body): Body<ProviderSignInView>,
) -> Result<Response, Problem> {
    let provider = app.provider.as_ref().ok_or(Code::SignInRefused)?;
    count_try(&app, peer, &headers)?;
    let ProviderSignInView { invitation, own_device } = body;
    let invitation = match invitation {
        Some(shown) => {
            let service = app.clone();
            let look = async move { commands::invited(&mut Desk::service(&service).await, &shown).await };
            Some(App::uninterrupted(look).await?)
        }
        None => None,
    };
    let begun = provider.begin(Going { invitation, own_device }, now_ms()).await;
    let begun = begun.map_err(|_| Problem::too_soon(Code::SignInRefused))?;
    let cookie = going_cookie(&app, &begun.browser);
    Ok(([(header::SET_COOKIE, cookie)], Json(ProviderAddressView { address: begun.address })).into_response())
}

/// Finishes a sign-in with what the provider gave the browser to bring back.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/provider/finish",
    request_body = ProviderAnswerView,
    responses(
        (status = 204, description = "Signed in; the answer sets the session cookie."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 403, description = "`sign-in-refused`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
)]
pub(crate) async fn finish(
    State(app): State<Shared>,
    headers: HeaderMap,
    Perhaps(before): Perhaps,
    Body(body): Body<ProviderAnswerView>,
) -> Result<Response, Problem> {
    let (before, device) = (before.map(|who| who.session), device::of(&headers));
    let browser = going_of(&app, &headers).map(str::to_owned);
    let service = app.clone();
    let sign_in = async move {
        let (provider, vouched) = vouched(&service, &body, browser.as_deref()).await?;
        let mut desk = Desk::service(&service).await;
        let came = commands::sign_in_by_provider(&mut desk, provider, &vouched, before, device).await?;
        Ok::<_, Problem>((came, vouched.going.own_device))
    };
    let (came, own_device) = App::uninterrupted(sign_in).await?;
    let lasting = Lasting::of(own_device, came.ends_ms);
    let cookies = [cookie(&app, &came.token, lasting), no_going_cookie(&app)];
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((StatusCode::NO_CONTENT, cookies).into_response())
}

/// Which provider vouches for whoever asks.
#[utoipa::path(
    get,
    path = "/api/v1/identity",
    responses(
        (status = 200, description = "The provider, if there is one.", body = IdentityView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`: the session is of no person, or a program's", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn show(State(app): State<Shared>, me: Myself) -> Json<IdentityView> {
    Json(commands::identity(&Desk::service(&app).await, me.person, app.provider.as_ref()))
}

/// Removes the link: the provider signs this person in no more. Sessions that began with it go on.
#[utoipa::path(
    delete,
    path = "/api/v1/identity",
    responses(
        (status = 204, description = "It is removed."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: there is none", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = [])),
)]
pub(crate) async fn unlink(State(app): State<Shared>, me: Myself) -> Result<StatusCode, Problem> {
    let end = async move {
        let mut desk = Desk::service(&app).await.by(me.by.writer);
        commands::unlink(&mut desk, me.person).await
    };
    App::uninterrupted(end).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// For whom the provider vouches. Why not is for the log alone, in words that name nobody.
async fn vouched<'a>(
    app: &'a App,
    body: &ProviderAnswerView,
    browser: Option<&str>,
) -> Result<(&'a Provider, Vouched), Code> {
    let found = match &app.provider {
        Some(provider) => {
            let (state, code, issuer) = (&body.state, body.code.as_deref(), body.iss.as_deref());
            let brought = Brought { state, code, issuer, browser };
            provider.vouched(brought, now_ms()).await.map(|vouched| (provider, vouched))
        }
        None => Err(Refused::NoProvider),
    };
    found.map_err(|refused| {
        tracing::info!(%refused, "the provider signed nobody in");
        Code::SignInRefused
    })
}
