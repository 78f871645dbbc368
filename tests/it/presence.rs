//! Who is shown to whom, over real sockets. The rules themselves are tested beside `collab::presence`.

use collab::message::{Reader, write_block, write_number};
use serde_json::{Value, json};
use tests::service::Scene;

use super::*;

/// An awareness message of one state.
pub(super) fn state(client: u64, clock: u64, state: &str) -> Vec<u8> {
    let mut body = vec![1];
    write_number(&mut body, client);
    write_number(&mut body, clock);
    write_block(&mut body, state.as_bytes());
    body
}

/// The states that the next awareness message tells of.
pub(super) async fn heard(link: &mut RawLink) -> Vec<(u64, Value)> {
    link.until(|message| {
        let Message::Awareness(body) = message else { return None };
        let mut reader = Reader(body);
        let states = (0..reader.number()?).map(|_| {
            let (id, _clock, text) = (reader.number()?, reader.number()?, reader.text()?);
            Some((id, serde_json::from_str(text).expect("a state is JSON")))
        });
        states.collect()
    })
    .await
}

/// Reads on until all these awareness ids were spoken of; the last state of each.
async fn heard_of<const N: usize>(link: &mut RawLink, clients: [u64; N]) -> [Value; N] {
    let mut last: [Option<Value>; N] = [const { None }; N];
    while last.iter().any(Option::is_none) {
        for (id, state) in heard(link).await {
            if let Some(place) = clients.iter().position(|client| *client == id) {
                last[place] = Some(state);
            }
        }
    }
    last.map(Option::unwrap)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p1_names_come_from_the_session_and_the_second_link_is_numbered() {
    let scene = Scene::new().await;
    let (mut first, _) = joined(&scene.service, &scene.ghana, scene.chapter, 91).await;
    let (mut second, _) = joined(&scene.service, &scene.ghana, scene.chapter, 92).await;
    let (mut witness, _) = joined(&scene.service, &scene.denmark, scene.chapter, 93).await;
    let forged = r#"{"user":{"name":"Secretariat"},"seat":"forged","cursor":{"at":1}}"#;
    first.send(Message::Awareness(&state(91, 1, forged))).await;
    second.send(Message::Awareness(&state(92, 1, forged))).await;
    let [one, two] = heard_of(&mut witness, [91, 92]).await;
    assert_eq!((&one["user"]["name"], &two["user"]["name"]), (&json!("Ghana"), &json!("Ghana 2")));
    assert_eq!(one["seat"], json!(scene.ghana.seat.to_string()));
    assert_eq!(one["cursor"], json!({ "at": 1 }));
    assert_eq!(
        heard_of(&mut first, [91]).await[0]["user"]["name"],
        json!("Ghana"),
        "also back to its sender"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p6_whoever_leaves_is_gone_at_once() {
    let scene = Scene::new().await;
    let (mut ghana, _) = joined(&scene.service, &scene.ghana, scene.chapter, 94).await;
    let (mut witness, _) = joined(&scene.service, &scene.denmark, scene.chapter, 95).await;
    ghana.send(Message::Awareness(&state(94, 1, r#"{"cursor":null}"#))).await;
    assert_eq!(heard_of(&mut witness, [94]).await[0]["user"]["name"], json!("Ghana"));
    ghana.cut();
    assert_eq!(heard_of(&mut witness, [94]).await[0], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p3_nobody_ends_the_presence_of_another_seat() {
    let scene = Scene::new().await;
    let (mut ghana, _) = joined(&scene.service, &scene.ghana, scene.chapter, 96).await;
    let (mut denmark, _) = joined(&scene.service, &scene.denmark, scene.chapter, 97).await;
    ghana.send(Message::Awareness(&state(96, 1, r#"{"cursor":null}"#))).await;
    heard_of(&mut denmark, [96]).await;
    denmark.send(Message::Awareness(&state(96, 9, "null"))).await;
    denmark.send(Message::QueryAwareness).await;
    assert_eq!(heard_of(&mut denmark, [96]).await[0]["user"]["name"], json!("Ghana"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p7_a_link_that_hears_nothing_is_sent_something() {
    let scene = Scene::configured("[limits]\nkeepalive_ms = 300\n").await;
    let (mut link, _) = joined(&scene.service, &scene.ghana, scene.chapter, 98).await;
    for _ in 0..3 {
        link.until(|message| matches!(message, Message::Awareness(_)).then_some(())).await;
    }
}

/// Every byte that a link hears until an awareness id is spoken of, with its state.
async fn overheard(link: &mut RawLink, client: u64) -> (Vec<u8>, Value) {
    let mut bytes = Vec::new();
    loop {
        let Came::Frame(frame) = link.next().await else { panic!("the link ended") };
        bytes.extend_from_slice(&frame);
        let Message::Awareness(body) = parse(&frame) else { continue };
        let mut reader = Reader(body);
        for _ in 0..reader.number().unwrap() {
            let (id, _clock) = (reader.number().unwrap(), reader.number().unwrap());
            let state = reader.text().unwrap();
            if id == client && state != "null" {
                return (bytes, serde_json::from_str(state).unwrap());
            }
        }
    }
}

fn tells_of(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p9_whoever_appears_as_a_member_is_named_to_nobody() {
    let scene = Scene::new().await;
    let appearance = "/api/v1/session/appearance";
    let ghana = scene.service.caller(&scene.ghana);
    let (mut page, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 81).await;
    let (mut witness, _) = joined(&scene.service, &scene.denmark, scene.chapter, 82).await;
    page.send(Message::Awareness(&state(81, 1, r#"{"cursor":{"at":1}}"#))).await;
    let (named, _) = overheard(&mut witness, 81).await;
    assert!(tells_of(&named, "Ghana"), "the test would see a name");

    // A connection that is open changes at once, without a word from its page.
    assert_eq!(ghana.post(appearance, json!({ "appears": "member" })).await.status, 204);
    let (changed, member) = overheard(&mut witness, 81).await;
    assert_eq!(member, json!({ "member": 1, "cursor": { "at": 1 }, "user": { "color": "#5b626b" } }));
    // The person's own pages are told.
    let own = page.until(|message| match message {
        Message::Policy(json) => serde_json::from_str::<Value>(json).ok(),
        _ => None,
    });
    let own = own.await;
    assert_eq!((&own["member"], &own["name"]), (&json!(1), &json!("Ghana")));
    // Nor is the name in what follows: carets, text, the list of who is here, what somebody who comes later is told.
    let written = appended(&mut document, "early warning");
    offer(&mut page, &written).await.unwrap();
    page.send(Message::Awareness(&state(81, 2, r#"{"cursor":{"at":2}}"#))).await;
    let (later, _) = overheard(&mut witness, 81).await;
    let (mut newcomer, _) = joined(&scene.service, &scene.observer, scene.chapter, 83).await;
    newcomer.send(Message::QueryAwareness).await;
    let (told, _) = overheard(&mut newcomer, 81).await;
    let activity = format!("/api/v1/manuals/{}/activity", scene.manual);
    let listed = scene.service.caller(&scene.denmark).get(&activity).await;
    assert_eq!(listed.json()[0]["here"], json!([{ "member": 1 }]));
    let seat = scene.ghana.seat.to_string();
    for bytes in [&changed, &later, &told, &listed.body.to_vec()] {
        assert!(!tells_of(bytes, "Ghana") && !tells_of(bytes, &seat), "{}", String::from_utf8_lossy(bytes));
    }

    // It holds for the session, after a power cut too, and for no other session of the seat.
    let Scene { folder, service, .. } = scene;
    service.kill();
    let service = Service::start(&folder);
    let ghana = service.caller(&scene.ghana);
    assert_eq!(ghana.get("/api/v1/session").await.json()["appears"], json!("member"));
    let (mut page, _) = joined(&service, &scene.ghana, scene.chapter, 84).await;
    let (mut witness, _) = joined(&service, &scene.denmark, scene.chapter, 85).await;
    page.send(Message::Awareness(&state(84, 1, r#"{"cursor":null}"#))).await;
    assert_eq!(overheard(&mut witness, 84).await.1["member"], json!(1));
    assert_eq!(ghana.post(appearance, json!({ "appears": "seat" })).await.status, 204);
    assert_eq!(overheard(&mut witness, 84).await.1["user"]["name"], json!("Ghana"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_one_is_seen_is_decided_by_oneself_alone() {
    let scene = Scene::new().await;
    let appearance = "/api/v1/session/appearance";
    let member = json!({ "appears": "member" });
    let stranger = scene.service.stranger().post(appearance, member.clone()).await;
    assert_eq!(stranger.problem(), (401, "signed-out".into()));
    let ghana = scene.service.caller(&scene.ghana);
    let foreign = ghana.clone().with("origin", "https://elsewhere.example").post(appearance, member).await;
    assert_eq!(foreign.problem(), (403, "foreign-origin".into()));
    for body in [json!({ "appears": "Denmark" }), json!({}), json!({ "appears": "seat", "name": "Denmark" })]
    {
        assert_eq!(ghana.post(appearance, body).await.problem(), (400, "invalid".into()));
    }
    assert_eq!(ghana.get("/api/v1/session").await.json()["appears"], json!("seat"));
}
