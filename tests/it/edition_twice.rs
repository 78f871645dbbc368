//! Two implementations of docs/edition-format.md, one answer: the service's own in Rust, and tests/stock/edition.mjs,
//! which was written from the documentation on npm's yjs. Both get the same documents and have to come to the same
//! bytes, so that what is published rests on a page that people can read and not on one program.

use std::fs;
use std::path::Path;
use std::process::Command;

use edition::{ChapterEntry, ChapterFacts, EditionFacts, ImageEntry, Moment, hex};
use manual::document::Document;
use manual::flat::write_all;
use manual::id::{ChapterId, ManualId};
use manual::inline::is_control;
use manual::{json, outline};
use serde_json::Value;
use tempfile::TempDir;
use tests::program::Folder;
use tests::proving;
use tests::service::Scene;

use crate::nasty::{self, Chance};
use crate::{joined, offer};

/// What the stranger's program says of the documents in a folder and the facts of a manifest.
fn stranger(folder: &Path, manifest: &[u8]) -> Value {
    let path = folder.join("manifest.json");
    fs::write(&path, manifest).unwrap();
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("stock/edition.mjs");
    let output = Command::new("node").arg(program).arg(folder).arg(path).output().expect("node is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Fails with the first chapter whose bytes differ, and then with the manifest.
#[track_caller]
fn same(said: &Value, chapters: &[(ChapterEntry, Vec<u8>)], manifest: &[u8]) {
    let theirs: Vec<&str> = texts(said, "id");
    let ours: Vec<String> = chapters.iter().map(|(entry, _)| entry.id.to_string()).collect();
    assert_eq!(theirs, ours, "the chapters and their order");
    for ((text, hash), (entry, bytes)) in texts(said, "text").iter().zip(texts(said, "sha256")).zip(chapters)
    {
        assert_eq!(*text, std::str::from_utf8(bytes).unwrap(), "{}", entry.id);
        assert_eq!(hash, hex(&entry.sha256), "{}", entry.id);
    }
    assert_eq!(said["sha256"], hex(&edition::sha256(manifest)), "{}", String::from_utf8_lossy(manifest));
}

fn texts<'a>(said: &'a Value, member: &str) -> Vec<&'a str> {
    said["chapters"].as_array().unwrap().iter().map(|chapter| chapter[member].as_str().unwrap()).collect()
}

/// A manual in this process: an outline, and the documents of its chapters.
struct Made {
    outline: Document,
    chapters: Vec<(ChapterId, Document)>,
}

impl Made {
    fn new() -> Self {
        Self { outline: outline::open(1, &outline::new_outline(1)).unwrap(), chapters: Vec::new() }
    }

    fn add(&mut self, title: &str, parent: Option<ChapterId>, document: Document) -> ChapterId {
        let mut bytes = [0; 16];
        // Neither in order nor against it, so that only the outline's order can bring them into the right one.
        bytes[..8].copy_from_slice(&Chance::new(self.chapters.len() as u64).draw().to_be_bytes());
        let id = ChapterId::from_random(bytes);
        outline::create(&mut self.outline, id, title, parent).unwrap();
        self.chapters.push((id, document));
        id
    }

    /// The documents as a raw export has them.
    fn export(&self) -> TempDir {
        let folder = TempDir::with_prefix("chancery-twice-").unwrap();
        let outline = folder.path().join("outline.yjs");
        fs::write(outline, self.outline.state()).unwrap();
        for (id, document) in &self.chapters {
            fs::write(folder.path().join(format!("{id}.yjs")), document.state()).unwrap();
        }
        folder
    }

    fn freeze(&self) -> (Vec<(ChapterEntry, Vec<u8>)>, Vec<u8>) {
        let mut images = Vec::new();
        let listed = outline::read(&self.outline).into_iter().filter(|chapter| !chapter.deleted);
        let frozen = listed.map(|chapter| {
            let facts = ChapterFacts { id: chapter.id, title: &chapter.title };
            let (_, document) = self.chapters.iter().find(|(id, _)| *id == chapter.id).unwrap();
            let frozen = edition::chapter(&facts, document).unwrap();
            // As long as anybody says that it is: the pictures of nasty chapters are nowhere.
            let image = |(sha256, kind): &([u8; 32], _)| ImageEntry {
                sha256: *sha256,
                bytes: u64::from(sha256[31]),
                kind: *kind,
            };
            images.extend(frozen.images.iter().map(image));
            (ChapterEntry::new(&facts, chapter.parent, &frozen), frozen.bytes)
        });
        let chapters: Vec<(ChapterEntry, Vec<u8>)> = frozen.collect();
        let facts = EditionFacts {
            manual: ManualId::from_random([7; 16]),
            slug: "manual".to_owned(),
            manual_title: "Manual \u{1f600} \"quoted\"".to_owned(),
            edition: 3,
            title: "الإنذار".to_owned(),
            position: 9_007_199_254_740_991,
            frozen_at: Moment::from_ms(1_795_468_400_999),
            previous: Some([255; 32]),
            revision: Some(4),
        };
        let entries: Vec<ChapterEntry> = chapters.iter().map(|(entry, _)| entry.clone()).collect();
        (chapters, edition::manifest(&facts, &entries, &images).bytes)
    }

