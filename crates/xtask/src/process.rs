//! Running other programs: each in a process group of its own, with a time limit, ended whole when we are interrupted.
//! Knows nothing of what it runs.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// How long an ended program's group may take to go before it is killed.
pub(crate) const GRACE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(50);

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ended {
    Well,
    Badly(Option<i32>),
    OverTime,
    Interrupted,
}

/// Set when somebody pressed Ctrl-C or asked this program to end.
static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&flag)).expect("these signals can be caught");
    }
    flag
});

pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Runs a short command and returns what it printed.
pub(crate) fn ask(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{name}`"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{name}` failed: {}", complaint.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{name}` printed something that is not text"))
}

/// Runs a command to its end, handing each line it prints, on either stream, to `line`.
pub(crate) fn stream(command: &mut Command, limit: Duration, mut line: impl FnMut(&str)) -> Result<Ended> {
    let (sender, lines) = mpsc::channel();
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::start(command)?;
    read_lines(group.child.stdout.take().expect("stdout is piped"), sender.clone());
    read_lines(group.child.stderr.take().expect("stderr is piped"), sender);

    let deadline = Instant::now() + limit;
    let mut status = None;
    let ended = loop {
        match lines.recv_timeout(POLL) {
            Ok(text) => line(&text),
            // Both streams are closed, so nothing more will be said.
            Err(RecvTimeoutError::Disconnected) => break Ended::of(group.wait(deadline)?),
            // Something of its group may still hold the streams; what it says no longer matters.
            Err(RecvTimeoutError::Timeout) if status.is_some() => break Ended::of(status),
            Err(RecvTimeoutError::Timeout) => status = group.child.try_wait()?,
        }
        if interrupted() {
            break Ended::Interrupted;
        }
        if Instant::now() > deadline {
            break Ended::OverTime;
        }
    };
    group.end();
    Ok(ended)
}

/// Runs a command whose output goes straight to the terminal, and fails in words unless it ends well.
pub(crate) fn must(command: &mut Command, limit: Duration) -> Result<()> {
    let name = describe(command);
    let mut group = Group::start(command)?;
    let status = group.wait(Instant::now() + limit)?;
    group.end();
    match Ended::of(status) {
        Ended::Well => Ok(()),
        _ if interrupted() => bail!("interrupted"),
        Ended::Badly(_) => bail!("`{name}` failed"),
        _ => bail!("`{name}` took longer than {} s", limit.as_secs()),
    }
}

/// A running program and everything it started.
pub(crate) struct Group {
    pub(crate) child: Child,
}

impl Group {
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        LazyLock::force(&INTERRUPTED);
        let name = describe(command);
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start `{name}`"))?;
        Ok(Self { child })
    }

    /// Waits until the program ends, the deadline passes or we are interrupted (both: `None`).
    pub(crate) fn wait(&mut self, deadline: Instant) -> Result<Option<ExitStatus>> {
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            if interrupted() || Instant::now() > deadline {
                return Ok(None);
            }
            thread::sleep(POLL);
        }
    }

    /// Asks the whole group to end, once, and kills what is left of it after the grace time.
    pub(crate) fn end(&mut self) {
        self.signal(Signal::TERM);
        let deadline = Instant::now() + GRACE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(POLL);
        }
        self.signal(Signal::KILL);
        if let Err(error) = self.child.wait() {
            eprintln!("xtask: cannot wait for a program that was ended: {error}");
        }
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        // The group may be gone already, which is what we want.
        let _gone = pid.map(|pid| kill_process_group(pid, signal));
    }
}

impl Ended {
    fn of(status: Option<ExitStatus>) -> Self {
        match status {
            Some(status) if status.success() => Self::Well,
            Some(status) => Self::Badly(status.code()),
            None if interrupted() => Self::Interrupted,
            None => Self::OverTime,
        }
    }
}

fn read_lines(stream: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
            if lines.send(text).is_err() {
                return;
            }
        }
    });
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(script: &str, limit: Duration) -> (Ended, Vec<String>) {
        let mut said = Vec::new();
        let ended = stream(Command::new("sh").args(["-c", script]), limit, |line| said.push(line.to_owned()));
        said.sort();
        (ended.unwrap(), said)
    }

    #[test]
    fn lines_of_both_streams_and_the_exit_code_come_back() {
        let (ended, said) = run("echo one; echo two >&2; exit 3", Duration::from_secs(20));
        assert_eq!((ended, said), (Ended::Badly(Some(3)), vec!["one".to_owned(), "two".to_owned()]));
    }

    #[test]
    fn a_program_over_its_time_is_ended_with_everything_it_started() {
        let begun = Instant::now();
        let (ended, _) = run("sleep 300 & sleep 300", Duration::from_millis(200));
        assert_eq!(ended, Ended::OverTime);
        assert!(begun.elapsed() < Duration::from_secs(60));
    }

    #[test]
    fn a_child_left_behind_does_not_hold_us_up() {
        let begun = Instant::now();
        let (ended, _) = run("sleep 300 & echo done", Duration::from_secs(100));
        assert_eq!(ended, Ended::Well);
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
}
