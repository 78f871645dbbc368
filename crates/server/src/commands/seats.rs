//! Seats, invitations, tokens and sessions. Secrets are made here, given out once, and stored as hashes only.

use std::time::Duration;

use manual::id::{InvitationId, PersonId, SeatId, SessionId};
use manual::rights::Right;
use manual::seat::{Appears, SeatKind, check_seat_name};
use store::record::Record;
use store::record::people::{Device, PeopleRecord};
use store::registry::Invitation;

use super::{CommandRefused, Desk};
use crate::chance;
use crate::clock::{now_ms, rfc3339};
use crate::secret;
use crate::view::{InvitationView, SeatRightView, SeatView, TokenView};

/// Adds a seat. Names are unique, whatever their capitals.
///
/// # Errors
/// `SeatName`, `SeatExists`, `NotWritten`.
pub async fn add_seat(desk: &mut Desk<'_>, name: &str, kind: SeatKind) -> Result<SeatView, CommandRefused> {
    let name = check_seat_name(name)?;
    let lower = name.to_lowercase();
    if desk.read(|registry| registry.seats.values().any(|seat| seat.name.to_lowercase() == lower)) {
        return Err(CommandRefused::SeatExists(name.to_owned()));
    }
    let seat = SeatId::from_random(chance::bytes());
    desk.commit(vec![Record::SeatAdded { seat, name: name.to_owned(), kind }]).await?;
    Ok(view(seat, name, kind))
}

/// All seats, by name.
pub fn list_seats(desk: &Desk<'_>) -> Vec<SeatView> {
    let mut seats: Vec<_> = desk
        .read(|registry| registry.seats.iter().map(|(id, seat)| view(*id, &seat.name, seat.kind)).collect());
    seats.sort_by(|a: &SeatView, b| a.name.cmp(&b.name));
    seats
}

pub(crate) fn view(id: SeatId, name: &str, kind: SeatKind) -> SeatView {
    SeatView { id: id.to_string(), name: name.to_owned(), kind: kind.word().to_owned() }
}

/// Caps what a seat may do, for all its sessions and tokens at once; `None` lifts the cap. Live links hear of it.
///
/// # Errors
/// `NoSuchSeat`, `NotWritten`.
pub async fn set_right(
    desk: &mut Desk<'_>,
    seat_name: &str,
    cap: Option<Right>,
) -> Result<SeatRightView, CommandRefused> {
    let id = find_seat(desk, seat_name)?;
    if desk.read(|registry| registry.seats[&id].cap) != cap {
        desk.commit(vec![Record::SeatRight { seat: id, right: cap }]).await?;
        desk.tell_rights();
    }
    let seat = desk.read(|registry| registry.seats[&id].clone());
    Ok(SeatRightView { seat: view(id, &seat.name, seat.kind), right: seat.right().word().to_owned() })
}

/// Makes an invitation to a seat: a link and a code that are no use without each other, once.
///
/// # Errors
/// `NoSuchSeat`, `NotWritten`.
pub async fn invite(desk: &mut Desk<'_>, seat_name: &str) -> Result<InvitationView, CommandRefused> {
    let seat = find_seat(desk, seat_name)?;
    let invitation = InvitationId::from_random(chance::bytes());
    let (link, code) = (secret::new_link(invitation), secret::new_code());
    let ends_ms = now_ms().saturating_add(desk.limits().invitation_ms);
    let made = Record::InvitationMade {
        invitation,
        seat,
        link: secret::hash(&link),
        code: secret::hash_code(invitation, &code),
        ends_ms,
    };
    desk.commit(vec![made]).await?;
    Ok(InvitationView { link: desk.public().sign_in_link(&link), code, ends: rfc3339(ends_ms), mailed: None })
}

/// Makes a token for a program of a seat. `right` caps what the seat may do.
///
/// # Errors
/// `NoSuchSeat`, `TokenLife`, `NotWritten`.
pub async fn make_token(
    desk: &mut Desk<'_>,
    seat_name: &str,
    right: Right,
    ttl: Duration,
) -> Result<TokenView, CommandRefused> {
    let seat = find_seat(desk, seat_name)?;
    let max_ms = desk.limits().token_ms_max;
    let ttl_ms = u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX);
    if ttl_ms < 1000 || ttl_ms > max_ms {
        return Err(CommandRefused::TokenLife { max_s: max_ms / 1000 });
    }
    let token = secret::new_program_token();
    let ends_ms = now_ms().saturating_add(ttl_ms);
    let began = Beginning { seat, person: None, token: &token, ends_ms, right: Some(right), device: None };
    let (_, records) = begin(desk, began);
    desk.commit(records).await?;
    Ok(TokenView { token, ends: rfc3339(ends_ms) })
}

/// A person who came in.
pub(crate) struct Came {
    pub(crate) session: SessionId,
    pub(crate) token: String,
    pub(crate) ends_ms: u64,
}

/// Opens a session for who has both the link and the code of an invitation. `before` is the session of the same
/// browser, which ends in the same commit.
///
/// # Errors
/// `Invitation`, always the same whatever was wrong; `NotWritten`.
pub(crate) async fn sign_in(
    desk: &mut Desk<'_>,
    link: &str,
    code: &str,
    before: Option<SessionId>,
    device: Option<Device>,
) -> Result<Came, CommandRefused> {
    let (id, invitation) = shown(desk, link, code).await?;
    let used = Record::InvitationUsed { invitation: id };
    let coming = Coming { seat: invitation.seat, person: invitation.person, device, before };
    come(desk, coming, vec![used]).await
}

