//! The roster, what a seat holds, tokens and erasure, over the interface for programs.

use std::path::Path;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::folder::{files, holds};
use crate::world::{Who, World, within};

async fn bring(world: &World, path: &str, csv: String) -> Value {
    let answer = send(world, Who::Secretariat, path, csv).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.expect("JSON")
}

async fn send(world: &World, who: Who, path: &str, csv: String) -> Response {
    let request = world.request(who, Method::POST, path).header("content-type", "text/csv").body(csv);
    within(request.send()).await.expect("an answer")
}

async fn post(world: &World, path: &str, body: Value) -> Value {
    let answer = within(world.request(Who::Secretariat, Method::POST, path).json(&body).send()).await;
    answer.expect("an answer").json().await.unwrap_or(Value::Null)
}

/// 61 states and two organisations, with two people each.
fn whole() -> String {
    let mut csv = "seat;kind;name;email;role;admin;from;until\r\n".to_owned();
    for n in 1..=63 {
        let kind = if n <= 61 { "state" } else { "organisation" };
        csv += &format!(
            "Seat {n};{kind};Focal {n};focal{n}@mfa.example;focal-point;yes;2026-01-01;2030-12-31\r\n"
        );
        csv += &format!("Seat {n};;Deputy {n};deputy{n}@mfa.example;deputy;;;\r\n");
    }
    csv
}

#[tokio::test]
async fn a_whole_network_comes_in_at_once_and_again_changes_nothing() {
    let world = World::start().await;
    let seen = bring(&world, "/api/v1/roster/preview", whole()).await;
    assert_eq!((&seen["ok"], &seen["seats"], &seen["people"]), (&json!(true), &json!(63), &json!(126)));
    let first =
        json!({"line": 2, "seat": "Seat 1", "person": "Focal 1", "adds": ["seat", "person"], "error": null});
    assert_eq!(seen["lines"][0], first);
    let seats = world.get(Who::Secretariat, "/api/v1/seats").await;
    assert_eq!(seats.as_array().map(Vec::len), Some(4), "looking changes nothing");

    let done = bring(&world, "/api/v1/roster", whole()).await;
    assert_eq!((&done["ok"], &done["seats"], &done["people"]), (&json!(true), &json!(63), &json!(126)));
    let seats = world.get(Who::Secretariat, "/api/v1/seats").await;
    assert_eq!(seats.as_array().map(Vec::len), Some(67));
    let one = seats.as_array().expect("seats").iter().find(|seat| seat["name"] == "Seat 61").expect("it");
    let names: Vec<_> =
        one["people"].as_array().expect("people").iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&json!("Focal 61")) && names.contains(&json!("Deputy 61")));

    let again = bring(&world, "/api/v1/roster", whole()).await;
    assert_eq!((&again["ok"], &again["seats"], &again["people"]), (&json!(true), &json!(0), &json!(0)));
    let written = world.ask(Who::Secretariat, Method::GET, "/api/v1/roster").await;
    assert_eq!(written.headers()["content-type"], "text/csv; charset=utf-8");
    let written = written.text().await.expect("text");
    assert!(
        written.contains("Seat 61,state,Focal 61,focal61@mfa.example,focal-point,yes,2026-01-01,2030-12-31")
    );
    let own = bring(&world, "/api/v1/roster", written).await;
    assert_eq!((&own["ok"], &own["seats"], &own["people"]), (&json!(true), &json!(0), &json!(0)));
}

#[tokio::test]
async fn one_wrong_line_and_nothing_is_done() {
    let world = World::start().await;
    let csv = [
        "seat,kind,name,email,role,admin,from,until",
        "Kenya,state,Wanjiru,wanjiru@mfa.example,focal-point,,,",
        "Peru,kingdom,Rosa,,,,,",
        "Chile,,Rosa,,,,,",
        "Ghana,observer,Rosa,,,,,",
        "Ghana,,Rosa,not-an-address,,,,",
        "Ghana,,Rosa,,president,,,",
        "Ghana,,Rosa,,,maybe,,",
        "Ghana,,Rosa,,,,2027-01-01,2026-01-01",
        "Ghana,,Rosa,,,,01/02/2027,",
        "Ghana,,,rosa@mfa.example,,,,",
        "Ghana,,Ro\u{202e}sa,,,,,",
        ",,Rosa,,,,,",
        "Ghana,,Rosa,,,,,,,more",
    ];
    let seen = bring(&world, "/api/v1/roster/preview", csv.join("\n")).await;
    assert_eq!(seen["ok"], false);
    let wrong: Vec<u64> = seen["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .filter(|line| line["error"].is_string())
        .map(|line| line["line"].as_u64().expect("a number"))
        .collect();
    assert_eq!(wrong, (3..=14).collect::<Vec<_>>());
    let refused = send(&world, Who::Secretariat, "/api/v1/roster", csv.join("\n")).await;
    assert_eq!(refused.status(), 400);
    let problem: Value = refused.json().await.expect("JSON");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("line 3: ")), "{problem}");
    let seats = world.get(Who::Secretariat, "/api/v1/seats").await;
    assert!(seats.as_array().expect("seats").iter().all(|seat| seat["name"] != "Kenya"), "nothing is done");
}

#[tokio::test]
async fn rosters_are_for_the_secretariat_and_bounded() {
    let world = World::start().await;
    for path in ["/api/v1/roster", "/api/v1/roster/preview"] {
        assert_eq!(send(&world, Who::Ghana, path, whole()).await.status(), 403);
        assert_eq!(send(&world, Who::Secretariat, path, "x".repeat(300 << 10)).await.status(), 413);
        let lines = format!("seat,kind\n{}", "Kenya,state\n".repeat(1001));
        assert_eq!(send(&world, Who::Secretariat, path, lines).await.status(), 400);
        assert_eq!(send(&world, Who::Secretariat, path, "nothing".to_owned()).await.status(), 400);
    }
}

