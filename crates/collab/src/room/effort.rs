//! What an update may cost: each seat's updates may make yrs walk so many steps in a minute and no more. Honest pages need
//! a few; `walk` says why others need millions. Also tells the shell what is better not done where others wait.

use std::collections::BTreeMap;

use manual::id::SeatId;

use super::{Fact, Message, Room, Waiting, message};
use crate::bouncer::{Scan, scan};
use crate::limits::Limits;
use crate::walk::Rows;

/// Steps that may be taken without counting them: a few milliseconds.
const UNCOUNTED_STEPS_MAX: u64 = 10_000;
/// Opening the document may take so many times what one seat may in a minute. After that only updates of few steps go in.
const DOCUMENT_SHARES: u64 = 10;
const FEW_STEPS: u64 = 100;
const FEW_STEPS_A_STRUCT: u64 = 10;
/// Updates of more bytes than this, or a state larger than that, are heavy.
pub(super) const HEAVY_UPDATES_BYTES: usize = 4 << 10;
pub(super) const HEAVY_STATE_BYTES: usize = 128 << 10;
/// After an update that was too far, a seat's next one is looked at this much later: looking costs something too.
const PAUSE_MS: u64 = 1_000;
/// An allowance is full again after this long.
const REFILL_MS: u64 = 60_000;

/// The steps of a room's seats.
#[derive(Default)]
pub(super) struct Effort {
    /// The order of the document's structs, once it had to be looked at; dropped with every fold.
    rows: Option<Rows>,
    /// At least as many parts as the document's structs are in.
    parts_bound: u64,
    allowances: BTreeMap<SeatId, Allowance>,
}

/// What one seat has left.
struct Allowance {
    steps: u64,
    /// Steps that need not be counted because there cannot be more: apart, so that guesses take nothing from what is
    /// known.
    uncounted: u64,
    at_ms: u64,
    /// Until then nothing is counted for it.
    pause_until_ms: u64,
}

impl Effort {
    /// Forgets the order: what comes next is not in it.
    pub(super) fn forget(&mut self) {
        self.rows = None;
    }

    /// The document grew by this update, whoever wrote it.
    pub(super) fn grew(&mut self, scanned: &Scan<'_>) {
        self.parts_bound += parts(scanned);
    }

    /// What is at least left to a seat of steps that need not be counted.
    fn uncounted(&self, seat: SeatId, limits: &Limits) -> u64 {
        self.allowances.get(&seat).map_or(limits.walk_steps_max / 2, |allowance| allowance.uncounted)
    }

    fn allowance(&mut self, seat: SeatId, steps_max: u64, now_ms: u64) -> &mut Allowance {
        let full = Allowance { steps: steps_max, uncounted: steps_max / 2, at_ms: now_ms, pause_until_ms: 0 };
        let allowance = self.allowances.entry(seat).or_insert(full);
        let since_ms = now_ms.saturating_sub(allowance.at_ms);
        let more = steps_max.saturating_mul(since_ms) / REFILL_MS;
        allowance.steps = allowance.steps.saturating_add(more).min(steps_max);
        allowance.uncounted = allowance.uncounted.saturating_add(more).min(steps_max / 2);
        allowance.at_ms = now_ms;
        allowance
    }
}

impl Room {
    /// Takes the steps of an update off its seat's allowance, and says whether there were enough left.
    pub(super) fn may_walk(&mut self, seat: SeatId, scanned: &Scan<'_>, now_ms: u64) -> bool {
        let steps_max = self.config.limits.walk_steps_max;
        let bound = self.steps_bound(scanned);
        let is_counted = self.effort.rows.is_some();
        let allowance = self.effort.allowance(seat, steps_max, now_ms);
        if !is_counted && bound <= UNCOUNTED_STEPS_MAX.min(allowance.uncounted) {
            allowance.uncounted -= bound;
            return true;
        }
        if now_ms < allowance.pause_until_ms {
            return false;
        }
        let allowed = allowance.steps;
        let Ok(mut rows) = self.effort.rows.take().map_or_else(|| Rows::of(&self.document.state()), Ok)
        else {
            return true; // our own state always scans; if not, there is nothing to count with
        };
        let document_left = steps_max.saturating_mul(DOCUMENT_SHARES).saturating_sub(rows.steps());
        let few = FEW_STEPS + FEW_STEPS_A_STRUCT * scanned.structs_count();
        let walked =
            rows.take(scanned, |client| self.ledger.clock(client), allowed.min(document_left.max(few)));
        let allowance = self.effort.allowance(seat, steps_max, now_ms);
        let Ok(steps) = walked else {
            (allowance.steps, allowance.pause_until_ms) = (0, now_ms + PAUSE_MS);
            return false;
        };
        allowance.steps = allowance.steps.saturating_sub(steps);
        self.effort.parts_bound = rows.parts();
        self.effort.rows = Some(rows);
        true
    }

