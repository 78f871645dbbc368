//! `chancery roster`: seats and people as a CSV file, looked at, brought in, written out. The export goes to stdout.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde_json::Value;
use server::commands::Request;

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say what a roster would add and what is wrong with it; change nothing
    Preview {
        /// The file: headings seat, kind, name, email, role, admin, from, until
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Bring a roster in: all of it, or nothing
    Import {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Write all seats and who holds them now
    Export {
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::Preview { file, place } => told(&place.ask(Request::PreviewRoster { csv: read(file)? }).await?),
        What::Import { file, place } => told(&place.ask(Request::ImportRoster { csv: read(file)? }).await?),
        What::Export { place } => {
            let answer = place.ask(Request::ExportRoster).await?;
            print!("{}", text(&answer, "csv")?);
            Ok(())
        }
    }
}

fn read(file: PathBuf) -> Result<String> {
    std::fs::read_to_string(&file).with_context(|| format!("cannot read {} as text in UTF-8", file.display()))
}

/// Says what a roster comes to; the wrong lines end with status 1.
fn told(answer: &Value) -> Result<()> {
    for line in answer["lines"].as_array().into_iter().flatten() {
        if let Some(wrong) = line["error"].as_str() {
            println!("line {}: {wrong}", line["line"]);
        }
    }
    if answer["ok"] != true {
        bail!("nothing was done; the lines named are wrong");
    }
    println!("{} seats and {} people.", answer["seats"], answer["people"]);
    Ok(())
}
