//! `chancery export`: an edition as a folder that needs no service, or every document as what any Yjs program reads.
//! Never writes into a folder that holds something, and never leaves a half of one behind that looks whole.

mod becoming;
mod pages;
mod raw;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::Place;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The number of the edition to write as pages
    #[arg(long, value_name = "N", required_unless_present = "raw", conflicts_with = "raw")]
    edition: Option<u32>,
    /// Write every document of every manual as a plain Yjs state, beside what it says as JSON
    #[arg(long)]
    raw: bool,
    /// The folder to write; it must not be there yet, or be empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The manual's slug; needed only where there are several
    #[arg(long, value_name = "SLUG", conflicts_with = "raw")]
    manual: Option<String>,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let Arguments { edition, raw: _, out, manual, place } = arguments;
    match edition {
        Some(number) => pages::run(&place, manual, number, &out).await,
        None => raw::run(&place, &out).await,
    }
}
