//! The web editor as seen from outside: its packages are installed when the lock changed, it is built when its sources
//! changed. What a build does is written in web/package.json.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::place::Place;
use crate::process;
use crate::stamp::Stamp;
use crate::tools;

const INSTALL_LIMIT: Duration = Duration::from_secs(600);
const BUILD_LIMIT: Duration = Duration::from_secs(300);

/// Whether there was something to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Done {
    Now,
    Before,
}

/// `npm ci`, if the lock changed since the last time.
pub(crate) fn install(place: &Place) -> Result<Done> {
    tools::need_node()?;
    let web = place.web();
    let lock = web.join("package-lock.json");
    ensure!(lock.is_file(), "web/package-lock.json is missing: the repository is incomplete");
    let stamp = Stamp::of(place, "npm-ci", &[lock])?;
    if stamp.holds() && web.join("node_modules").is_dir() {
        return Ok(Done::Before);
    }
    println!("Installing the web editor's packages (npm ci).");
    process::must(npm(place).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]), INSTALL_LIMIT)?;
    stamp.keep()?;
    Ok(Done::Now)
}

/// `npm run build`, if a source changed since the last time.
pub(crate) fn build(place: &Place) -> Result<Done> {
    let installed = install(place)?;
    let stamp = Stamp::of(place, "web-build", &sources(place)?)?;
    let page = place.web().join("dist/index.html");
    if installed == Done::Before && stamp.holds() && page.is_file() {
        return Ok(Done::Before);
    }
    println!("Building the web editor (npm run build).");
    process::must(npm(place).args(["run", "--silent", "build", "--", "--logLevel", "warn"]), BUILD_LIMIT)?;
    ensure!(page.is_file(), "the build ended well, but web/dist/index.html is not there");
    stamp.keep()?;
    Ok(Done::Now)
}

/// `npm`, in web, quiet about itself.
pub(crate) fn npm(place: &Place) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(place.web()).env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
    npm
}

/// Everything in web that a build may read: all but what it makes and what only tests use.
fn sources(place: &Place) -> Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(place.web())? {
        let entry = entry?;
        let name = entry.file_name();
        if !["dist", "node_modules", "test"].iter().any(|skipped| name == *skipped) {
            sources.push(entry.path());
        }
    }
    Ok(sources)
}
