//! Whether somebody has published that a package of ours is dangerous: the crates against a checkout of RustSec's database, what
//! the pages are made of by asking npm's registry. Each that we know of and live with is listed here with its reason.
//! The one part of xtask besides installing that asks the world; without the world it says so and decides nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use semver::{Version, VersionReq};
use serde_json::Value;
use toml::Table;

use crate::place::Place;
use crate::process;
use crate::supply::{self, Package};
use crate::web;

const RUSTSEC: &str = "https://github.com/rustsec/advisory-db";
const FETCH_LIMIT: Duration = Duration::from_secs(300);

/// Advisories that we have read and that do not reach us. One that is no longer met is to be taken out.
const READ: [(&str, &str); 3] = [
    (
        "RUSTSEC-2023-0071",
        "rsa: its timing tells of a private key; we hold none, what a provider or a passkey signed is only verified",
    ),
    (
        "RUSTSEC-2026-0194",
        "quick-xml below typst's citations: styles that are in the press itself, never a stranger's XML",
    ),
    ("RUSTSEC-2026-0195", "the same"),
];

/// An advisory that is about a version in the lock.
#[derive(PartialEq, Eq, Debug)]
struct Met {
    id: String,
    package: String,
    /// Not a hole: nobody looks after it any more, or it could be used wrongly.
    informs: Option<String>,
}

/// # Errors
/// When an advisory is met that nobody has read.
pub(crate) fn run(place: &Place, rustsec: Option<&Path>) -> Result<()> {
    let packages = supply::packages(place)?;
    let mut unread = Vec::new();
    match database(place, rustsec) {
        Err(error) => println!("figure: advisories for crates: not looked at ({error:#})"),
        Ok(folder) => {
            let (met, looked_at) = look(&folder, &packages)?;
            let (informs, holes): (Vec<_>, Vec<_>) = met.into_iter().partition(|met| met.informs.is_some());
            for Met { id, package, informs } in &informs {
                println!("{id}: {package}: {}", informs.as_deref().unwrap_or_default());
            }
            let (known, new): (Vec<_>, Vec<_>) =
                holes.into_iter().partition(|met| READ.iter().any(|(id, _)| *id == met.id));
            for met in &known {
                let why = READ.iter().find(|(id, _)| *id == met.id).map_or("", |(_, why)| why);
                println!("{}: {}: read, and does not reach us: {why}", met.id, met.package);
            }
            for (id, _) in READ.iter().filter(|(id, _)| known.iter().all(|met| met.id != *id)) {
                println!(
                    "{id} is not met any more: take it out of the list in crates/xtask/src/advisories.rs"
                );
            }
            println!(
                "figure: {looked_at} advisories about our crates: {} met, {} of them read; {} inform",
                known.len() + new.len(),
                known.len(),
                informs.len()
            );
            unread.extend(new.into_iter().map(|met| format!("{}: {}", met.id, met.package)));
        }
    }
    match audit(place) {
        Err(error) => println!("figure: advisories for the pages: not looked at ({error:#})"),
        Ok(found) => {
            println!("figure: advisories for what the pages are made of: {} met", found.len());
            unread.extend(found);
        }
    }
    for advisory in &unread {
        println!("{advisory}");
    }
    if unread.is_empty() { Ok(()) } else { bail!("{} advisories are met", unread.len()) }
}

/// A checkout of the database: the given one, or our own, brought up to date.
fn database(place: &Place, given: Option<&Path>) -> Result<PathBuf> {
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    let ours = place.built("advisory-db");
    let mut git = place.command("git");
    match ours.is_dir() {
        true => git.arg("-C").arg(&ours).args(["pull", "--quiet", "--ff-only"]),
        false => git.args(["clone", "--quiet", "--depth", "1", RUSTSEC]).arg(&ours),
    };
    git.env("GIT_TERMINAL_PROMPT", "0");
    process::must(&mut git, FETCH_LIMIT).context("RustSec's database cannot be fetched")?;
    Ok(ours)
}

