//! The fonts of the press: the files that `crates/press/fonts.lock` names, fetched as packages of the registry that the web editor's
//! packages come from. Believes no file whose SHA-256 is another than the lock says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::place::Place;
use crate::{process, web};

const LIMIT: Duration = Duration::from_secs(300);

/// A file of the lock.
struct Pinned<'l> {
    name: &'l str,
    sha256: &'l str,
    package: &'l str,
    path: &'l str,
}

/// The folder that holds them.
pub(crate) fn folder(place: &Place) -> PathBuf {
    place.built("fonts")
}

/// Fetches what is missing or is not what the lock says.
pub(crate) fn fetch(place: &Place) -> Result<()> {
    let lock =
        fs::read_to_string(place.root.join("crates/press/fonts.lock")).context("crates/press/fonts.lock")?;
    let folder = folder(place);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut missing: BTreeMap<&str, Vec<Pinned<'_>>> = BTreeMap::new();
    for pinned in read(&lock)? {
        if !is_there(&folder.join(pinned.name), pinned.sha256) {
            missing.entry(pinned.package).or_default().push(pinned);
        }
    }
    if !missing.is_empty() {
        println!("Fetching the fonts of the press.");
    }
    missing.iter().try_for_each(|(package, files)| fetch_package(place, &folder, package, files))
}

fn read(lock: &str) -> Result<Vec<Pinned<'_>>> {
    let lines = lock.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
            [name, sha256, _licence, package, path] if is_plain(name) => {
                Ok(Pinned { name, sha256, package, path })
            }
            _ => bail!("a line of fonts.lock that cannot be read: {line}"),
        })
        .collect()
}

/// Whether a file can have this name and lie in the folder itself.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

fn is_there(file: &Path, sha256: &str) -> bool {
    fs::read(file).is_ok_and(|bytes| hex(&bytes) == sha256)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Unpacks a package beside the folder and takes from it what the lock names.
fn fetch_package(place: &Place, folder: &Path, package: &str, files: &[Pinned<'_>]) -> Result<()> {
    let scratch = place.notes()?.join("fonts");
    if scratch.exists() {
        fs::remove_dir_all(&scratch).with_context(|| format!("cannot remove {}", scratch.display()))?;
    }
    fs::create_dir_all(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
    let mut pack = web::npm(place);
    pack.args(["pack", "--silent", "--pack-destination"]).arg(&scratch).arg(package);
    process::ask(&mut pack)?;
    let packed =
        fs::read_dir(&scratch)?.next().with_context(|| format!("{package} came without a file"))??.path();
    let mut unpack = place.command("tar");
    process::must(unpack.arg("xzf").arg(&packed).arg("-C").arg(&scratch), LIMIT)?;
    for Pinned { name, sha256, path, .. } in files {
        let bytes = fs::read(scratch.join("package").join(path))
            .with_context(|| format!("{package} has no {path}"))?;
        ensure!(hex(&bytes) == *sha256, "{path} of {package} is another file than fonts.lock says");
        fs::write(folder.join(name), bytes).with_context(|| format!("cannot write {name}"))?;
    }
    fs::remove_dir_all(&scratch).with_context(|| format!("cannot remove {}", scratch.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_is_read_and_no_name_leads_elsewhere() {
        let lock = include_str!("../../press/fonts.lock");
        let pinned = read(lock).unwrap();
        assert!(pinned.iter().any(|pinned| pinned.name.ends_with("LICENSE.txt")));
        assert!(pinned.iter().all(|pinned| pinned.sha256.len() == 64));
        assert!(read("../x.ttf 00 OFL-1.1 a@1 x.ttf").is_err());
        assert!(read("x.ttf 00 OFL-1.1 a@1").is_err());
    }

    #[test]
    fn a_file_with_other_bytes_is_not_there() {
        let file = std::env::temp_dir().join(format!("fonts-{}", std::process::id()));
        fs::write(&file, "abc").unwrap();
        let there = |sha256| is_there(&file, sha256);
        assert!(there("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assert!(!there("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae"));
        fs::remove_file(&file).unwrap();
        assert!(!there("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
}
