//! What live links may do and how they are shown, when that changes while they are live. Decides nothing: both are the
//! registry's, and what follows from them in a document is the room's.
//!
//! A change is durable before anybody is told. A link that comes in meanwhile looks again after it has joined, so it is
//! told by one or the other.

use collab::room::LinkId;
use manual::id::{DocumentId, SeatId, SessionId};
use manual::rights::Right;

use crate::app::App;
use crate::authorized::{Subject, Synced};
use crate::live::LinkOf;
use crate::open_chapter::Letter;
use crate::signed_in::SignedIn;

/// Tells every live link of a seat what it may do now.
pub(crate) fn tell(app: &App, seat: SeatId) {
    let of_seat = |session| {
        app.journal.read(|registry| registry.sessions.get(&session).is_some_and(|found| found.seat == seat))
    };
    for live in app.live.links() {
        if of_seat(live.session) {
            if let Some(synced) =
                app.journal.read(|registry| Synced::find(registry, &live.document.to_string()))
            {
                tell_link(app, live.link, live.session, synced);
            }
            end_hidden(app, live);
        }
    }
}

/// Tells every live link of a session how its person is shown now.
pub(crate) fn tell_appearance(app: &App, session: SessionId) {
    for live in app.live.links().iter().filter(|live| live.session == session) {
        tell_link_appearance(app, live.link, session, live.document);
    }
}

/// Ends a link to what its session may not even know of any more. Its room knows already that it writes nothing.
fn end_hidden(app: &App, live: LinkOf) {
    let hidden = app.journal.read(|registry| {
        let synced = Synced::find(registry, &live.document.to_string());
        synced.is_some_and(|synced| !synced.is_open_to(registry, live.session))
    });
    if hidden {
        app.live.end_link(live.link);
    }
}

/// Tells a link that has joined what it may do and how it is shown, if that is no longer what it joined with.
pub(crate) fn tell_if_changed(app: &App, link: LinkId, synced: Synced, right: Right, joined: &SignedIn) {
    let session = joined.session;
    if app.journal.read(|registry| synced.right_of(registry, session)) != Some(right) {
        tell_link(app, link, session, synced);
    }
    if app.journal.read(|registry| registry.appearance_of(session)) != joined.appears {
        tell_link_appearance(app, link, session, synced.document);
    }
}

fn tell_link_appearance(app: &App, link: LinkId, session: SessionId, document: DocumentId) {
    let appears = app.journal.read(|registry| registry.appearance_of(session));
    app.chapters.post(document, Letter::Appears { link, appears });
}

fn tell_link(app: &App, link: LinkId, session: SessionId, synced: Synced) {
    if let Some(right) = app.journal.read(|registry| synced.right_of(registry, session)) {
        app.chapters.post(synced.document, Letter::RightChanged { link, right });
    }
}
