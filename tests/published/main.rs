//! What is published, held by programs that are not ours: EPUBCheck reads the EPUBs, openxml-audit the documents of Word, LibreOffice
//! opens those, saves them, and all that stood in them still does. Over the demo manual, as the running service publishes it, and over
//! the manual that is made from a seed. And what only a service with a press can show: nobody's name stands in what is published, and
//! how long a freeze takes until all of it is there.
//!
//! `cargo xtask prove` fetches those programs and runs this; `cargo test` alone does not. A program that is missing is a failure.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test, helpers included")]

mod demo;
mod large;
mod nobody;
mod programs;
mod word;

use std::fs;
use std::time::{Duration, Instant};

use edition::compare::{Edition, compare};
use edition::formats::{Picture, Side, changes, docx, epub};
use edition::hex;
use edition::sample::{SampleEdition, m150};
use serde_json::Value;
use tempfile::TempDir;
use tests::caller::Caller;

use programs::{epubcheck, openxml_audit, saved_again};
use word::Census;

/// A publication in the two formats that others have rules for.
pub(crate) struct Published {
    pub(crate) name: &'static str,
    pub(crate) docx: Vec<u8>,
    pub(crate) epub: Vec<u8>,
}

/// Only ends what hangs.
const PATIENCE: Duration = Duration::from_secs(600);

/// What the first edition is written as, once it is in these formats.
pub(crate) async fn written(caller: &Caller, manual: &str, formats: &[&str]) -> Vec<Value> {
    let begun = Instant::now();
    loop {
        let editions = caller.get(&format!("/api/v1/manuals/{manual}/editions")).await.json();
        let outputs = editions[0]["outputs"].as_array().expect("a list").clone();
        if formats.iter().all(|format| outputs.iter().any(|output| output["format"] == *format)) {
            return outputs;
        }
        assert!(begun.elapsed() < PATIENCE, "it is not written: {editions}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn generated(frozen: &SampleEdition) -> Published {
    let book = frozen.book();
    let picture = |image: &manual::inset::Image| {
        Some(Picture { bytes: frozen.image(&image.sha256)?.to_vec(), extension: "png" })
    };
    let image = |entry: &edition::ImageEntry| Some(frozen.image(&hex(&entry.sha256))?.to_vec());
    Published { name: "generated", docx: docx(&book, picture), epub: epub(&book, &frozen.chapters(), image) }
}

/// A year of the generated manual, as a document with tracked changes.
fn tracked(first: &SampleEdition, second: &SampleEdition) -> Vec<u8> {
    let (was, now) = (first.manifest(), second.manifest());
    let (before, after) = (first.chapters(), second.chapters());
    let compared =
        compare(Edition { manifest: &was, chapters: &before }, Edition { manifest: &now, chapters: &after });
    let (old, new) = (first.book(), second.book());
    let (old, new) = (Side { book: &old, chapters: &before }, Side { book: &new, chapters: &after });
    changes(old, new, &compared, |image| {
        Some(Picture { bytes: first.image(&image.sha256)?.to_vec(), extension: "png" })
    })
}

/// One test, because all of it is about the same files: what each program says of each, and then what is wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_find_nothing_to_report_and_lose_nothing() {
    let scratch = TempDir::with_prefix("chancery-published-").unwrap();
    let first = m150().freeze(1, None);
    let second = m150().touched(15, 15).freeze(2, Some(first.fingerprint()));
    let mut wrong = Vec::new();
    for published in [demo::published().await, generated(&first)] {
        let name = published.name;
        let file = scratch.path().join(format!("{name}.epub"));
        fs::write(&file, &published.epub).unwrap();
        let said = epubcheck(&file);
        println!("figure: EPUBCheck on the {name} manual: {} to report", said.len());
        wrong.extend(said);

        let file = scratch.path().join(format!("{name}.docx"));
        fs::write(&file, &published.docx).unwrap();
        let said = openxml_audit(&file);
        println!("figure: openxml-audit on the {name} manual: {} to report", said.len());
        wrong.extend(said);

        let (before, after) = (Census::of(&published.docx), Census::of(&saved_again(&file)));
        println!("figure: saved again by LibreOffice, the {name} manual: {}", after.kept_of(&before));
        wrong.extend(before.lost(&after).into_iter().map(|lost| format!("{name}: {lost}")));
    }
    let file = scratch.path().join("changes.docx");
    fs::write(&file, tracked(&first, &second)).unwrap();
    let said = openxml_audit(&file);
    println!("figure: openxml-audit on the tracked changes: {} to report", said.len());
    wrong.extend(said);
    assert!(wrong.is_empty(), "{} things:\n{}", wrong.len(), wrong.join("\n"));
}
