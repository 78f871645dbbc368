//! The sled tree, with what sled lacks: checked values, errors in place of panics, an end to waiting, and a flush that
//! reaches the disk. Knows no documents.
//!
//! After a write error sled 0.34 never works again, and now and then waits for ever (seen on a full disk, in `flush` and
//! in `drop`). So a thread of its own makes every call. Whoever has waited too long leaves thread and tree to themselves.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::keys::{self, Meta};

/// Longest wait for one call; a slow disk takes seconds, not this.
const CALL_MAX: Duration = Duration::from_secs(20);
/// Longest wait for opening, which reads much of the file.
const OPEN_MAX: Duration = Duration::from_secs(60);

/// Longest wait for the end of a tree that has failed.
const LEAVE_MAX: Duration = Duration::from_secs(1);

/// sled's file grows by so much at once, also where little is written. With less, pages of our values would be files.
pub(crate) const SEGMENT_BYTES: usize = 256 << 10;
/// What an index may have been made with: sled panics on some others.
const SEGMENT_SIZES: [usize; 2] = [SEGMENT_BYTES, 512 << 10];

/// A key and its body.
pub(crate) type Pair = (Vec<u8>, Vec<u8>);

/// Why the index could not be read or written. Never a reason to end: the journal has everything.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TreeFault {
    #[error("sled refused: {0}")]
    Sled(#[from] sled::Error),
    #[error("sled panicked")]
    Panicked,
    #[error("sled does not answer")]
    Hung,
    #[error("{0}")]
    Value(&'static str),
    #[error("the index is closed after an earlier failure")]
    Closed,
}

/// A handle on the thread that has the tree.
pub(crate) struct Tree {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
    call_max: Duration,
    /// So many of the next changes are made, and then it fails.
    #[cfg(test)]
    pub(crate) cut_after: Option<usize>,
}

type Job = Box<dyn FnOnce(&Opened) + Send>;

struct Opened {
    db: sled::Db,
    tree: sled::Tree,
    folder: PathBuf,
}

/// The folder of the index inside the data folder.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("index")
}

impl Tree {
    /// Opens or makes the tree in `folder`, and checks its layout.
    pub(crate) fn open(folder: &Path) -> Result<Self, TreeFault> {
        let (jobs, orders) = mpsc::channel::<Job>();
        let (report, opened) = mpsc::channel();
        let folder = folder.to_owned();
        let thread = thread::Builder::new().name("index".to_owned()).spawn(move || {
            let opened = match guard(|| open(folder)) {
                Ok(opened) => opened,
                // Nobody listens only when the wait for opening is over.
                Err(fault) => return report.send(Err(fault)).unwrap_or_default(),
            };
            if report.send(Ok(())).is_ok() {
                orders.iter().for_each(|job| job(&opened));
            }
            // sled panics now and then as it ends; there is nobody left to care.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(opened)));
        });
        let thread = thread.map_err(sled::Error::Io)?;
        answer(&opened, OPEN_MAX)?;
        let tree = Self {
            jobs,
            thread,
            call_max: CALL_MAX,
            #[cfg(test)]
            cut_after: None,
        };
        match tree.number(Meta::Format)? {
            None if tree.call(|open| Ok(open.tree.is_empty()))? => {
                let mut changes = Changes::default();
                changes.number(Meta::Format, keys::FORMAT);
                tree.apply(changes)?;
            }
            Some(keys::FORMAT) => {}
            _ => return Err(TreeFault::Value("the index has another layout")),
        }
        Ok(tree)
    }

    /// The checked body under a key.
    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, TreeFault> {
        let wanted = key.to_vec();
        let Some(value) = self.call(move |open| open.tree.get(wanted))? else { return Ok(None) };
        Ok(Some(unseal(key, &value)?))
    }

    pub(crate) fn number(&self, meta: Meta) -> Result<Option<u64>, TreeFault> {
        let Some(body) = self.get(meta.key())? else { return Ok(None) };
        let number = body.try_into().map_err(|_| TreeFault::Value("a stored number is not one"))?;
        Ok(Some(u64::from_be_bytes(number)))
    }

    /// Of each prefix all checked bodies whose keys begin with it, in order. One call, however many prefixes: whoever
    /// waits for several would wait for the thread each time.
    pub(crate) fn scan<const N: usize>(&self, prefixes: [Vec<u8>; N]) -> Result<[Vec<Pair>; N], TreeFault> {
        let found = self.call(move |open| {
            let scan = |prefix: Vec<u8>| open.tree.scan_prefix(prefix).collect::<Result<Vec<_>, _>>();
            prefixes.into_iter().map(scan).collect::<Result<Vec<_>, _>>()
        })?;
        let mut scanned = [const { Vec::new() }; N];
        for (pairs, found) in scanned.iter_mut().zip(found) {
            for (key, value) in found {
                pairs.push((key.to_vec(), unseal(&key, &value)?));
            }
        }
        Ok(scanned)
    }

