//! A seat changes hands in one act: who leaves is signed out and can come back by no invitation, the successor is there
//! and invited, and both are one group of the journal. What the seat holds stays with the seat, for it belongs to it.

use manual::id::{PersonId, SeatId, SessionId};
use store::record::Record;
use store::record::people::PeopleRecord;
use store::registry::{Registry, Session};

use super::people::{NewPerson, added, committed, invitation, room_for_one};
use super::{CommandRefused, Desk};
use crate::clock::now_ms;
use crate::view::{HandedOverView, HandoverView};

/// Hands a seat over.
///
/// # Errors
/// `NotInSeat`, `NobodyLeaves`; those of adding a person; `NotWritten`.
pub(crate) async fn hand_over(
    desk: &mut Desk<'_>,
    seat: SeatId,
    view: &HandoverView,
) -> Result<HandedOverView, CommandRefused> {
    let new = NewPerson::of(&view.successor)?;
    let leaving = desk.read(|registry| leaving(registry, seat, view.leaving.as_deref()))?;
    room_for_one(desk, seat, &leaving)?;
    let ends = leaving.iter().map(|person| Record::People(PeopleRecord::PersonEnded { person: *person }));
    let mut records: Vec<Record> = ends.collect();
    if view.leaving.is_none() {
        records.extend(desk.read(|registry| nobody_s(registry, seat)));
    }
    let (person, added) = added(desk.vault(), seat, new).await?;
    records.push(added);
    let invitation = invitation(desk, seat, person, &mut records);
    committed(desk, records, &[person]).await?;
    desk.end_dead_links();
    Ok(HandedOverView { person: person.to_string(), invitation })
}

/// Who leaves: the named ones, or everybody who is there.
fn leaving(
    registry: &Registry,
    seat: SeatId,
    named: Option<&[String]>,
) -> Result<Vec<PersonId>, CommandRefused> {
    let of_seat = |id: &PersonId| registry.people.get(id).filter(|person| person.seat == seat);
    match named {
        None => {
            let everybody = registry.people.iter().filter(|(_, person)| person.seat == seat);
            Ok(everybody.filter(|(_, person)| person.ended_ms.is_none()).map(|(id, _)| *id).collect())
        }
        Some([]) => Err(CommandRefused::NobodyLeaves),
        Some(named) => {
            let ids = named.iter().map(|id| PersonId::parse(id).filter(|id| of_seat(id).is_some()));
            let ids = ids.collect::<Option<Vec<_>>>().ok_or(CommandRefused::NotInSeat)?;
            Ok(ids
                .into_iter()
                .filter(|id| of_seat(id).is_some_and(|person| person.ended_ms.is_none()))
                .collect())
        }
    }
}

/// Whether this is the first session of a person whose seat somebody else held before: they come to what is there.
pub(crate) fn succeeds(registry: &Registry, person: PersonId, session: SessionId) -> bool {
    let Some(seat) = registry.people.get(&person).map(|person| person.seat) else { return false };
    let theirs = |id: &SessionId, one: &Session| one.person == Some(person) && !one.program && *id != session;
    let first = !registry.sessions.iter().any(|(id, one)| theirs(id, one));
    let left = registry.people.values().any(|one| one.seat == seat && one.ended_ms.is_some());
    let taken =
        |one: &Session| one.seat == seat && one.person.is_none() && !one.program && one.revoked_ms.is_some();
    first && (left || registry.sessions.values().any(taken))
}

/// What a seat has that belongs to nobody in particular: sessions and tokens from before there were people or made at the
/// command line, and invitations for anybody of the seat. Whoever leaves may hold them.
fn nobody_s(registry: &Registry, seat: SeatId) -> Vec<Record> {
    let now_ms = now_ms();
    let sessions = registry.sessions.iter().filter(|(_, session)| {
        session.seat == seat && session.person.is_none() && registry.stands(session, now_ms)
    });
    let sessions =
        sessions.map(|(session, _)| Record::People(PeopleRecord::SessionRevoked { session: *session }));
    let invitations = registry
        .invitations
        .iter()
        .filter(|(_, made)| made.seat == seat && made.person.is_none() && !made.used);
    let invitations = invitations.map(|(invitation, _)| Record::InvitationUsed { invitation: *invitation });
    sessions.chain(invitations).collect()
}
