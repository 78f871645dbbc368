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
    /// The manual's slug; needed only where there are several
    #[arg(long, value_name = "SLUG")]
    manual: Option<String>,
    /// Print JSON: n, seq, sha256
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let Arguments { title, public, manual, json, place } = arguments;
    let made = place.ask(Request::Freeze(NewEdition { manual, title, public })).await?;
    if json {
        println!("{made}");
        return Ok(());
    }
    println!("Edition {}, frozen at position {}.", made["n"], made["seq"]);
    println!("Fingerprint: {}", text(&made, "sha256")?);
    Ok(())
}
