//! Who is shown to whom, over real sockets. The rules themselves are tested beside `collab::presence`.

use collab::message::{Reader, write_block, write_number};
use serde_json::{Value, json};
use tests::service::Scene;

use super::*;

/// An awareness message of one state.
fn state(client: u64, clock: u64, state: &str) -> Vec<u8> {
    let mut body = vec![1];
    write_number(&mut body, client);
    write_number(&mut body, clock);
    write_block(&mut body, state.as_bytes());
    body
}

/// Reads on until all these awareness ids were spoken of; the last state of each.
async fn heard_of<const N: usize>(link: &mut RawLink, clients: [u64; N]) -> [Value; N] {
    let mut heard: [Option<Value>; N] = [const { None }; N];
    link.until(|message| {
        let Message::Awareness(body) = message else { return None };
        let mut reader = Reader(body);
        for _ in 0..reader.number()? {
            let (id, _clock, text) = (reader.number()?, reader.number()?, reader.text()?);
            if let Some(place) = clients.iter().position(|client| *client == id) {
                heard[place] = Some(serde_json::from_str(text).expect("a state is JSON"));
            }
        }
        heard.iter().all(Option::is_some).then_some(())
    })
    .await;
    heard.map(Option::unwrap)
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
