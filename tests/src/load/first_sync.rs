//! Recorded editing sessions, keystroke by keystroke, and then somebody who comes fresh: while the document is open, and
//! as the first thing after a restart. What each keystroke and each reader cost.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use collab::bouncer::scan;
use collab::limits::Limits;
use collab::message::Message;
use futures_util::{SinkExt, StreamExt};
use manual::document::Document;
use tokio_tungstenite::tungstenite::Message as Frame;
use yrs::{GetString, ReadTxn};

use super::line::{Heard, Line, Speech};
use super::process::{load_average, processor_time};
use super::side::{Running, Side, Stage};
use super::table::{Row, Table, median};
use crate::history::{History, Written, read, write};
use crate::journal::folder_bytes;

const FIRST_CLIENT: u32 = 1_000_000;
const RESTARTS: usize = 5;
const WARM_READERS: usize = 9;
/// Longer than the peers take to store.
const UNTIL_STORED: Duration = Duration::from_secs(12);
const PATIENCE: Duration = Duration::from_secs(600);

/// # Errors
/// When a history cannot be played, or a reader reads another text.
pub async fn run(sides: &[Side], files: &[PathBuf]) -> Result<Vec<Table>> {
    let sides: Vec<Side> = sides.iter().copied().filter(|side| *side != Side::Relay).collect();
    let mut table = Table::new("first sync", &sides);
    for file in files {
        let history = read(file).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = name.split('.').next().unwrap_or_default();
        let mut columns = Vec::new();
        for side in &sides {
            table.loads.push(load_average());
            let figures = once(*side, &history).await.with_context(|| format!("{name}, {}", side.name()))?;
            println!("first sync, {name}, {}: {figures:?}", side.name());
            columns.push(figures);
        }
        for (n, (what, digits)) in [
            ("server CPU a keystroke, us", 1),
            ("warm reader, ms", 2),
            ("cold reader, ms", 2),
            ("bytes to a reader", 0),
            ("bytes on disk", 0),
            ("of these beside the journal", 0),
        ]
        .into_iter()
        .enumerate()
        {
            let cells = columns.iter().map(|column| column[n]).collect();
            table.rows.push(Row { what: format!("{name}: {what}"), digits, cells });
        }
    }
    table.note = format!(
        "Recorded sessions, each keystroke an update. A warm reader (median of {WARM_READERS}) comes while the document is open, a cold one (median \
         of {RESTARTS} restarts) is the first after the process has been stopped politely and started. From knocking until the \
         last byte of the document is there."
    );
    Ok(vec![table])
}

async fn once(side: Side, history: &History) -> Result<[f64; 6]> {
    let mut stage = Stage::new(side, 2).await?;
    let running = stage.start()?;
    let document = stage.new_document(&running).await;
    let mut seed = Document::new(1);
    Line::open(&running.door(1, &document)).await?.exchange(&mut seed).await?;
    let written = write(history, &seed.state(), FIRST_CLIENT)?;
    let ends = ends(&written);
    let before = processor_time(running.pid())?;
    play(&running, &document, &written, &ends).await.context("playing")?;
    let processor = processor_time(running.pid())? - before;
    let mut warm = Vec::new();
    let mut bytes = 0;
    // Somebody stays, so that the document does.
    let mut stays = Line::open(&running.door(0, &document)).await?;
    stays.exchange(&mut Document::new(3)).await?;
    for _ in 0..WARM_READERS {
        let read = read_whole(&running, &document, &ends).await?;
        ensure!(text_of(&read.document) == history.end, "a warm reader reads another text");
        bytes = read.bytes;
        warm.push(read.took.as_secs_f64() * 1e3);
    }
    drop(stays);
    tokio::time::sleep(UNTIL_STORED).await;
    running.stop();
    let mut cold = Vec::new();
    for _ in 0..RESTARTS {
        let running = stage.start()?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let read = read_whole(&running, &document, &ends).await.context("after a restart")?;
        ensure!(text_of(&read.document) == history.end, "a cold reader reads another text");
        cold.push(read.took.as_secs_f64() * 1e3);
        running.stop();
    }
    let disk = folder_bytes(&stage.folder());
    let journal = folder_bytes(&stage.folder().join("journal"));
    Ok([
        processor.as_secs_f64() * 1e6 / history.keystrokes().max(1) as f64,
        median(warm),
        median(cold),
        bytes as f64,
        disk as f64,
        disk.saturating_sub(journal) as f64,
    ])
}

