//! A disk for tests, over real files: at one numbered call something happens. Either power goes, and what was not synced is
//! lost, or torn, or has reached the disk in another order, names as well as bytes; or the call fails; or the disk is full
//! from there on. Behind the feature `trouble`; no program of ours is built with it. Start at [`Troubled::meet`].

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::disk::{Disk, DiskFile, RealDisk};

const SECTOR: usize = 512;

/// What happens at the call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Model {
    /// Power goes; what was not synced is gone, names of files too.
    Lost,
    /// Power goes; some of what was not synced is there, in pieces; of the names those that were given first.
    Torn,
    /// Power goes; the length is there and the end of the bytes, what was written before them is not; of the names any.
    Reordered,
    /// The call fails, once.
    Fails,
    /// Nothing more can be written, until there is room again.
    Full,
}

impl Model {
    pub const ALL: [Self; 5] = [Self::Lost, Self::Torn, Self::Reordered, Self::Fails, Self::Full];

    /// Whether nothing goes on after it.
    pub fn is_power(self) -> bool {
        !matches!(self, Self::Fails | Self::Full)
    }
}

/// The disk. Its clones are one disk.
#[derive(Clone, Default, Debug)]
pub struct Troubled(Arc<Mutex<State>>);

#[derive(Default, Debug)]
struct State {
    calls: usize,
    at: Option<(usize, Model)>,
    contents: Vec<Content>,
    /// What each name stands for, as whoever runs sees it, and as it is surely on the disk.
    now: BTreeMap<PathBuf, Named>,
    durable: BTreeMap<PathBuf, Named>,
    /// What was done to names and is not synced, in its order.
    pending: Vec<Renaming>,
}

#[derive(Default, Debug)]
struct Content {
    now: Vec<u8>,
    durable: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Named {
    Folder,
    File(usize),
}

#[derive(Clone, Debug)]
enum Renaming {
    Given(PathBuf, Named),
    Moved(PathBuf, PathBuf, Named),
    Taken(PathBuf),
}

struct TroubledFile {
    content: usize,
    file: Box<dyn DiskFile>,
    disk: Troubled,
}

impl Troubled {
    /// From now on calls are counted anew, and this happens at one of them.
    pub fn meet(&self, at: Option<(usize, Model)>) {
        let mut state = self.state();
        (state.calls, state.at) = (0, at);
    }

    /// There is room again, power is back.
    pub fn is_well(&self) {
        self.state().at = None;
    }

    /// Calls since [`Self::meet`].
    pub fn calls(&self) -> usize {
        self.state().calls
    }

    /// Makes of the files what a power cut leaves of them now. `below` gives a number below its argument.
    ///
    /// # Panics
    /// When the files cannot be written.
    pub fn cut(&self, model: Model, mut below: impl FnMut(usize) -> usize) {
        let mut state = self.state();
        let names = state.names_after(model, &mut below);
        state.move_back(&names);
        let all: BTreeSet<PathBuf> = state.now.keys().chain(state.durable.keys()).cloned().collect();
        for path in all.iter().rev() {
            match std::fs::symlink_metadata(path) {
                Ok(found) if found.is_dir() && !names.contains_key(path) => std::fs::remove_dir_all(path),
                Ok(found) if found.is_file() => std::fs::remove_file(path),
                _ => Ok(()),
            }
            .expect("what the disk lost can be taken away");
        }
        let lost = |path: &Path| all.contains(path) && !names.contains_key(path);
        let mut kept = BTreeMap::new();
        for (path, named) in &names {
            if path.ancestors().any(lost) {
                continue;
            }
            match *named {
                Named::Folder => RealDisk.make_folder(path).or_else(|failed| match failed.kind() {
                    io::ErrorKind::AlreadyExists => Ok(()),
                    _ => Err(failed),
                }),
                Named::File(content) => {
                    let content = &mut state.contents[content];
                    let bytes = content.after(model, &mut below);
                    (content.now, content.durable) = (bytes.clone(), bytes);
                    std::fs::write(path, &content.now)
                }
            }
            .expect("what the disk kept can be written");
            kept.insert(path.clone(), *named);
        }
        (state.now, state.durable) = (kept.clone(), kept);
        state.pending.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panics while the disk is asked")
    }

