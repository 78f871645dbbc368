//! Whatever happens to the index, documents are read as the journal has them, and the index comes right again.

use std::path::PathBuf;

use super::world::{Dice, Pen, World, count, document, files, flip, reads};
use crate::keys;
use crate::record::Entry;
use crate::store::Store;
use crate::tree::{Changes, TreeFault};

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
    store.shared.index_failed(&TreeFault::Panicked);
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
fn an_index_that_hangs_is_left_to_itself_until_the_next_start() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    store.commit(&[ghana.entry("one ")]).unwrap();
    // sled waits for something that never comes.
    let release = store.shared.write().tree.as_mut().unwrap().hang();
    assert_eq!(reads(&store, document(1)), "one ");
    for time_ms in [2_000, 20_000, 40_000] {
        store.commit(&[Entry { time_ms, ..ghana.entry("two ") }]).unwrap();
        assert!(store.shared.read().tree.is_none());
    }
    assert_eq!(reads(&store, document(1)), "one two two two ");
    assert!(!store.put_snapshot(document(1), store.seq(), &ghana.state()));
    let digest = store.digest().unwrap();
    drop(release);
    store.close();
    let store = world.open();
    assert_eq!(store.digest().unwrap(), digest);
    assert!(store.shared.read().tree.is_some());
}

#[test]
fn an_index_that_cannot_be_opened_again_is_begun_anew() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    store.commit(&[ghana.entry("one "), denmark.entry("calm")]).unwrap();
    store.shared.index_failed(&TreeFault::Panicked);
    std::fs::write(world.path().join("index").join("conf"), "not sled's").unwrap();

    // The new one is empty, and snapshots fill it.
    let seq = store.commit(&[Entry { time_ms: 7_000, ..ghana.entry("two ") }]).unwrap();
    assert!(store.shared.read().tree.is_some());
    assert!(store.put_snapshot(document(1), seq, &ghana.state()));
    store.commit(&[ghana.entry("three"), denmark.entry("er")]).unwrap();
    let doubted = store.shared.read().doubted.clone();
    assert!(!doubted.contains(&document(1)) && doubted.contains(&document(2)));
    let texts = |store: &Store| [1, 2].map(|number| reads(store, document(number)));
    assert_eq!(texts(&store), ["one two three", "calmer"]);
    let digest = store.digest().unwrap();
    store.close();
    let mut store = world.open();
    assert_eq!(store.digest().unwrap(), digest);
    store.close();
    store = world.open();
    store.commit(&[denmark.entry(" still")]).unwrap();
    assert_eq!(texts(&store), ["one two three", "calmer still"]);
}

#[test]
fn whoever_reads_finds_in_the_index_what_waited_for_it_and_not_too_much_waits() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let waits = |store: &Store| !store.shared.read().lag.is_empty();
    store.commit(&[ghana.bound(), ghana.entry("one ")]).unwrap();
    store.commit(&[ghana.entry("two ")]).unwrap();
    assert!(waits(&store), "commits wait for each other");
    assert_eq!(reads(&store, document(1)), "one two ");
    assert!(!waits(&store));
    assert!(store.shared.read().doubted.is_empty(), "the index itself answered");
    let many: Vec<_> = (0..150).map(|_| ghana.entry("x")).collect();
    store.commit(&many).unwrap();
    assert!(!waits(&store), "so many do not wait");
    assert!(reads(&store, document(1)).ends_with("xxx") && store.shared.read().doubted.is_empty());
}

#[test]
fn a_feeding_that_is_cut_off_anywhere_is_made_whole_by_the_next_start() {
    // Two bindings, three updates, two heads, the mark.
    for made in 0..=8 {
        let world = World::new();
        let (mut store, mut ghana, mut denmark) = world.furnished();
        store.shared.catch_up();
        store.commit(&[ghana.bound(), ghana.entry("one "), denmark.bound(), denmark.entry("calm")]).unwrap();
        store.commit(&[ghana.entry("two ")]).unwrap();
        store.shared.write().tree.as_mut().unwrap().cut_after = Some(made);
        store.shared.catch_up();
        assert!(store.shared.read().tree.is_none(), "it failed");
        assert_eq!(reads(&store, document(1)), "one two ");
        drop(store);

        let mut store = world.open();
        store.commit(&[ghana.entry("three")]).unwrap();
        assert_eq!(reads(&store, document(1)), "one two three", "after {made} changes");
        assert_eq!(reads(&store, document(2)), "calm");
        assert!(store.shared.read().doubted.is_empty(), "the index itself answers, after {made} changes");
    }
}

