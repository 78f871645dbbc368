//! The tool behind `cargo xtask sim`: lives worlds until one breaks and tells its story, or tells the story of one seed.

use std::process::ExitCode;

use simulation::{Manners, broken_worlds, live};

/// So many worlds are lived before anything is said.
const PORTION: u64 = 500;

/// What was asked for: `--seed N`, `--worlds N`, `--story NAME`.
struct Asked {
    seed: Option<u64>,
    worlds: u64,
    manners: Manners,
}

fn main() -> ExitCode {
    match asked(std::env::args().skip(1)) {
        Ok(Asked { seed: Some(seed), manners, .. }) => tell_one(seed, manners),
        Ok(Asked { worlds, manners, .. }) => until_one_breaks(worlds, manners),
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}

fn asked(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked { seed: None, worlds: 1_000, manners: Manners::Honest };
    while let Some(word) = words.next() {
        let value = words.next().ok_or(format!("{word} wants a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{value} is not a number"));
        match word.as_str() {
            "--seed" => asked.seed = Some(number()?),
            "--worlds" => asked.worlds = number()?,
            "--story" => {
                let names: Vec<_> = Manners::ALL.iter().map(|manners| manners.word()).collect();
                asked.manners =
                    Manners::parse(&value).ok_or(format!("the stories are: {}", names.join(", ")))?;
            }
            _ => return Err(format!("{word} is not known; --seed N, --worlds N and --story NAME are")),
        }
    }
    Ok(asked)
}

fn tell_one(seed: u64, manners: Manners) -> ExitCode {
    let life = live(seed, manners);
    println!("{}", life.story);
    match life.broken {
        Some(_) => ExitCode::FAILURE,
        None => {
            println!("every promise was kept");
            ExitCode::SUCCESS
        }
    }
}

/// Whether an honest world was kept to, or a control was noticed, is told by the exit code.
fn until_one_breaks(worlds: u64, manners: Manners) -> ExitCode {
    let mut from = 0;
    while from < worlds {
        let upto = worlds.min(from + PORTION);
        if let Some((seed, life)) = broken_worlds(from..upto, manners).into_iter().next() {
            println!("{}\n\nThe first world that broke is seed {seed}.", life.story);
            return if manners == Manners::Honest { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
        println!("{upto} worlds, every promise was kept");
        from = upto;
    }
    if manners == Manners::Honest {
        println!("figure: simulation: {worlds} worlds: 0 divergences, 0 acknowledged or seen edits lost");
        return ExitCode::SUCCESS;
    }
    println!("No world noticed that the service {}.", manners.word());
    ExitCode::FAILURE
}
