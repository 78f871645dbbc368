//! A folder of years: backed up while people write, restored elsewhere, every document the same by its hash; and the drill of
//! every month over it. Twelve chapters and 8 MB of journal, or 300 and 500 MB with `CHANCERY_PROVE=1`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use manual::id::Epoch;
use store::store::Store;
use tests::journal::folder_bytes;
use tests::large::fill;
use tests::proving;

use super::*;
use crate::backup::{Place, Typist, number_after, said};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_of_years_is_backed_up_under_load_and_the_same_elsewhere() {
    let (count, bytes) = if proving() { (300, 500_000_000) } else { (12, 8_000_000) };
    let scene = Scene::new().await;
    let mut chapters = vec![scene.chapter];
    while chapters.len() < count {
        chapters.push(scene.another_chapter(&format!("Chapter {}", chapters.len() + 1)).await);
    }
    let Scene { folder, service, ghana, denmark, .. } = scene;
    service.stop();
    fill(&folder.data(), ghana.seat, &chapters, bytes);

    let service = Service::start(&folder);
    let stop = Arc::new(AtomicBool::new(false));
    let names = ["kofi", "dina", "sven", "ama"];
    let typists: Vec<_> = names
        .iter()
        .zip(&chapters)
        .map(|(name, chapter)| Typist::new(service.client(&denmark, *chapter), name, &stop))
        .collect();
    let place = Place::new();
    let began = Instant::now();
    let told = tokio::task::block_in_place(|| said(&place.take(&folder)));
    let first = began.elapsed().as_secs_f64();
    let under_load: usize = typists.iter().map(Typist::saved).sum();
    assert!(number_after(&told, "up to position ") > count as u64);
    stop.store(true, Ordering::Relaxed);
    for typist in typists {
        within(120, "the last word is saved", typist.typing).await.unwrap();
    }
    service.stop();

    let began = Instant::now();
    said(&place.take(&folder));
    let second = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let (moved, told) = place.restore(&["--same"]);
    let restored = began.elapsed().as_secs_f64();
    assert!(number_after(&told, ".\n") >= count as u64, "{told}");
    said(&moved.attempt(&["check"]));
    let (here, there) = (hashes(&folder.data()), hashes(&moved.data()));
    assert!(here.len() > count, "each chapter, and the outline: {}", here.len());
    assert!(here == there, "a document is not the same elsewhere");
    let journal_bytes = folder_bytes(&folder.data().join("journal"));
    drop(moved);
    let drilled = said(&place.drill());
    let took = drilled.lines().last().unwrap().rsplit_once(" in ").unwrap().1.to_owned();
    println!(
        "figure: a journal of {} MB and {} documents: backup {first:.1} s while {under_load} words were saved, the next {second:.1} s, restore {restored:.1} s, all equal by hash; drill {took}",
        journal_bytes / 1_000_000,
        here.len(),
    );
}

/// What each document of a folder holds at its end, by its hash.
fn hashes(data: &Path) -> BTreeMap<DocumentId, [u8; 32]> {
    let (store, _) = Store::open(data, Epoch::from_random([9; 16]), 1_000).unwrap();
    let index = store.index();
    let hash = |id: DocumentId| (id, index.content_hash(id, store.seq()).unwrap());
    let hashes = index.documents().into_iter().map(hash).collect();
    store.close();
    hashes
}
