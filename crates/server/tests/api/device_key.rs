//! The key of a device: the same for the same browser and seat, for nobody else, and nowhere but in the vault.

use reqwest::header::{COOKIE, ORIGIN};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::limits::Limits;

use crate::folder::{files, holds};
use crate::sign_in::{cookie, invite, sign_in};
use crate::world::{Who, World, within};

pub(crate) const LAPTOP: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const PHONE: &str = "ffffffffffffffffffffffffffffffff";

pub(crate) async fn came(world: &World, seat: &str) -> String {
    let invitation = invite(world, seat).await;
    cookie(&sign_in(world, &invitation.link, &invitation.code).await)
}

async fn ask(world: &World, cookie: &str, body: Value) -> Response {
    let request = world.request(Who::Nobody, Method::POST, "/api/v1/device-key");
    let request = request.header(ORIGIN, world.origin()).header(COOKIE, cookie).json(&body);
    within(request.send()).await.expect("an answer")
}

pub(crate) async fn key(world: &World, cookie: &str, device: &str) -> Value {
    let answer = ask(world, cookie, json!({ "device": device })).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    answer.json().await.expect("JSON")
}

async fn seq(world: &World) -> Value {
    world.get(Who::Nobody, "/api/v1/health").await["seq"].clone()
}

#[tokio::test]
async fn a_device_gets_the_key_of_its_seat_again_and_nobody_else_gets_it() {
    let mut world = World::start().await;
    let (ghana, denmark) = (came(&world, "Ghana").await, came(&world, "Denmark").await);
    let first = key(&world, &ghana, LAPTOP).await;
    let days = first["seconds"].as_u64().expect("seconds") / 86_400;
    assert!(days == 29 || days == 30, "{days}");
    let before = seq(&world).await;
    let again = key(&world, &ghana, LAPTOP).await;
    assert_eq!((&again["id"], &again["key"]), (&first["id"], &first["key"]));
    assert_eq!(seq(&world).await, before, "asking often writes nothing");
    for (who, device) in [(&ghana, PHONE), (&denmark, LAPTOP)] {
        let other = key(&world, who, device).await;
        assert!(other["id"] != first["id"] && other["key"] != first["key"]);
    }
    world.stop().await.expect("a polite end");
    world.run().await;
    assert_eq!(key(&world, &ghana, LAPTOP).await["key"], first["key"], "after a restart too");
    let colleague = came(&world, "Ghana").await;
    assert_eq!(key(&world, &colleague, LAPTOP).await["key"], first["key"], "the drafts are the seat's");
}

#[tokio::test]
async fn programs_and_strangers_get_none() {
    let world = World::start().await;
    let body = json!({ "device": LAPTOP });
    let request = world.request(Who::Ghana, Method::POST, "/api/v1/device-key").json(&body);
    assert_eq!(within(request.send()).await.expect("an answer").status(), 403);
    assert_eq!(ask(&world, "chancery=wrong", body).await.status(), 401);
    let ghana = came(&world, "Ghana").await;
    for wrong in ["", "short", &"F".repeat(32), &"0".repeat(33)] {
        assert_eq!(ask(&world, &ghana, json!({ "device": wrong })).await.status(), 400, "{wrong}");
    }
}

#[tokio::test]
async fn the_bytes_of_a_key_stand_in_the_vault_alone() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let mut world = World::start().await;
    let ghana = came(&world, "Ghana").await;
    let given = key(&world, &ghana, LAPTOP).await;
    let text = given["key"].as_str().expect("a key").to_owned();
    let bytes = URL_SAFE_NO_PAD.decode(&text).expect("base64url");
    world.stop().await.expect("a polite end");
    let mut held = Vec::new();
    for (path, content) in files(world.folder()) {
        for secret in [bytes.as_slice(), text.as_bytes(), LAPTOP.as_bytes()] {
            if holds(&content, secret) {
                held.push(path.clone());
            }
        }
    }
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(held[0].parent().and_then(|folder| folder.file_name()), Some("vault".as_ref()));
}

#[tokio::test]
async fn a_session_gets_so_many_keys_and_a_lost_one_is_replaced() {
    let limits = Limits { device_keys_per_session_max: 2, ..Limits::default() };
    let world = World::limited(limits).await;
    let ghana = came(&world, "Ghana").await;
    let first = key(&world, &ghana, LAPTOP).await;
    key(&world, &ghana, PHONE).await;
    let third = json!({ "device": "00000000000000000000000000000000" });
    assert_eq!(ask(&world, &ghana, third).await.status(), 429);
    assert_eq!(key(&world, &ghana, LAPTOP).await["key"], first["key"], "those it has it gets again");
    let file = world.folder().join(format!("vault/device-{}", first["id"].as_str().expect("an id")));
    std::fs::remove_file(file).expect("the key");
    let held = json!({ "device": PHONE, "held": [first["id"], "11111111-1111-4111-8111-111111111111"] });
    let answer: Value = ask(&world, &ghana, held).await.json().await.expect("JSON");
    assert_eq!(answer["gone"], json!(["11111111-1111-4111-8111-111111111111"]), "as far as was noticed");
}
