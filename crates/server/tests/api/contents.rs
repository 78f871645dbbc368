//! Finding things across a manual: what was saved a moment ago is found, what was deleted is not, and nothing else is told.

use reqwest::Method;
use reqwest::header::{ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};
use yrs::{Any, MapPrelim, Text};

use crate::world::{Socket, Who, World, within};

/// Adds a block at the end of the body.
async fn block(link: &mut Socket, id: &str, kind: &str, text: &str) {
    let body = link.document.doc().get_or_insert_text("body");
    let update = link
        .document
        .edit(|txn| {
            let mark =
                MapPrelim::from([("id".to_owned(), Any::from(id)), ("kind".to_owned(), Any::from(kind))]);
            let end = body.len(txn);
            body.insert_embed(txn, end, mark);
            body.push(txn, text);
        })
        .1
        .expect("a change");
    link.send(collab::message::Message::Update(&update)).await;
    link.saved(id.as_bytes()).await;
}

async fn chapter(world: &World, title: &str) -> String {
    let path = format!("/api/v1/manuals/{}/chapters", world.manual);
    let made = world.request(Who::Secretariat, Method::POST, &path).json(&json!({ "title": title })).send();
    let made: Value = within(made).await.expect("an answer").json().await.expect("JSON");
    made["id"].as_str().expect("an id").to_owned()
}

fn sought(world: &World, q: &str) -> String {
    let q: String = q.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("/api/v1/manuals/{}/search?q={q}", world.manual)
}

async fn search(world: &World, q: &str) -> Value {
    world.get(Who::Observer, &sought(world, q)).await
}

/// Chapter and block of each hit.
fn places(found: &Value) -> Vec<(String, Value)> {
    let hits = found["hits"].as_array().expect("hits");
    hits.iter()
        .map(|hit| (hit["chapter"].as_str().expect("an id").to_owned(), hit["block"].clone()))
        .collect()
}

#[tokio::test]
async fn what_was_saved_is_found_and_what_was_deleted_is_not() {
    let world = World::start().await;
    let second = chapter(&world, "Alerte précoce").await;
    let mut first = world.link(Who::Ghana, &world.chapter).await;
    block(&mut first, "aaaaaaaaaaaa", "p", "Early WARNING, early action").await;
    let mut link = world.link(Who::Denmark, &second).await;
    block(&mut link, "bbbbbbbbbbbb", "h2", "Une alerte précoce 😀 est un message").await;
    let found = search(&world, "early warn").await;
    assert_eq!(places(&found), [(world.chapter.clone(), json!("aaaaaaaaaaaa"))]);
    let hit = &found["hits"][0];
    assert_eq!((&hit["snippet"], &hit["found"]), (&json!("Early WARNING, early action"), &json!([[0, 10]])));
    assert_eq!((&hit["kind"], &hit["title"], &found["more"]), (&json!("p"), &json!("First"), &json!(false)));
    let found = search(&world, "PRECOCE").await;
    assert_eq!(places(&found), [(second.clone(), Value::Null), (second.clone(), json!("bbbbbbbbbbbb"))]);
    assert_eq!(found["hits"][1]["found"], json!([[11, 18]]));
    block(&mut first, "cccccccccccc", "p", "written a moment ago: précoce").await;
    assert_eq!(search(&world, "precoce").await["hits"].as_array().expect("hits").len(), 3);
    let gone = world.ask(Who::Secretariat, Method::DELETE, &format!("/api/v1/chapters/{second}")).await;
    assert_eq!(gone.status(), 204);
    assert_eq!(places(&search(&world, "precoce").await), [(world.chapter.clone(), json!("cccccccccccc"))]);
    let long = "x".repeat(101);
    for q in ["", " ", "x", " \u{301}x ", long.as_str()] {
        let answer = world.ask(Who::Observer, Method::GET, &sought(&world, q)).await;
        assert_eq!(answer.status(), 400, "{q:?}");
    }
    let few = world.get(Who::Observer, &format!("{}&limit=1", sought(&world, "early"))).await;
    assert_eq!((places(&few).len(), &few["more"]), (1, &json!(false)), "two in one block are one place");
}

#[tokio::test]
async fn targets_have_the_numbers_of_the_manual_and_definitions_their_terms() {
    let world = World::start().await;
    let second = chapter(&world, "Second").await;
    let mut link = world.link(Who::Ghana, &second).await;
    block(&mut link, "aaaaaaaaaaaa", "h2", "Signs").await;
    block(&mut link, "bbbbbbbbbbbb", "h3", "In the field").await;
    block(&mut link, "cccccccccccc", "def", "Hazard: what may do harm").await;
    block(&mut link, "dddddddddddd", "def", "Action: what is done").await;
    let path = format!("/api/v1/manuals/{}/targets", world.manual);
    let answer = world.ask(Who::Observer, Method::GET, &path).await;
    let tag = answer.headers()[ETAG].clone();
    let told: Value = answer.json().await.expect("JSON");
    assert_eq!((&told[0]["number"], &told[0]["targets"]), (&json!("1"), &json!([])));
    assert_eq!(
        told[1],
        json!({"chapter": second, "number": "2", "title": "Second", "targets": [
            {"id": "aaaaaaaaaaaa", "kind": "h2", "number": "2.1", "title": "Signs"},
            {"id": "bbbbbbbbbbbb", "kind": "h3", "number": "2.1.1", "title": "In the field"},
        ]})
    );
    let again = world.request(Who::Observer, Method::GET, &path).header(IF_NONE_MATCH, &tag).send();
    assert_eq!(within(again).await.expect("an answer").status(), 304);
    block(&mut link, "eeeeeeeeeeee", "h2", "More signs").await;
    let again = world.request(Who::Observer, Method::GET, &path).header(IF_NONE_MATCH, &tag).send();
    assert_eq!(within(again).await.expect("an answer").status(), 200);
    let glossary = world.get(Who::Observer, &format!("/api/v1/manuals/{}/glossary", world.manual)).await;
    let terms: Vec<&Value> = glossary.as_array().expect("a list").iter().map(|it| &it["term"]).collect();
    assert_eq!(terms, [&json!("Action"), &json!("Hazard")]);
    assert_eq!(
        (&glossary[1]["meaning"], &glossary[1]["block"]),
        (&json!("what may do harm"), &json!("cccccccccccc"))
    );
    assert_eq!((&glossary[1]["chapter"], &glossary[1]["title"]), (&json!(second), &json!("Second")));
}
