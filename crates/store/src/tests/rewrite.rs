//! The index made small again at a polite stop: everything is there whenever the process is killed amid it, the folder is
//! as small as it is said to be, and one that was made with larger segments is opened and made anew.

use super::world::{Pen, World, count, document, entry, files, flip, furniture, reads};
use crate::record::{Entry, Record};
use crate::rewrite::{Moment, leave_small};
use crate::store::Store;
use crate::tree;

/// Two chapters, written and folded so often that sled's file is many times what lives in it.
fn swollen(world: &World) -> Store {
    let (mut store, mut ghana, mut denmark) = world.furnished();
    store.commit(&[ghana.bound(), denmark.bound(), denmark.entry("calm ")]).unwrap();
    for round in 0.. {
        let words = format!("{round:05} {}", "word ".repeat(if round == 0 { 10_000 } else { 20 }));
        let seq = store.commit(&[ghana.entry(&words)]).unwrap();
        assert!(store.put_snapshot(document(1), seq, &ghana.state()));
        if round % 10 == 9 && index_bytes(world) > 3 << 19 {
            break;
        }
    }
    store.commit(&[denmark.entry("in the tail")]).unwrap();
    store
}

fn index_bytes(world: &World) -> usize {
    files(&world.path().join("index")).values().map(Vec::len).sum()
}

/// The names beside the journal that have to do with an index.
fn indexes(world: &World) -> Vec<String> {
    let names = std::fs::read_dir(world.path()).unwrap().map(|it| it.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| name.starts_with("index"));
    names
}

/// Stops a store, and keeps a copy of the folder at each moment of the rewriting.
fn stopped(world: &World, mut store: Store) -> Vec<(Moment, World)> {
    store.sync_index();
    store.sync_index();
    let tree = store.shared.write().tree.take().unwrap();
    let mut copies = Vec::new();
    leave_small(world.path(), tree, |moment| copies.push((moment, world.copy())));
    copies
}

#[test]
fn whenever_it_is_killed_amid_the_rewriting_everything_is_there() {
    let world = World::new();
    let store = swollen(&world);
    let digest = store.digest().unwrap();
    let before = index_bytes(&world);
    let copies = stopped(&world, store);
    let moments: Vec<Moment> = copies.iter().map(|(moment, _)| *moment).collect();
    assert_eq!(moments, [Moment::HalfWritten, Moment::Written, Moment::Aside, Moment::Placed]);
    for (moment, copy) in copies {
        let (mut store, opened) = copy.try_open().unwrap();
        assert_eq!((opened.rebuilt, opened.replayed), (false, 0), "{moment:?}");
        assert_eq!(store.digest().unwrap(), digest, "{moment:?}");
        assert!(store.shared.read().doubted.is_empty(), "{moment:?}: the index answers for every document");
        assert_eq!(indexes(&copy), ["index"], "{moment:?}");
        // It goes on.
        store.commit(&[Pen::new(document(2), 700).entry("!")]).unwrap();
        drop(store);
        assert!(reads(&copy.open(), document(2)).contains('!'), "{moment:?}");
    }
    assert!(index_bytes(&world) * 3 < before, "{} of {before}", index_bytes(&world));
}

#[test]
fn a_folder_is_left_in_a_few_times_what_lives_in_it() {
    let world = World::new();
    let store = swollen(&world);
    let live = store.index().load(document(1), 0).unwrap().updates[0].len();
    let before = index_bytes(&world);
    store.close();
    let one = index_bytes(&world);
    println!("figure: index: a state of {live} bytes in {before} before the stop, {one} after it");
    assert!(one < 3 * live + (512 << 10));
    assert_eq!(indexes(&world), ["index"]);

    // A second stop has nothing to do.
    let made = |world: &World| std::fs::metadata(world.path().join("index")).unwrap().created().unwrap();
    let first = made(&world);
    world.open().close();
    assert_eq!(made(&world), first, "nothing is written for nothing");
}

#[test]
fn many_small_documents_take_little_more_than_they_hold() {
    let world = World::new();
    let mut store = world.open();
    let mut entries = furniture();
    let Some(Entry { record: Record::ChapterCreated { manual, seed, .. }, .. }) = entries.last().cloned()
    else {
        panic!("the furniture ends with a chapter");
    };
    let chapter = |n: usize| manual::id::ChapterId::from_random((n as u128 + 1).to_be_bytes());
    let chapters = count(200, 1_000);
    entries.extend(
        (0..chapters)
            .map(|n| entry(Record::ChapterCreated { manual, chapter: chapter(n), seed: seed.clone() })),
    );
    store.commit(&entries).unwrap();
    let mut live = 0;
    for n in 0..chapters {
        let mut pen = Pen::new(chapter(n).into(), 100 + n as u64);
        let group: Vec<Entry> = (0..20).map(|_| pen.entry("some few words ")).collect();
        let seq = store.commit(&group).unwrap();
        assert!(store.put_snapshot(chapter(n).into(), seq, &pen.state()));
        live += pen.state().len();
    }
    let digest = store.digest().unwrap();
    let before = index_bytes(&world);
    store.close();
    let after = index_bytes(&world);
    println!(
        "figure: index: {chapters} documents of {live} bytes in {before} before the stop, {after} after it"
    );
    assert!(after < 6 * live + (512 << 10));
    assert_eq!(world.open().digest().unwrap(), digest);
}

#[test]
fn an_index_with_larger_segments_is_opened_and_made_anew_with_smaller_ones() {
    let world = World::new();
    let store = world.furnished().0;
    let digest = store.digest().unwrap();
    drop(store);
    let folder = tree::folder(world.path());
    std::fs::remove_dir_all(&folder).unwrap();
    let older = sled::Config::default().path(&folder).segment_size(512 << 10).open().unwrap();
    drop(older);
    let (store, opened) = world.try_open().unwrap();
    assert!(!opened.rebuilt && opened.replayed > 0, "it is the one that was there");
    assert_eq!(store.digest().unwrap(), digest);
    drop(store);
    let mut store = world.open();
    let mut pen = Pen::new(document(1), 900);
    while index_bytes(&world) < 3 << 19 {
        let seq = store.commit(&[pen.entry(&"word ".repeat(5_000))]).unwrap();
        store
            .commit(&[entry(Record::Update { document: document(1), update: pen.deletes(24_990) })])
            .unwrap();
        assert!(store.put_snapshot(document(1), seq + 1, &pen.state()));
    }
    let digest = store.digest().unwrap();
    store.close();
    let conf = String::from_utf8_lossy(&std::fs::read(folder.join("conf")).unwrap()).into_owned();
    assert!(conf.contains(&format!("segment_size: {}\n", tree::SEGMENT_BYTES)), "{conf}");
    assert_eq!(world.open().digest().unwrap(), digest);
}

#[test]
fn what_the_old_index_has_wrong_is_not_carried_over() {
    let world = World::new();
    let store = swollen(&world);
    let digest = store.digest().unwrap();
    let copies = stopped(&world, store);
    // A bit of what had been written and not yet taken its place.
    let (_, copy) = copies.into_iter().find(|(moment, _)| *moment == Moment::Aside).unwrap();
    let db = copy.path().join("index.new").join("db");
    let bytes = std::fs::read(&db).unwrap();
    let at = bytes.windows(5).position(|it| it == b"word ").unwrap();
    flip(&db, at, 1);
    assert_eq!(copy.open().digest().unwrap(), digest);
}
