//! What a freeze does between its two records: each chapter as it stood at the position, as bytes under their hash, then
//! the manifest. Reads what is durable, writes frozen files, one chapter at a time; blocks, so never on the threads that
//! serve. Doing it twice gives the same bytes. Knows no turn and no HTTP: whoever asks for it is `commands::editions`.

mod ready;
pub(crate) mod standing;
pub mod steps;

use edition::ready::ChapterInput;
use edition::{ChapterEntry, ChapterFacts, EditionFacts, FrozenChapter, ImageEntry, Moment, NotFreezable};
use manual::document::Document;
use manual::id::{ChapterId, DocumentId};
use manual::outline::{self, OutlineChapter};
use store::editions::{Editions, NotPut, Put};
use store::index::{Index, LoadFailed};
use store::record::Hash;
use store::registry::{Edition, Outcome, Registry};

/// What is to be frozen: all of it stands in the journal, so that another process can go on with it.
pub(crate) struct Work {
    pub(crate) facts: EditionFacts,
    outline: DocumentId,
    /// Whoever comes may read it.
    public: bool,
    /// The chapters that were not deleted.
    chapters: Vec<ChapterId>,
}

/// Why a freeze came to nothing. No file of its own is left.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotFrozen {
    #[error("“{title}” cannot be frozen: {why}")]
    Chapter { title: String, why: NoState },
    #[error("“{title}” shows a case study that the network keeps to itself{}", named(.case))]
    Kept { title: String, case: String },
    #[error("“{title}”: {}{}", ready::words(*.what), ready::and_more(*.more))]
    NotReady { title: String, what: edition::ready::Code, more: usize },
    #[error("the outline cannot be frozen: {0}")]
    Outline(NoState),
    #[error(transparent)]
    NotPut(#[from] NotPut),
    #[error("the frozen files' folder cannot be used")]
    Folder(#[from] std::io::Error),
    #[error("a document could not be read")]
    NotLoaded(#[from] LoadFailed),
}

/// Why a document cannot be told as it stood.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoState {
    #[error("it is damaged on disk")]
    Damaged,
    #[error("a picture in it is not on the server; put it in again, or take its figure out")]
    NoPicture,
    #[error(transparent)]
    NotFreezable(#[from] NotFreezable),
}

/// A chapter's place in the edition.
struct Placed {
    id: ChapterId,
    title: String,
    parent: Option<ChapterId>,
}

impl Work {
    /// The freeze that is not through, if there is one.
    pub(crate) fn unfinished(registry: &Registry) -> Option<Self> {
        let (manual, number, edition) = registry.freezing()?;
        let Edition { title, seq, time_ms, public, revision, chapters, outcome: Outcome::Freezing } = edition
        else {
            return None;
        };
        let chapters = chapters.as_ref()?;
        let of = registry.manuals.get(&manual)?;
        let before = registry.editions_of(manual).take_while(|(before, _)| *before < number);
        let facts = EditionFacts {
            manual,
            slug: of.slug.clone(),
            manual_title: of.title.clone(),
            edition: number,
            title: title.clone(),
            position: *seq,
            frozen_at: Moment::from_ms(*time_ms),
            previous: before.filter_map(|(_, edition)| edition.manifest().copied()).last(),
            revision: *revision,
        };
        Some(Self { facts, outline: of.outline, public: *public, chapters: chapters.clone() })
    }

    /// Writes every file of the edition and returns its fingerprint. All of it is on disk then.
    pub(crate) fn carry_out(&self, index: &Index) -> Result<Hash, NotFrozen> {
        let editions = index.editions();
        editions.prepare()?;
        let mut shelf = Shelf { editions, new: Vec::new() };
        let frozen = self.freeze(index, &mut shelf);
        if frozen.is_err() {
            shelf.take_back();
        }
        frozen
    }

    fn freeze(&self, index: &Index, shelf: &mut Shelf) -> Result<Hash, NotFrozen> {
        let mut entries = Vec::with_capacity(self.chapters.len());
        let mut images = Vec::new();
        let mut inputs = Vec::new();
        self.each(index, |placed, entry, frozen, document| {
            if let Some(case) = frozen.kept_in_the_network.first().filter(|_| self.public) {
                return Err(NotFrozen::Kept { title: name(placed), case: case.clone() });
            }
            let shown = pictures(index, &frozen);
            let refused = || NotFrozen::Chapter { title: name(placed), why: NoState::NoPicture };
            images.extend(shown.ok_or_else(refused)?);
            shelf.put(&frozen.bytes)?;
            entries.push(entry);
            if self.facts.revision.is_none() {
                inputs.push(ChapterInput::of(placed.id, &placed.title, placed.parent, document));
            }
            Ok(())
        })?;
        ready::check(&inputs, self.public)?;
        shelf.editions.sync()?;
        steps::reached("chapters");
        let manifest = edition::manifest(&self.facts, &entries, &images);
        shelf.put(&manifest.bytes)?;
        shelf.editions.sync()?;
        steps::reached("manifest");
        Ok(manifest.sha256)
    }

    /// Freezes each chapter as it stood, in the order people read them.
    fn each(
        &self,
        index: &Index,
        mut take: impl FnMut(&Placed, ChapterEntry, FrozenChapter, &Document) -> Result<(), NotFrozen>,
    ) -> Result<(), NotFrozen> {
        for placed in self.places(index)? {
            let facts = ChapterFacts { id: placed.id, title: &placed.title };
            let refused = |why| NotFrozen::Chapter { title: name(&placed), why };
            let stood = index.as_of(placed.id.into(), self.facts.position)?;
            if stood.damaged {
                return Err(refused(NoState::Damaged));
            }
            let frozen = edition::chapter(&facts, &stood.document).map_err(|why| refused(why.into()))?;
            let entry = ChapterEntry::new(&facts, placed.parent, &frozen);
            take(&placed, entry, frozen, &stood.document)?;
        }
        Ok(())
    }

    /// The chapters in the order people read them. Which they are the freeze's record says; the outline says where
    /// they stand and what they are called. One that is not in the outline comes last, without a title.
    fn places(&self, index: &Index) -> Result<Vec<Placed>, NotFrozen> {
        let stood = index.as_of(self.outline, self.facts.position)?;
        if stood.damaged {
            return Err(NotFrozen::Outline(NoState::Damaged));
        }
        if !stood.document.is_whole() {
            return Err(NotFrozen::Outline(NotFreezable::Incomplete.into()));
        }
        let shown = outline::read(&stood.document);
        let missing = |id: &&ChapterId| !shown.iter().any(|chapter| chapter.id == **id);
        let missing = self.chapters.iter().filter(missing);
        let unplaced: Vec<Placed> =
            missing.map(|id| Placed { id: *id, title: String::new(), parent: None }).collect();
        let mut placed = nested(shown, &self.chapters);
        placed.extend(unplaced);
        Ok(placed)
    }
}

/// The chapters of `kept` in the order shown, each under the nearest kept one above it.
fn nested(shown: Vec<OutlineChapter>, kept: &[ChapterId]) -> Vec<Placed> {
    let mut above: Vec<(ChapterId, bool)> = Vec::new();
    let mut placed = Vec::new();
    for chapter in shown {
        while above.last().map(|(id, _)| *id) != chapter.parent && above.pop().is_some() {}
        let is_kept = kept.contains(&chapter.id);
        let parent = above.iter().rev().find(|(_, kept)| *kept).map(|(id, _)| *id);
        above.push((chapter.id, is_kept));
        if is_kept {
            placed.push(Placed { id: chapter.id, title: chapter.title, parent });
        }
    }
    placed
}

/// The pictures that a chapter shows, if all of them are there.
fn pictures(index: &Index, frozen: &FrozenChapter) -> Option<Vec<ImageEntry>> {
    let images = index.images();
    let entry = |(hash, kind): &(Hash, _)| Some(ImageEntry::new(&images.get(hash).ok()?, *kind));
    frozen.images.iter().map(entry).collect()
}

/// A title behind what it is the title of.
fn named(title: &str) -> String {
    if title.trim().is_empty() { String::new() } else { format!(" (“{}”)", title.trim()) }
}

/// What people call a chapter.
fn name(placed: &Placed) -> String {
    if placed.title.is_empty() { placed.id.to_string() } else { placed.title.clone() }
}

/// The frozen files, and which of them this freeze has made.
struct Shelf {
    editions: Editions,
    new: Vec<Hash>,
}

impl Shelf {
    fn put(&mut self, bytes: &[u8]) -> Result<(), NotPut> {
        let number = self.new.len() + 1;
        let (hash, put) = self.editions.put(bytes, |moment| steps::file(moment, number))?;
        if put == Put::New {
            self.new.push(hash);
        }
        Ok(())
    }

    fn take_back(&self) {
        for hash in &self.new {
            if let Err(error) = self.editions.remove(hash) {
                tracing::warn!(%error, "a file of a freeze that came to nothing stays behind");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ChapterId {
        ChapterId::from_random([number; 16])
    }

    fn shown(number: u8, parent: Option<u8>) -> OutlineChapter {
        let (title, order) = (number.to_string(), String::new());
        OutlineChapter { id: id(number), title, parent: parent.map(id), order, deleted: false, from: None }
    }

    #[track_caller]
    fn check(kept: &[u8], expected: &[(u8, Option<u8>)]) {
        // 1 > (2 > 3, 4), 5, and 6, whose parent comes after it
        let all = [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1)), (5, None), (6, Some(7)), (7, None)];
        let all = all.into_iter().map(|(number, parent)| shown(number, parent)).collect();
        let kept: Vec<ChapterId> = kept.iter().map(|number| id(*number)).collect();
        let placed: Vec<_> = nested(all, &kept).into_iter().map(|it| (it.id, it.parent)).collect();
        let expected: Vec<_> = expected.iter().map(|(it, parent)| (id(*it), parent.map(id))).collect();
        assert_eq!(placed, expected);
    }

    #[test]
    fn chapters_stand_under_the_nearest_that_is_in_the_edition() {
        check(&[1, 2, 3, 4, 5], &[(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1)), (5, None)]);
        check(&[1, 3, 5], &[(1, None), (3, Some(1)), (5, None)]);
        check(&[2, 3, 4], &[(2, None), (3, Some(2)), (4, None)]);
        check(&[6, 7], &[(6, None), (7, None)]);
    }
}
