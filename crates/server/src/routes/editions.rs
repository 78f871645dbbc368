//! Editions for programs: freezing a manual, which editions it has, and their frozen bytes, exactly as they are hashed.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use collab::code::Code;
use edition::hex;
use manual::id::{ManualId, SessionId};
use store::editions::Editions;
use store::record::Hash;
use store::registry::Edition;

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Keeps, Reads};
use crate::body::Body;
use crate::clock::rfc3339;
use crate::commands;
use crate::problem::{Problem, ProblemView};
use crate::signed_in::Perhaps;
use crate::view::{EditionMadeView, EditionView, NewEditionView};

/// Freezes the manual as it stands now. Nobody's writing waits for it.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/editions",
    params(("manual" = String, Path, description = "The manual's id.")),
    request_body = NewEditionView,
    responses(
        (status = 201, description = "Frozen and published.", body = EditionMadeView),
        (status = 400, description = "`invalid`: the title", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`not-freezable`: a chapter, which the detail names; `members-only`: it shows what may not be public; `conflict`: a freeze is running; `damaged`: a frozen file", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn create(
    State(app): State<Shared>,
    can: Authorized<ManualId, Keeps>,
    Body(new): Body<NewEditionView>,
) -> Result<(StatusCode, Json<EditionMadeView>), Problem> {
    let freeze = commands::freeze(app, can.subject(), new.title, new.public, can.by.writer);
    let made = App::uninterrupted(freeze).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// The editions of a manual, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/editions",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The published editions, the oldest first.", body = Vec<EditionView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn list(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
) -> Result<Json<Vec<EditionView>>, Problem> {
    let published: Vec<(u32, Edition, Hash)> = app.journal.read(|registry| {
        let (manual, reader) = (can.subject(), Some(can.by.session));
        let editions = registry.editions_of(manual);
        let editions = editions.filter(|(_, edition)| registry.shows_edition(reader, manual, edition));
        editions.filter_map(|(n, edition)| Some((n, edition.clone(), *edition.manifest()?))).collect()
    });
    let views = blocking(app, move |app, editions| {
        Ok(published.into_iter().map(|(n, edition, hash)| view(app, editions, n, edition, &hash)).collect())
    });
    Ok(Json(views.await?))
}

/// What the manifest says counts; the journal answers where the manifest cannot be read.
fn view(app: &App, editions: &Editions, n: u32, edition: Edition, hash: &Hash) -> EditionView {
    let (public, sha256) = (edition.public, hex(hash));
    match app.reading.manifest(editions, hash) {
        Ok(manifest) => EditionView {
            n,
            title: manifest.facts.title.clone(),
            public,
            seq: manifest.facts.position,
            sha256,
            frozen_at: manifest.facts.frozen_at.to_string(),
            chapters: Some(manifest.chapters.len()),
            words: Some(manifest.words()),
        },
        Err(_) => {
            let (title, frozen_at) = (edition.title, rfc3339(edition.time_ms));
            EditionView { n, title, public, seq: edition.seq, sha256, frozen_at, chapters: None, words: None }
        }
    }
}

/// An edition's manifest, byte for byte: its SHA-256 is the edition's fingerprint.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/editions/{edition}",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("edition" = u32, Path, description = "The edition's number."),
    ),
    responses(
        (status = 200, description = "The manifest; docs/edition-format.md.", body = serde_json::Value),
        (status = 401, description = "`signed-out`: and it is not public", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the file is not what was frozen", body = ProblemView),
    ),
    security((), ("cookie" = []), ("token" = [])),
)]
pub(crate) async fn manifest(
    State(app): State<Shared>,
    Perhaps(who): Perhaps,
    address: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Problem> {
    let Path((manual, n)) = address.map_err(|_| Code::NotFound)?;
    let hash = find(&app, who.map(|who| who.session), &manual, &n)?;
    let bytes = blocking(app, move |app, editions| app.reading.file(editions, &hash));
    Ok(exactly(bytes.await?))
}

/// A chapter of an edition, byte for byte as it was hashed.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/editions/{edition}/chapters/{place}",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("edition" = u32, Path, description = "The edition's number."),
        ("place" = u32, Path, description = "The chapter's place in the manifest, from 1."),
    ),
    responses(
        (status = 200, description = "The chapter; docs/edition-format.md.", body = serde_json::Value),
        (status = 401, description = "`signed-out`: and it is not public", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the file is not what was frozen", body = ProblemView),
    ),
    security((), ("cookie" = []), ("token" = [])),
)]
pub(crate) async fn chapter(
    State(app): State<Shared>,
    Perhaps(who): Perhaps,
    address: Result<Path<(String, String, String)>, PathRejection>,
) -> Result<Response, Problem> {
    let Path((manual, n, k)) = address.map_err(|_| Code::NotFound)?;
    let hash = find(&app, who.map(|who| who.session), &manual, &n)?;
    let k = number(&k).ok_or(Code::NotFound)? as usize;
    let bytes = blocking(app, move |app, editions| {
        let manifest = app.reading.manifest(editions, &hash)?;
        let entry = manifest.chapters.get(k - 1).ok_or(Code::NotFound)?;
        app.reading.file(editions, &entry.sha256)
    });
    Ok(exactly(bytes.await?))
}

/// The manifest's hash, for whoever may read the edition. Strangers are told nothing but that nobody is signed in.
fn find(app: &App, reader: Option<SessionId>, manual: &str, n: &str) -> Result<Hash, Code> {
    let found = ManualId::parse(manual).zip(number(n)).and_then(|of| {
        app.journal.read(|registry| {
            let edition = registry.editions.get(&of)?;
            edition.manifest().copied().filter(|_| registry.shows_edition(reader, of.0, edition))
        })
    });
    found.ok_or(if reader.is_some() { Code::NotFound } else { Code::SignedOut })
}

/// A number as we write it in addresses: from 1, and each in one way only.
pub(super) fn number(text: &str) -> Option<u32> {
    let number: u32 = text.parse().ok()?;
    (number > 0 && number.to_string() == text).then_some(number)
}

/// Work on frozen files, where it may block, by a few at once.
pub(super) async fn blocking<T: Send + 'static>(
    app: Shared,
    work: impl FnOnce(&App, &Editions) -> Result<T, Code> + Send + 'static,
) -> Result<T, Code> {
    let shared = Arc::clone(&app);
    let _place = shared.reading.readers.acquire().await.map_err(|_| Code::Internal)?;
    let done = tokio::task::spawn_blocking(move || work(&app, &app.journal.index().editions()));
    done.await.unwrap_or(Err(Code::Internal))
}

fn exactly(bytes: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!((number("1"), number("4294967295")), (Some(1), Some(u32::MAX)));
        for text in ["", "0", "01", "+1", "-1", "1.0", "1e3", "4294967296", "١", " 1"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
