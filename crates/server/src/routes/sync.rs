//! Where a websocket begins, or is refused. Refusals happen before the upgrade, but for two that a page of ours has to
//! tell from a service that is away: those end the websocket with their code. Afterwards a link is `socket`'s.

use axum::extract::State;
use axum::response::Response;
use collab::code::Code;
use collab::room::Dialect;

use crate::app::Shared;
use crate::authorized::{Authorized, Reads, Synced};
use crate::link::{Heard, Link};
use crate::problem::{Problem, ProblemView};
use crate::socket;
use crate::upgrade::Upgrade;

/// Opens a link to a chapter or an outline.
#[utoipa::path(
    get,
    path = "/api/v1/sync/{document}",
    params(("document" = String, Path, description = "A chapter's id, or a manual's `outline`.")),
    responses(
        (status = 101, description = "A websocket that speaks y-protocols. With `chancery.v1`, `not-found` and \
                                      `too-many-pages` are told by closing it."),
        (status = 400, description = "`invalid`: not a websocket handshake", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`: also for a deleted chapter", body = ProblemView),
        (status = 429, description = "`too-many-pages`: sockets of this session; `too-many`: of the service", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn sync(
    State(app): State<Shared>,
    can: Result<Authorized<Synced, Reads>, Problem>,
    upgrade: Result<Upgrade, Problem>,
) -> Result<Response, Problem> {
    let limits = app.config.limits.clone();
    let entered = can.and_then(|can| {
        let Ok(upgrade) = &upgrade else { return Ok(None) };
        let dialect = if upgrade.speaks_chancery() { Dialect::Chancery } else { Dialect::Stock };
        let place = app.live.enter(can.by.session, can.subject().document, &app.config.limits)?;
        let heard = Heard::now(app.chapters.clock);
        // A closed document is read while the handshake is on its way. Where it cannot be had, the link is told.
        let _ = app.chapters.visit(can.subject().document, can.subject().kind);
        Ok(Some(Link { app, place, can, dialect, heard }))
    });
    match (entered, upgrade) {
        (Ok(Some(link)), Ok(upgrade)) => {
            Ok(upgrade.go_on(&limits, |socket, wire| socket::run(Box::new(link), socket, wire)))
        }
        (Err(problem), Ok(upgrade)) if is_told_by_closing(problem.code) && upgrade.speaks_chancery() => {
            let goodbye = limits.goodbye();
            Ok(upgrade.go_on(&limits, move |socket, _wire| socket::turn_away(socket, problem.code, goodbye)))
        }
        (Err(problem), _) | (Ok(_), Err(problem)) => Err(problem),
        (Ok(None), Ok(_)) => unreachable!("who may have a websocket and asked for one has entered"),
    }
}

/// Refusals of somebody who is signed in and comes from our own origin, and who can do something about them.
fn is_told_by_closing(code: Code) -> bool {
    matches!(code, Code::NotFound | Code::TooManyPages)
}
