//! Passkeys and subjects as they stand. Whether the person may still come in is not known here: ask that too.

use std::collections::BTreeMap;

use bytes::Bytes;
use manual::id::{PasskeyId, PersonId};

use crate::record::door::{DoorRecord, Handle};
use crate::record::{Hash, Record};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passkey {
    pub person: PersonId,
    pub handle: Handle,
    /// Its name and its public key, sealed for the person.
    pub kept: Bytes,
    pub added_ms: u64,
    /// When somebody last signed in with it.
    pub used_ms: Option<u64>,
    pub ended: bool,
}

/// The ways in beside the invitation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Door {
    /// Also those that ended.
    pub passkeys: BTreeMap<PasskeyId, Passkey>,
    /// Who is called by a name of that hash at a provider of identities.
    pub subjects: BTreeMap<Hash, PersonId>,
    by_handle: BTreeMap<Handle, PersonId>,
}

impl Door {
    pub(super) fn apply(&mut self, time_ms: u64, record: &Record) {
        let Record::Door(record) = record else { return };
        match record {
            DoorRecord::PasskeyAdded { passkey, person, handle, kept } => {
                let (person, handle, kept) = (*person, *handle, kept.clone());
                self.by_handle.entry(handle).or_insert(person);
                let entry = Passkey { person, handle, kept, added_ms: time_ms, used_ms: None, ended: false };
                self.passkeys.insert(*passkey, entry);
            }
            DoorRecord::PasskeyUsed { passkey, kept } => {
                if let Some(entry) = self.passkeys.get_mut(passkey) {
                    entry.kept = kept.clone();
                    entry.used_ms = Some(time_ms);
                }
            }
            DoorRecord::PasskeyRenamed { passkey, kept } => {
                if let Some(entry) = self.passkeys.get_mut(passkey) {
                    entry.kept = kept.clone();
                }
            }
            DoorRecord::PasskeyEnded { passkey } => {
                if let Some(entry) = self.passkeys.get_mut(passkey) {
                    entry.ended = true;
                }
            }
            DoorRecord::SubjectLinked { person, subject } => {
                self.subjects.insert(*subject, *person);
            }
        }
    }

    /// The passkeys of a person that have not ended, the oldest first.
    pub fn passkeys_of(&self, person: PersonId) -> Vec<(PasskeyId, &Passkey)> {
        let all = self.passkeys.iter().filter(|(_, passkey)| passkey.person == person && !passkey.ended);
        let mut found: Vec<_> = all.map(|(id, passkey)| (*id, passkey)).collect();
        found.sort_by_key(|(id, passkey)| (passkey.added_ms, *id));
        found
    }

    /// What devices call a person by, once one has been told.
    pub fn handle_of(&self, person: PersonId) -> Option<Handle> {
        self.by_handle.iter().find(|(_, of)| **of == person).map(|(handle, _)| *handle)
    }

    /// Whom devices call by this handle.
    pub fn person_by_handle(&self, handle: &Handle) -> Option<PersonId> {
        self.by_handle.get(handle).copied()
    }
}
