//! Seats with their people, and sessions. Times of use are told by the day; an address for mail only to whoever
//! administers the seat.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::InvitationView;

/// A seat with what the caller may know of it.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeatRowView {
    #[schema(format = Uuid)]
    pub id: String,
    #[schema(example = "Ghana")]
    pub name: String,
    /// `state`, `organisation`, `secretariat`, `steering` or `observer`.
    #[schema(example = "state")]
    pub kind: String,
    /// What it may do. This and what follows only for the secretariat and for the seat itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<PersonView>>,
    /// The last day on which it was used; null for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_seen: Option<Option<String>>,
    /// Sessions of people that are open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<usize>,
    /// Invitations that can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitations: Option<usize>,
}

/// Somebody who holds a seat, or held it.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Null for somebody who was erased, or whose key is not in this data folder.
    pub name: Option<String>,
    /// Only for whoever administers the seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `focal-point`, `deputy` or `colleague`.
    #[schema(example = "focal-point")]
    pub role: String,
    /// Administers the seat.
    pub admin: bool,
    #[schema(format = DateTime)]
    pub from: Option<String>,
    /// The first moment at which the person does not hold the seat any more.
    #[schema(format = DateTime)]
    pub until: Option<String>,
    /// `holds` the seat now, `awaits` its first day, is `gone`, or was `erased`.
    pub state: &'static str,
    /// An invitation for this person can be used. This and what follows only for whoever administers the seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited: Option<bool>,
    /// The last day on which the person was here; null for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_seen: Option<Option<String>>,
    /// Sessions that are open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<usize>,
}

/// A new seat.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSeatView {
    #[schema(example = "Ghana")]
    pub name: String,
    /// `state`, `organisation`, `secretariat`, `steering` or `observer`.
    #[schema(example = "state")]
    pub kind: String,
}

/// Somebody new in a seat.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPersonView {
    #[schema(example = "Ama Owusu")]
    pub name: String,
    pub email: Option<String>,
    /// `focal-point`, `deputy` or `colleague`.
    #[schema(example = "focal-point")]
    pub role: String,
    #[serde(default)]
    pub admin: bool,
    /// A day (its beginning, in UTC) or a moment in RFC 3339.
    #[schema(example = "2026-12-01")]
    pub from: Option<String>,
    /// A day (its end, in UTC) or a moment in RFC 3339.
    #[schema(example = "2027-11-30")]
    pub until: Option<String>,
}

impl std::fmt::Debug for NewPersonView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPersonView(..)") // a name is nobody's business in a log
    }
}

/// What is to be different about a person; what is left out stays. An empty text takes a day or an address away.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangedPersonView {
    pub name: Option<String>,
    pub email: Option<String>,
    pub role: Option<String>,
    pub admin: Option<bool>,
    pub from: Option<String>,
    pub until: Option<String>,
}

impl std::fmt::Debug for ChangedPersonView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangedPersonView(..)")
    }
}

/// A seat changes hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandoverView {
    /// Who leaves, by id. Null: everybody, and with them every session, token and invitation of the seat that belongs to
    /// nobody in particular.
    pub leaving: Option<Vec<String>>,
    pub successor: NewPersonView,
}

/// A seat has changed hands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandedOverView {
    /// The successor.
    #[schema(format = Uuid)]
    pub person: String,
    pub invitation: InvitationView,
}

/// Who is signed in, as a person.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MyselfView {
    #[schema(format = Uuid)]
    pub id: String,
    pub name: Option<String>,
    pub role: &'static str,
    /// Administers the seat.
    pub admin: bool,
    /// This is the person's first session, and others held the seat before them: the page begins with what it holds.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub succeeds: bool,
}

/// A session of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenSessionView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Null: it belongs to the seat alone.
    #[schema(format = Uuid)]
    pub person: Option<String>,
    #[schema(format = DateTime)]
    pub began: String,
    #[schema(format = DateTime)]
    pub ends: String,
    #[schema(format = Date)]
    pub last_seen: String,
    /// Null when the browser said nothing.
    pub device: Option<DeviceView>,
    /// The one that asks.
    pub current: bool,
}

