//! What a chapter defines: the term of each definition, and where its meaning begins. Pure; the glossary of a manual is
//! gathered from these (docs/document-model.md, "Numbers").

use crate::block::{Kind, Node};
use crate::flatten::in_order;
use crate::inline::{Inline, is_space};
use crate::numbers::{has_words, plain};

/// A definition that has a term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// The block it stands in.
    pub block: String,
    pub term: String,
    pub meaning: String,
}

/// The definitions of a chapter, in the order of reading.
pub fn definitions(tree: &[Node]) -> Vec<Definition> {
    let blocks = in_order(tree).into_iter().map(|(block, ..)| block);
    let definition = |block: &crate::block::Block| {
        let pieces: Vec<Piece<'_>> = block.content.iter().map(Piece::of).collect();
        let Term { term, meaning_at, .. } = term(&pieces)?;
        let meaning = without(&block.content, meaning_at);
        Some(Definition { block: block.id.clone(), term, meaning: plain(&meaning) })
    };
    blocks.filter(|block| block.kind == Kind::Definition).filter_map(definition).collect()
}

/// A piece of a definition, as far as terms go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    Text {
        text: &'a str,
        /// Whether it carries the attribute `term`.
        is_term: bool,
    },
    /// Parts terms, and has no characters.
    Other,
}

/// The term of a definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    pub term: String,
    /// Where it stands in the texts of the block, in bytes.
    pub from: usize,
    pub to: usize,
    /// How many bytes of the texts stand before its meaning. None where the term is a word of a sentence.
    pub meaning_at: usize,
}

impl<'a> Piece<'a> {
    fn of(inline: &'a Inline) -> Self {
        match inline {
            Inline::Text { text, style } => Self::Text { text, is_term: style.term.is_some() },
            _ => Self::Other,
        }
    }
}

/// The term of a definition: the first run of characters that carry `term`, else what stands before the first colon.
pub fn term(pieces: &[Piece<'_>]) -> Option<Term> {
    let mut text = String::new();
    let mut run: Option<(usize, usize)> = None;
    let mut parted = false;
    for piece in pieces {
        let from = text.len();
        let Piece::Text { text: words, is_term } = piece else {
            parted = true;
            continue;
        };
        text.push_str(words);
        match &mut run {
            None if *is_term => run = Some((from, text.len())),
            Some((_, to)) if *is_term && *to == from && !parted => *to = text.len(),
            _ => {}
        }
        parted = false;
    }
    let marked = run.filter(|(from, to)| has_words(&text[*from..*to]));
    let (from, to) = match marked {
        Some(run) => run,
        None => (0, text.find(':').filter(|colon| has_words(&text[..*colon]))?),
    };
    let term = text[from..to].trim_matches(is_space);
    let bare =
        term.strip_suffix(':').map(|bare| bare.trim_end_matches(is_space)).filter(|bare| has_words(bare));
    let opens = !has_words(&text[..from]);
    let behind = text[to..].trim_start_matches(is_space);
    let meaning = behind.strip_prefix(':').or(bare.map(|_| behind)).filter(|_| opens);
    let meaning =
        meaning.map(|meaning| meaning.trim_start_matches(is_space)).filter(|meaning| has_words(meaning));
    let meaning_at = meaning.map_or(0, |meaning| text.len() - meaning.len());
    let from = from + (text[from..to].len() - text[from..to].trim_start_matches(is_space).len());
    let term = bare.unwrap_or(term);
    Some(Term { term: term.to_owned(), from, to: from + term.len(), meaning_at })
}

/// A content without so many bytes of its first texts.
fn without(content: &[Inline], bytes: usize) -> Vec<Inline> {
    let mut left = bytes;
    let mut rest = Vec::new();
    for inline in content {
        match inline {
            Inline::Text { text, style } => {
                let cut = left.min(text.len());
                left -= cut;
                if cut < text.len() {
                    rest.push(Inline::Text { text: text[cut..].to_owned(), style: style.clone() });
                }
            }
            other => rest.push(other.clone()),
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::Block;
    use crate::inline::Style;

    /// Words with `*` around them carry `term`; `|` is a break.
    #[track_caller]
    fn check(marked: &str, expected: Option<(&str, &str)>) {
        let mut content = Vec::new();
        for (number, piece) in marked.split('*').enumerate() {
            let term = (number % 2 == 1).then(|| "term".to_owned());
            for (number, text) in piece.split('|').enumerate() {
                if number > 0 {
                    content.push(Inline::Break);
                }
                if !text.is_empty() {
                    let style = Style { term: term.clone(), ..Style::default() };
                    content.push(Inline::Text { text: text.to_owned(), style });
                }
            }
        }
        let block = Block { kind: Kind::Definition, content, ..Block::paragraph("a") };
        let definitions = definitions(&[Node::Block(block)]);
        let told = definitions.first().map(|it| (it.term.as_str(), it.meaning.as_str()));
        assert_eq!(told, expected, "{marked}");
    }

    #[test]
    fn a_term_is_what_is_marked_or_stands_before_a_colon() {
        check("*Hazard*: what may do harm", Some(("Hazard", "what may do harm")));
        check("*Hazard:* what may do harm", Some(("Hazard", "what may do harm")));
        check(" *Early* *warning* : a message", Some(("Early", "Early warning : a message")));
        check("A *hazard* is: what may do harm", Some(("hazard", "A hazard is: what may do harm")));
        check("*Hazard* may do harm", Some(("Hazard", "Hazard may do harm")));
        check("Aléa : ce qui peut nuire", Some(("Aléa", "ce qui peut nuire")));
        check("Hazard: a: b", Some(("Hazard", "a: b")));
        check("* *Hazard: harm", Some(("Hazard", "harm")));
        check("*Haz*|*ard*: harm", Some(("Haz", "Haz ard: harm")));
        check("Hazard:", Some(("Hazard", "Hazard:")));
        check(": harm", None);
        check("no colon at all", None);
        check("", None);
    }
}
