//! A disk that fails when told: full, refusing to sync, or losing its power with only synced bytes surviving for sure.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::world::Dice;
use crate::disk::{Disk, DiskFile, RealDisk};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Fault {
    #[default]
    None,
    /// Writes take half of their bytes.
    Full,
    /// Full, and cutting back fails too.
    FullAndStuck,
    SyncFails,
    /// After this many more calls the power goes: the call may have done its work, nothing after it does anything.
    PowerAfter(usize),
    PowerGone,
}

#[derive(Default, Debug)]
struct Plan {
    fault: Fault,
    /// Bytes of each file that are surely on the disk.
    synced: BTreeMap<PathBuf, u64>,
}

#[derive(Clone, Default, Debug)]
pub(super) struct FaultyDisk(Arc<Mutex<Plan>>);

struct FaultyFile {
    path: PathBuf,
    file: Box<dyn DiskFile>,
    disk: FaultyDisk,
}

impl FaultyDisk {
    pub(super) fn set(&self, fault: Fault) {
        self.0.lock().unwrap().fault = fault;
    }

    /// What the power cut left of the unsynced: a random length, and random sectors of it never written.
    pub(super) fn tear(&self, dice: &mut Dice) {
        for (path, synced) in &self.0.lock().unwrap().synced {
            let Ok(mut bytes) = std::fs::read(path) else { continue };
            let synced = usize::try_from(*synced).unwrap().min(bytes.len());
            bytes.truncate(synced + dice.below(bytes.len() - synced + 1));
            let mut at = synced;
            while at < bytes.len() {
                let end = (at - at % 512 + 512).min(bytes.len());
                if dice.below(4) == 0 {
                    bytes[at..end].fill(0);
                }
                at = end;
            }
            std::fs::write(path, bytes).unwrap();
        }
    }

    fn fault(&self) -> Fault {
        let mut plan = self.0.lock().unwrap();
        match plan.fault {
            Fault::PowerAfter(0) => {
                plan.fault = Fault::PowerGone;
                Fault::PowerAfter(0)
            }
            Fault::PowerAfter(calls) => {
                plan.fault = Fault::PowerAfter(calls - 1);
                Fault::None
            }
            fault => fault,
        }
    }

    fn call(&self, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        match self.fault() {
            Fault::PowerGone => Err(io::ErrorKind::Other.into()),
            Fault::PowerAfter(_) => work().and(Err(io::ErrorKind::Other.into())),
            _ => work(),
        }
    }

    fn wrap(&self, path: &Path, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        let length = std::fs::metadata(path).unwrap().len();
        self.0.lock().unwrap().synced.insert(path.to_owned(), length);
        Box::new(FaultyFile { path: path.to_owned(), file, disk: self.clone() })
    }
}

impl Disk for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        match self.fault() {
            Fault::Full | Fault::FullAndStuck => Err(io::ErrorKind::StorageFull.into()),
            Fault::PowerAfter(_) | Fault::PowerGone => Err(io::ErrorKind::Other.into()),
            _ => Ok(self.wrap(path, RealDisk.create(path)?)),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.wrap(path, RealDisk.open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|| RealDisk.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealDisk.remove(path))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealDisk.make_folder(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealDisk.remove_folder(path))
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealDisk.sync_folder(path))
    }
}

impl DiskFile for FaultyFile {
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        if matches!(self.disk.0.lock().unwrap().fault, Fault::Full | Fault::FullAndStuck) {
            self.file.write_at(&bytes[..bytes.len() / 2], at)?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.disk.call(|| self.file.write_at(bytes, at))
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        if self.disk.0.lock().unwrap().fault == Fault::FullAndStuck {
            return Err(io::ErrorKind::Other.into());
        }
        self.disk.call(|| self.file.truncate(length))
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.disk.0.lock().unwrap().fault == Fault::SyncFails {
            return Err(io::ErrorKind::Other.into());
        }
        self.disk.call(|| self.file.sync())?;
        let length = std::fs::metadata(&self.path)?.len();
        self.disk.0.lock().unwrap().synced.insert(self.path.clone(), length);
        Ok(())
    }
}
