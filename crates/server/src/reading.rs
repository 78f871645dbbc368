//! Editions as people read them: manifests and pages, made of the frozen bytes alone, compared with their fingerprints
//! first, and kept in memory for a while. Knows nobody's rights: `routes::reading` and `routes::editions` do. Blocks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::http::HeaderValue;
use bytes::Bytes;
use collab::code::Code;
use edition::site::{Links, chapter_page, contents_page};
use edition::{Manifest, hex, read_manifest, sha256};
use store::editions::{Editions, NotRead};
use store::record::Hash;

/// Manifests kept at once.
const MANIFESTS_MAX: usize = 64;

/// A page, and what it is known by.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) html: Bytes,
    pub(crate) etag: HeaderValue,
}

impl Page {
    pub(crate) fn new(html: String) -> Self {
        let etag = format!("\"{}\"", &hex(&sha256(html.as_bytes()))[..32]);
        Self {
            html: html.into(),
            etag: HeaderValue::from_str(&etag).expect("digits and quotes are a header"),
        }
    }
}

/// Which page of an edition.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Which {
    Contents,
    /// Counted from 0.
    Chapter(usize),
}

/// What was read lately.
#[derive(Default)]
pub(crate) struct Reading {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    manifests: HashMap<Hash, Arc<Manifest>>,
    pages: HashMap<(Hash, Which), Page>,
    page_bytes: usize,
}

impl Reading {
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

    /// A page of the edition with this fingerprint; `None` when it has no such chapter. At most `bytes_max` of pages
    /// are kept.
    ///
    /// # Errors
    /// `Damaged` when what is on disk is not what was frozen.
    pub(crate) fn page(
        &self,
        editions: &Editions,
        hash: &Hash,
        which: Which,
        bytes_max: usize,
    ) -> Result<Option<Page>, Code> {
        if let Some(page) = self.kept().pages.get(&(*hash, which)) {
            return Ok(Some(page.clone()));
        }
        let manifest = self.manifest(editions, hash)?;
        let links = Links::Served { slug: manifest.facts.slug.clone(), n: manifest.facts.edition };
        let html = match which {
            Which::Contents => contents_page(&manifest, &links),
            Which::Chapter(index) => {
                let Some(entry) = manifest.chapters.get(index) else { return Ok(None) };
                let chapter = manifest.open(index, &bytes(editions, &entry.sha256)?);
                chapter_page(&manifest, index, &chapter.map_err(|_| spoiled(&entry.sha256))?, &links)
            }
        };
        let page = Page::new(html);
        self.keep((*hash, which), &page, bytes_max);
        Ok(Some(page))
    }

    fn keep(&self, of: (Hash, Which), page: &Page, bytes_max: usize) {
        let mut kept = self.kept();
        if kept.page_bytes + page.html.len() > bytes_max {
            kept.pages.clear();
            kept.page_bytes = 0;
        }
        if page.html.len() <= bytes_max && kept.pages.insert(of, page.clone()).is_none() {
            kept.page_bytes += page.html.len();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("nobody panics while keeping a page")
    }
}

/// Frozen bytes, whatever they are.
///
/// # Errors
/// `Damaged` when what is on disk is not what was frozen.
pub(crate) fn bytes(editions: &Editions, hash: &Hash) -> Result<Vec<u8>, Code> {
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
