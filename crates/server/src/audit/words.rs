//! What each record of the journal is called in the audit, and what is told of it: ids, names of seats, rights, times. Never
//! a secret or its hash, never a word of a text, never the name of a person. Matches every record by name, so that a
//! new one does not build before somebody has decided what is told of it.

use manual::id::{PasskeyId, ProposalId, SeatId};
use serde_json::{Value, json};
use store::record::attribution::AttributionRecord;
use store::record::device::DeviceKeyRecord;
use store::record::door::DoorRecord;
use store::record::publishing::PublishingRecord;
use store::record::rights::{RightsRecord, ServiceState};
use store::record::{NewProposal, ProposalAct, Record};
use store::registry::Registry;

use super::people;
use crate::clock::rfc3339;

/// The event's name, and what is told. `None`: it is part of a text.
pub(super) fn of(registry: &Registry, record: &Record) -> Option<(&'static str, Value)> {
    let seat = |id| json!(registry.seat_name(id));
    Some(match record {
        Record::Update { .. }
        | Record::Bound { .. }
        | Record::Attribution(AttributionRecord::Tagged { .. }) => return None,
        Record::Began { epoch } => ("folder-began", json!({ "epoch": epoch.to_string() })),
        Record::SeatAdded { seat: _, name, kind } => {
            ("seat-added", json!({ "seat": name, "kind": kind.word() }))
        }
        Record::SeatRight { seat: id, right } => {
            ("seat-right", json!({ "seat": seat(*id), "right": right.map(manual::rights::Right::word) }))
        }
        Record::WriterNamed { writer, seat: id, session } => {
            ("writer-named", json!({ "writer": writer, "seat": seat(*id), "session": session.to_string() }))
        }
        Record::InvitationMade { invitation, seat: id, ends_ms, .. } => (
            "invitation-made",
            json!({ "invitation": invitation.to_string(), "seat": seat(*id), "ends": rfc3339(*ends_ms) }),
        ),
        Record::InvitationTried { invitation } => {
            ("wrong-code-typed", json!({ "invitation": invitation.to_string() }))
        }
        Record::InvitationUsed { invitation } => {
            ("invitation-used", json!({ "invitation": invitation.to_string() }))
        }
        Record::SessionBegan { session, seat: id, ends_ms, right, program, token: _ } => (
            if *program { "token-made" } else { "signed-in" },
            json!({
                "session": session.to_string(),
                "seat": seat(*id),
                "right": right.map(manual::rights::Right::word),
                "ends": rfc3339(*ends_ms),
            }),
        ),
        Record::SessionEnded { session } => ("session-ended", json!({ "session": session.to_string() })),
        Record::SessionAppears { session, appears } => {
            ("appears", json!({ "session": session.to_string(), "as": appears.word() }))
        }
        Record::ManualCreated { manual, title, .. } => {
            ("manual-made", json!({ "manual": manual.to_string(), "title": title }))
        }
        Record::ChapterCreated { manual, chapter, seed: _ } => {
            ("chapter-made", json!({ "manual": manual.to_string(), "chapter": chapter.to_string() }))
        }
        Record::TemplateCreated { manual, template, seed: _ } => {
            ("template-made", json!({ "manual": manual.to_string(), "template": template.to_string() }))
        }
        Record::ChapterFrom { chapter, template } => {
            ("chapter-made-from", json!({ "chapter": chapter.to_string(), "template": template.to_string() }))
        }
        Record::ChapterDeleted { chapter } => ("chapter-deleted", json!({ "chapter": chapter.to_string() })),
        Record::ChapterRestored { chapter } => {
            ("chapter-restored", json!({ "chapter": chapter.to_string() }))
        }
        Record::Frozen { manual, edition, title, public, revision, chapters } => (
            "freeze-began",
            json!({
                "manual": manual.to_string(),
                "edition": edition,
                "title": title,
                "public": public,
                "revision": revision,
                "chapters": chapters.len(),
            }),
        ),
        Record::Published { manual, edition, manifest } => (
            "edition-published",
            json!({
                "manual": manual.to_string(),
                "edition": edition,
                "sha256": edition::hex(manifest),
            }),
        ),
        Record::Proposal { proposal, act } => return self::proposal(registry, *proposal, act),
        Record::Door(record) => door(record),
        Record::Rights(record) => rights(registry, record),
        Record::Publishing(record) => publishing(record),
        Record::Attribution(AttributionRecord::ChapterMode { chapter, mode, audit_key }) => (
            "chapter-mode",
            json!({
                "chapter": chapter.to_string(),
                "mode": mode.word(),
                "audited": audit_key.is_some(),
            }),
        ),
        Record::Attribution(AttributionRecord::ForgedRefused { document }) => {
            ("forged-id-refused", json!({ "document": document.to_string() }))
        }
        Record::DeviceKey { key, act } => match act {
            DeviceKeyRecord::Given { device: _, session, ends_ms } => (
                "device-key-given",
                json!({ "key": key.to_string(), "session": session.to_string(), "ends": rfc3339(*ends_ms) }),
            ),
            DeviceKeyRecord::Destroyed => ("device-key-destroyed", json!({ "key": key.to_string() })),
        },
        Record::People(record) => people::of(record, seat),
        Record::FreezeDropped { manual } => ("freeze-dropped", json!({ "manual": manual.to_string() })),
    })
}

