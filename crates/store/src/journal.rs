//! Appending to the journal: one write and one fdatasync for a group, in segments of 16 MB that are never trimmed.
//! Never reads (`survey`, `read`), never knows what a record means. A failed sync is final: nobody knows what is on disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use manual::id::Epoch;

use crate::disk::{Disk, DiskFile, have_folder};
use crate::segment::{START_BYTES, Start};
use crate::store::CommitFailed;

/// A segment that has reached this length is followed by another.
pub(crate) const SEGMENT_BYTES: u64 = 16 << 20;

/// The folder of the segments inside the data folder.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("journal")
}

/// The file name of a segment: counted from 1, eight digits, so that names sort as numbers do.
pub(crate) fn segment_name(number: u32) -> String {
    format!("{number:08}.seg")
}

/// The segments present, in order. Other files are none of ours.
///
/// # Errors
/// Those of reading the folder; a folder that does not exist has no segments.
pub(crate) fn segments(folder: &Path) -> io::Result<Vec<u32>> {
    let mut numbers = Vec::new();
    let listing = match std::fs::read_dir(folder) {
        Err(failed) if failed.kind() == io::ErrorKind::NotFound => return Ok(numbers),
        listing => listing?,
    };
    for entry in listing {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".seg")?.parse().ok());
        numbers.extend(number.filter(|number| name.to_str() == Some(&segment_name(*number))));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// What the segments of a data folder take on the disk; those that cannot be looked at count nothing.
pub(crate) fn bytes(data: &Path) -> u64 {
    let folder = folder(data);
    let length = |number| std::fs::metadata(folder.join(segment_name(number))).map_or(0, |it| it.len());
    segments(&folder).unwrap_or_default().into_iter().map(length).sum()
}

/// The end of the journal, open for writing.
pub(crate) struct Journal {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    file: Option<Box<dyn DiskFile>>,
    /// The segment being written; 0 when there is none yet.
    number: u32,
    /// Its length up to the last group that is whole and synced.
    length: u64,
    segment_bytes: u64,
    failed: bool,
    /// How long the disk took over the last sync of a group.
    pub(crate) sync_took: Duration,
}

/// Where a journal ends: what a survey found and a cut made true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) number: u32,
    pub(crate) length: u64,
}

impl Journal {
    /// Opens the journal at its end. Whatever lies behind `end.length` is cut off. `last_group`, which ends there, is
    /// written once more and synced: after a failed sync, or a kill between write and sync, the kernel shows bytes that
    /// may not be on the disk, and a sync alone need not bring them there.
    pub(crate) fn open(
        data: &Path,
        disk: Arc<dyn Disk>,
        end: End,
        last_group: &[u8],
        segment_bytes: u64,
    ) -> io::Result<Self> {
        let folder = folder(data);
        have_folder(&*disk, &folder)?;
        let mut file = None;
        if end.number > 0 {
            let mut last = disk.open(&folder.join(segment_name(end.number)))?;
            last.truncate(end.length)?;
            last.write_at(last_group, end.length - last_group.len() as u64)?;
            last.sync()?;
            disk.sync_folder(&folder)?;
            file = Some(last);
        }
        let End { number, length } = end;
        Ok(Self {
            folder,
            disk,
            file,
            number,
            length,
            segment_bytes,
            failed: false,
            sync_took: Duration::ZERO,
        })
    }

    /// Appends one group and makes it durable. `first` is the position of its first frame.
    pub(crate) fn append(&mut self, group: &[u8], first: u64, epoch: Epoch) -> Result<(), CommitFailed> {
        if self.failed {
            return Err(CommitFailed::NotSynced(io::Error::other("an earlier sync failed")));
        }
        let full = self.length > START_BYTES as u64 && self.length + group.len() as u64 > self.segment_bytes;
        if self.file.is_none() || full {
            self.start_segment(Start { first, epoch })?;
        }
        let file = self.file.as_mut().expect("a segment was just started if there was none");
        if let Err(failed) = file.write_at(group, self.length) {
            return match file.truncate(self.length) {
                Ok(()) => Err(CommitFailed::NotWritten(failed)),
                Err(failed) => Err(self.fail(failed)),
            };
        }
        let began = Instant::now();
        let synced = file.sync();
        self.sync_took = began.elapsed();
        match synced {
            Ok(()) => self.length += group.len() as u64,
            Err(failed) => return Err(self.fail(failed)),
        }
        Ok(())
    }

    /// The next segment: its start is synced, and its name with it, before a frame goes in. A failure leaves no trace
    /// but a file without frames, which the next attempt (or the next start) overwrites.
    fn start_segment(&mut self, start: Start) -> Result<(), CommitFailed> {
        let number = self.number + 1;
        let path = self.folder.join(segment_name(number));
        let begun = self.disk.create(&path).and_then(|mut file| {
            file.write_at(&start.encode(), 0)?;
            file.sync()?;
            self.disk.sync_folder(&self.folder)?;
            Ok(file)
        });
        match begun {
            Ok(file) => {
                (self.file, self.number, self.length) = (Some(file), number, START_BYTES as u64);
                Ok(())
            }
            Err(failed) => {
                // Best effort: a left-over file without frames is harmless.
                let _ = self.disk.remove(&path);
                Err(CommitFailed::NotWritten(failed))
            }
        }
    }

    fn fail(&mut self, failed: io::Error) -> CommitFailed {
        self.failed = true;
        CommitFailed::NotSynced(failed)
    }
}
