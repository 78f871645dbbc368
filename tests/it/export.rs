//! Taking it all away: an edition as a folder of pages that are those of the service, and every document as plain Yjs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use edition::bundle::Signature;
use edition::{hex, sha256};
use serde_json::{Value, json};
use tests::service::Scene;

use super::*;
use crate::freeze::{Taken, editions};

fn written(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap();
    let file = |entry: std::fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
    };
    entries.map(|entry| file(entry.unwrap())).collect()
}

/// A manual of two chapters with some text, frozen once.
async fn frozen() -> Scene {
    let scene = Scene::new().await;
    let second = scene.another_chapter("الإنذار المبكر").await;
    for (chapter, words, client) in [(scene.chapter, "first words", 71), (second, "كلمات", 72)] {
        let (mut link, mut document) = joined(&scene.service, &scene.ghana, chapter, client).await;
        let update = appended(&mut document, words);
        offer(&mut link, &update).await.unwrap();
    }
    let keeper = scene.service.caller(&scene.secretariat);
    assert_eq!(
        keeper.post(&editions(&scene.manual), json!({ "title": "Accra", "final": false })).await.status,
        201
    );
    scene
}

fn export(scene: &Scene, arguments: &[&str], out: &Path) -> std::process::Output {
    let out = out.to_str().unwrap();
    scene.folder.attempt(&[&["export"], arguments, &["--out", out]].concat())
}

fn somewhere() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::TempDir::with_prefix("chancery-export-").unwrap();
    let out = root.path().join("out");
    (root, out)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exported_edition_is_what_is_served_but_for_its_links() {
    let scene = frozen().await;
    let member = scene.service.caller(&scene.observer);
    let (_root, out) = somewhere();
    let said = export(&scene, &["--edition", "1"], &out);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let files = written(&out);
    let taken = Taken::from(&member, &scene.manual, 1).await;
    assert_eq!(files["edition.json"], taken.manifest);
    assert!(String::from_utf8_lossy(&said.stdout).contains(&hex(&sha256(&taken.manifest))));
    assert_eq!(
        (&files["chapter-01.json"], &files["chapter-02.json"]),
        (&taken.chapters[0], &taken.chapters[1])
    );
    assert_eq!(files["style.css"], member.get("/editions/style.css").await.body);
    for (address, file) in [
        ("/the-manual/editions/1", "index.html"),
        ("/the-manual/editions/1/1", "chapter-01.html"),
        ("/the-manual/editions/1/2", "chapter-02.html"),
    ] {
        let served = linked_in_a_folder(&member.get(address).await.text());
        let exported = String::from_utf8(files[file].clone()).unwrap();
        assert_eq!(about_the_place(&served), about_the_place(&exported), "{file}");
        assert!(
            !exported.contains("href=\"/") && !exported.contains("://"),
            "{file} leads out of its folder"
        );
        for link in exported.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(link.starts_with('#') || files.contains_key(link), "{file}: {link}");
        }
    }
    let report = edition::bundle::verify(&files);
    assert!(report.is_fine() && matches!(report.signature, Signature::By(_)), "{report:?}");
    // The same from a folder that nobody serves.
    scene.service.kill();
    let (_root, again) = somewhere();
    let Scene { folder, .. } = scene;
    std::fs::remove_dir_all(folder.data().join("outputs")).unwrap();
    folder.command(&["export", "--edition", "1", "--out", again.to_str().unwrap()]);
    assert!(written(&again) == files, "{:?}", written(&again).keys());
}

/// A served page with its links as a folder has them.
fn linked_in_a_folder(page: &str) -> String {
    let mut page = page.replace("\"/editions/style.css\"", "\"style.css\"");
    page = page.replace("\"/editions/search.js\"", "\"search.js\"");
    page = page.replace("\"/the-manual/editions/1/search-index.js\"", "\"search-index.js\"");
    for k in [2, 1] {
        page = page.replace(&format!("\"/the-manual/editions/1/{k}\""), &format!("\"chapter-{k:02}.html\""));
    }
    page.replace("\"/the-manual/editions/1\"", "\"index.html\"")
}

