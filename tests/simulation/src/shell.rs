//! The server around one room: carries out effects on a simulated disk, one group of records at a time. The honest shell
//! says `Persisted` after the sync and not before; the early ones are controls, which the promise must catch.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::limits::Limits;
use collab::room::{AskId, Effect, Fact, LinkId, Room, RoomConfig, RoomRecord};
use manual::attribution::Mode;
use manual::id::Epoch;

use crate::disk::{Disk, Entry};
use crate::manners::Manners;

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
    /// The room let in what these writers wrote.
    Wrote {
        writers: Vec<u32>,
    },
    Refused {
        link: LinkId,
        code: Code,
    },
    Done {
        ask: AskId,
    },
    Failed {
        ask: AskId,
        code: Code,
    },
    /// An edition is shown to everybody.
    Published {
        edition: u64,
        position: usize,
    },
    /// A page says that it holds something else than the room.
    Differs {
        link: LinkId,
    },
    /// The rules say that this never happens to honest replicas.
    Astonished(String),
}

/// Records that are written and synced as one.
#[derive(Default)]
struct Group {
    entries: Vec<Entry>,
    of_room: bool,
}

impl Group {
    /// Entries up to the last one of the room's.
    fn room_entries(&self) -> usize {
        self.entries.iter().rposition(|it| !matches!(it, Entry::Frozen { .. })).map_or(0, |last| last + 1)
    }
}

pub(crate) struct Shell {
    manners: Manners,
    room: Room,
    /// Wait for the group on its way; then they go together.
    waiting: Group,
    /// On its way to the disk: the position before it, and what it is.
    on_its_way: Option<(u64, Group)>,
    /// Modes that were asked for.
    modes: BTreeMap<AskId, Mode>,
    /// What waits for a sync, with the position it waits for. Only an early control has any.
    held: VecDeque<(u64, Effect)>,
    /// Positions that the room believes durable and the disk does not have yet. Only an early control has any.
    believed: u64,
}

/// Longer than any life, jumps of the clock included.
const NEVER_MS: u64 = 1 << 50;

/// Small bounds, so that folding and gathering happen within a short life.
fn limits(manners: Manners) -> Limits {
    // Comparing would notice most faults, and the controls are to show that the promise's own check does.
    let compare_ms = if manners == Manners::Honest { 3_000 } else { NEVER_MS };
    Limits { tail_updates_max: 40, compare_ms, ..Limits::default() }
}

impl Shell {
    /// Opens the document from the disk.
    pub(crate) fn open(manners: Manners, disk: &Disk) -> Self {
        let config = RoomConfig {
            kind: DocumentKind::Chapter,
            epoch: Epoch::from_random([5; 16]),
            limits: limits(manners),
            mode: disk.mode(),
        };
        let room = Room::resting(config, disk.opening()).expect("a durable state");
        Self {
            manners,
            room,
            waiting: Group::default(),
            on_its_way: None,
            modes: BTreeMap::new(),
            held: VecDeque::new(),
            believed: 0,
        }
    }

    pub(crate) fn handle(&mut self, now_ms: u64, fact: Fact, disk: &mut Disk) -> Vec<Wish> {
        let mut wishes = Vec::new();
        self.tell(now_ms, fact, disk, &mut wishes);
        self.write_next(disk, &mut wishes);
        wishes
    }

    /// Whether something that was received is not dealt with yet.
    pub(crate) fn is_busy(&self) -> bool {
        self.room.is_busy()
    }

    /// The mode is to be another one.
    pub(crate) fn changes_mode(&mut self, now_ms: u64, ask: AskId, mode: Mode, disk: &mut Disk) -> Vec<Wish> {
        self.modes.insert(ask, mode);
        self.handle(now_ms, Fact::Mode { ask, mode }, disk)
    }

    /// An edition is everything that is before the record of it.
    pub(crate) fn freezes(&mut self, edition: u64, disk: &mut Disk) -> Vec<Wish> {
        let mut wishes = Vec::new();
        self.waiting.entries.push(Entry::Frozen { edition });
        self.write_next(disk, &mut wishes);
        wishes
    }

    /// The disk synced up to `seq`, or was full.
    pub(crate) fn synced(&mut self, now_ms: u64, seq: u64, disk: &mut Disk) -> Vec<Wish> {
        if self.manners.is_early() {
            return self.release(now_ms, seq, disk);
        }
        let Some((before, group)) = self.on_its_way.take() else { return Vec::new() };
        let mut wishes = Vec::new();
        let fact = if disk.full {
            disk.take_back();
            Fact::NotPersisted { durable: disk.opening() }
        } else {
            disk.sync(seq);
            if self.manners != Manners::PublishesEarly {
                publish(before, &group, &mut wishes);
            }
            Fact::Persisted { seq: before + group.room_entries() as u64 }
        };
        if group.of_room {
            self.tell(now_ms, fact, disk, &mut wishes);
        }
        self.write_next(disk, &mut wishes);
        wishes
    }

