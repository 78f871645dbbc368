//! Power cuts, kills and full disks: whatever was acknowledged is there, groups are whole, and the store goes on.

use std::sync::Arc;

use manual::id::Epoch;

use super::faults::{Fault, FaultyDisk};
use super::world::{Dice, World, copy_folder, count, document, id, reads};
use crate::disk::RealDisk;
use crate::record::{Entry, Record};
use crate::store::{CommitFailed, OpenRefused, Opened, Store};

const SEGMENT_BYTES: u64 = 4_096;

fn open_on(world: &World, disk: &FaultyDisk) -> Result<(Store, Opened), OpenRefused> {
    Store::open_on(world.path(), Epoch::from_random(id(9)), 1_000, Arc::new(disk.clone()), SEGMENT_BYTES)
}

#[test]
fn a_group_cut_at_any_byte_is_gone_whole_and_nothing_before_it() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    store.commit(&[ghana.entry("early ")]).unwrap();
    let before = world.copy();
    let whole = std::fs::read(world.segment(1)).unwrap().len();
    store.commit(&[ghana.bound(), ghana.entry("warning"), denmark.entry("calm")]).unwrap();
    let bytes = std::fs::read(world.segment(1)).unwrap();

    for length in whole..bytes.len() {
        let world = before.copy();
        std::fs::write(world.segment(1), &bytes[..length]).unwrap();
        let (mut store, opened) = world.try_open().unwrap();
        assert_eq!(opened.cut_bytes, (length - whole) as u64);
        let stored = store.index().load(document(1), 0).unwrap();
        assert_eq!(
            (reads(&store, document(1)).as_str(), stored.bindings.len()),
            ("early ", 0),
            "cut at {length}"
        );
        assert_eq!(reads(&store, document(2)), "");
        if length % 16 == 0 {
            store.commit(&[denmark.bound()]).unwrap();
            drop(store);
            assert_eq!(world.open().index().load(document(2), 0).unwrap().bindings.len(), 1);
        }
    }
}

#[test]
fn what_the_index_proves_durable_is_never_cut() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    store.commit(&[ghana.entry("early ")]).unwrap();
    store.commit(&[ghana.entry("warning")]).unwrap();
    store.close();
    let bytes = std::fs::read(world.segment(1)).unwrap();
    std::fs::write(world.segment(1), &bytes[..bytes.len() - 1]).unwrap();
    let refused = world.try_open().map(|_| ()).unwrap_err();
    assert!(matches!(refused, OpenRefused::Damaged { .. }), "{refused}");
    assert_eq!(std::fs::read(world.segment(1)).unwrap().len(), bytes.len() - 1);
}

/// One world: small commits of one word into both chapters until the power goes, then what the disk kept.
fn power_cut(seed: u64) {
    let mut dice = Dice(seed);
    let (world, disk) = (World::new(), FaultyDisk::default());
    let (mut store, mut ghana, mut denmark) = world.furnished();
    drop(store);
    (store, _) = open_on(&world, &disk).unwrap();
    let index = tempfile::tempdir().unwrap();
    copy_folder(&world.path().join("index"), index.path());
    disk.set(Fault::PowerAfter(dice.below(60)));
    let (mut acknowledged, mut word) = (0, 0);
    loop {
        let words = format!("{word} {}", "x".repeat(dice.below(900)));
        let group: Vec<Entry> = vec![ghana.entry(&words), denmark.entry(&words)];
        word += 1;
        if store.commit(&group).is_err() {
            break;
        }
        acknowledged += 1;
    }
    drop(store);
    disk.tear(&mut dice);
    if dice.below(2) == 0 {
        // The index too is as old as it may be.
        std::fs::remove_dir_all(world.path().join("index")).unwrap();
        copy_folder(index.path(), &world.path().join("index"));
    }

    let (store, opened) =
        open_on(&world, &FaultyDisk::default()).unwrap_or_else(|refused| panic!("seed {seed}: {refused}"));
    assert!(opened.damaged.is_empty(), "seed {seed}: {opened:?}");
    let kept = [1, 2].map(|number| store.index().load(document(number), 0).unwrap().tail_updates - 1);
    assert_eq!(kept[0], kept[1], "seed {seed}: a group came apart");
    assert!(
        kept[0] == acknowledged || kept[0] == acknowledged + 1,
        "seed {seed}: {acknowledged} acknowledged, {kept:?} kept"
    );
}

