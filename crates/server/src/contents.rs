//! What stands in a manual's chapters, for finding it again: their words, what can be pointed at in them, what they define.
//! Read from the durable state on a thread of its own, and kept with the position it was read at, so that a question to
//! sixty chapters loads none of them twice. Only looks. Start at [`of`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use collab::code::Code;
use manual::assemble;
use manual::glossary::{self, Definition};
use manual::id::{ChapterId, DocumentId, ManualId, SessionId};
use manual::numbers::{self, Target};
use manual::outline::OutlineChapter;
use manual::passages::{self, Passage};
use manual::payload::Payloads;

use crate::app::Shared;
use crate::commands;
use crate::folded::{Snippet, fold, snippet};

/// A chapter that is not deleted, and what stands in it.
pub(crate) struct ChapterContents {
    pub(crate) id: ChapterId,
    pub(crate) title: String,
    /// As people count chapters: `2.1`.
    pub(crate) number: String,
    /// `None` when it cannot be read.
    pub(crate) contents: Option<Arc<Contents>>,
}

/// What stands in a chapter at a position.
pub(crate) struct Contents {
    seq: u64,
    passages: Vec<(Passage, String)>,
    /// Numbered as if the chapter had no number of its own.
    targets: Vec<Target>,
    pub(crate) definitions: Vec<Definition>,
    /// The names of its pictures, also of those that nothing shows now.
    pictures: Vec<String>,
    bytes: usize,
}

/// The contents of chapters, as last read.
#[derive(Default)]
pub(crate) struct Library {
    kept: Mutex<HashMap<DocumentId, Arc<Contents>>>,
    /// One reads at a time; who comes meanwhile waits, and mostly finds it done.
    turn: tokio::sync::Mutex<()>,
}

/// A place where something was found.
pub(crate) struct Hit<'c> {
    pub(crate) chapter: &'c ChapterContents,
    /// `None`: in the chapter's title.
    pub(crate) passage: Option<&'c Passage>,
    pub(crate) snippet: Snippet,
}

/// The contents of every chapter of a manual that is not deleted and that is there for a session, in reading order.
///
/// # Errors
/// `Damaged` and others when the outline cannot be read.
pub(crate) async fn of(
    app: &Shared,
    manual: ManualId,
    session: SessionId,
) -> Result<Vec<ChapterContents>, Code> {
    let listed = commands::list_chapters(app, manual, session).await.map_err(|refused| refused.code())?;
    let listed: Vec<OutlineChapter> = listed.into_iter().filter(|chapter| !chapter.deleted).collect();
    let documents: Vec<DocumentId> = listed.iter().map(|chapter| chapter.id.into()).collect();
    read(app, &documents).await;
    let numbers = numbered(&listed);
    let kept = app.library.kept();
    let told = listed.into_iter().zip(numbers).map(|(chapter, number)| ChapterContents {
        id: chapter.id,
        title: chapter.title,
        number,
        contents: kept.get(&chapter.id.into()).cloned(),
    });
    Ok(told.collect())
}

/// The number of each chapter, from the order and the parents alone.
fn numbered(listed: &[OutlineChapter]) -> Vec<String> {
    let mut counts: HashMap<Option<ChapterId>, u32> = HashMap::new();
    let mut numbers: HashMap<ChapterId, String> = HashMap::new();
    let number = |chapter: &OutlineChapter| {
        let parent = chapter.parent.filter(|parent| numbers.contains_key(parent));
        let count = counts.entry(parent).or_default();
        *count += 1;
        let number = match parent {
            Some(parent) => format!("{}.{count}", numbers[&parent]),
            None => count.to_string(),
        };
        numbers.insert(chapter.id, number.clone());
        number
    };
    listed.iter().map(number).collect()
}

/// Reads what has changed since it was read.
async fn read(app: &Shared, documents: &[DocumentId]) {
    if due(app, documents).is_empty() {
        return;
    }
    let _turn = app.library.turn.lock().await;
    let due = due(app, documents);
    let service = app.clone();
    let reading = tokio::task::spawn_blocking(move || {
        for (document, seq) in due {
            read_one(&service, document, seq);
        }
    });
    if let Err(error) = reading.await {
        tracing::error!(%error, "reading chapters ended badly");
    }
}

/// Reads a document as it stood at a position, and keeps what it says. Blocks.
fn read_one(app: &Shared, document: DocumentId, seq: u64) -> Option<Arc<Contents>> {
    let stood = app.journal.index().as_of(document, seq);
    let stood =
        stood.inspect_err(|error| tracing::warn!(%document, %error, "a document cannot be read")).ok()?;
    let contents = Arc::new(Contents::of(seq, &stood.document));
    app.library.keep(document, Arc::clone(&contents), app.config.limits.contents_bytes_max);
    Some(contents)
}

