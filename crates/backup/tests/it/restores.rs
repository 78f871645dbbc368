//! Restoring: everything as it was, by its hashes; a new epoch that gives nobody back what was taken away since.

use backup::Failed;
use backup::key::{Opener, pair};
use backup::look::look;
use backup::restore::Afterwards;
use manual::id::Epoch;
use store::record::Record;
use store::store::{OpenRefused, Store};

use crate::world::{World, files, open, session};

#[test]
fn a_restored_folder_is_the_one_that_was_backed_up() {
    let mut world = World::new();
    for run in 0..6_u8 {
        for edit in 0..40_u8 {
            world.write(1 + (run + edit) % 3, &format!("{run} {edit}. "));
        }
        world.take().unwrap();
    }
    let restored = world.restore("new", Afterwards::Same).unwrap();
    assert!(restored.is_whole(), "{restored:?}");
    assert_eq!(restored.compared, 4);
    let (was, is) = (world.open(), open(&world.path("new")));
    assert_eq!(is.seq(), was.seq());
    assert_eq!(is.digest().unwrap(), was.digest().unwrap());
    was.close();
    is.close();
    for folder in ["journal", "editions", "images", "vault"] {
        let names = |data: &str| {
            let root = world.path(data);
            let inside = files(&root.join(folder)).into_iter();
            inside
                .map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_owned(), bytes))
                .collect::<Vec<_>>()
        };
        assert_eq!(names("new"), names("data"), "{folder}");
    }
}

#[test]
fn a_new_epoch_begins_and_nobody_comes_in_with_what_was_theirs() {
    let mut world = World::new();
    world.write(1, "text");
    let taken = world.take().unwrap();
    // Taken away after the backup: it must not live again.
    world.commit(Record::SessionEnded { session: session(1) });
    let restored = world.restore("new", Afterwards::Anew).unwrap();
    assert_eq!((restored.sessions_ended, restored.invitations_ended), (2, 1));
    let (was, is) = (world.open(), open(&world.path("new")));
    let registry = is.registry();
    assert_eq!(was.registry().restored_from, None);
    assert_eq!(registry.restored_from, Some(taken.position));
    assert_ne!(registry.epoch, was.registry().epoch);
    assert!([1, 2].iter().all(|number| !registry.is_alive(session(*number), 2_000)));
    assert!(registry.invitations.values().all(|invitation| !registry.is_open(invitation, 2_000)));
    was.close();
    is.close();

    world.restore("kept", Afterwards::KeepSessions).unwrap();
    let kept = open(&world.path("kept"));
    assert!([1, 2].iter().all(|number| kept.registry().is_alive(session(*number), 2_000)));
    assert_eq!(kept.registry().restored_from, Some(taken.position));
    kept.close();
}

#[test]
fn an_earlier_position_can_be_asked_for() {
    let mut world = World::new();
    world.write(1, "one ");
    let first = world.take().unwrap().position;
    world.write(1, "two ");
    world.write(2, "three ");
    world.take().unwrap();
    let restored = world.restore_to("first", Afterwards::Same, Some(first), false).unwrap();
    assert_eq!((restored.position, restored.compared, restored.is_whole()), (first, 4, true));
    // Between two runs: what did not change since the first is compared.
    let restored = world.restore_to("between", Afterwards::Same, Some(first + 1), false).unwrap();
    assert_eq!((restored.position, restored.compared, restored.is_whole()), (first + 1, 3, true));
    assert!(matches!(
        world.restore_to("x", Afterwards::Same, Some(9_999), false),
        Err(Failed::NotThere(9_999, _))
    ));
    assert!(!world.path("x").exists());
}

#[test]
fn the_wrong_key_is_refused_plainly_and_leaves_nothing() {
    let world = World::new();
    world.take().unwrap();
    std::fs::write(world.path("key"), pair().private).unwrap();
    let refused = world.restore("new", Afterwards::Anew).unwrap_err();
    assert_eq!(refused.to_string(), "the key opens nothing here: the backup is sealed to another one");
    assert!(files(&world.path("new")).is_empty());
    let opener = Opener::read(&world.path("key")).unwrap();
    assert!(matches!(look(&world.dir(), Some(&opener)), Err(Failed::WrongKey)));
    assert!(look(&world.dir(), None).unwrap().problems.is_empty());
}

#[test]
fn only_an_empty_folder_is_restored_into_and_no_service_starts_on_half_of_one() {
    let world = World::new();
    world.take().unwrap();
    assert!(matches!(world.restore("data", Afterwards::Anew), Err(Failed::NotEmpty(_))));
    std::fs::create_dir_all(world.path("half/restoring")).unwrap();
    let refused = Store::open(&world.path("half"), Epoch::from_random([1; 16]), 1).err();
    assert!(matches!(refused, Some(OpenRefused::Unfinished)));
    assert!(!world.path("half/journal").exists());
    assert!(matches!(world.restore("half", Afterwards::Anew), Err(Failed::NotEmpty(_))));
}
