//! One folder, one owner; and the commands that work on it, with and without a service running.

use std::os::unix::fs::PermissionsExt;

use manual::rights::Right;
use manual::seat::SeatKind;
use serde_json::json;
use tests::program::Folder;
use tests::service::{Scene, log};

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_serve_is_refused_in_words() {
    let scene = Scene::new().await;
    let status = Service::attempt(&scene.folder, "127.0.0.1:0").err().expect("the folder has an owner");
    assert!(!status.success());
    let log = log(&scene.folder);
    assert!(log.contains("in use by another process"), "{log}");
    assert_eq!(
        scene.service.caller(&scene.ghana).get("/api/v1/manuals").await.status,
        200,
        "the first goes on"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_left_by_a_killed_process_can_be_taken() {
    let scene = Scene::new().await;
    scene.service.kill();
    let service = Service::start(&scene.folder);
    assert_eq!(service.caller(&scene.ghana).get("/api/v1/manuals").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_reach_the_running_service_through_a_private_socket() {
    let scene = Scene::new().await;
    let sockets: Vec<_> = std::fs::read_dir(scene.folder.data())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| std::os::unix::fs::FileTypeExt::is_socket(&entry.file_type().unwrap()))
        .collect();
    assert_eq!(sockets.len(), 1);
    assert_eq!(sockets[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let kenya = scene.folder.seat("Kenya", SeatKind::State, Right::Edit);
    assert_eq!(scene.service.caller(&kenya).get("/api/v1/manuals").await.status, 200, "known at once");
    let (mut link, mut document) = joined(&scene.service, &kenya, scene.chapter, 1601).await;
    let update = appended(&mut document, "from Nairobi");
    offer(&mut link, &update).await.unwrap();
}

#[test]
fn commands_print_what_programs_expect() {
    let folder = Folder::new();
    let added = folder.json(&["seat", "add", "Côte d’Ivoire", "--kind", "state", "--json"]);
    let id = added["id"].as_str().unwrap().to_owned();
    assert_eq!(added, json!({ "id": id, "name": "Côte d’Ivoire", "kind": "state" }));
    for kind in SeatKind::ALL {
        folder.command(&["seat", "add", &format!("A {} seat", kind.word()), "--kind", kind.word()]);
    }
    let list = folder.json(&["seat", "list", "--json"]);
    assert_eq!(list.as_array().unwrap().len(), 1 + SeatKind::ALL.len());
    assert!(list.as_array().unwrap().contains(&added));
    let invited = folder.invite("Côte d’Ivoire");
    assert!(invited.link.starts_with("http://") && invited.link.contains("/sign-in/"), "{}", invited.link);
    assert_eq!((invited.code.len(), &invited.code[5..6]), (11, "-"));
    assert!(invited.ends.ends_with('Z'), "{}", invited.ends);
    let token = folder.command(&["token", "--seat", "Côte d’Ivoire", "--rights", "edit", "--ttl", "90m"]);
    assert!(token.starts_with("chy_") && !token.contains(char::is_whitespace), "the token and nothing else");
}

#[test]
fn commands_refuse_in_words_and_with_a_status() {
    let folder = Folder::new();
    folder.command(&["seat", "add", "Ghana", "--kind", "state"]);
    let refused: [&[&str]; 8] = [
        &["seat", "add", "Ghana", "--kind", "state"],
        &["seat", "add", " Ghana", "--kind", "state"],
        &["seat", "add", "Denmark", "--kind", "kingdom"],
        &["seat", "add", "Gha\u{202e}na", "--kind", "state"],
        &["invite", "--seat", "Atlantis", "--json"],
        &["token", "--seat", "Atlantis", "--rights", "edit", "--ttl", "1h"],
        &["token", "--seat", "Ghana", "--rights", "everything", "--ttl", "1h"],
        &["token", "--seat", "Ghana", "--rights", "edit", "--ttl", "soon"],
    ];
    for arguments in refused {
        let output = folder.attempt(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    assert_eq!(folder.json(&["seat", "list", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_configuration_that_is_not_understood_refuses_the_start_in_words() {
    for (toml, word) in [("[limits]\nframe_size = 1", "frame_size"), ("public_url = 'ftp://x'", "public_url")]
    {
        let folder = Folder::new();
        folder.configure(toml);
        assert!(!Service::attempt(&folder, "127.0.0.1:0").err().unwrap().success());
        assert!(log(&folder).contains(word), "{}", log(&folder));
        assert!(!folder.data().exists(), "nothing was made");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_answers_with_and_without_a_service() {
    let scene = Scene::new().await;
    assert!(scene.folder.command(&["check"]).contains("Whole"));
    scene.service.kill();
    let (first, second) = (scene.folder.command(&["check"]), scene.folder.command(&["check"]));
    assert!(first.starts_with("Whole up to position"), "{first}");
    assert_eq!(first, second, "looking changes nothing");
    let nowhere = Folder::new();
    assert!(!nowhere.attempt(&["check"]).status.success() && !nowhere.data().exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_ends_when_it_said() {
    let scene = Scene::new().await;
    let token = scene.folder.command(&["token", "--seat", "Ghana", "--rights", "edit", "--ttl", "1s"]);
    let caller = scene.service.stranger().bearing(&token);
    within(20, "the token ends", async {
        while caller.get("/api/v1/manuals").await.status != 401 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_makes_seats_and_chapters_once() {
    let folder = Folder::new();
    folder.command(&["demo"]);
    folder.command(&["demo"]);
    let seats = folder.json(&["seat", "list", "--json"]);
    let mut names: Vec<_> = seats.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Denmark", "Ghana", "Secretariat"]);
    assert_eq!(
        std::fs::read_dir(folder.data().join("images")).unwrap().count(),
        8,
        "a picture for each figure"
    );
    let token = folder.token("Denmark", Right::Edit);
    let service = Service::start(&folder);
    let caller = service.stranger().bearing(&token);
    let manuals = caller.get("/api/v1/manuals").await.json();
    assert_eq!(manuals.as_array().unwrap().len(), 1);
    let chapters =
        caller.get(&format!("/api/v1/manuals/{}/chapters", manuals[0]["id"].as_str().unwrap())).await.json();
    assert_eq!(chapters.as_array().unwrap().len(), 16);
    let (mut words, mut arabic) = (0, false);
    let denmark = Seated { seat: manual::id::SeatId::from_random([0; 16]), name: "Denmark".into(), token };
    for chapter in chapters.as_array().unwrap() {
        let text =
            read_fresh(&service, &denmark, DocumentId::parse(chapter["id"].as_str().unwrap()).unwrap()).await;
        words += text.split_whitespace().count();
        arabic |= text.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
    }
    assert!(words >= 25_000 && arabic, "{words} words");
    let path = format!("/api/v1/manuals/{}/activity", manuals[0]["id"].as_str().unwrap());
    let activity = caller.get(&path).await.json();
    let asked: Vec<_> = activity.as_array().unwrap().iter().filter_map(|it| it.get("parts")).collect();
    assert_eq!(asked, [&serde_json::json!({"of": 7, "missing": 2})]);
}
