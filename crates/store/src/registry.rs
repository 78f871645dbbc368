//! Seats, invitations, sessions, tokens, writers, manuals, chapters and editions as they stand: the journal's small
//! records, folded. Kept in memory by whoever needs it; never holds text.

mod attribution;
mod device;
mod door;
mod editions;
mod people;
mod proposals;
mod publishing;
mod rights;

use std::collections::{BTreeMap, BTreeSet};

use manual::id::{
    ChapterId, DeviceKeyId, DocumentId, Epoch, InvitationId, ManualId, PersonId, ProposalId, SeatId,
    SessionId,
};
use manual::rights::Right;
use manual::rights::table::ChapterState;
use manual::seat::{Appears, SeatKind};

pub use attribution::Attribution;
pub use device::DeviceKey;
pub use door::{Door, Passkey, Subject};
pub use editions::{Edition, Outcome};
pub use people::Person;
pub use proposals::Proposal;
pub use publishing::{Afterwards, Said, Signed, SigningKey};
pub use rights::Rights;

use crate::record::people::Device;
use crate::record::{Hash, Record};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    pub name: String,
    pub kind: SeatKind,
    /// What it may do at most, where somebody decided so.
    pub cap: Option<Right>,
}

impl Seat {
    /// What the seat may do.
    pub fn right(&self) -> Right {
        self.kind.default_right().capped(self.cap)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    pub seat: SeatId,
    /// Whom it is for; one from before there were people is for anybody of the seat.
    pub person: Option<PersonId>,
    pub link: Hash,
    pub code: Hash,
    pub ends_ms: u64,
    pub tries: u32,
    pub used: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    pub seat: SeatId,
    /// Whose it is, or who made the token; of one that belongs to the seat alone: nobody.
    pub person: Option<PersonId>,
    pub token: Hash,
    pub began_ms: u64,
    /// The end it was given. A person's term may end it earlier: see [`Registry::ends_ms`].
    pub ends_ms: u64,
    pub right: Option<Right>,
    pub program: bool,
    /// Ended by a record. Whether it is alive is [`Registry::is_alive`].
    pub ended: bool,
    /// When somebody else ended it.
    pub revoked_ms: Option<u64>,
    /// The last day it is known to have been used.
    pub seen_ms: u64,
    /// From where it comes.
    pub device: Option<Device>,
    /// The one manual that a token reaches.
    pub manual: Option<ManualId>,
    /// What its maker calls a token.
    pub name: Option<String>,
    /// What others are told of whoever is in it.
    pub appears: Appears,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manual {
    pub slug: String,
    pub title: String,
    pub outline: DocumentId,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chapter {
    pub manual: ManualId,
    pub deleted: bool,
    /// What was decided about it. It stands as this unless it is deleted.
    pub state: ChapterState,
    /// The template it was made from.
    pub from: Option<ChapterId>,
}

impl Chapter {
    fn new(manual: ManualId) -> Self {
        Self { manual, deleted: false, state: ChapterState::Open, from: None }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    pub manual: ManualId,
    pub deleted: bool,
}

/// Everything but texts, as it stands after some journal position.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Registry {
    pub epoch: Option<Epoch>,
    /// The position after which this epoch began, where the folder was restored from a copy: what was written after it
    /// elsewhere is not here.
    pub restored_from: Option<u64>,
    pub seats: BTreeMap<SeatId, Seat>,
    pub people: BTreeMap<PersonId, Person>,
    /// In which documents a seat has written, as far as the journal says so.
    pub wrote_in: BTreeMap<SeatId, BTreeSet<DocumentId>>,
    pub invitations: BTreeMap<InvitationId, Invitation>,
    pub sessions: BTreeMap<SessionId, Session>,
    pub writers: BTreeMap<u32, (SeatId, SessionId)>,
    pub manuals: BTreeMap<ManualId, Manual>,
    pub chapters: BTreeMap<ChapterId, Chapter>,
    /// Apart from the chapters, so that nothing that tells of chapters tells of them.
    pub templates: BTreeMap<ChapterId, Template>,
    /// Those that were published, and the one whose freeze is not through.
    pub editions: BTreeMap<(ManualId, u32), Edition>,
    /// The keys that editions were signed with, the oldest first.
    pub signing_keys: Vec<SigningKey>,
    afterwards: BTreeMap<(ManualId, u32), Afterwards>,
    /// Passkeys, and other services that vouch for a person.
    pub door: Door,
    /// Whether it is told who wrote something.
    pub attribution: Attribution,
    /// Destroyed ones included.
    pub device_keys: BTreeMap<DeviceKeyId, DeviceKey>,
    /// Private drafts too, which nobody but their seat may know of.
    pub proposals: BTreeMap<ProposalId, Proposal>,
    /// What was decided about seats in manuals and chapters, and about the service.
    pub rights: Rights,
    by_token: BTreeMap<Hash, SessionId>,
    by_link: BTreeMap<Hash, InvitationId>,
    writer_max: u32,
}

impl Registry {
    /// What a seat is called.
    pub fn seat_name(&self, seat: SeatId) -> Option<&str> {
        self.seats.get(&seat).map(|seat| seat.name.as_str())
    }

    /// Folds the record at a position in: each record once, in the order of the journal. Records of documents (`Bound`,
    /// `Update`) change nothing here, nor does a record about something that was never there.
    pub fn apply_at(&mut self, seq: u64, time_ms: u64, record: &Record) {
        if matches!(record, Record::Began { .. }) && self.epoch.is_some() {
            self.restored_from = Some(seq.saturating_sub(1));
        }
        self.apply_edition(seq, time_ms, record);
        self.apply_publishing(time_ms, record);
        self.apply_proposal(seq, time_ms, record);
        self.door.apply(time_ms, record);
        self.attribution.apply_at(seq, record);
        self.apply(time_ms, record);
    }

    /// The records whose position means nothing: all but those of editions and publishing, of proposals and of the door.
    fn apply(&mut self, time_ms: u64, record: &Record) {
        match record {
            // Where one epoch follows another: see `apply_at`.
            Record::Began { epoch } => self.epoch = Some(*epoch),
            Record::SeatAdded { seat, name, kind } => {
                self.seats.insert(*seat, Seat { name: name.clone(), kind: *kind, cap: None });
            }
            Record::SeatRight { seat, right } => {
                if let Some(entry) = self.seats.get_mut(seat) {
                    entry.cap = *right;
                }
            }
            Record::WriterNamed { writer, seat, session } => {
                self.writers.insert(*writer, (*seat, *session));
                self.saw_writer(*writer);
            }
            Record::InvitationMade { .. }
            | Record::InvitationTried { .. }
            | Record::InvitationUsed { .. } => {
                self.apply_invitation(record);
            }
            Record::SessionBegan { .. } | Record::SessionEnded { .. } | Record::SessionAppears { .. } => {
                self.apply_session(time_ms, record);
            }
            Record::ManualCreated { manual, slug, title, outline, seed: _ } => {
                let entry = Manual { slug: slug.clone(), title: title.clone(), outline: *outline };
                self.manuals.insert(*manual, entry);
            }
            Record::ChapterCreated { manual, chapter, seed: _ } => {
                self.chapters.insert(*chapter, Chapter::new(*manual));
            }
            Record::TemplateCreated { manual, template, seed: _ } => {
                self.templates.insert(*template, Template { manual: *manual, deleted: false });
            }
            Record::ChapterFrom { chapter, template } => {
                if let Some(entry) = self.chapters.get_mut(chapter) {
                    entry.from = Some(*template);
                }
            }
            Record::ChapterDeleted { chapter } => self.set_deleted(*chapter, true),
            Record::ChapterRestored { chapter } => self.set_deleted(*chapter, false),
            Record::DeviceKey { key, act } => self.apply_device(*key, act),
            Record::People(record) => self.apply_people(time_ms, record),
            Record::Bound { document, seat, .. } => {
                self.wrote_in.entry(*seat).or_default().insert(*document);
            }
            Record::Update { .. }
            | Record::Frozen { .. }
            | Record::Published { .. }
            | Record::FreezeDropped { .. }
            | Record::Proposal { .. }
            | Record::Publishing(_)
            | Record::Door(_)
            | Record::Attribution(_) => {}
            Record::Rights(record) => self.apply_rights(*record),
        }
    }

    /// The session that a token (or cookie) of this hash stands for, ended ones included.
    pub fn session_by_token(&self, token: &Hash) -> Option<(SessionId, &Session)> {
        let session = *self.by_token.get(token)?;
        Some((session, self.sessions.get(&session)?))
    }

    /// The invitation whose link has this hash, used ones included.
    pub fn invitation_by_link(&self, link: &Hash) -> Option<(InvitationId, &Invitation)> {
        let invitation = *self.by_link.get(link)?;
        Some((invitation, self.invitations.get(&invitation)?))
    }

    /// What a session may do in the service at large: what its seat may, or less. `None` when there is no such session.
    pub fn right_of(&self, session: SessionId) -> Option<Right> {
        let session = self.sessions.get(&session)?;
        let right = self.seats.get(&session.seat)?.right().capped(session.right);
        // Bound to one manual, it decides nothing about the service at large.
        Some(right.capped(session.manual.map(|_| Right::Read)))
    }

    /// What others are told of whoever is in a session. Of one that is not there: nothing that names anybody.
    pub fn appearance_of(&self, session: SessionId) -> Appears {
        self.sessions.get(&session).map_or(Appears::AsMember, |session| session.appears)
    }

    pub fn manual_by_outline(&self, outline: DocumentId) -> Option<(ManualId, &Manual)> {
        self.manuals.iter().find(|(_, manual)| manual.outline == outline).map(|(id, manual)| (*id, manual))
    }

    pub fn manual_by_slug(&self, slug: &str) -> Option<(ManualId, &Manual)> {
        self.manuals.iter().find(|(_, manual)| manual.slug == slug).map(|(id, manual)| (*id, manual))
    }

    pub fn seat_by_name(&self, name: &str) -> Option<(SeatId, &Seat)> {
        self.seats.iter().find(|(_, seat)| seat.name == name).map(|(id, seat)| (*id, seat))
    }

    /// The number the next writer gets: above every number that a record has named or borne.
    pub fn next_writer(&self) -> u32 {
        self.writer_max
            .checked_add(1)
            .expect("four thousand million sign-ins take longer than the manual lives")
    }

    /// Notes a number that a record bears, so that it is never given again even if the record that named it is lost.
    pub(crate) fn saw_writer(&mut self, writer: u32) {
        self.writer_max = self.writer_max.max(writer);
    }

    fn apply_invitation(&mut self, record: &Record) {
        match record {
            Record::InvitationMade { invitation, seat, link, code, ends_ms } => {
                let (seat, link, code, ends_ms) = (*seat, *link, *code, *ends_ms);
                self.by_link.insert(link, *invitation);
                let entry = Invitation { seat, person: None, link, code, ends_ms, tries: 0, used: false };
                self.invitations.insert(*invitation, entry);
            }
            Record::InvitationTried { invitation } => {
                if let Some(entry) = self.invitations.get_mut(invitation) {
                    entry.tries = entry.tries.saturating_add(1);
                }
            }
            Record::InvitationUsed { invitation } => {
                if let Some(entry) = self.invitations.get_mut(invitation) {
                    entry.used = true;
                }
            }
            _ => {}
        }
    }

    fn apply_session(&mut self, time_ms: u64, record: &Record) {
        match record {
            Record::SessionBegan { session, seat, token, ends_ms, right, program } => {
                let (seat, token, ends_ms, right, program) = (*seat, *token, *ends_ms, *right, *program);
                self.by_token.insert(token, *session);
                let entry = Session {
                    seat,
                    person: None,
                    token,
                    began_ms: time_ms,
                    ends_ms,
                    right,
                    program,
                    ended: false,
                    revoked_ms: None,
                    seen_ms: time_ms,
                    device: None,
                    manual: None,
                    name: None,
                    appears: Appears::AsSeat,
                };
                self.sessions.insert(*session, entry);
            }
            Record::SessionEnded { session } => {
                if let Some(entry) = self.sessions.get_mut(session) {
                    entry.ended = true;
                }
            }
            Record::SessionAppears { session, appears } => {
                if let Some(entry) = self.sessions.get_mut(session) {
                    entry.appears = *appears;
                }
            }
            _ => {}
        }
    }

    fn set_deleted(&mut self, chapter: ChapterId, deleted: bool) {
        if let Some(entry) = self.chapters.get_mut(&chapter) {
            entry.deleted = deleted;
        }
        if let Some(entry) = self.templates.get_mut(&chapter) {
            entry.deleted = deleted;
        }
    }
}
