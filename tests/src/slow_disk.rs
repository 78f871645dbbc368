//! A disk that takes its time: the service runs under `strace`, which holds back every call that brings bytes to the disk and
//! writes down when each of them began and ended. The bytes are written by then and nothing of them is promised. Changes
//! nothing else of the process; a file system that is full is `small_disk`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::program::{Folder, binary};
use crate::service::Service;

/// How long each sync is held back before the system hears of it.
const DELAY: &str = "300ms";

pub struct SlowDisk {
    log: PathBuf,
}

/// One call that brought a segment of the journal to the disk, from before it was asked to when it had answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Synced {
    /// Both in microseconds, by the clock of [`now`].
    pub began: u64,
    pub ended: u64,
}

impl SlowDisk {
    /// # Panics
    /// When `strace` is not installed.
    pub fn under(folder: &Folder) -> Self {
        let found = Command::new("strace").arg("--version").stdout(Stdio::null()).status();
        assert!(found.is_ok(), "strace is missing: please install it (apt-get install strace)");
        Self { log: folder.log().with_file_name("syncs") }
    }

    /// Starts the program on the folder and waits until it listens.
    ///
    /// # Panics
    /// When it ends instead; with its log.
    pub fn start(&self, folder: &Folder) -> Service {
        let mut strace = Command::new("strace");
        // With -D the child that is started is the service itself, to be killed as any other, and strace looks on from aside.
        strace.args(["-D", "-f", "-qq", "-y", "-ttt", "-T", "--seccomp-bpf", "-e", "signal=none"]);
        strace.args(["-e", "trace=fsync,fdatasync,sync_file_range"]);
        strace.args(["-e", &format!("inject=fsync,fdatasync,sync_file_range:delay_enter={DELAY}")]);
        strace.arg("-A").arg("-o").arg(&self.log).arg(binary());
        Service::start_by(strace, folder)
    }

    /// The syncs of the journal that have ended so far, by all services that were started.
    ///
    /// # Panics
    /// When the log is not as strace writes it.
    pub fn syncs(&self) -> Vec<Synced> {
        read(&std::fs::read_to_string(&self.log).expect("strace keeps a log"))
    }
}

/// Microseconds since 1970, by the clock that strace goes by.
///
/// # Panics
/// When the clock stands before that.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970").as_micros() as u64
}

fn read(log: &str) -> Vec<Synced> {
    let mut begun: HashMap<&str, u64> = HashMap::new();
    let mut syncs = Vec::new();
    // The last line may just be being written.
    for line in log.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        let mut words = line.split_whitespace();
        let (thread, time) = (words.next().expect("a thread"), words.next().expect("a time"));
        let time = micros(time);
        if line.contains(".seg>") {
            begun.insert(thread, time);
        }
        let Some((_, took)) = line.split_once(") = 0 ") else { continue };
        let Some(began) = begun.remove(thread) else { continue };
        let took =
            took.rsplit_once('<').and_then(|(_, took)| took.strip_suffix('>')).expect("how long it took");
        syncs.push(Synced { began, ended: began + micros(took) });
    }
    syncs
}

/// `1795890968.030770` seconds.
fn micros(seconds: &str) -> u64 {
    let (whole, part) = seconds.split_once('.').expect("seconds have a part");
    assert_eq!(part.len(), 6, "{seconds} is in microseconds");
    format!("{whole}{part}").parse().expect("digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syncs_of_the_journal_are_read_whole_or_in_two_lines() {
        let log = "\
7 10.000001 fdatasync(3</data/journal/00000001.seg> <unfinished ...>
8 10.100000 sync_file_range(4</data/index/db>, 0, 9, 7) = 0 (DELAYED) <0.300000>
7 10.302000 <... fdatasync resumed>) = 0 (DELAYED) <0.301000>
7 11.000000 fdatasync(3</data/journal/00000001.seg>) = 0 (DELAYED) <0.000100>
7 12.000000 fdatasync(3</data/journal/00000001.seg> <unfinished ...>
8 12.1";
        let synced = |began, ended| Synced { began, ended };
        assert_eq!(read(log), [synced(10_000_001, 10_301_001), synced(11_000_000, 11_000_100)]);
    }
}
