//! A small edition in a bundle, and zips that lie.
#![allow(dead_code, clippy::allow_attributes, reason = "each test takes what it needs")]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use edition::bundle::{Parts, Signed, Zip, outputs_json, pack};
use edition::sign::{Key, KeyChain};
use edition::{
    ChapterEntry, ChapterFacts, EditionFacts, FrozenChapter, ImageEntry, Moment, canonical, hex, manifest,
    sha256,
};
use manual::document::Document;
use manual::id::{ChapterId, ManualId};
use manual::inset::ImageKind;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(crate) const PICTURE: &[u8] = b"a picture";

/// An edition of two chapters and a picture, with a Word file and a Markdown file.
pub(crate) struct Made {
    pub(crate) key: Key,
    pub(crate) keys: Option<KeyChain>,
    pub(crate) signed: bool,
}

fn frozen(n: u8, text: &str) -> (ChapterEntry, FrozenChapter) {
    let mut ids = (0..).map(|at| format!("{n:04}{at:08}"));
    let tree = manual::markup::read(text, || ids.next().expect("without end"));
    let mut document = Document::new(1);
    document.apply(&manual::flatten::seed(2, &tree, &manual::payload::Payloads::default())).expect("our own");
    let facts = ChapterFacts { id: ChapterId::from_random([n; 16]), title: "Early warning" };
    let frozen = edition::chapter(&facts, &document).expect("whole");
    (ChapterEntry::new(&facts, None, &frozen), frozen)
}

impl Made {
    pub(crate) fn new() -> Self {
        Self { key: Key::from_seed(&[7; 32]), keys: None, signed: true }
    }

    pub(crate) fn zip(&self) -> Vec<u8> {
        self.with_parts(|parts| pack(parts).expect("they belong together"))
    }

    pub(crate) fn with_parts<T>(&self, with: impl FnOnce(&mut Parts<'_>) -> T) -> T {
        let chapters = [frozen(1, "## Signs\nAsk *early*."), frozen(2, "And ask again, & <again>.")];
        let (entries, frozen): (Vec<_>, Vec<_>) = chapters.into_iter().unzip();
        let image = ImageEntry::new(PICTURE, ImageKind::Png);
        let facts = EditionFacts {
            manual: ManualId::from_random([9; 16]),
            slug: "manual".to_owned(),
            manual_title: "Manual for focal points".to_owned(),
            edition: 2,
            title: "Accra".to_owned(),
            position: 4711,
            frozen_at: Moment::from_ms(1_795_468_400_000),
            previous: Some([5; 32]),
            revision: None,
        };
        let manifest = manifest(&facts, &entries, std::slice::from_ref(&image));
        let outputs: Vec<(String, &[u8])> =
            vec![("manual-2.docx".to_owned(), b"a Word file"), ("manual-2.md".to_owned(), b"# Manual\n")];
        let keys =
            self.keys.clone().unwrap_or_else(|| KeyChain::first(self.key.public(), Moment::from_ms(0)));
        let minisign = self.key.minisign(&manifest.bytes, "Manual for focal points, edition 2");
        let signed = Signed {
            key: self.key.public(),
            signature: self.key.sign(&manifest.bytes),
            minisign: &minisign,
            keys: &keys,
            outputs: Some(self.key.sign(&outputs_json(&manifest.sha256, &outputs))),
        };
        with(&mut Parts {
            manifest: &manifest.bytes,
            chapters: frozen.iter().map(|chapter| chapter.bytes.as_slice()).collect(),
            images: vec![(image.name(), PICTURE)],
            signed: self.signed.then_some(signed),
            outputs,
        })
    }
}

/// A folder with an edition of one of the formats that nobody signed.
pub(crate) fn earlier(format: u64) -> BTreeMap<String, Vec<u8>> {
    let chapter = canonical::to_bytes(&json!({
        "format": format, "id": ChapterId::from_random([1; 16]).to_string(), "title": "Signs",
        "blocks": [{ "kind": "p", "id": "start", "content": [{ "text": "Ask early." }] }],
    }));
    let mut entry = json!({
        "id": ChapterId::from_random([1; 16]).to_string(), "title": "Signs", "parent": null,
        "sha256": hex(&sha256(&chapter)), "bytes": chapter.len(), "words": 2,
    });
    let mut whole = json!({
        "format": format, "edition": 1, "title": "", "position": 3, "frozen_at": "2026-11-23T21:13:20Z", "previous": null,
        "manual": { "id": ManualId::from_random([9; 16]).to_string(), "slug": "manual", "title": "Manual" },
    });
    if format > 1 {
        entry["terms"] = 0.into();
        whole["images"] = json!([]);
    }
    whole["chapters"] = json!([entry]);
    BTreeMap::from([
        ("edition.json".to_owned(), canonical::to_bytes(&whole)),
        ("chapter-01.json".to_owned(), chapter),
    ])
}

/// The files of a zip, as a program unpacks them.
pub(crate) fn unpacked(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let zip = Zip::read(zip).expect("a zip");
    zip.names().map(|name| (name.to_owned(), zip.get(name).expect("whole"))).collect()
}

/// What a zip says about its first file.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Unpacked,
}

/// A zip of these files, made by the library that everybody uses, with one number in its list changed.
pub(crate) fn zip_of(files: &[(&str, &[u8])], claim: Option<(Number, u32)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("into memory");
    }
    let mut bytes = zip.finish().expect("into memory").into_inner();
    if let Some((Number::Unpacked, number)) = claim {
        let list = bytes.windows(4).position(|four| four == b"PK\x01\x02").expect("a list");
        bytes[list + 24..list + 28].copy_from_slice(&number.to_le_bytes());
    }
    bytes
}

/// The same zip with one name in the place of another that is as long.
pub(crate) fn renamed(zip: &[u8], name: &str, other: &str) -> Vec<u8> {
    let mut zip = zip.to_vec();
    for at in 0..zip.len() - name.len() {
        if zip[at..].starts_with(name.as_bytes()) {
            zip[at..at + name.len()].copy_from_slice(other.as_bytes());
        }
    }
    zip
}
