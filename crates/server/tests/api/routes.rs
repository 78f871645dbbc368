//! Routes, their description and their documentation are one; who may do what; what refusals look like.

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::{ALLOW, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::world::{Who, World, within};

const DOCUMENTATION: &str = include_str!("../../../../docs/api.md");

#[tokio::test]
async fn routes_description_and_documentation_are_one() {
    let world = World::start().await;
    let description = world.get(Who::Nobody, "/api/v1/openapi.json").await;
    let mut described = described(&description);
    described.insert(("GET".to_owned(), "/api/v1/openapi.json".to_owned()));
    assert_eq!(described, documented());

    // What is described is there, and nothing else is at its address.
    let addresses: BTreeSet<&String> = described.iter().map(|(_, address)| address).collect();
    for address in addresses {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let is_described = described.contains(&(method.to_string(), address.clone()));
            let status = world.ask(Who::Nobody, method.clone(), &filled(address)).await.status().as_u16();
            assert_eq!(status != 405, is_described, "{method} {address} answered {status}");
            assert_ne!(status, 404, "strangers learn nothing");
        }
    }
}

#[tokio::test]
async fn codes_are_documented_as_they_are() {
    let rows = rows("| code | status |");
    let documented: BTreeSet<_> = rows.iter().map(|row| (word(&row[0]), row[2].clone())).collect();
    let codes = collab::code::Code::ALL;
    let real: BTreeSet<_> =
        codes.iter().map(|code| (code.word().to_owned(), code.close_code().to_string())).collect();
    assert_eq!(documented, real);
    let retriable = codes.iter().filter(|code| code.retriable()).map(|code| code.word().to_owned());
    let come_back = rows.iter().filter(|row| row[4] == "yes").map(|row| word(&row[0]));
    assert_eq!(come_back.collect::<BTreeSet<_>>(), retriable.collect());
}

