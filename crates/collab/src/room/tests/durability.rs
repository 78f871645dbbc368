//! What may leave, and when: rules D1 to D7, and what the journal is asked to hold.

use super::*;
use crate::binding::Owner;

#[test]
fn d1_nothing_leaves_before_it_is_durable() {
    let (mut table, ..) = two();
    table.slow_disk = true;
    table.received(1);
    table.received(2);
    let update = Pen::new(33).types(0, "secret until synced");
    table.send(1, Message::Update(&update));
    table.send(1, Message::Acknowledge(&[1]));
    table.send(2, Message::Step1(&[0]));
    table.tell(Fact::Read { ask: 5 });
    assert_eq!((table.kinds(1), table.kinds(2)), (vec![], vec![]));
    assert!(table.other.is_empty());
    table.disk_done();
    assert_eq!(table.kinds(1), ["acknowledge"]);
    assert_eq!(table.kinds(2), ["update", "step 2"]);
    assert!(matches!(table.other[..], [Effect::State { ask: 5, .. }]));
}

#[test]
fn d2_with_nothing_on_its_way_the_echo_is_immediate_and_unchanged() {
    let (mut table, ..) = two();
    table.received(1);
    table.slow_disk = true;
    table.send(1, Message::Acknowledge(b"any body"));
    let frames = table.received(1);
    assert_eq!(frames, [message::write(Message::Acknowledge(b"any body"))]);
    assert_eq!(table.updates(), 0);
}

#[test]
fn d3_edits_behind_a_slow_disk_form_one_batch_and_the_probe_is_answered() {
    let (mut table, ..) = two();
    table.slow_disk = true;
    let mut pen = Pen::new(33);
    for (n, letter) in ["a", "b", "c", "d"].into_iter().enumerate() {
        let update = pen.types(n as u32, letter);
        table.send(1, Message::Update(&update));
    }
    table.received(1);
    table.send(1, Message::QueryAwareness);
    assert_eq!(table.received(1).len(), 1);
    table.disk_done();
    table.received(2);
    table.disk_done();
    assert_eq!(table.kinds(2), ["update"], "d4: three letters, one frame");
    assert_eq!(table.reopened().text(), "abcd");
    assert_eq!(table.updates(), 2);
}

#[test]
fn d4_the_sole_author_does_not_hear_herself() {
    let (mut table, ..) = two();
    table.received(1);
    let update = Pen::new(33).types(0, "x");
    table.send(1, Message::Update(&update));
    assert_eq!(table.kinds(1), [""; 0]);
}

#[test]
fn d5_a_write_that_fails_leaves_no_trace() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let kept = pen.types(0, "kept ");
    table.send(1, Message::Update(&kept));
    let durable = Opening {
        updates: vec![Bytes::from(kept)],
        bindings: vec![Binding { client: 33, owner: Owner::Seat(seat(1)), seq: 1 }],
        seq: 2,
        tail_updates: 1,
        ..Opening::default()
    };
    table.slow_disk = true;
    table.received(2);
    let lost = pen.types(5, "lost");
    table.send(1, Message::Update(&lost));
    table.send(1, Message::Acknowledge(&[2]));
    table.on_its_way = None;
    table.tell(Fact::NotPersisted { durable });
    assert_eq!(table.closed, BTreeMap::from([(1, Code::NotPersisted), (2, Code::NotPersisted)]));
    assert_eq!((table.text(), table.kinds(2)), ("kept ".to_owned(), vec![]));
    assert_eq!(table.kinds(1).iter().filter(|kind| **kind == "acknowledge").count(), 0);
    // The writer comes back with all she has.
    table.slow_disk = false;
    table.join(3, 1, Right::Edit);
    let all = pen.0.state();
    table.send(3, Message::Step2(&all));
    assert_eq!(table.text(), "kept lost");
}

