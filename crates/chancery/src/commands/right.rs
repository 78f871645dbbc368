//! `chancery right set` and `list`: what a seat may do in a manual, and the exceptions in its chapters.

use anyhow::Result;
use clap::{Args, Subcommand};
use server::commands::Request;

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say what a seat may do in a manual or, with --chapter, in one chapter of it
    Set {
        /// The seat's name
        #[arg(long)]
        seat: String,
        /// read, comment, suggest, edit or keep; none: it does not exist for the seat; default: as without a decision
        #[arg(long)]
        right: String,
        #[command(flatten)]
        about: About,
        /// Print JSON: seat, decided, right
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// List what every seat may do in a manual or a chapter
    List {
        #[command(flatten)]
        about: About,
        /// Print a JSON array
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Args)]
struct About {
    /// The manual's slug; needed only where there are several
    #[arg(long, value_name = "SLUG")]
    manual: Option<String>,
    /// A chapter's id
    #[arg(long, value_name = "ID", conflicts_with = "manual")]
    chapter: Option<String>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::Set { seat, right, about: About { manual, chapter }, json, place } => {
            let row = place.ask(Request::DecideRight { manual, chapter, seat, right }).await?;
            if json {
                println!("{row}");
            } else {
                println!(
                    "{} may now: {}.",
                    text(&row["seat"], "name")?,
                    row["right"].as_str().unwrap_or("nothing")
                );
            }
        }
        What::List { about: About { manual, chapter }, json, place } => {
            let rows = place.ask(Request::ListRights { manual, chapter }).await?;
            if json {
                println!("{rows}");
                return Ok(());
            }
            for row in rows.as_array().into_iter().flatten() {
                let (right, decided) = (row["right"].as_str().unwrap_or("none"), text(row, "decided")?);
                println!("{right}  {decided}  {}", text(&row["seat"], "name")?);
            }
        }
    }
    Ok(())
}
