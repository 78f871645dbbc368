//! Links: who may open one, what ends one, and the bounds that hold on the way.

use std::time::Duration;

use collab::message::{self, Message};
use manual::rights::Right;
use reqwest::Method;
use serde_json::{Value, json};
use server::Config;
use server::commands::{Request, in_folder};
use server::limits::Limits;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message as Ws;

use self::bytes::far_apart;
use crate::world::{PATIENCE, Who, World, within};

#[path = "../../../collab/tests/common/bytes.rs"]
mod bytes;

#[tokio::test]
async fn two_write_and_both_see_it() {
    let world = World::start().await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    ghana.types("early ").await;
    denmark.shows("early ").await;
    denmark.types("warning").await;
    ghana.shows("early warning").await;
    ghana.saved(b"all").await;
}

#[tokio::test]
async fn refusals_come_before_the_upgrade() {
    let world = World::start().await;
    let token = format!("Bearer {}", world.token(Who::Ghana).expect("a token"));
    let authorized = ("authorization", token.as_str());
    let unknown = "11111111-1111-4111-8111-111111111111";
    assert_eq!(world.open(&world.chapter, &[]).await.err(), Some(401));
    assert_eq!(world.open(&world.chapter, &[("authorization", "Bearer wrong")]).await.err(), Some(401));
    assert_eq!(world.open(unknown, &[]).await.err(), Some(401), "strangers learn nothing");
    assert_eq!(world.open(unknown, &[authorized]).await.err(), Some(404));
    assert_eq!(world.open(&world.manual, &[authorized]).await.err(), Some(404));
    let port = world.address.port();
    let foreign = [
        "https://evil.example".to_owned(),
        "null".to_owned(),
        format!("http://127.0.0.1:{port}.evil.example"),
        format!("http://evil-127.0.0.1:{port}"),
        format!("https://127.0.0.1:{port}"),
        "http://127.0.0.1:1".to_owned(),
        format!("http://x@127.0.0.1:{port}"),
    ];
    for origin in foreign {
        let refused = world.open(&world.chapter, &[authorized, ("origin", &origin)]).await.err();
        assert_eq!(refused, Some(403), "{origin}");
    }
    let cookie = ("cookie", "chancery=whatever");
    assert_eq!(world.open(&world.chapter, &[cookie]).await.err(), Some(403), "no origin with a cookie");
    let query = format!("{}?token={}", world.chapter, world.token(Who::Ghana).expect("a token"));
    assert_eq!(world.open(&query, &[]).await.err(), Some(401), "never in a query");
}

#[tokio::test]
async fn the_subprotocol_is_ours_alone() {
    let world = World::start().await;
    let token = format!("Bearer {}", world.token(Who::Ghana).expect("a token"));
    let headers = [("authorization", token.as_str()), ("sec-websocket-protocol", "chancery.v1")];
    let mut socket = world.open(&world.chapter, &headers).await.expect("a link");
    socket.exchange().await;
    assert_eq!(socket.hello.as_deref().map(|hello| hello.contains("Ghana")), Some(true));
    let stock = world.link(Who::Ghana, &world.chapter).await;
    assert_eq!(stock.hello, None, "stock clients hear nothing of ours");
}

#[tokio::test]
async fn a_session_has_so_many_sockets_and_the_service_too() {
    let limits = Limits { sockets_per_session_max: 2, sockets_max: 3, ..Limits::default() };
    let world = World::limited(limits).await;
    let first = world.link(Who::Ghana, &world.chapter).await;
    let _second = world.link(Who::Ghana, &world.chapter).await;
    assert_eq!(world.open_as(Who::Ghana, &world.chapter).await.err(), Some(429));
    let _third = world.link(Who::Denmark, &world.chapter).await;
    assert_eq!(world.open_as(Who::Observer, &world.chapter).await.err(), Some(429));
    drop(first);
    within(async { while world.open_as(Who::Ghana, &world.chapter).await.is_err() {} }).await;
}

