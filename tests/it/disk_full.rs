//! The disk is full in mid-sentence: nothing is acknowledged or shown that is not written, reading goes on, and when there
//! is room again everybody's words go in. All files of the process are kept from growing, the journal's, the index's and the
//! log's, as a full disk would keep them.

use tests::service::Scene;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d5_a_full_disk_loses_nothing_and_lies_to_nobody() {
    let (scene, service) = on_small_disk().await;
    let (mut link, mut document) = joined(&service, &scene.ghana, scene.chapter, 1701).await;
    let before = appended(&mut document, "before ");
    offer(&mut link, &before).await.unwrap();
    let (mut witness, mut witnessed) = joined(&service, &scene.denmark, scene.chapter, 1702).await;

    let journal = scene.folder.journal_bytes();
    service.limit_files(Some(journal));
    let during = appended(&mut document, "during ");
    assert_eq!(offer(&mut link, &during).await, Err("not-persisted".into()), "never acknowledged");
    loop {
        match witness.next().await {
            Came::Frame(frame) => {
                if let Message::Update(update) | Message::Step2(update) = parse(&frame) {
                    witnessed.apply(update).unwrap();
                }
            }
            Came::Closed(code) => {
                assert_eq!(code, Some(Code::NotPersisted.close_code()));
                break;
            }
        }
    }
    assert_eq!(text_of(&witnessed), "before ", "never shown");
    assert_eq!(read_fresh(&service, &scene.observer, scene.chapter).await, "before ", "reading goes on");
    let health = service.stranger().get("/api/v1/health").await.json();
    assert_eq!(health["ok"], serde_json::json!(false), "{health}");
    assert_eq!(scene.folder.journal_bytes(), journal);
    let title = serde_json::json!({ "title": "No room" });
    let refused = service.caller(&scene.secretariat).post("/api/v1/manuals", title).await;
    assert_eq!(refused.problem(), (503, "not-persisted".into()));

    service.limit_files(None);
    let (mut link, _) = joined(&service, &scene.ghana, scene.chapter, 1703).await;
    offer(&mut link, &during).await.expect("the same bytes are taken when there is room");
    service.kill();
    let service = Service::start(&scene.folder);
    assert_eq!(read_fresh(&service, &scene.observer, scene.chapter).await, "before during ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rust_client_keeps_its_words_until_there_is_room() {
    let (scene, service) = on_small_disk().await;
    let ghana = service.client(&scene.ghana, scene.chapter);
    within(20, "in step", ghana.in_step()).await.unwrap();
    service.limit_files(Some(scene.folder.journal_bytes()));
    append(&ghana, "typed on a full disk");
    within(20, "told to come back", ghana.until(|progress| progress.link == client::Link::Away))
        .await
        .unwrap();
    assert_eq!(ghana.progress().saved, 0);
    service.limit_files(None);
    within(60, "saved when there is room", ghana.saved()).await.unwrap();
    assert_eq!(read_fresh(&service, &scene.denmark, scene.chapter).await, "typed on a full disk");
}

/// The usual scene, its service started anew so that its disk can be full.
async fn on_small_disk() -> (Setting, Service) {
    let Scene { folder, service, secretariat, ghana, denmark, observer, chapter, .. } = Scene::new().await;
    service.kill();
    let service = Service::start_on_small_disk(&folder);
    (Setting { folder, secretariat, ghana, denmark, observer, chapter }, service)
}

/// A scene without its service.
struct Setting {
    folder: tests::program::Folder,
    secretariat: Seated,
    ghana: Seated,
    denmark: Seated,
    observer: Seated,
    chapter: DocumentId,
}