    /// Whether handling this may take long: a shell does it where nobody else has to wait.
    pub fn is_heavy(&self, now_ms: u64, fact: &Fact) -> bool {
        if self.is_about_to_compare(now_ms, fact) || self.is_about_to_make(fact) {
            return true;
        }
        let (frame, asks_for_state) = match fact {
            Fact::NotPersisted { .. } => return true,
            Fact::Persisted { .. } => (None, self.is_about_to_fold()),
            Fact::Tick => (None, false),
            // Anything else only joins the queue while a batch is on its way.
            _ if self.flight.is_some() => return false,
            Fact::Received { frame, .. } => (Some(frame), matches!(frame.as_ref(), [0, 0, ..])),
            Fact::Read { .. } | Fact::Command { .. } => (None, true),
            Fact::Heal { .. } => return true,
            Fact::Joined { .. }
            | Fact::Left { .. }
            | Fact::RightChanged { .. }
            | Fact::Appears { .. }
            | Fact::Sealed { .. }
            | Fact::Mode { .. }
            | Fact::Stopping => (None, false),
        };
        let comes = frame.filter(|frame| matches!(frame.as_ref(), [0, 1 | 2, ..]));
        let comes_bytes = comes.map_or(0, |frame| frame.len());
        let waits = self.queue.iter().map(Waiting::update_bytes).sum::<usize>();
        let reads = asks_for_state || self.queue.iter().any(Waiting::is_read);
        let is_large = self.state_bytes_bound > HEAVY_STATE_BYTES;
        comes_bytes + waits > HEAVY_UPDATES_BYTES || (is_large && (reads || self.counts_anew(fact)))
    }

    /// Whether an update that comes or waits would have the whole document looked at, to count what it costs. Most cost so
    /// little that nobody counts.
    fn counts_anew(&self, fact: &Fact) -> bool {
        if self.effort.rows.is_some() {
            return false;
        }
        let waits = self.queue.iter().filter_map(|waiting| match waiting {
            Waiting::Update { link, update, .. } => Some((*link, update.as_ref())),
            _ => None,
        });
        let comes = match fact {
            Fact::Received { link, frame } => match message::read(frame, &self.config.limits) {
                Ok(Message::Step2(update) | Message::Update(update)) => Some((*link, update)),
                _ => None,
            },
            _ => None,
        };
        let mut steps = 0u64;
        waits.chain(comes).any(|(link, update)| {
            // What does not scan, and who is not here, is turned away before anybody counts.
            let (Some(link), Ok(scanned)) = (self.links.get(&link), scan(update, &self.config.limits)) else {
                return false;
            };
            let bound = self.steps_bound(&scanned);
            steps = steps.saturating_add(bound);
            bound > UNCOUNTED_STEPS_MAX || steps > self.effort.uncounted(link.guest.seat, &self.config.limits)
        })
    }

    /// More steps than this an update cannot take.
    fn steps_bound(&self, scanned: &Scan<'_>) -> u64 {
        scanned.structs_count().saturating_mul(self.effort.parts_bound + parts(scanned))
    }

    fn is_about_to_fold(&self) -> bool {
        let waits = self.flight.as_ref().map_or(0, super::Batch::updates);
        self.tail_updates + waits >= self.tail_updates_max()
            || self.tail_bytes * 2 >= self.config.limits.tail_bytes_max
    }
}

/// Parts that an update makes at most: a struct is one and splits two others, a deletion splits two.
fn parts(scanned: &Scan<'_>) -> u64 {
    let deletes = u64::try_from(scanned.deletes().len()).unwrap_or(u64::MAX);
    scanned.structs_count().saturating_mul(3).saturating_add(deletes.saturating_mul(2))
}
