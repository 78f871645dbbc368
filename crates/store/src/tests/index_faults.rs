//! Whatever happens to the index, documents are read as the journal has them, and the index comes right again.

use std::path::PathBuf;

use super::world::{Dice, Pen, World, count, document, files, flip, reads};
use crate::keys;
use crate::record::Entry;
use crate::tree::{Batch, TreeFault};

#[test]
fn a_bit_flipped_anywhere_in_the_index_changes_nothing() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    for word in 0..40 {
        store.commit(&[ghana.entry(&format!("{word} ")), denmark.entry("calm ")]).unwrap();
    }
    let seq = store.commit(&[ghana.bound(), denmark.bound()]).unwrap();
    assert!(store.put_snapshot(document(1), seq, &ghana.state()));
    let digest = store.digest().unwrap();
    store.close();
    let places: Vec<(PathBuf, usize)> = files(&world.path().join("index"))
        .into_iter()
        .flat_map(|(path, bytes)| {
            // Where nothing was ever written, nothing can be damaged.
            let written = (0..bytes.len()).filter(|at| bytes[*at] != 0).collect::<Vec<_>>();
            written.into_iter().map(move |at| (path.clone(), at))
        })
        .collect();
    let mut dice = Dice(12);
    for _ in 0..count(60, 1_000) {
        let copy = world.copy();
        let (path, byte) = &places[dice.below(places.len())];
        let path = copy.path().join(path.strip_prefix(world.path()).unwrap());
        flip(&path, *byte, dice.below(8) as u8);
        let (mut store, _) = copy.try_open().unwrap_or_else(|refused| panic!("{path:?} {byte}: {refused}"));
        assert_eq!(store.digest().unwrap(), digest, "{path:?} {byte}");
        store.commit(&[Pen::new(document(1), 700).entry("!")]).unwrap();
        assert_eq!(reads(&store, document(1)).matches('!').count(), 1);
    }
}

#[test]
fn the_index_may_fail_at_any_time_and_comes_back() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    store.commit(&[ghana.entry("one ")]).unwrap();
    store.index_failed(&TreeFault::Panicked);
    store.commit(&[ghana.bound(), ghana.entry("two ")]).unwrap();
    assert_eq!(reads(&store, document(1)), "one two ");
    assert!(store.shared.read().tree.is_none());

    let later = ghana.entry("three ");
    store.commit(&[Entry { time_ms: 7_000, ..later }]).unwrap();
    assert!(store.shared.read().tree.is_some());
    assert_eq!(reads(&store, document(1)), "one two three ");
    assert!(store.shared.read().doubted.is_empty());
    let digest = store.digest().unwrap();
    store.close();
    assert_eq!(world.open().digest().unwrap(), digest);
}

#[test]
fn a_snapshot_heals_what_the_index_had_wrong() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let seq = store.commit(&[ghana.bound(), ghana.entry("one ")]).unwrap();
    {
        let mut batch = Batch::default();
        batch.remove(keys::tail_part(document(1), seq, 0));
        store.shared.read().tree.as_ref().unwrap().apply(batch).unwrap();
    }
    assert_eq!(reads(&store, document(1)), "one ");
    assert!(store.shared.read().doubted.contains(&document(1)));
    let seq = store.commit(&[ghana.entry("two ")]).unwrap();
    assert_eq!(reads(&store, document(1)), "one two ");
    assert!(store.put_snapshot(document(1), seq, &ghana.state()));
    assert!(store.shared.read().doubted.is_empty());
    store.commit(&[ghana.entry("three ")]).unwrap();
    assert_eq!(reads(&store, document(1)), "one two three ");
    assert!(store.shared.read().doubted.is_empty());
    assert_eq!(store.index().load(document(1), 0).unwrap().bindings.len(), 1);
}

#[test]
fn a_false_snapshot_is_not_believed() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let seq = store.commit(&[ghana.entry("one "), ghana.entry("two ")]).unwrap();
    let early = {
        let mut pen = Pen::new(document(1), 101);
        pen.writes("one ");
        pen.state()
    };
    assert!(!store.put_snapshot(document(1), seq, &early), "a state that lacks a word");
    let state = ghana.state();
    ghana.writes("three");
    assert!(!store.put_snapshot(document(1), seq, &ghana.state()), "a state with a word that is not durable");
    assert!(!store.put_snapshot(document(1), seq, &[7; 40]), "no state at all");
    assert!(!store.put_snapshot(document(9), seq, &state), "no such document");
    assert!(store.put_snapshot(document(1), seq, &state));
    assert!(!store.put_snapshot(document(1), seq - 1, &early), "an older one than is there");
    assert_eq!(reads(&store, document(1)), "one two ");
}
