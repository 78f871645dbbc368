//! Every document as plain bytes, for who wants to take all of it away: which there are, and each as it stood at one
//! position. Only looks, so it needs no turn. Only for who has the folder: nothing here asks for a right.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use manual::document::Document;
use manual::id::DocumentId;
use manual::{assemble, flat, json};
use serde_json::{Value, json};
use store::index::Index;
use store::registry::Registry;

use super::CommandRefused;

/// All documents, the outline of each manual before its chapters, then its proposals and private drafts, and the position at
/// which to read them.
pub(super) fn list(registry: &Registry, seq: u64) -> Value {
    let mut documents = Vec::new();
    for (id, manual) in &registry.manuals {
        let document = manual.outline.to_string();
        documents
            .push(json!({ "id": document, "kind": "outline", "manual": id.to_string(), "slug": manual.slug,
            "title": manual.title, "deleted": false }));
        let chapters = registry.chapters.iter().filter(|(_, chapter)| chapter.manual == *id);
        let chapters = chapters.map(|(chapter, it)| (chapter, "chapter", it.deleted, it.from));
        let templates = registry.templates.iter().filter(|(_, template)| template.manual == *id);
        let templates = templates.map(|(template, it)| (template, "template", it.deleted, None));
        documents.extend(chapters.chain(templates).map(|(document, kind, deleted, from)| {
            let mut entry = json!({ "id": document.to_string(), "kind": kind, "manual": id.to_string(),
                "slug": manual.slug, "deleted": deleted });
            if let Some(from) = from {
                entry["from"] = from.to_string().into();
            }
            entry
        }));
        let mut proposals: Vec<_> = registry.proposals_of(*id).collect();
        proposals.sort_by_key(|(_, proposal)| proposal.made);
        documents.extend(proposals.into_iter().map(|(proposal, it)| {
            let seat = it.seat.and_then(|seat| registry.seat_name(seat));
            json!({ "id": proposal.to_string(), "kind": "proposal", "manual": id.to_string(),
                "slug": manual.slug, "deleted": false, "chapter": it.chapter.to_string(), "n": it.number,
                "seat": seat, "state": it.stage().word(), "reason": it.reason.word(), "note": it.note })
        }));
    }
    let epoch = registry.epoch.map(|epoch| epoch.to_string());
    json!({ "epoch": epoch, "seq": seq, "documents": documents })
}

/// One document as it stood: its state as one v1 update, and what that says. Blocks.
///
/// # Errors
/// `NoSuchDocument`, also when it cannot be read.
pub(crate) fn read(index: &Index, document: &str, seq: u64) -> Result<Value, CommandRefused> {
    let id =
        DocumentId::parse(document).ok_or_else(|| CommandRefused::NoSuchDocument(document.to_owned()))?;
    let stood = index.as_of(id, seq).map_err(|error| {
        tracing::warn!(document, %error, "a document cannot be read");
        CommandRefused::NoSuchDocument(document.to_owned())
    })?;
    Ok(json!({
        "state": STANDARD.encode(stood.document.state()),
        "damaged": stood.damaged,
        "whole": stood.document.is_whole(),
        "tree": tree(&stood.document),
    }))
}

/// What a document held, as a hash. Blocks.
///
/// # Errors
/// As [`read`].
pub(crate) fn hash(index: &Index, document: &str, seq: u64) -> Result<Value, CommandRefused> {
    let unknown = || CommandRefused::NoSuchDocument(document.to_owned());
    let id = DocumentId::parse(document).ok_or_else(unknown)?;
    let hash = index.content_hash(id, seq).map_err(|error| {
        tracing::warn!(document, %error, "a document cannot be read");
        unknown()
    })?;
    Ok(json!({ "sha256": edition::hex(&hash) }))
}

/// What a document says: the chapters and templates of an outline, or the blocks of a chapter.
fn tree(document: &Document) -> Value {
    let body = flat::body(document);
    let is_empty = document.read(|txn| flat::length(txn, &body)) == 0;
    let blocks = if is_empty { Vec::new() } else { assemble::chapter(document) };
    let (chapters, templates) = (json::outline(document), json::templates(document));
    json!({ "chapters": chapters, "templates": templates, "blocks": json::tree(&blocks) })
}
