//! What goes on in a manual's chapters: their words, when they last changed, who is there now. Only looks: positions and
//! times are the index's, presence the rooms'. Words are counted from the durable state on a thread of their own, kept
//! with the position they were counted at, and counted again at most once in `words_gap_ms`, so that many who ask often
//! cost little. Start at [`of`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use collab::presence::Here;
use manual::document::Document;
use manual::flat::{self, Unit};
use manual::id::{ChapterId, DocumentId, ManualId};
use store::index::{Index, Reach};

use crate::app::Shared;

/// What goes on in one chapter.
pub(crate) struct ChapterActivity {
    pub(crate) chapter: ChapterId,
    /// `None` when the text cannot be read.
    pub(crate) words: Option<u64>,
    pub(crate) changed_ms: Option<u64>,
    pub(crate) here: Option<Arc<[Here]>>,
}

/// The words of chapters, as last counted.
#[derive(Default)]
pub(crate) struct Counts {
    counted: Mutex<HashMap<DocumentId, Counted>>,
    /// One counts at a time; who comes meanwhile waits, and mostly finds it done.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone, Copy)]
struct Counted {
    /// The position at which it was counted.
    seq: u64,
    at_ms: u64,
    words: Option<u64>,
}

/// The activity of every chapter of a manual that is not deleted.
pub(crate) async fn of(app: &Shared, manual: ManualId) -> Vec<ChapterActivity> {
    let chapters: Vec<ChapterId> = app.journal.read(|registry| {
        let ours =
            registry.chapters.iter().filter(|(_, chapter)| chapter.manual == manual && !chapter.deleted);
        ours.map(|(id, _)| *id).collect()
    });
    let documents: Vec<DocumentId> = chapters.iter().map(|chapter| (*chapter).into()).collect();
    let reaches = app.journal.index().reaches(&documents);
    count(app, &documents, &reaches).await;
    let here = app.chapters.here(&documents);
    let counted = app.counts.counted();
    let rows = chapters.into_iter().zip(documents).zip(reaches.into_iter().zip(here));
    rows.map(|((chapter, document), (reach, here))| ChapterActivity {
        chapter,
        words: counted.get(&document).and_then(|counted| counted.words),
        changed_ms: reach.and_then(|reach| reach.changed_ms),
        here,
    })
    .collect()
}

/// Counts what has to be counted before these documents can be told of.
async fn count(app: &Shared, documents: &[DocumentId], reaches: &[Option<Reach>]) {
    if due(app, documents, reaches).is_empty() {
        return;
    }
    let _turn = app.counts.turn.lock().await;
    let due = due(app, documents, reaches);
    let service = app.clone();
    let counting = tokio::task::spawn_blocking(move || {
        for (document, seq) in due {
            let words = words_at(&service.journal.index(), document, seq);
            let counted = Counted { seq, at_ms: service.chapters.clock.ms(), words };
            service.counts.counted().insert(document, counted);
        }
    });
    if let Err(error) = counting.await {
        tracing::error!(%error, "counting words ended badly");
    }
}

/// The documents whose words are not known, or were counted long enough ago at an earlier position.
fn due(app: &Shared, documents: &[DocumentId], reaches: &[Option<Reach>]) -> Vec<(DocumentId, u64)> {
    let (now_ms, gap_ms) = (app.chapters.clock.ms(), app.config.limits.words_gap_ms);
    let counted = app.counts.counted();
    let is_due = |(document, reach): (&DocumentId, &Option<Reach>)| {
        let seq = reach.as_ref()?.seq;
        let fresh = counted
            .get(document)
            .is_some_and(|counted| counted.seq >= seq || now_ms.saturating_sub(counted.at_ms) < gap_ms);
        (!fresh).then_some((*document, seq))
    };
    documents.iter().zip(reaches).filter_map(is_due).collect()
}

impl Counts {
    fn counted(&self) -> MutexGuard<'_, HashMap<DocumentId, Counted>> {
        self.counted.lock().expect("nobody panics while noting a number")
    }
}

fn words_at(index: &Index, document: DocumentId, seq: u64) -> Option<u64> {
    match index.as_of(document, seq) {
        Ok(stored) => Some(words(&stored.document)),
        Err(error) => {
            tracing::warn!(%document, %error, "the words of a document cannot be counted");
            None
        }
    }
}

/// Words of a chapter's body: runs of anything but white space with a letter or a digit in them. Blocks and whatever is
/// embedded end a word; a change of format does not.
fn words(document: &Document) -> u64 {
    let body = flat::body(document);
    let mut text = String::new();
    for unit in document.read(|txn| flat::read(txn, &body)) {
        match unit {
            Unit::Text { text: more, .. } => text.push_str(&more),
            Unit::Mark { .. } | Unit::Embed { .. } => text.push(' '),
        }
    }
    let is_word = |run: &&str| run.chars().any(char::is_alphanumeric);
    u64::try_from(text.split_whitespace().filter(is_word).count()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use manual::block::{Block, Node};

    use super::*;

    fn chapter(paragraphs: &[&str]) -> Document {
        let blocks: Vec<Node> = paragraphs
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let block = Block::paragraph(format!("block{n}"));
                Node::Block(Block { content: vec![manual::block::Inline::plain(*text)], ..block })
            })
            .collect();
        let mut document = Document::new(1);
        document
            .apply(&flat::seed(7, &blocks, &manual::payload::Payloads::default()))
            .expect("a seed is an update");
        document
    }

    #[test]
    fn words_end_at_spaces_and_at_blocks() {
        assert_eq!(words(&chapter(&["Early warning", "for all – at last"])), 6);
        assert_eq!(words(&chapter(&[""])), 0);
        assert_eq!(words(&chapter(&["إنذار مبكر", "L’État 2026"])), 4);
    }
}
