//! Who holds a seat, whose a session is, and what follows from both: when it is alive, when it ends, who took it.
//! Names stay sealed here.

use bytes::Bytes;
use manual::id::{ManualId, PersonId, SeatId, SessionId};
use manual::person::{Role, Term};

use super::{Invitation, Registry, Session};
use crate::record::people::PeopleRecord;

/// Somebody who holds a seat, or held it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    pub seat: SeatId,
    pub role: Role,
    /// Administers the seat: adds people, invites them, ends them, hands over.
    pub admin: bool,
    pub term: Term,
    /// Name and address, under the person's key.
    pub sealed: Bytes,
    pub added_ms: u64,
    /// When somebody said that the person holds the seat no more.
    pub ended_ms: Option<u64>,
    /// The key is gone, and the name with it.
    pub erased: bool,
}

impl Person {
    /// Whether the person holds the seat now.
    pub fn holds(&self, now_ms: u64) -> bool {
        self.ended_ms.is_none() && self.term.holds(now_ms)
    }

    /// Whether the person has left for good: was ended, or the term is over.
    pub fn is_gone(&self, now_ms: u64) -> bool {
        self.ended_ms.is_some() || self.term.is_over(now_ms)
    }

    /// When the person ceased to hold the seat, if that has come.
    pub fn gone_ms(&self, now_ms: u64) -> Option<u64> {
        let over = self.term.until_ms.filter(|until| *until <= now_ms);
        [self.ended_ms, over].into_iter().flatten().min()
    }
}

impl Session {
    /// Whether there is a manual for it, as far as it is bound to one.
    pub fn reaches(&self, manual: ManualId) -> bool {
        self.manual.is_none_or(|only| only == manual)
    }
}

impl Registry {
    /// Whether a session can be used: it was not ended, its time has not run out, and whose it is holds the seat.
    pub fn is_alive(&self, session: SessionId, now_ms: u64) -> bool {
        self.sessions.get(&session).is_some_and(|session| self.stands(session, now_ms))
    }

    /// The same of a session that was looked up. One of a person that is not known is nobody's.
    pub fn stands(&self, session: &Session, now_ms: u64) -> bool {
        !session.ended && now_ms < session.ends_ms && self.is_held(session.person, now_ms)
    }

    /// When a session ends if nobody ends it earlier: by its own time, or with the term of whose it is.
    pub fn ends_ms(&self, session: &Session) -> u64 {
        let person = session.person.and_then(|person| self.people.get(&person));
        let until = person.and_then(|person| person.term.until_ms);
        until.map_or(session.ends_ms, |until| until.min(session.ends_ms))
    }

    /// When a session was taken from whoever is in it: somebody else ended it, or the person ceased to hold the seat.
    /// None of one that is alive, was signed out, or has run out by itself.
    pub fn taken_ms(&self, session: &Session, now_ms: u64) -> Option<u64> {
        let person = session.person.and_then(|person| self.people.get(&person));
        let gone = person.and_then(|person| person.gone_ms(now_ms));
        session.revoked_ms.or(gone.filter(|gone| !session.ended && *gone < session.ends_ms))
    }

    /// Whether an invitation can still be used, but for the tries it has had.
    pub fn is_open(&self, invitation: &Invitation, now_ms: u64) -> bool {
        !invitation.used && now_ms < invitation.ends_ms && self.is_held(invitation.person, now_ms)
    }

    /// Whether somebody administers the seat they hold.
    pub fn administers(&self, person: PersonId, now_ms: u64) -> bool {
        self.people.get(&person).is_some_and(|person| person.admin && person.holds(now_ms))
    }

    fn is_held(&self, person: Option<PersonId>, now_ms: u64) -> bool {
        person.is_none_or(|person| self.people.get(&person).is_some_and(|person| person.holds(now_ms)))
    }

    pub(super) fn apply_people(&mut self, time_ms: u64, record: &PeopleRecord) {
        match record {
            PeopleRecord::PersonAdded { .. }
            | PeopleRecord::PersonChanged { .. }
            | PeopleRecord::PersonNamed { .. }
            | PeopleRecord::PersonEnded { .. }
            | PeopleRecord::PersonErased { .. } => self.apply_person(time_ms, record),
            PeopleRecord::InvitationFor { invitation, person } => {
                if let Some(entry) = self.invitations.get_mut(invitation) {
                    entry.person = Some(*person);
                }
            }
            PeopleRecord::SessionOf { session, .. }
            | PeopleRecord::SessionDevice { session, .. }
            | PeopleRecord::TokenOf { session, .. }
            | PeopleRecord::TokenNamed { session, .. }
            | PeopleRecord::SessionSeen { session }
            | PeopleRecord::SessionRevoked { session } => {
                if let Some(entry) = self.sessions.get_mut(session) {
                    apply_to(entry, time_ms, record);
                }
            }
        }
    }

