//! What the journal says of people: who holds a seat, whose a session or an invitation is, where a session comes from.
//! Names and addresses are in it sealed only, under a key of the person's own in the vault.

use bytes::Bytes;
use manual::id::{InvitationId, ManualId, PersonId, SeatId, SessionId};
use manual::person::{Role, Term};

/// Where a session comes from, in two words that fit very many: no more of what a browser says of itself is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    pub browser: String,
    pub system: String,
}

/// One thing about people to be made durable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PeopleRecord {
    PersonAdded {
        person: PersonId,
        seat: SeatId,
        role: Role,
        admin: bool,
        term: Term,
        sealed: Bytes,
    },
    /// Another part in the seat, or another term. The last one counts.
    PersonChanged {
        person: PersonId,
        role: Role,
        admin: bool,
        term: Term,
    },
    /// Another name or address. The last one counts.
    PersonNamed {
        person: PersonId,
        sealed: Bytes,
    },
    /// The person holds the seat no more, for good; sessions and invitations of theirs are over with it.
    PersonEnded {
        person: PersonId,
    },
    /// The same, and their key is destroyed: nobody can open their name any more.
    PersonErased {
        person: PersonId,
    },
    /// Whose session this is. In the same group as its beginning.
    SessionOf {
        session: SessionId,
        person: PersonId,
    },
    /// From where it comes.
    SessionDevice {
        session: SessionId,
        device: Device,
    },
    /// A token that reaches one manual alone. In the same group as its beginning.
    TokenOf {
        session: SessionId,
        manual: ManualId,
    },
    /// What its maker calls a token.
    TokenNamed {
        session: SessionId,
        name: String,
    },
    /// A session was used on the day of this record. At most one a day.
    SessionSeen {
        session: SessionId,
    },
    /// A session was ended by somebody else than who is in it, or from another device.
    SessionRevoked {
        session: SessionId,
    },
    /// Whom an invitation is for. In the same group as its making.
    InvitationFor {
        invitation: InvitationId,
        person: PersonId,
    },
}
