//! What we build on: which packages there are, for programs (from cargo) and for pages (from the lock of npm), and whether each
//! comes from its public registry, under a licence that we may give on, with nothing run when it is installed.
//! Reads locks and what cargo says of them; asks no registry. Next: `sbom`, the same as a list for others; `advisories`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::licence;
use crate::place::Place;
use crate::process;

/// Direct packages of the pages: each is code that runs where people write.
const PAGES_DIRECT_MAX: usize = 15;
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
/// What programs are made of: all that is built into one of these.
const PROGRAMS: [&str; 2] = ["chancery", "press"];

/// Licences that may be given on with a program or a page.
const LICENCES: [&str; 17] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// One package, as others name it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Package {
    /// `cargo` or `npm`.
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: String,
    /// SHA-256 of a crate, `sha512-…` of a package of npm.
    pub(crate) checksum: String,
    /// Whether it is in what we give away, and not only in what builds or tests it.
    pub(crate) shipped: bool,
}

/// Everything that the locks name, sorted.
///
/// # Errors
/// When a lock cannot be read.
pub(crate) fn packages(place: &Place) -> Result<Vec<Package>> {
    let mut all = crates(&cargo_says(place)?, &checksums(place)?)?;
    all.extend(of_npm(&npm_lock(place)?)?);
    all.sort();
    Ok(all)
}

/// The step of `test`: prints what is wrong.
///
/// # Errors
/// When something is.
pub(crate) fn check(place: &Place) -> Result<()> {
    let packages = packages(place)?;
    let mut findings = judge(&packages);
    findings.extend(judge_cargo(&cargo_says(place)?));
    findings.extend(judge_npm(&npm_lock(place)?));
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} things to mend in what we build on", findings.len());
    }
    let shipped = packages.iter().filter(|package| package.shipped).count();
    println!(
        "figure: {} packages in the locks, {shipped} of them given away: all licences and sources fine",
        packages.len()
    );
    Ok(())
}

fn judge(packages: &[Package]) -> Vec<String> {
    let unfit = packages.iter().filter(|package| !licence::is_met(&package.licence, &LICENCES));
    let mut findings: Vec<String> = unfit
        .map(|it| {
            format!(
                "{} {}: the licence \"{}\" is not among those we give on",
                it.name, it.version, it.licence
            )
        })
        .collect();
    let unknown = packages.iter().filter(|package| package.checksum.is_empty());
    findings.extend(unknown.map(|it| format!("{} {}: the lock has no checksum", it.name, it.version)));
    findings
}

fn judge_cargo(says: &Value) -> Vec<String> {
    let packages = says["packages"].as_array().into_iter().flatten();
    let elsewhere = packages.filter(|it| !it["source"].is_null() && it["source"] != CRATES_IO);
    elsewhere.map(|it| format!("{}: comes from {}", it["name"], it["source"])).collect()
}

fn judge_npm(lock: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let direct = lock["packages"][""]["dependencies"].as_object().map_or(0, serde_json::Map::len);
    if direct > PAGES_DIRECT_MAX {
        findings.push(format!("{direct} direct packages in the pages, at most {PAGES_DIRECT_MAX}"));
    }
    for (path, package) in lock["packages"].as_object().into_iter().flatten() {
        if package["hasInstallScript"] == true {
            findings.push(format!("{path}: wants to run something when it is installed"));
        }
        if package["link"] == true || package["resolved"].as_str().is_some_and(|it| it.starts_with("git")) {
            findings.push(format!("{path}: does not come from the registry"));
        }
    }
    findings
}

/// What cargo says of the workspace and all that it builds on. From the lock, without asking anybody.
fn cargo_says(place: &Place) -> Result<Value> {
    let words = ["metadata", "--format-version", "1", "--locked"];
    let said = process::ask(place.command("cargo").args(words))?;
    serde_json::from_str(&said).context("cargo metadata speaks JSON")
}

