//! The demo manual, frozen as a final edition by the running service and given away by it.

use manual::rights::Right;
use serde_json::json;
use tests::program::Folder;
use tests::service::Service;

use crate::{Published, written};

pub(crate) async fn published() -> Published {
    let folder = Folder::new();
    folder.command(&["demo"]);
    let secretariat = folder.token("Secretariat", Right::Keep);
    let service = Service::start(&folder);
    let caller = service.stranger().bearing(&secretariat);
    let manuals = caller.get("/api/v1/manuals").await.json();
    let manual = manuals[0]["id"].as_str().expect("the demo has a manual").to_owned();
    let slug = manuals[0]["slug"].as_str().expect("with an address").to_owned();
    let order = json!({ "title": "As shown", "public": true, "final": true });
    let made = caller.post(&format!("/api/v1/manuals/{manual}/editions"), order).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let named = written(&caller, &manual, &["docx", "epub"]).await;
    let mut docx = Vec::new();
    let mut epub = Vec::new();
    for (format, bytes) in [("docx", &mut docx), ("epub", &mut epub)] {
        let output = named.iter().find(|output| output["format"] == format).expect("written");
        let name = output["name"].as_str().unwrap();
        let answer = service.stranger().get(&format!("/{slug}/editions/1/download/{name}")).await;
        assert_eq!(answer.status, 200, "{name}");
        *bytes = answer.body;
    }
    service.stop();
    Published { name: "demo", docx, epub }
}