/// Every route as every kind of caller. A route without a row here fails.
#[tokio::test]
async fn who_may_do_what() {
    const CALLERS: [Who; 4] = [Who::Nobody, Who::Observer, Who::Ghana, Who::Secretariat];
    // Read-only first: the last rows change what is there.
    let table: Vec<(&str, &str, Value, [u16; 4])> = vec![
        ("GET", "/api/v1/health", Value::Null, [200, 200, 200, 200]),
        ("GET", "/api/v1/openapi.json", Value::Null, [200, 200, 200, 200]),
        ("GET", "/api/v1/session", Value::Null, [200, 200, 200, 200]),
        ("POST", "/api/v1/session/appearance", json!({"appears": "seat"}), [401, 204, 204, 204]),
        ("POST", "/api/v1/sign-in", json!({"link": "x", "code": "y"}), [403, 403, 403, 403]),
        (
            "POST",
            "/api/v1/device-key",
            json!({"device": "0123456789abcdef0123456789abcdef"}),
            [401, 403, 403, 403],
        ),
        ("GET", "/api/v1/sign-in", Value::Null, [200, 200, 200, 200]),
        ("POST", "/api/v1/sign-in/passkey/challenge", Value::Null, [200, 200, 200, 200]),
        ("POST", "/api/v1/sign-in/passkey", json!({}), [400, 400, 400, 400]),
        ("POST", "/api/v1/sign-in/provider", json!({}), [403, 403, 403, 403]),
        ("POST", "/api/v1/sign-in/provider/finish", json!({"state": "x"}), [403, 403, 403, 403]),
        ("GET", "/api/v1/identity", Value::Null, [401, 403, 403, 403]),
        ("DELETE", "/api/v1/identity", Value::Null, [401, 403, 403, 403]),
        ("GET", "/api/v1/passkeys", Value::Null, [401, 403, 403, 403]),
        ("POST", "/api/v1/passkeys/registration", Value::Null, [401, 403, 403, 403]),
        ("POST", "/api/v1/passkeys", json!({}), [401, 403, 403, 403]),
        ("POST", "/api/v1/passkeys/touch/challenge", Value::Null, [401, 403, 403, 403]),
        ("POST", "/api/v1/passkeys/touch", json!({}), [401, 403, 403, 403]),
        ("POST", "/api/v1/passkeys/{passkey}/name", json!({"name": "x"}), [401, 403, 403, 403]),
        ("DELETE", "/api/v1/passkeys/{passkey}", Value::Null, [401, 403, 403, 403]),
        ("GET", "/api/v1/audit", Value::Null, [401, 403, 403, 200]),
        ("GET", "/api/v1/audit/export", Value::Null, [401, 403, 403, 200]),
        ("GET", "/api/v1/manuals", Value::Null, [401, 200, 200, 200]),
        ("POST", "/api/v1/manuals", json!({"title": "New"}), [401, 403, 403, 201]),
        ("GET", "/api/v1/manuals/{manual}/chapters", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/manuals/{manual}/activity", Value::Null, [401, 200, 200, 200]),
        ("POST", "/api/v1/manuals/{manual}/chapters", json!({"title": "New"}), [401, 403, 403, 201]),
        ("GET", "/api/v1/manuals/{manual}/templates", Value::Null, [401, 403, 403, 200]),
        ("POST", "/api/v1/manuals/{manual}/templates", json!({"title": "New"}), [401, 403, 403, 201]),
        ("GET", "/api/v1/chapters/{chapter}/parts", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/chapters/{chapter}/authors", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/chapters/{chapter}/mode", Value::Null, [401, 200, 200, 200]),
        ("POST", "/api/v1/chapters/{chapter}/mode", json!({"mode": "named"}), [401, 403, 403, 204]),
        (
            "POST",
            "/api/v1/manuals/{manual}/editions",
            json!({"title": "June", "final": false}),
            [401, 403, 403, 201],
        ),
        ("GET", "/api/v1/manuals/{manual}/editions", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/manuals/{manual}/editions/{edition}", Value::Null, [401, 200, 200, 200]),
        (
            "GET",
            "/api/v1/manuals/{manual}/editions/{edition}/chapters/{place}",
            Value::Null,
            [401, 200, 200, 200],
        ),
        ("GET", "/api/v1/manuals/{manual}/editions/{edition}/changes", Value::Null, [401, 200, 200, 200]),
        (
            "POST",
            "/api/v1/manuals/{manual}/editions/{edition}/notes",
            json!({"chapter": "x", "note": "y"}),
            [401, 403, 403, 404],
        ),
        (
            "POST",
            "/api/v1/manuals/{manual}/editions/{edition}/errata",
            json!({"text": "Ten, not two."}),
            [401, 403, 403, 204],
        ),
        (
            "POST",
            "/api/v1/manuals/{manual}/editions/{edition}/withdraw",
            json!({"why": "Edition 2 takes its place."}),
            [401, 403, 403, 204],
        ),
        ("GET", "/api/v1/manuals/{manual}/ready", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/manuals/{manual}/preview.docx", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/manuals/{manual}/preview.pdf", Value::Null, [401, 503, 503, 503]),
        ("GET", "/api/v1/chapters/{chapter}/preview.docx", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/chapters/{chapter}/preview.pdf", Value::Null, [401, 503, 503, 503]),
        ("GET", "/api/v1/signing-key", Value::Null, [200, 200, 200, 200]),
        ("POST", "/api/v1/signing-key", Value::Null, [401, 403, 403, 201]),
        ("GET", "/api/v1/manuals/{manual}/targets", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/manuals/{manual}/glossary", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/manuals/{manual}/search", Value::Null, [401, 400, 400, 400]),
        ("POST", "/api/v1/manuals/{manual}/images", Value::Null, [401, 403, 422, 422]),
        ("GET", "/api/v1/manuals/{manual}/images/{sha256}", Value::Null, [401, 404, 404, 404]),
        ("POST", "/api/v1/chapters/{chapter}/proposals", Value::Null, [401, 403, 400, 400]),
        ("POST", "/api/v1/chapters/{chapter}/drafts", Value::Null, [401, 403, 201, 201]),
        ("POST", "/api/v1/hand-in/{chapter}", Value::Null, [204, 204, 204, 204]),
        ("GET", "/api/v1/receipts/{document}", Value::Null, [401, 200, 200, 200]),
        ("POST", "/api/v1/heal/{document}", Value::Null, [401, 409, 409, 409]),
        ("GET", "/api/v1/manuals/{manual}/proposals", Value::Null, [401, 200, 200, 200]),
        ("GET", "/api/v1/proposals/{proposal}", Value::Null, [401, 404, 404, 404]),
        ("GET", "/api/v1/proposals/{proposal}/difference", Value::Null, [401, 404, 404, 404]),
        ("POST", "/api/v1/proposals/{proposal}/offer", Value::Null, [401, 404, 404, 404]),
        ("POST", "/api/v1/proposals/{proposal}/merge", Value::Null, [401, 404, 404, 404]),
        ("POST", "/api/v1/proposals/{proposal}/close", json!({}), [401, 404, 404, 404]),
        ("POST", "/api/v1/proposals/{proposal}/reopen", Value::Null, [401, 404, 404, 404]),
        ("GET", "/api/v1/manuals/{manual}/rights", Value::Null, [401, 403, 403, 200]),
        (
            "POST",
            "/api/v1/manuals/{manual}/rights",
            json!({"seat": "x", "right": "read"}),
            [401, 403, 403, 404],
        ),
        ("GET", "/api/v1/chapters/{chapter}/rights", Value::Null, [401, 403, 403, 200]),
        (
            "POST",
            "/api/v1/chapters/{chapter}/rights",
            json!({"seat": "x", "right": "read"}),
            [401, 403, 403, 404],
        ),
        ("POST", "/api/v1/chapters/{chapter}/state", json!({"state": "open"}), [401, 403, 403, 204]),
        ("GET", "/api/v1/service", Value::Null, [401, 200, 200, 200]),
        ("POST", "/api/v1/service", json!({"state": "open"}), [401, 403, 403, 204]),
        ("GET", "/api/v1/sync/{document}", Value::Null, [401, 400, 400, 400]),
        ("POST", "/api/v1/sync/{document}/poll", Value::Null, [401, 201, 201, 201]),
        ("POST", "/api/v1/sync/{document}/poll/{link}", Value::Null, [401, 410, 410, 410]),
        ("GET", "/api/v1/sync/{document}/poll/{link}/{after}", Value::Null, [401, 410, 410, 410]),
        ("DELETE", "/api/v1/sync/{document}/poll/{link}", Value::Null, [401, 410, 410, 410]),
        ("DELETE", "/api/v1/chapters/{chapter}", Value::Null, [401, 403, 403, 204]),
        ("POST", "/api/v1/chapters/{chapter}/restore", Value::Null, [401, 403, 403, 204]),
        ("DELETE", "/api/v1/templates/{template}", Value::Null, [401, 404, 404, 204]),
        ("POST", "/api/v1/templates/{template}/restore", Value::Null, [401, 404, 404, 204]),
        ("GET", "/api/v1/seats", Value::Null, [401, 200, 200, 200]),
        ("POST", "/api/v1/seats", json!({"name": "Kenya", "kind": "state"}), [401, 403, 403, 201]),
        (
            "POST",
            "/api/v1/seats/{seat}/people",
            json!({"name": "Ama", "role": "deputy"}),
            [401, 403, 403, 201],
        ),
        ("GET", "/api/v1/seats/{seat}/sessions", Value::Null, [401, 403, 403, 200]),
        ("GET", "/api/v1/seats/{seat}/holdings", Value::Null, [401, 403, 200, 200]),
        ("GET", "/api/v1/roster", Value::Null, [401, 403, 403, 200]),
        ("POST", "/api/v1/roster/preview", Value::Null, [401, 403, 403, 400]),
        ("POST", "/api/v1/roster", Value::Null, [401, 403, 403, 400]),
        ("GET", "/api/v1/tokens", Value::Null, [401, 200, 200, 200]),
        (
            "POST",
            "/api/v1/tokens",
            json!({"name": "x", "right": "read", "ends": "yesterday"}),
            [401, 403, 403, 400],
        ),
        ("DELETE", "/api/v1/tokens/{token}", Value::Null, [401, 404, 404, 404]),
        ("POST", "/api/v1/people/{person}", json!({"role": "colleague"}), [401, 404, 403, 204]),
        ("POST", "/api/v1/people/{person}/invitation", Value::Null, [401, 404, 403, 201]),
        ("POST", "/api/v1/people/{person}/end", Value::Null, [401, 404, 403, 204]),
        ("POST", "/api/v1/people/{person}/erase", Value::Null, [401, 404, 403, 204]),
        (
            "POST",
            "/api/v1/seats/{seat}/handover",
            json!({"successor": {"name": "Kofi", "role": "focal-point"}}),
            [401, 403, 403, 201],
        ),
        ("GET", "/api/v1/sessions", Value::Null, [401, 200, 401, 200]),
        ("DELETE", "/api/v1/sessions/{session}", Value::Null, [401, 404, 401, 404]),
        ("DELETE", "/api/v1/sessions", Value::Null, [401, 204, 401, 204]),
        ("DELETE", "/api/v1/session", Value::Null, [204, 204, 204, 204]),
    ];
    let tested = table.iter().map(|(method, address, ..)| ((*method).to_owned(), (*address).to_owned()));
    assert_eq!(tested.collect::<BTreeSet<_>>(), documented());

    let world = World::start().await;
    for (method, address, body, expected) in table {
        let path = address
            .replace("{manual}", &world.manual)
            .replace("{chapter}", &world.chapter)
            .replace("{template}", &world.template)
            .replace("{document}", &world.chapter)
            .replace("{proposal}", "11111111-1111-4111-8111-111111111111")
            .replace("{seat}", &world.ghana)
            .replace("{person}", &world.person)
            .replace("{token}", "11111111-1111-4111-8111-111111111111")
            .replace("{session}", "11111111-1111-4111-8111-111111111111")
            .replace("{edition}", "1")
            .replace("{place}", "1")
            .replace("{link}", &"0".repeat(32))
            .replace("{sha256}", &"0".repeat(64))
            .replace("{after}", "0");
        for (who, expected) in CALLERS.into_iter().zip(expected) {
            let method = method.parse::<Method>().expect("a method");
            let request = world.request(who, method.clone(), &path);
            let request = if body.is_null() { request } else { request.json(&body) };
            let status = within(request.send()).await.expect("an answer").status().as_u16();
            assert_eq!(status, expected, "{method} {address} as {who:?}");
        }
    }
}

#[tokio::test]
async fn refusals_have_one_shape_and_no_secrets() {
    let world = World::start().await;
    let title = "/api/v1/manuals";
    let post = || world.request(Who::Secretariat, Method::POST, title);
    let long = "x".repeat(70 << 10);
    let cases = [
        (world.request(Who::Nobody, Method::GET, "/api/v1/nothing"), 404, "not-found"),
        (world.request(Who::Nobody, Method::GET, "/assets/no-such-file.js"), 404, "not-found"),
        (world.request(Who::Nobody, Method::PUT, title), 405, "wrong-method"),
        (world.request(Who::Nobody, Method::GET, title), 401, "signed-out"),
        (post().header(CONTENT_TYPE, "text/plain").body("{}"), 415, "invalid"),
        (post().header(CONTENT_TYPE, "application/json").body("{"), 400, "invalid"),
        (post().json(&json!({"title": "a", "colour": "b"})), 400, "invalid"),
        (post().json(&json!({"title": " "})), 400, "invalid"),
        (post().json(&json!({"title": "a\u{202e}\u{0007}"})), 400, "invalid"),
        (post().json(&json!({ "title": long })), 413, "too-large"),
        (world.request(Who::Ghana, Method::POST, title).json(&json!({"title": "a"})), 403, "not-allowed"),
    ];
    for (request, status, code) in cases {
        let response = within(request.send()).await.expect("an answer");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let id = response.headers()["x-request-id"].to_str().expect("text").to_owned();
        assert_eq!(response.headers().contains_key(ALLOW), status == 405);
        let problem: Value = response.json().await.expect("JSON");
        assert_eq!((&problem["status"], &problem["code"]), (&json!(status), &json!(code)), "{problem}");
        assert_eq!(problem["request_id"], json!(id));
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
    }
}

#[tokio::test]
async fn not_there_and_not_a_name_at_all_answer_alike() {
    let world = World::start().await;
    let unknown = "11111111-1111-4111-8111-111111111111";
    let upper = world.chapter.to_uppercase();
    let mut answers = BTreeSet::new();
    for id in [unknown, "x", upper.as_str(), &world.manual] {
        let response = world.ask(Who::Secretariat, Method::DELETE, &format!("/api/v1/chapters/{id}")).await;
        let mut problem: Value = response.json().await.expect("JSON");
        problem["request_id"] = Value::Null;
        answers.insert(problem.to_string());
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(answers.first().expect("one").contains("not-found"));
}

#[tokio::test]
async fn every_answer_tells_browsers_what_not_to_do() {
    let world = World::start().await;
    for path in ["/", "/sign-in/x", "/chapters/x", "/assets/none.js", "/api/v1/health", "/api/v1/manuals"] {
        let response = world.ask(Who::Nobody, Method::GET, path).await;
        let header = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
        let policy = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert!(header("permissions-policy").contains("camera=()"));
    }
}

#[tokio::test]
async fn pages_get_the_shell_and_files_do_not() {
    let world = World::start().await;
    for path in ["/", "/sign-in/abc", "/chapters/abc"] {
        let response = world.ask(Who::Nobody, Method::GET, path).await;
        assert_eq!(response.status(), 200);
        assert!(response.headers()[CONTENT_TYPE].to_str().expect("text").starts_with("text/html"));
    }
    for path in ["/index.html", "/manuals", "/assets/../Cargo.toml", "/assets/%2e%2e/%2e%2e/Cargo.toml"] {
        assert_eq!(world.ask(Who::Nobody, Method::GET, path).await.status(), 404, "{path}");
    }
}

/// The routes of the description.
fn described(description: &Value) -> BTreeSet<(String, String)> {
    let paths = description["paths"].as_object().expect("paths");
    let routes = paths.iter().flat_map(|(address, methods)| {
        let methods = methods.as_object().expect("methods").keys();
        methods.map(|method| (method.to_uppercase(), address.clone()))
    });
    routes.collect()
}

/// The routes of docs/api.md.
fn documented() -> BTreeSet<(String, String)> {
    rows("| method | address |").into_iter().map(|row| (row[0].clone(), word(&row[1]))).collect()
}

/// The cells of the table with this head.
fn rows(head: &str) -> Vec<Vec<String>> {
    let lines = DOCUMENTATION.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

fn word(cell: &str) -> String {
    cell.trim_matches('`').to_owned()
}

fn filled(address: &str) -> String {
    let id = "11111111-1111-4111-8111-111111111111";
    address.replace("{manual}", id).replace("{chapter}", id).replace("{document}", id).replace("{seat}", id)
}
