//! `chancery withdraw` and `chancery erratum`: what is said of an edition after it was published. No byte of it changes.

use anyhow::Result;
use clap::Args;
use server::commands::Request;

use super::Place;

#[derive(Args)]
pub(crate) struct Withdrawing {
    /// The number of the edition
    #[arg(value_name = "N")]
    edition: u32,
    /// Why it should not be relied on any more, and what takes its place
    #[arg(long)]
    why: String,
    /// The manual's slug; needed only where there are several
    #[arg(long, value_name = "SLUG")]
    manual: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(crate) struct Correcting {
    /// The number of the edition
    #[arg(value_name = "N")]
    edition: u32,
    /// Where it is wrong, and what is right
    #[arg(long)]
    text: String,
    /// The manual's slug; needed only where there are several
    #[arg(long, value_name = "SLUG")]
    manual: Option<String>,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn withdraw(arguments: Withdrawing) -> Result<()> {
    let Withdrawing { edition, why, manual, place } = arguments;
    place.ask(Request::Withdraw { manual, edition, why }).await?;
    println!("Edition {edition} is withdrawn. It can still be read, and says so.");
    Ok(())
}

pub(crate) async fn erratum(arguments: Correcting) -> Result<()> {
    let Correcting { edition, text, manual, place } = arguments;
    place.ask(Request::Erratum { manual, edition, text }).await?;
    println!("Said beside edition {edition}. The edition itself stays as it is.");
    Ok(())
}
