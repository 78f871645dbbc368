//! What a proposal changes, and how many words of it. While it is not decided: what merging would make of the chapter as it is
//! now. Once it is: what it brought beside the chapter that it was based on. Only looks, off every path that others wait on.

use collab::bouncer::DocumentKind;
use collab::branch;
use collab::code::Code;
use collab::room::{Author, RoomConfig};
use manual::assemble;
use manual::difference::{self, Change, Tally};
use manual::document::Document;
use manual::id::{DocumentId, ProposalId};
use store::index::Index;
use store::registry::Proposal;

use super::{CommandRefused, as_of, author};
use crate::app::Shared;
use crate::open_chapter::opening;

/// The difference, block by block.
///
/// # Errors
/// `NoSuchProposal`, `Proposal` when it cannot be read.
pub(crate) async fn difference(app: &Shared, id: ProposalId) -> Result<Vec<Change>, CommandRefused> {
    let proposal = app.journal.read(|registry| registry.proposals.get(&id).cloned());
    let proposal = proposal.ok_or(CommandRefused::NoSuchProposal)?;
    let config = RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: app.chapters.epoch(),
        limits: app.config.limits.room(),
        mode: app.chapters.mode(proposal.chapter.into(), DocumentKind::Chapter),
    };
    let _one = app.proposals.comparing.lock().await;
    let (index, seq) = (app.journal.index(), app.journal.seq());
    let comparing = tokio::task::spawn_blocking(move || compared(&index, config, id, &proposal, seq));
    comparing.await.unwrap_or(Err(Code::Internal)).map_err(CommandRefused::Proposal)
}

pub(super) fn compared(
    index: &Index,
    config: RoomConfig,
    id: ProposalId,
    proposal: &Proposal,
    seq: u64,
) -> Result<Vec<Change>, Code> {
    let (base, branch) = (as_of(index, id.into(), proposal.made)?, as_of(index, id.into(), seq)?);
    if proposal.stage().is_written()
        && let Ok(author) = author::whose(index, id, proposal, seq)
        && let Ok((before, after)) = merged(index, config, proposal, author, &base, &branch, seq)
    {
        return Ok(changes(&before, &after));
    }
    Ok(changes(&base, &branch))
}

/// The chapter as it is, and as it would be.
fn merged(
    index: &Index,
    config: RoomConfig,
    proposal: &Proposal,
    author: Author,
    base: &Document,
    branch: &Document,
    seq: u64,
) -> Result<(Document, Document), Code> {
    let stored = index.load(proposal.chapter.into(), seq).map_err(|_| Code::Damaged)?;
    let update = branch::own(base, branch)?.unwrap_or_else(|| Document::new(0).state());
    let outcome = branch::outcome(config, opening(stored), update, author)?;
    Ok((open(&outcome.before)?, open(&outcome.after)?))
}

/// A state that a room has just given.
fn open(state: &[u8]) -> Result<Document, Code> {
    let mut document = Document::new(0);
    document.apply(state).map(|_| document).map_err(|_| Code::Damaged)
}

fn changes(before: &Document, after: &Document) -> Vec<Change> {
    difference::difference(&assemble::chapter(before), &assemble::chapter(after))
}

/// How many words each of these brings and takes away, beside what it is based on. None where it cannot be read.
pub(super) async fn tallies(app: &Shared, of: &[(ProposalId, u64)]) -> Vec<Option<Tally>> {
    let documents: Vec<DocumentId> = of.iter().map(|(id, _)| (*id).into()).collect();
    let reaches = app.journal.index().reaches(&documents);
    let due = |(at, reach): (usize, &Option<store::index::Reach>)| {
        let (id, made) = of[at];
        Some((id, made, reach.as_ref()?.seq))
    };
    let wanted: Vec<(ProposalId, u64, u64)> = reaches.iter().enumerate().filter_map(due).collect();
    if wanted.iter().any(|(id, _, seq)| app.proposals.tally(*id, *seq).is_none()) {
        let _one = app.proposals.comparing.lock().await;
        let service = app.clone();
        let counting = tokio::task::spawn_blocking(move || {
            let index = service.journal.index();
            for (id, made, seq) in wanted {
                if service.proposals.tally(id, seq).is_none() {
                    let tally = tally(&index, id, made, seq).ok();
                    service.proposals.keep_tally(id, seq, tally);
                }
            }
        });
        if let Err(error) = counting.await {
            tracing::error!(%error, "counting the words of proposals ended badly");
        }
    }
    let kept = of.iter().zip(&reaches);
    kept.map(|((id, _), reach)| app.proposals.tally(*id, reach.as_ref()?.seq).flatten()).collect()
}

fn tally(index: &Index, id: ProposalId, made: u64, seq: u64) -> Result<Tally, Code> {
    let (base, branch) = (as_of(index, id.into(), made)?, as_of(index, id.into(), seq)?);
    Ok(difference::tally(&changes(&base, &branch)))
}
