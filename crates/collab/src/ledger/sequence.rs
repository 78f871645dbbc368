//! The order in which everything stands that was ever put into the texts of a chapter, what is deleted too: from the
//! chapter's state alone, without a word of it. For telling who wrote what, and what was taken away where.
//!
//! yrs does not say where a deleted unit stands. So the state is written once more with a letter in place of every unit
//! and nothing deleted, and read back: the places of structs do not depend on what they hold. Next: `deeds`.

use std::collections::HashMap;

use manual::document::{Document, Span};
use yrs::types::text::YChange;
use yrs::{ReadTxn, Snapshot, Text};

use super::container::ContainerId;
use super::{Ledger, client};
use crate::bouncer::{DocumentKind, Id, Kind, Parent, Scan, Struct, scan};
use crate::code::Code;
use crate::limits::Limits;
use crate::message::{write_block, write_number};

/// Most units of one deleted struct, and of all, that are given a place. Nobody types so much; a stranger may claim it.
const REMOVED_UNITS_MAX: u32 = 1 << 20;
const UNITS_MAX: usize = 8 << 20;

/// Everything ever put into one text, in its order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sequence {
    pub text: TextOf,
    pub pieces: Vec<Piece>,
}

/// Which text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TextOf {
    Body,
    /// A shared text, by the unit that it is.
    Shared {
        client: u64,
        clock: u32,
    },
}

/// Units of one client that stand side by side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    pub span: Span,
    pub is: Is,
}

/// What units are now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Is {
    /// Letters or something embedded: as many positions as units.
    There,
    /// A format mark: no position.
    Format,
    /// Deleted: no position.
    Removed,
}

/// The order of every text of a chapter. Texts without a unit are left out.
///
/// # Errors
/// Whatever keeps the state from being a whole chapter.
pub fn sequences(state: &[u8], limits: &Limits) -> Result<Vec<Sequence>, Code> {
    let scanned = scan(state, limits)?;
    let mut ledger = Ledger::new(DocumentKind::Chapter);
    ledger.take_stored(&scanned, limits)?;
    let units = Units::of(&scanned);
    let lettered = lettered(&ledger, &scanned);
    let mut document = Document::new(0);
    document.apply(&lettered).map_err(|_| Code::Internal)?;
    let texts = texts(&ledger, &scanned);
    let read = |(text, container): (TextOf, ContainerId)| Sequence {
        text,
        pieces: read(&mut document, container).into_iter().flat_map(|span| units.pieces(span)).collect(),
    };
    Ok(texts.into_iter().map(read).filter(|sequence| !sequence.pieces.is_empty()).collect())
}

/// The texts of the chapter and their containers.
fn texts(ledger: &Ledger, scanned: &Scan<'_>) -> Vec<(TextOf, ContainerId)> {
    let mut texts = vec![(TextOf::Body, 0)];
    for (client, structs) in scanned.by_client() {
        for found in structs.iter().filter(|found| matches!(found.kind, Kind::Shared(_))) {
            let class = ledger.at(Id { client, clock: found.clock }).map(|stretch| stretch.class);
            if let Some(client::Class::Shared(container)) = class
                && is_text(ledger, container)
            {
                texts.push((TextOf::Shared { client, clock: found.clock }, container));
            }
        }
    }
    texts
}

fn is_text(ledger: &Ledger, container: ContainerId) -> bool {
    ledger.containers.get(container as usize).is_some_and(super::Container::is_text)
}

fn root_name(container: ContainerId) -> String {
    format!("t{container}")
}

/// The state as an update in which a letter stands for each unit of a text, and all else is gone.
fn lettered(ledger: &Ledger, scanned: &Scan<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut units_left = UNITS_MAX;
    write_number(&mut out, scanned.by_client().count() as u64);
    for (client, structs) in scanned.by_client() {
        write_number(&mut out, structs.len() as u64);
        write_number(&mut out, client);
        write_number(&mut out, u64::from(structs.first().map_or(0, |first| first.clock)));
        for found in structs {
            let home = ledger.at(Id { client, clock: found.clock }).and_then(|stretch| stretch.home);
            match home.filter(|home| found.kind != Kind::Gone && is_text(ledger, *home)) {
                Some(home) => write_letters(&mut out, found, home, &mut units_left),
                None => {
                    out.push(0);
                    write_number(&mut out, u64::from(found.len));
                }
            }
        }
    }
    write_number(&mut out, 0);
    out
}

