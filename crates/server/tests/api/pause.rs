//! The panic button: within two seconds nothing changes any more, everything can be read, and what was written meanwhile
//! goes in by itself when the service goes on. Never refused, so nothing goes to a shelf.

use std::time::{Duration, Instant};

use collab::message::Message;
use manual::document::Document;
use reqwest::Method;
use serde_json::json;
use server::table::{ROUTES, WhilePaused};

use crate::matrix::act;
use crate::world::{Who, World, within};

async fn set(world: &World, state: &str) {
    act(world, Who::Secretariat, Method::POST, "/api/v1/service", json!({ "state": state }), 204).await;
}

fn fill(address: &str, world: &World) -> String {
    let absent = "11111111-1111-4111-8111-111111111111";
    address
        .replace("{manual}", &world.manual)
        .replace("{chapter}", &world.chapter)
        .replace("{template}", &world.template)
        .replace("{document}", &world.chapter)
        .replace("{seat}", &world.ghana)
        .replace("{person}", &world.person)
        .replace("{edition}", "1")
        .replace("{place}", "1")
        .replace("{link}", &"0".repeat(32))
        .replace("{after}", "0")
        .replace("{sha256}", &"0".repeat(64))
        .replace("{proposal}", absent)
        .replace("{session}", absent)
        .replace("{passkey}", absent)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_paused_every_route_that_changes_something_says_so_and_the_others_answer() {
    let world = World::start().await;
    set(&world, "read-only").await;
    let before = world.get(Who::Nobody, "/api/v1/health").await["seq"].clone();
    for route in ROUTES.iter().filter(|route| !route.address.ends_with("/service")) {
        if route.method == "DELETE" && route.address.ends_with("/session") {
            continue; // The secretariat is needed once more.
        }
        let method = route.method.parse::<Method>().expect("a method");
        let request = world.request(Who::Secretariat, method, &fill(route.address, &world));
        let request = if route.method == "POST" { request.json(&json!({})) } else { request };
        let answer = within(request.send()).await.expect("an answer");
        let retry = answer.headers().contains_key("retry-after");
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap_or_default();
        let paused = body.contains("\"paused\"");
        let place = format!("{} {}: {status} {body}", route.method, route.address);
        assert_eq!(paused, route.paused == WhilePaused::Refuses, "{place}");
        assert!(!paused || (status == 503 && retry), "{place}");
    }
    let after = world.get(Who::Nobody, "/api/v1/health").await["seq"].clone();
    let ended_a_person = 8; // Ending somebody takes away, and is written down.
    let grown = after.as_u64().expect("a number") - before.as_u64().expect("a number");
    assert!(grown <= ended_a_person, "the journal grew by {grown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_are_told_within_two_seconds_and_what_waits_goes_in_when_it_goes_on() {
    let world = World::start().await;
    let token = format!("Bearer {}", world.token(Who::Ghana).expect("a token"));
    let headers = [("authorization", token.as_str()), ("sec-websocket-protocol", "chancery.v1")];
    let mut ghana = world.open(&world.chapter, &headers).await.expect("a link");
    ghana.exchange().await;
    ghana.types("before ").await;
    ghana.saved(b"before").await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    let pressed = Instant::now();
    set(&world, "read-only").await;
    while !ghana.policies.iter().any(|policy| policy.contains("\"paused\"")) {
        ghana.step().await.expect("the link stays");
    }
    let told = pressed.elapsed();
    println!("told after {told:?}");
    assert!(told < Duration::from_secs(2), "{told:?}");
    ghana.types("meanwhile ").await;
    ghana.send(Message::Acknowledge(b"meanwhile")).await;
    ghana.send(Message::QueryAwareness).await;
    denmark.saved(b"a fence").await;
    assert_eq!(denmark.text(), "before ", "nobody hears of it");
    // Over a restart too.
    let mut world = world;
    assert!(ghana.acknowledged.iter().all(|body| body != b"meanwhile") && ghana.refused.is_none());
    world.stop().await.expect("politely");
    world.run().await;
    let mut fresh = world.link(Who::Observer, &world.chapter).await;
    assert_eq!(fresh.text(), "before ");
    let mut again = world.open(&world.chapter, &headers).await.expect("a link");
    again.document = std::mem::replace(&mut ghana.document, Document::new(1));
    again.exchange().await;
    assert!(again.refused.is_none());
    set(&world, "open").await;
    // It is asked for what it had sent, and answers.
    again.saved(b"and after").await;
    fresh.shows("before meanwhile ").await;
}
