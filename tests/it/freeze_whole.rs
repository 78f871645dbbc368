//! Freezing what is more than text: pictures, which an edition shows and names, and case studies that the network keeps to
//! itself, which no public edition shows.

use edition::{hex, sha256};
use manual::block::Kind;
use manual::edit::payload::boxed;
use manual::edit::{BlockChange, change};
use manual::flat::{self, Attributes, Unit};
use manual::id::PayloadId;
use manual::inset::{Image, ImageKind, Visibility};
use manual::payload::{BoxParts, FigureParts, Payloads};
use serde_json::json;
use tests::caller::Caller;
use tests::service::Scene;

use super::freeze::{Taken, editions};
use super::*;

fn id(name: &str) -> PayloadId {
    PayloadId::parse(&format!("{name:0>12}")).unwrap()
}

/// Makes payloads, then changes the first block so that it refers to them.
pub(super) fn referring(document: &mut Document, payloads: &Payloads, to: &BlockChange) -> Vec<u8> {
    let body = flat::body(document);
    let (changed, update) = document.edit(|txn| {
        payloads.write(txn);
        change(txn, &body, 0, to)
    });
    changed.unwrap();
    update.unwrap()
}

async fn frozen(caller: &Caller, manual: &str, public: bool) -> (u16, String) {
    let made = caller
        .post(&editions(manual), json!({ "title": "An edition", "public": public, "final": false }))
        .await;
    (made.status, made.text().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_study_of_the_network_is_in_no_public_edition() {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 901).await;
    let title = vec![Unit::Text { text: "The harvest office".to_owned(), attributes: Attributes::new() }];
    let case = BoxParts { kind: Some("case".to_owned()), title, ..BoxParts::default() };
    let payloads = Payloads { boxes: [(id("case"), case)].into(), ..Payloads::default() };
    let inside = BlockChange { in_box: Some(Some(id("case"))), ..BlockChange::default() };
    offer(&mut link, &referring(&mut document, &payloads, &inside)).await.unwrap();

    let (status, said) = frozen(&keeper, &scene.manual, true).await;
    assert_eq!(status, 409, "{said}");
    assert!(said.contains(r#""code":"members-only""#) && said.contains("The harvest office"), "{said}");
    assert_eq!(frozen(&keeper, &scene.manual, false).await.0, 201, "for members it is frozen");

    let (_, update) = document.edit(|txn| boxed(txn, id("case"), "case", Some(Visibility::Publishable)));
    offer(&mut link, &update.unwrap()).await.unwrap();
    assert_eq!(frozen(&keeper, &scene.manual, true).await.0, 201);
    let page = scene.service.stranger().get("/the-manual/editions/2/1").await;
    assert!(page.text().contains("The harvest office"), "{}", page.text());
    assert_eq!(scene.service.stranger().get("/the-manual/editions/1/1").await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edition_shows_its_pictures_and_no_others() {
    const PICTURE: &[u8] = b"as good as a picture";
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 901).await;
    let name = hex(&sha256(PICTURE));
    let image = Some(Image { sha256: name.clone(), width: 640, height: 480, kind: ImageKind::Jpeg });
    let figure = FigureParts { image, ..FigureParts::default() };
    let payloads = Payloads { figures: [(id("river"), figure)].into(), ..Payloads::default() };
    let shown =
        BlockChange { kind: Some(Kind::Figure), payload: Some(Some(id("river"))), ..BlockChange::default() };
    offer(&mut link, &referring(&mut document, &payloads, &shown)).await.unwrap();
    let (status, said) = frozen(&keeper, &scene.manual, true).await;
    assert!(status == 409 && said.contains("not-freezable") && said.contains("picture"), "{said}");

    let images = scene.folder.data().join("images");
    std::fs::write(images.join(&name), PICTURE).unwrap();
    std::fs::write(images.join(hex(&sha256(b"another"))), b"another").unwrap();
    assert_eq!(frozen(&keeper, &scene.manual, true).await.0, 201);
    assert_eq!(frozen(&keeper, &scene.manual, false).await.0, 201);
    let manifest = Taken::from(&keeper, &scene.manual, 1).await.read();
    let [entry] = manifest.images.as_slice() else { panic!("one picture: {:?}", manifest.images) };
    assert_eq!((entry.name(), entry.bytes), (format!("{name}.jpg"), PICTURE.len() as u64));

    let stranger = scene.service.stranger();
    let page = stranger.get("/the-manual/editions/1/1").await;
    let address = format!("/the-manual/editions/1/images/{name}.jpg");
    assert!(page.text().contains(&format!(r#"src="{address}""#)), "{}", page.text());
    let picture = stranger.get(&address).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/jpeg")));
    assert_eq!(picture.body, PICTURE);
    for (other, status) in [
        (format!("/the-manual/editions/1/images/{name}.png"), 404),
        (format!("/the-manual/editions/1/images/{}.jpg", hex(&sha256(b"another"))), 404),
        (format!("/the-manual/editions/1/images/{}", "x".repeat(64)), 404),
        (format!("/the-manual/editions/2/images/{name}.jpg"), 404),
        (format!("/the-manual/editions/9/images/{name}.jpg"), 404),
    ] {
        assert_eq!(stranger.get(&other).await.status, status, "{other}");
    }
    assert_eq!(keeper.get(&format!("/the-manual/editions/2/images/{name}.jpg")).await.status, 200);

    let out = scene.folder.data().with_file_name("out");
    scene.folder.command(&["export", "--edition", "1", "--out", out.to_str().unwrap()]);
    assert_eq!(std::fs::read(out.join("images").join(format!("{name}.jpg"))).unwrap(), PICTURE);
    std::fs::remove_file(images.join(&name)).unwrap();
    let check = scene.folder.attempt(&["check"]);
    let said = String::from_utf8_lossy(&check.stdout).into_owned() + &String::from_utf8_lossy(&check.stderr);
    assert!(said.contains(&format!("images/{name}")), "what an edition lacks is named: {said}");
}
