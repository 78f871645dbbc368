//! `chancery check`: reads the whole data folder, changes nothing, and says whether it is what was written, naming each
//! place that is not. Only a whole folder ends with status 0. While a service holds the folder, the journal alone is read.
//! With `--backup` the same of a backup.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use backup::key::Opener;
use backup::look;
use clap::Args;
use store::check::{IndexChecked, Report, check};

use super::Place;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Option<Place>,
    /// Look at a backup in place of a data folder
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    backup: Option<PathBuf>,
    /// The file with the private half of the backup's key: without it what lies there is compared, and nothing opened
    #[arg(long, value_name = "FILE", requires = "backup")]
    key: Option<PathBuf>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    if let Some(backup) = arguments.backup {
        let key = arguments.key;
        return tokio::task::spawn_blocking(move || check_backup(&backup, key.as_deref())).await?;
    }
    let data = arguments.place.context("name a data folder (--data) or a backup (--backup)")?.data;
    ensure!(data.join("journal").is_dir(), "{} is not a data folder", data.display());
    let report = tokio::task::spawn_blocking(move || check(&data)).await?;
    for problem in &report.problems {
        println!("{}: {}.", problem.place, problem.what);
    }
    if !report.is_whole() {
        bail!("the folder is damaged in the places named; its last position is {}", report.seq);
    }
    print!("{}", summary(&report));
    Ok(())
}

fn check_backup(backup: &Path, key: Option<&Path>) -> Result<()> {
    let opener = key.map(Opener::read).transpose()?;
    let looked = look::look(backup, opener.as_ref())?;
    for problem in &looked.problems {
        println!("{}: {}.", problem.place, problem.what);
    }
    ensure!(looked.problems.is_empty(), "the backup is damaged in the places named");
    println!(
        "Whole up to position {}: {} files of {} runs, {} bytes.",
        looked.position, looked.files, looked.runs, looked.bytes
    );
    if opener.is_none() {
        println!("Nothing was opened; with --key everything is.");
    }
    Ok(())
}

/// What a whole folder holds, in sentences.
pub(super) fn summary(report: &Report) -> String {
    let mut said = format!(
        "Whole up to position {}: {} records in {} segments of the journal, {} documents, {} editions, {} pictures.\n",
        report.seq, report.records, report.segments, report.documents, report.editions, report.images
    );
    if report.unfinished_bytes > 0 {
        said += &format!(
            "{} bytes at the journal's end belong to nothing that was acknowledged; the next start cuts them.\n",
            report.unfinished_bytes
        );
    }
    said += match report.index {
        IndexChecked::Checked => "The index holds the same as the journal.\n",
        IndexChecked::Missing => "There is no index; the next start makes it from the journal.\n",
        IndexChecked::InUse => {
            "A service holds the folder, so only the journal was read; stop it to have the index read as well.\n"
        }
    };
    said
}
