//! The Rust client as a program that another program can drive, one line of JSON at a time: in by stdin, out by stdout.
//! `typist ADDRESS DOCUMENT` with the token in `CHANCERY_TOKEN`. For tests that set it beside clients of other makers.
//!
//! `{"type": TEXT}` writes at the end and answers `{"saved": n}` once n own edits are durable; `{"until": TEXT}` answers
//! `{"text": ...}` once the body holds TEXT; `{"text": true}` answers at once.

use std::io::BufRead;

use anyhow::{Context, Result, bail};
use client::{Client, ClientConfig};
use manual::id::DocumentId;
use serde_json::{Value, json};
use yrs::{Text, WriteTxn};

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().context("typist ADDRESS DOCUMENT")?;
    let document =
        arguments.next().as_deref().and_then(DocumentId::parse).context("typist ADDRESS DOCUMENT")?;
    let token = std::env::var("CHANCERY_TOKEN").context("CHANCERY_TOKEN is not set")?;
    let client = Client::connect(ClientConfig { url, document, token });
    client.in_step().await?;
    println!("{}", json!({ "in_step": true }));
    for line in std::io::stdin().lock().lines() {
        let wish: Value = serde_json::from_str(&line?)?;
        println!("{}", answer(&client, &wish).await?);
    }
    client.close().await;
    Ok(())
}

async fn answer(client: &Client, wish: &Value) -> Result<Value> {
    if let Some(text) = wish["type"].as_str() {
        client.edit(|txn| txn.get_or_insert_text("body").push(txn, text));
        client.saved().await?;
        return Ok(json!({ "saved": client.progress().saved }));
    }
    if let Some(wanted) = wish["until"].as_str() {
        let text = client.text_when(|text| text.contains(wanted)).await?;
        return Ok(json!({ "text": text }));
    }
    if wish["text"] == json!(true) {
        return Ok(json!({ "text": client.text() }));
    }
    bail!("not understood: {wish}")
}
