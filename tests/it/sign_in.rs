//! How a person comes in and goes: a link and a typed code, a cookie, an origin, a sign-out that ends sockets.

use serde_json::json;
use tests::caller::{Answer, Caller};
use tests::program::Invited;
use tests::service::Scene;

use super::*;

fn secret(invited: &Invited) -> String {
    invited.link.rsplit('/').next().expect("a link has a last part").to_owned()
}

async fn sign_in(scene: &Scene, link: &str, code: &str) -> Answer {
    let page = scene.service.stranger().from_page(&scene.service.address);
    page.post("/api/v1/sign-in", json!({ "link": link, "code": code })).await
}

fn page(scene: &Scene, cookie: &str) -> Caller {
    scene.service.stranger().with_cookie(cookie).from_page(&scene.service.address)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_and_the_code_together_sign_in_once() {
    let scene = Scene::new().await;
    let invited = scene.folder.invite("Ghana");
    assert!(invited.link.starts_with(&format!("{}/sign-in/", scene.service.address)), "{}", invited.link);
    let answer = sign_in(&scene, &secret(&invited), &invited.code).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let set = answer.header("set-cookie").unwrap();
    assert!(set.starts_with("chancery="), "{set}");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(part), "{part} in {set}");
    }
    let session = page(&scene, &answer.cookie()).get("/api/v1/session").await.json();
    assert_eq!((&session["signed_in"], &session["seat"]["name"]), (&json!(true), &json!("Ghana")));
    assert_eq!(session["seat"]["kind"], json!("state"));
    assert_eq!(session["seat"]["id"], json!(scene.ghana.seat.to_string()));
    assert!(session["ends"].as_str().is_some_and(|ends| ends.ends_with('Z')), "{session}");
    let again = sign_in(&scene, &secret(&invited), &invited.code).await;
    assert_eq!(again.problem().1, "invitation-refused", "an invitation is used once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opening_the_link_signs_nobody_in() {
    let scene = Scene::new().await;
    let invited = scene.folder.invite("Ghana");
    let path = format!("/sign-in/{}", secret(&invited));
    for _ in 0..10 {
        let answer = scene.service.stranger().get(&path).await;
        assert_eq!(answer.header("set-cookie"), None);
    }
    assert_eq!(
        sign_in(&scene, &secret(&invited), &invited.code).await.status,
        204,
        "and the person still can"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_may_be_typed_as_people_type() {
    let scene = Scene::new().await;
    let invited = scene.folder.invite("Ghana");
    let typed = format!(" {} ", invited.code.to_lowercase().replace('-', " "));
    assert_eq!(sign_in(&scene, &secret(&invited), &typed).await.status, 204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_wrong_codes_end_the_invitation() {
    let scene = Scene::configured("[limits]\nsign_in_tries_per_minute_max = 1000\n").await;
    let invited = scene.folder.invite("Ghana");
    for _ in 0..5 {
        let wrong = sign_in(&scene, &secret(&invited), "00000-00000").await;
        assert_eq!(wrong.problem().1, "invitation-refused");
    }
    let right = sign_in(&scene, &secret(&invited), &invited.code).await;
    assert_eq!(right.problem().1, "invitation-refused");
    let other = scene.folder.invite("Ghana");
    let mixed = sign_in(&scene, &secret(&invited), &other.code).await;
    assert_eq!(mixed.problem().1, "invitation-refused", "a code belongs to its own link");
    assert_eq!(sign_in(&scene, &secret(&other), &other.code).await.status, 204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tries_from_one_address_are_counted() {
    let scene = Scene::configured("[limits]\nsign_in_tries_per_minute_max = 3\n").await;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(sign_in(&scene, "nonsense", "00000-00000").await.status);
    }
    assert_eq!(statuses[3..], [429, 429]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signed_out_is_an_answer_and_not_an_error() {
    let scene = Scene::new().await;
    let answer = scene.service.stranger().get("/api/v1/session").await;
    assert_eq!((answer.status, &answer.json()["signed_in"]), (200, &json!(false)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_the_session_and_its_sockets() {
    let scene = Scene::new().await;
    let invited = scene.folder.invite("Ghana");
    let cookie = sign_in(&scene, &secret(&invited), &invited.code).await.cookie();
    let knock = Knock::stranger().with("cookie", &cookie).with("origin", &scene.service.address);
    let mut link =
        knock.open(&scene.service.address, scene.chapter).await.expect("a signed-in page may open");
    let (mut program, _) = joined(&scene.service, &scene.ghana, scene.chapter, 71).await;

    assert_eq!(page(&scene, &cookie).delete("/api/v1/session").await.status, 204);
    assert_eq!(link.closed().await, Some(4010));
    let session = page(&scene, &cookie).get("/api/v1/session").await.json();
    assert_eq!((&session["signed_in"], session.get("seat")), (&json!(false), None));
    assert_eq!(page(&scene, &cookie).get("/api/v1/manuals").await.problem(), (401, "signed-out".into()));
    assert_eq!(knock.open(&scene.service.address, scene.chapter).await.err().map(|it| it.0), Some(401));
    program.acknowledged(b"other sessions of the seat go on").await;
}

/// One row for each way in which an origin can be almost ours.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_other_origins_can_neither_write_nor_listen() {
    let scene = Scene::new().await;
    let invited = scene.folder.invite("Secretariat");
    let cookie = sign_in(&scene, &secret(&invited), &invited.code).await.cookie();
    let ours = scene.service.address.clone();
    let port = ours.rsplit(':').next().unwrap();
    let foreign = [
        "null".to_owned(),
        "https://evil.example".to_owned(),
        format!("{ours}.evil.example"),
        format!("{ours}0"),
        ours.replace("http://", "https://"),
        ours.replace("http://", "http://user@"),
        format!("http://evil.example:{port}"),
    ];
    for origin in &foreign {
        let knock = Knock::stranger().with("cookie", &cookie).with("origin", origin);
        let (status, body) = knock.open(&ours, scene.chapter).await.err().expect(origin);
        assert!(status == 403 && body.contains("foreign-origin"), "{origin}: {status} {body}");
        let caller = scene.service.stranger().with_cookie(&cookie).from_page(origin);
        let made = caller.post("/api/v1/manuals", json!({ "title": "x" })).await;
        assert_eq!(made.problem(), (403, "foreign-origin".into()), "{origin}");
        assert_eq!(caller.delete("/api/v1/session").await.problem().0, 403, "{origin}");
    }
    let without = Knock::stranger().with("cookie", &cookie).open(&ours, scene.chapter).await;
    assert_eq!(without.err().map(|it| it.0), Some(403), "a cookie without an origin is not a browser's page");
    let without = scene.service.stranger().with_cookie(&cookie);
    assert_eq!(without.post("/api/v1/manuals", json!({ "title": "x" })).await.problem().0, 403);
    let with_token = Knock::bearing(&scene.ghana.token).with("origin", "https://evil.example");
    assert_eq!(with_token.open(&ours, scene.chapter).await.err().map(|it| it.0), Some(403));
    assert_eq!(page(&scene, &cookie).post("/api/v1/manuals", json!({ "title": "x" })).await.status, 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_come_before_the_upgrade() {
    let scene = Scene::new().await;
    let address = &scene.service.address;
    let status = async |knock: Knock, path: &str| knock.open_path(address, path).await.err().map(|it| it.0);
    let sync = format!("/api/v1/sync/{}", scene.chapter);
    assert_eq!(status(Knock::stranger(), &sync).await, Some(401));
    assert_eq!(status(Knock::bearing("chy_wrong"), &sync).await, Some(401));
    let in_query = format!("{sync}?token={}", scene.ghana.token);
    assert_eq!(status(Knock::stranger(), &in_query).await, Some(401), "never in the address");
    let nowhere = "/api/v1/sync/00000000-0000-4000-8000-000000000000";
    assert_eq!(status(Knock::bearing(&scene.ghana.token), nowhere).await, Some(404));
    assert_eq!(status(Knock::bearing(&scene.ghana.token), "/api/v1/sync/nonsense").await, Some(404));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_https_the_cookie_is_bound_to_the_host() {
    let scene = Scene::configured("public_url = \"https://manual.example\"\n").await;
    let invited = scene.folder.invite("Ghana");
    assert!(invited.link.starts_with("https://manual.example/sign-in/"), "{}", invited.link);
    let page = scene.service.stranger().from_page("https://manual.example");
    let answer =
        page.post("/api/v1/sign-in", json!({ "link": secret(&invited), "code": invited.code })).await;
    let set = answer.header("set-cookie").expect("signed in").to_owned();
    assert!(
        set.starts_with("__Host-chancery=") && set.contains("Secure") && !set.contains("Domain"),
        "{set}"
    );
    let local = scene.service.stranger().from_page(&scene.service.address);
    let refused = local.post("/api/v1/sign-in", json!({ "link": "x", "code": "y" })).await;
    assert_eq!(refused.problem(), (403, "foreign-origin".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_holds_no_text_name_code_or_token() {
    let scene = Scene::new().await;
    let invited = scene.folder.invite("Ghana");
    sign_in(&scene, &secret(&invited), "00000-00000").await;
    let cookie = sign_in(&scene, &secret(&invited), &invited.code).await.cookie();
    page(&scene, &cookie).get("/api/v1/manuals?secret=canary-in-a-query").await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 81).await;
    let update = appended(&mut document, "canary-in-a-text");
    offer(&mut link, &update).await.unwrap();
    link.send_bytes(&b"\x7fcanary-in-a-frame"[..]).await;
    assert_eq!(refusal(&mut link).await, "malformed");
    let folder = &scene.folder;
    tokio::task::spawn_blocking(|| scene.service.stop()).await.unwrap();
    let log = tests::service::log(folder);
    assert!(
        !log.is_empty() && log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    );
    let token = scene.ghana.token.trim_start_matches("chy_");
    let cookie = cookie.split('=').nth(1).unwrap();
    for canary in ["canary", "Ghana", "The manual", &secret(&invited), &invited.code, token, cookie] {
        assert!(!log.contains(canary), "{canary} is in the log: {log}");
    }
}
