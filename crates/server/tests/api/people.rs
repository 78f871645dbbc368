//! People in seats, over the interface for programs: who may, what they may see, and that the end is the end.

use manual::id::{Epoch, SeatId, SessionId};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use server::Config;
use server::commands::{self, Desk};
use sha2::{Digest, Sha256};
use store::record::{Entry, Record};
use store::store::Store;

use crate::world::{Who, World, within};

/// A browser: a cookie, and the origin that goes with it.
struct Browser<'w> {
    world: &'w World,
    cookie: String,
}

impl<'w> Browser<'w> {
    /// Signs in with an invitation.
    async fn with(world: &'w World, invitation: &Value) -> Self {
        let answer = sign_in(world, invitation).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
        let cookie = answer.headers()["set-cookie"].to_str().expect("text");
        Self { world, cookie: cookie.split(';').next().expect("a pair").to_owned() }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Response {
        let request = self.world.http.request(method, self.world.url(path));
        let request = request.header("cookie", &self.cookie).header("origin", self.world.origin());
        let request = if body.is_null() { request } else { request.json(&body) };
        within(request.send()).await.expect("an answer")
    }

    async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, Value::Null).await.json().await.expect("JSON")
    }
}

async fn sign_in(world: &World, invitation: &Value) -> Response {
    let link = invitation["link"].as_str().expect("a link").rsplit('/').next().expect("a secret");
    let body = json!({"link": link, "code": invitation["code"]});
    let request = world.http.post(world.url("/api/v1/sign-in")).json(&body);
    let request = request.header("user-agent", "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0");
    within(request.send()).await.expect("an answer")
}

async fn post(world: &World, path: &str, body: Value) -> Value {
    let request = world.request(Who::Secretariat, Method::POST, path).json(&body);
    let answer = within(request.send()).await.expect("an answer");
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.unwrap_or(Value::Null)
}

async fn invited(world: &World, person: &str) -> Value {
    post(world, &format!("/api/v1/people/{person}/invitation"), Value::Null).await
}

async fn added(world: &World, person: Value) -> String {
    let made = post(world, &format!("/api/v1/seats/{}/people", world.ghana), person).await;
    made["id"].as_str().expect("an id").to_owned()
}

fn ghana(seats: &Value) -> &Value {
    seats.as_array().expect("seats").iter().find(|seat| seat["name"] == "Ghana").expect("Ghana")
}

#[tokio::test]
async fn a_session_belongs_to_a_person_and_says_so() {
    let world = World::start().await;
    let browser = Browser::with(&world, &invited(&world, &world.person).await).await;
    let session = browser.get("/api/v1/session").await;
    assert_eq!(session["seat"]["name"], "Ghana");
    let person = json!({"id": world.person, "name": "Ama Owusu", "role": "focal-point", "admin": false});
    assert_eq!(session["person"], person);
    let sessions = browser.get("/api/v1/sessions").await;
    assert_eq!(sessions.as_array().map(Vec::len), Some(1));
    assert_eq!(sessions[0]["current"], true);
    assert_eq!(sessions[0]["device"], json!({"browser": "firefox", "system": "windows"}));
}

#[tokio::test]
async fn who_administers_a_seat_sees_it_whole_and_no_other() {
    let world = World::start().await;
    let kofi = json!({"name": "Kofi", "email": "kofi@mfa.example", "role": "deputy", "admin": true});
    let kofi = added(&world, kofi).await;
    let admin = Browser::with(&world, &invited(&world, &kofi).await).await;
    let plain = Browser::with(&world, &invited(&world, &world.person).await).await;

    let seats = admin.get("/api/v1/seats").await;
    assert_eq!(ghana(&seats)["people"][0]["email"], "ama@mfa.example");
    assert_eq!(ghana(&seats)["sessions"], 2);
    let denmark = seats.as_array().expect("seats").iter().find(|seat| seat["name"] == "Denmark");
    assert_eq!(denmark.expect("Denmark").as_object().expect("fields").len(), 3, "id, name, kind");
    let seats = plain.get("/api/v1/seats").await;
    assert_eq!(ghana(&seats)["people"][1]["name"], "Kofi");
    assert_eq!(ghana(&seats)["people"][1].get("email"), None);
    assert_eq!(ghana(&seats).get("sessions"), None);

    let new = json!({"name": "Efua", "role": "colleague"});
    let people = format!("/api/v1/seats/{}/people", world.ghana);
    assert_eq!(plain.ask(Method::POST, &people, new.clone()).await.status(), 403);
    assert_eq!(admin.ask(Method::POST, &people, new.clone()).await.status(), 201);
    let denmark = denmark_of(&seats);
    let elsewhere = format!("/api/v1/seats/{denmark}/people");
    assert_eq!(admin.ask(Method::POST, &elsewhere, new).await.status(), 403);
    assert_eq!(
        admin.ask(Method::POST, "/api/v1/seats", json!({"name": "X", "kind": "state"})).await.status(),
        403
    );
}

