//! A room with replicas around a table: frames are passed by hand, the journal is a list, and the disk is as slow as a
//! test wants it. This file is the table; the tests are in `durability`, `exchange` and `admission` and carry the numbers of docs/protocol.md.

mod admission;
mod compare;
mod durability;
mod exchange;
mod heal;
mod modes;
mod rest;
mod standing;

use manual::id::{DocumentId, Epoch, SeatId};
use manual::rights::Right;
use manual::seat::Appears;
use yrs::{GetString, ReadTxn, Text, WriteTxn};

use super::*;
use crate::binding::{Binding, TagKey};
use crate::replica::{Replica, ReplicaEffect, ReplicaFact};

const NOW: u64 = 1_000;

fn seat(n: u8) -> SeatId {
    SeatId::from_random([n; 16])
}

fn config() -> RoomConfig {
    RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_random([9; 16]),
        limits: Limits { gather_ms_max: 0, ..Limits::default() },
        mode: ModeNow::default(),
    }
}

fn guest(n: u8, right: Right, dialect: Dialect) -> Guest {
    let (name, appears) = (format!("Seat {n}"), Appears::AsSeat);
    let tagger = TagKey::of(&name).within(DocumentId::from_bytes([3; 16]));
    Guest { seat: seat(n), name, appears, may: right.into(), dialect, writer: u32::from(n), tagger }
}

/// A room, the journal it asked for, and what each link was sent.
struct Table {
    room: Room,
    journal: Vec<RoomRecord>,
    /// A persist that the test has not let through yet.
    on_its_way: Option<Vec<RoomRecord>>,
    slow_disk: bool,
    inbox: BTreeMap<LinkId, VecDeque<Bytes>>,
    closed: BTreeMap<LinkId, Code>,
    refused: Vec<(LinkId, Code)>,
    wakes: Vec<u64>,
    other: Vec<Effect>,
    now_ms: u64,
}

impl Table {
    fn new() -> Self {
        Self::opened(config(), Opening::default())
    }

    fn opened(config: RoomConfig, opening: Opening) -> Self {
        Self {
            room: Room::open(config, opening).unwrap(),
            journal: Vec::new(),
            on_its_way: None,
            slow_disk: false,
            inbox: BTreeMap::new(),
            closed: BTreeMap::new(),
            refused: Vec::new(),
            wakes: Vec::new(),
            other: Vec::new(),
            now_ms: NOW,
        }
    }

    fn tell(&mut self, fact: Fact) {
        let mut effects = Vec::new();
        self.room.handle(self.now_ms, fact, &mut effects);
        for effect in effects {
            match effect {
                Effect::Send { links, frame } => {
                    for link in links {
                        self.inbox.entry(link).or_default().push_back(frame.clone());
                    }
                }
                Effect::Persist { records, .. } => {
                    assert!(self.on_its_way.is_none(), "one batch at a time");
                    self.on_its_way = Some(records);
                }
                Effect::Close { link, code } => {
                    self.closed.insert(link, code);
                }
                Effect::Refused { link, code } => self.refused.push((link, code)),
                Effect::WakeAt { at_ms } => self.wakes.push(at_ms),
                other => self.other.push(other),
            }
        }
        if !self.slow_disk {
            self.disk_done();
        }
    }

    fn disk_done(&mut self) {
        if let Some(records) = self.on_its_way.take() {
            self.journal.extend(records);
            let seq = self.journal.len() as u64;
            self.tell(Fact::Persisted { seq });
        }
    }

    fn join(&mut self, link: LinkId, n: u8, right: Right) {
        self.tell(Fact::Joined { link, guest: guest(n, right, Dialect::Chancery) });
    }

    fn send(&mut self, link: LinkId, message: Message<'_>) {
        self.tell(Fact::Received { link, frame: message::write(message) });
    }

    fn received(&mut self, link: LinkId) -> Vec<Bytes> {
        self.inbox.remove(&link).unwrap_or_default().into()
    }

