//! What is said of editions after they were published, and the key that signs them. Nothing here changes a byte of an edition.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use collab::code::Code;
use manual::id::{ChapterId, ManualId};
use store::record::Hash;

use super::editions::{blocking, number};
use crate::app::{App, Shared};
use crate::authorized::{Authorized, Keeps, Reads, Service};
use crate::body::Body;
use crate::changes::changes as changed;
use crate::commands::{self, Desk, Saying};
use crate::problem::{Problem, ProblemView};
use crate::view::{ChapterChangeView, NewErratumView, NewNoteView, SigningKeyView, WithdrawingView};

/// Withdraws an edition: it stays what it is, and every page of it says that it should not be relied on any more, and why.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/editions/{edition}/withdraw",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("edition" = u32, Path, description = "The edition's number."),
    ),
    request_body = WithdrawingView,
    responses(
        (status = 204, description = "It is withdrawn. None of its bytes has changed."),
        (status = 400, description = "`invalid`: the reason", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`, `touch-needed`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: it was before", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `paused`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn withdraw(
    State(app): State<Shared>,
    can: Authorized<ManualId, Keeps>,
    address: Result<Path<(String, String)>, PathRejection>,
    Body(WithdrawingView { why }): Body<WithdrawingView>,
) -> Result<StatusCode, Problem> {
    say(app, &can, address, Saying::Withdraw { why }).await
}

/// Says what in an edition is wrong, and what is right. The edition itself stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/editions/{edition}/errata",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("edition" = u32, Path, description = "The edition's number."),
    ),
    request_body = NewErratumView,
    responses(
        (status = 204, description = "It is said. No byte of the edition has changed."),
        (status = 400, description = "`invalid`: the text", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`, `touch-needed`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `paused`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn add_erratum(
    State(app): State<Shared>,
    can: Authorized<ManualId, Keeps>,
    address: Result<Path<(String, String)>, PathRejection>,
    Body(NewErratumView { text }): Body<NewErratumView>,
) -> Result<StatusCode, Problem> {
    say(app, &can, address, Saying::Erratum { text }).await
}

/// Says what changed in a chapter since the edition before. The last one counts; an empty one takes it away.
#[utoipa::path(
    post,
    path = "/api/v1/manuals/{manual}/editions/{edition}/notes",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("edition" = u32, Path, description = "The edition's number."),
    ),
    request_body = NewNoteView,
    responses(
        (status = 204, description = "It is said."),
        (status = 400, description = "`invalid`: the note", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `paused`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn write_note(
    State(app): State<Shared>,
    can: Authorized<ManualId, Keeps>,
    address: Result<Path<(String, String)>, PathRejection>,
    Body(NewNoteView { chapter, note }): Body<NewNoteView>,
) -> Result<StatusCode, Problem> {
    let chapter = ChapterId::parse(&chapter).ok_or(Code::NotFound)?;
    say(app, &can, address, Saying::Note { chapter, note }).await
}

async fn say(
    app: Shared,
    can: &Authorized<ManualId, Keeps>,
    address: Result<Path<(String, String)>, PathRejection>,
    saying: Saying,
) -> Result<StatusCode, Problem> {
    let Path((_, n)) = address.map_err(|_| Code::NotFound)?;
    let n = number(&n).ok_or(Code::NotFound)?;
    let (manual, writer) = (can.subject(), can.by.writer);
    let say =
        async move { commands::say(&mut Desk::service(&app).await.by(writer), manual, n, saying).await };
    App::uninterrupted(say).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What changed in each chapter of an edition since the one before it: the newest before it that the caller may read.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/editions/{edition}/changes",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("edition" = u32, Path, description = "The edition's number."),
    ),
    responses(
        (status = 200, description = "In the order of the edition; a chapter that is gone stands behind what it stood behind.", body = Vec<ChapterChangeView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: a file is not what was frozen", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn changes(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
    address: Result<Path<(String, String)>, PathRejection>,
) -> Result<Json<Vec<ChapterChangeView>>, Problem> {
    let Path((_, n)) = address.map_err(|_| Code::NotFound)?;
    let n = number(&n).ok_or(Code::NotFound)?;
    let found = app.journal.read(|registry| {
        let (manual, reader) = (can.subject(), Some(can.by.session));
        let editions = registry.editions_of(manual);
        let shown = editions.filter(|(_, edition)| registry.shows_edition(reader, manual, edition));
        let shown = shown.filter_map(|(n, edition)| Some((n, *edition.manifest()?)));
        let upto: Vec<(u32, Hash)> = shown.take_while(|(it, _)| *it <= n).collect();
        let (last, before) = upto.split_last()?;
        let before = before.last().map(|(_, hash)| *hash);
        (last.0 == n).then(|| (before, last.1, registry.afterwards(manual, n).clone()))
    });
    let (before, now, afterwards) = found.ok_or(Code::NotFound)?;
    let told = blocking(app, move |app, editions| {
        let before = before.map(|hash| app.reading.whole(editions, &hash)).transpose()?;
        let now = app.reading.whole(editions, &now)?;
        let lang = app.reading.language(editions, &now.0.sha256)?;
        let before = before.as_ref().map(|(manifest, chapters)| (&**manifest, chapters.as_slice()));
        Ok(changed(before, (&now.0, &now.1), &afterwards, &lang))
    });
    Ok(Json(told.await?))
}

/// The key that signs editions, as openssl and minisign read it, and the keys before it.
#[utoipa::path(
    get,
    path = "/api/v1/signing-key",
    responses(
        (status = 200, description = "The keys.", body = SigningKeyView),
        (status = 404, description = "`not-found`: none was made yet", body = ProblemView),
    ),
    security(()),
)]
pub(crate) async fn signing_key(State(app): State<Shared>) -> Result<Json<SigningKeyView>, Problem> {
    let view = app.journal.read(|registry| commands::keys_view(&registry.signing_keys));
    Ok(Json(view.ok_or(Code::NotFound)?))
}

/// Makes another key, which signs from now on. What the one before signed stays signed.
#[utoipa::path(
    post,
    path = "/api/v1/signing-key",
    responses(
        (status = 201, description = "The keys; the last is the new one.", body = SigningKeyView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`, `touch-needed`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `paused`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn rotate_key(
    State(app): State<Shared>,
    can: Authorized<Service, Keeps>,
) -> Result<(StatusCode, Json<SigningKeyView>), Problem> {
    let rotate = async move { commands::rotate_key(&mut Desk::service(&app).await.by(can.by.writer)).await };
    let made = App::uninterrupted(rotate).await?;
    Ok((StatusCode::CREATED, Json(made.shown)))
}
