//! Sixty-three people in one document at a human pace: two characters a second from each, with and without carets, in an
//! empty document and in a long one. The sides take turns, so that what else the machine does falls on all of them alike.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use collab::message::Message;
use manual::document::Document;
use tokio::time::sleep;
use yrs::{Text, WriteTxn};

use super::crowd::{Carets, Outcome, Pace, Plan, type_together};
use super::line::Line;
use super::process::load_average;
use super::side::{Running, Side, Stage};
use super::table::{Row, Table, median};
use crate::chance::Chance;

/// Letters of the long document.
pub(super) const LONG_LETTERS: usize = 105_000;

/// How much of it.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub rounds: usize,
    pub people: usize,
    pub seconds: u64,
}

/// # Errors
/// When a side cannot be run, or turns somebody away.
pub async fn run(sides: &[Side], size: Size) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    for (name, carets, letters) in [
        ("fan-out", Carets::Still, 0),
        ("fan-out with carets", Carets::Moving, 0),
        ("fan-out in a long document", Carets::Still, LONG_LETTERS),
    ] {
        let plan = Plan {
            people: size.people,
            pace: Pace::Human(2.0),
            carets,
            warm_up: Duration::from_secs(3),
            measured: Duration::from_secs(size.seconds),
            seed: 0,
        };
        let mut table = in_turns(name, sides, size.rounds, plan, letters, tell).await?;
        table.note = format!(
            "{} people, 2 characters a second each, {} s; {} runs of each side in turns, medians.",
            size.people, size.seconds, size.rounds
        );
        tables.push(table);
    }
    Ok(tables)
}

/// A table of one crowd: each side in turns, round after round, the seed being the round's number.
pub(super) async fn in_turns(
    name: &str,
    sides: &[Side],
    rounds: usize,
    plan: Plan,
    letters: usize,
    tell: fn(&Outcome) -> String,
) -> Result<Table> {
    let mut table = Table::new(name, sides);
    let mut outcomes: Vec<Vec<Outcome>> = vec![Vec::new(); sides.len()];
    let mut stages = Vec::new();
    for side in sides {
        stages.push(Stage::new(*side, plan.people).await.with_context(|| side.name())?);
    }
    for round in 0..rounds {
        table.loads.push(load_average());
        for (stage, outcomes) in stages.iter_mut().zip(&mut outcomes) {
            let plan = Plan { seed: round as u64, ..plan };
            let outcome = once(stage, plan, letters).await.with_context(|| stage.side.name())?;
            println!("{name}, round {}, {}: {}", round + 1, stage.side.name(), tell(&outcome));
            outcomes.push(outcome);
        }
    }
    fill(&mut table, &outcomes);
    Ok(table)
}

async fn once(stage: &mut Stage, plan: Plan, letters: usize) -> Result<Outcome> {
    let running = stage.start()?;
    let document = stage.new_document(&running).await;
    if letters > 0 && stage.side != Side::Relay {
        fill_document(&running, &document, letters).await?;
    }
    type_together(&running, &document, plan).await
}

/// A text that was written here and there, as texts are: pieces of forty letters, each put in at a place by chance.
pub(super) async fn fill_document(running: &Running, document: &str, letters: usize) -> Result<()> {
    const PIECE: &str = "forty letters that say nothing to nobody";
    let mut line = Line::open(&running.door(0, document)).await?;
    let mut own = Document::new(90_000_000);
    line.exchange(&mut own).await?;
    let (mut chance, has) = (Chance::new(1), own.state_vector());
    own.edit(|txn| {
        let body = txn.get_or_insert_text("body");
        for n in 0..letters / PIECE.len() {
            let length = u64::from(body.len(txn)).max(1);
            let at = if n == 0 { body.len(txn) } else { 1 + chance.below(length) as u32 };
            body.insert(txn, at.min(body.len(txn)), PIECE);
        }
    });
    let update = own.diff(&has).context("a document has a difference")?;
    line.send(Message::Update(&update)).await?;
    // Somebody who comes now reads it: it has been taken.
    for _ in 0..600 {
        let mut read = Document::new(1);
        Line::open(&running.door(1, document)).await?.exchange(&mut read).await?;
        if read.clocks().contains_key(&90_000_000) {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    bail!("a long text is not taken")
}

fn tell(outcome: &Outcome) -> String {
    format!(
        "{} deliveries, {} lost, {:.1} us CPU each, p50 {:.1} ms",
        outcome.deliveries,
        outcome.lost,
        outcome.micros_a_delivery(),
        millis(outcome.latency.at(0.5)),
    )
}

/// The rows that every crowd has.
fn fill(table: &mut Table, outcomes: &[Vec<Outcome>]) {
    let mut row = |what: &str, digits: usize, figure: &dyn Fn(&Outcome) -> f64| {
        let cells = outcomes.iter().map(|runs| median(runs.iter().map(figure).collect())).collect();
        table.rows.push(Row { what: what.to_owned(), digits, cells });
    };
    row("server CPU a delivery, us", 1, &Outcome::micros_a_delivery);
    row("typed to received, p50 ms", 1, &|it| millis(it.latency.at(0.5)));
    row("the same, p95 ms", 1, &|it| millis(it.latency.at(0.95)));
    row("the same, p99 ms", 1, &|it| millis(it.latency.at(0.99)));
    row("deliveries a second", 0, &Outcome::deliveries_a_second);
    row("characters a frame received", 2, &|it| it.deliveries as f64 / it.frames.max(1) as f64);
    row("bytes received a delivery", 1, &|it| it.bytes as f64 / it.deliveries.max(1) as f64);
    row("greatest memory, MiB", 1, &|it| it.memory.most as f64 / f64::from(1 << 20));
    row("characters not delivered", 0, &|it| it.lost as f64);
}

pub(super) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
