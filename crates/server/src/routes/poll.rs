//! Where a link over requests begins, is fed, asked and ended, for networks that let no websocket through. The same checks
//! and the same words as `sync`; such a link always speaks `chancery.v1`. What its requests meet is `poll`'s.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use collab::parcel;
use collab::room::Dialect;
use serde::Deserialize;

use crate::app::Shared;
use crate::authorized::{Authorized, Reads, Synced};
use crate::limits::Limits;
use crate::link::{Heard, Link};
use crate::poll::{Polled, Refused, Told};
use crate::problem::{Problem, ProblemView};
use crate::view::{LinkView, TakenView};

/// Which link a request is about, besides its document.
#[derive(Deserialize)]
pub(crate) struct Named {
    link: String,
}

/// Which link, and what of it has arrived.
#[derive(Deserialize)]
pub(crate) struct Behind {
    link: String,
    after: u64,
}

/// Opens a link that requests carry.
#[utoipa::path(
    post,
    path = "/api/v1/sync/{document}/poll",
    params(("document" = String, Path, description = "A chapter's id, or a manual's `outline`.")),
    responses(
        (status = 201, description = "The link", body = LinkView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: also for a deleted chapter", body = ProblemView),
        (status = 429, description = "`too-many-pages`: links of this session; `too-many`: of the service", body = ProblemView),
        (status = 503, description = "`stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn open(
    State(app): State<Shared>,
    can: Authorized<Synced, Reads>,
) -> Result<(StatusCode, Json<LinkView>), Problem> {
    let place = app.live.enter(can.by.session, can.subject().document, &app.config.limits)?;
    let heard = Heard::now(app.chapters.clock);
    let polls = Arc::clone(&app.polls);
    let link = polls.begin(Link { app, place, can, dialect: Dialect::Chancery, heard });
    Ok((StatusCode::CREATED, Json(LinkView { link })))
}

/// Brings frames up.
#[utoipa::path(
    post,
    path = "/api/v1/sync/{document}/poll/{link}",
    params(
        ("document" = String, Path, description = "A chapter's id, or a manual's `outline`."),
        ("link" = String, Path, description = "As it was given when it was opened."),
    ),
    request_body(content_type = "application/octet-stream", description = "The number of the first frame, then each \
        frame with its length; all numbers in lib0's variable length."),
    responses(
        (status = 200, description = "Taken up to here", body = TakenView),
        (status = 400, description = "`malformed`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`gap`: frames before these are missing", body = ProblemView),
        (status = 410, description = "`too-slow`: the link is over, or never was", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn bring(
    State(app): State<Shared>,
    can: Authorized<Synced, Reads>,
    Path(named): Path<Named>,
    request: Request,
) -> Result<Response, Problem> {
    let polled = find(&app, &can, &named.link)?;
    let mut up = polled.turn().await;
    let body = to_bytes(request.into_body(), body_bytes_max(&app.config.limits)).await;
    let body = body.map_err(|_| Problem::new(Code::TooLarge))?;
    let next = polled.bring(&mut up, parcel::read(&body)?).await?;
    Ok(bare(Json(TakenView { next }).into_response()))
}

/// Fetches the frames that wait, or waits for some.
#[utoipa::path(
    get,
    path = "/api/v1/sync/{document}/poll/{link}/{after}",
    params(
        ("document" = String, Path, description = "A chapter's id, or a manual's `outline`."),
        ("link" = String, Path, description = "As it was given when it was opened."),
        ("after" = u64, Path, description = "The number of the last frame that arrived, 0 at first."),
        ("prefer" = Option<String>, Header, description = "`wait=N`: for at most so many seconds (RFC 7240)."),
    ),
    responses(
        (status = 200, description = "Frames, as they are brought up", content_type = "application/octet-stream"),
        (status = 204, description = "Nothing came: ask again"),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: `after` is not where the link stands", body = ProblemView),
        (status = 410, description = "`too-slow`: the link is over, or never was", body = ProblemView),
        (status = 503, description = "`stopping`, `not-persisted` or another end of the link", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn ask(
    State(app): State<Shared>,
    can: Authorized<Synced, Reads>,
    Path(behind): Path<Behind>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let polled = find(&app, &can, &behind.link)?;
    let wait = preferred(&headers).min(Duration::from_millis(app.config.limits.poll_wait_ms_max));
    match polled.ask(behind.after, wait).await? {
        Told::Frames(frames) => Ok(bare((header_of_bytes(), frames).into_response())),
        Told::Nothing => Ok(bare(StatusCode::NO_CONTENT.into_response())),
    }
}

/// Ends a link.
#[utoipa::path(
    delete,
    path = "/api/v1/sync/{document}/poll/{link}",
    params(
        ("document" = String, Path, description = "A chapter's id, or a manual's `outline`."),
        ("link" = String, Path, description = "As it was given when it was opened."),
    ),
    responses(
        (status = 204, description = "What it had brought is still dealt with"),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 410, description = "`too-slow`: the link is over, or never was", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn end(
    State(app): State<Shared>,
    can: Authorized<Synced, Reads>,
    Path(named): Path<Named>,
) -> Result<StatusCode, Problem> {
    find(&app, &can, &named.link)?.say_goodbye();
    Ok(StatusCode::NO_CONTENT)
}

/// Another session's link, another document's and none at all answer alike.
fn find(app: &Shared, can: &Authorized<Synced, Reads>, link: &str) -> Result<Arc<Polled>, Problem> {
    app.polls.find(link, can.by.session, can.subject().document).ok_or_else(is_over)
}

fn is_over() -> Problem {
    let problem = Problem::new(Code::TooSlow).with_status(StatusCode::GONE);
    problem.with_detail("this link is over, or never was; open another")
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Over(Code::TooSlow) => is_over(),
            Refused::Over(code) => Self::from(code),
            Refused::Ahead => Self::new(Code::Gap).with_detail("frames before these are missing"),
            Refused::Astray => {
                Self::new(Code::Conflict).with_detail("this number is not where the link stands")
            }
        }
    }
}

/// Somewhat more than a frame may have, so that one over its bound is answered by the link as on a websocket.
fn body_bytes_max(limits: &Limits) -> usize {
    limits.frame_bytes_max.saturating_mul(2).saturating_add(4 << 10)
}

/// How long the other side would have us wait. As long as we may, if it does not say.
fn preferred(headers: &HeaderMap) -> Duration {
    let said = headers.get("prefer").and_then(|value| value.to_str().ok());
    let seconds = said.and_then(|said| said.trim().strip_prefix("wait=")).and_then(|wait| wait.parse().ok());
    Duration::from_secs(seconds.unwrap_or(u64::from(u32::MAX)))
}

fn header_of_bytes() -> [(header::HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, "application/octet-stream")]
}

/// These answers are many and small, and bytes that no page can show: a short policy says all there is to say.
fn bare(mut response: Response) -> Response {
    let nothing = HeaderValue::from_static("default-src 'none'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, nothing);
    response
}
