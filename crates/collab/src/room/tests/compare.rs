//! Rules C1 to C4: links are told what the room holds, and a copy that holds something else is noticed and made anew.

use super::*;
use crate::fingerprint::fingerprint;

/// Time passes until the links are told, and both pages hear it; with what the replicas made of it.
fn compared(table: &mut Table, pages: &mut [(LinkId, &mut Replica)]) -> Vec<ReplicaEffect> {
    table.now_ms += table.room.config.limits.compare_ms;
    table.tell(Fact::Tick);
    let mut made = Vec::new();
    loop {
        let mut said = false;
        for (link, replica) in pages.iter_mut() {
            for frame in table.received(*link) {
                let mut effects = Vec::new();
                replica.handle(ReplicaFact::Received { frame }, &mut effects);
                for effect in effects {
                    match effect {
                        ReplicaEffect::Send { frame } => {
                            said = true;
                            table.tell(Fact::Received { link: *link, frame });
                        }
                        other => made.push(other),
                    }
                }
            }
        }
        if !said {
            return made;
        }
    }
}

fn differences(table: &Table) -> usize {
    table.other.iter().filter(|effect| matches!(effect, Effect::Differs { .. })).count()
}

/// A copy with the same clocks in which other letters stand: what a store that forged bytes would give.
fn damaged(client: u64, table: &Table) -> Replica {
    let mut state = table.room.document.state();
    let at = state.windows(7).position(|it| it == b"warning").unwrap();
    state[at] = b'W';
    let mut document = Document::new(client);
    document.apply(&state).unwrap();
    Replica::restored(document, Limits::default(), None, 0)
}

fn told(frames: &[Bytes]) -> Vec<String> {
    let content = |frame: &Bytes| match message::read(frame, &Limits::default()).unwrap() {
        Message::Policy(json) => {
            let said: serde_json::Value = serde_json::from_str(json).unwrap();
            said["content"].as_str().map(str::to_owned)
        }
        _ => None,
    };
    frames.iter().filter_map(content).collect()
}

#[test]
fn c1_links_are_told_now_and_then_what_the_room_holds() {
    let (mut table, mut ghana, _) = two();
    types(&mut table, 1, &mut ghana, 0, "early warning");
    table.received(2);
    let first_ms = NOW + table.room.config.limits.compare_ms / 15;
    assert!(table.wakes.contains(&first_ms), "it asks for the time: {:?}", table.wakes);
    table.now_ms = first_ms;
    table.tell(Fact::Tick);
    let theirs = fingerprint(&table.room.document);
    assert_eq!(told(&table.received(2)), std::slice::from_ref(&theirs));
    assert_eq!(theirs, fingerprint(ghana.document()));
    table.now_ms += table.room.config.limits.compare_ms - 1;
    table.tell(Fact::Tick);
    assert!(told(&table.received(2)).is_empty(), "not before it is time");
    table.now_ms += 1;
    table.tell(Fact::Tick);
    assert_eq!(told(&table.received(2)), [theirs]);
}

#[test]
fn c1_nothing_is_told_of_what_is_not_durable_and_nothing_to_stock_clients() {
    let (mut table, mut ghana, _) = two();
    table.tell(Fact::Joined { link: 3, guest: guest(3, Right::Edit, Dialect::Stock) });
    table.send(3, Message::Step1(&[0]));
    table.received(1);
    table.received(2);
    table.slow_disk = true;
    let mut effects = Vec::new();
    ghana.edit(&mut effects, |txn| txn.get_or_insert_text("body").insert(txn, 0, "not yet"));
    for effect in effects {
        if let ReplicaEffect::Send { frame } = effect {
            table.tell(Fact::Received { link: 1, frame });
        }
    }
    table.now_ms += table.room.config.limits.compare_ms;
    table.tell(Fact::Tick);
    assert!(told(&table.received(2)).is_empty(), "a batch is on its way");
    table.disk_done();
    let frames = table.received(2);
    assert_eq!(told(&frames), [fingerprint(&table.room.document)]);
    let kinds: Vec<_> = frames.iter().map(|frame| kind(frame)).collect();
    let place = |wanted: &str| kinds.iter().position(|kind| *kind == wanted);
    assert!(place("update") < place("policy"), "behind what it speaks of: {kinds:?}");
    assert!(told(&table.received(3)).is_empty());
}

