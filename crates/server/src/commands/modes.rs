//! What is told of whoever writes in a chapter, decided; and, for whoever holds the other half of an audit key, what was
//! sealed where nothing is told.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use manual::attribution::Mode;
use manual::id::ChapterId;
use serde_json::{Value, json};
use store::record::Record;
use store::record::attribution::{AttributionRecord, AuditKey};

use super::{CommandRefused, Desk};
use crate::authors;

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

/// What was sealed in a chapter, with the words that stand there under each client id, and whose numbers are whose.
pub(super) fn sealed_writers(desk: &Desk<'_>, chapter: ChapterId) -> Result<Value, CommandRefused> {
    let unnamed = authors::unnamed(&desk.index(), chapter, desk.seq());
    let unnamed = unnamed.map_err(|_| CommandRefused::NoSuchChapter)?;
    let clients = unnamed.into_iter().map(|unnamed| {
        json!({
            "client": unnamed.client,
            "sealed": URL_SAFE_NO_PAD.encode(&unnamed.sealed),
            "words": unnamed.words,
        })
    });
    let clients: Vec<Value> = clients.collect();
    Ok(desk.read(|registry| {
        let writers = registry.writers.iter().map(|(writer, (seat, session))| {
            let name = registry.seats.get(seat).map(|seat| seat.name.as_str());
            json!({ "writer": writer, "seat": name, "session": session.to_string() })
        });
        json!({ "clients": clients, "writers": writers.collect::<Vec<_>>() })
    }))
}
