//! A folder that is there whole or not at all: written beside its place under another name, brought to the disk, and
//! only then renamed. Knows nothing of what is written.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The folder while it is being written. Taken away again unless it is finished.
pub(super) struct Becoming {
    out: PathBuf,
    beside: PathBuf,
    finished: bool,
}

impl Becoming {
    /// Begins a folder that shall be `out`, which must not be there or be empty.
    pub(super) fn begin(out: &Path) -> Result<Self> {
        let out = std::path::absolute(out).context("the folder to write has no name")?;
        match fs::read_dir(&out).map(|mut inside| inside.next().is_none()) {
            Ok(false) => bail!("{} is not empty; name a folder that is not there yet", out.display()),
            Err(failed) if failed.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed).with_context(|| format!("{} cannot be written", out.display()));
            }
            Ok(true) | Err(_) => {}
        }
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            bail!("{} cannot be made; name a folder inside it", out.display())
        };
        let beside = format!(".{}.unfinished-{}", name.to_string_lossy(), std::process::id());
        let beside = parent.join(beside);
        fs::create_dir_all(parent)
            .and_then(|()| fs::create_dir(&beside))
            .with_context(|| format!("{} cannot be written into", parent.display()))?;
        Ok(Self { out, beside, finished: false })
    }

    /// Writes a file, perhaps in a folder inside this one, and brings it to the disk.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.beside.join(name);
        let folder = path.parent().unwrap_or(&self.beside);
        let made = if folder == self.beside { Ok(()) } else { fs::create_dir_all(folder) };
        let written = made.and_then(|()| File::create_new(&path)).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            File::open(folder)?.sync_all()
        });
        written.with_context(|| format!("{name} could not be written; nothing was kept"))
    }

    /// Puts the folder into its place.
    pub(super) fn finish(mut self) -> Result<()> {
        let parent = self.out.parent().expect("looked at when it was begun");
        let sync = |folder: &Path| File::open(folder).and_then(|folder| folder.sync_all());
        let renamed = sync(&self.beside).and_then(|()| {
            match fs::remove_dir(&self.out) {
                Err(failed) if failed.kind() != std::io::ErrorKind::NotFound => return Err(failed),
                _ => {}
            }
            fs::rename(&self.beside, &self.out)?;
            self.finished = true;
            sync(parent)
        });
        renamed.with_context(|| {
            format!("the folder could not be put in the place of {}; name one inside it", self.out.display())
        })
    }
}

impl Drop for Becoming {
    fn drop(&mut self) {
        if !self.finished {
            // Best effort: its name says that it is unfinished.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_folder_is_there_when_it_is_finished_and_not_before() {
        let root = tempfile::tempdir().unwrap();
        for out in [root.path().join("new"), root.path().join("deep/er"), root.path().join("empty")] {
            if out.ends_with("empty") {
                fs::create_dir(&out).unwrap();
            }
            let becoming = Becoming::begin(&out).unwrap();
            becoming.put("a", b"1").unwrap();
            assert!(!out.join("a").exists());
            becoming.finish().unwrap();
            assert_eq!(fs::read(out.join("a")).unwrap(), b"1");
            assert_eq!(names(&out), ["a"]);
        }
        assert!(names(root.path()).iter().all(|name| !name.starts_with('.')));
    }

    #[test]
    fn what_is_given_up_leaves_nothing_and_what_is_there_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let becoming = Becoming::begin(&root.path().join("out")).unwrap();
        becoming.put("a", b"1").unwrap();
        drop(becoming);
        assert!(names(root.path()).is_empty());

        fs::write(root.path().join("file"), "mine").unwrap();
        for taken in [root.path().to_owned(), root.path().join("file"), PathBuf::from("/")] {
            assert!(Becoming::begin(&taken).is_err(), "{taken:?}");
        }
        assert_eq!(names(root.path()), ["file"]);
    }
}
