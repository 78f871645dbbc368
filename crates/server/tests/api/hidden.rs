//! What somebody may not see does not exist for them: its address answers to the byte like one that never was, and no list,
//! count or search tells of it.

use std::collections::BTreeMap;

use collab::message::Message;
use manual::id::PayloadId;
use manual::inset::Image;
use manual::payload::{FigureParts, Payloads};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::table::{ROUTES, Who as May};

use crate::images::{png, upload};
use crate::matrix::act;
use crate::world::{Socket, Who, World, within};

const ABSENT: &str = "11111111-1111-4111-8111-111111111111";

/// Everything of an answer but what is new in each: the request's id and the time.
async fn everything(answer: Response) -> String {
    let status = answer.status();
    let mut headers: Vec<String> = answer
        .headers()
        .iter()
        .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    let id = answer.headers()["x-request-id"].to_str().expect("text").to_owned();
    let body = within(answer.text()).await.expect("a body").replace(&id, "ID");
    format!("{status}\n{}\n\n{body}", headers.join("\n"))
}

async fn asked(world: &World, method: &str, path: &str) -> String {
    let request = world.request(Who::Ghana, method.parse().expect("a method"), path);
    let request = if method == "POST" { request.json(&json!({})) } else { request };
    everything(within(request.send()).await.expect("an answer")).await
}

async fn decide(world: &World, about: &str, right: &str) {
    let decision = json!({ "seat": world.ghana, "right": right });
    act(world, Who::Secretariat, Method::POST, &format!("/api/v1/{about}/rights"), decision, 204).await;
}

