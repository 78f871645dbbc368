//! Remembering what was done for which files, so that it is not done again. A lost stamp only costs time.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::place::Place;

/// One thing that need not be done again while its inputs stay the same.
pub(crate) struct Stamp {
    file: PathBuf,
    now: String,
}

impl Stamp {
    /// The stamp `name` for the present contents of these files and folders.
    pub(crate) fn of(place: &Place, name: &str, inputs: &[PathBuf]) -> Result<Self> {
        let mut files = Vec::new();
        for input in inputs {
            collect(input, &mut files)?;
        }
        files.sort();
        let mut hasher = DefaultHasher::new();
        for file in &files {
            let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            hasher.write(file.as_os_str().as_encoded_bytes());
            hasher.write_usize(bytes.len());
            hasher.write(&bytes);
        }
        Ok(Self { file: place.notes()?.join(name), now: format!("{:016x}\n", hasher.finish()) })
    }

    pub(crate) fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|then| then == self.now)
    }

    pub(crate) fn keep(&self) -> Result<()> {
        fs::write(&self.file, &self.now).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// All files at or below a path; nothing when it is not there.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}
