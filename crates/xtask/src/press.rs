//! The press beside the service: built in the background, at the lowest priority, after everything else runs. Whether it comes or
//! not, the service goes on; the service looks each time whether the program is there.

use std::fs::File;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::place::Place;
use crate::process::{self, Group};
use crate::{fonts, tools};

const LIMIT: Duration = Duration::from_secs(3600);
/// How much less the build may have of the machine than anything else.
const NICE: &str = "19";

/// What the service finds in its environment: where the press and its fonts are or will be.
pub(crate) fn environment(place: &Place) -> [(&'static str, PathBuf); 2] {
    [("CHANCERY_PRESS", program(place)), ("CHANCERY_FONTS", fonts::folder(place))]
}

fn program(place: &Place) -> PathBuf {
    place.program("debug", "press")
}

/// Fetches the fonts and builds the press, in a thread that ends when this program is interrupted.
pub(crate) fn build_in_background() {
    thread::spawn(|| {
        let place = match Place::find() {
            Ok(place) => place,
            Err(error) => return println!("The press cannot be built: {error:#}"),
        };
        match build(&place) {
            Ok(()) => println!("The press is ready: editions are printed as PDF from now on."),
            Err(_) if process::interrupted() => {}
            Err(error) => println!("There will be no PDF, all else works: {error:#}"),
        }
    });
}

fn build(place: &Place) -> Result<()> {
    fonts::fetch(place)?;
    let log = place.notes()?.join("press.log");
    let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let mut cargo = gently(place);
    cargo.args(["build", "--package", "press"]).stdout(out.try_clone()?).stderr(out);
    let mut build = Group::start(&mut cargo)?;
    let status = build.wait(Instant::now() + LIMIT)?;
    build.end();
    match status {
        Some(status) if status.success() => Ok(()),
        _ => anyhow::bail!("the press could not be built, see {}", log.display()),
    }
}

/// Cargo, behind everybody else where the machine can do that.
fn gently(place: &Place) -> Command {
    match tools::find("nice") {
        Some(nice) => {
            let mut command = place.command(nice);
            command.args(["-n", NICE, "cargo"]);
            command
        }
        None => place.command("cargo"),
    }
}
