//! What goes on in a manual's chapters: words, last change, who is there; and that asking again costs nothing.

use collab::message::{Message, write_block, write_number};
use reqwest::Method;
use reqwest::header::{ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};
use server::limits::Limits;

use crate::world::{Socket, Who, World, within};

async fn activity(world: &World) -> Value {
    world.get(Who::Observer, &path(world)).await
}

fn path(world: &World) -> String {
    format!("/api/v1/manuals/{}/activity", world.manual)
}

/// Asks until it is as wanted.
async fn until(world: &World, wanted: impl Fn(&Value) -> bool) -> Value {
    within(async {
        loop {
            let activity = activity(world).await;
            if wanted(&activity) {
                return activity;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    })
    .await
}

/// Shows a caret, as a page does that is looked at.
async fn appears(socket: &mut Socket, client: u64) {
    let mut body = vec![1];
    write_number(&mut body, client);
    write_number(&mut body, 1);
    write_block(&mut body, br#"{"cursor":{"at":3}}"#);
    socket.send(Message::Awareness(&body)).await;
}

#[tokio::test]
async fn words_and_the_last_change_are_the_journal_s_also_after_a_restart() {
    let limits = Limits { words_gap_ms: 0, ..Limits::default() };
    let mut world = World::limited(limits).await;
    let empty = activity(&world).await;
    assert_eq!(empty, json!([{"id": world.chapter, "words": 0, "changed": null, "here": []}]));
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types("early warning for all").await;
    ghana.saved(b"all").await;
    let written = activity(&world).await;
    assert_eq!(written[0]["words"], json!(4));
    assert!(
        written[0]["changed"].as_str().is_some_and(|at| at.starts_with("20") && at.ends_with('Z')),
        "{written}"
    );
    drop(ghana);
    world.stop().await.expect("a polite stop");
    world.run().await;
    assert_eq!(activity(&world).await, written);
}

#[tokio::test]
async fn who_is_here_is_one_entry_a_person_and_never_a_caret() {
    let world = World::start().await;
    let mut one = world.link(Who::Ghana, &world.chapter).await;
    let mut two = world.link(Who::Ghana, &world.chapter).await;
    let _reads_along = world.link(Who::Denmark, &world.chapter).await;
    appears(&mut one, 901).await;
    appears(&mut two, 902).await;
    let seen = until(&world, |activity| activity[0]["here"] != json!([])).await;
    let here = seen[0]["here"].as_array().expect("a list").clone();
    assert_eq!(
        (here.len(), &here[0]["name"]),
        (1, &json!("Ghana")),
        "two pages of one session are one person"
    );
    assert!(here[0]["shade"].as_u64().is_some_and(|shade| shade < 8), "{seen}");
    assert!(!seen.to_string().contains("cursor"), "{seen}");
    drop(one);
    until(&world, |activity| activity[0]["here"][0]["name"] == "Ghana 2").await;
    drop(two);
    until(&world, |activity| activity[0]["here"] == json!([])).await;
}

#[tokio::test]
async fn a_deleted_chapter_is_not_in_it_and_whoever_asks_again_is_told_as_before() {
    let world = World::start().await;
    let ask = |tag: Option<String>| {
        let request = world.request(Who::Ghana, Method::GET, &path(&world));
        tag.map_or_else(
            || request.try_clone(),
            |tag| request.try_clone().map(|it| it.header(IF_NONE_MATCH, tag)),
        )
        .expect("a request without a body")
    };
    let first = within(ask(None).send()).await.expect("an answer");
    let tag = first.headers()[ETAG].to_str().expect("text").to_owned();
    for tag in [tag.clone(), format!("\"other\", W/{tag}")] {
        let again = within(ask(Some(tag)).send()).await.expect("an answer");
        assert_eq!((again.status().as_u16(), again.headers().contains_key(ETAG)), (304, true));
        assert_eq!(again.bytes().await.expect("a body").len(), 0);
    }
    let chapter = format!("/api/v1/chapters/{}", world.chapter);
    world.ask(Who::Secretariat, Method::DELETE, &chapter).await;
    let changed = within(ask(Some(tag)).send()).await.expect("an answer");
    assert_eq!(changed.status(), 200);
    assert_eq!(changed.json::<Value>().await.expect("JSON"), json!([]));
}

#[tokio::test]
async fn a_chapter_that_changes_is_counted_again_only_after_a_while() {
    let limits = Limits { words_gap_ms: 3_600_000, ..Limits::default() };
    let world = World::limited(limits).await;
    assert_eq!(activity(&world).await[0]["words"], json!(0));
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types("three more words").await;
    ghana.saved(b"all").await;
    let later = activity(&world).await;
    assert_eq!(later[0]["words"], json!(0), "known well enough for now");
    assert!(later[0]["changed"].is_string(), "when it changed costs nothing to know");
}
