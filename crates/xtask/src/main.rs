//! What a person does to this repository, one command each: run it, test it, prove it, keep it tidy, replay a history,
//! live simulated worlds. Never holds rules of the product. Read `run` and `suite`; `process`, `place`, `stamp` and `tools` serve them.

mod advisories;
mod bench;
mod checkers;
mod fonts;
mod licence;
mod place;
mod press;
mod process;
mod replay;
mod run;
mod sbom;
mod sim;
mod stamp;
mod suite;
mod supply;
mod tally;
mod tidy;
mod tools;
mod web;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::place::Place;
use crate::suite::Depth;

#[derive(Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    about = "Run, test and look after Chancery.",
    disable_help_subcommand = true
)]
struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds what changed, starts the service with a demo manual and prints the sign-in links.
    Run {
        /// Where the service listens.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// The data folder; made, with the demo manual in it, if it is not there.
        #[arg(long, value_name = "DIR", default_value = "data")]
        data: PathBuf,
    },
    /// Everything that continuous integration runs, installing what it needs.
    Test,
    /// The same at the full numbers, with the figures at the end.
    Prove,
    /// Checks what compilers do not: the ladder of crates, file openings and lengths, links in the documentation.
    Tidy,
    /// Checks what we build on: sources, checksums, licences, nothing run when it is installed. Part of `test`.
    Supply,
    /// Asks what is published of dangers in what we build on. Part of `prove`.
    Advisories {
        /// A checkout of github.com/rustsec/advisory-db; fetched if it is not given.
        #[arg(long, value_name = "DIR")]
        rustsec: Option<PathBuf>,
    },
    /// Lists all that is in what we give away, in the format of CycloneDX.
    Sbom {
        /// Where to; left out, it is printed.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Puts the service, a bare relay and two peers under the same load; tables go into docs/performance.md.
    Bench {
        /// Scenarios, or all; `--runs N`, `--seconds S`, `--people N` and `--sides A,B` make them smaller; `--traces DIR` names recorded sessions.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "SCENARIO")]
        words: Vec<String>,
    },
    /// Fetches the fonts that the press sets with, those that are not there yet.
    Fonts,
    /// Replays recorded editing histories through a real service, keystroke by keystroke.
    Replay {
        /// Histories in the format of the josephg/editing-traces collection, plain or gzipped.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Lives seeded worlds until a promise breaks, or tells the story of one.
    Sim(sim::Sim),
}

fn main() -> ExitCode {
    let done = Place::find().and_then(|place| match Xtask::parse().task {
        Task::Run { listen, data } => run::run(&place, listen, &data),
        Task::Test => suite::run(&place, Depth::Test),
        Task::Prove => suite::run(&place, Depth::Prove),
        Task::Tidy => tidy::run(&place),
        Task::Supply => supply::check(&place).map(|()| ExitCode::SUCCESS),
        Task::Advisories { rustsec } => {
            advisories::run(&place, rustsec.as_deref()).map(|()| ExitCode::SUCCESS)
        }
        Task::Sbom { out } => sbom::run(&place, out.as_deref()).map(|()| ExitCode::SUCCESS),
        Task::Bench { words } => bench::run(&place, &words),
        Task::Fonts => fonts::fetch(&place).map(|()| ExitCode::SUCCESS),
        Task::Replay { files } => replay::run(&place, &files),
        Task::Sim(asked) => sim::run(&place, &asked),
    });
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
