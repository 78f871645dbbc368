//! `chancery audit`: the journal read aloud, one line an event, whether or not a service holds the folder; and a comparison
//! of lines that were kept with each other and with the journal. Changes nothing.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;
use server::audit::{compare, of_folder};

use super::Place;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Lines that were kept: compare them instead of printing
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let Arguments { compare, place } = arguments;
    ensure!(place.data.join("journal").is_dir(), "{} is not a data folder", place.data.display());
    tokio::task::spawn_blocking(move || match compare {
        Some(file) => compare_with(&file, &place),
        None => print(&place),
    })
    .await?
}

fn print(place: &Place) -> Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut written = Ok(());
    of_folder(&place.data, |line| {
        if written.is_ok() {
            written = writeln!(out, "{}", line.text);
        }
    })?;
    written.and_then(|()| out.flush()).context("the lines could not be written")
}

fn compare_with(file: &PathBuf, place: &Place) -> Result<()> {
    let kept = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let count = compare(&kept, Some(&place.data))??;
    println!("{count} lines follow from each other, and the journal is what it was when they were written.");
    Ok(())
}
