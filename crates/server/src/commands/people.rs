//! People in seats: added, invited, changed, ended, erased. Their names are sealed before they are written, and the key is
//! on disk before what it seals.

use std::sync::Arc;

use bytes::Bytes;
use manual::id::{InvitationId, PersonId, SeatId};
use manual::person::{PersonRefused, Role, Term, check_mail, check_person_name};
use store::record::Record;
use store::record::people::PeopleRecord;
use store::registry::{Person, Registry};
use store::vault::{Vault, VaultFailed, of_person};

use super::{CommandRefused, Desk};
use crate::chance;
use crate::clock::{now_ms, rfc3339};
use crate::moment;
use crate::names::{self, Named};
use crate::secret;
use crate::view::{ChangedPersonView, InvitationView, NewPersonView};

/// Somebody who is to hold a seat, looked at.
pub(super) struct NewPerson {
    pub(super) named: Named,
    pub(super) role: Role,
    pub(super) admin: bool,
    pub(super) term: Term,
}

impl NewPerson {
    /// # Errors
    /// `Person`, `NoSuchRole`, `NoSuchDay`, `NoTerm`.
    pub(super) fn of(view: &NewPersonView) -> Result<Self, CommandRefused> {
        let named = named(&view.name, view.email.as_deref())?;
        let role = role(&view.role)?;
        let from_ms = view.from.as_deref().map(first).transpose()?.flatten();
        let until_ms = view.until.as_deref().map(last).transpose()?.flatten();
        Ok(Self { named, role, admin: view.admin, term: term(from_ms, until_ms)? })
    }
}

/// Adds somebody to a seat.
///
/// # Errors
/// Those of [`NewPerson::of`]; `TooManyPeople`, `NotWritten`.
pub(crate) async fn add_person(
    desk: &mut Desk<'_>,
    seat: SeatId,
    view: &NewPersonView,
) -> Result<PersonId, CommandRefused> {
    let new = NewPerson::of(view)?;
    room_for_one(desk, seat, &[])?;
    let (person, added) = added(desk.vault(), seat, new).await?;
    committed(desk, vec![added], &[person]).await?;
    Ok(person)
}

/// Makes an invitation for a person; those made before for the same person are over.
///
/// # Errors
/// `PersonGone`, `NotWritten`.
pub(crate) async fn invite_person(
    desk: &mut Desk<'_>,
    person: PersonId,
) -> Result<InvitationView, CommandRefused> {
    let seat = present(desk, person)?.seat;
    let mut records = desk.read(|registry| invitations_of(registry, person));
    let invitation = invitation(desk, seat, person, &mut records);
    desk.commit(records).await?;
    Ok(invitation)
}

/// Changes what is said of a person; what is not named stays.
///
/// # Errors
/// Those of [`NewPerson::of`]; `PersonGone`, `NotWritten`.
pub(crate) async fn change_person(
    desk: &mut Desk<'_>,
    person: PersonId,
    change: &ChangedPersonView,
) -> Result<(), CommandRefused> {
    let before = present(desk, person)?;
    let mut records = Vec::new();
    let from_ms = change.from.as_deref().map(first).transpose()?.unwrap_or(before.term.from_ms);
    let until_ms = change.until.as_deref().map(last).transpose()?.unwrap_or(before.term.until_ms);
    let role = change.role.as_deref().map(role).transpose()?.unwrap_or(before.role);
    let (admin, term) = (change.admin.unwrap_or(before.admin), term(from_ms, until_ms)?);
    if (role, admin, term) != (before.role, before.admin, before.term) {
        records.push(Record::People(PeopleRecord::PersonChanged { person, role, admin, term }));
    }
    if change.name.is_some() || change.email.is_some() {
        let known =
            Named::open(&desk.vault(), person, &before).unwrap_or(Named { name: String::new(), mail: None });
        let name = change.name.as_deref().unwrap_or(&known.name);
        let mail = change.email.as_deref().or(known.mail.as_deref());
        let sealed = sealed(desk.vault(), person, named(name, mail)?).await?;
        records.push(Record::People(PeopleRecord::PersonNamed { person, sealed }));
    }
    if !records.is_empty() {
        desk.commit(records).await?;
        desk.end_dead_links();
    }
    Ok(())
}

/// Ends a person's time in the seat: signed out everywhere, invitations over. Doing it twice is doing it once.
///
/// # Errors
/// `NoSuchPerson`, `NotWritten`.
pub(crate) async fn end_person(desk: &mut Desk<'_>, person: PersonId) -> Result<(), CommandRefused> {
    known(desk, person)?;
    if desk.read(|registry| registry.people.get(&person).is_some_and(|person| person.ended_ms.is_none())) {
        desk.commit(vec![Record::People(PeopleRecord::PersonEnded { person })]).await?;
        desk.end_dead_links();
    }
    Ok(())
}

/// Ends a person and destroys their key: from here on nobody can read their name out of this folder. Doing it again
/// destroys what may be left of the key.
///
/// # Errors
/// `NoSuchPerson`, `NotWritten`; `KeyStays` when the record is there and the file would not go: the next start removes it.
pub(crate) async fn erase_person(desk: &mut Desk<'_>, person: PersonId) -> Result<(), CommandRefused> {
    known(desk, person)?;
    if desk.read(|registry| registry.people.get(&person).is_some_and(|person| !person.erased)) {
        desk.commit(vec![Record::People(PeopleRecord::PersonErased { person })]).await?;
        desk.end_dead_links();
    }
    destroy_key(desk.vault(), person).await.map_err(|_| CommandRefused::KeyStays)
}

