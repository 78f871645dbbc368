//! What is told of whoever writes in a chapter, decided; and, for whoever holds the other half of an audit key, what was
//! sealed where nothing is told.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use manual::attribution::Mode;
use manual::id::ChapterId;
use serde_json::{Value, json};
use store::index::Index;
use store::record::Record;
use store::record::attribution::{AttributionRecord, AuditKey};
use store::registry::Registry;

use super::{CommandRefused, Desk};
use crate::authors::{self, Unnamed};

/// Decides what is told of whoever writes in a chapter from now on. What was written before stays as it was decided
/// then. Ends all links of the chapter: their pages come back under new client ids.
///
/// # Errors
/// `NoSuchChapter`, `AuditKey`, `NotWritten`.
pub async fn change_mode(
    desk: &mut Desk<'_>,
    chapter: ChapterId,
    mode: Mode,
    audit_key: Option<AuditKey>,
) -> Result<(), CommandRefused> {
    if !desk.read(|registry| registry.chapters.contains_key(&chapter)) {
        return Err(CommandRefused::NoSuchChapter);
    }
    if mode.names() && audit_key.is_some() {
        return Err(CommandRefused::AuditKey);
    }
    let now = desk.read(|registry| registry.attribution.now(chapter));
    if (now.mode, now.audit_key) == (mode, audit_key) {
        return Ok(());
    }
    let record = Record::Attribution(AttributionRecord::ChapterMode { chapter, mode, audit_key });
    desk.change_mode(chapter, mode, record).await?;
    Ok(())
}

/// The half of an audit key that the service is told, as it is written.
///
/// # Errors
/// `AuditKey`.
pub fn read_audit_key(text: &str) -> Result<AuditKey, CommandRefused> {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| CommandRefused::AuditKey)?;
    bytes.try_into().map_err(|_| CommandRefused::AuditKey)
}

/// A half of an audit key as it is written.
pub fn write_audit_key(key: &AuditKey) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

/// What was sealed in a chapter, with the words that stand there under each client id. Reads the journal, so it is slow.
///
/// # Errors
/// `NoSuchChapter`.
pub(crate) fn sealed_writers(index: &Index, chapter: &str, seq: u64) -> Result<Vec<Unnamed>, CommandRefused> {
    let chapter = ChapterId::parse(chapter).ok_or(CommandRefused::NoSuchChapter)?;
    authors::unnamed(index, chapter, seq).map_err(|_| CommandRefused::NoSuchChapter)
}

/// The same as it is answered, and whose numbers are whose.
pub(crate) fn view_of_sealed(registry: &Registry, unnamed: Vec<Unnamed>) -> Value {
    let clients = unnamed.into_iter().map(|unnamed| {
        let sealed = URL_SAFE_NO_PAD.encode(&unnamed.sealed);
        json!({ "client": unnamed.client, "sealed": sealed, "words": unnamed.words })
    });
    let writers = registry.writers.iter().map(|(writer, (seat, session))| {
        let name = registry.seat_name(*seat);
        json!({ "writer": writer, "seat": name, "session": session.to_string() })
    });
    json!({ "clients": clients.collect::<Vec<_>>(), "writers": writers.collect::<Vec<_>>() })
}
