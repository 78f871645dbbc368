//! Editions worked out a second time, from nothing but the journal's files: which chapters there were at a position, what
//! they were called, what stood in them. Knows nothing of the store, the index or the frozen files.

use std::collections::BTreeMap;
use std::path::Path;

use edition::{ChapterFacts, Manifest};
use manual::document::Document;
use manual::id::ChapterId;
use manual::outline;

use crate::journal::{Frame, frames};

const MANUAL_CREATED: u8 = 9;
const CHAPTER_CREATED: u8 = 10;
const CHAPTER_DELETED: u8 = 11;
const CHAPTER_RESTORED: u8 = 12;
const UPDATE: u8 = 14;
/// The record that fixes an edition's position.
pub const FROZEN: u8 = 15;
/// The record that publishes it.
pub const PUBLISHED: u8 = 16;
/// The record that gives it up.
pub const DROPPED: u8 = 18;

/// Fails unless the edition is exactly what the journal says up to its position: chapters, order, titles, text.
///
/// # Panics
/// When it is anything else.
pub fn assert_is_the_journal(data: &Path, manifest: &Manifest, chapters: &[Vec<u8>]) {
    let all = frames(data);
    let seq = manifest.facts.position;
    let of = all.iter().find(|frame| frame.seq == seq).expect("the position is in the journal");
    assert_eq!((of.kind, of.subject), (FROZEN, manifest.facts.manual.bytes()), "it is that of the freeze");

    let before: Vec<&Frame> = all.iter().filter(|frame| frame.seq <= seq).collect();
    let outline = before.iter().find(|frame| frame.kind == MANUAL_CREATED && is_about(frame, manifest));
    let shown = outline::read(&replayed(&before, outline.expect("the manual was made").subject));
    let there = there(&before, manifest);
    let expected: Vec<(ChapterId, &str)> =
        shown.iter().filter(|it| there[&it.id]).map(|it| (it.id, it.title.as_str())).collect();
    let listed: Vec<(ChapterId, &str)> =
        manifest.chapters.iter().map(|it| (it.id, it.title.as_str())).collect();
    assert_eq!(listed, expected, "chapters, order and titles are those of the position");

    for (entry, bytes) in manifest.chapters.iter().zip(chapters) {
        let document = replayed(&before, entry.id.bytes());
        let facts = ChapterFacts { id: entry.id, title: &entry.title };
        let again = edition::chapter(&facts, &document).expect("it can be frozen");
        assert_eq!(
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&again.bytes),
            "{} at {seq}",
            entry.title
        );
        let counted = (again.sha256, again.words, again.terms);
        assert_eq!(counted, (entry.sha256, entry.words, entry.terms), "{}", entry.title);
    }
}

/// The chapters of the manual, and whether each was there and not deleted.
fn there(before: &[&Frame], manifest: &Manifest) -> BTreeMap<ChapterId, bool> {
    let mut there = BTreeMap::new();
    for frame in before {
        let chapter = ChapterId::from_bytes(frame.subject);
        match frame.kind {
            CHAPTER_CREATED if frame.payload()[..16] == manifest.facts.manual.bytes() => {
                there.insert(chapter, true);
            }
            CHAPTER_DELETED => drop(there.entry(chapter).and_modify(|it| *it = false)),
            CHAPTER_RESTORED => drop(there.entry(chapter).and_modify(|it| *it = true)),
            _ => {}
        }
    }
    there
}

fn is_about(frame: &Frame, manifest: &Manifest) -> bool {
    let (json, _) = manual_created(&frame.payload());
    json["manual"] == manifest.facts.manual.to_string().as_str()
}

/// A document, update by update.
fn replayed(before: &[&Frame], id: [u8; 16]) -> Document {
    let mut document = Document::new(0);
    for frame in before.iter().filter(|frame| frame.subject == id) {
        let payload = frame.payload();
        let update = match frame.kind {
            MANUAL_CREATED => manual_created(&payload).1,
            CHAPTER_CREATED => payload[16..].to_vec(),
            UPDATE => payload,
            _ => continue,
        };
        document.apply(&update).expect("what was taken in can be applied");
    }
    document
}

fn manual_created(payload: &[u8]) -> (serde_json::Value, Vec<u8>) {
    let length = u32::from_be_bytes(payload[..4].try_into().expect("four bytes")) as usize;
    let json = serde_json::from_slice(&payload[4..4 + length]).expect("the head is JSON");
    (json, payload[4 + length..].to_vec())
}
