//! Flipped bits and inadmissible bytes in the journal: noticed, never served, and the other documents go on.

use std::collections::BTreeMap;

use manual::id::DocumentId;

use super::world::{Dice, Pen, World, count, document, entry, files, flip, reads, seat};
use crate::frame::{HEADER_BYTES, TRAILER_BYTES};
use crate::record::Record;
use crate::segment::{Frames, START_BYTES};
use crate::store::{CommitFailed, OpenRefused};

/// Where each frame of the first segment begins.
fn frames(world: &World) -> Vec<usize> {
    let bytes = std::fs::read(world.segment(1)).unwrap();
    Frames::new(&bytes).unwrap().1.map(|frame| frame.unwrap().at).collect()
}

/// Chapter 1: three words in three commits, chapter 2: one. The last four frames.
fn written() -> World {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    for words in ["one ", "two ", "three "] {
        store.commit(&[ghana.entry(words)]).unwrap();
    }
    store.commit(&[denmark.entry("calm")]).unwrap();
    store.close();
    world
}

fn refused(world: &World) -> OpenRefused {
    world.try_open().map(|_| ()).expect_err("the start must be refused")
}

#[test]
fn a_damaged_payload_stops_its_document_and_no_other() {
    let world = written();
    let second = frames(&world)[frames(&world).len() - 3];
    flip(&world.segment(1), second + HEADER_BYTES + 5, 3);
    let mut digests = Vec::new();
    for round in 0..3 {
        if round == 1 {
            std::fs::remove_dir_all(world.path().join("index")).unwrap();
        }
        let (mut store, opened) = world.try_open().unwrap();
        assert_eq!((opened.damaged, opened.cut_bytes), (vec![document(1)], 0));
        assert!(
            opened.notes[0].starts_with(&format!("segment 00000001.seg, byte {second}:")),
            "{:?}",
            opened.notes
        );
        let stored = store.index().load(document(1), 0).unwrap();
        assert!(stored.damaged);
        assert_eq!(reads(&store, document(1)), "one ");

        // It is closed to edits, and the neighbours are not.
        let mut pen = Pen::new(document(1), 500);
        assert!(matches!(store.commit(&[pen.entry("more")]), Err(CommitFailed::NotWritten(_))));
        assert!(!store.put_snapshot(document(1), store.seq(), &pen.state()));
        assert!(!store.index().load(document(2), 0).unwrap().damaged);
        digests.push(crate::digest::document(&store.index(), document(1)).unwrap());
        store
            .commit(&[entry(Record::SeatAdded {
                seat: seat(3),
                name: "Peru".into(),
                kind: manual::seat::SeatKind::State,
            })])
            .unwrap();
        store.commit(&[Pen::new(document(2), 600 + round).entry("!")]).unwrap();
        assert_eq!(reads(&store, document(2)).len(), 5 + round as usize);
        store.close();
    }
    assert!(digests.iter().all(|digest| *digest == digests[0]));
}

#[test]
fn a_damaged_last_payload_is_never_cut() {
    let world = written();
    let last = *frames(&world).last().unwrap();
    let length = std::fs::metadata(world.segment(1)).unwrap().len();
    flip(&world.segment(1), usize::try_from(length).unwrap() - 1, 0);
    std::fs::remove_dir_all(world.path().join("index")).unwrap();
    let (store, opened) = world.try_open().unwrap();
    assert_eq!((opened.damaged, opened.cut_bytes), (vec![document(2)], 0));
    assert!(opened.notes[0].contains(&format!("byte {last}")));
    assert_eq!(
        (reads(&store, document(2)).as_str(), reads(&store, document(1)).as_str()),
        ("", "one two three ")
    );
}

