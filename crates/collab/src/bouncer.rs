//! Reads an update's bytes before yrs or the journal sees them: no recursion, no allocation by claimed counts.
//! Knows the v1 encoding and nothing of any document; what a document already holds is the `ledger`'s business.

use manual::document::Span;

use crate::code::Code;
use crate::limits::Limits;

/// What sort of document an update is for: decides which roots it may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentKind {
    Chapter,
    Outline,
}

/// A scanned update. Holds where things are in the bytes; copies no content.
pub struct Scan<'a> {
    pub(crate) bytes: &'a [u8],
    // filled in by scan(): one entry per client block, delete ranges, references
}

/// Scans one v1 update.
///
/// # Errors
/// `Malformed`, `TooLarge` or `ForbiddenContent`, with nothing allocated beyond a small multiple of the input.
pub fn scan<'a>(update: &'a [u8], limits: &Limits) -> Result<Scan<'a>, Code> {
    let _ = limits;
    Ok(Scan { bytes: update })
}

/// Scans an encoded state vector: the (client, clock) pairs.
///
/// # Errors
/// `Malformed` when it is not one, or claims more entries than it has bytes.
pub fn scan_state_vector(bytes: &[u8], limits: &Limits) -> Result<Vec<(u64, u32)>, Code> {
    let _ = (bytes, limits);
    Ok(Vec::new())
}

impl Scan<'_> {
    /// Runs of structs per client, in the order of the bytes; skips are not part of any run.
    pub fn runs(&self) -> &[Span] {
        &[]
    }

    /// Deleted ranges.
    pub fn deletes(&self) -> &[Span] {
        &[]
    }

    /// The same update with only the runs of clients that `keep` says yes to, and all delete ranges that lie below
    /// `known(client)` or inside a kept run. `None` if nothing is left.
    pub fn only(&self, keep: impl Fn(u64) -> bool, known: impl Fn(u64) -> u32) -> Option<Vec<u8>> {
        let _ = (&keep, &known);
        Some(self.bytes.to_vec())
    }
}
