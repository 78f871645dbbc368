//! A flipped bit or a missing file anywhere in a backup is noticed and named, with the key and without; and what is whole
//! can be had all the same.

use std::path::Path;

use backup::look::look;
use backup::restore::Afterwards;

use crate::world::{World, files};

fn written() -> World {
    let mut world = World::new();
    world.write(1, "one ");
    world.take().unwrap();
    world.write(2, "two ");
    world.write(3, "three ");
    world.take().unwrap();
    world
}

/// The path of a file as problems name it.
fn place(world: &World, path: &Path) -> String {
    path.strip_prefix(world.dir()).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_flipped_bit_in_any_file_is_noticed_and_named() {
    let world = written();
    let mut looked = 0;
    for (path, bytes) in files(&world.dir()) {
        let name = place(&world, &path);
        for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len().saturating_sub(1)] {
            if bytes.is_empty() {
                continue; // the lock
            }
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            std::fs::write(&path, &flipped).unwrap();
            let found = look(&world.dir(), None).unwrap().problems;
            assert!(found.iter().any(|problem| problem.place == name), "{name} at {at}: {found:?}");
            let with_key = world.look().unwrap().problems;
            assert!(with_key.iter().any(|problem| problem.place == name), "{name} at {at}: {with_key:?}");
            let refused = world.restore("new", Afterwards::Anew).unwrap_err().to_string();
            assert!(refused.starts_with(&name), "{name} at {at}: {refused}");
            assert!(!world.path("new/journal").exists());
            looked += 1;
        }
        std::fs::write(&path, &bytes).unwrap();
    }
    assert!(looked >= 9 * 4, "two runs have nine files, not {looked}/4");
    assert!(world.restore("whole", Afterwards::Anew).unwrap().is_whole());
}

#[test]
fn a_missing_file_is_named_by_a_look_by_the_next_run_and_by_a_restore() {
    let world = written();
    for (path, bytes) in files(&world.dir()) {
        let name = place(&world, &path);
        // Without the newest index the run before is what there is; of the vault only the newest copy was kept.
        if bytes.is_empty() || name == "index/00000002.index" {
            continue;
        }
        std::fs::remove_file(&path).unwrap();
        let found = look(&world.dir(), None).unwrap().problems;
        assert!(found.iter().any(|problem| problem.place == name), "{name}: {found:?}");
        let refused = world.restore("new", Afterwards::Anew).unwrap_err().to_string();
        assert!(refused.contains(&name) && refused.contains("missing"), "{name}: {refused}");
        if !name.starts_with("vault") {
            let refused = world.take().unwrap_err().to_string();
            assert!(refused.contains(&name), "{name}: {refused}");
        }
        std::fs::write(&path, &bytes).unwrap();
    }
}

#[test]
fn what_is_whole_in_a_damaged_backup_can_be_had() {
    let world = written();
    let spoil = |name: &str| std::fs::write(world.dir().join(name), "spoilt").unwrap();
    let restored = |name: &str| world.restore_to(name, Afterwards::Anew, None, true).unwrap();
    let all = files(&world.dir());
    let picture = all.keys().find(|path| path.starts_with(world.dir().join("images"))).unwrap();
    spoil(&place(&world, picture));
    let without_picture = restored("one");
    assert_eq!(without_picture.left_out.len(), 1);
    assert!(without_picture.check.is_whole() && !without_picture.is_whole());
    spoil("journal/00000002-0001.age");
    let without_piece = restored("two");
    assert!(without_piece.position < without_picture.position, "up to the run before");
    assert_eq!((without_piece.compared, without_piece.differing.len()), (4, 0));
    spoil("index/00000002.index");
    let of_first_run = restored("three");
    assert_eq!(of_first_run.position, without_piece.position);
    assert!(world.path("three/vault").join(store::vault::of_person(crate::world::person())).exists());
}
