//! Every call that vault, editions, pictures and outputs make to the disk, each of them the one at which something happens, as
//! in `every_call`. What was answered for is there whole, what was destroyed is nowhere, nothing is half there, and it goes
//! on. A stride of the calls, all with CHANCERY_PROVE=1.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::every_call::at_each;
use super::world::{Dice, count, files};
use crate::editions::{Editions, NotRead};
use crate::images::Images;
use crate::outputs::Outputs;
use crate::record::Hash;
use crate::trouble::{Model, Troubled};
use crate::vault::Vault;

/// How often a call is asked again before the disk is well again.
const TRIES: usize = 3;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum What {
    Key(String),
    Picture(Hash),
    Frozen(Hash),
    Output(String),
}

/// Something to be done, after which one thing has one value or none.
#[derive(Clone, Debug)]
struct Act {
    what: What,
    value: Option<Vec<u8>>,
}

type Said = Result<(), String>;

fn acts() -> Vec<Act> {
    let act = |what, value: Option<Vec<u8>>| Act { what, value };
    let key = |name: &str, value: Option<u8>| act(What::Key(name.into()), value.map(|n| vec![n; 32]));
    let picture = |n: u8, length| {
        let bytes = vec![n; length];
        act(What::Picture(edition::sha256(&bytes)), Some(bytes))
    };
    let frozen = |n: u8, length| {
        let bytes = vec![n; length];
        act(What::Frozen(edition::sha256(&bytes)), Some(bytes))
    };
    let output = |name: &str, n: u8, length| act(What::Output(name.into()), Some(vec![n; length]));
    vec![
        key("a", Some(1)),
        picture(2, 3_000),
        frozen(3, 2_000),
        output("m.docx", 4, 5_000),
        key("b", Some(5)),
        key("a", Some(6)),
        picture(2, 3_000),
        frozen(7, 700),
        key("b", None),
        output("m.docx", 8, 1_000),
        Act { value: None, ..frozen(7, 700) },
        frozen(7, 700),
        key("c", None),
        picture(9, 100),
        output("m.epub", 10, 2_000),
        key("b", Some(11)),
        key("a", None),
    ]
}

/// What is open on the folder.
struct Open {
    vault: Vault,
    images: Images,
    editions: Editions,
    outputs: Outputs,
}

impl Open {
    fn on(data: &Path, disk: &Troubled) -> Result<Self, String> {
        let disk = || Arc::new(disk.clone());
        let said = |failed: std::io::Error| failed.to_string();
        let editions = Editions::of(data).on(disk());
        editions.prepare().map_err(said)?;
        Ok(Self {
            vault: Vault::open_on(data, disk()).map_err(said)?,
            images: Images::open_on(data, disk()).map_err(said)?,
            editions,
            outputs: Outputs::of(data).on(disk()),
        })
    }

    fn act(&self, act: &Act) -> Said {
        let said = |failed: &dyn std::fmt::Display| failed.to_string();
        match (&act.what, &act.value) {
            (What::Key(name), Some(key)) => {
                self.vault.put(name, &key[..].try_into().unwrap()).map_err(|failed| said(&failed))
            }
            (What::Key(name), None) => self.vault.destroy(name).map(|_| ()).map_err(|failed| said(&failed)),
            (What::Picture(_), Some(bytes)) => {
                self.images.keep(bytes, 1 << 20).map(|_| ()).map_err(|failed| said(&failed))
            }
            (What::Frozen(_), Some(bytes)) => {
                self.editions.put(bytes, |_| {}).map_err(|failed| said(&failed))?;
                self.editions.sync().map_err(|failed| said(&failed))
            }
            // Of a freeze that came to nothing; asked again it is gone already.
            (What::Frozen(hash), None) => match self.editions.remove(hash) {
                Err(failed) if failed.kind() != std::io::ErrorKind::NotFound => Err(said(&failed)),
                _ => self.editions.sync().map_err(|failed| said(&failed)),
            },
            (What::Output(name), Some(bytes)) => {
                self.outputs.put(&[1; 32], name, bytes).map_err(|failed| said(&failed))
            }
            (what, None) => panic!("{what:?} is never taken away"),
        }
    }

    /// What stands there now. Anything that is neither whole nor absent fails the test.
    fn read(&self, what: &What) -> Option<Vec<u8>> {
        let frozen = |read: Result<Vec<u8>, NotRead>| match read {
            Ok(bytes) => Some(bytes),
            Err(NotRead::Missing(_)) => None,
            Err(failed) => panic!("{what:?}: {failed}"),
        };
        match what {
            What::Key(name) => self.vault.get(name).unwrap().map(|key| key.to_vec()),
            What::Picture(hash) => frozen(self.images.get(hash)),
            What::Frozen(hash) => frozen(self.editions.get(hash)),
            What::Output(name) => self.outputs.get(&[1; 32], name).unwrap(),
        }
    }
}

