//! After a restore: what devices offer of the time that the restored folder does not know, and what of it can be taken.
//! Keeps what was vouched for while it rests on what is still to come, in memory and within a bound. Knows no receipt:
//! the service looked at those. Pure. Docs: docs/decisions/0027. Next: `room::heal`, which takes it in.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use crate::binding::Owner;
use crate::bouncer::{Scan, scan};
use crate::code::Code;
use crate::limits::Limits;
use crate::message::Reader;
use crate::room::Guest;

/// Most deletions kept of offers; each names ranges only.
const DELETIONS_MAX: usize = 256;
/// Most client ids of which something is kept.
const CLIENTS_MAX: usize = 10_000;

/// What somebody offers.
#[derive(Clone, Debug)]
pub struct Offer {
    pub guest: Guest,
    /// Client ids of which receipts were shown that hold for this guest.
    pub vouched: BTreeSet<u64>,
    /// All that the device holds of the document, or a part of it.
    pub update: Bytes,
}

/// What was vouched for of one client id.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) owner: Owner,
    pub(crate) writer: u32,
    end: u32,
    update: Bytes,
}

/// What one document was offered.
#[derive(Clone, Default)]
pub(crate) struct Healing {
    pub(crate) kept: BTreeMap<u64, Kept>,
    deletions: Vec<Bytes>,
}

impl Healing {
    /// Keeps what an offer has of a client id that it vouches for, unless more of it is kept already.
    pub(crate) fn keep(&mut self, scanned: &Scan<'_>, client: u64, owner: Owner, writer: u32) {
        let end = scanned.section_end(client);
        if self.kept.get(&client).is_some_and(|kept| kept.end >= end) || self.kept.len() >= CLIENTS_MAX {
            return;
        }
        if let Some(update) = scanned.up_to(|it| if it == client { u32::MAX } else { 0 }) {
            self.kept.insert(client, Kept { owner, writer, end, update: update.into() });
        }
    }

    pub(crate) fn keep_deletions(&mut self, scanned: &Scan<'_>) {
        let Some(deletions) = scanned.deletes_below(|_| u32::MAX).map(Bytes::from) else { return };
        if !self.deletions.contains(&deletions) && self.deletions.len() < DELETIONS_MAX {
            self.deletions.push(deletions);
        }
    }

    pub(crate) fn deletions(&self) -> Vec<Bytes> {
        self.deletions.clone()
    }

    /// Forgets what is in the document by now.
    pub(crate) fn forget_known(&mut self, known: impl Fn(u64) -> u32) {
        self.kept.retain(|client, kept| kept.end > known(*client));
    }

    pub(crate) fn bytes(&self) -> usize {
        let deletions = self.deletions.iter().map(Bytes::len).sum::<usize>();
        self.kept.values().map(|kept| kept.update.len()).sum::<usize>() + deletions
    }

    /// Of all that was vouched for what a document can take that knows these clocks, as one update.
    ///
    /// # Errors
    /// `Malformed` if the parts do not make one.
    pub(crate) fn fitting(
        &self,
        state_vector: &[u8],
        known: impl Fn(u64) -> u32,
    ) -> Result<Option<Vec<u8>>, Code> {
        if self.kept.is_empty() {
            return Ok(None);
        }
        // No two parts hold structs of one client.
        let merged = yrs::merge_updates_v1(self.kept.values().map(|kept| kept.update.as_ref()));
        let merged = merged.map_err(|_| Code::Malformed)?;
        let news = yrs::diff_updates_v1(&merged, state_vector).map_err(|_| Code::Malformed)?;
        let scanned = scan(&news, &unbounded())?;
        let ends = scanned.in_order(known, |_| {}).ends;
        Ok(scanned.up_to(|client| scanned.section_of(client).map_or(0, |section| ends[section])))
    }
}

fn unbounded() -> Limits {
    Limits { items_max: usize::MAX, depth_max: usize::MAX, ..Limits::default() }
}

/// How many units of an offered update a state lacks: written ones that it does not have, and deleted ones that it shows.
///
/// # Errors
/// `Malformed` if one of them is no update.
pub fn missing(state: &[u8], offered: &[u8]) -> Result<u64, Code> {
    let (state, offered) = (scan(state, &unbounded())?, scan(offered, &unbounded())?);
    let lacks = |end: u32, start: u32, client: u64| {
        u64::from(end.saturating_sub(start.max(state.section_end(client))))
    };
    let written: u64 = offered.runs().iter().map(|run| lacks(run.end, run.start, run.client)).sum();
    let shown = offered.without_deletes(state.deletes());
    let Some(shown) = shown else { return Ok(written) };
    let shown = scan(&shown, &unbounded())?;
    let below = |span: &manual::document::Span| {
        u64::from(span.end.min(state.section_end(span.client)).saturating_sub(span.start))
    };
    Ok(written + shown.deletes().iter().map(below).sum::<u64>())
}

/// A client id and the receipt that is shown for it.
pub type Shown<'a> = (u64, &'a [u8]);

/// Reads what is offered: a count, so many client ids each with a block that is its receipt, and a block that is an update.
/// Allocates by what is there. `None` for anything else.
pub fn read(body: &[u8]) -> Option<(Vec<Shown<'_>>, &[u8])> {
    let mut reader = Reader(body);
    let count = usize::try_from(reader.number()?).ok().filter(|count| *count <= CLIENTS_MAX)?;
    let mut shown = Vec::new();
    for _ in 0..count {
        shown.push((reader.number()?, reader.block()?));
    }
    let update = reader.block()?;
    reader.0.is_empty().then_some((shown, update))
}
