//! Every document as it stands at one position: `<id>.yjs`, a v1 update that any Yjs program applies to an empty
//! document; `<id>.json`, what it says; `index.json`, what is what; `images/<sha256>`, the pictures. One at a time.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use edition::{hex, sha256};
use serde_json::{Value, json};
use server::commands::{Counter, Request};

use store::editions::Editions;

use super::becoming::Becoming;
use crate::commands::{Place, text};

pub(super) async fn run(place: &Place, out: &Path) -> Result<()> {
    let config = place.config()?;
    let mut counter = Counter::new(&place.data, &config);
    let written = write(&mut counter, &Editions::images_of(&place.data), out).await;
    counter.close();
    written
}

async fn write(counter: &mut Counter<'_>, images: &Editions, out: &Path) -> Result<()> {
    let becoming = Becoming::begin(out)?;
    let listed = counter.ask(Request::ListDocuments).await?;
    let seq = listed["seq"].as_u64().context("the answer has no position")?;
    let mut titles = HashMap::new();
    let mut entries = Vec::new();
    for document in listed["documents"].as_array().context("the answer lists no documents")? {
        let id = text(document, "id")?;
        let read = counter.ask(Request::ReadDocument { document: id.to_owned(), seq }).await?;
        let state = STANDARD.decode(text(&read, "state")?).context("the answer's state is not base64")?;
        becoming.put(&format!("{id}.yjs"), &state)?;
        let tree = &read["tree"];
        let is_outline = document["kind"] == "outline";
        // A proposal has the title of its chapter.
        let titled = document["chapter"].as_str().unwrap_or(id).to_owned();
        let said = if is_outline {
            note_titles(&tree["chapters"], &mut titles);
            note_titles(&tree["templates"], &mut titles);
            json!({ "chapters": tree["chapters"], "templates": tree["templates"] })
        } else {
            json!({ "title": titles.get(&titled), "blocks": tree["blocks"] })
        };
        becoming.put(&format!("{id}.json"), &pretty(&said))?;
        let mut entry = document.clone();
        if !is_outline {
            entry["title"] = json!(titles.get(&titled));
        }
        entry["damaged"] = read["damaged"].clone();
        entry["whole"] = read["whole"].clone();
        entry["bytes"] = json!(state.len());
        entry["sha256"] = json!(hex(&sha256(&state)));
        entries.push(entry);
    }
    let mut pictures = Vec::new();
    for hash in images.hashes().context("the folder of the pictures cannot be read")? {
        // One that is spoiled is left out, as it is shown nowhere either; `check` names it.
        let Ok(bytes) = images.get(&hash) else { continue };
        becoming.put(&format!("images/{}", hex(&hash)), &bytes)?;
        pictures.push(hex(&hash));
    }
    let count = entries.len();
    let index = json!({ "format": 1, "epoch": listed["epoch"], "position": seq, "documents": entries, "images": pictures });
    becoming.put("index.json", &pretty(&index))?;
    becoming.finish()?;
    println!("{count} documents as of position {seq} are in {}.", out.display());
    Ok(())
}

/// Outlines come before their chapters and templates, so titles are known in time.
fn note_titles(chapters: &Value, titles: &mut HashMap<String, String>) {
    for chapter in chapters.as_array().into_iter().flatten() {
        if let (Some(id), Some(title)) = (chapter["id"].as_str(), chapter["title"].as_str()) {
            titles.insert(id.to_owned(), title.to_owned());
        }
    }
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("a value is JSON");
    bytes.push(b'\n');
    bytes
}
