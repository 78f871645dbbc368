//! One text against another, word by word. Words are those of Unicode, also where none are parted by spaces. The time is
//! bounded: where two texts have too many words to compare, all between what they share at both ends goes and comes.

use similar::{Algorithm, DiffOp, DiffableStr, capture_diff_slices};

use crate::inline::is_space;

/// A stretch of words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub is: Is,
    /// Never empty.
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Is {
    Same,
    Added,
    Removed,
}

impl Is {
    /// The word used on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// What may still be spent on comparing the words of one chapter, in pairs of words.
pub struct Effort {
    pairs: u64,
}

/// A second or so; an honest chapter of a hundred thousand words needs a tenth.
const PAIRS_MAX: u64 = 100_000_000;

impl Default for Effort {
    fn default() -> Self {
        Self { pairs: PAIRS_MAX }
    }
}

impl Effort {
    /// Takes what comparing so many words may cost at the worst.
    fn spend(&mut self, words: usize) -> bool {
        let words = words as u64;
        let left = self.pairs.checked_sub(words.saturating_mul(words));
        left.inspect(|left| self.pairs = *left).is_some()
    }
}

/// How two texts differ.
pub fn parts(was: &str, now: &str, effort: &mut Effort) -> Vec<Part> {
    if was == now {
        let mut parts = Parts::default();
        parts.push(Is::Same, now);
        return parts.done();
    }
    let (old, new) = (was.tokenize_unicode_words(), now.tokenize_unicode_words());
    let shared = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[shared..], &new[shared..]);
    let ends_alike =
        old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let old_middle = &old_rest[..old_rest.len() - ends_alike];
    let (new_middle, end) = new_rest.split_at(new_rest.len() - ends_alike);
    let mut parts = Parts::default();
    parts.same(&new[..shared]);
    if effort.spend(old_middle.len() + new_middle.len()) {
        compare(&mut parts, old_middle, new_middle);
    } else {
        parts.replaced(old_middle, new_middle);
    }
    parts.same(end);
    parts.done()
}

fn compare(parts: &mut Parts, old: &[&str], new: &[&str]) {
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        match op {
            DiffOp::Equal { new_index, len, .. } => parts.same(&new[new_index..new_index + len]),
            DiffOp::Delete { old_index, old_len, .. } => {
                parts.replaced(&old[old_index..old_index + old_len], &[]);
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                parts.replaced(&[], &new[new_index..new_index + new_len]);
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                parts.replaced(&old[old_index..old_index + old_len], &new[new_index..new_index + new_len]);
            }
        }
    }
}

/// Parts as they come together: neighbours of a kind are one, and a space between two changes belongs to both.
#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
    removed: String,
    added: String,
    /// Shared, and only spaces: whether it parts two changes is not known yet.
    space: String,
}

impl Parts {
    fn same(&mut self, tokens: &[&str]) {
        let text = tokens.concat();
        let changes = !self.removed.is_empty() || !self.added.is_empty();
        if changes && text.chars().all(is_space) {
            self.space.push_str(&text);
            return;
        }
        self.flush();
        self.push(Is::Same, &text);
    }

    fn replaced(&mut self, old: &[&str], new: &[&str]) {
        if !self.space.is_empty() {
            let space = std::mem::take(&mut self.space);
            self.removed.push_str(&space);
            self.added.push_str(&space);
        }
        self.removed.push_str(&old.concat());
        self.added.push_str(&new.concat());
    }

    fn flush(&mut self) {
        let (removed, added, space) = (
            std::mem::take(&mut self.removed),
            std::mem::take(&mut self.added),
            std::mem::take(&mut self.space),
        );
        self.push(Is::Removed, &removed);
        self.push(Is::Added, &added);
        self.push(Is::Same, &space);
    }

    fn push(&mut self, is: Is, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.is == is => last.text.push_str(text),
            _ => self.parts.push(Part { is, text: text.to_owned() }),
        }
    }

    fn done(mut self) -> Vec<Part> {
        self.flush();
        self.parts
    }
}

/// The words of a text, as far as they hold a letter or a digit.
pub(super) fn count(text: &str) -> u64 {
    let words = text.tokenize_unicode_words();
    let words = words.iter().filter(|word| word.chars().any(char::is_alphanumeric));
    u64::try_from(words.count()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(was: &str, now: &str) -> String {
        let signs = |part: Part| match part.is {
            Is::Same => part.text,
            Is::Added => format!("[+{}]", part.text),
            Is::Removed => format!("[-{}]", part.text),
        };
        parts(was, now, &mut Effort::default()).into_iter().map(signs).collect()
    }

    #[test]
    fn words_come_and_go() {
        assert_eq!(shown("early warning", "early warning"), "early warning");
        assert_eq!(shown("", "early"), "[+early]");
        assert_eq!(shown("early warning", ""), "[-early warning]");
        assert_eq!(
            shown("An early warning.", "An early and late warning!"),
            "An early [+and late ]warning[-.][+!]"
        );
        assert_eq!(shown("one two three four", "one zwei drei four"), "one [-two three][+zwei drei] four");
        assert_eq!(shown("Déjà vu", "Deja vu"), "[-Déjà][+Deja] vu");
        assert_eq!(shown("إنذار مبكر", "إنذار متأخر"), "إنذار [-مبكر][+متأخر]");
        assert_eq!(shown("早期警告", "早期预警"), "早期[+预]警[-告]");
    }

    #[test]
    fn two_texts_with_nothing_in_common_are_not_compared_for_ever() {
        let text = |word: &str| (0..60_000).map(|n| format!("{word}{n} ")).collect::<String>();
        let (was, now) = (text("a"), text("b"));
        let parts = parts(&was, &now, &mut Effort::default());
        let is: Vec<Is> = parts.iter().map(|part| part.is).collect();
        assert_eq!(is, [Is::Removed, Is::Added, Is::Same], "and the space at the end");
        assert_eq!(count(&parts[1].text), 60_000);
    }

    proptest! {
        #[test]
        fn both_texts_stand_in_the_parts(was in "[ab ,.]{0,40}", now in "[ab ,.]{0,40}", pairs in 0u64..900) {
            let parts = parts(&was, &now, &mut Effort { pairs });
            let text = |but: Is| parts.iter().filter(|part| part.is != but).map(|part| part.text.as_str()).collect::<String>();
            prop_assert_eq!(text(Is::Added), was);
            prop_assert_eq!(text(Is::Removed), now);
            prop_assert!(parts.iter().all(|part| !part.text.is_empty()));
            prop_assert!(parts.windows(2).all(|two| two[0].is != two[1].is));
        }
    }
}