/// Whether a picture stands in one of these documents. What is not known of them is read.
pub(crate) async fn shows_picture(app: &Shared, documents: Vec<DocumentId>, sha256: String) -> bool {
    let _turn = app.library.turn.lock().await;
    let service = app.clone();
    let looking = tokio::task::spawn_blocking(move || {
        let due: HashMap<DocumentId, u64> = due(&service, &documents).into_iter().collect();
        documents.iter().any(|document| {
            let known = service.library.kept().get(document).filter(|_| !due.contains_key(document)).cloned();
            let contents = known.or_else(|| {
                let seq = due.get(document).copied().unwrap_or_else(|| service.journal.seq());
                read_one(&service, *document, seq)
            });
            contents.is_some_and(|contents| contents.pictures.contains(&sha256))
        })
    });
    looking.await.unwrap_or(false)
}

/// The documents that are not known as they stand now.
fn due(app: &Shared, documents: &[DocumentId]) -> Vec<(DocumentId, u64)> {
    let reaches = app.journal.index().reaches(documents);
    let kept = app.library.kept();
    let due = documents.iter().zip(reaches).filter_map(|(document, reach)| {
        let seq = reach?.seq;
        let known = kept.get(document).is_some_and(|contents| contents.seq >= seq);
        (!known).then_some((*document, seq))
    });
    due.collect()
}

impl Library {
    /// Keeps what was read. Over the bound the others go: they are read again when somebody asks.
    fn keep(&self, document: DocumentId, contents: Arc<Contents>, bytes_max: usize) {
        let mut kept = self.kept();
        kept.remove(&document);
        let bytes: usize = kept.values().map(|contents| contents.bytes).sum();
        if bytes + contents.bytes > bytes_max {
            kept.clear();
        }
        kept.insert(document, contents);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<DocumentId, Arc<Contents>>> {
        self.kept.lock().expect("nobody panics while keeping what was read")
    }
}

impl Contents {
    fn of(seq: u64, document: &manual::document::Document) -> Self {
        let tree = assemble::chapter(document);
        let passages: Vec<(Passage, String)> = passages::passages(&tree)
            .into_iter()
            .map(|passage| (fold(&passage.text), passage))
            .map(|(folded, passage)| (passage, folded))
            .collect();
        let figures = Payloads::read(document).figures.into_values();
        let pictures: Vec<String> = figures.filter_map(|figure| Some(figure.image?.sha256)).collect();
        let bytes: usize =
            passages.iter().map(|(passage, folded)| passage.text.len() + folded.len() + 128).sum();
        let bytes = bytes + pictures.iter().map(String::len).sum::<usize>();
        let definitions = glossary::definitions(&tree);
        Self { seq, passages, targets: numbers::targets(&tree, None), definitions, pictures, bytes }
    }
}

impl ChapterContents {
    /// What can be pointed at, with its number in the manual.
    pub(crate) fn targets(&self) -> impl Iterator<Item = (&Target, Option<String>)> {
        let targets = self.contents.iter().flat_map(|contents| &contents.targets);
        targets.map(|target| {
            let whole = target.number.as_ref().map(|within| format!("{}.{within}", self.number));
            (target, whole)
        })
    }
}

/// Where a text stands, in reading order, at most `limit` places; `true` if there are more.
pub(crate) fn find<'c>(chapters: &'c [ChapterContents], sought: &str, limit: usize) -> (Vec<Hit<'c>>, bool) {
    let mut hits = Vec::new();
    for chapter in chapters {
        let title = fold(&chapter.title).contains(sought).then_some((None, chapter.title.as_str()));
        let passages = chapter.contents.iter().flat_map(|contents| &contents.passages);
        let found = passages.filter(|(_, folded)| folded.contains(sought));
        let found = found.map(|(passage, _)| (Some(passage), passage.text.as_str()));
        for (passage, text) in title.into_iter().chain(found) {
            let Some(snippet) = snippet(text, sought) else { continue };
            if hits.len() == limit {
                return (hits, true);
            }
            hits.push(Hit { chapter, passage, snippet });
        }
    }
    (hits, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(n: u8, parent: Option<u8>) -> OutlineChapter {
        let id = |n: u8| ChapterId::from_random([n; 16]);
        OutlineChapter {
            id: id(n),
            title: String::new(),
            parent: parent.map(id),
            order: String::new(),
            deleted: false,
            from: None,
        }
    }

    #[test]
    fn chapters_are_numbered_as_people_count_them() {
        let listed = [
            chapter(1, None),
            chapter(2, Some(1)),
            chapter(3, Some(2)),
            chapter(4, Some(1)),
            chapter(5, None),
        ];
        assert_eq!(numbered(&listed), ["1", "1.1", "1.1.1", "1.2", "2"]);
        assert_eq!(numbered(&[chapter(7, Some(9))]), ["1"]);
    }
}
