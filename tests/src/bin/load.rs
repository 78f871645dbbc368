//! `load [--runs N] [--seconds S] [--people N] [--sides A,B] [--traces DIR] SCENARIO...`: the service and what it is measured beside,
//! under load. `cargo xtask bench` builds and installs what it needs and starts it. `BENCH_PEERS` names the folder of the
//! peers, `BENCH_PAGE` the page that takes the tables, `BENCH_COMMIT` what was built.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use tests::load::fan_out::{self, Size};
use tests::load::side::Side;
use tests::load::table::Table;
use tests::load::{first_sync, freeze, killed, many, saturate};

const SCENARIOS: [&str; 7] = ["fan-out", "saturation", "first-sync", "many", "storm", "kill", "freeze"];

struct Wish {
    scenarios: Vec<String>,
    sides: Vec<Side>,
    runs: usize,
    people: usize,
    seconds: u64,
    /// A folder of recorded editing sessions.
    traces: Option<PathBuf>,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let wish = wish()?;
    let (page, where_and_when) = (std::env::var_os("BENCH_PAGE").map(PathBuf::from), where_and_when());
    for scenario in &wish.scenarios {
        for table in measure(scenario, &wish).await.with_context(|| scenario.clone())? {
            println!("\n{}", table.markdown(&where_and_when));
            if let Some(page) = &page {
                table.put_into(page, &where_and_when)?;
            }
        }
    }
    Ok(())
}

async fn measure(scenario: &str, wish: &Wish) -> Result<Vec<Table>> {
    let size = Size { rounds: wish.runs, people: wish.people, seconds: wish.seconds };
    match scenario {
        "fan-out" => fan_out::run(&wish.sides, size).await,
        "saturation" => saturate::run(&wish.sides, size).await,
        "first-sync" => match &wish.traces {
            Some(folder) => first_sync::run(&wish.sides, &first_sync::histories(folder)?).await,
            None => {
                println!("first-sync: left out, for want of --traces DIR with recorded sessions");
                Ok(Vec::new())
            }
        },
        "many" => many::run(&wish.sides).await,
        "storm" => many::storm(&wish.sides, wish.runs).await,
        "kill" => killed::run(&wish.sides).await,
        "freeze" => freeze::run(size).await,
        _ => bail!("there is no such scenario; there are: {}", SCENARIOS.join(", ")),
    }
}

fn wish() -> Result<Wish> {
    let mut wish = Wish {
        scenarios: Vec::new(),
        sides: Side::ALL.to_vec(),
        runs: 3,
        people: 63,
        seconds: 15,
        traces: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} wants a value"));
        match word.as_str() {
            "--runs" => wish.runs = value()?.parse()?,
            "--people" => wish.people = value()?.parse()?,
            "--seconds" => wish.seconds = value()?.parse()?,
            "--traces" => wish.traces = Some(value()?.into()),
            "--sides" => {
                let sides = value()?;
                let sides = sides.split(',').map(|name| Side::parse(name).context(name.to_owned()));
                wish.sides = sides.collect::<Result<_>>()?;
            }
            _ => wish.scenarios.push(word),
        }
    }
    ensure!(wish.people > 1 && wish.runs > 0 && wish.seconds > 0, "a crowd has two people, a run a second");
    if wish.scenarios.is_empty() {
        wish.scenarios = SCENARIOS.map(str::to_owned).to_vec();
    }
    Ok(wish)
}

/// The machine, the day and the commit.
fn where_and_when() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|it| it.1);
    let count = std::thread::available_parallelism().map_or(0, usize::from);
    let day = std::process::Command::new("date").args(["-u", "+%Y-%m-%d %H:%M"]).output();
    let day = day.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned()).unwrap_or_default();
    let commit = std::env::var("BENCH_COMMIT").unwrap_or_else(|_| "unknown".to_owned());
    format!("{day} UTC, commit {commit}, {count} cores ({}).", model.unwrap_or("of some kind"))
}
