//! What somebody wrote before their seat was handed over, or their session ended, and could not send: it becomes a proposal of
//! the seat, or one without an author where nobody is named, or goes into the seat's proposal that it was written in. Whoever hands in is nobody here any more, so the answer is the same whatever came of it, and tells nothing.

use axum::body::{Bytes, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use collab::code::Code;
use manual::id::{ChapterId, DocumentId, ProposalId};
use manual::proposal::Reason;
use manual::rights::table::{Action, may};
use store::registry::Registry;

use crate::app::{App, Shared};
use crate::clock::now_ms;
use crate::commands::CommandRefused;
use crate::commands::proposals::{self, Made, New, Proposer};
use crate::problem::{Problem, ProblemView};
use crate::routes::proposals::asks_for_no_name;
use crate::signed_in::HandingIn;

/// Hands in an update under a session that is over. Always answered alike: whether anything was kept is not said, so a device
/// keeps its own copy for as long as it may.
#[utoipa::path(
    post,
    path = "/api/v1/hand-in/{chapter}",
    params(
        ("chapter" = String, Path, description = "The chapter's id, or that of an open proposal of the seat."),
        ("chancery-author" = Option<String>, Header, description = "`none`: it was written where nobody is named."),
    ),
    request_body(content_type = "application/octet-stream", description = "One Yjs update, v1."),
    responses(
        (status = 204, description = "Heard."),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 429, description = "`too-many`: of the service, or of this seat in a minute", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`: nothing was kept, come back", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn hand_in(
    State(app): State<Shared>,
    Path(document): Path<String>,
    request: Request,
) -> Result<StatusCode, Problem> {
    let from = HandingIn::check(&app, request.method(), request.headers())?;
    let unnamed = asks_for_no_name(request.headers());
    let update = to_bytes(request.into_body(), app.config.limits.proposal_bytes_max).await;
    let update = update.map_err(|_| Problem::new(Code::TooLarge))?;
    let document = DocumentId::parse(&document);
    let (Some(from), Some(document)) = (from, document) else { return Ok(StatusCode::NO_CONTENT) };
    let most = app.config.limits.proposals_per_minute_max;
    app.proposals.count(from.seat, most, now_ms()).map_err(Problem::too_many)?;
    let kept = App::uninterrupted(async move {
        let proposal = ProposalId::from_bytes(document.bytes());
        let chapter = app.journal.read(|registry| registry.proposals.get(&proposal).map(|it| it.chapter));
        match chapter {
            None => keep(&app, from, ChapterId::from_bytes(document.bytes()), update, unnamed).await,
            Some(_) if proposals::goes_into(&app, proposal, from.author(), &update).await? => Ok(()),
            // It was merged meanwhile, so its chapter has what this rests on.
            Some(chapter) => keep(&app, from, chapter, update, unnamed).await,
        }
    });
    match kept.await {
        Err(refused) if refused.code().retriable() => Err(refused.into()),
        Err(refused) => {
            let (session, code) = (from.session, refused.code().word());
            tracing::info!(%session, code, "what was handed in is not taken");
            Ok(StatusCode::NO_CONTENT)
        }
        Ok(()) => Ok(StatusCode::NO_CONTENT),
    }
}

/// Makes a proposal of it, of the seat or without an author.
///
/// # Errors
/// Why nothing was kept.
async fn keep(
    app: &Shared,
    from: HandingIn,
    chapter: ChapterId,
    update: Bytes,
    unnamed: bool,
) -> Result<(), CommandRefused> {
    let most = app.config.limits.hand_ins_max.saturating_sub(app.proposals.unnamed_by(from.session));
    if !app.journal.read(|registry| is_taken(registry, from, chapter, most)) {
        return Ok(());
    }
    let reason = if from.over { Reason::HandedOver } else { Reason::Chosen };
    let by = Proposer { seat: from.seat, writer: from.writer, tags: from.tags };
    let new = New { chapter, by, reason, update: Some(update), unnamed };
    if proposals::make(app, new).await? == Made::Unnamed && from.over {
        app.proposals.note_unnamed(from.session);
    }
    Ok(())
}

/// Whether the seat may propose here, and this session has not handed in its share. Of a session that is over it is asked
/// what seats of its kind may, and not what was decided since: its device forgets what it could not hand in.
fn is_taken(registry: &Registry, from: HandingIn, chapter: ChapterId, most: usize) -> bool {
    let right = registry.right_in_chapter(from.session, chapter);
    let allowed =
        registry.standing_of(chapter).is_some_and(|standing| may(right, standing, Action::Propose).is_ok());
    let handed_in = registry.proposals.values().filter(|it| {
        it.reason == Reason::HandedOver && it.seat == Some(from.seat) && it.writer == from.writer
    });
    if !from.over {
        return allowed;
    }
    let writes = registry
        .seats
        .get(&from.seat)
        .is_some_and(|seat| seat.kind.default_right() >= Action::Propose.needs());
    let may_have_written = writes && registry.chapters.contains_key(&chapter);
    (allowed || may_have_written) && handed_in.count() < most
}