fn fill(address: &str, manual: &str, chapter: &str, template: &str, document: &str) -> String {
    address
        .replace("{manual}", manual)
        .replace("{chapter}", chapter)
        .replace("{template}", template)
        .replace("{document}", document)
        .replace("{proposal}", ABSENT)
        .replace("{edition}", "1")
        .replace("{place}", "1")
        .replace("{link}", &"0".repeat(32))
        .replace("{after}", "0")
        .replace("{sha256}", &"0".repeat(64))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forbidden_and_absent_answer_alike_to_the_byte() {
    let world = World::start().await;
    let edition = format!("/api/v1/manuals/{}/editions", world.manual);
    act(&world, Who::Secretariat, Method::POST, &edition, json!({ "title": "June", "final": false }), 201)
        .await;
    decide(&world, &format!("manuals/{}", world.manual), "none").await;
    let mut compared = 0;
    for route in ROUTES {
        if matches!(
            route.who,
            May::Anybody
                | May::SignedIn
                | May::Service(_)
                | May::Seat
                | May::Proposal(_)
                | May::OwnProposal(_)
        ) {
            continue;
        }
        for document in [&world.chapter, &world.outline, &world.template] {
            let forbidden = fill(route.address, &world.manual, &world.chapter, &world.template, document);
            let absent = fill(route.address, ABSENT, ABSENT, ABSENT, ABSENT);
            let (forbidden, absent) =
                (asked(&world, route.method, &forbidden).await, asked(&world, route.method, &absent).await);
            assert_eq!(forbidden, absent, "{} {}", route.method, route.address);
            assert!(forbidden.starts_with("404"), "{} {}: {forbidden}", route.method, route.address);
            compared += 1;
        }
    }
    for page in ["/{}/editions", "/{}/editions/1", "/{}/editions/1/1"] {
        let of = |slug: &str| page.replace("{}", slug);
        let forbidden = asked(&world, "GET", &of("the-manual")).await;
        assert_eq!(forbidden, asked(&world, "GET", &of("no-such-manual")).await, "{page}");
    }
    println!("{compared} pairs are equal to the byte");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hidden_chapter_is_in_no_list_count_or_search() {
    let world = World::start().await;
    world.link(Who::Secretariat, &world.chapter).await.types("needle in the open").await;
    let chapters = format!("/api/v1/manuals/{}/chapters", world.manual);
    let made = world.request(Who::Secretariat, Method::POST, &chapters).json(&json!({ "title": "Secret" }));
    let made: Value = within(made.send()).await.expect("an answer").json().await.expect("JSON");
    let hidden = made["id"].as_str().expect("an id").to_owned();
    let under = json!({ "title": "Under it", "parent": hidden });
    act(&world, Who::Secretariat, Method::POST, &chapters, under, 201).await;
    let mut secret = world.link(Who::Secretariat, &hidden).await;
    secret.types("needle in the dark").await;
    secret.saved(b"dark").await;
    let mut ghana = world.link(Who::Ghana, &hidden).await;
    let mut outline = world.link(Who::Ghana, &world.outline).await;
    let edition = format!("/api/v1/manuals/{}/editions", world.manual);
    act(&world, Who::Secretariat, Method::POST, &edition, json!({ "title": "June", "final": false }), 201)
        .await;

    decide(&world, &format!("chapters/{hidden}"), "none").await;
    assert_eq!(ghana.end().await, 4012, "the open page is told that it is not there");
    assert_eq!(outline.end().await, 4012, "and so is the outline, which names it");
    for path in ["chapters", "activity", "targets", "glossary", "search?q=needle", "editions", "proposals"] {
        let path = format!("/api/v1/manuals/{}/{path}", world.manual);
        let told = world.get(Who::Ghana, &path).await.to_string();
        assert!(
            !told.contains(&hidden) && !told.contains("Secret") && !told.contains("dark"),
            "{path}: {told}"
        );
        let all = world.get(Who::Secretariat, &path).await;
        let fewer = world.get(Who::Ghana, &path).await;
        if let (Some(all), Some(fewer)) = (all.as_array(), fewer.as_array())
            && !path.ends_with("glossary")
            && !path.ends_with("proposals")
        {
            assert_eq!(all.len(), fewer.len() + 1, "{path}");
        }
    }
    let listed = world.get(Who::Ghana, &chapters).await;
    let child = listed.as_array().expect("a list").iter().find(|row| row["title"] == "Under it");
    assert_eq!(child.expect("what stands under it is there")["parent"], Value::Null);
    // Nothing can be made under it either, with the words for what was never there.
    for parent in [hidden.as_str(), ABSENT] {
        decide(&world, &format!("manuals/{}", world.manual), "keep").await;
        let under = json!({ "title": "x", "parent": parent });
        act(&world, Who::Ghana, Method::POST, &chapters, under, 400).await;
    }
    for path in [format!("chapters/{hidden}/parts"), format!("manuals/{}/editions/1", world.manual)] {
        assert!(asked(&world, "GET", &format!("/api/v1/{path}")).await.starts_with("404"), "{path}");
    }
    decide(&world, &format!("chapters/{hidden}"), "default").await;
    assert!(
        world.link(Who::Ghana, &hidden).await.text().contains("dark"),
        "and there again when it is decided so"
    );
}

/// A figure that shows a picture, written into a chapter by a link.
async fn shows(link: &mut Socket, sha256: &str) {
    let image = json!({ "sha256": sha256, "width": 90, "height": 60, "type": "image/jpeg" });
    let figure = FigureParts { image: Image::read(&image), ..FigureParts::default() };
    let payloads = Payloads {
        figures: BTreeMap::from([(PayloadId::parse("Ab0Ab0Ab0Ab0").expect("an id"), figure)]),
        ..Payloads::default()
    };
    let update = link.document.edit(|txn| payloads.write(txn)).1.expect("a change");
    link.send(Message::Update(&update)).await;
    link.saved(b"figure").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_that_stands_only_where_one_may_not_look_is_not_there() {
    let world = World::start().await;
    let chapters = format!("/api/v1/manuals/{}/chapters", world.manual);
    let made = world.request(Who::Secretariat, Method::POST, &chapters).json(&json!({ "title": "Secret" }));
    let made: Value = within(made.send()).await.expect("an answer").json().await.expect("JSON");
    let hidden = made["id"].as_str().expect("an id").to_owned();
    let mut names = Vec::new();
    for (who, width) in [(Who::Secretariat, 90), (Who::Secretariat, 80), (Who::Ghana, 70)] {
        let (_, kept) = upload(&world, who, png(width, 60)).await;
        names.push(kept["sha256"].as_str().expect("a name").to_owned());
    }
    let path = |name: &str| format!("/api/v1/manuals/{}/images/{name}", world.manual);
    let [secret, other, own] = [0, 1, 2].map(|n| path(&names[n]));
    let mut dark = world.link(Who::Secretariat, &hidden).await;
    shows(&mut dark, &names[0]).await;
    for picture in [&secret, &other, &own] {
        assert_eq!(world.ask(Who::Ghana, Method::GET, picture).await.status(), 200, "nothing is hidden yet");
    }
    decide(&world, &format!("chapters/{hidden}"), "none").await;
    let absent = asked(&world, "GET", &path(&"0".repeat(64))).await;
    assert!(absent.starts_with("404"));
    for picture in [&secret, &other] {
        assert_eq!(asked(&world, "GET", picture).await, absent, "to the byte");
    }
    assert!(asked(&world, "GET", &own).await.starts_with("200"), "the seat has just brought it");
    assert_eq!(world.ask(Who::Denmark, Method::GET, &secret).await.status(), 200, "for others as it was");
    // It also stands in a chapter that is there.
    let mut open = world.link(Who::Secretariat, &world.chapter).await;
    shows(&mut open, &names[0]).await;
    assert!(asked(&world, "GET", &secret).await.starts_with("200"));
    assert_eq!(asked(&world, "GET", &other).await, absent);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_keeps_the_service_keeps_every_chapter_and_decides_for_seats_there_are() {
    let world = World::start().await;
    let seats = world.get(Who::Secretariat, "/api/v1/seats").await;
    let named = |name: &str| {
        let mut rows = seats.as_array().expect("a list").iter();
        rows.find(|row| row["name"] == name).expect("it is there")["id"].clone()
    };
    for address in [format!("manuals/{}", world.manual), format!("chapters/{}", world.chapter)] {
        let address = format!("/api/v1/{address}/rights");
        let decide = |seat: Value, right: &str| json!({ "seat": seat, "right": right });
        let secretariat = decide(named("Secretariat"), "none");
        act(&world, Who::Secretariat, Method::POST, &address, secretariat, 409).await;
        act(&world, Who::Secretariat, Method::POST, &address, decide(json!(ABSENT), "read"), 404).await;
        act(&world, Who::Secretariat, Method::POST, &address, decide(named("Ghana"), "all"), 400).await;
        act(&world, Who::Secretariat, Method::POST, &address, decide(named("Observer"), "edit"), 204).await;
        act(&world, Who::Ghana, Method::POST, &address, decide(named("Observer"), "keep"), 403).await;
        let rows = world.get(Who::Secretariat, &address).await;
        let row = rows.as_array().expect("a list").iter().find(|row| row["seat"]["name"] == "Observer");
        assert_eq!(row.expect("a row")["right"], "edit");
    }
}
