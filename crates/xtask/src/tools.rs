//! Which tools this machine has, and one sentence for each that it lacks. Installs nothing but a browser and strace for the tests.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::process;

const NODE_MIN: (u32, u32) = (20, 19);
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const BROWSER_PACKAGES: [&str; 2] = ["chromium", "fonts-noto-core"];
const INSTALL_LIMIT: Duration = Duration::from_secs(600);

/// Checks that node is new enough and npm is there.
pub(crate) fn need_node() -> Result<()> {
    let (major, minor) = NODE_MIN;
    let version = process::ask(Command::new("node").arg("--version")).unwrap_or_default();
    match parse_version(&version) {
        None => bail!("node is missing: please install Node.js {major}.{minor} or newer, with npm"),
        Some(found) if found < NODE_MIN => {
            bail!("node {} is too old: please install Node.js {major}.{minor} or newer", version.trim())
        }
        Some(_) if find("npm").is_none() => bail!("npm is missing: please install it, it comes with Node.js"),
        Some(_) => Ok(()),
    }
}

/// What looks on while a program under test speaks to the disk and the network; installed if it is missing and we may.
pub(crate) fn need_strace() -> Result<()> {
    if find("strace").is_some() {
        return Ok(());
    }
    install("the tests of the disk and of the press need strace", &["strace"])
}

/// The browser for the tests, with fonts for Arabic; both are installed if they are missing and we may.
pub(crate) fn need_browser() -> Result<PathBuf> {
    if let Some(browser) = browser()
        && has_fonts()
    {
        return Ok(browser);
    }
    install_browser()?;
    match browser() {
        Some(browser) => Ok(browser),
        None => bail!("the browser was installed but none of {} is on the path", BROWSERS.join(", ")),
    }
}

/// A program on the path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The browser named by `CHROMIUM`, or the first of those we know.
pub(crate) fn browser() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| file.is_file());
    named.or_else(|| BROWSERS.into_iter().find_map(find))
}

fn has_fonts() -> bool {
    let listed = process::ask(Command::new("fc-list").arg(":lang=ar")).unwrap_or_default();
    !listed.trim().is_empty() || Path::new("/usr/share/fonts/truetype/noto").is_dir()
}

fn install_browser() -> Result<()> {
    install("the browser tests need Chromium and the Noto fonts", &BROWSER_PACKAGES)
}

/// Installs packages of Debian, or says why they are needed and how to install them by hand.
fn install(why: &str, packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get update && apt-get install -y {}", packages.join(" "));
    if find("apt-get").is_none() || !rustix::process::geteuid().is_root() {
        bail!("{why}; please run as root: {by_hand}");
    }
    println!("Installing, since {why}: {by_hand}");
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(["-q", "-y"]).args(words).env("DEBIAN_FRONTEND", "noninteractive");
        process::must(&mut command, INSTALL_LIMIT)
    };
    apt(&["update"])?;
    apt(&[&["install", "--no-install-recommends"], packages].concat())
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(parse_version("v20.19.4\n"), Some((20, 19)));
        assert!(parse_version("v20.9.0") < Some(NODE_MIN));
        assert!(parse_version("v22.1.0") > Some(NODE_MIN));
        assert_eq!(parse_version(""), None);
    }
}
