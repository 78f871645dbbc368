//! The demo manual as it is after `chancery demo`, to print: its texts and pictures stand in the crate `chancery`, and are only read
//! from there.

#[path = "../../../chancery/src/demo/mod.rs"]
mod texts;

use edition::{ChapterFacts, hex};
use manual::document::Document;
use manual::flat::write_all;
use manual::flatten::flatten;
use manual::id::ChapterId;
use manual::inset::{Image, ImageKind};
use manual::markup::{self, Names};
use texts::{CASE, CASE_BEHIND, CHAPTERS, PICTURES, TEMPLATE, TITLE};

use crate::common::Manual;

pub(crate) fn manual() -> Manual {
    assert!(!TEMPLATE.text.is_empty(), "a template is no chapter");
    let mut manual = Manual::new(TITLE);
    let mut pictures = Vec::new();
    for (name, bytes) in PICTURES {
        let entry = manual.image(bytes);
        pictures.push((name, picture(bytes, hex(&entry.sha256))));
    }
    let mut all: Vec<_> = CHAPTERS.iter().collect();
    all.insert(CASE_BEHIND, &CASE);
    let mut known = Vec::new();
    let mut ids = 0;
    for (n, chapter) in all.into_iter().enumerate() {
        let mut id = || {
            ids += 1;
            format!("{ids:012}")
        };
        let names = Names { id: &mut id, chapters: &known, pictures: &pictures };
        let (tree, payloads) = markup::chapter(chapter.text, names);
        let mut document = Document::new(n as u64 + 1);
        document.edit(|txn| payloads.write(txn));
        write_all(&mut document, &flatten(&tree));
        let facts = ChapterFacts { id: ChapterId::from_random([n as u8; 16]), title: chapter.title };
        manual.freeze(&facts, &document);
        known.push((chapter.name, facts.id));
    }
    // As a manifest names them.
    manual.images.sort_by_key(|(entry, _)| entry.sha256);
    manual
}

/// A PNG says how large it is in its first piece.
fn picture(bytes: &[u8], sha256: String) -> Image {
    let number = |from: usize| u32::from_be_bytes(bytes[from..from + 4].try_into().unwrap());
    Image { sha256, width: number(16), height: number(20), kind: ImageKind::Png }
}
