//! A proposal is made, or goes on: one update for a chapter, judged as the chapter would judge it. The same words proposed
//! again are the same proposal, so that whoever did not hear the answer may ask again.

use bytes::Bytes;
use collab::binding::Owner;
use collab::bouncer::{DocumentKind, scan};
use collab::branch::{self, Begun};
use collab::code::Code;
use collab::room::{Author, Opening, RoomConfig, RoomRecord};
use manual::id::{ChapterId, DocumentId, ProposalId};
use manual::proposal::{Reason, Stage};
use store::record::{NewProposal, ProposalAct, Record};

use super::{BRANCH, CommandRefused, Desk, record};
use crate::app::Shared;
use crate::chance;
use crate::open_chapter::opening;

/// Proposals of a seat for one chapter that are looked at for words proposed before, the newest first.
const LOOKED_AT_MAX: usize = 50;

/// What is proposed, and by whom.
pub(crate) struct New {
    pub(crate) chapter: ChapterId,
    pub(crate) author: Author,
    pub(crate) reason: Reason,
    /// One v1 update, from anybody; none for a private draft.
    pub(crate) update: Option<Bytes>,
}

/// What has become of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Made {
    New(ProposalId),
    /// The seat had proposed some of it before, and it is there with the rest.
    Known(ProposalId),
    /// The chapter has all of it.
    Nothing,
}

/// Makes a proposal or a private draft, or lets one go on. To be run to its end, outside any turn.
///
/// # Errors
/// `NoSuchChapter`, `Proposal` with why the chapter would not have taken it either, `TooManyProposals`, `NotWritten`.
pub(crate) async fn make(app: &Shared, new: New) -> Result<Made, CommandRefused> {
    let _one = app.proposals.turn.lock().await;
    // A proposal has an author. What came from here would say whose the client ids in the chapter are.
    if !app.chapters.mode(new.chapter.into(), DocumentKind::Chapter).mode.names() {
        return Err(CommandRefused::Proposal(Code::Unattributed));
    }
    if let Some(update) = &new.update
        && let Some(known) = known(app, &new, update).await.map_err(CommandRefused::Proposal)?
    {
        return Ok(Made::Known(known));
    }
    let (base, begun) = begin(app, new.chapter.into(), DocumentKind::Chapter, new.update.clone(), new.author)
        .await
        .map_err(CommandRefused::Proposal)?;
    if new.update.is_some() && begun.records.is_empty() {
        return Ok(Made::Nothing);
    }
    let mut desk = Desk::service(app).await.by(new.author.writer);
    let id = ProposalId::from_random(chance::bytes());
    let number = number(&desk, &new)?;
    let created = NewProposal {
        chapter: new.chapter,
        seat: new.author.seat,
        writer: new.author.writer,
        number,
        reason: new.reason,
        base,
        seed: begun.base.into(),
    };
    let document = DocumentId::from(id);
    let brought = begun.records.into_iter().filter_map(|record| match record {
        RoomRecord::Bind { client, owner: Owner::Seat(seat), .. } => {
            Some(Record::Bound { document, client, seat })
        }
        // Where nobody is named there are no proposals.
        RoomRecord::Bind { owner: Owner::Tag(_), .. } => None,
        RoomRecord::Update { update, .. } => Some(Record::Update { document, update }),
    });
    let created = record(id, ProposalAct::Created(created));
    desk.commit([created].into_iter().chain(brought).collect()).await?;
    Ok(Made::New(id))
}

/// The number of a new proposal, 0 for a draft, if its seat may have one more.
fn number(desk: &Desk<'_>, new: &New) -> Result<u32, CommandRefused> {
    let most = desk.limits().proposals_open_max;
    desk.read(|registry| {
        let chapter = registry.chapters.get(&new.chapter).ok_or(CommandRefused::NoSuchChapter)?;
        let of_seat = registry.proposals.values().filter(|it| it.seat == new.author.seat);
        if of_seat.filter(|it| it.stage().is_written()).count() >= most {
            return Err(CommandRefused::TooManyProposals);
        }
        Ok(if new.reason == Reason::Draft { 0 } else { registry.next_proposal(chapter.manual) })
    })
}

/// The offered proposal of this seat in which some of these words stand: it takes the rest of them, if it is open, and is
/// the answer where it has all of them.
async fn known(app: &Shared, new: &New, update: &Bytes) -> Result<Option<ProposalId>, Code> {
    let clients: Vec<u64> = {
        let scanned = scan(update, &app.config.limits.room())?;
        scanned.runs().iter().map(|run| run.client).collect()
    };
    for id in candidates(app, new) {
        let index = app.journal.index();
        let loading = tokio::task::spawn_blocking(move || index.load(id.into(), 0));
        let Ok(Ok(stored)) = loading.await else { continue };
        if !stored.bindings.iter().any(|binding| clients.contains(&binding.client)) {
            continue;
        }
        let holds_all = match go_on(app, id, new, update).await {
            Some(taken) => taken,
            None => {
                let begun = begin(app, id.into(), BRANCH, Some(update.clone()), new.author).await;
                begun.map(|(_, begun)| begun.records.is_empty())
            }
        };
        match holds_all {
            Ok(true) => return Ok(Some(id)),
            // It rests on, or brings along, what came into the chapter since: a proposal of its own.
            Ok(false) | Err(Code::Gap | Code::DeleteAhead | Code::Foreign) => {}
            Err(code) => return Err(code),
        }
    }
    Ok(None)
}

/// Lets an open proposal take the rest. In a turn, so that it is not merged meanwhile without it; `None` when it is decided.
async fn go_on(app: &Shared, id: ProposalId, new: &New, update: &Bytes) -> Option<Result<bool, Code>> {
    let desk = Desk::service(app).await;
    let is_open = desk
        .read(|registry| registry.proposals.get(&id).is_some_and(|proposal| proposal.stage() == Stage::Open));
    if !is_open {
        return None;
    }
    let command = app.chapters.command(id.into(), BRANCH, update.to_vec(), Some(new.author), Vec::new());
    Some(command.await.map(|_| true))
}

fn candidates(app: &Shared, new: &New) -> Vec<ProposalId> {
    let mut found: Vec<(u64, ProposalId)> = app.journal.read(|registry| {
        let of_seat = registry.proposals.iter();
        let of_seat = of_seat
            .filter(|(_, it)| it.chapter == new.chapter && it.seat == new.author.seat && it.number.is_some());
        of_seat.map(|(id, it)| (it.made, *id)).collect()
    });
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.into_iter().take(LOOKED_AT_MAX).map(|(_, id)| id).collect()
}

/// Judges what is proposed on the durable state of a document, on a thread of its own. Says at which position it stood.
async fn begin(
    app: &Shared,
    document: DocumentId,
    kind: DocumentKind,
    update: Option<Bytes>,
    author: Author,
) -> Result<(u64, Begun), Code> {
    let mode = app.chapters.mode(document, kind);
    let config = RoomConfig { kind, epoch: app.chapters.epoch(), limits: app.config.limits.room(), mode };
    let (index, seq) = (app.journal.index(), app.journal.seq());
    let judging = tokio::task::spawn_blocking(move || {
        let stored: Opening = opening(index.load(document, seq).map_err(|_| Code::Damaged)?);
        let base = stored.seq;
        Ok((base, branch::begin(config, stored, update, author)?))
    });
    judging.await.map_err(|_| Code::Internal)?
}
