//! The journal read aloud: everything that is no text, once, in order; and a chain that no change to the past leaves as
//! it was, a letter of a text included.

use super::world::{World, flip};
use crate::aloud::{Heard, Spoken, of_folder};
use crate::frame::{HEADER_BYTES, TRAILER_BYTES};
use crate::record::Record;
use crate::segment::Frames;

fn heard(world: &World) -> (Vec<Spoken>, Heard) {
    let mut spoken = Vec::new();
    let end = of_folder(world.path(), |it| spoken.push(it)).unwrap();
    (spoken, end)
}

/// The furniture, and text in both chapters.
fn written() -> World {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    store.commit(&[ghana.bound(), ghana.entry("calm")]).unwrap();
    store.commit(&[denmark.entry("words")]).unwrap();
    store.close();
    world
}

#[test]
fn what_is_no_text_is_heard_once_and_in_order() {
    let world = written();
    let (spoken, end) = heard(&world);
    let positions: Vec<u64> = spoken.iter().map(|it| it.at.seq).collect();
    assert!(positions.is_sorted_by(|a, b| a < b));
    assert!(spoken.iter().all(|it| it.record.is_some()));
    assert!(spoken.iter().any(|it| matches!(&it.record, Some(Record::SeatAdded { .. }))));
    let texts =
        spoken.iter().filter(|it| matches!(&it.record, Some(Record::Update { .. } | Record::Bound { .. })));
    assert_eq!(texts.count(), 0);
    assert_eq!(end.seq, world.open().seq(), "the texts behind the last of them are in the chain");
}

#[test]
fn whoever_goes_on_listening_hears_the_same() {
    let world = written();
    let (whole, end) = heard(&world);
    let store = world.open();
    for pause in 0..=end.seq {
        let mut spoken = Vec::new();
        let half = store.index().aloud(Heard::default(), pause, |it| spoken.push(it)).unwrap();
        let rest = store.index().aloud(half, end.seq, |it| spoken.push(it)).unwrap();
        assert_eq!((&spoken, rest), (&whole, end));
    }
}

#[test]
fn a_changed_past_changes_the_chain_even_under_right_checksums() {
    let world = written();
    let (_, end) = heard(&world);
    let bytes = std::fs::read(world.segment(1)).unwrap();
    let frames: Vec<(usize, usize)> = Frames::new(&bytes)
        .unwrap()
        .1
        .map(|frame| frame.unwrap())
        .filter(|frame| frame.header.length > 0)
        .map(|frame| (frame.at, frame.header.length as usize))
        .collect();
    for (at, length) in frames {
        let copy = world.copy();
        let last = at + HEADER_BYTES + length - 1;
        flip(&copy.segment(1), last, 0);
        forge(&copy, at, length);
        match of_folder(copy.path(), |_| ()) {
            Ok(forged) => assert_ne!(forged.chain, end.chain, "the frame at byte {at}"),
            Err(_) => panic!("the forged frame at byte {at} holds its checksum"),
        }
    }
}

/// Gives a changed payload the checksum that goes with it, as whoever forges a journal would.
fn forge(world: &World, at: usize, length: usize) {
    let path = world.segment(1);
    let mut bytes = std::fs::read(&path).unwrap();
    let payload = at + HEADER_BYTES;
    let head: [u8; HEADER_BYTES] = bytes[at..payload].try_into().unwrap();
    let sum = crate::frame::payload_sum(&head, &bytes[payload..payload + length]);
    bytes[payload + length..payload + length + TRAILER_BYTES].copy_from_slice(&sum.to_be_bytes());
    std::fs::write(path, bytes).unwrap();
}