#[tokio::test]
async fn a_seat_holds_what_it_wrote() {
    let world = World::start().await;
    let path = format!("/api/v1/seats/{}/holdings", world.ghana);
    let before = world.get(Who::Ghana, &path).await;
    assert_eq!((&before["chapters"], &before["people"]), (&json!([]), &json!([world.person])));
    let mut socket = world.link(Who::Ghana, &world.chapter).await;
    socket.types("ours").await;
    socket.saved(b"typed").await;
    let after = world.get(Who::Secretariat, &path).await;
    assert_eq!(after["chapters"], json!([{"id": world.chapter, "title": "First", "manual": world.manual}]));
    assert_eq!((&after["drafts"], &after["tokens"]), (&json!([]), &json!(1)));
    assert_eq!(world.ask(Who::Denmark, Method::GET, &path).await.status(), 403);
}

#[tokio::test]
async fn a_token_does_what_it_was_made_for_and_no_more() {
    let world = World::start().await;
    let other = post(&world, "/api/v1/manuals", json!({"title": "Another"})).await;
    let ends = tomorrow();
    let new = json!({"name": "weekly export", "right": "read", "manual": world.manual, "ends": ends, "seat": world.ghana});
    let made = post(&world, "/api/v1/tokens", new).await;
    let token = made["token"].as_str().expect("a token");
    let ask = |path: String| {
        let request = world.http.get(world.url(&path)).bearer_auth(token);
        async move { within(request.send()).await.expect("an answer").status().as_u16() }
    };
    assert_eq!(ask(format!("/api/v1/manuals/{}/chapters", world.manual)).await, 200);
    let other = other["id"].as_str().expect("an id");
    assert_eq!(ask(format!("/api/v1/manuals/{other}/chapters")).await, 404, "it is bound to one manual");
    let create =
        world.http.post(world.url("/api/v1/manuals")).bearer_auth(token).json(&json!({"title": "x"}));
    assert_eq!(within(create.send()).await.expect("an answer").status(), 403);

    let listed = world.get(Who::Secretariat, "/api/v1/tokens").await;
    let row =
        listed.as_array().expect("tokens").iter().find(|row| row["name"] == "weekly export").expect("it");
    assert_eq!((&row["right"], &row["manual"]), (&json!("read"), &json!(world.manual)));
    assert!(!listed.to_string().contains(token), "its secret is told once");
    let path = format!("/api/v1/tokens/{}", made["id"].as_str().expect("an id"));
    assert_eq!(world.ask(Who::Ghana, Method::DELETE, &path).await.status(), 404);
    assert_eq!(world.ask(Who::Secretariat, Method::DELETE, &path).await.status(), 204);
    assert_eq!(ask("/api/v1/manuals".to_owned()).await, 401);
    // A program's own token lives an hour; what it makes lives no longer.
    let long = json!({"name": "x", "right": "keep", "ends": "2027-12-31"});
    let long = world.request(Who::Secretariat, Method::POST, "/api/v1/tokens").json(&long);
    assert_eq!(within(long.send()).await.expect("an answer").status(), 400);
}

/// In half an hour: what a token of an hour may make.
fn tomorrow() -> String {
    let soon = std::time::SystemTime::now() + std::time::Duration::from_secs(1800);
    humantime::format_rfc3339_seconds(soon).to_string()
}

#[tokio::test]
async fn no_name_stands_in_clear_and_one_that_was_erased_is_gone() {
    let mut world = World::start().await;
    bring(&world, "/api/v1/roster", whole()).await;
    let names = ["Focal 61", "Deputy 7", "focal61@mfa.example", "Ama Owusu", "ama@mfa.example"];
    world.stop().await.expect("a polite end");
    let before = files(world.folder());
    for (file, bytes) in &before {
        for name in names {
            assert!(!holds(bytes, name.as_bytes()), "{name} stands in {}", file.display());
        }
    }
    let names_the_person = |file: &Path| file.to_string_lossy().contains(&world.person);
    assert!(before.iter().any(|(file, _)| names_the_person(file)), "there is a key for the person");
    world.run().await;

    let people = |seats: Value| {
        let ghana = seats.as_array().expect("seats").iter().find(|seat| seat["name"] == "Ghana").cloned();
        ghana.expect("Ghana")["people"][0].clone()
    };
    let seen = people(world.get(Who::Secretariat, "/api/v1/seats").await);
    assert_eq!((&seen["name"], &seen["email"]), (&json!("Ama Owusu"), &json!("ama@mfa.example")));
    let erase = format!("/api/v1/people/{}/erase", world.person);
    for _ in 0..2 {
        assert_eq!(world.ask(Who::Secretariat, Method::POST, &erase).await.status(), 204);
    }
    let seen = people(world.get(Who::Secretariat, "/api/v1/seats").await);
    assert_eq!((&seen["name"], &seen["state"]), (&Value::Null, &json!("erased")));
    assert_eq!(seen.get("email"), None);
    world.stop().await.expect("a polite end");
    let names_the_person = |file: &Path| file.to_string_lossy().contains(&world.person);
    assert!(files(world.folder()).iter().all(|(file, _)| !names_the_person(file)), "no key is left");
    world.run().await;
    let seen = people(world.get(Who::Secretariat, "/api/v1/seats").await);
    assert_eq!((&seen["name"], &seen["state"]), (&Value::Null, &json!("erased")));
}
