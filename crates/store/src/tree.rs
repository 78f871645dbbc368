//! The sled tree, with what sled lacks: checked values, errors in place of panics, and a flush that reaches the disk.
//! Knows no documents. sled 0.34 never works again after a write error, so whoever meets one drops this and opens anew.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::keys::{self, Meta};

/// A key and its body.
pub(crate) type Pair = (Vec<u8>, Vec<u8>);

/// Why the index could not be read or written. Never a reason to end: the journal has everything.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TreeFault {
    #[error("sled refused")]
    Sled(#[from] sled::Error),
    #[error("sled panicked")]
    Panicked,
    #[error("{0}")]
    Value(&'static str),
    #[error("the index is closed after an earlier failure")]
    Closed,
}

pub(crate) struct Tree {
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
        let config = sled::Config::default()
            .path(folder)
            .cache_capacity(64 << 20)
            .flush_every_ms(None)
            .mode(sled::Mode::HighThroughput);
        let tree = guard(|| {
            let db = config.open()?;
            let tree = db.open_tree(keys::TREE)?;
            Ok(Self { db, tree, folder: folder.to_owned() })
        })?;
        match tree.number(Meta::Format)? {
            None if tree.is_empty()? => {
                let mut batch = Batch::default();
                batch.number(Meta::Format, keys::FORMAT);
                tree.apply(batch)?;
            }
            Some(keys::FORMAT) => {}
            _ => return Err(TreeFault::Value("the index has another layout")),
        }
        Ok(tree)
    }

    /// The checked body under a key.
    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, TreeFault> {
        let Some(value) = guard(|| self.tree.get(key))? else { return Ok(None) };
        let body = keys::unseal(key, &value).ok_or(TreeFault::Value("a stored value fails its checksum"))?;
        Ok(Some(body.to_vec()))
    }

    pub(crate) fn number(&self, meta: Meta) -> Result<Option<u64>, TreeFault> {
        let Some(body) = self.get(meta.key())? else { return Ok(None) };
        let number = body.try_into().map_err(|_| TreeFault::Value("a stored number is not one"))?;
        Ok(Some(u64::from_be_bytes(number)))
    }

    /// All checked bodies whose keys begin with `prefix`, in order.
    pub(crate) fn scan(&self, prefix: &[u8]) -> Result<Vec<Pair>, TreeFault> {
        guard(|| self.tree.scan_prefix(prefix).collect::<Result<Vec<_>, _>>())?
            .into_iter()
            .map(|(key, value)| {
                let body = keys::unseal(&key, &value)
                    .ok_or(TreeFault::Value("a stored value fails its checksum"))?;
                Ok((key.to_vec(), body.to_vec()))
            })
            .collect()
    }

    /// The keys that begin with `prefix`, whatever their values are.
    pub(crate) fn keys(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, TreeFault> {
        guard(|| self.tree.scan_prefix(prefix).keys().map(|key| key.map(|key| key.to_vec())).collect())
    }

    /// Makes all changes of a batch or none, also across a crash.
    pub(crate) fn apply(&self, batch: Batch) -> Result<(), TreeFault> {
        guard(|| self.tree.apply_batch(batch.0))
    }

    /// Brings everything to the disk: sled's own flush only asks the kernel to begin.
    pub(crate) fn sync(&self) -> Result<(), TreeFault> {
        guard(|| {
            self.db.flush()?;
            File::open(self.folder.join("db"))?.sync_data()?;
            Ok(())
        })
    }

    /// Closes the tree; what was not synced may be lost, which the journal makes good.
    pub(crate) fn close(self) {
        let closed = guard(|| {
            drop(self);
            Ok(())
        });
        if let Err(fault) = closed {
            tracing::warn!(%fault, "the index did not close in order");
        }
    }

    fn is_empty(&self) -> Result<bool, TreeFault> {
        guard(|| Ok(self.tree.is_empty()))
    }
}

/// Changes to be made together.
#[derive(Default)]
pub(crate) struct Batch(sled::Batch);

impl Batch {
    pub(crate) fn put(&mut self, key: Vec<u8>, body: &[u8]) {
        let value = keys::seal(&key, body);
        self.0.insert(key, value);
    }

    pub(crate) fn number(&mut self, meta: Meta, number: u64) {
        self.put(meta.key().to_vec(), &number.to_be_bytes());
    }

    pub(crate) fn remove(&mut self, key: Vec<u8>) {
        self.0.remove(key);
    }
}

fn guard<T>(call: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, TreeFault> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => Ok(result?),
        Err(_) => Err(TreeFault::Panicked),
    }
}
