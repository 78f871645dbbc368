//! `chancery token`: a token for a program of a seat. Prints the token and nothing else, so that it can be piped.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use server::commands::Request;

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The seat's name
    #[arg(long)]
    seat: String,
    /// read, edit or keep; never more than the seat itself may do
    #[arg(long)]
    rights: String,
    /// How long it lives: 30m, 1h, 7days
    #[arg(long, value_parser = humantime::parse_duration)]
    ttl: Duration,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let Arguments { seat, rights, ttl, place } = arguments;
    let made = place.ask(Request::MakeToken { seat, right: rights, ttl_s: ttl.as_secs() }).await?;
    println!("{}", text(&made, "token")?);
    Ok(())
}
