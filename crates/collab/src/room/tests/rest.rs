//! A room that rests is like any other, and answers who comes with nothing before it has made a document.

use super::*;
use crate::bouncer::scan_state_vector;

/// What a polite stop leaves of a day on which five seats wrote: the whole of it as one update.
fn folded(seed: u64) -> Opening {
    let mut document = Document::new(0);
    let mut opening = Opening::default();
    for (seq, record) in (1..).zip(heal::day(seed).journal) {
        opening.seq = seq;
        match record {
            RoomRecord::Bind { client, owner, .. } => opening.bindings.push(Binding { client, owner, seq }),
            RoomRecord::Update { update, .. } => drop(document.apply(&update).unwrap()),
        }
    }
    opening.updates = vec![document.state().into()];
    opening
}

/// The same as a crash leaves it: a snapshot, and what came after it.
fn with_tail(seed: u64) -> Opening {
    let mut opening = folded(seed);
    let mut pen = Pen::new(77);
    pen.0.apply(&opening.updates[0]).unwrap();
    opening.updates.extend(["one ", "two "].map(|words| Bytes::from(pen.types(0, words))));
    (opening.tail_updates, opening.tail_bytes) = (2, 60);
    opening
}

fn resting(opening: Opening) -> Table {
    let mut table = Table::new();
    table.room = Room::resting(config(), opening).unwrap();
    table
}

/// What is in the stored bytes, by yrs alone.
fn held(opening: &Opening) -> Document {
    let mut document = Document::new(0);
    opening.updates.iter().for_each(|update| drop(document.apply(update).unwrap()));
    document
}

fn vector(bytes: &[u8]) -> Vec<(u64, u32)> {
    let mut vector = scan_state_vector(bytes, &Limits::default()).unwrap();
    vector.sort_unstable();
    vector
}

#[test]
fn s1_who_comes_with_nothing_is_told_all_before_there_is_a_document() {
    for seed in 0..20 {
        let opening = folded(seed);
        let mut table = resting(opening.clone());
        table.join(1, 1, Right::Edit);
        table.send(1, Message::Step1(&[0]));
        let frames = table.received(1);
        let kinds: Vec<_> = frames.iter().map(|frame| kind(frame)).collect();
        assert_eq!(kinds, ["hello", "awareness", "step 1", "step 2"]);
        assert!(frames.contains(&message::write(Message::Step2(&opening.updates[0]))));
        let Ok(Message::Step1(told)) = message::read(&frames[2], &Limits::default()) else { panic!() };
        assert_eq!(vector(told), vector(&held(&opening).state_vector()), "seed {seed}");
        // What a reader says of itself needs no document either.
        table.send(1, Message::Step2(&[0, 0]));
        table.send(1, Message::Acknowledge(b"in step"));
        table.tell(Fact::Read { ask: 5 });
        assert_eq!(table.kinds(1), ["acknowledge"]);
        assert!(table.room.rests(), "nobody needed a document");
    }
}

#[test]
fn s3_who_writes_into_a_room_that_rests_has_all_of_it_and_so_have_the_others() {
    for (seed, opening) in (0..20).map(|seed| (seed, [folded, with_tail][seed as usize % 2](seed))) {
        let mut table = resting(opening.clone());
        table.slow_disk = true;
        let (mut ghana, mut denmark) = (replica(1_000_011), replica(1_000_022));
        // Both ask, and one writes before the other has its answer.
        table.join(1, 1, Right::Edit);
        table.join(2, 2, Right::Edit);
        let mut effects = Vec::new();
        ghana.handle(ReplicaFact::Connected, &mut effects);
        talk(&mut table, 1, &mut ghana, effects);
        types(&mut table, 1, &mut ghana, 0, "first ");
        assert!(!table.room.rests());
        let mut effects = Vec::new();
        denmark.handle(ReplicaFact::Connected, &mut effects);
        talk(&mut table, 2, &mut denmark, effects);
        assert_eq!(text_of(denmark.document()), "", "d1: nothing is told before it is durable");
        while table.on_its_way.is_some() {
            table.disk_done();
            talk(&mut table, 1, &mut ghana, Vec::new());
            talk(&mut table, 2, &mut denmark, Vec::new());
        }
        let expected = format!("first {}", text_of(&held(&opening)));
        assert_eq!(text_of(ghana.document()), expected, "seed {seed}");
        assert_eq!(text_of(denmark.document()), expected, "seed {seed}");
        assert_eq!((table.text(), ghana.edits()), (expected, (1, 1)));
    }
}

