//! Passkeys through the running service: made, signed in with, ended; and everything that is nearly right, refused alike.

use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::limits::Limits;

use crate::authenticator::{HERE, Manner, SoftPasskey, encode};
use crate::folder::{files, holds};
use crate::world::{Who, World, within};

/// Somebody in a seat, signed in by an invitation in their own name.
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) cookie: String,
}

pub(crate) async fn seat(world: &World, name: &str) -> String {
    let seats = world.get(Who::Secretariat, "/api/v1/seats").await;
    let seats = seats.as_array().expect("a list");
    let seat = seats.iter().find(|seat| seat["name"] == name).expect("the seat");
    seat["id"].as_str().expect("an id").to_owned()
}

pub(crate) async fn person(world: &World, in_seat: &str) -> Person {
    let seat = seat(world, in_seat).await;
    let people = format!("/api/v1/seats/{seat}/people");
    let body = json!({"name": "Ama Owusu", "role": "focal-point"});
    let made = within(world.request(Who::Secretariat, Method::POST, &people).json(&body).send()).await;
    let made: Value = made.expect("an answer").json().await.expect("JSON");
    let id = made["id"].as_str().expect("an id").to_owned();
    let invitation =
        world.ask(Who::Secretariat, Method::POST, &format!("/api/v1/people/{id}/invitation")).await;
    let invitation: Value = invitation.json().await.expect("JSON");
    let link = invitation["link"].as_str().expect("a link").rsplit('/').next().expect("a secret");
    let body = json!({"link": link, "code": invitation["code"]});
    let answer = send(world, Method::POST, "/api/v1/sign-in", None, Some(&body)).await;
    assert_eq!(answer.status(), 204);
    Person { id, cookie: cookie(&answer) }
}

