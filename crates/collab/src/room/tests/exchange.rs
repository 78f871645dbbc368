//! Steps, gaps, frames and silence: rules S1 to S7, P7, W1 and W2.

use super::*;

#[test]
fn s3_what_one_types_the_other_sees_and_both_are_saved() {
    let (mut table, mut ghana, mut denmark) = two();
    types(&mut table, 1, &mut ghana, 0, "early ");
    talk(&mut table, 2, &mut denmark, Vec::new());
    types(&mut table, 2, &mut denmark, 6, "warning");
    talk(&mut table, 1, &mut ghana, Vec::new());
    assert_eq!(text_of(ghana.document()), "early warning");
    assert_eq!(text_of(denmark.document()), "early warning");
    assert_eq!((ghana.edits(), denmark.edits()), ((1, 1), (1, 1)));
    assert_eq!(table.reopened().text(), "early warning");
}

#[test]
fn s3_offline_edits_of_both_join() {
    let (mut table, mut ghana, mut denmark) = two();
    for (link, replica) in [(1, &mut ghana), (2, &mut denmark)] {
        table.tell(Fact::Left { link });
        replica.handle(ReplicaFact::Disconnected, &mut Vec::new());
    }
    types(&mut table, 1, &mut ghana, 0, "Accra ");
    types(&mut table, 2, &mut denmark, 0, "Copenhagen ");
    assert_eq!(ghana.edits(), (1, 0));
    connect(&mut table, 3, 1, &mut ghana);
    connect(&mut table, 4, 2, &mut denmark);
    talk(&mut table, 3, &mut ghana, Vec::new());
    assert_eq!(text_of(ghana.document()), text_of(denmark.document()));
    assert_eq!(text_of(ghana.document()).len(), "Accra Copenhagen ".len());
    assert_eq!((ghana.edits(), denmark.edits()), ((1, 1), (1, 1)));
}

/// What a link was told about itself when it joined.
fn hello(table: &mut Table, link: LinkId) -> serde_json::Value {
    let first = table.received(link).remove(0);
    let Ok(Message::Hello(json)) = message::read(&first, &Limits::default()) else {
        panic!("hello comes first, not {}", kind(&first))
    };
    serde_json::from_str(json).unwrap()
}

#[test]
fn s7_hello_says_whose_link_it_is() {
    let mut table = Table::new();
    table.join(1, 1, Right::Edit);
    let expected = serde_json::json!({
        "epoch": config().epoch.to_string(),
        "schema": 1, "state": "open",
        "seat": seat(1).to_string(),
        "name": "Seat 1",
        "right": "edit",
        "writable": true,
        "mode": "seat",
        "since": 0,
    });
    assert_eq!(hello(&mut table, 1), expected);
    table.join(2, 2, Right::Read);
    let other = hello(&mut table, 2);
    assert_eq!((&other["seat"], &other["writable"]), (&seat(2).to_string().into(), &false.into()));
}

#[test]
fn s4_a_gap_is_healed_by_asking_once() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let (_lost, second, third) = (pen.types(0, "a"), pen.types(1, "b"), pen.types(2, "c"));
    table.received(1);
    table.send(1, Message::Update(&second));
    table.send(1, Message::Acknowledge(&[1]));
    table.send(1, Message::Update(&third));
    assert_eq!(table.kinds(1), ["step 1"], "no echo while the gap is open");
    assert_eq!(table.updates(), 0);
    let all = pen.0.state();
    table.send(1, Message::Step2(&all));
    assert_eq!((table.text(), table.kinds(1)), ("abc".to_owned(), vec!["acknowledge"]));
    assert!(table.refused.is_empty());
}

#[test]
fn s5_an_unhealed_gap_is_told_and_never_acknowledged() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let (_lost, second) = (pen.types(0, "a"), pen.types(1, "b"));
    table.send(1, Message::Update(&second));
    table.send(1, Message::Step2(&second));
    table.send(1, Message::Acknowledge(&[1]));
    assert_eq!(table.refused, [(1, Code::Gap)]);
    assert!(!table.kinds(1).contains(&"acknowledge"));
}

#[test]
fn s5_an_answer_that_does_not_bring_what_was_dropped_heals_nothing() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let (first, second) = (pen.types(0, "a"), pen.types(1, "b"));
    table.send(1, Message::Update(&second));
    table.send(1, Message::Acknowledge(&[1]));
    table.received(1);
    table.send(1, Message::Step2(&first));
    assert_eq!((table.kinds(1), table.refused.as_slice()), (vec!["refused"], &[(1, Code::Gap)][..]));
    assert_eq!(table.text(), "a", "what came is kept");
}

#[test]
fn s6_deleting_ahead_is_refused_but_waits_for_a_first_exchange() {
    let mut pen = Pen::new(33);
    let (first, delete) = (pen.types(0, "ab"), pen.deletes(0, 1));
    let mut table = Table::new();
    table.join(1, 1, Right::Edit);
    table.received(1);
    table.send(1, Message::Update(&delete));
    assert_eq!((table.kinds(1), table.refused.len()), (vec!["step 1"], 0));
    table.send(1, Message::Step2(&pen.0.state()));
    assert_eq!(table.text(), "b");

    let (mut table, ..) = two();
    table.send(1, Message::Update(&delete));
    assert_eq!(table.refused, [(1, Code::DeleteAhead)]);
    table.send(2, Message::Update(&first));
    assert_eq!(table.text(), "ab", "the neighbour writes on");
}

#[test]
fn p7_no_link_is_left_without_a_message() {
    let (mut table, ..) = two();
    table.received(1);
    let due_ms = NOW + config().limits.keepalive_ms;
    assert!(table.wakes.contains(&due_ms));
    table.now_ms = due_ms;
    table.tell(Fact::Tick);
    assert_eq!(table.received(1), [message::write(Message::Awareness(&[0]))]);
    table.tell(Fact::Tick);
    assert!(table.received(1).is_empty());
}

#[test]
fn w1_w2_other_frames_close_the_link() {
    for frame in [&[][..], &[9, 9], &[0, 2, 1], &[120, 2, b'{', b'}'], &[0, 2, 3, 1, 1, 1]] {
        let (mut table, ..) = two();
        table.tell(Fact::Received { link: 1, frame: Bytes::copy_from_slice(frame) });
        assert_eq!(table.closed, BTreeMap::from([(1, Code::Malformed)]), "{frame:?}");
    }
}
