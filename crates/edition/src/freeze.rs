//! From a live chapter to a frozen one: what may not be frozen is refused, what only the live document needs is left
//! behind. Writes nothing into the document and takes no name out of it.

use manual::assemble::assemble;
use manual::block;
use manual::document::Document;
use manual::flat::{self, Unit};
use manual::id::ChapterId;
use manual::inline;
use manual::inset::{self, ImageKind};
use manual::payload::Payloads;

use crate::canonical;
use crate::tree::{Block, Boxed, Cell, Chapter, Head, Inline, Inset, Item, List, Node, Row, Table};
use crate::{CHAPTER_BYTES_MAX, Format, clean, glossary, sha256, shape, unhex, words};

/// What a chapter's own document does not say about it.
#[derive(Clone, Copy, Debug)]
pub struct ChapterFacts<'a> {
    pub id: ChapterId,
    /// As the outline shows it at the same moment.
    pub title: &'a str,
}

/// A chapter's frozen bytes, with what the rest of the edition has to know of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrozenChapter {
    /// Canonical JSON by RFC 8785.
    pub bytes: Vec<u8>,
    /// The SHA-256 of the bytes.
    pub sha256: [u8; 32],
    pub words: u64,
    /// How many terms it defines.
    pub terms: u64,
    /// The pictures it shows: the edition is whole with these.
    pub images: Vec<([u8; 32], ImageKind)>,
    /// The titles of the case studies in it that may not be made public.
    pub kept_in_the_network: Vec<String>,
}

/// Why a chapter cannot be frozen. The edition waits until it is mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotFreezable {
    #[error("a part of the chapter has not arrived")]
    Incomplete,
    #[error("the chapter holds something that is no text")]
    NoText,
    #[error("the frozen chapter would be longer than {CHAPTER_BYTES_MAX} bytes")]
    TooLong,
}

/// Freezes a chapter as its document is now.
///
/// # Errors
/// Any of [`NotFreezable`].
pub fn chapter(facts: &ChapterFacts<'_>, document: &Document) -> Result<FrozenChapter, NotFreezable> {
    if !document.is_whole() {
        return Err(NotFreezable::Incomplete);
    }
    let (units, payloads) = read(document)?;
    let chapter = tree(facts, units, payloads);
    let bytes = shape::chapter(&chapter);
    if bytes.len() > CHAPTER_BYTES_MAX {
        return Err(NotFreezable::TooLong);
    }
    let images = chapter.images().into_iter();
    Ok(FrozenChapter {
        sha256: sha256(&bytes),
        words: words::of_chapter(&chapter),
        terms: glossary::terms(&chapter),
        images: images.filter_map(|(name, kind)| Some((unhex(name)?, kind))).collect(),
        kept_in_the_network: chapter.kept_in_the_network().into_iter().map(str::to_owned).collect(),
        bytes,
    })
}

/// The tree of what a document holds, without what may not be frozen.
pub(crate) fn tree(facts: &ChapterFacts<'_>, units: Vec<Unit>, payloads: Payloads) -> Chapter {
    let nodes = assemble(&clean::units(units), &clean::payloads(payloads));
    Chapter {
        format: Format::NOW,
        id: facts.id,
        title: clean::line(facts.title),
        nodes: nodes.into_iter().map(node).collect(),
    }
}

/// The body, if each of its positions is one that a reading of it shows, and what stands beside it.
fn read(document: &Document) -> Result<(Vec<Unit>, Payloads), NotFreezable> {
    let body = flat::body(document);
    let (units, length) = document.read(|txn| (flat::read(txn, &body), flat::length(txn, &body)));
    let shown: u32 = units.iter().map(Unit::len).sum();
    if shown == length { Ok((units, Payloads::read(document))) } else { Err(NotFreezable::NoText) }
}

fn node(node: block::Node) -> Node {
    match node {
        block::Node::Block(block) => Node::Block(frozen(block)),
        block::Node::Boxed(block::Boxed { id, head, blocks }) => {
            let head = match head {
                block::Head::First(heading) => Head::First(heading),
                block::Head::Part(number) => Head::Part(number),
            };
            Node::Boxed(Boxed { id, head, nodes: blocks.into_iter().map(self::node).collect() })
        }
        block::Node::List(list) => {
            let items = list.items.into_iter().map(|item| Item {
                first: frozen(item.first),
                more: item.more.into_iter().map(self::node).collect(),
            });
            Node::List(List { style: list.style, items: items.collect() })
        }
    }
}

/// What a part of a template is called is not for readers.
fn frozen(block: block::Block) -> Block {
    let block::Block { kind, id, dir, lang, part: _, content, payload, inset } = block;
    let inset = inset.map(|inset| match *inset {
        inset::Inset::Table(table) => Inset::Table(self::table(table)),
        inset::Inset::Figure(figure) => Inset::Figure(figure),
    });
    Block { kind, id, dir, lang, content: self::content(content), payload, inset }
}

fn table(table: inset::Table) -> Table {
    let inset::Table { cols, rows, head_row, head_col } = table;
    let cell = |inset::Cell { content, across, down }| Cell { content: self::content(content), across, down };
    let row = |inset::Row { id, cells }: inset::Row| Row { id, cells: cells.into_iter().map(cell).collect() };
    Table { cols, rows: rows.into_iter().map(row).collect(), head_row, head_col }
}

fn content(content: Vec<inline::Inline>) -> Vec<Inline> {
    content.into_iter().map(inline).collect()
}

fn inline(inline: inline::Inline) -> Inline {
    match inline {
        inline::Inline::Text { text, style } => Inline::Text { text, style },
        inline::Inline::Break => Inline::Break,
        inline::Inline::PageBreak => Inline::PageBreak,
        inline::Inline::Note { id, content } => Inline::Note { id, content: content.map(self::content) },
        inline::Inline::Xref { target, chapter } => Inline::Xref { target, chapter },
        inline::Inline::Unknown(json) => Inline::Unknown(clean::text(&canonical::to_text(&json))),
    }
}

#[cfg(test)]
mod tests;
