//! The records of rights and states, to payloads and back. A lost right could show somebody what is hidden from them, so
//! the start is refused; of a lost state the header says enough: the chapter counts as closed.

use bytes::Bytes;
use manual::id::{ChapterId, Epoch, ManualId, SeatId};
use manual::rights::Decided;
use manual::rights::table::ChapterState;
use serde::{Deserialize, Serialize};

use super::{Loss, Unreadable, read, seat, text};
use crate::frame::Header;
use crate::record::rights::{RightsRecord, ServiceState};

pub(super) mod kind {
    pub(crate) const IN_MANUAL: u8 = 40;
    pub(crate) const IN_CHAPTER: u8 = 41;
    pub(crate) const CHAPTER_STANDS: u8 = 42;
    pub(crate) const SERVICE_PAUSED: u8 = 43;
    pub(crate) const SERVICE_RESUMED: u8 = 44;
}

#[derive(Serialize, Deserialize)]
struct DecidedJson {
    seat: String,
    right: String,
}

#[derive(Serialize, Deserialize)]
struct StateJson {
    state: String,
}

/// The kind, subject and payload of a record of rights.
pub(super) fn parts(record: &RightsRecord) -> (u8, [u8; 16], Bytes) {
    match record {
        RightsRecord::InManual { manual, seat, decided } => {
            (kind::IN_MANUAL, manual.bytes(), decided_json(*seat, *decided))
        }
        RightsRecord::InChapter { chapter, seat, decided } => {
            (kind::IN_CHAPTER, chapter.bytes(), decided_json(*seat, *decided))
        }
        RightsRecord::ChapterStands { chapter, state } => {
            (kind::CHAPTER_STANDS, chapter.bytes(), text(&StateJson { state: state.word().to_owned() }))
        }
        // Two kinds without a payload: what is said must not be lost with one.
        RightsRecord::ServiceStands { state: ServiceState::ReadOnly, epoch } => {
            (kind::SERVICE_PAUSED, epoch.bytes(), Bytes::new())
        }
        RightsRecord::ServiceStands { state: ServiceState::Open, epoch } => {
            (kind::SERVICE_RESUMED, epoch.bytes(), Bytes::new())
        }
    }
}

/// Reads a record of rights; `None` for another kind.
pub(super) fn decode(header: &Header, payload: &[u8]) -> Option<Result<RightsRecord, Unreadable>> {
    let subject = header.subject;
    Some(match header.kind {
        kind::IN_MANUAL => decided(payload).map(|(seat, decided)| RightsRecord::InManual {
            manual: ManualId::from_bytes(subject),
            seat,
            decided,
        }),
        kind::IN_CHAPTER => decided(payload).map(|(seat, decided)| RightsRecord::InChapter {
            chapter: ChapterId::from_bytes(subject),
            seat,
            decided,
        }),
        kind::CHAPTER_STANDS => {
            let json = read::<StateJson>(payload).ok();
            let state = json.and_then(|json| ChapterState::parse(&json.state));
            // Damaged, it takes away and gives nothing: somebody has to decide anew.
            let state = state.unwrap_or(ChapterState::Closed);
            Ok(RightsRecord::ChapterStands { chapter: ChapterId::from_bytes(subject), state })
        }
        kind::SERVICE_PAUSED => Ok(service(subject, ServiceState::ReadOnly)),
        kind::SERVICE_RESUMED => Ok(service(subject, ServiceState::Open)),
        _ => return None,
    })
}

/// What it means that a frame's payload is damaged; `None` if its kind is none of these.
pub(super) fn loss(header: &Header) -> Option<Loss> {
    match header.kind {
        kind::IN_MANUAL | kind::IN_CHAPTER => Some(Loss::Fatal),
        kind::CHAPTER_STANDS | kind::SERVICE_PAUSED | kind::SERVICE_RESUMED => Some(Loss::Nothing),
        _ => None,
    }
}

fn service(subject: [u8; 16], state: ServiceState) -> RightsRecord {
    RightsRecord::ServiceStands { epoch: Epoch::from_bytes(subject), state }
}

fn decided_json(seat: SeatId, decided: Decided) -> Bytes {
    text(&DecidedJson { seat: seat.to_string(), right: decided.word().to_owned() })
}

fn decided(payload: &[u8]) -> Result<(SeatId, Decided), Unreadable> {
    let json: DecidedJson = read(payload)?;
    Ok((seat(&json.seat)?, Decided::parse(&json.right).ok_or(Unreadable)?))
}

#[cfg(test)]
mod tests {
    use manual::rights::Right;

    use super::super::tests::there_and_back;
    use super::*;
    use crate::frame::tests::header;
    use crate::record::Record;

    #[test]
    fn records_of_rights_are_this_json() {
        let (manual, chapter) = (ManualId::from_random([1; 16]), ChapterId::from_random([2; 16]));
        let seat = SeatId::from_random([3; 16]);
        let records = [
            RightsRecord::InManual { manual, seat, decided: Decided::Right(Right::Suggest) },
            RightsRecord::InChapter { chapter, seat, decided: Decided::Hidden },
            RightsRecord::InChapter { chapter, seat, decided: Decided::Default },
            RightsRecord::ChapterStands { chapter, state: ChapterState::Locked },
        ];
        let lines: Vec<_> = records
            .iter()
            .map(|record| String::from_utf8(there_and_back(&Record::Rights(*record))).unwrap())
            .collect();
        expect_test::expect![[r#"
            {"seat":"03030303-0303-4303-8303-030303030303","right":"suggest"}
            {"seat":"03030303-0303-4303-8303-030303030303","right":"none"}
            {"seat":"03030303-0303-4303-8303-030303030303","right":"default"}
            {"state":"locked"}"#]]
        .assert_eq(&lines.join("\n"));
    }

    #[test]
    fn what_must_not_be_lost_has_nothing_to_lose() {
        let epoch = Epoch::from_random([4; 16]);
        for state in [ServiceState::Open, ServiceState::ReadOnly] {
            let record = RightsRecord::ServiceStands { epoch, state };
            assert!(there_and_back(&Record::Rights(record)).is_empty());
            let (kind, ..) = parts(&record);
            assert_eq!(loss(&Header { kind, ..header(1, 0, true) }), Some(Loss::Nothing));
        }
    }

    #[test]
    fn a_chapter_whose_state_is_damaged_counts_as_closed() {
        let header = Header { kind: kind::CHAPTER_STANDS, subject: [2; 16], ..header(1, 0, true) };
        assert_eq!(loss(&header), Some(Loss::Nothing));
        for payload in [&b""[..], b"{}", br#"{"state":"ajar"}"#] {
            let closed = RightsRecord::ChapterStands {
                chapter: ChapterId::from_bytes([2; 16]),
                state: ChapterState::Closed,
            };
            assert_eq!(decode(&header, payload), Some(Ok(closed)));
        }
    }

    #[test]
    fn without_a_right_the_start_is_refused() {
        for kind in [kind::IN_MANUAL, kind::IN_CHAPTER] {
            assert_eq!(loss(&Header { kind, ..header(1, 0, true) }), Some(Loss::Fatal));
        }
    }
}
