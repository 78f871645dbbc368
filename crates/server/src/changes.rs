//! What changed in each chapter of an edition since one before it, with a sentence from the counts in the edition's language:
//! what a change note begins with. The comparing is `edition::compare`'s. Blocks.

use edition::compare::{ChapterChange, Edition, compare};
use edition::{Chapter, Manifest};
use manual::difference::What;
use store::registry::Afterwards;

use crate::view::ChapterChangeView;

/// The words of a draft in one language.
struct Words {
    added: &'static str,
    removed: &'static str,
    new: &'static str,
    gone: &'static str,
    moved: &'static str,
    title: &'static str,
    /// Between what is counted and the number.
    colon: &'static str,
}

const EN: Words = Words {
    added: "Words added",
    removed: "Words removed",
    new: "New chapter.",
    gone: "This chapter was taken out.",
    moved: "The chapter stands in another place.",
    title: "The chapter has another title.",
    colon: ": ",
};
const FR: Words = Words {
    added: "Mots ajoutés",
    removed: "Mots supprimés",
    new: "Nouveau chapitre.",
    gone: "Ce chapitre a été retiré.",
    moved: "Le chapitre se trouve à un autre endroit.",
    title: "Le chapitre porte un autre titre.",
    colon: " : ",
};
const ES: Words = Words {
    added: "Palabras añadidas",
    removed: "Palabras eliminadas",
    new: "Capítulo nuevo.",
    gone: "Este capítulo se ha retirado.",
    moved: "El capítulo está en otro lugar.",
    title: "El capítulo tiene otro título.",
    colon: ": ",
};
const PT: Words = Words {
    added: "Palavras acrescentadas",
    removed: "Palavras retiradas",
    new: "Capítulo novo.",
    gone: "Este capítulo foi retirado.",
    moved: "O capítulo está noutro lugar.",
    title: "O capítulo tem outro título.",
    colon: ": ",
};
const AR: Words = Words {
    added: "كلمات مضافة",
    removed: "كلمات محذوفة",
    new: "فصل جديد.",
    gone: "حُذف هذا الفصل.",
    moved: "نُقل الفصل إلى موضع آخر.",
    title: "للفصل عنوان آخر.",
    colon: ": ",
};

fn words(lang: &str) -> &'static Words {
    match lang.split('-').next().unwrap_or_default() {
        "fr" => &FR,
        "es" => &ES,
        "pt" => &PT,
        "ar" => &AR,
        _ => &EN,
    }
}

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
        let draft = draft(words(lang), &change);
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

fn draft(words: &Words, change: &ChapterChange) -> String {
    match change.what {
        What::Same => return String::new(),
        What::Added => return words.new.to_owned(),
        What::Removed => return words.gone.to_owned(),
        What::Changed => {}
    }
    let count = |what: &str, n: u64| (n > 0).then(|| format!("{what}{}{n}.", words.colon));
    let said = [
        change.title_before.is_some().then(|| words.title.to_owned()),
        change.moved.then(|| words.moved.to_owned()),
        count(words.added, change.tally.added),
        count(words.removed, change.tally.removed),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
