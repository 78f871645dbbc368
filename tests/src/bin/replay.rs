//! `replay FILE...`: recorded editing sessions through a real service, with what they cost.
//! Reads the two formats of the public collection of editing traces (.json, .json.gz). Ends with 1 if any text differs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tests::history::read;
use tests::playing::{Report, Stage, play};

#[tokio::main]
async fn main() -> Result<()> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    ensure!(!files.is_empty(), "replay FILE...: name one or more recorded sessions");
    for file in files {
        let report = replay(&file).await.with_context(|| file.display().to_string())?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!("figure: replay {name}: {report}");
    }
    Ok(())
}

async fn replay(file: &Path) -> Result<Report> {
    let history = read(file)?;
    play(Stage::new(history.agents).await, &history).await
}
