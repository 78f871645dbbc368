//! The interface for programs over HTTP: shapes, statuses, problems, rights. What docs/api.md promises.

use reqwest::Method;
use serde_json::{Value, json};
use tests::service::Scene;

use super::*;

fn is_uuid_v4(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    DocumentId::parse(text).is_some() && text.as_bytes()[14] == b'4'
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn manuals_and_chapters_have_the_promised_shapes() {
    let scene = Scene::new().await;
    let secretariat = scene.service.caller(&scene.secretariat);
    let manuals = secretariat.get("/api/v1/manuals").await;
    assert_eq!((manuals.status, manuals.header("content-type")), (200, Some("application/json")));
    let manuals = manuals.json();
    let manual = &manuals[0];
    assert_eq!(manuals.as_array().unwrap().len(), 1);
    assert_eq!(keys(manual), ["id", "outline", "right", "slug", "title"]);
    assert!(is_uuid_v4(&manual["id"]) && is_uuid_v4(&manual["outline"]), "{manual}");
    assert_eq!((&manual["title"], &manual["slug"]), (&json!("The manual"), &json!("the-manual")));

    let child = format!("/api/v1/manuals/{}/chapters", scene.manual);
    let body = json!({ "title": "Inside the first", "parent": scene.chapter.to_string() });
    let inner = secretariat.post(&child, body).await.created();
    let chapters = secretariat.get(&child).await.json();
    let chapters = chapters.as_array().unwrap();
    assert_eq!(chapters.len(), 2);
    for chapter in chapters {
        assert_eq!(
            keys(chapter),
            ["deleted", "from", "id", "mode", "order", "parent", "right", "state", "title"]
        );
        assert_eq!(chapter["from"], Value::Null);
        assert!(is_uuid_v4(&chapter["id"]) && chapter["order"].is_string(), "{chapter}");
        assert_eq!(chapter["deleted"], json!(false));
    }
    let by_id = |id: &str| chapters.iter().find(|chapter| chapter["id"] == json!(id)).unwrap();
    assert_eq!(by_id(&scene.chapter.to_string())["parent"], Value::Null);
    assert_eq!(by_id(&inner)["parent"], json!(scene.chapter.to_string()));
    assert_eq!(by_id(&inner)["title"], json!("Inside the first"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manual_is_also_found_by_its_slug_and_several_live_side_by_side() {
    let scene = Scene::new().await;
    let secretariat = scene.service.caller(&scene.secretariat);
    let other = secretariat.make_manual("Another").await;
    let chapter = secretariat.make_chapter(&other, "Its own").await;
    let titles = |answer: &Value| {
        answer
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let chapters = secretariat.get(&format!("/api/v1/manuals/{other}/chapters")).await.json();
    assert_eq!(titles(&chapters), ["Its own"]);
    let mut all = titles(&secretariat.get("/api/v1/manuals").await.json());
    all.sort();
    assert_eq!(all, ["Another", "The manual"]);
    assert_eq!(read_fresh(&scene.service, &scene.ghana, chapter).await, "");
    let same_title = secretariat.make_manual("Another").await;
    assert_ne!(same_title, other);
    let manuals = secretariat.get("/api/v1/manuals").await.json();
    let mut slugs: Vec<_> = manuals.as_array().unwrap().iter().map(|it| it["slug"].to_string()).collect();
    slugs.sort();
    slugs.dedup();
    assert_eq!(slugs.len(), 3, "slugs are unique");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_chapter_is_marked_closed_and_comes_back_whole() {
    let scene = Scene::new().await;
    let secretariat = scene.service.caller(&scene.secretariat);
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 51).await;
    let update = appended(&mut document, "still here");
    offer(&mut link, &update).await.unwrap();

    let path = format!("/api/v1/chapters/{}", scene.chapter);
    let answer = secretariat.delete(&path).await;
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    assert_eq!(refusal(&mut link).await, "not-found", "its links are ended");
    let refused = Knock::bearing(&scene.ghana.token).open(&scene.service.address, scene.chapter).await;
    assert_eq!(refused.err().map(|(status, _)| status), Some(404));
    let list = format!("/api/v1/manuals/{}/chapters", scene.manual);
    assert_eq!(secretariat.get(&list).await.json()[0]["deleted"], json!(true));

    assert_eq!(secretariat.post(&format!("{path}/restore"), json!({})).await.status, 204);
    assert_eq!(secretariat.get(&list).await.json()[0]["deleted"], json!(false));
    assert_eq!(read_fresh(&scene.service, &scene.ghana, scene.chapter).await, "still here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refusal_has_the_one_shape_and_its_code() {
    let scene = Scene::new().await;
    let secretariat = scene.service.caller(&scene.secretariat);
    let stranger = scene.service.stranger();
    let nowhere = "00000000-0000-4000-8000-000000000000";
    assert_eq!(stranger.get("/api/v1/manuals").await.problem(), (401, "signed-out".into()));
    let bad_token = scene.service.stranger().bearing("chy_nonsense");
    assert_eq!(bad_token.get("/api/v1/manuals").await.problem(), (401, "signed-out".into()));
    assert_eq!(secretariat.get("/api/v1/nothing").await.problem(), (404, "not-found".into()));
    let chapters = format!("/api/v1/manuals/{nowhere}/chapters");
    assert_eq!(secretariat.get(&chapters).await.problem(), (404, "not-found".into()));
    assert_eq!(secretariat.delete(&format!("/api/v1/chapters/{nowhere}")).await.problem().0, 404);
    let put = secretariat.send(Method::PUT, "/api/v1/manuals", Some("{}".into())).await;
    assert_eq!(put.problem(), (405, "wrong-method".into()));
    for body in ["", "not json", "[]", "{}", r#"{"title":7}"#, r#"{"title":""}"#, r#"{"title":"x","more":1}"#]
    {
        let answer = secretariat.send(Method::POST, "/api/v1/manuals", Some(body.into())).await;
        assert_eq!(answer.problem(), (400, "invalid".into()), "{body}");
    }
    let long = json!({ "title": "x".repeat(10_000) });
    assert_eq!(secretariat.post("/api/v1/manuals", long).await.problem(), (400, "invalid".into()));
    // One byte past the bound of a body, so that the service has read all of it when it refuses.
    let huge = json!({ "title": "x".repeat((64 << 10) + 1 - r#"{"title":""}"#.len()) });
    assert_eq!(secretariat.post("/api/v1/manuals", huge).await.problem(), (413, "too-large".into()));
    let orphan = json!({ "title": "x", "parent": nowhere });
    let path = format!("/api/v1/manuals/{}/chapters", scene.manual);
    let answer = secretariat.post(&path, orphan).await.problem();
    assert!(answer.0 == 400 || answer.0 == 404, "{answer:?}");
    assert_eq!(secretariat.get("/api/v1/manuals").await.json().as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_right_of_the_seat_and_of_the_token_decide_together() {
    let scene = Scene::new().await;
    let weak = tests::program::Seated {
        token: scene.folder.token("Secretariat", manual::rights::Right::Read),
        ..scene.secretariat.clone()
    };
    let chapters = format!("/api/v1/manuals/{}/chapters", scene.manual);
    let chapter = format!("/api/v1/chapters/{}", scene.chapter);
    for seated in [&scene.observer, &scene.ghana, &weak] {
        let caller = scene.service.caller(seated);
        assert_eq!(caller.get("/api/v1/manuals").await.status, 200);
        assert_eq!(caller.get(&chapters).await.status, 200);
        let forbidden = (403, "not-allowed".to_owned());
        assert_eq!(caller.post("/api/v1/manuals", json!({ "title": "x" })).await.problem(), forbidden);
        assert_eq!(caller.post(&chapters, json!({ "title": "x" })).await.problem(), forbidden);
        assert_eq!(caller.delete(&chapter).await.problem(), forbidden);
        assert_eq!(caller.post(&format!("{chapter}/restore"), json!({})).await.problem(), forbidden);
    }
    let list = scene.service.caller(&scene.ghana).get(&chapters).await.json();
    assert_eq!((list.as_array().unwrap().len(), &list[0]["deleted"]), (1, &json!(false)));
}

/// A state may write in chapters but not in the outline, which the secretariat keeps.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outline_is_a_document_that_only_its_keeper_writes() {
    let scene = Scene::new().await;
    let secretariat = scene.service.caller(&scene.secretariat);
    let manuals = secretariat.get("/api/v1/manuals").await.json();
    let outline = DocumentId::parse(manuals[0]["outline"].as_str().unwrap()).unwrap();
    let chapter = manual::id::ChapterId::parse(&scene.chapter.to_string()).unwrap();
    for (seated, client, taken) in
        [(&scene.ghana, 61, Err("read-only".to_owned())), (&scene.secretariat, 62, Ok(()))]
    {
        let (mut link, mut document) = joined(&scene.service, seated, outline, client).await;
        let update = manual::outline::set_title(&mut document, chapter, "Another title").unwrap().unwrap();
        assert_eq!(offer(&mut link, &update).await, taken, "{}", seated.name);
    }
    let list = format!("/api/v1/manuals/{}/chapters", scene.manual);
    assert_eq!(secretariat.get(&list).await.json()[0]["title"], json!("Another title"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_description_and_health_need_no_session() {
    let scene = Scene::new().await;
    let stranger = scene.service.stranger();
    let description = stranger.get("/api/v1/openapi.json").await;
    assert_eq!(description.status, 200);
    let description = description.json();
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    assert!(description["paths"]["/api/v1/manuals"]["post"].is_object());
    assert_eq!(stranger.get("/api/v1/health").await.status, 200);
}

/// No answer may be read as a page of another kind, framed, or run scripts of others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_come_with_their_policy() {
    let scene = Scene::new().await;
    let page = scene.service.stranger().get("/").await;
    let policy = page.header("content-security-policy").expect("pages have a policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("require-trusted-types-for 'script'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    for answer in [page.clone(), scene.service.stranger().get("/api/v1/session").await] {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    }
}
