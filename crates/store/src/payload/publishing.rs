//! The records of keys, signatures, withdrawals, errata and change notes, to payloads and back.

use bytes::Bytes;
use manual::id::{ChapterId, ManualId};
use serde::{Deserialize, Serialize};

use super::{Loss, Unreadable, read, text};
use crate::frame::{Header, array_at};
use crate::record::publishing::PublishingRecord;

pub(super) mod kind {
    pub(crate) const SIGNING_KEY: u8 = 61;
    pub(crate) const EDITION_SIGNED: u8 = 62;
    pub(crate) const EDITION_WITHDRAWN: u8 = 63;
    pub(crate) const ERRATUM: u8 = 64;
    pub(crate) const CHANGE_NOTE: u8 = 65;
}

#[derive(Serialize, Deserialize)]
struct SaidJson {
    edition: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chapter: Option<String>,
    text: String,
}

pub(super) fn parts(record: &PublishingRecord) -> (u8, [u8; 16], Bytes) {
    let said = |edition: u32, chapter: Option<ChapterId>, said: &str| {
        text(&SaidJson { edition, chapter: chapter.map(|id| id.to_string()), text: said.to_owned() })
    };
    match record {
        PublishingRecord::SigningKey { key, signature } => {
            let payload = [&key[..], signature.as_ref().map_or(&[], |it| &it[..])].concat();
            (kind::SIGNING_KEY, [0; 16], payload.into())
        }
        PublishingRecord::EditionSigned { manual, edition, key, signature } => {
            let payload = [&edition.to_be_bytes()[..], key, signature].concat();
            (kind::EDITION_SIGNED, manual.bytes(), payload.into())
        }
        PublishingRecord::EditionWithdrawn { manual, edition, why } => {
            (kind::EDITION_WITHDRAWN, manual.bytes(), said(*edition, None, why))
        }
        PublishingRecord::Erratum { manual, edition, text } => {
            (kind::ERRATUM, manual.bytes(), said(*edition, None, text))
        }
        PublishingRecord::ChangeNote { manual, edition, chapter, note } => {
            (kind::CHANGE_NOTE, manual.bytes(), said(*edition, Some(*chapter), note))
        }
    }
}

/// Reads one of these records; `None` for another kind.
pub(super) fn decode(header: &Header, payload: &[u8]) -> Option<Result<PublishingRecord, Unreadable>> {
    let manual = ManualId::from_bytes(header.subject);
    let said = || read::<SaidJson>(payload);
    Some(match header.kind {
        kind::SIGNING_KEY => match payload.len() {
            32 => Ok(PublishingRecord::SigningKey { key: array_at(payload, 0), signature: None }),
            96 => {
                let (key, signature) = (array_at(payload, 0), Some(array_at(payload, 32)));
                Ok(PublishingRecord::SigningKey { key, signature })
            }
            _ => Err(Unreadable),
        },
        kind::EDITION_SIGNED if payload.len() == 100 => Ok(PublishingRecord::EditionSigned {
            manual,
            edition: u32::from_be_bytes(array_at(payload, 0)),
            key: array_at(payload, 4),
            signature: array_at(payload, 36),
        }),
        kind::EDITION_SIGNED => Err(Unreadable),
        kind::EDITION_WITHDRAWN => said().map(|SaidJson { edition, text, .. }| {
            PublishingRecord::EditionWithdrawn { manual, edition, why: text }
        }),
        kind::ERRATUM => {
            said().map(|SaidJson { edition, text, .. }| PublishingRecord::Erratum { manual, edition, text })
        }
        kind::CHANGE_NOTE => said().and_then(|SaidJson { edition, chapter, text }| {
            let chapter = chapter.as_deref().and_then(ChapterId::parse).ok_or(Unreadable)?;
            Ok(PublishingRecord::ChangeNote { manual, edition, chapter, note: text })
        }),
        _ => return None,
    })
}

/// What it means that a frame's payload is damaged; `None` if its kind is none of these. The edition itself stands without
/// any of them.
pub(super) fn loss(header: &Header) -> Option<Loss> {
    let ours = kind::SIGNING_KEY..=kind::CHANGE_NOTE;
    ours.contains(&header.kind).then_some(Loss::Skippable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::tests::header;
    use crate::payload;
    use crate::payload::tests::there_and_back;
    use crate::record::Record;

    #[test]
    fn records_of_publishing_read_back() {
        let (manual, chapter) = (ManualId::from_random([1; 16]), ChapterId::from_random([2; 16]));
        let back = |record| there_and_back(&Record::Publishing(record));
        let (key, signature) = ([3; 32], [4; 64]);
        assert_eq!(back(PublishingRecord::SigningKey { key, signature: None }), key);
        let rotated = back(PublishingRecord::SigningKey { key, signature: Some(signature) });
        assert_eq!(rotated, [&key[..], &signature].concat());
        let signed = back(PublishingRecord::EditionSigned { manual, edition: 2, key, signature });
        assert_eq!(signed, [&[0, 0, 0, 2][..], &key, &signature].concat());
        let text = |record| String::from_utf8(back(record)).expect("JSON");
        let lines = [
            text(PublishingRecord::EditionWithdrawn { manual, edition: 2, why: "Wrong annex.".into() }),
            text(PublishingRecord::Erratum {
                manual, edition: 2, text: "Page 3: “ten”, not “two”.".into()
            }),
            text(PublishingRecord::ChangeNote { manual, edition: 2, chapter, note: "Said anew.".into() }),
        ];
        expect_test::expect![[r#"
            {"edition":2,"text":"Wrong annex."}
            {"edition":2,"text":"Page 3: “ten”, not “two”."}
            {"edition":2,"chapter":"02020202-0202-4202-8202-020202020202","text":"Said anew."}"#]]
        .assert_eq(&lines.join("\n"));
    }

    #[test]
    fn a_damaged_one_leaves_the_edition_as_it_is() {
        for kind in kind::SIGNING_KEY..=kind::CHANGE_NOTE {
            assert_eq!(payload::loss(&Header { kind, ..header(1, 0, true) }), Loss::Skippable);
        }
    }
}
