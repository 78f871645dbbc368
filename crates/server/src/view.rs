//! The shapes of JSON that the interface for programs promises. Nothing else of this crate is serialised to strangers.
//! Times are RFC 3339 in UTC, ids lower-case UUIDs, kinds and rights the words of `manual`.

mod authors;
pub(crate) mod device;
mod door;
mod editions;
pub(crate) mod healing;
mod modes;
mod people;
mod proposals;
mod rights;

use manual::block::{Direction, Kind};
use manual::parts::Part;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use authors::{AuthorsView, PersonNameView, RemovedView, SeatNameView, SpanView};
pub use door::{IdentityView, LinkedView, PasskeyView};
pub(crate) use door::{
    NewPasskeyView, PasskeyNameView, PasskeySignInView, PasskeyTouchView, ProviderAddressView,
    ProviderAnswerView, ProviderSignInView, ShownInvitationView, WaysView,
};
pub(crate) use editions::{
    ChapterChangeView, EditionView, ErratumView, FindingView, NewEditionView, NewErratumView, NewNoteView,
    OutputView, ReadyView, WithdrawingView, WithdrawnView,
};
pub use editions::{EditionMadeView, FoundEditionView, KeyLinkView, OwnKeyView, SigningKeyView};
pub(crate) use modes::{ModeView, NewModeView};
pub use people::{
    ChangedPersonView, DeviceView, HandedOverView, HandoverView, HeldChapterView, HeldEditionView,
    HeldProposalView, HoldingsView, MadeTokenView, NewPersonView, NewTokenView, OpenSessionView, PersonView,
    RosterLineView, RosterView, SeatRowView, TokenRowView,
};
pub(crate) use people::{MyselfView, NewSeatView};
pub(crate) use proposals::{ChangeView, ClosingView, ProposalMadeView, ProposalSeatView, ProposalView};
pub use rights::RightRowView;
pub(crate) use rights::{DecisionView, ServiceView, StateView};

/// A seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeatView {
    #[schema(format = Uuid)]
    pub id: String,
    #[schema(example = "Ghana")]
    pub name: String,
    /// `state`, `organisation`, `secretariat`, `steering` or `observer`.
    #[schema(example = "state")]
    pub kind: String,
}

/// A seat and what it may do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatRightView {
    #[serde(flatten)]
    pub seat: SeatView,
    pub right: String,
}

/// An invitation: the link and the code travel by different ways, and both are shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitationView {
    #[schema(example = "https://manual.example.org/sign-in/9f0c")]
    pub link: String,
    #[schema(example = "7Q2RM-X04TC")]
    pub code: String,
    #[schema(format = DateTime)]
    pub ends: String,
    /// Whether the mail server took the link; absent where nothing was to be mailed. The code is never mailed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailed: Option<bool>,
}

/// A token of a program, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenView {
    pub token: String,
    pub ends: String,
}

/// Something was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreatedView {
    #[schema(format = Uuid)]
    pub id: String,
}

/// Events of the audit, the newest first: `{seq, at, by: {seat, session, person} or null, what, words, journal, previous, hash}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditView {
    pub events: Vec<serde_json::Value>,
}

/// A manual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ManualView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Unique in the service, made from the title; for addresses and command lines.
    #[schema(example = "counter-terrorism-manual")]
    pub slug: String,
    pub title: String,
    /// The document of its outline, for `/api/v1/sync/{document}`.
    #[schema(format = Uuid)]
    pub outline: String,
    /// What the caller may do in it.
    #[schema(example = "edit")]
    pub right: String,
}

/// A chapter as the outline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChapterView {
    /// Also the chapter's document, for `/api/v1/sync/{document}`.
    #[schema(format = Uuid)]
    pub id: String,
    pub title: String,
    /// The chapter it stands under, if any.
    #[schema(format = Uuid)]
    pub parent: Option<String>,
    /// Chapters under one parent are sorted by this, then by id.
    pub order: String,
    pub deleted: bool,
    /// The template it was made from, if any. It may have been deleted since.
    #[schema(format = Uuid)]
    pub from: Option<String>,
    /// What is told of whoever writes in it now: `named`, `seat` or `unattributed`.
    #[schema(example = "seat")]
    pub mode: String,
    /// `open`, `locked` or `closed`.
    #[schema(example = "open")]
    pub state: String,
    /// What the caller may do in it.
    #[schema(example = "edit")]
    pub right: String,
}

/// A template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateView {
    /// Also the template's document, for `/api/v1/sync/{document}`.
    #[schema(format = Uuid)]
    pub id: String,
    pub title: String,
    pub deleted: bool,
}

/// What a chapter is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AskedForView {
    /// The title of the template; null where nothing is asked for.
    pub template: Option<String>,
    /// What the template says ahead of its first part, for whoever writes.
    pub lead: String,
    pub parts: Vec<PartView>,
}

/// A part that a template asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PartView {
    /// What the key `part` of the chapter's heading says.
    #[schema(example = "Xk2uQ9bT41Zp")]
    pub part: String,
    /// The level of the heading, 2 or 3.
    pub level: u8,
    pub title: String,
    /// What is to be written there, for whoever writes it; lines with a break between them.
    pub hint: String,
    /// False for a heading that only gathers the parts under it.
    pub asks: bool,
    /// Captions, cells and pictures that were given with the part: they do not count as written.
    pub given: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl From<Part> for PartView {
    fn from(part: Part) -> Self {
        Self {
            part: part.id,
            level: if part.kind == Kind::Heading2 { 2 } else { 3 },
            title: part.title,
            hint: part.hint,
            asks: part.asks,
            given: part.given,
            dir: part.dir.map(Direction::word),
            lang: part.lang,
        }
    }
}

