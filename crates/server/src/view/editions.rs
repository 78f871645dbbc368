//! Editions, what is said of them afterwards, and the key that signs them, as the interface promises them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// To freeze a manual.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEditionView {
    #[schema(example = "As adopted in Accra")]
    pub title: String,
    /// Whether anybody may read the edition. If not, those with a seat do.
    #[serde(default)]
    pub public: bool,
    /// Whether it is a final edition; if not, a numbered working text.
    #[serde(default = "yes", rename = "final")]
    pub is_final: bool,
}

fn yes() -> bool {
    true
}

/// An edition was frozen and published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EditionMadeView {
    /// Its number, counted from 1 in each manual.
    pub n: u32,
    /// The journal's position at which the manual was frozen.
    pub seq: u64,
    /// Its fingerprint: the SHA-256 of its manifest, 64 hexadecimal digits.
    pub sha256: String,
    /// Null: a final edition. Otherwise which working text it is since the last final one.
    #[serde(default)]
    pub revision: Option<u32>,
}

/// A published edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct EditionView {
    pub n: u32,
    pub title: String,
    /// Whether anybody may read it.
    pub public: bool,
    /// Null: a final edition. Otherwise which working text it is since the last final one.
    pub revision: Option<u32>,
    pub seq: u64,
    pub sha256: String,
    #[schema(format = DateTime)]
    pub frozen_at: String,
    /// Null only when the manifest on disk is spoiled.
    pub chapters: Option<usize>,
    /// The same.
    pub words: Option<u64>,
    /// Whether the service's key stands for it. Editions from before there was one are known by their fingerprint alone.
    pub signed: bool,
    /// What the key is called by: 16 hexadecimal digits.
    pub key: Option<String>,
    /// Why it should not be relied on any more.
    pub withdrawn: Option<WithdrawnView>,
    /// The oldest first.
    pub errata: Vec<ErratumView>,
    /// What can be downloaded.
    pub outputs: Vec<OutputView>,
    /// The formats that are not there yet.
    pub preparing: Vec<String>,
    /// Why the PDF does not come now: `no-press`, the program that makes it is not there, or `failed`, it did not manage.
    pub no_pdf: Option<String>,
    /// The number of the edition before it.
    pub previous: Option<u32>,
}

/// That an edition should not be relied on any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct WithdrawnView {
    pub why: String,
    #[schema(format = DateTime)]
    pub at: String,
}

/// That something in an edition is wrong, and what is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ErratumView {
    pub text: String,
    #[schema(format = DateTime)]
    pub at: String,
}

/// An edition in another form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct OutputView {
    #[schema(example = "manual-3.docx")]
    pub name: String,
    /// `pdf`, `docx`, `epub`, `md` or `zip`.
    pub format: String,
    pub bytes: u64,
    pub sha256: String,
}

/// To withdraw an edition.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawingView {
    #[schema(example = "Annex B names a person. Edition 4 takes its place.")]
    pub why: String,
}

/// To say what is wrong in an edition.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewErratumView {
    #[schema(example = "Chapter 2, under “Signs”: ten days, not two.")]
    pub text: String,
}

/// What became of a chapter since the edition before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ChapterChangeView {
    #[schema(format = Uuid)]
    pub chapter: String,
    pub title: String,
    /// `same`, `changed`, `added` or `removed`.
    pub what: &'static str,
    /// Whether it stands elsewhere among the others.
    pub moved: bool,
    /// A sentence from the counts, to begin a note with.
    pub draft: String,
    /// What the secretariat says of it.
    pub note: Option<String>,
}

/// To say what changed in a chapter.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNoteView {
    #[schema(format = Uuid)]
    pub chapter: String,
    /// Empty: none any more.
    pub note: String,
}

/// Whether a manual can be frozen as a final edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ReadyView {
    pub findings: Vec<FindingView>,
    /// The journal's position that was looked at.
    pub seq: u64,
}

/// Something that is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FindingView {
    #[schema(format = Uuid)]
    pub chapter: String,
    pub chapter_title: String,
    /// The block's id, where it is about one.
    pub block: Option<String>,
    #[schema(example = "no-alt")]
    pub code: String,
    /// `error`: no final edition with it; or `warning`.
    pub severity: String,
    pub detail: String,
}

/// The key that signs editions, and those before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SigningKeyView {
    /// What it is called by: 16 hexadecimal digits.
    pub id: String,
    /// Its 32 bytes, in hexadecimal digits.
    pub key: String,
    /// As openssl reads it.
    pub pem: String,
    /// As minisign reads it.
    pub minisign: String,
    /// The oldest first; the last is the one that signs now.
    pub keys: Vec<KeyLinkView>,
}

/// A key, and who vouches for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyLinkView {
    pub key: String,
    #[schema(format = DateTime)]
    pub from: String,
    /// The signature of the key before it over this one's 32 bytes; null for the first, and where the one before was lost.
    pub signature: Option<String>,
}

/// The same for who is on the machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKeyView {
    #[serde(flatten)]
    pub shown: SigningKeyView,
    /// Whether the half that signs is in the vault.
    pub here: bool,
}

/// A published edition, as the command line asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundEditionView {
    pub n: u32,
    pub sha256: String,
}
