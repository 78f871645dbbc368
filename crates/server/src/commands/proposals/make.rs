//! A proposal is made, or goes on: one update for a chapter, judged as the chapter would judge it. The same words proposed
//! again are the same proposal, so that whoever did not hear the answer may ask again.

use bytes::Bytes;
use collab::binding::{Binding, Owner};
use collab::bouncer::{DocumentKind, scan};
use collab::branch::{self, Begun};
use collab::code::Code;
use collab::room::{Author, Opening, RoomConfig, RoomRecord};
use manual::id::{ChapterId, DocumentId, ProposalId};
use manual::proposal::{Reason, Stage};
use store::record::attribution::AttributionRecord;
use store::record::{NewProposal, ProposalAct, Record};
use store::registry::Proposal;

use super::author::{self, Proposer};
use super::{BRANCH, CommandRefused, Desk, record};
use crate::app::Shared;
use crate::chance;
use crate::open_chapter::opening;

/// What is proposed, and by whom.
pub(crate) struct New {
    pub(crate) chapter: ChapterId,
    pub(crate) by: Proposer,
    pub(crate) reason: Reason,
    /// One v1 update, from anybody; none for a private draft.
    pub(crate) update: Option<Bytes>,
    /// It was written where nobody is named, so nobody is to be named, whatever the chapter is by now.
    pub(crate) unnamed: bool,
}

/// What has become of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Made {
    New(ProposalId),
    /// The seat had proposed some of it before, and it is there with the rest.
    Known(ProposalId),
    /// It is a proposal without an author, now or before. Whoever made it is not told which.
    Unnamed,
    /// The chapter has all of it.
    Nothing,
}

/// What is proposed, and as whose.
struct Wanted {
    chapter: ChapterId,
    by: Proposer,
    author: Author,
    reason: Reason,
}

impl Wanted {
    fn is_named(&self) -> bool {
        matches!(self.author, Author::Seat { .. })
    }
}

/// Makes a proposal or a private draft, or lets one go on. To be run to its end, outside any turn.
///
/// # Errors
/// `NoSuchChapter`, `Proposal` with why the chapter would not have taken it either, `TooManyProposals`, `NotWritten`.
pub(crate) async fn make(app: &Shared, new: New) -> Result<Made, CommandRefused> {
    let _one = app.proposals.turn.lock().await;
    let author = author::of(app, &new).await.map_err(CommandRefused::Proposal)?;
    let named = matches!(author, Author::Seat { .. });
    let reason = if named { new.reason } else { Reason::Unnamed };
    let (update, wanted) = (new.update, Wanted { chapter: new.chapter, by: new.by, author, reason });
    if let Some(update) = &update
        && let Some(known) = known(app, &wanted, update).await.map_err(CommandRefused::Proposal)?
    {
        return Ok(if named { Made::Known(known) } else { Made::Unnamed });
    }
    let (base, begun) = begin(app, wanted.chapter.into(), DocumentKind::Chapter, update.clone(), &wanted)
        .await
        .map_err(CommandRefused::Proposal)?;
    if update.is_some() && begun.records.is_empty() {
        return Ok(Made::Nothing);
    }
    let mut desk = Desk::service(app).await.by(wanted.author.told_writer());
    let id = ProposalId::from_random(chance::bytes());
    let number = number(&desk, &wanted)?;
    let created = NewProposal {
        chapter: wanted.chapter,
        seat: named.then_some(wanted.by.seat),
        writer: wanted.author.told_writer(),
        number,
        reason,
        base,
        seed: begun.base.into(),
    };
    let brought = begun.records.into_iter().map(|record| brought(id.into(), &wanted.author, record));
    let created = record(id, ProposalAct::Created(created));
    desk.commit([created].into_iter().chain(brought).collect()).await?;
    Ok(if named { Made::New(id) } else { Made::Unnamed })
}

/// What a branch is told at its beginning.
fn brought(document: DocumentId, author: &Author, record: RoomRecord) -> Record {
    match record {
        RoomRecord::Bind { client, owner: Owner::Seat(seat), .. } => Record::Bound { document, client, seat },
        RoomRecord::Bind { client, owner: Owner::Tag(tag), .. } => {
            let sealed = author.sealed(client).unwrap_or_default();
            Record::Attribution(AttributionRecord::Tagged { document, client, tag, sealed })
        }
        RoomRecord::Update { update, .. } => Record::Update { document, update },
    }
}

