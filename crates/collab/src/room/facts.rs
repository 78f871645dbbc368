//! What a room is told and what it asks for: the whole surface between the rules and their shell.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use manual::attribution::Mode;
use manual::id::Epoch;
use manual::id::SeatId;
use manual::rights::Right;
use manual::rights::table::ChapterState;
use manual::seat::Appears;

use crate::binding::{Binding, Owner, Tag, Tagger};
use crate::bouncer::DocumentKind;
use crate::code::Code;
use crate::healing::Offer;
use crate::limits::Limits;
use crate::link::LinkId;
use crate::presence::Here;
use crate::room::ModeNow;

/// A question's or command's name; drawn by the shell.
pub type AskId = u64;

/// Which messages a link understands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// y-protocols and message 102, nothing else.
    Stock,
    /// The subprotocol `chancery.v1`: also hello, policy and refused.
    Chancery,
}

/// Who sits at the other end of a link. From the session, never from the link itself.
#[derive(Clone, Debug)]
pub struct Guest {
    pub seat: SeatId,
    /// The seat's name, as shown to others unless they appear as a member.
    pub name: String,
    pub appears: Appears,
    pub may: May,
    pub dialect: Dialect,
    /// The journal's number for this seat and session.
    pub writer: u32,
    /// Makes what its client ids are bound to where nobody is to know whose they are.
    pub tagger: Tagger,
}

/// Whose a command is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Author {
    /// A seat's, under the journal's number of who wrote it.
    Seat { seat: SeatId, writer: u32 },
    /// Nobody is to know whose: what each of its client ids is bound to.
    Unnamed(Arc<BTreeMap<u64, Unnamed>>),
}

/// What a client id is bound to where nobody is to know for whom it writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unnamed {
    pub tag: Tag,
    /// The writer's number under seal, or nothing. Goes through the room unread.
    pub sealed: Bytes,
}

impl Author {
    /// For whom a client id of its update writes; none where it is not its own.
    pub fn owner_of(&self, client: u64) -> Option<Owner> {
        match self {
            Self::Seat { seat, .. } => Some(Owner::Seat(*seat)),
            Self::Unnamed(unnamed) => unnamed.get(&client).map(|it| Owner::Tag(it.tag)),
        }
    }

    /// What stands under seal beside the tag of a client id, where nobody is to know for whom it writes.
    pub fn sealed(&self, client: u64) -> Option<Bytes> {
        match self {
            Self::Seat { .. } => None,
            Self::Unnamed(unnamed) => unnamed.get(&client).map(|it| it.sealed.clone()),
        }
    }

    /// The number that the journal is told.
    pub fn told_writer(&self) -> u32 {
        match self {
            Self::Seat { writer, .. } => *writer,
            Self::Unnamed(_) => 0,
        }
    }

    /// Under whom its steps are counted: all who are not named count as one.
    pub(super) fn walks_as(&self) -> SeatId {
        match self {
            Self::Seat { seat, .. } => *seat,
            Self::Unnamed(_) => SeatId::from_bytes([0; 16]),
        }
    }
}

/// What a link may do here now. Whoever has the registry works it out; the room decides by it, and by nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct May {
    /// What is left of the right of its session here when the state of the chapter is taken into account.
    pub right: Right,
    /// The state of the chapter; a document of another kind is always open.
    pub state: ChapterState,
    pub service: Service,
}

/// Whether the service as a whole takes edits now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Service {
    Takes,
    /// Nothing changes until it goes on. What comes meanwhile is dropped in silence and asked for again.
    Paused,
}

impl May {
    /// With this right, in this state, while the service takes edits.
    pub fn here(right: Right, state: ChapterState) -> Self {
        Self { right: state.leaves(right), state, service: Service::Takes }
    }
}

impl From<Right> for May {
    fn from(right: Right) -> Self {
        Self::here(right, ChapterState::Open)
    }
}