fn denmark_of(seats: &Value) -> String {
    let found = seats.as_array().expect("seats").iter().find(|seat| seat["name"] == "Denmark");
    found.expect("Denmark")["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn an_invitation_is_for_one_person_and_the_newest_counts() {
    let world = World::start().await;
    let first = invited(&world, &world.person).await;
    let second = invited(&world, &world.person).await;
    assert_eq!(sign_in(&world, &first).await.status(), 403, "a newer one was made");
    assert_eq!(sign_in(&world, &second).await.status(), 204);
    let third = invited(&world, &world.person).await;
    post(&world, &format!("/api/v1/people/{}/end", world.person), Value::Null).await;
    assert_eq!(sign_in(&world, &third).await.status(), 403);
    let path = format!("/api/v1/people/{}/invitation", world.person);
    assert_eq!(world.ask(Who::Secretariat, Method::POST, &path).await.status(), 409);
}

#[tokio::test]
async fn whoever_s_last_day_has_passed_is_signed_out() {
    let world = World::start().await;
    let browser = Browser::with(&world, &invited(&world, &world.person).await).await;
    let mut socket = world
        .open(&world.chapter, &[("cookie", &browser.cookie), ("origin", &world.origin())])
        .await
        .expect("a link");
    socket.exchange().await;
    let yesterday = json!({"until": "2020-01-01"});
    post(&world, &format!("/api/v1/people/{}", world.person), yesterday).await;
    assert_eq!(socket.end().await, 4010);
    assert_eq!(browser.get("/api/v1/session").await["signed_in"], false);
    // Another term, and the person may come again.
    post(&world, &format!("/api/v1/people/{}", world.person), json!({"until": ""})).await;
    assert_eq!(sign_in(&world, &invited(&world, &world.person).await).await.status(), 204);
}

#[tokio::test]
async fn a_term_ends_by_itself_while_a_link_is_open() {
    let world = World::start().await;
    let browser = Browser::with(&world, &invited(&world, &world.person).await).await;
    let headers = [("cookie", browser.cookie.as_str()), ("origin", &world.origin())];
    let mut socket = world.open(&world.chapter, &headers).await.expect("a link");
    socket.exchange().await;
    let soon = std::time::SystemTime::now() + std::time::Duration::from_secs(2);
    let soon = json!({"until": humantime::format_rfc3339_millis(soon).to_string()});
    post(&world, &format!("/api/v1/people/{}", world.person), soon).await;
    assert_eq!(socket.end().await, 4010);
}

#[tokio::test]
async fn sessions_are_ended_one_by_one_and_all_at_once() {
    let world = World::start().await;
    let here = Browser::with(&world, &invited(&world, &world.person).await).await;
    let there = Browser::with(&world, &invited(&world, &world.person).await).await;
    let third = Browser::with(&world, &invited(&world, &world.person).await).await;
    let sessions = here.get("/api/v1/sessions").await;
    assert_eq!(sessions.as_array().map(Vec::len), Some(3));
    let own = there.get("/api/v1/sessions").await;
    let current = own.as_array().expect("sessions").iter().find(|session| session["current"] == true);
    let id = current.expect("this one")["id"].as_str().expect("an id");
    let path = format!("/api/v1/sessions/{id}");
    assert_eq!(world.ask(Who::Denmark, Method::DELETE, &path).await.status(), 404, "not theirs");
    assert_eq!(here.ask(Method::DELETE, &path, Value::Null).await.status(), 204);
    assert_eq!(there.get("/api/v1/session").await["signed_in"], false);
    assert_eq!(third.get("/api/v1/session").await["signed_in"], true);
    assert_eq!(here.ask(Method::DELETE, "/api/v1/sessions", Value::Null).await.status(), 204);
    assert_eq!(third.get("/api/v1/session").await["signed_in"], false);
    assert_eq!(here.get("/api/v1/session").await["signed_in"], false);
}

#[tokio::test]
async fn a_handover_signs_out_everybody_of_before_and_invites_the_next() {
    let world = World::start().await;
    let ama = Browser::with(&world, &invited(&world, &world.person).await).await;
    let late = invited(&world, &world.person).await;
    let path = format!("/api/v1/seats/{}/handover", world.ghana);
    let nobody = json!({"leaving": [], "successor": {"name": "Kofi", "role": "focal-point"}});
    let refused = world.request(Who::Secretariat, Method::POST, &path).json(&nobody);
    assert_eq!(within(refused.send()).await.expect("an answer").status(), 400);
    let successor = json!({"name": "Kofi", "role": "focal-point", "admin": true});
    let done = post(&world, &path, json!({"leaving": null, "successor": successor})).await;
    assert_eq!(ama.get("/api/v1/session").await["signed_in"], false);
    assert_eq!(sign_in(&world, &late).await.status(), 403);
    assert_eq!(world.ask(Who::Ghana, Method::GET, "/api/v1/manuals").await.status(), 401, "the seat's token");
    let kofi = Browser::with(&world, &done["invitation"]).await;
    let seats = kofi.get("/api/v1/seats").await;
    let states: Vec<_> = ghana(&seats)["people"]
        .as_array()
        .expect("people")
        .iter()
        .map(|person| person["state"].clone())
        .collect();
    assert_eq!(states, ["holds", "gone"]);
}

#[tokio::test]
async fn what_is_from_before_there_were_people_goes_on_and_names_are_not_needed() {
    let mut world = World::start().await;
    world.stop().await.expect("a polite end");
    let (mut store, _) = Store::open(world.folder(), Epoch::from_random([9; 16]), 0).expect("the folder");
    let seat = SeatId::parse(&world.ghana).expect("an id");
    let (session, token) = (SessionId::from_random([5; 16]), Sha256::digest("from-before").into());
    let writer = store.registry().next_writer();
    let records = [
        Record::SessionBegan { session, seat, token, ends_ms: u64::MAX, right: None, program: false },
        Record::WriterNamed { writer, seat, session },
    ];
    let entries = records.map(|record| Entry { time_ms: 1, writer: 0, record });
    store.commit(&entries).expect("written");
    let config = Config::default();
    let invitation = commands::invite(&mut Desk::folder(&mut store, &config), "Ghana").await.expect("one");
    store.close();
    std::fs::remove_dir_all(world.folder().join("vault")).expect("removed");
    world.run().await;

    let old = Browser { world: &world, cookie: "chancery=from-before".to_owned() };
    let session = old.get("/api/v1/session").await;
    assert_eq!((&session["signed_in"], session.get("person")), (&json!(true), None));
    assert_eq!(old.get("/api/v1/sessions").await.as_array().map(Vec::len), Some(1));
    let people = ghana(&old.get("/api/v1/seats").await)["people"].clone();
    assert_eq!(
        (&people[0]["name"], &people[0]["state"]),
        (&Value::Null, &json!("holds")),
        "its key is not here"
    );
    let new = Browser::with(&world, &json!(invitation)).await;
    assert_eq!(new.get("/api/v1/session").await.get("person"), None);
    post(&world, &format!("/api/v1/people/{}/end", world.person), Value::Null).await;
    assert_eq!(old.get("/api/v1/session").await["signed_in"], true, "nobody's in particular");
    let handover = json!({"leaving": null, "successor": {"name": "Kofi", "role": "focal-point"}});
    post(&world, &format!("/api/v1/seats/{}/handover", world.ghana), handover).await;
    for browser in [&old, &new] {
        assert_eq!(browser.get("/api/v1/session").await["signed_in"], false);
    }
}
