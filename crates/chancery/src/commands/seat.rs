//! `chancery seat add`, `list` and `right`: the places of states and organisations, and what they may do. Names no persons.

use anyhow::Result;
use clap::{Args, Subcommand};
use server::commands::Request;

use super::{Place, text};

/// In place of a right: no cap.
const DEFAULT: &str = "default";

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add a seat
    Add {
        /// Its name, as everybody will see it
        name: String,
        /// state, organisation, secretariat, steering or observer; decides what it may do
        #[arg(long)]
        kind: String,
        /// Print the seat as JSON: id, name, kind
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Say what a seat may do at most, now and until it is said otherwise
    Right {
        /// The seat's name
        #[arg(long = "seat", value_name = "NAME")]
        name: String,
        /// read, comment, suggest, edit or keep; default: what a seat of its kind may
        #[arg(long)]
        right: String,
        /// Print the seat as JSON: id, name, kind, right
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// List all seats
    List {
        /// Print a JSON array of seats
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::Add { name, kind, json, place } => {
            let seat = place.ask(Request::AddSeat { name, kind }).await?;
            if json {
                println!("{seat}");
            } else {
                println!("Added {} ({}).", text(&seat, "name")?, text(&seat, "kind")?);
            }
        }
        What::Right { name, right, json, place } => {
            let right = (right != DEFAULT).then_some(right);
            let seat = place.ask(Request::SetRight { seat: name, right }).await?;
            if json {
                println!("{seat}");
            } else {
                println!("{} may now: {}.", text(&seat, "name")?, text(&seat, "right")?);
            }
        }
        What::List { json, place } => {
            let seats = place.ask(Request::ListSeats).await?;
            if json {
                println!("{seats}");
            } else {
                for seat in seats.as_array().into_iter().flatten() {
                    println!("{}  {}  {}", text(seat, "id")?, text(seat, "kind")?, text(seat, "name")?);
                }
            }
        }
    }
    Ok(())
}