/// What is changed about an answer that was right.
type Change = (&'static str, fn(&mut Value));

/// What a page of ours sends.
pub(crate) async fn send(
    world: &World,
    method: Method,
    path: &str,
    cookie: Option<&str>,
    body: Option<&Value>,
) -> Response {
    let mut request = world.request(Who::Nobody, method, path).header(ORIGIN, world.origin());
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    if let Some(body) = body {
        request = request.json(body);
    }
    within(request.send()).await.expect("an answer")
}

pub(crate) async fn post(world: &World, path: &str, who: &Person, body: Option<&Value>) -> Response {
    send(world, Method::POST, path, Some(&who.cookie), body).await
}

pub(crate) fn cookie(response: &Response) -> String {
    let set = response.headers()[SET_COOKIE].to_str().expect("text");
    set.split(';').next().expect("a pair").to_owned()
}

/// The name under which passkeys know the service: an address of numbers has none.
pub(crate) fn origin(world: &World) -> String {
    format!("http://localhost:{}", world.address.port())
}

async fn registration(world: &World, who: &Person) -> Value {
    let asked = post(world, "/api/v1/passkeys/registration", who, None).await;
    assert_eq!(asked.status(), 200);
    asked.json().await.expect("JSON")
}

pub(crate) async fn passkey(world: &World, who: &Person, seed: u8) -> SoftPasskey {
    let asked = registration(world, who).await;
    let (passkey, credential) = SoftPasskey::make(&asked, &origin(world), seed);
    let body = json!({"name": format!("Device {seed}"), "credential": credential});
    let made = post(world, "/api/v1/passkeys", who, Some(&body)).await;
    assert_eq!(made.status(), 201, "{:?}", made.text().await);
    passkey
}

pub(crate) async fn challenge(world: &World) -> Value {
    let asked = send(world, Method::POST, "/api/v1/sign-in/passkey/challenge", None, None).await;
    assert_eq!(asked.status(), 200);
    asked.json().await.expect("JSON")
}

pub(crate) async fn show(world: &World, credential: &Value) -> Response {
    let body = json!({"credential": credential});
    send(world, Method::POST, "/api/v1/sign-in/passkey", None, Some(&body)).await
}

/// Refused as everything is that does not sign in: one body, no cookie.
pub(crate) async fn refused(answer: Response, what: &str) {
    assert_eq!(answer.status(), 403, "{what}");
    assert!(!answer.headers().contains_key(SET_COOKIE), "{what}");
    let mut problem: Value = answer.json().await.expect("JSON");
    problem["request_id"] = Value::Null;
    let title = "This did not sign anybody in. Try again, or ask for a new invitation.";
    let same = json!({"status": 403, "code": "sign-in-refused", "title": title, "request_id": null});
    assert_eq!(problem, same, "{what}");
}

pub(crate) async fn list(world: &World, who: &Person) -> Value {
    let answer = send(world, Method::GET, "/api/v1/passkeys", Some(&who.cookie), None).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.expect("JSON")
}

/// Nobody tries as often as these tests do.
async fn world() -> World {
    World::limited(Limits { sign_in_tries_per_minute_max: 10_000, ..Limits::default() }).await
}

#[tokio::test]
async fn a_passkey_is_made_and_signs_its_person_in() {
    let mut world = world().await;
    let ways = world.get(Who::Nobody, "/api/v1/sign-in").await;
    assert_eq!(ways["passkeys"], json!(true));
    let ama = person(&world, "Ghana").await;
    let asked = registration(&world, &ama).await;
    let options = &asked["publicKey"];
    assert_eq!(options["authenticatorSelection"]["residentKey"], json!("required"));
    assert_eq!(options["authenticatorSelection"]["userVerification"], json!("required"));
    assert_eq!((&options["rp"]["id"], &options["user"]["name"]), (&json!("localhost"), &json!("Ghana")));
    assert!(!asked.to_string().contains("Ama") && !asked.to_string().contains(&ama.id), "{asked}");

    let mut device = passkey(&world, &ama, 7).await;
    let listed = list(&world, &ama).await;
    assert_eq!((&listed[0]["name"], &listed[0]["last_used"]), (&json!("Device 7"), &Value::Null));
    let again = registration(&world, &ama).await;
    assert_eq!(again["publicKey"]["excludeCredentials"][0]["id"], json!(encode(&device.id)));
    assert_eq!(again["publicKey"]["user"]["id"], json!(device.handle), "a person has one handle");

    world.stop().await.expect("a polite end");
    world.run().await;
    device.origin = origin(&world);
    let asked = challenge(&world).await;
    assert_eq!((&asked["publicKey"]["allowCredentials"], asked.get("mediation")), (&json!([]), None));
    let credential = device.assert(&asked, &Manner::default());
    let came = show(&world, &credential).await;
    assert_eq!(came.status(), 204);
    let set = came.headers()[SET_COOKIE].to_str().expect("text").to_owned();
    for part in ["chancery=", "; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age="] {
        assert!(set.contains(part), "{set}");
    }
    let session = send(&world, Method::GET, "/api/v1/session", Some(&cookie(&came)), None).await;
    let session: Value = session.json().await.expect("JSON");
    assert_eq!((&session["seat"]["name"], &session["person"]["id"]), (&json!("Ghana"), &json!(ama.id)));
    assert!(list(&world, &ama).await[0]["last_used"].is_string());

    refused(show(&world, &credential).await, "replayed").await;
    let asked = challenge(&world).await;
    let on_others = json!({"credential": device.assert(&asked, &Manner::default()), "own_device": false});
    let came = send(&world, Method::POST, "/api/v1/sign-in/passkey", None, Some(&on_others)).await;
    let set = came.headers()[SET_COOKIE].to_str().expect("text");
    assert!(!set.contains("Max-Age"), "it ends with the browser: {set}");
}

#[tokio::test]
async fn what_is_nearly_right_is_refused_and_always_alike() {
    let world = world().await;
    let (ama, kofi) = (person(&world, "Ghana").await, person(&world, "Denmark").await);
    let device = passkey(&world, &ama, 7).await;
    let other = passkey(&world, &kofi, 9).await;
    let port = world.address.port();
    let elsewhere = [
        "null".to_owned(),
        format!("https://localhost:{port}"),
        format!("http://localhost:{}", port ^ 1),
        "http://localhost".to_owned(),
        format!("http://evil.localhost:{port}"),
        format!("http://localhost.evil.example:{port}"),
        format!("http://evil-localhost:{port}"),
        format!("http://127.0.0.1:{port}"),
        "https://evil.example".to_owned(),
    ];
    for origin in elsewhere {
        let manner = Manner { origin: Some(origin.clone()), ..Manner::default() };
        let credential = device.clone().assert(&challenge(&world).await, &manner);
        refused(show(&world, &credential).await, &origin).await;
    }
    let wrong = [
        ("a framed page of another site", Manner { cross_origin: true, ..Manner::default() }),
        ("another relying party", Manner { relying: Some("evil.example".to_owned()), ..Manner::default() }),
        ("nobody was there", Manner { flags: HERE & !1, ..Manner::default() }),
        ("the person was not verified", Manner { flags: HERE & !4, ..Manner::default() }),
        ("another ceremony", Manner { kind: "webauthn.create", ..Manner::default() }),
    ];
    for (what, manner) in wrong {
        let credential = device.clone().assert(&challenge(&world).await, &manner);
        refused(show(&world, &credential).await, what).await;
    }
    let right = |asked: &Value| device.clone().assert(asked, &Manner::default());
    let changes: [Change; 6] = [
        ("no signature", |it| it["response"]["signature"] = json!("")),
        ("a signature changed in one bit", |it| {
            let text = it["response"]["signature"].as_str().expect("text").to_owned();
            let last = if text.ends_with('A') { "Q" } else { "A" };
            it["response"]["signature"] = json!(format!("{}{last}", &text[..text.len() - 1]));
        }),
        ("no handle", |it| it["response"]["userHandle"] = Value::Null),
        ("a handle of nobody", |it| it["response"]["userHandle"] = json!(encode(&[1; 16]))),
        ("a handle that is none", |it| it["response"]["userHandle"] = json!(encode(b"Ghana"))),
        ("another credential", |it| it["rawId"] = json!(encode(&[9; 32]))),
    ];
    for (what, change) in changes {
        let mut credential = right(&challenge(&world).await);
        change(&mut credential);
        refused(show(&world, &credential).await, what).await;
    }
    let mut credential = right(&challenge(&world).await);
    credential["response"]["userHandle"] = json!(other.handle);
    refused(show(&world, &credential).await, "as somebody else").await;
    let mut asked = challenge(&world).await;
    asked["publicKey"]["challenge"] = json!(encode(&[3; 32]));
    refused(show(&world, &right(&asked)).await, "a challenge that was never made").await;
    let registration = registration(&world, &ama).await;
    refused(show(&world, &right(&registration)).await, "the challenge of a registration").await;

    // And after all of it, the person comes in, and the device that was copied before does not.
    let mut device = device;
    device.count = 40;
    let credential = device.assert(&challenge(&world).await, &Manner::default());
    assert_eq!(show(&world, &credential).await.status(), 204);
    device.count = 7;
    let copied = device.assert(&challenge(&world).await, &Manner::default());
    refused(show(&world, &copied).await, "a count that goes back").await;
}

#[tokio::test]
async fn a_challenge_is_over_after_its_time() {
    let limits =
        Limits { passkey_challenge_ms: 0, sign_in_tries_per_minute_max: 10_000, ..Limits::default() };
    let world = World::limited(limits).await;
    let ama = person(&world, "Ghana").await;
    let (device, credential) = SoftPasskey::make(&registration(&world, &ama).await, &origin(&world), 7);
    let body = json!({"name": "Late", "credential": credential});
    let late = post(&world, "/api/v1/passkeys", &ama, Some(&body)).await;
    assert_eq!(late.status(), 409);
    let credential = device.clone().assert(&challenge(&world).await, &Manner::default());
    refused(show(&world, &credential).await, "too late").await;
}

#[tokio::test]
async fn only_the_newest_challenges_are_kept() {
    let limits =
        Limits { passkey_challenges_max: 3, sign_in_tries_per_minute_max: 10_000, ..Limits::default() };
    let world = World::limited(limits).await;
    let ama = person(&world, "Ghana").await;
    let device = passkey(&world, &ama, 7).await;
    let mut asked = Vec::new();
    for _ in 0..4 {
        asked.push(challenge(&world).await);
    }
    let right = |asked: &Value| device.clone().assert(asked, &Manner::default());
    refused(show(&world, &right(&asked[0])).await, "the oldest had to go").await;
    assert_eq!(show(&world, &right(&asked[1])).await.status(), 204);
}

#[tokio::test]
async fn a_passkey_is_made_only_by_whoever_began_it_and_once() {
    let world = world().await;
    let (ama, kofi) = (person(&world, "Ghana").await, person(&world, "Denmark").await);
    let (_, credential) = SoftPasskey::make(&registration(&world, &ama).await, &origin(&world), 7);
    let body = json!({"name": "Mine", "credential": credential});
    assert_eq!(post(&world, "/api/v1/passkeys", &kofi, Some(&body)).await.status(), 409);
    assert_eq!(post(&world, "/api/v1/passkeys", &ama, Some(&body)).await.status(), 409, "it was used up");
    let (_, credential) = SoftPasskey::make(&registration(&world, &ama).await, &origin(&world), 7);
    let body = json!({"name": "Mine", "credential": credential});
    assert_eq!(post(&world, "/api/v1/passkeys", &ama, Some(&body)).await.status(), 201);
    assert_eq!(post(&world, "/api/v1/passkeys", &ama, Some(&body)).await.status(), 409, "replayed");
    let (_, credential) = SoftPasskey::make(&registration(&world, &ama).await, "https://evil.example", 8);
    let body = json!({"name": "Mine", "credential": credential});
    assert_eq!(post(&world, "/api/v1/passkeys", &ama, Some(&body)).await.status(), 409, "of another page");
    let (_, credential) = SoftPasskey::make(&registration(&world, &ama).await, &origin(&world), 9);
    for name in ["", "  ", "a\u{7}b", &"x".repeat(61)] {
        let body = json!({"name": name, "credential": credential});
        assert_eq!(post(&world, "/api/v1/passkeys", &ama, Some(&body)).await.status(), 400, "{name}");
    }
    assert_eq!(list(&world, &ama).await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn passkeys_are_their_person_s_alone() {
    let world = world().await;
    let (ama, kofi) = (person(&world, "Ghana").await, person(&world, "Ghana").await);
    passkey(&world, &ama, 7).await;
    let id = list(&world, &ama).await[0]["id"].as_str().expect("an id").to_owned();
    let (one, name) = (format!("/api/v1/passkeys/{id}"), format!("/api/v1/passkeys/{id}/name"));
    assert_eq!(list(&world, &kofi).await, json!([]), "not even of the same seat");
    let called = json!({"name": "Old laptop"});
    assert_eq!(post(&world, &name, &kofi, Some(&called)).await.status(), 404);
    let end = send(&world, Method::DELETE, &one, Some(&kofi.cookie), None).await;
    assert_eq!(end.status(), 404);
    // Programs, and sessions that are of no person.
    assert_eq!(world.ask(Who::Ghana, Method::GET, "/api/v1/passkeys").await.status(), 403);
    assert_eq!(world.ask(Who::Ghana, Method::POST, "/api/v1/passkeys/registration").await.status(), 403);
    assert_eq!(world.ask(Who::Nobody, Method::GET, "/api/v1/passkeys").await.status(), 401);
    assert_eq!(post(&world, &name, &ama, Some(&called)).await.status(), 204);
    assert_eq!(list(&world, &ama).await[0]["name"], json!("Old laptop"));
}

#[tokio::test]
async fn what_has_ended_opens_nothing() {
    let world = world().await;
    let (ama, kofi) = (person(&world, "Ghana").await, person(&world, "Denmark").await);
    let (first, second) = (passkey(&world, &ama, 7).await, passkey(&world, &ama, 8).await);
    let theirs = passkey(&world, &kofi, 9).await;
    let listed = list(&world, &ama).await;
    let named = |it: &&Value| it["name"] == "Device 7";
    let id = listed.as_array().and_then(|all| all.iter().find(named)).expect("it")["id"].clone();
    let id = id.as_str().expect("an id");
    let end = send(&world, Method::DELETE, &format!("/api/v1/passkeys/{id}"), Some(&ama.cookie), None).await;
    assert_eq!(end.status(), 204);
    let assert = async |device: &SoftPasskey| {
        let credential = device.clone().assert(&challenge(&world).await, &Manner::default());
        show(&world, &credential).await
    };
    refused(assert(&first).await, "removed").await;
    assert_eq!(assert(&second).await.status(), 204, "the other one is as it was");
    assert_eq!(assert(&theirs).await.status(), 204);
    let end = format!("/api/v1/people/{}/end", kofi.id);
    assert!(world.ask(Who::Secretariat, Method::POST, &end).await.status().is_success());
    refused(assert(&theirs).await, "of somebody who holds no seat any more").await;
}

#[tokio::test]
async fn pages_of_other_sites_begin_nothing() {
    let world = world().await;
    let ama = person(&world, "Ghana").await;
    for path in ["/api/v1/passkeys/registration", "/api/v1/sign-in/passkey/challenge"] {
        for origin in ["https://evil.example", "null"] {
            let request = world.request(Who::Nobody, Method::POST, path).header(ORIGIN, origin);
            let answer = within(request.header(COOKIE, &ama.cookie).send()).await.expect("an answer");
            assert_eq!(answer.status(), 403, "{path} from {origin}");
        }
    }
}

#[tokio::test]
async fn the_journal_names_no_device_and_no_key_of_a_person() {
    let mut world = world().await;
    let ama = person(&world, "Ghana").await;
    let (device, credential) = SoftPasskey::make(&registration(&world, &ama).await, &origin(&world), 7);
    let body = json!({"name": "Ama at the mission", "credential": credential});
    assert_eq!(post(&world, "/api/v1/passkeys", &ama, Some(&body)).await.status(), 201);
    world.stop().await.expect("a polite end");
    let files = files(world.folder());
    for (path, bytes) in &files {
        for secret in [&b"Ama"[..], b"mission", &device.id, encode(&device.id).as_bytes()] {
            assert!(!holds(bytes, secret), "{}", path.display());
        }
    }
    assert!(files.len() > 2);
}
