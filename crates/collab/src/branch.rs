//! Branches: what a proposal brings beside the chapter that it is based on, and whether an update may begin one. Every update
//! goes the way of an update into the chapter itself, through a room of its own that nobody joins.

use std::collections::BTreeSet;

use bytes::Bytes;
use manual::document::Document;

use crate::bouncer::scan;
use crate::code::Code;
use crate::limits::Limits;
use crate::room::{Author, Effect, Fact, Opening, Room, RoomConfig, RoomRecord};

/// A branch to be made.
pub struct Begun {
    /// The chapter as it stands: what the branch is based on.
    pub base: Vec<u8>,
    /// What the author brings: every client id that it is written under, and the update. Nothing if the chapter has all
    /// of it.
    pub records: Vec<RoomRecord>,
}

/// Judges what an author proposes for a chapter that is opened so.
///
/// # Errors
/// As a room refuses updates; `Foreign` if any of it is written under another seat's client id; `Damaged`.
pub fn begin(
    config: RoomConfig,
    chapter: Opening,
    proposed: Option<Bytes>,
    author: Author,
) -> Result<Begun, Code> {
    let mut room = Room::open(config, chapter).map_err(|refused| refused.0)?;
    let mut effects = Vec::new();
    room.handle(0, Fact::Read { ask: 0 }, &mut effects);
    if let Some(update) = proposed {
        let command = Fact::Command { ask: 1, update: update.into(), author: Some(author.clone()) };
        room.handle(0, command, &mut effects);
    }
    let mut begun = Begun { base: Vec::new(), records: Vec::new() };
    for effect in effects {
        match effect {
            Effect::State { state, .. } => begun.base = state,
            Effect::Persist { records, .. } => begun.records = bound(records, &author),
            Effect::Failed { code, .. } => return Err(code),
            Effect::Reload | Effect::Unusable => return Err(Code::Malformed),
            _ => {}
        }
    }
    Ok(begun)
}

/// A branch knows each client id of its own text, also those that the chapter knows already.
fn bound(records: Vec<RoomRecord>, author: &Author) -> Vec<RoomRecord> {
    let bounds = Limits { items_max: usize::MAX, ..Limits::default() };
    let updates: Vec<RoomRecord> =
        records.into_iter().filter(|record| matches!(record, RoomRecord::Update { .. })).collect();
    let mut clients = BTreeSet::new();
    for record in &updates {
        if let RoomRecord::Update { update, .. } = record
            && let Ok(scanned) = scan(update, &bounds)
        {
            clients.extend(scanned.runs().iter().map(|run| run.client));
        }
    }
    let binds = clients.into_iter().filter_map(|client| {
        let owner = author.owner_of(client)?;
        Some(RoomRecord::Bind { client, owner, writer: author.told_writer() })
    });
    binds.chain(updates).collect()
}

/// A chapter as one update, before and after it has taken an author's update in.
pub struct Outcome {
    pub before: Vec<u8>,
    pub after: Vec<u8>,
}

/// What merging would make of a chapter that is opened so. Changes nothing but a copy.
///
/// # Errors
/// As the chapter's own room would refuse the merge.
pub fn outcome(
    config: RoomConfig,
    chapter: Opening,
    update: Vec<u8>,
    author: Author,
) -> Result<Outcome, Code> {
    let mut room = Room::open(config, chapter).map_err(|refused| refused.0)?;
    let mut states = Vec::new();
    let seq = room.seq();
    for fact in [
        Fact::Read { ask: 0 },
        Fact::Command { ask: 1, update, author: Some(author) },
        Fact::Persisted { seq },
        Fact::Read { ask: 2 },
    ] {
        let mut effects = Vec::new();
        room.handle(0, fact, &mut effects);
        for effect in effects {
            match effect {
                Effect::State { state, .. } => states.push(state),
                Effect::Failed { code, .. } => return Err(code),
                Effect::Reload | Effect::Unusable => return Err(Code::Malformed),
                _ => {}
            }
        }
    }
    let after = states.pop().ok_or(Code::Internal)?;
    let before = states.pop().ok_or(Code::Internal)?;
    Ok(Outcome { before, after })
}

/// What a branch holds and its base does not, as one update: structs under their authors' client ids, and deletions.
/// `None` when it is nothing.
///
/// # Errors
/// `Damaged` when the branch is not based on this.
pub fn own(base: &Document, branch: &Document) -> Result<Option<Vec<u8>>, Code> {
    let known = base.clocks();
    let clocks = branch.clocks();
    if known.iter().any(|(client, clock)| clocks.get(client).is_none_or(|reached| reached < clock)) {
        return Err(Code::Damaged);
    }
    let update = branch.diff(&base.state_vector()).ok_or(Code::Damaged)?;
    let bounds = Limits { items_max: usize::MAX, ..Limits::default() };
    let scanned = scan(&update, &bounds).map_err(|_| Code::Damaged)?;
    Ok(scanned.without_deletes(&base.deleted()))
}

#[cfg(test)]
mod tests;