/// A page without what says where it is: what to load, how to cite it, and where there is more, all editions or the folder's own
/// files.
fn about_the_place(page: &str) -> String {
    let start = page.find("<section class=\"about\"").unwrap_or(page.len());
    let end = page[start..].find("</main>").map_or(page.len(), |at| start + at);
    format!("{}{}", &page[..start], &page[end..])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_written_into_what_is_there_and_no_half_is_left() {
    let scene = frozen().await;
    let (root, out) = somewhere();
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("mine.txt"), "mine").unwrap();
    for what in [&["--edition", "1"][..], &["--raw"]] {
        let refused = export(&scene, what, &out);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("is not empty"), "{said}");
    }
    assert_eq!(written(&out).len(), 1);
    for (what, why) in
        [(&["--edition", "7"][..], "no edition 7"), (&["--edition", "1", "--manual", "x"], "no manual named")]
    {
        let refused = export(&scene, what, &root.path().join("other"));
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(why), "{said}");
    }
    for arguments in [&["export", "--out", "x"][..], &["export", "--raw", "--edition", "1", "--out", "x"]] {
        assert_eq!(scene.folder.attempt(arguments).status.code(), Some(2), "{arguments:?}");
    }
    // A frozen file that is spoiled is not handed on.
    for file in std::fs::read_dir(scene.folder.data().join("editions")).unwrap() {
        std::fs::write(file.unwrap().path(), "{}").unwrap();
    }
    assert!(!export(&scene, &["--edition", "1"], &root.path().join("spoiled")).status.success());
    assert_eq!(written_names(root.path()), ["out"], "nothing half is left behind");
}

fn written_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_document_comes_out_as_plain_yjs() {
    let scene = frozen().await;
    let keeper = scene.service.caller(&scene.secretariat);
    let gone = scene.another_chapter("Deleted").await;
    assert_eq!(keeper.delete(&format!("/api/v1/chapters/{gone}")).await.status, 204);
    let templates = format!("/api/v1/manuals/{}/templates", scene.manual);
    let template = keeper.post(&templates, json!({ "title": "Case study" })).await.json()["id"].clone();
    let ghana = scene.service.caller(&scene.ghana);
    let drafts = format!("/api/v1/chapters/{}/drafts", scene.chapter);
    let draft = ghana.post(&drafts, Value::Null).await.json()["id"].clone();
    let (_root, out) = somewhere();
    let said = export(&scene, &["--raw"], &out);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let files = written(&out);
    let index: Value = serde_json::from_slice(&files["index.json"]).unwrap();
    let documents = index["documents"].as_array().unwrap();
    assert_eq!(
        (documents.len(), files.len()),
        (6, 13),
        "an outline, three chapters, a template and a draft, each twice, and the index"
    );
    for document in documents {
        let id = document["id"].as_str().unwrap();
        let state = &files[&format!("{id}.yjs")];
        assert_eq!(document["sha256"], json!(hex(&sha256(state))), "{document}");
        assert_eq!((&document["whole"], &document["damaged"]), (&json!(true), &json!(false)));
        let said: Value = serde_json::from_slice(&files[&format!("{id}.json")]).unwrap();
        let mut opened = Document::new(1);
        opened.apply(state).unwrap();
        if document["kind"] == "outline" {
            let titles: Vec<&str> =
                said["chapters"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
            assert!(
                ["Chapter one", "الإنذار المبكر", "Deleted"].iter().all(|title| titles.contains(title)),
                "{said}"
            );
            assert_eq!(
                said["templates"],
                json!([{ "id": template, "title": "Case study", "deleted": false }])
            );
        } else if document["kind"] == "proposal" {
            let told = ["id", "chapter", "seat", "state", "title", "n"].map(|key| document[key].clone());
            let chapter = scene.chapter.to_string();
            assert_eq!(json!(told), json!([draft, chapter, "Ghana", "draft", "Chapter one", null]));
            assert!(text_of(&opened).contains("first words"), "the chapter as it was, and what is brought");
        } else {
            let kind = if document["id"] == template { "template" } else { "chapter" };
            assert_eq!(
                (&document["kind"], &document["title"] == "Case study"),
                (&json!(kind), kind == "template")
            );
            let words = said["blocks"].to_string();
            assert!(words.contains(&text_of(&opened)), "{words}");
            assert_eq!(
                (&document["title"], &document["deleted"]),
                (&said["title"], &json!(id == gone.to_string()))
            );
        }
    }
    let Scene { folder, service, manual, observer, .. } = scene;
    let taken = Taken::from(&service.caller(&observer), &manual, 1).await;
    service.kill();
    let (_root, again) = somewhere();
    folder.command(&["export", "--raw", "--out", again.to_str().unwrap()]);
    // A state's bytes are not the same each time; what it says is.
    let said = |files: &BTreeMap<String, Vec<u8>>| {
        let mut said = files.clone();
        said.retain(|name, _| name.ends_with(".json") && name != "index.json");
        said
    };
    let alone = written(&again);
    assert!(said(&alone) == said(&files) && alone.keys().eq(files.keys()), "the same where nobody serves");

    // Stock Yjs opens the states, and comes to the fingerprint by itself. What was deleted since is not in the edition.
    std::fs::remove_file(out.join(format!("{gone}.yjs"))).unwrap();
    let manifest = out.join("manifest.json");
    std::fs::write(&manifest, &taken.manifest).unwrap();
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("stock/edition.mjs");
    let output =
        Command::new("node").arg(program).arg(&out).arg(&manifest).output().expect("node is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(theirs["sha256"], json!(hex(&sha256(&taken.manifest))), "{theirs}");
}
