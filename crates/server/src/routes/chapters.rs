//! Chapters: which a manual has, a new one, deleting and restoring. Their text is written through `sync`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use manual::id::{ChapterId, ManualId};

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Deletes, Keeps, Reads};
use crate::body::Body;
use crate::commands::{self, CommandRefused, Desk, NewChapter};
use crate::problem::{Problem, ProblemView};
use crate::view::{ChapterView, CreatedView, NewChapterView};

/// The chapters of a manual in reading order, deleted ones too.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/chapters",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The chapters in reading order.", body = Vec<ChapterView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline cannot be read", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn list(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
) -> Result<Json<Vec<ChapterView>>, Problem> {
    let session = can.by.session;
    let chapters = commands::list_chapters(&app, can.subject(), session).await?;
    // What went away meanwhile is not told.
    let beside = |id| {
        app.journal.read(|registry| Some((registry.right_in_chapter(session, id)?, registry.state_of(id))))
    };
    let chapters = chapters.into_iter().filter_map(|chapter| Some((beside(chapter.id)?, chapter)));
    let views = chapters.map(|((right, state), chapter)| ChapterView {
        id: chapter.id.to_string(),
        title: chapter.title,
        parent: chapter.parent.map(|parent| parent.to_string()),
        order: chapter.order,
        deleted: chapter.deleted,
        from: chapter.from.map(|from| from.to_string()),
        mode: app.journal.read(|registry| registry.attribution.now(chapter.id)).mode.word().to_owned(),
        state: state.word().to_owned(),
        right: right.word().to_owned(),
    });
    Ok(Json(views.collect()))
}

/// Makes a chapter, the last under its parent: with one empty paragraph, or as a template of the manual says.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/chapters",
    params(("manual" = String, Path, description = "The manual's id.")),
    request_body = NewChapterView,
    responses(
        (status = 201, description = "Made.", body = CreatedView),
        (status = 400, description = "`invalid`: the title, or a parent or template that is not there", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline takes no changes", body = ProblemView),
        (status = 413, description = "`too-large`: the body, more chapters than a manual may have, or a template that asks for too much", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    can: Authorized<ManualId, Keeps>,
    Body(new): Body<NewChapterView>,
) -> Result<(StatusCode, Json<CreatedView>), Problem> {
    let no_parent = || Problem::invalid("`parent` is not the id of a chapter of this manual");
    let parent = new.parent.as_deref().map(|id| ChapterId::parse(id).ok_or_else(no_parent)).transpose()?;
    // A parent that is there for others only is no parent.
    if let Some(parent) = parent
        && app.journal.read(|registry| registry.right_in_chapter(can.by.session, parent).is_none())
    {
        return Err(CommandRefused::NoSuchParent.into());
    }
    let no_template = || Problem::invalid("`template` is not the id of a template of this manual");
    let template = new.template.as_deref();
    let template = template.map(|id| ChapterId::parse(id).ok_or_else(no_template)).transpose()?;
    let create = async move {
        let chapter = NewChapter { manual: can.subject(), title: &new.title, parent, template, seed: None };
        commands::create_chapter(&mut Desk::service(&app).await.by(can.by.writer), chapter).await
    };
    let id = App::uninterrupted(create).await?;
    Ok((StatusCode::CREATED, Json(CreatedView { id: id.to_string() })))
}

/// Takes a chapter out of its manual and closes its sockets. Nothing of it is lost.
#[utoipa::path(
    delete,
    path = "/api/v1/chapters/{chapter}",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 204, description = "Deleted, now or before."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline takes no changes", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn delete(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Deletes>,
) -> Result<StatusCode, Problem> {
    let delete = async move {
        commands::delete_chapter(&mut Desk::service(&app).await.by(can.by.writer), can.subject()).await
    };
    App::uninterrupted(delete).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a deleted chapter back where it was.
#[utoipa::path(
    post,
    path = "/api/v1/chapters/{chapter}/restore",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 204, description = "There, now or before."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline takes no changes", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn restore(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Deletes>,
) -> Result<StatusCode, Problem> {
    let restore = async move {
        commands::restore_chapter(&mut Desk::service(&app).await.by(can.by.writer), can.subject()).await
    };
    App::uninterrupted(restore).await?;
    Ok(StatusCode::NO_CONTENT)
}
