//! A manual made from a seed, as large as a real one: for tests and measurements of whatever an edition is written as. The same seed
//! gives the same manual everywhere.
//!
//! Behind the feature `sample`, which only tests and benchmarks turn on: the service has none of it. Made of documents and not of
//! frozen trees, so that it can be frozen here, written into a running service, or typed at. No sentence of it means anything, and it
//! names nobody. Next: `sample::chapter`, which makes one.

mod chance;
mod chapter;
mod picture;
mod touch;
mod words;

use std::collections::BTreeMap;

use manual::document::Document;
use manual::flat::{Unit, write_all};
use manual::id::{ChapterId, ManualId};
use manual::payload::Payloads;

use crate::set::{Book, book};
use crate::{
    Chapter, ChapterEntry, ChapterFacts, EditionFacts, ImageEntry, Manifest, Moment, manifest, read_chapter,
    read_manifest, sha256, unhex,
};

pub use chance::Chance;
use picture::Picture;

/// A manual that was never frozen.
#[derive(Clone, PartialEq, Debug)]
pub struct Sample {
    pub title: String,
    pub chapters: Vec<SampleChapter>,
    /// The bytes of the pictures, all of them PNG, by their fingerprints.
    pub images: BTreeMap<String, Vec<u8>>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct SampleChapter {
    pub id: ChapterId,
    pub title: String,
    pub parent: Option<ChapterId>,
    /// What its body and its side maps hold.
    pub units: Vec<Unit>,
    pub payloads: Payloads,
}

/// It, frozen.
#[derive(Clone, PartialEq, Debug)]
pub struct SampleEdition {
    pub manifest: Vec<u8>,
    /// In the order of the manifest.
    pub chapters: Vec<Vec<u8>>,
    /// By their fingerprints.
    pub images: BTreeMap<String, Vec<u8>>,
}

/// The manual that all formats are held against: more than 150 pages in five languages, 200 notes, 20 tables, 20 figures and 100
/// cross-references. Its tests count them.
pub fn m150() -> Sample {
    Sample::of(150, &chapter::CHAPTERS)
}

impl Sample {
    /// A manual of the first so many chapters of [`m150`]'s plan, made from a seed.
    pub fn small(seed: u64, chapters: usize) -> Self {
        Self::of(seed, &chapter::CHAPTERS[..chapters.min(chapter::CHAPTERS.len())])
    }

    fn of(seed: u64, plans: &[chapter::Plan]) -> Self {
        let mut chance = Chance::new(seed);
        let pictures: Vec<Picture> = (0..picture::SIZES.len()).map(Picture::new).collect();
        let chapters = plans
            .iter()
            .enumerate()
            .map(|(at, plan)| chapter::Maker::new(&mut chance, plans.len(), at, plan, &pictures).chapter())
            .collect();
        let images = pictures.into_iter().map(|picture| (picture.image.sha256, picture.bytes)).collect();
        Self { title: "Manual for focal points (made from a seed)".to_owned(), chapters, images }
    }

    /// The same manual a year later: of the blocks with words so many of a hundred are touched (words come, go and change, whole
    /// paragraphs come, go and move), and one chapter stands elsewhere.
    #[must_use]
    pub fn touched(&self, seed: u64, percent: usize) -> Self {
        touch::touched(self, &mut Chance::new(seed), percent)
    }

    /// Freezes it.
    ///
    /// # Panics
    /// Never for a sample as it was made: all of it can be frozen.
    pub fn freeze(&self, edition: u32, previous: Option<[u8; 32]>) -> SampleEdition {
        let mut entries = Vec::new();
        let mut chapters = Vec::new();
        for chapter in &self.chapters {
            let facts = ChapterFacts { id: chapter.id, title: &chapter.title };
            let frozen = crate::chapter(&facts, &chapter.document(1)).expect("a sample can be frozen");
            entries.push(ChapterEntry::new(&facts, chapter.parent, &frozen));
            chapters.push(frozen.bytes);
        }
        let facts = EditionFacts {
            manual: ManualId::from_random([15; 16]),
            slug: "manual".to_owned(),
            manual_title: self.title.clone(),
            edition,
            title: format!("Edition {edition} of a sample"),
            position: 4711 * u64::from(edition),
            frozen_at: Moment::from_ms(1_795_468_400_000 + 86_400_000 * u64::from(edition)),
            previous,
            revision: None,
        };
        let shown: Vec<ImageEntry> =
            self.images.values().map(|bytes| ImageEntry::new(bytes, picture::KIND)).collect();
        let manifest = manifest(&facts, &entries, &shown).bytes;
        SampleEdition { manifest, chapters, images: self.images.clone() }
    }
}

impl SampleChapter {
    /// Its document, written by one client.
    pub fn document(&self, client: u64) -> Document {
        let mut document = Document::new(client);
        document.edit(|txn| self.payloads.write(txn));
        write_all(&mut document, &self.units);
        document
    }
}

impl SampleEdition {
    /// # Panics
    /// Never: it has just been frozen.
    pub fn manifest(&self) -> Manifest {
        read_manifest(&self.manifest).expect("frozen here")
    }

    /// # Panics
    /// Never: they have just been frozen.
    pub fn chapters(&self) -> Vec<Chapter> {
        self.chapters.iter().map(|bytes| read_chapter(bytes).expect("frozen here")).collect()
    }

    /// As it is read.
    ///
    /// # Panics
    /// Never: it has just been frozen.
    pub fn book(&self) -> Book {
        book(self.manifest(), &self.chapters()).expect("frozen here")
    }

    pub fn fingerprint(&self) -> [u8; 32] {
        sha256(&self.manifest)
    }

    /// The bytes of a picture by its fingerprint.
    pub fn image(&self, sha256: &str) -> Option<&[u8]> {
        unhex(sha256).and(self.images.get(sha256)).map(Vec::as_slice)
    }
}