/// The invitation of which somebody has both the link and the code. A wrong code counts as a try.
///
/// # Errors
/// `Invitation`, always the same whatever was wrong; `NotWritten`.
pub(super) async fn shown(
    desk: &mut Desk<'_>,
    link: &str,
    code: &str,
) -> Result<(InvitationId, Invitation), CommandRefused> {
    let (id, invitation) = standing(desk, link).ok_or(CommandRefused::Invitation)?;
    if !secret::same(&secret::hash_code(id, code), &invitation.code) {
        desk.commit(vec![Record::InvitationTried { invitation: id }]).await?;
        return Err(CommandRefused::Invitation);
    }
    Ok((id, invitation))
}

/// Somebody about to come in, whoever has made sure who it is.
pub(crate) struct Coming {
    pub(crate) seat: SeatId,
    pub(crate) person: Option<PersonId>,
    pub(crate) device: Option<Device>,
    /// The session of the same browser, which ends in the same commit.
    pub(crate) before: Option<SessionId>,
}

/// Opens a session, with `records` in the same commit.
///
/// # Errors
/// `NotWritten`.
pub(crate) async fn come(
    desk: &mut Desk<'_>,
    coming: Coming,
    mut records: Vec<Record>,
) -> Result<Came, CommandRefused> {
    let Coming { seat, person, device, before } = coming;
    let token = secret::new_session_token();
    let ends_ms = now_ms().saturating_add(desk.limits().session_ms);
    let began = Beginning { seat, person, token: &token, ends_ms, right: None, device };
    let (session, begun) = begin(desk, began);
    records.extend(begun);
    records.extend(before.map(|session| Record::SessionEnded { session }));
    desk.commit(records).await?;
    if let Some(before) = before {
        desk.end_session_links(before);
    }
    Ok(Came { session, token, ends_ms })
}

/// Ends a session, and its live links with it.
///
/// # Errors
/// `NotWritten`; then the session still stands.
pub(crate) async fn end_session(desk: &mut Desk<'_>, session: SessionId) -> Result<(), CommandRefused> {
    desk.commit(vec![Record::SessionEnded { session }]).await?;
    desk.end_session_links(session);
    Ok(())
}

/// Decides what others are told of whoever is in a session. Live links change at once.
///
/// # Errors
/// `NotWritten`; then it is as it was.
pub(crate) async fn appear(
    desk: &mut Desk<'_>,
    session: SessionId,
    appears: Appears,
) -> Result<(), CommandRefused> {
    if desk.read(|registry| registry.appearance_of(session)) != appears {
        desk.commit(vec![Record::SessionAppears { session, appears }]).await?;
        desk.tell_appearance(session);
    }
    Ok(())
}

/// The invitation of a link, if it can still be used.
fn standing(desk: &Desk<'_>, link: &str) -> Option<(InvitationId, Invitation)> {
    let id = secret::invitation_of(link)?;
    let invitation = still_open(desk, id)?;
    secret::same(&secret::hash(link), &invitation.link).then_some((id, invitation))
}

/// An invitation, if it can still be used.
pub(super) fn still_open(desk: &Desk<'_>, id: InvitationId) -> Option<Invitation> {
    let invitation = desk.read(|registry| registry.invitations.get(&id).cloned())?;
    let stands = invitation.tries < desk.limits().invitation_tries_max
        && desk.read(|registry| registry.is_open(&invitation, now_ms()));
    stands.then_some(invitation)
}

/// A session about to begin.
pub(super) struct Beginning<'a> {
    pub(super) seat: SeatId,
    pub(super) person: Option<PersonId>,
    pub(super) token: &'a str,
    pub(super) ends_ms: u64,
    /// Of a program's token alone: the most it may do.
    pub(super) right: Option<Right>,
    pub(super) device: Option<Device>,
}

/// A session and the number under which the journal knows what it writes.
pub(super) fn begin(desk: &Desk<'_>, began: Beginning<'_>) -> (SessionId, Vec<Record>) {
    let session = SessionId::from_random(chance::bytes());
    let writer = desk.read(|registry| registry.writers.keys().last().map_or(1, |last| last + 1));
    let mut records = vec![
        Record::SessionBegan {
            session,
            seat: began.seat,
            token: secret::hash(began.token),
            ends_ms: began.ends_ms,
            right: began.right,
            program: began.right.is_some(),
        },
        Record::WriterNamed { writer, seat: began.seat, session },
    ];
    let person = began.person.map(|person| PeopleRecord::SessionOf { session, person });
    let device = began.device.map(|device| PeopleRecord::SessionDevice { session, device });
    records.extend([person, device].into_iter().flatten().map(Record::People));
    (session, records)
}

/// A seat by its name, whatever its capitals.
pub(super) fn find_seat(desk: &Desk<'_>, name: &str) -> Result<SeatId, CommandRefused> {
    let lower = name.to_lowercase();
    let found = desk.read(|registry| {
        let mut seats = registry.seats.iter();
        seats.find(|(_, seat)| seat.name.to_lowercase() == lower).map(|(id, _)| *id)
    });
    found.ok_or_else(|| CommandRefused::NoSuchSeat(name.to_owned()))
}
