//! Records of naming writers to payloads and back.

use bytes::Bytes;
use manual::attribution::Mode;
use manual::id::{ChapterId, DocumentId};
use serde::{Deserialize, Serialize};

use super::{Loss, Unreadable, hash, read, spell, text};
use crate::frame::{Header, array_at, u64_at};
use crate::record::attribution::AttributionRecord;

pub(crate) mod kind {
    pub(crate) const CHAPTER_MODE: u8 = 51;
    pub(crate) const TAGGED: u8 = 52;
    pub(crate) const FORGED_REFUSED: u8 = 54;
}

const TAGGED_BYTES_MIN: usize = 40;
/// Far more than a sealed number has.
const TAGGED_BYTES_MAX: usize = 512;

#[derive(Serialize, Deserialize)]
struct ModeJson {
    mode: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audit_key: Option<String>,
}

pub(super) fn parts(record: &AttributionRecord) -> (u8, [u8; 16], Bytes) {
    match record {
        AttributionRecord::ChapterMode { chapter, mode, audit_key } => {
            let json = ModeJson { mode: mode.word().to_owned(), audit_key: audit_key.as_ref().map(spell) };
            (kind::CHAPTER_MODE, chapter.bytes(), text(&json))
        }
        AttributionRecord::Tagged { document, client, tag, sealed } => {
            let payload = [&client.to_be_bytes()[..], tag, sealed].concat();
            (kind::TAGGED, document.bytes(), payload.into())
        }
        AttributionRecord::ForgedRefused { document } => {
            (kind::FORGED_REFUSED, document.bytes(), Bytes::new())
        }
    }
}

/// A mode whose payload is lost tells nothing of anybody.
///
/// # Errors
/// [`Unreadable`] when the payload does not fit the kind, or the kind is none of these.
pub(super) fn decode(header: &Header, payload: &[u8]) -> Result<AttributionRecord, Unreadable> {
    let document = DocumentId::from_bytes(header.subject);
    Ok(match header.kind {
        kind::CHAPTER_MODE => {
            let json: Option<ModeJson> = if payload.is_empty() { None } else { Some(read(payload)?) };
            let chapter = ChapterId::from_bytes(header.subject);
            let (mode, audit_key) = match json {
                None => (Mode::Unattributed, None),
                Some(json) => (
                    Mode::parse(&json.mode).ok_or(Unreadable)?,
                    json.audit_key.as_deref().map(hash).transpose()?,
                ),
            };
            AttributionRecord::ChapterMode { chapter, mode, audit_key }
        }
        kind::TAGGED if (TAGGED_BYTES_MIN..=TAGGED_BYTES_MAX).contains(&payload.len()) => {
            AttributionRecord::Tagged {
                document,
                client: u64_at(payload, 0),
                tag: array_at(payload, 8),
                sealed: Bytes::copy_from_slice(&payload[TAGGED_BYTES_MIN..]),
            }
        }
        kind::FORGED_REFUSED => AttributionRecord::ForgedRefused { document },
        _ => return Err(Unreadable),
    })
}

/// What it means that a frame's payload is damaged; `None` if its kind is none of these.
pub(super) fn loss(header: &Header) -> Option<Loss> {
    Some(match header.kind {
        kind::CHAPTER_MODE | kind::FORGED_REFUSED => Loss::Nothing,
        kind::TAGGED => Loss::Document(DocumentId::from_bytes(header.subject)),
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
    fn records_of_naming_writers_read_back() {
        let chapter = ChapterId::from_random([1; 16]);
        let document = DocumentId::from(chapter);
        let back = |record| there_and_back(&Record::Attribution(record));
        let mode = |mode, audit_key| {
            let record = AttributionRecord::ChapterMode { chapter, mode, audit_key };
            String::from_utf8(back(record)).unwrap()
        };
        expect_test::expect![[r#"
            {"mode":"named"}
            {"mode":"unattributed","audit_key":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI"}"#]]
        .assert_eq(&[mode(Mode::Named, None), mode(Mode::Unattributed, Some([2; 32]))].join("\n"));
        for sealed in [Bytes::new(), Bytes::from_static(&[9; 76])] {
            back(AttributionRecord::Tagged { document, client: u64::MAX, tag: [3; 32], sealed });
        }
        assert!(back(AttributionRecord::ForgedRefused { document }).is_empty());
    }

    #[test]
    fn a_mode_that_is_lost_hides_everybody() {
        let chapter = ChapterId::from_random([1; 16]);
        let header = Header { kind: kind::CHAPTER_MODE, subject: chapter.bytes(), ..header(1, 0, true) };
        assert_eq!(payload::loss(&header), Loss::Nothing);
        let hidden = AttributionRecord::ChapterMode { chapter, mode: Mode::Unattributed, audit_key: None };
        assert_eq!(payload::decode(&header, &[]), Ok(Record::Attribution(hidden)));
        let tagged = Header { kind: kind::TAGGED, ..header };
        assert_eq!(payload::loss(&tagged), Loss::Document(chapter.into()));
    }
}
