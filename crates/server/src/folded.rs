//! Text as it is searched: without case, without accents and vowel signs, white space as single spaces. Pure; remembers
//! nothing of where a letter stood, but can find it again.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A line that only makes Arabic words longer.
const TATWEEL: char = '\u{640}';
/// Of a snippet, before and behind what was found.
const BEFORE_CHARS: usize = 60;
const BEHIND_CHARS: usize = 120;
const CUT: char = '…';

/// A text without what does not count in a search.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        push(c, &mut folded);
    }
    folded
}

fn push(c: char, folded: &mut String) {
    if c.is_whitespace() || c.is_control() {
        if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if !is_combining_mark(part) && part != TATWEEL {
            folded.extend(part.to_lowercase());
        }
    }
}

/// A piece of a text around what was found in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Snippet {
    pub(crate) text: String,
    /// Where it was found, from and to, in UTF-16 code units of the snippet.
    pub(crate) found: Vec<(usize, usize)>,
}

/// The piece of a text around the first place where `sought`, folded already, stands in it.
pub(crate) fn snippet(text: &str, sought: &str) -> Option<Snippet> {
    // Behind each character, how much has been folded so far.
    let mut folded = String::new();
    let chars: Vec<(char, usize, usize)> = text
        .chars()
        .map(|c| {
            let from = folded.len();
            push(c, &mut folded);
            (c, from, folded.len())
        })
        .collect();
    let places: Vec<(usize, usize)> =
        folded.match_indices(sought).map(|(at, found)| (at, at + found.len())).collect();
    let (first, _) = *places.first()?;
    let at = chars.iter().position(|(_, _, to)| *to > first)?;
    let from = begin(&chars, at.saturating_sub(BEFORE_CHARS), at);
    let to = (at + sought.chars().count() + BEHIND_CHARS).min(chars.len());
    let mut snippet = Snippet { text: String::new(), found: Vec::new() };
    let mut units = 0;
    let mut open: Option<usize> = None;
    if from > 0 {
        snippet.text.push(CUT);
        units += 1;
    }
    for (c, began, ended) in &chars[from..to] {
        // A character that folds to nothing belongs to the one before it.
        let is_in = match ended > began {
            true => places.iter().any(|(from, to)| began < to && from < ended),
            false => {
                let inside = places.iter().any(|(from, to)| from < began && began < to);
                inside || (open.is_some() && !c.is_whitespace())
            }
        };
        match (open, is_in) {
            (None, true) => open = Some(units),
            (Some(since), false) => {
                snippet.found.push((since, units));
                open = None;
            }
            _ => {}
        }
        snippet.text.push(if c.is_control() { ' ' } else { *c });
        units += c.len_utf16();
    }
    if let Some(since) = open {
        snippet.found.push((since, units));
    }
    if to < chars.len() {
        snippet.text.push(CUT);
    }
    Some(snippet)
}

/// Where a word begins, from `from` on and before `at`.
fn begin(chars: &[(char, usize, usize)], from: usize, at: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let space = (from..at).find(|place| chars[*place].0.is_whitespace());
    space.map_or(from, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_vowel_signs_do_not_count() {
        assert_eq!(fold("Éarly  WARNÍNG\n"), "early warning ");
        assert_eq!(fold("Straße ﬁn"), "straße fin");
        assert_eq!(fold("الإِنْذَار المُبـــكِر"), fold("الانذار المبكر"));
        assert_eq!(fold("ação Ñandú"), "acao nandu");
    }

    fn marked(text: &str, sought: &str) -> Option<String> {
        let snippet = snippet(text, &fold(sought))?;
        let units: Vec<u16> = snippet.text.encode_utf16().collect();
        let mut out = String::new();
        let mut last = 0;
        for (from, to) in snippet.found {
            out += &String::from_utf16(&units[last..from]).expect("whole characters");
            out += &format!("[{}]", String::from_utf16(&units[from..to]).expect("whole characters"));
            last = to;
        }
        Some(out + &String::from_utf16(&units[last..]).expect("whole characters"))
    }

    #[test]
    fn what_was_found_is_marked_where_it_stands() {
        assert_eq!(marked("Alerte précoce 😀 à temps", "PRECOCE").unwrap(), "Alerte [précoce] 😀 à temps");
        assert_eq!(marked("😀😀 warn and Warn", "warn").unwrap(), "😀😀 [warn] and [Warn]");
        assert_eq!(marked("early\n warning", "early warning").unwrap(), "[early  warning]");
        assert_eq!(marked("الإِنْذَار المُبكِر", "الانذار").unwrap(), "[الإِنْذَار] المُبكِر");
        assert_eq!(marked("nothing", "something"), None);
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        let text = format!("{} here it is {}", "before ".repeat(40), "behind ".repeat(40));
        let shown = marked(&text, "here it is").unwrap();
        assert!(
            shown.starts_with("…before ") && shown.contains("[here it is]") && shown.ends_with('…'),
            "{shown}"
        );
        assert!(shown.chars().count() < 220);
    }
}
