//! The server half of live editing: one open document, everybody linked to it, and what may leave when.
//!
//! Takes facts, gives effects. Nothing leaves the room before it is durable, and the way to that is simple: while a
//! batch is on its way to the journal, what arrives waits in a queue. So whenever the room answers anything, its
//! document *is* the durable state. Knows no socket, clock, disk or task; the rules are numbered in docs/protocol.md.
//! Start at [`Room::handle`], then `admit` (what becomes of an update) and `batch` (what goes to the journal).

mod admit;
mod batch;
mod compare;
mod effort;
mod facts;
mod gather;
mod heal;
mod link;
mod merge;
mod mode;
mod rest;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use manual::document::Document;

pub use crate::link::LinkId;
pub use facts::{
    AskId, Author, Dialect, Effect, Fact, Guest, May, NotOpened, Opening, RoomConfig, RoomRecord, Service,
    Unnamed,
};
pub use mode::ModeNow;

use crate::bouncer::{DocumentKind, scan};
use crate::code::Code;
use crate::healing::{Healing, Offer};
use crate::ledger::Ledger;
use crate::limits::Limits;
use crate::message::{self, Message};
use crate::presence::{NOBODY, Presence};
use batch::Batch;
use compare::Compare;
use effort::Effort;
use gather::Gather;
use link::Link;
use mode::{Bindings, Changing};

/// One open document.
pub struct Room {
    config: RoomConfig,
    /// Nothing, and read by nobody, as long as the room rests.
    document: Document,
    /// What is not in the document yet: snapshot and tail. While there is any, the room rests (`rest`).
    stored: Vec<Bytes>,
    ledger: Ledger,
    effort: Effort,
    bindings: Bindings,
    /// What devices offered after a restore and rests on what is still to come.
    healing: Healing,
    /// Boxed, since a map of values has room for eleven, and most documents have one or two links.
    links: BTreeMap<LinkId, Box<Link>>,
    presence: Presence,
    presence_sent_ms: Option<u64>,
    /// What waits for the batch on its way, in order of arrival.
    queue: VecDeque<Waiting>,
    /// On its way to the journal. While it is, the document is ahead of what is durable and nothing is read from it.
    flight: Option<Batch>,
    /// When the next batch may begin.
    gather: Gather,
    seq: u64,
    tail_updates: usize,
    tail_bytes: usize,
    /// The answer to whoever has nothing, for as long as the document stays as it is.
    whole: Option<Bytes>,
    /// What links compare with what they hold.
    compare: Compare,
    /// At least the size of the state; exact after a measurement.
    state_bytes_bound: usize,
    damaged: bool,
    /// No link may write any more, whatever its right.
    sealed: bool,
}

/// The state vector of whoever has nothing.
const HAS_NOTHING: [u8; 1] = [0];

/// Something that may only be looked at while the document is durable.
enum Waiting {
    /// Tell this link what the room has.
    Greet {
        link: LinkId,
    },
    Step1 {
        link: LinkId,
        state_vector: Bytes,
    },
    Read {
        ask: AskId,
    },
    Update {
        link: LinkId,
        update: Bytes,
        answers_step_1: bool,
    },
    Acknowledge {
        link: LinkId,
        body: Bytes,
    },
    Command {
        ask: AskId,
        update: Vec<u8>,
        author: Option<Author>,
    },
    Heal {
        ask: AskId,
        offer: Box<Offer>,
    },
    Mode(Changing),
}

impl Waiting {
    /// Reads need the durable state and change nothing; they go before the updates that arrived meanwhile.
    fn is_read(&self) -> bool {
        matches!(self, Self::Greet { .. } | Self::Step1 { .. } | Self::Read { .. })
    }

    fn update_bytes(&self) -> usize {
        match self {
            Self::Update { update, .. } => update.len(),
            Self::Command { update, .. } => update.len(),
            Self::Heal { offer, .. } => offer.update.len(),
            Self::Greet { .. }
            | Self::Step1 { .. }
            | Self::Read { .. }
            | Self::Acknowledge { .. }
            | Self::Mode(_) => 0,
        }
    }
}

