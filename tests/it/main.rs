//! The running service, tested from outside: the real program as a process, real HTTP, real websockets.
//! Every test here starts its own service on its own port and data folder. What a kill or a power cut may not take is in
//! `crash`; rules that need no process are tested in their crates.

#![expect(clippy::unwrap_used, reason = "an answer that is not as expected fails the test, helpers included")]

mod activity;
mod api;
mod backup;
mod big;
mod canaries;
mod client_queue;
mod cold;
mod command_line;
mod compare;
mod crowds;
mod damage;
mod disk_full;
mod edition_twice;
mod export;
mod flips;
mod folder;
mod freeze;
mod freeze_whole;
mod handover;
mod heal;
mod hostile;
mod metrics;
#[path = "../../crates/edition/tests/nasty/mod.rs"]
mod nasty;
mod nothing_lost;
mod poll;
mod presence;
mod readers;
mod reading;
mod released;
mod replay;
mod rights;
mod session_histories;
mod session_pages;
mod sign_in;
mod slow;
mod sync;

use std::time::Duration;

use bytes::Bytes;
use client::Client;
use collab::code::Code;
use collab::message::Message;
use manual::document::Document;
use manual::id::DocumentId;
use tests::program::Seated;
use tests::raw::{Came, Knock, RawLink, parse};
use tests::service::{Scene, Service, WATCHED};
use tests::within;
use yrs::{GetString, ReadTxn, Text, WriteTxn};

/// A raw link that speaks `chancery.v1` and is through its first exchange, with the document it then has.
async fn joined(service: &Service, seated: &Seated, chapter: DocumentId, client: u64) -> (RawLink, Document) {
    let knock = Knock::bearing(&seated.token).speaking_chancery();
    let mut link = knock.open(&service.address, chapter).await.expect("the seat may open the chapter");
    let mut document = Document::new(client);
    link.exchange(&mut document).await;
    (link, document)
}

/// The code of the next refusal on a link, whether told by a message or by closing.
async fn refusal(link: &mut RawLink) -> String {
    within(30, "a refusal", async {
        loop {
            if let Some(code) = refused(&link.next_whenever().await) {
                return code;
            }
        }
    })
    .await
}

/// The code in what came, if it is a refusal or the end.
fn refused(came: &Came) -> Option<String> {
    match came {
        Came::Frame(frame) => match parse(frame) {
            Message::Refused(json) => {
                let said: serde_json::Value = serde_json::from_str(json).unwrap();
                Some(said["code"].as_str().unwrap().to_owned())
            }
            Message::Denied(word) => Some(word.to_owned()),
            _ => None,
        },
        Came::Closed(number) => {
            let code = number.and_then(Code::from_close_code);
            Some(code.unwrap_or_else(|| panic!("closed with {number:?}")).word().to_owned())
        }
    }
}

/// Puts text at the end of the body.
fn append(client: &Client, text: &str) {
    client.edit(|txn| {
        let body = txn.get_or_insert_text("body");
        body.push(txn, text);
    });
}

/// The same for a document of a raw link; the update to send.
fn appended(document: &mut Document, text: &str) -> Vec<u8> {
    let ((), update) = document.edit(|txn| {
        let body = txn.get_or_insert_text("body");
        body.push(txn, text);
    });
    update.expect("text was added")
}

fn text_of(document: &Document) -> String {
    document.read(|txn| txn.get_text("body").map_or_else(String::new, |body| body.get_string(txn)))
}

/// What somebody who comes fresh reads.
async fn read_fresh(service: &Service, seated: &Seated, chapter: DocumentId) -> String {
    let (link, document) = joined(service, seated, chapter, 4_000_000_000).await;
    link.cut();
    text_of(&document)
}

/// Sends an update and asks whether it is durable: acknowledged, or refused with this code.
async fn offer(link: &mut RawLink, update: &[u8]) -> Result<(), String> {
    link.send(Message::Update(update)).await;
    link.send(Message::Acknowledge(b"offer")).await;
    within(30, "an acknowledgement or a refusal", async {
        loop {
            let came = link.next_whenever().await;
            if let Some(code) = refused(&came) {
                return Err(code);
            }
            let Came::Frame(frame) = came else { unreachable!("an end is a refusal") };
            match parse(&frame) {
                Message::Acknowledge(_) => return Ok(()),
                // Something is missing, and that is all there is: it stays missing.
                Message::Step1(_) => link.send(Message::Step2(update)).await,
                _ => {}
            }
        }
    })
    .await
}
