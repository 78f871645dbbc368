//! Proposals: what is wanted in a chapter and was not written into it. Made (`make`), offered, merged, closed, opened again;
//! told of (`tell`), compared with the chapter (`compare`). What somebody may do with one was looked at before anything here is called.

mod author;
mod compare;
mod here;
mod make;
mod tell;

use collab::bouncer::DocumentKind;
use collab::branch;
use collab::code::Code;
use manual::document::Document;
use manual::id::{DocumentId, ProposalId};
use manual::proposal::{NOTE_CHARS_MAX, Stage};
use manual::rights::Right;
use manual::rights::table::{Action, Why, may};
use store::record::{ProposalAct, Record};
use store::registry::Proposal;

pub(crate) use author::Proposer;
pub(crate) use compare::difference;
pub(crate) use here::{decide_here, list_here, show_here};
pub(crate) use make::{Made, New, goes_into, make};
use tell::told_ms;
pub(crate) use tell::{Told, list, one};

use super::{CommandRefused, Desk};

/// What is decided of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Offer,
    Merge,
    Close { note: Option<String> },
    Reopen,
}

/// Carries a decision out.
///
/// # Errors
/// `NoSuchProposal`, `ProposalStands` where it contradicts what was decided before, `Proposal` where the chapter does not take
/// what is merged, `Note`, `NotWritten`.
pub(crate) async fn decide(
    desk: &mut Desk<'_>,
    id: ProposalId,
    decision: Decision,
) -> Result<(), CommandRefused> {
    match decision {
        Decision::Offer => offer(desk, id).await,
        Decision::Merge => merge(desk, id).await,
        Decision::Close { note } => close(desk, id, note.as_deref()).await,
        Decision::Reopen => reopen(desk, id).await,
    }
}

/// Offers a private draft. Offering twice is offering once.
async fn offer(desk: &mut Desk<'_>, id: ProposalId) -> Result<(), CommandRefused> {
    let proposal = find(desk, id)?;
    match proposal.stage() {
        Stage::Open => Ok(()),
        Stage::Merged | Stage::Closed => Err(CommandRefused::ProposalStands("it was decided already")),
        Stage::Draft => {
            let number = desk.read(|registry| registry.next_proposal(proposal.manual));
            desk.commit(vec![record(id, ProposalAct::Offered { number })]).await.map(drop)
        }
    }
}

/// Merges a proposal into its chapter: what its seat wrote comes in as one update, under the client ids and the number that
/// it was written with, in the commit that says so. Merging twice is merging once.
async fn merge(desk: &mut Desk<'_>, id: ProposalId) -> Result<(), CommandRefused> {
    let proposal = find(desk, id)?;
    match proposal.stage() {
        Stage::Merged => return Ok(()),
        Stage::Draft => return Err(CommandRefused::NoSuchProposal),
        Stage::Closed => return Err(CommandRefused::ProposalStands("it was closed; open it again first")),
        Stage::Open => {}
    }
    let standing = desk.read(|registry| registry.standing_of(proposal.chapter));
    let standing = standing.ok_or(CommandRefused::NoSuchChapter)?;
    match may(Some(Right::Keep), standing, Action::Merge) {
        Ok(()) => {}
        Err(Why::NotThere) => {
            return Err(CommandRefused::ProposalStands("its chapter was deleted; restore it first"));
        }
        Err(why) => return Err(CommandRefused::Proposal(Code::of(why))),
    }
    // Nothing is written into the branch between the look at it and the record that it was merged.
    let _open = desk.settle_sealed(id).await?;
    let merged = merge_sealed(desk, id, &proposal).await;
    if merged.is_err() {
        desk.seal(id, false);
    }
    merged
}

async fn merge_sealed(
    desk: &mut Desk<'_>,
    id: ProposalId,
    proposal: &Proposal,
) -> Result<(), CommandRefused> {
    let (index, seq, of) = (desk.index(), desk.seq(), proposal.clone());
    let reading = tokio::task::spawn_blocking(move || {
        let own = own(&index, id, of.made, seq)?;
        Ok((own, author::whose(&index, id, &of, seq)?))
    });
    let (own, author) = reading.await.unwrap_or(Err(Code::Internal)).map_err(CommandRefused::Proposal)?;
    let records = vec![record(id, ProposalAct::Merged)];
    match own {
        None => desk.commit(records).await.map(drop),
        Some(update) => desk.write_for(author, proposal.chapter, update, records).await,
    }
}

/// What a branch brings beside the chapter that it is based on.
fn own(index: &store::index::Index, id: ProposalId, made: u64, seq: u64) -> Result<Option<Vec<u8>>, Code> {
    let (base, branch) = (as_of(index, id.into(), made)?, as_of(index, id.into(), seq)?);
    branch::own(&base, &branch)
}

/// A document that is whole, as it stood.
fn as_of(index: &store::index::Index, document: DocumentId, seq: u64) -> Result<Document, Code> {
    match index.as_of(document, seq) {
        Ok(stood) if stood.damaged || stood.document.has_gap() => Err(Code::Damaged),
        Ok(stood) => Ok(stood.document),
        Err(error) => {
            tracing::warn!(%document, %error, "a branch cannot be read");
            Err(Code::Damaged)
        }
    }
}

/// Puts a proposal aside, with a note. Nothing of it is lost. Closing twice is closing once.
async fn close(desk: &mut Desk<'_>, id: ProposalId, note: Option<&str>) -> Result<(), CommandRefused> {
    let note = note.map(check_note).transpose()?.filter(|note| !note.is_empty());
    match find(desk, id)?.stage() {
        Stage::Closed => Ok(()),
        Stage::Merged => Err(CommandRefused::ProposalStands("it was merged already")),
        Stage::Draft | Stage::Open => {
            let act = ProposalAct::Closed { note: note.map(str::to_owned) };
            desk.commit(vec![record(id, act)]).await?;
            desk.seal(id, true);
            Ok(())
        }
    }
}

/// Opens a closed proposal again, or makes it a draft again if it was never offered.
async fn reopen(desk: &mut Desk<'_>, id: ProposalId) -> Result<(), CommandRefused> {
    match find(desk, id)?.stage() {
        Stage::Draft | Stage::Open => Ok(()),
        Stage::Merged => Err(CommandRefused::ProposalStands("it was merged already")),
        Stage::Closed => {
            desk.commit(vec![record(id, ProposalAct::Reopened)]).await?;
            desk.seal(id, false);
            desk.tell_rights();
            Ok(())
        }
    }
}

fn find(desk: &Desk<'_>, id: ProposalId) -> Result<Proposal, CommandRefused> {
    desk.read(|registry| registry.proposals.get(&id).cloned()).ok_or(CommandRefused::NoSuchProposal)
}

fn record(proposal: ProposalId, act: ProposalAct) -> Record {
    Record::Proposal { proposal, act }
}

fn check_note(note: &str) -> Result<&str, CommandRefused> {
    let note = note.trim();
    let plain = note.chars().all(|c| c == '\n' || !c.is_control());
    (plain && note.chars().count() <= NOTE_CHARS_MAX).then_some(note).ok_or(CommandRefused::Note)
}

/// The kind of document that a branch is.
const BRANCH: DocumentKind = DocumentKind::Proposal;
