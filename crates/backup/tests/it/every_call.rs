//! Every call that a run makes to the disk of the backup, each of them the one at which something happens: power goes and
//! what was not synced is lost, torn or there in another order; or the call fails; or the disk is full from there on. The
//! backup of before stays whole, a run that said it was done is there, and the next run succeeds. A stride of the calls, all
//! with CHANCERY_PROVE=1.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backup::restore::{Afterwards, Restore};
use manual::id::Epoch;
use store::images::Images;
use store::trouble::{Model, Troubled};

use crate::world::{World, copy, files, take, take_on};

/// A data folder, and what its backup was before the run that is looked at.
struct Stage {
    world: World,
    /// Up to where the backup goes before the run, and after it.
    before: Option<u64>,
    after: u64,
}

impl Stage {
    /// The first run of all, or one that adds to another.
    fn new(first: bool) -> Self {
        let mut world = World::new();
        let before = (!first).then(|| world.take().unwrap().position);
        world.write(1, "more ");
        world.write(2, "and more ");
        Images::open(&world.data()).unwrap().keep(b"another picture", 1 << 20).unwrap();
        let store = world.open();
        store.vault().put("another", &[78; 32]).unwrap();
        let after = store.seq();
        store.close();
        Self { world, before, after }
    }

    /// One run with something at the call, and what comes after it. How many calls there were.
    fn run(&self, at: Option<(usize, Model)>) -> usize {
        let mut below = dice(at, 0);
        let place = tempfile::tempdir().unwrap();
        let (data, dir) = (place.path().join("data"), place.path().join("backup"));
        copy(&self.world.data(), &data);
        if self.before.is_some() {
            copy(&self.world.dir(), &dir);
        }
        let disk = Troubled::default();
        disk.meet(at);
        let attempt = || take_on(Arc::new(disk.clone()), &data, &dir, self.world.to());
        let said = attempt();
        let calls = disk.calls();
        let Some((_, model)) = at else {
            assert_eq!(said.unwrap().position, self.after);
            return calls;
        };
        let done = if model.is_power() {
            said.is_ok()
        } else {
            self.holds(&dir, said.is_ok(), &place.path().join("amid"));
            disk.is_well();
            attempt().unwrap_or_else(|failed| panic!("it does not recover: {failed}"));
            true
        };
        disk.meet(None);
        disk.cut(model, &mut below);
        self.holds(&dir, done, &place.path().join("then"));
        take(&data, &dir, self.world.to()).unwrap_or_else(|failed| panic!("it does not go on: {failed}"));
        self.holds(&dir, true, &place.path().join("last"));
        let left = |path: &PathBuf| path.extension().is_some_and(|end| end == "new");
        assert!(!files(&dir).keys().any(left), "what was cut off is still there");
        calls
    }

    /// The backup is that of before or that of after, whole.
    fn holds(&self, dir: &Path, done: bool, into: &Path) {
        let restore = Restore {
            from: dir,
            opener: &self.world.opener(),
            data: into,
            to_position: None,
            afterwards: Afterwards::Same,
            despite_damage: false,
            fresh: Epoch::from_random([202; 16]),
            time_ms: 5_000,
        };
        match (restore.run(), self.before) {
            (Ok(restored), before) => {
                assert!(restored.is_whole(), "{restored:?}");
                let right = restored.position == self.after || (!done && Some(restored.position) == before);
                assert!(right, "it goes up to {}; done: {done}", restored.position);
            }
            (Err(_), None) if !done => {}
            (Err(failed), _) => panic!("it is no backup any more: {failed}"),
        }
    }
}

/// Chance that is the same for the same call, model and throw: a number below its argument.
pub(crate) fn dice(at: Option<(usize, Model)>, throw: u64) -> impl FnMut(usize) -> usize {
    let mut state = at.map_or(1, |(call, model)| call as u64 * 8 + model as u64) + (throw << 32);
    move |bound| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    }
}

/// Shows `run` some of the calls, each with some of the models, or with CHANCERY_PROVE=1 every call with each. The last call
/// but one is always among them: what it did is not synced. How many runs that were.
pub(crate) fn at_some(calls: usize, what: &str, mut run: impl FnMut(usize, Model)) -> usize {
    let full = std::env::var_os("CHANCERY_PROVE").is_some_and(|prove| prove == "1");
    let stride = if full { 1 } else { calls / 3 };
    let mut runs = 0;
    for (n, at) in (1..=calls).rev().skip(usize::from(!full)).step_by(stride).enumerate() {
        for (m, model) in Model::ALL.into_iter().enumerate() {
            // Every day each of these calls meets some of the models, and each model some of the calls.
            if !full && (n + m) % 2 == 1 {
                continue;
            }
            println!("{what}, call {at} of {calls}, {model:?}"); // the last one said is the one that failed
            run(at, model);
            runs += 1;
        }
    }
    runs
}

#[test]
fn whatever_happens_at_whichever_call_there_is_a_whole_backup() {
    for first in [true, false] {
        let stage = Stage::new(first);
        let calls = stage.run(None);
        let runs = at_some(calls, &format!("first: {first}"), |at, model| {
            stage.run(Some((at, model)));
        });
        println!(
            "figure: backup, first run: {first}: {runs} runs over {calls} calls: each left a whole backup"
        );
    }
}
