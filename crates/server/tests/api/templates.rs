//! Templates: there for whoever keeps the outline and for nobody else, in no list of chapters and no edition; and what they
//! ask of the chapters that are made from them.

use collab::message::Message;
use manual::rights::Right;
use reqwest::Method;
use serde_json::{Value, json};
use server::Config;
use server::commands::{Request, in_folder};
use server::limits::Limits;
use yrs::{Map, MapPrelim, Text};

use crate::world::{Socket, Who, World, within};

const NOT_FOUND: u16 = 4012;

/// Writes blocks at the end of a document, as an editor does, and waits until they are saved.
async fn writes(socket: &mut Socket, blocks: &[(&str, &str, Option<&str>)]) {
    let body = socket.document.doc().get_or_insert_text("body");
    let mut number = socket.document.clocks().values().sum::<u32>();
    let (_, update) = socket.document.edit(|txn| {
        for (kind, words, part) in blocks {
            let end = body.len(txn);
            let mark = body.insert_embed(txn, end, MapPrelim::default());
            number += 1;
            mark.insert(txn, "id", format!("id{number:010}"));
            mark.insert(txn, "kind", *kind);
            if let Some(part) = part {
                mark.insert(txn, "part", *part);
            }
            body.push(txn, words);
        }
    });
    socket.send(Message::Update(&update.expect("a change"))).await;
    socket.saved(format!("{blocks:?}").as_bytes()).await;
}

/// A service in which the template asks for Background and Lessons.
async fn asking() -> World {
    let world = World::limited(Limits { words_gap_ms: 0, ..Limits::default() }).await;
    let mut secretariat = world.link(Who::Secretariat, &world.template).await;
    let blocks = [
        ("p", "Two pages are enough.", None),
        ("h2", "Background", None),
        ("p", "What happened before, in five sentences.", None),
        ("h2", "Lessons", None),
        ("p", "", None),
    ];
    writes(&mut secretariat, &blocks).await;
    world
}

async fn made(world: &World, body: Value) -> Result<String, u16> {
    let path = format!("/api/v1/manuals/{}/chapters", world.manual);
    let request = world.request(Who::Secretariat, Method::POST, &path).json(&body);
    let answer = within(request.send()).await.expect("an answer");
    if answer.status() != 201 {
        return Err(answer.status().as_u16());
    }
    let made: Value = answer.json().await.expect("JSON");
    Ok(made["id"].as_str().expect("an id").to_owned())
}

async fn parts(world: &World, chapter: &str) -> Value {
    world.get(Who::Observer, &format!("/api/v1/chapters/{chapter}/parts")).await
}

/// What the activity says of a chapter's parts.
async fn tally(world: &World, chapter: &str) -> Value {
    let activity = world.get(Who::Observer, &format!("/api/v1/manuals/{}/activity", world.manual)).await;
    let rows = activity.as_array().expect("rows");
    rows.iter().find(|row| row["id"] == *chapter).expect("the chapter")["parts"].clone()
}

#[tokio::test]
async fn a_chapter_made_from_a_template_begins_with_its_headings_and_is_asked_for_its_parts() {
    let world = asking().await;
    let body = json!({"title": "Accra", "template": world.template, "parent": world.chapter});
    let chapter = made(&world, body).await.expect("made");
    let asked = parts(&world, &chapter).await;
    assert_eq!((&asked["template"], &asked["lead"]), (&json!("Case study"), &json!("Two pages are enough.")));
    let told: Vec<_> = asked["parts"].as_array().expect("parts").iter().collect();
    let titles: Vec<_> = told.iter().map(|part| (&part["title"], &part["hint"], &part["level"])).collect();
    let expected = [
        (json!("Background"), json!("What happened before, in five sentences."), json!(2)),
        (json!("Lessons"), json!(""), json!(2)),
    ];
    assert_eq!(titles, expected.iter().map(|(title, hint, level)| (title, hint, level)).collect::<Vec<_>>());
    assert_eq!(tally(&world, &chapter).await, json!({"of": 2, "missing": 2}));

    let mut ghana = world.link(Who::Ghana, &chapter).await;
    let begun = manual::json::tree(&manual::assemble::chapter(&ghana.document));
    let begun: Vec<_> =
        begun.as_array().expect("blocks").iter().map(|it| (&it["kind"], &it["part"])).collect();
    let [background, lessons] = [&told[0]["part"], &told[1]["part"]];
    assert_eq!(
        begun,
        [
            (&json!("h2"), background),
            (&json!("p"), &Value::Null),
            (&json!("h2"), lessons),
            (&json!("p"), &Value::Null)
        ]
    );
    assert_eq!(ghana.text(), "BackgroundLessons", "no hint is text");
    ghana.types("Write it down.").await;
    ghana.saved(b"lessons").await;
    assert_eq!(tally(&world, &chapter).await, json!({"of": 2, "missing": 1}));

    // What the template asks for later is asked of this chapter too.
    let mut secretariat = world.link(Who::Secretariat, &world.template).await;
    writes(&mut secretariat, &[("h2", "Contacts", None)]).await;
    assert_eq!(parts(&world, &chapter).await["parts"][2]["title"], json!("Contacts"));
    assert_eq!(tally(&world, &chapter).await, json!({"of": 3, "missing": 2}));

    let chapters = world.get(Who::Observer, &format!("/api/v1/manuals/{}/chapters", world.manual)).await;
    let of = |id: &str| {
        let rows = chapters.as_array().expect("rows");
        rows.iter().find(|row| row["id"] == *id).map(|row| row["from"].clone())
    };
    assert_eq!((of(&chapter), of(&world.chapter)), (Some(json!(world.template)), Some(Value::Null)));
    assert_eq!(of(&world.template), None, "a template is no chapter");
    assert_eq!(parts(&world, &world.chapter).await, json!({"template": null, "lead": "", "parts": []}));
    assert_eq!(tally(&world, &world.chapter).await, Value::Null);
}

