//! Which proposals there are, each as far as its reader may know of it. Only looks, so it needs no turn.

use manual::difference::Tally;
use manual::id::{ManualId, ProposalId, SessionId};
use store::registry::Proposal;

use super::CommandRefused;
use super::compare::tallies;
use crate::app::Shared;
use crate::commands::list_chapters;

const DAY_MS: u64 = 86_400_000;

/// When a proposal was made or offered, as far as that is told: where nobody is named, the day.
pub(super) fn told_ms(proposal: &Proposal) -> u64 {
    if proposal.seat.is_some() { proposal.at_ms } else { proposal.at_ms - proposal.at_ms % DAY_MS }
}

/// A proposal to be told of.
pub(crate) struct Told {
    pub(crate) id: ProposalId,
    pub(crate) proposal: Proposal,
    /// The title of its chapter, as the outline has it.
    pub(crate) title: String,
    /// The name of its seat.
    pub(crate) seat: Option<String>,
    /// When it was made or offered, as far as that is told.
    pub(crate) at_ms: u64,
    /// It is the reader's own seat's.
    pub(crate) own: bool,
    /// Words that it brings and takes away; `None` when it cannot be read.
    pub(crate) words: Option<Tally>,
}

/// The proposals of a manual that a session may know of, the newest first.
///
/// # Errors
/// `NoSuchManual`, `Outline`.
pub(crate) async fn list(
    app: &Shared,
    manual: ManualId,
    session: SessionId,
) -> Result<Vec<Told>, CommandRefused> {
    tell(app, manual, session, |_| true).await
}

/// One proposal.
///
/// # Errors
/// `NoSuchProposal`, `Outline`.
pub(crate) async fn one(app: &Shared, id: ProposalId, session: SessionId) -> Result<Told, CommandRefused> {
    let manual = app.journal.read(|registry| registry.proposals.get(&id).map(|proposal| proposal.manual));
    let manual = manual.ok_or(CommandRefused::NoSuchProposal)?;
    let told = tell(app, manual, session, |found| found == id).await?;
    told.into_iter().next().ok_or(CommandRefused::NoSuchProposal)
}

async fn tell(
    app: &Shared,
    manual: ManualId,
    session: SessionId,
    which: impl Fn(ProposalId) -> bool,
) -> Result<Vec<Told>, CommandRefused> {
    let chapters = list_chapters(app, manual, session).await?;
    let mut told: Vec<Told> = app.journal.read(|registry| {
        let own = registry.sessions.get(&session).map(|session| session.seat);
        let shown = registry
            .proposals_of(manual)
            .filter(|(id, _)| which(*id) && registry.right_in_proposal(session, *id).is_some());
        let told = shown.map(|(id, proposal)| Told {
            id,
            title: chapters
                .iter()
                .find(|chapter| chapter.id == proposal.chapter)
                .map_or_else(String::new, |chapter| chapter.title.clone()),
            seat: proposal.seat.and_then(|seat| registry.seat_name(seat)).map(str::to_owned),
            own: proposal.seat.is_some() && own == proposal.seat,
            at_ms: told_ms(proposal),
            words: None,
            proposal: proposal.clone(),
        });
        told.collect()
    });
    let of: Vec<(ProposalId, u64)> = told.iter().map(|told| (told.id, told.proposal.made)).collect();
    for (told, words) in told.iter_mut().zip(tallies(app, &of).await) {
        told.words = words;
    }
    told.sort_by_key(|told| std::cmp::Reverse((told.at_ms, told.proposal.made)));
    Ok(told)
}
