//! As many characters as get through: each typist is at most so far ahead of their neighbour's ears. The rate that comes
//! of it is the side's own; nothing may be left out.

use std::time::Duration;

use anyhow::{Context, Result};

use super::crowd::{Carets, Outcome, Pace, Plan, type_together};
use super::fan_out::{Size, fill};
use super::process::load_average;
use super::side::{Side, Stage};
use super::table::Table;

/// Characters of one typist on their way at once.
const AHEAD: u32 = 64;

/// # Errors
/// When a side cannot be run, or turns somebody away.
pub async fn run(sides: &[Side], size: Size) -> Result<Vec<Table>> {
    let mut table = Table::new("saturation", sides);
    let mut outcomes: Vec<Vec<Outcome>> = vec![Vec::new(); sides.len()];
    let mut stages = Vec::new();
    for side in sides {
        stages.push(Stage::new(*side, size.people).await.with_context(|| side.name())?);
    }
    for round in 0..size.rounds {
        table.loads.push(load_average());
        for (stage, outcomes) in stages.iter_mut().zip(&mut outcomes) {
            let plan = Plan {
                people: size.people,
                pace: Pace::Flat(AHEAD),
                carets: Carets::Still,
                warm_up: Duration::from_secs(2),
                measured: Duration::from_secs(size.seconds.min(6)),
                seed: round as u64,
            };
            let running = stage.start()?;
            let document = stage.new_document(&running).await;
            let outcome = type_together(&running, &document, plan).await;
            let outcome = outcome.with_context(|| stage.side.name())?;
            println!(
                "saturation, round {}, {}: {:.0} deliveries a second, {} lost",
                round + 1,
                stage.side.name(),
                outcome.deliveries_a_second(),
                outcome.lost
            );
            outcomes.push(outcome);
        }
    }
    fill(&mut table, &outcomes);
    table.note = format!(
        "{} people, each up to {AHEAD} characters ahead, for {} s; {} runs of each side in turns, medians.",
        size.people,
        size.seconds.min(6),
        size.rounds
    );
    Ok(vec![table])
}
