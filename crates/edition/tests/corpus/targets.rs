//! What is asked of any bytes: by the fuzz targets of `tests/fuzz` of bytes that they make up, by the test beside this file
//! of those that were kept. A target that panics, hangs or fills memory has found something.

use std::sync::LazyLock;

use edition::bundle::{self, Zip, verify};
use edition::compare::{Edition, compare};
use edition::formats::{docx, markdown};
use edition::sample::{Sample, SampleEdition};
use edition::set::book;
use edition::{read_chapter, read_manifest};

/// An edition of one chapter, in whose place the chapter that was read is put.
static SAMPLE: LazyLock<SampleEdition> = LazyLock::new(|| Sample::small(7, 1).freeze(1, None));

/// A frozen chapter or a manifest: read or refused. What is read is published, and compared with another.
pub(crate) fn thaw(bytes: &[u8]) {
    if let Ok(manifest) = read_manifest(bytes) {
        assert_eq!(manifest.numbers().len(), manifest.chapters.len(), "each chapter has a number");
    }
    let Ok(chapter) = read_chapter(bytes) else { return };
    let (manifest, chapters, before) = (SAMPLE.manifest(), [chapter], SAMPLE.chapters());
    let edition = |chapters| Edition { manifest: &manifest, chapters };
    compare(edition(&before), edition(&chapters));
    compare(edition(&chapters), edition(&before));
    let book = book(manifest.clone(), &chapters).expect("as many chapters as the manifest names");
    assert!(!markdown(&book).is_empty() && !docx(&book, |_| None).is_empty(), "it is published");
}

/// A zip that should be an edition: what is wrong with which of its files is said; what can be opened is published.
pub(crate) fn bundle(bytes: &[u8]) {
    let Ok(zip) = Zip::read(bytes) else { return };
    let report = verify(&zip);
    assert!(zip.names().all(|name| report.files.contains_key(name)), "something is said of each file");
    let Ok(opened) = bundle::open(bytes) else { return };
    let book = book(opened.manifest, &opened.chapters).expect("it was opened whole");
    assert!(!markdown(&book).is_empty(), "it is published");
}