impl Room {
    /// Opens a document from its durable state. Damage found on the way makes it read-only at the last good state.
    ///
    /// # Errors
    /// [`NotOpened`] if not even the first stored update can be read.
    pub fn open(config: RoomConfig, opening: Opening) -> Result<Self, NotOpened> {
        let mut room = Self::resting(config, opening)?;
        room.make()?;
        Ok(room)
    }

    /// The same without making the document: the room does that when something first needs it.
    ///
    /// # Errors
    /// As [`Self::open`], but for an update that was stored and cannot be integrated, which then ends the room by
    /// `Effect::Unusable`.
    pub fn resting(config: RoomConfig, opening: Opening) -> Result<Self, NotOpened> {
        let mut room = Self {
            document: Document::new(0),
            stored: Vec::new(),
            ledger: Ledger::new(config.kind),
            effort: Effort::default(),
            bindings: Bindings::default(),
            healing: Healing::default(),
            links: BTreeMap::new(),
            presence: Presence::telling(config.mode.mode.names()),
            presence_sent_ms: None,
            queue: VecDeque::new(),
            flight: None,
            gather: Gather::default(),
            seq: 0,
            tail_updates: 0,
            tail_bytes: 0,
            whole: None,
            compare: Compare::default(),
            state_bytes_bound: 0,
            damaged: false,
            sealed: false,
            config,
        };
        room.load(opening)?;
        Ok(room)
    }

    /// Takes one fact in and appends what is to be done. `now_ms` is any clock that does not go back.
    pub fn handle(&mut self, now_ms: u64, fact: Fact, effects: &mut Vec<Effect>) {
        match fact {
            Fact::Joined { link, guest } => {
                self.join(link, guest, now_ms, effects);
                self.wake_before_silence(effects);
                self.compare_soon(now_ms, effects);
            }
            Fact::Left { link } => self.leave(link, now_ms),
            Fact::Received { link, frame } => self.receive(link, &frame, now_ms, effects),
            Fact::Persisted { seq } => self.persisted(seq, now_ms, effects),
            Fact::NotPersisted { durable } => self.not_persisted(durable, now_ms, effects),
            Fact::RightChanged { link, may } => self.change_right(link, may, now_ms, effects),
            Fact::Appears { link, appears } => self.change_appearance(link, appears, now_ms, effects),
            Fact::Command { ask, update, author } => {
                self.queue.push_back(Waiting::Command { ask, update, author });
            }
            Fact::Heal { ask, offer } => self.queue.push_back(Waiting::Heal { ask, offer }),
            Fact::Sealed { sealed } => self.seal(sealed, now_ms, effects),
            Fact::Mode { ask, mode } => self.queue.push_back(Waiting::Mode(Changing { ask, mode })),
            Fact::Read { ask } => self.queue.push_back(Waiting::Read { ask }),
            Fact::Tick => self.tick(now_ms, effects),
            Fact::Stopping => self.close_all(Code::Stopping, now_ms, effects),
        }
        self.pump(now_ms, effects);
        self.tell_presence(now_ms, effects);
        effects.extend(self.presence.take_here().map(|people| Effect::Here { people }));
        self.sweep_links();
    }

    /// Links present now.
    pub fn links(&self) -> usize {
        self.links.values().filter(|link| link.open).count()
    }

    /// Whether a batch is on its way or something waits for one.
    pub fn is_busy(&self) -> bool {
        self.flight.is_some() || !self.queue.is_empty()
    }

    /// The last journal position in the document.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The folded state, if the document has updates since its last snapshot and nothing is on its way.
    pub fn unfolded(&mut self) -> Option<(u64, Vec<u8>)> {
        if self.flight.is_some() || self.tail_updates == 0 {
            return None;
        }
        let made = self.make();
        (made.is_ok() && !self.damaged).then(|| (self.seq, self.document.state()))
    }

