//! The modes of a chapter: what is bound to whom, what goes on, and what nobody is told.

use manual::attribution::Mode;

use super::*;
use crate::binding::Owner;

const UNATTRIBUTED: ModeNow = ModeNow { mode: Mode::Unattributed, since: 0 };

fn unattributed() -> Table {
    Table::opened(RoomConfig { mode: UNATTRIBUTED, ..config() }, Opening::default())
}

fn enter(table: &mut Table, mode: Mode) {
    table.tell(Fact::Mode { ask: 9, mode });
}

fn awareness(client: u64) -> Vec<u8> {
    let mut body = vec![1];
    message::write_number(&mut body, client);
    body.push(1);
    message::write_block(&mut body, br#"{"cursor":1}"#);
    body
}

fn texts(frames: &[Bytes]) -> String {
    frames.iter().map(|frame| String::from_utf8_lossy(frame).into_owned()).collect()
}

#[test]
fn a3_where_nobody_is_named_the_journal_has_no_seat_and_no_number() {
    let mut table = unattributed();
    table.join(1, 1, Right::Edit);
    let mut pen = Pen::new(7);
    table.send(1, Message::Update(&pen.types(0, "a")));
    let [RoomRecord::Bind { client: 7, owner: Owner::Tag(_), .. }, RoomRecord::Update { writer: 0, .. }] =
        table.journal.as_slice()
    else {
        panic!("{:?}", table.journal)
    };
}

#[test]
fn a4_a_tagged_id_goes_on_with_its_session_alone_after_a_restart_too() {
    let mut table = unattributed();
    table.join(1, 1, Right::Edit);
    let mut pen = Pen::new(7);
    table.send(1, Message::Update(&pen.types(0, "a")));
    let mut table = table.reopened();
    table.join(2, 2, Right::Edit);
    table.join(1, 1, Right::Edit);
    let next = pen.types(1, "b");
    table.send(2, Message::Update(&next));
    assert_eq!(table.refused, [(2, Code::Foreign)]);
    table.send(1, Message::Update(&next));
    assert_eq!((table.refused.len(), table.text().as_str()), (1, "ab"));
}

#[test]
fn a5_no_id_goes_on_when_the_mode_changes_and_every_link_comes_back() {
    let mut table = Table::new();
    let mut pen = Pen::new(7);
    table.join(1, 1, Right::Edit);
    table.send(1, Message::Update(&pen.types(0, "a")));
    let next = pen.types(1, "b");
    for mode in [Mode::Named, Mode::Unattributed, Mode::Seat] {
        enter(&mut table, mode);
        assert_eq!(table.closed.remove(&1), Some(Code::ModeChanged));
        assert!(table.other.iter().any(|effect| matches!(effect, Effect::Done { ask: 9, .. })));
        let mut reopened = table.reopened();
        reopened.join(1, 1, Right::Edit);
        reopened.send(1, Message::Update(&next));
        assert_eq!(reopened.refused, [(1, Code::Foreign)], "{mode:?}");
        table.join(1, 1, Right::Edit);
        table.send(1, Message::Update(&next));
        assert_eq!(table.refused.pop(), Some((1, Code::Foreign)), "{mode:?}");
    }
    // Under a new one it goes on.
    let mut fresh = Pen::new(8);
    fresh.0.apply(&table.room.document.state()).unwrap();
    table.send(1, Message::Update(&fresh.types(1, "c")));
    assert_eq!(table.text(), "ac");
}

#[test]
fn a5_what_was_on_its_way_stands_before_the_change_and_what_waits_is_dropped_with_its_link() {
    let mut table = Table::new();
    table.slow_disk = true;
    table.join(1, 1, Right::Edit);
    let mut pen = Pen::new(7);
    table.send(1, Message::Update(&pen.types(0, "a")));
    enter(&mut table, Mode::Unattributed);
    table.send(1, Message::Update(&pen.types(1, "b")));
    table.disk_done();
    assert_eq!(table.on_its_way, Some(Vec::new()), "the change goes alone");
    table.disk_done();
    assert_eq!(table.closed.get(&1), Some(&Code::ModeChanged));
    assert_eq!((table.text().as_str(), table.updates()), ("a", 1));
}

#[test]
fn a6_nobody_hears_of_anybody_and_a_link_lives() {
    let mut table = unattributed();
    for (link, n) in [(1, 1), (2, 1), (3, 2)] {
        table.join(link, n, Right::Edit);
    }
    table.send(1, Message::Awareness(&awareness(77)));
    table.send(2, Message::QueryAwareness);
    table.now_ms += 60_000;
    table.tell(Fact::Tick);
    for link in [2, 3] {
        let frames = table.received(link);
        for frame in &frames {
            if let Message::Awareness(body) = message::read(frame, &Limits::default()).unwrap() {
                assert_eq!(body, [0]);
            }
        }
        let said = texts(&frames);
        let own = if link == 2 { "Seat 1\"" } else { "Seat 2\"" };
        assert!(said.contains(own) && !said.contains("Seat 1 2"), "{said}");
        assert!(said.contains(r#""mode":"unattributed""#));
        assert!(frames.len() >= 3, "no link is left without a message");
    }
    assert!(
        !table.other.iter().any(|effect| matches!(effect, Effect::Here { people } if !people.is_empty()))
    );
}

#[test]
fn a6_an_id_of_another_mode_or_of_another_session_has_no_presence() {
    let mut table = unattributed();
    table.join(1, 1, Right::Edit);
    table.send(1, Message::Update(&Pen::new(7).types(0, "a")));
    enter(&mut table, Mode::Seat);
    table.join(1, 1, Right::Edit);
    table.join(2, 2, Right::Edit);
    table.received(2);
    table.send(1, Message::Awareness(&awareness(7)));
    assert!(!texts(&table.received(2)).contains("Seat 1"), "it would say who wrote under it");
    table.send(1, Message::Awareness(&awareness(8)));
    table.now_ms += 60_000;
    table.tell(Fact::Tick);
    assert!(texts(&table.received(2)).contains("Seat 1"));
}

#[test]
fn a2_forged_ids_are_refused_and_noted_once_however_many() {
    let mut table = Table::new();
    table.join(1, 1, Right::Edit);
    table.join(2, 2, Right::Edit);
    let mut pen = Pen::new(7);
    table.send(1, Message::Update(&pen.types(0, "a")));
    let forged = pen.types(1, "b");
    for _ in 0..500 {
        table.send(2, Message::Update(&forged));
    }
    assert_eq!(table.refused, vec![(2, Code::Foreign); 500]);
    let noted = table.other.iter().filter(|effect| matches!(effect, Effect::Forged { writer: 2 })).count();
    assert_eq!((noted, table.text().as_str()), (1, "a"));
}
