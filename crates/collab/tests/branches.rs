//! Worlds in which seats write in a chapter, propose, go on in their branches, and proposals are merged at any moment, some
//! twice and some brought by two: at the end every character that anybody typed is in the chapter exactly once, in its run's
//! order, unless somebody deleted it. Every character is another one, so that it can be counted.
//! 200 worlds, or 2,000 with `CHANCERY_PROVE=1`; one again with `SEED=n`.

#![expect(clippy::unwrap_used, reason = "an answer that is not as expected fails the test, helpers included")]

#[expect(dead_code, reason = "other test programs use the rest")]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use collab::binding::{Binding, Owner};
use collab::bouncer::DocumentKind;
use collab::branch;
use collab::code::Code;
use collab::limits::Limits;
use collab::room::{Author, Effect, Fact, ModeNow, Opening, Room, RoomConfig, RoomRecord};
use common::{Chance, cases, seeds};
use manual::document::Document;
use manual::id::{Epoch, SeatId};
use yrs::{GetString, Map, MapPrelim, Text, WriteTxn};

const SEATS: usize = 3;
/// The first of the characters that are typed, each once.
const FIRST: u32 = 0x4e00;

fn seat(n: usize) -> SeatId {
    SeatId::from_random([n as u8 + 1; 16])
}

fn author(n: usize) -> Author {
    Author::Seat { seat: seat(n), writer: n as u32 + 1 }
}

fn config(kind: DocumentKind) -> RoomConfig {
    let limits = Limits { gather_ms_max: 0, ..Limits::default() };
    RoomConfig { kind, epoch: Epoch::from_random([9; 16]), limits, mode: ModeNow::default() }
}

/// A document with its journal: a room without links.
struct Kept {
    kind: DocumentKind,
    journal: Vec<RoomRecord>,
    bindings_of_chapter: Vec<Binding>,
}

impl Kept {
    fn opening(&self) -> Opening {
        let mut opening = Opening { bindings: self.bindings_of_chapter.clone(), ..Opening::default() };
        for record in &self.journal {
            match record {
                RoomRecord::Bind { client, owner, .. } => {
                    opening.bindings.push(Binding { client: *client, owner: *owner, seq: 1 });
                }
                RoomRecord::Update { update, .. } => opening.updates.push(update.clone()),
            }
        }
        opening.seq = self.journal.len() as u64;
        opening
    }

    fn document(&self) -> Document {
        let mut document = Document::new(1);
        for update in self.opening().updates {
            document.apply(&update).unwrap();
        }
        document
    }

    /// Has an update taken in for an author, as the service does.
    fn take(&mut self, update: Vec<u8>, author: Author) -> Result<(), Code> {
        let mut room = Room::open(config(self.kind), self.opening()).unwrap();
        let mut effects = Vec::new();
        room.handle(0, Fact::Command { ask: 1, update, author: Some(author) }, &mut effects);
        for effect in effects {
            match effect {
                Effect::Persist { records, .. } => self.journal.extend(records),
                Effect::Failed { code, .. } => return Err(code),
                other => panic!("{other:?}"),
            }
        }
        Ok(())
    }
}

/// A seat's page: a replica, and what of it nobody has yet.
struct Page {
    seat: usize,
    document: Document,
    pending: Vec<Vec<u8>>,
}

struct Branch {
    seat: usize,
    base: Document,
    kept: Kept,
    merged: bool,
}

