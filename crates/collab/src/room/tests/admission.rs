//! What may come in, and under whose name: rules U1 to U11.

use yrs::Map;

use super::*;
use crate::bouncer::tests::bytes::far_apart;

#[test]
fn u2_u3_a_reader_changes_nothing_and_is_told() {
    let (mut table, ..) = two();
    table.join(3, 3, Right::Suggest);
    table.tell(Fact::Joined { link: 4, guest: guest(4, Right::Read, Dialect::Stock) });
    for link in [3, 4] {
        table.received(link);
        let update = Pen::new(40 + link).types(0, "no");
        table.send(link, Message::Update(&update));
        table.send(link, Message::Acknowledge(&[1]));
    }
    assert_eq!((table.kinds(3), table.kinds(4)), (vec!["refused"], vec!["denied"]));
    assert_eq!((table.updates(), table.text()), (0, String::new()));
    table.tell(Fact::RightChanged { link: 1, may: Right::Read.into() });
    let update = Pen::new(50).types(0, "no longer");
    table.send(1, Message::Update(&update));
    assert_eq!(table.refused.last(), Some(&(1, Code::ReadOnly)));
}

#[test]
fn u2_templates_and_outlines_are_written_by_whoever_keeps_the_outline() {
    for kind in [DocumentKind::Template, DocumentKind::Outline] {
        let mut table = Table::opened(RoomConfig { kind, ..config() }, Opening::default());
        table.join(1, 1, Right::Keep);
        table.join(2, 2, Right::Edit);
        let root = if kind == DocumentKind::Outline { "chapters" } else { "notes" };
        let writes = |client: u64| {
            let mut document = Document::new(client);
            document
                .edit(|txn| {
                    let map = txn.get_or_insert_map(root);
                    map.insert(txn, "key", "value");
                })
                .1
                .unwrap()
        };
        table.send(2, Message::Update(&writes(42)));
        assert_eq!((table.refused.last(), table.updates()), (Some(&(2, Code::ReadOnly)), 0), "{kind:?}");
        table.send(1, Message::Update(&writes(41)));
        assert_eq!(table.updates(), 1, "{kind:?}");
    }
}

#[test]
fn u4_tidying_by_a_reader_passes_in_silence() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let typed = pen.types(0, "one two");
    table.send(1, Message::Update(&typed));
    let bold = yrs::types::Attrs::from([("strong".into(), true.into())]);
    let formatted = pen.0.edit(|txn| txn.get_or_insert_text("body").format(txn, 0, 3, bold)).1.unwrap();
    table.send(1, Message::Update(&formatted));
    let records = table.journal.len();
    table.tell(Fact::Joined { link: 3, guest: guest(3, Right::Read, Dialect::Stock) });
    table.received(3);
    // Client 33's clocks 7 and 8 are the two marks around "one".
    let tidying = [0, 1, 33, 1, 7, 2];
    table.send(3, Message::Update(&tidying));
    table.send(3, Message::Acknowledge(&[1]));
    assert_eq!((table.kinds(3), table.journal.len()), (vec!["acknowledge"], records));
    let deleting_text = [0, 1, 33, 1, 0, 1];
    table.send(3, Message::Update(&deleting_text));
    assert_eq!((table.refused.last(), table.text()), (Some(&(3, Code::ReadOnly)), "one two".to_owned()));
    // A page of ours does not tidy: somebody took the format away, and is not told that this is saved.
    table.join(4, 4, Right::Read);
    table.received(4);
    table.send(4, Message::Update(&tidying));
    table.send(4, Message::Acknowledge(&[1]));
    assert_eq!(table.kinds(4), ["refused"]);
    assert_eq!(table.refused.last(), Some(&(4, Code::ReadOnly)));
}

#[test]
fn u5_u6_a_client_id_belongs_to_its_seat_also_after_a_restart() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let first = pen.types(0, "mine");
    table.send(1, Message::Update(&first));
    let mut table = table.reopened();
    table.join(1, 1, Right::Edit);
    table.join(2, 2, Right::Edit);
    // Seat 2 forges an edit of seat 1's client and adds one of its own.
    let mut forger = Pen::new(44);
    forger.0.apply(&first).unwrap();
    let forged = pen.types(4, " forged");
    let own = forger.types(0, "own ");
    let both = yrs::merge_updates_v1([forged.as_slice(), own.as_slice()]).unwrap();
    table.send(2, Message::Update(&both));
    assert_eq!((table.text(), table.refused.as_slice()), ("own mine".to_owned(), &[(2, Code::Foreign)][..]));
    assert!(!table.closed.contains_key(&2), "the link stays");
    // Another link of seat 1 may send it.
    table.join(3, 1, Right::Edit);
    table.send(3, Message::Step2(&forged));
    assert_eq!(table.text(), "own mine forged");
}

