//! Proposals and private drafts: made by whoever may suggest, told of to their seat and, once offered, to whoever keeps the
//! manual, and merged or closed by them. To all others they are not there. Their text is written through `sync`.

use axum::Json;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use manual::id::{ChapterId, ManualId, ProposalId};
use manual::proposal::Reason;
use manual::rights::Right;
use manual::rights::table::{ChapterState, Standing};

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Merges, Proposes, Reads, Settles};
use crate::body::Body;
use crate::clock::{now_ms, rfc3339};
use crate::commands::Desk;
use crate::commands::proposals::{self, Decision, Made, New, Proposer, Told};
use crate::pause;
use crate::problem::{Problem, ProblemView};
use crate::view::{ChangeView, ClosingView, ProposalMadeView, ProposalSeatView, ProposalView};

/// Proposes an update for a chapter: one of which the chapter has nothing, or not all. Proposed again, also with more behind
/// it, it is the same proposal. Where nobody is named it becomes a proposal without an author, and the answer names none.
#[utoipa::path(
    post,
    path = "/api/v1/chapters/{chapter}/proposals",
    params(
        ("chapter" = String, Path, description = "The chapter's id. It may be deleted."),
        ("chancery-author" = Option<String>, Header, description = "`none`: it was written where nobody is named."),
    ),
    request_body(content_type = "application/octet-stream", description = "One Yjs update, v1."),
    responses(
        (status = 201, description = "Proposed, and on disk.", body = ProposalMadeView),
        (status = 200, description = "It was proposed before, and is there with what is new.", body = ProposalMadeView),
        (status = 202, description = "Proposed without an author, now or before, and on disk: it is nobody's, so nothing more is told of it."),
        (status = 204, description = "The chapter has all of it."),
        (status = 400, description = "`malformed`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`gap`, `delete-ahead`, `foreign`, `damaged`; `unattributed`: none was ever unnamed here", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 422, description = "`forbidden-content`", body = ProblemView),
        (status = 429, description = "`too-many`: in a minute, or not decided", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn propose(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Proposes>,
    request: Request,
) -> Result<Response, Problem> {
    let limits = &app.config.limits;
    app.proposals.count(can.by.seat, limits.proposals_per_minute_max, now_ms()).map_err(Problem::too_many)?;
    let unnamed = asks_for_no_name(request.headers());
    let update = to_bytes(request.into_body(), limits.proposal_bytes_max).await;
    let update = update.map_err(|_| Problem::new(Code::TooLarge))?;
    pause::check_running(&app)?;
    make(app, &can, Some(update), unnamed).await
}

/// Begins a private draft of a chapter, as the chapter is now. Nobody but the seat knows of it until it is offered.
#[utoipa::path(
    post,
    path = "/api/v1/chapters/{chapter}/drafts",
    params(("chapter" = String, Path, description = "The chapter's id.")),
    responses(
        (status = 201, description = "Begun.", body = ProposalMadeView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`; `unattributed`: a draft is its seat's, and here nobody is named", body = ProblemView),
        (status = 429, description = "`too-many`: in a minute, or not decided", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn draft(
    State(app): State<Shared>,
    can: Authorized<ChapterId, Proposes>,
) -> Result<Response, Problem> {
    let most = app.config.limits.proposals_per_minute_max;
    app.proposals.count(can.by.seat, most, now_ms()).map_err(Problem::too_many)?;
    make(app, &can, None, false).await
}

/// Whether what is brought was written where nobody is named. The page knows; the chapter may be another by now.
pub(super) fn asks_for_no_name(headers: &HeaderMap) -> bool {
    headers.get(NO_NAME).is_some_and(|value| value == "none")
}

/// What a page says of an update that was written where nobody is named: `chancery-author: none`.
pub(super) const NO_NAME: &str = "chancery-author";

async fn make(
    app: Shared,
    can: &Authorized<ChapterId, Proposes>,
    update: Option<Bytes>,
    unnamed: bool,
) -> Result<Response, Problem> {
    let by = Proposer { seat: can.by.seat, writer: can.by.writer, tags: can.by.tags };
    let chapter = can.subject();
    let reason = match can.standing {
        _ if update.is_none() => Reason::Draft,
        Standing::Deleted => Reason::Deleted,
        Standing::Is(ChapterState::Locked) => Reason::Locked,
        Standing::Is(_) if can.right < Right::Edit => Reason::Right,
        Standing::Is(_) => Reason::Chosen,
    };
    let new = New { chapter, by, reason, update, unnamed };
    let made = {
        let app = app.clone();
        App::uninterrupted(async move { proposals::make(&app, new).await }).await?
    };
    let (status, id) = match made {
        Made::New(id) => (StatusCode::CREATED, id),
        Made::Known(id) => (StatusCode::OK, id),
        Made::Unnamed => return Ok(StatusCode::ACCEPTED.into_response()),
        Made::Nothing => return Ok(StatusCode::NO_CONTENT.into_response()),
    };
    let n = app.journal.read(|registry| registry.proposals.get(&id).and_then(|proposal| proposal.number));
    Ok((status, Json(ProposalMadeView { id: id.to_string(), n })).into_response())
}

/// The proposals of a manual, the newest first: to whoever keeps it all that were offered, to others those of their seat.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/proposals",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The proposals and the reader's own drafts.", body = Vec<ProposalView>),
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
) -> Result<Json<Vec<ProposalView>>, Problem> {
    let told = proposals::list(&app, can.subject(), can.by.session).await?;
    Ok(Json(told.into_iter().map(view).collect()))
}

/// One proposal.
#[utoipa::path(
    get,
    path = "/api/v1/proposals/{proposal}",
    params(("proposal" = String, Path, description = "The proposal's id.")),
    responses(
        (status = 200, description = "The proposal.", body = ProposalView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: the outline cannot be read", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    can: Authorized<ProposalId, Reads>,
) -> Result<Json<ProposalView>, Problem> {
    Ok(Json(view(proposals::one(&app, can.subject(), can.by.session).await?)))
}

fn view(told: Told) -> ProposalView {
    let Told { id, proposal, title, seat, at_ms, own, words } = told;
    ProposalView {
        id: id.to_string(),
        n: proposal.number,
        chapter: proposal.chapter.to_string(),
        title,
        seat: seat.map(|name| ProposalSeatView { name }),
        own,
        reason: proposal.reason.word(),
        state: proposal.stage().word(),
        at: rfc3339(at_ms),
        words_added: words.map(|words| words.added),
        words_removed: words.map(|words| words.removed),
        note: proposal.note,
    }
}

/// What a proposal changes, block by block: while it is not decided, what merging would make of the chapter as it is now;
/// then, what it brought beside the chapter that it was based on.
#[utoipa::path(
    get,
    path = "/api/v1/proposals/{proposal}/difference",
    params(("proposal" = String, Path, description = "The proposal's id.")),
    responses(
        (status = 200, description = "The pieces of the chapter, in reading order.", body = Vec<ChangeView>),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`: it cannot be read", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn difference(
    State(app): State<Shared>,
    can: Authorized<ProposalId, Reads>,
) -> Result<Json<Vec<ChangeView>>, Problem> {
    let changes = proposals::difference(&app, can.subject()).await?;
    Ok(Json(changes.into_iter().map(ChangeView::from).collect()))
}

/// Offers a private draft of the own seat to whoever keeps the manual.
#[utoipa::path(
    post,
    path = "/api/v1/proposals/{proposal}/offer",
    params(("proposal" = String, Path, description = "The proposal's id.")),
    responses(
        (status = 204, description = "Offered, now or before."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`: it is another seat's; `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: it was decided", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn offer(
    State(app): State<Shared>,
    can: Authorized<ProposalId, Proposes>,
) -> Result<StatusCode, Problem> {
    if !is_own(&app, &can) {
        return Err(Code::NotAllowed.into());
    }
    decide(app, can, Decision::Offer).await
}

/// Merges a proposal into its chapter. Words that others wrote there meanwhile stay.
#[utoipa::path(
    post,
    path = "/api/v1/proposals/{proposal}/merge",
    params(("proposal" = String, Path, description = "The proposal's id.")),
    responses(
        (status = 204, description = "In the chapter, now or before."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: also a draft", body = ProblemView),
        (status = 409, description = "`conflict`: it was closed, or its chapter deleted; `damaged`, `foreign`", body = ProblemView),
        (status = 413, description = "`too-large`: more than the chapter takes", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn merge(
    State(app): State<Shared>,
    can: Authorized<ProposalId, Merges>,
) -> Result<StatusCode, Problem> {
    decide(app, can, Decision::Merge).await
}

/// Puts a proposal aside: by whoever keeps the manual, or by its seat. Nothing of it is lost.
#[utoipa::path(
    post,
    path = "/api/v1/proposals/{proposal}/close",
    params(("proposal" = String, Path, description = "The proposal's id.")),
    request_body = ClosingView,
    responses(
        (status = 204, description = "Closed, now or before."),
        (status = 400, description = "`invalid`: the note", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: it was merged", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn close(
    State(app): State<Shared>,
    can: Authorized<ProposalId, Settles>,
    Body(closing): Body<ClosingView>,
) -> Result<StatusCode, Problem> {
    decide(app, can, Decision::Close { note: closing.note }).await
}

/// Opens a closed proposal again.
#[utoipa::path(
    post,
    path = "/api/v1/proposals/{proposal}/reopen",
    params(("proposal" = String, Path, description = "The proposal's id.")),
    responses(
        (status = 204, description = "Open, or a draft, as before it was closed."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: it was merged", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn reopen(
    State(app): State<Shared>,
    can: Authorized<ProposalId, Settles>,
) -> Result<StatusCode, Problem> {
    decide(app, can, Decision::Reopen).await
}

fn is_own<R>(app: &App, can: &Authorized<ProposalId, R>) -> bool {
    app.journal.read(|registry| {
        registry.proposals.get(&can.subject()).is_some_and(|it| it.seat == Some(can.by.seat))
    })
}

/// Has something decided in a turn of its own, to its end.
async fn decide<R: Send + 'static>(
    app: Shared,
    can: Authorized<ProposalId, R>,
    decision: Decision,
) -> Result<StatusCode, Problem> {
    let decided = async move {
        let mut desk = Desk::service(&app).await.by(can.by.writer);
        proposals::decide(&mut desk, can.subject(), decision).await
    };
    App::uninterrupted(decided).await?;
    Ok(StatusCode::NO_CONTENT)
}
