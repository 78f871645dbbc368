//! Where a websocket begins. Every refusal happens here, before the upgrade; afterwards it is `socket`'s.

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::StatusCode;
use axum::response::Response;
use collab::room::Dialect;

use crate::app::Shared;
use crate::authorized::{Authorized, Reads, Synced};
use crate::problem::{Problem, ProblemView};
use crate::socket::{self, Link, SUBPROTOCOL};

/// Opens a link to a chapter or an outline.
#[utoipa::path(
    get,
    path = "/api/v1/sync/{document}",
    params(("document" = String, Path, description = "A chapter's id, or a manual's `outline`.")),
    responses(
        (status = 101, description = "A websocket that speaks y-protocols."),
        (status = 400, description = "`invalid`: not a websocket handshake", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: also for a deleted chapter", body = ProblemView),
        (status = 429, description = "`too-many`: sockets of this session, or of the service", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn sync(
    State(app): State<Shared>,
    can: Authorized<Synced, Reads>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|_| {
        Problem::invalid("this address takes websockets only").with_status(StatusCode::BAD_REQUEST)
    })?;
    let place = app.live.enter(can.by.session, can.subject().document, &app.config.limits)?;
    let upgrade = socket::sized(upgrade, &app.config.limits).protocols([SUBPROTOCOL]);
    let dialect = match upgrade.selected_protocol() {
        Some(_) => Dialect::Chancery,
        None => Dialect::Stock,
    };
    let link = Link { app, place, can, dialect };
    Ok(upgrade.on_upgrade(|socket| socket::run(link, socket)))
}
