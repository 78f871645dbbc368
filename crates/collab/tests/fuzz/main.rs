//! Hostile bytes through every way into yrs: the document behind bouncer and ledger, a whole room, a replica. yrs can
//! end the process, so that the test finishing at all is the proof; beside it, the ledger must stay equal to yrs.
//!
//! 20,000 cases, or 10,000,000 with `CHANCERY_PROVE=1`; one batch again with `SEED=n`. On a thread with tokio's stack.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

#[path = "../common/mod.rs"]
mod common;
mod mutate;
mod silent;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use collab::bouncer::{DocumentKind, scan, scan_state_vector};
use collab::ledger::{Judgement, Ledger};
use collab::limits::Limits;
use collab::message::{self, Message};
use collab::replica::{Replica, ReplicaFact};
use collab::room::{Dialect, Effect, Fact, Guest, Opening, Room, RoomConfig, RoomRecord};
use common::{Chance, cases, seeds};
use manual::document::Document;
use manual::id::{Epoch, SeatId};
use manual::rights::Right;
use mutate::Corpus;
use peak_alloc::PeakAlloc;
use rustix::time::{ClockId, clock_gettime};
use yrs::types::ToJson;
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::{Any, ReadTxn, Text, Update};

/// Cases on one document before a new one is begun.
const BATCH: u64 = 100;
/// The batch that is being run.
static AT: AtomicU64 = AtomicU64::new(0);
/// What tokio gives its workers.
const STACK_BYTES: usize = 2 << 20;

#[test]
fn no_bytes_end_the_process_or_lead_the_ledger_astray() {
    let work = || {
        let mut verdicts = Verdicts::new();
        for seed in seeds(cases(20_000, 10_000_000) / BATCH) {
            AT.store(seed, Ordering::Relaxed);
            batch(seed, &mut verdicts);
        }
        verdicts
    };
    let _turn = turn();
    let life = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap();
    let verdicts = life.join().unwrap_or_else(|_| panic!("SEED={}", AT.load(Ordering::Relaxed)));
    println!("{verdicts:?}");
    let [most_us, over] = [&MOST_US, &OVER_GOAL].map(|it| it.load(Ordering::Relaxed));
    println!(
        "figure: fuzz: {} cases: 0 aborts, at most {} KiB over the input and {most_us} us of processor for \
         one of them; {over} took more than {GOAL_US} us",
        cases(20_000, 10_000_000),
        MOST_BYTES.load(Ordering::Relaxed) >> 10,
    );
    assert!(most_us <= SLACK * GOAL_US, "one took {most_us} us of processor");
    let taken = verdicts.get("taken").copied().unwrap_or(0);
    assert!(taken > 300 || std::env::var_os("SEED").is_some(), "hardly anything was let in: {verdicts:?}");
}

/// Counts every byte that is asked for and given back.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;
/// What the handling of one input may take beside it.
const OVER_BYTES_MAX: usize = 16 << 20;
/// The most that any did, and the longest that any took.
static MOST_BYTES: AtomicUsize = AtomicUsize::new(0);
static MOST_US: AtomicU64 = AtomicU64::new(0);
/// Processor time that the handling of one input should not pass, how often it was passed, and how far it never may be: a
/// processor that is shared, or emulated, is not ours to judge.
const GOAL_US: u64 = 50_000;
const SLACK: u64 = 10;
static OVER_GOAL: AtomicU64 = AtomicU64::new(0);
/// Memory is counted for the whole process, so the tests of this program go one after the other.
static TURN: Mutex<()> = Mutex::new(());

pub(crate) fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does the work of one input of so many bytes, and holds it to what it may take.
fn weighed<R>(input: usize, work: impl FnOnce() -> R) -> R {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let began = thread_us();
    let result = work();
    let took = thread_us() - began;
    MOST_US.fetch_max(took, Ordering::Relaxed);
    OVER_GOAL.fetch_add(u64::from(took > GOAL_US), Ordering::Relaxed);
    let over = MEMORY.peak_usage().saturating_sub(before + input);
    assert!(over <= OVER_BYTES_MAX, "{over} bytes over an input of {input}");
    MOST_BYTES.fetch_max(over, Ordering::Relaxed);
    result
}

/// Processor time of this thread: what others do beside it is not in it.
fn thread_us() -> u64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as u64 * 1_000_000 + now.tv_nsec as u64 / 1_000
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
            1..=3 => {
                table.offer(frame(&update, &corpus, &mut chance));
                if chance.one_in(4) {
                    table.sync();
                }
            }
            4 => {
                let frame = frame(&update, &corpus, &mut chance);
                weighed(frame.len(), || {
                    replica.handle(ReplicaFact::Received { frame }, &mut Vec::new());
                });
            }
            _ => *verdicts.entry(weighed(update.len(), || side.offer(&update))).or_default() += 1,
        }
        side.check(seed, case);
    }
    table.check(seed);
}

