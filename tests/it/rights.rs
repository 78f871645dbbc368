//! A seat's right withdrawn and given back, while its people write: told at once, enforced at once, remembered.

use serde_json::{Value, json};
use tests::service::Scene;

use super::*;

/// The next policy that a link is told.
async fn policy(link: &mut RawLink) -> Value {
    link.until(|message| match message {
        Message::Policy(json) => Some(serde_json::from_str(json).unwrap()),
        _ => None,
    })
    .await
}

/// What a link in an open chapter is told it may do.
fn may(right: &str, reason: Option<&str>) -> Value {
    let mut told =
        json!({ "right": right, "writable": reason.is_none(), "state": "open", "mode": "seat", "since": 0 });
    if let Some(reason) = reason {
        told["reason"] = json!(reason);
    }
    told
}

fn cap(scene: &Scene, right: &str) -> Value {
    scene.folder.json(&["seat", "right", "--seat", "Ghana", "--right", right, "--json"])
}

async fn session_right(scene: &Scene) -> Value {
    scene.service.caller(&scene.ghana).get("/api/v1/session").await.json()["right"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u10_a_right_withdrawn_is_told_and_enforced_at_once_and_given_back() {
    let scene = Scene::new().await;
    let (mut ghana, mut hers) = joined(&scene.service, &scene.ghana, scene.chapter, 501).await;
    let (mut denmark, mut theirs) = joined(&scene.service, &scene.denmark, scene.chapter, 502).await;
    offer(&mut ghana, &appended(&mut hers, "kept ")).await.unwrap();

    let capped = cap(&scene, "read");
    assert_eq!((&capped["name"], &capped["right"]), (&json!("Ghana"), &json!("read")));
    let late = appended(&mut hers, "too late");
    assert_eq!(offer(&mut ghana, &late).await, Err("read-only".to_owned()), "the very next update");
    ghana.send(Message::QueryAwareness).await;
    ghana.until(|message| matches!(message, Message::Awareness(_)).then_some(())).await; // the link stays
    offer(&mut denmark, &appended(&mut theirs, "others")).await.unwrap();
    assert_eq!(session_right(&scene).await, json!("read"));
    let fresh = read_fresh(&scene.service, &scene.observer, scene.chapter).await;
    assert!(fresh.contains("kept ") && fresh.contains("others") && !fresh.contains("too late"), "{fresh}");

    assert_eq!(cap(&scene, "default")["right"], json!("edit"));
    assert_eq!(policy(&mut ghana).await, may("edit", None));
    // On a new link, what was refused is offered once more.
    ghana.cut();
    let (mut again, _) = joined(&scene.service, &scene.ghana, scene.chapter, 503).await;
    offer(&mut again, &hers.state()).await.unwrap();
    let fresh = read_fresh(&scene.service, &scene.observer, scene.chapter).await;
    assert!(fresh.contains("too late") && fresh.contains("others"), "{fresh}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_of_the_seat_is_told_and_nobody_elses() {
    let scene = Scene::new().await;
    let (mut one, _) = joined(&scene.service, &scene.ghana, scene.chapter, 511).await;
    let other = scene.another_chapter("Another").await;
    let (mut two, _) = joined(&scene.service, &scene.ghana, other, 512).await;
    let (mut denmark, _) = joined(&scene.service, &scene.denmark, scene.chapter, 513).await;
    cap(&scene, "comment");
    let told = may("comment", Some("read-only"));
    assert_eq!(policy(&mut one).await, told);
    assert_eq!(policy(&mut two).await, told);
    denmark.send(Message::Acknowledge(b"after")).await;
    let untold = denmark.until(|message| match message {
        Message::Policy(_) => Some(false),
        Message::Acknowledge(_) => Some(true),
        _ => None,
    });
    assert!(untold.await, "another seat's right is as it was");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_withdrawn_survives_a_restart_and_holds_for_http() {
    let scene = Scene::new().await;
    let keeper = |service: &Service| service.caller(&scene.secretariat);
    assert_eq!(
        scene.folder.json(&["seat", "right", "--seat", "Secretariat", "--right", "edit", "--json"])["right"],
        json!("edit")
    );
    let refused = keeper(&scene.service).post("/api/v1/manuals", json!({ "title": "x" })).await;
    assert_eq!(refused.problem(), (403, "not-allowed".into()));
    cap(&scene, "read");
    let Scene { folder, service, ghana, chapter, secretariat, .. } = scene;
    service.kill();
    let service = Service::start(&folder);
    let knock = Knock::bearing(&ghana.token).speaking_chancery();
    let mut link = knock.open(&service.address, chapter).await.unwrap();
    let hello: Value = link
        .until(|message| match message {
            Message::Hello(json) => Some(serde_json::from_str(json).unwrap()),
            _ => None,
        })
        .await;
    assert_eq!((&hello["right"], &hello["writable"]), (&json!("read"), &json!(false)));
    let refused = service.caller(&secretariat).post("/api/v1/manuals", json!({ "title": "x" })).await;
    assert_eq!(refused.problem(), (403, "not-allowed".into()));
    folder.command(&["seat", "right", "--seat", "Secretariat", "--right", "default"]);
    assert_eq!(
        service.caller(&secretariat).post("/api/v1/manuals", json!({ "title": "x" })).await.status,
        201
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_refuses_in_words_what_it_does_not_know() {
    let scene = Scene::new().await;
    for (seat, right, says) in [("Ghana", "all", "not a right"), ("Atlantis", "read", "no seat named")] {
        let output = scene.folder.attempt(&["seat", "right", "--seat", seat, "--right", right]);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && words.contains(says), "{words}");
    }
    assert_eq!(session_right(&scene).await, json!("edit"));
}
