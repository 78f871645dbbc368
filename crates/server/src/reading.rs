//! Editions as people and programs read them: manifests, pages and frozen bytes, compared with their fingerprints first
//! and kept in memory for a while, so that many readers of one page share one copy of it. Knows nobody's rights:
//! `routes::reading` and `routes::editions` do. Blocks.

mod told;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::http::HeaderValue;
use bytes::Bytes;
use collab::code::Code;
use edition::compare::Edition;
use edition::site::{
    Links, References, Standing, chapter_page, contents_page, glossary_page, language, language_of,
    search_index,
};
use edition::{Chapter, Manifest, hex, read_manifest, sha256};
use store::editions::{Editions, NotRead};
use store::record::Hash;
use tokio::sync::Semaphore;

use crate::etag;
use crate::previews::packed;

pub(crate) use told::Compared;

/// Manifests kept at once.
const MANIFESTS_MAX: usize = 64;
/// Who may read from the disk at once; others wait. However many strangers come, memory and processor are for writers.
const READERS_MAX: usize = 4;

/// A page, and what it is known by.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) body: Bytes,
    pub(crate) etag: HeaderValue,
}

impl Page {
    pub(crate) fn new(body: impl Into<Bytes>) -> Self {
        let body = body.into();
        Self { etag: etag::of(&sha256(&body)), body }
    }
}

/// Which page of an edition.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Which {
    Contents,
    /// Counted from 0.
    Chapter(usize),
    Glossary,
    /// What the script that searches reads.
    Index,
}

/// What is kept under a hash: the frozen file of that name, or a page of the edition with that fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    File,
    /// As the edition stood with this hash of what is said about it.
    Page(Which, u64),
    /// What changed since the edition with this fingerprint.
    Compared(Hash, Compared),
    /// The same as a PDF, with notes of this hash.
    Printed(Hash, Hash),
}

/// What was read lately.
pub(crate) struct Reading {
    kept: Mutex<Kept>,
    /// Pages, all together, in bytes.
    bytes_max: usize,
    /// Places at the disk.
    pub(crate) readers: Semaphore,
}

#[derive(Default)]
struct Kept {
    manifests: HashMap<Hash, Arc<Manifest>>,
    languages: HashMap<Hash, Arc<str>>,
    pages: HashMap<(Hash, Kind), Page>,
    page_bytes: usize,
}

impl Reading {
    /// Nothing yet, and later at most so many bytes.
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { kept: Mutex::default(), bytes_max, readers: Semaphore::new(READERS_MAX) }
    }

    /// The manifest with this fingerprint.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn manifest(&self, editions: &Editions, hash: &Hash) -> Result<Arc<Manifest>, Code> {
        if let Some(manifest) = self.kept().manifests.get(hash) {
            return Ok(Arc::clone(manifest));
        }
        let read = read_manifest(&bytes(editions, hash)?);
        let manifest = Arc::new(read.map_err(|_| spoiled(hash))?);
        let mut kept = self.kept();
        if kept.manifests.len() >= MANIFESTS_MAX {
            kept.manifests.clear();
        }
        kept.manifests.insert(*hash, Arc::clone(&manifest));
        Ok(manifest)
    }

    /// The language of the edition with this fingerprint.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn language(&self, editions: &Editions, hash: &Hash) -> Result<Arc<str>, Code> {
        if let Some(lang) = self.kept().languages.get(hash) {
            return Ok(Arc::clone(lang));
        }
        let manifest = self.manifest(editions, hash)?;
        let lang: Arc<str> = language(&manifest, |index| chapter(editions, &manifest, index))?.into();
        let mut kept = self.kept();
        if kept.languages.len() >= MANIFESTS_MAX {
            kept.languages.clear();
        }
        kept.languages.insert(*hash, Arc::clone(&lang));
        Ok(lang)
    }

    /// A frozen file or a picture, whatever it is.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn file(&self, editions: &Editions, hash: &Hash) -> Result<Bytes, Code> {
        if let Some(file) = self.kept().pages.get(&(*hash, Kind::File)) {
            return Ok(file.body.clone());
        }
        let file = Page { body: bytes(editions, hash)?.into(), etag: etag::of(hash) };
        self.keep((*hash, Kind::File), &file);
        Ok(file.body)
    }

    /// A page that was read lately.
    pub(crate) fn known(&self, hash: &Hash, which: Which, standing: &Standing) -> Option<Page> {
        self.kept().pages.get(&(*hash, kind(which, standing))).cloned()
    }

    /// A page of the edition with this fingerprint; `None` when it has no such chapter.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn page(
        &self,
        editions: &Editions,
        hash: &Hash,
        which: Which,
        standing: &Standing,
    ) -> Result<Option<Page>, Code> {
        if let Some(page) = self.known(hash, which, standing) {
            return Ok(Some(page));
        }
        let manifest = self.manifest(editions, hash)?;
        let links = Links::Served { slug: manifest.facts.slug.clone(), n: manifest.facts.edition };
        let open = |index| chapter(editions, &manifest, index);
        let html = match which {
            Which::Contents => contents_page(&manifest, &links, &self.language(editions, hash)?, standing),
            Which::Glossary => glossary_page(&manifest, &links, &self.language(editions, hash)?, open)?,
            Which::Index => search_index(&manifest, &links, &self.language(editions, hash)?, open)?,
            Which::Chapter(index) if index >= manifest.chapters.len() => return Ok(None),
            Which::Chapter(index) => {
                let chapter = open(index)?;
                let references = References::of(&manifest, &chapter, open)?;
                chapter_page(&manifest, index, &chapter, &references, &links, standing)
            }
        };
        let page = Page::new(html);
        self.keep((*hash, kind(which, standing)), &page);
        Ok(Some(page))
    }

    /// What changed between two editions of one manual.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn compared(
        &self,
        editions: &Editions,
        (before, after): (&Hash, &Hash),
        told: Compared,
    ) -> Result<Page, Code> {
        let of = (*after, Kind::Compared(*before, told));
        if let Some(page) = self.kept().pages.get(&of) {
            return Ok(page.clone());
        }
        let lang = self.language(editions, after)?;
        let (was, now) = (self.whole(editions, before)?, self.whole(editions, after)?);
        let page = told.page(editions, (opened(&was), opened(&now)), Some(now.0.facts.edition), &lang)?;
        self.keep(of, &page);
        Ok(page)
    }

    /// What changed between two editions as a PDF, if it was printed lately with these notes.
    pub(crate) fn printed(&self, (before, after): (&Hash, &Hash), notes: &[u8]) -> Option<Page> {
        self.kept().pages.get(&(*after, Kind::Printed(*before, sha256(notes)))).cloned()
    }

    /// Keeps it.
    pub(crate) fn keep_printed(&self, (before, after): (&Hash, &Hash), notes: &[u8], page: &Page) {
        self.keep((*after, Kind::Printed(*before, sha256(notes))), page);
    }

    /// What the press reads of an edition.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn packed(
        &self,
        editions: &Editions,
        images: &Editions,
        hash: &Hash,
    ) -> Result<Vec<u8>, Code> {
        let manifest = self.manifest(editions, hash)?;
        let chapters = manifest.chapters.iter().map(|entry| bytes(editions, &entry.sha256));
        let chapters = chapters.collect::<Result<Vec<_>, _>>()?;
        packed((&bytes(editions, hash)?, &manifest), &chapters, images).ok_or(Code::Internal)
    }

    /// What changed from an edition to a manual as it stands, whose bytes are those of a freeze. It is not kept.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn compared_with(
        &self,
        editions: &Editions,
        before: &Hash,
        (manifest, chapters): (&[u8], &[Vec<u8>]),
        told: Compared,
    ) -> Result<Page, Code> {
        let was = self.whole(editions, before)?;
        let now = read_manifest(manifest).map_err(|_| Code::Internal)?;
        let chapters = now.open_all(chapters).map_err(|_| Code::Internal)?;
        let lang = language_of(&chapters);
        let now = Edition { manifest: &now, chapters: &chapters };
        told.page(editions, (opened(&was), now), None, &lang)
    }

    /// An edition with all of its chapters.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn whole(
        &self,
        editions: &Editions,
        hash: &Hash,
    ) -> Result<(Arc<Manifest>, Vec<Chapter>), Code> {
        let manifest = self.manifest(editions, hash)?;
        let chapters = (0..manifest.chapters.len()).map(|index| chapter(editions, &manifest, index));
        let chapters = chapters.collect::<Result<_, _>>()?;
        Ok((manifest, chapters))
    }

    fn keep(&self, of: (Hash, Kind), page: &Page) {
        let mut kept = self.kept();
        if kept.page_bytes + page.body.len() > self.bytes_max {
            kept.pages.clear();
            kept.page_bytes = 0;
        }
        if page.body.len() <= self.bytes_max && kept.pages.insert(of, page.clone()).is_none() {
            kept.page_bytes += page.body.len();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("nobody panics while keeping a page")
    }
}

