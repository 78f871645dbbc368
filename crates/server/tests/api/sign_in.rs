//! Signing in: a link and a code together, once; the session that follows, and its end.

use reqwest::header::{COOKIE, ORIGIN, RETRY_AFTER, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::Config;
use server::commands::{Request, in_folder};
use server::limits::Limits;

use crate::world::{Who, World, within};

pub(crate) struct Invitation {
    pub(crate) link: String,
    pub(crate) code: String,
}

pub(crate) async fn invite(world: &World, seat: &str) -> Invitation {
    let request = Request::Invite { seat: seat.to_owned() };
    let made = in_folder(world.folder(), &Config::default(), request).await.expect("an invitation");
    let link = made["link"].as_str().expect("a link");
    let secret = link.rsplit('/').next().expect("a secret");
    Invitation { link: secret.to_owned(), code: made["code"].as_str().expect("a code").to_owned() }
}

pub(crate) async fn sign_in(world: &World, link: &str, code: &str) -> Response {
    let request = world.request(Who::Nobody, Method::POST, "/api/v1/sign-in");
    let request = request.header(ORIGIN, world.origin()).json(&json!({"link": link, "code": code}));
    within(request.send()).await.expect("an answer")
}

/// The cookie of an answer, as a browser would send it back.
pub(crate) fn cookie(response: &Response) -> String {
    let set = response.headers()[SET_COOKIE].to_str().expect("text");
    set.split(';').next().expect("a pair").to_owned()
}

async fn session(world: &World, cookie: &str) -> Value {
    let request = world.request(Who::Nobody, Method::GET, "/api/v1/session").header(COOKIE, cookie);
    within(request.send()).await.expect("an answer").json().await.expect("JSON")
}

#[tokio::test]
async fn a_link_and_its_code_sign_in_once() {
    let world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    // What a mail scanner does uses nothing up.
    for method in [Method::GET, Method::HEAD] {
        world.ask(Who::Nobody, method, &format!("/sign-in/{}", invitation.link)).await;
    }
    let response = sign_in(&world, &invitation.link, &invitation.code.to_lowercase().replace('-', " ")).await;
    assert_eq!(response.status(), 204);
    let set = response.headers()[SET_COOKIE].to_str().expect("text");
    for part in ["chancery=", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(set.contains(part) && !set.contains("Secure"), "{set}");
    }
    let cookie = cookie(&response);
    let session = session(&world, &cookie).await;
    assert_eq!((&session["signed_in"], &session["seat"]["name"]), (&json!(true), &json!("Ghana")));
    assert_eq!((&session["seat"]["kind"], &session["right"]), (&json!("state"), &json!("edit")));

    let again = sign_in(&world, &invitation.link, &invitation.code).await;
    assert_eq!(again.status(), 403);
}

#[tokio::test]
async fn nobody_is_signed_in_is_an_answer() {
    let world = World::start().await;
    for cookie in ["other=1", "chancery=wrong"] {
        let mut answer = session(&world, cookie).await;
        let epoch = answer.as_object_mut().expect("an object").remove("epoch").expect("an epoch");
        assert_eq!(Some(epoch), world.get(Who::Ghana, "/api/v1/session").await.get("epoch").cloned());
        assert_eq!(answer, json!({"signed_in": false}));
    }
}

#[tokio::test]
async fn on_a_device_that_is_not_ones_own_the_cookie_ends_with_the_browser() {
    let world = World::start().await;
    for (own_device, kept) in [(json!(null), true), (json!(true), true), (json!(false), false)] {
        let invitation = invite(&world, "Ghana").await;
        let mut body = json!({"link": invitation.link, "code": invitation.code});
        if !own_device.is_null() {
            body["own_device"] = own_device.clone();
        }
        let request = world.request(Who::Nobody, Method::POST, "/api/v1/sign-in");
        let request = request.header(ORIGIN, world.origin()).json(&body);
        let response = within(request.send()).await.expect("an answer");
        let set = response.headers()[SET_COOKIE].to_str().expect("text").to_owned();
        assert_eq!(
            (response.status().as_u16(), set.contains("Max-Age=")),
            (204, kept),
            "{own_device}: {set}"
        );
        assert!(!set.contains("Expires") && set.contains("; HttpOnly"), "{set}");
        assert_eq!(session(&world, &cookie(&response)).await["signed_in"], json!(true));
    }
}

#[tokio::test]
async fn five_wrong_codes_end_an_invitation() {
    let world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    let mut answers = Vec::new();
    for _ in 0..5 {
        answers.push(sign_in(&world, &invitation.link, "00000-00000").await);
    }
    answers.push(sign_in(&world, &invitation.link, &invitation.code).await);
    answers.push(sign_in(&world, "no-link", &invitation.code).await);
    for answer in answers {
        assert_eq!(answer.status(), 403);
        let mut problem: Value = answer.json().await.expect("JSON");
        problem["request_id"] = Value::Null;
        let title = "The link or the code is wrong, already used, or over. Ask for a new invitation.";
        let same = json!({"status": 403, "code": "invitation-refused", "title": title, "request_id": null});
        assert_eq!(problem, same, "nothing tells one wrong from another");
    }
}

#[tokio::test]
async fn two_at_once_with_one_invitation_are_one() {
    let world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    let tries = (0..4).map(|_| sign_in(&world, &invitation.link, &invitation.code));
    let answers = futures_util::future::join_all(tries).await;
    let came = answers.iter().filter(|answer| answer.status() == 204).count();
    assert_eq!(came, 1);
}

#[tokio::test]
async fn an_address_has_its_tries() {
    let limits = Limits { sign_in_tries_per_minute_max: 3, ..Limits::default() };
    let world = World::limited(limits).await;
    // A minute may turn once while this runs: then six more tries are in the next.
    let mut refused = None;
    for _ in 0..10 {
        let answer = sign_in(&world, "x", "y").await;
        if answer.status() == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a refusal");
    assert!(refused.headers().contains_key(RETRY_AFTER));
}

#[tokio::test]
async fn pages_of_other_sites_cannot_sign_anybody_in_or_out() {
    let world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    let body = json!({"link": invitation.link, "code": invitation.code});
    for origin in ["https://evil.example", "null"] {
        let request = world.request(Who::Nobody, Method::POST, "/api/v1/sign-in").header(ORIGIN, origin);
        assert_eq!(within(request.json(&body).send()).await.expect("an answer").status(), 403);
    }
    let cookie = cookie(&sign_in(&world, &invitation.link, &invitation.code).await);
    let end = || world.request(Who::Nobody, Method::DELETE, "/api/v1/session").header(COOKIE, &cookie);
    let site = ("sec-fetch-site", "cross-site");
    for refused in
        [end(), end().header(ORIGIN, "null"), end().header(ORIGIN, world.origin()).header(site.0, site.1)]
    {
        assert_eq!(within(refused.send()).await.expect("an answer").status(), 403);
    }
    assert_eq!(session(&world, &cookie).await["signed_in"], json!(true));
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_sockets() {
    let world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    let cookie = cookie(&sign_in(&world, &invitation.link, &invitation.code).await);
    let origin = world.origin();
    let headers = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    let mut socket = world.open(&world.chapter, &headers).await.expect("a link");
    socket.exchange().await;
    let mut other = world.link(Who::Denmark, &world.chapter).await;

    let end = world.request(Who::Nobody, Method::DELETE, "/api/v1/session").header(COOKIE, &cookie);
    let answer = within(end.header(ORIGIN, &origin).send()).await.expect("an answer");
    assert_eq!(answer.status(), 204);
    assert!(answer.headers()[SET_COOKIE].to_str().expect("text").contains("Max-Age=0"));
    assert_eq!(socket.end().await, 4010);
    assert_eq!(session(&world, &cookie).await["signed_in"], json!(false));
    assert_eq!(world.open(&world.chapter, &headers).await.err(), Some(401));
    other.types("still here").await;
    other.saved(b"other").await;
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let world = World::start().await;
    let (first, second) = (invite(&world, "Ghana").await, invite(&world, "Denmark").await);
    let before = cookie(&sign_in(&world, &first.link, &first.code).await);
    let request = world.request(Who::Nobody, Method::POST, "/api/v1/sign-in").header(COOKIE, &before);
    let body = json!({"link": second.link, "code": second.code});
    let answer = within(request.header(ORIGIN, world.origin()).json(&body).send()).await.expect("an answer");
    assert_eq!(answer.status(), 204);
    assert_eq!(session(&world, &before).await["signed_in"], json!(false));
    assert_eq!(session(&world, &cookie(&answer)).await["seat"]["name"], json!("Denmark"));
}

#[tokio::test]
async fn over_https_the_cookie_is_tied_to_host_and_https() {
    let config = Config { public_url: Some("https://manual.example".to_owned()), ..Config::default() };
    let world = World::with(config.clone()).await;
    let request = Request::Invite { seat: "Ghana".to_owned() };
    let made = in_folder(world.folder(), &config, request).await.expect("an invitation");
    let link = made["link"].as_str().expect("a link");
    let secret = link.strip_prefix("https://manual.example/sign-in/").expect("the public address");
    let request = world.request(Who::Nobody, Method::POST, "/api/v1/sign-in");
    let request = request.header(ORIGIN, "https://manual.example");
    let answer =
        within(request.json(&json!({"link": secret, "code": made["code"]})).send()).await.expect("an answer");
    let set = answer.headers()[SET_COOKIE].to_str().expect("text");
    assert!(set.starts_with("__Host-chancery=") && set.ends_with("; Secure"), "{set}");
    assert!(answer.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn sessions_and_seats_outlive_a_restart() {
    let mut world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    let cookie = cookie(&sign_in(&world, &invitation.link, &invitation.code).await);
    world.stop().await.expect("a polite end");
    world.run().await;
    assert_eq!(session(&world, &cookie).await["seat"]["name"], json!("Ghana"));
    assert_eq!(sign_in(&world, &invitation.link, &invitation.code).await.status(), 403);
}

#[tokio::test]
async fn a_cookie_is_no_token_and_a_token_no_cookie() {
    let world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    let cookie = cookie(&sign_in(&world, &invitation.link, &invitation.code).await);
    let secret = cookie.strip_prefix("chancery=").expect("a cookie");
    let request = world.request(Who::Nobody, Method::GET, "/api/v1/manuals").bearer_auth(secret);
    assert_eq!(within(request.send()).await.expect("an answer").status(), 401);
    let token = format!("chancery={}", world.token(Who::Ghana).expect("a token"));
    assert_eq!(session(&world, &token).await["signed_in"], json!(false));
    // Where a header is, the cookie is not looked at.
    let both = world.request(Who::Nobody, Method::GET, "/api/v1/manuals").bearer_auth("wrong");
    assert_eq!(within(both.header(COOKIE, &cookie).send()).await.expect("an answer").status(), 401);
}

#[tokio::test]
async fn a_token_can_lower_a_right_and_not_raise_it() {
    let world = World::start().await;
    for (seat, right, expected) in
        [("Secretariat", "read", "read"), ("Observer", "keep", "read"), ("Ghana", "comment", "comment")]
    {
        let request = Request::MakeToken { seat: seat.to_owned(), right: right.to_owned(), ttl_s: 60 };
        let made = in_folder(world.folder(), &Config::default(), request).await.expect("a token");
        let token = made["token"].as_str().expect("a token");
        let request = world.request(Who::Nobody, Method::GET, "/api/v1/session").bearer_auth(token);
        let session: Value = within(request.send()).await.expect("an answer").json().await.expect("JSON");
        assert_eq!(session["right"], json!(expected), "{seat} with {right}");
        let request = world.request(Who::Nobody, Method::POST, "/api/v1/manuals").bearer_auth(token);
        let answer = within(request.json(&json!({"title": "T"})).send()).await.expect("an answer");
        assert_eq!(answer.status(), 403);
    }
}
