//! Which language a chapter is written in, and an edition as a whole, as the editor tells it: the one that most of its letters
//! are said to be in, else the one they belong to by their script. Where nobody can tell, nothing is guessed.

use std::collections::BTreeMap;

use crate::{Chapter, Manifest};

/// How many letters are in which language. Those that nobody can tell stand under no name and count half, so that a few marked
/// paragraphs speak for a chapter, and a name in another script does not.
#[derive(Default)]
pub(crate) struct Letters(BTreeMap<String, usize>);

impl Letters {
    fn add(&mut self, chapter: &Chapter) {
        for block in chapter.blocks() {
            let text = block.text();
            if let Some(lang) = &block.lang {
                self.count(&spoken(lang), 2 * text.chars().count());
                continue;
            }
            for c in text.chars() {
                match script(c) {
                    "" => self.count("", 1),
                    lang => self.count(lang, 2),
                }
            }
        }
    }

    fn count(&mut self, lang: &str, letters: usize) {
        match self.0.get_mut(lang) {
            Some(counted) => *counted += letters,
            None => drop(self.0.insert(lang.to_owned(), letters)),
        }
    }

    /// The language of most; the first by name where two are as many.
    fn most(&self) -> &str {
        let most = self.0.iter().max_by(|(one, n), (other, m)| n.cmp(m).then(other.cmp(one)));
        most.map_or("", |(lang, _)| lang)
    }
}

/// The language of a chapter, as the first part of a tag; empty where nobody can tell.
pub(crate) fn of_chapter(chapter: &Chapter) -> String {
    let mut letters = Letters::default();
    letters.add(chapter);
    letters.most().to_owned()
}

/// The language of most letters in these chapters; empty where nobody can tell.
pub fn of_all(chapters: &[Chapter]) -> String {
    let mut letters = Letters::default();
    chapters.iter().for_each(|chapter| letters.add(chapter));
    letters.most().to_owned()
}

/// The language of an edition: of most letters in its chapters, each of which `open` is asked for.
///
/// # Errors
/// Whatever `open` says.
pub fn language<E>(
    manifest: &Manifest,
    mut open: impl FnMut(usize) -> Result<Chapter, E>,
) -> Result<String, E> {
    let mut letters = Letters::default();
    for index in 0..manifest.chapters.len() {
        letters.add(&open(index)?);
    }
    Ok(letters.most().to_owned())
}

/// `pt-BR` is Portuguese.
fn spoken(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// The language of a letter whose script writes only one of the languages of the United Nations.
fn script(c: char) -> &'static str {
    match c {
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
            "ar"
        }
        '\u{400}'..='\u{52f}' => "ru",
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => "zh",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(blocks: &[(&str, &str)], expected: &str) {
        let mut letters = Letters::default();
        for (lang, text) in blocks {
            match *lang {
                "" => text
                    .chars()
                    .for_each(|c| letters.count(script(c), if script(c).is_empty() { 1 } else { 2 })),
                lang => letters.count(&spoken(lang), 2 * text.chars().count()),
            }
        }
        assert_eq!(letters.most(), expected, "{blocks:?}");
    }

    #[test]
    fn most_letters_decide() {
        check(&[], "");
        check(&[("", "Early warning")], "");
        check(&[("fr", "Le bureau"), ("", "Early warn")], "fr");
        check(&[("fr", "Le"), ("", "Early warning is a daily task")], "");
        check(&[("", "الإنذار المبكر (R2P)")], "ar");
        check(&[("pt-BR", "O ponto focal"), ("pt", "e a sua mesa"), ("en", "The desk of all of them")], "pt");
    }
}