/// What of the database is met, and how many of it are about crates that we have.
fn look(database: &Path, packages: &[Package]) -> Result<(Vec<Met>, usize)> {
    let (mut met, mut looked_at) = (Vec::new(), 0);
    let crates: Vec<&Package> = packages.iter().filter(|package| package.kind == "cargo").collect();
    let mut names: Vec<&str> = crates.iter().map(|package| package.name.as_str()).collect();
    names.dedup();
    for name in names {
        let Ok(listing) = fs::read_dir(database.join("crates").join(name)) else { continue };
        for entry in listing {
            let path = entry?.path();
            let text =
                fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let advisory = parse(&text).with_context(|| format!("{} is no advisory", path.display()))?;
            looked_at += 1;
            let versions = crates.iter().filter(|package| package.name == name);
            for package in versions.filter(|package| is_about(&advisory, &package.version)) {
                let told = |name: &str| advisory["advisory"].get(name)?.as_str().map(str::to_owned);
                let id = told("id").unwrap_or_default();
                met.push(Met {
                    id,
                    package: format!("{name} {}", package.version),
                    informs: told("informational"),
                });
            }
        }
    }
    Ok((met, looked_at))
}

/// The table at the head of an advisory, which is Markdown.
fn parse(text: &str) -> Result<Table> {
    let table =
        text.split_once("```toml").and_then(|(_, rest)| rest.split_once("```")).context("it has no head")?.0;
    let table: Table = table.parse().context("its head is no TOML")?;
    if table.get("advisory").is_none_or(|it| !it.is_table()) {
        bail!("its head names no advisory");
    }
    Ok(table)
}

/// Whether a version is neither mended nor was ever ill. What cannot be read counts as met.
fn is_about(advisory: &Table, version: &str) -> bool {
    if advisory["advisory"].get("withdrawn").is_some() {
        return false;
    }
    let Ok(version) = Version::parse(version) else { return true };
    let holds = |name: &str| {
        let ranges = advisory.get("versions").and_then(|it| it.get(name)).and_then(toml::Value::as_array);
        let mut ranges =
            ranges.into_iter().flatten().filter_map(|range| VersionReq::parse(range.as_str()?).ok());
        ranges.any(|range| range.matches(&version))
    };
    !holds("patched") && !holds("unaffected")
}

/// What npm's registry knows of the packages that the pages are made of.
fn audit(place: &Place) -> Result<Vec<String>> {
    let mut npm: Command = web::npm(place);
    npm.args(["audit", "--omit=dev", "--json"]);
    // It ends with 1 when it found something, so that its words count and not its code.
    let said = npm.output().context("npm cannot be run")?;
    let said: Value = serde_json::from_slice(&said.stdout).context("npm audit does not speak JSON")?;
    read_audit(&said)
}

fn read_audit(said: &Value) -> Result<Vec<String>> {
    let found = said["vulnerabilities"].as_object().context("the registry does not answer such questions")?;
    let line = |(name, what): (&String, &Value)| {
        format!("npm: {name}: {}", what["severity"].as_str().unwrap_or("?"))
    };
    Ok(found.iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn advisory(versions: &str) -> Table {
        parse(&format!("```toml\n[advisory]\nid = \"A\"\npackage = \"a\"\n{versions}\n```\n# Title")).unwrap()
    }

    #[test]
    fn an_advisory_is_about_what_is_neither_mended_nor_never_ill() {
        let mended = advisory("[versions]\npatched = [\">= 1.2.3\", \"^0.9.1\"]\nunaffected = [\"< 0.5.0\"]");
        for (version, met) in
            [("1.2.2", true), ("1.2.3", false), ("0.9.0", true), ("0.9.4", false), ("0.4.0", false)]
        {
            assert_eq!(is_about(&mended, version), met, "{version}");
        }
        assert!(is_about(&advisory("[versions]\npatched = []"), "7.0.0"), "mended nowhere");
        assert!(!is_about(&advisory("withdrawn = \"2024-01-01\"\n[versions]\npatched = []"), "7.0.0"));
        assert!(is_about(&mended, "not a version"));
        assert!(parse("no head").is_err() && parse("```toml\nid = 1\n```").is_err());
    }

    #[test]
    fn a_registry_that_does_not_answer_is_not_a_clean_one() {
        assert_eq!(read_audit(&json!({ "vulnerabilities": {} })).unwrap(), Vec::<String>::new());
        let found = json!({ "vulnerabilities": { "a": { "severity": "high" } } });
        assert_eq!(read_audit(&found).unwrap(), ["npm: a: high"]);
        assert!(read_audit(&json!({ "message": "405", "error": {} })).is_err());
    }
}
