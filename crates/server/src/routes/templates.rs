//! Templates of a manual: listed, made, deleted, restored by whoever keeps the outline, and unknown to everybody else. What a
//! template asks for is told of each chapter that was made from it, to whoever reads the chapter. Their text is written
//! through `sync`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use manual::id::{ChapterId, ManualId};

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Keeps, Sees, Template};
use crate::body::Body;
use crate::commands::{self, Desk, NewTemplate};
use crate::problem::{Problem, ProblemView};
use crate::view::{AskedForView, CreatedView, NewTemplateView, PartView, TemplateView};

/// The templates of a manual, the oldest first, deleted ones too.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/templates",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The templates, the oldest first.", body = Vec<TemplateView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline cannot be read", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn list(
    State(app): State<Shared>,
    can: Authorized<ManualId, Keeps>,
) -> Result<Json<Vec<TemplateView>>, Problem> {
    let templates = commands::list_templates(&app, can.subject()).await?;
    let views = templates.into_iter().map(|template| TemplateView {
        id: template.id.to_string(),
        title: template.title,
        deleted: template.deleted,
    });
    Ok(Json(views.collect()))
}

/// Makes a template with one empty paragraph.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/templates",
    params(("manual" = String, Path, description = "The manual's id.")),
    request_body = NewTemplateView,
    responses(
        (status = 201, description = "Made.", body = CreatedView),
        (status = 400, description = "`invalid`: the title", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline takes no changes", body = ProblemView),
        (status = 413, description = "`too-large`: the body, or more chapters and templates than a manual may have", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    can: Authorized<ManualId, Keeps>,
    Body(new): Body<NewTemplateView>,
) -> Result<(StatusCode, Json<CreatedView>), Problem> {
    let create = async move {
        let template = NewTemplate { manual: can.subject(), title: &new.title, seed: None };
        commands::create_template(&mut Desk::service(&app).await.by(can.by.writer), template).await
    };
    let id = App::uninterrupted(create).await?;
    Ok((StatusCode::CREATED, Json(CreatedView { id: id.to_string() })))
}

/// Takes a template away and closes its sockets. Chapters made from it stay as they are, and nothing is asked of them.
#[utoipa::path(
    delete,
    path = "/api/v1/templates/{template}",
    params(("template" = String, Path, description = "The template's id.")),
    responses(
        (status = 204, description = "Deleted, now or before."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline takes no changes", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn delete(
    State(app): State<Shared>,
    can: Authorized<Template, Keeps>,
) -> Result<StatusCode, Problem> {
    let Template(id) = can.subject();
    let delete =
        async move { commands::delete_chapter(&mut Desk::service(&app).await.by(can.by.writer), id).await };
    App::uninterrupted(delete).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a deleted template back.
#[utoipa::path(
    post,
    path = "/api/v1/templates/{template}/restore",
    params(("template" = String, Path, description = "The template's id.")),
    responses(
        (status = 204, description = "There, now or before."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline takes no changes", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn restore(
    State(app): State<Shared>,
    can: Authorized<Template, Keeps>,
) -> Result<StatusCode, Problem> {
    let Template(id) = can.subject();
    let restore =
        async move { commands::restore_chapter(&mut Desk::service(&app).await.by(can.by.writer), id).await };
    App::uninterrupted(restore).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a chapter is asked for: the parts of the template that it was made from, as they are now.
#[utoipa::path(
    get,
    path = "/api/v1/chapters/{chapter}/parts",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 200, description = "The parts, in the template's order; none without a template.", body = AskedForView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline cannot be read", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn parts(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Sees>,
) -> Result<Json<AskedForView>, Problem> {
    let view = match commands::asked_for(&app, can.subject()).await? {
        Some(asked) => AskedForView {
            template: Some(asked.template.title),
            lead: asked.asks.lead.clone(),
            parts: asked.asks.parts.iter().cloned().map(PartView::from).collect(),
        },
        None => AskedForView { template: None, lead: String::new(), parts: Vec::new() },
    };
    Ok(Json(view))
}
