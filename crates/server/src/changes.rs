//! What changed in each chapter of an edition since one before it, with a sentence from the counts in the edition's language:
//! what a change note begins with. The comparing is `edition::compare`'s, the sentence
//! `edition::site`'s. Blocks.

use edition::compare::{ChapterChange, Edition, compare};
use edition::site::change_note;
use edition::{Chapter, Manifest};
use manual::difference::What;
use store::registry::Afterwards;

use crate::view::ChapterChangeView;

/// The chapters of an edition, and those that are gone, each with what became of it.
pub(crate) fn changes(
    before: Option<(&Manifest, &[Chapter])>,
    now: (&Manifest, &[Chapter]),
    afterwards: &Afterwards,
    lang: &str,
) -> Vec<ChapterChangeView> {
    let of = |(manifest, chapters)| Edition { manifest, chapters };
    let Some(before) = before else {
        // Of the first edition nothing can be said.
        let first = now.0.chapters.iter().map(|entry| (entry.id, entry.title.clone()));
        let view = |(id, title)| view(id, title, What::Same, false, String::new(), afterwards);
        return first.map(view).collect();
    };
    let title = |change: &ChapterChange| {
        let entry = change.now.and_then(|at| now.0.chapters.get(at));
        entry.or_else(|| before.0.chapters.get(change.was?)).map(|entry| entry.title.clone())
    };
    let told = compare(of(before), of(now)).into_iter().map(|change| {
        let draft = change_note(lang, &change);
        let title = title(&change).unwrap_or_default();
        view(change.id, title, change.what, change.moved, draft, afterwards)
    });
    told.collect()
}

fn view(
    id: manual::id::ChapterId,
    title: String,
    what: What,
    moved: bool,
    draft: String,
    afterwards: &Afterwards,
) -> ChapterChangeView {
    let what = match what {
        What::Same => "same",
        What::Changed => "changed",
        What::Added => "added",
        What::Removed => "removed",
    };
    let note = afterwards.notes.get(&id).cloned();
    ChapterChangeView { chapter: id.to_string(), title, what, moved, draft, note }
}
