//! One capital: a replica, what its person did, and what it was told is saved. Keeps the account that the promise is
//! checked against.

use std::collections::HashSet;

use bytes::Bytes;
use collab::limits::Limits;
use collab::replica::{Replica, ReplicaEffect, ReplicaFact};
use collab::room::{AskId, Dialect, LinkId};
use manual::document::{Document, Span};
use manual::id::SeatId;
use manual::rights::Right;
use yrs::types::text::YChange;
use yrs::{Any, MapPrelim, Out, ReadTxn, Text, WriteTxn};

/// Something a person did.
pub(crate) struct Edit {
    pub(crate) client: u64,
    /// One past the last clock it used.
    pub(crate) clock: u32,
    pub(crate) typed: Vec<char>,
    pub(crate) deleted: Vec<char>,
    pub(crate) deleted_spans: Vec<Span>,
    /// Its author was told that it is durable.
    pub(crate) saved: bool,
    /// The device lost it before it was kept, or its author left: the chapter may have it, and need not.
    pub(crate) given_up: bool,
    /// What it deletes nobody promised to delete.
    pub(crate) tidies: bool,
}

/// Edits that go in as a proposal, since their client ids are over.
pub(crate) struct Proposal {
    pub(crate) update: Vec<u8>,
    edits: Vec<usize>,
    /// Under this name the room was asked.
    pub(crate) ask: Option<AskId>,
}

pub(crate) struct Seat {
    pub(crate) name: String,
    pub(crate) id: SeatId,
    pub(crate) dialect: Dialect,
    pub(crate) replica: Replica,
    pub(crate) client: u64,
    /// The journal's number of whoever holds the seat.
    pub(crate) writer: u32,
    pub(crate) right: Right,
    /// The mode's position when this page was opened.
    pub(crate) since: u64,
    pub(crate) link: Option<LinkId>,
    /// Everything done here, also before the page was loaded again.
    pub(crate) edits: Vec<Edit>,
    pub(crate) proposals: Vec<Proposal>,
    /// Edits made before this replica was opened.
    earlier: usize,
    /// What the device keeps: a state, and how many edits are in it.
    kept: (Vec<u8>, usize),
}

impl Seat {
    pub(crate) fn new(name: &str, number: u8) -> Self {
        let client = u64::from(number) * 1000;
        Self {
            name: name.to_owned(),
            id: SeatId::from_random([number; 16]),
            dialect: if number.is_multiple_of(2) { Dialect::Stock } else { Dialect::Chancery },
            replica: Replica::new(Document::new(client), Limits::default()),
            client,
            writer: u32::from(number),
            right: Right::Edit,
            since: 0,
            link: None,
            edits: Vec::new(),
            proposals: Vec::new(),
            earlier: 0,
            kept: (Document::new(client).state(), 0),
        }
    }

    /// The device keeps what the page has.
    pub(crate) fn keep(&mut self) {
        self.kept = (self.replica.document().state(), self.edits.len());
    }

    /// The page is loaded again: what was on the device is there, under a fresh client id.
    pub(crate) fn reload(&mut self) {
        self.keep();
        self.client += 1;
        self.open();
    }

    /// The page is gone in the middle of something, with all that the device had not kept yet.
    pub(crate) fn crash(&mut self, client: u64) {
        let kept = self.kept.1;
        self.edits[kept..].iter_mut().filter(|edit| !edit.saved).for_each(|edit| edit.given_up = true);
        self.client = client;
        self.open();
    }

    /// Somebody else holds the seat, on a device of their own; whoever held it takes along what was not saved.
    pub(crate) fn hand_over(&mut self, writer: u32) {
        self.edits.iter_mut().filter(|edit| !edit.saved).for_each(|edit| edit.given_up = true);
        self.proposals.clear();
        self.writer = writer;
        self.open_empty();
    }

    /// The client ids of this page are over: what waits becomes a proposal, as far as the chapter lacks it.
    pub(crate) fn set_aside(&mut self, durable: &Document) {
        let proposed: HashSet<usize> = self.proposals.iter().flat_map(|it| &it.edits).copied().collect();
        let waits = |(n, edit): (usize, &Edit)| {
            (!edit.saved && !edit.given_up && !proposed.contains(&n)).then_some(n)
        };
        let edits: Vec<usize> = self.edits.iter().enumerate().filter_map(waits).collect();
        if !edits.is_empty() {
            let update = self.replica.document().diff(&durable.state_vector()).expect("an own state vector");
            self.proposals.push(Proposal { update, edits, ask: None });
        }
        self.open_empty();
    }

