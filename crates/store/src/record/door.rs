//! What the journal says of signing in without a code: passkeys, and who a provider of identities says somebody is.
//! What is kept of a passkey is sealed under the person's own key; a subject is there as a hash only.

use bytes::Bytes;
use manual::id::{PasskeyId, PersonId};

use super::Hash;

/// Sixteen random bytes by which devices call a person. They tell nothing, and nothing else is called by them.
pub type Handle = [u8; 16];

/// One thing about the ways in to be made durable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DoorRecord {
    /// A passkey of a person. All passkeys of one person bear the same handle. `kept` is its name and its public key.
    PasskeyAdded { passkey: PasskeyId, person: PersonId, handle: Handle, kept: Bytes },
    /// Somebody signed in with it; `kept` is what is known of it since.
    PasskeyUsed { passkey: PasskeyId, kept: Bytes },
    /// Its person calls it otherwise.
    PasskeyRenamed { passkey: PasskeyId, kept: Bytes },
    /// It opens nothing any more.
    PasskeyEnded { passkey: PasskeyId },
    /// Whoever a provider of identities calls by the name with this hash is this person.
    SubjectLinked { person: PersonId, subject: Hash },
}
