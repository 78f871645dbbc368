//! Records of people to payloads and back. A damaged one is read as whatever takes most away: who was to be somebody's is
//! nobody's then, and nobody is signed in by half of what was written.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use manual::id::{InvitationId, ManualId, PersonId, SessionId};
use manual::person::{Role, Term};
use serde::{Deserialize, Serialize};

use super::{Unreadable, read, seat, text};
use crate::frame::Header;
use crate::record::Record;
use crate::record::people::{Device, PeopleRecord};

pub(super) mod kind {
    pub(crate) const PERSON_ADDED: u8 = 23;
    pub(crate) const PERSON_CHANGED: u8 = 24;
    pub(crate) const PERSON_NAMED: u8 = 25;
    pub(crate) const PERSON_ENDED: u8 = 26;
    pub(crate) const PERSON_ERASED: u8 = 27;
    pub(crate) const SESSION_OF: u8 = 28;
    pub(crate) const SESSION_DEVICE: u8 = 29;
    pub(crate) const TOKEN_OF: u8 = 30;
    pub(crate) const TOKEN_NAMED: u8 = 31;
    pub(crate) const SESSION_SEEN: u8 = 32;
    pub(crate) const SESSION_REVOKED: u8 = 33;
    pub(crate) const INVITATION_FOR: u8 = 34;
}

#[derive(Serialize, Deserialize)]
struct PersonJson {
    seat: String,
    #[serde(flatten)]
    part: PartJson,
    sealed: String,
}

#[derive(Serialize, Deserialize)]
struct PartJson {
    role: String,
    admin: bool,
    from_ms: Option<u64>,
    until_ms: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct DeviceJson {
    browser: String,
    system: String,
}

#[derive(Serialize, Deserialize)]
struct NameJson {
    name: String,
}

impl PartJson {
    fn of(role: Role, admin: bool, term: Term) -> Self {
        Self { role: role.word().to_owned(), admin, from_ms: term.from_ms, until_ms: term.until_ms }
    }

    fn role(&self) -> Result<Role, Unreadable> {
        Role::parse(&self.role).ok_or(Unreadable)
    }

