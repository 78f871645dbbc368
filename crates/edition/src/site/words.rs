//! What a page says around the text of a chapter and inside it, in the language of the text where it is one that we speak: what
//! a table or a box is called, where the notes begin, the way back. The screens say the same in `web/src/lang`.

mod ar;
pub(crate) mod beside;
mod en;
mod es;
mod fr;
mod pt;

use manual::block::Direction;
use manual::inset::BoxKind;

use super::count::Counting;
use crate::Moment;

/// The words of one language.
pub(crate) struct Words {
    /// Its tag.
    pub(crate) lang: &'static str,
    pub(crate) counting: Counting,
    pub(crate) inside: Inside,
    pub(crate) around: Around,
    pub(crate) about: About,
    pub(crate) nothing: Nothing,
    /// A date, from its day, the number of its month and its year.
    day: fn(u64, u64, u64) -> String,
}

/// Inside the text of a chapter.
pub(crate) struct Inside {
    pub(crate) table: &'static str,
    pub(crate) figure: &'static str,
    pub(crate) boxed: &'static str,
    pub(crate) case: &'static str,
    pub(crate) key: &'static str,
    pub(crate) checklist: &'static str,
    pub(crate) continued: &'static str,
    pub(crate) notes: &'static str,
    /// The way from a note to where it is referred to; its number follows.
    pub(crate) back: &'static str,
    /// In place of what a cross-reference points at.
    pub(crate) missing: &'static str,
    /// What a cross-reference points at, if it has no words.
    pub(crate) there: &'static str,
    /// Between a number and a title.
    pub(crate) colon: &'static str,
}

/// Around it: titles and ways.
pub(crate) struct Around {
    pub(crate) skip: &'static str,
    pub(crate) untitled: &'static str,
    /// The number of the chapter follows.
    pub(crate) chapter: &'static str,
    pub(crate) chapters: &'static str,
    pub(crate) contents: &'static str,
    pub(crate) previous: &'static str,
    pub(crate) next: &'static str,
    pub(crate) glossary: &'static str,
    /// The number of the edition follows.
    pub(crate) edition: &'static str,
    /// The number of the working text follows.
    pub(crate) revision: &'static str,
    pub(crate) editions: &'static str,
    pub(crate) all_editions: &'static str,
    pub(crate) no_chapters: &'static str,
    pub(crate) no_terms: &'static str,
    pub(crate) no_editions: &'static str,
    pub(crate) for_members: &'static str,
    /// Between the parts of a line: a comma and a space.
    pub(crate) comma: &'static str,
}

/// Where there is nothing to read.
pub(crate) struct Nothing {
    pub(crate) title: &'static str,
    pub(crate) why: &'static str,
    /// Before the way to the manual, on it, and behind it.
    pub(crate) way: (&'static str, &'static str, &'static str),
}

/// About the edition and its fingerprint.
pub(crate) struct About {
    pub(crate) title: &'static str,
    /// Before and behind the date.
    pub(crate) frozen: (&'static str, &'static str),
    pub(crate) fingerprint: &'static str,
    /// The fingerprint follows.
    pub(crate) of_chapter: &'static str,
    /// Before and behind the name of the file.
    pub(crate) file: (&'static str, &'static str),
}

impl Words {
    /// Every language that we speak, English first.
    pub(crate) const ALL: [&'static Self; 5] = [&en::WORDS, &fr::WORDS, &es::WORDS, &pt::WORDS, &ar::WORDS];

    /// The words of a language, or English for one that we do not speak.
    pub(crate) fn of(lang: &str) -> &'static Self {
        let language = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|words| words.lang == language).unwrap_or(&en::WORDS)
    }

    /// What is said beside the frozen bytes.
    pub(crate) fn beside(&self) -> &'static beside::Beside {
        let found = beside::Beside::ALL.into_iter().find(|beside| beside.lang == self.lang);
        found.unwrap_or(beside::Beside::ALL[0])
    }

    pub(crate) fn dir(&self) -> Direction {
        if self.lang == ar::WORDS.lang { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    pub(crate) fn kind(&self, kind: &BoxKind) -> &'static str {
        match kind {
            BoxKind::Case { .. } => self.inside.case,
            BoxKind::Key => self.inside.key,
            BoxKind::Checklist => self.inside.checklist,
        }
    }

    /// `23 November 2026`.
    pub(crate) fn day(&self, moment: Moment) -> String {
        let (year, month, day) = moment.date();
        (self.day)(day, month, year)
    }

    /// `Edition 2`.
    pub(crate) fn edition(&self, n: u32) -> String {
        format!("{} {n}", self.around.edition)
    }

    /// `Rev. 1`, of a working text.
    pub(crate) fn revision(&self, n: u32) -> String {
        format!("{}\u{a0}{n}", self.around.revision)
    }
}

/// The name of a month by its number.
fn month(names: [&'static str; 12], number: u64) -> &'static str {
    names[(number as usize).clamp(1, 12) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_found_by_its_tag_and_another_is_english() {
        for words in Words::ALL {
            assert_eq!(Words::of(words.lang).lang, words.lang);
            assert_eq!(Words::of(&words.lang.to_uppercase()).lang, words.lang);
        }
        for (tag, lang) in [("pt-BR", "pt"), ("ar-EG", "ar"), ("de", "en"), ("", "en")] {
            assert_eq!(Words::of(tag).lang, lang, "{tag}");
        }
    }

    #[test]
    fn a_working_text_is_named_as_the_glossary_says() {
        let named = Words::ALL.map(|words| words.revision(1));
        assert_eq!(named, ["Rev.\u{a0}1", "Rév.\u{a0}1", "Rev.\u{a0}1", "Rev.\u{a0}1", "تنقيح\u{a0}1"]);
    }

    #[test]
    fn days_are_written_as_the_language_does() {
        let days = |seconds: u64| Words::ALL.map(|words| words.day(Moment::from_ms(seconds * 1000)));
        assert_eq!(
            days(1_795_468_400),
            [
                "23 November 2026",
                "23 novembre 2026",
                "23 de noviembre de 2026",
                "23 de novembro de 2026",
                "23 تشرين الثاني/نوفمبر 2026",
            ]
        );
        assert_eq!(days(0)[1], "1er janvier 1970");
    }

    #[test]
    fn nothing_is_left_in_english() {
        let said = |words: &Words| {
            let Around { skip, chapter, contents, previous, glossary, edition, no_chapters, .. } =
                words.around;
            let About { fingerprint, of_chapter, .. } = words.about;
            let Inside { table, boxed, case, continued, missing, .. } = words.inside;
            let Nothing { title, why, .. } = words.nothing;
            [
                title,
                why,
                skip,
                chapter,
                contents,
                previous,
                glossary,
                edition,
                no_chapters,
                fingerprint,
                of_chapter,
                table,
                boxed,
                case,
                continued,
                missing,
            ]
        };
        for words in &Words::ALL[1..] {
            for (ours, english) in said(words).into_iter().zip(said(Words::ALL[0])) {
                assert_ne!(ours, english, "{}", words.lang);
                assert!(!ours.trim().is_empty());
            }
        }
    }
}
