//! `chancery check`: reads the whole data folder, changes nothing, and says whether it is what was written, naming each
//! place that is not. Only a whole folder ends with status 0. While a service holds the folder, the journal alone is read.

use anyhow::{Result, bail, ensure};
use clap::Args;
use store::check::{IndexChecked, Report, check};

use super::Place;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let data = arguments.place.data;
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

/// What a whole folder holds, in sentences.
fn summary(report: &Report) -> String {
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