    /// A proposal is in the chapter.
    pub(crate) fn merged(&mut self, ask: AskId) {
        for proposal in self.proposals.extract_if(.., |it| it.ask == Some(ask)) {
            proposal.edits.iter().for_each(|edit| self.edits[*edit].saved = true);
        }
    }

    fn open_empty(&mut self) {
        self.client += 1;
        self.kept = (Document::new(self.client).state(), self.edits.len());
        self.open();
    }

    fn open(&mut self) {
        self.earlier = self.edits.len();
        let mut document = Document::new(self.client);
        document.apply(&self.kept.0).expect("an own state");
        self.replica = Replica::new(document, Limits::default());
    }

    pub(crate) fn types(&mut self, at: usize, words: &str) -> Vec<ReplicaEffect> {
        self.edit(words.chars().collect(), vec![], |txn| {
            let body = txn.get_or_insert_text("body");
            body.insert(txn, at as u32, words);
        })
    }

    pub(crate) fn deletes(&mut self, at: usize, len: usize) -> Vec<ReplicaEffect> {
        let deleted = self.units().into_iter().skip(at).take(len).flatten().collect();
        self.edit(vec![], deleted, |txn| {
            let body = txn.get_or_insert_text("body");
            body.remove_range(txn, at as u32, len as u32);
        })
    }

    pub(crate) fn makes_strong(&mut self, at: usize, len: usize, strong: bool) -> Vec<ReplicaEffect> {
        let made = self.edits.len();
        let effects = self.edit(vec![], vec![], |txn| {
            let body = txn.get_or_insert_text("body");
            let value = if strong { Any::from(true) } else { Any::Null };
            body.format(txn, at as u32, len as u32, [("strong".into(), value)].into());
        });
        // A stock client tidies marks away unasked, and where it may not write that is passed over in silence (U4).
        if self.dialect == Dialect::Stock {
            self.edits[made..].iter_mut().for_each(|edit| edit.tidies = true);
        }
        effects
    }

    pub(crate) fn presses_enter(&mut self, at: usize) -> Vec<ReplicaEffect> {
        let id = format!("{}-{}", self.client, self.edits.len());
        self.edit(vec![], vec![], |txn| {
            let body = txn.get_or_insert_text("body");
            body.insert_embed(txn, at as u32, MapPrelim::from([("id", id), ("kind", "p".to_owned())]));
        })
    }

    fn edit(
        &mut self,
        typed: Vec<char>,
        deleted: Vec<char>,
        change: impl FnOnce(&mut yrs::TransactionMut<'_>),
    ) -> Vec<ReplicaEffect> {
        let (made, _) = self.replica.edits();
        let before: HashSet<_> = units(self.replica.document().deleted()).collect();
        let mut effects = Vec::new();
        self.replica.edit(&mut effects, change);
        if self.replica.edits().0 > made {
            let clock = self.replica.document().clocks().get(&self.client).copied().unwrap_or(0);
            let deleted_spans = units(self.replica.document().deleted())
                .filter(|unit| !before.contains(unit))
                .map(|(client, clock)| Span { client, start: clock, end: clock + 1 })
                .collect();
            self.edits.push(Edit {
                client: self.client,
                clock,
                typed,
                deleted,
                deleted_spans,
                saved: false,
                given_up: false,
                tidies: false,
            });
        }
        effects
    }

    pub(crate) fn hears(&mut self, frame: Bytes) -> Vec<ReplicaEffect> {
        self.told(ReplicaFact::Received { frame })
    }

    pub(crate) fn told(&mut self, fact: ReplicaFact) -> Vec<ReplicaEffect> {
        let mut effects = Vec::new();
        self.replica.handle(fact, &mut effects);
        for effect in &effects {
            if let ReplicaEffect::Saved { edits } = effect {
                let upto = self.earlier + *edits as usize;
                self.edits[self.earlier..upto].iter_mut().for_each(|edit| edit.saved = true);
            }
        }
        effects
    }

    /// Units of the body: a character, or something else.
    pub(crate) fn units(&self) -> Vec<Option<char>> {
        units_of(self.replica.document())
    }
}

/// Units of a document's body: a character, or something else.
pub(crate) fn units_of(document: &Document) -> Vec<Option<char>> {
    document.read(|txn| {
        let Some(body) = txn.get_text("body") else { return Vec::new() };
        let pieces = body.diff(txn, YChange::identity).into_iter();
        pieces
            .flat_map(|piece| match piece.insert {
                Out::Any(Any::String(text)) => text.chars().map(Some).collect(),
                _ => vec![None],
            })
            .collect()
    })
}

/// Every unit of these spans.
pub(crate) fn units(spans: Vec<Span>) -> impl Iterator<Item = (u64, u32)> {
    spans.into_iter().flat_map(|span| (span.start..span.end).map(move |clock| (span.client, clock)))
}
