//! `chancery chapter lock`, `close` and `open`: how a chapter stands.

use anyhow::Result;
use clap::Args;
use server::commands::Request;

use super::Place;

#[derive(Args)]
pub(crate) struct Which {
    /// The chapter's id
    pub(super) chapter: String,
    #[command(flatten)]
    pub(super) place: Place,
}

/// `state`: open, locked or closed.
pub(crate) async fn run(which: Which, state: &str) -> Result<()> {
    let Which { chapter, place } = which;
    place.ask(Request::SetState { chapter, state: state.to_owned() }).await?;
    println!("The chapter is {state}.");
    Ok(())
}
