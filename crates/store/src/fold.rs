//! Stored updates into a yrs document: each scanned first, one by one, never merged blindly. The bouncer stands here as
//! it does at the socket: bytes on a disk are no better than bytes from a stranger.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use collab::bouncer;
use collab::limits::Limits;
use manual::document::{Document, Span};

use crate::read::Loaded;

/// The position of an update that may not go into a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Poisoned {
    pub(crate) seq: u64,
}

/// Bounds for what was admitted once: sizes have none of their own here, depth stays far below what yrs survives.
pub(crate) fn limits() -> Limits {
    Limits {
        frame_bytes_max: usize::MAX,
        document_bytes_max: usize::MAX,
        items_max: usize::MAX,
        depth_max: 1_000,
        ..Limits::default()
    }
}

/// Scans every update.
pub(crate) fn scan(loaded: &Loaded) -> Result<(), Poisoned> {
    let limits = limits();
    match updates(loaded).find(|(_, update)| bouncer::scan(update, &limits).is_err()) {
        Some((seq, _)) => Err(Poisoned { seq }),
        None => Ok(()),
    }
}

/// Folds everything into one document.
pub(crate) fn fold(loaded: &Loaded) -> Result<Document, Poisoned> {
    let mut document = Document::new(0);
    for (seq, update) in updates(loaded) {
        apply(&mut document, update).ok_or(Poisoned { seq })?;
    }
    Ok(document)
}

/// Whether two documents hold the same: the same structs, the same deleted. `None` for one with a gap.
pub(crate) fn same(one: &Document, other: &Document) -> bool {
    let (one, other) = (extent(one), extent(other));
    one.is_some() && one == other
}

/// One update as a document of its own.
pub(crate) fn single(update: &[u8]) -> Option<Document> {
    let mut document = Document::new(0);
    apply(&mut document, update)?;
    Some(document)
}

/// Snapshot and tail in order. An empty seed is no update.
pub(crate) fn updates(loaded: &Loaded) -> impl Iterator<Item = (u64, &Bytes)> {
    let snapshot = loaded.snapshot.iter().map(|(seq, update)| (*seq, update));
    let tail = loaded.tail.iter().map(|(seq, update)| (*seq, update));
    snapshot.chain(tail).filter(|(_, update)| !update.is_empty())
}

/// Scans one update and integrates it; `None` when it may not or cannot be.
pub(crate) fn apply(document: &mut Document, update: &[u8]) -> Option<()> {
    bouncer::scan(update, &limits()).ok()?;
    // The document is dropped on a panic, so nobody sees it half changed.
    catch_unwind(AssertUnwindSafe(|| document.apply(update).ok())).ok()??;
    Some(())
}

/// State vector and deletions, each in one order.
type Extent = (Vec<(u64, u32)>, Vec<Span>);

fn extent(document: &Document) -> Option<Extent> {
    if document.has_gap() {
        return None;
    }
    let mut clocks = bouncer::scan_state_vector(&document.state_vector(), &limits()).ok()?;
    clocks.sort_unstable();
    Some((clocks, joined(document.deleted())))
}

fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| (span.client, span.start));
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.client == span.client && span.start <= last.end => {
                last.end = last.end.max(span.end);
            }
            _ => joined.push(span),
        }
    }
    joined
}
