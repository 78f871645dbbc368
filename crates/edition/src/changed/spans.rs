//! The words of one line as they were and as they are: what stays, comes and goes, each piece as it looks and leads where it stands. A
//! reference is the same while it points at the same place, a note while it is the same note: new numbers are no change.

use std::collections::{HashMap, HashSet};

use manual::difference::{Effort, Is, words};
use manual::id::{ChapterId, PayloadId};
use manual::inline::Style;

use super::Pair;
use crate::set::{Book, Inline, Line, Target};

/// Pieces that stay, come or go together.
pub struct Span<'b> {
    pub is: Is,
    pub pieces: Vec<Piece<'b>>,
}

pub enum Piece<'b> {
    Text {
        text: &'b str,
        style: &'b Style,
        is_term: bool,
    },
    Break,
    PageBreak,
    Note {
        number: u32,
        /// What it says; nothing, where it is shown elsewhere.
        said: Pair<&'b Line>,
    },
    Reference {
        to: Option<&'b Target>,
        text: &'b str,
    },
    /// Something that has no kind: its JSON.
    Unknown(&'b str),
}

/// Who cuts the lines of one chapter.
pub struct Spans<'b> {
    before: &'b Book,
    after: &'b Book,
    /// What may still be spent on comparing its words.
    effort: Effort,
}

impl<'b> Spans<'b> {
    pub fn new(before: &'b Book, after: &'b Book) -> Self {
        Self { before, after, effort: Effort::default() }
    }

    /// Of texts that have no looks.
    pub fn texts(&mut self, was: Option<&str>, now: Option<&str>) -> Vec<(Is, String)> {
        let parts = words(was.unwrap_or_default(), now.unwrap_or_default(), &mut self.effort);
        parts.into_iter().map(|part| (part.is, part.text)).collect()
    }

    /// Of a line.
    pub fn line(&mut self, pair: Pair<&'b Line>) -> Vec<Span<'b>> {
        let content = pair.map(|line| line.content.as_slice());
        let (old, new) = (content.was.unwrap_or_default(), content.now.unwrap_or_default());
        let mut signs = Signs::new([old, new]);
        let (was, now) = (Flat::of(old, self.before, &mut signs), Flat::of(new, self.after, &mut signs));
        let mut spans = Vec::new();
        let (mut old, mut new) = (0, 0);
        for part in words(&was.text, &now.text, &mut self.effort) {
            let length = part.text.len();
            let pieces = match part.is {
                Is::Same => stays(&was, &now, (old, new), length),
                Is::Added => now.pieces(new, new + length, |line| Pair { was: None, now: line }),
                Is::Removed => was.pieces(old, old + length, |line| Pair { was: line, now: None }),
            };
            old += if part.is == Is::Added { 0 } else { length };
            new += if part.is == Is::Removed { 0 } else { length };
            spans.push(Span { is: part.is, pieces });
        }
        spans
    }
}

/// Words that stay, as they look now. What a note says may be other words.
fn stays<'b>(
    was: &Flat<'b>,
    now: &Flat<'b>,
    (mut old, mut new): (usize, usize),
    length: usize,
) -> Vec<Piece<'b>> {
    let mut pieces = Vec::new();
    let end = new + length;
    while new < end {
        let (Some((before, _, old_end)), Some((here, from, new_end))) = (was.at(old), now.at(new)) else {
            break;
        };
        let step = (old_end - old).min(new_end - new).min(end - new);
        let was_said = match before {
            Inline::Note { said, .. } => said.as_ref(),
            Inline::Text { .. }
            | Inline::Break
            | Inline::PageBreak
            | Inline::Reference { .. }
            | Inline::Unknown(_) => None,
        };
        let said = |line| Pair { was: was_said, now: line };
        pieces.push(piece(here, new - from, new - from + step, said));
        (old, new) = (old + step, new + step);
    }
    pieces
}

