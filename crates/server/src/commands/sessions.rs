//! Sessions of people: listed, and ended by whose they are or by whoever administers the seat.

use manual::id::{PersonId, SeatId, SessionId};
use store::record::Record;
use store::record::people::PeopleRecord;
use store::registry::{Registry, Session};

use super::{CommandRefused, Desk};
use crate::clock::{now_ms, rfc3339};
use crate::moment;
use crate::view::{DeviceView, OpenSessionView};

/// The open sessions of the same person as this one, itself included. One that belongs to no person stands alone:
/// whose the others of its seat are, nobody knows.
pub(crate) fn own_sessions(registry: &Registry, mine: SessionId, person: Option<PersonId>) -> Vec<SessionId> {
    let is_own = |id: &SessionId, session: &Session| {
        *id == mine || (person.is_some() && session.person == person && !session.program)
    };
    open(registry).filter(|(id, session)| is_own(id, session)).map(|(id, _)| *id).collect()
}

/// The open sessions of the people of a seat.
pub(crate) fn seat_sessions(registry: &Registry, seat: SeatId) -> Vec<SessionId> {
    let people = open(registry).filter(|(_, session)| session.seat == seat && !session.program);
    people.map(|(id, _)| *id).collect()
}

fn open(registry: &Registry) -> impl Iterator<Item = (&SessionId, &Session)> {
    let now_ms = now_ms();
    registry.sessions.iter().filter(move |(_, session)| registry.stands(session, now_ms))
}

/// Sessions as they are shown, the newest first.
pub(crate) fn shown(registry: &Registry, ids: &[SessionId], current: SessionId) -> Vec<OpenSessionView> {
    let mut found: Vec<_> = ids.iter().filter_map(|id| Some((*id, registry.sessions.get(id)?))).collect();
    found.sort_by_key(|(_, session)| std::cmp::Reverse(session.began_ms));
    let view = |(id, session): (SessionId, &Session)| OpenSessionView {
        id: id.to_string(),
        person: session.person.map(|person| person.to_string()),
        began: rfc3339(session.began_ms),
        ends: rfc3339(registry.ends_ms(session)),
        last_seen: moment::day_of(session.seen_ms),
        device: session
            .device
            .as_ref()
            .map(|device| DeviceView { browser: device.browser.clone(), system: device.system.clone() }),
        current: id == current,
    };
    found.into_iter().map(view).collect()
}

/// Ends sessions, and their live links with them: the one that asks for it.
///
/// # Errors
/// `NotWritten`; then all of them still stand.
pub(crate) async fn sign_out(desk: &mut Desk<'_>, sessions: &[SessionId]) -> Result<(), CommandRefused> {
    end(desk, sessions, |session| Record::SessionEnded { session }).await
}

/// The same with those that did not ask for it: what their devices keep is taken from them.
///
/// # Errors
/// `NotWritten`; then all of them still stand.
pub(crate) async fn revoke(desk: &mut Desk<'_>, sessions: &[SessionId]) -> Result<(), CommandRefused> {
    end(desk, sessions, |session| Record::People(PeopleRecord::SessionRevoked { session })).await
}

async fn end(
    desk: &mut Desk<'_>,
    sessions: &[SessionId],
    record: impl Fn(SessionId) -> Record,
) -> Result<(), CommandRefused> {
    let stand = |id: &&SessionId| {
        desk.read(|registry| registry.sessions.get(id).is_some_and(|session| !session.ended))
    };
    let records: Vec<Record> = sessions.iter().filter(stand).map(|id| record(*id)).collect();
    if !records.is_empty() {
        desk.commit(records).await?;
    }
    sessions.iter().for_each(|session| desk.end_session_links(*session));
    Ok(())
}
