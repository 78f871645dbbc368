//! Manuals: which there are, and a new one.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use manual::id::ManualId;

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Keeps, Reads, Service};
use crate::body::Body;
use crate::commands::{self, Desk};
use crate::problem::{Problem, ProblemView};
use crate::view::{CreatedView, ManualView, NewManualView};

/// The manuals that are there for the caller, by title.
#[utoipa::path(
    get,
    path = "/api/v1/manuals",
    responses(
        (status = 200, description = "All manuals, by title.", body = Vec<ManualView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn list(
    State(app): State<Shared>,
    can: Authorized<Service, Reads>,
) -> Json<Vec<ManualView>> {
    let mut manuals: Vec<ManualView> = app.journal.read(|registry| {
        let right = |id: &ManualId| registry.right_in_manual(can.by.session, *id);
        let manuals = registry.manuals.iter().filter_map(|(id, manual)| Some((id, manual, right(id)?)));
        manuals
            .map(|(id, manual, right)| ManualView {
                id: id.to_string(),
                slug: manual.slug.clone(),
                title: manual.title.clone(),
                outline: manual.outline.to_string(),
                right: right.word().to_owned(),
            })
            .collect()
    });
    manuals.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    Json(manuals)
}

/// Makes a manual with an empty outline.
#[utoipa::path(
    post,
    path = "/api/v1/manuals",
    request_body = NewManualView,
    responses(
        (status = 201, description = "Made.", body = CreatedView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    can: Authorized<Service, Keeps>,
    Body(new): Body<NewManualView>,
) -> Result<(StatusCode, Json<CreatedView>), Problem> {
    let create = async move {
        commands::create_manual(&mut Desk::service(&app).await.by(can.by.writer), &new.title).await
    };
    let id = App::uninterrupted(create).await?;
    Ok((StatusCode::CREATED, Json(CreatedView { id: id.to_string() })))
}
