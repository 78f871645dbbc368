//! Proposals for the command line: those of a manual by their numbers. A private draft has no number and is nobody's business
//! here either.

use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::room::{ModeNow, RoomConfig};
use manual::difference::{self, What};
use manual::id::{ManualId, ProposalId};
use serde_json::{Value, json};
use store::registry::Proposal;

use super::compare::compared;
use super::{CommandRefused, Decision, Desk, decide, told_ms};
use crate::clock::rfc3339;
use crate::commands::find_manual;
use crate::outline;

/// The offered proposals of a manual, by number.
pub(crate) async fn list_here(desk: &mut Desk<'_>, manual: Option<&str>) -> Result<Value, CommandRefused> {
    let manual = find_manual(desk, manual)?;
    let mut offered: Vec<(u32, ProposalId, Proposal)> = desk.read(|registry| {
        let offered = registry.proposals_of(manual);
        offered.filter_map(|(id, proposal)| Some((proposal.number?, id, proposal.clone()))).collect()
    });
    offered.sort_by_key(|(number, ..)| *number);
    let titles = titles(desk, manual).await?;
    let rows = offered.iter().map(|(number, id, proposal)| row(desk, *number, *id, proposal, &titles));
    Ok(rows.collect())
}

/// One proposal, and what it changes: the pieces of the chapter that are not the same.
pub(crate) async fn show_here(
    desk: &mut Desk<'_>,
    manual: Option<&str>,
    number: u32,
) -> Result<Value, CommandRefused> {
    let manual = find_manual(desk, manual)?;
    let (id, proposal) = numbered(desk, manual, number)?;
    let titles = titles(desk, manual).await?;
    let mut shown = row(desk, number, id, &proposal, &titles);
    let epoch = desk.read(|registry| registry.epoch).ok_or(CommandRefused::Proposal(Code::Internal))?;
    let (kind, mode) = (DocumentKind::Chapter, ModeNow::default());
    let config = RoomConfig { kind, epoch, limits: desk.limits().room(), mode };
    let (index, seq) = (desk.index(), desk.seq());
    let comparing = tokio::task::spawn_blocking(move || compared(&index, config, id, &proposal, seq));
    let changes = comparing.await.unwrap_or(Err(Code::Internal)).map_err(CommandRefused::Proposal)?;
    let tally = difference::tally(&changes);
    shown["words_added"] = tally.added.into();
    shown["words_removed"] = tally.removed.into();
    let changed = changes.iter().filter(|change| change.what != What::Same).map(|change| {
        let parts = change.parts.iter().map(|part| json!({ "is": part.is.word(), "text": part.text }));
        json!({
            "block": change.block,
            "kind": change.of.word(),
            "change": change.what.word(),
            "moved": change.moved,
            "form": change.form,
            "parts": parts.collect::<Value>(),
        })
    });
    shown["changes"] = changed.collect();
    Ok(shown)
}

/// Merges or closes one.
pub(crate) async fn decide_here(
    desk: &mut Desk<'_>,
    manual: Option<&str>,
    number: u32,
    decision: Decision,
) -> Result<Value, CommandRefused> {
    let manual = find_manual(desk, manual)?;
    let (id, _) = numbered(desk, manual, number)?;
    decide(desk, id, decision).await?;
    let stage = desk.read(|registry| registry.proposals.get(&id).map(|it| it.stage().word()));
    Ok(json!({ "id": id.to_string(), "n": number, "state": stage }))
}

fn numbered(
    desk: &Desk<'_>,
    manual: ManualId,
    number: u32,
) -> Result<(ProposalId, Proposal), CommandRefused> {
    desk.read(|registry| {
        let mut found = registry.proposals_of(manual).filter(|(_, it)| it.number == Some(number));
        found.next().map(|(id, proposal)| (id, proposal.clone()))
    })
    .ok_or(CommandRefused::NoSuchProposal)
}

type Titles = std::collections::HashMap<String, String>;

/// The titles of chapters by their ids, as the outline has them.
async fn titles(desk: &mut Desk<'_>, manual: ManualId) -> Result<Titles, CommandRefused> {
    let outline = desk.read(|registry| registry.manuals.get(&manual).map(|manual| manual.outline));
    let state = desk.outline(outline.ok_or(CommandRefused::NoManual)?).await?;
    let chapters = outline::chapters(&state).map_err(CommandRefused::Outline)?;
    Ok(chapters.into_iter().map(|chapter| (chapter.id.to_string(), chapter.title)).collect())
}

fn row(desk: &Desk<'_>, number: u32, id: ProposalId, proposal: &Proposal, titles: &Titles) -> Value {
    let seat = desk.read(|registry| registry.seat_name(proposal.seat?).map(str::to_owned));
    let chapter = proposal.chapter.to_string();
    json!({
        "id": id.to_string(),
        "n": number,
        "title": titles.get(&chapter),
        "chapter": chapter,
        "seat": seat,
        "reason": proposal.reason.word(),
        "state": proposal.stage().word(),
        "at": rfc3339(told_ms(proposal)),
        "note": proposal.note,
    })
}
