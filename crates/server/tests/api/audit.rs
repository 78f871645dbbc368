//! The audit: whoever acts is named by their seat, every line follows from the one before, no line gives anything away, and a
//! change to what was kept or to the journal is found.

use reqwest::Method;
use serde_json::{Value, json};
use server::audit::{Unlike, compare};
use sha2::{Digest, Sha256};

use crate::proposals::{apart, typed};
use crate::world::{Who, World, within};

const EXPORT: &str = "/api/v1/audit/export";

async fn exported(world: &World) -> String {
    world.ask(Who::Secretariat, Method::GET, EXPORT).await.text().await.expect("a body")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A chapter deleted and restored by the secretariat, and text by Ghana.
async fn lived() -> World {
    let world = World::start().await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types("a word nobody reads in an audit").await;
    ghana.saved(b"it").await;
    let chapter = format!("/api/v1/chapters/{}", world.chapter);
    assert_eq!(world.ask(Who::Secretariat, Method::DELETE, &chapter).await.status(), 204);
    assert_eq!(world.ask(Who::Secretariat, Method::POST, &format!("{chapter}/restore")).await.status(), 204);
    world
}

#[tokio::test]
async fn who_did_what_is_told_and_no_text() {
    let world = lived().await;
    let text = exported(&world).await;
    let deleted = lines(&text).into_iter().find(|line| line["what"] == "chapter-deleted").expect("told");
    assert_eq!(deleted["by"]["seat"], "Secretariat");
    assert_eq!(deleted["words"], json!({ "chapter": world.chapter }));
    let made = lines(&text).into_iter().find(|line| line["what"] == "chapter-made").expect("told");
    assert_eq!(made["by"], Value::Null, "a command on the machine");
    assert!(!text.contains("nobody reads"), "the audit holds no text");
    for who in [Who::Secretariat, Who::Ghana] {
        assert!(!text.contains(world.token(who).expect("a token")));
    }
}

/// What is part of a text, or of a draft that nobody is to know of, has no line; everything else has one, in its order.
#[tokio::test]
async fn every_record_that_is_no_text_has_its_line() {
    let mut world = lived().await;
    let edition = format!("/api/v1/manuals/{}/editions", world.manual);
    let chapter = format!("/api/v1/chapters/{}", world.chapter);
    for (path, body) in [
        (edition, json!({ "title": "June", "final": false })),
        (format!("{chapter}/state"), json!({ "state": "locked" })),
        (format!("{chapter}/mode"), json!({ "mode": "named" })),
        (format!("{chapter}/rights"), json!({ "seat": world.ghana, "right": "read" })),
        ("/api/v1/service".to_owned(), json!({ "state": "read-only" })),
    ] {
        let answer = within(world.request(Who::Secretariat, Method::POST, &path).json(&body).send()).await;
        assert!(answer.expect("an answer").status().is_success(), "{path}");
    }
    let text = exported(&world).await;
    within(world.stop()).await.expect("it stops");
    let mut spoken = Vec::new();
    store::aloud::of_folder(world.folder(), |it| spoken.push(it.at.seq)).expect("a whole journal");
    let told: Vec<u64> = lines(&text).iter().map(|line| line["seq"].as_u64().expect("a position")).collect();
    spoken.retain(|seq| *seq <= *told.last().expect("a line"));
    assert_eq!(told, spoken);
}

#[tokio::test]
async fn a_merge_is_told_with_who_merged_and_whose_it_was() {
    let world = World::start().await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let update = typed(&mut apart(&link, 0x7100), 1, "words nobody reads here ");
    let path = format!("/api/v1/chapters/{}/proposals", world.chapter);
    let made = within(world.request(Who::Ghana, Method::POST, &path).body(update).send()).await;
    let made: Value = made.expect("an answer").json().await.expect("JSON");
    let merge = format!("/api/v1/proposals/{}/merge", made["id"].as_str().expect("an id"));
    for _ in 0..2 {
        assert_eq!(world.ask(Who::Secretariat, Method::POST, &merge).await.status(), 204);
    }
    let text = exported(&world).await;
    let told = lines(&text);
    let found = |what: &str| told.iter().find(|line| line["what"] == what).expect("told").clone();
    let merges = told.iter().filter(|line| line["what"] == "proposal-merged").count();
    assert_eq!(merges, 1, "merging twice is merging once");
    assert_eq!(found("proposed")["by"]["seat"], "Ghana");
    let merged = found("proposal-merged");
    assert_eq!(merged["by"]["seat"], "Secretariat");
    let words = json!({ "proposal": made["id"], "n": 1, "chapter": world.chapter, "seat": "Ghana" });
    assert_eq!(merged["words"], words);
    // The text bears its author all the same.
    let authors = world.get(Who::Ghana, &format!("/api/v1/chapters/{}/authors", world.chapter)).await;
    assert_eq!(authors[0]["spans"][0]["seat"]["name"], "Ghana", "{authors}");
    assert!(!text.contains("nobody reads"));
}

#[tokio::test]
async fn each_line_bears_the_hash_of_the_line_before() {
    let world = lived().await;
    let text = exported(&world).await;
    let mut previous = "0".repeat(64);
    for line in text.lines() {
        let told: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(told["previous"], json!(previous));
        previous = edition::hex(&Sha256::digest(line).into());
    }
    let shown = world.get(Who::Secretariat, "/api/v1/audit").await;
    assert_eq!(shown["events"][0]["hash"], json!(previous), "the newest first, with its own hash");
    assert_eq!(shown["events"].as_array().map(Vec::len), Some(text.lines().count()));

    // Asked again after more has happened, it goes on where it stopped.
    let chapter = format!("/api/v1/chapters/{}", world.chapter);
    world.ask(Who::Secretariat, Method::DELETE, &chapter).await;
    let again = world.get(Who::Secretariat, "/api/v1/audit").await;
    assert_eq!(again["events"][1], shown["events"][0]);
    assert_eq!(again["events"][0]["what"], "chapter-deleted");
    assert!(exported(&world).await.starts_with(&text), "what was said stays as it was said");
}

#[tokio::test]
async fn what_was_kept_is_compared_with_itself_and_with_the_journal() {
    let mut world = lived().await;
    let text = exported(&world).await;
    let count = text.lines().count();
    assert_eq!(
        compare(&text, Some(world.folder())).expect("readable"),
        Ok(count),
        "beside the running service"
    );
    within(world.stop()).await.expect("it stops");
    assert_eq!(compare(&text, Some(world.folder())).expect("readable"), Ok(count));

    // A line that was changed, left out, or put in.
    let kept: Vec<&str> = text.lines().collect();
    for n in 0..count - 1 {
        let mut changed: Vec<String> = kept.iter().map(ToString::to_string).collect();
        changed[n] = changed[n].replacen("\"what\":\"", "\"what\":\"un", 1);
        assert_eq!(compare(&changed.join("\n"), None).unwrap(), Err(Unlike::Broken { line: n + 2 }));
        let mut without = kept.clone();
        without.remove(n);
        assert_eq!(compare(&without.join("\n"), None).unwrap(), Err(Unlike::Broken { line: n + 1 }));
    }
    assert_eq!(compare("never", None).unwrap(), Err(Unlike::NotALine { line: 1 }));

    // The lines of another folder, which are whole in themselves.
    let other = lived().await;
    let foreign = exported(&other).await;
    assert!(matches!(
        compare(&foreign, Some(world.folder())).expect("readable"),
        Err(Unlike::Journal { .. } | Unlike::Missing { .. })
    ));
}
