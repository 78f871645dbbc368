//! Proposals in the registry: whose they are, of which chapter, how far they have come, and who may know of them. Their text
//! is a document of its own; never here.

use manual::id::{ChapterId, ManualId, ProposalId, SeatId, SessionId};
use manual::proposal::{Reason, Stage};
use manual::rights::Right;

use super::Registry;
use crate::record::{NewProposal, ProposalAct, Record};

/// A proposal, or a private draft, as its records tell it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    pub manual: ManualId,
    pub chapter: ChapterId,
    /// None: nobody is to know whose it is.
    pub seat: Option<SeatId>,
    /// The number of who made it, or 0 where nobody is to know; what is merged bears it in the journal.
    pub writer: u32,
    pub reason: Reason,
    /// The journal's position of the chapter that it is based on.
    pub base: u64,
    /// The position at which it was made: its branch as it stood here is the chapter without the proposal.
    pub made: u64,
    /// When it was made, or offered.
    pub at_ms: u64,
    /// Counts from 1 in each manual. `None`: it was never offered.
    pub number: Option<u32>,
    pub merged: bool,
    pub closed: bool,
    /// What it was closed with.
    pub note: Option<String>,
}

impl Proposal {
    pub fn stage(&self) -> Stage {
        match self {
            Self { merged: true, .. } => Stage::Merged,
            Self { closed: true, .. } => Stage::Closed,
            Self { number: None, .. } => Stage::Draft,
            Self { .. } => Stage::Open,
        }
    }
}

impl Registry {
    /// The proposals and drafts of a manual.
    pub fn proposals_of(&self, manual: ManualId) -> impl Iterator<Item = (ProposalId, &Proposal)> {
        let of_manual = self.proposals.iter().filter(move |(_, proposal)| proposal.manual == manual);
        of_manual.map(|(id, proposal)| (*id, proposal))
    }

    /// What a session may do in the branch of a proposal. `None`: it does not exist for it. Its seat may what it may in the
    /// chapter while it is not decided; whoever keeps the chapter reads it once it was offered. One without an author is
    /// nobody's own.
    pub fn right_in_proposal(&self, session: SessionId, proposal: ProposalId) -> Option<Right> {
        let proposal = self.proposals.get(&proposal)?;
        let right = self.right_in_chapter(session, proposal.chapter)?;
        let is_own = Some(self.sessions.get(&session)?.seat) == proposal.seat;
        match proposal.number {
            _ if is_own && proposal.stage().is_written() => Some(right),
            _ if is_own => Some(Right::Read),
            Some(_) if right == Right::Keep => Some(Right::Read),
            Some(_) | None => None,
        }
    }

    /// The number that the next proposal of a manual gets.
    pub fn next_proposal(&self, manual: ManualId) -> u32 {
        let last = self.proposals_of(manual).filter_map(|(_, proposal)| proposal.number).max();
        last.unwrap_or(0).saturating_add(1)
    }

    pub(super) fn apply_proposal(&mut self, seq: u64, time_ms: u64, record: &Record) {
        let Record::Proposal { proposal, act } = record else { return };
        match act {
            ProposalAct::Created(new) => self.create_proposal(seq, time_ms, *proposal, new),
            ProposalAct::Offered { number } => self.offer_proposal(time_ms, *proposal, *number),
            ProposalAct::Merged => self.change_proposal(*proposal, |it| it.merged = true),
            ProposalAct::Closed { note } => self.change_proposal(*proposal, |it| {
                it.closed = true;
                it.note.clone_from(note);
            }),
            ProposalAct::Reopened => self.change_proposal(*proposal, |it| {
                it.closed = false;
                it.note = None;
            }),
        }
    }

