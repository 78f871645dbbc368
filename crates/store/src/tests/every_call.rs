//! Every call that the journal makes to its disk, each of them the one at which something happens: power goes and what
//! was not synced is lost, or torn, or has reached the disk in another order; or the call fails; or the disk is full from
//! there on. Over 500 edits with new segments and snapshots amid. A stride of the calls, all with CHANCERY_PROVE=1.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use manual::id::Epoch;

use super::world::{Dice, Pen, World, count, document, id, reads};
use crate::disk::{Disk, RealDisk, SegmentFile};
use crate::record::Entry;
use crate::store::{CommitFailed, Store};

/// Each group writes one word into both chapters.
const GROUPS: usize = 250;
const SEGMENT_BYTES: u64 = 4_096;
/// Groups written after the disk is well again.
const MORE: usize = 5;

/// What happens at the call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Model {
    /// Power goes; what was not synced is gone, names of files too.
    Lost,
    /// Power goes; some of what was not synced is there, in pieces.
    Torn,
    /// Power goes; the length is there and the end of the bytes, what was written before them is not.
    Reordered,
    /// The call fails, once.
    Fails,
    /// Nothing more can be written, until there is room again.
    Full,
}

const MODELS: [Model; 5] = [Model::Lost, Model::Torn, Model::Reordered, Model::Fails, Model::Full];

#[derive(Default)]
struct Plan {
    calls: usize,
    at: Option<(usize, Model)>,
    /// Of each file: whether its name is surely on the disk, and how many of its bytes.
    synced: BTreeMap<PathBuf, (bool, u64)>,
}

#[derive(Clone, Default)]
struct Counted(Arc<Mutex<Plan>>);

struct CountedFile {
    path: PathBuf,
    file: Box<dyn SegmentFile>,
    disk: Counted,
}

impl Counted {
    /// Whether the call does its work, and whether it then says that it did.
    fn call(&self, writes: bool) -> (bool, io::Result<()>) {
        let mut plan = self.0.lock().unwrap();
        plan.calls += 1;
        let call = plan.calls;
        let fails = || Err(io::Error::from(io::ErrorKind::Other));
        match plan.at {
            Some((at, Model::Fails)) if call == at => (false, fails()),
            Some((at, Model::Full)) if call >= at && writes => {
                (false, Err(io::ErrorKind::StorageFull.into()))
            }
            Some((_, Model::Fails | Model::Full)) | None => (true, Ok(())),
            // The call at which power goes may have done its work.
            Some((at, _)) if call >= at => (call == at, fails()),
            Some(_) => (true, Ok(())),
        }
    }

    fn is_well(&self) {
        self.0.lock().unwrap().at = None;
    }

    fn wrap(&self, path: &Path, file: Box<dyn SegmentFile>, synced: (bool, u64)) -> Box<dyn SegmentFile> {
        self.0.lock().unwrap().synced.insert(path.to_owned(), synced);
        Box::new(CountedFile { path: path.to_owned(), file, disk: self.clone() })
    }

