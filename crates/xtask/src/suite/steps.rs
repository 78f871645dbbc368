//! The steps of `test` and `prove`, in their order: quick checks first, and everything is built once, with one profile
//! and one set of features for all that runs, so that no dependency is compiled twice. Limits only end what hangs.

use std::ffi::OsString;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::Depth;
use crate::place::Place;
use crate::{advisories, checkers, fonts, supply, tidy, tools, web};

/// How much longer a step may take with the full numbers.
pub(super) const PROVE_FACTOR: u32 = 20;

pub(super) struct Step {
    pub(super) name: &'static str,
    /// Whether a run without a single test is a failure.
    pub(super) runs_tests: bool,
    pub(super) work: Work,
}

pub(super) enum Work {
    /// Done by xtask itself.
    Ours(fn(&Place) -> Result<()>),
    /// Another program, and how long it may take.
    Program { command: fn(&Place, Depth) -> Command, limit: Duration },
}

pub(super) fn all(depth: Depth) -> Vec<Step> {
    let mut steps = vec![
        ours("tools and web packages", |place| {
            tools::need_browser()?;
            tools::need_strace()?;
            fonts::fetch(place)?;
            web::install(place).map(|_done| ())
        }),
        check("format", 2, |place, _| cargo(place, &["fmt", "--all", "--check"])),
        ours("tidy", tidy::check),
        ours("what we build on", supply::check),
        ours("web build", |place| web::build(place).map(|_done| ())),
        check("web lint, types, format", 10, |place, _| npm(place, "check")),
        tests("web unit tests", 10, |place, _| npm(place, "test")),
        check("clippy", 20, |place, _| {
            cargo(
                place,
                &["clippy", "--workspace", "--exclude", "press", "--all-targets", "--", "--deny", "warnings"],
            )
        }),
        check("build", 30, |place, depth| {
            let mut build = cargo(place, &["build", "--workspace", "--exclude", "press", "--all-targets"]);
            build.args(depth.profile().flag);
            build
        }),
        tests("rust tests", 30, rust_tests),
        tests("press tests", 40, press_tests),
        tests("property test, yjs and yrs", 20, |place, _| npm(place, "test:property")),
        tests("stock clients", 10, |place, _| {
            let mut node = place.command("node");
            node.arg("tests/stock/stock.mjs");
            node
        }),
        tests("browser tests", 45, browser_tests),
    ];
    if depth == Depth::Prove {
        steps.push(ours("advisories", |place| advisories::run(place, None)));
        // Here, where Typst is built for its tests anyway.
        steps.push(check("clippy of the press", 40, |place, _| {
            cargo(place, &["clippy", "--package", "press", "--all-targets", "--", "--deny", "warnings"])
        }));
        steps.push(ours("checkers of published files", checkers::fetch));
        steps.push(tests("published files", 10, published_files));
    }
    steps
}

/// What every step finds in its environment: the programs under test, the browser, and how much to run.
pub(super) fn environment(place: &Place, depth: Depth) -> Vec<(&'static str, OsString)> {
    let folder = depth.profile().folder;
    let mut environment = vec![
        ("CHANCERY_BIN", place.program(folder, "chancery").into()),
        ("YRS_PEER", place.program(folder, "yrs-peer").into()),
    ];
    environment.extend(tools::browser().map(|browser| ("CHROMIUM", browser.into())));
    environment.extend((depth == Depth::Prove).then(|| ("CHANCERY_PROVE", "1".into())));
    environment
}

/// A cargo profile: its flag, and the folder it builds into.
struct Profile {
    flag: Option<&'static str>,
    folder: &'static str,
}

impl Depth {
    fn profile(self) -> Profile {
        match self {
            Self::Test => Profile { flag: None, folder: "debug" },
            Self::Prove => Profile { flag: Some("--release"), folder: "release" },
        }
    }
}

fn ours(name: &'static str, work: fn(&Place) -> Result<()>) -> Step {
    Step { name, runs_tests: false, work: Work::Ours(work) }
}

fn check(name: &'static str, minutes_max: u64, command: fn(&Place, Depth) -> Command) -> Step {
    Step {
        name,
        runs_tests: false,
        work: Work::Program { command, limit: Duration::from_secs(60 * minutes_max) },
    }
}

fn tests(name: &'static str, minutes_max: u64, command: fn(&Place, Depth) -> Command) -> Step {
    Step { runs_tests: true, ..check(name, minutes_max, command) }
}

fn cargo(place: &Place, words: &[&str]) -> Command {
    let mut cargo = place.command("cargo");
    cargo.args(words);
    cargo
}

fn npm(place: &Place, script: &str) -> Command {
    let mut npm = web::npm(place);
    npm.args(["run", "--silent", script]).env("NO_COLOR", "1");
    npm
}

/// Unit, property, interface, simulation and crash tests; with the full numbers, what they print as well.
fn rust_tests(place: &Place, depth: Depth) -> Command {
    let mut test = cargo(place, &["test", "--no-fail-fast", "--workspace", "--exclude", "press"]);
    test.args(depth.profile().flag);
    if depth == Depth::Prove {
        test.args(["--", "--show-output"]);
    }
    test
}

/// The press alone, so that Typst is built once, and only here.
fn press_tests(place: &Place, depth: Depth) -> Command {
    let mut test = cargo(place, &["test", "--no-fail-fast", "--package", "press"]);
    test.args(depth.profile().flag);
    if depth == Depth::Prove {
        test.args(["--", "--show-output"]);
    }
    test
}

/// The pages in a browser, before the real program. The press is there: its own tests built it.
fn browser_tests(place: &Place, depth: Depth) -> Command {
    let mut test = npm(place, "test:browser");
    test.env("CHANCERY_PRESS", place.program(depth.profile().folder, "press"));
    test.env("CHANCERY_FONTS", fonts::folder(place));
    test
}

/// What others say of our files, with the same features as all other tests.
fn published_files(place: &Place, depth: Depth) -> Command {
    let mut test = cargo(place, &["test", "--workspace", "--exclude", "press", "--test", "published"]);
    test.args(depth.profile().flag).args(["--", "--show-output"]);
    test.env("CHANCERY_CHECKERS", checkers::folder(place));
    // Built by the step "press tests".
    test.env("CHANCERY_PRESS", place.program(depth.profile().folder, "press"));
    test.env("CHANCERY_FONTS", fonts::folder(place));
    test
}
