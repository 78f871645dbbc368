//! States of a chapter, and a service that is paused: rules U2 and U12.

use manual::rights::table::ChapterState;

use super::*;

fn in_state(right: Right, state: ChapterState) -> May {
    May::here(right, state)
}

fn paused() -> May {
    May { service: Service::Paused, ..May::from(Right::Edit) }
}

/// What a link was told of its rights last.
fn told(table: &mut Table, link: LinkId) -> serde_json::Value {
    let frames = table.received(link);
    let json = frames.iter().rev().find_map(|frame| match message::read(frame, &Limits::default()) {
        Ok(Message::Policy(json)) => Some(serde_json::from_str(json).unwrap()),
        _ => None,
    });
    json.unwrap_or_default()
}

#[test]
fn u2_nobody_writes_into_what_is_locked_or_closed_keepers_included() {
    for (state, code) in [(ChapterState::Locked, Code::Locked), (ChapterState::Closed, Code::Closed)] {
        for right in [Right::Suggest, Right::Edit, Right::Keep] {
            let (mut table, ..) = two();
            table.tell(Fact::RightChanged { link: 1, may: in_state(right, state) });
            let left = if state == ChapterState::Locked { "suggest" } else { "read" };
            let policy = serde_json::json!({ "right": left, "writable": false, "state": state.word(),
                "reason": code.word(), "mode": "seat", "since": 0 });
            assert_eq!(told(&mut table, 1), policy);
            let update = Pen::new(50).types(0, "no");
            table.send(1, Message::Update(&update));
            assert_eq!((table.refused.as_slice(), table.updates()), (&[(1, code)][..], 0));
        }
    }
}

#[test]
fn u2_who_joins_a_locked_chapter_is_told_why() {
    let mut table = Table::new();
    let guest = Guest {
        may: in_state(Right::Edit, ChapterState::Locked),
        ..guest(1, Right::Edit, Dialect::Chancery)
    };
    table.tell(Fact::Joined { link: 1, guest });
    assert_eq!(told(&mut table, 1)["reason"], "locked");
    table.join(2, 2, Right::Read);
    assert_eq!(told(&mut table, 2), serde_json::Value::Null, "a reader needs no telling");
}

#[test]
fn u12_what_comes_while_the_service_is_paused_is_asked_for_again_when_it_goes_on() {
    let (mut table, mut ghana, mut denmark) = two();
    types(&mut table, 1, &mut ghana, 0, "before ");
    table.tell(Fact::RightChanged { link: 1, may: paused() });
    assert_eq!(told(&mut table, 1)["reason"], "paused");
    let records = table.journal.len();
    types(&mut table, 1, &mut ghana, 7, "meanwhile ");
    types(&mut table, 1, &mut ghana, 17, "and more");
    assert_eq!((table.journal.len(), table.refused.len(), table.closed.len()), (records, 0, 0));
    let (made, saved) = ghana.edits();
    assert!(saved < made, "nothing of it counts as saved");
    // Who comes back meanwhile offers it again, and it is dropped again.
    let mut effects = Vec::new();
    table.tell(Fact::Left { link: 1 });
    ghana.handle(ReplicaFact::Disconnected, &mut effects);
    table.tell(Fact::Joined {
        link: 3,
        guest: Guest { may: paused(), ..guest(1, Right::Edit, Dialect::Chancery) },
    });
    ghana.handle(ReplicaFact::Connected, &mut effects);
    talk(&mut table, 3, &mut ghana, effects);
    assert_eq!((table.journal.len(), table.refused.len(), table.closed.len()), (records, 0, 0));

    table.tell(Fact::RightChanged { link: 3, may: Right::Edit.into() });
    talk(&mut table, 3, &mut ghana, Vec::new());
    talk(&mut table, 2, &mut denmark, Vec::new());
    assert_eq!(table.text(), "before meanwhile and more");
    assert_eq!(text_of(denmark.document()), table.text());
    let (made, saved) = ghana.edits();
    assert_eq!(made, saved, "and now it is");
}

#[test]
fn u12_a_pause_keeps_no_more_acknowledgements_than_fit() {
    let (mut table, ..) = two();
    table.tell(Fact::RightChanged { link: 1, may: paused() });
    let update = Pen::new(50).types(0, "meanwhile");
    table.send(1, Message::Update(&update));
    for _ in 0..3 {
        table.send(1, Message::Acknowledge(&[0; 40 << 10]));
    }
    assert_eq!(table.closed.get(&1), Some(&Code::TooSlow), "it may come back");
}