#[tokio::test]
async fn what_is_no_message_ends_the_link_with_a_code() {
    let limits = Limits { frame_bytes_max: 5000, ..Limits::default() };
    let world = World::limited(limits).await;
    let fits = message::write(Message::Acknowledge(&[7; 4996]));
    assert_eq!(fits.len(), 5000 - 1, "the last that surely fits");
    let cases = [
        (Ws::text("hello"), 4000),
        (Ws::binary(vec![99]), 4000),
        (Ws::binary(vec![]), 4000),
        (Ws::binary(vec![0; 5001]), 4001),
        (Ws::binary(vec![0; 20_000]), 4001),
        (Ws::binary(vec![0; 3 << 20]), 4001),
    ];
    for (hostile, code) in cases {
        let mut neighbour = world.link(Who::Denmark, &world.chapter).await;
        let mut socket = world.link(Who::Ghana, &world.chapter).await;
        socket.send_ws(Ws::Binary(fits.clone())).await;
        socket.saved(b"fits").await;
        socket.send_ws(hostile).await;
        assert_eq!(socket.end().await, code);
        neighbour.saved(b"undisturbed").await;
    }
}

#[tokio::test]
async fn over_a_rate_nothing_is_dropped() {
    let limits = Limits { updates_per_second_max: 20, ..Limits::default() };
    let world = World::limited(limits).await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    for _ in 0..60 {
        ghana.types("x").await;
    }
    ghana.saved(b"all").await;
    denmark.shows(&"x".repeat(60)).await;
}

#[tokio::test]
async fn a_flood_within_its_budget_still_gets_its_answers() {
    let limits = Limits { inbox_bytes_max: 1, frame_bytes_max: 1000, ..Limits::default() };
    let world = World::limited(limits).await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    for n in 0..300_u32 {
        ghana.types("y").await;
        ghana.send(Message::Acknowledge(&n.to_be_bytes())).await;
    }
    ghana.saved(b"all").await;
    assert_eq!(ghana.acknowledged.len(), 302, "each was echoed");
}

#[tokio::test]
async fn a_reader_too_slow_is_told_so_and_catches_up_by_coming_back() {
    let limits = Limits {
        document_bytes_max: 300_000,
        outbox_bytes_max: 300_000,
        bytes_per_second_max: 1 << 30,
        goodbye_ms_max: 60_000,
        ..Limits::default()
    };
    let world = World::limited(limits).await;
    let mut slow = world.link(Who::Denmark, &world.chapter).await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types(&"z".repeat(200_000)).await;
    ghana.saved(b"big").await;
    // Asks again and again for everything, and reads nothing of it for a while. Who then reads may have been just quick
    // enough, on a slow machine, and asks again.
    let empty = manual::document::Document::new(1).state_vector();
    let ended = async {
        loop {
            for _ in 0..200 {
                slow.send(Message::Step1(&empty)).await;
            }
            sleep(Duration::from_secs(1)).await;
            if let Some(code) = slow.end_within(Duration::from_secs(5)).await {
                return code;
            }
        }
    };
    assert_eq!(timeout(3 * PATIENCE, ended).await.expect("it is let go"), 4021);
    let mut again = world.link(Who::Denmark, &world.chapter).await;
    again.shows(&"z".repeat(200_000)).await;
}

#[tokio::test]
async fn a_token_s_end_is_its_sockets_end() {
    let world = World::start().await;
    let right = Right::Edit.word().to_owned();
    let request = Request::MakeToken { seat: "Ghana".to_owned(), right, ttl_s: 2 };
    let made = in_folder(world.folder(), &Config::default(), request).await.expect("a token");
    let token = format!("Bearer {}", made["token"].as_str().expect("a token"));
    let mut socket = world.open(&world.chapter, &[("authorization", &token)]).await.expect("a link");
    assert_eq!(socket.end().await, 4010);
    assert_eq!(world.open(&world.chapter, &[("authorization", &token)]).await.err(), Some(401));
}

#[tokio::test]
async fn a_token_that_signs_out_is_dead_everywhere() {
    let world = World::start().await;
    let mut chapter = world.link(Who::Ghana, &world.chapter).await;
    let mut outline = world.link(Who::Ghana, &world.outline).await;
    let answer = world.ask(Who::Ghana, Method::DELETE, "/api/v1/session").await;
    assert_eq!(answer.status(), 204);
    assert_eq!((chapter.end().await, outline.end().await), (4010, 4010));
    assert_eq!(world.open_as(Who::Ghana, &world.chapter).await.err(), Some(401));
}

