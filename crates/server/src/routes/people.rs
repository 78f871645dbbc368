//! What is done to one person in a seat: an invitation, a change, an end, erasure.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use manual::id::PersonId;

use crate::administers::Administers;
use crate::app::{App, Shared};
use crate::body::Body;
use crate::commands::{self, Desk};
use crate::mail::Invited;
use crate::names::Named;
use crate::problem::{Problem, ProblemView};
use crate::view::{ChangedPersonView, InvitationView};

/// Changes what is said of a person: role, days, name, address, whether they administer the seat. What is left out stays;
/// an empty text takes a day or the address away. Whoever's last day has passed is signed out at once.
#[utoipa::path(
    post,
    path = "/api/v1/people/{person}",
    params(("person" = String, Path, description = "The person's id.")),
    request_body = ChangedPersonView,
    responses(
        (status = 204, description = "It is so."),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: the person has left", body = ProblemView),
        (status = 413, description = "`too-large`", body = ProblemView),
        (status = 415, description = "`invalid`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn change(
    State(app): State<Shared>,
    can: Administers<PersonId>,
    Body(change): Body<ChangedPersonView>,
) -> Result<StatusCode, Problem> {
    let change = async move {
        let desk = &mut Desk::service(&app).await.by(can.by.writer);
        commands::change_person(desk, can.subject(), &change).await
    };
    App::uninterrupted(change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes an invitation for a person: a link and a code that travel by different ways. Those made before are over.
#[utoipa::path(
    post,
    path = "/api/v1/people/{person}/invitation",
    params(("person" = String, Path, description = "The person's id.")),
    responses(
        (status = 201, description = "Made; shown once.", body = InvitationView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`conflict`: the person has left", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn invite(
    State(app): State<Shared>,
    can: Administers<PersonId>,
) -> Result<(StatusCode, Json<InvitationView>), Problem> {
    let (service, person) = (app.clone(), can.subject());
    let invite = async move {
        commands::invite_person(&mut Desk::service(&service).await.by(can.by.writer), person).await
    };
    let invitation = App::uninterrupted(invite).await?;
    Ok((StatusCode::CREATED, Json(mailed(&app, person, invitation).await)))
}

/// The invitation, with its link mailed where mail goes out and the person's address is known.
pub(super) async fn mailed(app: &App, person: PersonId, invitation: InvitationView) -> InvitationView {
    let Some(mailer) = &app.mailer else { return invitation };
    let found = app.journal.read(|registry| {
        let holder = registry.people.get(&person)?.clone();
        Some((registry.seat_name(holder.seat)?.to_owned(), holder))
    });
    let named = found.as_ref().and_then(|(_, holder)| Named::open(&app.journal.vault(), person, holder));
    let (Some((seat, _)), Some(to)) = (found, named.and_then(|named| named.mail)) else { return invitation };
    let until = invitation.ends.get(..10).unwrap_or_default();
    let mailed = mailer.send(&Invited { to: &to, seat: &seat, link: &invitation.link, until }).await;
    InvitationView { mailed: Some(mailed), ..invitation }
}

/// Ends a person's time in the seat: signed out everywhere at once, invitations and tokens over. For good.
#[utoipa::path(
    post,
    path = "/api/v1/people/{person}/end",
    params(("person" = String, Path, description = "The person's id.")),
    responses(
        (status = 204, description = "Ended."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn end(
    State(app): State<Shared>,
    can: Administers<PersonId>,
) -> Result<StatusCode, Problem> {
    let end = async move {
        commands::end_person(&mut Desk::service(&app).await.by(can.by.writer), can.subject()).await
    };
    App::uninterrupted(end).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a person and destroys the key under which their name and address are sealed: nobody can read them out of this data
/// folder again. Text that they wrote stays the seat's.
#[utoipa::path(
    post,
    path = "/api/v1/people/{person}/erase",
    params(("person" = String, Path, description = "The person's id.")),
    responses(
        (status = 204, description = "Erased."),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 403, description = "`not-allowed`, `foreign-origin`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 503, description = "`not-persisted`", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn erase(
    State(app): State<Shared>,
    can: Administers<PersonId>,
) -> Result<StatusCode, Problem> {
    let erase = async move {
        commands::erase_person(&mut Desk::service(&app).await.by(can.by.writer), can.subject()).await
    };
    App::uninterrupted(erase).await?;
    Ok(StatusCode::NO_CONTENT)
}