#[test]
fn after_any_power_cut_the_acknowledged_is_there() {
    for seed in 0..count(60, 1_000) as u64 {
        power_cut(seed);
    }
}

#[test]
fn a_full_disk_takes_nothing_and_forgets_nothing() {
    let (world, disk) = (World::new(), FaultyDisk::default());
    let (mut store, mut ghana, _) = world.furnished();
    drop(store);
    (store, _) = open_on(&world, &disk).unwrap();
    store.commit(&[ghana.entry("early ")]).unwrap();
    let (seq, digest) = (store.seq(), store.digest().unwrap());

    let unsaved = [ghana.bound(), ghana.entry(&"warning ".repeat(600))];
    disk.set(Fault::Full);
    for _ in 0..3 {
        assert!(matches!(store.commit(&unsaved), Err(CommitFailed::NotWritten(_))));
        assert_eq!((store.seq(), store.digest().unwrap()), (seq, digest));
    }
    assert_eq!(reads(&store, document(1)), "early ");
    assert_eq!(world.copy().open().digest().unwrap(), digest);

    disk.set(Fault::None);
    store.commit(&unsaved).unwrap();
    assert_eq!(reads(&store, document(1)).len(), 6 + 4_800);
    let digest = store.digest().unwrap();
    drop(store);
    assert_eq!(world.open().digest().unwrap(), digest);
}

#[test]
fn a_failed_sync_or_cut_is_final() {
    for fault in [Fault::SyncFails, Fault::FullAndStuck] {
        let (world, disk) = (World::new(), FaultyDisk::default());
        let (mut store, mut ghana, _) = world.furnished();
        drop(store);
        (store, _) = open_on(&world, &disk).unwrap();
        let entries = [ghana.entry("early ")];
        disk.set(fault);
        assert!(matches!(store.commit(&entries), Err(CommitFailed::NotSynced(_))));
        disk.set(Fault::None);
        assert!(matches!(store.commit(&entries), Err(CommitFailed::NotSynced(_))), "{fault:?}");
        drop(store);
        world.open();
    }
}

#[test]
fn segments_follow_each_other_and_none_is_ever_trimmed() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    drop(store);
    let open =
        || Store::open_on(world.path(), Epoch::from_random(id(9)), 0, Arc::new(RealDisk), SEGMENT_BYTES);
    for round in 0..4 {
        (store, _) = open().unwrap();
        for word in 0..20 {
            store.commit(&[ghana.entry(&format!("{round}.{word} {}", "x".repeat(300)))]).unwrap();
        }
        store.close();
    }
    assert!((6..20).all(|number| world.segment(number / 2).exists()));
    let (store, _) = open().unwrap();
    assert_eq!(store.index().load(document(1), 0).unwrap().tail_updates, 81);
    drop(store);

    std::fs::remove_file(world.segment(3)).unwrap();
    let Err(OpenRefused::Damaged { segment, .. }) = open() else {
        panic!("a missing segment must be noticed")
    };
    assert_eq!(segment, "00000004.seg");
}

#[test]
fn an_update_of_any_size_comes_back() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let long = "long ".repeat(200_000);
    let seq = store.commit(&[ghana.entry(&long)]).unwrap();
    assert_eq!(reads(&store, document(1)), long);
    assert!(store.put_snapshot(document(1), seq, &ghana.state()));
    assert_eq!(reads(&store, document(1)), long);
    let too_long = Record::Update { document: document(1), update: vec![0; (32 << 20) + 1].into() };
    let refused = store.commit(&[super::world::entry(too_long)]);
    assert!(matches!(refused, Err(CommitFailed::NotWritten(_))));
    store.commit(&[ghana.entry(".")]).unwrap();
}