#[test]
fn a_damaged_header_stops_the_start_and_changes_nothing() {
    let world = written();
    for at in [START_BYTES, frames(&world)[7], *frames(&world).last().unwrap()] {
        let world = world.copy();
        flip(&world.segment(1), at + 9, 1);
        let before = files(world.path());
        let OpenRefused::Damaged { segment, offset, .. } = refused(&world) else { panic!("another refusal") };
        assert_eq!((segment.as_str(), offset), ("00000001.seg", at as u64));
        assert_eq!(files(world.path()), before);
    }
    flip(&world.segment(1), 3, 3);
    assert!(matches!(refused(&world), OpenRefused::Damaged { offset: 0, .. }));
}

#[test]
fn a_later_format_is_refused_and_left_untouched() {
    let world = written();
    let mut bytes = std::fs::read(world.segment(1)).unwrap();
    bytes[8] = 2;
    let sum = crc32c::crc32c(&bytes[..START_BYTES - 4]);
    bytes[START_BYTES - 4..START_BYTES].copy_from_slice(&sum.to_be_bytes());
    std::fs::write(world.segment(1), bytes).unwrap();
    let before = files(world.path());
    assert!(matches!(refused(&world), OpenRefused::NewerFormat(2)));
    assert_eq!(files(world.path()), before);
}

#[test]
fn a_torn_last_group_is_cut_unless_the_index_proves_it_durable() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    store.commit(&[ghana.entry("one ")]).unwrap();
    let before = world.copy();
    let whole = std::fs::read(world.segment(1)).unwrap().len();
    store.commit(&[ghana.entry(&"x".repeat(3_000)), ghana.bound()]).unwrap();
    store.close();
    let bytes = std::fs::read(world.segment(1)).unwrap();
    for sector in whole / 512..bytes.len().div_ceil(512) {
        let mut torn = bytes.clone();
        torn[(sector * 512).max(whole)..((sector + 1) * 512).min(bytes.len())].fill(0);
        let unsynced = before.copy();
        std::fs::write(unsynced.segment(1), &torn).unwrap();
        let (store, opened) = unsynced.try_open().unwrap();
        assert_eq!((opened.cut_bytes, opened.damaged), ((bytes.len() - whole) as u64, vec![]));
        assert_eq!(reads(&store, document(1)), "one ");

        let proven = world.copy();
        std::fs::write(proven.segment(1), &torn).unwrap();
        match proven.try_open() {
            Err(OpenRefused::Damaged { .. }) => {}
            Err(other) => panic!("{other}"),
            Ok((_, opened)) => assert_eq!((opened.cut_bytes, opened.damaged), (0, vec![document(1)])),
        }
    }
}

#[test]
fn what_a_later_group_proves_durable_is_never_cut() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    let whole = std::fs::read(world.segment(1)).unwrap().len();
    let group: Vec<_> = (0..40).map(|_| ghana.entry(&"x".repeat(40))).collect();
    store.commit(&group).unwrap();
    let end = std::fs::read(world.segment(1)).unwrap().len();
    store.commit(&[denmark.entry("calm")]).unwrap();
    drop(store);
    std::fs::remove_dir_all(world.path().join("index")).unwrap();
    let bytes = std::fs::read(world.segment(1)).unwrap();
    for sector in whole / 512 + 1..end / 512 {
        let world = world.copy();
        let mut damaged = bytes.clone();
        damaged[sector * 512..(sector + 1) * 512].fill(0);
        std::fs::write(world.segment(1), &damaged).unwrap();
        let OpenRefused::Damaged { offset, .. } = refused(&world) else { panic!("another refusal") };
        assert!(offset as usize > sector * 512 - 512 && (offset as usize) < sector * 512 + 512);
        assert_eq!(std::fs::read(world.segment(1)).unwrap(), damaged);
    }
}

