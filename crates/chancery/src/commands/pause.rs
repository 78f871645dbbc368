//! `chancery pause` and `chancery resume`: the panic button. While the service is paused everything can be read, nothing
//! changes, and what people write waits on their devices.

use anyhow::Result;
use clap::Args;
use server::commands::Request;

use super::Place;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn pause(arguments: Arguments) -> Result<()> {
    arguments.place.ask(Request::SetService { state: "read-only".to_owned() }).await?;
    println!("The service is paused: everything can be read, and nothing changes until `chancery resume`.");
    Ok(())
}

pub(crate) async fn resume(arguments: Arguments) -> Result<()> {
    arguments.place.ask(Request::SetService { state: "open".to_owned() }).await?;
    println!("The service goes on.");
    Ok(())
}
