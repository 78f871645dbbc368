//! What a journal frame can say. The payload of an update is its bytes; every other record is a JSON object.

pub mod attribution;
pub mod device;
pub mod door;
pub mod people;
pub mod publishing;
pub mod rights;

use bytes::Bytes;
use manual::id::{
    ChapterId, DeviceKeyId, DocumentId, Epoch, InvitationId, ManualId, ProposalId, SeatId, SessionId,
};
use manual::proposal::Reason;
use manual::rights::Right;
use manual::seat::{Appears, SeatKind};

use self::attribution::AttributionRecord;
use self::device::DeviceKeyRecord;
use self::door::DoorRecord;
use self::people::PeopleRecord;
use self::publishing::PublishingRecord;
use self::rights::RightsRecord;

/// A SHA-256. Codes, session tokens and links are stored as hashes only.
pub type Hash = [u8; 32];

/// One thing to be made durable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The server's clock, for display only; decides nothing.
    pub time_ms: u64,
    /// Who wrote it: a number that a `WriterNamed` record resolves, 0 for the service itself.
    pub writer: u32,
    pub record: Record,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    /// The first record of a data folder, and the first after a restore.
    Began {
        epoch: Epoch,
    },
    SeatAdded {
        seat: SeatId,
        name: String,
        kind: SeatKind,
    },
    /// Caps what a seat may do, whatever its kind; `None` lifts the cap. The last one counts.
    SeatRight {
        seat: SeatId,
        right: Option<Right>,
    },
    /// Names a writer number. Numbers count up from 1 and are never reused.
    WriterNamed {
        writer: u32,
        seat: SeatId,
        session: SessionId,
    },
    InvitationMade {
        invitation: InvitationId,
        seat: SeatId,
        link: Hash,
        code: Hash,
        ends_ms: u64,
    },
    /// A wrong code was typed.
    InvitationTried {
        invitation: InvitationId,
    },
    InvitationUsed {
        invitation: InvitationId,
    },
    /// A person signed in, or (`program`) a token was made. `right` caps what the seat may do.
    SessionBegan {
        session: SessionId,
        seat: SeatId,
        token: Hash,
        ends_ms: u64,
        right: Option<Right>,
        program: bool,
    },
    SessionEnded {
        session: SessionId,
    },
    /// What others are told of whoever is in this session. The last one counts.
    SessionAppears {
        session: SessionId,
        appears: Appears,
    },
    /// A manual and the seed of its outline, written once by the server.
    ManualCreated {
        manual: ManualId,
        slug: String,
        title: String,
        outline: DocumentId,
        seed: Bytes,
    },
    /// A chapter and the seed of its body, written once by the server.
    ChapterCreated {
        manual: ManualId,
        chapter: ChapterId,
        seed: Bytes,
    },
    /// A template and the seed of its body. Its id is of the same kind as a chapter's, and of no chapter.
    TemplateCreated {
        manual: ManualId,
        template: ChapterId,
        seed: Bytes,
    },
    /// Which template a chapter was made from.
    ChapterFrom {
        chapter: ChapterId,
        template: ChapterId,
    },
    /// A chapter, or a template, was taken out of its manual.
    ChapterDeleted {
        chapter: ChapterId,
    },
    ChapterRestored {
        chapter: ChapterId,
    },
    /// A client id writes for a seat in a document.
    Bound {
        document: DocumentId,
        client: u64,
        seat: SeatId,
    },
    /// One v1 update of a document.
    Update {
        document: DocumentId,
        update: Bytes,
    },
    /// A freeze began: the edition is the manual as it stands at this record's own position.
    Frozen {
        manual: ManualId,
        edition: u32,
        title: String,
        /// Whoever comes may read it.
        public: bool,
        /// None: a final edition. Otherwise which working text it is since the last final one.
        revision: Option<u32>,
        /// The chapters that were not deleted.
        chapters: Vec<ChapterId>,
    },
    /// The bytes of an edition are on disk; `manifest` names them all.
    Published {
        manual: ManualId,
        edition: u32,
        manifest: Hash,
    },
    /// The freeze of this manual that had begun came to nothing.
    FreezeDropped {
        manual: ManualId,
    },
    /// Of the ways in: passkeys, and other services that vouch for a person.
    Door(DoorRecord),
    /// Of people: who holds a seat, and whose a session or an invitation is.
    People(PeopleRecord),
    /// Of naming writers.
    Attribution(AttributionRecord),
    /// A key under which a device keeps what it holds was given, or destroyed.
    DeviceKey {
        key: DeviceKeyId,
        act: DeviceKeyRecord,
    },
    /// Something became of a proposal.
    Proposal {
        proposal: ProposalId,
        act: ProposalAct,
    },
    /// Of rights and states.
    Rights(RightsRecord),
    /// Of signing, and of what became of editions afterwards.
    Publishing(PublishingRecord),
}

/// What became of a proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProposalAct {
    /// It was made. What its seat wrote follows in the same group: who writes under which client id, and the update.
    Created(NewProposal),
    /// A private draft was offered, under this number; 0 where it cannot be read any more: the next one.
    Offered {
        number: u32,
    },
    /// What it brings is in the chapter, by the update in the same group.
    Merged,
    Closed {
        note: Option<String>,
    },
    Reopened,
}

/// A proposal to be made, and the seed of its branch: the chapter as it stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewProposal {
    pub chapter: ChapterId,
    /// None: nobody is to know whose it is.
    pub seat: Option<SeatId>,
    /// The number of who made it; 0 where nobody is to know.
    pub writer: u32,
    /// Counts from 1 in each manual; 0 for a private draft.
    pub number: u32,
    pub reason: Reason,
    /// The journal's position of the chapter that it is based on.
    pub base: u64,
    pub seed: Bytes,
}
