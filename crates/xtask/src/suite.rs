//! `test` and `prove`: every check there is, in order, a headline each, a table at the end, one honest line last.
//! Stops at the first check that fails, since what follows rests on it; after tests that fail the other tests still run.
//! A step that should run tests and runs none has failed.

mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::place::Place;
use crate::process::{self, Ended};
use crate::tally::{self, Tally};
use steps::{Step, Work};

/// How much of each test is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Depth {
    /// The small numbers: minutes.
    Test,
    /// The full numbers, on the release build: hours.
    Prove,
}

/// What one step came to.
struct Outcome {
    name: &'static str,
    took: Duration,
    tally: Tally,
    figures: Vec<String>,
    trouble: Option<String>,
}

pub(crate) fn run(place: &Place, depth: Depth) -> Result<ExitCode> {
    let steps = steps::all(depth);
    let mut outcomes: Vec<Outcome> = Vec::new();
    for (n, step) in steps.iter().enumerate() {
        println!("\n== {}/{} {} ==", n + 1, steps.len(), step.name);
        outcomes.push(take(place, depth, step, |line| println!("{line}")));
        if !step.runs_tests && outcomes.last().is_some_and(|outcome| outcome.trouble.is_some()) {
            break;
        }
    }
    let (report, code) = conclude(&outcomes);
    println!("{}", report.join("\n"));
    Ok(code)
}

fn take(place: &Place, depth: Depth, step: &Step, say: impl Fn(&str)) -> Outcome {
    let begun = Instant::now();
    let mut tally = Tally::default();
    let mut figures = Vec::new();
    let ended = match &step.work {
        Work::Ours(work) => work(place).map(|()| Ended::Well),
        Work::Program { command, limit } => {
            let limit = if depth == Depth::Prove { *limit * steps::PROVE_FACTOR } else { *limit };
            process::stream(command(place, depth).envs(steps::environment(place, depth)), limit, |line| {
                say(line);
                tally += tally::of_line(line);
                figures.extend(line.trim().strip_prefix("figure: ").map(str::to_owned));
            })
        }
    };
    let trouble = match ended {
        Err(error) => Some(format!("{error:#}")),
        Ok(Ended::Badly(Some(code))) => Some(format!("it ended with code {code}")),
        Ok(Ended::Badly(None)) => Some("it was killed".to_owned()),
        Ok(Ended::OverTime) => Some("it took longer than it may".to_owned()),
        Ok(Ended::Interrupted) => Some("it was interrupted".to_owned()),
        Ok(Ended::Well) if tally.failed > 0 => Some("tests failed".to_owned()),
        Ok(Ended::Well) if step.runs_tests && tally.passed == 0 => Some("it ran no tests".to_owned()),
        Ok(Ended::Well) => None,
    };
    Outcome { name: step.name, took: begun.elapsed(), tally, figures, trouble }
}

/// The table, the figures and, last, the count.
fn conclude(outcomes: &[Outcome]) -> (Vec<String>, ExitCode) {
    let mut sum = Tally::default();
    let mut report = vec![String::new(), row("step", "seconds", "tests")];
    for outcome in outcomes {
        let tests = if outcome.tally.passed > 0 { outcome.tally.passed.to_string() } else { String::new() };
        report.push(row(outcome.name, &seconds(outcome.took), &tests));
        sum += outcome.tally;
    }
    let took = outcomes.iter().map(|outcome| outcome.took).sum();
    report.push(row("all", &seconds(took), &sum.passed.to_string()));
    report.extend(
        outcomes.iter().flat_map(|outcome| &outcome.figures).map(|figure| format!("figure: {figure}")),
    );
    if sum.ignored > 0 {
        report.push(format!("{} ignored", sum.ignored));
    }
    for outcome in outcomes {
        let Some(trouble) = &outcome.trouble else { continue };
        report.push(format!("\"{}\" failed: {trouble}.", outcome.name));
        sum.failed = sum.failed.max(1); // a step that failed without a test is a failure too
    }
    report.push(format!("{} passed, {} failed", sum.passed, sum.failed));
    (report, if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn row(step: &str, seconds: &str, tests: &str) -> String {
    format!("{step:<28} {seconds:>8} {tests:>8}").trim_end().to_owned()
}

fn seconds(took: Duration) -> String {
    format!("{:.1}", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// Runs a step that is a shell script.
    fn check(runs_tests: bool, command: fn(&Place, Depth) -> Command) -> Outcome {
        let work = Work::Program { command, limit: Duration::from_secs(60) };
        take(&Place::find().unwrap(), Depth::Test, &Step { name: "step", runs_tests, work }, |_| ())
    }

    fn sh(place: &Place, script: &str) -> Command {
        let mut command = place.command("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_step_fails_for_its_code_its_count_or_its_silence() {
        let trouble = |outcome: Outcome| outcome.trouble.unwrap_or_default();
        assert_eq!(trouble(check(true, |place, _| sh(place, "echo 1 passed, 0 failed"))), "");
        assert_eq!(trouble(check(false, |place, _| sh(place, "true"))), "");
        assert_eq!(trouble(check(false, |place, _| sh(place, "exit 4"))), "it ended with code 4");
        assert_eq!(trouble(check(true, |place, _| sh(place, "echo 2 passed, 1 failed"))), "tests failed");
        assert_eq!(trouble(check(true, |place, _| sh(place, "true"))), "it ran no tests");
    }

    #[test]
    fn figures_are_kept() {
        let outcome = check(false, |place, _| sh(place, "echo '  figure: 0 of 10 lost'"));
        assert_eq!(outcome.figures, ["0 of 10 lost"]);
    }

    #[test]
    fn every_step_that_fails_makes_the_run_fail() {
        let (report, code) = conclude(&[check(false, |place, _| sh(place, "exit 1"))]);
        assert_eq!((report.last().unwrap().as_str(), code), ("0 passed, 1 failed", ExitCode::FAILURE));
        let (report, code) = conclude(&[check(true, |place, _| sh(place, "echo 2 passed, 0 failed"))]);
        assert_eq!((report.last().unwrap().as_str(), code), ("2 passed, 0 failed", ExitCode::SUCCESS));
    }
}
