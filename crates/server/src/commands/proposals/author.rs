//! As whose something is proposed: a seat's, or nobody's. What was written where nobody is named becomes a proposal without an
//! author: no seat, no number, and client ids bound to tags as in the chapter itself, so that the same session goes on with
//! them and nobody else. Also says whose a proposal is that is there.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use collab::binding::{Binding, Owner, TagKey};
use collab::bouncer::{DocumentKind, scan};
use collab::code::Code;
use collab::room::{Author, Unnamed};
use manual::document::Span;
use manual::id::{DocumentId, ProposalId, SeatId};
use store::index::Index;
use store::record::Record;
use store::record::attribution::AttributionRecord;
use store::registry::Proposal;

use super::New;
use crate::app::Shared;
use crate::audit_key;
use crate::authors::bounds;

/// Who proposes.
#[derive(Clone, Copy)]
pub(crate) struct Proposer {
    pub(crate) seat: SeatId,
    pub(crate) writer: u32,
    /// Makes tags that only this session can make.
    pub(crate) tags: TagKey,
}

/// As whose it is proposed. Nobody's where the chapter names nobody, where it was written under an id that is bound to a tag,
/// and where whoever proposes says that it was written so.
///
/// # Errors
/// `Unattributed` for a draft where nobody is named, and for what cannot have been written so; `Malformed`, `Damaged`.
pub(super) async fn of(app: &Shared, new: &New) -> Result<Author, Code> {
    let (chapter, by) = (new.chapter, new.by);
    let seat = Author::Seat { seat: by.seat, writer: by.writer };
    let names = app.chapters.mode(chapter.into(), DocumentKind::Chapter).mode.names();
    let Some(update) = &new.update else { return if names { Ok(seat) } else { Err(Code::Unattributed) } };
    if app.journal.read(|registry| registry.attribution.always_named(chapter)) {
        return if new.unnamed { Err(Code::Unattributed) } else { Ok(seat) };
    }
    let runs = scan(update, &app.config.limits.room())?.runs().to_vec();
    let (index, seq) = (app.journal.index(), app.journal.seq());
    let loading = tokio::task::spawn_blocking(move || {
        let stored = index.load(chapter.into(), seq).map_err(|_| Code::Damaged)?;
        let bound = stored.bindings.iter().map(|it| (it.client, it.owner)).collect::<BTreeMap<u64, Owner>>();
        Ok::<_, Code>((bound, clocks(&stored.updates)?))
    });
    let (bound, is_there) = loading.await.map_err(|_| Code::Internal)??;
    let tagger = by.tags.within(chapter.into());
    // What the chapter has was judged when it came in, whatever of it is brought again.
    let brings = |run: &&Span| run.end > is_there.get(&run.client).copied().unwrap_or_default();
    let news: Vec<u64> = runs.iter().filter(brings).map(|run| run.client).collect();
    let is_tagged = |client: &u64| bound.get(client) == Some(&Owner::Tag(tagger.tag(*client)));
    if names && !new.unnamed && !news.iter().any(is_tagged) {
        return Ok(seat);
    }
    let key = app.journal.read(|registry| registry.attribution.now(chapter).audit_key);
    let ours = news.into_iter().filter(|client| match bound.get(client) {
        None => true,
        Some(Owner::Seat(seat)) => *seat == by.seat,
        Some(Owner::Tag(tag)) => *tag == tagger.tag(*client),
    });
    let unnamed = ours.map(|client| {
        let sealed = key.map(|key| audit_key::seal(&key, by.writer, chapter.into(), client));
        (client, Unnamed { tag: tagger.tag(client), sealed: sealed.unwrap_or_default().into() })
    });
    Ok(Author::Unnamed(Arc::new(unnamed.collect())))
}

/// How far a document that is stored has each client id.
///
/// # Errors
/// `Damaged` when that cannot be read.
fn clocks(updates: &[Bytes]) -> Result<BTreeMap<u64, u32>, Code> {
    let mut clocks = BTreeMap::new();
    for update in updates {
        let scanned = scan(update, &bounds()).map_err(|_| Code::Damaged)?;
        for Span { client, end, .. } in scanned.runs() {
            let known = clocks.entry(*client).or_insert(*end);
            *known = (*known).max(*end);
        }
    }
    Ok(clocks)
}

/// Whether a seat wrote under this id while it was named, which is over. It may bring such words without being named; what
/// they stand under says whose they are all the same, as it did when they were written.
pub(super) fn wrote_before(binding: &Binding, seat: SeatId, since: u64) -> bool {
    binding.owner == Owner::Seat(seat) && binding.seq <= since
}

/// Whose a proposal is. Reads its records where nobody is named.
///
/// # Errors
/// `Damaged` when they cannot be read.
pub(super) fn whose(index: &Index, id: ProposalId, proposal: &Proposal, seq: u64) -> Result<Author, Code> {
    if let Some(seat) = proposal.seat {
        return Ok(Author::Seat { seat, writer: proposal.writer });
    }
    let mut unnamed = BTreeMap::new();
    let note = |_, entry: store::record::Entry| {
        if let Record::Attribution(AttributionRecord::Tagged { client, tag, sealed, .. }) = entry.record {
            unnamed.insert(client, Unnamed { tag, sealed });
        }
    };
    index.past(DocumentId::from(id), proposal.made, seq, note).map_err(|_| Code::Damaged)?;
    Ok(Author::Unnamed(Arc::new(unnamed)))
}
