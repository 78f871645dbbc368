//! The bouncer and the ledger against yrs: what one says of an update's bytes, the other does with them.
//! Run one world with `SEED=n`; the full numbers with `CHANCERY_PROVE=1`.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeMap;

use collab::bouncer::{DocumentKind, Scan, scan, scan_state_vector};
use collab::ledger::{Judgement, Ledger};
use collab::limits::Limits;
use common::{Chance, Writers, cases, seeds};
use manual::document::{Document, Span};
use yrs::updates::decoder::Decode;
use yrs::{GetString, IdSet, ReadTxn, StateVector, Update};

const EDITS: usize = 60;

/// Ranges by client, joined and in order, to compare two lists of them.
fn normal(spans: impl IntoIterator<Item = Span>) -> BTreeMap<u64, Vec<(u32, u32)>> {
    let mut by_client: BTreeMap<u64, Vec<(u32, u32)>> = BTreeMap::new();
    for span in spans {
        by_client.entry(span.client).or_default().push((span.start, span.end));
    }
    for ranges in by_client.values_mut() {
        ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (start, end) in ranges.drain(..) {
            match joined.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => joined.push((start, end)),
            }
        }
        *ranges = joined;
    }
    by_client
}

fn spans(set: &IdSet) -> Vec<Span> {
    set.iter()
        .flat_map(|(client, ranges)| {
            ranges.iter().map(|range| Span { client: client.get(), start: range.start, end: range.end })
        })
        .collect()
}

/// All sorts of updates of one world: single edits, several merged, states and differences.
fn assorted(seed: u64) -> Vec<Vec<u8>> {
    let mut writers = Writers::seeded(seed);
    let mut chance = Chance::new(seed ^ 1);
    let singles = writers.write(EDITS);
    let mut all = singles.clone();
    for chunk in singles.chunks(1 + chance.below(9)) {
        all.extend(yrs::merge_updates_v1(chunk));
    }
    let gappy: Vec<_> = singles.iter().filter(|_| !chance.one_in(4)).collect();
    all.extend(yrs::merge_updates_v1(gappy));
    all.push(writers.documents[0].state());
    all.extend(writers.documents[1].diff(&writers.documents[2].state_vector()));
    writers.settle();
    all.push(writers.documents[0].state());
    all
}

#[test]
fn a_scan_finds_the_runs_and_deletions_that_yrs_finds() {
    let limits = Limits::default();
    for seed in seeds(cases(60, 2_000)) {
        for update in assorted(seed) {
            let scanned =
                scan(&update, &limits).unwrap_or_else(|code| panic!("seed {seed}: {code:?} {update:?}"));
            let decoded = Update::decode_v1(&update).expect("an honest update");
            assert_eq!(
                normal(scanned.runs().iter().copied()),
                normal(spans(&decoded.insertions(true))),
                "runs, seed {seed}"
            );
            assert_eq!(
                normal(scanned.deletes().iter().copied()),
                normal(spans(decoded.delete_set())),
                "deletions, seed {seed}"
            );
        }
    }
}

#[test]
fn a_scan_of_a_state_vector_finds_what_yrs_finds() {
    for seed in seeds(cases(60, 2_000)) {
        let mut writers = Writers::seeded(seed);
        writers.write(EDITS);
        let bytes = writers.documents[0].state_vector();
        let pairs: BTreeMap<u64, u32> =
            scan_state_vector(&bytes, &Limits::default()).unwrap().into_iter().collect();
        let decoded = StateVector::decode_v1(&bytes).unwrap();
        let expected: BTreeMap<u64, u32> =
            decoded.iter().map(|(client, clock)| (client.get(), *clock)).collect();
        assert_eq!(pairs, expected, "seed {seed}");
    }
}

