//! What a crash takes back: people type, the process is killed without warning, and what somebody had already seen of
//! somebody else is looked for after a restart.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use collab::bouncer::scan;
use collab::limits::Limits;
use manual::document::Document;
use yrs::{Text, WriteTxn};

use super::line::{Heard, Line};
use super::process::load_average;
use super::side::{Side, Stage};
use super::table::{Row, Table};

/// When the process is killed, counted from the first key. At other moments of a store's rhythm other things are lost.
const KILLED_AFTER: [Duration; 5] = [
    Duration::from_millis(3_100),
    Duration::from_millis(5_700),
    Duration::from_millis(7_300),
    Duration::from_millis(8_900),
    Duration::from_millis(11_400),
];

const WRITERS: usize = 8;
const BETWEEN_KEYS: Duration = Duration::from_millis(100);

/// # Errors
/// When a side cannot be run.
pub async fn run(sides: &[Side]) -> Result<Vec<Table>> {
    // The relay keeps nothing and has nothing to lose.
    let sides: Vec<Side> = sides.iter().copied().filter(|side| *side != Side::Relay).collect();
    let mut table = Table::new("kill", &sides);
    let (mut lost_rows, mut seen_sum, mut lost_sum) =
        (Vec::new(), vec![0; sides.len()], vec![0; sides.len()]);
    let mut stages = Vec::new();
    for side in &sides {
        stages.push(Stage::new(*side, WRITERS + 1).await.with_context(|| side.name())?);
    }
    for (n, after) in KILLED_AFTER.into_iter().enumerate() {
        table.loads.push(load_average());
        let mut cells = Vec::new();
        for (at, stage) in stages.iter_mut().enumerate() {
            let (seen, lost) = once(stage, after, n as u64).await.with_context(|| stage.side.name())?;
            println!("kill at {after:?}, {}: {seen} seen, {lost} lost", stage.side.name());
            seen_sum[at] += seen;
            lost_sum[at] += lost;
            cells.push(lost as f64);
        }
        let what = format!("killed {:.1} s after the first key: lost", after.as_secs_f64());
        lost_rows.push(Row { what, digits: 0, cells });
    }
    let sum = |what: &str, sums: &[u64]| Row {
        what: what.to_owned(),
        digits: 0,
        cells: sums.iter().map(|sum| *sum as f64).collect(),
    };
    table.rows = lost_rows;
    table.rows.push(sum("seen by somebody else, all runs", &seen_sum));
    table.rows.push(sum("of these lost", &lost_sum));
    table.note = format!(
        "{WRITERS} people, 10 characters a second each; characters that somebody else had seen when the process was \
         killed (SIGKILL), and of those what is not there after a restart. One run of each."
    );
    Ok(vec![table])
}

/// How many characters were seen, and how many of them are gone.
async fn once(stage: &mut Stage, after: Duration, seed: u64) -> Result<(u64, u64)> {
    let running = stage.start()?;
    let document = stage.new_document(&running).await;
    let mut watcher = Line::open(&running.door(WRITERS, &document)).await?;
    watcher.exchange(&mut Document::new(1)).await?;
    let mut writers = Vec::new();
    for n in 0..WRITERS {
        let mut line = Line::open(&running.door(n, &document)).await?;
        let mut own = Document::new(5_000_000 + seed * 100 + n as u64);
        line.exchange(&mut own).await?;
        writers.push((line, own));
    }
    let typing = tokio::spawn(async move {
        loop {
            for (line, own) in &mut writers {
                let (_, update) = own.edit(|txn| txn.get_or_insert_text("body").push(txn, "x"));
                let update = update.context("a character is an edit")?;
                let frame = line.speech.update(&update);
                use futures_util::SinkExt;
                line.socket.send(tokio_tungstenite::tungstenite::Message::Binary(frame)).await?;
                tokio::time::sleep(BETWEEN_KEYS / WRITERS as u32).await;
            }
        }
        #[expect(unreachable_code, reason = "names the type of the block")]
        Ok::<(), anyhow::Error>(())
    });
    let mut seen = BTreeMap::new();
    let until = Instant::now() + after;
    while let Ok(frame) = tokio::time::timeout_at(until.into(), watcher.next()).await {
        let frame = frame?;
        if let Heard::Update(update) = watcher.speech.hear(&frame) {
            note(&mut seen, update)?;
        }
    }
    running.kill();
    typing.abort();
    let running = stage.start()?;
    let mut reader = Line::open(&running.door(WRITERS, &document)).await?;
    let mut found = Document::new(2);
    reader.exchange(&mut found).await?;
    // One of the peers may give an empty answer first and the rest soon after.
    let _ = tokio::time::timeout(Duration::from_secs(2), async {
        while let Ok(frame) = reader.next().await {
            if let Heard::Update(update) = reader.speech.hear(&frame) {
                let _ = found.apply(update);
            }
        }
    })
    .await;
    let clocks = found.clocks();
    let lost = seen
        .iter()
        .map(|(client, end)| u64::from(end.saturating_sub(*clocks.get(client).unwrap_or(&0))))
        .sum();
    Ok((seen.values().map(|end| u64::from(*end)).sum(), lost))
}

/// Every character up to the last one is an edit of its own.
fn note(seen: &mut BTreeMap<u64, u32>, update: &[u8]) -> Result<()> {
    let scanned = scan(update, &Limits::default()).ok().context("an update that cannot be read")?;
    for run in scanned.runs().iter().filter(|run| run.client >= 5_000_000 && run.client < 6_000_000) {
        let end = seen.entry(run.client).or_insert(0);
        *end = (*end).max(run.end);
    }
    Ok(())
}