    fn load(&mut self, opening: Opening) -> Result<(), NotOpened> {
        self.document = Document::new(0);
        self.ledger = Ledger::new(self.config.kind);
        self.effort = Effort::default();
        self.compare.changed();
        self.bindings.load(opening.bindings, self.config.mode.since);
        (self.seq, self.tail_updates, self.tail_bytes) =
            (opening.seq, opening.tail_updates, opening.tail_bytes);
        self.damaged = opening.damaged;
        self.state_bytes_bound = 0;
        let bounds = Limits { items_max: usize::MAX, ..self.config.limits.clone() };
        self.stored = opening.updates;
        for n in 0..self.stored.len() {
            match self.load_one(&self.stored[n].clone(), &bounds) {
                Ok(()) => {}
                Err(code) if n == 0 => return Err(NotOpened(code)),
                Err(_) => {
                    self.damaged = true;
                    self.stored.truncate(n);
                    break;
                }
            }
        }
        // A folded document lies on the disk as whoever has nothing is to have it.
        self.whole = match self.stored.as_slice() {
            [state] if !self.damaged => Some(message::write(Message::Step2(state))),
            _ => None,
        };
        Ok(())
    }

    fn load_one(&mut self, update: &[u8], bounds: &Limits) -> Result<(), Code> {
        let scanned = scan(update, bounds)?;
        self.ledger.take_stored(&scanned, bounds)?;
        self.effort.grew(&scanned);
        self.state_bytes_bound += update.len();
        Ok(())
    }

    fn receive(&mut self, link: LinkId, frame: &Bytes, now_ms: u64, effects: &mut Vec<Effect>) {
        if !self.links.get(&link).is_some_and(|link| link.open) {
            return;
        }
        match message::read(frame, &self.config.limits) {
            Ok(Message::Step1(body)) => {
                self.queue.push_back(Waiting::Step1 { link, state_vector: frame.slice_ref(body) });
            }
            Ok(Message::Step2(body)) => self.queue.push_back(Waiting::Update {
                link,
                update: frame.slice_ref(body),
                answers_step_1: true,
            }),
            Ok(Message::Update(body)) => self.queue.push_back(Waiting::Update {
                link,
                update: frame.slice_ref(body),
                answers_step_1: false,
            }),
            Ok(Message::Acknowledge(body)) => {
                self.queue.push_back(Waiting::Acknowledge { link, body: frame.slice_ref(body) });
            }
            Ok(Message::Awareness(body)) => {
                match Presence::said(body) {
                    Some(mut said) => {
                        // An id under which somebody else wrote, or that was bound in another mode, is not shown.
                        said.retain(|said| self.may_use(link, said.client));
                        self.presence.take(link, &said, &self.config.limits, now_ms);
                    }
                    None => self.close(link, Code::Malformed, now_ms, effects),
                }
            }
            Ok(Message::QueryAwareness) => {
                let everybody = self.presence.everybody();
                self.send(&[link], message::write(Message::Awareness(&everybody)), now_ms, effects);
            }
            Ok(Message::Differs) => self.differs(link, now_ms, effects),
            Ok(Message::Denied(_) | Message::Hello(_) | Message::Policy(_) | Message::Refused(_)) => {
                self.close(link, Code::Malformed, now_ms, effects);
            }
            Err(code) => self.close(link, code, now_ms, effects),
        }
    }

    /// Does what the queue allows: reads first, from the durable document; then updates, up to one batch.
    fn pump(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        if self.flight.is_none() {
            self.tell_fingerprint(now_ms, effects);
        }
        while self.flight.is_none() && !self.queue.is_empty() {
            if !self.wake(now_ms, effects) {
                return;
            }
            let (reads, rest) = std::mem::take(&mut self.queue).into_iter().partition(Waiting::is_read);
            self.queue = rest;
            for read in reads {
                self.answer(read, now_ms, effects);
            }
            let writes = self.queue.iter().any(|it| matches!(it, Waiting::Update { .. }));
            let until_ms = self.gather.until_ms(self.config.limits.gather_ms_max);
            if writes && now_ms < until_ms {
                effects.push(Effect::WakeAt { at_ms: until_ms });
                return;
            }
            self.write(now_ms, effects);
        }
    }