struct World {
    chance: Chance,
    seed: u64,
    chapter: Kept,
    branches: Vec<Branch>,
    pages: Vec<Page>,
    clients: u64,
    /// The runs that were typed.
    typed: Vec<Vec<char>>,
    next: u32,
    marks: u32,
    deleted: BTreeSet<char>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut first = Document::new(2);
        let seed_update = first.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            body.insert_embed(txn, 0, MapPrelim::default()).insert(txn, "id", "first");
        });
        let update = Bytes::from(seed_update.1.unwrap());
        let journal = vec![RoomRecord::Update { writer: 0, update }];
        let chapter = Kept { kind: DocumentKind::Chapter, journal, bindings_of_chapter: Vec::new() };
        Self {
            chance: Chance::new(seed),
            seed,
            chapter,
            branches: Vec::new(),
            pages: Vec::new(),
            clients: 100,
            typed: Vec::new(),
            next: FIRST,
            marks: 1,
            deleted: BTreeSet::new(),
        }
    }

    /// A page over a document, with a client id of its own.
    fn page(&mut self, seat: usize, of: &Document) -> Page {
        self.clients += 1 + self.chance.below(1000) as u64;
        let mut document = Document::new(self.clients);
        document.apply(&of.state()).unwrap();
        Page { seat, document, pending: Vec::new() }
    }

    fn edit(&mut self, page: &mut Page) {
        let body = page.document.doc().get_or_insert_text("body");
        let length = page.document.read(|txn| body.len(txn));
        let update = match self.chance.below(5) {
            0 if length > 1 => self.delete(page, length),
            1 => {
                self.marks += 1;
                let (at, id) = (1 + self.chance.below(length as usize) as u32, format!("mark{}", self.marks));
                let made = page.document.edit(|txn| {
                    let body = txn.get_or_insert_text("body");
                    body.insert_embed(txn, at, MapPrelim::default()).insert(txn, "id", id);
                });
                made.1
            }
            _ => {
                let run: Vec<char> = (0..1 + self.chance.below(4) as u32)
                    .map(|n| char::from_u32(self.next + n).unwrap())
                    .collect();
                self.next += run.len() as u32;
                let (at, words) =
                    (1 + self.chance.below(length as usize) as u32, run.iter().collect::<String>());
                self.typed.push(run);
                page.document.edit(|txn| txn.get_or_insert_text("body").insert(txn, at, &words)).1
            }
        };
        page.pending.extend(update);
    }

    fn delete(&mut self, page: &mut Page, length: u32) -> Option<Vec<u8>> {
        let at = 1 + self.chance.below(length as usize - 1) as u32;
        let count = (1 + self.chance.below(3) as u32).min(length - at);
        let before: BTreeSet<char> = characters(&page.document).into_iter().collect();
        let update = page.document.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, at, count)).1;
        let after: BTreeSet<char> = characters(&page.document).into_iter().collect();
        self.deleted.extend(before.difference(&after));
        update
    }

    fn step(&mut self) {
        match self.chance.below(10) {
            // Somebody opens the chapter, writes, and it goes in.
            0..=3 => {
                let seat = self.chance.below(SEATS);
                let mut page = self.page(seat, &self.chapter.document());
                for _ in 0..1 + self.chance.below(4) {
                    self.edit(&mut page);
                }
                if self.chance.one_in(4) {
                    self.pages.push(page); // offline, for later
                } else {
                    self.send(page);
                }
            }
            // Who was offline comes back: into the chapter, or refused and proposed.
            4 => {
                if let Some(at) = self.chance.below(self.pages.len() + 1).checked_sub(1) {
                    let page = self.pages.swap_remove(at);
                    self.send(page);
                }
            }
            5 | 6 => {
                if let Some(at) = self.chance.below(self.pages.len() + 1).checked_sub(1) {
                    let page = self.pages.swap_remove(at);
                    let twice = self.chance.one_in(4);
                    for _ in 0..1 + usize::from(twice) {
                        self.propose(&page);
                    }
                }
            }
            // The seat goes on in its branch.
            7 => {
                let open: Vec<usize> =
                    (0..self.branches.len()).filter(|at| !self.branches[*at].merged).collect();
                if let Some(at) = self.chance.below(open.len() + 1).checked_sub(1).map(|at| open[at]) {
                    let (seat, document) = (self.branches[at].seat, self.branches[at].kept.document());
                    let mut page = self.page(seat, &document);
                    self.edit(&mut page);
                    for update in page.pending {
                        self.branches[at].kept.take(update, author(seat)).unwrap();
                    }
                }
            }
            _ => {
                if let Some(at) = self.chance.below(self.branches.len() + 1).checked_sub(1) {
                    self.merge(at); // merged already or not
                }
            }
        }
    }

    fn send(&mut self, page: Page) {
        for update in page.pending {
            self.chapter.take(update, author(page.seat)).unwrap();
        }
    }

    fn propose(&mut self, page: &Page) {
        let update = yrs::merge_updates_v1(&page.pending).unwrap();
        let opening = self.chapter.opening();
        let bindings = opening.bindings.clone();
        let begun =
            branch::begin(config(DocumentKind::Chapter), opening, Some(update.into()), author(page.seat));
        let begun = begun.unwrap();
        let mut base = Document::new(1);
        base.apply(&begun.base).unwrap();
        let seed = RoomRecord::Update { writer: 0, update: begun.base.into() };
        let journal = [seed].into_iter().chain(begun.records).collect();
        let kept = Kept { kind: DocumentKind::Proposal, journal, bindings_of_chapter: bindings };
        self.branches.push(Branch { seat: page.seat, base, kept, merged: false });
    }

    fn merge(&mut self, at: usize) {
        let branch = &self.branches[at];
        let own = branch::own(&branch.base, &branch.kept.document()).unwrap();
        let author = author(branch.seat);
        let before = self.chapter.journal.len();
        if let Some(update) = own {
            let merged = self.chapter.take(update, author.clone());
            assert_eq!(merged, Ok(()), "seed {}", self.seed);
        }
        if self.branches[at].merged {
            assert_eq!(self.chapter.journal.len(), before, "seed {}: merged twice", self.seed);
        }
        self.branches[at].merged = true;
        let updates = self.chapter.journal[before..].iter();
        let updates = updates.filter(|record| matches!(record, RoomRecord::Update { .. }));
        for (n, record) in updates.enumerate() {
            let RoomRecord::Update { writer, .. } = record else { continue };
            assert_eq!((n, *writer), (0, author.told_writer()), "one update, the author's");
        }
    }

    fn check(&self) {
        let seed = self.seed;
        let document = self.chapter.document();
        assert!(document.is_whole(), "seed {seed}");
        let shown = characters(&document);
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for c in &shown {
            *counts.entry(*c).or_default() += 1;
        }
        for run in &self.typed {
            let kept: Vec<char> = run.iter().copied().filter(|c| !self.deleted.contains(c)).collect();
            for c in run {
                let expected = usize::from(!self.deleted.contains(c));
                assert_eq!(counts.remove(c).unwrap_or(0), expected, "seed {seed}: {c}");
            }
            let stands: Vec<char> = shown.iter().copied().filter(|c| kept.contains(c)).collect();
            assert_eq!(stands, kept, "seed {seed}: the order of a run");
        }
        assert!(counts.is_empty(), "seed {seed}: what nobody typed");
        // Whose everything is: the author's, whoever merged.
        let owners = self.chapter.opening().bindings.into_iter();
        let owners: BTreeMap<u64, Owner> = owners.map(|bound| (bound.client, bound.owner)).collect();
        for branch in &self.branches {
            for record in &branch.kept.journal {
                if let RoomRecord::Bind { client, owner, .. } = record {
                    assert_eq!(owners.get(client), Some(owner), "seed {seed}: client {client}");
                }
            }
        }
    }
}

