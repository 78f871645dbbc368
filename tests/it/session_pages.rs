//! What a page that comes to a document is told when it may not: by the code of a socket that opens and closes, because
//! a browser says nothing of a refused handshake. Programs that do not speak `chancery.v1` get the status.

use serde_json::json;
use tests::service::Scene;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_chapter_is_told_apart_from_a_service_that_is_away() {
    let scene = Scene::new().await;
    let (mut open, _) = joined(&scene.service, &scene.ghana, scene.chapter, 601).await;
    let caller = scene.service.caller(&scene.secretariat);
    assert_eq!(caller.delete(&format!("/api/v1/chapters/{}", scene.chapter)).await.status, 204);
    assert_eq!(open.closed().await, Some(4012), "while it is open");
    let page = Knock::bearing(&scene.ghana.token).speaking_chancery();
    let mut again = page.open(&scene.service.address, scene.chapter).await.expect("opens to be told");
    assert_eq!(again.next().await, Came::Closed(Some(4012)), "and nothing else is said");
    let stock = Knock::bearing(&scene.ghana.token).open(&scene.service.address, scene.chapter).await;
    assert_eq!(stock.err().map(|it| it.0), Some(404));
    let restored = caller.post(&format!("/api/v1/chapters/{}/restore", scene.chapter), json!(null)).await;
    assert_eq!(restored.status, 204);
    joined(&scene.service, &scene.ghana, scene.chapter, 602).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_and_other_origins_are_refused_before_anything_opens() {
    let scene = Scene::new().await;
    let nowhere = "/api/v1/sync/00000000-0000-4000-8000-000000000000";
    let status = async |knock: Knock| {
        let knock = knock.speaking_chancery();
        knock.open_path(&scene.service.address, nowhere).await.err().map(|it| it.0)
    };
    assert_eq!(status(Knock::stranger()).await, Some(401));
    let foreign = Knock::bearing(&scene.ghana.token).with("origin", "https://evil.example");
    assert_eq!(status(foreign).await, Some(403));
    assert_eq!(status(Knock::bearing(&scene.ghana.token)).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_page_too_many_is_told_in_a_word() {
    let scene = Scene::new().await;
    let page = Knock::bearing(&scene.ghana.token).speaking_chancery();
    let mut links = Vec::new();
    for _ in 0..32 {
        let mut link = page.open(&scene.service.address, scene.chapter).await.expect("thirty-two may");
        link.send(Message::QueryAwareness).await;
        link.until(|message| matches!(message, Message::Awareness(_)).then_some(())).await;
        links.push(link);
    }
    let mut one_more = page.open(&scene.service.address, scene.chapter).await.expect("opens to be told");
    assert_eq!(one_more.next().await, Came::Closed(Some(4019)));
    let stock = Knock::bearing(&scene.ghana.token).open(&scene.service.address, scene.chapter).await;
    let (status, body) = stock.err().expect("refused");
    assert!(status == 429 && body.contains("too-many-pages"), "{status} {body}");
    links.pop();
    within(20, "a place is free again", async {
        while !matches!(
            page.open(&scene.service.address, scene.chapter).await.unwrap().next().await,
            Came::Frame(_)
        ) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}