#[tokio::test]
async fn who_may_only_read_changes_nothing() {
    let world = World::start().await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types("kept").await;
    ghana.saved(b"kept").await;
    let mut observer = world.link(Who::Observer, &world.chapter).await;
    observer.types(" and more").await;
    ghana.types(" still").await;
    ghana.saved(b"still").await;
    let mut fresh = world.link(Who::Denmark, &world.chapter).await;
    fresh.shows("kept still").await;
    // An outline is kept by the secretariat alone.
    let mut state = world.link(Who::Ghana, &world.outline).await;
    state.types("x").await;
    let fresh = world.link(Who::Secretariat, &world.outline).await;
    assert_eq!(fresh.text(), "");
}

#[tokio::test]
async fn a_silent_socket_is_asked_and_then_closed() {
    let limits = Limits { silence_ms_max: 3000, goodbye_ms_max: 60_000, ..Limits::default() };
    let world = World::limited(limits).await;
    // Reads, and so answers pings.
    let mut present = world.link(Who::Ghana, &world.chapter).await;
    let mut absent = world.link(Who::Denmark, &world.chapter).await;
    let mut observer = world.open_as(Who::Observer, &world.chapter).await.expect("a link");
    // Silence is noticed within four thirds of it.
    tokio::select! {
        code = present.end() => panic!("closed with {code}"),
        code = observer.end() => panic!("closed with {code}"),
        () = sleep(Duration::from_secs(5)) => {}
    }
    drop(present);
    drop(observer);
    assert_eq!(absent.end().await, 4021);
}

#[tokio::test]
async fn a_goodbye_is_answered() {
    let world = World::start().await;
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    ghana.types("written before leaving").await;
    ghana.send_ws(Ws::Close(None)).await;
    assert_eq!(ghana.end().await, 1005, "the other half of the goodbye, and no broken connection");
    world.link(Who::Denmark, &world.chapter).await.shows("written before leaving").await;
}

/// One is being sent, one waits for the disk, one is being echoed.
const MORE_THAN_ON_THEIR_WAY: u32 = 6;

/// All on one thread: whatever took it would stop everybody.
#[tokio::test]
async fn while_one_document_works_the_others_go_on() {
    let limits = Limits { walk_steps_max: u64::MAX, ..Limits::default() };
    let world = World::limited(limits).await;
    let made =
        world.request(Who::Secretariat, Method::POST, &format!("/api/v1/manuals/{}/chapters", world.manual));
    let made = within(made.json(&json!({"title": "Second"})).send()).await.expect("an answer");
    let second: Value = made.json().await.expect("JSON");
    let mut ghana = world.link(Who::Ghana, &world.chapter).await;
    let mut denmark = world.link(Who::Denmark, second["id"].as_str().expect("an id")).await;

    // How many edits fit beside a piece of work is the machine's affair. On a thread of its own work leaves room for as
    // many as one likes, if there is enough of it; on this one it leaves room for what was on its way, however long it is.
    let mut saved_beside = Vec::new();
    for (client, letters) in [(7, 2_500), (8, 5_000), (9, 10_000)] {
        ghana.send(Message::Update(&far_apart(client, letters))).await;
        let mut saved = 0;
        let others = async {
            loop {
                denmark.types("on ").await;
                denmark.saved(format!("{client} {saved}").as_bytes()).await;
                saved += 1;
            }
        };
        let heavy = format!("heavy {client}");
        tokio::select! {
            () = ghana.saved(heavy.as_bytes()) => {}
            () = others => {}
        }
        saved_beside.push(saved);
        if saved >= MORE_THAN_ON_THEIR_WAY {
            return;
        }
    }
    panic!("while a document worked, longer each time, a neighbour's saved edits were {saved_beside:?}");
}

#[tokio::test]
async fn an_update_whose_places_are_far_apart_is_refused_and_nobody_waits_for_it() {
    let world = World::start().await;
    let token = format!("Bearer {}", world.token(Who::Ghana).expect("a token"));
    let headers = [("authorization", token.as_str()), ("sec-websocket-protocol", "chancery.v1")];
    let mut ghana = world.open(&world.chapter, &headers).await.expect("a link");
    ghana.exchange().await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    ghana.send(Message::Update(&far_apart(7, 4000))).await;
    within(async {
        while ghana.refused.is_none() {
            ghana.step().await.expect("the link stays");
        }
    })
    .await;
    assert_eq!(ghana.refused.as_deref(), Some(r#"{"code":"too-large"}"#));
    denmark.types("undisturbed").await;
    denmark.saved(b"undisturbed").await;
    ghana.shows("undisturbed").await;
}
