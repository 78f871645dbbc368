//! Records to frames and back. Updates are their own bytes, seeds follow a short head, the rest are small JSON objects.
//! The serde structs here are the format and private to this file; docs/storage.md lists them.

pub(crate) mod attribution;
mod device;
mod door;
mod people;
mod proposals;
mod publishing;
mod rights;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use manual::id::{ChapterId, DocumentId, Epoch, InvitationId, ManualId, SeatId, SessionId};
use manual::rights::Right;
use manual::seat::{Appears, SeatKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::frame::{self, Header, array_at, u64_at};
use crate::record::{Entry, Hash, Record};

/// The `kind` byte of each record. Never renumbered, never reused.
pub(crate) mod kind {
    pub(crate) const BEGAN: u8 = 1;
    pub(crate) const SEAT_ADDED: u8 = 2;
    pub(crate) const WRITER_NAMED: u8 = 3;
    pub(crate) const INVITATION_MADE: u8 = 4;
    pub(crate) const INVITATION_TRIED: u8 = 5;
    pub(crate) const INVITATION_USED: u8 = 6;
    pub(crate) const SESSION_BEGAN: u8 = 7;
    pub(crate) const SESSION_ENDED: u8 = 8;
    pub(crate) const MANUAL_CREATED: u8 = 9;
    pub(crate) const CHAPTER_CREATED: u8 = 10;
    pub(crate) const CHAPTER_DELETED: u8 = 11;
    pub(crate) const CHAPTER_RESTORED: u8 = 12;
    pub(crate) const BOUND: u8 = 13;
    pub(crate) const UPDATE: u8 = 14;
    pub(crate) const FROZEN: u8 = 15;
    pub(crate) const PUBLISHED: u8 = 16;
    pub(crate) const SEAT_RIGHT: u8 = 17;
    pub(crate) const FREEZE_DROPPED: u8 = 18;
    pub(crate) const TEMPLATE_CREATED: u8 = 19;
    pub(crate) const CHAPTER_FROM: u8 = 20;
    pub(crate) const SESSION_AS_MEMBER: u8 = 21;
    pub(crate) const SESSION_AS_SEAT: u8 = 22;
    pub(crate) const PROPOSAL_CREATED: u8 = 45;
    pub(crate) const PROPOSAL_OFFERED: u8 = 46;
    pub(crate) const PROPOSAL_MERGED: u8 = 47;
    pub(crate) const PROPOSAL_CLOSED: u8 = 48;
    pub(crate) const PROPOSAL_REOPENED: u8 = 49;

    pub(crate) const DEVICE_KEY_GIVEN: u8 = 58;
    pub(crate) const DEVICE_KEY_DESTROYED: u8 = 59;

    /// The newest this version knows.
    pub(crate) const NEWEST: u8 = super::publishing::kind::CHANGE_NOTE;
}

/// A payload that holds its checksum and still is not what its kind says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the payload is not what its kind says")]
pub(crate) struct Unreadable;

/// What losing a payload means for the service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Loss {
    /// The header says everything.
    Nothing,
    /// A document stands still before this record; everything else goes on.
    Document(DocumentId),
    /// Something is missing whose absence gives nobody anything: an invitation, a sign-in, a writer's name, an edition,
    /// the template of a chapter.
    Skippable,
    /// Another record is believed in its place, which takes away what this one may have given: see [`instead`].
    Instead,
    /// A seat, a right or a manual would be missing, or the folder's identity: the service does not start.
    Fatal,
}

#[derive(Serialize, Deserialize)]
struct SeatJson {
    name: String,
    kind: String,
}

