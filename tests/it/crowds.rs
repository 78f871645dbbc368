//! Many sockets at once, many who come back at once, and one who is gone without a word. The full numbers run in `prove`.

use client::{Client, ClientConfig};
use tests::program::Folder;
use tests::proving;

use super::presence::{heard, state};
use super::*;

/// A cable is pulled: no goodbye, no answer to a ping. The link and its caret are gone when the limit is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_open_link_is_gone_with_its_presence() {
    // Presence ends with its link alone: nobody renews it here.
    let scene = Scene::configured("[limits]\nsilence_ms_max = 900\npresence_ms = 600000\n").await;
    let (mut witness, _) = joined(&scene.service, &scene.denmark, scene.chapter, 1).await;
    let (mut silent, _) = joined(&scene.service, &scene.ghana, scene.chapter, 2).await;
    silent.send(Message::Awareness(&state(2, 1, r#"{"cursor":null}"#))).await;
    let (mut seen, mut gone) = (false, false);
    // The witness reads, and so answers what it is asked; the other reads nothing from here on.
    within(30, "seen, and then gone for the others", async {
        while !gone {
            for (id, state) in heard(&mut witness).await {
                seen |= id == 2 && !state.is_null();
                gone = seen && id == 2 && state.is_null();
            }
        }
    })
    .await;
    assert!(matches!(silent.closed().await, Some(4021) | None));
}

/// Seats enough for so many links, a few tokens each.
async fn crowd(links: usize) -> (Folder, Vec<Seated>) {
    const LINKS_A_TOKEN: usize = 30;
    let folder = Folder::new();
    folder.configure("[limits]\nsockets_max = 3000\n");
    let first = folder.seat("Observer", manual::seat::SeatKind::Observer, manual::rights::Right::Read);
    let more = links.div_ceil(LINKS_A_TOKEN) - 1;
    let tokens = (0..more).map(|_| folder.token(&first.name, manual::rights::Right::Read));
    let mut seated: Vec<Seated> = tokens.map(|token| Seated { token, ..first.clone() }).collect();
    seated.push(first);
    (folder, seated)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_many_sockets_are_open_at_once_and_hear_one_edit() {
    let links = if proving() { 2000 } else { 150 };
    let (folder, seated) = crowd(links).await;
    let secretariat =
        folder.seat("Secretariat", manual::seat::SeatKind::Secretariat, manual::rights::Right::Keep);
    let service = Service::start(&folder);
    let caller = service.caller(&secretariat);
    let manual = caller.make_manual("Crowded").await;
    let chapter = caller.make_chapter(&manual, "One for all").await;
    let before = service.memory_bytes();
    let mut open = Vec::new();
    for n in 0..links {
        open.push(joined(&service, &seated[n % seated.len()], chapter, 100 + n as u64).await.0);
    }
    let each = service.memory_bytes().saturating_sub(before) / links as u64;
    let writer = service.client(&secretariat, chapter);
    within(20, "in step", writer.in_step()).await.unwrap();
    append(&writer, "heard by all");
    for link in &mut open {
        link.until(|message| matches!(message, Message::Update(_)).then_some(())).await;
    }
    println!("figure: {links} sockets open at once, {} KiB of memory each; each heard one edit", each >> 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_come_back_after_a_crash_and_nothing_is_missing() {
    let (links, chapters) = if proving() { (500, 50) } else { (60, 6) };
    let (folder, seated) = crowd(links).await;
    let secretariat =
        folder.seat("Secretariat", manual::seat::SeatKind::Secretariat, manual::rights::Right::Keep);
    let service = Service::start(&folder);
    let caller = service.caller(&secretariat);
    let manual = caller.make_manual("Stormy").await;
    let mut documents = Vec::new();
    for n in 0..chapters {
        let chapter = caller.make_chapter(&manual, &format!("Chapter {n}")).await;
        let writer = service.client(&secretariat, chapter);
        within(20, "in step", writer.in_step()).await.unwrap();
        append(&writer, &format!("words of {n}"));
        within(20, "saved", writer.saved()).await.unwrap();
        documents.push(chapter);
    }
    let port = service.address.clone();
    let config = |n: usize| ClientConfig {
        url: port.clone(),
        document: documents[n % chapters],
        token: seated[n % seated.len()].token.clone(),
    };
    let clients: Vec<Client> = (0..links).map(|n| Client::connect(config(n))).collect();
    for client in &clients {
        within(60, "in step", client.in_step()).await.unwrap();
    }
    let listen = port.trim_start_matches("http://").to_owned();
    service.kill();
    let service = Service::start_on(&folder, &listen);
    let opened = std::time::Instant::now();
    for (n, client) in clients.iter().enumerate() {
        let words = format!("words of {}", n % chapters);
        within(120, "back", async {
            while client.progress().connections < 2 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            client.in_step().await.unwrap();
        })
        .await;
        assert_eq!(client.text(), words);
    }
    println!(
        "figure: {links} clients in {chapters} chapters back {} ms after the port opened (they spread their return), \
         server CPU {} ms",
        opened.elapsed().as_millis(),
        service.processor_time().as_millis()
    );
}
