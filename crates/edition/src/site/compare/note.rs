//! What is said of a chapter that is not what it was in the edition before, from the counts alone: what a change note begins with,
//! until the secretariat writes it. Next: `crate::compare`, which counts.

use manual::difference::What;

use super::words::Said;
use crate::compare::ChapterChange;
use crate::site::words::Words;

/// In a language; empty where nothing changed.
pub fn change_note(lang: &str, change: &ChapterChange) -> String {
    let said = Said::of(Words::of(lang).lang);
    let [new, gone, moved, title] = said.sentences;
    match change.what {
        What::Same => return String::new(),
        What::Added => return new.to_owned(),
        What::Removed => return gone.to_owned(),
        What::Changed => {}
    }
    let count = |what: &str, n: u64| (n > 0).then(|| format!("{what}{n}."));
    let parts = [
        change.title_before.is_some().then(|| title.to_owned()),
        change.moved.then(|| moved.to_owned()),
        count(said.words_added, change.tally.added),
        count(said.words_removed, change.tally.removed),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