/// One struct with its neighbours as they are and letters for its units; what is too much stays deleted.
fn write_letters(out: &mut Vec<u8>, found: &Struct<'_>, home: ContainerId, units_left: &mut usize) {
    const LETTERS: u8 = 4;
    const DELETED: u8 = 1;
    let units = found.len as usize;
    let fits = units <= *units_left && (found.kind != Kind::Deleted || found.len <= REMOVED_UNITS_MAX);
    let flag = |is: bool, bit: u8| if is { bit } else { 0 };
    let neighbours = flag(found.origin.is_some(), 0x80) | flag(found.right_origin.is_some(), 0x40);
    out.push(neighbours | if fits { LETTERS } else { DELETED });
    for id in [found.origin, found.right_origin].into_iter().flatten() {
        write_number(out, id.client);
        write_number(out, u64::from(id.clock));
    }
    if neighbours == 0 {
        debug_assert!(found.parent != Parent::Inherited, "the bouncer asks for a neighbour or a parent");
        write_number(out, 1);
        write_block(out, root_name(home).as_bytes());
    }
    if fits {
        *units_left -= units;
        write_block(out, &vec![b'x'; units]);
    } else {
        write_number(out, u64::from(found.len));
    }
}

/// The units of a text in their order.
fn read(document: &mut Document, container: ContainerId) -> Vec<Span> {
    let text = document.doc().get_or_insert_text(root_name(container));
    let (letters, _) = document.edit(|txn| {
        let (now, never) = (txn.snapshot(), Snapshot::default());
        text.diff_range(txn, Some(&now), Some(&never), YChange::identity)
    });
    let span = |id: yrs::ID, len: u32| Span { client: id.client.get(), start: id.clock, end: id.clock + len };
    let spans = letters.into_iter().filter_map(|piece| match (piece.insert, piece.ychange) {
        (yrs::Out::Any(yrs::Any::String(letters)), Some(change)) => {
            Some(span(change.id, u32::try_from(letters.len()).ok()?))
        }
        _ => None,
    });
    spans.collect()
}

/// What each unit of a state is.
struct Units<'s, 'a> {
    structs: HashMap<u64, &'s [Struct<'a>]>,
    deleted: HashMap<u64, Vec<Span>>,
}

impl<'s, 'a> Units<'s, 'a> {
    fn of(scanned: &'s Scan<'a>) -> Self {
        let mut deleted: HashMap<u64, Vec<Span>> = HashMap::new();
        for span in scanned.deletes() {
            deleted.entry(span.client).or_default().push(*span); // in order and apart: the bouncer saw to it
        }
        Self { structs: scanned.by_client().collect(), deleted }
    }

    /// A span cut where it becomes something else.
    fn pieces(&self, span: Span) -> Vec<Piece> {
        let structs = self.structs.get(&span.client).copied().unwrap_or_default();
        let first = structs.partition_point(|found| found.end() <= span.start);
        let mut pieces = Vec::new();
        for found in structs[first..].iter().take_while(|found| found.clock < span.end) {
            let part = Span { start: found.clock.max(span.start), end: found.end().min(span.end), ..span };
            match found.kind {
                Kind::Text | Kind::Shared(_) | Kind::Values => self.cut_deleted(part, Is::There, &mut pieces),
                Kind::Format => self.cut_deleted(part, Is::Format, &mut pieces),
                Kind::Deleted | Kind::Gone | Kind::Skip => pieces.push(Piece { span: part, is: Is::Removed }),
            }
        }
        pieces
    }

    fn cut_deleted(&self, part: Span, is: Is, pieces: &mut Vec<Piece>) {
        let deleted = self.deleted.get(&part.client).map(Vec::as_slice).unwrap_or_default();
        let first = deleted.partition_point(|gone| gone.end <= part.start);
        let mut at = part.start;
        let mut push = |start: u32, end: u32, is: Is| {
            if start < end {
                pieces.push(Piece { span: Span { start, end, ..part }, is });
            }
        };
        for gone in deleted[first..].iter().take_while(|gone| gone.start < part.end) {
            push(at, gone.start.max(at), is);
            push(gone.start.max(at), gone.end.min(part.end), Is::Removed);
            at = gone.end.min(part.end).max(at);
        }
        push(at, part.end, is);
    }
}

#[cfg(test)]
mod tests;
