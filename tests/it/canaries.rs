//! Fifty words that occur nowhere else are planted in everything that comes in: texts, titles, names, tokens, codes, addresses,
//! headers, frames, forms that are refused. None may be found afterwards in what the service says about itself: its log at its most
//! talkative, its measures, the descriptions of what was refused.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Method;
use serde_json::json;
use tests::caller::Answer;
use tests::service::Scene;

use super::presence::state;
use super::*;

/// Words to plant, each once, and the answers in which one must not come back.
#[derive(Default)]
struct Planted {
    words: BTreeSet<String>,
    /// Those that name a person: they stand nowhere on the disk in clear either.
    personal: Vec<String>,
    refused: Vec<String>,
}

impl Planted {
    fn word(&mut self) -> String {
        let word = format!("kanarie{:02}vogel", self.words.len());
        self.words.insert(word.clone());
        word
    }

    fn personal(&mut self) -> String {
        let word = self.word();
        self.personal.push(word.clone());
        word
    }

    /// Keeps what a refusal says. What is asked for and given (a title, a list) may hold the word.
    fn note(&mut self, answer: &Answer) {
        if answer.status >= 400 {
            self.refused.push(answer.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_canaries_are_found_nowhere() {
    let scene = Scene::talkative().await;
    let mut planted = Planted::default();
    in_addresses(&scene, &mut planted).await;
    in_headers(&scene, &mut planted).await;
    in_bodies(&scene, &mut planted).await;
    in_people(&scene, &mut planted).await;
    in_sign_ins(&scene, &mut planted).await;
    in_frames(&scene, &mut planted).await;
    let mut measures = scene.service.stranger().get("/api/v1/health").await.text();
    measures += &scene.service.metrics(&scene.folder).get("/metrics").await.text();
    assert!(measures.contains("chancery_refusals_total{over=\"http\",code=\"invitation-refused\"}"));

    let folder = &scene.folder;
    tokio::task::spawn_blocking(|| scene.service.stop()).await.unwrap();
    nobody_is_named_in(&folder.data(), &planted.personal);
    let log = tests::service::log(folder);
    assert!(planted.words.len() >= 50, "{} were planted", planted.words.len());
    assert!(log.lines().any(|line| line.contains("\"DEBUG\"")), "the log is at its most talkative");
    for line in log.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "not a line of JSON: {line}");
    }
    assert!(planted.refused.len() >= 25, "{} refusals were kept", planted.refused.len());
    for word in &planted.words {
        for line in log.lines().chain([measures.as_str()]).chain(planted.refused.iter().map(String::as_str)) {
            assert!(!line.contains(word), "{word} came out: {line}");
        }
    }
}

/// Journal, index and all: of no file does a name come out.
fn nobody_is_named_in(folder: &Path, names: &[String]) {
    assert!(names.len() >= 4);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            nobody_is_named_in(&path, names);
        } else if let Ok(bytes) = std::fs::read(&path) {
            for name in names {
                let found = bytes.windows(name.len()).any(|window| window == name.as_bytes());
                assert!(!found, "{name} stands in {}", path.display());
            }
        }
    }
}

/// In paths, in queries, in ids.
async fn in_addresses(scene: &Scene, planted: &mut Planted) {
    for caller in [scene.service.stranger(), scene.service.caller(&scene.ghana)] {
        for path in [
            "/{}",
            "/sign-in/{}",
            "/manuals/{}",
            "/chapters/{}",
            "/{}/editions/1",
            "/assets/{}.js",
            "/api/v1/{}",
            "/api/v1/session?secret={}",
            "/api/v1/manuals/{}/chapters",
            "/api/v1/sync/{}",
        ] {
            let path = path.replace("{}", &planted.word());
            planted.note(&caller.get(&path).await);
        }
    }
    let search = format!("/api/v1/manuals/{}/search?q={}", scene.manual, planted.word());
    planted.note(&scene.service.caller(&scene.ghana).get(&search).await);
}

/// In what a browser or a proxy says of itself, and in credentials that are none.
async fn in_headers(scene: &Scene, planted: &mut Planted) {
    for name in [
        "user-agent",
        "referer",
        "accept-language",
        "x-forwarded-for",
        "x-request-id",
        "if-none-match",
        "origin",
        "cookie",
        "authorization",
        "x-unheard-of",
    ] {
        let word = planted.word();
        let value = match name {
            "cookie" => format!("chancery={word}; other={word}"),
            "authorization" => format!("Bearer chy_{word}"),
            "origin" => format!("https://{word}.example"),
            _ => word,
        };
        let caller = scene.service.stranger().with(name, &value);
        planted.note(&caller.get("/api/v1/manuals").await);
        planted.note(&caller.post("/api/v1/manuals", json!({ "title": "T" })).await);
        let knock = Knock::stranger().with(name, &value);
        if let Err((_, body)) = knock.open(&scene.service.address, scene.chapter).await {
            planted.refused.push(body);
        }
    }
}

