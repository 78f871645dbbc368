//! Plays an editing session through a real service, keystroke by keystroke, each agent over its own socket, and says
//! what it cost. Ends with the same text at every agent, at a fresh reader, and again after a kill and a restart.

mod agent;
mod report;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use manual::document::Document;
use manual::id::DocumentId;
use manual::rights::Right;
use manual::seat::SeatKind;
use yrs::{GetString, ReadTxn};

use crate::history::{History, write};
use crate::journal::folder_bytes;
use crate::program::{Folder, Seated};
use crate::raw::Knock;
use crate::service::Service;
use agent::Agent;
pub use report::Report;

/// The agents' client ids: this and the next ones, in their order.
const FIRST_CLIENT: u32 = 1_000_000;

/// A load test from one address: every rate is lifted, every bound on a document stays.
const LIFTED: &str = "[limits]\n\
    updates_per_second_max = 1000000\n\
    frames_per_second_max = 1000000\n\
    bytes_per_second_max = 1000000000\n\
    outbox_bytes_max = 67108864\n";

/// A service with an empty chapter and a seat for each agent.
pub struct Stage {
    folder: Folder,
    service: Service,
    agents: Vec<Seated>,
    reader: Seated,
    chapter: DocumentId,
}

impl Stage {
    /// # Panics
    /// When any step of setting up fails.
    pub async fn new(agents: usize) -> Self {
        let folder = Folder::new();
        folder.configure(LIFTED);
        let secretariat = folder.seat("Secretariat", SeatKind::Secretariat, Right::Keep);
        let reader = folder.seat("Observer", SeatKind::Observer, Right::Read);
        let agents =
            (1..=agents).map(|n| folder.seat(&format!("Agent {n}"), SeatKind::State, Right::Edit)).collect();
        let service = Service::start(&folder);
        let caller = service.caller(&secretariat);
        let manual = caller.make_manual("Recorded sessions").await;
        let chapter = caller.make_chapter(&manual, "One session").await;
        Self { folder, service, agents, reader, chapter }
    }
}

/// Plays the history.
///
/// # Errors
/// When it cannot be played, something is refused, or any text differs from the recorded end.
///
/// # Panics
/// When the service does not take part as the protocol says.
pub async fn play(stage: Stage, history: &History) -> Result<Report> {
    let Stage { folder, service, agents, reader, chapter } = stage;
    let (seed, _) = first_sync(&service, &reader, chapter).await?;
    let begun = Instant::now();
    let written = Arc::new(write(history, &seed.state(), FIRST_CLIENT)?);
    let writing = begun.elapsed();

    let mut playing = Vec::new();
    for (number, seated) in agents.iter().enumerate() {
        let agent = Agent::join(&service, seated, chapter, number, agents.len()).await?;
        let written = Arc::clone(&written);
        playing.push(async move { agent.play(&written).await });
    }
    let (begun, before) = (Instant::now(), service.processor_time());
    let texts = together(playing).await?;
    let (playing, processor) = (begun.elapsed(), service.processor_time() - before);
    for (number, text) in texts.iter().enumerate() {
        ensure!(*text == history.end, "agent {number} ends with another text");
    }
    let (document, warm) = first_sync(&service, &reader, chapter).await?;
    ensure!(text_of(&document) == history.end, "a fresh reader reads another text");

    service.kill();
    let service = Service::start(&folder);
    let (document, cold) = first_sync(&service, &reader, chapter).await?;
    ensure!(text_of(&document) == history.end, "after kill and restart the text is another");
    let data = folder.data();
    Ok(Report {
        transactions: history.transactions.len(),
        keystrokes: history.keystrokes(),
        agents: history.agents,
        characters: history.end.chars().count(),
        writing,
        playing,
        processor,
        journal_bytes: folder_bytes(&data.join("journal")),
        index_bytes: folder_bytes(&data.join("index")),
        state_bytes: document.state().len() as u64,
        warm,
        cold,
    })
}

/// All agents at once; the first failure ends all.
async fn together<F: Future<Output = Result<String>> + Send + 'static>(
    agents: Vec<F>,
) -> Result<Vec<String>> {
    let mut tasks = tokio::task::JoinSet::new();
    for (number, agent) in agents.into_iter().enumerate() {
        tasks.spawn(async move { (number, agent.await) });
    }
    let mut texts = Vec::new();
    while let Some(done) = tasks.join_next().await {
        let (number, text) = done.context("an agent panicked")?;
        texts.push((number, text.with_context(|| format!("agent {number}"))?));
    }
    texts.sort();
    Ok(texts.into_iter().map(|(_, text)| text).collect())
}

/// Somebody comes fresh: the document, and the time from knocking to having it.
async fn first_sync(service: &Service, reader: &Seated, chapter: DocumentId) -> Result<(Document, Duration)> {
    let begun = Instant::now();
    let mut link = Knock::bearing(&reader.token)
        .speaking_chancery()
        .open(&service.address, chapter)
        .await
        .map_err(|(status, body)| anyhow::anyhow!("the reader is refused: {status} {body}"))?;
    let mut document = Document::new(1);
    link.exchange(&mut document).await;
    let took = begun.elapsed();
    link.cut();
    Ok((document, took))
}

fn text_of(document: &Document) -> String {
    document.read(|txn| txn.get_text("body").map_or_else(String::new, |body| body.get_string(txn)))
}