/// The number of a new proposal, 0 for a draft, if its seat, or whoever is not named, may have one more.
fn number(desk: &Desk<'_>, new: &Wanted) -> Result<u32, CommandRefused> {
    let (named, limits) = (new.is_named(), desk.limits());
    let most = if named { limits.proposals_open_max } else { limits.proposals_unnamed_max };
    desk.read(|registry| {
        let chapter = registry.chapters.get(&new.chapter).ok_or(CommandRefused::NoSuchChapter)?;
        let counts_with = |it: &&Proposal| match it.seat {
            Some(seat) => named && seat == new.by.seat,
            None => !named && it.chapter == new.chapter,
        };
        let undecided = registry.proposals.values().filter(|it| it.stage().is_written());
        if undecided.filter(counts_with).count() >= most {
            return Err(CommandRefused::TooManyProposals);
        }
        Ok(if new.reason == Reason::Draft { 0 } else { registry.next_proposal(chapter.manual) })
    })
}

/// The offered proposal of this author in which some of these words stand: it takes the rest of them, if it is open, and is
/// the answer where it has all of them.
async fn known(app: &Shared, new: &Wanted, update: &Bytes) -> Result<Option<ProposalId>, Code> {
    let clients: Vec<u64> = {
        let scanned = scan(update, &app.config.limits.room())?;
        scanned.runs().iter().map(|run| run.client).collect()
    };
    for id in candidates(app, new) {
        let index = app.journal.index();
        let loading = tokio::task::spawn_blocking(move || index.load(id.into(), 0));
        let Ok(Ok(stored)) = loading.await else { continue };
        let is_ours = |it: &Binding| new.author.owner_of(it.client) == Some(it.owner);
        if !stored.bindings.iter().any(|it| clients.contains(&it.client) && is_ours(it)) {
            continue;
        }
        let holds_all = match go_on(app, id, new, update).await {
            Some(taken) => taken,
            None => {
                let begun = begin(app, id.into(), BRANCH, Some(update.clone()), new).await;
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
async fn go_on(app: &Shared, id: ProposalId, new: &Wanted, update: &Bytes) -> Option<Result<bool, Code>> {
    let desk = Desk::service(app).await;
    let is_open = desk
        .read(|registry| registry.proposals.get(&id).is_some_and(|proposal| proposal.stage() == Stage::Open));
    if !is_open {
        return None;
    }
    let author = Some(new.author.clone());
    let command = app.chapters.command(id.into(), BRANCH, update.to_vec(), author, Vec::new());
    Some(command.await.map(|_| true))
}

/// Lets a proposal of this author's seat that is not merged take what was written in it and could not be sent; whether it is
/// one. A closed one takes it as well, because whoever brings it may do so only once.
///
/// # Errors
/// `Proposal` with why the branch does not take it.
pub(crate) async fn goes_into(
    app: &Shared,
    id: ProposalId,
    author: Author,
    update: &Bytes,
) -> Result<bool, CommandRefused> {
    let desk = Desk::service(app).await;
    let takes = desk.read(|registry| {
        let proposal = registry.proposals.get(&id).filter(|it| it.stage() != Stage::Merged);
        proposal.is_some_and(|it| matches!(author, Author::Seat { seat, .. } if it.seat == Some(seat)))
    });
    if !takes {
        return Ok(false);
    }
    let command = app.chapters.command(id.into(), BRANCH, update.to_vec(), Some(author), Vec::new());
    command.await.map(|_| true).map_err(|code| match code {
        Code::NotPersisted => CommandRefused::NotWritten,
        code => CommandRefused::Proposal(code),
    })
}

fn candidates(app: &Shared, new: &Wanted) -> Vec<ProposalId> {
    let seat = new.is_named().then_some(new.by.seat);
    let mut found: Vec<(u64, ProposalId)> = app.journal.read(|registry| {
        let of_seat = registry.proposals.iter();
        let of_seat =
            of_seat.filter(|(_, it)| it.chapter == new.chapter && it.seat == seat && it.number.is_some());
        of_seat.map(|(id, it)| (it.made, *id)).collect()
    });
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.into_iter().take(app.config.limits.proposals_looked_at_max).map(|(_, id)| id).collect()
}

/// Judges what is proposed on the durable state of a document, on a thread of its own. Says at which position it stood.
async fn begin(
    app: &Shared,
    document: DocumentId,
    kind: DocumentKind,
    update: Option<Bytes>,
    by: &Wanted,
) -> Result<(u64, Begun), Code> {
    let (mode, author, seat) = (app.chapters.mode(document, kind), by.author.clone(), by.by.seat);
    let config = RoomConfig { kind, epoch: app.chapters.epoch(), limits: app.config.limits.room(), mode };
    let (index, seq) = (app.journal.index(), app.journal.seq());
    let judging = tokio::task::spawn_blocking(move || {
        let mut stored: Opening = opening(index.load(document, seq).map_err(|_| Code::Damaged)?);
        if matches!(author, Author::Unnamed(_)) {
            stored.bindings.retain(|it| !author::wrote_before(it, seat, mode.since));
        }
        let base = stored.seq;
        Ok((base, branch::begin(config, stored, update, author)?))
    });
    judging.await.map_err(|_| Code::Internal)?
}
