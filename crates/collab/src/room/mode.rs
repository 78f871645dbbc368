//! What a chapter's mode means in its room: for whom client ids are bound, which go on, and what is told of whom.
//! The mode changes only here, between two batches, so that the journal says of every record under which it was
//! written. Rules A1 to A6 of docs/protocol.md.

use std::collections::BTreeMap;

use manual::attribution::Mode;

use super::{AskId, Code, Effect, Guest, Healing, LinkId, Presence, Room};
use crate::binding::{Binding, Owner};

/// The mode of a document, and the position from which it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ModeNow {
    pub mode: Mode,
    pub since: u64,
}

/// Most sessions of which it is remembered when a forged id was last noted.
const NOTED_MAX: usize = 256;
/// A session's forged ids are noted once in so long.
const NOTE_MS: u64 = 60_000;

/// For whom a client id writes here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bound {
    owner: Owner,
    /// Bound under the mode that holds now: it may go on.
    goes_on: bool,
}

/// The client ids of one document.
#[derive(Default)]
pub(super) struct Bindings {
    bound: BTreeMap<u64, Bound>,
    /// When a session's forged ids were last noted.
    noted: BTreeMap<u32, u64>,
}

impl Bindings {
    pub(super) fn load(&mut self, bindings: Vec<Binding>, since: u64) {
        let bound =
            |binding: Binding| (binding.client, Bound { owner: binding.owner, goes_on: binding.seq > since });
        self.bound = bindings.into_iter().map(bound).collect();
    }

    /// Whether what is written under an id is for this owner to bring, or for anybody yet.
    pub(super) fn admits(&self, client: u64, owner: Owner) -> bool {
        self.bound.get(&client).is_none_or(|bound| bound.goes_on && bound.owner == owner)
    }

    /// The same for what was proposed: it may have been written before the mode changed, and it was looked at then whose
    /// it is. Whoever is not named may bring what they wrote while they were.
    pub(super) fn admits_late(&self, client: u64, owner: Owner) -> bool {
        self.bound
            .get(&client)
            .is_none_or(|bound| bound.owner == owner || (!bound.goes_on && matches!(owner, Owner::Tag(_))))
    }

    /// Whether its owner brings back, after a restore, what was written under an id: one that is bound, or one with a receipt.
    pub(super) fn vouches(&self, client: u64, owner: Owner, has_receipt: bool) -> bool {
        match self.bound.get(&client) {
            Some(bound) => bound.goes_on && bound.owner == owner,
            None => has_receipt,
        }
    }

    fn is_of_another(&self, client: u64, owner: Owner) -> bool {
        self.bound.get(&client).is_some_and(|bound| bound.goes_on && bound.owner != owner)
    }

    /// Whether it was new. One that is bound stays as it is.
    pub(super) fn bind(&mut self, client: u64, owner: Owner) -> bool {
        let is_new = !self.bound.contains_key(&client);
        if is_new {
            self.bound.insert(client, Bound { owner, goes_on: true });
        }
        is_new
    }

    fn end_all(&mut self) {
        self.bound.values_mut().for_each(|bound| bound.goes_on = false);
    }

    /// Whether a session's forged ids are to be noted now: a flood of them costs nothing.
    fn may_note(&mut self, writer: u32, now_ms: u64) -> bool {
        self.noted.retain(|_, noted_ms| now_ms.saturating_sub(*noted_ms) < NOTE_MS);
        let due = self.noted.len() < NOTED_MAX && !self.noted.contains_key(&writer);
        if due {
            self.noted.insert(writer, now_ms);
        }
        due
    }
}

impl Room {
    pub(super) fn names(&self) -> bool {
        self.config.mode.mode.names()
    }

    /// The number that the journal is told of whoever writes.
    pub(super) fn told_writer(&self, guest: &Guest) -> u32 {
        if self.names() { guest.writer } else { 0 }
    }

    /// For whom a client id is bound that this link uses first.
    pub(super) fn owner_of(&self, guest: &Guest, client: u64) -> Owner {
        if self.names() { Owner::Seat(guest.seat) } else { Owner::Tag(guest.tagger.tag(client)) }
    }

    /// Whether a link may write under a client id, or go on with it.
    pub(super) fn may_use(&self, link: LinkId, client: u64) -> bool {
        let guest = self.links.get(&link).map(|link| &link.guest);
        guest.is_some_and(|guest| self.bindings.admits(client, self.owner_of(guest, client)))
    }

    /// Somebody wrote under a client id that is another's. One whose mode is over is not meant: honest pages come back
    /// with those.
    pub(super) fn note_forged(
        &mut self,
        link: LinkId,
        clients: &[u64],
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        let Some(guest) = self.links.get(&link).map(|link| &link.guest) else { return };
        let forged =
            clients.iter().any(|client| self.bindings.is_of_another(*client, self.owner_of(guest, *client)));
        let (session, writer) = (guest.writer, self.told_writer(guest));
        if forged && self.bindings.may_note(session, now_ms) {
            effects.push(Effect::Forged { writer });
        }
    }

    /// The change is durable. No client id goes on, and no link: pages come back with new ones.
    pub(super) fn enter_mode(&mut self, mode: ModeNow, now_ms: u64, effects: &mut Vec<Effect>) {
        self.config.mode = mode;
        self.bindings.end_all();
        self.healing = Healing::default();
        self.close_all(Code::ModeChanged, now_ms, effects);
        self.presence = Presence::telling(mode.mode.names());
        effects.push(Effect::Here { people: Vec::new() });
    }
}

/// A change of the mode on its way to the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Changing {
    pub(super) ask: AskId,
    pub(super) mode: Mode,
}