#[test]
fn a_part_of_an_update_is_what_yrs_makes_of_it() {
    let limits = Limits::default();
    for seed in seeds(cases(60, 2_000)) {
        let mut chance = Chance::new(seed ^ 2);
        for update in assorted(seed) {
            let scanned = scan(&update, &limits).expect("an honest update");
            let decoded = Update::decode_v1(&update).expect("an honest update");
            let odd = chance.next();
            let keep = |client: u64| !(client ^ odd).is_multiple_of(3);
            let known = |client: u64| ((client ^ odd) % 7 * 5) as u32;
            check_part(&scanned, &decoded, keep, known, seed);
            assert_eq!(
                scanned.only(|_| true, |_| u32::MAX).map(|all| Update::decode_v1(&all).unwrap()),
                (!decoded.is_empty()).then_some(decoded),
                "the whole, seed {seed}"
            );
        }
    }
}

fn check_part(
    scanned: &Scan<'_>,
    decoded: &Update,
    keep: impl Fn(u64) -> bool,
    known: impl Fn(u64) -> u32,
    seed: u64,
) {
    let ends = decoded.insertions(true);
    let end = |client: u64| {
        let ranges = ends.iter().find(|(of, _)| of.get() == client).map(|(_, ranges)| ranges);
        ranges.and_then(|ranges| ranges.iter().map(|range| range.end).max()).unwrap_or(0)
    };
    let runs = spans(&ends).into_iter().filter(|span| keep(span.client));
    let deletes = spans(decoded.delete_set()).into_iter().filter_map(|span| {
        let limit =
            if keep(span.client) { end(span.client).max(known(span.client)) } else { known(span.client) };
        (span.start < limit).then(|| Span { end: span.end.min(limit), ..span })
    });
    let (runs, deletes) = (normal(runs), normal(deletes));
    match scanned.only(&keep, &known) {
        None => assert!(runs.is_empty() && deletes.is_empty(), "seed {seed}"),
        Some(part) => {
            let part = Update::decode_v1(&part).expect("a part of an honest update");
            assert_eq!(normal(spans(&part.insertions(true))), runs, "runs, seed {seed}");
            assert_eq!(normal(spans(part.delete_set())), deletes, "deletions, seed {seed}");
        }
    }
}

/// A document and its ledger, fed side by side as a room does it.
struct Side {
    document: Document,
    ledger: Ledger,
}

impl Side {
    fn new() -> Self {
        Self { document: Document::new(0), ledger: Ledger::new(DocumentKind::Chapter) }
    }

    /// The same, opened again from the stored state.
    fn reopened(&self) -> Self {
        let mut side = Self::new();
        let state = self.document.state();
        let scanned = scan(&state, &Limits::default()).expect("an own state");
        side.document.apply(&state).expect("an own state");
        side.ledger.record(&scanned, &[]);
        side.ledger.note_deleted(&side.document.deleted());
        side
    }

    fn judge(&self, update: &[u8]) -> Judgement {
        let limits = Limits::default();
        self.ledger
            .judge(&scan(update, &limits).expect("an honest update"), &limits)
            .expect("allowed content")
    }

    fn take(&mut self, update: &[u8]) {
        let deleted = self.document.apply(update).expect("an honest update");
        self.ledger.record(&scan(update, &Limits::default()).expect("an honest update"), &deleted);
        assert!(!self.document.has_gap());
    }

    /// What yrs does with the update, seen from outside.
    fn tried(&self, update: &[u8]) -> Tried {
        let mut copy = Document::new(0);
        copy.apply(&self.document.state()).expect("an own state");
        let before = clocks(&copy);
        let deleted_before = normal(copy.deleted());
        copy.apply(update).expect("an honest update");
        let after = clocks(&copy);
        let runs = spans(&Update::decode_v1(update).unwrap().insertions(true));
        let whole = runs.iter().all(|run| after.get(&run.client).is_some_and(|clock| *clock >= run.end));
        let pending = copy.has_gap();
        Tried {
            gap: !whole,
            delete_ahead: whole && pending,
            clients: after
                .iter()
                .filter(|(client, clock)| before.get(client).is_none_or(|old| old < clock))
                .map(|(client, _)| *client)
                .collect(),
            deletes: normal(copy.deleted()) != deleted_before,
        }
    }
}

