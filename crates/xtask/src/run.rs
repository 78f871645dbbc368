//! `run`: from a fresh clone to a running service with the demo manual, and fresh sign-in links on the terminal.
//! Knows the commands of `chancery`, not its insides.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::place::Place;
use crate::process::{self, Group};
use crate::{press, web};

const BUILD_LIMIT: Duration = Duration::from_secs(1800);
const DEMO_LIMIT: Duration = Duration::from_secs(60);
const START_LIMIT: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(50);
const SEATS: [&str; 3] = ["Secretariat", "Ghana", "Denmark"];

pub(crate) fn run(place: &Place, listen: SocketAddr, data: &Path) -> Result<ExitCode> {
    let begun = Instant::now();
    let listen = free(listen)?;
    let data = std::path::absolute(data)?;
    build(place)?;
    let chancery = place.program("debug", "chancery");
    make_demo(place, &chancery, &data)?;

    let log = place.notes()?.join("serve.log");
    let mut service = start(place, &chancery, listen, &data, &log)?;
    let told: Result<Vec<_>> = wait_until_it_listens(&mut service, listen, &log).and_then(|()| {
        SEATS.into_iter().map(|seat| Invitation::make(place, &chancery, &data, seat)).collect()
    });
    match told {
        Ok(invitations) => tell(&invitations, listen, &log, begun.elapsed()),
        Err(error) => {
            service.end();
            return Err(error);
        }
    }
    press::build_in_background();
    keep_running(service, &log)
}

fn build(place: &Place) -> Result<()> {
    web::build(place)?;
    println!("Building the service (the first time takes a few minutes).");
    process::must(place.command("cargo").args(["build", "--quiet", "--package", "chancery"]), BUILD_LIMIT)
}

/// The address to listen on: the one asked for if nobody else has it; for port 0 a free one.
fn free(listen: SocketAddr) -> Result<SocketAddr> {
    let probe = TcpListener::bind(listen).with_context(|| {
        format!("cannot listen on {listen}, perhaps it is running already; `--listen` takes another address")
    })?;
    Ok(probe.local_addr()?)
}

/// Makes the data folder with the demo manual, beside its place first, so that half a folder is never taken for one.
fn make_demo(place: &Place, chancery: &Path, data: &Path) -> Result<()> {
    if fs::read_dir(data).is_ok_and(|mut files| files.next().is_some()) {
        return Ok(());
    }
    println!("Making the data folder {} with a demo manual.", data.display());
    let mut name = data.file_name().context("the data folder needs a name")?.to_owned();
    name.push(".making");
    let making = data.with_file_name(name);
    if making.exists() {
        fs::remove_dir_all(&making).with_context(|| format!("cannot remove {}", making.display()))?;
    }
    process::must(place.command(chancery).args(["demo", "--data"]).arg(&making), DEMO_LIMIT)?;
    fs::rename(&making, data).with_context(|| format!("cannot make {}", data.display()))
}

fn start(place: &Place, chancery: &Path, listen: SocketAddr, data: &Path, log: &Path) -> Result<Group> {
    let out = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let mut serve: Command = place.command(chancery);
    serve.arg("serve").arg("--listen").arg(listen.to_string()).arg("--data").arg(data);
    serve.envs(press::environment(place));
    serve.stdout(out.try_clone()?).stderr(out);
    Group::start(&mut serve)
}

fn wait_until_it_listens(service: &mut Group, listen: SocketAddr, log: &Path) -> Result<()> {
    let deadline = Instant::now() + START_LIMIT;
    while TcpStream::connect_timeout(&listen, POLL).is_err() {
        if service.child.try_wait()?.is_some() {
            bail!("the service did not start:\n{}", last_lines(log));
        }
        if process::interrupted() || Instant::now() > deadline {
            bail!("the service did not listen on {listen}:\n{}", last_lines(log));
        }
        thread::sleep(POLL);
    }
    Ok(())
}

struct Invitation {
    seat: &'static str,
    link: String,
    code: String,
}

impl Invitation {
    fn make(place: &Place, chancery: &Path, data: &Path, seat: &'static str) -> Result<Self> {
        let mut invite = place.command(chancery);
        invite.args(["invite", "--seat", seat, "--json", "--data"]).arg(data);
        let answer: serde_json::Value = serde_json::from_str(&process::ask(&mut invite)?)?;
        let field = |name: &str| {
            answer[name].as_str().map(str::to_owned).with_context(|| format!("an invitation without {name}"))
        };
        Ok(Self { seat, link: field("link")?, code: field("code")? })
    }
}

fn tell(invitations: &[Invitation], listen: SocketAddr, log: &Path, took: Duration) {
    println!(
        "\nChancery is running at http://{listen}/ (ready after {} s; its log: {}).\n",
        took.as_secs(),
        log.display()
    );
    for Invitation { seat, link, code } in invitations {
        println!("  {seat:<12} {link}\n  {:<12} code {code}\n", "");
    }
    println!("Each link signs in once; this command prints fresh ones every time.");
    println!("To be two seats at once, open the second link in another browser or in a private window.");
    println!("Ctrl-C stops the service.");
}

/// Waits for Ctrl-C, then asks the service to stop and waits until it has.
fn keep_running(mut service: Group, log: &Path) -> Result<ExitCode> {
    let ended = loop {
        let hour = Instant::now() + Duration::from_secs(3600);
        if let Some(status) = service.wait(hour)? {
            break Some(status);
        }
        if process::interrupted() {
            break None;
        }
    };
    if let Some(status) = ended {
        bail!("the service ended by itself ({status}):\n{}", last_lines(log));
    }
    println!("\nStopping the service.");
    service.end();
    println!("Stopped. Everything that was saved is in the data folder.");
    Ok(ExitCode::SUCCESS)
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
