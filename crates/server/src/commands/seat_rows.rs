//! Seats with their people, as whoever asks may see them.

use std::collections::HashMap;

use manual::id::{PersonId, SeatId};
use store::registry::{Person, Registry, Seat};
use store::vault::Vault;

use crate::clock::{now_ms, rfc3339};
use crate::moment;
use crate::names::Named;
use crate::view::{PersonView, SeatRowView};

/// How much somebody may see of a seat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Sight {
    /// That it is there.
    Name,
    /// Who holds it.
    Colleague,
    /// Their addresses, sessions and invitations too.
    Administers,
}

/// What was read of a seat. Names are still sealed: no key is read while the registry is looked at.
pub(crate) struct SeatRow {
    id: SeatId,
    seat: Seat,
    people: Vec<(PersonId, Person, Use)>,
    used: Use,
}

/// How much a person or a seat is here.
#[derive(Clone, Copy, Default)]
struct Use {
    sessions: usize,
    invitations: usize,
    seen_ms: Option<u64>,
}

/// All seats, by name.
pub(crate) fn seat_rows(registry: &Registry) -> Vec<SeatRow> {
    let (of_seats, of_people) = uses(registry);
    let row = |(id, seat): (&SeatId, &Seat)| {
        let people = registry.people.iter().filter(|(_, person)| person.seat == *id);
        let used = |person: &PersonId| of_people.get(person).copied().unwrap_or_default();
        let mut people: Vec<_> = people.map(|(id, person)| (*id, person.clone(), used(id))).collect();
        people.sort_by_key(|(id, person, _)| (person.ended_ms.is_some(), person.added_ms, *id));
        SeatRow { id: *id, seat: seat.clone(), people, used: of_seats.get(id).copied().unwrap_or_default() }
    };
    let mut rows: Vec<_> = registry.seats.iter().map(row).collect();
    rows.sort_by(|a, b| a.seat.name.cmp(&b.seat.name));
    rows
}

/// Sessions, invitations and days of use, counted once through.
fn uses(registry: &Registry) -> (HashMap<SeatId, Use>, HashMap<PersonId, Use>) {
    let now_ms = now_ms();
    let (mut seats, mut people) = (HashMap::<_, Use>::new(), HashMap::<_, Use>::new());
    for session in registry.sessions.values().filter(|session| !session.program) {
        let open = usize::from(registry.stands(session, now_ms));
        let count = |used: &mut Use| {
            used.sessions += open;
            used.seen_ms = used.seen_ms.max(Some(session.seen_ms));
        };
        count(seats.entry(session.seat).or_default());
        session.person.into_iter().for_each(|person| count(people.entry(person).or_default()));
    }
    for invitation in registry.invitations.values().filter(|made| registry.is_open(made, now_ms)) {
        seats.entry(invitation.seat).or_default().invitations += 1;
        let person = invitation.person.into_iter();
        person.for_each(|person| people.entry(person).or_default().invitations += 1);
    }
    (seats, people)
}

impl SeatRow {
    pub(crate) fn id(&self) -> SeatId {
        self.id
    }

    /// As JSON shows it to somebody.
    pub(crate) fn view(&self, sight: Sight, vault: &Vault) -> SeatRowView {
        let inside = sight >= Sight::Colleague;
        let administers = sight >= Sight::Administers;
        let person =
            |(id, person, used): &(PersonId, Person, Use)| person_view(*id, person, *used, sight, vault);
        SeatRowView {
            id: self.id.to_string(),
            name: self.seat.name.clone(),
            kind: self.seat.kind.word().to_owned(),
            right: inside.then(|| self.seat.right().word()),
            people: inside.then(|| self.people.iter().map(person).collect()),
            last_seen: administers.then(|| self.used.seen_ms.map(moment::day_of)),
            sessions: administers.then_some(self.used.sessions),
            invitations: administers.then_some(self.used.invitations),
        }
    }
}

fn person_view(id: PersonId, person: &Person, used: Use, sight: Sight, vault: &Vault) -> PersonView {
    let named = Named::open(vault, id, person);
    let administers = sight >= Sight::Administers;
    let (name, mail) = named.map_or((None, None), |named| (Some(named.name), named.mail));
    PersonView {
        id: id.to_string(),
        name,
        email: mail.filter(|_| administers),
        role: person.role.word().to_owned(),
        admin: person.admin,
        from: person.term.from_ms.map(rfc3339),
        until: person.term.until_ms.map(rfc3339),
        state: state(person, now_ms()),
        invited: administers.then_some(used.invitations > 0),
        last_seen: administers.then(|| used.seen_ms.map(moment::day_of)),
        sessions: administers.then_some(used.sessions),
    }
}

fn state(person: &Person, now_ms: u64) -> &'static str {
    if person.erased {
        "erased"
    } else if person.is_gone(now_ms) {
        "gone"
    } else if person.holds(now_ms) {
        "holds"
    } else {
        "awaits"
    }
}
