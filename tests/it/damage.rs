//! What the journal promises when bytes on disk are not what was written: told, placed, never guessed, never spread.

use sha2::{Digest, Sha256};
use tests::journal::{Frame, frames};
use tests::service::{Scene, log};

use super::*;

/// Two chapters with text in each, the service stopped.
struct Stopped {
    folder: tests::program::Folder,
    ghana: Seated,
    spoiled: DocumentId,
    sound: DocumentId,
}

/// Writes `parts` one by one into the first chapter, each acknowledged, then stops the service without a word.
async fn written(parts: &[&str]) -> Stopped {
    let scene = Scene::new().await;
    let sound = scene.another_chapter("The sound one").await;
    for (chapter, parts, client) in [(sound, &["sound"][..], 1401), (scene.chapter, parts, 1400)] {
        let (mut link, mut document) = joined(&scene.service, &scene.ghana, chapter, client).await;
        for part in parts {
            let update = appended(&mut document, part);
            offer(&mut link, &update).await.unwrap();
        }
    }
    scene.service.kill();
    Stopped { folder: scene.folder, ghana: scene.ghana, spoiled: scene.chapter, sound }
}

impl Stopped {
    /// The frames about the first chapter.
    fn frames(&self) -> Vec<Frame> {
        let mut frames = frames(&self.folder.data());
        frames.retain(|frame| frame.subject == self.spoiled.bytes());
        frames
    }