#[test]
fn u7_a_document_has_a_size() {
    let limits = Limits { document_bytes_max: 1_000, gather_ms_max: 0, ..Limits::default() };
    let mut table = Table::opened(RoomConfig { limits, ..config() }, Opening::default());
    table.join(1, 1, Right::Edit);
    let mut pen = Pen::new(33);
    let small = pen.types(0, &"x".repeat(800));
    let more = pen.types(0, &"y".repeat(400));
    table.send(1, Message::Update(&small));
    table.send(1, Message::Update(&more));
    assert_eq!((table.text().len(), table.refused.as_slice()), (800, &[(1, Code::TooLarge)][..]));
}

#[test]
fn u8_a_damaged_document_is_read_only() {
    let (mut source, ..) = two();
    let first = Pen::new(33).types(0, "good");
    source.send(1, Message::Update(&first));
    let opening = Opening { updates: vec![first.into(), vec![255; 9].into()], seq: 3, ..Opening::default() };
    let mut table = Table::opened(config(), opening);
    table.join(1, 1, Right::Keep);
    assert_eq!(table.kinds(1), ["hello", "policy", "step 1"]);
    let update = Pen::new(34).types(0, "more");
    table.send(1, Message::Update(&update));
    assert_eq!((table.text(), table.refused.as_slice()), ("good".to_owned(), &[(1, Code::Damaged)][..]));
}

#[test]
fn u9_what_was_sent_before_leaving_counts() {
    let (mut table, ..) = two();
    table.slow_disk = true;
    let mut pen = Pen::new(33);
    let (first, second) = (pen.types(0, "a"), pen.types(1, "b"));
    table.send(1, Message::Update(&first));
    table.send(1, Message::Update(&second));
    table.tell(Fact::Left { link: 1 });
    table.slow_disk = false;
    table.disk_done();
    assert_eq!(table.reopened().text(), "ab");
    assert_eq!(table.room.links(), 1);
}

/// The policy that a link was told last, as `(right, writable, reason)`.
fn policy(table: &mut Table, link: LinkId) -> (String, bool, Option<String>) {
    let frames = table.received(link);
    let json = frames.iter().rev().find_map(|frame| match message::read(frame, &Limits::default()) {
        Ok(Message::Policy(json)) => Some(json),
        _ => None,
    });
    let said: serde_json::Value = serde_json::from_str(json.unwrap()).unwrap();
    let word = |key: &str| said[key].as_str().map(str::to_owned);
    (word("right").unwrap(), said["writable"].as_bool().unwrap(), word("reason"))
}

#[test]
fn u10_a_right_withdrawn_holds_for_what_waits_and_what_comes() {
    let (mut table, mut ghana, mut denmark) = two();
    types(&mut table, 1, &mut ghana, 0, "kept ");
    table.slow_disk = true;
    let mut pen = Pen::new(11);
    pen.0.apply(&ghana.document().state()).unwrap();
    let (on_its_way, waits) = (pen.types(5, "on its way "), pen.types(16, "waits"));
    table.send(1, Message::Update(&on_its_way));
    table.send(1, Message::Update(&waits));
    table.received(1);
    table.tell(Fact::RightChanged { link: 1, may: Right::Read.into() });
    let told = ("read".to_owned(), false, Some("read-only".to_owned()));
    assert_eq!(policy(&mut table, 1), told, "at once, whatever the disk does");
    table.join(3, 3, Right::Edit);
    let others = Pen::new(77).types(0, "others ");
    table.send(3, Message::Update(&others));
    table.slow_disk = false;
    table.disk_done();
    assert_eq!(table.refused, [(1, Code::ReadOnly)]);
    assert!(!table.closed.contains_key(&1), "the link stays");
    talk(&mut table, 2, &mut denmark, Vec::new());
    assert_eq!(
        table.text().len(),
        "kept on its way others ".len(),
        "nothing of the others' is lost: {}",
        table.text()
    );
    assert_eq!(text_of(denmark.document()), table.text());

    table.tell(Fact::RightChanged { link: 1, may: Right::Edit.into() });
    assert_eq!(policy(&mut table, 1), ("edit".to_owned(), true, None));
    // Coming back, the page offers again what was refused.
    table.tell(Fact::Left { link: 1 });
    table.join(4, 1, Right::Edit);
    table.send(4, Message::Step2(&pen.0.state()));
    assert!(table.text().contains("on its way waits"), "{}", table.text());
}

#[test]
fn u10_a_link_whose_right_is_the_same_hears_nothing() {
    let (mut table, ..) = two();
    table.received(1);
    table.tell(Fact::RightChanged { link: 1, may: Right::Edit.into() });
    assert_eq!(table.kinds(1), Vec::<&str>::new());
}

