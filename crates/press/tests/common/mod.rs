//! Editions to print, made of frozen chapters, and the fonts.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};

use edition::bundle::{Parts, Signed, pack};
use edition::sample::SampleEdition;
use edition::sign::{Key, KeyChain};
use edition::{
    ChapterEntry, ChapterFacts, EditionFacts, ImageEntry, Moment, canonical, manifest, read_chapter, sha256,
};
use manual::document::Document;
use manual::id::{ChapterId, ManualId};
use manual::inset::ImageKind;
use press::Fonts;
use serde_json::{Value, json};

/// Chapters and pictures, to be packed.
#[derive(Default)]
pub(crate) struct Manual {
    pub(crate) title: String,
    pub(crate) chapters: Vec<Vec<u8>>,
    pub(crate) images: Vec<(ImageEntry, Vec<u8>)>,
    /// How the chapters stand below each other, where they do.
    entries: Option<Vec<ChapterEntry>>,
}

impl Manual {
    pub(crate) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// A manual made from a seed, frozen.
    pub(crate) fn of(sample: &SampleEdition) -> Self {
        let manifest = sample.manifest();
        let image = |entry: &ImageEntry| (entry.clone(), sample.images[&edition::hex(&entry.sha256)].clone());
        Self {
            title: manifest.facts.manual_title.clone(),
            chapters: sample.chapters.clone(),
            images: manifest.images.iter().map(image).collect(),
            entries: Some(manifest.chapters),
        }
    }

    /// A chapter of these blocks, in the shape of docs/edition-format.md.
    pub(crate) fn chapter(&mut self, title: &str, blocks: Value) -> &mut Self {
        let id = id(self.chapters.len());
        let chapter = json!({ "format": 3, "id": id, "title": title, "blocks": blocks });
        self.chapters.push(canonical::to_bytes(&chapter));
        self
    }

    /// A chapter, frozen here.
    pub(crate) fn freeze(&mut self, facts: &ChapterFacts<'_>, document: &Document) -> &mut Self {
        let frozen = edition::chapter(facts, document).unwrap();
        self.entries.get_or_insert_default().push(ChapterEntry::new(facts, None, &frozen));
        self.chapters.push(frozen.bytes);
        self
    }

    /// A picture, whatever is in it.
    pub(crate) fn image(&mut self, bytes: &[u8]) -> ImageEntry {
        let entry = ImageEntry::new(bytes, ImageKind::Png);
        self.images.push((entry.clone(), bytes.to_vec()));
        entry
    }

    /// A chapter as it stands in the vectors of the format, under an id of its own.
    pub(crate) fn vector(&mut self, canonical: &str) -> &mut Self {
        let value: Value = serde_json::from_str(canonical).unwrap();
        let own = id(self.chapters.len());
        self.chapters.push(canonical.replace(value["id"].as_str().unwrap(), &own).into_bytes());
        self
    }

    /// The bundle, signed.
    pub(crate) fn bundle(&self) -> Vec<u8> {
        let flat = || self.chapters.iter().map(|bytes| entry(bytes)).collect();
        let entries = self.entries.clone().unwrap_or_else(flat);
        let facts = EditionFacts {
            manual: ManualId::parse("7b3a4f60-1c2d-4e5f-8a9b-0c1d2e3f4a5b").unwrap(),
            slug: "manual".to_owned(),
            manual_title: self.title.clone(),
            edition: 2,
            revision: None,
            title: "As adopted".to_owned(),
            position: 4711,
            frozen_at: Moment::from_ms(1_795_468_400_000),
            previous: None,
        };
        let images: Vec<ImageEntry> = self.images.iter().map(|(entry, _)| entry.clone()).collect();
        let frozen = manifest(&facts, &entries, &images);
        let key = Key::from_seed(&[7; 32]);
        let keys = KeyChain::first(key.public(), facts.frozen_at);
        let minisign = key.minisign(&frozen.bytes, "Edition 2");
        let signed = Signed {
            key: key.public(),
            signature: key.sign(&frozen.bytes),
            minisign: &minisign,
            keys: &keys,
            outputs: None,
        };
        pack(&Parts {
            manifest: &frozen.bytes,
            chapters: self.chapters.iter().map(Vec::as_slice).collect(),
            images: self.images.iter().map(|(entry, bytes)| (entry.name(), bytes.as_slice())).collect(),
            signed: Some(signed),
            outputs: Vec::new(),
        })
        .unwrap()
    }
}

fn id(index: usize) -> String {
    format!("00000000-0000-4000-8000-{index:012}")
}

fn entry(bytes: &[u8]) -> ChapterEntry {
    let chapter = read_chapter(bytes).expect("the chapter is one");
    ChapterEntry {
        id: ChapterId::parse(&chapter.id.to_string()).unwrap(),
        title: chapter.title,
        parent: None,
        sha256: sha256(bytes),
        bytes: bytes.len() as u64,
        words: 0,
        terms: 0,
    }
}

/// The folder that `cargo xtask` fills, or the one that is named.
pub(crate) fn fonts_folder() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fonts");
    std::env::var_os("CHANCERY_FONTS").map_or(beside, PathBuf::from)
}

pub(crate) fn fonts() -> Fonts {
    Fonts::read(&fonts_folder()).expect("`cargo xtask test` fetches the fonts")
}

/// The words of a PDF, as its own maps from glyphs to characters give them.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    pdf.extract_text(&pages).unwrap()
}
