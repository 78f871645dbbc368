//! `bench`: our service, a bare relay and two peers under the same load, one after the other, with what each cost.
//! The work is done by the program `load` of the tests crate; this builds it and the service as people run them, and
//! installs the peers under target. Nothing of the peers is ever part of the product.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::place::Place;
use crate::stamp::Stamp;
use crate::{process, tools};

const BUILD_LIMIT: Duration = Duration::from_secs(3600);
const INSTALL_LIMIT: Duration = Duration::from_secs(1800);
const LOAD_LIMIT: Duration = Duration::from_secs(6 * 3600);

/// What the peers are: packages with their lock, and a script that starts each.
const PEERS: [&str; 5] = ["package.json", "package-lock.json", ".npmrc", "hocuspocus.mjs", "y-websocket.mjs"];

pub(crate) fn run(place: &Place, words: &[String]) -> Result<ExitCode> {
    let peers = install_peers(place)?;
    println!("Building the service and the load program.");
    let build = ["build", "--release", "--package", "chancery", "--package", "tests"];
    let bins = ["--bin", "chancery", "--bin", "load", "--bin", "relay"];
    process::must(place.command("cargo").args(build).args(bins), BUILD_LIMIT)?;
    let commit =
        process::ask(place.command("git").args(["rev-parse", "--short", "HEAD"])).unwrap_or_default();
    let mut load = place.command(place.program("release", "load"));
    load.env("CHANCERY_BIN", place.program("release", "chancery"))
        .env("BENCH_PEERS", peers)
        .env("BENCH_COMMIT", commit.trim())
        .env("BENCH_PAGE", place.root.join("docs/performance.md"))
        .args(words);
    process::must(&mut load, LOAD_LIMIT)?;
    Ok(ExitCode::SUCCESS)
}

/// Copies what the peers are and installs them, if anything changed since the last time.
fn install_peers(place: &Place) -> Result<PathBuf> {
    tools::need_node()?;
    let (from, to) = (place.root.join("tests/peers"), place.built("bench/peers"));
    let stamp = Stamp::of(place, "peers", &PEERS.map(|name| from.join(name)))?;
    if stamp.holds() && to.join("node_modules").is_dir() {
        return Ok(to);
    }
    println!("Installing the peers (npm ci), SQLite from its source.");
    std::fs::create_dir_all(&to)?;
    for name in PEERS {
        std::fs::copy(from.join(name), to.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    let npm = || {
        let mut npm = Command::new("npm");
        npm.current_dir(&to).env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
        npm
    };
    process::must(npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]), INSTALL_LIMIT)?;
    // The one package whose script is needed: it compiles against the headers that stand beside this node.
    let mut sqlite = npm();
    sqlite
        .args(["rebuild", "better-sqlite3", "--foreground-scripts"])
        .env("npm_config_build_from_source", "true");
    if let Some(headers) = tools::find("node").and_then(|node| Some(node.parent()?.parent()?.to_path_buf()))
        && headers.join("include/node/node_api.h").is_file()
    {
        sqlite.env("npm_config_nodedir", headers);
    }
    process::must(&mut sqlite, INSTALL_LIMIT)?;
    stamp.keep()?;
    Ok(to)
}
