//! Every call that a restore makes to the disk, each of them the one at which something happens: power goes and what was
//! not synced is lost, torn or there in another order; or the call fails; or the disk is full from there on. Then the new
//! folder is not there, or says of itself that it is unfinished and no service starts on it, or it is whole; a restore that
//! said it was done is there whole; and the next one succeeds. A stride of the calls, all with CHANCERY_PROVE=1.
//!
//! Sled writes its files past this disk, as it likes: they are what they are, and the journal beside them is what was cut.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backup::Failed;
use backup::restore::{Afterwards, Restore, Restored};
use manual::id::Epoch;
use store::RESTORING;
use store::disk::Disk;
use store::images::Images;
use store::store::{OpenRefused, Store};
use store::trouble::{Model, Troubled};

use crate::every_call::{at_some, dice};
use crate::world::{World, files, open};

/// A backup of two runs, and the files of a folder that was restored from it, but for sled's and the lock.
struct Stage {
    world: World,
    whole: BTreeMap<PathBuf, Vec<u8>>,
}

impl Stage {
    fn new() -> Self {
        let mut world = World::new();
        world.write(1, "words ");
        world.take().unwrap();
        world.write(2, "and more ");
        Images::open(&world.data()).unwrap().keep(b"another picture", 1 << 20).unwrap();
        world.take().unwrap();
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        let stage = Self { world, whole: BTreeMap::new() };
        assert!(stage.restore(&data, &Troubled::default()).unwrap().is_whole());
        Self { whole: held(&data), ..stage }
    }

    fn restore(&self, data: &Path, disk: &Troubled) -> Result<Restored, Failed> {
        let restore = Restore {
            from: &self.world.dir(),
            opener: &self.world.opener(),
            data,
            to_position: None,
            afterwards: Afterwards::Anew,
            despite_damage: false,
            fresh: Epoch::from_random([202; 16]),
            time_ms: 5_000,
        };
        restore.run_on(&(Arc::new(disk.clone()) as Arc<dyn Disk>))
    }

    /// One restore with something at the call, and what comes after it. How many calls there were.
    fn run(&self, at: Option<(usize, Model)>, throw: u64) -> usize {
        let mut below = dice(at, throw);
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("new").join("data");
        let disk = Troubled::default();
        disk.meet(at);
        let said = self.restore(&data, &disk);
        let calls = disk.calls();
        let Some((_, model)) = at else {
            assert!(said.unwrap().is_whole());
            return calls;
        };
        disk.is_well();
        let mut done = said.is_ok();
        if !model.is_power() && !done {
            self.is_whole_or_nothing(&data, false);
            clear(&data, &disk);
            let again = self.restore(&data, &disk);
            assert!(again.unwrap_or_else(|failed| panic!("it does not recover: {failed}")).is_whole());
            done = true;
        }
        disk.meet(None);
        disk.cut(model, &mut below);
        self.is_whole_or_nothing(&data, done);
        clear(&data, &disk);
        let again = self.restore(&data, &disk);
        assert!(again.unwrap_or_else(|failed| panic!("no second restore: {failed}")).is_whole());
        self.is_whole_or_nothing(&data, true);
        calls
    }

    /// The folder is not there or empty, or it is unfinished and says so, or it is whole; nothing but the last where the
    /// restore said that it was done.
    fn is_whole_or_nothing(&self, data: &Path, done: bool) {
        let nothing = !data.exists() || std::fs::read_dir(data).unwrap().next().is_none();
        if nothing || data.join(RESTORING).exists() {
            assert!(!done, "it said that it was done");
            if !nothing {
                let refused = Store::open(data, Epoch::from_random([203; 16]), 1_000).err();
                assert!(matches!(refused, Some(OpenRefused::Unfinished)), "{refused:?}");
            }
            return;
        }
        let (found, whole) = (held(data), &self.whole);
        let differing: Vec<_> =
            found.keys().chain(whole.keys()).filter(|it| found.get(*it) != whole.get(*it)).collect();
        assert!(differing.is_empty(), "it is half there: {differing:?}; done: {done}");
        assert!(store::check::check(data).is_whole());
        open(data).close();
    }
}

/// The files of a data folder that do not depend on chance, by their paths in it.
fn held(data: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let ours = |(path, bytes): (PathBuf, Vec<u8>)| {
        let path = path.strip_prefix(data).unwrap().to_owned();
        (!path.starts_with("index") && !path.starts_with("lock")).then_some((path, bytes))
    };
    files(data).into_iter().filter_map(ours).collect()
}

/// Deletes what is in the folder, as whoever finds it unfinished is told to.
fn clear(folder: &Path, disk: &Troubled) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            clear(&path, disk);
            disk.remove_folder(&path).unwrap();
        } else {
            disk.remove(&path).unwrap();
        }
    }
}

#[test]
fn whatever_happens_at_whichever_call_a_restore_is_whole_or_unfinished() {
    let stage = Stage::new();
    let calls = stage.run(None, 0);
    let mut runs = at_some(calls, "restore", |at, model| {
        stage.run(Some((at, model)), 0);
    });
    // Where all has its place and the unfinished folder goes, names reach the disk in many orders.
    for throw in 1..=12 {
        println!("restore, call {} of {calls}, Reordered, throw {throw}", calls - 1);
        stage.run(Some((calls - 1, Model::Reordered)), throw);
        runs += 1;
    }
    println!(
        "figure: restore: {runs} runs over {calls} calls: each left nothing, an unfinished folder or a whole one"
    );
}
