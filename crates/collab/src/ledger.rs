//! What a room knows of a document's structure without asking yrs: clocks, containers, format marks, deleted ranges.
//! It judges whether an update brings anything, leaves a gap, or puts content where it may not be. Never holds text.

use manual::document::Span;

use crate::bouncer::{DocumentKind, Scan};
use crate::code::Code;
use crate::limits::Limits;

/// The structure of one document, run by run.
pub struct Ledger {
    kind: DocumentKind,
}

/// What an update means for the document as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Judgement {
    /// All structs known, all ranges already deleted.
    NothingNew,
    /// Brings only deletions, and every range that is new holds only format marks.
    Tidying,
    /// Brings something. `clients` are those with structs the document lacks (empty: deletions only).
    Brings { clients: Vec<u64> },
    /// Rests on structs that the document lacks.
    Gap,
    /// Deletes past the clocks known after this update.
    DeleteAhead,
}

impl Ledger {
    pub fn new(kind: DocumentKind) -> Self {
        Self { kind }
    }

    /// The clock known of a client: everything below it is in the document.
    pub fn clock(&self, client: u64) -> u32 {
        let _ = client;
        0
    }

    /// Judges a scanned update against the document as it stands.
    ///
    /// # Errors
    /// `ForbiddenContent` for an unknown root, a shared type where none may be, or nesting past the bound.
    pub fn judge(&self, scan: &Scan<'_>, limits: &Limits) -> Result<Judgement, Code> {
        let _ = (scan, limits, self.kind);
        Ok(Judgement::NothingNew)
    }

    /// Takes in an update that has been integrated, and what its integration deleted.
    pub fn record(&mut self, scan: &Scan<'_>, deleted: &[Span]) {
        let _ = (scan, deleted);
    }

    /// Marks ranges as deleted.
    pub fn note_deleted(&mut self, deleted: &[Span]) {
        let _ = deleted;
    }
}