    fn kinds(&mut self, link: LinkId) -> Vec<&'static str> {
        let frames = self.received(link);
        frames.iter().map(|frame| kind(frame)).filter(|kind| *kind != "awareness").collect()
    }

    fn text(&self) -> String {
        let mut stored = Document::new(0);
        self.room.stored.iter().for_each(|update| drop(stored.apply(update).unwrap()));
        text_of(if self.room.rests() { &stored } else { &self.room.document })
    }

    fn updates(&self) -> usize {
        self.journal.iter().filter(|it| matches!(it, RoomRecord::Update { .. })).count()
    }

    /// Reopens from the journal alone.
    fn reopened(&self) -> Self {
        let mut opening = Opening { seq: self.journal.len() as u64, ..Opening::default() };
        for (seq, record) in (1..).zip(&self.journal) {
            match record {
                RoomRecord::Bind { client, owner, .. } => {
                    opening.bindings.push(Binding { client: *client, owner: *owner, seq });
                }
                RoomRecord::Update { update, .. } => opening.updates.push(update.clone()),
            }
        }
        Self::opened(self.room.config.clone(), opening)
    }
}

fn kind(frame: &[u8]) -> &'static str {
    match message::read(frame, &Limits::default()).unwrap() {
        Message::Step1(_) => "step 1",
        Message::Step2(_) => "step 2",
        Message::Update(_) => "update",
        Message::Awareness(_) => "awareness",
        Message::Acknowledge(_) => "acknowledge",
        Message::Denied(_) => "denied",
        Message::Hello(_) => "hello",
        Message::Policy(_) => "policy",
        Message::Refused(_) => "refused",
        Message::QueryAwareness => "query",
        Message::Differs => "differs",
    }
}

fn text_of(document: &Document) -> String {
    document.read(|txn| txn.get_text("body").map(|text| text.get_string(txn)).unwrap_or_default())
}

/// A writer outside any room: makes updates one by one.
struct Pen(Document);

impl Pen {
    fn new(client: u64) -> Self {
        Self(Document::new(client))
    }

    fn types(&mut self, at: u32, words: &str) -> Vec<u8> {
        self.0.edit(|txn| txn.get_or_insert_text("body").insert(txn, at, words)).1.unwrap()
    }

    fn deletes(&mut self, at: u32, length: u32) -> Vec<u8> {
        self.0.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, at, length)).1.unwrap()
    }
}

/// Runs a replica against the table until neither has anything to say.
fn talk(table: &mut Table, link: LinkId, replica: &mut Replica, mut effects: Vec<ReplicaEffect>) {
    loop {
        for effect in effects.drain(..) {
            if let ReplicaEffect::Send { frame } = effect {
                table.tell(Fact::Received { link, frame });
            }
        }
        let frames = table.received(link);
        if frames.is_empty() {
            return;
        }
        for frame in frames {
            replica.handle(ReplicaFact::Received { frame }, &mut effects);
        }
    }
}

fn connect(table: &mut Table, link: LinkId, n: u8, replica: &mut Replica) {
    table.join(link, n, Right::Edit);
    let mut effects = Vec::new();
    replica.handle(ReplicaFact::Connected, &mut effects);
    talk(table, link, replica, effects);
}

fn replica(client: u64) -> Replica {
    Replica::new(Document::new(client), Limits::default())
}

fn types(table: &mut Table, link: LinkId, replica: &mut Replica, at: u32, words: &str) {
    let mut effects = Vec::new();
    replica.edit(&mut effects, |txn| txn.get_or_insert_text("body").insert(txn, at, words));
    talk(table, link, replica, effects);
}

/// Two seats in step: links 1 and 2.
fn two() -> (Table, Replica, Replica) {
    let (mut table, mut ghana, mut denmark) = (Table::new(), replica(11), replica(22));
    connect(&mut table, 1, 1, &mut ghana);
    connect(&mut table, 2, 2, &mut denmark);
    (table, ghana, denmark)
}
