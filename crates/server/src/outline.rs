//! The few changes of an outline, and a chapter's first text, that the service itself makes: updates over a durable
//! state. The rules are `manual::outline`'s and `manual::flat`'s; here they get their random ids and our codes.

use collab::code::Code;
use manual::block::{Block, Node};
use manual::document::Document;
use manual::flat;
use manual::id::ChapterId;
use manual::outline::{self, OutlineChapter, OutlineRefused};
use manual::payload::Payloads;

use crate::chance;

/// Characters of a mark's id, and what they are made of.
const MARK_ID_CHARS: usize = 12;
const MARK_ID_ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The first update of an outline.
pub(crate) fn seed() -> Vec<u8> {
    outline::new_outline(chance::client_id())
}

/// The first update of a chapter in which nobody has written: one paragraph, so that everybody writes into the same.
pub(crate) fn empty_chapter() -> Vec<u8> {
    let first = [Node::Block(Block::paragraph(mark_id()))];
    flat::seed(chance::client_id(), &first, &Payloads::default())
}

fn mark_id() -> String {
    // 62 does not divide 256: the first characters are a little likelier, which an id does not mind.
    let random = chance::bytes::<MARK_ID_CHARS>();
    random
        .iter()
        .map(|byte| char::from(MARK_ID_ALPHABET[usize::from(*byte) % MARK_ID_ALPHABET.len()]))
        .collect()
}

/// The chapters in reading order.
///
/// # Errors
/// `Damaged` when the state is no outline.
pub(crate) fn chapters(state: &[u8]) -> Result<Vec<OutlineChapter>, Code> {
    Ok(outline::read(&open(state)?))
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
) -> Result<Vec<u8>, Code> {
    outline::create(&mut open(state)?, chapter, title, parent).map_err(code)
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
