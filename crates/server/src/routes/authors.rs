//! Who wrote what in a chapter. What may be told was decided when it was written; see `authors`.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use manual::id::{ChapterId, PersonId};
use store::registry::Registry;
use store::vault::Vault;

use crate::app::Shared;
use crate::authorized::{Authorized, Reads};
use crate::authors::{self, Authored, By, PlaceOf};
use crate::clock::rfc3339;
use crate::etag;
use crate::names::Named;
use crate::problem::{Problem, ProblemView};
use crate::view::{AuthorsView, PersonNameView, RemovedView, SeatNameView, SpanView};

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
    let views: Vec<AuthorsView> = app.journal.read(|registry| {
        let mut names = Names { registry, vault: &app.journal.vault(), persons: HashMap::new() };
        texts.into_iter().map(|text| names.view(text)).collect()
    });
    Ok(etag::tagged(&views, &headers))
}

/// Puts names to seats and persons, and opens each person's once.
struct Names<'a> {
    registry: &'a Registry,
    vault: &'a Vault,
    persons: HashMap<PersonId, Option<String>>,
}

impl Names<'_> {
    fn view(&mut self, text: Authored) -> AuthorsView {
        let (block, payload, line) = match text.place {
            PlaceOf::Block(id) => (Some(id), None, None),
            PlaceOf::Line { payload, key } => (None, Some(payload), Some(key)),
        };
        let spans = text.spans.into_iter().map(|span| {
            let (seat, person) = (self.seat(span.by), self.person(span.by));
            SpanView { from: span.from, to: span.to, seat, person }
        });
        let spans = spans.collect();
        let removed = text.removed.into_iter().map(|removed| RemovedView {
            at: removed.at,
            units: removed.units,
            seat: self.seat(removed.by),
            person: self.person(removed.by),
            when: rfc3339(removed.time_ms),
        });
        AuthorsView { block, payload, line, removed: removed.collect(), spans }
    }

    fn seat(&self, by: By) -> SeatNameView {
        let name = self.registry.seat_name(by.seat).unwrap_or_default().to_owned();
        SeatNameView { id: by.seat.to_string(), name }
    }

    fn person(&mut self, by: By) -> Option<PersonNameView> {
        let id = by.person?;
        let open = || Named::open(self.vault, id, self.registry.people.get(&id)?).map(|named| named.name);
        let name = self.persons.entry(id).or_insert_with(open).clone();
        Some(PersonNameView { id: id.to_string(), name })
    }
}
