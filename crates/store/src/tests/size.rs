//! Growth and speed with many records, and readers beside the writer. Figures are printed; only sizes are asserted,
//! since time depends on the machine.

use std::thread;
use std::time::Instant;

use super::world::{Pen, World, count, document, files, furniture, reads};
use crate::index::LoadFailed;
use crate::record::{Entry, Record};
use crate::store::Store;

/// Chapters 1 to `chapters`, each with its pen.
fn furnished(world: &World, chapters: u8) -> (Store, Vec<Pen>) {
    let mut store = world.open();
    let mut entries = furniture();
    let Some(Entry { record: Record::ChapterCreated { manual, seed, .. }, .. }) = entries.last().cloned()
    else {
        panic!("the furniture ends with a chapter");
    };
    for number in 3..=chapters {
        let chapter = super::world::chapter(number);
        entries.push(super::world::entry(Record::ChapterCreated { manual, chapter, seed: seed.clone() }));
    }
    store.commit(&entries).unwrap();
    let pens = (1..=chapters).map(|number| Pen::new(document(number), u64::from(number) + 100)).collect();
    (store, pens)
}

#[test]
fn the_index_stays_small_while_snapshots_replace_tails() {
    let world = World::new();
    let (chapters, rounds, edits) = (count(6, 61) as u8, count(10, 30), count(60, 500));
    let (mut store, mut pens) = furnished(&world, chapters);
    for round in 0..rounds {
        for (number, pen) in (1..).zip(&mut pens) {
            let mut group: Vec<Entry> =
                (0..edits).map(|edit| pen.entry(&format!("{edit:06} {round:93}"))).collect();
            if round > 0 {
                let update = pen.deletes(100 * edits as u32);
                group.push(super::world::entry(Record::Update { document: document(number), update }));
            }
            let seq = store.commit(&group).unwrap();
            assert!(store.put_snapshot(document(number), seq, &pen.state()));
        }
        store.sync_index();
    }
    let live: usize = pens.iter().map(|pen| pen.state().len()).sum();
    let digest = store.digest().unwrap();
    store.close();
    let size = |name: &str| files(&world.path().join(name)).values().map(Vec::len).sum::<usize>();
    println!("live {live} B, index {} B, journal {} B", size("index"), size("journal"));
    // sled begins with some segments of half a megabyte each.
    assert!(size("index") < 10 * live + (8 << 20));
    assert_eq!(world.open().digest().unwrap(), digest);
}

#[test]
fn a_long_journal_is_written_opened_and_rebuilt() {
    let world = World::new();
    let (chapters, records) = (count(5, 100) as u8, count(5_000, 100_000));
    let (mut store, mut pens) = furnished(&world, chapters);
    let began = Instant::now();
    let mut commits = 0;
    for chunk in 0..records / 50 {
        let group: Vec<Entry> =
            (0..50).map(|edit| pens[(chunk + edit) % usize::from(chapters)].entry("word ")).collect();
        store.commit(&group).unwrap();
        commits += 1;
    }
    println!("{records} records in {commits} commits: {:?}", began.elapsed());
    let digest = store.digest().unwrap();
    drop(store);
    let time = |what: &str| {
        let began = Instant::now();
        let (store, opened) = world.try_open().unwrap();
        println!("open {what}: {:?}, {} replayed", began.elapsed(), opened.replayed);
        let began = Instant::now();
        reads(&store, document(1));
        println!("  load of one chapter: {:?}", began.elapsed());
        store
    };
    drop(time("after a kill"));
    time("as it was left").close();
    let store = time("after a close");
    assert_eq!(store.digest().unwrap(), digest);
    drop(store);
    std::fs::remove_dir_all(world.path().join("index")).unwrap();
    assert_eq!(time("without an index").digest().unwrap(), digest);
}

#[test]
fn one_word_a_commit() {
    let world = World::new();
    let (mut store, mut pens) = furnished(&world, 1);
    let began = Instant::now();
    let words = count(100, 2_000);
    for _ in 0..words {
        store.commit(&[pens[0].entry("word ")]).unwrap();
    }
    println!("{words} commits of one record: {:?}", began.elapsed());
    assert_eq!(reads(&store, document(1)).len(), 5 * words);
}

#[test]
fn readers_see_whole_commits_and_wait_for_positions() {
    let world = World::new();
    let (mut store, mut pens) = furnished(&world, 2);
    let index = store.index();
    let first = store.seq();
    let rounds = count(50, 500) as u64;
    let reader = thread::spawn(move || {
        let mut seen = 0;
        for round in 1..=rounds {
            let stored = index.load(document(1), first + round * 3).unwrap();
            assert!(stored.seq >= first + round * 3 - 1 && !stored.damaged);
            // The seed, then two words a commit: never one of them alone.
            assert_eq!(stored.tail_updates % 2, 1);
            assert!(stored.tail_updates >= seen);
            seen = stored.tail_updates;
        }
        seen
    });
    for _ in 0..rounds {
        let (ghana, denmark) = pens.split_at_mut(1);
        store
            .commit(&[ghana[0].entry("early "), ghana[0].entry("warning "), denmark[0].entry("calm ")])
            .unwrap();
    }
    assert_eq!(reader.join().unwrap() as u64, rounds * 2 + 1);
    assert!(matches!(store.index().load(document(200), 0), Err(LoadFailed::Unknown)));
}

#[test]
fn a_store_may_move_to_its_thread_and_its_index_to_any() {
    fn moves<T: Send>() {}
    fn shared<T: Send + Sync + Clone>() {}
    moves::<Store>();
    shared::<crate::index::Index>();
}
