//! Several people write a manual, each under names and numbers that occur nowhere else; it is frozen, corrected, and written in every
//! format by the real press. Nothing of them is in anything that anybody can load, however deep it is packed.

use std::io::{Cursor, Read};

use client::Client;
use lopdf::{Document, Object};
use serde_json::{Value, json};
use tests::service::Scene;
use yrs::{Text, WriteTxn};

use crate::programs::press;
use crate::written;

/// The replicas of two people, by numbers that occur nowhere else.
const REPLICAS: [u32; 2] = [3_141_592_653, 2_718_281_828];
const TEXT: &str = "Ask early and tell what happened.";

/// Every file in a file: what is packed in a package, what is compressed in a PDF, the words of its pages.
fn inside(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    if let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) {
        for at in 0..zip.len() {
            let mut member = Vec::new();
            zip.by_index(at).unwrap().read_to_end(&mut member).unwrap();
            all.extend(inside(&member));
        }
    }
    if bytes.starts_with(b"%PDF-") {
        let pdf = Document::load_mem(bytes).unwrap();
        for object in pdf.objects.values() {
            match object {
                Object::Stream(stream) => all.extend(stream.decompressed_content()),
                other => strings(other, &mut all),
            }
        }
        let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
        all.push(pdf.extract_text(&pages).unwrap().into_bytes());
    }
    all
}

/// What a PDF says outside its streams: titles, names, alternative texts.
fn strings(object: &Object, all: &mut Vec<Vec<u8>>) {
    match object {
        Object::String(bytes, _) => {
            all.push(bytes.clone());
            all.extend(lopdf::decode_text_string(object).map(String::into_bytes));
        }
        Object::Array(members) => members.iter().for_each(|member| strings(member, all)),
        Object::Dictionary(dictionary) => {
            dictionary.iter().for_each(|(_, member)| strings(member, all));
        }
        _ => {}
    }
}

/// A name as it can stand in bytes.
fn spellings(name: &str) -> Vec<Vec<u8>> {
    let wide = |bytes: fn(u16) -> [u8; 2]| name.encode_utf16().flat_map(bytes).collect();
    vec![name.as_bytes().to_vec(), wide(u16::to_be_bytes), wide(u16::to_le_bytes)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_published_names_anybody() {
    let (program, fonts) = press();
    let scene = Scene::printing(&program, &fonts).await;
    let caller = scene.service.caller(&scene.secretariat);
    let seats = [&scene.secretariat, &scene.ghana, &scene.denmark, &scene.observer];
    let mut names: Vec<String> = seats
        .iter()
        .flat_map(|seat| [seat.name.clone(), seat.seat.to_string(), seat.token.clone()])
        .collect();
    for (n, seat) in [&scene.ghana, &scene.denmark].into_iter().enumerate() {
        let (name, email) = (format!("Kwabena{n} Kanarievogel"), format!("kanarie{n}@vogel.example"));
        let person = json!({ "name": name, "email": email, "role": "deputy" });
        let made = caller.post(&format!("/api/v1/seats/{}/people", seat.seat), person).await;
        assert_eq!(made.status, 201, "{}", made.text());
        names.extend([name, email, made.json()["id"].as_str().unwrap().to_owned()]);
        names.push(REPLICAS[n].to_string());
        let page = Client::connect_as(scene.service.client_config(seat, scene.chapter), REPLICAS[n]);
        page.in_step().await.unwrap();
        page.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            body.push(txn, TEXT);
        });
        page.saved().await.unwrap();
        page.close().await;
    }
    let (manual, slug) = (&scene.manual, slug(&caller.get("/api/v1/manuals").await.json()));
    let editions = format!("/api/v1/manuals/{manual}/editions");
    let made = caller.post(&editions, json!({ "title": "As shown", "public": true })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let told = caller.post(&format!("{editions}/1/errata"), json!({ "text": "A word was missing." })).await;
    assert_eq!(told.status, 204, "{}", told.text());

    let outputs = written(&caller, manual, &["docx", "epub", "md", "pdf", "zip"]).await;
    let mut paths: Vec<String> =
        outputs.iter().map(|it| format!("editions/1/download/{}", it["name"].as_str().unwrap())).collect();
    paths.extend(["editions", "editions/1", "editions/1/1", "editions/feed.atom"].map(str::to_owned));
    let mut given = Vec::new();
    for path in paths {
        let answer = scene.service.stranger().get(&format!("/{slug}/{path}")).await;
        assert_eq!(answer.status, 200, "{path}");
        given.push((path, answer.body));
    }
    for preview in ["preview.docx", "preview.pdf"] {
        let answer =
            scene.service.caller(&scene.ghana).get(&format!("/api/v1/manuals/{manual}/{preview}")).await;
        assert_eq!(answer.status, 200, "{preview}");
        given.push((preview.to_owned(), answer.body));
    }
    let mut looked = 0;
    for (path, bytes) in &given {
        let files = inside(bytes);
        looked += files.len();
        let says = |words: &[u8]| files.iter().any(|file| file.windows(words.len()).any(|it| it == words));
        for name in &names {
            let found = spellings(name).iter().any(|name| says(name));
            assert!(!found, "{name} stands in {path}");
        }
        let is_text = !path.ends_with("editions") && !path.ends_with(".atom");
        assert!(
            !is_text || path.ends_with("/1") || says(TEXT.as_bytes()),
            "what was looked at in {path} has no text"
        );
    }
    println!(
        "figure: {} names looked for in {looked} files of {} that are published: 0 found",
        names.len(),
        given.len()
    );
    tokio::task::spawn_blocking(|| scene.service.stop()).await.unwrap();
}

fn slug(manuals: &Value) -> String {
    manuals[0]["slug"].as_str().unwrap().to_owned()
}
