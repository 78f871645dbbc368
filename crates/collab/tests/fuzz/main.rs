//! Hostile bytes through every way into yrs: the document behind bouncer and ledger, a whole room, a replica. yrs can
//! end the process, so that the test finishing at all is the proof; beside it, the ledger must stay equal to yrs.
//!
//! 20,000 cases, or 1,000,000 with `CHANCERY_PROVE=1`; one batch again with `SEED=n`. On a thread with tokio's stack.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

#[path = "../common/mod.rs"]
mod common;
mod mutate;

use std::collections::BTreeMap;

use bytes::Bytes;
use collab::bouncer::{DocumentKind, scan, scan_state_vector};
use collab::ledger::{Judgement, Ledger};
use collab::limits::Limits;
use collab::message::{self, Message};
use collab::replica::{Replica, ReplicaFact};
use collab::room::{Dialect, Effect, Fact, Guest, Opening, Room, RoomConfig};
use common::{Chance, cases, seeds};
use manual::document::Document;
use manual::id::{Epoch, SeatId};
use manual::rights::Right;
use mutate::Corpus;
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, Update};

/// Cases on one document before a new one is begun.
const BATCH: u64 = 100;
/// What tokio gives its workers.
const STACK_BYTES: usize = 2 << 20;

#[test]
fn no_bytes_end_the_process_or_lead_the_ledger_astray() {
    let work = || {
        let mut verdicts = Verdicts::new();
        for seed in seeds(cases(20_000, 1_000_000) / BATCH) {
            batch(seed, &mut verdicts);
        }
        verdicts
    };
    let before = peak_kib();
    let verdicts = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap();
    let grown = peak_kib() - before;
    println!("{verdicts:?}; the peak of memory grew by {grown} KiB");
    let taken = verdicts.get("taken").copied().unwrap_or(0);
    assert!(taken > 500 || std::env::var_os("SEED").is_some(), "hardly anything was let in: {verdicts:?}");
    assert!(grown < 64 << 10, "memory grew by {grown} KiB");
}

/// The most memory this process ever had.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|kib| kib.parse().ok()).unwrap_or(0)
}

/// How often each thing became of a hostile update.
type Verdicts = BTreeMap<&'static str, u64>;

/// Runs one batch.
fn batch(seed: u64, verdicts: &mut Verdicts) {
    let mut chance = Chance::new(seed);
    let corpus = Corpus::seeded(seed % 50);
    let mut side = Side::new();
    let mut table = Table::new();
    let mut replica = Replica::new(Document::new(4_711), Limits::default());
    replica.handle(ReplicaFact::Connected, &mut Vec::new());
    if !chance.one_in(4) {
        for update in &corpus.updates[..chance.below(corpus.updates.len())] {
            side.offer(update);
            table.offer(message::write(Message::Update(update)));
        }
    }
    for case in 0..BATCH {
        let update = corpus.hostile_update(|client| side.ledger.clock(client), &mut chance);
        match chance.below(8) {
            0 => side.offer_state_vector(&corpus.hostile_state_vector(&mut chance)),
            1 | 2 => table.offer(frame(&update, &corpus, &mut chance)),
            3 => replica.handle(
                ReplicaFact::Received { frame: frame(&update, &corpus, &mut chance) },
                &mut Vec::new(),
            ),
            _ => *verdicts.entry(side.offer(&update)).or_default() += 1,
        }
        side.check(seed, case);
    }
}

fn frame(update: &[u8], corpus: &Corpus, chance: &mut Chance) -> Bytes {
    let state_vector = corpus.hostile_state_vector(chance);
    let frame = message::write(match chance.below(8) {
        0 => Message::Step1(&state_vector),
        1 => Message::Step2(update),
        2 => Message::Awareness(update),
        3 => Message::Acknowledge(update),
        4 => Message::Hello("{\"epoch\": [[["),
        _ => Message::Update(update),
    });
    if chance.one_in(6) {
        let mut bytes = frame.to_vec();
        let at = chance.below(bytes.len());
        bytes[at] = chance.next() as u8;
        return Bytes::from(bytes);
    }
    frame
}

/// A document and its ledger, fed side by side as a room does it.
struct Side {
    document: Document,
    ledger: Ledger,
    limits: Limits,
}

impl Side {
    fn new() -> Self {
        Self {
            document: Document::new(0),
            ledger: Ledger::new(DocumentKind::Chapter),
            limits: Limits::default(),
        }
    }

