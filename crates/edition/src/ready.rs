//! What stands in the way of publishing: said long before anybody freezes, with the block to go to. An error keeps a chapter out of
//! a final edition; a warning is for people to think about.
//!
//! Looks at chapters as they are, not as they would be frozen: freezing leaves behind what only the live document needs, such as
//! suggestions that nobody has decided about. Judges nothing that the freeze itself refuses. Next: `ready::chapter`.

mod chapter;
pub mod coverage;
mod reserved;

use std::collections::{HashMap, HashSet};

use manual::document::Document;
use manual::flat::{self, Unit};
use manual::id::ChapterId;
use manual::payload::Payloads;

use self::coverage::Coverage;
use crate::ChapterFacts;
use crate::freeze::tree;
use crate::site::places::Places;

/// A chapter as its document is now.
#[derive(Clone, Debug)]
pub struct ChapterInput {
    pub id: ChapterId,
    pub title: String,
    /// The chapter it stands under.
    pub parent: Option<ChapterId>,
    units: Vec<Unit>,
    payloads: Payloads,
}

impl ChapterInput {
    /// Reads a document; nothing of it is held afterwards. Opens its own transaction: never call it inside one.
    pub fn of(id: ChapterId, title: &str, parent: Option<ChapterId>, document: &Document) -> Self {
        let body = flat::body(document);
        let units = document.read(|txn| flat::read(txn, &body));
        Self { id, title: title.to_owned(), parent, units, payloads: Payloads::read(document) }
    }
}

/// Something to mend, or to think about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub chapter: ChapterId,
    /// The block to go to; none: the chapter as a whole.
    pub block: Option<String>,
    pub code: Code,
    pub severity: Severity,
    /// What it is about, as it stands in the chapter: words, a title, the characters. Never a sentence, never a language.
    pub detail: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// No final edition until it is mended.
    Error,
    Warning,
}

impl Severity {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Code {
    /// A chapter or a box has no title.
    NoTitle,
    EmptyChapter,
    /// A heading stands more than one level below the one before it.
    SkippedLevel,
    /// A picture is not described, and nobody said that it only decorates.
    NoAlt,
    NoPicture,
    NoHeadRow,
    BrokenReference,
    SuggestionLeft,
    BracketLeft,
    /// The fonts of the printed edition have no such character.
    NoGlyph,
    /// A case study that only the network may read.
    UnreleasedCase,
}

impl Code {
    pub const ALL: [Self; 11] = [
        Self::NoTitle,
        Self::EmptyChapter,
        Self::SkippedLevel,
        Self::NoAlt,
        Self::NoPicture,
        Self::NoHeadRow,
        Self::BrokenReference,
        Self::SuggestionLeft,
        Self::BracketLeft,
        Self::NoGlyph,
        Self::UnreleasedCase,
    ];

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoTitle => "no-title",
            Self::EmptyChapter => "empty-chapter",
            Self::SkippedLevel => "skipped-level",
            Self::NoAlt => "no-alt",
            Self::NoPicture => "no-picture",
            Self::NoHeadRow => "no-head-row",
            Self::BrokenReference => "broken-reference",
            Self::SuggestionLeft => "suggestion-left",
            Self::BracketLeft => "bracket-left",
            Self::NoGlyph => "no-glyph",
            Self::UnreleasedCase => "unreleased-case",
        }
    }
}

/// What stands in the way of an edition of these chapters, which everybody may read (`public`) or the network alone: chapter by
/// chapter, each in the order of reading.
pub fn ready(chapters: &[ChapterInput], public: bool) -> Vec<Finding> {
    let frozen = |input: &ChapterInput| {
        let facts = ChapterFacts { id: input.id, title: &input.title };
        tree(&facts, input.units.clone(), input.payloads.clone())
    };
    let trees: Vec<_> = chapters.iter().map(frozen).collect();
    let places: HashMap<ChapterId, Places> =
        trees.iter().map(|tree| (tree.id, Places::of(tree, ""))).collect();
    let parents: HashSet<ChapterId> = chapters.iter().filter_map(|chapter| chapter.parent).collect();
    let coverage = Coverage::pinned();
    let mut findings = Vec::new();
    for (input, tree) in chapters.iter().zip(&trees) {
        let is_parent = parents.contains(&input.id);
        findings.extend(chapter::Look::at(input, tree, &places, &coverage).all(is_parent, public));
    }
    findings
}

#[cfg(test)]
mod tests;
