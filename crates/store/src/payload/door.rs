//! Records of the ways in to payloads and back. What is kept of a passkey or a link arrives sealed and is not looked at here.

use bytes::Bytes;
use manual::id::{PasskeyId, PersonId};

use super::{Loss, Unreadable};
use crate::frame::{Header, array_at};
use crate::record::door::DoorRecord;

pub(super) mod kind {
    pub(crate) const PASSKEY_ADDED: u8 = 35;
    pub(crate) const PASSKEY_USED: u8 = 36;
    pub(crate) const PASSKEY_RENAMED: u8 = 37;
    pub(crate) const PASSKEY_ENDED: u8 = 38;
    pub(crate) const SUBJECT_LINKED: u8 = 39;
    pub(crate) const SUBJECT_ENDED: u8 = 60;
}

pub(super) fn parts(record: &DoorRecord) -> (u8, [u8; 16], Bytes) {
    match record {
        DoorRecord::PasskeyAdded { passkey, person, handle, kept } => {
            let payload = [&person.bytes()[..], handle, kept].concat();
            (kind::PASSKEY_ADDED, passkey.bytes(), payload.into())
        }
        DoorRecord::PasskeyUsed { passkey, kept } => (kind::PASSKEY_USED, passkey.bytes(), kept.clone()),
        DoorRecord::PasskeyRenamed { passkey, kept } => {
            (kind::PASSKEY_RENAMED, passkey.bytes(), kept.clone())
        }
        DoorRecord::PasskeyEnded { passkey } => (kind::PASSKEY_ENDED, passkey.bytes(), Bytes::new()),
        DoorRecord::SubjectLinked { person, kept } => (kind::SUBJECT_LINKED, person.bytes(), kept.clone()),
        DoorRecord::SubjectEnded { person } => (kind::SUBJECT_ENDED, person.bytes(), Bytes::new()),
    }
}

/// # Errors
/// [`Unreadable`] when the payload does not fit the kind, or the kind is none of these.
pub(super) fn decode(header: &Header, payload: &[u8]) -> Result<DoorRecord, Unreadable> {
    let passkey = PasskeyId::from_bytes(header.subject);
    let person = PersonId::from_bytes(header.subject);
    let kept = || Bytes::copy_from_slice(payload);
    Ok(match header.kind {
        kind::PASSKEY_ADDED if payload.len() >= 32 => DoorRecord::PasskeyAdded {
            passkey,
            person: PersonId::from_bytes(array_at(payload, 0)),
            handle: array_at(payload, 16),
            kept: Bytes::copy_from_slice(&payload[32..]),
        },
        kind::PASSKEY_USED => DoorRecord::PasskeyUsed { passkey, kept: kept() },
        kind::PASSKEY_RENAMED => DoorRecord::PasskeyRenamed { passkey, kept: kept() },
        kind::PASSKEY_ENDED => DoorRecord::PasskeyEnded { passkey },
        kind::SUBJECT_LINKED => DoorRecord::SubjectLinked { person, kept: kept() },
        kind::SUBJECT_ENDED => DoorRecord::SubjectEnded { person },
        _ => return Err(Unreadable),
    })
}

/// What it means that a frame's payload is damaged; `None` if its kind is none of these. A passkey or a link that is
/// left out opens nothing; what is left out of one that stands is its newest name and count.
pub(super) fn loss(header: &Header) -> Option<Loss> {
    Some(match header.kind {
        kind::PASSKEY_ENDED | kind::SUBJECT_ENDED => Loss::Nothing,
        kind::PASSKEY_ADDED | kind::PASSKEY_USED | kind::PASSKEY_RENAMED | kind::SUBJECT_LINKED => {
            Loss::Skippable
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::tests::header;
    use crate::payload;
    use crate::payload::tests::there_and_back;
    use crate::record::Record;

    #[test]
    fn records_of_the_door_read_back() {
        let (passkey, person) = (PasskeyId::from_random([1; 16]), PersonId::from_random([2; 16]));
        let (handle, kept) = ([3; 16], Bytes::from_static(b"sealed"));
        let back = |record| there_and_back(&Record::Door(record));
        let added = back(DoorRecord::PasskeyAdded { passkey, person, handle, kept: kept.clone() });
        assert_eq!(added, [&person.bytes()[..], &handle, &kept].concat());
        back(DoorRecord::PasskeyUsed { passkey, kept: kept.clone() });
        back(DoorRecord::PasskeyRenamed { passkey, kept: kept.clone() });
        back(DoorRecord::SubjectLinked { person, kept });
        assert!(back(DoorRecord::PasskeyEnded { passkey }).is_empty());
        assert!(back(DoorRecord::SubjectEnded { person }).is_empty());
    }

    #[test]
    fn an_end_survives_damage_and_nothing_is_opened_by_it() {
        let loss = |kind| payload::loss(&Header { kind, ..header(1, 0, true) });
        for kind in [kind::PASSKEY_ENDED, kind::SUBJECT_ENDED] {
            assert_eq!(loss(kind), Loss::Nothing);
        }
        for kind in [kind::PASSKEY_ADDED, kind::PASSKEY_USED, kind::PASSKEY_RENAMED, kind::SUBJECT_LINKED] {
            assert_eq!(loss(kind), Loss::Skippable);
        }
    }
}
