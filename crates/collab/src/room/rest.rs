//! A room that rests: it has read what is stored and knows its structure, but has made no document of it, which takes
//! most of the time of opening. Who comes with nothing is answered with the stored bytes; the document is made when
//! something first needs it. Everything else is as in any room, and nobody outside can tell which of the two it is.
//!
//! What is stored is durable, passed the bouncer and the ledger in [`Room::resting`] and was integrated once before it was
//! stored: what is left to go wrong when the document is made is what `load` did not survive before either.

use bytes::Bytes;
use manual::document::Document;

use super::effort::HEAVY_UPDATES_BYTES;
use super::{Code, Effect, Fact, HAS_NOTHING, LinkId, Message, NotOpened, Room, Waiting, message, scan};
use crate::ledger::Judgement;

impl Room {
    /// Whether nothing has needed the document so far.
    pub(super) fn rests(&self) -> bool {
        !self.stored.is_empty()
    }

    /// Makes the document of what is stored. Damage found on the way makes it read-only at the last good state.
    ///
    /// # Errors
    /// [`NotOpened`] if not even the first update can be integrated; then the room still rests.
    pub(super) fn make(&mut self) -> Result<(), NotOpened> {
        if !self.rests() {
            return Ok(());
        }
        let mut document = Document::new(0);
        for (n, update) in self.stored.iter().enumerate() {
            match document.apply(update) {
                Ok(_) => {}
                Err(_) if n == 0 => return Err(NotOpened(Code::Malformed)),
                Err(_) => {
                    self.damaged = true;
                    break;
                }
            }
        }
        self.ledger.note_deleted(&document.deleted());
        (self.document, self.stored) = (document, Vec::new());
        Ok(())
    }

    /// Makes the document if something that waits needs it. `false`: it cannot be made, and this room is over.
    pub(super) fn wake(&mut self, now_ms: u64, effects: &mut Vec<Effect>) -> bool {
        let is_needed = self.rests() && self.queue.iter().any(|waiting| self.needs_document(waiting));
        !is_needed || self.made(now_ms, effects)
    }

    /// Makes the document, and tells everybody if it turns out to be damaged. `false`: it cannot be made.
    pub(super) fn made(&mut self, now_ms: u64, effects: &mut Vec<Effect>) -> bool {
        let was_damaged = self.damaged;
        if self.make().is_err() {
            self.queue.clear();
            effects.push(Effect::Unusable);
            return false;
        }
        if self.damaged && !was_damaged {
            for link in self.open_links().collect::<Vec<_>>() {
                self.tell_policy(link, now_ms, effects);
            }
        }
        true
    }

    /// What the document holds, as a step 1 says it.
    pub(super) fn state_vector(&self) -> Vec<u8> {
        if self.rests() { self.ledger.state_vector() } else { self.document.state_vector() }
    }

    /// All that the document holds, as one update.
    pub(super) fn state(&self) -> Vec<u8> {
        match self.stored.as_slice() {
            [stored] => stored.to_vec(),
            _ => self.document.state(),
        }
    }

    fn needs_document(&self, waiting: &Waiting) -> bool {
        match waiting {
            Waiting::Greet { .. } | Waiting::Acknowledge { .. } => false,
            Waiting::Read { .. } => self.whole.is_none(),
            Waiting::Step1 { state_vector, .. } => self.asks_for_more(state_vector),
            Waiting::Update { link, update, .. } => self.brings(*link, update),
            Waiting::Command { .. } | Waiting::Heal { .. } | Waiting::Mode(_) => true,
        }
    }

    /// Whether this is to be answered with something else than the stored bytes.
    fn asks_for_more(&self, state_vector: &[u8]) -> bool {
        self.whole.is_none() || *state_vector != HAS_NOTHING
    }

    /// Whether an update may bring something. Readers answer a step 1 too, with nothing.
    fn brings(&self, link: LinkId, update: &[u8]) -> bool {
        let limits = &self.config.limits;
        let judged = scan(update, limits).and_then(|scanned| self.ledger.judge(&scanned, limits));
        self.links.contains_key(&link) && judged != Ok(Judgement::NothingNew)
    }

    /// Whether the document is not made, and making it takes long.
    pub(super) fn rests_deeply(&self) -> bool {
        self.stored.iter().map(Bytes::len).sum::<usize>() > HEAVY_UPDATES_BYTES
    }

    /// Whether handling a fact means to make a document that takes long.
    pub(super) fn is_about_to_make(&self, fact: &Fact) -> bool {
        self.rests_deeply() && self.needs_document_for(fact)
    }

    fn needs_document_for(&self, fact: &Fact) -> bool {
        match fact {
            Fact::Received { link, frame } => match message::read(frame, &self.config.limits) {
                Ok(Message::Step1(state_vector)) => self.asks_for_more(state_vector),
                Ok(Message::Step2(update) | Message::Update(update)) => self.brings(*link, update),
                _ => false,
            },
            Fact::Read { .. } => self.whole.is_none(),
            Fact::Command { .. } | Fact::Heal { .. } | Fact::Mode { .. } => true,
            Fact::Joined { .. }
            | Fact::Left { .. }
            | Fact::Persisted { .. }
            | Fact::NotPersisted { .. }
            | Fact::RightChanged { .. }
            | Fact::Appears { .. }
            | Fact::Sealed { .. }
            | Fact::Tick
            | Fact::Stopping => false,
        }
    }
}
