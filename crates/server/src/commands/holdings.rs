//! What a seat has in its hands, so that whoever takes it over finds it. Tells nothing of what does not exist for the
//! session that asks: a draft exists for its seat alone.

use std::collections::{BTreeSet, HashMap};

use manual::id::{ChapterId, ManualId, ProposalId, SeatId, SessionId};
use manual::proposal::Stage;
use store::registry::{Proposal, Registry};

use super::CommandRefused;
use super::manuals::list_chapters;
use crate::app::App;
use crate::clock::{now_ms, rfc3339};
use crate::view::{HeldChapterView, HeldEditionView, HeldProposalView, HoldingsView};

type Titles = HashMap<ChapterId, String>;

/// What a seat holds, as far as a session may know of it. Looks at what is durable and changes nothing.
///
/// # Errors
/// `Outline` when the titles of a manual cannot be read.
pub(crate) async fn holdings(
    app: &App,
    seat: SeatId,
    session: SessionId,
) -> Result<HoldingsView, CommandRefused> {
    let manuals = app.journal.read(|registry| manuals(registry, seat, session));
    let mut titles = Titles::new();
    for manual in manuals {
        let listed = list_chapters(app, manual, session).await?;
        titles.extend(listed.into_iter().map(|chapter| (chapter.id, chapter.title)));
    }
    Ok(app.journal.read(|registry| view(registry, seat, session, &titles)))
}

/// The chapters in which a seat has written and that are there for a session.
fn chapters(
    registry: &Registry,
    seat: SeatId,
    session: SessionId,
) -> impl Iterator<Item = (ChapterId, ManualId)> {
    let wrote = registry.wrote_in.get(&seat).into_iter().flatten();
    wrote.filter_map(move |document| {
        let id = ChapterId::from_bytes(document.bytes());
        let chapter = registry.chapters.get(&id).filter(|chapter| !chapter.deleted)?;
        registry.right_in_chapter(session, id)?;
        Some((id, chapter.manual))
    })
}

/// The proposals and drafts of a seat at a stage, as far as they are there for a session.
fn proposals(
    registry: &Registry,
    seat: SeatId,
    session: SessionId,
    stage: Stage,
) -> impl Iterator<Item = (ProposalId, &Proposal)> {
    let own = registry.proposals.iter().filter(move |(id, proposal)| {
        proposal.seat == Some(seat)
            && proposal.stage() == stage
            && registry.right_in_proposal(session, **id).is_some()
    });
    own.map(|(id, proposal)| (*id, proposal))
}

fn manuals(registry: &Registry, seat: SeatId, session: SessionId) -> BTreeSet<ManualId> {
    let of_chapters = chapters(registry, seat, session).map(|(_, manual)| manual);
    let stages = [Stage::Open, Stage::Draft].into_iter();
    let of_proposals = stages.flat_map(|stage| proposals(registry, seat, session, stage));
    of_chapters.chain(of_proposals.map(|(_, proposal)| proposal.manual)).collect()
}

fn view(registry: &Registry, seat: SeatId, session: SessionId, titles: &Titles) -> HoldingsView {
    let now_ms = now_ms();
    let title = |chapter: &ChapterId| titles.get(chapter).cloned().unwrap_or_default();
    let holders: Vec<_> =
        registry.people.iter().filter(|(_, person)| person.seat == seat && !person.is_gone(now_ms)).collect();
    let since_ms = holders.iter().map(|(_, person)| person.added_ms).min();
    let tokens = registry.sessions.values().filter(|token| token.program && token.seat == seat);
    let held = |stage| {
        let view = |(id, proposal): (ProposalId, &Proposal)| HeldProposalView {
            id: id.to_string(),
            n: proposal.number.unwrap_or_default(),
            chapter: proposal.chapter.to_string(),
            title: title(&proposal.chapter),
            state: stage_word(stage),
            at: rfc3339(proposal.at_ms),
            manual: proposal.manual.to_string(),
        };
        proposals(registry, seat, session, stage).map(view).collect()
    };
    let chapters = chapters(registry, seat, session).map(|(id, manual)| HeldChapterView {
        id: id.to_string(),
        title: title(&id),
        manual: manual.to_string(),
    });
    HoldingsView {
        chapters: chapters.collect(),
        proposals: held(Stage::Open),
        drafts: held(Stage::Draft),
        people: holders.iter().map(|(id, _)| id.to_string()).collect(),
        tokens: tokens.filter(|token| registry.stands(token, now_ms)).count(),
        editions: since_ms.map_or_else(Vec::new, |since_ms| editions(registry, session, since_ms)),
    }
}

fn stage_word(stage: Stage) -> &'static str {
    if stage == Stage::Draft { "draft" } else { "open" }
}

fn editions(registry: &Registry, session: SessionId, since_ms: u64) -> Vec<HeldEditionView> {
    let frozen = registry.editions.iter().filter(|((manual, _), edition)| {
        edition.manifest().is_some()
            && edition.time_ms >= since_ms
            && registry.right_in_manual(session, *manual).is_some()
    });
    let view = |(manual, n): (ManualId, u32), edition: &store::registry::Edition| HeldEditionView {
        manual: manual.to_string(),
        n,
        title: edition.title.clone(),
        frozen_at: rfc3339(edition.time_ms),
    };
    frozen.map(|(place, edition)| view(*place, edition)).collect()
}
