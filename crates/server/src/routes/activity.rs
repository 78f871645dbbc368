//! What goes on in a manual's chapters, for the page that shows its outline. Asked often, so it answers "as before"
//! to whoever brings the tag of what they have.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use collab::presence::Here;
use manual::id::ManualId;
use manual::parts::Tally;

use crate::activity::{self, ChapterActivity};
use crate::app::Shared;
use crate::authorized::{Authorized, Reads};
use crate::clock::rfc3339;
use crate::etag;
use crate::problem::ProblemView;
use crate::view::{ActivityView, HereView, TallyView};

/// Words, last change, missing parts and who is there now, of every chapter that is not deleted.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/activity",
    params(("manual" = String, Path, description = "The manual's id.")),
    responses(
        (status = 200, description = "The chapters, by id, with an `ETag`.", body = Vec<ActivityView>),
        (status = 304, description = "As the `ETag` in `If-None-Match` says."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
    headers: HeaderMap,
) -> Response {
    let views: Vec<ActivityView> =
        activity::of(&app, can.subject(), can.by.session).await.into_iter().map(view).collect();
    etag::tagged(&views, &headers)
}

fn view(activity: ChapterActivity) -> ActivityView {
    let here = activity.here.iter().flat_map(|here| here.iter()).cloned().map(|person| match person {
        Here::Seat { name, shade } => HereView::Seat { name, shade },
        Here::Member { number } => HereView::Member { member: number },
    });
    ActivityView {
        id: activity.chapter.to_string(),
        words: activity.words,
        changed: activity.changed_ms.map(rfc3339),
        here: here.collect(),
        parts: activity.parts.map(|Tally { of, missing }| TallyView { of, missing }),
    }
}
