//! What is printed: an edition as it came, opened and checked against its fingerprints.

use edition::bundle;
use edition::set::{self, Book};
use edition::sign::PublicKey;

/// An edition as it came, and as it is read.
pub struct Edition {
    pub book: Book,
    bundle: bundle::Bundle,
}

#[derive(Debug, thiserror::Error)]
pub enum NotReadable {
    #[error("the bundle: {0}")]
    Bundle(#[from] bundle::NotOpened),
    #[error("the edition: {0}")]
    Edition(#[from] edition::Unreadable),
}

/// What is attached, with what it is.
pub(crate) struct Attached<'e> {
    pub(crate) name: &'e str,
    pub(crate) bytes: &'e [u8],
    pub(crate) media_type: &'static str,
}

/// The files that an edition can be checked by.
const SIGNATURES: [&str; 5] = ["edition.json.sig", "edition.json.minisig", "key.pem", "key.pub", "keys.json"];

impl Edition {
    /// Opens a bundle, and checks every fingerprint.
    ///
    /// # Errors
    /// Any of [`NotReadable`].
    pub fn open(zip: &[u8]) -> Result<Self, NotReadable> {
        let bundle = bundle::open(zip)?;
        let book = set::book(bundle.manifest.clone(), &bundle.chapters)?;
        Ok(Self { book, bundle })
    }

    /// As `edition::compare` takes it.
    pub(crate) fn compared(&self) -> edition::compare::Edition<'_> {
        edition::compare::Edition { manifest: &self.bundle.manifest, chapters: &self.bundle.chapters }
    }

    /// A picture, by the digits of its fingerprint.
    pub(crate) fn picture(&self, sha256: &str) -> Option<&[u8]> {
        let entry = self.book.manifest.image(&edition::unhex(sha256)?)?;
        self.bundle.image(entry)
    }

    /// The key that signed it, if the signature holds.
    pub(crate) fn key(&self) -> Option<PublicKey> {
        let key = PublicKey::from_pem(std::str::from_utf8(self.bundle.file("key.pem")?).ok()?)?;
        let signature = self.bundle.file("edition.json.sig")?.try_into().ok()?;
        key.signed(self.bundle.file("edition.json")?, signature).then_some(key)
    }

    /// The signed bytes: the manifest, the chapters that it names by their fingerprints, and what they are checked with.
    pub(crate) fn attached(&self) -> Vec<Attached<'_>> {
        let is_text = |name: &str| name == "edition.json" || SIGNATURES.contains(&name) || is_chapter(name);
        let files = self.bundle.files().filter(|(name, _)| is_text(name));
        let attached = |(name, bytes)| Attached { name, bytes, media_type: media_type(name) };
        files.map(attached).collect()
    }
}

fn is_chapter(name: &str) -> bool {
    name.starts_with("chapter-") && name.ends_with(".json")
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "json")) => "application/json",
        Some((_, "minisig" | "pub" | "pem")) => "text/plain",
        _ => "application/octet-stream",
    }
}
