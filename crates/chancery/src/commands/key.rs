//! `chancery key`: the key that signs editions. Who has its private half can sign in the secretariat's name, so it is written
//! only into a new file that nobody else can read.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use serde_json::Value;
use server::commands::Request;

use super::{Place, text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Print the public half and its fingerprint, and the keys before it
    Show {
        /// Print JSON: id, key, pem, minisign, keys, here
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Write the private half into a new file, to be kept safe away from this machine
    Export {
        /// The file; it must not be there yet
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Bring back a private half that was exported
    Import {
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Make another key, which signs from now on
    Rotate {
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.act {
        Act::Show { json, place } => {
            let shown = place.ask(Request::ShowKeys).await?;
            if json {
                println!("{shown}");
                return Ok(());
            }
            tell(&shown)
        }
        Act::Export { file, place } => {
            let exported = place.ask(Request::ExportKey).await?;
            let mut options = std::fs::OpenOptions::new();
            let made = options.write(true).create_new(true).mode(0o600).open(&file);
            let mut made = made.with_context(|| format!("{} cannot be made", file.display()))?;
            made.write_all(text(&exported, "pem")?.as_bytes())?;
            made.sync_all()?;
            println!("The private half of the key is in {}.", file.display());
            println!(
                "Who has it can sign in the secretariat's name: keep it away from this machine and its copies."
            );
            Ok(())
        }
        Act::Import { file, place } => {
            let pem = std::fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            let shown = place.ask(Request::ImportKey { pem }).await?;
            println!("The key is in the vault again.");
            tell(&shown)
        }
        Act::Rotate { place } => {
            let shown = place.ask(Request::RotateKey).await?;
            let last = shown["keys"].as_array().and_then(|keys| keys.last());
            match last.is_some_and(|key| key["signature"].is_string()) {
                true => println!("There is a new key, and the one before it vouches for it."),
                false => println!(
                    "There is a new key. The one before it was not in the vault, so nothing vouches for the new one: tell its\nfingerprint to your readers yourself."
                ),
            }
            tell(&shown)
        }
    }
}

fn tell(shown: &Value) -> Result<()> {
    println!("Key {}", text(shown, "id")?);
    print!("{}", text(shown, "pem")?);
    if !shown["here"].as_bool().unwrap_or(false) {
        println!(
            "Its private half is not in the vault: nothing can be signed. Bring it back with `chancery key import FILE`,"
        );
        println!("or make another with `chancery key rotate`.");
    }
    let keys = shown["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
    if keys.len() > 1 {
        println!("Keys so far, the oldest first:");
        for (n, key) in keys.iter().enumerate() {
            let vouched = match (n, &key["signature"]) {
                (0, _) => "the first",
                (_, Value::String(_)) => "signed by the one before",
                _ => "signed by nobody: the one before was lost",
            };
            println!("  {} from {} ({vouched})", text(key, "key")?, text(key, "from")?);
        }
    }
    Ok(())
}