    fn answer(&mut self, read: Waiting, now_ms: u64, effects: &mut Vec<Effect>) {
        match read {
            Waiting::Greet { link } => {
                let step_1 = message::write(Message::Step1(&self.state_vector()));
                self.send(&[link], step_1, now_ms, effects);
            }
            Waiting::Step1 { link, state_vector } if *state_vector == HAS_NOTHING => {
                let whole = self.whole.take().unwrap_or_else(|| {
                    let state = self.document.state();
                    message::write(Message::Step2(&state))
                });
                self.whole = Some(whole.clone());
                self.send(&[link], whole, now_ms, effects);
                self.links.entry(link).and_modify(|link| link.receives = true);
            }
            Waiting::Step1 { link, state_vector } => {
                let diff = crate::bouncer::scan_state_vector(&state_vector, &self.config.limits)
                    .and_then(|_| self.document.diff(&state_vector).ok_or(Code::Malformed));
                match diff {
                    Ok(diff) => {
                        self.send(&[link], message::write(Message::Step2(&diff)), now_ms, effects);
                        self.links.entry(link).and_modify(|link| link.receives = true);
                    }
                    Err(code) => self.close(link, code, now_ms, effects),
                }
            }
            Waiting::Read { ask } => effects.push(Effect::State { ask, state: self.state() }),
            Waiting::Update { .. }
            | Waiting::Acknowledge { .. }
            | Waiting::Command { .. }
            | Waiting::Heal { .. }
            | Waiting::Mode(_) => {}
        }
    }

    fn not_persisted(&mut self, durable: Opening, now_ms: u64, effects: &mut Vec<Effect>) {
        let lost = self.flight.take().map(|batch| batch.commands).unwrap_or_default();
        let waiting = std::mem::take(&mut self.queue);
        let mut failed = lost;
        for it in waiting {
            match it {
                Waiting::Command { ask, .. }
                | Waiting::Heal { ask, .. }
                | Waiting::Mode(Changing { ask, .. }) => failed.push(ask),
                Waiting::Read { .. } => self.queue.push_back(it),
                _ => {}
            }
        }
        effects.extend(failed.into_iter().map(|ask| Effect::Failed { ask, code: Code::NotPersisted }));
        self.close_all(Code::NotPersisted, now_ms, effects);
        if self.load(durable).is_err() {
            self.queue.clear();
            effects.push(Effect::Unusable);
        }
    }

    fn tick(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        self.presence.expire(&self.config.limits, now_ms);
        let quiet: Vec<LinkId> = self
            .links
            .iter()
            .filter(|(_, link)| {
                link.open && now_ms.saturating_sub(link.sent_ms) >= self.config.limits.keepalive_ms
            })
            .map(|(id, _)| *id)
            .collect();
        self.send(&quiet, message::write(Message::Awareness(&NOBODY)), now_ms, effects);
        self.wake_before_silence(effects);
    }

    /// As long as there are links, time is asked for: nothing else would break a silence or end a stale presence.
    fn wake_before_silence(&self, effects: &mut Vec<Effect>) {
        let last = self.links.values().filter(|link| link.open).map(|link| link.sent_ms).min();
        effects
            .extend(last.map(|sent_ms| Effect::WakeAt { at_ms: sent_ms + self.config.limits.keepalive_ms }));
    }

    /// Sends carets that moved: with the text when a batch becomes durable, otherwise at most every `presence_gap_ms`.
    fn tell_presence(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        if !self.presence.has_changes() {
            return;
        }
        if let Some(due_ms) = self.presence_sent_ms.map(|sent| sent + self.config.limits.presence_gap_ms)
            && now_ms < due_ms
        {
            effects.push(Effect::WakeAt { at_ms: due_ms });
            return;
        }
        if let Some(changes) = self.presence.take_changes() {
            self.presence_sent_ms = Some(now_ms);
            let everybody: Vec<LinkId> = self.open_links().collect();
            self.send(&everybody, message::write(Message::Awareness(&changes)), now_ms, effects);
        }
    }
}
