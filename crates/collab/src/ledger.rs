//! What a room knows of a document's structure without asking yrs: clocks, containers, format marks, deleted ranges.
//! It judges whether an update brings anything, leaves a gap, or puts content where it may not be. Never holds text.
//!
//! A judgement costs time by the size of the update, not of the document. How places are found: `place`.

mod client;
mod container;
mod place;
mod sequence;

pub use sequence::{Is, Piece, Sequence, TextOf, sequences};

use std::collections::HashMap;

use manual::document::Span;

use self::client::Client;
use self::container::Container;
use self::place::{Placed, place};
use crate::bouncer::{DocumentKind, Id, Scan};
use crate::code::Code;
use crate::limits::Limits;
use crate::message::write_number;

/// The structure of one document, run by run.
pub struct Ledger {
    kind: DocumentKind,
    clients: HashMap<u64, Client>,
    containers: Vec<Container>,
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

impl Judgement {
    /// The clients with structs that the document lacks.
    pub fn clients(&self) -> &[u64] {
        match self {
            Self::Brings { clients } => clients,
            Self::NothingNew | Self::Tidying | Self::Gap | Self::DeleteAhead => &[],
        }
    }
}

impl Ledger {
    pub fn new(kind: DocumentKind) -> Self {
        Self { kind, clients: HashMap::new(), containers: container::roots(kind) }
    }

    /// The clock known of a client: everything below it is in the document.
    pub fn clock(&self, client: u64) -> u32 {
        self.clients.get(&client).map_or(0, |known| known.clock)
    }

    /// All clocks, as a state vector in its encoding.
    pub fn state_vector(&self) -> Vec<u8> {
        let known: Vec<_> = self.clients.iter().filter(|(_, known)| known.clock > 0).collect();
        let mut encoded = Vec::new();
        write_number(&mut encoded, known.len() as u64);
        for (client, known) in known {
            write_number(&mut encoded, *client);
            write_number(&mut encoded, u64::from(known.clock));
        }
        encoded
    }

    /// Judges a scanned update against the document as it stands.
    ///
    /// # Errors
    /// `ForbiddenContent` for an unknown root, a shared type where none may be, nesting past the bound, or a place
    /// that contradicts itself.
    pub fn judge(&self, scan: &Scan<'_>, limits: &Limits) -> Result<Judgement, Code> {
        let placed = place(self, scan, type_depth_max(limits));
        if placed.forbidden || placed.crossed {
            return Err(Code::ForbiddenContent);
        }
        if placed.gap {
            return Ok(Judgement::Gap);
        }
        let end = |client| placed.end(scan, client).unwrap_or_else(|| self.clock(client));
        if scan.deletes().iter().any(|span| span.end > end(span.client)) {
            return Ok(Judgement::DeleteAhead);
        }
        let clients: Vec<u64> =
            placed.sections.iter().filter(|section| section.brings()).map(|section| section.client).collect();
        Ok(if !clients.is_empty() {
            Judgement::Brings { clients }
        } else {
            self.judge_deletes(scan.deletes())
        })
    }

    /// Takes in an update that was judged when it came in and then stored, alone or folded with others. What it deleted is
    /// not told by it alone ([`Self::note_deleted`]).
    ///
    /// # Errors
    /// `Gap`, or `ForbiddenContent` for what could harm whoever opens it; then nothing of it is taken. Not for
    /// neighbours that cannot have stood side by side: folding joins runs, and no stored document may become unreadable
    /// by that.
    pub fn take_stored(&mut self, scan: &Scan<'_>, limits: &Limits) -> Result<(), Code> {
        match place(self, scan, type_depth_max(limits)) {
            placed if placed.forbidden => Err(Code::ForbiddenContent),
            placed if placed.gap => Err(Code::Gap),
            placed => {
                self.take(placed);
                Ok(())
            }
        }
    }

    /// Whether the update also holds structs that the document has.
    pub fn repeats(&self, scan: &Scan<'_>) -> bool {
        scan.runs().iter().any(|run| run.start < self.clock(run.client))
    }

    /// Takes in an update that has been integrated, and what its integration deleted.
    /// Of an update with a gap it takes what has a place.
    pub fn record(&mut self, scan: &Scan<'_>, deleted: &[Span]) {
        self.take(place(self, scan, u32::MAX));
        self.note_deleted(deleted);
    }

    fn take(&mut self, Placed { sections, containers, .. }: Placed) {
        self.containers.extend(containers);
        for section in sections.iter().filter(|section| section.brings()) {
            self.clients.entry(section.client).or_default().extend(&section.stretches, section.end);
        }
    }

    /// Marks ranges as deleted: once after opening, with everything the opened document holds as deleted.
    pub fn note_deleted(&mut self, deleted: &[Span]) {
        for span in deleted {
            self.clients.entry(span.client).or_default().delete(span.start, span.end);
        }
    }

    fn judge_deletes(&self, deletes: &[Span]) -> Judgement {
        let mut tidying = false;
        for span in deletes {
            // Past the clock was refused before, so an unknown client has no ranges here.
            let Some(client) = self.clients.get(&span.client) else { continue };
            let only_format = client.all_alive(span.start, span.end, |start, end| {
                tidying = true;
                client.only_format(start, end)
            });
            if !only_format {
                return Judgement::Brings { clients: Vec::new() };
            }
        }
        if tidying { Judgement::Tidying } else { Judgement::NothingNew }
    }

    /// What stands at an id below the client's clock.
    fn at(&self, id: Id) -> Option<&client::Stretch> {
        let known = self.clients.get(&id.client)?;
        if id.clock < known.clock { client::find(&known.stretches, id.clock) } else { None }
    }
}

fn type_depth_max(limits: &Limits) -> u32 {
    u32::try_from(limits.type_depth_max).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
