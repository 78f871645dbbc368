//! What it costs the service to say what a chapter of 100 kB holds: as often as the chapter changed between two comparisons,
//! whoever listens. Asserts nothing about time.

use collab::fingerprint::fingerprint;
use manual::document::Document;
use manual::markup;
use manual::payload::Payloads;
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: u32 = 20;

/// A chapter whose text has about so many bytes: paragraphs with a heading now and then, and emphasis in each.
fn chapter(bytes: usize) -> Document {
    let mut text = String::new();
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        if n % 8 == 0 {
            text.push_str(&format!("## What is done in the case {n}\n"));
        }
        text.push_str(&format!(
            "The office **of the {n}th** day reads what came *in the night*, and says so. "
        ));
        text.push_str(&"Whoever is warned early has the time to ask twice. ".repeat(8));
        text.push('\n');
    }
    let mut ids = (0..).map(|at| format!("{at:012}"));
    let tree = markup::read(&text, || ids.next().expect("without end"));
    let mut document = Document::new(1);
    document.apply(&manual::flatten::seed(2, &tree, &Payloads::default())).expect("our own");
    document
}

fn processor_us() -> i64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
}

#[test]
fn a_chapter_is_fingerprinted_the_same_each_time() {
    let document = chapter(100_000);
    let first = fingerprint(&document);
    let began = processor_us();
    for _ in 0..ROUNDS {
        assert_eq!(fingerprint(&document), first);
    }
    let each = (processor_us() - began) as f64 / f64::from(ROUNDS) / 1_000.0;
    println!("figure: the fingerprint of a chapter of 100 kB: {each:.2} ms of processor");
    assert_ne!(fingerprint(&chapter(99_000)), first);
}