/// Of proposals, whose they are; who decided is who the line is by. Never a note. A private draft is nobody's business, so nothing is told of one.
fn proposal(registry: &Registry, id: ProposalId, act: &ProposalAct) -> Option<(&'static str, Value)> {
    let is_draft = || registry.proposals.get(&id).is_none_or(|proposal| proposal.number.is_none());
    let event = match act {
        ProposalAct::Created(NewProposal { number: 0, .. }) => return None,
        ProposalAct::Created(new) => {
            let seat = new.seat.and_then(|seat| registry.seat_name(seat));
            let (chapter, reason) = (new.chapter.to_string(), new.reason.word());
            let told = json!({ "proposal": id.to_string(), "n": new.number, "chapter": chapter, "seat": seat,
                "reason": reason });
            return Some(("proposed", told));
        }
        ProposalAct::Closed { .. } | ProposalAct::Reopened if is_draft() => return None,
        ProposalAct::Offered { .. } => "draft-offered",
        ProposalAct::Merged => "proposal-merged",
        ProposalAct::Closed { note: _ } => "proposal-closed",
        ProposalAct::Reopened => "proposal-reopened",
    };
    let proposal = registry.proposals.get(&id);
    let seat = proposal.and_then(|it| registry.seat_name(it.seat?));
    let chapter = proposal.map(|it| it.chapter.to_string());
    let number = proposal.and_then(|it| it.number);
    Some((event, json!({ "proposal": id.to_string(), "n": number, "chapter": chapter, "seat": seat })))
}

/// Of rights and states.
fn rights(registry: &Registry, record: &RightsRecord) -> (&'static str, Value) {
    let seat = |id: &SeatId| json!(registry.seat_name(*id));
    match record {
        RightsRecord::InManual { manual, seat: id, decided } => (
            "right-in-manual",
            json!({ "manual": manual.to_string(), "seat": seat(id), "right": decided.word() }),
        ),
        RightsRecord::InChapter { chapter, seat: id, decided } => (
            "right-in-chapter",
            json!({ "chapter": chapter.to_string(), "seat": seat(id), "right": decided.word() }),
        ),
        RightsRecord::ChapterStands { chapter, state } => {
            ("chapter-state", json!({ "chapter": chapter.to_string(), "state": state.word() }))
        }
        RightsRecord::ServiceStands { epoch: _, state: ServiceState::ReadOnly } => {
            ("service-paused", json!({}))
        }
        RightsRecord::ServiceStands { epoch: _, state: ServiceState::Open } => ("service-resumed", json!({})),
    }
}

/// Of signing, and of what became of editions afterwards. What was said there stands on the edition's page, not here.
fn publishing(record: &PublishingRecord) -> (&'static str, Value) {
    if let PublishingRecord::SigningKey { key, signature } = record {
        let told = json!({ "key": edition::hex(key), "vouched_for": signature.is_some() });
        return ("signing-key-made", told);
    }
    let edition = record.edition();
    let of = json!({ "manual": edition.map(|(id, _)| id.to_string()), "edition": edition.map(|(_, n)| n) });
    let with = |name: &str, value: String| {
        let mut told = of.clone();
        told[name] = value.into();
        told
    };
    match record {
        PublishingRecord::SigningKey { .. } => ("signing-key-made", of),
        PublishingRecord::EditionSigned { key, .. } => ("edition-signed", with("key", edition::hex(key))),
        PublishingRecord::EditionWithdrawn { .. } => ("edition-withdrawn", of),
        PublishingRecord::Erratum { .. } => ("erratum-added", of),
        PublishingRecord::ChangeNote { chapter, .. } => {
            ("change-note-written", with("chapter", chapter.to_string()))
        }
    }
}

/// Of the ways in.
fn door(record: &DoorRecord) -> (&'static str, Value) {
    let of = |passkey: &PasskeyId| json!({ "passkey": passkey.to_string() });
    match record {
        DoorRecord::PasskeyAdded { passkey, person, handle: _, kept: _ } => {
            ("passkey-added", json!({ "passkey": passkey.to_string(), "person": person.to_string() }))
        }
        DoorRecord::PasskeyUsed { passkey, kept: _ } => ("passkey-used", of(passkey)),
        DoorRecord::PasskeyRenamed { passkey, kept: _ } => ("passkey-renamed", of(passkey)),
        DoorRecord::PasskeyEnded { passkey } => ("passkey-ended", of(passkey)),
        DoorRecord::SubjectLinked { person, kept: _ } => {
            ("identity-linked", json!({ "person": person.to_string() }))
        }
        DoorRecord::SubjectEnded { person } => ("identity-ended", json!({ "person": person.to_string() })),
    }
}
