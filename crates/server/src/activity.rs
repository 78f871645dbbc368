//! What goes on in a manual's chapters: their words, when they last changed, who is there now, how many parts of their
//! template they lack. Only looks: positions and times are the index's, presence the rooms'. Words and parts are counted from
//! the durable state on a thread of their own, kept with the positions they were counted at, and counted again at most once
//! in `words_gap_ms`, so that many who ask often cost little. Start at [`of`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use collab::presence::Here;
use manual::assemble;
use manual::document::Document;
use manual::flat::{self, Unit};
use manual::id::{ChapterId, DocumentId, ManualId, SessionId};
use manual::parts::{self, Tally};
use store::index::Reach;

use crate::app::Shared;

/// What goes on in one chapter.
pub(crate) struct ChapterActivity {
    pub(crate) chapter: ChapterId,
    /// `None` when the text cannot be read.
    pub(crate) words: Option<u64>,
    pub(crate) changed_ms: Option<u64>,
    pub(crate) here: Option<Arc<[Here]>>,
    /// `None` where no template asks for anything.
    pub(crate) parts: Option<Tally>,
}

/// The words and parts of chapters, as last counted.
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
    /// The template beside which it was counted.
    beside: Option<Beside>,
    at_ms: u64,
    words: Option<u64>,
    parts: Option<Tally>,
}

/// A template as it stood at a position.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Beside {
    template: DocumentId,
    seq: u64,
}

/// A chapter to be told of: how far it has come, and its template if that is there.
struct Row {
    chapter: ChapterId,
    reach: Option<Reach>,
    beside: Option<Beside>,
}

/// The activity of every chapter of a manual that is not deleted and that is there for a session.
pub(crate) async fn of(app: &Shared, manual: ManualId, session: SessionId) -> Vec<ChapterActivity> {
    let rows = rows(app, manual, session);
    count(app, &rows).await;
    let documents: Vec<DocumentId> = rows.iter().map(Row::document).collect();
    let here = app.chapters.here(&documents);
    let counted = app.counts.counted();
    let told = rows.into_iter().zip(here).map(|(row, here)| {
        let counted = counted.get(&row.document());
        ChapterActivity {
            chapter: row.chapter,
            words: counted.and_then(|counted| counted.words),
            changed_ms: row.reach.and_then(|reach| reach.changed_ms),
            here,
            // What was counted beside a template that is deleted by now is not told.
            parts: counted.and_then(|counted| counted.parts).filter(|_| row.beside.is_some()),
        }
    });
    told.collect()
}

fn rows(app: &Shared, manual: ManualId, session: SessionId) -> Vec<Row> {
    let ours: Vec<(ChapterId, Option<DocumentId>)> = app.journal.read(|registry| {
        let is_there = |template: &ChapterId| registry.templates.get(template).is_some_and(|it| !it.deleted);
        let ours = registry.chapters.iter().filter(|(_, it)| it.manual == manual && !it.deleted);
        let ours = ours.filter(|(id, _)| registry.right_in_chapter(session, **id).is_some());
        ours.map(|(id, it)| (*id, it.from.filter(is_there).map(DocumentId::from))).collect()
    });
    let index = app.journal.index();
    let chapters: Vec<DocumentId> = ours.iter().map(|(chapter, _)| (*chapter).into()).collect();
    let templates: Vec<DocumentId> = ours.iter().filter_map(|(_, template)| *template).collect();
    let mut beside = templates
        .iter()
        .zip(index.reaches(&templates))
        .map(|(template, reach)| reach.map(|reach| Beside { template: *template, seq: reach.seq }));
    let rows = ours.into_iter().zip(index.reaches(&chapters)).map(|((chapter, template), reach)| Row {
        chapter,
        reach,
        beside: template.and_then(|_| beside.next().flatten()),
    });
    rows.collect()
}

impl Row {
    fn document(&self) -> DocumentId {
        self.chapter.into()
    }
}

/// Counts what has to be counted before these chapters can be told of.
async fn count(app: &Shared, rows: &[Row]) {
    if due(app, rows).is_empty() {
        return;
    }
    let _turn = app.counts.turn.lock().await;
    let due = due(app, rows);
    let service = app.clone();
    let counting = tokio::task::spawn_blocking(move || {
        for (document, seq, beside) in due {
            let (words, parts) = counted_at(&service, document, seq, beside);
            let counted = Counted { seq, beside, at_ms: service.chapters.clock.ms(), words, parts };
            service.counts.counted().insert(document, counted);
        }
    });
    if let Err(error) = counting.await {
        tracing::error!(%error, "counting words ended badly");
    }
}

/// The chapters whose words and parts are not known, or were counted long enough ago at an earlier position.
fn due(app: &Shared, rows: &[Row]) -> Vec<(DocumentId, u64, Option<Beside>)> {
    let (now_ms, gap_ms) = (app.chapters.clock.ms(), app.config.limits.words_gap_ms);
    let counted = app.counts.counted();
    let is_due = |row: &Row| {
        let seq = row.reach?.seq;
        let fresh = counted.get(&row.document()).is_some_and(|counted| {
            let stands = counted.seq >= seq && counted.beside == row.beside;
            stands || now_ms.saturating_sub(counted.at_ms) < gap_ms
        });
        (!fresh).then_some((row.document(), seq, row.beside))
    };
    rows.iter().filter_map(is_due).collect()
}

impl Counts {
    fn counted(&self) -> MutexGuard<'_, HashMap<DocumentId, Counted>> {
        self.counted.lock().expect("nobody panics while noting a number")
    }
}

fn counted_at(
    app: &Shared,
    document: DocumentId,
    seq: u64,
    beside: Option<Beside>,
) -> (Option<u64>, Option<Tally>) {
    let index = app.journal.index();
    let stood = match index.as_of(document, seq) {
        Ok(stored) => stored.document,
        Err(error) => {
            tracing::warn!(%document, %error, "the words of a document cannot be counted");
            return (None, None);
        }
    };
    let tally = beside.map(|Beside { template, seq }| {
        let asked = app.asked.of(&index, template, seq);
        parts::tally(&asked.parts, &parts::states(&asked.parts, &assemble::chapter(&stood)))
    });
    (Some(words(&stood)), tally.filter(|tally| tally.of > 0))
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
    use manual::flatten::seed;
    use manual::inline::Inline;
    use manual::payload::Payloads;

    use super::*;

    fn chapter(paragraphs: &[&str]) -> Document {
        let blocks: Vec<Node> = paragraphs
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let block = Block::paragraph(format!("block{n}"));
                Node::Block(Block { content: vec![Inline::plain(*text)], ..block })
            })
            .collect();
        let mut document = Document::new(1);
        document.apply(&seed(7, &blocks, &Payloads::default())).expect("a seed is an update");
        document
    }

    #[test]
    fn words_end_at_spaces_and_at_blocks() {
        assert_eq!(words(&chapter(&["Early warning", "for all – at last"])), 6);
        assert_eq!(words(&chapter(&[""])), 0);
        assert_eq!(words(&chapter(&["إنذار مبكر", "L’État 2026"])), 4);
    }
}
