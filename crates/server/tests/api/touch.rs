//! Grave acts and the touch they want: every one of the table of routes, with a session of somebody who has a passkey and did
//! not touch it of late, changes nothing; the same with a fresh touch does what it does.

use collab::code::Code;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::limits::Limits;
use server::table::{ROUTES, Route, Touch};

use crate::authenticator::{HERE, Manner, SoftPasskey};
use crate::passkeys::{Person, challenge, cookie, list, origin, passkey, person, post, refused, send, show};
use crate::world::{Who, World, within};

const FREEZE: &str = "/api/v1/manuals/{manual}/editions";

/// A world in which touches are good for so long.
async fn world(touch_ms: u64) -> World {
    World::limited(Limits { touch_ms, sign_in_tries_per_minute_max: 10_000, ..Limits::default() }).await
}

const MINUTES: u64 = 600_000;

/// Somebody of Ghana, fresh, about whom something can be decided.
async fn somebody(world: &World) -> String {
    let people = format!("/api/v1/seats/{}/people", world.ghana);
    let body = json!({"name": "Kofi Mensah", "role": "colleague"});
    let made = within(world.request(Who::Secretariat, Method::POST, &people).json(&body).send()).await;
    let made: Value = made.expect("an answer").json().await.expect("JSON");
    made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// A session of somebody else's.
async fn anothers_session(world: &World) -> String {
    let other = person(world, "Ghana").await;
    let sessions = world.get(Who::Secretariat, &format!("/api/v1/seats/{}/sessions", world.ghana)).await;
    let theirs = sessions.as_array().and_then(|all| all.iter().find(|it| it["person"] == json!(other.id)));
    theirs.expect("their session")["id"].as_str().expect("an id").to_owned()
}

/// What is sent to a grave route, and how it is answered when it is done. A new one wants its line here.
fn act(world: &World, route: Route) -> (Value, u16) {
    let right = json!({"seat": world.ghana, "right": "comment"});
    let colleague = json!({"name": "Esi Boateng", "role": "colleague"});
    match (route.method, route.address) {
        ("POST", "/api/v1/passkeys/registration") => (Value::Null, 200),
        // Of a passkey that is none, and of a roster that is none.
        ("POST", "/api/v1/passkeys" | "/api/v1/roster") => (json!({}), 400),
        ("DELETE", "/api/v1/passkeys/{passkey}") => (Value::Null, 404),
        ("GET", "/api/v1/audit/export" | "/api/v1/roster") => (Value::Null, 200),
        ("DELETE", "/api/v1/sessions/{session}") => (Value::Null, 204),
        ("POST", "/api/v1/seats/{seat}/people") => (colleague, 201),
        ("POST", "/api/v1/seats/{seat}/handover") => (json!({"leaving": null, "successor": colleague}), 201),
        ("POST", "/api/v1/tokens") => (json!({"name": "report", "right": "read", "ends": "2027-06-01"}), 201),
        ("POST", "/api/v1/people/{person}") => (json!({"role": "deputy"}), 204),
        ("POST", "/api/v1/people/{person}/invitation") => (Value::Null, 201),
        ("POST", "/api/v1/people/{person}/end" | "/api/v1/people/{person}/erase") => (Value::Null, 204),
        ("POST", FREEZE) => (json!({"title": "June", "final": false}), 201),
        ("POST", "/api/v1/manuals/{manual}/editions/{edition}/withdraw") => (json!({"why": "Wrong."}), 204),
        ("POST", "/api/v1/manuals/{manual}/editions/{edition}/errata") => (json!({"text": "Ten."}), 204),
        ("POST", "/api/v1/signing-key") => (Value::Null, 201),
        ("POST", "/api/v1/manuals/{manual}/rights" | "/api/v1/chapters/{chapter}/rights") => (right, 204),
        (method, address) => panic!("what is sent to {method} {address}, which is grave?"),
    }
}

async fn fill(world: &World, address: &str) -> String {
    let mut path = address
        .replace("{manual}", &world.manual)
        .replace("{chapter}", &world.chapter)
        .replace("{seat}", &world.ghana)
        .replace("{edition}", "1")
        .replace("{passkey}", "00000000-0000-4000-8000-000000000000");
    if path.contains("{person}") {
        path = path.replace("{person}", &somebody(world).await);
    }
    if path.contains("{session}") {
        path = path.replace("{session}", &anothers_session(world).await);
    }
    path
}

async fn ask(world: &World, who: &Person, route: Route, path: &str, body: &Value) -> (u16, String) {
    let method: Method = route.method.parse().expect("a method");
    let body = Some(body).filter(|body| !body.is_null());
    told(send(world, method, path, Some(&who.cookie), body).await).await
}

/// The status of an answer, and its code if it is a refusal.
async fn told(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap_or_default();
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

/// All that ever happened.
async fn history(world: &World) -> String {
    let answer = world.ask(Who::Secretariat, Method::GET, "/api/v1/audit/export").await;
    assert_eq!(answer.status(), 200);
    answer.text().await.expect("text")
}

async fn freeze(world: &World, who: &Person) -> (u16, String) {
    let path = format!("/api/v1/manuals/{}/editions", world.manual);
    told(post(world, &path, who, Some(&json!({"title": "June", "final": false}))).await).await
}

fn needed() -> (u16, String) {
    (403, Code::TouchNeeded.word().to_owned())
}

#[tokio::test]
async fn no_grave_act_is_done_with_a_stale_touch_and_each_with_a_fresh_one() {
    let (stale, fresh) = (world(0).await, world(MINUTES).await);
    let (ama, esi) = (person(&stale, "Secretariat").await, person(&fresh, "Secretariat").await);
    passkey(&stale, &ama, 7).await;
    passkey(&fresh, &esi, 7).await;
    let mut asked = 0;
    for route in ROUTES.iter().filter(|route| route.touch != Touch::Never) {
        let place = format!("{} {}", route.method, route.address);
        let (path, (body, done)) = (fill(&stale, route.address).await, act(&stale, *route));
        let before = history(&stale).await;
        assert_eq!(ask(&stale, &ama, *route, &path, &body).await, needed(), "{place}");
        assert_eq!(history(&stale).await, before, "{place} changed something");
        let (path, (body, _)) = (fill(&fresh, route.address).await, act(&fresh, *route));
        let (status, code) = ask(&fresh, &esi, *route, &path, &body).await;
        assert_eq!(status, done, "{place}: {code}");
        asked += 1;
    }
    assert!(asked >= 15, "only {asked}");
}

#[tokio::test]
async fn who_has_no_passkey_and_programs_are_not_asked_and_what_is_one_s_own_is_ended_at_once() {
    let world = world(0).await;
    let path = format!("/api/v1/manuals/{}/editions", world.manual);
    let program =
        world.request(Who::Secretariat, Method::POST, &path).json(&json!({"title": "May", "final": false}));
    assert_eq!(within(program.send()).await.expect("an answer").status(), 201);
    let ama = person(&world, "Secretariat").await;
    assert_eq!(freeze(&world, &ama).await.0, 201, "nothing to touch");
    // From the moment at which there is something to touch, of whichever session, it is asked for.
    let mut device = passkey(&world, &ama, 7).await;
    assert_eq!(freeze(&world, &ama).await, needed());
    assert_eq!(list(&world, &ama).await.as_array().map(Vec::len), Some(1), "looking is not grave");
    let second = show(&world, &device.assert(&challenge(&world).await, &Manner::default())).await;
    assert_eq!(second.status(), 204);
    let sessions = send(&world, Method::GET, "/api/v1/sessions", Some(&ama.cookie), None).await;
    let sessions: Value = sessions.json().await.expect("JSON");
    let other = sessions.as_array().and_then(|all| all.iter().find(|it| it["current"] == json!(false)));
    let other = format!("/api/v1/sessions/{}", other.expect("it")["id"].as_str().expect("an id"));
    assert_eq!(send(&world, Method::DELETE, &other, Some(&ama.cookie), None).await.status(), 204);
    let all = send(&world, Method::DELETE, "/api/v1/sessions", Some(&ama.cookie), None).await;
    assert_eq!(all.status(), 204);
}

/// A person with a passkey whose last touch the service has forgotten, as it forgets all at a restart.
async fn forgotten() -> (World, Person, SoftPasskey) {
    let mut world = world(MINUTES).await;
    let ama = person(&world, "Secretariat").await;
    let mut device = passkey(&world, &ama, 7).await;
    assert_eq!(freeze(&world, &ama).await.0, 201, "signing in, and making a passkey, are touches");
    world.stop().await.expect("a polite end");
    world.run().await;
    device.origin = origin(&world);
    (world, ama, device)
}

async fn touch_challenge(world: &World, who: &Person) -> Value {
    let asked = post(world, "/api/v1/passkeys/touch/challenge", who, None).await;
    assert_eq!(asked.status(), 200);
    asked.json().await.expect("JSON")
}

async fn touch(world: &World, who: &Person, credential: &Value) -> (u16, String) {
    told(post(world, "/api/v1/passkeys/touch", who, Some(&json!({"credential": credential}))).await).await
}

#[tokio::test]
async fn a_touch_is_made_and_then_the_act_is_done() {
    let (world, ama, mut device) = forgotten().await;
    assert_eq!(freeze(&world, &ama).await, needed());
    let asked = touch_challenge(&world, &ama).await;
    assert_eq!(asked["publicKey"]["userVerification"], json!("required"));
    assert_eq!(touch(&world, &ama, &device.assert(&asked, &Manner::default())).await.0, 204);
    assert_eq!(freeze(&world, &ama).await.0, 201);
}

#[tokio::test]
async fn what_is_no_touch_of_the_same_person_in_the_same_session_opens_nothing() {
    let (world, ama, mut device) = forgotten().await;
    let kofi = person(&world, "Secretariat").await;
    let mut theirs = passkey(&world, &kofi, 9).await;
    // Another session of the same person, which did touch.
    let came = show(&world, &device.assert(&challenge(&world).await, &Manner::default())).await;
    let other = Person { id: ama.id.clone(), cookie: cookie(&came) };
    assert_eq!(freeze(&world, &other).await.0, 201);

    let usual = Manner::default();
    let asked = touch_challenge(&world, &ama).await;
    let conflict = (409, "conflict".to_owned());
    assert_eq!(touch(&world, &ama, &theirs.assert(&asked, &usual)).await, conflict, "another's passkey");
    let asked = touch_challenge(&world, &other).await;
    assert_eq!(
        touch(&world, &ama, &device.assert(&asked, &usual)).await,
        conflict,
        "another session's challenge"
    );
    let asked = challenge(&world).await;
    assert_eq!(touch(&world, &ama, &device.assert(&asked, &usual)).await, conflict, "a sign-in's challenge");
    let asked = touch_challenge(&world, &ama).await;
    let absent = Manner { flags: HERE & !4, ..Manner::default() };
    assert_eq!(touch(&world, &ama, &device.assert(&asked, &absent)).await, conflict, "not verified");
    let asked = touch_challenge(&world, &ama).await;
    refused(show(&world, &device.assert(&asked, &usual)).await, "a touch signs nobody in").await;
    assert_eq!(freeze(&world, &ama).await, needed());
    // With a stolen cookie nobody gives themselves something to touch, nor takes away what is there.
    let registration = post(&world, "/api/v1/passkeys/registration", &ama, None).await;
    assert_eq!(told(registration).await, needed());
    let asked = touch_challenge(&world, &ama).await;
    let shown = device.assert(&asked, &usual);
    assert_eq!(touch(&world, &ama, &shown).await.0, 204);
    assert_eq!(touch(&world, &ama, &shown).await, conflict, "replayed");
}
