//! What the tests of the running service share: the real program as a process, callers, links, hand-made bytes.
//!
//! Nothing here asserts a promise; the tests in `it`, `crash` and the rest do. Read in this order: `program` (the real
//! binary and its commands), `service` (one running process), `caller` (HTTP), `raw` (one link, frame by frame),
//! `polled` (the same over requests), `update` (updates written by hand, honest or hostile), `history` (recorded editing sessions),
//! `playing` (them, through the service), `journal` (the files on disk), `large` (a folder of years), `frozen` (editions, from those files alone),
//! `load` (services under load, ours and others'), `chance` (seeded), `door` (what can be shut between clients and service), `chaos` (lines that
//! delay, cut and fall silent), `small_disk` (a file system that is soon full), `slow_disk` (one that takes its time).

pub mod caller;
pub mod chance;
pub mod chaos;
pub mod door;
pub mod frozen;
pub mod history;
pub mod journal;
pub mod large;
pub mod load;
pub mod playing;
pub mod polled;
pub mod program;
pub mod raw;
pub mod service;
pub mod slow_disk;
pub mod small_disk;
pub mod update;

/// Whether the full numbers are wanted (`CHANCERY_PROVE=1`) instead of the everyday ones.
pub fn proving() -> bool {
    std::env::var_os("CHANCERY_PROVE").is_some_and(|value| value == "1")
}

/// Awaits with a limit, so that a test that hangs says where.
///
/// # Panics
/// When the time is over.
pub async fn within<T>(seconds: u64, what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(std::time::Duration::from_secs(seconds), future).await {
        Ok(value) => value,
        Err(_) => panic!("not within {seconds} s: {what}"),
    }
}
