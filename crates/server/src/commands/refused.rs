//! Why a command was not carried out: in words for people, and as a code for programs. The one list of both.

use collab::code::Code;
use manual::person::PersonRefused;
use manual::proposal::NOTE_CHARS_MAX;
use manual::seat::NameRefused;

use super::passkeys::DoorRefused;
use crate::signing::KeyGone;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandRefused {
    #[error("there is already a seat named `{0}`")]
    SeatExists(String),
    #[error("there is no seat named `{0}`")]
    NoSuchSeat(String),
    #[error("that is not a kind of seat: state, organisation, secretariat, steering, observer")]
    NoSuchKind,
    #[error("that is not a right: read, comment, suggest, edit, keep")]
    NoSuchRight,
    #[error("that is not a decision: read, comment, suggest, edit, keep, none, default")]
    NoSuchDecision,
    #[error("that is not a state")]
    NoSuchState,
    #[error("a seat that keeps the service keeps every manual")]
    KeepsEverything,
    #[error(transparent)]
    SeatName(#[from] NameRefused),
    #[error("there is no such person")]
    NoSuchPerson,
    #[error("there is no such session or token, or it is over already")]
    NoSuchSession,
    #[error(transparent)]
    Person(#[from] PersonRefused),
    #[error("that is not a role: focal-point, deputy, colleague")]
    NoSuchRole,
    #[error("a day is written 2026-12-01, a moment 2026-12-01T09:00:00Z")]
    NoSuchDay,
    #[error("the last day is before the first")]
    NoTerm,
    #[error("a seat has at most {people_max} people at once")]
    TooManyPeople { people_max: usize },
    #[error("a seat has at most {tokens_max} tokens at once; end one")]
    TooManyTokens { tokens_max: usize },
    #[error("{0}")]
    Roster(String),
    #[error("there is a seat named `{0}` of another kind")]
    OtherKind(String),
    #[error("a line that says something of a person needs a name")]
    Nameless,
    #[error("whether somebody administers the seat is said by yes or no")]
    YesOrNo,
    #[error("this person does not hold the seat any more; add them anew")]
    PersonGone,
    #[error("say who leaves; without a list everybody does")]
    NobodyLeaves,
    #[error("somebody who is said to leave does not hold this seat")]
    NotInSeat,
    #[error(
        "the person was erased, but the file of their key would not go; try again, or start the service again"
    )]
    KeyStays,
    #[error("a token lives at least a second and at most {max_s} seconds")]
    TokenLife { max_s: u64 },
    #[error("a title is not empty, has no invisible characters and at most {chars_max} characters")]
    Title { chars_max: usize },
    #[error("there is no manual named `{0}`")]
    NoSuchManual(String),
    #[error("there is more than one manual; say which")]
    WhichManual,
    #[error("there is no manual yet")]
    NoManual,
    #[error("there is no such chapter in this manual")]
    NoSuchChapter,
    #[error("`{0}` is not a mode: named, seat, unattributed")]
    NoSuchMode(String),
    #[error("an audit key is 43 letters and digits, and only an unattributed chapter has one")]
    AuditKey,
    #[error("there is no such parent chapter in this manual")]
    NoSuchParent,
    #[error("there is no such template in this manual")]
    NoSuchTemplate,
    #[error("the template could not be read, or asks for more than a chapter can begin with ({})", .0.word())]
    Template(Code),
    #[error("the link or the code is wrong, already used, or over")]
    Invitation,
    #[error(transparent)]
    Door(#[from] DoorRefused),
    #[error("the outline of this manual could not be read or changed ({})", .0.word())]
    Outline(Code),
    #[error("another freeze is running; try again when it is through")]
    FreezeRunning,
    #[error("there is no chapter in this manual that could be frozen")]
    NothingToFreeze,
    /// What cannot be frozen, by its title, and why.
    #[error("{0}")]
    NotFreezable(String),
    /// What may not be made public, by its title.
    #[error("{0}; freeze the edition for members alone, or ask who wrote it to make it publishable")]
    KeptInTheNetwork(String),
    #[error("{0}")]
    NotReady(String),
    #[error(transparent)]
    KeyGone(#[from] KeyGone),
    #[error("there is no key that signs editions yet")]
    NoKey,
    #[error("this is not the private half of a key of this service")]
    OtherKey,
    #[error("this edition is withdrawn already")]
    Withdrawn,
    #[error("say it in 1 to {chars_max} characters, none of them invisible")]
    Said { chars_max: usize },
    #[error("the frozen file {0} is not what was frozen; see `chancery check`")]
    FrozenFile(String),
    #[error("something went wrong while freezing; nothing of it was kept, and the log knows")]
    FreezeFellOver,
    #[error("there is no document {0} that could be read")]
    NoSuchDocument(String),
    #[error("there is no edition {0} of this manual")]
    NoSuchEdition(u32),
    #[error("there is no such proposal")]
    NoSuchProposal,
    /// What has become of it meanwhile.
    #[error("this cannot be done with the proposal: {0}")]
    ProposalStands(&'static str),
    #[error("the proposal could not be made, read or merged ({})", .0.word())]
    Proposal(Code),
    #[error("this seat has as many proposals and drafts that are not decided as it may have")]
    TooManyProposals,
    #[error("a note has at most {NOTE_CHARS_MAX} characters and no invisible ones")]
    Note,
    #[error("the change could not be written; nothing of it was kept")]
    NotWritten,
}

impl CommandRefused {
    /// The code for programs.
    pub fn code(&self) -> Code {
        match self {
            Self::SeatExists(_)
            | Self::FreezeRunning
            | Self::TooManyPeople { .. }
            | Self::TooManyTokens { .. }
            | Self::PersonGone
            | Self::KeepsEverything
            | Self::Withdrawn
            | Self::ProposalStands(_) => Code::Conflict,
            Self::TooManyProposals => Code::TooMany,
            Self::NoSuchSeat(_)
            | Self::NoSuchPerson
            | Self::NoSuchSession
            | Self::NoSuchManual(_)
            | Self::NoManual
            | Self::NoSuchChapter
            | Self::NoSuchProposal
            | Self::NoSuchDocument(_)
            | Self::NoSuchEdition(_)
            | Self::NoKey => Code::NotFound,
            Self::NothingToFreeze | Self::NotFreezable(_) | Self::KeyGone(_) => Code::NotFreezable,
            Self::NotReady(_) => Code::NotReady,
            Self::KeptInTheNetwork(_) => Code::MembersOnly,
            Self::FrozenFile(_) => Code::Damaged,
            Self::FreezeFellOver | Self::KeyStays => Code::Internal,
            Self::NoSuchKind
            | Self::NoSuchRight
            | Self::NoSuchDecision
            | Self::NoSuchState
            | Self::NoSuchRole
            | Self::NoSuchDay
            | Self::NoTerm
            | Self::NobodyLeaves
            | Self::Roster(_)
            | Self::OtherKind(_)
            | Self::Nameless
            | Self::YesOrNo
            | Self::NotInSeat
            | Self::Person(_)
            | Self::SeatName(_)
            | Self::TokenLife { .. }
            | Self::Title { .. }
            | Self::WhichManual
            | Self::Note
            | Self::NoSuchParent
            | Self::NoSuchMode(_)
            | Self::AuditKey
            | Self::OtherKey
            | Self::Said { .. }
            | Self::NoSuchTemplate => Code::Invalid,
            Self::Invitation => Code::InvitationRefused,
            Self::Outline(code) | Self::Template(code) | Self::Proposal(code) => *code,
            Self::Door(refused) => refused.code(),
            Self::NotWritten => Code::NotPersisted,
        }
    }
}