    fn create_proposal(&mut self, seq: u64, time_ms: u64, proposal: ProposalId, new: &NewProposal) {
        let Some(manual) = self.chapters.get(&new.chapter).map(|chapter| chapter.manual) else { return };
        let made = Proposal {
            manual,
            chapter: new.chapter,
            seat: new.seat,
            writer: new.writer,
            reason: new.reason,
            base: new.base,
            made: seq,
            at_ms: time_ms,
            number: Some(new.number).filter(|number| *number > 0),
            merged: false,
            closed: false,
            note: None,
        };
        self.proposals.insert(proposal, made);
    }

    /// A number that was lost with its payload is the next one.
    fn offer_proposal(&mut self, time_ms: u64, proposal: ProposalId, number: u32) {
        let Some(manual) = self.proposals.get(&proposal).map(|proposal| proposal.manual) else { return };
        let number = if number > 0 { number } else { self.next_proposal(manual) };
        self.change_proposal(proposal, |it| {
            it.number = Some(number);
            it.at_ms = time_ms;
        });
    }

    fn change_proposal(&mut self, proposal: ProposalId, change: impl FnOnce(&mut Proposal)) {
        if let Some(entry) = self.proposals.get_mut(&proposal) {
            change(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn manual(n: u8) -> ManualId {
        ManualId::from_random([n; 16])
    }

    fn proposal(n: u8) -> ProposalId {
        ProposalId::from_random([n; 16])
    }

    fn act(n: u8, act: ProposalAct) -> Record {
        Record::Proposal { proposal: proposal(n), act }
    }

    fn created(n: u8, chapter: u8, number: u32) -> Record {
        let new = NewProposal {
            chapter: ChapterId::from_random([chapter; 16]),
            seat: Some(SeatId::from_random([1; 16])),
            writer: 3,
            number,
            reason: Reason::Right,
            base: 2,
            seed: Bytes::new(),
        };
        act(n, ProposalAct::Created(new))
    }

    /// Two manuals with a chapter each, then these records.
    fn registry(records: &[Record]) -> Registry {
        let chapter = |n: u8| Record::ChapterCreated {
            manual: manual(n),
            chapter: ChapterId::from_random([n; 16]),
            seed: Bytes::new(),
        };
        let mut registry = Registry::default();
        for (seq, record) in (1..).zip([chapter(1), chapter(2)].iter().chain(records)) {
            registry.apply_at(seq, seq * 1000, record);
        }
        registry
    }

    #[test]
    fn numbers_count_what_was_offered_in_each_manual() {
        let offered = act(3, ProposalAct::Offered { number: 0 });
        let registry = registry(&[created(1, 1, 1), created(3, 1, 0), created(2, 2, 1)]);
        assert_eq!(registry.proposals[&proposal(3)].stage(), Stage::Draft);
        assert_eq!((registry.next_proposal(manual(1)), registry.next_proposal(manual(2))), (2, 2));
        let mut registry = registry;
        registry.apply_at(9, 9000, &offered);
        let offered = &registry.proposals[&proposal(3)];
        assert_eq!((offered.number, offered.at_ms, offered.made), (Some(2), 9000, 4));
        assert_eq!(registry.next_proposal(manual(1)), 3);
    }

    #[test]
    fn a_proposal_goes_its_way_and_one_of_no_chapter_is_none() {
        let closed = act(1, ProposalAct::Closed { note: Some("Later.".into()) });
        let mut registry = registry(&[created(1, 1, 1), created(2, 7, 1), closed]);
        assert_eq!(registry.proposals.len(), 1);
        let stage = |registry: &Registry| registry.proposals[&proposal(1)].stage();
        assert_eq!(stage(&registry), Stage::Closed);
        assert_eq!(registry.proposals[&proposal(1)].note.as_deref(), Some("Later."));
        registry.apply_at(8, 0, &act(1, ProposalAct::Reopened));
        assert_eq!((stage(&registry), &registry.proposals[&proposal(1)].note), (Stage::Open, &None));
        registry.apply_at(9, 0, &act(1, ProposalAct::Merged));
        registry.apply_at(10, 0, &act(5, ProposalAct::Merged));
        assert_eq!((stage(&registry), registry.proposals.len()), (Stage::Merged, 1));
    }
}