/// The records that close the open invitations of a person.
pub(super) fn invitations_of(registry: &Registry, person: PersonId) -> Vec<Record> {
    let open = registry.invitations.iter().filter(|(_, made)| made.person == Some(person) && !made.used);
    open.map(|(invitation, _)| Record::InvitationUsed { invitation: *invitation }).collect()
}

/// A fresh invitation for a person; its records are added to the others.
pub(super) fn invitation(
    desk: &Desk<'_>,
    seat: SeatId,
    person: PersonId,
    records: &mut Vec<Record>,
) -> InvitationView {
    let invitation = InvitationId::from_random(chance::bytes());
    let (link, code) = (secret::new_link(invitation), secret::new_code());
    let ends_ms = now_ms().saturating_add(desk.limits().invitation_ms);
    records.push(Record::InvitationMade {
        invitation,
        seat,
        link: secret::hash(&link),
        code: secret::hash_code(invitation, &code),
        ends_ms,
    });
    records.push(Record::People(PeopleRecord::InvitationFor { invitation, person }));
    InvitationView { link: desk.public().sign_in_link(&link), code, ends: rfc3339(ends_ms), mailed: None }
}

/// The record of somebody new, whose key is on disk.
pub(super) async fn added(
    vault: Arc<Vault>,
    seat: SeatId,
    new: NewPerson,
) -> Result<(PersonId, Record), CommandRefused> {
    let person = PersonId::from_random(chance::bytes());
    let sealed = sealed(vault, person, new.named).await?;
    let NewPerson { role, admin, term, .. } = new;
    Ok((person, Record::People(PeopleRecord::PersonAdded { person, seat, role, admin, term, sealed })))
}

/// Commits records of new people; if that fails, their keys are of no use and go.
pub(super) async fn committed(
    desk: &mut Desk<'_>,
    records: Vec<Record>,
    people: &[PersonId],
) -> Result<(), CommandRefused> {
    let done = desk.commit(records).await;
    if done.is_err() {
        for person in people {
            // A key that seals nothing harms nobody.
            let _ = destroy_key(desk.vault(), *person).await;
        }
    }
    done.map(|_| ())
}

/// Seals a name under the person's key, which is made if there is none.
async fn sealed(vault: Arc<Vault>, person: PersonId, named: Named) -> Result<Bytes, CommandRefused> {
    let of = of_person(person);
    let sealing = tokio::task::spawn_blocking(move || {
        let key = match vault.get(&of)? {
            Some(key) => key,
            None => {
                let key = names::new_key();
                vault.put(&of, &key)?;
                key
            }
        };
        Ok::<_, VaultFailed>(named.seal(person, &key))
    });
    match sealing.await {
        Ok(Ok(sealed)) => Ok(sealed.into()),
        Ok(Err(error)) => {
            tracing::error!(%error, "the key of a person cannot be kept");
            Err(CommandRefused::NotWritten)
        }
        Err(_) => Err(CommandRefused::NotWritten),
    }
}

async fn destroy_key(vault: Arc<Vault>, person: PersonId) -> Result<(), VaultFailed> {
    let destroying = tokio::task::spawn_blocking(move || vault.destroy(&of_person(person)).map(|_| ()));
    let destroyed = destroying.await.unwrap_or_else(|error| Err(VaultFailed::Io(error.into())));
    destroyed.inspect_err(|error| tracing::error!(%person, %error, "the key of a person cannot be destroyed"))
}

/// # Errors
/// `TooManyPeople` when the seat has as many as it may, those who leave not counted.
pub(super) fn room_for_one(
    desk: &Desk<'_>,
    seat: SeatId,
    leaving: &[PersonId],
) -> Result<(), CommandRefused> {
    let (now_ms, people_max) = (now_ms(), desk.limits().people_per_seat_max);
    let stay = desk.read(|registry| {
        let stays = |(id, person): &(&PersonId, &Person)| {
            person.seat == seat && !person.is_gone(now_ms) && !leaving.contains(id)
        };
        registry.people.iter().filter(stays).count()
    });
    if stay < people_max { Ok(()) } else { Err(CommandRefused::TooManyPeople { people_max }) }
}

fn known(desk: &Desk<'_>, person: PersonId) -> Result<Person, CommandRefused> {
    desk.read(|registry| registry.people.get(&person).cloned()).ok_or(CommandRefused::NoSuchPerson)
}

/// Somebody who has not left.
fn present(desk: &Desk<'_>, person: PersonId) -> Result<Person, CommandRefused> {
    let found = known(desk, person)?;
    // Whose term has passed may be given another one; who was ended was ended.
    if found.ended_ms.is_some() { Err(CommandRefused::PersonGone) } else { Ok(found) }
}

fn named(name: &str, mail: Option<&str>) -> Result<Named, PersonRefused> {
    let mail = mail.filter(|mail| !mail.is_empty()).map(check_mail).transpose()?;
    Ok(Named { name: check_person_name(name)?.to_owned(), mail: mail.map(str::to_owned) })
}

fn role(word: &str) -> Result<Role, CommandRefused> {
    Role::parse(word).ok_or(CommandRefused::NoSuchRole)
}

/// The first moment of a term; an empty text says that there is none.
fn first(text: &str) -> Result<Option<u64>, CommandRefused> {
    let read = || moment::first(text).ok_or(CommandRefused::NoSuchDay);
    (!text.is_empty()).then(read).transpose()
}

/// The first moment after a term; likewise.
fn last(text: &str) -> Result<Option<u64>, CommandRefused> {
    let read = || moment::after(text).ok_or(CommandRefused::NoSuchDay);
    (!text.is_empty()).then(read).transpose()
}

fn term(from_ms: Option<u64>, until_ms: Option<u64>) -> Result<Term, CommandRefused> {
    let term = Term { from_ms, until_ms };
    if term.is_possible() { Ok(term) } else { Err(CommandRefused::NoTerm) }
}
