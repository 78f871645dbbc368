//! Now and then the room tells its links the fingerprint of what its document holds, so that a copy which came to hold
//! something else is noticed and made anew. Rules C1 to C4 of docs/protocol.md.
//!
//! It goes down the link like everything else, behind whatever was sent before it: a copy that has nothing on its way
//! compares in that moment, and both are at the same state. Worked out once for each state, whoever listens.
//! What is compared: `crate::fingerprint`.

use super::effort::HEAVY_STATE_BYTES;
use super::{Dialect, Effect, Fact, LinkId, Room};
use crate::fingerprint::fingerprint;
use crate::limits::Limits;

/// A link is told for the first time after this share of the time between two tellings: after its page has settled.
const FIRST_SHARE: u64 = 15;

/// When to tell, and what.
#[derive(Default)]
pub(super) struct Compare {
    due_ms: Option<u64>,
    /// Of the document as it is.
    fingerprint: Option<String>,
}

impl Compare {
    /// The document is not what it was.
    pub(super) fn changed(&mut self) {
        self.fingerprint = None;
    }
}

impl Room {
    /// The document is about to change: what was derived from it holds no more.
    pub(super) fn changes(&mut self) {
        self.whole = None;
        self.compare.changed();
    }

    /// Somebody came: they are told before long.
    pub(super) fn compare_soon(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        let soon_ms = now_ms + first_ms(&self.config.limits);
        self.compare_at(self.compare.due_ms.map_or(soon_ms, |due_ms| due_ms.min(soon_ms)), effects);
    }

    fn compare_at(&mut self, due_ms: u64, effects: &mut Vec<Effect>) {
        self.compare.due_ms = Some(due_ms);
        effects.push(Effect::WakeAt { at_ms: due_ms });
    }

    fn is_due(&self, now_ms: u64) -> bool {
        self.compare.due_ms.is_some_and(|due_ms| due_ms <= now_ms)
    }

    /// Whether handling a fact now means to walk through a large document.
    pub(super) fn is_about_to_compare(&self, now_ms: u64, fact: &Fact) -> bool {
        let is_large = self.state_bytes_bound > HEAVY_STATE_BYTES || self.rests_deeply();
        let works = self.compare.fingerprint.is_none() && is_large;
        let durable = self.flight.is_none() || matches!(fact, Fact::Persisted { .. });
        works && durable && self.is_due(now_ms)
    }

    /// Called only while the document is durable, when everything of it was sent.
    pub(super) fn tell_fingerprint(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        if !self.is_due(now_ms) {
            return;
        }
        self.compare.due_ms = None;
        let listens = |id: &LinkId| {
            let link = self.links.get(id);
            link.is_some_and(|link| link.receives && link.guest.dialect == Dialect::Chancery)
        };
        let listeners: Vec<LinkId> = self.open_links().filter(listens).collect();
        if listeners.is_empty() {
            return; // whoever comes next sets the time
        }
        if self.rests() && !self.made(now_ms, effects) {
            return;
        }
        let fingerprint = self.compare.fingerprint.take().unwrap_or_else(|| fingerprint(&self.document));
        for link in listeners {
            let mut policy = self.policy(link);
            policy["content"] = fingerprint.as_str().into();
            self.send_policy(link, &policy, now_ms, effects);
            self.links.entry(link).and_modify(|link| link.compares = true);
        }
        self.compare.fingerprint = Some(fingerprint);
        self.compare_at(now_ms + self.config.limits.compare_ms, effects);
    }

    /// A link holds something else. It is believed once for each time that it was told; what it does about it is its own.
    pub(super) fn differs(&mut self, link: LinkId, now_ms: u64, effects: &mut Vec<Effect>) {
        let Some(found) = self.links.get_mut(&link) else { return };
        if std::mem::take(&mut found.compares) {
            effects.push(Effect::Differs { link });
            self.compare_soon(now_ms, effects); // it comes again, and wants to know
        }
    }
}

fn first_ms(limits: &Limits) -> u64 {
    limits.compare_ms / FIRST_SHARE
}
