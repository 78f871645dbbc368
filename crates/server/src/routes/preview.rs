//! Drafts of a manual or a chapter as it stands, to look at before anything is frozen. Nothing is kept, and nothing is recorded.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use edition::site::Output as Format;
use manual::id::{ChapterId, ManualId, SessionId};
use store::editions::Editions;

use super::editions::blocking;
use crate::app::Shared;
use crate::authorized::{Authorized, Reads};
use crate::clock::now_ms;
use crate::freeze::standing::{Standing, standing};
use crate::outputs::media_type;
use crate::press::{Asked, NotPrinted};
use crate::previews::{Opened, as_word, file_name, mark, opened, packed};
use crate::problem::{Problem, ProblemView};

/// The manual as it stands, as a document of Word that says it is a draft. With the chapters that are there for the caller.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/preview.docx",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The document.", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`not-freezable`: a chapter, which the detail names", body = ProblemView),
        (status = 429, description = "`too-many`: in a minute", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn manual_word(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
) -> Result<Response, Problem> {
    word(app, can.by.session, can.subject(), None).await
}

/// The same as a PDF.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/preview.pdf",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The PDF.", content_type = "application/pdf", body = Vec<u8>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`not-freezable`: a chapter, which the detail names", body = ProblemView),
        (status = 429, description = "`too-many`: in a minute", body = ProblemView),
        (status = 503, description = "`no-press`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn manual_pdf(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
) -> Result<Response, Problem> {
    pdf(app, can.by.session, can.subject(), None).await
}

/// One chapter as it stands, as a document of Word. Its numbers and references are those it has in the manual.
#[utoipa::path(
    get,
    path = "/api/v1/chapters/{chapter}/preview.docx",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 200, description = "The document.", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`not-freezable`: a chapter, which the detail names", body = ProblemView),
        (status = 429, description = "`too-many`: in a minute", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn chapter_word(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Reads>,
) -> Result<Response, Problem> {
    let manual = manual_of(&app, can.subject())?;
    word(app, can.by.session, manual, Some(can.subject())).await
}

/// The same as a PDF.
#[utoipa::path(
    get,
    path = "/api/v1/chapters/{chapter}/preview.pdf",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 200, description = "The PDF.", content_type = "application/pdf", body = Vec<u8>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`not-freezable`: a chapter, which the detail names", body = ProblemView),
        (status = 429, description = "`too-many`: in a minute", body = ProblemView),
        (status = 503, description = "`no-press`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn chapter_pdf(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Reads>,
) -> Result<Response, Problem> {
    let manual = manual_of(&app, can.subject())?;
    pdf(app, can.by.session, manual, Some(can.subject())).await
}

fn manual_of(app: &Shared, chapter: ChapterId) -> Result<ManualId, Code> {
    let of = |chapter: &store::registry::Chapter| (!chapter.deleted).then_some(chapter.manual);
    app.journal.read(|registry| registry.chapters.get(&chapter).and_then(of)).ok_or(Code::NotFound)
}

/// Counts one of those that a session, or all strangers together, may have in a minute.
pub(super) fn count(app: &Shared, session: Option<SessionId>) -> Result<(), Problem> {
    let most = app.config.limits.previews_per_minute_max;
    app.previews.count(session, most, now_ms()).map_err(Problem::too_many)
}

async fn word(
    app: Shared,
    session: SessionId,
    manual: ManualId,
    chapter: Option<ChapterId>,
) -> Result<Response, Problem> {
    count(&app, Some(session))?;
    let standing = standing(&app, manual, session).await?;
    let slug = slug(&app, manual);
    let made = blocking(app, move |app, _| {
        as_word(&standing, chapter, &app.journal.index().images()).ok_or(Code::Internal)
    });
    Ok(offered(made.await?, Format::Docx, &file_name(&slug, now_ms(), "docx")))
}

async fn pdf(
    app: Shared,
    session: SessionId,
    manual: ManualId,
    chapter: Option<ChapterId>,
) -> Result<Response, Problem> {
    if app.press.program().is_none() {
        return Err(Code::NoPress.into());
    }
    count(&app, Some(session))?;
    let standing = standing(&app, manual, session).await?;
    let slug = slug(&app, manual);
    let bundled = blocking(app.clone(), move |app, _| {
        bundle(&standing, chapter, &app.journal.index().images()).ok_or(Code::Internal)
    });
    let (bundle, asked) = bundled.await?;
    let made = app.press.print(&bundle, &asked).await.map_err(refused)?;
    Ok(offered(made, Format::Pdf, &file_name(&slug, now_ms(), "pdf")))
}

/// Why there is no PDF, for whoever waits for it.
pub(super) fn refused(not_printed: NotPrinted) -> Problem {
    tracing::warn!(%not_printed, "what somebody waits for could not be printed");
    let problem = Problem::from(Code::NoPress);
    if not_printed == NotPrinted::Absent { problem } else { problem.with_detail(not_printed.to_string()) }
}

/// What the press is given of a manual as it stands.
fn bundle(standing: &Standing, chapter: Option<ChapterId>, images: &Editions) -> Option<(Vec<u8>, Asked)> {
    let opened = opened(standing)?;
    let draft = Some(mark(&opened));
    let Opened { manifest, .. } = opened;
    let place = |id| manifest.chapters.iter().position(|entry| entry.id == id).map(|at| at + 1);
    let chapter = match chapter {
        Some(id) => Some(place(id)?),
        None => None,
    };
    let bundle = packed((&standing.manifest, &manifest), &standing.chapters, images)?;
    Some((bundle, Asked { chapter, draft, since: None }))
}

fn slug(app: &Shared, manual: ManualId) -> String {
    app.journal.read(|registry| registry.manuals.get(&manual).map_or(String::new(), |of| of.slug.clone()))
}

/// A file to be kept by whoever asked for it, and by nobody on the way.
fn offered(bytes: Vec<u8>, format: Format, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(format)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
