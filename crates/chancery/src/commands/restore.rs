//! `chancery restore`: a data folder out of a backup, checked before it is put in its place. `chancery drill`: the same into a
//! folder that is taken away again, to know that it would work and how long it takes.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use backup::key::Opener;
use backup::restore::{Afterwards, Restore, Restored};
use clap::Args;
use manual::id::Epoch;

use super::{now_ms, random};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The file with the private half of the key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The data folder to make; it must not be there yet, or be empty
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Restore what was there at this position of the journal, not at the last run
    #[arg(long, value_name = "N")]
    to_position: Option<u64>,
    /// Leave people and programs signed in; what was ended after the backup lives again
    #[arg(long)]
    keep_sessions: bool,
    /// A move: nothing was written after the last run, and the old folder is never used again
    #[arg(long, conflicts_with_all = ["keep_sessions", "to_position"])]
    same: bool,
    /// Restore what can be restored of a damaged backup, and name the rest
    #[arg(long)]
    despite_damage: bool,
}

#[derive(Args)]
pub(crate) struct Drill {
    /// The folder of the backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The file with the private half of the key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Where the folder is made for a while; left out: the system's place for such folders
    #[arg(long, value_name = "DIR")]
    within: Option<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    let Arguments { from, key, data, to_position, keep_sessions, same, despite_damage } = arguments;
    let afterwards = match (same, keep_sessions) {
        (true, _) => Afterwards::Same,
        (false, true) => Afterwards::KeepSessions,
        (false, false) => Afterwards::Anew,
    };
    let opener = Opener::read(&key)?;
    let fresh = Epoch::from_random(random());
    let restore = Restore {
        from: &from,
        opener: &opener,
        data: &data,
        to_position,
        afterwards,
        despite_damage,
        fresh,
        time_ms: now_ms(),
    };
    let restored = restore.run()?;
    println!("{} is as it stood at position {}.", data.display(), restored.position);
    tell(&restored);
    match afterwards {
        Afterwards::Same => println!("It is the same folder as before: never start the old one again."),
        Afterwards::KeepSessions => println!("A new epoch has begun. Whoever was signed in then still is."),
        Afterwards::Anew => println!(
            "A new epoch has begun. {} sessions and tokens and {} invitations are over: invite people anew.",
            restored.sessions_ended, restored.invitations_ended
        ),
    }
    if afterwards != Afterwards::Same {
        println!("Whatever was ended, taken away or withdrawn after that position has to be again.");
    }
    ensure_whole(&restored)
}

pub(crate) fn drill(Drill { from, key, within }: Drill) -> Result<()> {
    let began = Instant::now();
    let opener = Opener::read(&key)?;
    let folder = Temporary::new(&within.unwrap_or_else(std::env::temp_dir))?;
    let restore = Restore {
        from: &from,
        opener: &opener,
        data: &folder.0,
        to_position: None,
        afterwards: Afterwards::Anew,
        despite_damage: false,
        fresh: Epoch::from_random(random()),
        time_ms: now_ms(),
    };
    let restored = restore.run()?;
    tell(&restored);
    ensure_whole(&restored)?;
    drop(folder);
    println!(
        "The backup was restored up to position {}, checked and taken away again in {:.1} s.",
        restored.position,
        began.elapsed().as_secs_f64()
    );
    Ok(())
}

fn tell(restored: &Restored) {
    for problem in &restored.left_out {
        eprintln!("{}: {}; it is left out.", problem.place, problem.what);
    }
    for id in &restored.differing {
        eprintln!("document {id}: it is not what it was when it was backed up.");
    }
    for problem in &restored.check.problems {
        eprintln!("{}: {}.", problem.place, problem.what);
    }
    println!(
        "{} documents are what they were, by their hashes.",
        restored.compared - restored.differing.len()
    );
    print!("{}", super::check::summary(&restored.check));
}

fn ensure_whole(restored: &Restored) -> Result<()> {
    ensure!(restored.is_whole(), "not everything is as it was; see the places named");
    Ok(())
}

/// A folder for its owner alone, taken away when dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new(within: &Path) -> Result<Self> {
        let name: [u8; 8] = random();
        let path = within.join(format!("chancery-drill-{:016x}", u64::from_be_bytes(name)));
        let made = std::fs::DirBuilder::new().mode(0o700).create(&path);
        made.with_context(|| format!("nothing can be made in {}", within.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(failed) = std::fs::remove_dir_all(&self.0) {
            eprintln!(
                "{} could not be taken away ({failed}); delete it: it holds everything in clear.",
                self.0.display()
            );
        }
    }
}
