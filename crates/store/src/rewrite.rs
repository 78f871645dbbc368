//! The index made small again at a polite stop. sled writes each value several times and gives little back, so that its
//! file comes to a multiple of what lives in it: then every document is written once more into a folder beside it, which
//! takes the place of the old one. Reads and writes no journal; whatever goes wrong, the old index stays, or none, and the
//! next start makes one. Start at [`leave_small`]; what a crash left in between is put right by [`settle`] at a start.
//!
//! The new folder is `index.writing` until it is whole and on the disk, then `index.new` until it is `index`. So one
//! that is called `index.new` may always be taken, and one that is called `index.writing` never.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, RealDisk};
use crate::keys::{self, Head, Meta};
use crate::snapshot;
use crate::tree::{self, Changes, Pair, Tree, TreeFault};

/// What sled takes for itself, however little lives in it: its files come in pieces of a segment.
const FLOOR_BYTES: u64 = 2 * tree::SEGMENT_BYTES as u64;
/// It is worth the time when the files are more than so many times what lives in them; freshly written they are less
/// than three times.
const TIMES_MAX: u64 = 4;
/// Of more than this the rewriting would keep a stop waiting.
const LIVE_BYTES_MAX: u64 = 64 << 20;
/// What a binding weighs with its key.
const BINDING_BYTES: u64 = 80;

/// A moment in the rewriting, for whoever watches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Moment {
    /// Some documents are in the new folder, others not.
    HalfWritten,
    /// All are, and it has the name that says so.
    Written,
    /// The old folder has another name; nothing is called `index`.
    Aside,
    /// The new one is in its place.
    Placed,
}

#[derive(Debug, thiserror::Error)]
enum NotRewritten {
    #[error("the index refused")]
    Tree(#[from] TreeFault),
    #[error("the file system refused")]
    Io(#[from] io::Error),
}

/// Closes a tree that was synced, and leaves it in no more space than it needs.
pub(crate) fn leave_small(data: &Path, tree: Tree, watch: impl FnMut(Moment)) {
    let folder = tree::folder(data);
    let live = match live_bytes(&tree) {
        Ok(live) => live,
        Err(fault) => {
            tracing::warn!(%fault, "the index cannot be looked through");
            tree.close();
            return;
        }
    };
    let takes = folder_bytes(&folder);
    if takes <= FLOOR_BYTES + TIMES_MAX * live || live > LIVE_BYTES_MAX {
        tree.close();
        return;
    }
    match rewrite(data, tree, watch) {
        Ok(()) => {
            tracing::info!(before = takes, after = folder_bytes(&folder), live, "the index is rewritten");
        }
        Err(failed) => tracing::warn!(%failed, "the index is not rewritten"),
    }
}

/// Puts right what a rewriting that was cut off left behind.
pub(crate) fn settle(data: &Path) {
    let (folder, new) = (tree::folder(data), named(data, "new"));
    let placed = if folder.exists() { Ok(()) } else { moved(data, &new, &folder) };
    if let Err(error) = placed
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "a rewritten index cannot be put in its place");
    }
    for left in ["writing", "new", "old"] {
        clear(&named(data, left));
    }
}

fn rewrite(data: &Path, old: Tree, mut watch: impl FnMut(Moment)) -> Result<(), NotRewritten> {
    let (folder, writing, new, aside) =
        (tree::folder(data), named(data, "writing"), named(data, "new"), named(data, "old"));
    [&writing, &new, &aside].into_iter().for_each(|left| clear(left));
    let written = Tree::open(&writing).and_then(|tree| {
        let copied = copy(&old, &tree, || watch(Moment::HalfWritten));
        if tree.close() { copied } else { Err(TreeFault::Hung) }
    });
    let has_ended = old.close();
    if let Err(fault) = written.and(if has_ended { Ok(()) } else { Err(TreeFault::Hung) }) {
        clear(&writing);
        return Err(fault.into());
    }
    sync_all(&writing)?;
    moved(data, &writing, &new)?;
    watch(Moment::Written);
    moved(data, &folder, &aside)?;
    watch(Moment::Aside);
    moved(data, &new, &folder)?;
    watch(Moment::Placed);
    clear(&aside);
    Ok(())
}

/// Every document that is whole in the old tree, and the marks last. One that is not is left out: it is read from the
/// journal, as before.
fn copy(old: &Tree, new: &Tree, mut half: impl FnMut()) -> Result<(), TreeFault> {
    let heads = heads(old)?;
    for (n, (document, head)) in heads.iter().enumerate() {
        if n == heads.len() / 2 {
            half();
        }
        match snapshot::load(old, *document, head.seq) {
            Ok(loaded) => drop(snapshot::write(new, *document, &loaded)?),
            Err(TreeFault::Value(what)) => tracing::warn!(%document, what, "left out of the rewritten index"),
            Err(fault) => return Err(fault),
        }
    }
    let mut marks = Changes::default();
    for mark in [Meta::Applied, Meta::Fed] {
        if let Some(number) = old.number(mark)? {
            marks.number(mark, number);
        }
    }
    new.apply(marks)?;
    new.sync()
}

fn heads(tree: &Tree) -> Result<Vec<(manual::id::DocumentId, Head)>, TreeFault> {
    let [heads] = tree.scan([keys::HEADS.to_vec()])?;
    let head = |(key, body): Pair| Some((keys::document_of(&key)?, Head::decode(&body)?));
    Ok(heads.into_iter().filter_map(head).collect())
}

/// About what the documents take.
fn live_bytes(tree: &Tree) -> Result<u64, TreeFault> {
    let weigh = |head: &Head| head.snapshot_bytes + head.tail_bytes + head.bindings * BINDING_BYTES;
    Ok(heads(tree)?.iter().map(|(_, head)| weigh(head)).sum())
}

/// A folder beside the index.
fn named(data: &Path, what: &str) -> PathBuf {
    tree::folder(data).with_extension(what)
}

/// Gives a folder another name, durably.
fn moved(data: &Path, from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    RealDisk.sync_folder(data)
}

/// Nothing in it is needed; should it stay, the next start takes it away.
fn clear(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(folder = %folder.display(), %error, "what is left of an index cannot be taken away");
    }
}

/// Brings every file of a folder and its names to the disk: sled syncs only some.
fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync_all(&path)? } else { File::open(&path)?.sync_all()? }
    }
    RealDisk.sync_folder(folder)
}

fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let bytes = |path: PathBuf| if path.is_dir() { folder_bytes(&path) } else { length(&path) };
    entries.flatten().map(|entry| bytes(entry.path())).sum()
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}
