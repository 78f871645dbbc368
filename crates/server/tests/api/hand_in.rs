//! Handing in: what was written before a seat was handed over becomes the seat's proposal, and whoever hands in learns nothing.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use server::limits::Limits;

use crate::proposals::{apart, typed};
use crate::world::{Who, World, within};

/// What everybody is told, but for what names the one request.
async fn hand_in(world: &World, token: &str, chapter: &str, update: Vec<u8>) -> (u16, String) {
    let request = world.http.post(world.url(&format!("/api/v1/hand-in/{chapter}"))).bearer_auth(token);
    let answer = within(request.body(update).send()).await.expect("an answer");
    let status = answer.status().as_u16();
    let mut told = BTreeSet::new();
    for (name, value) in answer.headers() {
        if !["date", "x-request-id"].contains(&name.as_str()) {
            told.insert(format!("{name}: {}", value.to_str().expect("text")));
        }
    }
    let body = answer.text().await.expect("text");
    (status, format!("{told:?} {body}"))
}

async fn proposals(world: &World) -> Vec<Value> {
    let listed = world.get(Who::Secretariat, &format!("/api/v1/manuals/{}/proposals", world.manual)).await;
    listed.as_array().expect("rows").clone()
}

async fn hand_over(world: &World) {
    let path = format!("/api/v1/seats/{}/handover", world.ghana);
    let body = json!({"leaving": null, "successor": {"name": "Kofi", "role": "focal-point"}});
    let request = world.request(Who::Secretariat, Method::POST, &path).json(&body);
    assert!(within(request.send()).await.expect("an answer").status().is_success());
}

#[tokio::test]
async fn what_was_written_before_a_handover_is_the_seat_s_proposal_and_nothing_is_told() {
    let world = World::start().await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let late = typed(&mut apart(&link, 0x7100), 1, "late words");
    let mine = world.token(Who::Ghana).expect("a token").to_owned();
    hand_over(&world).await;
    let path = format!("/api/v1/chapters/{}/proposals", world.chapter);
    let refused = world.request(Who::Ghana, Method::POST, &path).body(late.clone());
    assert_eq!(within(refused.send()).await.expect("an answer").status(), 401);

    let absent = "11111111-1111-4111-8111-111111111111";
    let mut answers = BTreeSet::new();
    for (token, chapter, update) in [
        (mine.as_str(), world.chapter.as_str(), late.clone()),
        (&mine, &world.chapter, late.clone()),
        (&mine, &world.chapter, b"not an update".to_vec()),
        (&mine, absent, late.clone()),
        (&mine, &world.template, late.clone()),
        (&mine, "x", late.clone()),
        ("chy_nobody", &world.chapter, late.clone()),
    ] {
        answers.insert(hand_in(&world, token, chapter, update).await);
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(answers.first().expect("one").0, 204);

    let rows = proposals(&world).await;
    assert_eq!(rows.len(), 1);
    let told = ["n", "seat", "reason", "state"].map(|key| rows[0][key].clone());
    assert_eq!(json!(told), json!([1, {"name": "Ghana"}, "handed-over", "open"]));
    let id = rows[0]["id"].as_str().expect("an id");
    assert_eq!(world.link(Who::Secretariat, id).await.text(), "late words");
    for path in [format!("/api/v1/proposals/{id}"), format!("/api/v1/manuals/{}/proposals", world.manual)] {
        assert_eq!(world.ask(Who::Ghana, Method::GET, &path).await.status(), 401, "it opens nothing else");
    }
    assert_eq!(world.open_as(Who::Ghana, id).await.err(), Some(401));
    let merge = world.ask(Who::Secretariat, Method::POST, &format!("/api/v1/proposals/{id}/merge")).await;
    assert_eq!(merge.status(), 204);
    assert_eq!(world.link(Who::Denmark, &world.chapter).await.text(), "late words");
}

#[tokio::test]
async fn an_ended_session_hands_in_so_much_and_one_that_was_signed_out_nothing() {
    let world = World::limited(Limits { hand_ins_max: 2, ..Limits::default() }).await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let words = |client: u64| typed(&mut apart(&link, client), 1, "words");
    let mine = world.token(Who::Ghana).expect("a token").to_owned();
    hand_over(&world).await;
    for client in 0x7100..0x7104 {
        assert_eq!(hand_in(&world, &mine, &world.chapter, words(client)).await.0, 204);
    }
    assert_eq!(proposals(&world).await.len(), 2);

    // A seat that may only read proposes nothing, and a session that its person ended is nobody's.
    let observer = world.token(Who::Observer).expect("a token").to_owned();
    assert_eq!(hand_in(&world, &observer, &world.chapter, words(0x7200)).await.0, 204);
    let denmark = world.token(Who::Denmark).expect("a token").to_owned();
    assert_eq!(hand_in(&world, &denmark, &world.chapter, words(0x7300)).await.0, 204);
    assert_eq!(proposals(&world).await.len(), 3, "who is signed in proposes");
    assert_eq!(world.ask(Who::Denmark, Method::DELETE, "/api/v1/session").await.status(), 204);
    assert_eq!(hand_in(&world, &denmark, &world.chapter, words(0x7400)).await.0, 204);
    assert_eq!(proposals(&world).await.len(), 3);
    // Nobody hands in from a page of another site.
    let request = world.http.post(world.url(&format!("/api/v1/hand-in/{}", world.chapter)));
    let request = request.bearer_auth(&mine).header("origin", "https://evil.example").body(words(0x7500));
    assert_eq!(within(request.send()).await.expect("an answer").status(), 403);
}