fn characters(document: &Document) -> Vec<char> {
    let body = document.doc().get_or_insert_text("body");
    let text = document.read(|txn| body.get_string(txn));
    text.chars().filter(|c| *c as u32 >= FIRST && *c != '\u{fffc}').collect()
}

#[test]
fn what_is_proposed_comes_into_the_chapter_once_whatever_happens_there() {
    let (mut branches, mut typed) = (0, 0);
    for seed in seeds(cases(200, 2_000)) {
        let mut world = World::new(seed);
        for _ in 0..60 {
            world.step();
        }
        for page in std::mem::take(&mut world.pages) {
            world.propose(&page);
        }
        for at in 0..world.branches.len() {
            world.merge(at);
        }
        world.check();
        branches += world.branches.len();
        typed += world.typed.iter().map(Vec::len).sum::<usize>();
    }
    println!("{branches} proposals, {typed} characters");
}

#[test]
fn other_words_under_ids_that_are_taken_are_not_taken_for_merged() {
    let mut world = World::new(1);
    let chapter = world.chapter.document();
    let mut page = world.page(0, &chapter);
    let mut same = Document::new(world.clients);
    same.apply(&chapter.state()).unwrap();
    let first = page.document.edit(|txn| txn.get_or_insert_text("body").insert(txn, 1, "early")).1.unwrap();
    let other = same.edit(|txn| txn.get_or_insert_text("body").insert(txn, 1, "later, and more")).1.unwrap();
    page.pending.push(other);
    world.propose(&page);
    world.chapter.take(first.clone(), author(0)).unwrap();
    let own = branch::own(&world.branches[0].base, &world.branches[0].kept.document()).unwrap().unwrap();
    assert_eq!(world.chapter.take(own, author(0)), Err(Code::Conflict));
    assert_eq!(world.chapter.take(first, author(0)), Ok(()));
    // And what another seat has taken an id for meanwhile is not given to the author.
    let mut world = World::new(2);
    let chapter = world.chapter.document();
    let page = Page { seat: 0, document: Document::new(7777), pending: Vec::new() };
    let mut pens = [0, 1].map(|_| {
        let mut pen = Document::new(7777);
        pen.apply(&chapter.state()).unwrap();
        pen
    });
    let words = pens
        .each_mut()
        .map(|pen| pen.edit(|txn| txn.get_or_insert_text("body").insert(txn, 1, "mine")).1.unwrap());
    let [mine, theirs] = words;
    world.propose(&Page { pending: vec![mine], ..page });
    world.chapter.take(theirs, author(1)).unwrap();
    let more = pens[0].edit(|txn| txn.get_or_insert_text("body").insert(txn, 5, " too")).1.unwrap();
    world.branches[0].kept.take(more, author(0)).unwrap();
    let own = branch::own(&world.branches[0].base, &world.branches[0].kept.document()).unwrap().unwrap();
    assert_eq!(world.chapter.take(own, author(0)), Err(Code::Foreign));
}
