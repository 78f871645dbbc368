//! What a template asks of the chapters that are made from it: which parts, and which of them a chapter still lacks
//! (docs/document-model.md, "Parts"). Pure; never writes. How such a chapter begins is `parts::seed`.
//!
//! TypeScript has the same in web/src/editor/parts.ts; both read crates/manual/vectors/parts-*.json.

mod seed;

use std::collections::{HashMap, HashSet};

use crate::block::{Block, Direction, Kind, Node, is_part};
use crate::flatten::in_order;
use crate::id::PayloadId;
use crate::inset::Inset;
use crate::numbers::{has_words, plain};

pub use seed::seed;

/// Most parts of a template. Further headings are text like any other.
pub const PARTS_MAX: usize = 100;
/// Longest hint, in characters. What is longer is cut.
pub const HINT_CHARS_MAX: usize = 1_000;
/// Most texts of one part that a chapter is given.
pub const GIVEN_MAX: usize = 1_000;

/// A part that a template asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The id of the template's heading: what `part` says on the chapter's.
    pub id: String,
    /// [`Kind::Heading2`] or [`Kind::Heading3`].
    pub kind: Kind,
    pub title: String,
    pub dir: Option<Direction>,
    pub lang: Option<String>,
    /// What stands under the heading, line by line: for whoever writes, and never in the chapter.
    pub hint: String,
    /// False for a heading that only gathers the parts under it.
    pub asks: bool,
    /// Captions, cells and pictures that the chapter begins with: they are nobody's words.
    pub given: Vec<String>,
}

/// How a part stands in a chapter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Something stands under its heading that was not given.
    Written,
    Empty,
    /// Its heading is not there.
    Gone,
}

/// How many parts a chapter has to have, and how many of them it lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tally {
    pub of: usize,
    pub missing: usize,
}

/// The parts of a template, in its order.
pub fn parts(template: &[Node]) -> Vec<Part> {
    let sections = sections(template);
    let next = sections.iter().skip(1).map(|section| section.heading.map(|(heading, _)| heading.kind));
    let next: Vec<Option<Kind>> = next.chain([None]).collect();
    let parts = sections.iter().zip(next).filter_map(|(section, next)| section.part(next));
    parts.collect()
}

/// What a template says ahead of its first part, line by line: for whoever writes, like a hint.
pub fn lead(template: &[Node]) -> String {
    sections(template).first().map(Section::hint).unwrap_or_default()
}

/// How each of these parts stands in a chapter.
pub fn states(parts: &[Part], chapter: &[Node]) -> Vec<State> {
    let of: HashMap<&str, usize> =
        parts.iter().enumerate().map(|(at, part)| (part.id.as_str(), at)).collect();
    let given: Vec<HashSet<&str>> =
        parts.iter().map(|part| part.given.iter().map(String::as_str).collect()).collect();
    let mut states = vec![State::Gone; parts.len()];
    let mut open = None;
    for (block, ..) in in_order(chapter) {
        if let Some(at) = block.part.as_deref().and_then(|part| of.get(part)) {
            open = Some(*at);
            if states[*at] == State::Gone {
                states[*at] = if parts[*at].asks { State::Empty } else { State::Written };
            }
        } else if let Some(level) = level(block.kind) {
            open = open.filter(|at| Some(level) > self::level(parts[*at].kind));
        } else if let Some(at) = open.filter(|at| says_something(block, &given[*at])) {
            states[at] = State::Written;
        }
    }
    states
}

/// The same as two numbers.
pub fn tally(parts: &[Part], states: &[State]) -> Tally {
    let asked = || parts.iter().zip(states).filter(|(part, _)| part.asks);
    Tally { of: asked().count(), missing: asked().filter(|(_, state)| **state != State::Written).count() }
}

impl State {
    /// The word in the vectors.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Empty => "empty",
            Self::Gone => "gone",
        }
    }
}

/// A heading of a template with what stands under it. The first section of all has none.
struct Section<'t> {
    heading: Option<(&'t Block, Option<PayloadId>)>,
    /// Each with the box it stands in.
    blocks: Vec<(&'t Block, Option<PayloadId>)>,
}

fn sections(template: &[Node]) -> Vec<Section<'_>> {
    let mut sections = vec![Section { heading: None, blocks: Vec::new() }];
    for (block, _, in_box) in in_order(template) {
        let section = sections.last_mut().expect("there is one from the start");
        section.blocks.push((block, in_box));
        if opens_part(block) && sections.len() <= PARTS_MAX {
            sections.last_mut().and_then(|section| section.blocks.pop());
            sections.push(Section { heading: Some((block, in_box)), blocks: Vec::new() });
        }
    }
    sections
}

fn opens_part(block: &Block) -> bool {
    matches!(block.kind, Kind::Heading2 | Kind::Heading3)
        && is_part(&block.id)
        && has_words(&plain(&block.content))
}

impl Section<'_> {
    /// `next`: the kind of the heading that ends the section.
    fn part(&self, next: Option<Kind>) -> Option<Part> {
        let (heading, _) = self.heading?;
        Some(Part {
            id: heading.id.clone(),
            kind: heading.kind,
            title: plain(&heading.content),
            dir: heading.dir,
            lang: heading.lang.clone(),
            hint: self.hint(),
            asks: self.asks(heading.kind, next),
            given: self.given(),
        })
    }

    /// Directly above deeper ones, a heading asks for nothing itself.
    fn asks(&self, kind: Kind, next: Option<Kind>) -> bool {
        let holds = |(block, in_box): &(&Block, Option<PayloadId>)| {
            in_box.is_some() || block.kind.is_inset() || has_words(&plain(&block.content))
        };
        self.blocks.iter().any(holds) || next.is_none_or(|next| level(next) <= level(kind))
    }

    fn hint(&self) -> String {
        let text = self.blocks.iter().filter(|(block, _)| !block.kind.is_inset());
        let lines = text.map(|(block, _)| plain(&block.content)).filter(|line| has_words(line));
        lines.collect::<Vec<_>>().join("\n").chars().take(HINT_CHARS_MAX).collect()
    }

    fn given(&self) -> Vec<String> {
        let texts = self.blocks.iter().filter(|(block, _)| block.kind.is_inset());
        texts.flat_map(|(block, _)| texts_of(block)).take(GIVEN_MAX).collect()
    }
}

/// Whether a block has words, or a picture, that the template did not give.
fn says_something(block: &Block, given: &HashSet<&str>) -> bool {
    match block.kind.is_inset() {
        true => texts_of(block).any(|text| !given.contains(text.as_str())),
        false => has_words(&plain(&block.content)),
    }
}

/// Caption, cells and picture of a table or figure, where it is shown first.
fn texts_of(block: &Block) -> impl Iterator<Item = String> {
    let mut texts = vec![plain(&block.content)];
    match block.inset.as_deref() {
        Some(Inset::Table(table)) => {
            texts.extend(table.rows.iter().flat_map(|row| &row.cells).map(|cell| plain(&cell.content)));
        }
        Some(Inset::Figure(figure)) => texts.extend(figure.image.iter().map(|image| image.sha256.clone())),
        None => texts.clear(),
    }
    texts.into_iter().filter(|text| has_words(text))
}

/// How deep a heading stands; `None` for other kinds.
fn level(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Heading2 => Some(2),
        Kind::Heading3 => Some(3),
        Kind::Heading4 => Some(4),
        _ => None,
    }
}
