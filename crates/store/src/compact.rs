//! Snapshots: a document's updates replaced by its folded state, in the index only. The journal keeps every update.
//! A snapshot is compared with what it replaces before it is believed; merging blindly keeps rubbish and hides faults.
//! While a freeze is not through, no snapshot passes its position: what it has to fold stays at hand.

use collab::limits::Limits;
use manual::id::DocumentId;

use crate::fold;
use crate::read::Loaded;
use crate::snapshot;
use crate::store::Store;

impl Store {
    /// Replaces a document's tail up to `seq` by its folded state. A failure is harmless and reported as `false`; so is a
    /// state that does not hold exactly what the records up to `seq` hold, and one that would pass a freeze.
    pub fn put_snapshot(&mut self, document: DocumentId, seq: u64, state: &[u8]) -> bool {
        if self.is_held(seq) {
            return false;
        }
        let Ok((loaded, false)) = self.index().loaded(document, 0) else { return false };
        let Some((before, after)) = split(loaded, seq) else { return false };
        let (Ok(folded), Some(given)) = (fold::fold(&before), fold::single(state)) else { return false };
        if !fold::same(&folded, &given) {
            tracing::warn!(%document, seq, "a snapshot does not hold what it would replace; it is not used");
            return false;
        }
        let snapshot = Some((before.seq, bytes::Bytes::copy_from_slice(state)));
        self.replace(document, &Loaded { snapshot, ..after })
    }

    /// Folds the tails that are longer than a room would leave them.
    pub(crate) fn compact_all(&mut self) {
        let documents: Vec<DocumentId> = self.shared.read().documents.keys().copied().collect();
        for document in documents {
            self.compact(document);
        }
    }

    fn compact(&mut self, document: DocumentId) {
        let limits = Limits::default();
        let Ok((loaded, false)) = self.index().loaded(document, 0) else { return };
        let bytes: usize = loaded.tail.iter().map(|(_, update)| update.len()).sum();
        let short = loaded.tail.len() <= limits.tail_updates_max && bytes <= limits.tail_bytes_max;
        if short || self.is_held(loaded.seq) {
            return;
        }
        match fold::fold(&loaded) {
            Ok(folded) if folded.has_gap() => {}
            Ok(folded) => {
                let snapshot = Some((loaded.seq, folded.state().into()));
                self.replace(document, &Loaded { snapshot, tail: Vec::new(), ..loaded });
            }
            Err(poisoned) => {
                tracing::error!(%document, seq = poisoned.seq, "a stored update cannot be integrated; the document is damaged");
                self.shared.write().damaged.insert(document, poisoned.seq);
            }
        }
    }

    /// Whether a snapshot of everything up to `seq` would pass the position of a freeze that is not through.
    fn is_held(&self, seq: u64) -> bool {
        self.registry.freezing().is_some_and(|(_, _, edition)| edition.seq < seq)
    }

    /// Writes a document anew in the index, which also heals whatever was wrong with it there.
    fn replace(&mut self, document: DocumentId, loaded: &Loaded) -> bool {
        self.shared.catch_up();
        let mut state = self.shared.write();
        let Some(tree) = &state.tree else { return false };
        match snapshot::write(tree, document, loaded) {
            Ok(head) => {
                state.lag.feeder.learn(document, head);
                state.doubted.remove(&document);
                true
            }
            Err(fault) => {
                drop(state);
                self.shared.index_failed(&fault);
                false
            }
        }
    }

    /// Documents that stay at their last good state.
    pub(crate) fn damaged(&self) -> Vec<DocumentId> {
        let mut damaged: Vec<DocumentId> = self.shared.read().damaged.keys().copied().collect();
        damaged.sort_unstable();
        damaged
    }
}

/// What is up to `seq`, and what comes after it. `None` when a snapshot already reaches further.
fn split(loaded: Loaded, seq: u64) -> Option<(Loaded, Loaded)> {
    if loaded.snapshot.as_ref().is_some_and(|(held, _)| *held > seq) {
        return None;
    }
    let end = loaded.seq;
    let (before, after): (Vec<_>, Vec<_>) = loaded.tail.into_iter().partition(|(at, _)| *at <= seq);
    let bindings = loaded.bindings;
    let before = Loaded { snapshot: loaded.snapshot, tail: before, seq: seq.min(end), ..Loaded::default() };
    Some((before, Loaded { snapshot: None, tail: after, bindings, seq: end }))
}
