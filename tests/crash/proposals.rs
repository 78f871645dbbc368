//! Proposals and `kill -9`: what was answered is so after the next start. A proposal is there whole or not; one that was merged
//! has its words in the chapter once, and one that was not has none of them there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tests::program::Seated;
use tests::service::{Scene, Service};
use tests::update::insertion;
use tests::{proving, within};

/// The first client id of this test.
const CLIENT: u64 = 50_000;

/// What was answered before the end.
#[derive(Default)]
struct Answered {
    /// The ids of proposals by the number of their words.
    made: Vec<(u64, String)>,
    merged: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_proposed_or_merged_when_the_service_died_is_so_afterwards() {
    let kills = if proving() { 20 } else { 4 };
    let limits = "[limits]\nproposals_per_minute_max = 100000\nproposals_open_max = 100000\n";
    let scene = Scene::configured(limits).await;
    let path = format!("/api/v1/chapters/{}/proposals", scene.chapter);
    let answered = Arc::new(Mutex::new(Answered::default()));
    let mut service = scene.service;
    let mut next = 0;
    for kill in 0..kills {
        let asking = tokio::spawn(ask_on(
            service.address.clone(),
            path.clone(),
            (scene.ghana.token.clone(), scene.secretariat.token.clone()),
            next,
            Arc::clone(&answered),
        ));
        // At least one answer, and then no matter when.
        let known = answered.lock().unwrap().made.len();
        within(60, "an answer", async {
            while answered.lock().unwrap().made.len() == known {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
        tokio::time::sleep(Duration::from_millis(97 * kill % 300)).await;
        service.kill();
        next = within(60, "nobody answers", asking).await.unwrap();
        service = Service::start(&scene.folder);
        check(&service, (&scene.ghana, &scene.secretariat), &scene.manual, scene.chapter, &answered).await;
    }
    let answered = answered.lock().unwrap();
    println!(
        "figure: kill -9: {kills} kills: 0 of {} proposals and {} merges lost",
        answered.made.len(),
        answered.merged.len()
    );
}

fn bearing(request: RequestBuilder, token: &str) -> RequestBuilder {
    request.header("authorization", format!("Bearer {token}"))
}

fn words(n: u64) -> String {
    format!("<{n}>")
}

/// Proposes, and merges every other proposal, until nobody answers. The number to go on with.
async fn ask_on(
    base: String,
    path: String,
    (ghana, secretariat): (String, String),
    mut next: u64,
    answered: Arc<Mutex<Answered>>,
) -> u64 {
    let http = Client::new();
    loop {
        let n = next;
        next += 1;
        let update = insertion(CLIENT + n, 0, "body", &words(n));
        let made = bearing(http.post(format!("{base}{path}")), &ghana).body(update).send().await;
        let Ok(made) = made else { return next };
        assert_eq!(made.status(), 201);
        let Ok(made) = made.json::<Value>().await else { return next };
        let id = made["id"].as_str().unwrap().to_owned();
        answered.lock().unwrap().made.push((n, id.clone()));
        if n.is_multiple_of(2) {
            let merge = http.post(format!("{base}/api/v1/proposals/{id}/merge"));
            let Ok(merged) = bearing(merge, &secretariat).send().await else { return next };
            assert_eq!(merged.status(), 204);
            answered.lock().unwrap().merged.push(id);
        }
    }
}

async fn check(
    service: &Service,
    (ghana, secretariat): (&Seated, &Seated),
    manual: &str,
    chapter: manual::id::DocumentId,
    answered: &Mutex<Answered>,
) {
    let reader = service.client(ghana, chapter);
    within(30, "the reader has the chapter", reader.in_step()).await.unwrap();
    let text = reader.text();
    reader.close().await;
    let caller = service.caller(secretariat);
    let listed = caller.get(&format!("/api/v1/manuals/{manual}/proposals")).await.json();
    let listed = listed.as_array().unwrap();
    let (made, merged) = {
        let answered = answered.lock().unwrap();
        (answered.made.clone(), answered.merged.clone())
    };
    for id in &merged {
        let row = listed.iter().find(|row| row["id"] == **id).unwrap();
        assert_eq!(row["state"], json!("merged"), "{id}");
    }
    for (n, id) in &made {
        assert!(listed.iter().any(|row| row["id"] == **id), "proposal {n} is gone");
    }
    for row in listed {
        let id = row["id"].as_str().unwrap();
        let link = service.client(ghana, manual::id::DocumentId::parse(id).unwrap());
        within(30, "the branch", link.in_step()).await.unwrap();
        let branch = link.text();
        link.close().await;
        let own: Vec<String> = match made.iter().find(|(_, known)| known == id) {
            Some((n, _)) => vec![words(*n)],
            // Nobody heard of it; whatever it is, it is whole.
            None => {
                numbers(&branch).into_iter().filter(|n| made.iter().all(|(m, _)| m != n)).map(words).collect()
            }
        };
        assert!(!own.is_empty() && own.iter().all(|own| branch.contains(own.as_str())), "{id}: {branch}");
        let expected = usize::from(row["state"] == "merged");
        for own in own {
            assert_eq!(
                text.matches(own.as_str()).count(),
                expected,
                "{own} of a proposal that is {}",
                row["state"]
            );
        }
    }
}

fn numbers(text: &str) -> Vec<u64> {
    text.split('<').filter_map(|rest| rest.split_once('>')?.0.parse().ok()).collect()
}
