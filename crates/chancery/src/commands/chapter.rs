//! `chancery chapter`: how one stands (`state`), which are damaged (`damaged`), what is told of whoever writes in it, and who wrote where nothing is told, for
//! whoever holds the audit key. The private half of a key is made here, shown once, and goes nowhere else.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, Subcommand};
use manual::id::DocumentId;
use serde_json::{Value, json};
use server::audit_key;
use server::commands::{Request, read_audit_key, write_audit_key};

use super::state::{self, Which};
use super::{Place, damaged, text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Let nobody write into a chapter; proposals can be made and merged
    Lock(Which),
    /// Let a chapter be read, and nothing else
    Close(Which),
    /// Let a chapter be written again
    Open(Which),
    /// List what is damaged on the disk and shown at its last good state
    Damaged(Place),
    /// Take a chapter out of its manual; nothing of it is lost
    Delete(Which),
    /// Put a deleted chapter back
    Restore(Which),
    /// Say what is told of whoever writes in a chapter from now on; its pages come back by themselves
    Mode {
        /// named, seat or unattributed
        mode: String,
        /// The chapter's id
        #[arg(long, value_name = "ID")]
        chapter: String,
        /// With unattributed: make an audit key. Its private half is printed once and kept nowhere
        #[arg(long)]
        audit_key: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Say who wrote in an unattributed chapter, with the private half of its audit key; one JSON line a client id
    Unnamed {
        /// The chapter's id
        #[arg(long, value_name = "ID")]
        chapter: String,
        /// A file with the private half
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::Lock(which) => state::run(which, "locked").await?,
        What::Close(which) => state::run(which, "closed").await?,
        What::Open(which) => state::run(which, "open").await?,
        What::Damaged(place) => damaged::run(&place).await?,
        What::Delete(which) => damaged::mark(which, true).await?,
        What::Restore(which) => damaged::mark(which, false).await?,
        What::Mode { mode, chapter, audit_key: wanted, place } => {
            let pair = wanted.then(audit_key::new_pair);
            let audit_key = pair.as_ref().map(|(_, public)| write_audit_key(public));
            let decided = place.ask(Request::ChapterMode { chapter, mode, audit_key }).await?;
            eprintln!("From now on: {}. What was written before stays as it was.", text(&decided, "mode")?);
            if let Some((private, _)) = pair {
                eprintln!("The private half of the audit key, shown this once:");
                println!("{}", write_audit_key(&private));
            }
        }
        What::Unnamed { chapter, key, place } => {
            let read = std::fs::read_to_string(&key);
            let secret = read.with_context(|| format!("{} cannot be read", key.display()))?;
            let secret = read_audit_key(&secret)?;
            let told = place.ask(Request::SealedWriters { chapter: chapter.clone() }).await?;
            let document = DocumentId::parse(&chapter).context("the chapter's id is none")?;
            for line in opened(&secret, document, &told)? {
                println!("{line}");
            }
        }
    }
    Ok(())
}

/// Each client id with who it was; `null` where the number was sealed to another key, or not at all.
fn opened(secret: &[u8; 32], document: DocumentId, told: &Value) -> Result<Vec<Value>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let writers: BTreeMap<u64, Value> = list(&told["writers"])
        .into_iter()
        .filter_map(|writer| Some((writer["writer"].as_u64()?, writer)))
        .collect();
    let lines = list(&told["clients"]).into_iter().map(|client| {
        let number = client["client"].as_u64().context("the answer has no client ids")?;
        let sealed = URL_SAFE_NO_PAD.decode(text(&client, "sealed")?)?;
        let writer = audit_key::open(secret, &sealed, document, number);
        let who = writer.and_then(|writer| writers.get(&u64::from(writer)));
        let who = who.cloned().unwrap_or(Value::Null);
        Ok(json!({ "client": number, "seat": who["seat"], "session": who["session"], "words": client["words"] }))
    });
    lines.collect()
}
