//! Passkeys and subjects as they stand. Whether the person may still come in is not known here: ask that too.

use std::collections::BTreeMap;

use bytes::Bytes;
use manual::id::{PasskeyId, PersonId};

use crate::record::Record;
use crate::record::door::{DoorRecord, Handle};
use crate::record::people::PeopleRecord;

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

/// That a provider of identities vouches for a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// Which provider, and by what name it calls the person, sealed for the person.
    pub kept: Bytes,
    pub linked_ms: u64,
}

/// The ways in beside the invitation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Door {
    /// Also those that ended.
    pub passkeys: BTreeMap<PasskeyId, Passkey>,
    /// At most one of a person, and none of a person who has left.
    pub subjects: BTreeMap<PersonId, Subject>,
    by_handle: BTreeMap<Handle, PersonId>,
}

impl Door {
    pub(super) fn apply(&mut self, time_ms: u64, record: &Record) {
        let record = match record {
            Record::Door(record) => record,
            Record::People(PeopleRecord::PersonEnded { person } | PeopleRecord::PersonErased { person }) => {
                self.subjects.remove(person);
                return;
            }
            _ => return,
        };
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
            DoorRecord::SubjectLinked { person, kept } => {
                self.subjects.insert(*person, Subject { kept: kept.clone(), linked_ms: time_ms });
            }
            DoorRecord::SubjectEnded { person } => {
                self.subjects.remove(person);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_one_link_until_it_or_the_person_ends() {
        let (ama, kofi) = (PersonId::from_random([1; 16]), PersonId::from_random([2; 16]));
        let link = |person, kept| Record::Door(DoorRecord::SubjectLinked { person, kept });
        let (first, second) = (Bytes::from_static(b"first"), Bytes::from_static(b"second"));
        let ends = [
            Record::Door(DoorRecord::SubjectEnded { person: ama }),
            Record::People(PeopleRecord::PersonEnded { person: ama }),
            Record::People(PeopleRecord::PersonErased { person: ama }),
        ];
        for end in ends {
            let mut door = Door::default();
            door.apply(7, &link(ama, first.clone()));
            door.apply(8, &link(kofi, first.clone()));
            door.apply(9, &link(ama, second.clone()));
            assert_eq!(door.subjects[&ama], Subject { kept: second.clone(), linked_ms: 9 });
            door.apply(10, &end);
            assert_eq!(door.subjects.keys().collect::<Vec<_>>(), [&kofi], "{end:?}");
        }
    }
}
