//! What is asked of any bytes: by the fuzz targets of `tests/fuzz` of bytes that they make up, by the test beside this file
//! of those that were kept. A target that panics, hangs or fills memory has found something.

use bytes::Bytes;
use collab::bouncer::{DocumentKind, scan};
use collab::ledger::{Judgement, Ledger};
use collab::limits::Limits;
use collab::message::{self, Message};
use collab::room::{Dialect, Effect, Fact, Guest, Opening, Room, RoomConfig};
use manual::document::Document;
use manual::id::{Epoch, SeatId};
use manual::rights::Right;

/// A frame to a room with one editor, and the same again. What the room lets in, its journal gives back.
pub(crate) fn frame(bytes: &[u8]) {
    let config = RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_random([1; 16]),
        limits: Limits { gather_ms_max: 0, ..Limits::default() },
        mode: collab::room::ModeNow::default(),
    };
    let mut room = Room::open(config, Opening::default()).expect("an empty room");
    let guest = Guest {
        seat: SeatId::from_random([7; 16]),
        name: "Ghana".to_owned(),
        appears: manual::seat::Appears::AsSeat,
        may: Right::Edit.into(),
        dialect: Dialect::Chancery,
        writer: 1,
        tagger: collab::binding::TagKey::of("secret").within(manual::id::DocumentId::from_bytes([3; 16])),
    };
    let frame = Bytes::copy_from_slice(bytes);
    let facts = [
        Fact::Joined { link: 1, guest },
        Fact::Received { link: 1, frame: frame.clone() },
        Fact::Persisted { seq: 1 },
        Fact::Received { link: 1, frame },
        Fact::Persisted { seq: 2 },
    ];
    for (now_ms, fact) in (1..).zip(facts) {
        let mut effects = Vec::new();
        room.handle(now_ms, fact, &mut effects);
        let astonished = effects.iter().any(|it| matches!(it, Effect::Reload | Effect::Unusable));
        assert!(!astonished, "an update was let in that yrs could not take");
    }
}

/// An update to an empty document: what bouncer and ledger let through, yrs takes whole, and it is assembled.
pub(crate) fn update(bytes: &[u8]) {
    let limits = Limits::default();
    let Ok(scanned) = scan(bytes, &limits) else { return };
    let mut ledger = Ledger::new(DocumentKind::Chapter);
    let judged = ledger.judge(&scanned, &limits);
    if !matches!(judged, Ok(Judgement::Brings { .. } | Judgement::Tidying)) {
        return;
    }
    let mut document = Document::new(0);
    let deleted = document.apply(bytes).expect("what was let through can be applied");
    ledger.record(&scanned, &deleted);
    assert!(!document.has_gap(), "it waits for something");
    assert!(scan(&document.state(), &limits).is_ok(), "an own state");
    let _ = manual::content::content(&document);
    frame(&message::write(Message::Update(bytes)));
}
