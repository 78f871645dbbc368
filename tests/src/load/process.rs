//! A process of a side: started, found listening, measured in /proc, killed when dropped.
//! Touches no process that it did not start.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

const STOP_LIMIT: Duration = Duration::from_secs(10);

/// A running program that prints `listening on http://...` first.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    /// Starts it and waits until it listens. What else it says goes to the log.
    ///
    /// # Errors
    /// When it cannot be started or ends first.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let log_file = File::options().create(true).append(true).open(log)?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file);
        let mut child = command.spawn().with_context(|| format!("{command:?} cannot be started"))?;
        let stdout = child.stdout.take().context("stdout is piped")?;
        let mut line = String::new();
        let _ = BufReader::new(stdout).read_line(&mut line); // nothing to read means that it ended
        match line.trim_end().strip_prefix("listening on ") {
            Some(address) => Ok(Self { child, address: address.to_owned() }),
            None => {
                let _ = child.kill();
                let status = child.wait()?;
                let said = fs::read_to_string(log).unwrap_or_default();
                bail!("{command:?} ended with {status} and said {line:?}; {said}")
            }
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, and waits for some seconds until it has.
    pub fn stop(mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM); // it may have ended already
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && asked.elapsed() < STOP_LIMIT {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time that a process has used so far, in user and kernel together.
///
/// # Errors
/// When the process is gone.
pub fn processor_time(pid: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("the process is gone")?;
    let after_name = stat.rsplit_once(')').context("the name is in parentheses")?.1;
    let mut fields = after_name.split_whitespace().skip(11);
    let mut ticks = || -> Result<u64> { Ok(fields.next().context("a field")?.parse()?) };
    let used = ticks()? + ticks()?;
    Ok(Duration::from_millis(used * 1000 / rustix::param::clock_ticks_per_second()))
}

/// Memory of a process in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    pub now: u64,
    pub most: u64,
}

/// # Errors
/// When the process is gone.
pub fn memory(pid: u32) -> Result<Memory> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("the process is gone")?;
    let field = |name: &str| -> Result<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("the kernel says it")?;
        let kib: u64 = line.split_whitespace().next().context("a number")?.parse()?;
        Ok(kib * 1024)
    };
    Ok(Memory { now: field("VmRSS:")?, most: field("VmHWM:")? })
}

/// How busy the machine is, in the words of the kernel: the average of the last minute.
pub fn load_average() -> String {
    let said = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    said.split_whitespace().next().unwrap_or("?").to_owned()
}
