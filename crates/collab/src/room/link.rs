//! One link's life in a room: joining, leaving, rights, refusals and everything that is sent to it.

use std::collections::BTreeMap;

use bytes::Bytes;
use manual::rights::Right;
use manual::rights::table::{Action, Standing, Why, may};
use manual::seat::Appears;
use serde_json::{Value, json};

use super::{
    Code, Dialect, DocumentKind, Effect, Guest, LinkId, May, Message, Room, Service, Waiting, message,
};

/// The schema of documents and messages that `chancery.v1` links are told of.
const SCHEMA: u32 = 1;

/// Bytes of acknowledgements that wait on one link while a gap heals or the service is paused.
const WAITING_BYTES_MAX: usize = 64 << 10;
/// What one of them weighs beside its body.
const WAITING_WEIGHT_BYTES: usize = 64;

/// What the room keeps of a link.
pub(super) struct Link {
    pub(super) guest: Guest,
    /// False once it left; it stays until what it had sent is dealt with.
    pub(super) open: bool,
    /// It has asked for what it lacks, so updates may follow.
    pub(super) receives: bool,
    /// It has answered the room's step 1 completely.
    pub(super) in_step: bool,
    /// Something it sent was dropped, for a gap or because the service is paused, and it was or will be asked for everything.
    pub(super) gap: Option<Gap>,
    /// Something it sent was refused: nothing is acknowledged on this link any more.
    pub(super) refused: bool,
    pub(super) sent_ms: u64,
    /// It was told a fingerprint, and has not said that what it holds differs.
    pub(super) compares: bool,
}

/// What a link owes the room, and the room the link, until a gap is healed.
#[derive(Default)]
pub(super) struct Gap {
    /// How far each client's clock reaches in what was dropped: the answer must bring the document there.
    pub(super) dropped: BTreeMap<u64, u32>,
    pub(super) acknowledgements: Vec<Bytes>,
}

impl Gap {
    /// Whether so much waits that the link had better come back.
    pub(super) fn is_full(&self) -> bool {
        let bytes = |body: &Bytes| body.len() + WAITING_WEIGHT_BYTES;
        self.acknowledgements.iter().map(bytes).sum::<usize>() > WAITING_BYTES_MAX
    }
}

impl Room {
    pub(super) fn join(&mut self, link: LinkId, guest: Guest, now_ms: u64, effects: &mut Vec<Effect>) {
        let badge = self.presence.join(link, guest.seat, &guest.name, guest.writer, guest.appears);
        let (name, member) = (badge.own_name(), badge.member());
        let chancery = guest.dialect == Dialect::Chancery;
        let mut hello = json!({
            "epoch": self.config.epoch.to_string(),
            "schema": SCHEMA,
            "seat": guest.seat.to_string(),
            "name": name,
            "right": guest.may.right.word(),
            "writable": self.writing_refused(guest.may).is_none(),
            "state": guest.may.state.word(),
        });
        // Hello has no reason; without one a page takes it that the right is missing.
        let has_reason = !matches!(self.writing_refused(guest.may), None | Some(Code::ReadOnly));
        if let Some(number) = member {
            hello["member"] = number.into();
        }
        self.tell_mode(&mut hello);
        self.links.insert(
            link,
            Box::new(Link {
                guest,
                open: true,
                receives: false,
                in_step: false,
                gap: None,
                refused: false,
                sent_ms: now_ms,
                compares: false,
            }),
        );
        if chancery {
            self.send(&[link], message::write(Message::Hello(&hello.to_string())), now_ms, effects);
            if has_reason {
                self.tell_policy(link, now_ms, effects);
            }
        }
        self.queue.push_back(Waiting::Greet { link });
        let everybody = self.presence.everybody();
        self.send(&[link], message::write(Message::Awareness(&everybody)), now_ms, effects);
    }

    /// What a link had sent before it left is still dealt with.
    pub(super) fn leave(&mut self, link: LinkId, now_ms: u64) {
        if let Some(left) = self.links.get_mut(&link) {
            left.open = false;
            self.presence.leave(link, now_ms);
        }
    }

    /// Forgets links that left once nothing of theirs waits.
    pub(super) fn sweep_links(&mut self) {
        if self.queue.is_empty() && self.links.values().any(|link| !link.open) {
            self.links.retain(|_, link| link.open);
        }
    }

    pub(super) fn close(&mut self, link: LinkId, code: Code, now_ms: u64, effects: &mut Vec<Effect>) {
        if self.links.remove(&link).is_some_and(|link| link.open) {
            self.presence.leave(link, now_ms);
            effects.push(Effect::Close { link, code });
        }
    }

    pub(super) fn close_all(&mut self, code: Code, now_ms: u64, effects: &mut Vec<Effect>) {
        for link in self.open_links().collect::<Vec<_>>() {
            self.close(link, code, now_ms, effects);
        }
    }

