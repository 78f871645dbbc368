//! When a session was last used, by the day and no finer. Noted in memory as requests come, written by `sweep` at most once
//! a day for each session; no request waits for it, and what is lost with a power cut is a day at most.

use std::collections::HashSet;
use std::sync::Mutex;

use manual::id::SessionId;

pub(crate) const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Sessions used on a day that no record names yet.
#[derive(Default)]
pub(crate) struct Seen {
    fresh: Mutex<HashSet<SessionId>>,
}

impl Seen {
    /// Notes that a session is used. `seen_ms` is when a record last said so.
    pub(crate) fn note(&self, session: SessionId, seen_ms: u64, now_ms: u64) {
        if now_ms / DAY_MS > seen_ms / DAY_MS {
            self.fresh().insert(session);
        }
    }

    /// What is to be written; forgets it.
    pub(crate) fn take(&self) -> Vec<SessionId> {
        self.fresh().drain().collect()
    }

    fn fresh(&self) -> std::sync::MutexGuard<'_, HashSet<SessionId>> {
        self.fresh.lock().expect("nobody panics while noting a session")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_noted_on_a_new_day_and_once() {
        let seen = Seen::default();
        let session = SessionId::from_random([1; 16]);
        seen.note(session, DAY_MS, 2 * DAY_MS - 1);
        assert!(seen.take().is_empty(), "the same day");
        seen.note(session, DAY_MS, 2 * DAY_MS);
        seen.note(session, DAY_MS, 2 * DAY_MS + 9);
        assert_eq!(seen.take(), [session]);
        assert!(seen.take().is_empty());
    }
}
