//! A seat that may only read: it hears everything, and nothing it sends changes a chapter. Rights count for each message.

use manual::rights::Right;
use tests::service::Scene;
use tests::update;

use super::*;

async fn scene_with_text() -> Scene {
    let scene = Scene::new().await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 101).await;
    let update = appended(&mut document, "agreed text");
    offer(&mut link, &update).await.unwrap();
    scene
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u2_text_from_a_reader_is_refused_and_reaches_nobody() {
    let scene = scene_with_text().await;
    let (mut reader, mut document) = joined(&scene.service, &scene.observer, scene.chapter, 102).await;
    let (mut witness, witnessed) = joined(&scene.service, &scene.denmark, scene.chapter, 103).await;
    let written = scene.folder.journal_bytes();
    let update = appended(&mut document, " and more");
    assert_eq!(offer(&mut reader, &update).await, Err("read-only".into()));
    reader.send(Message::Step2(&document.state())).await;
    let all = update::deletion(101, 1, 5);
    reader.send(Message::Update(&all)).await;
    reader.send(Message::QueryAwareness).await;
    reader.until(|message| matches!(message, Message::Awareness(_)).then_some(())).await;

    witness.acknowledged(b"fence").await;
    assert_eq!(text_of(&witnessed), "agreed text");
    assert_eq!(scene.folder.journal_bytes(), written);
    assert_eq!(read_fresh(&scene.service, &scene.ghana, scene.chapter).await, "agreed text");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u3_after_a_refusal_nothing_more_is_acknowledged_on_the_link() {
    let scene = scene_with_text().await;
    let (mut reader, mut document) = joined(&scene.service, &scene.observer, scene.chapter, 104).await;
    let update = appended(&mut document, "!");
    assert_eq!(offer(&mut reader, &update).await, Err("read-only".into()));
    reader.send(Message::Acknowledge(b"later")).await;
    for _ in 0..2 {
        reader.send(Message::QueryAwareness).await;
        reader
            .until(|message| match message {
                Message::Acknowledge(_) => panic!("acknowledged after a refusal"),
                Message::Awareness(_) => Some(()),
                _ => None,
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stock_readers_own_step_2_passes_without_harm() {
    let scene = scene_with_text().await;
    let mut reader =
        Knock::bearing(&scene.observer.token).open(&scene.service.address, scene.chapter).await.unwrap();
    let mut document = Document::new(105);
    reader.exchange(&mut document).await;
    assert_eq!(text_of(&document), "agreed text");
    reader.send(Message::Step2(&document.state())).await;
    reader.acknowledged(b"nothing of it was new").await;
}

/// Yjs removes format marks that stand around nothing, on any page that has the document open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u4_the_tidying_of_format_marks_passes_without_harm() {
    let scene = scene_with_text().await;
    let (mut ghana, _) = joined(&scene.service, &scene.ghana, scene.chapter, 106).await;
    offer(&mut ghana, &update::format_mark(106, 0, "body", "strong", "{}")).await.unwrap();
    let knock = Knock::bearing(&scene.observer.token);
    let mut reader = knock.open(&scene.service.address, scene.chapter).await.unwrap();
    reader.exchange(&mut Document::new(107)).await;
    let written = scene.folder.journal_bytes();
    assert_eq!(offer(&mut reader, &update::deletion(106, 0, 1)).await, Ok(()));
    assert_eq!(scene.folder.journal_bytes(), written, "dropped in silence");
    let letter = update::deletion(101, 3, 1);
    assert_eq!(offer(&mut reader, &letter).await, Err("read-only".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_for_reading_makes_a_reader_of_any_seat() {
    let scene = scene_with_text().await;
    let weak =
        tests::program::Seated { token: scene.folder.token("Ghana", Right::Read), ..scene.ghana.clone() };
    let (mut link, mut document) = joined(&scene.service, &weak, scene.chapter, 108).await;
    let update = appended(&mut document, "x");
    assert_eq!(offer(&mut link, &update).await, Err("read-only".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_never_lifts_a_seats_right() {
    let scene = scene_with_text().await;
    let strong = tests::program::Seated {
        token: scene.folder.token("Observer", Right::Keep),
        ..scene.observer.clone()
    };
    let (mut link, mut document) = joined(&scene.service, &strong, scene.chapter, 109).await;
    let update = appended(&mut document, "x");
    assert_eq!(offer(&mut link, &update).await, Err("read-only".into()));
    let made =
        scene.service.caller(&strong).post("/api/v1/manuals", serde_json::json!({ "title": "x" })).await;
    assert_eq!(made.problem(), (403, "not-allowed".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rust_client_of_a_reader_is_told_and_goes_on_reading() {
    let scene = scene_with_text().await;
    let reader = scene.service.client(&scene.observer, scene.chapter);
    within(20, "in step", reader.in_step()).await.unwrap();
    append(&reader, "!");
    let told = within(20, "told", reader.saved()).await;
    assert_eq!(told, Err(client::Ended::Refused(Code::ReadOnly)));
    let (mut ghana, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 110).await;
    let update = appended(&mut document, ", and more");
    offer(&mut ghana, &update).await.unwrap();
    within(20, "reads on", reader.text_when(|text| text.contains("and more"))).await.unwrap();
    assert_eq!(read_fresh(&scene.service, &scene.ghana, scene.chapter).await, "agreed text, and more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rust_client_ends_where_it_has_no_business() {
    let scene = Scene::new().await;
    let stranger = Seated { token: "chy_nonsense".into(), ..scene.ghana.clone() };
    let client = scene.service.client(&stranger, scene.chapter);
    assert_eq!(within(20, "ended", client.in_step()).await, Err(client::Ended::Refused(Code::SignedOut)));
    let nowhere = DocumentId::from_random([3; 16]);
    let client = scene.service.client(&scene.ghana, nowhere);
    assert_eq!(within(20, "ended", client.in_step()).await, Err(client::Ended::Refused(Code::NotFound)));
}