#[test]
fn a_snapshot_that_is_cut_off_anywhere_is_not_believed() {
    for made in 0..=6 {
        let world = World::new();
        let (mut store, mut ghana, _) = world.furnished();
        let seq = store.commit(&[ghana.bound(), ghana.entry("one "), ghana.entry("two ")]).unwrap();
        store.shared.catch_up();
        store.shared.write().tree.as_mut().unwrap().cut_after = Some(made);
        assert!(!store.put_snapshot(document(1), seq, &ghana.state()));
        drop(store);
        let mut store = world.open();
        store.commit(&[ghana.entry("three")]).unwrap();
        assert_eq!(reads(&store, document(1)), "one two three", "after {made} changes");
        assert_eq!(store.index().load(document(1), 0).unwrap().bindings.len(), 1);
    }
}

#[test]
fn a_snapshot_heals_what_the_index_had_wrong() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let seq = store.commit(&[ghana.bound(), ghana.entry("one ")]).unwrap();
    {
        store.shared.catch_up();
        let mut changes = Changes::default();
        changes.remove(keys::tail_part(document(1), seq, 0));
        store.shared.read().tree.as_ref().unwrap().apply(changes).unwrap();
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
fn an_index_that_ends_before_the_journal_is_not_believed() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    store.commit(&[ghana.entry("one ")]).unwrap();
    let older = store.index().loaded(document(1), 0).unwrap().0;
    store.commit(&[ghana.entry("two ")]).unwrap();
    crate::snapshot::write(store.shared.read().tree.as_ref().unwrap(), document(1), &older).unwrap();
    assert_eq!(reads(&store, document(1)), "one two ");

    // Left out for a while, it is not believed after a start either, though all that is there fits together.
    store.commit(&[ghana.entry("three ")]).unwrap();
    store.close();
    let mut store = world.open();
    store.commit(&[ghana.entry("four ")]).unwrap();
    assert_eq!(reads(&store, document(1)), "one two three four ");
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

/// Everything that may happen to an index, in any order, beside a plain model of what was committed.
fn whatever_happens(seed: u64) {
    let mut dice = Dice(seed);
    let world = World::new();
    let (mut store, ghana, denmark) = world.furnished();
    let mut pens = [ghana, denmark];
    let mut texts = [String::new(), String::new()];
    let mut time_ms = 1_000;
    for step in 0..60 {
        let chapter = dice.below(2);
        let (document, pen) = (document(chapter as u8 + 1), &mut pens[chapter]);
        match dice.below(12) {
            0..5 => {
                let words = format!("{step} ");
                time_ms += dice.next() % 3_000;
                store.commit(&[pen.bound(), Entry { time_ms, ..pen.entry(&words) }]).unwrap();
                texts[chapter] += &words;
            }
            5 => {
                let put = store.put_snapshot(document, store.seq(), &pen.state());
                assert_eq!(put, store.shared.read().tree.is_some(), "seed {seed}, step {step}");
            }
            6 => lose_a_value(&store, &mut dice, document),
            7 => store.sync_index(),
            8 => store.shared.index_failed(&TreeFault::Panicked),
            9 => {
                store.close();
                store = world.open();
            }
            10 => {
                drop(store);
                store = world.open();
            }
            _ => {
                store.close();
                std::fs::remove_dir_all(world.path().join("index")).unwrap();
                store = world.open();
            }
        }
        // Not after every step, so that wrong values are also met by feeding and by starts.
        if dice.below(2) == 0 {
            for (number, text) in (1..).zip(&texts) {
                assert_eq!(reads(&store, super::world::document(number)), *text, "seed {seed}, step {step}");
            }
        }
    }
}

fn lose_a_value(store: &Store, dice: &mut Dice, document: manual::id::DocumentId) {
    let state = store.shared.read();
    let Some(tree) = &state.tree else { return };
    let prefixes = [keys::tail_prefix(document), keys::snapshot_prefix(document), keys::head(document)];
    let mut keys = tree.keys(&prefixes[dice.below(3)]).unwrap();
    if !keys.is_empty() {
        let mut changes = Changes::default();
        changes.remove(keys.swap_remove(dice.below(keys.len())));
        tree.apply(changes).unwrap();
    }
}

#[test]
fn whatever_happens_to_the_index_the_texts_are_right() {
    for seed in 0..count(20, 500) as u64 {
        whatever_happens(seed);
    }
}
