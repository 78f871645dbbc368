//! `chancery proposals list`, `show`, `merge` and `close`: what is proposed for the chapters of a manual, and what becomes of
//! it. By number; private drafts have none and are not told of.

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
    /// List the proposals of a manual
    List {
        #[command(flatten)]
        about: About,
    },
    /// Show what a proposal changes: {+words that come+}, [-words that go-]
    Show {
        /// Its number
        number: u32,
        #[command(flatten)]
        about: About,
    },
    /// Merge a proposal into its chapter, under the name of the seat that wrote it
    Merge {
        /// Its number
        number: u32,
        #[command(flatten)]
        about: About,
    },
    /// Put a proposal aside; nothing of it is lost
    Close {
        /// Its number
        number: u32,
        /// What the seat is told
        #[arg(long)]
        note: Option<String>,
        #[command(flatten)]
        about: About,
    },
}

#[derive(Args)]
struct About {
    /// The manual's slug; needed only where there are several
    #[arg(long, value_name = "SLUG")]
    manual: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::List { about: About { manual, json, place } } => {
            let listed = place.ask(Request::ListProposals { manual }).await?;
            tell(&listed, json, |listed| {
                for row in listed.as_array().into_iter().flatten() {
                    println!("{}", line(row)?);
                }
                Ok(())
            })
        }
        What::Show { number, about: About { manual, json, place } } => {
            let shown = place.ask(Request::ShowProposal { manual, number }).await?;
            tell(&shown, json, show)
        }
        What::Merge { number, about: About { manual, json, place } } => {
            let merged = place.ask(Request::MergeProposal { manual, number }).await?;
            tell(&merged, json, |merged| {
                println!("Proposal {} is in its chapter.", merged["n"]);
                Ok(())
            })
        }
        What::Close { number, note, about: About { manual, json, place } } => {
            let closed = place.ask(Request::CloseProposal { manual, number, note }).await?;
            tell(&closed, json, |closed| {
                println!("Proposal {} is closed. Nothing of it is lost.", closed["n"]);
                Ok(())
            })
        }
    }
}

fn tell(answer: &Value, json: bool, in_words: impl FnOnce(&Value) -> Result<()>) -> Result<()> {
    if json {
        println!("{answer}");
        return Ok(());
    }
    in_words(answer)
}

/// Words of others as a terminal may have them: nothing in them steers it.
fn plain(words: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    words.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

fn line(row: &Value) -> Result<String> {
    let word = |name: &str| plain(row[name].as_str().unwrap_or("-"));
    let (state, reason, at) = (text(row, "state")?, text(row, "reason")?, text(row, "at")?);
    Ok(format!("{:>4}  {state:<7} {reason:<12} {at}  {}: {}", row["n"], word("seat"), word("title")))
}

fn show(shown: &Value) -> Result<()> {
    println!("{}", line(shown)?);
    println!("      {} words come, {} go", shown["words_added"], shown["words_removed"]);
    if let Some(note) = shown["note"].as_str() {
        println!("      note: {}", plain(note));
    }
    for change in shown["changes"].as_array().into_iter().flatten() {
        let parts = change["parts"].as_array().into_iter().flatten();
        let parts: String = parts
            .map(|part| {
                let words = plain(part["text"].as_str().unwrap_or_default());
                match part["is"].as_str() {
                    Some("added") => format!("{{+{words}+}}"),
                    Some("removed") => format!("[-{words}-]"),
                    _ => words,
                }
            })
            .collect();
        let moved = if change["moved"] == true { ", moved" } else { "" };
        println!("\n{} ({}{moved})\n{parts}", text(change, "kind")?, text(change, "change")?);
    }
    Ok(())
}
