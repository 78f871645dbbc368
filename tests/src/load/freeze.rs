//! A freeze while sixty-three people write: in one of a dozen long chapters, at a human pace, before it, during it and
//! after it. Only ours: the peers have no such thing.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::crowd::{Carets, Crowd, Outcome, Pace, Plan, TIMES};
use super::fan_out::{LONG_LETTERS, Size, fill_document, millis};
use super::histogram::Histogram;
use super::process::load_average;
use super::side::{Side, Stage};
use super::table::{Row, Table, median};

const CHAPTERS: usize = 12;
const WARM_UP: Duration = Duration::from_secs(3);

/// # Errors
/// When the service cannot be run, turns somebody away or refuses the freeze.
pub async fn run(size: Size) -> Result<Vec<Table>> {
    let mut table = Table::of("freeze", vec!["before", "during", "after"]);
    let (mut times, mut froze, mut lost) = (<[Histogram; TIMES]>::default(), Vec::new(), 0);
    for round in 0..size.rounds {
        table.loads.push(load_average());
        let (outcome, took) = once(size, round as u64).await?;
        println!("freeze, round {}: frozen in {:.0} ms, {} lost", round + 1, millis(took), outcome.lost);
        times.iter_mut().zip(&outcome.times).for_each(|(all, one)| all.take_in(one));
        froze.push(millis(took));
        lost += outcome.lost;
    }
    let mut row = |what: &str, digits: usize, figure: &dyn Fn(&Histogram) -> f64| {
        let cells = times.iter().map(figure).collect();
        table.rows.push(Row { what: what.to_owned(), digits, cells });
    };
    for (share, name) in
        [(0.5, "typed to received, p50 ms"), (0.95, "the same, p95 ms"), (0.99, "the same, p99 ms")]
    {
        row(name, 1, &|time| millis(time.at(share)));
    }
    row("the longest, ms", 1, &|time| millis(time.most()));
    row("deliveries", 0, &|time| time.count() as f64);
    let only_during = |figure| vec![f64::NAN, figure, f64::NAN];
    let cells = only_during(median(froze));
    table.rows.push(Row { what: "until the edition was there, ms (median)".to_owned(), digits: 0, cells });
    let cells = vec![f64::NAN, f64::NAN, lost as f64];
    table.rows.push(Row { what: "characters not delivered, all times".to_owned(), digits: 0, cells });
    table.note = format!(
        "{} people in one of {CHAPTERS} chapters of {LONG_LETTERS} letters each, 2 characters a second from each; the secretariat \
         freezes the manual between two times of {} s. {} runs, each with a fresh manual, all deliveries together.",
        size.people, size.seconds, size.rounds
    );
    Ok(vec![table])
}

/// One manual, one freeze: what was heard, and how long the freeze took.
async fn once(size: Size, seed: u64) -> Result<(Outcome, Duration)> {
    let mut stage = Stage::new(Side::Chancery, size.people).await?;
    let running = stage.start()?;
    let mut documents = Vec::new();
    for _ in 0..CHAPTERS {
        let document = stage.new_document(&running).await;
        fill_document(&running, &document, LONG_LETTERS).await?;
        documents.push(document);
    }
    let seconds = Duration::from_secs(size.seconds);
    let plan = Plan {
        people: size.people,
        pace: Pace::Human(2.0),
        carets: Carets::Still,
        warm_up: WARM_UP,
        measured: seconds,
        seed,
    };
    let mut crowd = Crowd::gather(&running, &documents[0], plan).await?;
    crowd.types_for(plan.warm_up).await?;
    crowd.is_measured(0)?;
    crowd.types_for(seconds).await?;
    crowd.is_measured(1)?;
    let begun = Instant::now();
    crowd.types_while(running.freeze(&stage)).await?.context("the freeze")?;
    let took = begun.elapsed();
    crowd.is_measured(2)?;
    crowd.types_for(seconds).await?;
    Ok((crowd.ends().await?, took))
}