    /// What the power cut left.
    fn cut(&self, model: Model, dice: &mut Dice) {
        for (path, (named, synced)) in &self.0.lock().unwrap().synced {
            let Ok(mut bytes) = std::fs::read(path) else { continue };
            if !named && (model == Model::Lost || dice.below(2) == 0) {
                std::fs::remove_file(path).unwrap();
                continue;
            }
            let synced = usize::try_from(*synced).unwrap().min(bytes.len());
            let sectors = bytes.len().div_ceil(512) - synced / 512;
            match model {
                Model::Lost => bytes.truncate(synced),
                Model::Torn => {
                    bytes.truncate(synced + dice.below(bytes.len() - synced + 1));
                    missing(&mut bytes, synced, |_| dice.below(4) == 0);
                }
                Model::Reordered => {
                    let late = dice.below(sectors + 1);
                    missing(&mut bytes, synced, |sector| sector < late);
                }
                Model::Fails | Model::Full => {}
            }
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// Sectors behind `from` that never reached the disk read as zeros.
fn missing(bytes: &mut [u8], from: usize, mut is_missing: impl FnMut(usize) -> bool) {
    let (mut at, mut sector) = (from, 0);
    while at < bytes.len() {
        let end = (at - at % 512 + 512).min(bytes.len());
        if is_missing(sector) {
            bytes[at..end].fill(0);
        }
        (at, sector) = (end, sector + 1);
    }
}

impl Disk for Counted {
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        let (works, said) = self.call(true);
        let file =
            works.then(|| RealDisk.create(path).map(|file| self.wrap(path, file, (false, 0)))).transpose()?;
        said.map(|()| file.expect("what is said to be made is made"))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        self.call(false).1?;
        let length = std::fs::metadata(path)?.len();
        Ok(self.wrap(path, RealDisk.open(path)?, (true, length)))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let (works, said) = self.call(false);
        if works {
            RealDisk.remove(path)?;
        }
        said
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let (works, said) = self.call(false);
        if works {
            let mut plan = self.0.lock().unwrap();
            let inside = plan.synced.iter_mut().filter(|(file, _)| file.parent() == Some(path));
            inside.for_each(|(_, (named, _))| *named = true);
        }
        said
    }
}

impl SegmentFile for CountedFile {
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        let (works, said) = self.disk.call(true);
        let whole = if works { bytes.len() } else { bytes.len() / 2 };
        // A write that fails may have done a part of its work; after the power is gone nothing does any.
        if works || said.as_ref().is_err_and(|failed| failed.kind() == io::ErrorKind::StorageFull) {
            self.file.write_at(&bytes[..whole], at)?;
        }
        said
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let (works, said) = self.disk.call(false);
        if works {
            self.file.truncate(length)?;
        }
        said
    }

    /// Nothing is really synced: this disk decides by itself what a power cut keeps.
    fn sync(&mut self) -> io::Result<()> {
        let (works, said) = self.disk.call(false);
        if works {
            let length = std::fs::metadata(&self.path)?.len();
            let mut plan = self.disk.0.lock().unwrap();
            plan.synced.get_mut(&self.path).expect("a file that was opened").1 = length;
        }
        said
    }
}

/// The writer of one run, and what it was told.
struct Run {
    world: World,
    disk: Counted,
    ghana: Pen,
    denmark: Pen,
    /// The text of each chapter after so many groups.
    texts: Vec<String>,
    acknowledged: usize,
}

impl Run {
    fn open(&self) -> Store {
        let disk = Box::new(self.disk.clone());
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
    let disk = Counted::default();
    let mut run = Run { world, disk, ghana, denmark, texts: vec![String::new()], acknowledged: 0 };
    let mut store = run.open();
    run.disk.0.lock().unwrap().calls = 0;
    run.disk.0.lock().unwrap().at = at;
    let (mut more, mut tried) = (MORE, 0);
    let mut group = run.group();
    while run.acknowledged < GROUPS && more > 0 {
        match store.commit(&group) {
            Ok(seq) => {
                run.acknowledged += 1;
                if run.acknowledged.is_multiple_of(25) {
                    store.put_snapshot(document(2), seq, &run.denmark.state());
                }
                let calls = run.disk.0.lock().unwrap().calls;
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
    let calls = run.disk.0.lock().unwrap().calls;
    let Some((_, model)) = at else { return calls };
    drop(store);
    run.disk.is_well();
    run.disk.cut(model, &mut dice);
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

#[test]
fn whatever_happens_at_whichever_call_the_acknowledged_is_there() {
    let calls = run(None);
    let stride = count(calls / 8, 1);
    let mut runs = 0;
    for at in (1..=calls).step_by(stride) {
        for model in MODELS {
            let lived = std::panic::catch_unwind(|| run(Some((at, model))));
            assert!(lived.is_ok(), "call {at} of {calls}, {model:?}");
            runs += 1;
        }
    }
    println!("figure: disks: {runs} runs over {calls} calls x {} models: 0 acknowledged lost", MODELS.len());
}
