//! As many characters as get through: each typist is at most so far ahead of their neighbour's ears. The rate that comes
//! of it is the side's own; nothing may be left out.

use std::time::Duration;

use anyhow::Result;

use super::crowd::{Carets, Outcome, Pace, Plan};
use super::fan_out::{Size, in_turns};
use super::side::Side;
use super::table::Table;

/// Characters of one typist on their way at once.
const AHEAD: u32 = 64;

/// # Errors
/// When a side cannot be run, or turns somebody away.
pub async fn run(sides: &[Side], size: Size) -> Result<Vec<Table>> {
    let plan = Plan {
        people: size.people,
        pace: Pace::Flat(AHEAD),
        carets: Carets::Still,
        warm_up: Duration::from_secs(2),
        measured: Duration::from_secs(size.seconds.min(6)),
        seed: 0,
    };
    let tell =
        |it: &Outcome| format!("{:.0} deliveries a second, {} lost", it.deliveries_a_second(), it.lost);
    let mut table = in_turns("saturation", sides, size.rounds, plan, 0, tell).await?;
    table.note = format!(
        "{} people, each up to {AHEAD} characters ahead, for {} s; {} runs of each side in turns, medians.",
        size.people,
        size.seconds.min(6),
        size.rounds
    );
    Ok(vec![table])
}