fn opened((manifest, chapters): &(Arc<Manifest>, Vec<Chapter>)) -> Edition<'_> {
    Edition { manifest, chapters }
}

/// A page under what is said about its edition: where that is another, so is the page.
fn kind(which: Which, standing: &Standing) -> Kind {
    let mut hasher = DefaultHasher::new();
    standing.hash(&mut hasher);
    Kind::Page(which, hasher.finish())
}

/// A chapter of an edition, from the disk.
fn chapter(editions: &Editions, manifest: &Manifest, index: usize) -> Result<Chapter, Code> {
    let hash = manifest.chapters.get(index).ok_or(Code::NotFound)?.sha256;
    manifest.open(index, &bytes(editions, &hash)?).map_err(|_| spoiled(&hash))
}

/// Frozen bytes from the disk, compared with their name.
fn bytes(editions: &Editions, hash: &Hash) -> Result<Vec<u8>, Code> {
    editions.get(hash).map_err(|failed| {
        tracing::error!(%failed, "an edition cannot be read");
        match failed {
            NotRead::Missing(_) | NotRead::Spoiled(_) => Code::Damaged,
            NotRead::Io { .. } => Code::Internal,
        }
    })
}

fn spoiled(hash: &Hash) -> Code {
    tracing::error!(file = hex(hash), "frozen bytes are not of the format");
    Code::Damaged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_kept_up_to_the_bound_and_not_past_it() {
        let data = tempfile::tempdir().expect("a folder");
        let editions = Editions::of(data.path());
        editions.prepare().expect("made");
        let reading = Reading::new(10);
        let files = ["four", "five!", "six!!!", "far too long"].map(|text| {
            let (hash, _) = editions.put(text.as_bytes(), |_| {}).expect("put");
            assert_eq!(reading.file(&editions, &hash).expect("read"), text);
            (hash, reading.kept().page_bytes)
        });
        assert_eq!(files.map(|(_, bytes)| bytes), [4, 9, 6, 0]);
        let again = reading.file(&editions, &files[0].0).expect("read");
        std::fs::remove_dir_all(data.path()).expect("gone");
        assert_eq!(reading.file(&editions, &files[0].0), Ok(again), "out of memory");
        assert_eq!(reading.file(&editions, &files[2].0), Err(Code::Damaged));
    }

    #[test]
    fn two_pages_are_told_apart() {
        assert_eq!(Page::new("a").etag, Page::new("a").etag);
        assert_ne!(Page::new("a").etag, Page::new("b").etag);
    }
}
