//! The few changes of an outline, and a chapter's first text, that the service itself makes: updates over a durable
//! state. The rules are `manual::outline`'s and `manual::flat`'s; here they get their random ids and our codes.

use collab::code::Code;
use manual::block::{Block, Node};
use manual::document::Document;
use manual::id::ChapterId;
use manual::outline::{self, OutlineChapter, OutlineRefused, OutlineTemplate};
use manual::payload::Payloads;
use manual::{assemble, flatten, parts};

use crate::chance;

/// The first update of an outline.
pub(crate) fn seed() -> Vec<u8> {
    outline::new_outline(chance::client_id())
}

/// The first update of a chapter in which nobody has written: one paragraph, so that everybody writes into the same.
pub(crate) fn empty_chapter() -> Vec<u8> {
    let first = [Node::Block(Block::paragraph(chance::payload_id().as_str()))];
    flatten::seed(chance::client_id(), &first, &Payloads::default())
}

/// The chapters in reading order.
///
/// # Errors
/// `Damaged` when the state is no outline.
pub(crate) fn chapters(state: &[u8]) -> Result<Vec<OutlineChapter>, Code> {
    Ok(outline::read(&open(state)?))
}

/// The templates, the oldest first.
///
/// # Errors
/// `Damaged` when the state is no outline.
pub(crate) fn templates(state: &[u8]) -> Result<Vec<OutlineTemplate>, Code> {
    Ok(outline::templates(&open(state)?))
}

/// The first update of a chapter that is made from a template in this state.
///
/// # Errors
/// `Damaged` when the state is no document.
pub(crate) fn seed_from(template: &[u8]) -> Result<Vec<u8>, Code> {
    let mut document = Document::new(chance::client_id());
    document.apply(template).map_err(|_| Code::Damaged)?;
    let (tree, payloads) =
        parts::seed(&assemble::chapter(&document), &Payloads::read(&document), chance::payload_id);
    Ok(flatten::seed(chance::client_id(), &tree, &payloads))
}

/// The update that shows a new chapter.
///
/// # Errors
/// `Invalid`, `Conflict` or `TooLarge` as the outline refuses it; `Damaged`.
pub(crate) fn add(
    state: &[u8],
    chapter: ChapterId,
    title: &str,
    parent: Option<ChapterId>,
    from: Option<ChapterId>,
) -> Result<Vec<u8>, Code> {
    let outline = &mut open(state)?;
    let added = match from {
        Some(from) => outline::create_from(outline, chapter, title, parent, from),
        None => outline::create(outline, chapter, title, parent),
    };
    added.map_err(code)
}

/// The update that shows a new template.
///
/// # Errors
/// As [`add`].
pub(crate) fn add_template(state: &[u8], template: ChapterId, title: &str) -> Result<Vec<u8>, Code> {
    outline::create_template(&mut open(state)?, template, title).map_err(code)
}

/// The update that hides a chapter, or shows it again; `None` when it is so already.
///
/// # Errors
/// As [`add`].
pub(crate) fn mark(state: &[u8], chapter: ChapterId, deleted: bool) -> Result<Option<Vec<u8>>, Code> {
    outline::set_deleted(&mut open(state)?, chapter, deleted).map_err(code)
}

fn open(state: &[u8]) -> Result<Document, Code> {
    outline::open(chance::client_id(), state).map_err(|_| Code::Damaged)
}

fn code(refused: OutlineRefused) -> Code {
    match refused {
        OutlineRefused::TitleBlank | OutlineRefused::TitleTooLong => Code::Invalid,
        OutlineRefused::Full => Code::TooLarge,
        OutlineRefused::UnknownChapter
        | OutlineRefused::KnownChapter
        | OutlineRefused::UnderItself
        | OutlineRefused::NotBeside => Code::Conflict,
    }
}
