//! `chancery freeze`: makes an edition of a manual as it stands now. A running service does it itself, and nobody there
//! waits. What was begun and cut off by a power cut is finished by the next start, or by the next freeze.

use anyhow::Result;
use clap::Args;
use server::commands::{NewEdition, Request};

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    /// What the edition is called, as "Adopted in Accra, June 2026"
    #[arg(long)]
    title: String,
    /// Let anybody read it; without this, those with a seat
    #[arg(long)]
    public: bool,
    /// Make a final edition, which the list of what is left to do must allow (the default)
    #[arg(long = "final", conflicts_with = "revision")]
    is_final: bool,
    /// Make a numbered working text ("Rev. 2"), whatever is left to do
    #[arg(long)]
    revision: bool,
    /// The manual's slug; needed only where there are several
    #[arg(long, value_name = "SLUG")]
    manual: Option<String>,
    /// Print JSON: n, seq, sha256, revision
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let Arguments { title, public, is_final: _, revision, manual, json, place } = arguments;
    let made = place.ask(Request::Freeze(NewEdition { manual, title, public, is_final: !revision })).await?;
    if json {
        println!("{made}");
        return Ok(());
    }
    let kind = made["revision"].as_u64().map_or(String::new(), |n| format!(" (Rev. {n}, a working text)"));
    println!("Edition {}{kind}, frozen at position {}, and signed.", made["n"], made["seq"]);
    println!("Fingerprint: {}", text(&made, "sha256")?);
    Ok(())
}