#[derive(Debug)]
struct Tried {
    gap: bool,
    delete_ahead: bool,
    clients: Vec<u64>,
    deletes: bool,
}

fn clocks(document: &Document) -> BTreeMap<u64, u32> {
    document.read(|txn| txn.state_vector().iter().map(|(client, clock)| (client.get(), *clock)).collect())
}

fn check_judgement(side: &Side, update: &[u8], seed: u64) -> Judgement {
    let judged = side.judge(update);
    let tried = side.tried(update);
    match &judged {
        Judgement::Gap => assert!(tried.gap, "seed {seed}: {tried:?}"),
        Judgement::DeleteAhead => assert!(tried.delete_ahead, "seed {seed}: {tried:?}"),
        Judgement::NothingNew => {
            assert!(!tried.gap && !tried.delete_ahead && tried.clients.is_empty(), "seed {seed}: {tried:?}");
            assert!(!tried.deletes, "seed {seed}: {tried:?}");
        }
        Judgement::Tidying => {
            assert!(!tried.gap && tried.clients.is_empty() && tried.deletes, "seed {seed}: {tried:?}");
        }
        Judgement::Brings { clients } => {
            let mut clients = clients.clone();
            clients.sort_unstable();
            assert!(!tried.gap && !tried.delete_ahead, "seed {seed}: {tried:?}");
            assert_eq!(clients, tried.clients, "seed {seed}");
            assert!(tried.deletes || !clients.is_empty(), "seed {seed}");
        }
    }
    judged
}

#[test]
fn a_judgement_says_what_yrs_would_do() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in seeds(cases(40, 1_000)) {
        let mut chance = Chance::new(seed ^ 3);
        let mut side = Side::new();
        let mut waiting = assorted(seed);
        while !waiting.is_empty() {
            // Mostly in order; now and then from further on, which leaves gaps, or again.
            let at = if chance.one_in(3) { chance.below(waiting.len().min(8)) } else { 0 };
            let update = if chance.one_in(8) { waiting[at].clone() } else { waiting.remove(at) };
            let judged = check_judgement(&side, &update, seed);
            *seen.entry(name(&judged)).or_default() += 1;
            if matches!(judged, Judgement::Brings { .. } | Judgement::Tidying) {
                side.take(&update);
                assert_eq!(side.judge(&update), Judgement::NothingNew, "taken in, seed {seed}");
            }
            if chance.one_in(20) {
                side = side.reopened();
            }
        }
    }
    for name in ["gap", "nothing new", "brings"] {
        assert!(seen.get(name).is_some_and(|count| *count > 50), "{seen:?}");
    }
}

/// What stock Yjs 13.6.33 sent (`yjs.mjs`): all of it is let in, in the order of sending, and gives the same text.
#[test]
fn yjs_is_let_in() {
    let mut side = Side::new();
    let mut text = None;
    for line in include_str!("yjs.txt").lines() {
        let (kind, hex) = line.split_once(' ').unwrap();
        let digits = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(digits).collect();
        if kind == "text" {
            text = Some(String::from_utf8(bytes).unwrap());
            continue;
        }
        let judged = check_judgement(&side, &bytes, 0);
        match judged {
            Judgement::Brings { .. } | Judgement::Tidying => {
                assert_eq!(kind, "edit", "nothing else is news");
                side.take(&bytes);
            }
            Judgement::NothingNew => {}
            Judgement::Gap | Judgement::DeleteAhead => panic!("{kind}: {judged:?}"),
        }
    }
    let shown = side.document.read(|txn| txn.get_text("body").map(|body| body.get_string(txn)));
    assert!(text.is_some());
    assert_eq!(shown, text);
}

fn name(judged: &Judgement) -> &'static str {
    match judged {
        Judgement::NothingNew => "nothing new",
        Judgement::Tidying => "tidying",
        Judgement::Brings { .. } => "brings",
        Judgement::Gap => "gap",
        Judgement::DeleteAhead => "delete ahead",
    }
}