    /// What became of the update.
    fn offer(&mut self, update: &[u8]) -> &'static str {
        let scanned = match scan(update, &self.limits) {
            Ok(scanned) => scanned,
            Err(code) => return code.word(),
        };
        let decoded = Update::decode_v1(update).unwrap_or_else(|refused| panic!("{refused}: {update:?}"));
        let units = |end: u32, start: u32| u64::from(end - start);
        let ours: u64 = scanned.runs().iter().map(|run| units(run.end, run.start)).sum();
        let theirs: u64 = decoded
            .insertions(true)
            .iter()
            .flat_map(|(_, ranges)| {
                ranges.iter().map(|range| units(range.end, range.start)).collect::<Vec<_>>()
            })
            .sum();
        assert_eq!(ours, theirs, "{update:?}");
        if let Some(part) = scanned.only(|client| client % 2 == 0, |client| self.ledger.clock(client)) {
            assert!(scan(&part, &self.limits).is_ok(), "a part of {update:?}");
        }
        match self.ledger.judge(&scanned, &self.limits) {
            Ok(Judgement::Brings { .. } | Judgement::Tidying) => {}
            Ok(Judgement::NothingNew) => return "nothing new",
            Ok(Judgement::Gap) => return "gap",
            Ok(Judgement::DeleteAhead) => return "delete ahead",
            Err(code) => return code.word(),
        }
        let deleted = self.document.apply(update).unwrap_or_else(|refused| panic!("{refused}: {update:?}"));
        self.ledger.record(&scanned, &deleted);
        assert!(!self.document.has_gap(), "waits for something: {update:?}");
        assert_eq!(self.ledger.judge(&scanned, &self.limits), Ok(Judgement::NothingNew), "{update:?}");
        "taken"
    }

    fn offer_state_vector(&mut self, bytes: &[u8]) {
        if scan_state_vector(bytes, &self.limits).is_ok() {
            let diff = self.document.diff(bytes).expect("a scanned state vector");
            assert!(scan(&diff, &self.limits).is_ok(), "{bytes:?}");
        }
    }

    /// The ledger says what yrs says.
    fn check(&self, seed: u64, case: u64) {
        self.document.read(|txn| {
            for (client, clock) in txn.state_vector().iter() {
                assert_eq!(self.ledger.clock(client.get()), *clock, "seed {seed}, case {case}");
            }
        });
        if case.is_multiple_of(20) {
            let state = self.document.state();
            let scanned = scan(&state, &self.limits).expect("an own state");
            let judged = self.ledger.judge(&scanned, &self.limits);
            assert_eq!(judged, Ok(Judgement::NothingNew), "seed {seed}, case {case}");
            let mut again = Document::new(0);
            again.apply(&state).expect("an own state");
            assert!(!again.has_gap(), "seed {seed}, case {case}");
            let reopened = Ledger::new(DocumentKind::Chapter).judge(&scanned, &self.limits);
            let fits = matches!(reopened, Ok(Judgement::Brings { .. } | Judgement::NothingNew));
            assert!(fits, "opening again, seed {seed}, case {case}: {reopened:?}");
        }
    }
}

/// A room with one editor, on a disk that always holds.
struct Table {
    room: Room,
    link: u64,
    seq: u64,
}

impl Table {
    fn new() -> Self {
        let config = RoomConfig {
            kind: DocumentKind::Chapter,
            epoch: Epoch::from_random([1; 16]),
            limits: Limits { gather_ms_max: 0, ..Limits::default() },
        };
        let mut table = Self { room: Room::open(config, Opening::default()).unwrap(), link: 0, seq: 0 };
        table.join();
        table
    }

    fn join(&mut self) {
        self.link += 1;
        let guest = Guest {
            seat: SeatId::from_random([7; 16]),
            name: "Ghana".to_owned(),
            right: Right::Edit,
            dialect: Dialect::Chancery,
            writer: 1,
        };
        self.handle(Fact::Joined { link: self.link, guest });
    }

    fn offer(&mut self, frame: Bytes) {
        self.handle(Fact::Received { link: self.link, frame });
    }

    fn handle(&mut self, fact: Fact) {
        let mut effects = Vec::new();
        self.room.handle(self.seq, fact, &mut effects);
        let mut closed = false;
        while let Some(effect) = (!effects.is_empty()).then(|| effects.remove(0)) {
            match effect {
                Effect::Persist { .. } => {
                    self.seq += 1;
                    self.room.handle(self.seq, Fact::Persisted { seq: self.seq }, &mut effects);
                }
                Effect::Close { .. } => closed = true,
                Effect::Reload => panic!("an update was let in that yrs could not take"),
                _ => {}
            }
        }
        if closed {
            self.join();
        }
    }
}
