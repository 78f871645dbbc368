//! A file system that is soon full, under the data folder of a test: a tmpfs of a few megabytes where this process may mount
//! one, which only root may. Where it may not, [`SmallDisk::under`] gives nothing, and the test limits the process instead.
//! Unmounted when dropped, which has to be before the folder is.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::program::Folder;

/// What the file system gives out at a time.
const PAGE_BYTES: u64 = 4_096;

pub struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    /// Puts a file system of so many bytes under a folder that nobody has used yet.
    ///
    /// # Panics
    /// When the folder cannot be made.
    pub fn under(folder: &Folder, bytes: u64) -> Option<Self> {
        let at = folder.data();
        std::fs::create_dir(&at).expect("nobody has used the folder yet");
        let options = format!("size={bytes},mode=700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "chancery-test"]).arg(&at);
        let mounted = mount.stdout(Stdio::null()).stderr(Stdio::null()).status();
        mounted.is_ok_and(|status| status.success()).then_some(Self { at })
    }

    /// Takes all the room but so many pages, until [`Self::empty`].
    ///
    /// # Panics
    /// When there is less room than that already.
    pub fn fill_but(&self, pages: u64) {
        let mut filler = File::create(self.filler()).expect("an empty file needs no page");
        let zeros = vec![0; 64 << 10];
        let mut length = 0;
        // A full disk takes a part of what it is given.
        while let Ok(taken) = filler.write(&zeros) {
            length += taken as u64;
        }
        let length = length.checked_sub(pages * PAGE_BYTES).expect("there is more room than that");
        filler.set_len(length).expect("a file can be made shorter");
    }

    /// There is room again.
    ///
    /// # Panics
    /// When the filler cannot be removed.
    pub fn empty(&self) {
        std::fs::remove_file(self.filler()).expect("the filler is ours");
    }

    fn filler(&self) -> PathBuf {
        self.at.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: whoever still has a file open keeps it until it ends.
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}
