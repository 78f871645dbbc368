//! Names and addresses of people, opened when somebody who may read them asks, and sealed when they are written. Nothing
//! here is logged or kept: what is at rest is sealed, and the key of somebody who was erased is gone.

use manual::id::PersonId;
use serde::{Deserialize, Serialize};
use store::registry::Person;
use store::vault::{Key, Vault, of_person};

use crate::chance;
use crate::sealed;

/// What is sealed of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) mail: Option<String>,
}

impl Named {
    /// Seals it under the person's key.
    pub(crate) fn seal(&self, person: PersonId, key: &Key) -> Vec<u8> {
        let text = serde_json::to_vec(self).expect("two texts become JSON");
        sealed::seal(key, &person.bytes(), &text)
    }

    /// Opens what was sealed; `None` when the person was erased, or the key is not in this folder.
    pub(crate) fn open(vault: &Vault, id: PersonId, person: &Person) -> Option<Self> {
        if person.erased {
            return None;
        }
        let key = match vault.get(&of_person(id)) {
            Ok(key) => key?,
            Err(error) => {
                tracing::error!(person = %id, %error, "the key of a person cannot be read");
                return None;
            }
        };
        serde_json::from_slice(&sealed::open(&key, &id.bytes(), &person.sealed)?).ok()
    }
}

/// A fresh key.
pub(crate) fn new_key() -> Key {
    chance::bytes()
}
