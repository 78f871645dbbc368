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
use edition::site::Download;
use manual::id::{ManualId, SessionId};
use store::editions::Editions;
use store::record::Hash;
use store::registry::{Afterwards, Edition, Said};

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Keeps, Reads};
use crate::body::Body;
use crate::clock::rfc3339;
use crate::commands::{self, NewEdition};
use crate::problem::{Problem, ProblemView};
use crate::signed_in::Perhaps;
use crate::signing;
use crate::view::{EditionMadeView, EditionView, ErratumView, NewEditionView, OutputView, WithdrawnView};

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
        (status = 409, description = "`not-freezable`: a chapter, which the detail names; `members-only`: it shows what may not be public; `not-ready`: something is left to do before a final edition, which the detail names; `conflict`: a freeze is running; `damaged`: a frozen file", body = ProblemView),
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
    let NewEditionView { title, public, is_final } = new;
    let new = NewEdition { manual: None, title, public, is_final };
    let freeze = commands::freeze(app, can.subject(), new, can.by.writer);
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
    let published: Vec<Published> = app.journal.read(|registry| {
        let (manual, reader) = (can.subject(), Some(can.by.session));
        let mut previous = None;
        let mut published = Vec::new();
        for (n, edition) in registry.editions_of(manual) {
            let Some(hash) = edition.manifest().copied() else { continue };
            if registry.shows_edition(reader, manual, edition) {
                let (edition, afterwards) = (edition.clone(), registry.afterwards(manual, n).clone());
                published.push(Published { n, edition, hash, afterwards, previous });
            }
            previous = Some(n);
        }
        published
    });
    let views = blocking(app, move |app, editions| {
        Ok(published.into_iter().map(|published| view(app, editions, published)).collect())
    });
    Ok(Json(views.await?))
}

/// An edition as the journal tells it.
struct Published {
    n: u32,
    edition: Edition,
    hash: Hash,
    afterwards: Afterwards,
    previous: Option<u32>,
}

/// What the manifest says counts; the journal answers where the manifest cannot be read.
fn view(app: &App, editions: &Editions, published: Published) -> EditionView {
    let Published { n, edition, hash, afterwards, previous } = published;
    let Afterwards { signed, withdrawn, errata, notes: _ } = afterwards;
    let bytes = app.reading.file(editions, &hash);
    let signed = signed.filter(|signed| bytes.is_ok_and(|bytes| signing::holds(signed, &bytes)));
    let at = |said: &Said| rfc3339(said.at_ms);
    let told = EditionView {
        n,
        title: edition.title,
        public: edition.public,
        revision: edition.revision,
        seq: edition.seq,
        sha256: hex(&hash),
        frozen_at: rfc3339(edition.time_ms),
        chapters: None,
        words: None,
        signed: signed.is_some(),
        key: signed.and_then(|signed| signing::id(&signed.key)),
        withdrawn: withdrawn.map(|said| WithdrawnView { at: at(&said), why: said.text }),
        errata: errata.into_iter().map(|said| ErratumView { at: at(&said), text: said.text }).collect(),
        outputs: app.outputs.of(&hash).iter().map(output).collect(),
        preparing: app.outputs.preparing(&hash).into_iter().map(|format| format.word().to_owned()).collect(),
        no_pdf: app.outputs.held(&hash, &app.press).map(|held| held.word().to_owned()),
        previous,
    };
    match app.reading.manifest(editions, &hash) {
        Ok(manifest) => EditionView {
            title: manifest.facts.title.clone(),
            revision: manifest.facts.revision,
            seq: manifest.facts.position,
            frozen_at: manifest.facts.frozen_at.to_string(),
            chapters: Some(manifest.chapters.len()),
            words: Some(manifest.words()),
            ..told
        },
        Err(_) => told,
    }
}

fn output(output: &Download) -> OutputView {
    let Download { format, name, bytes, sha256 } = output;
    OutputView { name: name.clone(), format: format.word().to_owned(), bytes: *bytes, sha256: hex(sha256) }
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