    /// Whether the call does its work, and whether it then says that it did.
    fn call(&self, writes: bool) -> (bool, io::Result<()>) {
        let mut state = self.state();
        state.calls += 1;
        let call = state.calls;
        let fails = || Err(io::Error::from(io::ErrorKind::Other));
        match state.at {
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

    /// Does the work of a call that changes names.
    fn names(
        &self,
        writes: bool,
        work: impl FnOnce() -> io::Result<()>,
        done: impl FnOnce(&mut State),
    ) -> io::Result<()> {
        let (works, said) = self.call(writes);
        if works {
            work()?;
            done(&mut self.state());
        }
        said
    }

    /// Does the work of a call that takes a name away.
    fn takes(&self, path: &Path, work: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
        self.state().know(path);
        let taken = |state: &mut State| {
            state.now.remove(path);
            state.pending.push(Renaming::Taken(path.to_owned()));
        };
        self.names(false, || work(path), taken)
    }

    fn file(&self, content: usize, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(TroubledFile { content, file, disk: self.clone() })
    }
}

impl State {
    /// A file or folder that was there before anybody asked this disk is durable as it is, and what is in the folder.
    fn know(&mut self, path: &Path) {
        let known = self.now.contains_key(path) || self.durable.contains_key(path);
        let taken = |renaming: &Renaming| matches!(renaming, Renaming::Taken(gone) if gone == path);
        if known || self.pending.iter().any(taken) {
            return;
        }
        let named = match std::fs::read(path) {
            Ok(bytes) => Some(self.begin(bytes)),
            Err(_) => path.is_dir().then_some(Named::Folder),
        };
        if let Some(named) = named {
            self.now.insert(path.to_owned(), named);
            self.durable.insert(path.to_owned(), named);
        }
    }

    fn begin(&mut self, bytes: Vec<u8>) -> Named {
        self.contents.push(Content { now: bytes.clone(), durable: bytes });
        Named::File(self.contents.len() - 1)
    }

    /// Folders whose new names were lost have their old ones, with whatever of others is in them.
    fn move_back(&self, names: &BTreeMap<PathBuf, Named>) {
        for renaming in self.pending.iter().rev() {
            if let Renaming::Moved(from, to, Named::Folder) = renaming
                && !names.contains_key(to)
            {
                let moved_back = std::fs::create_dir_all(from.parent().expect("it was in a folder"))
                    .and_then(|()| std::fs::rename(to, from));
                moved_back.expect("what was moved can be moved back");
            }
        }
    }

    fn names_after(&self, model: Model, below: &mut impl FnMut(usize) -> usize) -> BTreeMap<PathBuf, Named> {
        let mut names = self.durable.clone();
        let first = below(self.pending.len() + 1);
        for (n, renaming) in self.pending.iter().enumerate() {
            let reached = match model {
                Model::Lost | Model::Fails | Model::Full => false,
                Model::Torn => n < first,
                Model::Reordered => below(2) == 0,
            };
            if reached {
                renaming.apply(&mut names);
            }
        }
        names
    }
}

impl Renaming {
    fn path(&self) -> &Path {
        match self {
            Self::Given(path, _) | Self::Moved(_, path, _) | Self::Taken(path) => path,
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, Named>) {
        match self {
            Self::Given(path, named) => {
                names.insert(path.clone(), *named);
            }
            Self::Moved(from, to, named) => {
                names.insert(to.clone(), *named);
                moved(names, from, to);
            }
            Self::Taken(path) => {
                names.remove(path);
            }
        }
    }
}

/// What stands under one name stands under the other from now on, with all that is in it.
fn moved(names: &mut BTreeMap<PathBuf, Named>, from: &Path, to: &Path) {
    let inside: Vec<PathBuf> = names.keys().filter(|path| path.starts_with(from)).cloned().collect();
    for path in inside {
        let named = names.remove(&path).expect("it was just listed");
        let rest = path.strip_prefix(from).expect("it begins so");
        names.insert(if rest == Path::new("") { to.to_owned() } else { to.join(rest) }, named);
    }
}

impl Content {
    /// The bytes after a power cut: each sector that was not synced is the old one or the new one.
    fn after(&self, model: Model, below: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
        let same = self.now.iter().zip(&self.durable).take_while(|(now, old)| now == old).count();
        let (least, most) = (self.now.len().min(self.durable.len()), self.now.len().max(self.durable.len()));
        if (same, least) == (most, most) || !matches!(model, Model::Torn | Model::Reordered) {
            return self.durable.clone();
        }
        let length = match model {
            Model::Torn => least + below(most - least + 1),
            _ => self.now.len(),
        };
        let first = same / SECTOR;
        let late = below(length.div_ceil(SECTOR).saturating_sub(first) + 1);
        let mut bytes = self.now.clone();
        bytes.resize(length, 0);
        for (n, sector) in bytes.chunks_mut(SECTOR).enumerate().skip(first) {
            let missing = match model {
                Model::Torn => below(4) == 0,
                _ => n - first < late,
            };
            if missing {
                let at = n * SECTOR;
                sector.fill(0);
                let old = self.durable.get(at..).unwrap_or_default();
                let length = old.len().min(sector.len());
                sector[..length].copy_from_slice(&old[..length]);
            }
        }
        bytes
    }
}

impl Disk for Troubled {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let (works, said) = self.call(true);
        if !works {
            return Err(said.expect_err("what does no work does not say that it did"));
        }
        self.state().know(path);
        let file = RealDisk.create(path)?;
        let mut state = self.state();
        // Emptied, or new: its name is durable if it was.
        let content = match state.now.get(path) {
            Some(Named::File(content)) => *content,
            _ => {
                state.contents.push(Content::default());
                let content = state.contents.len() - 1;
                state.now.insert(path.to_owned(), Named::File(content));
                state.pending.push(Renaming::Given(path.to_owned(), Named::File(content)));
                content
            }
        };
        state.contents[content].now.clear();
        drop(state);
        said.map(|()| self.file(content, file))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.call(false).1?;
        let file = RealDisk.open(path)?;
        let mut state = self.state();
        state.know(path);
        let Some(Named::File(content)) = state.now.get(path).copied() else {
            return Err(io::ErrorKind::NotFound.into());
        };
        drop(state);
        Ok(self.file(content, file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        [from, to].into_iter().for_each(|path| self.state().know(path));
        let renamed = |state: &mut State| {
            if let Some(named) = state.now.get(from).copied() {
                moved(&mut state.now, from, to);
                state.pending.push(Renaming::Moved(from.to_owned(), to.to_owned(), named));
            }
        };
        self.names(false, || RealDisk.rename(from, to), renamed)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.takes(path, |path| RealDisk.remove(path))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let made = |state: &mut State| {
            state.now.insert(path.to_owned(), Named::Folder);
            state.pending.push(Renaming::Given(path.to_owned(), Named::Folder));
        };
        self.names(true, || RealDisk.make_folder(path), made)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.takes(path, |path| RealDisk.remove_folder(path))
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let synced = |state: &mut State| {
            let (done, pending) = std::mem::take(&mut state.pending)
                .into_iter()
                .partition(|renaming| renaming.path().parent() == Some(path));
            state.pending = pending;
            let done: Vec<Renaming> = done;
            done.iter().for_each(|renaming| renaming.apply(&mut state.durable));
        };
        self.names(false, || Ok(()), synced)
    }
}

impl DiskFile for TroubledFile {
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        let (works, said) = self.disk.call(true);
        // A write that fails may have done a part of its work; after the power is gone nothing does any.
        let power = self.disk.state().at.is_some_and(|(_, model)| model.is_power());
        let part = match (works, power) {
            (true, _) => bytes,
            (false, false) => &bytes[..bytes.len() / 2],
            (false, true) => &[],
        };
        self.file.write_at(part, at)?;
        let at = usize::try_from(at).expect("a file of a test fits into memory");
        let now = &mut self.disk.state().contents[self.content].now;
        now.resize(now.len().max(at + part.len()), 0);
        now[at..at + part.len()].copy_from_slice(part);
        said
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let (works, said) = self.disk.call(false);
        if works {
            self.file.truncate(length)?;
            let length = usize::try_from(length).expect("a file of a test fits into memory");
            self.disk.state().contents[self.content].now.resize(length, 0);
        }
        said
    }

    /// Nothing is really synced: this disk decides by itself what a power cut keeps.
    fn sync(&mut self) -> io::Result<()> {
        let (works, said) = self.disk.call(false);
        if works {
            let content = &mut self.disk.state().contents[self.content];
            content.durable.clone_from(&content.now);
        }
        said
    }
}
