//! After a restore from an older copy: devices show whose their client ids are, and bring back what they hold. Judged by
//! the room (`collab::room`, rules V1 to V5); receipts are looked at here. Why so: docs/decisions/0027.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use collab::binding::Owner;
use collab::code::Code;
use collab::healing::{self, Offer};
use collab::room::{Dialect, Guest};
use manual::id::DocumentId;

use crate::app::{App, Shared};
use crate::authorized::{Authorized, Reads, Synced};
use crate::clock::now_ms;
use crate::problem::{Problem, ProblemView};
use crate::rights;
use crate::signed_in::SignedIn;
use crate::view::healing::{HealedView, ReceiptView, ReceiptsView};

/// What receipts take at most beside the update.
const RECEIPTS_BYTES_MAX: usize = 64 << 10;

/// Receipts for the client ids under which whoever asks wrote in a document. A device keeps them with the document, and
/// shows them should the service ever be restored from an older copy.
#[utoipa::path(
    get,
    path = "/api/v1/receipts/{document}",
    params(("document" = String, Path, description = "A chapter's id, or a manual's `outline`.")),
    responses(
        (status = 200, description = "The receipts; at most 1,000, the newest.", body = ReceiptsView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`damaged`", body = ProblemView),
        (status = 429, description = "`too-many`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn receipts(
    State(app): State<Shared>,
    can: Authorized<Synced, Reads>,
) -> Result<Json<ReceiptsView>, Problem> {
    count(&app, &can.by)?;
    let Synced { document, kind } = can.subject();
    let mode = app.chapters.mode(document, kind);
    let (index, seq) = (app.journal.index(), app.journal.seq());
    let loading = tokio::task::spawn_blocking(move || index.load(document, seq));
    let stored = loading.await.map_err(|_| Code::Internal)?.map_err(|_| Code::Damaged)?;
    let owner = |client| owner_of(&can.by, document, mode.mode.names(), client);
    let given = app.receipts.of(document, stored.bindings, mode, owner);
    let view = |(client, receipt)| ReceiptView { client, receipt: URL_SAFE_NO_PAD.encode(receipt) };
    let receipts = given.into_iter().map(view).collect();
    Ok(Json(ReceiptsView { epoch: app.chapters.epoch().to_string(), receipts }))
}

/// Offers what a device holds of a document to a service that was restored from an older copy. Taken is what was written
/// under client ids of the caller that the service knows, or for which a receipt is shown; it waits for what it rests on.
/// The body is lib0: how many receipts, each as a client id and a block; then a block that is an update, v1.
#[utoipa::path(
    post,
    path = "/api/v1/heal/{document}",
    params(("document" = String, Path, description = "A chapter's id, or a manual's `outline`.")),
    request_body(content_type = "application/octet-stream", description = "Receipts and one Yjs update, v1."),
    responses(
        (status = 200, description = "What can be taken by now is durable.", body = HealedView),
        (status = 400, description = "`malformed`, `forbidden-content`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`read-only`, `locked`, `closed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: the service was never restored; `damaged`", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 429, description = "`too-many`", body = ProblemView),
        (status = 503, description = "`not-persisted`, `stopping`, `paused`: come back", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn heal(
    State(app): State<Shared>,
    can: Authorized<Synced, Reads>,
    request: Request,
) -> Result<Json<HealedView>, Problem> {
    if app.journal.read(|registry| registry.restored_from.is_none()) {
        return Err(Problem::new(Code::Conflict));
    }
    count(&app, &can.by)?;
    let most = app.config.limits.frame_bytes_max + RECEIPTS_BYTES_MAX;
    let body = to_bytes(request.into_body(), most).await.map_err(|_| Problem::new(Code::TooLarge))?;
    let Synced { document, kind } = can.subject();
    let may = rights::may(&app, can.by.session, document).ok_or(Code::NotFound)?;
    let mode = app.chapters.mode(document, kind);
    let (shown, update) = healing::read(&body).ok_or(Code::Malformed)?;
    let vouched: BTreeSet<u64> = shown
        .into_iter()
        .filter(|(client, receipt)| {
            let owner = owner_of(&can.by, document, mode.mode.names(), *client);
            app.receipts.hold(receipt, document, *client, owner, mode)
        })
        .map(|(client, _)| client)
        .collect();
    let by = &can.by;
    let guest = Guest {
        seat: by.seat,
        name: by.name.clone(),
        appears: by.appears,
        may,
        dialect: Dialect::Chancery,
        writer: by.writer,
        tagger: by.tags.within(document),
    };
    let update = Bytes::copy_from_slice(update);
    let offer = Box::new(Offer { guest, vouched, update: update.clone() });
    let healing = App::uninterrupted({
        let app = app.clone();
        async move {
            app.chapters.heal(document, kind, offer).await?;
            app.chapters.state(document, kind).await
        }
    });
    let state = healing.await?;
    let missing = tokio::task::spawn_blocking(move || healing::missing(&state, &update));
    let missing = missing.await.map_err(|_| Code::Internal)??;
    let session = can.by.session;
    tracing::info!(%document, %session, missing, "a device offered what it holds of before the restore");
    Ok(Json(HealedView { missing }))
}

/// Whose a client id of the caller is, as the room has it.
fn owner_of(by: &SignedIn, document: DocumentId, named: bool, client: u64) -> Owner {
    if named { Owner::Seat(by.seat) } else { Owner::Tag(by.tags.within(document).tag(client)) }
}

fn count(app: &App, by: &SignedIn) -> Result<(), Problem> {
    let most = app.config.limits.proposals_per_minute_max;
    app.proposals.count(by.seat, most, now_ms()).map_err(Problem::too_many)
}
