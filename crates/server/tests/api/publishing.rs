//! What is published is signed, and verifies by another implementation than the service's own; it is written in every format, and
//! nothing of it names anybody; what is said of it afterwards changes none of its bytes.

use std::io::{Cursor, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use edition::bundle::{Zip, verify};
use edition::{hex, sha256, unhex};
use manual::id::{ChapterId, ManualId};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use server::Config;
use server::limits::Limits;
use store::editions::Editions;
use store::record::{Entry, Record};
use store::store::Store;

use crate::matrix::act;
use crate::world::{Who, World, within};

pub(crate) fn limits() -> Limits {
    Limits { outputs_rest_ms: 50, ..Limits::default() }
}

/// Ghana types, and it is saved.
pub(crate) async fn types(world: &World, text: &str) {
    let mut link = world.link(Who::Ghana, &world.chapter).await;
    link.types(text).await;
    link.saved(b"text").await;
}

async fn written() -> World {
    let world = World::limited(limits()).await;
    types(&world, "Ask early. Tell what happened.").await;
    world
}

pub(crate) async fn freeze(world: &World, body: Value) -> Value {
    let path = format!("/api/v1/manuals/{}/editions", world.manual);
    let made = within(world.request(Who::Secretariat, Method::POST, &path).json(&body).send()).await;
    let made = made.expect("an answer");
    let status = made.status();
    let body: Value = made.json().await.expect("JSON");
    assert_eq!(status, StatusCode::CREATED, "{body}");
    body
}

async fn refused(world: &World, path: &str, body: Value) -> (u16, Value) {
    let answer = within(world.request(Who::Secretariat, Method::POST, path).json(&body).send()).await;
    let answer = answer.expect("an answer");
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

async fn listed(world: &World, n: u64) -> Value {
    let all = world.get(Who::Secretariat, &format!("/api/v1/manuals/{}/editions", world.manual)).await;
    let found = all.as_array().expect("a list").iter().find(|it| it["n"] == json!(n));
    found.unwrap_or_else(|| panic!("{n} of {all}")).clone()
}

/// The edition, once only these formats are not there.
async fn prepared(world: &World, n: u64, preparing: Value) -> Value {
    within(async {
        loop {
            let edition = listed(world, n).await;
            if edition["preparing"] == preparing {
                return edition;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

async fn download(world: &World, who: Who, n: u64, file: &str) -> Vec<u8> {
    let answer = world.ask(who, Method::GET, &format!("/the-manual/editions/{n}/download/{file}")).await;
    assert_eq!(answer.status(), 200, "{file}");
    let etag = answer.headers()["etag"].to_str().expect("text").to_owned();
    let bytes = within(answer.bytes()).await.expect("bytes").to_vec();
    assert_eq!(etag, format!("\"{}\"", &hex(&sha256(&bytes))[..32]), "{file}");
    bytes
}

fn signed(key: &str, bytes: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::from_bytes(&unhex(key).expect("a key")).expect("a key");
    key.verify(bytes, &Signature::from_slice(signature).expect("64 bytes")).is_ok()
}

#[tokio::test]
async fn what_is_published_verifies_without_the_service() {
    let world = written().await;
    let made = freeze(&world, json!({ "title": "Accra", "public": true })).await;
    let edition = prepared(&world, 1, json!(["pdf"])).await;
    let keys = world.get(Who::Nobody, "/api/v1/signing-key").await;
    let key = keys["key"].as_str().expect("a key");
    assert_eq!((&edition["signed"], &edition["key"]), (&json!(true), &keys["id"]));

    let manifest = download(&world, Who::Nobody, 1, "edition.json").await;
    let signature = download(&world, Who::Nobody, 1, "edition.json.sig").await;
    assert_eq!(made["sha256"], json!(hex(&sha256(&manifest))));
    assert!(signed(key, &manifest, &signature));
    let mut other = manifest.clone();
    other[10] ^= 1;
    assert!(!signed(key, &other, &signature));
    assert_eq!(
        download(&world, Who::Nobody, 1, "key.pem").await,
        keys["pem"].as_str().expect("text").as_bytes()
    );

    let list = download(&world, Who::Nobody, 1, "outputs.json").await;
    assert!(signed(key, &list, &download(&world, Who::Nobody, 1, "outputs.json.sig").await));
    let list: Value = serde_json::from_slice(&list).expect("JSON");
    assert_eq!(list["edition"], made["sha256"]);
    let outputs = edition["outputs"].as_array().expect("a list");
    let formats: Vec<&str> = outputs.iter().map(|it| it["format"].as_str().expect("text")).collect();
    assert_eq!(formats, ["docx", "epub", "md", "zip"]);
    for output in outputs {
        let name = output["name"].as_str().expect("text");
        let bytes = download(&world, Who::Nobody, 1, name).await;
        assert_eq!(output["sha256"], json!(hex(&sha256(&bytes))), "{name}");
        assert_eq!(output["bytes"], json!(bytes.len()), "{name}");
        let in_list =
            list["outputs"].as_array().expect("a list").iter().any(|it| it["sha256"] == output["sha256"]);
        assert_eq!(in_list, output["format"] != "zip", "{name}");
    }
    let bundle = download(&world, Who::Nobody, 1, "the-manual-1.zip").await;
    let report = verify(&Zip::read(&bundle).expect("a zip"));
    assert!(report.is_fine(), "{:?}", report.files);
    assert!(report.is_by(&edition::sign::PublicKey::of(unhex(key).expect("hex")).expect("a key")));

    // Of an edition for members strangers get nothing, not even that it is there.
    freeze(&world, json!({ "title": "Ours" })).await;
    prepared(&world, 2, json!(["pdf"])).await;
    for file in ["the-manual-2.zip", "edition.json", "no-such"] {
        let answer =
            world.ask(Who::Nobody, Method::GET, &format!("/the-manual/editions/2/download/{file}")).await;
        assert_eq!(answer.status(), 404, "{file}");
    }
    download(&world, Who::Ghana, 2, "the-manual-2.docx").await;
}

/// Every file in a file that is a zip, and the file itself.
fn inside(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    if let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) {
        for at in 0..zip.len() {
            let mut member = Vec::new();
            zip.by_index(at).expect("a member").read_to_end(&mut member).expect("bytes");
            all.extend(inside(&member));
        }
    }
    all
}

#[tokio::test]
async fn nothing_that_is_given_away_names_anybody() {
    let world = written().await;
    let row = world.get(Who::Secretariat, "/api/v1/seats").await.to_string();
    assert!(row.contains("Ghana") && row.contains(&world.person), "{row}");
    freeze(&world, json!({ "title": "Accra" })).await;
    act(
        &world,
        Who::Secretariat,
        Method::POST,
        &format!("/api/v1/manuals/{}/editions/1/errata", world.manual),
        json!({"text": "x"}),
        204,
    )
    .await;
    prepared(&world, 1, json!(["pdf"])).await;
    let preview = format!("/api/v1/manuals/{}/preview.docx", world.manual);
    let preview = within(world.ask(Who::Ghana, Method::GET, &preview).await.bytes()).await.expect("bytes");
    let mut given = vec![preview.to_vec()];
    for file in ["the-manual-1.zip", "the-manual-1.docx", "the-manual-1.epub", "the-manual-1.md", "keys.json"]
    {
        given.push(download(&world, Who::Ghana, 1, file).await);
    }
    let names =
        ["Ghana", "Denmark", "Secretariat", "Observer", "Ama Owusu", "ama@", &world.ghana, &world.person];
    let mut looked = 0;
    for bytes in given.iter().flat_map(|given| inside(given)) {
        let text = String::from_utf8_lossy(&bytes);
        for name in names {
            assert!(!text.contains(name), "{name} in {:.200}", text);
        }
        looked += 1;
    }
    assert!(looked > 50, "only {looked} files");
    let told = given
        .iter()
        .flat_map(|given| inside(given))
        .any(|it| String::from_utf8_lossy(&it).contains("Ask early"));
    assert!(told, "what was looked at has the text");
}

fn vault_keys(world: &World) -> Vec<PathBuf> {
    let vault = std::fs::read_dir(world.folder().join("vault")).expect("a vault");
    let paths = vault.map(|entry| entry.expect("an entry").path());
    let is_key =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("signing-"));
    paths.filter(is_key).collect()
}

#[tokio::test]
async fn a_key_is_there_from_the_start_and_a_lost_one_is_said_and_followed() {
    let world = written().await;
    let before = world.get(Who::Nobody, "/api/v1/signing-key").await;
    freeze(&world, json!({ "title": "One" })).await;
    let [file] = &vault_keys(&world)[..] else { panic!("one key") };
    let mode = std::fs::metadata(file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    std::fs::remove_file(file).expect("gone");
    let editions = format!("/api/v1/manuals/{}/editions", world.manual);
    let (status, problem) = refused(&world, &editions, json!({ "title": "Two" })).await;
    assert_eq!((status, &problem["code"]), (409, &json!("not-freezable")), "{problem}");
    assert!(
        problem["detail"].as_str().is_some_and(|detail| detail.contains("chancery key rotate")),
        "{problem}"
    );

    let history = world.ask(Who::Secretariat, Method::GET, "/api/v1/audit/export").await;
    let history = within(history.text()).await.expect("text");
    assert_eq!(history.matches("freeze-began").count(), 1, "what nobody could stand for is not begun");

    act(&world, Who::Secretariat, Method::POST, "/api/v1/signing-key", Value::Null, 201).await;
    let after = world.get(Who::Nobody, "/api/v1/signing-key").await;
    let keys = after["keys"].as_array().expect("a list");
    assert_eq!((keys.len(), &keys[0]["key"], &keys[1]["signature"]), (2, &before["key"], &Value::Null));
    freeze(&world, json!({ "title": "Two" })).await;
    assert_eq!(listed(&world, 1).await["key"], before["id"], "what it signed stays signed");
    assert_eq!(listed(&world, 2).await["key"], after["id"]);
    prepared(&world, 2, json!(["pdf"])).await;

    // One that is there vouches for the next.
    act(&world, Who::Secretariat, Method::POST, "/api/v1/signing-key", Value::Null, 201).await;
    let last = world.get(Who::Nobody, "/api/v1/signing-key").await;
    let link = &last["keys"][2];
    let signature = hex_bytes(link["signature"].as_str().expect("a signature"));
    let key = unhex(link["key"].as_str().expect("a key")).expect("hex");
    assert!(signed(after["key"].as_str().expect("a key"), &key, &signature));
}

fn hex_bytes(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("hex")).collect()
}

#[tokio::test]
async fn what_is_said_afterwards_changes_no_byte() {
    let world = written().await;
    freeze(&world, json!({ "title": "One", "final": true })).await;
    prepared(&world, 1, json!(["pdf"])).await;
    let files = ["edition.json", "edition.json.sig", "the-manual-1.zip", "the-manual-1.docx"];
    let mut before = Vec::new();
    for file in files {
        before.push(download(&world, Who::Ghana, 1, file).await);
    }
    let edition = format!("/api/v1/manuals/{}/editions/1", world.manual);
    let erratum = json!({ "text": "Ten days, not two." });
    act(&world, Who::Secretariat, Method::POST, &format!("{edition}/errata"), erratum, 204).await;
    let why = json!({ "why": "Edition 2 takes its place." });
    act(&world, Who::Secretariat, Method::POST, &format!("{edition}/withdraw"), why.clone(), 204).await;
    let (status, problem) = refused(&world, &format!("{edition}/withdraw"), why).await;
    assert_eq!((status, &problem["code"]), (409, &json!("conflict")));
    for (path, body) in [("errata", json!({ "text": " " })), ("errata", json!({ "text": "a\u{7}" }))] {
        assert_eq!(refused(&world, &format!("{edition}/{path}"), body).await.0, 400, "{path}");
    }
    let told = listed(&world, 1).await;
    assert_eq!(told["withdrawn"]["why"], json!("Edition 2 takes its place."));
    assert_eq!(told["errata"][0]["text"], json!("Ten days, not two."));
    for (file, before) in files.iter().zip(before) {
        assert_eq!(download(&world, Who::Ghana, 1, file).await, before, "{file}");
    }
}

#[tokio::test]
async fn working_texts_are_numbered_and_changes_are_told() {
    let world = written().await;
    let mut revisions = Vec::new();
    for is_final in [false, false, true, false] {
        let made = freeze(&world, json!({ "title": "Text", "final": is_final })).await;
        revisions.push(made["revision"].clone());
    }
    assert_eq!(revisions, [json!(1), json!(2), Value::Null, json!(1)]);
    let row = listed(&world, 4).await;
    assert_eq!((&row["revision"], &row["previous"]), (&json!(1), &json!(3)));

    types(&world, " Two more words.").await;
    freeze(&world, json!({ "title": "Text" })).await;
    let edition = format!("/api/v1/manuals/{}/editions/5", world.manual);
    let changes = world.get(Who::Ghana, &format!("{edition}/changes")).await;
    assert_eq!(
        (&changes[0]["what"], &changes[0]["draft"]),
        (&json!("changed"), &json!("Words added: 3.")),
        "{changes}"
    );
    let note = json!({ "chapter": world.chapter, "note": "Says whom to ask." });
    act(&world, Who::Secretariat, Method::POST, &format!("{edition}/notes"), note, 204).await;
    let changes = world.get(Who::Ghana, &format!("{edition}/changes")).await;
    assert_eq!(changes[0]["note"], json!("Says whom to ask."));
}

#[tokio::test]
async fn a_final_edition_waits_until_nothing_is_left_to_do_and_a_working_text_does_not() {
    let world = World::limited(limits()).await;
    let ready = format!("/api/v1/manuals/{}/ready", world.manual);
    let told = world.get(Who::Observer, &ready).await;
    let finding = &told["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["severity"]),
        (&json!("empty-chapter"), &json!("error")),
        "{told}"
    );
    assert_eq!((&finding["chapter"], &finding["chapter_title"]), (&json!(world.chapter), &json!("First")));
    let editions = format!("/api/v1/manuals/{}/editions", world.manual);
    let (status, problem) = refused(&world, &editions, json!({ "title": "Accra" })).await;
    assert_eq!((status, &problem["code"]), (409, &json!("not-ready")), "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|it| it.contains("“First”: it is empty")), "{problem}");
    assert_eq!(listed_editions(&world).await, 0);
    let left: Vec<_> = std::fs::read_dir(world.folder().join("editions")).expect("a folder").collect();
    assert!(left.is_empty(), "what came to nothing leaves nothing: {left:?}");

    assert_eq!(freeze(&world, json!({ "title": "Accra", "final": false })).await["revision"], json!(1));
    types(&world, "Ask early.").await;
    assert_eq!(world.get(Who::Observer, &ready).await["findings"], json!([]));
    assert_eq!(freeze(&world, json!({ "title": "Accra" })).await["revision"], Value::Null);
}

#[tokio::test]
async fn what_is_damaged_is_made_again_to_the_same_bytes() {
    let mut world = written().await;
    let made = freeze(&world, json!({ "title": "One" })).await;
    let before = prepared(&world, 1, json!(["pdf"])).await["outputs"].clone();
    let folder = world.folder().join("outputs").join(made["sha256"].as_str().expect("text"));
    for name in ["the-manual-1.docx", "the-manual-1.zip", "outputs.json.sig"] {
        world.stop().await.expect("politely");
        let mut bytes = std::fs::read(folder.join(name)).expect("a file");
        bytes[40] ^= 1;
        std::fs::write(folder.join(name), bytes).expect("written");
        world.run().await;
        assert_eq!(prepared(&world, 1, json!(["pdf"])).await["outputs"], before, "{name}");
        let bundle = download(&world, Who::Ghana, 1, "the-manual-1.zip").await;
        assert!(verify(&Zip::read(&bundle).expect("a zip")).is_fine(), "{name}");
    }
    // Also while the service runs: whoever asks for it has it made again.
    std::fs::write(folder.join("the-manual-1.epub"), b"?").expect("written");
    let epub = "/the-manual/editions/1/download/the-manual-1.epub";
    assert_eq!(world.ask(Who::Ghana, Method::GET, epub).await.status(), 409);
    assert_eq!(prepared(&world, 1, json!(["pdf"])).await["outputs"], before);
    assert_eq!(world.ask(Who::Ghana, Method::GET, epub).await.status(), 200);
}

/// Puts a program in its place, whole. It is copied by another process, so that nothing of ours has it open for writing.
pub(crate) fn script(program: &Path, text: &str) {
    let (written, whole) = (program.with_extension("written"), program.with_extension("whole"));
    std::fs::write(&written, format!("#!/bin/sh\n{text}\n")).expect("written");
    std::fs::set_permissions(&written, std::fs::Permissions::from_mode(0o700)).expect("allowed");
    let copied = std::process::Command::new("cp").arg(&written).arg(&whole).status();
    assert!(copied.expect("cp").success());
    std::fs::rename(&whole, program).expect("in its place");
}

/// What Ghana is told instead of what it asks for.
pub(crate) async fn refusal(world: &World, path: &str) -> (u16, Value) {
    let answer = world.ask(Who::Ghana, Method::GET, path).await;
    (answer.status().as_u16(), within(answer.json()).await.unwrap_or_default())
}

#[tokio::test]
async fn an_edition_gets_its_pdf_once_there_is_a_program_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let press = Some(folder.path().join("press"));
    let world = World::with(Config { press, limits: limits(), ..Config::default() }).await;
    types(&world, "Ask early.").await;
    freeze(&world, json!({ "title": "One" })).await;
    let waiting = prepared(&world, 1, json!(["pdf"])).await;
    assert_eq!(waiting["no_pdf"], "no-press");
    let pdf = format!("/api/v1/chapters/{}/preview.pdf", world.chapter);
    let (status, told) = refusal(&world, &pdf).await;
    assert_eq!((status, &told["code"], &told["detail"]), (503, &json!("no-press"), &Value::Null));

    // One that fails is not asked again; another one is.
    let tries = folder.path().join("tries");
    let program = folder.path().join("press");
    script(&program, &format!("/bin/cat > /dev/null; echo x >> {}; exit 1", tries.display()));
    within(async {
        while !tries.exists() {
            tokio::time::sleep(Duration::from_millis(10)).await
        }
    })
    .await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(std::fs::read_to_string(&tries).expect("text").lines().count(), 1);
    within(async {
        while listed(&world, 1).await["no_pdf"] != "failed" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let page = world.ask(Who::Ghana, Method::GET, "/the-manual/editions/1").await;
    let page = within(page.text()).await.expect("text");
    assert!(page.contains("Word") && !page.contains("Being prepared"), "nothing is on its way");
    let (status, told) = refusal(&world, &pdf).await;
    assert_eq!((status, &told["code"]), (503, &json!("no-press")));
    assert!(told["detail"].is_string(), "the program is there: {told}");
    script(
        &program,
        "printf '%%PDF-1.7'; for it in \"$@\"; do printf ' %s' \"$it\"; done; printf ' '; /bin/cat",
    );
    let edition = prepared(&world, 1, json!([])).await;
    assert_eq!(edition["no_pdf"], Value::Null);
    let outputs = edition["outputs"].as_array().expect("a list");
    assert_eq!(
        outputs.iter().map(|it| it["format"].as_str().expect("text")).collect::<Vec<_>>(),
        ["pdf", "docx", "epub", "md", "zip"]
    );
    let printed = download(&world, Who::Ghana, 1, "the-manual-1.pdf").await;
    assert!(printed.starts_with(b"%PDF-1.7 PK"), "no draft, and what it was given is the bundle");
    let bundle = download(&world, Who::Ghana, 1, "the-manual-1.zip").await;
    let zip = Zip::read(&bundle).expect("a zip");
    assert!(verify(&zip).is_fine() && zip.get("the-manual-1.pdf").is_ok_and(|pdf| pdf == printed));

    let draft = world.ask(Who::Ghana, Method::GET, &pdf).await;
    let draft = within(draft.bytes()).await.expect("bytes");
    let said = String::from_utf8_lossy(&draft[..100.min(draft.len())]).into_owned();
    assert!(said.starts_with("%PDF-1.7 --chapter 1 --draft Draft of "), "{said}");
}

#[tokio::test]
async fn a_draft_says_that_it_is_none_and_a_session_has_few() {
    let world = World::limited(Limits { previews_per_minute_max: 2, ..limits() }).await;
    types(&world, "Ask early.").await;
    let preview = format!("/api/v1/chapters/{}/preview.docx", world.chapter);
    for _ in 0..2 {
        let answer = world.ask(Who::Ghana, Method::GET, &preview).await;
        assert_eq!(
            (answer.status(), &answer.headers()["cache-control"]),
            (StatusCode::OK, &"no-store".parse().expect("a value"))
        );
        let bytes = within(answer.bytes()).await.expect("bytes");
        let all: Vec<String> =
            inside(&bytes).iter().map(|it| String::from_utf8_lossy(it).into_owned()).collect();
        assert!(all.iter().any(|it| it.contains("not an edition")), "on a page of it");
        assert!(all.iter().any(|it| it.contains("Ask early.")));
    }
    let answer = world.ask(Who::Ghana, Method::GET, &preview).await;
    assert_eq!(answer.status(), 429);
    assert!(answer.headers().contains_key("retry-after"));
    assert_eq!(world.ask(Who::Denmark, Method::GET, &preview).await.status(), 200, "another's are its own");
    assert_eq!(listed_editions(&world).await, 0, "and nothing was frozen");
}

async fn listed_editions(world: &World) -> usize {
    let all = world.get(Who::Secretariat, &format!("/api/v1/manuals/{}/editions", world.manual)).await;
    all.as_array().expect("a list").len()
}

/// A folder of a version that knew no signatures and wrote format 2.
#[tokio::test]
async fn what_was_frozen_before_there_were_signatures_opens_unsigned() {
    let mut world = written().await;
    world.stop().await.expect("politely");
    let vectors: Value =
        serde_json::from_str(include_str!("../../../edition/vectors/format-2.json")).expect("JSON");
    let chapter = &vectors[1];
    let text = chapter["canonical"].as_str().expect("text");
    let manual = ManualId::parse(&world.manual).expect("an id");
    let manifest = format!(
        r#"{{"chapters":[{{"bytes":{},"id":{},"parent":null,"sha256":{},"terms":0,"title":{},"words":{}}}],"edition":1,"format":2,"frozen_at":"2026-11-23T21:13:20Z","images":[],"manual":{{"id":"{manual}","slug":"the-manual","title":"The Manual"}},"position":5,"previous":null,"title":"Old"}}"#,
        chapter["bytes"], chapter["id"], chapter["sha256"], chapter["title"], chapter["words"],
    );
    let editions = Editions::of(world.folder());
    editions.prepare().expect("a folder");
    editions.put(text.as_bytes(), |_| {}).expect("kept");
    let (hash, _) = editions.put(manifest.as_bytes(), |_| {}).expect("kept");
    editions.sync().expect("durable");
    let (mut store, _) =
        Store::open(world.folder(), manual::id::Epoch::from_random([7; 16]), 0).expect("a folder");
    let chapters = vec![ChapterId::parse(&world.chapter).expect("an id")];
    let frozen =
        Record::Frozen { manual, edition: 1, title: "Old".into(), public: true, revision: None, chapters };
    let entry = |record| Entry { time_ms: 0, writer: 0, record };
    store
        .commit(&[entry(frozen), entry(Record::Published { manual, edition: 1, manifest: hash })])
        .expect("written");
    store.close();
    world.run().await;

    let row = prepared(&world, 1, json!(["pdf"])).await;
    assert_eq!((&row["signed"], &row["key"], &row["revision"]), (&json!(false), &Value::Null, &Value::Null));
    assert_eq!(world.ask(Who::Nobody, Method::GET, "/the-manual/editions/1/1").await.status(), 200);
    assert_eq!(download(&world, Who::Nobody, 1, "edition.json").await, manifest.as_bytes());
    let bundle = download(&world, Who::Nobody, 1, "the-manual-1.zip").await;
    let report = verify(&Zip::read(&bundle).expect("a zip"));
    assert!(report.is_fine() && report.signature == edition::bundle::Signature::None, "{report:?}");
    let made = freeze(&world, json!({ "title": "New" })).await;
    assert_eq!((&made["n"], &listed(&world, 2).await["signed"]), (&json!(2), &json!(true)));
}