    /// One group is on its way at a time; whatever waits meanwhile goes as the next.
    fn write_next(&mut self, disk: &mut Disk, wishes: &mut Vec<Wish>) {
        // (A command that brings nothing new is a group without records.)
        let nothing = self.waiting.entries.is_empty() && !self.waiting.of_room;
        if self.on_its_way.is_some() || nothing {
            return;
        }
        let group = std::mem::take(&mut self.waiting);
        let seq = disk.write(group.entries.clone());
        let before = seq - group.entries.len() as u64;
        if self.manners == Manners::PublishesEarly {
            publish(before, &group, wishes);
        }
        self.on_its_way = Some((before, group));
        wishes.push(Wish::Sync { seq });
    }

    fn tell(&mut self, now_ms: u64, fact: Fact, disk: &mut Disk, wishes: &mut Vec<Wish>) {
        let mut effects = Vec::new();
        self.room.handle(now_ms, fact, &mut effects);
        self.carry_out(now_ms, effects, disk, wishes);
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
                Effect::Persist { records, commands } => {
                    wishes.push(Wish::Wrote { writers: writers(&records) });
                    let modes = commands.iter().filter_map(|ask| self.modes.remove(ask)).map(Entry::Mode);
                    let entries: Vec<_> = records.into_iter().map(Entry::Room).chain(modes).collect();
                    if self.manners.is_early() {
                        effects.extend(self.believe(now_ms, entries, disk, wishes));
                    } else {
                        self.waiting.entries.extend(entries);
                        self.waiting.of_room = true;
                    }
                }
                Effect::Close { link, code } => wishes.push(Wish::Close { link, code }),
                Effect::Snapshot { seq, state } => disk.keep_snapshot(seq, state),
                Effect::WakeAt { at_ms } => wishes.push(Wish::Wake { at_ms }),
                Effect::Refused { link, code } => wishes.push(Wish::Refused { link, code }),
                Effect::Done { ask, .. } => wishes.push(Wish::Done { ask }),
                Effect::Failed { ask, code } => wishes.push(Wish::Failed { ask, code }),
                Effect::Forged { writer } => {
                    wishes.push(Wish::Astonished(format!("writer {writer} forged a client id")));
                }
                Effect::Reload => wishes.push(Wish::Astonished("the room dropped its document".to_owned())),
                Effect::Differs { link } => {
                    wishes.push(Wish::Differs { link });
                }
                Effect::Unusable => wishes.push(Wish::Astonished("the room gave up".to_owned())),
                Effect::State { .. } | Effect::Here { .. } => {}
            }
        }
    }

    /// An early control writes at once, and tells the room that it is done.
    fn believe(
        &mut self,
        now_ms: u64,
        entries: Vec<Entry>,
        disk: &mut Disk,
        wishes: &mut Vec<Wish>,
    ) -> Vec<Effect> {
        let seq = disk.write(entries);
        wishes.push(Wish::Sync { seq });
        self.believed = seq;
        let mut more = Vec::new();
        self.room.handle(now_ms, Fact::Persisted { seq }, &mut more);
        more
    }

    /// Whether a control keeps this effect until the sync.
    fn holds_back(&self, effect: &Effect) -> bool {
        const ACKNOWLEDGE: u8 = 102;
        let Effect::Send { frame, .. } = effect else { return false };
        let acknowledges = frame.first() == Some(&ACKNOWLEDGE);
        let holds = self.believed > 0 || !self.held.is_empty();
        match self.manners {
            Manners::AcknowledgesEarly => !acknowledges && holds,
            Manners::BroadcastsEarly => acknowledges && holds,
            _ => false,
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

fn publish(before: u64, group: &Group, wishes: &mut Vec<Wish>) {
    for (n, entry) in group.entries.iter().enumerate() {
        if let Entry::Frozen { edition } = entry {
            wishes.push(Wish::Published { edition: *edition, position: before as usize + n + 1 });
        }
    }
}

fn writers(records: &[RoomRecord]) -> Vec<u32> {
    let writers = records.iter().filter_map(|record| match record {
        RoomRecord::Update { writer, .. } => Some(*writer),
        RoomRecord::Bind { .. } => None,
    });
    writers.collect()
}
