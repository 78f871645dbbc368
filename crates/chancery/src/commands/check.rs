//! `chancery check`: reads the whole data folder and says whether it is what was written, naming each place that is not.
//! Only a whole folder ends with status 0. While a service holds the folder, it says what the service knows.

use anyhow::{Result, bail, ensure};
use clap::Args;
use server::commands::Request;
use store::store::OpenRefused;

use super::Place;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let place = arguments.place;
    ensure!(place.data.join("journal").is_dir(), "{} is not a data folder", place.data.display());
    let (store, opened) = match place.open() {
        Ok(opened) => opened,
        Err(OpenRefused::Locked) => return check_served(&place).await,
        Err(refused) => return Err(refused.into()),
    };
    if opened.cut_bytes > 0 {
        println!("{} bytes that were never acknowledged were cut from the journal's end.", opened.cut_bytes);
    }
    let (seq, digest) = (store.seq(), store.digest());
    store.close();
    conclude(seq, opened.damaged.iter().map(ToString::to_string), &opened.notes)?;
    let digest: String = digest?.iter().map(|byte| format!("{byte:02x}")).collect();
    println!("Whole up to position {seq}. Digest {digest}.");
    Ok(())
}

async fn check_served(place: &Place) -> Result<()> {
    let answer = place.ask(Request::Check).await?;
    let seq = answer["seq"].as_u64().unwrap_or_default();
    let damaged = answer["damaged"].as_array().into_iter().flatten();
    conclude(seq, damaged.filter_map(|id| id.as_str()).map(str::to_owned), &[])?;
    println!("The service that holds the folder found it whole at its start and is at position {seq}.");
    println!("Stop the service to have every byte read again.");
    Ok(())
}

fn conclude(seq: u64, damaged: impl Iterator<Item = String>, notes: &[String]) -> Result<()> {
    let damaged: Vec<String> = damaged.collect();
    if damaged.is_empty() && notes.is_empty() {
        return Ok(());
    }
    for note in notes {
        println!("{note}");
    }
    for document in &damaged {
        println!("Document {document} is read-only at its last good state.");
    }
    bail!("the folder is damaged; its last position is {seq}")
}