#[tokio::test]
async fn nothing_is_asked_once_the_template_is_deleted_and_again_when_it_is_back() {
    let mut world = asking().await;
    let chapter = made(&world, json!({"title": "Accra", "template": world.template})).await.expect("made");
    let path = format!("/api/v1/templates/{}", world.template);
    let mut secretariat = world.link(Who::Secretariat, &world.template).await;
    for _ in 0..2 {
        assert_eq!(world.ask(Who::Secretariat, Method::DELETE, &path).await.status(), 204);
    }
    assert_eq!(secretariat.end().await, NOT_FOUND);
    assert_eq!(world.open_as(Who::Secretariat, &world.template).await.err(), Some(404));
    assert_eq!(parts(&world, &chapter).await, json!({"template": null, "lead": "", "parts": []}));
    assert_eq!(tally(&world, &chapter).await, Value::Null);
    assert_eq!(made(&world, json!({"title": "Lomé", "template": world.template})).await, Err(400));
    let list = format!("/api/v1/manuals/{}/templates", world.manual);
    let listed = world.get(Who::Secretariat, &list).await;
    assert_eq!(listed, json!([{"id": world.template, "title": "Case study", "deleted": true}]));

    world.stop().await.expect("a polite stop");
    world.run().await;
    let restore = format!("{path}/restore");
    assert_eq!(world.ask(Who::Secretariat, Method::POST, &restore).await.status(), 204);
    assert_eq!(world.get(Who::Secretariat, &list).await[0]["deleted"], json!(false));
    assert_eq!(parts(&world, &chapter).await["parts"][0]["title"], json!("Background"));
    assert_eq!(tally(&world, &chapter).await, json!({"of": 2, "missing": 2}));
}

#[tokio::test]
async fn only_a_template_of_the_manual_can_be_made_from() {
    let world = asking().await;
    for template in ["x", &world.chapter, &world.manual, "11111111-1111-4111-8111-111111111111"] {
        assert_eq!(made(&world, json!({"title": "T", "template": template})).await, Err(400), "{template}");
    }
    let request = world.request(Who::Secretariat, Method::POST, "/api/v1/manuals");
    let other: Value = within(request.json(&json!({"title": "Other"})).send())
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let path = format!("/api/v1/manuals/{}/chapters", other["id"].as_str().expect("an id"));
    let request = world.request(Who::Secretariat, Method::POST, &path);
    let answer = within(request.json(&json!({"title": "T", "template": world.template})).send()).await;
    assert_eq!(answer.expect("an answer").status(), 400);
    assert_eq!(made(&world, json!({"title": "T", "parent": world.template})).await, Err(400));
    for chapter in [&world.template, "x"] {
        let path = format!("/api/v1/chapters/{chapter}");
        assert_eq!(world.ask(Who::Secretariat, Method::DELETE, &path).await.status(), 404);
        assert_eq!(world.ask(Who::Secretariat, Method::GET, &format!("{path}/parts")).await.status(), 404);
    }
}

#[tokio::test]
async fn whoever_may_not_keep_does_not_even_know_of_a_template() {
    let world = asking().await;
    for who in [Who::Ghana, Who::Observer] {
        assert_eq!(world.open_as(who, &world.template).await.err(), Some(404), "{who:?}");
        let poll = format!("/api/v1/sync/{}/poll", world.template);
        assert_eq!(world.ask(who, Method::POST, &poll).await.status(), 404, "{who:?}");
    }
    let mut secretariat = world.link(Who::Secretariat, &world.template).await;
    let cap =
        |right: Right| Request::SetRight { seat: "Secretariat".into(), right: Some(right.word().to_owned()) };
    in_folder(world.folder(), &Config::default(), cap(Right::Edit)).await.expect("capped");
    // Whatever is sent now comes too late, and the link is over.
    secretariat.types("too late").await;
    assert_eq!(secretariat.end().await, NOT_FOUND);
    assert_eq!(world.open_as(Who::Secretariat, &world.template).await.err(), Some(404));
    in_folder(world.folder(), &Config::default(), cap(Right::Keep)).await.expect("lifted");
    let back = world.link(Who::Secretariat, &world.template).await;
    assert!(back.text().starts_with("Two pages") && !back.text().contains("too late"), "{}", back.text());
}

#[tokio::test]
async fn a_template_is_in_no_edition() {
    let world = asking().await;
    let chapter = made(&world, json!({"title": "Accra", "template": world.template})).await.expect("made");
    let path = format!("/api/v1/manuals/{}/editions", world.manual);
    let request =
        world.request(Who::Secretariat, Method::POST, &path).json(&json!({"title": "June", "final": false}));
    assert_eq!(within(request.send()).await.expect("an answer").status(), 201);
    let manifest = world.get(Who::Observer, &format!("{path}/1")).await;
    let ids: Vec<_> = manifest["chapters"].as_array().expect("chapters").iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, [&json!(world.chapter), &json!(chapter)]);
    assert!(!manifest.to_string().contains("Case study"));
}