    fn check(&self) -> (bool, String) {
        let output = self.folder.attempt(&["check"]);
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

fn place(frame: &Frame) -> (String, String) {
    (frame.segment.file_name().unwrap().to_string_lossy().into_owned(), frame.at.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_incomplete_frame_at_the_end_is_cut_and_logged() {
    let stopped = written(&["kept ", "cut"]).await;
    let last = frames(&stopped.folder.data()).pop().unwrap();
    assert_eq!(last.subject, stopped.spoiled.bytes());
    // The index may have been fed the frame that we cut; a power cut takes both.
    std::fs::remove_dir_all(stopped.folder.data().join("index")).unwrap();
    last.cut_in_half();
    let service = Service::start(&stopped.folder);
    assert_eq!(read_fresh(&service, &stopped.ghana, stopped.spoiled).await, "kept ");
    assert_eq!(read_fresh(&service, &stopped.ghana, stopped.sound).await, "sound");
    let log = log(&stopped.folder);
    assert!(log.lines().any(|line| line.contains("cut")), "{log}");
    let (mut link, mut document) = joined(&service, &stopped.ghana, stopped.spoiled, 1410).await;
    let update = appended(&mut document, "and on");
    offer(&mut link, &update).await.unwrap();
    drop(service);
    assert!(stopped.check().0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complete_frame_that_fails_its_checksum_makes_its_document_read_only() {
    let stopped = written(&["first ", "second ", "third"]).await;
    let frames = stopped.frames();
    let spoiled = &frames[frames.len() - 2];
    spoiled.spoil_payload();
    for index in ["kept", "deleted"] {
        if index == "deleted" {
            std::fs::remove_dir_all(stopped.folder.data().join("index")).unwrap();
        }
        let before = journal(&stopped.folder);
        let (sound, said) = stopped.check();
        let (segment, at) = place(spoiled);
        assert!(!sound && said.contains(&segment) && said.contains(&at), "{index}: {said}");
        assert!(said.contains(&stopped.spoiled.to_string()), "{index}: {said}");
        let service = Service::start(&stopped.folder);
        let (mut link, mut document) = joined(&service, &stopped.ghana, stopped.spoiled, 1420).await;
        assert!(text_of(&document).starts_with("first "), "{index}: {}", text_of(&document));
        let update = appended(&mut document, "x");
        assert_eq!(offer(&mut link, &update).await, Err("damaged".into()), "{index}");
        let (mut link, mut document) = joined(&service, &stopped.ghana, stopped.sound, 1421).await;
        let update = appended(&mut document, "!");
        offer(&mut link, &update).await.expect("the others work");
        drop(link);
        service.stop();
        assert!(journal(&stopped.folder).starts_with(&before), "nothing of the journal was cut or mended");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_chapter_is_listed_by_name_and_set_aside_while_the_rest_goes_on() {
    let stopped = written(&["first ", "second ", "third"]).await;
    let frames = stopped.frames();
    frames[frames.len() - 2].spoil_payload();
    let spoiled = stopped.spoiled.to_string();
    let list = || stopped.folder.command(&["chapter", "damaged"]);
    assert!(
        list().contains(&format!("{spoiled}  chapter \u{201c}Chapter one\u{201d} of the-manual")),
        "{}",
        list()
    );

    let service = Service::start(&stopped.folder);
    assert!(list().contains(&spoiled), "beside a service too: {}", list());
    let refused = stopped.folder.attempt(&["freeze", "--title", "Whole", "--revision"]);
    assert!(!refused.status.success(), "what is damaged is not frozen");
    stopped.folder.command(&["chapter", "delete", &spoiled]);
    assert!(list().contains(", deleted"), "{}", list());
    stopped.folder.command(&["freeze", "--title", "The rest", "--revision"]);
    let (mut link, mut document) = joined(&service, &stopped.ghana, stopped.sound, 1430).await;
    let update = appended(&mut document, "!");
    offer(&mut link, &update).await.expect("the others work");
    stopped.folder.command(&["chapter", "restore", &spoiled]);
    assert_eq!(read_fresh(&service, &stopped.ghana, stopped.spoiled).await, "first ", "its last good state");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_header_refuses_the_start_and_names_the_place() {
    let stopped = written(&["first ", "second"]).await;
    let frames = stopped.frames();
    frames[frames.len() - 2].spoil_header();
    let (segment, at) = place(&frames[frames.len() - 2]);
    let before = journal(&stopped.folder);
    let status = Service::attempt(&stopped.folder, "127.0.0.1:0").err().expect("the start is refused");
    assert!(!status.success());
    let log = log(&stopped.folder);
    assert!(log.contains(&segment) && log.contains(&at), "{log}");
    let (sound, said) = stopped.check();
    assert!(!sound && said.contains(&segment) && said.contains(&at), "{said}");
    assert!(journal(&stopped.folder) == before, "nothing was touched");
}

/// Every document, seat and right as before, by hash, when sled's folder is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_index_is_rebuilt_from_the_journal_alone() {
    let scene = Scene::configured("[limits]\ntail_updates_max = 20\n").await;
    let second = scene.another_chapter("Second").await;
    for (chapter, client) in [(scene.chapter, 1501), (second, 1502)] {
        let (mut link, mut document) = joined(&scene.service, &scene.ghana, chapter, client).await;
        for n in 0..70 {
            let update = appended(&mut document, &format!("{n} "));
            offer(&mut link, &update).await.unwrap();
        }
    }
    let before = everything(&scene.service, &scene).await;
    let Scene { folder, service, ghana, denmark, observer, secretariat, manual, chapter } = scene;
    service.kill();
    std::fs::remove_dir_all(folder.data().join("index")).unwrap();
    let service = Service::start(&folder);
    let scene = Scene { folder, service, ghana, denmark, observer, secretariat, manual, chapter };
    assert_eq!(everything(&scene.service, &scene).await, before);

    let (mut link, _) = joined(&scene.service, &scene.denmark, scene.chapter, 1503).await;
    let foreign = tests::update::insertion(1501, 200, "body", "forged");
    assert_eq!(offer(&mut link, &foreign).await, Err("foreign".into()), "client ids keep their seats");
}

/// Hashes of all documents and of what seats and sessions may see and do.
async fn everything(service: &Service, scene: &Scene) -> Vec<(String, String)> {
    let secretariat = service.caller(&scene.secretariat);
    let manuals = secretariat.get("/api/v1/manuals").await;
    let chapters = secretariat.get(&format!("/api/v1/manuals/{}/chapters", scene.manual)).await;
    let mut ids: Vec<String> = vec![manuals.json()[0]["outline"].as_str().unwrap().to_owned()];
    ids.extend(chapters.json().as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()));
    let mut found = vec![("manuals".into(), manuals.text()), ("chapters".into(), chapters.text())];
    for id in ids {
        let document = DocumentId::parse(&id).unwrap();
        let (link, state) = joined(service, &scene.observer, document, 1).await;
        link.cut();
        found.push((id, hash(manual::content::content(&state).as_bytes())));
    }
    for seated in [&scene.secretariat, &scene.ghana, &scene.denmark, &scene.observer] {
        let caller = service.caller(seated);
        let session = caller.get("/api/v1/session").await.text();
        let may = caller.post("/api/v1/manuals", serde_json::json!({ "title": "" })).await.status;
        found.push((seated.name.clone(), format!("{session} {may}")));
    }
    found.push(("seats".into(), scene.folder.command(&["seat", "list", "--json"])));
    found
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All segments, one behind the other.
fn journal(folder: &tests::program::Folder) -> Vec<u8> {
    let segments = tests::journal::segments(&folder.data());
    segments.iter().flat_map(|segment| std::fs::read(segment).unwrap()).collect()
}
