//! What the definitions of a chapter define. The rule is `manual::glossary`'s; here it is asked of frozen blocks.

use manual::block::Kind;
use manual::glossary::{Piece, Term, term};

use crate::tree::{Block, Chapter, Inline};

/// The term of a definition, if it has one.
pub(crate) fn term_of(block: &Block) -> Option<Term> {
    let pieces: Vec<Piece<'_>> = block.content.iter().map(piece).collect();
    term(&pieces).filter(|_| block.kind == Kind::Definition)
}

/// The definitions of a chapter that have a term, in the order they are read.
pub(crate) fn definitions(chapter: &Chapter) -> Vec<(&Block, Term)> {
    chapter.blocks().into_iter().filter_map(|block| Some((block, term_of(block)?))).collect()
}

/// How many terms a chapter defines.
pub(crate) fn terms(chapter: &Chapter) -> u64 {
    definitions(chapter).len() as u64
}

fn piece(inline: &Inline) -> Piece<'_> {
    match inline {
        Inline::Text { text, style } => Piece::Text { text, is_term: style.term.is_some() },
        Inline::Break
        | Inline::PageBreak
        | Inline::Note { .. }
        | Inline::Xref { .. }
        | Inline::Unknown(_) => Piece::Other,
    }
}
