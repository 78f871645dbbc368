//! What stands in the way of printing, and where: one line of JSON each, for a program to read.

use std::fmt;

use serde_json::json;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// What came in is no edition.
    Unreadable,
    /// The fonts are missing, or others than those that are pinned.
    Fonts,
    /// No font has a character.
    NoGlyph,
    /// A picture cannot be shown.
    Picture,
    /// There is no such chapter.
    NoChapter,
    /// Typst, or the standards of the PDF, refuse it.
    Refused,
    /// The press itself is broken.
    Broken,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The id of the chapter, where it is in one.
    pub chapter: Option<String>,
    /// The id of the block, where it has one.
    pub block: Option<String>,
    pub code: Code,
    pub text: String,
}

impl Code {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Fonts => "fonts",
            Self::NoGlyph => "no-glyph",
            Self::Picture => "no-picture",
            Self::NoChapter => "no-chapter",
            Self::Refused => "refused",
            Self::Broken => "broken",
        }
    }
}

impl Problem {
    /// One that is nowhere in particular.
    pub fn new(code: Code, text: impl Into<String>) -> Self {
        Self { chapter: None, block: None, code, text: text.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { chapter, block, code, text } = self;
        json!({ "chapter": chapter, "block": block, "code": code.as_str(), "text": text }).fmt(f)
    }
}
