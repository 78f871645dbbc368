//! What the journal says of signing in without a code: passkeys, and who a provider of identities says somebody is.
//! What is kept of either is sealed under the person's own key.

use bytes::Bytes;
use manual::id::{PasskeyId, PersonId};

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
    /// A provider of identities vouches for this person from now on. `kept` says which, and by what name it calls them.
    /// One that did before is ended by a record of its own, so that it does not come back where this one is damaged.
    SubjectLinked { person: PersonId, kept: Bytes },
    /// No provider vouches for the person any more.
    SubjectEnded { person: PersonId },
}