    fn term(&self) -> Term {
        Term { from_ms: self.from_ms, until_ms: self.until_ms }
    }
}

pub(super) fn parts(record: &PeopleRecord) -> (u8, [u8; 16], Bytes) {
    let none = Bytes::new();
    match record {
        PeopleRecord::PersonAdded { person, seat, role, admin, term, sealed } => {
            let part = PartJson::of(*role, *admin, *term);
            let json = PersonJson { seat: seat.to_string(), part, sealed: URL_SAFE_NO_PAD.encode(sealed) };
            (kind::PERSON_ADDED, person.bytes(), text(&json))
        }
        PeopleRecord::PersonChanged { person, role, admin, term } => {
            (kind::PERSON_CHANGED, person.bytes(), text(&PartJson::of(*role, *admin, *term)))
        }
        PeopleRecord::PersonNamed { person, sealed } => (kind::PERSON_NAMED, person.bytes(), sealed.clone()),
        PeopleRecord::PersonEnded { person } => (kind::PERSON_ENDED, person.bytes(), none),
        PeopleRecord::PersonErased { person } => (kind::PERSON_ERASED, person.bytes(), none),
        PeopleRecord::SessionOf { session, person } => {
            (kind::SESSION_OF, session.bytes(), Bytes::copy_from_slice(&person.bytes()))
        }
        PeopleRecord::SessionDevice { session, device } => {
            let json = DeviceJson { browser: device.browser.clone(), system: device.system.clone() };
            (kind::SESSION_DEVICE, session.bytes(), text(&json))
        }
        PeopleRecord::TokenOf { session, manual } => {
            (kind::TOKEN_OF, session.bytes(), Bytes::copy_from_slice(&manual.bytes()))
        }
        PeopleRecord::TokenNamed { session, name } => {
            (kind::TOKEN_NAMED, session.bytes(), text(&NameJson { name: name.clone() }))
        }
        PeopleRecord::SessionSeen { session } => (kind::SESSION_SEEN, session.bytes(), none),
        PeopleRecord::SessionRevoked { session } => (kind::SESSION_REVOKED, session.bytes(), none),
        PeopleRecord::InvitationFor { invitation, person } => {
            (kind::INVITATION_FOR, invitation.bytes(), Bytes::copy_from_slice(&person.bytes()))
        }
    }
}

/// Reads a frame's record; `None` if its kind is none of these.
pub(super) fn decode(header: &Header, payload: &[u8]) -> Option<Result<PeopleRecord, Unreadable>> {
    (kind::PERSON_ADDED..=kind::INVITATION_FOR).contains(&header.kind).then(|| decode_one(header, payload))
}

fn decode_one(header: &Header, payload: &[u8]) -> Result<PeopleRecord, Unreadable> {
    let (person, session) = (PersonId::from_bytes(header.subject), SessionId::from_bytes(header.subject));
    let id = || <[u8; 16]>::try_from(payload).map_err(|_| Unreadable);
    Ok(match header.kind {
        kind::PERSON_ADDED => {
            let json: PersonJson = read(payload)?;
            let sealed = URL_SAFE_NO_PAD.decode(&json.sealed).map_err(|_| Unreadable)?.into();
            let (seat, role, term) = (seat(&json.seat)?, json.part.role()?, json.part.term());
            PeopleRecord::PersonAdded { person, seat, role, admin: json.part.admin, term, sealed }
        }
        kind::PERSON_CHANGED => {
            let json: PartJson = read(payload)?;
            PeopleRecord::PersonChanged { person, role: json.role()?, admin: json.admin, term: json.term() }
        }
        kind::PERSON_NAMED => PeopleRecord::PersonNamed { person, sealed: Bytes::copy_from_slice(payload) },
        kind::PERSON_ENDED => PeopleRecord::PersonEnded { person },
        kind::PERSON_ERASED => PeopleRecord::PersonErased { person },
        kind::SESSION_OF => PeopleRecord::SessionOf { session, person: PersonId::from_bytes(id()?) },
        kind::SESSION_DEVICE => {
            let DeviceJson { browser, system } = read(payload)?;
            PeopleRecord::SessionDevice { session, device: Device { browser, system } }
        }
        kind::TOKEN_OF => PeopleRecord::TokenOf { session, manual: ManualId::from_bytes(id()?) },
        kind::TOKEN_NAMED => {
            let NameJson { name } = read(payload)?;
            PeopleRecord::TokenNamed { session, name }
        }
        kind::SESSION_SEEN => PeopleRecord::SessionSeen { session },
        kind::SESSION_REVOKED => PeopleRecord::SessionRevoked { session },
        kind::INVITATION_FOR => PeopleRecord::InvitationFor {
            invitation: InvitationId::from_bytes(header.subject),
            person: PersonId::from_bytes(id()?),
        },
        _ => return Err(Unreadable),
    })
}

/// What it means that a frame's payload is damaged; `None` if its kind is none of these.
pub(super) fn loss(header: &Header) -> Option<super::Loss> {
    Some(match header.kind {
        kind::PERSON_ENDED | kind::PERSON_ERASED | kind::SESSION_SEEN | kind::SESSION_REVOKED => {
            super::Loss::Nothing
        }
        kind::PERSON_ADDED | kind::PERSON_NAMED | kind::SESSION_DEVICE | kind::TOKEN_NAMED => {
            super::Loss::Skippable
        }
        kind::PERSON_CHANGED | kind::SESSION_OF | kind::TOKEN_OF | kind::INVITATION_FOR => {
            super::Loss::Instead
        }
        _ => return None,
    })
}

/// What is believed in place of a record whose payload is damaged, where leaving it out would give somebody something.
pub(super) fn instead(header: &Header) -> Option<Record> {
    let session = SessionId::from_bytes(header.subject);
    Some(match header.kind {
        kind::PERSON_CHANGED => {
            Record::People(PeopleRecord::PersonEnded { person: PersonId::from_bytes(header.subject) })
        }
        kind::SESSION_OF | kind::TOKEN_OF => Record::SessionEnded { session },
        kind::INVITATION_FOR => {
            Record::InvitationUsed { invitation: InvitationId::from_bytes(header.subject) }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use manual::id::SeatId;

    use super::*;
    use crate::frame::tests::header;
    use crate::payload::tests::there_and_back;
    use crate::payload::{self, Loss};

    fn people(record: PeopleRecord) -> Vec<u8> {
        there_and_back(&Record::People(record))
    }

    #[test]
    fn people_read_back() {
        let (person, session) = (PersonId::from_random([1; 16]), SessionId::from_random([2; 16]));
        let seat = SeatId::from_random([3; 16]);
        let term = Term { from_ms: Some(5), until_ms: None };
        let sealed = Bytes::from_static(b"sealed");
        let added = PeopleRecord::PersonAdded {
            person,
            seat,
            role: Role::FocalPoint,
            admin: true,
            term,
            sealed: sealed.clone(),
        };
        let added = String::from_utf8(people(added)).unwrap();
        expect_test::expect![[
            r#"{"seat":"03030303-0303-4303-8303-030303030303","role":"focal-point","admin":true,"from_ms":5,"until_ms":null,"sealed":"c2VhbGVk"}"#
        ]]
        .assert_eq(&added);
        let changed = PeopleRecord::PersonChanged { person, role: Role::Deputy, admin: false, term };
        let changed = String::from_utf8(people(changed)).unwrap();
        expect_test::expect![[r#"{"role":"deputy","admin":false,"from_ms":5,"until_ms":null}"#]]
            .assert_eq(&changed);
        let device = Device { browser: "firefox".to_owned(), system: "windows".to_owned() };
        let invitation = InvitationId::from_random([4; 16]);
        for record in [
            PeopleRecord::PersonNamed { person, sealed },
            PeopleRecord::SessionOf { session, person },
            PeopleRecord::SessionDevice { session, device },
            PeopleRecord::TokenOf { session, manual: ManualId::from_random([5; 16]) },
            PeopleRecord::TokenNamed { session, name: "weekly export".to_owned() },
            PeopleRecord::InvitationFor { invitation, person },
        ] {
            assert!(!people(record).is_empty());
        }
        for record in [
            PeopleRecord::PersonEnded { person },
            PeopleRecord::PersonErased { person },
            PeopleRecord::SessionSeen { session },
            PeopleRecord::SessionRevoked { session },
        ] {
            assert!(people(record).is_empty());
        }
    }

    #[test]
    fn what_is_damaged_takes_away_and_never_gives() {
        let one = |kind| Header { kind, subject: [7; 16], ..header(1, 0, true) };
        let cases = [
            (
                kind::PERSON_CHANGED,
                Record::People(PeopleRecord::PersonEnded { person: PersonId::from_bytes([7; 16]) }),
            ),
            (kind::SESSION_OF, Record::SessionEnded { session: SessionId::from_bytes([7; 16]) }),
            (kind::TOKEN_OF, Record::SessionEnded { session: SessionId::from_bytes([7; 16]) }),
            (kind::INVITATION_FOR, Record::InvitationUsed { invitation: InvitationId::from_bytes([7; 16]) }),
        ];
        for (kind, expected) in cases {
            assert_eq!(payload::loss(&one(kind)), Loss::Instead);
            assert_eq!(payload::instead(&one(kind)), Some(expected));
        }
        // A person who was never read holds nothing: see `Registry::is_alive`.
        assert_eq!(payload::loss(&one(kind::PERSON_ADDED)), Loss::Skippable);
    }
}