/// Where a session comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceView {
    /// `edge`, `opera`, `samsung`, `firefox`, `chrome`, `safari` or `other`.
    #[schema(example = "firefox")]
    pub browser: String,
    /// `windows`, `macos`, `linux`, `android`, `ios`, `chromeos` or `other`.
    #[schema(example = "windows")]
    pub system: String,
}

/// A token to be made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTokenView {
    /// What it is for, in words.
    #[schema(example = "weekly export")]
    pub name: String,
    /// The most it may do: `read`, `comment`, `suggest`, `edit` or `keep`.
    #[schema(example = "read")]
    pub right: String,
    /// The one manual that it reaches; none: all that the seat does.
    #[schema(format = Uuid)]
    pub manual: Option<String>,
    /// The last day, or a moment in RFC 3339.
    #[schema(example = "2027-11-30")]
    pub ends: String,
    /// For which seat; none: one's own.
    #[schema(format = Uuid)]
    pub seat: Option<String>,
}

/// A token was made.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeTokenView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Shown once.
    #[schema(example = "chy_…")]
    pub token: String,
    #[schema(format = DateTime)]
    pub ends: String,
}

/// A token that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenRowView {
    #[schema(format = Uuid)]
    pub id: String,
    /// Null for one from the command line.
    pub name: Option<String>,
    #[schema(format = Uuid)]
    pub seat: String,
    /// Who made it; it is over when they leave. Null: it belongs to the seat alone.
    #[schema(format = Uuid)]
    pub person: Option<String>,
    /// The most it may do; never more than its seat.
    pub right: &'static str,
    /// The one manual that it reaches.
    #[schema(format = Uuid)]
    pub manual: Option<String>,
    #[schema(format = DateTime)]
    pub began: String,
    #[schema(format = DateTime)]
    pub ends: String,
    #[schema(format = Date)]
    pub last_seen: String,
}

/// What a roster comes to.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RosterView {
    /// No line is wrong. If one is, nothing is done.
    pub ok: bool,
    /// Seats that are added.
    pub seats: usize,
    /// People who are added.
    pub people: usize,
    pub lines: Vec<RosterLineView>,
}

/// One line of a roster.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RosterLineView {
    /// Where it stands in the file, from 1.
    pub line: u64,
    /// The name of its seat, as far as it was read.
    pub seat: String,
    /// And of its person.
    pub person: String,
    /// `seat`, `person`, both, or nothing: it is there already.
    pub adds: Vec<&'static str>,
    /// What is wrong with it; null where nothing is.
    pub error: Option<String>,
}

/// What a seat has in its hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldingsView {
    /// Chapters in which it has written.
    pub chapters: Vec<HeldChapterView>,
    /// Its proposals that wait for a decision.
    pub proposals: Vec<HeldProposalView>,
    /// Its private drafts; told to the seat alone.
    pub drafts: Vec<HeldProposalView>,
    /// Who holds it now, by id.
    pub people: Vec<String>,
    /// Tokens of programs that stand.
    pub tokens: usize,
    /// Editions that were frozen since the first of these people was added.
    pub editions: Vec<HeldEditionView>,
}

/// A chapter in which a seat has written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldChapterView {
    #[schema(format = Uuid)]
    pub id: String,
    pub title: String,
    #[schema(format = Uuid)]
    pub manual: String,
}

/// A proposal of a seat, or a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldProposalView {
    #[schema(format = Uuid)]
    pub id: String,
    /// 0 for a draft.
    pub n: u32,
    #[schema(format = Uuid)]
    pub chapter: String,
    /// The title of the chapter.
    pub title: String,
    /// `open` or `draft`.
    #[schema(example = "open")]
    pub state: &'static str,
    /// When it was made, or offered.
    #[schema(format = DateTime)]
    pub at: String,
    #[schema(format = Uuid)]
    pub manual: String,
}

/// An edition that was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldEditionView {
    #[schema(format = Uuid)]
    pub manual: String,
    pub n: u32,
    pub title: String,
    #[schema(format = DateTime)]
    pub frozen_at: String,
}
