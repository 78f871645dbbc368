//! `chancery session`: where people are signed in and which programs have a token, and the end of one of both. Knows ids
//! alone: whose they are stands in `chancery person list`.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::Value;
use server::commands::Request;

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List where people are signed in, and the tokens of programs
    List {
        /// The seat's name; without it all seats
        #[arg(long)]
        seat: Option<String>,
        /// Print a JSON array of seats with their sessions and tokens
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// End a session or a token: signed out at once, and what the device keeps cannot be opened any more
    End {
        /// Its id, as `list` prints it
        id: String,
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::List { seat, json, place } => {
            let seats = place.ask(Request::ListSessions { seat }).await?;
            if json { println!("{seats}") } else { list(&seats)? }
        }
        What::End { id, place } => {
            place.ask(Request::EndSession { session: id }).await?;
            println!("Ended.");
        }
    }
    Ok(())
}

fn list(seats: &Value) -> Result<()> {
    for seat in seats.as_array().into_iter().flatten() {
        let rows = |field: &str| seat[field].as_array().cloned().unwrap_or_default();
        let (sessions, tokens) = (rows("sessions"), rows("tokens"));
        if sessions.is_empty() && tokens.is_empty() {
            continue;
        }
        println!("{}", text(seat, "seat")?);
        for session in sessions {
            let device = &session["device"];
            let device = match (device["browser"].as_str(), device["system"].as_str()) {
                (Some(browser), Some(system)) => format!("{browser} on {system}"),
                _ => "a browser".to_owned(),
            };
            println!("  {}  {device}, since {}", text(&session, "id")?, text(&session, "began")?);
        }
        for token in tokens {
            let name = token["name"].as_str().unwrap_or("a token");
            let (id, right, ends) = (text(&token, "id")?, text(&token, "right")?, text(&token, "ends")?);
            println!("  {id}  token, {name}, {right}, until {ends}");
        }
    }
    Ok(())
}