#[test]
fn only_a_loss_that_gives_nobody_anything_is_left_out() {
    // Frames: 0 began, 1 seat, 2 invitation, 3 tried, 4 used, 5 session, 6 writer, 7 manual, 8 and 9 chapters.
    let world = written();
    let payload_of = |index: usize| frames(&world)[index] + HEADER_BYTES;
    let opened_with = |index: usize| {
        let copy = world.copy();
        flip(&copy.segment(1), payload_of(index) + TRAILER_BYTES - 1, 2);
        let outcome = copy.try_open();
        (copy, outcome)
    };
    for fatal in [1, 7] {
        let (_world, outcome) = opened_with(fatal);
        let Err(OpenRefused::Damaged { offset, .. }) = outcome else {
            panic!("record {fatal} must stop the start")
        };
        assert_eq!(offset, frames(&world)[fatal] as u64);
    }
    for skipped in [2, 5, 6] {
        let (_world, outcome) = opened_with(skipped);
        let (store, opened) = outcome.unwrap();
        assert_eq!((opened.notes.len(), opened.damaged.len()), (1, 0), "{:?}", opened.notes);
        assert_eq!(store.registry().invitations.is_empty(), skipped == 2);
        assert_eq!(store.registry().sessions.is_empty(), skipped == 5);
    }
    // Nothing is lost of a record without payload: a used invitation stays used.
    let (_world, outcome) = opened_with(4);
    let (store, opened) = outcome.unwrap();
    assert_eq!(opened.notes.len(), 1);
    assert!(store.registry().invitations.values().all(|invitation| invitation.used));
    // A chapter whose seed is damaged stays in its manual.
    flip(&world.segment(1), frames(&world)[9] - 1, 0);
    let (store, opened) = world.try_open().unwrap();
    assert_eq!((opened.damaged, store.registry().chapters.len()), (vec![document(1)], 2));
}

/// Opens a folder in which something was flipped: everything it then says must have been true.
pub(super) fn says_nothing_false(world: &World, truths: &BTreeMap<DocumentId, Vec<String>>, what: &str) {
    let Ok((store, opened)) = world.try_open() else { return };
    for (document, truths) in truths {
        let stored = store.index().load(*document, 0).unwrap_or_else(|failed| panic!("{what}: {failed:?}"));
        let text = super::world::text(&stored);
        assert_eq!(stored.damaged, opened.damaged.contains(document), "{what}");
        let expected = if stored.damaged { truths.contains(&text) } else { truths.last() == Some(&text) };
        assert!(expected, "{what}: {text:?}");
    }
}

#[test]
fn a_bit_flipped_anywhere_in_the_journal_is_noticed_and_never_served() {
    let world = written();
    let words = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let truths = BTreeMap::from([
        (document(1), words(&["", "one ", "one two ", "one two three "])),
        (document(2), words(&["", "calm"])),
    ]);
    let length = std::fs::read(world.segment(1)).unwrap().len();
    let mut dice = Dice(11);
    for _ in 0..count(60, 1_000) {
        let copy = world.copy();
        let (byte, bit) = (dice.below(length), dice.below(8) as u8);
        flip(&copy.segment(1), byte, bit);
        if dice.below(2) == 0 {
            std::fs::remove_dir_all(copy.path().join("index")).unwrap();
        }
        let noticed = copy.try_open().map_or(true, |(_, opened)| !opened.notes.is_empty());
        assert!(noticed, "byte {byte} bit {bit}");
        says_nothing_false(&copy, &truths, &format!("byte {byte} bit {bit}"));
    }
}

#[test]
fn an_inadmissible_update_in_the_journal_is_damage() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    store.commit(&[ghana.entry("one ")]).unwrap();
    let update = vec![255; 40].into();
    let seq = store.commit(&[entry(Record::Update { document: document(1), update })]).unwrap();
    store.commit(&[ghana.entry("two "), denmark.entry("calm")]).unwrap();
    drop(store);
    let store = world.open();
    let stored = store.index().load(document(1), 0).unwrap();
    assert!(stored.damaged && stored.seq < seq);
    assert_eq!((reads(&store, document(1)).as_str(), reads(&store, document(2)).as_str()), ("one ", "calm"));
}
