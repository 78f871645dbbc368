//! Proposals on the disk: made whole or not at all, merged together with what says so or not at all, and shown to nobody more
//! than before when something of them is damaged.

use bytes::Bytes;
use manual::id::{DocumentId, ProposalId};
use manual::proposal::{Reason, Stage};

use super::world::{Pen, World, chapter, count, document, entry, flip, id, reads, seat};
use crate::frame::HEADER_BYTES;
use crate::record::{Entry, NewProposal, ProposalAct, Record};
use crate::segment::Frames;
use crate::store::Store;

const CLIENT: u64 = 7_001;

fn proposal() -> ProposalId {
    ProposalId::from_random(id(90))
}

fn branch() -> DocumentId {
    proposal().into()
}

fn act(act: ProposalAct) -> Entry {
    entry(Record::Proposal { proposal: proposal(), act })
}

/// A chapter with words in it, and the group that makes a proposal for it.
fn proposing(world: &World) -> (Store, Vec<Entry>, Bytes) {
    let (mut store, mut ghana, _) = world.furnished();
    store.commit(&[ghana.bound(), ghana.entry("early ")]).unwrap();
    let seed = Bytes::from(ghana.state());
    let mut pen = Pen::new(branch(), CLIENT);
    pen.hears(&seed);
    let update = pen.writes("warning");
    let new = NewProposal {
        chapter: chapter(1),
        seat: Some(seat(1)),
        writer: 1,
        number: 1,
        reason: Reason::Locked,
        base: store.seq(),
        seed,
    };
    let group = vec![
        act(ProposalAct::Created(new)),
        entry(Record::Bound { document: branch(), client: CLIENT, seat: seat(1) }),
        entry(Record::Update { document: branch(), update: update.clone() }),
    ];
    (store, group, update)
}

/// What merges it.
fn merging(update: &Bytes) -> Vec<Entry> {
    vec![
        act(ProposalAct::Merged),
        entry(Record::Bound { document: document(1), client: CLIENT, seat: seat(1) }),
        entry(Record::Update { document: document(1), update: update.clone() }),
    ]
}

#[test]
fn a_cut_at_any_byte_leaves_a_proposal_whole_or_none_and_a_merge_done_or_not_begun() {
    let world = World::new();
    let (mut store, group, update) = proposing(&world);
    let length = |world: &World| std::fs::read(world.segment(1)).unwrap().len();
    let (before, from) = (world.copy(), length(&world));
    store.commit(&group).unwrap();
    let (made, between) = (world.copy(), length(&world));
    store.commit(&merging(&update)).unwrap();
    let bytes = std::fs::read(world.segment(1)).unwrap();

    let every = count(7, 1);
    for at in (from..bytes.len()).filter(|at| at % every == 0 || between.abs_diff(*at) < 5) {
        let world = if at < between { before.copy() } else { made.copy() };
        std::fs::write(world.segment(1), &bytes[..at]).unwrap();
        let (store, opened) = world.try_open().unwrap();
        assert!(opened.damaged.is_empty(), "cut at {at}");
        let stored = store.index().load(branch(), 0);
        let known = store.registry().proposals.get(&proposal());
        assert_eq!(reads(&store, document(1)), "early ", "cut at {at}");
        if at < between {
            assert!(known.is_none() && stored.is_err(), "cut at {at}: half a proposal");
        } else {
            assert_eq!(
                known.unwrap().stage(),
                Stage::Open,
                "cut at {at}: merged, and the words are not there"
            );
            assert_eq!(
                (reads(&store, branch()).as_str(), stored.unwrap().bindings.len()),
                ("early warning", 1)
            );
        }
    }
    let store = world.copy().open();
    assert_eq!(store.registry().proposals[&proposal()].stage(), Stage::Merged);
    assert_eq!(reads(&store, document(1)), "early warning");
}

#[test]
fn a_branch_as_it_was_made_is_what_it_is_compared_with_also_after_it_was_folded() {
    let world = World::new();
    let (mut store, group, _) = proposing(&world);
    store.commit(&group).unwrap();
    let made = store.registry().proposals[&proposal()].made;
    let base = |store: &Store| {
        let stood = store.index().as_of(branch(), made).unwrap().document;
        (stood.clocks().contains_key(&CLIENT), stood.clocks().len())
    };
    assert_eq!(base(&store), (false, 1));
    let state = store.index().as_of(branch(), store.seq()).unwrap().document.state();
    let seq = store.seq();
    assert!(store.put_snapshot(branch(), seq, &state));
    assert_eq!(base(&store), (false, 1));
    store.close();
    std::fs::remove_dir_all(world.path().join("index")).unwrap();
    let store = world.open();
    assert_eq!((base(&store), reads(&store, branch()).as_str()), ((false, 1), "early warning"));
}

#[test]
fn a_damaged_proposal_is_its_seat_s_alone_and_what_was_decided_of_it_stays() {
    let world = World::new();
    let (mut store, group, _) = proposing(&world);
    store.commit(&group).unwrap();
    store.commit(&[act(ProposalAct::Closed { note: Some("Later.".into()) })]).unwrap();
    store.close();
    let bytes = std::fs::read(world.segment(1)).unwrap();
    let frames: Vec<(usize, u32)> = Frames::new(&bytes)
        .unwrap()
        .1
        .map(|frame| frame.unwrap())
        .map(|frame| (frame.at, frame.header.length))
        .collect();
    let (created, length) = frames[frames.len() - 4];
    flip(&world.segment(1), created + HEADER_BYTES + length as usize - 3, 1); // in the seed
    flip(&world.segment(1), frames[frames.len() - 1].0 + HEADER_BYTES + 2, 1); // in the note
    let (store, opened) = world.try_open().unwrap();
    assert_eq!(opened.damaged, [branch()]);
    let known = &store.registry().proposals[&proposal()];
    assert_eq!((known.stage(), known.number, &known.note), (Stage::Closed, None, &None));
    assert_eq!(reads(&store, document(1)), "early ");

    drop(store);
    // Where even its chapter cannot be read it is none.
    flip(&world.segment(1), created + HEADER_BYTES + 16, 1);
    let (store, opened) = world.try_open().unwrap();
    assert_eq!((opened.damaged, store.registry().proposals.len()), (vec![branch()], 0));
}
