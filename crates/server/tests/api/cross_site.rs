//! What a page of another site can do with a visitor's cookie: nothing. Every route that changes something, from every kind
//! of wrong origin, as a form and as a fetch; and what the cookie itself says to the browser.

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use server::table::ROUTES;

use crate::sign_in::{cookie, invite, sign_in};
use crate::world::{Who, World, within};

/// The eight ways in which an origin can be wrong.
fn foreign(world: &World) -> Vec<Option<String>> {
    let (ours, port) = (world.origin(), world.address.port());
    vec![
        Some("https://evil.example".to_owned()),
        Some("null".to_owned()),
        Some(format!("{ours}.evil.example")),
        Some(format!("http://evil.example:{port}")),
        Some(ours.replace("http://", "https://")),
        Some(format!("{ours}0")),
        Some(ours.replace("http://", "http://user@")),
        None,
    ]
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
        .replace("{link}", &"0".repeat(32))
        .replace("{proposal}", absent)
        .replace("{session}", absent)
        .replace("{passkey}", absent)
}

async fn position(world: &World) -> Value {
    world.get(Who::Nobody, "/api/v1/health").await["seq"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_other_sites_change_nothing_whatever_they_send() {
    let world = World::start().await;
    let invitation = invite(&world, "Secretariat").await;
    let cookie = cookie(&sign_in(&world, &invitation.link, &invitation.code).await);
    let before = position(&world).await;
    let mut asked = 0;
    for route in ROUTES.iter().filter(|route| route.method != "GET") {
        let path = fill(route.address, &world);
        let method = route.method.parse::<Method>().expect("a method");
        let request = || world.http.request(method.clone(), world.url(&path)).header(COOKIE, &cookie);
        let mut attempts = Vec::new();
        for origin in foreign(&world) {
            let named = |request: reqwest::RequestBuilder| match &origin {
                Some(origin) => request.header(ORIGIN, origin),
                None => request,
            };
            attempts.push(named(request()).json(&json!({ "title": "x", "state": "open" })));
            for form in ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]
            {
                attempts.push(named(request()).header(CONTENT_TYPE, form).body("{\"title\":\"x\"}"));
            }
        }
        // Our own origin does not help where the browser itself says that it comes from elsewhere.
        for site in ["cross-site", "same-site", "nonsense"] {
            attempts.push(request().header(ORIGIN, world.origin()).header("sec-fetch-site", site));
        }
        let twice = request().header(ORIGIN, world.origin()).header(ORIGIN, "https://evil.example");
        attempts.push(twice);
        for attempt in attempts {
            let answer = within(attempt.send()).await.expect("an answer");
            let (status, body) = (answer.status().as_u16(), answer.text().await.unwrap_or_default());
            assert!(
                status == 403 && body.contains("foreign-origin"),
                "{} {path}: {status} {body}",
                route.method
            );
            asked += 1;
        }
    }
    assert_eq!(position(&world).await, before, "nothing was written down");
    let session = world.http.get(world.url("/api/v1/session")).header(COOKIE, &cookie);
    let session: Value = within(session.send()).await.expect("an answer").json().await.expect("JSON");
    assert_eq!(session["signed_in"], json!(true), "and nobody was signed out");
    println!("{asked} attempts from elsewhere, all refused");
}

/// A form of our own page would not be taken either: only JSON is.
#[tokio::test]
async fn a_form_is_no_json() {
    let world = World::start().await;
    let invitation = invite(&world, "Secretariat").await;
    let cookie = cookie(&sign_in(&world, &invitation.link, &invitation.code).await);
    for form in ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"] {
        let request = world.http.post(world.url("/api/v1/manuals")).header(COOKIE, &cookie);
        let request = request.header(ORIGIN, world.origin()).header(CONTENT_TYPE, form);
        let answer = within(request.body("{\"title\":\"x\"}").send()).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 415, "{form}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_socket_opens_from_elsewhere() {
    let world = World::start().await;
    let invitation = invite(&world, "Ghana").await;
    let cookie = cookie(&sign_in(&world, &invitation.link, &invitation.code).await);
    let ours = world.origin();
    for document in [&world.chapter, &world.outline] {
        for origin in foreign(&world) {
            let mut headers = vec![("cookie", cookie.as_str())];
            headers.extend(origin.as_deref().map(|origin| ("origin", origin)));
            assert_eq!(world.open(document, &headers).await.err(), Some(403), "{origin:?}");
        }
        let headers = [("cookie", cookie.as_str()), ("origin", ours.as_str())];
        let elsewhere = [headers[0], headers[1], ("sec-fetch-site", "cross-site")];
        assert_eq!(world.open(document, &elsewhere).await.err(), Some(403));
        world.open(document, &headers).await.expect("our own page");
    }
}

#[tokio::test]
async fn the_cookie_tells_the_browser_to_keep_it_from_scripts_and_other_sites() {
    let config = server::Config::parse("public_url = \"https://manual.example\"").expect("a configuration");
    let world = World::with(config).await;
    let invitation = invite(&world, "Ghana").await;
    let body = json!({ "link": invitation.link, "code": invitation.code });
    let request = world.request(Who::Nobody, Method::POST, "/api/v1/sign-in");
    let request = request.header(ORIGIN, "https://manual.example").json(&body);
    let answer = within(request.send()).await.expect("an answer");
    let set = answer.headers()[SET_COOKIE].to_str().expect("text");
    let flags: Vec<&str> = set.split("; ").skip(1).collect();
    assert!(set.starts_with("__Host-chancery="), "{set}");
    for flag in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(flags.contains(&flag), "{set}");
    }
    assert!(!set.contains("Domain"), "{set}");
}

/// Of what is in an address only the route is logged, and no address holds a secret but that of an invitation's page.
#[test]
fn no_address_takes_a_token() {
    let secrets = ["{token}", "{code}", "{key}", "{cookie}"];
    let addresses = ROUTES.iter().map(|route| route.address);
    let addresses = addresses.chain(server::table::PAGES.iter().map(|(address, _)| *address));
    // A token is ended by its id, which opens nothing.
    for address in addresses.filter(|address| *address != "/api/v1/tokens/{token}") {
        assert!(!secrets.iter().any(|secret| address.contains(secret)), "{address}");
        assert!(!address.contains("{secret}") || address == "/sign-in/{secret}", "{address}");
    }
}
