//! Checks what compilers do not: the ladder of crates, file openings and lengths, words that belong elsewhere, links.
//! Only reads. Each check takes text and returns findings; this file finds the texts and prints the findings.

mod assurance;
mod ladder;
mod links;
mod purity;
mod text;

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::place::Place;

/// Folders that hold what was built, installed or fetched, not what was written.
const SKIPPED: [&str; 3] = [".git", "node_modules", "dist"];
/// The same at the root, where their names may have an ending: the data folder of `run`, and what cargo builds.
const SKIPPED_AT_ROOT: [&str; 2] = ["data", "target"];

/// One written file of the repository.
pub(crate) struct Source {
    /// Relative to the repository, with `/`.
    path: String,
    text: String,
}

/// Something to mend.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// The command: prints and tells by its code.
pub(crate) fn run(place: &Place) -> Result<ExitCode> {
    check(place)?;
    Ok(ExitCode::SUCCESS)
}

/// All checks over the repository.
///
/// # Errors
/// When there is something to mend; each finding has been printed.
pub(crate) fn check(place: &Place) -> Result<()> {
    let sources = sources(&place.root)?;
    let mut findings = ladder::check(&sources);
    findings.extend(purity::check(&sources));
    findings.extend(text::check(&sources));
    findings.extend(assurance::check(&sources, |path| place.root.join(path).exists()));
    findings.extend(links::check(&sources, |path| place.root.join(path).exists()));
    findings.sort();
    findings.dedup();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => println!("tidy: {} files, nothing to mend", sources.len()),
        n => bail!("{n} things to mend"),
    }
    Ok(())
}

fn sources(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    collect(root, "", &mut sources)?;
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn collect(root: &Path, below: &str, sources: &mut Vec<Source>) -> Result<()> {
    let folder = root.join(below);
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && !skipped(&path, &name) {
            collect(root, &path, sources)?;
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            // What is not text (pictures, fonts) is nobody's prose.
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

fn skipped(path: &str, name: &str) -> bool {
    SKIPPED.contains(&name) || SKIPPED_AT_ROOT.iter().any(|skipped| is_kind_of(path, skipped))
}

/// Whether a folder at the root has this name, alone or with an ending.
fn is_kind_of(path: &str, name: &str) -> bool {
    path.strip_prefix(name)
        .is_some_and(|ending| !ending.contains('/') && !ending.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_or_stored_is_not_read() {
        for path in ["target", "target-2", "data", "data.making", ".git", "web/node_modules", "web/dist"] {
            assert!(skipped(path, path.rsplit('/').next().unwrap()), "{path}");
        }
        for path in ["crates/x/data", "database", "targets", "tests", "web/src"] {
            assert!(!skipped(path, path.rsplit('/').next().unwrap()), "{path}");
        }
    }
}
