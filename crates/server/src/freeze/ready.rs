//! A final edition wants the manual ready: what is left to do refuses it, in words for people. What that is `edition::ready` says.

use edition::ready::{ChapterInput, Code, Severity, ready};

use super::NotFrozen;

/// # Errors
/// `NotReady` names the first thing that keeps these chapters out of a final edition, and how many more there are.
pub(super) fn check(inputs: &[ChapterInput], public: bool) -> Result<(), NotFrozen> {
    let findings = ready(inputs, public);
    let mut errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    let chapter = inputs.iter().find(|input| input.id == first.chapter);
    let title = chapter.map_or(String::new(), |input| input.title.clone());
    Err(NotFrozen::NotReady { title, what: first.code, more: errors.count() })
}

/// What is left to do, as a command says it. Pages have their own words for each code.
pub(super) fn words(code: Code) -> &'static str {
    match code {
        Code::NoTitle => "it has no title",
        Code::EmptyChapter => "it is empty",
        Code::SkippedLevel => "a heading skips a level",
        Code::NoAlt => "a picture is not described in words",
        Code::NoPicture => "a figure has no picture",
        Code::NoHeadRow => "a table has no head row",
        Code::BrokenReference => "a cross-reference leads nowhere",
        Code::SuggestionLeft => "a suggestion is not decided",
        Code::BracketLeft => "a bracket is left in the text",
        Code::NoGlyph => "it has characters that cannot be printed",
        Code::UnreleasedCase => "it shows a case study that the network keeps to itself",
    }
}

/// That there is more of the kind.
pub(super) fn and_more(more: usize) -> String {
    if more == 0 { String::new() } else { format!(" (and {more} more on the list of what is left to do)") }
}
