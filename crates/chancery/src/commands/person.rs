//! `chancery person`: who holds a seat: added, listed, invited, ended, erased, and a seat handed over. Names a person by
//! the id that `list` prints; names and addresses go to stdout and nowhere else.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::Value;
use server::commands::Request;
use server::view::{ChangedPersonView, HandoverView, NewPersonView};

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// Somebody who is to hold a seat.
#[derive(Args)]
struct New {
    /// The person's name, as colleagues will see it
    #[arg(long)]
    name: String,
    /// An address for mail
    #[arg(long)]
    email: Option<String>,
    /// focal-point, deputy or colleague
    #[arg(long, default_value = "focal-point")]
    role: String,
    /// May add, invite and end people of this seat, and hand it over
    #[arg(long)]
    admin: bool,
    /// The first day, as 2026-12-01
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
}

impl New {
    fn view(self) -> NewPersonView {
        let Self { name, email, role, admin, from, until } = self;
        NewPersonView { name, email, role, admin, from, until }
    }
}

/// What is to be different about somebody.
#[derive(Args)]
struct Other {
    /// The person's name
    #[arg(long)]
    name: Option<String>,
    /// An address for mail
    #[arg(long)]
    email: Option<String>,
    /// focal-point, deputy or colleague
    #[arg(long)]
    role: Option<String>,
    /// Whether they may add, invite and end people of this seat: true or false
    #[arg(long)]
    admin: Option<bool>,
    /// The first day, as 2026-12-01
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
}

#[derive(Subcommand)]
enum What {
    /// Add somebody to a seat
    Add {
        /// The seat's name
        #[arg(long)]
        seat: String,
        #[command(flatten)]
        new: New,
        /// Print JSON: id
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Change what is known of a person; what is not named stays, and an empty text takes away
    Change {
        /// The person's id
        person: String,
        #[command(flatten)]
        other: Other,
        #[command(flatten)]
        place: Place,
    },
    /// List all seats and who holds them
    List {
        /// Print a JSON array of seats with their people
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Make a one-time link and code for a person; those made before are over
    Invite {
        /// The person's id
        person: String,
        /// Print JSON: link, code, ends
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// End a person's time in the seat: signed out everywhere, at once
    End {
        /// The person's id
        person: String,
        #[command(flatten)]
        place: Place,
    },
    /// End a person and destroy the key of their name: nobody can read it any more
    Erase {
        /// The person's id
        person: String,
        #[command(flatten)]
        place: Place,
    },
    /// Hand a seat over: who leaves is signed out, the successor is added and invited, in one act
    Handover {
        /// The seat's name
        #[arg(long)]
        seat: String,
        /// Who leaves, by id; once for each. Without it everybody does
        #[arg(long, value_name = "PERSON")]
        leaving: Vec<String>,
        #[command(flatten)]
        new: New,
        /// Print JSON: person, invitation
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::Add { seat, new, json, place } => {
            let added = place.ask(Request::AddPerson { seat, person: new.view() }).await?;
            if json { println!("{added}") } else { println!("Added {}.", text(&added, "id")?) }
        }
        What::Change { person, other, place } => {
            let Other { name, email, role, admin, from, until } = other;
            let change = ChangedPersonView { name, email, role, admin, from, until };
            place.ask(Request::ChangePerson { person, change }).await?;
            println!("Changed.");
        }
        What::List { json, place } => {
            let seats = place.ask(Request::ListPeople).await?;
            if json { println!("{seats}") } else { list(&seats)? }
        }
        What::Invite { person, json, place } => {
            let invitation = place.ask(Request::InvitePerson { person }).await?;
            tell(&invitation, json)?;
        }
        What::End { person, place } => {
            place.ask(Request::EndPerson { person }).await?;
            println!("Ended. They are signed out everywhere.");
        }
        What::Erase { person, place } => {
            place.ask(Request::ErasePerson { person }).await?;
            println!("Erased. Copies of the folder vault/ that are older than this still know the name.");
        }
        What::Handover { seat, leaving, new, json, place } => {
            let leaving = (!leaving.is_empty()).then_some(leaving);
            let handover = HandoverView { leaving, successor: new.view() };
            let done = place.ask(Request::HandOver { seat, handover }).await?;
            if json {
                println!("{done}");
            } else {
                println!("Handed over. The successor is {}.", text(&done, "person")?);
                tell(&done["invitation"], false)?;
            }
        }
    }
    Ok(())
}

fn list(seats: &Value) -> Result<()> {
    for seat in seats.as_array().into_iter().flatten() {
        println!("{}", text(seat, "name")?);
        for person in seat["people"].as_array().into_iter().flatten() {
            let name = person["name"].as_str().unwrap_or("(a former colleague)");
            let admin = if person["admin"] == true { ", administers the seat" } else { "" };
            let (id, role, state) = (text(person, "id")?, text(person, "role")?, text(person, "state")?);
            println!("  {id}  {state}  {role}{admin}  {name}");
        }
    }
    Ok(())
}

fn tell(invitation: &Value, json: bool) -> Result<()> {
    if json {
        println!("{invitation}");
        return Ok(());
    }
    println!("Link: {}", text(invitation, "link")?);
    println!("Code: {}", text(invitation, "code")?);
    println!("Send them by two different ways. They work once, until {}.", text(invitation, "ends")?);
    Ok(())
}
