//! The first to come after a start: answered before the service has made a document of what is stored, and told exactly
//! that. Edits that arrive at the same moment are in what everybody has.

use std::collections::BTreeSet;

use manual::document::Document;
use tests::service::Scene;

use super::*;

/// Long enough that making a document of it is left to a thread of its own.
const WORDS: usize = 3_000;

/// A scene in which a long text was written by two seats, some of it taken away again, and the service started anew.
async fn scene_after(stop: fn(Service)) -> (Scene, Vec<u8>) {
    let scene = Scene::new().await;
    let (mut ghana, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 201).await;
    let words: String = (0..WORDS).map(|n| format!("word {n} ")).collect();
    offer(&mut ghana, &appended(&mut document, &words)).await.unwrap();
    let (mut denmark, mut document) = joined(&scene.service, &scene.denmark, scene.chapter, 202).await;
    for n in 0..20 {
        offer(&mut denmark, &appended(&mut document, &format!("more {n} "))).await.unwrap();
    }
    offer(&mut denmark, &tests::update::deletion(201, 100, 400)).await.unwrap();
    let (_, whole) = joined(&scene.service, &scene.observer, scene.chapter, 203).await;
    drop((ghana, denmark));
    let Scene { folder, service, .. } = scene;
    stop(service);
    let service = Service::start(&folder);
    (Scene { folder, service, ..scene }, whole.state())
}

fn politely(service: Service) {
    service.stop();
}

fn abruptly(service: Service) {
    service.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_reader_after_a_stop_or_a_crash_has_what_is_stored() {
    for stop in [politely, abruptly] {
        let (scene, whole) = scene_after(stop).await;
        let (_, first) = joined(&scene.service, &scene.observer, scene.chapter, 301).await;
        assert_eq!(first.state(), whole);
        let (_, second) = joined(&scene.service, &scene.observer, scene.chapter, 302).await;
        assert_eq!(second.state(), whole);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_and_writers_who_come_first_and_together_have_the_same() {
    for stop in [politely, abruptly] {
        let (scene, whole) = scene_after(stop).await;
        let texts = within(60, "everybody has everything", async {
            let mut clients = Vec::new();
            for n in 0..8 {
                let seat = if n % 2 == 0 { &scene.ghana } else { &scene.denmark };
                let client = scene.service.client(seat, scene.chapter);
                append(&client, &format!("<{n}>"));
                clients.push(client);
            }
            for client in &clients {
                client.saved().await.unwrap();
            }
            let all = |text: &str| (0..8).all(|n| text.contains(&format!("<{n}>")));
            let mut texts = BTreeSet::new();
            for client in &clients {
                texts.insert(client.text_when(all).await.unwrap());
            }
            texts
        })
        .await;
        assert_eq!(texts.len(), 1);
        let text = read_fresh(&scene.service, &scene.observer, scene.chapter).await;
        assert_eq!(texts.first(), Some(&text));
        let mut before = Document::new(1);
        before.apply(&whole).unwrap();
        let before = text_of(&before);
        let kept: String = (0..8).fold(text, |text, n| text.replace(&format!("<{n}>"), ""));
        assert_eq!(kept, before);
    }
}