    fn apply_person(&mut self, time_ms: u64, record: &PeopleRecord) {
        match record {
            PeopleRecord::PersonAdded { person, seat, role, admin, term, sealed } => {
                let entry = Person {
                    seat: *seat,
                    role: *role,
                    admin: *admin,
                    term: *term,
                    sealed: sealed.clone(),
                    added_ms: time_ms,
                    ended_ms: None,
                    erased: false,
                };
                self.people.insert(*person, entry);
            }
            PeopleRecord::PersonChanged { person, role, admin, term } => {
                if let Some(entry) = self.people.get_mut(person) {
                    (entry.role, entry.admin, entry.term) = (*role, *admin, *term);
                }
            }
            PeopleRecord::PersonNamed { person, sealed } => {
                if let Some(entry) = self.people.get_mut(person) {
                    entry.sealed = sealed.clone();
                }
            }
            PeopleRecord::PersonEnded { person } => self.end_person(*person, time_ms),
            PeopleRecord::PersonErased { person } => {
                self.end_person(*person, time_ms);
                if let Some(entry) = self.people.get_mut(person) {
                    entry.erased = true;
                    entry.sealed = Bytes::new();
                }
            }
            _ => {}
        }
    }

    fn end_person(&mut self, person: PersonId, time_ms: u64) {
        if let Some(entry) = self.people.get_mut(&person) {
            entry.ended_ms = entry.ended_ms.or(Some(time_ms));
            entry.admin = false;
        }
    }
}

fn apply_to(session: &mut Session, time_ms: u64, record: &PeopleRecord) {
    match record {
        PeopleRecord::SessionOf { person, .. } => session.person = Some(*person),
        PeopleRecord::SessionDevice { device, .. } => session.device = Some(device.clone()),
        PeopleRecord::TokenOf { manual, .. } => session.manual = Some(*manual),
        PeopleRecord::TokenNamed { name, .. } => session.name = Some(name.clone()),
        PeopleRecord::SessionSeen { .. } => session.seen_ms = session.seen_ms.max(time_ms),
        PeopleRecord::SessionRevoked { .. } => {
            session.ended = true;
            session.revoked_ms = session.revoked_ms.or(Some(time_ms));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    const SEAT: [u8; 16] = [1; 16];

    fn person() -> PersonId {
        PersonId::from_bytes([2; 16])
    }

    fn session(n: u8) -> SessionId {
        SessionId::from_bytes([n; 16])
    }

    fn began(n: u8) -> Record {
        Record::SessionBegan {
            session: session(n),
            seat: SeatId::from_bytes(SEAT),
            token: [n; 32],
            ends_ms: 1_000,
            right: None,
            program: false,
        }
    }

    fn with(records: impl IntoIterator<Item = (u64, Record)>) -> Registry {
        let mut registry = Registry::default();
        for (seq, (time_ms, record)) in (1..).zip(records) {
            registry.apply_at(seq, time_ms, &record);
        }
        registry
    }

    fn added(term: Term) -> Record {
        let (seat, sealed) = (SeatId::from_bytes(SEAT), Bytes::new());
        Record::People(PeopleRecord::PersonAdded {
            person: person(),
            seat,
            role: Role::Colleague,
            admin: true,
            term,
            sealed,
        })
    }

    fn of(n: u8) -> Record {
        Record::People(PeopleRecord::SessionOf { session: session(n), person: person() })
    }

    #[test]
    fn a_session_lives_as_long_as_whose_it_is_holds_the_seat() {
        let term = Term { from_ms: Some(10), until_ms: Some(100) };
        let registry = with([(1, added(term)), (20, began(3)), (20, of(3)), (20, began(4))]);
        assert_eq!(
            [9, 10, 99, 100].map(|now| registry.is_alive(session(3), now)),
            [false, true, true, false]
        );
        assert!(registry.is_alive(session(4), 999), "a session of the seat alone goes by its own time");
        let sessions = &registry.sessions;
        assert_eq!([3, 4].map(|n| registry.ends_ms(&sessions[&session(n)])), [100, 1_000]);
        assert_eq!(registry.taken_ms(&sessions[&session(3)], 99), None);
        assert_eq!(registry.taken_ms(&sessions[&session(3)], 150), Some(100));
    }

    #[test]
    fn who_has_ended_is_signed_out_and_administers_nothing() {
        let ended = Record::People(PeopleRecord::PersonEnded { person: person() });
        let registry = with([(1, added(Term::default())), (2, began(3)), (2, of(3)), (50, ended)]);
        assert!(!registry.is_alive(session(3), 60));
        assert!(!registry.administers(person(), 60));
        assert_eq!(registry.taken_ms(&registry.sessions[&session(3)], 60), Some(50));
    }

    #[test]
    fn a_session_of_somebody_unknown_is_nobody_s() {
        let registry = with([(2, began(3)), (2, of(3))]);
        assert!(!registry.is_alive(session(3), 10));
    }

    #[test]
    fn whoever_signed_out_left_by_themselves() {
        let out = Record::SessionEnded { session: session(3) };
        let revoked = Record::People(PeopleRecord::SessionRevoked { session: session(4) });
        let registry = with([
            (1, added(Term::default())),
            (2, began(3)),
            (2, of(3)),
            (2, began(4)),
            (3, out),
            (4, revoked),
        ]);
        assert_eq!(registry.taken_ms(&registry.sessions[&session(3)], 9), None);
        assert_eq!(registry.taken_ms(&registry.sessions[&session(4)], 9), Some(4));
        assert!(!registry.is_alive(session(4), 9));
    }

    #[test]
    fn erasing_ends_and_keeps_no_sealed_name() {
        let erased = Record::People(PeopleRecord::PersonErased { person: person() });
        let registry = with([(1, added(Term::default())), (5, erased)]);
        let person = &registry.people[&person()];
        assert!(person.erased && person.is_gone(5) && person.sealed.is_empty());
    }
}
