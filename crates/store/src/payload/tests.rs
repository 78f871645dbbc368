//! Records as the journal has them: there and back, and any bytes read or refused.

use proptest::prelude::*;

use manual::id::DeviceKeyId;

use super::*;
use crate::frame::tests::header;
use crate::record::device::DeviceKeyRecord;

pub(crate) fn there_and_back(record: &Record) -> Vec<u8> {
    let (kind, subject, payload) = parts(record);
    let header = Header { kind, subject, ..header(1, 0, true) };
    assert_eq!(decode(&header, &payload).as_ref(), Ok(record));
    assert_eq!(payload.len(), payload_bytes(record));
    for shorter in 0..payload.len() {
        let _ = decode(&header, &payload[..shorter]);
    }
    payload.to_vec()
}

#[test]
fn small_records_are_this_json() {
    let seat = SeatId::from_random([1; 16]);
    let session = SessionId::from_random([2; 16]);
    let invitation = InvitationId::from_random([3; 16]);
    let (link, code) = ([4; 32], [5; 32]);
    let records = [
        Record::SeatAdded { seat, name: "Côte d’Ivoire".into(), kind: SeatKind::State },
        Record::SeatRight { seat, right: Some(Right::Read) },
        Record::SeatRight { seat, right: None },
        Record::WriterNamed { writer: 7, seat, session },
        Record::InvitationMade { invitation, seat, link, code, ends_ms: 9 },
        Record::SessionBegan {
            session,
            seat,
            token: link,
            ends_ms: 9,
            right: Some(Right::Edit),
            program: true,
        },
        Record::SessionBegan { session, seat, token: link, ends_ms: 9, right: None, program: false },
        Record::Frozen {
            manual: ManualId::from_random([6; 16]),
            edition: 2,
            title: "June".into(),
            public: true,
            revision: None,
            chapters: vec![ChapterId::from_random([7; 16])],
        },
        Record::Frozen {
            manual: ManualId::from_random([6; 16]),
            edition: 3,
            title: "July".into(),
            public: false,
            revision: Some(1),
            chapters: Vec::new(),
        },
        Record::Published { manual: ManualId::from_random([6; 16]), edition: 2, manifest: link },
        Record::DeviceKey {
            key: DeviceKeyId::from_random([8; 16]),
            act: DeviceKeyRecord::Given { device: link, session, ends_ms: 9 },
        },
    ];
    let lines: Vec<_> =
        records.iter().map(|record| String::from_utf8(there_and_back(record)).unwrap()).collect();
    expect_test::expect![[r#"
        {"name":"Côte d’Ivoire","kind":"state"}
        {"right":"read"}
        {"right":null}
        {"writer":7,"seat":"01010101-0101-4101-8101-010101010101"}
        {"seat":"01010101-0101-4101-8101-010101010101","link":"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ","code":"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU","ends_ms":9}
        {"seat":"01010101-0101-4101-8101-010101010101","token":"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ","ends_ms":9,"right":"edit","program":true}
        {"seat":"01010101-0101-4101-8101-010101010101","token":"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ","ends_ms":9,"right":null,"program":false}
        {"edition":2,"title":"June","public":true,"chapters":["07070707-0707-4707-8707-070707070707"]}
        {"edition":3,"title":"July","public":false,"revision":1,"chapters":[]}
        {"edition":2,"manifest":"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ"}
        {"device":"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ","session":"02020202-0202-4202-8202-020202020202","ends_ms":9}"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn records_with_bytes_read_back() {
    let (manual, chapter) = (ManualId::from_random([1; 16]), ChapterId::from_random([2; 16]));
    let (document, seat) = (DocumentId::from(chapter), SeatId::from_random([3; 16]));
    let seed = Bytes::from_static(b"seed");
    let (slug, title, outline) = ("trade".into(), "Trade — التجارة".into(), DocumentId::from_bytes([8; 16]));
    there_and_back(&Record::ManualCreated { manual, slug, title, outline, seed: seed.clone() });
    there_and_back(&Record::ChapterCreated { manual, chapter, seed: seed.clone() });
    there_and_back(&Record::TemplateCreated { manual, template: chapter, seed: seed.clone() });
    there_and_back(&Record::ChapterFrom { chapter, template: ChapterId::from_random([4; 16]) });
    there_and_back(&Record::Bound { document, client: u64::MAX, seat });
    there_and_back(&Record::Update { document, update: seed });
    for record in [
        Record::Began { epoch: Epoch::from_random([4; 16]) },
        Record::InvitationTried { invitation: InvitationId::from_random([5; 16]) },
        Record::InvitationUsed { invitation: InvitationId::from_random([5; 16]) },
        Record::SessionEnded { session: SessionId::from_random([6; 16]) },
        Record::SessionAppears { session: SessionId::from_random([6; 16]), appears: Appears::AsMember },
        Record::SessionAppears { session: SessionId::from_random([6; 16]), appears: Appears::AsSeat },
        Record::ChapterDeleted { chapter },
        Record::ChapterRestored { chapter },
        Record::FreezeDropped { manual },
        Record::DeviceKey { key: DeviceKeyId::from_random([7; 16]), act: DeviceKeyRecord::Destroyed },
    ] {
        assert!(there_and_back(&record).is_empty());
        assert_eq!(loss(&Header { kind: parts(&record).0, ..header(1, 0, true) }), Loss::Nothing);
    }
}

proptest! {
    #[test]
    fn any_payload_is_read_or_refused(kind in 0..68u8, payload in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = decode(&Header { kind, ..header(1, 0, true) }, &payload);
    }
}
