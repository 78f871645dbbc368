//! What it costs to publish the manual that is made from a seed: `cargo bench -p press`. Prints a table, decides nothing.
//!
//! Each figure but those of the press is the median of so many rounds on one thread. The press runs as the service runs it, as a
//! process of its own; its processor time and greatest memory are those that the system counted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use edition::bundle::{Parts, Signed, pack};
use edition::compare::{Edition, compare};
use edition::formats::{Picture, docx, epub, markdown};
use edition::sample::{SampleEdition, m150};
use edition::sign::{Key, KeyChain};
use edition::site::{Standing, folder};
use edition::{Chapter, hex};
use manual::inset::Image;

const ROUNDS: usize = 7;

fn main() {
    let sample = m150();
    let frozen = sample.freeze(1, None);
    let (book, chapters) = (frozen.book(), frozen.chapters());
    println!(
        "{} chapters, {} words, a median of {ROUNDS} rounds\n",
        chapters.len(),
        frozen.manifest().words()
    );
    println!("| what | ms | kB |\n|---|---:|---:|");
    row("freeze (documents to frozen bytes)", || sample.freeze(1, None).manifest.len());
    row("set (frozen bytes to what is read)", || frozen.book().chapters.len());
    row("sign", || Key::from_seed(&[7; 32]).sign(&frozen.manifest).len());
    row("Markdown", || markdown(&book).len());
    row("DOCX", || docx(&book, |image| picture(&frozen, image)).len());
    row("EPUB", || epub(&book, &chapters, |entry| Some(frozen.image(&hex(&entry.sha256))?.to_vec())).len());
    row("reading site", || site(&frozen));
    row("bundle", || bundle(&frozen).len());
    let later = sample.touched(15, 15).freeze(2, Some(frozen.fingerprint()));
    row("compare (15 % of blocks touched, a chapter moved)", || compared(&frozen, &chapters, &later));
    press(&bundle(&frozen));
}

/// One line of the table; what the work gives is a length in bytes, or nothing to speak of.
fn row(what: &str, work: impl Fn() -> usize) {
    let mut took: Vec<Duration> = Vec::new();
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        bytes = work();
        took.push(begun.elapsed());
    }
    took.sort();
    let kilobytes = if bytes > 1000 { (bytes / 1000).to_string() } else { String::new() };
    println!("| {what} | {:.1} | {kilobytes} |", took[ROUNDS / 2].as_secs_f64() * 1e3);
}

fn picture(frozen: &SampleEdition, image: &Image) -> Option<Picture> {
    Some(Picture { bytes: frozen.image(&image.sha256)?.to_vec(), extension: "png" })
}

fn site(frozen: &SampleEdition) -> usize {
    let image = |entry: &edition::ImageEntry| Some(frozen.image(&hex(&entry.sha256))?.to_vec());
    let files = folder(&frozen.manifest, &frozen.chapters, &Standing::default(), image).expect("frozen here");
    let pages: BTreeMap<_, _> = files.into_iter().filter(|(name, _)| name.ends_with(".html")).collect();
    pages.values().map(Vec::len).sum()
}

fn bundle(frozen: &SampleEdition) -> Vec<u8> {
    let key = Key::from_seed(&[7; 32]);
    let keys = KeyChain::first(key.public(), frozen.manifest().facts.frozen_at);
    let minisign = key.minisign(&frozen.manifest, "made from a seed");
    let signed = Signed {
        key: key.public(),
        signature: key.sign(&frozen.manifest),
        minisign: &minisign,
        keys: &keys,
        outputs: None,
    };
    let parts = Parts {
        manifest: &frozen.manifest,
        chapters: frozen.chapters.iter().map(Vec::as_slice).collect(),
        images: frozen.images.iter().map(|(name, bytes)| (format!("{name}.png"), bytes.as_slice())).collect(),
        signed: Some(signed),
        outputs: Vec::new(),
    };
    pack(&parts).expect("frozen here")
}

fn compared(before: &SampleEdition, chapters: &[Chapter], after: &SampleEdition) -> usize {
    let (was, now, later) = (before.manifest(), after.manifest(), after.chapters());
    let told = compare(Edition { manifest: &was, chapters }, Edition { manifest: &now, chapters: &later });
    told.len()
}

/// The PDF of the whole and of each chapter.
fn press(bundle: &[u8]) {
    println!("\n| the press | wall ms | CPU ms | greatest memory, MB | kB |\n|---|---:|---:|---:|---:|");
    for words in [&[][..], &["--chapter", "1"], &["--chapter", "7"]] {
        let done = Printed::of(bundle, words);
        let what = if words.is_empty() { "the whole".to_owned() } else { words.join(" ") };
        println!(
            "| {what} | {} | {} | {} | {} |",
            done.wall.as_millis(),
            done.processor.as_millis(),
            done.memory_kib / 1000,
            done.bytes / 1000
        );
    }
}

struct Printed {
    wall: Duration,
    processor: Duration,
    memory_kib: u64,
    bytes: usize,
}

impl Printed {
    fn of(bundle: &[u8], words: &[&str]) -> Self {
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fonts");
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_press"))
            .args(words)
            .arg("--fonts")
            .arg(fonts)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the press starts");
        child.stdin.take().expect("piped").write_all(bundle).expect("the press reads");
        let mut out = child.stdout.take().expect("piped");
        let pdf = thread::spawn(move || {
            let mut pdf = Vec::new();
            out.read_to_end(&mut pdf).map(|_| pdf.len())
        });
        let (processor, memory_kib) = watched(&child);
        let wall = begun.elapsed();
        assert!(child.wait().expect("it ends").success(), "the press failed");
        let bytes = pdf.join().expect("read").expect("read");
        Self { wall, processor, memory_kib, bytes }
    }
}

/// Until it has ended: what it used, of processor time and, at most at once, of memory.
fn watched(child: &Child) -> (Duration, u64) {
    let mut memory_kib = 0;
    loop {
        let at = Path::new("/proc").join(child.id().to_string());
        let status = fs::read_to_string(at.join("status")).unwrap_or_default();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        memory_kib = memory_kib.max(peak.unwrap_or(0));
        let stat = fs::read_to_string(at.join("stat")).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        if fields.first().is_none_or(|state| *state == "Z") {
            // Ticks of a hundredth of a second, in its own code and in the system's.
            let ticks: u64 =
                fields.iter().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
            return (Duration::from_millis(10 * ticks), memory_kib);
        }
        thread::sleep(Duration::from_millis(2));
    }
}