/// What may stand there: one thing once it was answered for, two while it is on its way.
#[derive(Default)]
struct Truth(BTreeMap<What, BTreeSet<Option<Vec<u8>>>>);

impl Truth {
    fn tried(&mut self, act: &Act) {
        let may = self.0.entry(act.what.clone()).or_insert_with(|| BTreeSet::from([None]));
        may.insert(act.value.clone());
    }

    fn answered(&mut self, act: &Act) {
        self.0.insert(act.what.clone(), BTreeSet::from([act.value.clone()]));
    }

    fn check(&self, open: &Open, data: &Path) {
        for (what, may) in &self.0 {
            let found = open.read(what);
            assert!(may.contains(&found), "{what:?} is {:?}", found.map(|bytes| (bytes.len(), bytes[0])));
        }
        // A destroyed key is in no file of the vault, under whatever name.
        let alive: BTreeSet<u8> =
            self.keys().flat_map(|may| may.iter().flatten().map(|key| key[0])).collect();
        let lying = files(&data.join("vault"));
        for byte in [1, 5, 6, 11].iter().filter(|byte| !alive.contains(byte)) {
            let lies = lying.values().any(|bytes| bytes.contains(byte));
            assert!(!lies || !self.was_destroyed(*byte), "the key {byte} was destroyed and lies there");
        }
    }

    fn keys(&self) -> impl Iterator<Item = &BTreeSet<Option<Vec<u8>>>> {
        self.0.iter().filter(|(what, _)| matches!(what, What::Key(_))).map(|(_, may)| may)
    }

    /// A key that another took the place of is not destroyed.
    fn was_destroyed(&self, byte: u8) -> bool {
        let name = if [1, 6].contains(&byte) { "a" } else { "b" };
        self.0.get(&What::Key(name.into())) == Some(&BTreeSet::from([None]))
    }
}

/// Does `work`, again while the disk refuses: it recovers after some tries. `None` where power goes.
fn persist<T>(
    disk: &Troubled,
    at: Option<(usize, Model)>,
    mut work: impl FnMut() -> Result<T, String>,
) -> Option<T> {
    for tried in 0..=TRIES {
        match work() {
            Ok(done) => return Some(done),
            Err(_) if at.is_some_and(|(_, model)| model.is_power()) => return None,
            Err(failed) => assert!(tried < TRIES, "it does not recover: {failed}"),
        }
        if tried + 1 == TRIES {
            disk.is_well();
        }
    }
    None
}

/// All acts, until something happens at the call, and then the rest of them. How many calls there were.
fn run(at: Option<(usize, Model)>) -> usize {
    let mut dice = Dice(at.map_or(0, |(call, model)| call as u64 * 8 + model as u64));
    let data = tempfile::tempdir().unwrap();
    let (disk, mut truth) = (Troubled::default(), Truth::default());
    disk.meet(at);
    let acts = acts();
    let mut done = 0;
    if let Some(open) = persist(&disk, at, || Open::on(data.path(), &disk)) {
        for act in &acts {
            truth.tried(act);
            if persist(&disk, at, || open.act(act)).is_none() {
                break;
            }
            truth.answered(act);
            done += 1;
            // After a call that failed the power goes at the next chance: what was answered for since is there.
            if at.is_some_and(|(at, model)| !model.is_power() && disk.calls() > at) {
                break;
            }
        }
    }
    let calls = disk.calls();
    let Some((_, model)) = at else {
        assert_eq!(done, acts.len());
        return calls;
    };
    disk.meet(None);
    disk.cut(model, |bound| dice.below(bound));
    let open = Open::on(data.path(), &disk).unwrap_or_else(|failed| panic!("it does not open: {failed}"));
    truth.check(&open, data.path());
    for act in &acts[done..] {
        open.act(act).unwrap_or_else(|failed| panic!("it does not go on: {act:?}: {failed}"));
        truth.answered(act);
    }
    disk.cut(Model::Lost, |bound| dice.below(bound));
    truth.check(&Open::on(data.path(), &disk).unwrap(), data.path());
    calls
}

#[test]
fn whatever_happens_at_whichever_call_files_are_whole_or_absent() {
    let calls = run(None);
    let runs = at_each(calls, count(3, 1), run);
    println!(
        "figure: files of vault, editions, pictures and outputs: {runs} runs over {calls} calls x {} models: 0 lost, 0 half",
        Model::ALL.len()
    );
}
