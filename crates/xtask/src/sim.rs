//! `sim`: seeded worlds around the rules of live editing, until one breaks, or one world told as a story. The work is
//! done by the package `simulation`; this builds it as fast code.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::place::Place;
use crate::process;

const BUILD_LIMIT: Duration = Duration::from_secs(1800);
const SIM_LIMIT: Duration = Duration::from_secs(12 * 3600);

#[derive(Args)]
pub(crate) struct Sim {
    /// Tells the story of this one world.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// So many worlds are lived, from seed 0.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    worlds: u64,
    /// How the service and its pages behave; one that is not known lists them all.
    #[arg(long, value_name = "NAME", default_value = "honest")]
    story: String,
}

pub(crate) fn run(place: &Place, sim: &Sim) -> Result<ExitCode> {
    process::must(
        place.command("cargo").args(["build", "--quiet", "--release", "--package", "simulation"]),
        BUILD_LIMIT,
    )?;
    let mut command = place.command(place.program("release", "simulation"));
    command.args(["--worlds", &sim.worlds.to_string(), "--story", &sim.story]);
    if let Some(seed) = sim.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    process::must(&mut command, SIM_LIMIT)?;
    Ok(ExitCode::SUCCESS)
}