#[test]
fn u10_presence_goes_on_with_another_right() {
    let (mut table, ..) = two();
    table.tell(Fact::RightChanged { link: 1, may: Right::Read.into() });
    table.received(2);
    let here = [vec![1, 11, 1], vec![12], br#"{"cursor":1}"#.to_vec()].concat();
    table.send(1, Message::Awareness(&here));
    let heard = table.received(2);
    assert!(heard.iter().any(|frame| String::from_utf8_lossy(frame).contains("Seat 1")), "{heard:?}");
}

fn with_steps(walk_steps_max: u64) -> Table {
    let limits = Limits { walk_steps_max, gather_ms_max: 0, ..Limits::default() };
    let mut table = Table::opened(RoomConfig { limits, ..config() }, Opening::default());
    table.join(1, 1, Right::Edit);
    table.join(2, 2, Right::Edit);
    table
}

#[test]
fn u11_neighbours_far_apart_are_refused_before_they_cost_anything() {
    let mut table = with_steps(80_000);
    table.send(1, Message::Update(&far_apart(7, 300)));
    assert_eq!(table.refused, [(1, Code::TooLarge)]);
    assert_eq!((table.updates(), table.closed.len()), (0, 0), "nothing was taken in and nobody closed");
    let honest = Pen::new(33).types(0, "undisturbed");
    table.send(2, Message::Update(&honest));
    assert_eq!((table.text(), table.refused.len()), ("undisturbed".to_owned(), 1));
}

#[test]
fn u11_an_allowance_is_a_seats_and_fills_again_within_a_minute() {
    let mut table = with_steps(100_000);
    table.send(1, Message::Update(&far_apart(7, 300)));
    assert_eq!(table.refused, [], "as many as there are");
    table.join(3, 1, Right::Edit);
    let more = far_apart(8, 300);
    table.send(3, Message::Update(&more));
    assert_eq!(table.refused, [(3, Code::TooLarge)], "another link and another client id are the same seat");
    table.join(4, 1, Right::Edit);
    let typed = Pen::new(33).types(0, "still typing");
    table.send(4, Message::Update(&typed));
    assert_eq!(table.refused.len(), 1, "what cannot be far needs no allowance");
    table.send(4, Message::Update(&far_apart(9, 300)));
    assert_eq!(table.refused.len(), 2);
    table.now_ms += 60_000;
    table.join(5, 1, Right::Edit);
    table.send(5, Message::Update(&more));
    assert_eq!((table.refused.len(), table.text().contains("still typing")), (2, true));
}

#[test]
fn u11_a_letter_in_a_long_document_is_not_heavy_and_what_has_to_be_counted_is() {
    let long = Bytes::from(Pen::new(5).types(0, &"long ".repeat(30_000)));
    let opening = Opening { updates: vec![long], seq: 1, tail_updates: 1, ..Opening::default() };
    let mut table = Table::opened(config(), opening);
    table.join(1, 1, Right::Edit);
    let frame = |update: &[u8]| message::write(Message::Update(update));
    let received = |frame| Fact::Received { link: 1, frame };
    let letter = received(frame(&Pen::new(33).types(0, "a")));
    assert!(!table.room.is_heavy(table.now_ms, &letter));
    let far = frame(&far_apart(7, 100));
    assert!(
        table.room.is_heavy(table.now_ms, &received(far.clone())),
        "all of the document is looked at for it"
    );
    // What waits counts as what comes does.
    table.slow_disk = true;
    table.tell(letter);
    table.tell(received(far));
    let batch = table.on_its_way.take().unwrap();
    table.journal.extend(batch);
    assert!(table.room.is_heavy(table.now_ms, &Fact::Persisted { seq: 2 }));
}

#[test]
fn u11_a_document_that_takes_long_to_open_takes_only_what_is_near() {
    let mut table = with_steps(10_000);
    for client in 10..60 {
        table.now_ms += 60_000;
        table.send(1, Message::Update(&far_apart(client, 50)));
        table.tell(Fact::Left { link: 1 });
        table.join(1, 1, Right::Edit);
    }
    assert!(table.refused.iter().any(|(_, code)| *code == Code::TooLarge), "one day it is enough");
    let opening = crate::walk::Rows::of(&table.room.document.state()).unwrap().steps();
    assert!(opening < 11 * 10_000, "{opening} steps to open it");
    table.join(2, 2, Right::Edit);
    let mut pen = Pen::new(70);
    pen.0.apply(&table.room.document.state()).unwrap();
    let refused = table.refused.len();
    let typed = pen.types(20, "honest");
    table.send(2, Message::Update(&typed));
    assert_eq!((table.refused.len(), table.text().contains("honest")), (refused, true));
}
