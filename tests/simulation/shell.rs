//! The server around one room: carries out effects on a simulated disk. The honest shell says `Persisted` after the
//! sync and not before; the two others are controls, which the promise must catch.

use std::collections::VecDeque;

use bytes::Bytes;
use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::limits::Limits;
use collab::room::{Effect, Fact, LinkId, Room, RoomConfig};
use manual::id::Epoch;

use super::disk::Disk;

/// What a shell does with what may only leave after the sync.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Manners {
    Honest,
    /// Acknowledgements leave before the sync, updates after it.
    AcknowledgesEarly,
    /// Updates leave before the sync, acknowledgements after it.
    BroadcastsEarly,
}

/// What the world is to do for the shell.
pub(crate) enum Wish {
    Deliver {
        link: LinkId,
        frame: Bytes,
    },
    Close {
        link: LinkId,
        code: Code,
    },
    /// The disk began to sync up to this position.
    Sync {
        seq: u64,
    },
    Wake {
        at_ms: u64,
    },
    /// The rules say that this never happens to honest replicas.
    Astonished(String),
}

pub(crate) struct Shell {
    manners: Manners,
    room: Room,
    /// What waits for a sync, with the position it waits for. Only a control has any.
    held: VecDeque<(u64, Effect)>,
    /// Positions that the room believes durable and the disk does not have yet. Only a control has any.
    believed: u64,
}

/// Small bounds, so that folding and gathering happen within a short life.
fn limits() -> Limits {
    Limits { tail_updates_max: 40, ..Limits::default() }
}

impl Shell {
    /// Opens the document from the disk.
    pub(crate) fn open(manners: Manners, disk: &Disk) -> Self {
        let config = RoomConfig {
            kind: DocumentKind::Chapter,
            epoch: Epoch::from_random([5; 16]),
            limits: limits(),
            mode: Default::default(),
        };
        let room = Room::open(config, disk.opening()).expect("a durable state");
        Self { manners, room, held: VecDeque::new(), believed: 0 }
    }

    pub(crate) fn handle(&mut self, now_ms: u64, fact: Fact, disk: &mut Disk) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let mut effects = Vec::new();
        self.room.handle(now_ms, fact, &mut effects);
        self.carry_out(now_ms, effects, disk, &mut wishes);
        wishes
    }

    /// The disk synced up to `seq`, or was full.
    pub(crate) fn synced(&mut self, now_ms: u64, seq: u64, disk: &mut Disk) -> Vec<Wish> {
        if self.manners != Manners::Honest {
            return self.release(now_ms, seq, disk);
        }
        if disk.full {
            disk.take_back();
            return self.handle(now_ms, Fact::NotPersisted { durable: disk.opening() }, disk);
        }
        disk.sync(seq);
        self.handle(now_ms, Fact::Persisted { seq }, disk)
    }

    fn carry_out(&mut self, now_ms: u64, effects: Vec<Effect>, disk: &mut Disk, wishes: &mut Vec<Wish>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                effect if self.holds_back(&effect) => self.held.push_back((self.believed, effect)),
                Effect::Send { links, frame } => {
                    wishes
                        .extend(links.iter().map(|link| Wish::Deliver { link: *link, frame: frame.clone() }));
                }
                Effect::Persist { records, .. } => {
                    let seq = disk.write(records);
                    wishes.push(Wish::Sync { seq });
                    if self.manners != Manners::Honest {
                        self.believed = seq;
                        let mut more = Vec::new();
                        self.room.handle(now_ms, Fact::Persisted { seq }, &mut more);
                        effects.extend(more);
                    }
                }
                Effect::Close { link, code } => wishes.push(Wish::Close { link, code }),
                Effect::Snapshot { seq, state } => disk.keep_snapshot(seq, state),
                Effect::WakeAt { at_ms } => wishes.push(Wish::Wake { at_ms }),
                Effect::Refused { link, code } => {
                    wishes.push(Wish::Astonished(format!("link {link} was refused: {}", code.word())));
                }
                Effect::Forged { writer } => {
                    wishes.push(Wish::Astonished(format!("writer {writer} forged a client id")));
                }
                Effect::Reload => wishes.push(Wish::Astonished("the room dropped its document".to_owned())),
                Effect::Unusable => wishes.push(Wish::Astonished("the room gave up".to_owned())),
                Effect::State { .. } | Effect::Done { .. } | Effect::Failed { .. } | Effect::Here { .. } => {}
            }
        }
    }

    /// Whether a control keeps this effect until the sync.
    fn holds_back(&self, effect: &Effect) -> bool {
        const ACKNOWLEDGE: u8 = 102;
        let Effect::Send { frame, .. } = effect else { return false };
        let acknowledges = frame.first() == Some(&ACKNOWLEDGE);
        match self.manners {
            Manners::Honest => false,
            Manners::AcknowledgesEarly => !acknowledges && (self.believed > 0 || !self.held.is_empty()),
            Manners::BroadcastsEarly => acknowledges && (self.believed > 0 || !self.held.is_empty()),
        }
    }

    fn release(&mut self, now_ms: u64, seq: u64, disk: &mut Disk) -> Vec<Wish> {
        disk.sync(seq);
        if self.believed == seq {
            self.believed = 0;
        }
        let mut due = Vec::new();
        while self.held.front().is_some_and(|(after, _)| *after <= seq) {
            due.extend(self.held.pop_front().map(|(_, effect)| effect));
        }
        let manners = std::mem::replace(&mut self.manners, Manners::Honest);
        let mut wishes = Vec::new();
        self.carry_out(now_ms, due, disk, &mut wishes);
        self.manners = manners;
        wishes
    }
}