    pub(super) fn change_right(&mut self, link: LinkId, may: May, now_ms: u64, effects: &mut Vec<Effect>) {
        let Some(found) = self.links.get_mut(&link) else { return };
        if found.guest.may == may {
            return;
        }
        let goes_on = found.guest.may.service == Service::Paused && may.service == Service::Takes;
        found.guest.may = may;
        // What it sent meanwhile was dropped: it is asked for everything that the room lacks.
        if goes_on && found.gap.is_some() {
            self.queue.push_back(Waiting::Greet { link });
        }
        self.tell_policy(link, now_ms, effects);
    }

    /// Everybody is told what they may do now.
    pub(super) fn seal(&mut self, sealed: bool, now_ms: u64, effects: &mut Vec<Effect>) {
        if self.sealed != sealed {
            self.sealed = sealed;
            for link in self.open_links().collect::<Vec<_>>() {
                self.tell_policy(link, now_ms, effects);
            }
        }
    }

    /// Others are told at once, and so is the link: every page of a session knows how its person is shown.
    pub(super) fn change_appearance(
        &mut self,
        link: LinkId,
        appears: Appears,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        if self.presence.appear(link, appears)
            && let Some(badge) = self.presence.badge(link)
        {
            let (name, member) = (badge.own_name().to_owned(), badge.member());
            let mut policy = self.policy(link);
            policy["name"] = name.into();
            if let Some(number) = member {
                policy["member"] = number.into();
            }
            self.send_policy(link, &policy, now_ms, effects);
        }
    }

    pub(super) fn tell_policy(&mut self, link: LinkId, now_ms: u64, effects: &mut Vec<Effect>) {
        let policy = self.policy(link);
        self.send_policy(link, &policy, now_ms, effects);
    }

    /// What a link may do here now.
    pub(super) fn policy(&self, link: LinkId) -> Value {
        let may = self.links.get(&link).map_or(May::from(Right::Read), |link| link.guest.may);
        let (right, state) = (may.right.word(), may.state.word());
        let mut policy = match self.writing_refused(may) {
            None => json!({ "right": right, "writable": true, "state": state }),
            Some(code) => {
                json!({ "right": right, "writable": false, "state": state, "reason": code.word() })
            }
        };
        self.tell_mode(&mut policy);
        policy
    }

    /// What is told of whoever writes here; only a chapter can be decided about.
    fn tell_mode(&self, said: &mut Value) {
        if self.config.kind == DocumentKind::Chapter {
            said["mode"] = self.config.mode.mode.word().into();
            said["since"] = self.config.mode.since.into();
        }
    }

    pub(super) fn send_policy(
        &mut self,
        link: LinkId,
        policy: &Value,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        if self.links.get(&link).is_some_and(|link| link.guest.dialect == Dialect::Chancery) {
            self.send(&[link], message::write(Message::Policy(&policy.to_string())), now_ms, effects);
        }
    }

    /// Why a link that may do this may not write here now, if so.
    pub(super) fn writing_refused(&self, here: May) -> Option<Code> {
        if here.service == Service::Paused {
            return Some(Code::Paused);
        }
        if self.damaged {
            return Some(Code::Damaged);
        }
        match self.config.kind {
            DocumentKind::Chapter => {
                let refused = may(Some(here.right), Standing::Is(here.state), Action::Write).err();
                refused.map(Code::of)
            }
            DocumentKind::Proposal if self.sealed => Some(Code::ReadOnly),
            DocumentKind::Proposal => {
                let refused = may(Some(here.right), Standing::Is(here.state), Action::Propose).err();
                // A branch is written by whoever may propose; who may not, reads.
                refused.map(|why| if why == Why::NotAllowed { Code::ReadOnly } else { Code::of(why) })
            }
            DocumentKind::Template | DocumentKind::Outline => {
                (here.right < Right::Keep).then_some(Code::ReadOnly)
            }
        }
    }

    /// Refuses something of a link but keeps the link: it is told, and nothing is acknowledged on it any more.
    pub(super) fn refuse(&mut self, link: LinkId, code: Code, now_ms: u64, effects: &mut Vec<Effect>) {
        let Some(found) = self.links.get_mut(&link) else { return };
        found.refused = true;
        found.gap = None;
        let frame = match found.guest.dialect {
            Dialect::Stock => message::write(Message::Denied(code.word())),
            Dialect::Chancery => {
                message::write(Message::Refused(&json!({ "code": code.word() }).to_string()))
            }
        };
        self.send(&[link], frame, now_ms, effects);
        effects.push(Effect::Refused { link, code });
    }

    pub(super) fn open_links(&self) -> impl Iterator<Item = LinkId> + '_ {
        self.links.iter().filter(|(_, link)| link.open).map(|(id, _)| *id)
    }

    /// Sends one frame to those of `links` that are open.
    pub(super) fn send(&mut self, links: &[LinkId], frame: Bytes, now_ms: u64, effects: &mut Vec<Effect>) {
        let mut receivers = Vec::with_capacity(links.len());
        for id in links {
            if let Some(link) = self.links.get_mut(id).filter(|link| link.open) {
                link.sent_ms = now_ms;
                receivers.push(*id);
            }
        }
        if !receivers.is_empty() {
            effects.push(Effect::Send { links: receivers, frame });
        }
    }
}
