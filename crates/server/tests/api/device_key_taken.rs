//! The end of a device's key: taken with the session, by whoever ends it from elsewhere, and never given again.

use reqwest::header::{COOKIE, ORIGIN};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::device_key::{LAPTOP, came, key};
use crate::world::{PATIENCE, Who, World, within};

async fn ask(world: &World, method: Method, cookie: &str, path: &str) -> Response {
    let request = world.request(Who::Nobody, method, path);
    let request = request.header(ORIGIN, world.origin()).header(COOKIE, cookie);
    within(request.send()).await.expect("an answer")
}

async fn session(world: &World, cookie: &str) -> Value {
    ask(world, Method::GET, cookie, "/api/v1/session").await.json().await.expect("JSON")
}

/// The id of the session that a cookie is for.
async fn id(world: &World, cookie: &str) -> String {
    let all: Value = ask(world, Method::GET, cookie, "/api/v1/sessions").await.json().await.expect("JSON");
    let mut all = all.as_array().expect("a list").iter();
    all.find(|it| it["current"] == true).expect("this one")["id"].as_str().expect("an id").to_owned()
}

async fn is_destroyed(world: &World, key: &Value) {
    let file = world.folder().join(format!("vault/device-{}", key["id"].as_str().expect("an id")));
    let began = std::time::Instant::now();
    while file.exists() {
        assert!(began.elapsed() < PATIENCE, "the key is still there");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(began.elapsed().as_secs() < 2, "within two seconds");
}

#[tokio::test]
async fn a_session_that_is_taken_takes_its_keys_with_it_for_good() {
    let mut world = World::start().await;
    let secretariat = came(&world, "Secretariat").await;
    let (lost, other) = (came(&world, "Ghana").await, came(&world, "Ghana").await);
    let first = key(&world, &lost, LAPTOP).await;
    let elsewhere = key(&world, &other, "ffffffffffffffffffffffffffffffff").await;
    let path = format!("/api/v1/sessions/{}", id(&world, &lost).await);
    assert_eq!(ask(&world, Method::DELETE, &secretariat, &path).await.status(), 204);
    let told = session(&world, &lost).await;
    assert_eq!((&told["signed_in"], &told["revoked"]), (&json!(false), &json!(true)));
    is_destroyed(&world, &first).await;
    assert_eq!(key(&world, &other, "ffffffffffffffffffffffffffffffff").await["key"], elsewhere["key"]);

    // Whoever comes next on the same device gets another one, and learns that the first is gone.
    let body = json!({ "device": LAPTOP, "held": [first["id"]] });
    let request = world.request(Who::Nobody, Method::POST, "/api/v1/device-key");
    let request = request.header(ORIGIN, world.origin()).header(COOKIE, &other).json(&body);
    let next: Value = within(request.send()).await.expect("an answer").json().await.expect("JSON");
    assert!(next["id"] != first["id"] && next["key"] != first["key"]);
    assert_eq!(next["gone"], json!([first["id"]]));

    // A vault that is put back from a copy does not have it again for long.
    world.stop().await.expect("a polite end");
    let file = world.folder().join(format!("vault/device-{}", first["id"].as_str().expect("an id")));
    std::fs::write(&file, [1; 32]).expect("a copy");
    world.run().await;
    is_destroyed(&world, &first).await;
}

#[tokio::test]
async fn signing_out_is_not_being_signed_out() {
    let world = World::start().await;
    let ghana = came(&world, "Ghana").await;
    let given = key(&world, &ghana, LAPTOP).await;
    assert_eq!(ask(&world, Method::DELETE, &ghana, "/api/v1/session").await.status(), 204);
    let told = session(&world, &ghana).await;
    assert_eq!((&told["signed_in"], &told["revoked"]), (&json!(false), &Value::Null));
    assert_eq!(session(&world, "chancery=nobody").await["revoked"], Value::Null);
    let again = came(&world, "Ghana").await;
    assert_eq!(key(&world, &again, LAPTOP).await["key"], given["key"]);
}
