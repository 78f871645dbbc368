//! The disk is full in mid-sentence: nothing is acknowledged or shown that is not written, reading goes on, and when there
//! is room again everybody's words go in. All files of the process are kept from growing, the journal's, the index's and the
//! log's, as a full disk would keep them; in the last test it is a file system that is full, where one can be mounted.

use manual::rights::Right;
use manual::seat::SeatKind;
use serde_json::json;
use tests::chance::Chance;
use tests::program::Folder;
use tests::proving;
use tests::service::Scene;
use tests::small_disk::SmallDisk;

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

/// Bytes of the file system that is filled.
const DISK_BYTES: u64 = 24 << 20;
/// How much room is left when it is filled, in pages: less than this.
const PAGES_MAX: u64 = 24;

/// A disk that is full, or as good as.
enum Small {
    /// A file system of a few megabytes.
    Real(SmallDisk),
    /// Where no file system can be mounted: no file of the process grows past a length.
    Limited,
}

impl Small {
    fn fill(&self, service: &Service, folder: &Folder, pages: u64) {
        match self {
            Self::Real(disk) => disk.fill_but(pages),
            Self::Limited => service.limit_files(Some(folder.journal_bytes() + pages * 4_096)),
        }
    }

    fn empty(&self, service: &Service) {
        match self {
            Self::Real(disk) => disk.empty(),
            Self::Limited => service.limit_files(None),
        }
    }
}

/// Filled at seeded points, again and again: whatever was acknowledged is there, nothing else is shown, other requests are
/// refused or hold, and it goes on by itself when there is room. Killed now and then to see what is on the disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_system_that_is_full_at_any_point_loses_nothing() {
    let points = if proving() { 50 } else { 3 };
    let folder = Folder::new();
    let small = SmallDisk::under(&folder, DISK_BYTES).map_or(Small::Limited, Small::Real);
    let secretariat = folder.seat("Secretariat", SeatKind::Secretariat, Right::Keep);
    let ghana = folder.seat("Ghana", SeatKind::State, Right::Edit);
    let mut service = Service::start_on_small_disk(&folder);
    let keeper = service.caller(&secretariat);
    let manual = keeper.make_manual("The manual").await;
    let chapter = keeper.make_chapter(&manual, "Chapter one").await;
    let editions = format!("/api/v1/manuals/{manual}/editions");

    let mut chance = Chance::new(41);
    let (mut truth, mut taken, mut frozen) = (String::new(), 0, 0);
    for point in 0..points {
        let (mut link, mut document) = joined(&service, &ghana, chapter, 2_000 + point).await;
        assert_eq!(text_of(&document), truth, "point {point}");
        small.fill(&service, &folder, chance.below(PAGES_MAX));
        let refused = within(120, "the disk is full", async {
            loop {
                let length = usize::try_from(chance.below(3_000)).unwrap();
                let word = format!("{point}.{taken} {} ", "x".repeat(length));
                let update = appended(&mut document, &word);
                match offer(&mut link, &update).await {
                    Ok(()) => truth += &word,
                    Err(code) => {
                        assert_eq!(code, "not-persisted", "point {point}");
                        return (word, update);
                    }
                }
                taken += 1;
            }
        });
        let (word, update) = refused.await;
        assert_eq!(read_fresh(&service, &ghana, chapter).await, truth, "point {point}: reading goes on");
        // A small record may still find room; then it counts.
        let keeper = service.caller(&secretariat);
        let made = keeper.post(&editions, json!({ "title": "Full", "public": true, "final": false })).await;
        assert!([201, 503, 507].contains(&made.status), "point {point}: {} {}", made.status, made.text());

        small.empty(&service);
        let (mut link, _) = joined(&service, &ghana, chapter, 3_000 + point).await;
        offer(&mut link, &update).await.unwrap_or_else(|code| panic!("point {point}: there is room: {code}"));
        truth += &word;
        if point % 5 == 2 {
            service.kill();
            service = Service::start_on_small_disk(&folder);
            assert_eq!(read_fresh(&service, &ghana, chapter).await, truth, "point {point}: on the disk");
        }
        frozen += usize::from(made.status == 201);
    }
    let keeper = service.caller(&secretariat);
    let list = keeper.get(&editions).await.json();
    let published = list.as_array().unwrap();
    assert!(published.len() >= frozen, "{} editions, and {frozen} were promised", published.len());
    for edition in published {
        let path = format!("{editions}/{}/chapters/1", edition["n"]);
        assert_eq!(keeper.get(&path).await.status, 200, "{path}");
    }
    service.kill();
    let which =
        if matches!(small, Small::Real(_)) { "a tmpfs" } else { "a limit for the process (no tmpfs here)" };
    println!(
        "figure: full disk, {which}: {points} points, {taken} edits acknowledged, {frozen} editions: 0 lost"
    );
    drop(small); // before the folder under it
}