#[test]
fn s1_who_has_something_is_told_what_is_missing_and_nothing_else() {
    for seed in 0..20 {
        let opening = folded(seed);
        let half = heal::day(seed).journal.into_iter().take(80);
        let mut device = Document::new(5_000);
        half.for_each(|record| match record {
            RoomRecord::Update { update, .. } => drop(device.apply(&update).unwrap()),
            RoomRecord::Bind { .. } => {}
        });
        let mut table = resting(opening.clone());
        table.join(1, 1, Right::Read);
        table.send(1, Message::Step1(&device.state_vector()));
        let frames = table.received(1);
        let Some(Ok(Message::Step2(told))) = frames.last().map(|it| message::read(it, &Limits::default()))
        else {
            panic!("an answer comes last")
        };
        assert!(told.len() < opening.updates[0].len());
        device.apply(told).unwrap();
        assert_eq!(device.state(), held(&opening).state(), "seed {seed}");
    }
}

#[test]
fn s1_after_a_crash_the_answer_has_the_tail_too() {
    let opening = with_tail(3);
    let mut table = resting(opening.clone());
    let mut ghana = replica(1_000_011);
    connect(&mut table, 1, 1, &mut ghana);
    assert_eq!(ghana.document().state(), held(&opening).state());
    assert_eq!(table.kinds(1), Vec::<&str>::new());
}

#[test]
fn c1_a_room_that_rests_tells_what_it_holds() {
    let opening = folded(1);
    let mut table = resting(opening.clone());
    table.join(1, 1, Right::Edit);
    table.send(1, Message::Step1(&[0]));
    table.received(1);
    table.now_ms += table.room.config.limits.compare_ms;
    assert!(table.room.is_heavy(table.now_ms, &Fact::Tick) == (opening.updates[0].len() > 4096));
    table.tell(Fact::Tick);
    let said = crate::fingerprint::fingerprint(&held(&opening));
    assert!(table.received(1).iter().any(|frame| String::from_utf8_lossy(frame).contains(&said)));
}

#[test]
fn what_needs_a_long_document_is_heavy_and_what_does_not_is_not() {
    let long = Bytes::from(Pen::new(5).types(0, &"long ".repeat(2_000)));
    let opening = || Opening { updates: vec![long.clone()], seq: 1, ..Opening::default() };
    let mut table = resting(opening());
    table.join(1, 1, Right::Edit);
    let received = |message| Fact::Received { link: 1, frame: message::write(message) };
    let heavy = |fact| table.room.is_heavy(NOW, &fact);
    assert!(!heavy(received(Message::Step1(&[0]))) && !heavy(received(Message::Step2(&[0, 0]))));
    assert!(!heavy(Fact::Read { ask: 1 }) && !heavy(Fact::Left { link: 1 }));
    let letter = Pen::new(33).types(0, "a");
    assert!(heavy(received(Message::Update(&letter))) && heavy(received(Message::Step1(&[1, 5, 3]))));
    table.send(1, Message::Update(&letter));
    assert!(!table.room.is_heavy(NOW, &received(Message::Update(&letter))), "the document is made");
}

#[test]
fn a_stop_folds_what_nobody_read() {
    let opening = with_tail(4);
    let mut room = Room::resting(config(), opening.clone()).unwrap();
    let (seq, state) = room.unfolded().expect("there is a tail");
    assert_eq!((seq, state), (opening.seq, held(&opening).state()));
    assert!(Room::resting(config(), folded(4)).unwrap().unfolded().is_none());
}

/// Bytes that hold their checksum, pass the bouncer and cannot be integrated: no such bytes are known, so they are put
/// in its place here.
#[test]
fn u8_what_cannot_be_integrated_is_found_when_the_document_is_made() {
    let broken = Bytes::from_static(b"no update");
    let mut table = resting(with_tail(5));
    table.room.stored[2] = broken.clone();
    table.join(1, 1, Right::Edit);
    table.send(1, Message::Step1(&[0]));
    let frames = table.received(1);
    let policy = frames.iter().find(|frame| kind(frame) == "policy").expect("the link is told");
    assert!(String::from_utf8_lossy(policy).contains("\"reason\":\"damaged\""));
    assert!(table.text().starts_with("one ") && kind(frames.last().unwrap()) == "step 2");
    table.send(1, Message::Update(&Pen::new(33).types(0, "a")));
    assert_eq!(table.refused, [(1, Code::Damaged)]);

    let mut table = resting(folded(5));
    table.room.stored[0] = broken;
    table.join(1, 1, Right::Edit);
    for _ in 0..2 {
        table.send(1, Message::Update(&Pen::new(33).types(0, "a")));
        assert!(
            matches!(table.other.pop(), Some(Effect::Unusable)),
            "and it never goes on without what was stored"
        );
    }
    assert!(table.room.unfolded().is_none() && table.journal.is_empty());
}
