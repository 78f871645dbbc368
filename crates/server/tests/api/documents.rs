//! Chapters and manuals over their lives: made, deleted, restored, dropped from memory, stopped and started again.

use reqwest::Method;
use serde_json::{Value, json};
use server::limits::Limits;

use crate::world::{Who, World, within};

async fn create(world: &World, path: &str, body: Value) -> String {
    let request = world.request(Who::Secretariat, Method::POST, path).json(&body);
    let answer = within(request.send()).await.expect("an answer");
    assert_eq!(answer.status(), 201);
    let made: Value = answer.json().await.expect("JSON");
    made["id"].as_str().expect("an id").to_owned()
}

fn chapters_of(manual: &str) -> String {
    format!("/api/v1/manuals/{manual}/chapters")
}

#[tokio::test]
async fn manuals_have_slugs_of_their_own() {
    let world = World::start().await;
    let id = create(&world, "/api/v1/manuals", json!({"title": "The  Manual!"})).await;
    let manuals = world.get(Who::Ghana, "/api/v1/manuals").await;
    let slugs: Vec<_> =
        manuals.as_array().expect("a list").iter().map(|manual| manual["slug"].clone()).collect();
    assert_eq!(slugs, ["the-manual-2", "the-manual"].map(Value::from), "sorted by title");
    assert_eq!(world.get(Who::Ghana, &chapters_of(&id)).await, json!([]));
}

#[tokio::test]
async fn chapters_are_made_in_order_and_under_each_other() {
    let world = World::start().await;
    let chapters = chapters_of(&world.manual);
    let second = create(&world, &chapters, json!({"title": " Second "})).await;
    let under = create(&world, &chapters, json!({"title": "Under", "parent": world.chapter})).await;
    let listed = world.get(Who::Observer, &chapters).await;
    let shown: Vec<_> = listed
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (&it["id"], &it["title"], &it["parent"]))
        .collect();
    let expected = [
        (json!(world.chapter), json!("First"), Value::Null),
        (json!(under), json!("Under"), json!(world.chapter)),
        (json!(second), json!("Second"), Value::Null),
    ];
    assert_eq!(shown, expected.iter().map(|(id, title, parent)| (id, title, parent)).collect::<Vec<_>>());

    for parent in ["x", &world.manual, "11111111-1111-4111-8111-111111111111"] {
        let request = world.request(Who::Secretariat, Method::POST, &chapters);
        let answer =
            within(request.json(&json!({"title": "T", "parent": parent})).send()).await.expect("an answer");
        assert_eq!(answer.status(), 400, "{parent}");
    }
}

#[tokio::test]
async fn a_new_chapter_can_be_written_in_at_once() {
    let world = World::start().await;
    let id = create(&world, &chapters_of(&world.manual), json!({"title": "New"})).await;
    let mut ghana = world.link(Who::Ghana, &id).await;
    let marks = ghana.document.state().len();
    assert!(marks > 2, "the service has put the first mark there");
    ghana.types("words").await;
    ghana.saved(b"words").await;
}

#[tokio::test]
async fn a_deleted_chapter_closes_and_comes_back_whole() {
    let world = World::start().await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types("kept").await;
    ghana.saved(b"kept").await;
    let path = format!("/api/v1/chapters/{}", world.chapter);
    for _ in 0..2 {
        assert_eq!(world.ask(Who::Secretariat, Method::DELETE, &path).await.status(), 204);
    }
    assert_eq!(ghana.end().await, 4012);
    assert_eq!(world.open_as(Who::Ghana, &world.chapter).await.err(), Some(404));
    let chapters = chapters_of(&world.manual);
    assert_eq!(world.get(Who::Ghana, &chapters).await[0]["deleted"], json!(true));

    for _ in 0..2 {
        let restored = world.ask(Who::Secretariat, Method::POST, &format!("{path}/restore")).await;
        assert_eq!(restored.status(), 204);
    }
    assert_eq!(world.get(Who::Ghana, &chapters).await[0]["deleted"], json!(false));
    world.link(Who::Denmark, &world.chapter).await.shows("kept").await;
}

#[tokio::test]
async fn an_open_outline_hears_of_new_chapters() {
    let world = World::start().await;
    let mut watcher = world.link(Who::Ghana, &world.outline).await;
    let before = watcher.document.state_vector();
    create(&world, &chapters_of(&world.manual), json!({"title": "New"})).await;
    let heard = async {
        while watcher.document.state_vector() == before {
            watcher.step().await.expect("the link holds");
        }
    };
    within(heard).await;
}

#[tokio::test]
async fn many_commands_at_once_are_each_carried_out() {
    let world = World::start().await;
    let chapters = chapters_of(&world.manual);
    let made = (0..12).map(|n| create(&world, &chapters, json!({"title": format!("Chapter {n}")})));
    let made = futures_util::future::join_all(made).await;
    let listed = world.get(Who::Ghana, &chapters).await;
    let listed: Vec<_> =
        listed.as_array().expect("a list").iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(listed.len(), 13);
    assert!(made.iter().all(|id| listed.contains(&id.as_str())));
}

#[tokio::test]
async fn a_document_dropped_from_memory_is_read_again_whole() {
    let limits = Limits { idle_document_ms: 30, ..Limits::default() };
    let world = World::limited(limits).await;
    let mut text = String::new();
    for n in 0..6 {
        let mut ghana = world.link(Who::Ghana, &world.chapter).await;
        ghana.shows(&text).await;
        let word = format!("word {n} ");
        ghana.types(&word).await;
        ghana.saved(b"word").await;
        text += &word;
        drop(ghana);
        // Sometimes before it is dropped, sometimes at that moment, sometimes after.
        tokio::time::sleep(std::time::Duration::from_millis(15 * n)).await;
    }
    world.link(Who::Denmark, &world.chapter).await.shows(&text).await;
}

#[tokio::test]
async fn a_polite_stop_tells_links_to_come_back_and_loses_nothing() {
    let mut world = World::start().await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types("saved").await;
    ghana.saved(b"saved").await;
    let ended = world.stop_soon();
    assert_eq!(ghana.end().await, 4022);
    within(ended).await.expect("no panic").expect("a polite end");
    world.run().await;
    world.link(Who::Denmark, &world.chapter).await.shows("saved").await;
}

#[tokio::test]
async fn a_flood_of_first_visits_opens_a_document_once() {
    let limits = Limits { sockets_per_session_max: 100, idle_document_ms: 1, ..Limits::default() };
    let world = World::limited(limits).await;
    for round in 0..3 {
        let links = (0..20).map(|_| world.link(Who::Ghana, &world.chapter));
        let mut links = futures_util::future::join_all(links).await;
        for (n, link) in links.iter_mut().enumerate() {
            link.types(&format!("{round}/{n} ")).await;
            link.saved(b"typed").await;
        }
        let mut fresh = world.link(Who::Denmark, &world.chapter).await;
        fresh.saved(b"all").await;
        // Two rooms over one document would each have a part of it.
        assert_eq!(fresh.text().split_whitespace().count(), 20 * (round + 1));
    }
}