#[test]
fn d7_a_busy_document_gathers_and_a_quiet_one_does_not() {
    let gathering = RoomConfig { limits: Limits::default(), ..config() };
    let mut table = Table::opened(gathering, Opening::default());
    table.join(1, 1, Right::Edit);
    table.join(2, 2, Right::Edit);
    table.send(1, Message::Step2(&[0, 0]));
    table.send(2, Message::Step1(&[0]));
    table.received(2);
    let mut pen = Pen::new(33);
    let mut written = 0;
    for n in 0..5 {
        table.now_ms += 1_000;
        let update = pen.types(n, "a");
        table.send(1, Message::Update(&update));
        written += 1;
        assert_eq!(table.updates(), written, "one a second: each goes at once");
    }
    // A letter each millisecond: from the fifth on they wait for each other.
    for n in 5..25 {
        table.now_ms += 1;
        let update = pen.types(n, "b");
        table.send(1, Message::Update(&update));
    }
    let at_ms = *table.wakes.last().expect("a busy room wants to be woken");
    assert!(at_ms > table.now_ms && at_ms <= table.now_ms + 20, "{at_ms}");
    assert!(table.updates() < 15, "{} batches", table.updates());
    table.now_ms = at_ms;
    table.tell(Fact::Tick);
    assert_eq!(table.reopened().text().len(), 25, "and none is forgotten");
}

/// What is kept for whoever has nothing is what the document holds, after every change.
#[test]
fn s1_whoever_comes_with_nothing_gets_all_that_is_there() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    for (n, expected) in ["a", "ab", "abc"].into_iter().enumerate() {
        let update = pen.types(n as u32, &expected[n..]);
        table.send(1, Message::Update(&update));
        for again in 0..2 {
            let link = 10 + 2 * n as u64 + again;
            table.join(link, 2, Right::Read);
            table.received(link);
            table.send(link, Message::Step1(&[0]));
            let mut read = Document::new(1);
            for frame in table.received(link) {
                if let Ok(Message::Step2(state)) = message::read(&frame, &Limits::default()) {
                    read.apply(state).unwrap();
                }
            }
            let text = read.read(|txn| txn.get_text("body").map(|body| body.get_string(txn)));
            assert_eq!(text.as_deref(), Some(expected));
        }
    }
}

#[test]
fn d6_nothing_new_is_never_written_or_sent() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let (first, second) = (pen.types(0, "once"), pen.deletes(0, 1));
    table.send(1, Message::Update(&first));
    table.send(1, Message::Update(&second));
    table.received(1);
    table.received(2);
    let (state, records) = (pen.0.state(), table.journal.len());
    for update in [&first, &second, &state] {
        table.send(2, Message::Update(update));
        table.send(2, Message::Step2(update));
    }
    table.send(2, Message::Acknowledge(&[9]));
    assert_eq!(table.journal.len(), records);
    assert_eq!((table.kinds(1), table.kinds(2)), (vec![], vec!["acknowledge"]));
}

#[test]
fn a_long_tail_is_folded_and_opens_the_same() {
    let limits = Limits { tail_updates_max: 5, gather_ms_max: 0, ..Limits::default() };
    let mut table = Table::opened(RoomConfig { limits, ..config() }, Opening::default());
    table.join(1, 1, Right::Edit);
    let mut pen = Pen::new(33);
    for n in 0..5 {
        let update = pen.types(n, "z");
        table.send(1, Message::Update(&update));
    }
    let folded = table.other.iter().find_map(|effect| match effect {
        Effect::Snapshot { state, .. } => Some(state.clone()),
        _ => None,
    });
    let opening = Opening { updates: vec![folded.unwrap().into()], ..Opening::default() };
    assert_eq!(Table::opened(config(), opening).text(), "zzzzz");
}

#[test]
fn a_command_of_the_service_is_written_with_the_batch_and_told() {
    let mut table = Table::new();
    let update = Pen::new(77).types(0, "made");
    table.tell(Fact::Command { ask: 8, update, author: None });
    assert!(matches!(table.other[..], [Effect::Done { ask: 8, seq: 1 }]));
    assert!(matches!(table.journal[..], [RoomRecord::Update { writer: 0, .. }]));
}