/// Where each agent's clock stands at the end.
fn ends(written: &[Written]) -> HashMap<u64, u32> {
    let mut ends = HashMap::new();
    for it in written {
        ends.insert(u64::from(FIRST_CLIENT) + it.agent as u64, it.clock);
    }
    ends
}

/// One link sends every update in order; another waits until it has heard the last.
async fn play(
    running: &Running,
    document: &str,
    written: &[Written],
    ends: &HashMap<u64, u32>,
) -> Result<()> {
    let mut listener = Line::open(&running.door(1, document)).await?;
    listener.exchange(&mut Document::new(2)).await?;
    let mut writer = Line::open(&running.door(0, document)).await?;
    writer.exchange(&mut Document::new(3)).await?;
    let speech = writer.speech.clone();
    let (mut sink, mut stream) = writer.socket.split();
    let draining = tokio::spawn(async move { while let Some(Ok(_)) = stream.next().await {} });
    let frames: Vec<_> = written.iter().map(|it| speech.update(&it.update)).collect();
    let acknowledge = speech.framed(Message::Acknowledge(&[1; 8]));
    let sending = tokio::spawn(async move {
        for (n, frame) in frames.into_iter().enumerate() {
            sink.feed(Frame::Binary(frame)).await?;
            if speech == Speech::Acknowledged && n % 64 == 63 {
                sink.feed(Frame::Binary(acknowledge.clone())).await?;
            }
        }
        sink.flush().await?;
        Ok::<_, anyhow::Error>(sink)
    });
    let mut heard: HashMap<u64, u32> = HashMap::new();
    let hearing = async {
        while ends.iter().any(|(client, end)| heard.get(client).unwrap_or(&0) < end) {
            let frame = listener.next().await?;
            if let Heard::Update(update) = listener.speech.hear(&frame) {
                reached(&mut heard, update)?;
            }
        }
        Ok::<_, anyhow::Error>(())
    };
    tokio::time::timeout(PATIENCE, hearing).await.context("the last edit is not heard")??;
    drop(sending.await??);
    draining.abort();
    Ok(())
}

struct WholeRead {
    document: Document,
    took: Duration,
    bytes: usize,
}

/// From knocking until the last byte that a fresh reader needs.
async fn read_whole(running: &Running, document: &str, ends: &HashMap<u64, u32>) -> Result<WholeRead> {
    let door = running.door(1, document);
    let begun = Instant::now();
    let mut line = Line::open(&door).await?;
    line.send(Message::Step1(&[0])).await?;
    let (mut heard, mut updates, mut bytes) = (HashMap::new(), Vec::new(), 0);
    let took = loop {
        let frame = line.next().await?;
        let arrived = begun.elapsed();
        if let Heard::Update(update) = line.speech.hear(&frame) {
            bytes += frame.len();
            reached(&mut heard, update)?;
            updates.push(update.to_vec());
        }
        if ends.iter().all(|(client, end)| heard.get(client).unwrap_or(&0) >= end) {
            break arrived;
        }
        ensure!(begun.elapsed() < Duration::from_secs(20), "the document is not there whole");
    };
    let mut whole = Document::new(9);
    for update in updates {
        whole.apply(&update)?;
    }
    Ok(WholeRead { document: whole, took, bytes })
}

fn reached(heard: &mut HashMap<u64, u32>, update: &[u8]) -> Result<()> {
    let limits = Limits { items_max: usize::MAX, ..Limits::default() };
    let scanned = scan(update, &limits).ok().context("an update that cannot be read")?;
    for run in scanned.runs() {
        let end = heard.entry(run.client).or_insert(0);
        *end = (*end).max(run.end);
    }
    Ok(())
}

fn text_of(document: &Document) -> String {
    document.read(|txn| txn.get_text("body").map_or_else(String::new, |body| body.get_string(txn)))
}

/// The recorded sessions of a folder.
///
/// # Errors
/// When it cannot be listed.
pub fn histories(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().contains(".json"));
    files.sort_by_key(|file| std::fs::metadata(file).map_or(0, |data| data.len()));
    Ok(files)
}
