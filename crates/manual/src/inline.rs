//! What stands in a line of text: runs with their style, breaks, notes, cross-references. Plain values.
//!
//! Nothing here knows Yjs. Names and bounds are those of docs/document-model.md. Read `block` next.

use serde_json::Value;

use crate::id::{ChapterId, PayloadId};

/// Longest address of a link, in UTF-16 code units.
pub const ADDRESS_UNITS_MAX: usize = 2048;
/// Longest language tag, in characters.
pub const LANGUAGE_CHARS_MAX: usize = 35;

/// A piece of a block's content.
#[derive(Clone, PartialEq, Debug)]
pub enum Inline {
    Text {
        text: String,
        style: Style,
    },
    Break,
    PageBreak,
    Note {
        id: PayloadId,
        /// What it says, where it is shown first.
        content: Option<Vec<Inline>>,
    },
    Xref {
        /// The id of a block or a box, by [`crate::line::is_target`].
        target: String,
        /// The chapter it is in, if another.
        chapter: Option<ChapterId>,
    },
    /// Something we do not know, kept as it is: the embedded JSON, or null for a shared type.
    Unknown(Value),
}

/// The inline attributes a run of text shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Style {
    pub strong: bool,
    pub em: bool,
    pub sub: bool,
    pub sup: bool,
    pub code: bool,
    /// An address by [`is_address`].
    pub link: Option<String>,
    pub term: Option<String>,
    /// A language tag by [`is_language`].
    pub lang: Option<String>,
}

impl Inline {
    /// A run of text without attributes.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), style: Style::default() }
    }
}

impl Style {
    /// The names we know.
    pub fn names() -> [&'static str; 8] {
        ["strong", "em", "sub", "sup", "code", "link", "term", "lang"]
    }

    /// Shows one attribute as it was written; `false` when the name or the value is not one we show.
    pub fn show(&mut self, name: &str, value: &Value) -> bool {
        let flag = match name {
            "strong" => &mut self.strong,
            "em" => &mut self.em,
            "sub" => &mut self.sub,
            "sup" => &mut self.sup,
            "code" => &mut self.code,
            _ => return self.show_text(name, value),
        };
        *flag |= value == &Value::Bool(true);
        value == &Value::Bool(true)
    }

    fn show_text(&mut self, name: &str, value: &Value) -> bool {
        let Some(text) = value.as_str() else { return false };
        let (slot, shown) = match name {
            "link" => (&mut self.link, is_address(text)),
            "term" => (&mut self.term, !text.is_empty()),
            "lang" => (&mut self.lang, is_language(text)),
            _ => return false,
        };
        if shown {
            *slot = Some(text.to_owned());
        }
        shown
    }

    /// What has to be written for this style, in the order of the names.
    pub fn written(&self) -> serde_json::Map<String, Value> {
        let flags = [
            ("strong", self.strong),
            ("em", self.em),
            ("sub", self.sub),
            ("sup", self.sup),
            ("code", self.code),
        ];
        let texts = [("link", &self.link), ("term", &self.term), ("lang", &self.lang)];
        let flags = flags.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name, Value::Bool(true)));
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?.into())));
        flags.chain(texts).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// Whether a link may point there: `https://`, `http://` or `mailto:` with something behind it, no spaces or control
/// characters, at most [`ADDRESS_UNITS_MAX`].
pub fn is_address(text: &str) -> bool {
    let begins = |scheme: &str| {
        text.len() > scheme.len() && text.as_bytes()[..scheme.len()].eq_ignore_ascii_case(scheme.as_bytes())
    };
    (begins("https://") || begins("http://") || begins("mailto:"))
        && !text.chars().any(|c| c <= ' ' || is_control(c))
        && text.encode_utf16().count() <= ADDRESS_UNITS_MAX
}

/// Whether this is a language tag: groups of `A-Za-z0-9` joined by hyphens, at most [`LANGUAGE_CHARS_MAX`].
pub fn is_language(text: &str) -> bool {
    text.len() <= LANGUAGE_CHARS_MAX
        && text
            .split('-')
            .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a character is a space, as all counting of words and blanks takes it. Those that break lines are none.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() && !is_control(c)
}

/// Whether a character of the text is shown as a line break.
pub fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_style_writes_shows_the_same() {
        let style = Style { sup: true, link: Some("mailto:a@b".into()), ..Style::default() };
        let mut again = Style::default();
        for (name, value) in style.written() {
            assert!(again.show(&name, &value));
        }
        assert_eq!(again, style);
    }

    #[test]
    fn addresses_and_languages_are_bounded() {
        assert!(is_address("https://a") && !is_address("https://") && !is_address("é"));
        assert!(!is_address("javascript:https://a") && !is_address("https://a\u{85}"));
        assert!(is_language("pt-BR") && !is_language("") && !is_language("pt-"));
    }
}
