//! The payloads of proposals. One that is made: the length of its JSON, the JSON, the seed of its branch. One that is offered:
//! its number. One that is closed: the note. Reading never fails where the header alone says what counts.

use bytes::Bytes;
use manual::id::{ChapterId, ProposalId};
use manual::proposal::Reason;
use serde::{Deserialize, Serialize};

use super::{Unreadable, kind, read, seat, text};
use crate::frame::Header;
use crate::record::{NewProposal, ProposalAct, Record};

#[derive(Serialize, Deserialize)]
struct ProposalJson {
    chapter: String,
    seat: Option<String>,
    writer: u32,
    number: u32,
    reason: String,
    base: u64,
}

pub(super) fn parts(proposal: ProposalId, act: &ProposalAct) -> (u8, [u8; 16], Bytes) {
    let (kind, payload) = match act {
        ProposalAct::Created(new) => (kind::PROPOSAL_CREATED, created(new)),
        ProposalAct::Offered { number } => {
            (kind::PROPOSAL_OFFERED, Bytes::copy_from_slice(&number.to_be_bytes()))
        }
        ProposalAct::Merged => (kind::PROPOSAL_MERGED, Bytes::new()),
        ProposalAct::Closed { note } => {
            (kind::PROPOSAL_CLOSED, Bytes::from(note.clone().unwrap_or_default()))
        }
        ProposalAct::Reopened => (kind::PROPOSAL_REOPENED, Bytes::new()),
    };
    (kind, proposal.bytes(), payload)
}

fn created(new: &NewProposal) -> Bytes {
    let json = text(&ProposalJson {
        chapter: new.chapter.to_string(),
        seat: new.seat.map(|seat| seat.to_string()),
        writer: new.writer,
        number: new.number,
        reason: new.reason.word().to_owned(),
        base: new.base,
    });
    let length = u32::try_from(json.len()).expect("a few ids are far below 4 GiB");
    [&length.to_be_bytes()[..], &json, &new.seed].concat().into()
}

pub(super) fn decode(header: &Header, payload: &[u8]) -> Result<Record, Unreadable> {
    let act = match header.kind {
        kind::PROPOSAL_CREATED => ProposalAct::Created(new_proposal(payload)?),
        kind::PROPOSAL_OFFERED => {
            let number = payload.try_into().map_or(0, u32::from_be_bytes);
            ProposalAct::Offered { number }
        }
        kind::PROPOSAL_MERGED => ProposalAct::Merged,
        kind::PROPOSAL_CLOSED => {
            let note = std::str::from_utf8(payload).ok().filter(|note| !note.is_empty());
            ProposalAct::Closed { note: note.map(str::to_owned) }
        }
        kind::PROPOSAL_REOPENED => ProposalAct::Reopened,
        _ => return Err(Unreadable),
    };
    Ok(Record::Proposal { proposal: ProposalId::from_bytes(header.subject), act })
}

/// What a damaged record of a new proposal made, without its text and as a private draft: so that nothing is shown to
/// anybody to whom it was not shown. One without an author is nobody's draft and stays offered. Only to be believed if its
/// chapter, and its seat if it names one, are there.
pub(crate) fn claimed(header: &Header, bytes: &[u8]) -> Option<(ProposalId, NewProposal)> {
    if header.kind != kind::PROPOSAL_CREATED {
        return None;
    }
    let new = new_proposal(bytes).ok()?;
    let number = if new.seat.is_some() { 0 } else { new.number };
    Some((ProposalId::from_bytes(header.subject), NewProposal { number, seed: Bytes::new(), ..new }))
}

fn new_proposal(payload: &[u8]) -> Result<NewProposal, Unreadable> {
    let (length, rest) = payload.split_first_chunk().ok_or(Unreadable)?;
    let (json, seed) = rest.split_at_checked(u32::from_be_bytes(*length) as usize).ok_or(Unreadable)?;
    let json: ProposalJson = read(json)?;
    Ok(NewProposal {
        chapter: ChapterId::parse(&json.chapter).ok_or(Unreadable)?,
        seat: json.seat.as_deref().map(seat).transpose()?,
        writer: json.writer,
        number: json.number,
        reason: Reason::parse(&json.reason).ok_or(Unreadable)?,
        base: json.base,
        seed: Bytes::copy_from_slice(seed),
    })
}

#[cfg(test)]
mod tests {
    use manual::id::SeatId;

    use super::super::{Loss, loss, tests::there_and_back};
    use super::*;
    use crate::frame::tests::header;

    #[test]
    fn records_of_proposals_read_back() {
        let proposal = ProposalId::from_random([1; 16]);
        let there = |act| there_and_back(&Record::Proposal { proposal, act });
        let new = NewProposal {
            chapter: ChapterId::from_random([2; 16]),
            seat: Some(SeatId::from_random([3; 16])),
            writer: 9,
            number: 12,
            reason: Reason::HandedOver,
            base: 70_000,
            seed: Bytes::from_static(b"seed"),
        };
        let payload = there(ProposalAct::Created(new.clone()));
        expect_test::expect![[r#"{"chapter":"02020202-0202-4202-8202-020202020202","seat":"03030303-0303-4303-8303-030303030303","writer":9,"number":12,"reason":"handed-over","base":70000}seed"#]]
            .assert_eq(std::str::from_utf8(&payload[4..]).unwrap());
        let unnamed = there(ProposalAct::Created(NewProposal { seat: None, writer: 0, ..new.clone() }));
        assert!(std::str::from_utf8(&unnamed[4..]).unwrap().contains(r#""seat":null,"writer":0"#));
        assert_eq!(there(ProposalAct::Offered { number: 258 }), [0, 0, 1, 2]);
        assert_eq!(there(ProposalAct::Closed { note: Some("Déjà".into()) }), "Déjà".as_bytes());
        for act in [ProposalAct::Merged, ProposalAct::Closed { note: None }, ProposalAct::Reopened] {
            assert!(there(act).is_empty());
        }
    }

    #[test]
    fn a_decision_outlives_its_payload_and_a_damaged_proposal_is_nobody_else_s() {
        for kind in
            [kind::PROPOSAL_OFFERED, kind::PROPOSAL_MERGED, kind::PROPOSAL_CLOSED, kind::PROPOSAL_REOPENED]
        {
            let header = Header { kind, ..header(1, 0, true) };
            assert_eq!(loss(&header), Loss::Nothing);
            for payload in [&[][..], &[0xff], &[1, 2, 3, 4, 5]] {
                assert!(decode(&header, payload).is_ok(), "{kind}");
            }
        }
        let new = NewProposal {
            chapter: ChapterId::from_random([2; 16]),
            seat: Some(SeatId::from_random([3; 16])),
            writer: 9,
            number: 12,
            reason: Reason::Locked,
            base: 1,
            seed: Bytes::from_static(b"seed"),
        };
        let header = Header { kind: kind::PROPOSAL_CREATED, ..header(1, 0, true) };
        let (_, claimed) = claimed(&header, &created(&new)).unwrap();
        assert_eq!(claimed, NewProposal { number: 0, seed: Bytes::new(), ..new.clone() });
        let unnamed = NewProposal { seat: None, writer: 0, ..new };
        let (_, claimed) = super::claimed(&header, &created(&unnamed)).unwrap();
        assert_eq!(claimed, NewProposal { seed: Bytes::new(), ..unnamed }, "nobody's draft");
    }
}