/// Something that happened.
#[derive(Debug)]
pub enum Fact {
    Joined {
        link: LinkId,
        guest: Guest,
    },
    Left {
        link: LinkId,
    },
    /// One whole binary websocket message.
    Received {
        link: LinkId,
        frame: Bytes,
    },
    /// What the last `Persist` asked for is durable; `seq` is its last journal position.
    Persisted {
        seq: u64,
    },
    /// It is not and never will be; the shell hands over the durable state to begin again from.
    NotPersisted {
        durable: Opening,
    },
    /// What a link may do changed; holds for every message handled after this.
    RightChanged {
        link: LinkId,
        may: May,
    },
    /// What others are told of a link changed.
    Appears {
        link: LinkId,
        appears: Appears,
    },
    /// The document is changed without a link: by the service itself (a chapter made, deleted or restored in an outline), or
    /// for an author whose proposal is merged. Only an author's update is held to client ids, sizes and steps.
    Command {
        ask: AskId,
        update: Vec<u8>,
        author: Option<Author>,
    },
    /// After a restore, a device offers what it holds. The room takes what is vouched for and keeps what rests on more.
    Heal {
        ask: AskId,
        offer: Box<Offer>,
    },
    /// Links may not write any more, or may again: a proposal is being decided. Holds for every message handled after this.
    Sealed {
        sealed: bool,
    },
    /// The mode is to be another one from here on; the record that says so is the shell's, as a command's are.
    Mode {
        ask: AskId,
        mode: Mode,
    },
    /// Somebody wants the durable state.
    Read {
        ask: AskId,
    },
    /// Time has passed.
    Tick,
    /// The service stops: links are told to come back.
    Stopping,
}

/// Something the shell is to do, in order.
#[derive(Debug)]
pub enum Effect {
    /// Put one frame into the outboxes of these links.
    Send { links: Vec<LinkId>, frame: Bytes },
    /// Write these, in this order and as one, then say `Persisted` or `NotPersisted`. Never more than one at a time.
    /// Whatever the shell keeps for the commands in `commands` belongs into the same commit.
    Persist { records: Vec<RoomRecord>, commands: Vec<AskId> },
    /// Close a link with this code. No `Left` follows from the room's own closes.
    Close { link: LinkId, code: Code },
    /// The answer to `Read`: the whole durable state as one update.
    State { ask: AskId, state: Vec<u8> },
    /// A command is durable.
    Done { ask: AskId, seq: u64 },
    /// A command was not carried out.
    Failed { ask: AskId, code: Code },
    /// The document folded at `seq`, for the index. May be dropped by the shell.
    Snapshot { seq: u64, state: Vec<u8> },
    /// The document took in something it could not hold whole. Nothing of the batch was or will be persisted: answer
    /// with `NotPersisted`.
    Reload,
    /// Even the durable state cannot be read: end this room; opening it again will say why.
    Unusable,
    /// The people who are here now, whenever that changes: one entry a person.
    Here { people: Vec<Here> },
    /// Something for the log: a code and a link, never content.
    Refused { link: LinkId, code: Code },
    /// A link compared what it holds with what the room holds, and it is not the same. Said at most once a telling.
    Differs { link: LinkId },
    /// For the audit: somebody wrote under another's client id. Said seldom, however often it happens.
    Forged { writer: u32 },
    /// Please `Tick` at this time (milliseconds of the shell's clock), or earlier.
    WakeAt { at_ms: u64 },
}

/// What a room asks the journal to hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RoomRecord {
    /// `client` writes for `owner` in this document from now on; `writer` is the number of the link that bound it. Where
    /// the owner is a tag nobody may be told the number: the shell keeps it sealed or not at all.
    Bind { client: u64, owner: Owner, writer: u32 },
    /// One v1 update, as received or merged from neighbours by the same writer. Writer 0 is the service itself.
    Update { writer: u32, update: Bytes },
}

/// What a room opens from: the durable state of one document.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// Snapshot and tail, oldest first. Each is one v1 update. Scanned on the way in, like everything else.
    pub updates: Vec<Bytes>,
    /// Which client ids belong to whom.
    pub bindings: Vec<Binding>,
    /// The last journal position contained.
    pub seq: u64,
    /// Updates and bytes since the last snapshot.
    pub tail_updates: usize,
    pub tail_bytes: usize,
    /// Set when a record of this document is damaged: it is shown at its last good state and takes no edits.
    pub damaged: bool,
}

/// Why a document could not be opened at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the stored state of the document cannot be opened: {}", .0.word())]
pub struct NotOpened(pub Code);

/// What a room is told once.
#[derive(Clone, Debug)]
pub struct RoomConfig {
    pub kind: DocumentKind,
    pub epoch: Epoch,
    pub limits: Limits,
    /// What is told of who writes; changed by `Fact::Mode` alone.
    pub mode: ModeNow,
}
