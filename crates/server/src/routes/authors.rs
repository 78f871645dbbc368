//! Who wrote what in a chapter. What may be told was decided when it was written; see `authors`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use manual::id::ChapterId;
use store::registry::Registry;

use crate::app::Shared;
use crate::authorized::{Authorized, Reads};
use crate::authors::{self, Authored, By, PlaceOf};
use crate::clock::rfc3339;
use crate::etag;
use crate::problem::{Problem, ProblemView};
use crate::view::{AuthorsView, RemovedView, SeatNameView, SpanView};

/// Who wrote each letter of a chapter and who took letters away, block by block.
#[utoipa::path(
    get,
    path = "/api/v1/chapters/{chapter}/authors",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 200, description = "The texts of the chapter, with an `ETag`.", body = Vec<AuthorsView>),
        (status = 304, description = "As the `ETag` in `If-None-Match` says."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the chapter cannot be read", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Reads>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let texts = authors::of(&app, can.subject()).await?;
    let views: Vec<AuthorsView> =
        app.journal.read(|registry| texts.into_iter().map(|text| view(registry, text)).collect());
    Ok(etag::tagged(&views, &headers))
}

fn view(registry: &Registry, text: Authored) -> AuthorsView {
    let (block, payload, line) = match text.place {
        PlaceOf::Block(id) => (Some(id), None, None),
        PlaceOf::Line { payload, key } => (None, Some(payload), Some(key)),
    };
    let spans = text.spans.into_iter().map(|span| SpanView {
        from: span.from,
        to: span.to,
        seat: seat(registry, span.by),
    });
    let removed = text.removed.into_iter().map(|removed| RemovedView {
        at: removed.at,
        units: removed.units,
        seat: seat(registry, removed.by),
        when: rfc3339(removed.time_ms),
    });
    AuthorsView { block, payload, line, spans: spans.collect(), removed: removed.collect() }
}

fn seat(registry: &Registry, by: By) -> SeatNameView {
    let name = registry.seats.get(&by.seat).map_or_else(String::new, |seat| seat.name.clone());
    SeatNameView { id: by.seat.to_string(), name }
}
