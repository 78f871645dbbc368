//! Frozen bytes and marked-up texts that somebody changed: chapters and manifests whose bytes or whose values were swapped,
//! doubled, cut or blown up, and texts of nothing but signs. Each is read or refused; what is read can be published. (Bundles:
//! `bundle.rs`.) 600 cases of the one and 1,000 of the other, or 40,000 and 200,000 with `CHANCERY_PROVE=1`; one again with `SEED=n`.

use edition::formats::markdown;
use edition::sample::Sample;
use edition::set::book;
use edition::{ChapterFacts, read_chapter, read_manifest};
use manual::document::Document;
use manual::id::ChapterId;
use serde_json::{Value, json};

fn seeds(small: u64, full: u64) -> std::ops::Range<u64> {
    if let Some(seed) = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()) {
        return seed..seed + 1;
    }
    0..if std::env::var_os("CHANCERY_PROVE").is_some_and(|prove| prove == "1") { full } else { small }
}

/// Numbers from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

fn mutated_bytes(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        match dice.below(4) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes[at] = b"{}[]\",:0\\\xff"[dice.below(10)],
            2 => bytes.truncate(at.max(1)),
            _ => {
                let part = bytes[at..(at + dice.below(200)).min(bytes.len())].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, part);
            }
        }
    }
    bytes
}

/// Every value inside, the outermost first.
fn inside<'v>(value: &'v mut Value, found: &mut Vec<&'v mut Value>) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|it| inside(it, found)),
        Value::Object(all) => all.values_mut().for_each(|it| inside(it, found)),
        leaf => found.push(leaf),
    }
}

/// Still JSON, of nearly the right form: a leaf becomes something else, a list is doubled, emptied or turned round.
fn mutated_values(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(bytes).expect("it was frozen");
    for _ in 0..=dice.below(2) {
        if dice.below(3) == 0 {
            turn_a_list(&mut value, dice);
            continue;
        }
        let mut leaves = Vec::new();
        inside(&mut value, &mut leaves);
        let at = dice.below(leaves.len());
        let other = leaves[dice.below(leaves.len())].clone();
        let Some(leaf) = leaves.get_mut(at) else { continue };
        **leaf = match dice.below(8) {
            0 => Value::Null,
            1 => json!(-1),
            2 => json!(u64::MAX),
            3 => json!("\u{202e}\u{0}<script>"),
            4 => json!([[[[]]]]),
            5 => json!("x".repeat(dice.below(5_000))),
            _ => other,
        };
    }
    serde_json::to_vec(&value).expect("it is JSON")
}

fn turn_a_list(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(all) if all.is_empty() || dice.below(3) == 0 => match dice.below(4) {
            0 => all.clear(),
            1 => all.reverse(),
            2 => all.extend(all.clone()),
            _ => drop(all.pop()),
        },
        Value::Array(all) => {
            let at = dice.below(all.len());
            turn_a_list(&mut all[at], dice);
        }
        Value::Object(all) => {
            let at = dice.below(all.len());
            if let Some(it) = all.values_mut().nth(at) {
                turn_a_list(it, dice);
            }
        }
        _ => {}
    }
}

#[test]
fn frozen_bytes_that_were_changed_are_read_or_refused_and_can_be_published_if_read() {
    let sample = Sample::small(7, 4).freeze(1, None);
    let (mut read, mut published, mut cases) = (0, 0, 0);
    for seed in seeds(600, 40_000) {
        println!("SEED={seed}"); // the last one said is the one that failed
        let mut dice = Dice(seed);
        let mutate = if dice.below(2) == 0 { mutated_bytes } else { mutated_values };
        cases += 1;
        if dice.below(8) == 0 {
            let _ = read_manifest(&mutate(&sample.manifest, &mut dice));
            continue;
        }
        let at = dice.below(sample.chapters.len());
        let Ok(chapter) = read_chapter(&mutate(&sample.chapters[at], &mut dice)) else { continue };
        read += 1;
        let mut chapters = sample.chapters();
        chapters[at] = chapter;
        if let Ok(book) = book(sample.manifest(), &chapters) {
            published += usize::from(!markdown(&book).is_empty());
        }
    }
    println!("figure: {cases} changed frozen files: {read} read, {published} of them published, 0 panics");
    assert!(read > 10 || cases == 1, "hardly anything was read: {read}");
}

#[test]
fn any_signs_at_all_are_a_marked_up_text() {
    const SIGNS: [&str; 28] = [
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "| ",
        " | ",
        "|---|",
        "*",
        "**",
        "_",
        "`",
        "[",
        "](",
        ")",
        "![",
        "[^",
        "]",
        "^",
        "\n",
        "\n\n",
        "dir: rtl lang: ar\n",
        ":::",
        "\u{202e}",
        "\u{0}",
        "e\u{301}",
        "a word ",
        "  ",
    ];
    let mut blocks = 0;
    for seed in seeds(1_000, 200_000) {
        println!("SEED={seed}");
        let mut dice = Dice(seed);
        let text: String = (0..dice.below(120)).map(|_| SIGNS[dice.below(SIGNS.len())]).collect();
        let mut ids = (0..).map(|at| format!("{at:012}"));
        let tree = manual::markup::read(&text, || ids.next().expect("without end"));
        blocks += tree.len();
        let mut document = Document::new(1);
        let seed = manual::flatten::seed(2, &tree, &manual::payload::Payloads::default());
        document.apply(&seed).expect("our own");
        let facts = ChapterFacts { id: ChapterId::from_random([1; 16]), title: "Signs" };
        let frozen =
            edition::chapter(&facts, &document).unwrap_or_else(|refused| panic!("{text:?}: {refused}"));
        read_chapter(&frozen.bytes).unwrap_or_else(|refused| panic!("{text:?}: {refused}"));
    }
    println!("figure: texts of nothing but signs: {blocks} blocks, frozen and read again");
}
