//! Sessions of people: listed, and ended by whose they are or by whoever administers the seat.

use manual::id::{PersonId, SeatId, SessionId};
use serde_json::{Value, json};
use store::record::Record;
use store::record::people::PeopleRecord;
use store::registry::{Registry, Session};

use super::{CommandRefused, Desk, list_tokens};
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

/// The open sessions of a seat, or of all seats by their names, with the tokens of their programs: as they are shown to
/// whoever asks from no session of their own.
pub(super) fn by_seat(registry: &Registry, only: Option<SeatId>) -> Value {
    let nobody = SessionId::from_bytes([0; 16]);
    let mut seats: Vec<_> =
        registry.seats.iter().filter(|(id, _)| only.is_none_or(|only| only == **id)).collect();
    seats.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
    let rows = seats.into_iter().map(|(id, seat)| {
        json!({
            "seat": seat.name,
            "sessions": shown(registry, &seat_sessions(registry, *id), nobody),
            "tokens": list_tokens(registry, |of| of == *id),
        })
    });
    rows.collect()
}

/// Ends an open session or a token, whoever's it is.
///
/// # Errors
/// `NoSuchSession`; `NotWritten`, and then it still stands.
pub(super) async fn end_one(desk: &mut Desk<'_>, id: &str) -> Result<SessionId, CommandRefused> {
    let id = SessionId::parse(id).ok_or(CommandRefused::NoSuchSession)?;
    if !desk.read(|registry| open(registry).any(|(open, _)| *open == id)) {
        return Err(CommandRefused::NoSuchSession);
    }
    revoke(desk, &[id]).await?;
    Ok(id)
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
