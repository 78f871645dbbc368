//! Taking: each run adds what is new, nothing can be read without the key, and the keys of before are nowhere.

use backup::Failed;
use backup::key::SealedTo;
use backup::restore::Afterwards;
use backup::take::Run;
use store::record::Record;
use store::record::people::PeopleRecord;
use store::vault;

use crate::world::{CANARY, World, chapter, entry, files, open, person, session, take};

#[test]
fn each_run_adds_what_is_new_and_nothing_else() {
    let mut world = World::new();
    let first = world.take().unwrap();
    assert_eq!((first.number, first.files, first.documents), (1, 2, 4));
    assert!(world.take().unwrap().unchanged);
    let before = files(&world.dir());
    world.write(1, "more");
    let second = world.take().unwrap();
    assert_eq!((second.number, second.records, second.files, second.documents), (2, 1, 0, 1));
    let after = files(&world.dir());
    let old = |path: &std::path::Path| !path.starts_with(world.dir().join("vault"));
    assert!(before.iter().filter(|(path, _)| old(path)).all(|(path, bytes)| after.get(path) == Some(bytes)));
    let note = std::fs::read_to_string(world.data().join("backup.last")).unwrap();
    assert_eq!(note, format!("{{\"position\":{},\"time_ms\":2000}}\n", second.position));
    let looked = world.look().unwrap();
    assert_eq!((looked.runs, looked.position, looked.problems), (2, second.position, vec![]));
}

#[test]
fn nothing_of_a_folder_stands_in_its_backup_in_clear() {
    let mut world = World::new();
    world.write(1, CANARY);
    world.write(2, &CANARY.repeat(50));
    world.take().unwrap();
    let holds = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
    assert!(
        files(&world.data()).values().any(|bytes| holds(bytes, CANARY.as_bytes())),
        "it is in the folder"
    );
    let private = std::fs::read_to_string(world.path("key")).unwrap();
    let secret = private.lines().find(|line| line.starts_with("AGE-SECRET")).unwrap();
    for (path, bytes) in files(&world.dir()) {
        for words in [CANARY.as_bytes(), &[77; 32], secret.as_bytes()] {
            assert!(!holds(&bytes, words), "{}", path.display());
        }
    }
}

#[test]
fn a_key_that_was_destroyed_is_gone_from_the_backup_with_the_next_run() {
    let mut world = World::new();
    world.take().unwrap();
    let name = vault::of_person(person());
    let kept = |world: &World, at: &str| {
        world.restore(at, Afterwards::Same).unwrap();
        world.path(at).join("vault").join(&name).exists()
    };
    assert!(kept(&world, "with"));
    let mut store = world.open();
    store.commit(&[entry(Record::People(PeopleRecord::PersonErased { person: person() }))]).unwrap();
    store.vault().destroy(&name).unwrap();
    store.close();
    world.take().unwrap();
    world.write(1, "later");
    assert!(!kept(&world, "without"));
    assert_eq!(files(&world.dir().join("vault")).len(), 1, "one copy of the vault and no older one");
    // Not even as it stood before the erasure.
    world.restore_to("earlier", Afterwards::Same, Some(5), false).unwrap();
    assert!(!world.path("earlier").join("vault").join(&name).exists());
}

#[test]
fn a_run_that_is_cut_off_takes_nothing_from_the_one_before() {
    let mut world = World::new();
    world.take().unwrap();
    world.write(1, "one ");
    let mut run = Run::begin(&world.data(), &world.dir(), world.to()).unwrap();
    assert!(matches!(Run::begin(&world.data(), &world.dir(), world.to()), Err(Failed::Busy)));
    let store = world.open();
    run.journal(store.seq()).unwrap();
    store.close();
    drop(run); // pieces are there, and no index names them
    std::fs::write(world.dir().join("vault/00000002.age.new"), "half").unwrap();
    assert!(world.look().unwrap().problems.is_empty());
    world.restore("before", Afterwards::Same).unwrap();
    world.write(1, "two ");
    assert_eq!(world.take().unwrap().records, 2);
    let restored = world.restore("after", Afterwards::Same).unwrap();
    assert!(restored.is_whole(), "{restored:?}");
    assert!(!world.dir().join("vault/00000002.age.new").exists());
}

#[test]
fn no_folder_is_taken_for_a_backup_that_is_none() {
    let world = World::new();
    let before = files(&world.data());
    let other = World::new();
    assert!(matches!(take(&other.data(), &world.data(), world.to()), Err(Failed::NotEmpty(_))));
    assert_eq!(files(&world.data()), before, "a data folder is no backup");
    std::fs::create_dir_all(world.path("photos/journal")).unwrap();
    std::fs::write(world.path("photos/journal/00000001-a.age"), "mine").unwrap();
    assert!(matches!(take(&world.data(), &world.path("photos"), world.to()), Err(Failed::NotEmpty(_))));
    assert_eq!(files(&world.path("photos")).len(), 1);
    // A first run that was cut off is gone on with.
    drop(Run::begin(&world.data(), &world.dir(), world.to()).unwrap());
    assert_eq!(world.take().unwrap().number, 1);
}

#[test]
fn another_folder_and_one_that_went_another_way_are_refused() {
    let mut world = World::new();
    world.write(1, "one ");
    world.take().unwrap();
    let mut other = World::new();
    other.write(2, "else ");
    other.write(2, "and more ");
    assert!(matches!(take(&other.data(), &world.dir(), world.to()), Err(Failed::AnotherFolder(_))));
    // An older state of the same folder, in which somebody wrote on.
    world.restore_to("older", Afterwards::KeepSessions, Some(5), false).unwrap();
    let mut store = open(&world.path("older"));
    for _ in 0..20 {
        store.commit(&[entry(Record::SessionEnded { session: session(1) })]).unwrap();
    }
    store.close();
    assert!(matches!(take(&world.path("older"), &world.dir(), world.to()), Err(Failed::AnotherFolder(_))));
    // What was restored as of the last run goes on with the same backup.
    world.restore("newer", Afterwards::Anew).unwrap();
    assert!(take(&world.path("newer"), &world.dir(), world.to()).unwrap().records > 0);
    assert!(world.look().unwrap().problems.is_empty());
}

#[test]
fn keys_are_read_in_words() {
    let world = World::new();
    let public = |given: &str| SealedTo::read(&[given.to_owned()]).err().map(|failed| failed.to_string());
    std::fs::write(world.path("public"), format!("# ours\n\n{}\n", world.public)).unwrap();
    assert_eq!(public(world.path("public").to_str().unwrap()), None);
    let private = std::fs::read_to_string(world.path("key")).unwrap();
    assert!(public(private.lines().last().unwrap()).unwrap().contains("private half"));
    assert!(public("age1nonsense").unwrap().contains("cannot be read"));
    assert!(public(world.path("key").to_str().unwrap()).unwrap().contains("no public half"));
    assert_eq!(chapter(1), chapter(1));
}
