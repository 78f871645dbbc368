//! A data folder as years of work leave it: a journal as long as one likes, of edits to chapters that people wrote into and
//! cut from, with snapshots on the way as the service makes them. Written by the store itself, without a service.

use std::path::Path;

use manual::document::Document;
use manual::id::{DocumentId, Epoch, SeatId};
use store::record::{Entry, Record};
use store::store::Store;
use yrs::{Text, WriteTxn};

use crate::chance::Chance;
use crate::journal::folder_bytes;

/// What one edit writes.
const EDIT_BYTES: usize = 4_000;
/// A chapter grows to about this; then its oldest words go when new ones come.
const CHAPTER_BYTES: u32 = 100_000;
/// Records of a chapter after which there is a snapshot of it.
const SNAPSHOT_EDITS: usize = 64;

/// Somebody who writes into one chapter.
struct Pen {
    chapter: DocumentId,
    document: Document,
}

/// Writes into the chapters of a folder that nobody has open, under client ids of this seat, until the journal is as long.
///
/// # Panics
/// When the folder is not one with these chapters, or the disk refuses.
pub fn fill(data: &Path, seat: SeatId, chapters: &[DocumentId], journal_bytes: u64) {
    let (mut store, _) = Store::open(data, Epoch::from_random([9; 16]), 1_000).expect("nobody has it open");
    let mut pens: Vec<Pen> = chapters
        .iter()
        .enumerate()
        .map(|(n, chapter)| Pen::new(&store, *chapter, 50_000 + n as u64))
        .collect();
    let bound: Vec<Entry> = pens.iter().map(|pen| pen.bound(seat)).collect();
    store.commit(&bound).expect("there is room");
    let mut chance = Chance::new(500);
    for edit in 1.. {
        for some in pens.chunks_mut(16) {
            let entries: Vec<Entry> = some.iter_mut().map(|pen| pen.write(&mut chance)).collect();
            let seq = store.commit(&entries).expect("there is room");
            if edit % SNAPSHOT_EDITS == 0 {
                // One that is not taken is made by the next service.
                for pen in some.iter() {
                    let _ = store.put_snapshot(pen.chapter, seq, &pen.document.state());
                }
            }
        }
        if folder_bytes(&data.join("journal")) >= journal_bytes {
            break;
        }
    }
    store.close();
}

impl Pen {
    fn new(store: &Store, chapter: DocumentId, client: u64) -> Self {
        let mut document = Document::new(client);
        for update in store.index().load(chapter, 0).expect("the chapter is there").updates {
            document.apply(&update).expect("it is stored");
        }
        Self { chapter, document }
    }

    fn bound(&self, seat: SeatId) -> Entry {
        let (document, client) = (self.chapter, self.document.client());
        Entry { time_ms: 1_000, writer: 0, record: Record::Bound { document, client, seat } }
    }

    fn write(&mut self, chance: &mut Chance) -> Entry {
        let mut words = String::with_capacity(EDIT_BYTES + 20);
        while words.len() < EDIT_BYTES {
            words.push_str(&format!("{:x} ", chance.draw()));
        }
        let ((), update) = self.document.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            let length = body.len(txn);
            body.push(txn, &words);
            if length > CHAPTER_BYTES {
                body.remove_range(txn, 1, EDIT_BYTES as u32); // the first unit is the mark
            }
        });
        let update = update.expect("words were written").into();
        Entry { time_ms: 1_000, writer: 0, record: Record::Update { document: self.chapter, update } }
    }
}