    /// Both implementations on all of it; how many chapters there were.
    fn twice(&self) -> usize {
        let folder = self.export();
        let (chapters, manifest) = self.freeze();
        same(&stranger(folder.path(), &manifest), &chapters, &manifest);
        chapters.len()
    }
}

/// A title that may stand in an outline.
fn title(text: &str) -> String {
    let line: String = text.chars().map(|c| if is_control(c) { '·' } else { c }).take(200).collect();
    if line.trim().is_empty() { "·".to_owned() } else { line }
}

#[test]
fn two_implementations_freeze_whatever_a_document_holds_alike() {
    let seeds = if proving() { 1_900 } else { 150 };
    let mut made = Made::new();
    let mut chance = Chance::new(7);
    let mut ids = Vec::new();
    for seed in 0..seeds {
        let parent = (seed % 5 > 1).then(|| ids[chance.below(ids.len())]);
        let units_max = if seed % 50 == 0 { 2_000 } else { 60 };
        ids.push(made.add(&title(&chance.string()), parent, nasty::document(seed, units_max)));
    }
    for _ in 0..seeds / 10 {
        outline::set_deleted(&mut made.outline, ids[chance.below(ids.len())], true).unwrap();
    }
    for _ in 0..seeds / 5 {
        let (chapter, parent) = (ids[chance.below(ids.len())], ids[chance.below(ids.len())]);
        let _ = outline::place(&mut made.outline, chapter, Some(parent), None); // refused where it would be a cycle
    }
    println!("figure: {} nasty chapters, the same bytes twice", made.twice());
}

#[test]
fn two_implementations_agree_on_the_vectors_of_the_document_model() {
    let mut made = Made::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/manual/vectors");
    for file in fs::read_dir(folder).unwrap() {
        let vectors: Value =
            serde_json::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for vector in vectors.as_array().unwrap() {
            let Some(units) = vector.get("flat").and_then(json::read_units) else { continue };
            let mut document = Document::new(1);
            write_all(&mut document, &units);
            made.add(&title(vector["name"].as_str().unwrap()), None, document);
        }
    }
    assert!(made.twice() >= 90);
}

#[test]
fn what_two_outlines_left_behind_is_arranged_alike() {
    let mut one = Made::new();
    let ids: Vec<ChapterId> =
        (0..40_u64).map(|n| one.add(&format!("Chapter {n}"), None, nasty::document(n, 3))).collect();
    let mut other = outline::open(2, &one.outline.state()).unwrap();
    let mut chance = Chance::new(11);
    for outline in [&mut one.outline, &mut other] {
        for _ in 0..60 {
            let (chapter, parent) = (ids[chance.below(40)], ids[chance.below(40)]);
            let _ = outline::place(outline, chapter, Some(parent), None);
        }
        for _ in 0..5 {
            outline::set_deleted(outline, ids[chance.below(40)], true).unwrap();
        }
    }
    // Together longer than a title is shown.
    outline::set_title(&mut one.outline, ids[0], &"é".repeat(200)).unwrap();
    outline::set_title(&mut other, ids[0], &"😀".repeat(200)).unwrap();
    for outline in [&mut one.outline, &mut other] {
        outline::set_deleted(outline, ids[0], false).unwrap();
    }
    one.outline.apply(&other.state()).unwrap();
    assert!(one.twice() > 20);
}

/// Freezes what a folder holds, exports it both ways, and asks the stranger; how many chapters there were.
fn frozen_alike(folder: &Folder) -> usize {
    let made = folder.json(&["freeze", "--title", "First", "--revision", "--json"]);
    let root = TempDir::with_prefix("chancery-twice-").unwrap();
    let (raw, pages) = (root.path().join("raw"), root.path().join("pages"));
    let number = made["n"].to_string();
    folder.command(&["export", "--raw", "--out", raw.to_str().unwrap()]);
    folder.command(&["export", "--edition", &number, "--out", pages.to_str().unwrap()]);
    let manifest = fs::read(pages.join("edition.json")).unwrap();
    let entries = edition::read_manifest(&manifest).unwrap().chapters;
    let chapters: Vec<(ChapterEntry, Vec<u8>)> = entries
        .into_iter()
        .enumerate()
        .map(|(n, entry)| (entry, fs::read(pages.join(format!("chapter-{:02}.json", n + 1))).unwrap()))
        .collect();
    let said = stranger(&raw, &manifest);
    assert_eq!(said["sha256"], made["sha256"], "what the service said when it froze");
    same(&said, &chapters, &manifest);
    chapters.len()
}

#[test]
fn the_demo_manual_is_frozen_alike() {
    let folder = Folder::new();
    folder.command(&["demo"]);
    assert_eq!(frozen_alike(&folder), 16);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_hostile_programs_wrote_through_the_service_is_frozen_alike() {
    let scene = Scene::new().await;
    let mut taken = 0;
    for seed in 0..12 {
        let chapter = scene.another_chapter(&title(&Chance::new(seed).string())).await;
        let (mut link, mut document) = joined(&scene.service, &scene.ghana, chapter, 1_000 + seed).await;
        let before = document.state_vector();
        write_all(&mut document, &Chance::new(seed).units(80));
        let update = document.diff(&before).unwrap();
        taken += usize::from(offer(&mut link, &update).await.is_ok());
    }
    assert!(taken >= 6, "only {taken} of 12 were let in; what is refused proves nothing");
    assert_eq!(frozen_alike(&scene.folder), 13);
}