/// What goes on in a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ActivityView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Null only when the text cannot be read.
    pub words: Option<u64>,
    /// When somebody last wrote in it; null when nobody has.
    #[schema(format = DateTime)]
    pub changed: Option<String>,
    /// Who has it open now, each person once.
    pub here: Vec<HereView>,
    /// How many parts its template asks for, and how many of them are not written; absent where nothing is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<TallyView>,
}

/// How a chapter stands beside its template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TallyView {
    pub of: usize,
    pub missing: usize,
}

/// Somebody who has a chapter open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum HereView {
    Seat {
        /// "Ghana", or "Ghana 2" for the second person of a seat.
        #[schema(example = "Ghana")]
        name: String,
        /// One of eight colours, 0 to 7: the same as of their caret.
        shade: usize,
    },
    /// Somebody who does not want to be named: which one of those.
    Member { member: usize },
}

/// What others are told of whoever is signed in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppearanceView {
    /// `seat`: its name; `member`: that it is somebody of the network, and not who.
    #[schema(example = "member")]
    pub appears: String,
}

/// To make a manual.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewManualView {
    pub title: String,
}

/// To make a chapter.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewChapterView {
    pub title: String,
    /// The chapter it shall stand under; at the top when left out.
    #[serde(default)]
    #[schema(format = Uuid)]
    pub parent: Option<String>,
    /// The template it is made from; without one it has an empty paragraph.
    #[serde(default)]
    #[schema(format = Uuid)]
    pub template: Option<String>,
}

/// To make a template.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTemplateView {
    pub title: String,
}

/// To sign in. Never printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInView {
    /// What stands behind `/sign-in/` in the link.
    pub link: String,
    /// As typed: capitals, hyphens and spaces do not matter.
    #[schema(example = "7Q2RM-X04TC")]
    pub code: String,
    /// Whether the device is the person's own. If not, the cookie ends with the browser.
    #[serde(default = "yes")]
    pub own_device: bool,
}

fn yes() -> bool {
    true
}

/// Who is signed in here.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SessionView {
    pub signed_in: bool,
    /// The session of this browser was taken from whoever was in it: what the device keeps is to be given up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// The identity of the data folder: what a device keeps belongs to one epoch.
    #[schema(format = Uuid)]
    pub epoch: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<SeatView>,
    /// Whose session it is; none for one that belongs to the seat alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<MyselfView>,
    /// What this session may do: `read`, `comment`, `suggest`, `edit` or `keep`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<&'static str>,
    /// What others are told of whoever is in this session: `seat`, its name, or `member`, only that it is somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appears: Option<&'static str>,
    /// When the session ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
}

/// How the service is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct HealthView {
    /// Whether changes can be written.
    pub ok: bool,
    /// The last durable position of the journal.
    pub seq: u64,
    /// Documents that are shown at their last good state because a record of theirs is damaged.
    pub damaged: usize,
}

/// A chapter, and what can be pointed at in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ChapterTargetsView {
    #[schema(format = Uuid)]
    pub chapter: String,
    /// As people count chapters.
    #[schema(example = "2.1")]
    pub number: String,
    pub title: String,
    /// In the order of reading.
    pub targets: Vec<TargetView>,
}

/// A heading, a table, a figure or a box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TargetView {
    /// Of its block, or of the box.
    pub id: String,
    /// `h2`, `h3`, `h4`, `table`, `figure` or `box`.
    pub kind: &'static str,
    /// With that of its chapter ahead; null where it has none.
    #[schema(example = "2.1.3")]
    pub number: Option<String>,
    pub title: String,
}

/// A definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DefinitionView {
    pub term: String,
    pub meaning: String,
    #[schema(format = Uuid)]
    pub chapter: String,
    /// The title of the chapter.
    pub title: String,
    pub block: String,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FoundView {
    pub hits: Vec<HitView>,
    /// There are more than these.
    pub more: bool,
}

/// A place where what was sought stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct HitView {
    #[schema(format = Uuid)]
    pub chapter: String,
    /// The title of the chapter.
    pub title: String,
    /// The block to go to; null for the chapter's title.
    pub block: Option<String>,
    /// `title`, the kind of the block, or `cell`, `note`, `box`, `alt`, `credit`.
    pub kind: &'static str,
    pub snippet: String,
    /// Where in the snippet, from and to, in UTF-16 code units.
    pub found: Vec<[usize; 2]>,
}

/// A picture that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ImageView {
    /// Its name: the SHA-256 of the bytes that are kept, which are not those that were brought.
    pub sha256: String,
    pub width: u32,
    pub height: u32,
    #[serde(rename = "type")]
    #[schema(example = "image/jpeg")]
    pub media_type: &'static str,
    pub bytes: usize,
}

/// A link that requests carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LinkView {
    /// Its name, for the addresses of its requests. Of use to this session alone.
    pub link: String,
}

/// What has come up on a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TakenView {
    /// The number of the frame that comes next: all before it are taken.
    pub next: u64,
}
