//! Branches of real documents: what they bring comes into the chapter once and whole, whatever happened there meanwhile.

use manual::id::{Epoch, SeatId};
use yrs::{GetString, Text, WriteTxn};

use super::*;
use crate::bouncer::DocumentKind;

fn seat(n: u8) -> SeatId {
    SeatId::from_random([n; 16])
}

fn author(n: u8) -> Author {
    Author::Seat { seat: seat(n), writer: u32::from(n) }
}

fn config() -> RoomConfig {
    RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_random([9; 16]),
        limits: Limits { gather_ms_max: 0, ..Limits::default() },
        mode: crate::room::ModeNow::default(),
    }
}

fn types(pen: &mut Document, at: u32, words: &str) -> Vec<u8> {
    pen.edit(|txn| txn.get_or_insert_text("body").insert(txn, at, words)).1.unwrap()
}

fn deletes(pen: &mut Document, at: u32, length: u32) -> Vec<u8> {
    pen.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, at, length)).1.unwrap()
}

fn text(document: &Document) -> String {
    let body = document.doc().get_or_insert_text("body");
    document.read(|txn| body.get_string(txn))
}

/// A chapter in which Denmark (2) has written, bound to it.
fn chapter(words: &str) -> (Document, Opening) {
    let mut denmark = Document::new(22);
    let update = types(&mut denmark, 0, words);
    let opening = Opening {
        updates: vec![update.into()],
        bindings: vec![crate::binding::Binding {
            client: 22,
            owner: crate::binding::Owner::Seat(seat(2)),
            seq: 5,
        }],
        seq: 5,
        ..Opening::default()
    };
    (denmark, opening)
}

/// A replica that has what another has.
fn replica(client: u64, of: &Document) -> Document {
    let mut replica = Document::new(client);
    replica.apply(&of.state()).unwrap();
    replica
}

#[test]
fn a_branch_begins_with_the_chapter_and_what_its_author_brings() {
    let (denmark, opening) = chapter("early warning");
    let mut ghana = replica(11, &denmark);
    let update = types(&mut ghana, 5, " and late");
    let begun = begin(config(), opening.clone(), Some(update.clone().into()), author(1)).unwrap();
    assert_eq!(begun.base, denmark.state());
    let bind = RoomRecord::Bind { client: 11, owner: crate::binding::Owner::Seat(seat(1)), writer: 1 };
    assert_eq!(begun.records, [bind, RoomRecord::Update { writer: 1, update: update.into() }]);

    // What the chapter has already is no news; a private draft begins with none.
    for nothing in [Some(Bytes::from(denmark.state())), None] {
        let begun = begin(config(), opening.clone(), nothing, author(1)).unwrap();
        assert_eq!((begun.base, begun.records), (denmark.state(), vec![]));
    }
}

#[test]
fn what_others_client_ids_claim_is_refused_whole_and_so_is_what_rests_on_nothing() {
    let (denmark, opening) = chapter("early warning");
    let refused = |update: Vec<u8>| begin(config(), opening.clone(), Some(update.into()), author(1)).err();
    let mut forged = replica(22, &denmark);
    let mine = types(&mut replica(11, &denmark), 0, "mine ");
    let theirs = types(&mut forged, 0, "theirs ");
    assert_eq!(refused(theirs.clone()), Some(Code::Foreign));
    assert_eq!(refused(yrs::merge_updates_v1([&mine, &theirs]).unwrap()), Some(Code::Foreign));

    let mut ghana = replica(11, &denmark);
    types(&mut ghana, 0, "never sent ");
    assert_eq!(refused(types(&mut ghana, 3, "late")), Some(Code::Gap));
    assert_eq!(refused(vec![0, 1, 22, 1, 13, 4]), Some(Code::DeleteAhead));
    assert_eq!(refused(vec![1, 2, 3]), Some(Code::Malformed));
    let damaged = Opening { damaged: true, ..opening.clone() };
    assert_eq!(begin(config(), damaged, Some(mine.into()), author(1)).err(), Some(Code::Damaged));
}

#[test]
fn own_is_exactly_what_the_base_lacks() {
    let (mut denmark, _) = chapter("early warning");
    deletes(&mut denmark, 0, 1);
    let base = replica(1, &denmark);
    let mut branch = replica(11, &denmark);
    assert_eq!(own(&base, &branch), Ok(None));
    types(&mut branch, 4, " and late");
    deletes(&mut branch, 0, 2);
    let update = own(&base, &branch).unwrap().unwrap();
    let scanned = scan(&update, &Limits::default()).unwrap();
    let runs: Vec<u64> = scanned.runs().iter().map(|run| run.client).collect();
    assert_eq!(runs, [11]);
    let deleted: Vec<_> = scanned.deletes().iter().map(|span| (span.client, span.start, span.end)).collect();
    assert_eq!(deleted, [(22, 1, 3)], "not what was deleted before");
    let mut chapter = replica(2, &denmark);
    chapter.apply(&update).unwrap();
    assert_eq!(text(&chapter), text(&branch));
    assert_eq!(own(&branch, &base), Err(Code::Damaged));
}
