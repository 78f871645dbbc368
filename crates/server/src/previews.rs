//! Drafts of what an edition would look like: the manual as it stands, or one chapter of it, as a document of Word or as a PDF,
//! each marked with the time and the position, and as no edition. They cost, so each session has a few a minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use edition::bundle::{Parts, pack};
use edition::formats::{Picture, docx};
use edition::set::{Draft, book};
use edition::site::language_of;
use edition::{Chapter, ImageEntry, Manifest, read_manifest};
use manual::id::{ChapterId, SessionId};
use manual::inset::Image;
use store::editions::Editions;

use crate::clock::rfc3339;
use crate::freeze::standing::Standing;

const MINUTE_MS: u64 = 60_000;

/// What each session had in the current minute.
#[derive(Default)]
pub(crate) struct Previews {
    minute: Mutex<(u64, HashMap<Option<SessionId>, u32>)>,
}

impl Previews {
    /// Counts one. Whoever has no session shares one count with all others who have none.
    ///
    /// # Errors
    /// The seconds to wait when the session has had as many as it may.
    pub(crate) fn count(&self, session: Option<SessionId>, most: u32, now_ms: u64) -> Result<(), u64> {
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now_ms / MINUTE_MS;
        if minute.0 != number {
            *minute = (number, HashMap::new());
        }
        let had = minute.1.entry(session).or_default();
        *had += 1;
        let left_ms = MINUTE_MS - now_ms % MINUTE_MS;
        if *had > most { Err(left_ms.div_ceil(1000)) } else { Ok(()) }
    }
}

/// A manual as it stands, opened.
pub(crate) struct Opened {
    pub(crate) manifest: Manifest,
    pub(crate) chapters: Vec<Chapter>,
}

/// Opens what was just frozen; `None` is our fault.
pub(crate) fn opened(standing: &Standing) -> Option<Opened> {
    let manifest = read_manifest(&standing.manifest).ok()?;
    let chapters = manifest.open_all(&standing.chapters).ok()?;
    Some(Opened { manifest, chapters })
}

/// As a document of Word; of one chapter, if it is there. Numbers and references are those of the whole.
pub(crate) fn as_word(standing: &Standing, chapter: Option<ChapterId>, images: &Editions) -> Option<Vec<u8>> {
    let opened = opened(standing)?;
    let said = mark(&opened);
    let Opened { manifest, chapters } = opened;
    let place = chapter.map(|id| manifest.chapters.iter().position(|entry| entry.id == id));
    let whole = book(manifest, &chapters).ok()?.drafted(Draft { said });
    let book = match place {
        Some(index) => whole.only(index?)?,
        None => whole,
    };
    Some(docx(&book, |image| picture(images, image)))
}

/// What the press reads: the frozen bytes and the pictures, as far as they are there.
pub(crate) fn packed(
    (bytes, manifest): (&[u8], &Manifest),
    chapters: &[Vec<u8>],
    images: &Editions,
) -> Option<Vec<u8>> {
    let picture = |entry: &ImageEntry| Some((entry.name(), images.get(&entry.sha256).ok()?));
    let pictures: Vec<(String, Vec<u8>)> = manifest.images.iter().filter_map(picture).collect();
    let parts = Parts {
        manifest: bytes,
        chapters: chapters.iter().map(Vec::as_slice).collect(),
        images: pictures.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect(),
        signed: None,
        outputs: Vec::new(),
    };
    pack(&parts).ok()
}

/// What a figure shows.
pub(crate) fn picture(images: &Editions, image: &Image) -> Option<Picture> {
    let bytes = images.get(&edition::unhex(&image.sha256)?).ok()?;
    Some(Picture { bytes, extension: image.kind.extension() })
}

/// What a draft says of itself.
pub(crate) fn mark(opened: &Opened) -> String {
    let facts = &opened.manifest.facts;
    marked_as(&language_of(&opened.chapters), facts.frozen_at.to_string(), facts.position)
}

/// The same in so many words.
pub(crate) fn marked_as(lang: &str, at: String, seq: u64) -> String {
    let at = at.replace('T', " ").replace('Z', " UTC");
    match lang {
        "fr" => format!("Projet du {at}, position {seq} : ceci n’est pas une édition"),
        "es" => format!("Borrador de {at}, posición {seq}: no es una edición"),
        "pt" => format!("Rascunho de {at}, posição {seq}: não é uma edição"),
        "ar" => format!("مسودة {at}، الموضع {seq}: ليست طبعة"),
        _ => format!("Draft of {at}, position {seq}: not an edition"),
    }
}

/// The name of the file that a draft is offered under.
pub(crate) fn file_name(slug: &str, at_ms: u64, extension: &str) -> String {
    let day: String = rfc3339(at_ms).chars().take(10).collect();
    format!("{}-draft-{day}.{extension}", ascii(slug))
}

/// A slug as it may stand in the name of a file anywhere.
pub(crate) fn ascii(slug: &str) -> &str {
    let plain = !slug.is_empty() && slug.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain { slug } else { "manual" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_so_many_a_minute() {
        let previews = Previews::default();
        let [one, other] = [1, 2].map(|byte| Some(SessionId::from_random([byte; 16])));
        assert_eq!(previews.count(one, 2, 1_000), Ok(()));
        assert_eq!(previews.count(one, 2, 2_000), Ok(()));
        assert_eq!(previews.count(one, 2, 30_000), Err(30));
        assert_eq!(previews.count(other, 2, 30_000), Ok(()));
        assert_eq!([None; 3].map(|nobody| previews.count(nobody, 2, 30_000)), [Ok(()), Ok(()), Err(30)]);
        assert_eq!(previews.count(one, 2, 60_000), Ok(()));
    }

    #[test]
    fn a_draft_says_what_it_is_in_the_language_of_the_manual() {
        let said = |lang| marked_as(lang, "2026-11-28T08:00:00Z".to_owned(), 4711);
        assert_eq!(said("en"), "Draft of 2026-11-28 08:00:00 UTC, position 4711: not an edition");
        for lang in ["fr", "es", "pt", "ar"] {
            assert!(said(lang) != said("en") && said(lang).contains("4711"), "{lang}");
        }
        assert_eq!((ascii("trade-2"), ascii("تجارة"), ascii("")), ("trade-2", "manual", "manual"));
    }
}