/// A part of one inline, in bytes of it.
fn piece<'b>(
    inline: &'b Inline,
    from: usize,
    to: usize,
    said: impl FnOnce(Option<&'b Line>) -> Pair<&'b Line>,
) -> Piece<'b> {
    match inline {
        Inline::Text { text, style, is_term } => {
            Piece::Text { text: text.get(from..to).unwrap_or_default(), style, is_term: *is_term }
        }
        Inline::Unknown(json) => Piece::Unknown(json.get(from..to).unwrap_or_default()),
        Inline::Break => Piece::Break,
        Inline::PageBreak => Piece::PageBreak,
        Inline::Reference { to, text } => Piece::Reference { to: to.as_ref(), text },
        Inline::Note { id: _, number, said: line } => Piece::Note {
            number: *number,
            said: line.as_ref().map_or(Pair { was: None, now: None }, |line| said(Some(line))),
        },
    }
}

/// A line as one text, in which whatever has no words is one sign.
struct Flat<'b> {
    text: String,
    /// Each with where it begins and ends.
    inlines: Vec<(&'b Inline, usize, usize)>,
}

impl<'b> Flat<'b> {
    fn of(content: &'b [Inline], book: &Book, signs: &mut Signs) -> Self {
        let mut flat = Self { text: String::new(), inlines: Vec::new() };
        for inline in content {
            let from = flat.text.len();
            match inline {
                Inline::Text { text, .. } => flat.text.push_str(text),
                Inline::Unknown(json) => flat.text.push_str(json),
                Inline::Break => flat.text.push('\n'),
                Inline::PageBreak => flat.text.push('\u{c}'),
                Inline::Note { id, number: _, said } => {
                    flat.text.push(signs.of(Sign::Note(*id, said.is_some())))
                }
                Inline::Reference { to, text: _ } => {
                    let chapter = |to: &Target| book.chapters.get(to.chapter).map(|chapter| chapter.id);
                    let to = to.as_ref().and_then(|to| Some((chapter(to)?, to.anchor.clone())));
                    flat.text.push(signs.of(Sign::Reference(to)));
                }
            }
            if flat.text.len() > from {
                flat.inlines.push((inline, from, flat.text.len()));
            }
        }
        flat
    }

    /// What stands at a byte, from where to where.
    fn at(&self, byte: usize) -> Option<(&'b Inline, usize, usize)> {
        let next = self.inlines.partition_point(|(_, from, _)| *from <= byte);
        self.inlines.get(next.checked_sub(1)?).copied().filter(|(_, _, end)| byte < *end)
    }

    fn pieces(
        &self,
        mut at: usize,
        end: usize,
        said: impl Fn(Option<&'b Line>) -> Pair<&'b Line>,
    ) -> Vec<Piece<'b>> {
        let mut pieces = Vec::new();
        while let Some((inline, from, to)) = self.at(at).filter(|_| at < end) {
            let to = to.min(end);
            pieces.push(piece(inline, at - from, to - from, &said));
            at = to;
        }
        pieces
    }
}

/// What has no words.
#[derive(PartialEq, Eq, Hash)]
enum Sign {
    Note(PayloadId, bool),
    /// None: it points nowhere.
    Reference(Option<(ChapterId, String)>),
}

/// A character for each, of those for private use that stand in neither text.
struct Signs {
    free: Box<dyn Iterator<Item = char>>,
    known: HashMap<Sign, char>,
}

impl Signs {
    fn new(lines: [&[Inline]; 2]) -> Self {
        let texts = lines.into_iter().flatten().filter_map(|inline| match inline {
            Inline::Text { text, .. } | Inline::Unknown(text) => Some(text.as_str()),
            Inline::Break | Inline::PageBreak | Inline::Note { .. } | Inline::Reference { .. } => None,
        });
        let taken: HashSet<char> = texts.flat_map(str::chars).filter(|c| *c >= '\u{f0000}').collect();
        Self {
            free: Box::new(('\u{f0000}'..='\u{10fffd}').filter(move |c| !taken.contains(c))),
            known: HashMap::new(),
        }
    }

    fn of(&mut self, sign: Sign) -> char {
        let free = &mut self.free;
        *self.known.entry(sign).or_insert_with(|| free.next().unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}