/// In what is asked for, well formed or not.
async fn in_bodies(scene: &Scene, planted: &mut Planted) {
    let caller = scene.service.caller(&scene.secretariat);
    let chapters = format!("/api/v1/manuals/{}/chapters", scene.manual);
    for (path, field) in
        [("/api/v1/manuals", "title"), (chapters.as_str(), "title"), (chapters.as_str(), "unknown")]
    {
        let word = planted.word();
        planted.note(&caller.post(path, json!({ field: word })).await);
        let word = planted.word();
        planted.note(&caller.post(path, json!({ field: [word] })).await);
        let broken = format!("{{\"title\": \"{}", planted.word());
        planted.note(&caller.send(Method::POST, path, Some(broken)).await);
    }
    let edition = json!({ "title": planted.word(), "public": false, "final": false });
    planted.note(&caller.post(&format!("/api/v1/manuals/{}/editions", scene.manual), edition).await);
    let picture = format!("/api/v1/manuals/{}/images", scene.manual);
    let bytes = planted.word();
    planted.note(&caller.send(Method::POST, &picture, Some(bytes)).await);
}

/// In names and addresses of people, and in what the desk is told. What a name is sealed in is nobody's to read.
async fn in_people(scene: &Scene, planted: &mut Planted) {
    let caller = scene.service.caller(&scene.secretariat);
    let (seat, word) = (planted.word(), planted.word());
    planted.note(&caller.post("/api/v1/seats", json!({ "name": seat, "kind": word })).await);
    let people = format!("/api/v1/seats/{}/people", scene.ghana.seat);
    let (name, mailbox) = (planted.personal(), planted.personal());
    let person = json!({ "name": name, "email": format!("{mailbox}@example.org"), "role": "deputy" });
    let person = caller.post(&people, person).await.created();
    let bodies = [json!({ "name": "A B", "role": planted.word() }), json!({ "name": [planted.word()] })];
    for body in bodies {
        planted.note(&caller.post(&people, body).await);
    }
    let invitation = caller.post(&format!("/api/v1/people/{person}/invitation"), json!(null)).await.json();
    planted.words.insert(invitation["code"].as_str().unwrap().to_owned());
    let handover = format!("/api/v1/seats/{}/handover", scene.denmark.seat);
    let successor = json!({ "name": planted.personal(), "role": "focal-point" });
    let leaving = json!({ "leaving": [planted.word()], "successor": successor });
    planted.note(&caller.post(&handover, leaving).await);
    let successor = json!({ "name": planted.personal(), "role": "focal-point" });
    caller.post(&handover, json!({ "leaving": [], "successor": successor })).await;
}

/// In links and codes, right and wrong.
async fn in_sign_ins(scene: &Scene, planted: &mut Planted) {
    let page = scene.service.stranger().from_page(&scene.service.address);
    for _ in 0..2 {
        let body = json!({ "link": planted.word(), "code": planted.word() });
        planted.note(&page.post("/api/v1/sign-in", body).await);
    }
    let invited = scene.folder.invite("Ghana");
    let link = invited.link.rsplit('/').next().unwrap().to_owned();
    let code = planted.word();
    planted.note(&page.post("/api/v1/sign-in", json!({ "link": link, "code": code })).await);
    let answer = page.post("/api/v1/sign-in", json!({ "link": link, "code": invited.code })).await;
    let cookie = answer.cookie();
    for secret in [link, invited.code, cookie.split('=').nth(1).unwrap().to_owned()] {
        planted.words.insert(secret);
    }
    for seated in [&scene.secretariat, &scene.ghana] {
        planted.words.insert(seated.token.trim_start_matches("chy_").to_owned());
        planted.words.insert(seated.name.clone());
    }
}

/// In texts, carets, and bytes that are no frames.
async fn in_frames(scene: &Scene, planted: &mut Planted) {
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 81).await;
    let update = appended(&mut document, &planted.word());
    offer(&mut link, &update).await.unwrap();
    let presence =
        format!(r#"{{"cursor": {{"at": "{}"}}, "user": {{"name": "{}"}}}}"#, planted.word(), planted.word());
    link.send(Message::Awareness(&state(81, 1, &presence))).await;
    link.acknowledged(planted.word().as_bytes()).await;
    link.send_bytes(format!("\u{7f}{}", planted.word()).into_bytes()).await;
    assert_eq!(refusal(&mut link).await, "malformed");

    // A reader's text, and text under somebody else's name.
    let (mut reader, mut document) = joined(&scene.service, &scene.observer, scene.chapter, 82).await;
    let update = appended(&mut document, &planted.word());
    assert!(offer(&mut reader, &update).await.is_err());
    let (mut other, _) = joined(&scene.service, &scene.denmark, scene.chapter, 83).await;
    let mut forged = Document::new(81);
    let update = appended(&mut forged, &(planted.word() + &planted.word()));
    assert!(offer(&mut other, &update).await.is_err());
}
