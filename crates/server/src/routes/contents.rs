//! Finding things across a manual: words, what can be pointed at, definitions. Of chapters that are not deleted, as they are
//! on disk.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use manual::id::ManualId;
use manual::passages::{Passage, PassageOf};
use serde::Deserialize;

use crate::app::Shared;
use crate::authorized::{Authorized, Reads};
use crate::contents::{self, Hit};
use crate::etag;
use crate::folded::fold;
use crate::problem::{Problem, ProblemView};
use crate::view::{ChapterTargetsView, DefinitionView, FoundView, HitView, TargetView};

/// What is sought.
#[derive(Deserialize)]
pub(crate) struct Sought {
    q: String,
    limit: Option<usize>,
}

/// What can be pointed at in each chapter.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/targets",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The chapters in reading order, with an `ETag`.", body = Vec<ChapterTargetsView>),
        (status = 304, description = "As the `ETag` in `If-None-Match` says."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn targets(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let chapters = contents::of(&app, can.subject(), can.by.session).await?;
    let views = chapters.iter().map(|chapter| ChapterTargetsView {
        chapter: chapter.id.to_string(),
        number: chapter.number.clone(),
        title: chapter.title.clone(),
        targets: chapter
            .targets()
            .map(|(target, number)| TargetView {
                id: target.id.clone(),
                kind: target.kind.word(),
                number,
                title: target.title.clone(),
            })
            .collect(),
    });
    Ok(etag::tagged(&views.collect::<Vec<_>>(), &headers))
}

/// The definitions of a manual, by their terms.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/glossary",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The definitions, with an `ETag`.", body = Vec<DefinitionView>),
        (status = 304, description = "As the `ETag` in `If-None-Match` says."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn glossary(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let chapters = contents::of(&app, can.subject(), can.by.session).await?;
    let definitions = chapters.iter().flat_map(|chapter| {
        let definitions = chapter.contents.iter().flat_map(|contents| &contents.definitions);
        definitions.map(|definition| DefinitionView {
            term: definition.term.clone(),
            meaning: definition.meaning.clone(),
            chapter: chapter.id.to_string(),
            title: chapter.title.clone(),
            block: definition.block.clone(),
        })
    });
    let mut definitions: Vec<DefinitionView> = definitions.collect();
    definitions.sort_by_cached_key(|definition| fold(&definition.term));
    Ok(etag::tagged(&definitions, &headers))
}

/// Where words stand in a manual; case and accents do not count.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/search",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("q" = String, Query, description = "What is sought: from 2 characters on."),
        ("limit" = Option<usize>, Query, description = "At most so many places."),
    ),
    responses(
        (status = 200, description = "The places in reading order.", body = FoundView),
        (status = 400, description = "`invalid`: too short or too long", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn search(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
    sought: Result<Query<Sought>, QueryRejection>,
) -> Result<Json<FoundView>, Problem> {
    let Query(Sought { q, limit }) = sought.map_err(|_| Problem::invalid("q is what is sought"))?;
    let limits = &app.config.limits;
    let sought = fold(q.trim());
    let length = sought.trim().chars().count();
    if length < 2 || q.chars().count() > limits.sought_chars_max {
        return Err(Problem::invalid(format!("q has from 2 to {} characters", limits.sought_chars_max)));
    }
    let limit = limit.unwrap_or(limits.hits_max).clamp(1, limits.hits_max);
    let chapters = contents::of(&app, can.subject(), can.by.session).await?;
    let finding = tokio::task::spawn_blocking(move || {
        let (hits, more) = contents::find(&chapters, sought.trim(), limit);
        FoundView { hits: hits.iter().map(hit).collect(), more }
    });
    Ok(Json(finding.await.map_err(|_| collab::code::Code::Internal)?))
}

fn hit(hit: &Hit<'_>) -> HitView {
    HitView {
        chapter: hit.chapter.id.to_string(),
        title: hit.chapter.title.clone(),
        block: hit.passage.map(|passage| passage.block.clone()),
        kind: hit.passage.map_or("title", kind),
        snippet: hit.snippet.text.clone(),
        found: hit.snippet.found.iter().map(|(from, to)| [*from, *to]).collect(),
    }
}

fn kind(passage: &Passage) -> &'static str {
    match passage.of {
        PassageOf::Block(kind) => kind.word(),
        PassageOf::Cell { .. } => "cell",
        PassageOf::Note(_) => "note",
        PassageOf::Box(_) => "box",
        PassageOf::Alt => "alt",
        PassageOf::Credit => "credit",
    }
}
