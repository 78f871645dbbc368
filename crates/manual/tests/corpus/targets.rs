//! What is asked of any bytes: by the fuzz target of `tests/fuzz` of bytes that it makes up, by the test beside this file of
//! those that were kept. A target that panics, hangs or fills memory has found something.

use manual::assemble::{self, assemble};
use manual::document::Document;
use manual::flatten::{flatten, seed};
use manual::id::ChapterId;
use manual::inset::{Image, ImageKind};
use manual::markup::{Names, chapter};

/// A marked-up text: what is read is a tree that assembly makes, and a document can be begun with it that holds the same.
pub(crate) fn markup(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut ids = (0..).map(|at| format!("id{at:010}"));
    let mut id = || ids.next().expect("without end");
    let image = Image { sha256: "ab".repeat(32), width: 12, height: 5, kind: ImageKind::Png };
    let (chapters, pictures) = ([("other", ChapterId::from_random([7; 16]))], [("map.png", image)]);
    let (tree, payloads) = chapter(&text, Names { id: &mut id, chapters: &chapters, pictures: &pictures });
    if tree.is_empty() {
        return; // what assembly fills in for a text without a block is nobody's
    }
    assert!(assemble(&flatten(&tree), &payloads) == tree, "it is not a tree that assembly makes");
    let mut document = Document::new(1);
    document.apply(&seed(2, &tree, &payloads)).expect("our own");
    assert!(assemble::chapter(&document) == tree, "the document holds something else");
}
