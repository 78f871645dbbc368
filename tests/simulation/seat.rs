//! One capital: a replica, what its person did, and what it was told is saved. Keeps the account that the promise is
//! checked against.

use std::collections::HashSet;

use bytes::Bytes;
use collab::limits::Limits;
use collab::replica::{Replica, ReplicaEffect, ReplicaFact};
use collab::room::LinkId;
use manual::document::{Document, Span};
use manual::id::SeatId;
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
}

pub(crate) struct Seat {
    pub(crate) name: String,
    pub(crate) id: SeatId,
    pub(crate) replica: Replica,
    pub(crate) client: u64,
    pub(crate) link: Option<LinkId>,
    /// Everything done here, also before the page was loaded again.
    pub(crate) edits: Vec<Edit>,
    /// Edits made before this replica was opened.
    earlier: usize,
}

impl Seat {
    pub(crate) fn new(name: &str, number: u8) -> Self {
        let client = u64::from(number) * 1000;
        Self {
            name: name.to_owned(),
            id: SeatId::from_random([number; 16]),
            replica: Replica::new(Document::new(client), Limits::default()),
            client,
            link: None,
            edits: Vec::new(),
            earlier: 0,
        }
    }

    /// The page is loaded again: what was on the device is there, under a fresh client id.
    pub(crate) fn reload(&mut self) {
        self.client += 1;
        self.earlier = self.edits.len();
        let mut document = Document::new(self.client);
        document.apply(&self.replica.document().state()).expect("an own state");
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
        self.edit(vec![], vec![], |txn| {
            let body = txn.get_or_insert_text("body");
            let value = if strong { Any::from(true) } else { Any::Null };
            body.format(txn, at as u32, len as u32, [("strong".into(), value)].into());
        })
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
            self.edits.push(Edit { client: self.client, clock, typed, deleted, deleted_spans, saved: false });
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

    pub(crate) fn shows(&self) -> String {
        self.units().into_iter().flatten().collect()
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