#[derive(Serialize, Deserialize)]
struct RightJson {
    right: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct WriterJson {
    writer: u32,
    seat: String,
}

#[derive(Serialize, Deserialize)]
struct InvitationJson {
    seat: String,
    link: String,
    code: String,
    ends_ms: u64,
}

#[derive(Serialize, Deserialize)]
struct SessionJson {
    seat: String,
    token: String,
    ends_ms: u64,
    right: Option<String>,
    program: bool,
}

#[derive(Serialize, Deserialize)]
struct ManualJson {
    manual: String,
    slug: String,
    title: String,
}

#[derive(Serialize, Deserialize)]
struct FrozenJson {
    edition: u32,
    title: String,
    public: bool,
    /// Only in a working text, and in none from before there were such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
    chapters: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct PublishedJson {
    edition: u32,
    manifest: String,
}

/// Appends an entry as the frame at `seq`.
pub(crate) fn encode(entry: &Entry, seq: u64, place: u32, last: bool, out: &mut Vec<u8>) {
    let (kind, subject, payload) = parts(&entry.record);
    let (time_ms, writer) = (entry.time_ms, entry.writer);
    let header = Header { kind, last, length: 0, seq, time_ms, subject, writer, seal: 0, place };
    frame::encode(header, &payload, out);
}

/// Bytes that the record's payload takes in the journal.
pub(crate) fn payload_bytes(record: &Record) -> usize {
    match record {
        Record::Update { update, .. } => update.len(),
        other => parts(other).2.len(),
    }
}

fn parts(record: &Record) -> (u8, [u8; 16], Bytes) {
    let none = Bytes::new();
    match record {
        Record::Began { epoch } => (kind::BEGAN, epoch.bytes(), none),
        Record::SeatAdded { seat, name, kind } => {
            let json = SeatJson { name: name.clone(), kind: kind.word().to_owned() };
            (kind::SEAT_ADDED, seat.bytes(), text(&json))
        }
        Record::SeatRight { seat, right } => {
            let right = right.map(|right| right.word().to_owned());
            (kind::SEAT_RIGHT, seat.bytes(), text(&RightJson { right }))
        }
        Record::WriterNamed { writer, seat, session } => {
            let json = WriterJson { writer: *writer, seat: seat.to_string() };
            (kind::WRITER_NAMED, session.bytes(), text(&json))
        }
        Record::InvitationMade { invitation, seat, link, code, ends_ms } => {
            let (link, code) = (spell(link), spell(code));
            let json = InvitationJson { seat: seat.to_string(), link, code, ends_ms: *ends_ms };
            (kind::INVITATION_MADE, invitation.bytes(), text(&json))
        }
        Record::InvitationTried { invitation } => (kind::INVITATION_TRIED, invitation.bytes(), none),
        Record::InvitationUsed { invitation } => (kind::INVITATION_USED, invitation.bytes(), none),
        Record::SessionBegan { session, seat, token, ends_ms, right, program } => {
            let right = right.map(|right| right.word().to_owned());
            let (seat, token) = (seat.to_string(), spell(token));
            let json = SessionJson { seat, token, ends_ms: *ends_ms, right, program: *program };
            (kind::SESSION_BEGAN, session.bytes(), text(&json))
        }
        Record::SessionEnded { session } => (kind::SESSION_ENDED, session.bytes(), none),
        // Two kinds without a payload: what is said must not be lost with one.
        Record::SessionAppears { session, appears: Appears::AsMember } => {
            (kind::SESSION_AS_MEMBER, session.bytes(), none)
        }
        Record::SessionAppears { session, appears: Appears::AsSeat } => {
            (kind::SESSION_AS_SEAT, session.bytes(), none)
        }
        Record::ManualCreated { manual, slug, title, outline, seed } => {
            let (slug, title) = (slug.clone(), title.clone());
            let json = text(&ManualJson { manual: manual.to_string(), slug, title });
            let length = u32::try_from(json.len()).expect("a title is far below 4 GiB");
            (kind::MANUAL_CREATED, outline.bytes(), [&length.to_be_bytes()[..], &json, seed].concat().into())
        }
        Record::ChapterCreated { manual, chapter, seed } => {
            (kind::CHAPTER_CREATED, chapter.bytes(), [&manual.bytes()[..], seed].concat().into())
        }
        Record::TemplateCreated { manual, template, seed } => {
            (kind::TEMPLATE_CREATED, template.bytes(), [&manual.bytes()[..], seed].concat().into())
        }
        Record::ChapterFrom { chapter, template } => {
            (kind::CHAPTER_FROM, chapter.bytes(), Bytes::copy_from_slice(&template.bytes()))
        }
        Record::ChapterDeleted { chapter } => (kind::CHAPTER_DELETED, chapter.bytes(), none),
        Record::ChapterRestored { chapter } => (kind::CHAPTER_RESTORED, chapter.bytes(), none),
        Record::Bound { document, client, seat } => {
            (kind::BOUND, document.bytes(), [&client.to_be_bytes()[..], &seat.bytes()].concat().into())
        }
        Record::Update { document, update } => (kind::UPDATE, document.bytes(), update.clone()),
        Record::Frozen { manual, edition, title, public, revision, chapters } => {
            let (edition, title, public, revision) = (*edition, title.clone(), *public, *revision);
            let chapters = chapters.iter().map(ToString::to_string).collect();
            (kind::FROZEN, manual.bytes(), text(&FrozenJson { edition, title, public, revision, chapters }))
        }
        Record::Published { manual, edition, manifest } => {
            let json = PublishedJson { edition: *edition, manifest: spell(manifest) };
            (kind::PUBLISHED, manual.bytes(), text(&json))
        }
        Record::FreezeDropped { manual } => (kind::FREEZE_DROPPED, manual.bytes(), none),
        Record::Door(record) => door::parts(record),
        Record::Attribution(record) => attribution::parts(record),
        Record::DeviceKey { key, act } => device::parts(*key, act),
        Record::Proposal { proposal, act } => proposals::parts(*proposal, act),
        Record::People(record) => people::parts(record),
        Record::Rights(record) => rights::parts(record),
        Record::Publishing(record) => publishing::parts(record),
    }
}

/// Reads a frame's record.
///
/// # Errors
/// [`Unreadable`] when the payload does not fit the kind.
pub(crate) fn decode(header: &Header, payload: &[u8]) -> Result<Record, Unreadable> {
    let subject = header.subject;
    Ok(match header.kind {
        kind::BEGAN => Record::Began { epoch: Epoch::from_bytes(subject) },
        kind::SEAT_ADDED => {
            let json: SeatJson = read(payload)?;
            let kind = SeatKind::parse(&json.kind).ok_or(Unreadable)?;
            Record::SeatAdded { seat: SeatId::from_bytes(subject), name: json.name, kind }
        }
        kind::SEAT_RIGHT => {
            let json: RightJson = read(payload)?;
            Record::SeatRight { seat: SeatId::from_bytes(subject), right: right(json.right)? }
        }
        kind::WRITER_NAMED => {
            let json: WriterJson = read(payload)?;
            let session = SessionId::from_bytes(subject);
            Record::WriterNamed { writer: json.writer, seat: seat(&json.seat)?, session }
        }
        kind::INVITATION_MADE => {
            let json: InvitationJson = read(payload)?;
            Record::InvitationMade {
                invitation: InvitationId::from_bytes(subject),
                seat: seat(&json.seat)?,
                link: hash(&json.link)?,
                code: hash(&json.code)?,
                ends_ms: json.ends_ms,
            }
        }
        kind::INVITATION_TRIED => Record::InvitationTried { invitation: InvitationId::from_bytes(subject) },
        kind::INVITATION_USED => Record::InvitationUsed { invitation: InvitationId::from_bytes(subject) },
        kind::SESSION_BEGAN => {
            let json: SessionJson = read(payload)?;
            Record::SessionBegan {
                session: SessionId::from_bytes(subject),
                seat: seat(&json.seat)?,
                token: hash(&json.token)?,
                ends_ms: json.ends_ms,
                right: right(json.right)?,
                program: json.program,
            }
        }
        kind::SESSION_ENDED => Record::SessionEnded { session: SessionId::from_bytes(subject) },
        kind::SESSION_AS_MEMBER => {
            Record::SessionAppears { session: SessionId::from_bytes(subject), appears: Appears::AsMember }
        }
        kind::SESSION_AS_SEAT => {
            Record::SessionAppears { session: SessionId::from_bytes(subject), appears: Appears::AsSeat }
        }
        kind::MANUAL_CREATED => manual_created(DocumentId::from_bytes(subject), payload)?,
        kind::CHAPTER_CREATED => {
            let (manual, seed) = payload.split_first_chunk().ok_or(Unreadable)?;
            let (manual, chapter) = (ManualId::from_bytes(*manual), ChapterId::from_bytes(subject));
            Record::ChapterCreated { manual, chapter, seed: Bytes::copy_from_slice(seed) }
        }
        kind::TEMPLATE_CREATED => {
            let (manual, seed) = payload.split_first_chunk().ok_or(Unreadable)?;
            let (manual, template) = (ManualId::from_bytes(*manual), ChapterId::from_bytes(subject));
            Record::TemplateCreated { manual, template, seed: Bytes::copy_from_slice(seed) }
        }
        kind::CHAPTER_FROM => {
            let template = ChapterId::from_bytes(payload.try_into().map_err(|_| Unreadable)?);
            Record::ChapterFrom { chapter: ChapterId::from_bytes(subject), template }
        }
        kind::CHAPTER_DELETED => Record::ChapterDeleted { chapter: ChapterId::from_bytes(subject) },
        kind::CHAPTER_RESTORED => Record::ChapterRestored { chapter: ChapterId::from_bytes(subject) },
        kind::BOUND if payload.len() == 24 => Record::Bound {
            document: DocumentId::from_bytes(subject),
            client: u64_at(payload, 0),
            seat: SeatId::from_bytes(array_at(payload, 8)),
        },
        kind::UPDATE => Record::Update {
            document: DocumentId::from_bytes(subject),
            update: Bytes::copy_from_slice(payload),
        },
        kind::FROZEN => {
            let FrozenJson { edition, title, public, revision, chapters } = read(payload)?;
            let chapters = chapters.iter().map(|id| ChapterId::parse(id).ok_or(Unreadable));
            let (manual, chapters) = (ManualId::from_bytes(subject), chapters.collect::<Result<_, _>>()?);
            Record::Frozen { manual, edition, title, public, revision, chapters }
        }
        kind::PUBLISHED => {
            let PublishedJson { edition, manifest } = read(payload)?;
            let (manual, manifest) = (ManualId::from_bytes(subject), hash(&manifest)?);
            Record::Published { manual, edition, manifest }
        }
        kind::FREEZE_DROPPED => Record::FreezeDropped { manual: ManualId::from_bytes(subject) },
        kind::DEVICE_KEY_GIVEN | kind::DEVICE_KEY_DESTROYED => device::decode(header, payload)?,
        kind::PROPOSAL_CREATED..=kind::PROPOSAL_REOPENED => proposals::decode(header, payload)?,
        attribution::kind::CHAPTER_MODE..=attribution::kind::FORGED_REFUSED => {
            Record::Attribution(attribution::decode(header, payload)?)
        }
        _ => match people::decode(header, payload) {
            Some(record) => Record::People(record?),
            None => match rights::decode(header, payload) {
                Some(record) => Record::Rights(record?),
                None => match publishing::decode(header, payload) {
                    Some(record) => Record::Publishing(record?),
                    None => Record::Door(door::decode(header, payload)?),
                },
            },
        },
    })
}

/// What is believed in place of a frame whose payload is damaged, where leaving it out would give somebody something.
pub(crate) fn instead(header: &Header) -> Option<Record> {
    people::instead(header)
}

/// What it means that a frame's payload is damaged.
pub(crate) fn loss(header: &Header) -> Loss {
    match header.kind {
        kind::BEGAN
        | kind::INVITATION_TRIED
        | kind::INVITATION_USED
        | kind::SESSION_ENDED
        | kind::SESSION_AS_MEMBER
        | kind::SESSION_AS_SEAT
        | kind::CHAPTER_DELETED
        | kind::CHAPTER_RESTORED
        | kind::FREEZE_DROPPED
        | kind::DEVICE_KEY_DESTROYED
        // Their headers say what counts; a number or a note that is lost is found anew or left out.
        | kind::PROPOSAL_OFFERED
        | kind::PROPOSAL_MERGED
        | kind::PROPOSAL_CLOSED
        | kind::PROPOSAL_REOPENED => Loss::Nothing,
        kind::CHAPTER_CREATED
        | kind::TEMPLATE_CREATED
        | kind::PROPOSAL_CREATED
        | kind::BOUND
        | kind::UPDATE => Loss::Document(DocumentId::from_bytes(header.subject)),
        kind::WRITER_NAMED
        | kind::INVITATION_MADE
        | kind::SESSION_BEGAN
        | kind::FROZEN
        | kind::PUBLISHED
        | kind::CHAPTER_FROM
        | kind::DEVICE_KEY_GIVEN => Loss::Skippable,
        _ => {
            let loss = people::loss(header).or_else(|| rights::loss(header)).or_else(|| door::loss(header));
            let loss = loss.or_else(|| attribution::loss(header)).or_else(|| publishing::loss(header));
            loss.unwrap_or(Loss::Fatal)
        }
    }
}

/// The document a frame is about, if its kind is about one.
pub(crate) fn document(header: &Header) -> Option<DocumentId> {
    let kinds = [
        kind::MANUAL_CREATED,
        kind::CHAPTER_CREATED,
        kind::TEMPLATE_CREATED,
        kind::PROPOSAL_CREATED,
        kind::BOUND,
        kind::UPDATE,
        attribution::kind::TAGGED,
    ];
    kinds.contains(&header.kind).then(|| DocumentId::from_bytes(header.subject))
}

/// The manual whose publication a damaged frame was, if it was one.
pub(crate) fn publication(header: &Header) -> Option<ManualId> {
    (header.kind == kind::PUBLISHED).then(|| ManualId::from_bytes(header.subject))
}

pub(crate) use proposals::claimed as claimed_proposal;

/// What a damaged `ChapterCreated` or `TemplateCreated` made, without its text. Only to be believed if it names a manual
/// that exists: 122 random bits do not come out right by accident.
pub(crate) fn claimed(header: &Header, bytes: &[u8]) -> Option<(ManualId, Record)> {
    let manual = ManualId::from_bytes(*bytes.first_chunk()?);
    let (chapter, seed) = (ChapterId::from_bytes(header.subject), Bytes::new());
    match header.kind {
        kind::CHAPTER_CREATED => Some((manual, Record::ChapterCreated { manual, chapter, seed })),
        kind::TEMPLATE_CREATED => Some((manual, Record::TemplateCreated { manual, template: chapter, seed })),
        _ => None,
    }
}

fn manual_created(outline: DocumentId, payload: &[u8]) -> Result<Record, Unreadable> {
    let (length, rest) = payload.split_first_chunk().ok_or(Unreadable)?;
    let (json, seed) = rest.split_at_checked(u32::from_be_bytes(*length) as usize).ok_or(Unreadable)?;
    let ManualJson { manual, slug, title } = read(json)?;
    let manual = ManualId::parse(&manual).ok_or(Unreadable)?;
    Ok(Record::ManualCreated { manual, slug, title, outline, seed: Bytes::copy_from_slice(seed) })
}

fn text(json: &impl Serialize) -> Bytes {
    serde_json::to_vec(json).expect("strings and numbers become JSON").into()
}

fn read<T: DeserializeOwned>(payload: &[u8]) -> Result<T, Unreadable> {
    serde_json::from_slice(payload).map_err(|_| Unreadable)
}

fn seat(text: &str) -> Result<SeatId, Unreadable> {
    SeatId::parse(text).ok_or(Unreadable)
}

fn right(word: Option<String>) -> Result<Option<Right>, Unreadable> {
    word.map(|word| Right::parse(&word).ok_or(Unreadable)).transpose()
}

fn spell(hash: &Hash) -> String {
    URL_SAFE_NO_PAD.encode(hash)
}

fn hash(text: &str) -> Result<Hash, Unreadable> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Unreadable)?;
    bytes.try_into().map_err(|_| Unreadable)
}

#[cfg(test)]
pub(crate) mod tests;
