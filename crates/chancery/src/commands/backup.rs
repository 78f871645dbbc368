//! `chancery backup`: adds what is new in a data folder to a copy that only the holder of a key can open. The service may run
//! meanwhile. The key's private half is made by `backup key` and has no business on the machine of the service.

use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use backup::key::{self, SealedTo};
use backup::take::{Run, Taken};
use clap::{Args, Subcommand};
use server::commands::{Counter, Request};
use tokio::task::block_in_place;

use super::{Place, now_ms, text};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Option<Act>,
    /// The folder of the backup; begun if it is empty or not there
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// The public half of the key (age1…), or a file with several, one a line
    #[arg(long = "for", value_name = "KEY")]
    sealed_to: Vec<String>,
    #[command(flatten)]
    place: Option<Place>,
}

#[derive(Subcommand)]
enum Act {
    /// Make a key: write its private half into a new file, print its public half
    Key {
        /// The file; it must not be there yet
        file: PathBuf,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let Arguments { act, to, sealed_to, place } = arguments;
    if let Some(Act::Key { file }) = act {
        return make_key(&file);
    }
    match (to, place) {
        (Some(to), Some(place)) if !sealed_to.is_empty() => take(&to, &sealed_to, &place).await,
        _ => bail!("say where to, for which key and of what: chancery backup --to DIR --for KEY --data DIR"),
    }
}

fn make_key(file: &Path) -> Result<()> {
    let pair = key::pair();
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut made = made.with_context(|| format!("{} cannot be made", file.display()))?;
    made.write_all(pair.private.as_bytes())?;
    made.sync_all()?;
    println!("{}", pair.public);
    eprintln!("The private half is in {}. Take it away from this machine: without it no", file.display());
    eprintln!("backup can be opened, and with it everybody can open all of them.");
    Ok(())
}

async fn take(to: &Path, sealed_to: &[String], place: &Place) -> Result<()> {
    ensure!(place.data.join("journal").is_dir(), "{} is not a data folder", place.data.display());
    let sealed_to = SealedTo::read(sealed_to)?;
    let mut run = block_in_place(|| Run::begin(&place.data, to, sealed_to))?;
    let config = place.config()?;
    let mut counter = Counter::new(&place.data, &config);
    let copied = copy(&mut run, &mut counter).await;
    counter.close();
    let (documents, hashes) = copied?;
    let taken = block_in_place(|| run.finish(&documents, &hashes, now_ms()))?;
    tell(&taken, to);
    for problem in &taken.problems {
        eprintln!("{}: {}.", problem.place, problem.what);
    }
    ensure!(
        taken.problems.is_empty(),
        "the backup is made, but the data folder is damaged in the places named"
    );
    ensure!(
        hashes.len() == documents.len(),
        "the backup is made, but some documents cannot be read; run chancery check"
    );
    Ok(())
}

type Copied = (BTreeMap<manual::id::DocumentId, u64>, BTreeMap<manual::id::DocumentId, store::record::Hash>);

/// Copies the journal as far as it is durable, and asks what the documents held there that have changed.
async fn copy(run: &mut Run, counter: &mut Counter<'_>) -> Result<Copied> {
    let stands = counter.ask(Request::Check).await?;
    let seq = stands["seq"].as_u64().context("the answer has no position")?;
    let documents = block_in_place(|| run.journal(seq))?;
    let mut hashes = BTreeMap::new();
    for id in documents.keys() {
        // One that cannot be read is told at the end; the others are not kept waiting for it.
        if let Ok(hashed) = counter.ask(Request::HashDocument { document: id.to_string(), seq }).await {
            let hash = edition::unhex(text(&hashed, "sha256")?).context("the answer has no hash")?;
            hashes.insert(*id, hash);
        }
    }
    Ok((documents, hashes))
}

fn tell(taken: &Taken, to: &Path) {
    let Taken { number, position, records, documents, files, bytes, unchanged, problems: _ } = taken;
    match unchanged {
        true => println!(
            "Nothing is new since run {number}; the backup in {} goes up to position {position}.",
            to.display()
        ),
        false => println!(
            "Run {number}: {records} records, {documents} documents, {files} files are new in {} ({bytes} bytes). The backup goes up to position {position}.",
            to.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_service_looks_at_the_note_that_a_run_writes() {
        assert_eq!(backup::take::NOTE, server::BACKED_UP);
    }
}
