//! The large manual that is made from a seed, in a running service: how long it takes from the order to freeze it until it stands there
//! signed, in every format, the PDF too. A figure; nothing is demanded of it but that it comes.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use edition::sample::m150;
use manual::id::Epoch;
use manual::rights::Right;
use manual::seat::SeatKind;
use serde_json::json;
use server::Config;
use server::commands::{Desk, NewChapter, create_chapter, create_manual};
use store::images::Images;
use store::store::Store;
use tests::program::Folder;
use tests::service::Service;

use crate::programs::press;
use crate::written;

const FORMATS: [&str; 5] = ["docx", "epub", "md", "pdf", "zip"];

/// Puts the manual into an empty folder that nobody serves. References from chapter to chapter lead nowhere there: every chapter has
/// another id than in the sample.
async fn filled(data: &Path) -> u64 {
    let sample = m150();
    let images = Images::open(data).unwrap();
    for bytes in sample.images.values() {
        images.keep(bytes, u64::MAX).unwrap();
    }
    let (mut store, _) = Store::open(data, Epoch::from_random([7; 16]), 1).unwrap();
    let config = Config::default();
    let mut desk = Desk::folder(&mut store, &config);
    let manual = create_manual(&mut desk, &sample.title).await.unwrap();
    let mut words = 0;
    for (n, chapter) in sample.chapters.iter().enumerate() {
        let seed = chapter.document(1000 + n as u64).state();
        words += seed.len() as u64;
        let new =
            NewChapter { manual, title: &chapter.title, parent: None, template: None, seed: Some(seed) };
        create_chapter(&mut desk, new).await.unwrap();
    }
    drop(desk);
    store.close();
    words
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_manual_is_frozen_signed_and_written_in_every_format() {
    let folder = Folder::new();
    let secretariat = folder.seat("Secretariat", SeatKind::Secretariat, Right::Keep);
    let bytes = filled(&folder.data()).await;
    let (program, fonts) = press();
    let service = Service::start_printing(&folder, &program, &fonts);
    let caller = service.caller(&secretariat);
    let manuals = caller.get("/api/v1/manuals").await.json();
    let (manual, slug) = (manuals[0]["id"].as_str().unwrap(), manuals[0]["slug"].as_str().unwrap());

    let begun = Instant::now();
    let order = json!({ "title": "Timed", "public": true, "final": false });
    let made = caller.post(&format!("/api/v1/manuals/{manual}/editions"), order).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let frozen = begun.elapsed();
    let outputs = written(&caller, manual, &FORMATS).await;
    let all = begun.elapsed();

    for output in &outputs {
        let name = output["name"].as_str().unwrap();
        let answer = service.stranger().get(&format!("/{slug}/editions/1/download/{name}")).await;
        assert_eq!(answer.status, 200, "{name}");
        assert_eq!(output["bytes"], json!(answer.body.len()), "{name}");
    }
    let load = fs::read_to_string("/proc/loadavg").unwrap();
    println!(
        "figure: a manual of {} kB in 13 chapters frozen in {:.1} s, in every format, the PDF too, after {:.1} s (goal 10 s; load {})",
        bytes / 1000,
        frozen.as_secs_f64(),
        all.as_secs_f64(),
        load.split(' ').next().unwrap(),
    );
    assert!(service.processor_time() > Duration::ZERO);
    service.stop();
}