fn checksums(place: &Place) -> Result<BTreeMap<(String, String), String>> {
    let lock = std::fs::read_to_string(place.root.join("Cargo.lock")).context("Cargo.lock cannot be read")?;
    let lock: toml::Table = lock.parse().context("Cargo.lock is TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |package: &toml::Value, name: &str| package.get(name)?.as_str().map(str::to_owned);
    let of =
        |package| Some(((text(package, "name")?, text(package, "version")?), text(package, "checksum")?));
    Ok(packages.filter_map(of).collect())
}

fn npm_lock(place: &Place) -> Result<Value> {
    let lock = std::fs::read_to_string(place.web().join("package-lock.json"));
    serde_json::from_str(&lock.context("web/package-lock.json cannot be read")?)
        .context("the lock of npm is JSON")
}

/// The crates that are not ours.
fn crates(says: &Value, checksums: &BTreeMap<(String, String), String>) -> Result<Vec<Package>> {
    let shipped = built_in(says);
    let packages = says["packages"].as_array().context("cargo metadata lists packages")?;
    let foreign = packages.iter().filter(|package| !package["source"].is_null());
    let package = |package: &Value| {
        let text = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
        let (name, version) = (text("name"), text("version"));
        let checksum = checksums.get(&(name.clone(), version.clone())).cloned().unwrap_or_default();
        let shipped = shipped.contains(package["id"].as_str().unwrap_or_default());
        Package { kind: "cargo", name, version, licence: text("license"), checksum, shipped }
    };
    Ok(foreign.map(package).collect())
}

/// Ids of all that is built into our programs: what they need to run, not what builds or tests them.
fn built_in(says: &Value) -> BTreeSet<&str> {
    let nodes: BTreeMap<&str, &Value> = says["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let ours = says["packages"].as_array().into_iter().flatten();
    let ours = ours.filter(|it| it["source"].is_null() && PROGRAMS.iter().any(|name| it["name"] == *name));
    let mut open: Vec<&str> = ours.filter_map(|package| package["id"].as_str()).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        let needs = nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten();
        let runs = |need: &&Value| {
            need["dep_kinds"].as_array().is_some_and(|it| it.iter().any(|it| it["kind"].is_null()))
        };
        open.extend(needs.filter(runs).filter_map(|need| need["pkg"].as_str()));
    }
    found
}

fn of_npm(lock: &Value) -> Result<Vec<Package>> {
    let packages = lock["packages"].as_object().context("the lock of npm lists packages")?;
    let foreign = packages.iter().filter(|(path, _)| !path.is_empty());
    let package = |(path, package): (&String, &Value)| {
        let text = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
        let name = path.rsplit("node_modules/").next().unwrap_or_default().to_owned();
        let (version, licence, checksum) = (text("version"), text("license"), text("integrity"));
        Package { kind: "npm", name, version, licence, checksum, shipped: package["dev"] != true }
    };
    Ok(foreign.map(package).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(licence: &str, checksum: &str) -> Package {
        let (name, version) = ("a".to_owned(), "1.0.0".to_owned());
        Package {
            kind: "cargo",
            name,
            version,
            licence: licence.into(),
            checksum: checksum.into(),
            shipped: true,
        }
    }

    #[test]
    fn what_may_not_be_given_on_or_cannot_be_checked_is_found() {
        assert_eq!(judge(&[package("MIT OR GPL-3.0-only", "00")]), Vec::<String>::new());
        assert_eq!(judge(&[package("GPL-3.0-only", "00"), package("", "00"), package("MIT", "")]).len(), 3);
    }

    #[test]
    fn crates_from_elsewhere_are_found() {
        let says = json!({ "packages": [
            { "name": "ours", "source": null },
            { "name": "fine", "source": CRATES_IO },
            { "name": "odd", "source": "git+https://example.org/odd" },
        ] });
        assert_eq!(judge_cargo(&says).len(), 1);
    }

    #[test]
    fn too_many_packages_scripts_and_other_sources_are_found() {
        let many: serde_json::Map<_, _> = (0..16).map(|n| (n.to_string(), json!("1.0.0"))).collect();
        let lock = json!({ "packages": {
            "": { "dependencies": many },
            "node_modules/a": { "hasInstallScript": true },
            "node_modules/b": { "resolved": "git+ssh://git@example.org/b.git" },
            "node_modules/c": {},
        } });
        assert_eq!(judge_npm(&lock).len(), 3);
    }

    #[test]
    fn what_only_builds_or_tests_is_not_given_away() {
        let need = |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let says = json!({
            "packages": [{ "id": "chancery", "name": "chancery", "source": null }],
            "resolve": { "nodes": [
                { "id": "chancery", "deps": [need("runs", Value::Null), need("builds", json!("build")), need("tests", json!("dev"))] },
                { "id": "runs", "deps": [need("runs-too", Value::Null)] },
            ] },
        });
        assert_eq!(built_in(&says).into_iter().collect::<Vec<_>>(), ["chancery", "runs", "runs-too"]);
    }
}
