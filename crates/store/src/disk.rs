//! The few things that we ask of a disk when we write, so that tests can make each of them fail or power go at it. No policy
//! is here, but how a file comes to be whole. Reading is not asked of it. What plays a disk in tests is `trouble`.

use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::Path;

/// Where files are made, named and taken away.
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes an empty file for its owner alone, in the place of any other.
    ///
    /// # Errors
    /// Those of the file system.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a file to change it.
    ///
    /// # Errors
    /// Those of the file system.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file or a folder another name, in the place of any other file.
    ///
    /// # Errors
    /// Those of the file system.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a file away.
    ///
    /// # Errors
    /// Those of the file system.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder for its owner alone.
    ///
    /// # Errors
    /// `AlreadyExists` where there is one; those of the file system.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Takes an empty folder away.
    ///
    /// # Errors
    /// Those of the file system; also when something is in it.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a folder durable.
    ///
    /// # Errors
    /// Those of the file system.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// One file being written.
pub trait DiskFile: Send {
    /// Writes all of `bytes` at `at`, or fails with some, all or none of them written.
    ///
    /// # Errors
    /// Those of the file system.
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()>;

    /// Makes the file so long.
    ///
    /// # Errors
    /// Those of the file system.
    fn truncate(&mut self, length: u64) -> io::Result<()>;

    /// Makes content and length durable (fdatasync).
    ///
    /// # Errors
    /// Those of the file system.
    fn sync(&mut self) -> io::Result<()>;
}

/// Makes a folder if there is none, and its name durable: one that is there may have been made by somebody whose sync failed.
///
/// # Errors
/// Those of the file system.
pub fn have_folder(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match disk.make_folder(path) {
        Err(failed) if failed.kind() != io::ErrorKind::AlreadyExists => Err(failed),
        _ => disk.sync_folder(path.parent().expect("a folder of ours is inside another")),
    }
}

/// A moment in the writing of a whole file, for whoever watches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// The first half of the bytes is in a file of another name.
    HalfWritten,
    /// All bytes are on disk, under another name.
    Written,
    /// The file has its name, which may not be on disk yet.
    Named,
}

/// Writes a file that is there whole or not at all: under another name first, synced, renamed. The name is durable after the
/// next [`Disk::sync_folder`].
///
/// # Errors
/// Those of the file system; then the name stands for what it stood for before.
pub fn write_whole(
    disk: &dyn Disk,
    beside: &Path,
    path: &Path,
    bytes: &[u8],
    mut watch: impl FnMut(Moment),
) -> io::Result<()> {
    let mut write = || {
        let mut file = disk.create(beside)?;
        let (first, rest) = bytes.split_at(bytes.len() / 2);
        file.write_at(first, 0)?;
        watch(Moment::HalfWritten);
        file.write_at(rest, first.len() as u64)?;
        file.sync()?;
        watch(Moment::Written);
        disk.rename(beside, path)?;
        watch(Moment::Named);
        Ok(())
    };
    write().inspect_err(|_| {
        // Best effort: room for whoever needs it. The next start takes it away too.
        let _ = disk.remove(beside);
    })
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        Ok(Box::new(file))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(OpenOptions::new().write(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }
}

impl DiskFile for File {
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.write_all_at(bytes, at)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}
