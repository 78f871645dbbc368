//! Many small documents with two people in each, and then nobody: what memory they take, and what is given back. And the
//! return of five hundred people after a crash.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use manual::document::Document;
use tokio::task::JoinSet;
use tokio::time::sleep;
use yrs::{Text, WriteTxn};

use super::line::{Door, Line};
use super::process::{load_average, memory, processor_time};
use super::side::{Side, Stage};
use super::table::{Row, Table, median};

const DOCUMENTS: usize = 1000;
const EACH: usize = 2;
/// After everybody left.
const LATER: Duration = Duration::from_secs(20);

const STORM_DOCUMENTS: usize = 50;
const STORM_CLIENTS: usize = 500;

/// Links opened at once.
const AT_ONCE: usize = 50;

/// # Errors
/// When a side cannot be run.
pub async fn run(sides: &[Side]) -> Result<Vec<Table>> {
    let mut table = Table::new("many documents", sides);
    let mut columns = Vec::new();
    for side in sides {
        table.loads.push(load_average());
        let mut stage = Stage::new(*side, DOCUMENTS * EACH).await.with_context(|| side.name())?;
        columns.push(many(&mut stage).await.with_context(|| side.name())?);
        println!("many documents, {}: {:?}", side.name(), columns.last());
    }
    for (n, what) in [
        "memory before anybody came, MiB",
        "with everybody there, MiB",
        "a document with its two clients, KiB",
        "20 s after everybody left, MiB",
    ]
    .into_iter()
    .enumerate()
    {
        let cells = columns.iter().map(|column| column[n]).collect();
        table.rows.push(Row { what: what.to_owned(), digits: 1, cells });
    }
    table.note =
        format!("{DOCUMENTS} documents of a few words, {EACH} people in each; one run of each side.");
    Ok(vec![table])
}

async fn many(stage: &mut Stage) -> Result<[f64; 4]> {
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let running = stage.start()?;
    let mut documents = Vec::new();
    for _ in 0..DOCUMENTS {
        documents.push(stage.new_document(&running).await);
    }
    let running = match stage.side {
        // Making a chapter opens it for a while; what is measured begins with a fresh process.
        Side::Chancery => {
            running.stop();
            stage.start()?
        }
        _ => running,
    };
    sleep(Duration::from_secs(2)).await;
    let before = memory(running.pid())?.now;
    let doors = documents.iter().enumerate().flat_map(|(n, document)| {
        (0..EACH).map(|k| running.door(n * EACH + k, document)).collect::<Vec<_>>()
    });
    let lines = open_all(doors.collect(), Says::Words).await?;
    sleep(Duration::from_secs(2)).await;
    let open = memory(running.pid())?.now;
    drop(lines);
    sleep(LATER).await;
    let later = memory(running.pid())?.now;
    Ok([mib(before), mib(open), open.saturating_sub(before) as f64 / 1024.0 / DOCUMENTS as f64, mib(later)])
}

/// # Errors
/// When a side cannot be run.
pub async fn storm(sides: &[Side], rounds: usize) -> Result<Vec<Table>> {
    let sides: Vec<Side> = sides.iter().copied().filter(|side| *side != Side::Relay).collect();
    let mut table = Table::new("storm", &sides);
    let mut columns = vec![[Vec::new(), Vec::new(), Vec::new()]; sides.len()];
    let mut stages = Vec::new();
    for side in &sides {
        stages.push(Stage::new(*side, STORM_CLIENTS).await.with_context(|| side.name())?);
    }
    for _ in 0..rounds {
        table.loads.push(load_average());
        for (stage, column) in stages.iter_mut().zip(&mut columns) {
            let figures = crash(stage).await.with_context(|| stage.side.name())?;
            println!("storm, {}: {figures:?}", stage.side.name());
            column.iter_mut().zip(figures).for_each(|(all, one)| all.push(one));
        }
    }
    for (n, (what, digits)) in [
        ("from its start until it listens, ms", 0),
        ("from there until all are in step, ms", 0),
        ("server CPU since its start, ms", 0),
    ]
    .into_iter()
    .enumerate()
    {
        let cells = columns.iter().map(|column| median(column[n].clone())).collect();
        table.rows.push(Row { what: what.to_owned(), digits, cells });
    }
    table.note = format!(
        "{STORM_CLIENTS} people in {STORM_DOCUMENTS} documents; the process is killed and started again, and all come \
         back at once, {AT_ONCE} knocking at a time; {rounds} runs of each side in turns, medians. All clients are one \
         program on the same cores."
    );
    Ok(vec![table])
}

async fn crash(stage: &mut Stage) -> Result<[f64; 3]> {
    let running = stage.start()?;
    let mut documents = Vec::new();
    for _ in 0..STORM_DOCUMENTS {
        documents.push(stage.new_document(&running).await);
    }
    let doors = |running: &super::side::Running| -> Vec<Door> {
        (0..STORM_CLIENTS).map(|n| running.door(n, &documents[n % STORM_DOCUMENTS])).collect()
    };
    let lines = open_all(doors(&running), Says::Words).await?;
    // Longer than the peers take to store.
    sleep(Duration::from_secs(4)).await;
    running.kill();
    drop(lines);
    let begun = Instant::now();
    let running = stage.start()?;
    let listening = begun.elapsed();
    let _lines = open_all(doors(&running), Says::Nothing).await?;
    let all = begun.elapsed();
    let processor = processor_time(running.pid())?;
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    Ok([ms(listening), ms(all - listening), ms(processor)])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    Words,
}

/// Opens links and exchanges what both sides have, so many at a time.
async fn open_all(doors: Vec<Door>, says: Says) -> Result<Vec<Line>> {
    let (mut opening, mut open, mut doors) = (JoinSet::new(), Vec::new(), doors.into_iter().enumerate());
    loop {
        while opening.len() < AT_ONCE
            && let Some((n, door)) = doors.next()
        {
            opening.spawn(async move {
                let mut line = Line::open(&door).await?;
                let mut own = Document::new(7_000_000 + n as u64);
                line.exchange(&mut own).await?;
                if says == Says::Words {
                    let (_, update) = own.edit(|txn| txn.get_or_insert_text("body").push(txn, "a few words"));
                    let update = update.context("words are an edit")?;
                    line.send(collab::message::Message::Update(&update)).await?;
                }
                Ok::<_, anyhow::Error>(line)
            });
        }
        match opening.join_next().await {
            Some(line) => open.push(line??),
            None => return Ok(open),
        }
    }
}
