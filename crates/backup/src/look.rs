//! Is a backup whole? Without the key: every file against the index. With it: every frame of the journal, every frozen
//! file and picture, the keys. Changes nothing, and goes on behind damage.

use std::collections::BTreeSet;
use std::path::Path;

use store::copy::{self, Mark};

use crate::index::{self, Listing};
use crate::key::Opener;
use crate::sealed::Sealed;
use crate::walk::{Held, Walk};
use crate::{Failed, Problem};

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Looked {
    pub runs: usize,
    pub position: u64,
    /// When the last run was.
    pub time_ms: u64,
    pub files: usize,
    pub bytes: u64,
    /// Empty: the backup is whole.
    pub problems: Vec<Problem>,
}

/// Looks at all of a backup.
///
/// # Errors
/// [`Failed::NoBackup`], [`Failed::Newer`], [`Failed::WrongKey`]. Damage is told in what is given.
pub fn look(dir: &Path, opener: Option<&Opener>) -> Result<Looked, Failed> {
    let index = index::read(dir)?;
    let mut looked = Looked { runs: index.runs.len(), ..Looked::default() };
    let Some(last) = index.runs.last() else {
        let problem = index.problem.ok_or_else(|| Failed::NoBackup(dir.display().to_string()))?;
        return Ok(Looked { problems: vec![problem], ..looked });
    };
    (looked.position, looked.time_ms) = (last.position, last.time_ms);
    looked.problems.extend(index.problem);
    for sealed in index.runs.iter().flat_map(Listing::added).chain([last.vault.sealed.clone()]) {
        looked.file(dir, &sealed)?;
    }
    if let Some(opener) = opener {
        looked.open(Walk { dir, opener }, &index.runs)?;
        // What is spoiled cannot be opened either; once is enough.
        let mut seen = BTreeSet::new();
        looked.problems.retain(|problem| seen.insert(problem.place.clone()));
    }
    Ok(looked)
}

impl Looked {
    fn file(&mut self, dir: &Path, sealed: &Sealed) -> Result<(), Failed> {
        self.files += 1;
        self.bytes += sealed.bytes;
        self.note(sealed.read(dir).map(drop))
    }

    fn open(&mut self, walk: Walk<'_>, runs: &[Listing]) -> Result<(), Failed> {
        let mut mark = Mark::default();
        let mut held = Held::default();
        let mut follows = true;
        for run in runs {
            if follows {
                let walked = walk.journal(run, u64::MAX, |bytes| {
                    mark = copy::follow(mark, bytes)?;
                    Ok(mark)
                });
                // What comes behind a piece that cannot be read follows nothing.
                follows = walked.is_ok();
                self.note(walked)?;
            }
            self.note(walk.held(run, &mut held))?;
            walk.files(run, |file| self.note(file.map(drop)))?;
        }
        match runs.last() {
            Some(last) => self.note(walk.vault(last).map(drop)),
            None => Ok(()),
        }
    }

    /// Keeps damage for the report; everything else ends the look.
    fn note(&mut self, done: Result<(), Failed>) -> Result<(), Failed> {
        match done {
            Err(Failed::Damaged(problem)) => self.problems.push(problem),
            done => return done,
        }
        Ok(())
    }
}
