//! Proposals of chapters in which nobody is named: what is refused there, or handed in, is not lost, and nobody finds out whose
//! it is: not a keeper, not the audit, not the folder, and not a list of what is one's own.

use manual::document::Document;
use manual::id::{ChapterId, DocumentId, Epoch, ProposalId};
use reqwest::Method;
use serde_json::{Value, json};
use server::audit_key;
use server::limits::Limits;
use store::record::Record;
use store::record::attribution::AttributionRecord;
use store::store::Store;

use crate::proposals::{apart, typed};
use crate::world::{Who, World, within};

const NONE: [(&str, &str); 1] = [("chancery-author", "none")];

async fn decide(world: &World, path: &str, body: Value) {
    let path = format!("/api/v1/chapters/{}/{path}", world.chapter);
    let answer = within(world.request(Who::Secretariat, Method::POST, &path).json(&body).send()).await;
    assert_eq!(answer.expect("an answer").status(), 204);
}

async fn mode(world: &World, mode: &str) {
    decide(world, "mode", json!({ "mode": mode })).await;
}

/// The status, and everything that is told beside what names the one request.
async fn bring(
    world: &World,
    who: Who,
    path: &str,
    update: Vec<u8>,
    headers: &[(&str, &str)],
) -> (u16, String) {
    let mut request = world.request(who, Method::POST, path).body(update);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = within(request.send()).await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

async fn propose(world: &World, who: Who, update: Vec<u8>, headers: &[(&str, &str)]) -> (u16, String) {
    bring(world, who, &format!("/api/v1/chapters/{}/proposals", world.chapter), update, headers).await
}

async fn list(world: &World, who: Who) -> Vec<Value> {
    let listed = world.get(who, &format!("/api/v1/manuals/{}/proposals", world.manual)).await;
    listed.as_array().expect("rows").clone()
}

async fn act(world: &World, who: Who, row: &Value, verb: &str) -> u16 {
    let path = format!("/api/v1/proposals/{}/{verb}", row["id"].as_str().expect("an id"));
    let request = world.request(who, Method::POST, &path);
    let request = if verb == "close" { request.json(&json!({})) } else { request };
    within(request.send()).await.expect("an answer").status().as_u16()
}

async fn spans(world: &World) -> String {
    world.get(Who::Secretariat, &format!("/api/v1/chapters/{}/authors", world.chapter)).await.to_string()
}

async fn hand_over(world: &World) {
    let path = format!("/api/v1/seats/{}/handover", world.ghana);
    let body = json!({"leaving": null, "successor": {"name": "Kofi", "role": "focal-point"}});
    let request = world.request(Who::Secretariat, Method::POST, &path).json(&body);
    assert!(within(request.send()).await.expect("an answer").status().is_success());
}

/// Ghana's words in a chapter where nobody is named, and what it typed under the same id when the chapter was locked.
async fn refused(world: &World) -> (u64, Vec<u8>) {
    let mut page = world.link(Who::Ghana, &world.chapter).await;
    page.types("early warning").await;
    page.saved(b"early").await;
    decide(world, "state", json!({"state": "locked"})).await;
    let client = page.document.doc().client_id().get();
    (client, typed(&mut page.document, 1, "An "))
}

#[tokio::test]
async fn what_is_refused_where_nobody_is_named_is_a_proposal_without_an_author() {
    let mut world = World::start().await;
    let (secret, key) = audit_key::new_pair();
    decide(
        &world,
        "mode",
        json!({"mode": "unattributed", "audit_key": server::commands::write_audit_key(&key)}),
    )
    .await;
    let (client, update) = refused(&world).await;
    for _ in 0..2 {
        let told = propose(&world, Who::Ghana, update.clone(), &[]).await;
        assert_eq!(told, (202, String::new()), "nothing is told that would follow it");
    }
    // Under another session nobody goes on with what is bound to a tag.
    assert_eq!(propose(&world, Who::Denmark, update, &[]).await.0, 409);

    let rows = list(&world, Who::Secretariat).await;
    let row = &rows[0];
    let told = ["n", "chapter", "seat", "own", "reason", "state"].map(|key| row[key].clone());
    assert_eq!(json!(told), json!([1, world.chapter, null, false, "unnamed", "open"]));
    assert_eq!(rows.len(), 1, "the same words again are the same proposal");
    assert!(row["at"].as_str().expect("a time").contains("T00:00:00"), "the day and no more: {row}");
    let id = row["id"].as_str().expect("an id").to_owned();
    assert_eq!(world.link(Who::Secretariat, &id).await.text(), "An early warning");
    let difference = world.get(Who::Secretariat, &format!("/api/v1/proposals/{id}/difference")).await;
    let parts = json!([{"is": "added", "text": "An "}, {"is": "same", "text": "early warning"}]);
    assert_eq!(difference[0]["parts"], parts);

    // Whoever wrote it has nothing of it: not in a list, not by its id, and what they hold does not tell of it.
    for who in [Who::Ghana, Who::Denmark] {
        assert_eq!(list(&world, who).await, Vec::<Value>::new());
        let path = format!("/api/v1/proposals/{id}");
        assert_eq!(world.ask(who, Method::GET, &path).await.status(), 404, "{who:?}");
        assert_eq!(world.open_as(who, &id).await.err(), Some(404), "{who:?}");
        for verb in ["close", "offer", "reopen", "merge"] {
            assert_eq!(act(&world, who, row, verb).await, 404, "{who:?} {verb}");
        }
    }
    let held = world.get(Who::Secretariat, &format!("/api/v1/seats/{}/holdings", world.ghana)).await;
    assert_eq!((&held["proposals"], &held["drafts"]), (&json!([]), &json!([])));
    let draft = format!("/api/v1/chapters/{}/drafts", world.chapter);
    assert_eq!(bring(&world, Who::Ghana, &draft, Vec::new(), &[]).await.0, 409, "a draft is its seat's");

    assert_eq!(act(&world, Who::Secretariat, row, "close").await, 204);
    assert_eq!(act(&world, Who::Secretariat, row, "reopen").await, 204);
    for _ in 0..2 {
        assert_eq!(act(&world, Who::Secretariat, row, "merge").await, 204);
    }
    assert_eq!(world.link(Who::Denmark, &world.chapter).await.text(), "An early warning");
    let spans = spans(&world).await;
    assert!(!spans.contains("seat"), "{spans}");
    let audit = world.get(Who::Secretariat, "/api/v1/audit").await.to_string();
    let lines = audit.split("\"what\"").filter(|line| line.contains(&id)).count();
    assert!(lines >= 4, "{audit}");
    world.stop().await.expect("a good end");
    search_folder(&world, &id, client, &secret);
}

/// The folder says of a proposal what it says of the chapter: tags, the number 0, and to the audit key who it was.
fn search_folder(world: &World, id: &str, client: u64, secret: &[u8; 32]) {
    let chapter = DocumentId::from(ChapterId::parse(&world.chapter).expect("an id"));
    let branch = DocumentId::from(ProposalId::parse(id).expect("an id"));
    let (store, _) = Store::open(world.folder(), Epoch::from_random([7; 16]), 0).expect("a folder");
    let mut tags = Vec::new();
    for document in [branch, chapter] {
        let past = store.index().past(document, 1, store.seq(), |seq, entry| match entry.record {
            Record::Proposal { .. } | Record::ChapterCreated { .. } => {}
            Record::Attribution(AttributionRecord::Tagged { client: bound, tag, sealed, .. }) => {
                assert_eq!((bound, entry.writer), (client, 0));
                let writer = audit_key::open(secret, &sealed, chapter, bound).expect("the key opens it");
                let seat = store.registry().writers[&writer].0;
                assert_eq!(store.registry().seats[&seat].name, "Ghana");
                tags.push(tag);
            }
            Record::Update { .. } => assert_eq!(entry.writer, 0, "record {seq}"),
            other => panic!("record {seq} is {other:?}"),
        });
        past.expect("its records");
    }
    assert_eq!(tags.len(), 2);
    assert_eq!(tags[0], tags[1], "in the branch as in the chapter");
    let made = &store.registry().proposals[&ProposalId::parse(id).expect("an id")];
    assert_eq!((made.seat, made.writer), (None, 0));
    store.close();
}

#[tokio::test]
async fn what_is_handed_in_where_nobody_is_named_is_not_lost() {
    let world = World::start().await;
    mode(&world, "unattributed").await;
    let (_, mine) = refused(&world).await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let offline = typed(&mut apart(&link, 0x7100), 1, "offline ");
    hand_over(&world).await;
    let path = format!("/api/v1/hand-in/{}", world.chapter);
    for update in [&mine, &offline, &mine] {
        assert_eq!(bring(&world, Who::Ghana, &path, update.clone(), &[]).await, (204, String::new()));
    }
    let rows = list(&world, Who::Secretariat).await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    for row in &rows {
        assert_eq!((&row["seat"], &row["reason"]), (&Value::Null, &json!("unnamed")), "{row}");
        assert_eq!(act(&world, Who::Secretariat, row, "merge").await, 204);
    }
    let text = world.link(Who::Denmark, &world.chapter).await.text();
    assert!(text.contains("An ") && text.contains("offline "), "{text}");
    assert!(!spans(&world).await.contains("seat"));
}

#[tokio::test]
async fn a_change_of_mode_neither_loses_words_nor_names_whom_it_did_not() {
    let world = World::start().await;
    // Before: under an id that is bound to the seat. Then: under a tag, and under an id of which nobody knows.
    let mut before = world.link(Who::Ghana, &world.chapter).await;
    before.types("before").await;
    before.saved(b"before").await;
    let clear = typed(&mut before.document, 1, "clear ");
    mode(&world, "unattributed").await;
    let mut during = world.link(Who::Ghana, &world.chapter).await;
    during.types(" during").await;
    during.saved(b"during").await;
    let fresh = typed(&mut apart(&during, 0x7200), 1, "fresh ");
    let tagged = typed(&mut during.document, 1, "tagged ");
    assert_eq!(propose(&world, Who::Ghana, clear.clone(), &[]).await.0, 202);
    assert_eq!(propose(&world, Who::Denmark, clear, &[]).await.0, 409, "it is not theirs");

    mode(&world, "named").await;
    assert_eq!(propose(&world, Who::Ghana, tagged, &[]).await.0, 202, "a tag stays a tag");
    assert_eq!(
        propose(&world, Who::Ghana, fresh, &NONE).await.0,
        202,
        "it was written where nobody is named"
    );
    let link = world.link(Who::Ghana, &world.chapter).await;
    let named = typed(&mut apart(&link, 0x7300), 1, "named ");
    assert_eq!(propose(&world, Who::Ghana, named, &[]).await.0, 201);

    let rows = list(&world, Who::Secretariat).await;
    let unnamed = rows.iter().filter(|row| row["seat"].is_null()).count();
    assert_eq!((rows.len(), unnamed), (4, 3), "{rows:?}");
    for row in &rows {
        assert_eq!(act(&world, Who::Secretariat, row, "merge").await, 204, "{row}");
    }
    let text = world.link(Who::Denmark, &world.chapter).await.text();
    for word in ["clear ", "tagged ", "fresh ", "named ", "before", " during"] {
        assert_eq!(text.matches(word).count(), 1, "{word} in {text}");
    }
    // Only the seat's own words are the seat's: what it wrote before, and what it proposed under its name.
    let authors = world.get(Who::Secretariat, &format!("/api/v1/chapters/{}/authors", world.chapter)).await;
    let units = text.encode_utf16().collect::<Vec<_>>();
    let mut told = String::new();
    for span in authors[0]["spans"].as_array().expect("spans") {
        let at = |key: &str| usize::try_from(span[key].as_u64().expect("a place")).expect("small");
        told += &String::from_utf16_lossy(&units[at("from")..at("to")]);
    }
    let mut words: Vec<&str> = told.split_whitespace().collect();
    words.sort_unstable();
    assert_eq!(words, ["before", "clear", "named"], "{authors}");
}

#[tokio::test]
async fn nobody_is_unnamed_where_everybody_always_was_named_and_there_is_a_bound_where_nobody_is() {
    let world = World::limited(Limits { proposals_unnamed_max: 2, ..Limits::default() }).await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let words = |client: u64| typed(&mut apart(&link, client), 1, "words ");
    assert_eq!(propose(&world, Who::Ghana, words(0x7100), &NONE).await.0, 409);
    assert_eq!(list(&world, Who::Secretariat).await.len(), 0);
    mode(&world, "unattributed").await;
    assert_eq!(propose(&world, Who::Ghana, words(0x7101), &[]).await.0, 202);
    assert_eq!(propose(&world, Who::Denmark, words(0x7102), &[]).await.0, 202);
    assert_eq!(propose(&world, Who::Denmark, words(0x7103), &[]).await.0, 429);
    assert_eq!(propose(&world, Who::Observer, words(0x7104), &[]).await.0, 403);
}

#[tokio::test]
async fn what_was_written_in_a_branch_and_could_not_be_sent_is_handed_in_there() {
    let world = World::start().await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let mut mine: Document = apart(&link, 0x7100);
    let first = typed(&mut mine, 1, "first ");
    assert_eq!(propose(&world, Who::Ghana, first, &[]).await.0, 201);
    let row = list(&world, Who::Secretariat).await.remove(0);
    let id = row["id"].as_str().expect("an id");
    let (late, last) = (typed(&mut mine, 7, "late "), typed(&mut mine, 12, "last "));
    hand_over(&world).await;
    let path = format!("/api/v1/hand-in/{id}");
    assert_eq!(bring(&world, Who::Denmark, &path, late.clone(), &[]).await.0, 204);
    assert_eq!(world.link(Who::Secretariat, id).await.text(), "first ", "it is not Denmark's");
    assert_eq!(bring(&world, Who::Ghana, &path, late, &[]).await.0, 204);
    assert_eq!(world.link(Who::Secretariat, id).await.text(), "first late ");
    assert_eq!(act(&world, Who::Secretariat, &row, "merge").await, 204);
    assert_eq!(bring(&world, Who::Ghana, &path, last, &[]).await.0, 204);
    let rows = list(&world, Who::Secretariat).await;
    assert_eq!(rows.len(), 2, "what was merged takes nothing more: {rows:?}");
    let open = rows.iter().find(|row| row["state"] == "open").expect("an open one");
    let id = open["id"].as_str().expect("an id");
    assert_eq!(world.link(Who::Secretariat, id).await.text(), "first late last ");
}
