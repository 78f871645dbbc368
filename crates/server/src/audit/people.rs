//! What the audit tells of people: by id, never by name. Neither a sealed name nor what a token is called is told.

use manual::id::{PersonId, SeatId};
use manual::person::{Role, Term};
use serde_json::{Value, json};
use store::record::people::PeopleRecord;

use crate::clock::rfc3339;

/// The event's name, and what is told. `seat` names a seat.
pub(super) fn of(record: &PeopleRecord, seat: impl Fn(SeatId) -> Value) -> (&'static str, Value) {
    let of = |person: &PersonId| json!({ "person": person.to_string() });
    match record {
        PeopleRecord::PersonAdded { person, seat: id, role, admin, term, sealed: _ } => {
            let mut told = part(*person, *role, *admin, *term);
            told["seat"] = seat(*id);
            ("person-added", told)
        }
        PeopleRecord::PersonChanged { person, role, admin, term } => {
            ("person-changed", part(*person, *role, *admin, *term))
        }
        PeopleRecord::PersonNamed { person, sealed: _ } => ("person-renamed", of(person)),
        PeopleRecord::PersonEnded { person } => ("person-ended", of(person)),
        PeopleRecord::PersonErased { person } => ("person-erased", of(person)),
        PeopleRecord::SessionOf { session, person } => {
            ("session-of", json!({ "session": session.to_string(), "person": person.to_string() }))
        }
        PeopleRecord::SessionDevice { session, device } => (
            "session-device",
            json!({ "session": session.to_string(), "browser": device.browser, "system": device.system }),
        ),
        PeopleRecord::TokenOf { session, manual } => {
            ("token-of", json!({ "session": session.to_string(), "manual": manual.to_string() }))
        }
        PeopleRecord::TokenNamed { session, name: _ } => {
            ("token-named", json!({ "session": session.to_string() }))
        }
        PeopleRecord::SessionSeen { session } => ("session-seen", json!({ "session": session.to_string() })),
        PeopleRecord::SessionRevoked { session } => {
            ("session-revoked", json!({ "session": session.to_string() }))
        }
        PeopleRecord::InvitationFor { invitation, person } => {
            ("invitation-for", json!({ "invitation": invitation.to_string(), "person": person.to_string() }))
        }
    }
}

fn part(person: PersonId, role: Role, admin: bool, term: Term) -> Value {
    json!({
        "person": person.to_string(),
        "role": role.word(),
        "admin": admin,
        "from": term.from_ms.map(rfc3339),
        "until": term.until_ms.map(rfc3339),
    })
}
