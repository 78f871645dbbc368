//! What live links may do and how they are shown, when that changes while they are live. Decides nothing: both are the
//! registry's, and what follows from them in a document is the room's.
//!
//! A change is durable before anybody is told. A link that comes in meanwhile looks again after it has joined, so it is
//! told by one or the other.

use collab::room::{LinkId, May};
use manual::id::{DocumentId, SessionId};
use manual::rights::Right;
use manual::rights::table::ChapterState;

use crate::app::App;
use crate::authorized::Synced;
use crate::live::LinkOf;
use crate::open_chapter::Letter;
use crate::signed_in::SignedIn;

/// Tells every live link what it may do now. A room passes over what is as it was, so whoever changed anything about
/// rights, states or seats need not know whom it concerns.
pub(crate) fn tell(app: &App) {
    app.live.links().into_iter().for_each(|live| tell_link(app, live));
}

/// Tells every live link of a session how its person is shown now.
pub(crate) fn tell_appearance(app: &App, session: SessionId) {
    for live in app.live.links().iter().filter(|live| live.session == session) {
        tell_link_appearance(app, live.link, session, live.document);
    }
}

/// What a session may do in a document now; `None`: it is not there for it.
pub(crate) fn may(app: &App, session: SessionId, document: DocumentId) -> Option<May> {
    app.journal.read(|registry| Synced::of(registry, document)?.may(registry, session))
}

/// Tells a link that has joined what it may do and how it is shown, if that is no longer what it joined with.
pub(crate) fn tell_if_changed(
    app: &App,
    link: LinkId,
    document: DocumentId,
    joined: &SignedIn,
    joined_with: May,
) {
    let session = joined.session;
    if may(app, session, document) != Some(joined_with) {
        tell_link(app, LinkOf { link, session, document });
    }
    if app.journal.read(|registry| registry.appearance_of(session)) != joined.appears {
        tell_link_appearance(app, link, session, document);
    }
}

fn tell_link_appearance(app: &App, link: LinkId, session: SessionId, document: DocumentId) {
    let appears = app.journal.read(|registry| registry.appearance_of(session));
    app.chapters.post(document, Letter::Appears { link, appears });
}

/// A link to what its session may not even know of any more is ended; its room takes nothing more of it before.
fn tell_link(app: &App, live: LinkOf) {
    let LinkOf { link, session, document } = live;
    let now = may(app, session, document);
    let may = now.unwrap_or(May::here(Right::Read, ChapterState::Closed));
    app.chapters.post(document, Letter::RightChanged { link, may });
    if now.is_none() {
        app.live.end_link(link);
    }
}
