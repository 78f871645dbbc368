//! What the system says of this process, under the names that every Prometheus board knows. Reads /proc and nothing else;
//! what cannot be read is 0.

use std::fs;

use rustix::param::{clock_ticks_per_second, page_size};
use rustix::process::{Resource, getrlimit};

/// The process as it is now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Process {
    pub(super) cpu_seconds: f64,
    pub(super) resident_bytes: u64,
    pub(super) open_fds: u64,
    pub(super) max_fds: u64,
}

impl Process {
    pub(super) fn now() -> Self {
        Self {
            cpu_seconds: fs::read_to_string("/proc/self/stat").ok().and_then(|it| cpu(&it)).unwrap_or(0.0),
            resident_bytes: fs::read_to_string("/proc/self/statm")
                .ok()
                .and_then(|it| pages(&it))
                .unwrap_or(0)
                * page_size() as u64,
            open_fds: fs::read_dir("/proc/self/fd").map_or(0, |entries| entries.count() as u64),
            max_fds: getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX),
        }
    }
}

/// User and kernel time: the 14th and 15th field. The second, the program's name, may hold spaces and brackets.
#[expect(clippy::cast_precision_loss, reason = "a clock of 52 bits is enough for any process")]
fn cpu(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some((ticks()? + ticks()?) as f64 / clock_ticks_per_second() as f64)
}

/// The second field: pages in memory.
fn pages(statm: &str) -> Option<u64> {
    statm.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_misleads_nobody() {
        let stat = "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 300 500 0 0 20 0";
        assert_eq!(cpu(stat), Some(800.0 / clock_ticks_per_second() as f64));
        assert_eq!((cpu("7 (a)"), cpu("")), (None, None));
        assert_eq!((pages("100 25 3"), pages("100")), (Some(25), None));
    }

    #[test]
    fn this_process_is_there() {
        let now = Process::now();
        assert!(now.resident_bytes > 0 && now.open_fds > 0 && now.max_fds > 0);
    }
}
