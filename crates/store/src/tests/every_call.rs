//! Every call that the journal makes to its disk, each of them the one at which something happens: power goes and what
//! was not synced is lost, or torn, or has reached the disk in another order; or the call fails; or the disk is full from
//! there on. Over 500 edits with new segments and snapshots amid. A stride of the calls, all with CHANCERY_PROVE=1.

use std::sync::Arc;

use manual::id::Epoch;

use super::world::{Dice, Pen, World, count, document, id, reads};
use crate::record::Entry;
use crate::store::{CommitFailed, Store};
use crate::trouble::{Model, Troubled};

/// Each group writes one word into both chapters.
const GROUPS: usize = 250;
const SEGMENT_BYTES: u64 = 4_096;
/// Groups written after the disk is well again.
const MORE: usize = 5;

/// The writer of one run, and what it was told.
struct Run {
    world: World,
    disk: Troubled,
    ghana: Pen,
    denmark: Pen,
    /// The text of each chapter after so many groups.
    texts: Vec<String>,
    acknowledged: usize,
}

impl Run {
    fn open(&self) -> Store {
        let disk = Arc::new(self.disk.clone());
        let opened = Store::open_on(self.world.path(), Epoch::from_random(id(9)), 1_000, disk, SEGMENT_BYTES);
        let (store, opened) = opened.unwrap_or_else(|refused| panic!("it does not open: {refused}"));
        assert!(opened.damaged.is_empty() && opened.notes.is_empty(), "{opened:?}");
        store
    }

    fn group(&mut self) -> Vec<Entry> {
        let words = format!("{} {}", self.texts.len(), "x".repeat(self.texts.len() % 7 * 40));
        let text = format!("{}{words}", self.texts.last().unwrap());
        self.texts.push(text);
        vec![self.ghana.entry(&words), self.denmark.entry(&words)]
    }

    /// Both chapters hold the same groups: all that were acknowledged, and at most the one on its way.
    fn check(&mut self, store: &Store) {
        let (one, two) = (reads(store, document(1)), reads(store, document(2)));
        assert_eq!(one, two, "a group came apart");
        let kept = self.texts.iter().rposition(|text| *text == one).expect("a text that was never written");
        let most = (self.acknowledged + 1).min(self.texts.len() - 1);
        assert!(
            (self.acknowledged..=most).contains(&kept),
            "{} acknowledged, {kept} kept",
            self.acknowledged
        );
        self.acknowledged = kept;
    }

    /// While nothing can be written, what was acknowledged is read, and nothing else.
    fn check_read(&self, store: &Store) {
        assert_eq!(reads(store, document(1)), self.texts[self.acknowledged]);
    }
}

/// Groups are committed until something happens at the call. How many calls there were.
fn run(at: Option<(usize, Model)>) -> usize {
    let mut dice = Dice(at.map_or(0, |(call, model)| call as u64 * 8 + model as u64));
    let world = World::new();
    let (store, ghana, denmark) = world.furnished();
    drop(store);
    let disk = Troubled::default();
    let mut run = Run { world, disk, ghana, denmark, texts: vec![String::new()], acknowledged: 0 };
    let mut store = run.open();
    run.disk.meet(at);
    let (mut more, mut tried) = (MORE, 0);
    let mut group = run.group();
    while run.acknowledged < GROUPS && more > 0 {
        match store.commit(&group) {
            Ok(seq) => {
                run.acknowledged += 1;
                if run.acknowledged.is_multiple_of(25) {
                    store.put_snapshot(document(2), seq, &run.denmark.state());
                }
                let calls = run.disk.calls();
                more -= usize::from(at.is_some_and(|(at, _)| calls > at));
                group = run.group();
            }
            // Refused: the same is offered again, and goes in when there is room.
            Err(CommitFailed::NotWritten(_)) if matches!(at, Some((_, Model::Fails | Model::Full))) => {
                tried += 1;
                assert!(tried < 4, "it does not recover");
                run.check_read(&store);
                if tried == 3 {
                    run.disk.is_well();
                }
            }
            Err(_) => break, // the process ends here
        }
    }
    let calls = run.disk.calls();
    let Some((_, model)) = at else { return calls };
    drop(store);
    run.disk.is_well();
    run.disk.cut(model, |bound| dice.below(bound));
    if dice.below(2) == 0 {
        std::fs::remove_dir_all(run.world.path().join("index")).unwrap();
    }
    let mut store = run.open();
    run.check(&store);
    // It goes on, from what it has.
    let mut pen = Pen::new(document(1), 900);
    store.commit(&[pen.entry("!")]).unwrap();
    drop(store);
    assert_eq!(reads(&run.open(), document(1)).len(), run.texts[run.acknowledged].len() + 1);
    calls
}

/// One run for every so many of the calls and each thing that can happen there; how many that were.
pub(super) fn at_each(calls: usize, stride: usize, run: fn(Option<(usize, Model)>) -> usize) -> usize {
    let mut runs = 0;
    for at in (1..=calls).step_by(stride) {
        for model in Model::ALL {
            let lived = std::panic::catch_unwind(|| run(Some((at, model))));
            assert!(lived.is_ok(), "call {at} of {calls}, {model:?}");
            runs += 1;
        }
    }
    runs
}

#[test]
fn whatever_happens_at_whichever_call_the_acknowledged_is_there() {
    let calls = run(None);
    let runs = at_each(calls, count(calls / 8, 1), run);
    println!(
        "figure: disks: {runs} runs over {calls} calls x {} models: 0 acknowledged lost",
        Model::ALL.len()
    );
}
