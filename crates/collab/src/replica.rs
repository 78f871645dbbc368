//! The seat half of live editing: a document, the edits that are not yet acknowledged, and what to say when.
//! Mirrored by web/src/sync/replica.ts, with the same rule numbers. Knows no socket, clock or disk.

use bytes::Bytes;
use manual::document::Document;

use crate::code::Code;

/// Something that happened to a replica.
#[derive(Debug)]
pub enum ReplicaFact {
    Connected,
    Received { frame: Bytes },
    Disconnected,
}

/// Something its shell is to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReplicaEffect {
    Send {
        frame: Bytes,
    },
    /// An update from elsewhere came in.
    Changed,
    /// Everything up to the n-th own edit of this replica is durable at the server.
    Saved {
        edits: u64,
    },
    /// The server refused something; the document keeps it.
    Refused {
        code: Code,
    },
    /// The server speaks nonsense: close the link.
    Close,
}

/// A seat's copy of one document.
pub struct Replica {
    document: Document,
}

impl Replica {
    /// A replica over an empty or restored document. Its client id is the document's, fresh for each opening.
    pub fn new(document: Document) -> Self {
        Self { document }
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    /// A local edit. Goes out at once when the link is in step, else with the next step 2.
    pub fn edit<R>(
        &mut self,
        effects: &mut Vec<ReplicaEffect>,
        change: impl FnOnce(&mut yrs::TransactionMut<'_>) -> R,
    ) -> R {
        let _ = effects;
        self.document.edit(change).0
    }

    pub fn handle(&mut self, fact: ReplicaFact, effects: &mut Vec<ReplicaEffect>) {
        let _ = (fact, effects);
    }

    /// Own edits made so far, and of them those known durable.
    pub fn edits(&self) -> (u64, u64) {
        (0, 0)
    }

    /// Whether the first exchange of this connection is done.
    pub fn in_step(&self) -> bool {
        false
    }
}