pub(crate) fn frame(update: &[u8], corpus: &Corpus, chance: &mut Chance) -> Bytes {
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
            let reopened = Ledger::new(DocumentKind::Chapter).take_stored(&scanned, &self.limits);
            assert_eq!(reopened, Ok(()), "opening again, seed {seed}, case {case}");
        }
    }
}

/// A room with one editor and a disk that takes its time, so that several updates become one batch.
struct Table {
    room: Room,
    link: u64,
    now_ms: u64,
    journal: Vec<RoomRecord>,
    on_its_way: bool,
}

impl Table {
    fn new() -> Self {
        let room = Room::open(config(), Opening::default()).unwrap();
        let mut table = Self { room, link: 0, now_ms: 0, journal: Vec::new(), on_its_way: false };
        table.join();
        table
    }

    fn join(&mut self) {
        self.link += 1;
        let guest = Guest {
            seat: SeatId::from_random([7; 16]),
            name: "Ghana".to_owned(),
            appears: manual::seat::Appears::AsSeat,
            may: Right::Edit.into(),
            dialect: Dialect::Chancery,
            writer: 1,
            tagger: collab::binding::TagKey::of("secret").within(manual::id::DocumentId::from_bytes([3; 16])),
        };
        self.handle(Fact::Joined { link: self.link, guest });
    }

    fn offer(&mut self, frame: Bytes) {
        weighed(frame.len(), || self.handle(Fact::Received { link: self.link, frame }));
    }

    /// What is on its way becomes durable, and the next batch, until there is none.
    fn sync(&mut self) {
        while std::mem::take(&mut self.on_its_way) {
            self.handle(Fact::Persisted { seq: self.journal.len() as u64 });
        }
    }

    fn handle(&mut self, fact: Fact) {
        self.now_ms += 1;
        let mut effects = Vec::new();
        self.room.handle(self.now_ms, fact, &mut effects);
        for effect in effects {
            match effect {
                Effect::Persist { records, .. } => {
                    self.journal.extend(records);
                    self.on_its_way = true;
                }
                Effect::Close { .. } => self.join(),
                Effect::Reload | Effect::Unusable => panic!("an update was let in that yrs could not take"),
                _ => {}
            }
        }
    }

    /// The journal gives back what the room has.
    fn check(&mut self, seed: u64) {
        self.sync();
        let live = state(&mut self.room);
        let updates = self.journal.iter().filter_map(|record| match record {
            RoomRecord::Update { update, .. } => Some(update.clone()),
            RoomRecord::Bind { .. } => None,
        });
        let opening = Opening { updates: updates.collect(), ..Opening::default() };
        let mut again =
            Room::open(config(), opening).unwrap_or_else(|refused| panic!("seed {seed}: {refused}"));
        let stored = state(&mut again);
        assert_eq!(extent(&stored), extent(&live), "seed {seed}");
    }
}

pub(crate) fn config() -> RoomConfig {
    RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_random([1; 16]),
        limits: Limits { gather_ms_max: 0, ..Limits::default() },
        mode: collab::room::ModeNow::default(),
    }
}

pub(crate) fn state(room: &mut Room) -> Vec<u8> {
    let mut effects = Vec::new();
    room.handle(u64::MAX / 2, Fact::Read { ask: 1 }, &mut effects);
    let state = effects
        .into_iter()
        .find_map(|it| if let Effect::State { state, .. } = it { Some(state) } else { None });
    state.expect("a room at rest answers at once")
}

/// What a state holds: clocks, deleted units, and the body as it is shown.
fn extent(state: &[u8]) -> (BTreeMap<u64, u32>, BTreeSet<(u64, u32)>, String) {
    let mut document = Document::new(0);
    document.apply(state).expect("an own state");
    let deleted = document.deleted().into_iter();
    let deleted = deleted
        .flat_map(|span| (span.start..span.end.min(span.start + 1_000)).map(move |at| (span.client, at)));
    let shown = document.read(|txn| {
        let pieces = txn.get_text("body").map(|body| body.diff(txn, YChange::identity)).unwrap_or_default();
        let shown = pieces.iter().map(|piece| match piece.insert.to_json(txn) {
            Any::String(text) => text.to_string(),
            other => serde_json::to_value(other).unwrap().to_string(), // with its keys in order
        });
        shown.collect()
    });
    (document.clocks().into_iter().collect(), deleted.collect(), shown)
}