#[test]
fn c2_copies_that_hold_the_same_say_nothing() {
    let (mut table, mut ghana, mut denmark) = two();
    types(&mut table, 1, &mut ghana, 0, "early warning");
    types(&mut table, 2, &mut denmark, 6, "and late ");
    let made = compared(&mut table, &mut [(1, &mut ghana), (2, &mut denmark)]);
    assert!(!made.contains(&ReplicaEffect::Differs));
    assert_eq!(differences(&table), 0);
}

#[test]
fn c3_a_copy_that_holds_something_else_is_told_of_and_made_anew_with_what_was_not_sent() {
    let (mut table, mut ghana, _) = two();
    types(&mut table, 1, &mut ghana, 0, "early warning");
    let mut broken = damaged(33, &table);
    connect(&mut table, 3, 2, &mut broken);
    assert_eq!(text_of(broken.document()), "early Warning", "no exchange heals it: its clocks are the same");
    let made = compared(&mut table, &mut [(3, &mut broken)]);
    assert!(made.contains(&ReplicaEffect::Differs));
    assert_eq!(differences(&table), 1);
    assert_eq!(text_of(broken.document()), "early warning");
    assert!(broken.in_step());
    types(&mut table, 3, &mut broken, 0, "An ");
    assert_eq!(table.text(), "An early warning", "it writes on");
    assert!(!compared(&mut table, &mut [(3, &mut broken)]).contains(&ReplicaEffect::Differs));
}

#[test]
fn c3_what_is_written_while_a_copy_is_made_anew_is_kept() {
    let (mut table, mut ghana, _) = two();
    types(&mut table, 1, &mut ghana, 0, "early warning");
    let mut broken = damaged(33, &table);
    connect(&mut table, 3, 2, &mut broken);
    table.now_ms += table.room.config.limits.compare_ms;
    table.tell(Fact::Tick);
    let mut effects = Vec::new();
    for frame in table.received(3) {
        broken.handle(ReplicaFact::Received { frame }, &mut effects);
    }
    assert!(effects.contains(&ReplicaEffect::Differs));
    // Before the answer is here.
    broken.edit(&mut effects, |txn| txn.get_or_insert_text("body").insert(txn, 5, "!"));
    talk(&mut table, 3, &mut broken, effects);
    assert_eq!(table.text(), "early! warning");
    assert_eq!(text_of(broken.document()), "early! warning");
    assert_eq!(broken.edits(), (1, 1));
}

#[test]
fn c3_with_something_on_its_way_nothing_is_compared() {
    let (mut table, mut ghana, _) = two();
    types(&mut table, 1, &mut ghana, 0, "early warning");
    table.now_ms += table.room.config.limits.compare_ms;
    table.tell(Fact::Tick);
    let mut effects = Vec::new();
    ghana.edit(&mut effects, |txn| txn.get_or_insert_text("body").insert(txn, 0, "An "));
    for frame in table.received(1) {
        ghana.handle(ReplicaFact::Received { frame }, &mut effects);
    }
    assert!(!effects.contains(&ReplicaEffect::Differs));
}

#[test]
fn c4_a_link_is_believed_once_for_each_telling() {
    let (mut table, ..) = two();
    for _ in 0..100 {
        table.send(1, Message::Differs);
    }
    assert_eq!(differences(&table), 0, "it was told nothing");
    table.now_ms += table.room.config.limits.compare_ms;
    table.tell(Fact::Tick);
    for _ in 0..100 {
        table.send(1, Message::Differs);
    }
    assert_eq!(differences(&table), 1);
    assert!(table.closed.is_empty());
}
