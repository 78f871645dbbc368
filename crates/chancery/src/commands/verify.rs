//! `chancery verify`: whether an edition, in a zip or in a folder, is what was published, naming each file that is not. Needs
//! no service and no data folder, asks nothing of the network, and writes nothing.
//!
//! Ends with 0 where everything is fine, 1 where something is not or the key is another one, 2 where no edition could be read.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use edition::bundle::{BYTES_MAX, ENTRIES_MAX, Files, Report, Signature, State, Zip, verify_with};
use edition::sign::PublicKey;
use edition::{hex, unhex};

#[derive(Args)]
pub(crate) struct Arguments {
    /// A bundle (.zip), or a folder where one was unpacked or that `chancery export` wrote
    #[arg(value_name = "FILE|FOLDER")]
    edition: PathBuf,
    /// The key that must have signed it, from a place you trust: a file (PEM), or its 64 digits
    #[arg(long, value_name = "PEM|HEX")]
    key: Option<String>,
}

pub(crate) fn run(arguments: Arguments) -> ExitCode {
    match look(&arguments) {
        Ok((report, trusted)) => {
            for line in problems(&report) {
                println!("{line}");
            }
            let (fine, said) = judged(&report, trusted.as_ref());
            println!("{said}");
            if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("chancery: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn look(arguments: &Arguments) -> Result<(Report, Option<PublicKey>)> {
    let trusted = arguments.key.as_deref().map(key).transpose()?;
    let path = &arguments.edition;
    let keys: Vec<PublicKey> = trusted.into_iter().collect();
    let report = if path.is_dir() {
        verify_with(&Folder::of(path)?, &keys)
    } else {
        let bytes = bounded(path).with_context(|| format!("{} could not be read", path.display()))?;
        let zip = Zip::read(&bytes).with_context(|| format!("{} is no bundle", path.display()))?;
        verify_with(&zip, &keys)
    };
    let is_there = report.files.get("edition.json").is_some_and(|state| *state != State::Missing);
    ensure!(is_there, "there is no edition.json in {}", path.display());
    Ok((report, trusted))
}

/// A key as people give it.
fn key(given: &str) -> Result<PublicKey> {
    if let Some(key) = unhex(&given.trim().to_ascii_lowercase()).and_then(PublicKey::of) {
        return Ok(key);
    }
    let bytes = bounded(Path::new(given)).with_context(|| format!("the key {given} could not be read"))?;
    let text = String::from_utf8_lossy(&bytes);
    PublicKey::from_pem(&text)
        .or_else(|| PublicKey::from_minisign(&text))
        .with_context(|| format!("{given} holds no key of the kind that signs editions"))
}

/// A file, if it is no longer than a bundle may be.
fn bounded(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 <= BYTES_MAX, "it is longer than an edition may be");
    Ok(bytes)
}

/// The files of a folder and of the folder of pictures in it. Links are not followed.
struct Folder {
    root: PathBuf,
    names: Vec<String>,
}

impl Folder {
    fn of(root: &Path) -> Result<Self> {
        let mut names = Vec::new();
        for (folder, before) in [(root.to_owned(), ""), (root.join("images"), "images/")] {
            if !folder.is_dir() {
                continue;
            }
            for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if !(entry.file_type()?.is_dir() && before.is_empty() && name == "images") {
                    names.push(format!("{before}{name}"));
                }
                if names.len() > ENTRIES_MAX {
                    bail!("there are more files in {} than an edition has", root.display());
                }
            }
        }
        Ok(Self { root: root.to_owned(), names })
    }
}

impl Files for Folder {
    fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    fn read(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        let path = self.root.join(name);
        let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
        if is_file { bounded(&path).ok().map(Cow::Owned) } else { None }
    }
}

/// One line for each file that is not fine, and one for those that nobody signs.
fn problems(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, state) in &report.files {
        let name: String = name.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        match state {
            State::Fine | State::Listed => {}
            State::Changed => lines.push(format!("{name}: changed. This is not what was published.")),
            State::Missing => {
                lines.push(format!("{name}: missing. It belongs to the edition and is not here."))
            }
            State::Unknown => {
                lines.push(format!("{name}: unknown. Nothing in the edition names it; do not rely on it."))
            }
        }
    }
    let listed: Vec<&str> = report
        .files
        .iter()
        .filter(|(_, state)| **state == State::Listed)
        .map(|(name, _)| name.as_str())
        .collect();
    if !listed.is_empty() {
        lines
            .push(format!("As SHA256SUMS lists them, for which no signature stands: {}.", listed.join(", ")));
    }
    lines
}

/// Whether all is fine, and the last line, in plain words.
fn judged(report: &Report, trusted: Option<&PublicKey>) -> (bool, String) {
    let count = |state: State| report.files.values().filter(|it| **it == state).count();
    let (changed, missing) = (count(State::Changed), count(State::Missing));
    let what = match &report.manifest {
        Some(manifest) => format!(
            "“{}”, edition {}, fingerprint {}",
            manifest.facts.manual_title.trim(),
            manifest.facts.edition,
            hex(&manifest.sha256)
        ),
        None => "this edition".to_owned(),
    };
    let named = |key: &PublicKey| format!("the key with the fingerprint {}", hex(&key.fingerprint()));
    let whose = match (report.signature, trusted) {
        (Signature::By(key), Some(trusted)) if key == *trusted => {
            format!("It was signed with the key that you named, {}.", hex(&key.fingerprint()))
        }
        (Signature::By(key), Some(trusted)) if report.is_by(trusted) => {
            format!("It was signed with {}, to which the key that you named led.", named(&key))
        }
        (Signature::By(key), Some(_)) => {
            return (false, format!("NOT FINE: {what} was signed with another key than the one that you named: {}.", named(&key)));
        }
        (Signature::By(key), None) => format!(
            "It was signed with {}. Compare it with the fingerprint that the secretariat tells you.",
            named(&key)
        ),
        (Signature::None, None) => {
            "Nobody signed it: it was checked by hash only. Compare its fingerprint with the one that the secretariat tells you.".to_owned()
        }
        (Signature::None, Some(_)) => {
            return (false, format!("NOT FINE: nobody signed {what}, so the key that you named did not."));
        }
        (Signature::Missing, _) => {
            "The signature is missing: every edition of this format has one. Take the ZIP of the edition from the service.".to_owned()
        }
        (Signature::Wrong, _) => "No key signed this edition.json.".to_owned(),
    };
    if report.is_fine() {
        return (true, format!("Fine: every file of {what}, is what was frozen. {whose}"));
    }
    (false, format!("NOT FINE: of {what}, {changed} changed and {missing} missing. {whose}"))
}

#[cfg(test)]
mod tests;
