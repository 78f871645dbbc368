//! What the journal says of naming writers: what is told of them in a chapter, and client ids whose owner nobody is to know.

use bytes::Bytes;
use collab::binding::Tag;
use manual::attribution::Mode;
use manual::id::{ChapterId, DocumentId};

/// A public key to which the numbers of unnamed writers are sealed. Nothing here ever sees its other half.
pub type AuditKey = [u8; 32];

/// One thing about naming writers to be made durable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AttributionRecord {
    /// What is told of whoever writes in a chapter from here on. The last one counts.
    ChapterMode { chapter: ChapterId, mode: Mode, audit_key: Option<AuditKey> },
    /// A client id writes in a document for whichever session can make the tag again. `sealed` is the writer's number for
    /// whoever holds the audit key; empty without one.
    Tagged { document: DocumentId, client: u64, tag: Tag, sealed: Bytes },
    /// Somebody wrote under another's client id, and it was refused.
    ForgedRefused { document: DocumentId },
}
