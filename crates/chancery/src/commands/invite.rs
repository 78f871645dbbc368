//! `chancery invite`: a link and a code for one person, once. They are no use without each other, so they should
//! travel separately.

use anyhow::Result;
use clap::Args;
use server::commands::Request;

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The seat's name
    #[arg(long)]
    seat: String,
    /// Print JSON: link, code, ends
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let invitation = arguments.place.ask(Request::Invite { seat: arguments.seat }).await?;
    if arguments.json {
        println!("{invitation}");
        return Ok(());
    }
    println!("Link: {}", text(&invitation, "link")?);
    println!("Code: {}", text(&invitation, "code")?);
    println!("Send them by two different ways. They work once, until {}.", text(&invitation, "ends")?);
    Ok(())
}