    /// The keys that begin with `prefix`, whatever their values are.
    pub(crate) fn keys(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, TreeFault> {
        let prefix = prefix.to_vec();
        self.call(move |open| {
            open.tree.scan_prefix(prefix).keys().map(|key| key.map(|key| key.to_vec())).collect()
        })
    }

    /// Makes changes one after the other. A crash or a failure may leave the first of them made and the others not.
    pub(crate) fn apply(&self, changes: Changes) -> Result<(), TreeFault> {
        #[cfg(test)]
        if let Some(made) = self.cut_after {
            let first = Changes(changes.0.into_iter().take(made).collect());
            return self.make(first).and(Err(TreeFault::Closed));
        }
        self.make(changes)
    }

    fn make(&self, changes: Changes) -> Result<(), TreeFault> {
        self.call(move |open| {
            for (key, value) in changes.0 {
                match value {
                    Some(value) => open.tree.insert(key, value)?,
                    None => open.tree.remove(key)?,
                };
            }
            Ok(())
        })
    }

    /// Brings everything to the disk: sled's own flush only asks the kernel to begin.
    pub(crate) fn sync(&self) -> Result<(), TreeFault> {
        self.call(|open| {
            open.db.flush()?;
            File::open(open.folder.join("db"))?.sync_data()?;
            Ok(())
        })
    }

    /// Closes the tree, which brings everything to the file. `false`: it hangs, and is left to itself.
    pub(crate) fn close(self) -> bool {
        let within = self.call_max;
        self.end(within)
    }

    /// Closes the tree after a failure, without patience. `false`: it hangs and is left to itself. It may hold a lock
    /// that sled has once for the whole process, so no other tree is to be opened in this one.
    pub(crate) fn leave(self) -> bool {
        self.end(LEAVE_MAX)
    }

    fn end(self, within: Duration) -> bool {
        drop(self.jobs);
        let began = Instant::now();
        while !self.thread.is_finished() {
            if began.elapsed() > within {
                tracing::warn!("sled does not end; it is left to itself");
                return false;
            }
            thread::sleep(Duration::from_millis(2));
        }
        true
    }

    /// Has the thread make a call, and waits for what comes of it.
    fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Opened) -> Result<T, sled::Error> + Send + 'static,
    ) -> Result<T, TreeFault> {
        let (report, done) = mpsc::channel();
        // Nobody listens only when the wait is over.
        let job = Box::new(move |open: &Opened| report.send(guard(|| work(open))).unwrap_or_default());
        self.jobs.send(job).map_err(|_| TreeFault::Closed)?;
        answer(&done, self.call_max)
    }
}

#[cfg(test)]
impl Tree {
    /// Makes the tree hang, as sled does, until the sender is dropped.
    pub(crate) fn hang(&mut self) -> Sender<()> {
        let (release, held) = mpsc::channel();
        self.call_max = Duration::from_millis(50);
        let hung = self.call(move |_| {
            let _ = held.recv();
            Ok(())
        });
        assert!(matches!(hung, Err(TreeFault::Hung)));
        release
    }
}

/// Changes to be made in this order. They are no batch of sled's: those stop every tree of the process, for as long as one
/// that has failed holds its lock, and wake half a dozen threads each.
#[derive(Default)]
pub(crate) struct Changes(Vec<(Vec<u8>, Option<Vec<u8>>)>);

impl Changes {
    pub(crate) fn put(&mut self, key: Vec<u8>, body: &[u8]) {
        let value = keys::seal(&key, body);
        self.0.push((key, Some(value)));
    }

    pub(crate) fn number(&mut self, meta: Meta, number: u64) {
        self.put(meta.key().to_vec(), &number.to_be_bytes());
    }

    pub(crate) fn remove(&mut self, key: Vec<u8>) {
        self.0.push((key, None));
    }
}

/// Moves a folder that cannot be opened aside and makes an empty tree in its place.
pub(crate) fn begin_anew(folder: &Path) -> Result<Tree, TreeFault> {
    let aside = folder.with_extension("damaged");
    // An older one that was moved aside held nothing that the journal does not.
    let _ = std::fs::remove_dir_all(&aside);
    std::fs::rename(folder, &aside).map_err(sled::Error::Io)?;
    Tree::open(folder)
}

fn open(folder: PathBuf) -> Result<Opened, sled::Error> {
    let config = sled::Config::default()
        .path(&folder)
        .segment_size(segment_bytes(&folder).unwrap_or(SEGMENT_BYTES))
        .cache_capacity(8 << 20)
        .flush_every_ms(None)
        .mode(sled::Mode::HighThroughput);
    let db = config.open()?;
    let tree = db.open_tree(keys::TREE)?;
    Ok(Opened { db, tree, folder })
}

/// The size with which the files were made: sled opens them with no other.
fn segment_bytes(folder: &Path) -> Option<usize> {
    let said = std::fs::read(folder.join("conf")).ok()?;
    let said = String::from_utf8_lossy(&said);
    let bytes = said.lines().find_map(|line| line.strip_prefix("segment_size: "))?.trim().parse().ok()?;
    SEGMENT_SIZES.contains(&bytes).then_some(bytes)
}

fn unseal(key: &[u8], value: &[u8]) -> Result<Vec<u8>, TreeFault> {
    let body = keys::unseal(key, value).ok_or(TreeFault::Value("a stored value fails its checksum"))?;
    Ok(body.to_vec())
}

fn answer<T>(from: &Receiver<Result<T, TreeFault>>, within: Duration) -> Result<T, TreeFault> {
    match from.recv_timeout(within) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(TreeFault::Hung),
        Err(RecvTimeoutError::Disconnected) => Err(TreeFault::Panicked),
    }
}

fn guard<T>(call: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, TreeFault> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => Ok(result?),
        Err(_) => Err(TreeFault::Panicked),
    }
}
