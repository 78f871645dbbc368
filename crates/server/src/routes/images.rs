//! Pictures: brought by whoever may write, seen by whoever may read. Nothing is ever fetched from anywhere.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use edition::{hex, unhex};
use manual::id::ManualId;
use store::record::Hash;

use super::editions::blocking;
use crate::app::Shared;
use crate::authorized::{Authorized, PicturesOf, Proposes, Reads};
use crate::clock::now_ms;
use crate::contents;
use crate::pause;
use crate::picture;
use crate::problem::{Problem, ProblemView};
use crate::view::ImageView;

/// A picture runs nothing and loads nothing, wherever it is opened.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; sandbox";

/// Takes a picture, makes it safe and keeps it.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/images",
    params(("manual" = String, Path, description = "The manual's id.")),
    request_body(content_type = "application/octet-stream", description = "The bytes of a PNG, JPEG, WebP or GIF (its \
        first frame). What they are is seen from them alone."),
    responses(
        (status = 201, description = "Kept", body = ImageView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 413, description = "`too-large`: in bytes, pixels or time; the detail says which", body = ProblemView),
        (status = 422, description = "`forbidden-content`: no picture, or a broken one", body = ProblemView),
        (status = 429, description = "`too-many`: at once, or in a minute", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    can: Authorized<PicturesOf, Proposes>,
    request: Request,
) -> Result<(StatusCode, Json<ImageView>), Problem> {
    let limits = &app.config.limits;
    let _place = app.pictures.enter(can.by.session, can.by.seat, limits, now_ms())?;
    let bytes = to_bytes(request.into_body(), limits.image_bytes_max).await;
    let bytes = bytes.map_err(|_| Problem::new(Code::TooLarge).with_detail("the file is too large"))?;
    pause::check_running(&app)?;
    let kept = app.pictures.keep(bytes.into(), limits).await?;
    app.pictures.note(can.by.seat, kept.hash, limits, now_ms());
    let view = ImageView {
        sha256: hex(&kept.hash),
        width: kept.picture.width,
        height: kept.picture.height,
        media_type: kept.picture.media_type,
        bytes: kept.picture.bytes.len(),
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// Whether a picture is there for whoever asks. For whom nothing is hidden, every picture is; for others, what stands in
/// something of this manual that is there for them, and what their seat has just brought.
async fn is_there(app: &Shared, can: &Authorized<ManualId, Reads>, hash: &Hash) -> bool {
    let (session, manual) = (can.by.session, can.subject());
    if app.journal.read(|registry| registry.sees_everything(session))
        || app.pictures.was_brought(can.by.seat, hash, &app.config.limits, now_ms())
    {
        return true;
    }
    let readable = app.journal.read(|registry| registry.readable_in(session, manual));
    contents::shows_picture(app, readable, hex(hash)).await
}

/// A picture, byte for byte as it was kept.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/images/{sha256}",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("sha256" = String, Path, description = "As it was told when the picture was kept."),
    ),
    responses(
        (status = 200, description = "The picture; it never changes", content_type = "image/*"),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the file is not what was kept", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
    address: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Problem> {
    let Path((_, name)) = address.map_err(|_| Code::NotFound)?;
    let hash = unhex(&name).filter(|hash| hex(hash) == name).ok_or(Code::NotFound)?;
    if !is_there(&app, &can, &hash).await {
        return Err(Code::NotFound.into());
    }
    let bytes = blocking(app, move |app, _| app.pictures.read(&hash)).await?;
    let media_type = picture::media_type(&bytes).ok_or(Code::Damaged)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    Ok(response)
}
