//! One Yjs document as this service opens it: positions in UTF-16, no tidying of formats on its own, garbage collected.
//!
//! The only module that opens a yrs document or lets bytes into one. It never judges bytes: whoever calls
//! [`Document::apply`] has had them scanned (yrs aborts the process on some inputs; docs/decisions/0002).

use std::collections::HashMap;

use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, OffsetKind, Options, ReadTxn, StateVector, Transact, TransactionMut, Update};

/// A span of clocks of one client: `start..end`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub client: u64,
    pub start: u32,
    pub end: u32,
}

/// An opened document.
pub struct Document {
    doc: Doc,
}

/// Why bytes did not become part of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ApplyRefused {
    #[error("the bytes are not a v1 update")]
    Undecodable,
    #[error("the update could not be integrated")]
    NotIntegrated,
}

impl Document {
    /// An empty document whose own edits, if it makes any, carry `client`.
    pub fn new(client: u64) -> Self {
        let options = Options {
            offset_kind: OffsetKind::Utf16,
            skip_gc: false,
            cleanup_formatting: false, // F4: the journal's bytes are the only source of changes
            ..Options::with_client_id(yrs::block::ClientID::new(client))
        };
        Self { doc: Doc::with_options(options) }
    }

    /// Integrates a scanned v1 update and tells what it deleted, implied deletions included.
    ///
    /// # Errors
    /// The document may hold a part of the update afterwards only for [`ApplyRefused::NotIntegrated`]; the caller then
    /// drops it and loads its durable state again.
    pub fn apply(&mut self, update: &[u8]) -> Result<Vec<Span>, ApplyRefused> {
        let update = Update::decode_v1(update).map_err(|_| ApplyRefused::Undecodable)?;
        let mut txn = self.doc.transact_mut();
        txn.apply_update(update).map_err(|_| ApplyRefused::NotIntegrated)?;
        txn.commit();
        Ok(spans(txn.delete_set()))
    }

    /// Runs a local edit and returns its update, or `None` when nothing changed.
    pub fn edit<R>(&mut self, change: impl FnOnce(&mut TransactionMut<'_>) -> R) -> (R, Option<Vec<u8>>) {
        let mut txn = self.doc.transact_mut();
        let result = change(&mut txn);
        txn.commit();
        let update = txn.has_changes().then(|| txn.encode_update_v1());
        (result, update)
    }

    /// The client id that its own edits carry.
    pub fn client(&self) -> u64 {
        self.doc.client_id().get()
    }

    /// Reads under a transaction.
    pub fn read<R>(&self, view: impl FnOnce(&yrs::Transaction<'_>) -> R) -> R {
        view(&self.doc.transact())
    }

    /// The encoded state vector.
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// The clock known of each client: everything below it is in the document.
    pub fn clocks(&self) -> HashMap<u64, u32> {
        self.doc.transact().state_vector().iter().map(|(client, clock)| (client.get(), *clock)).collect()
    }

    /// What somebody with this (scanned) state vector lacks; `None` when the bytes are no state vector.
    /// Pending structs are never part of it.
    pub fn diff(&self, state_vector: &[u8]) -> Option<Vec<u8>> {
        let theirs = StateVector::decode_v1(state_vector).ok()?;
        Some(self.doc.transact().encode_diff_v1(&theirs))
    }

    /// The whole state as one update. Pending structs are never part of it.
    pub fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_diff_v1(&StateVector::default())
    }

    /// Whether something waits for an update that never came. A document in this state is never served or folded.
    pub fn has_gap(&self) -> bool {
        self.doc.transact().has_missing_updates()
    }

    /// Whether nothing is missing: nothing waits, and nothing was taken in behind a hole, as yrs does where an update
    /// does not rest on the missing one. As dear as encoding the state.
    pub fn is_whole(&self) -> bool {
        if self.has_gap() {
            return false;
        }
        let clocks = self.clocks(); // each up to its first hole
        let Ok(state) = Update::decode_v1(&self.state()) else { return false };
        let known = |span: &Span| clocks.get(&span.client).is_some_and(|clock| span.end <= *clock);
        spans(&state.insertions(true)).iter().all(known)
    }

    /// Everything deleted so far.
    pub fn deleted(&self) -> Vec<Span> {
        spans(&self.doc.transact().snapshot().delete_set)
    }

    /// The yrs document, for the modules of this crate that know its roots.
    pub fn doc(&self) -> &Doc {
        &self.doc
    }
}

fn spans(set: &yrs::IdSet) -> Vec<Span> {
    let mut spans = Vec::new();
    for (client, ranges) in set.iter() {
        for range in ranges.iter() {
            spans.push(Span { client: client.get(), start: range.start, end: range.end });
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use yrs::{Text, WriteTxn};

    use super::*;

    /// Updates of one client that do not rest on each other: each writes into a root of its own.
    fn apart() -> [Vec<u8>; 3] {
        let mut document = Document::new(1);
        ["one", "two", "three"].map(|root| {
            let (_, update) = document.edit(|txn| txn.get_or_insert_text(root).push(txn, root));
            update.expect("text is a change")
        })
    }

    #[test]
    fn a_hole_is_seen_wherever_it_is() {
        for (parts, whole) in [
            (&[0][..], true),
            (&[0, 1, 2], true),
            (&[2, 0, 1], true),
            (&[1], false),
            (&[0, 2], false),
            (&[2, 1], false),
        ] {
            let updates = apart();
            let mut document = Document::new(2);
            for part in parts {
                document.apply(&updates[*part]).expect("an honest update");
            }
            assert_eq!(document.is_whole(), whole, "{parts:?}");
        }
        assert!(Document::new(1).is_whole());
    }
}
