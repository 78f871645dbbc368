//! Copies compared by what they hold, over real sockets: a line that changes a letter on its way makes a copy that names the
//! same clocks and reads another text. It is noticed, counted for whoever runs the service, and made anew, with what was
//! written into it meanwhile; copies that came over honest lines are left alone. Rules C1 to C4 of docs/protocol.md.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use client::ClientConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};

use super::*;

const WRITTEN: &str = "the harbour is closed";
const ARRIVED: &str = "the harbqur is closed";

/// A line to the service that changes the first `harbour` that comes down it; its address.
async fn line_that_changes_a_letter(service: &Service) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let host = service.address.strip_prefix("http://").unwrap().to_owned();
    let changed = Arc::new(AtomicBool::new(false));
    tokio::spawn(async move {
        while let Ok((guest, _)) = listener.accept().await {
            let service = TcpStream::connect(&host).await.unwrap();
            let ((mut up, mut down), (mut from, mut to)) = (guest.into_split(), service.into_split());
            let changed = Arc::clone(&changed);
            tokio::spawn(async move { copy(&mut up, &mut to).await });
            tokio::spawn(async move {
                let mut bytes = vec![0; 1 << 16];
                while let Ok(count @ 1..) = from.read(&mut bytes).await {
                    let here = bytes[..count].windows(7).position(|word| word == b"harbour");
                    if let Some(at) = here.filter(|_| !changed.swap(true, Ordering::Relaxed)) {
                        bytes[at + 4] = b'q';
                    }
                    if down.write_all(&bytes[..count]).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_that_a_line_changed_is_noticed_counted_and_put_right() {
    let scene = Scene::configured(&format!("{WATCHED}\n[limits]\ncompare_ms = 3000\n")).await;
    let author = scene.service.client(&scene.ghana, scene.chapter);
    append(&author, WRITTEN);
    within(30, "it is saved", author.saved()).await.unwrap();

    let url = line_that_changes_a_letter(&scene.service).await;
    let token = scene.denmark.token.clone();
    let copy = Client::connect(ClientConfig { url, document: scene.chapter, token });
    within(30, "it comes", copy.in_step()).await.unwrap();
    assert_eq!(copy.text(), ARRIVED, "the line changed it");
    append(&copy, ", says Denmark");
    let whole = format!("{WRITTEN}, says Denmark");
    within(60, "the copy is made anew", async {
        while copy.text() != whole {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    within(30, "what was written into it is saved", copy.saved()).await.unwrap();
    assert_eq!(read_fresh(&scene.service, &scene.observer, scene.chapter).await, whole);

    let told = scene.service.metrics(&scene.folder).get("/metrics").await.text();
    assert!(told.contains("\nchancery_divergences_total 1\n"), "one copy differed, and one alone: {told}");
    assert_eq!(author.text(), whole);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_told_the_fingerprint_of_what_it_was_sent() {
    let scene = Scene::configured("[limits]\ncompare_ms = 3000\n").await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 71).await;
    let update = appended(&mut document, WRITTEN);
    offer(&mut link, &update).await.unwrap();
    let content = within(60, "it is told", async {
        loop {
            let Came::Frame(frame) = link.next_whenever().await else { panic!("the link ended") };
            let Message::Policy(json) = parse(&frame) else { continue };
            let said: serde_json::Value = serde_json::from_str(json).unwrap();
            if let Some(content) = said["content"].as_str() {
                return content.to_owned();
            }
        }
    })
    .await;
    assert_eq!(content, collab::fingerprint::fingerprint(&document));
}
