//! `replay`: recorded editing histories through a real service. The work is done by the program `replay` of the
//! tests crate; this builds it, and the service, as people run them.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::place::Place;
use crate::process;

const BUILD_LIMIT: Duration = Duration::from_secs(1800);
const REPLAY_LIMIT: Duration = Duration::from_secs(4 * 3600);

pub(crate) fn run(place: &Place, files: &[PathBuf]) -> Result<ExitCode> {
    // The replay runs in the repository, the paths were typed wherever the caller is.
    let files = files.iter().map(std::path::absolute).collect::<Result<Vec<_>, _>>()?;
    for file in &files {
        ensure!(file.is_file(), "there is no file {}", file.display());
    }
    println!("Building the service and the replay program.");
    let build = ["build", "--release", "--package", "chancery", "--package", "tests", "--bins"];
    process::must(place.command("cargo").args(build), BUILD_LIMIT)?;
    let mut replay = place.command(place.program("release", "replay"));
    replay.env("CHANCERY_BIN", place.program("release", "chancery")).args(files);
    process::must(&mut replay, REPLAY_LIMIT)?;
    Ok(ExitCode::SUCCESS)
}
