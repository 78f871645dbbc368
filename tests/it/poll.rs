//! The same link where no websocket gets through: what requests lose, repeat and shuffle on their way does no harm, and
//! what was acknowledged stays. Rules H1 to H8 of docs/protocol.md, and those of the link itself over this carrier.

use std::time::Instant;

use bytes::Bytes;
use collab::message;
use collab::parcel;
use tests::polled::{Asked, Polled};
use tests::service::Scene;

use super::presence::{heard, state};
use super::*;

fn polling(seated: &Seated) -> Knock {
    Knock::bearing(&seated.token).polling()
}

/// A link over requests that is through its first exchange, with the document it then has.
async fn joined_polling(scene: &Scene, seated: &Seated, client: u64) -> (RawLink, Document) {
    let mut link = polling(seated).open(&scene.service.address, scene.chapter).await.expect("a link");
    let mut document = Document::new(client);
    link.exchange(&mut document).await;
    (link, document)
}

/// A bare link over requests.
async fn bare(scene: &Scene, seated: &Seated) -> Polled {
    let headers = vec![("authorization", format!("Bearer {}", seated.token))];
    Polled::open(&scene.service.address, scene.chapter, headers).await.expect("a link")
}

fn frames(messages: &[Message<'_>]) -> Vec<Bytes> {
    messages.iter().map(|message| message::write(*message)).collect()
}

/// Asks until something with this acknowledgement came; the last number.
async fn acknowledged(link: &Polled, mut after: u64, body: &[u8]) -> u64 {
    within(20, "an acknowledgement", async {
        loop {
            let Asked::Frames(came) = link.ask(after, 5).await else { continue };
            after = came.last().expect("a parcel has frames").0;
            if came.iter().any(|(_, frame)| parse(frame) == Message::Acknowledge(body)) {
                return after;
            }
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_over_requests_and_one_over_a_websocket_write_together() {
    let scene = Scene::new().await;
    let (mut ghana, mut hers) = joined_polling(&scene, &scene.ghana, 1).await;
    let (mut denmark, mut theirs) = joined_polling(&scene, &scene.denmark, 2).await;
    let (mut other, mut its) = joined(&scene.service, &scene.ghana, scene.chapter, 3).await;
    let write = async |link: &mut RawLink, document: &mut Document, name: &str| {
        for n in 0..10 {
            offer(link, &appended(document, &format!("{name}{n} "))).await.expect("taken");
        }
    };
    tokio::join!(
        write(&mut ghana, &mut hers, "g"),
        write(&mut denmark, &mut theirs, "d"),
        write(&mut other, &mut its, "s")
    );
    // A word of each reaches both others by itself.
    offer(&mut ghana, &appended(&mut hers, "last")).await.expect("taken");
    for link in [&mut denmark, &mut other] {
        link.until(|message| {
            let Message::Update(update) = message else { return None };
            update.windows(4).any(|part| part == b"last").then_some(())
        })
        .await;
    }
    let text = read_fresh(&scene.service, &scene.observer, scene.chapter).await;
    for (link, document) in [(&mut ghana, &mut hers), (&mut denmark, &mut theirs), (&mut other, &mut its)] {
        link.send(Message::Step1(&document.state_vector())).await;
        let rest = link.until(|message| match message {
            Message::Step2(update) => Some(update.to_vec()),
            _ => None,
        });
        document.apply(&rest.await).expect("an update");
        assert_eq!(text_of(document), text);
    }
    let all = ["g", "d", "s"].iter().all(|name| (0..10).all(|n| text.contains(&format!("{name}{n} "))));
    assert!(all && text.contains("last"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d2_what_is_acknowledged_over_requests_survives_a_kill_at_once() {
    let scene = Scene::new().await;
    let (mut ghana, mut hers) = joined_polling(&scene, &scene.ghana, 1).await;
    for n in 0..20 {
        offer(&mut ghana, &appended(&mut hers, &format!("{n} "))).await.expect("taken");
    }
    scene.service.kill();
    let service = Service::start(&scene.folder);
    assert_eq!(read_fresh(&service, &scene.denmark, scene.chapter).await, text_of(&hers));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h1_a_link_is_of_use_to_its_own_session_alone() {
    let scene = Scene::new().await;
    let link = bare(&scene, &scene.ghana).await;
    let of = |seated: &Seated| scene.service.caller(seated);
    let path = link.address.strip_prefix(&scene.service.address).unwrap().to_owned();
    let forged = format!("{}{}", &path[..path.len() - 32], "0".repeat(32));
    let elsewhere =
        path.replace(&scene.chapter.to_string(), &scene.another_chapter("Another").await.to_string());
    let over = (410, "too-slow".to_owned());
    for (caller, path) in [
        (of(&scene.denmark), &path),
        (of(&scene.ghana), &forged),
        (of(&scene.ghana), &elsewhere),
        (of(&scene.ghana), &format!("{path}/../{}", "0".repeat(32))),
    ] {
        assert_eq!(caller.get(&format!("{path}/0")).await.problem(), over, "{path}");
        assert_eq!(caller.post(path, serde_json::Value::Null).await.problem(), over, "{path}");
        assert_eq!(caller.delete(path).await.problem(), over, "{path}");
    }
    let stranger = scene.service.stranger();
    assert_eq!(stranger.get(&format!("{path}/0")).await.status, 401);
    assert_eq!(stranger.post(&path, serde_json::Value::Null).await.status, 401);
    let foreign = of(&scene.ghana).from_page("https://evil.example");
    let open = format!("/api/v1/sync/{}/poll", scene.chapter);
    for path in [&open, &path] {
        assert_eq!(foreign.post(path, serde_json::Value::Null).await.problem().1, "foreign-origin");
    }
    assert_eq!(foreign.delete(&path).await.problem().1, "foreign-origin");
    let cookie = stranger.with_cookie("chancery=whatever");
    assert_eq!(cookie.post(&open, serde_json::Value::Null).await.problem().1, "foreign-origin");
    let nowhere = format!("/api/v1/sync/{}/poll", scene.manual);
    assert_eq!(of(&scene.ghana).post(&nowhere, serde_json::Value::Null).await.status, 404);
    assert!(matches!(link.ask(0, 5).await, Asked::Frames(_)), "nothing of this ended it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h2_links_of_both_kinds_are_counted_together() {
    let scene = Scene::configured("[limits]\nsockets_per_session_max = 2\n").await;
    let first = bare(&scene, &scene.ghana).await;
    let _second = joined(&scene.service, &scene.ghana, scene.chapter, 1).await;
    let third = polling(&scene.ghana).open(&scene.service.address, scene.chapter).await.err();
    let (status, body) = third.expect("one too many");
    assert!(status == 429 && body.contains("too-many-pages"), "{status} {body}");
    assert_eq!(first.end().await, 204);
    within(20, "a place is free again", async {
        while polling(&scene.ghana).open(&scene.service.address, scene.chapter).await.is_err() {}
    })
    .await;
    assert_eq!(first.ask(0, 0).await, Asked::Refused(410, "too-slow".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h3_what_comes_twice_is_taken_once_and_what_comes_early_is_not() {
    let scene = Scene::new().await;
    let link = bare(&scene, &scene.ghana).await;
    let mut document = Document::new(77);
    let (one, two) = (appended(&mut document, "once "), appended(&mut document, "twice"));
    let up = frames(&[
        Message::Step1(&[0]),
        Message::Update(&one),
        Message::Update(&two),
        Message::Acknowledge(b"all"),
    ]);
    assert_eq!(link.bring(parcel::write(3, &up[2..])).await, Err((409, "gap".to_owned())));
    assert_eq!(link.bring(parcel::write(1, &up[..2])).await, Ok(3));
    assert_eq!(link.bring(parcel::write(1, &up[..2])).await, Ok(3), "sent again by whoever heard nothing");
    assert_eq!(link.bring(parcel::write(2, &up[1..])).await, Ok(5), "one of these is new");
    let after = acknowledged(&link, 0, b"all").await;
    let written = scene.folder.journal_bytes();
    assert_eq!(link.bring(parcel::write(1, &up)).await, Ok(5));
    assert_eq!(link.bring(parcel::write(4, &up[3..])).await, Ok(5));
    assert_eq!(link.ask(after, 1).await, Asked::Nothing, "an echo is not given twice either");
    assert_eq!(scene.folder.journal_bytes(), written);
    assert_eq!(read_fresh(&scene.service, &scene.denmark, scene.chapter).await, "once twice");
    for body in [&b""[..], b"\0", b"\x05\x02a", b"\x05\x01\x03\xff\xff\xff\xff\xff\x01", b"\x05\0"] {
        assert_eq!(link.bring(body.to_vec()).await, Err((400, "malformed".to_owned())), "{body:?}");
    }
    assert_eq!(link.bring(parcel::write(5, &frames(&[Message::QueryAwareness]))).await, Ok(6), "it stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h4_an_answer_that_is_lost_is_given_again() {
    let scene = Scene::new().await;
    let link = bare(&scene, &scene.ghana).await;
    link.bring(parcel::write(1, &frames(&[Message::Step1(&[0]), Message::Acknowledge(b"in")])))
        .await
        .unwrap();
    let mut heard: Vec<(u64, Bytes)> = Vec::new();
    // Every answer is lost once.
    while !heard.iter().any(|(_, frame)| parse(frame) == Message::Acknowledge(b"in")) {
        let after = heard.last().map_or(0, |(number, _)| *number);
        let Asked::Frames(lost) = link.ask(after, 5).await else { panic!("frames come") };
        let Asked::Frames(came) = link.ask(after, 5).await else { panic!("and come again") };
        assert_eq!(came[..lost.len()], lost[..]);
        heard.extend(came);
    }
    let numbers: Vec<u64> = heard.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    let last = numbers.len() as u64;
    assert_eq!(link.ask(last, 0).await, Asked::Nothing);
    let astray = Asked::Refused(409, "conflict".to_owned());
    assert_eq!(link.ask(last + 1, 0).await, astray, "never sent");
    assert_eq!(link.ask(last - 1, 0).await, astray, "arrived, and is gone");
    assert_eq!(link.ask((1 << 53) + 1, 0).await, astray);
    assert_eq!(link.ask(u64::MAX, 0).await, astray);
    assert_eq!(link.ask(last, 0).await, Asked::Nothing, "it stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h5_over_its_rate_a_request_is_told_how_far_it_came_and_loses_nothing() {
    let scene = Scene::configured("[limits]\nupdates_per_second_max = 20\npoll_send_ms_max = 300\n").await;
    let link = bare(&scene, &scene.ghana).await;
    let mut document = Document::new(78);
    let updates: Vec<Vec<u8>> = (0..80).map(|n| appended(&mut document, &format!("{n} "))).collect();
    let mut up = frames(&[Message::Step1(&[0])]);
    up.extend(updates.iter().map(|update| message::write(Message::Update(update))));
    up.push(message::write(Message::Acknowledge(b"all")));
    let mut answers = Vec::new();
    let mut next = 1;
    while next <= up.len() as u64 {
        let rest = &up[usize::try_from(next).unwrap() - 1..];
        next = link.bring(parcel::write(next, rest)).await.unwrap();
        answers.push(next);
    }
    assert!(answers.len() > 2, "taken bit by bit: {answers:?}");
    acknowledged(&link, 0, b"all").await;
    assert_eq!(read_fresh(&scene.service, &scene.denmark, scene.chapter).await, text_of(&document));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h6_the_later_of_two_requests_gets_the_frames() {
    let scene = Scene::new().await;
    let link = bare(&scene, &scene.ghana).await;
    link.bring(parcel::write(1, &frames(&[Message::Step1(&[0]), Message::Acknowledge(b"in")])))
        .await
        .unwrap();
    let after = acknowledged(&link, 0, b"in").await;
    let early = tokio::spawn({
        let link = link.clone();
        async move { link.ask(after, 25).await }
    });
    let late = async {
        // Until the earlier one is answered, it may not have got there yet.
        let mut late = link.ask(after, 1).await;
        while !early.is_finished() && late == Asked::Nothing {
            late = link.ask(after, 1).await;
        }
        late
    };
    assert_eq!(within(20, "the earlier one is let go", late).await, Asked::Nothing);
    assert_eq!(early.await.unwrap(), Asked::Nothing);
    link.bring(parcel::write(3, &frames(&[Message::Acknowledge(b"now")]))).await.unwrap();
    acknowledged(&link, after, b"now").await;
}

/// Somebody writes far more than fits to a link that never asks, and a flood goes up on another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h7_what_waits_for_a_link_that_does_not_ask_is_bounded() {
    let scene = Scene::configured("[limits]\nbytes_per_second_max = 1000000000\n").await;
    let (mut ghana, mut hers) = joined_polling(&scene, &scene.ghana, 1).await;
    let silent = bare(&scene, &scene.denmark).await;
    let empty = Document::new(1).state_vector();
    offer(&mut ghana, &appended(&mut hers, &"z".repeat(200_000))).await.expect("taken");
    let memory = scene.service.memory_bytes();
    // Asks for everything again and again, and fetches nothing of it.
    let asks: Vec<Bytes> = (0..100).map(|_| message::write(Message::Step1(&empty))).collect();
    let ended = within(60, "the silent link ends", async {
        let mut next = 1;
        loop {
            let parcel = parcel::write(next, &asks[usize::try_from(next - 1).unwrap()..]);
            match silent.bring(parcel).await {
                Ok(up) if up <= 100 => next = up,
                // The last of it may still be on its way to the room.
                Ok(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(refused) => return refused,
            }
            if next > 100 {
                next = 100;
            }
        }
    })
    .await;
    assert_eq!(ended, (410, "too-slow".to_owned()));
    let grown = scene.service.memory_bytes().saturating_sub(memory);
    println!("figure: memory with a link that never asks: {} KiB more", grown >> 10);
    assert!(grown <= 64 << 20, "grew by {grown} bytes");
    assert_eq!(silent.ask(0, 0).await, Asked::Refused(410, "too-slow".to_owned()));
    let again = read_fresh(&scene.service, &scene.denmark, scene.chapter).await;
    assert_eq!(again.len(), 200_000, "by coming back it catches up");

    let flooded = bare(&scene, &scene.denmark).await;
    let bound = collab::limits::Limits::default().frame_bytes_max;
    // Over by no more than the service reads on, or a reset may overtake the answer.
    assert_eq!(flooded.bring(vec![1; 2 * bound + (256 << 10)]).await, Err((413, "too-large".to_owned())));
    let over = Bytes::from(vec![0; bound + 1]);
    let sent = flooded.bring(parcel::write(1, [&over])).await;
    assert!(sent == Ok(2) || sent == Err((413, "too-large".to_owned())), "{sent:?}");
    let told = within(20, "its end", async {
        let mut after = 0;
        loop {
            match flooded.ask(after, 5).await {
                Asked::Frames(came) => after = came.last().unwrap().0,
                Asked::Nothing => {}
                Asked::Refused(status, code) => return (status, code),
            }
        }
    })
    .await;
    assert_eq!(told, (413, "too-large".to_owned()), "as a websocket is told");
    offer(&mut ghana, &appended(&mut hers, "undisturbed")).await.expect("taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h8_a_link_for_which_nobody_asks_ends() {
    let scene = Scene::configured("[limits]\nsilence_ms_max = 400\n").await;
    let silent = bare(&scene, &scene.ghana).await;
    within(20, "it is over although frames come", async {
        let frame = message::write(Message::QueryAwareness);
        let mut next = 1;
        while let Ok(up) = silent.bring(parcel::write(next, [&frame])).await {
            next = up;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
}

/// Three leave without a word, one after the other, each in another way; one only asks, and stays for all of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h8_whoever_asks_no_more_is_gone_for_the_others_and_whoever_asks_never() {
    // Presence ends with its link alone: nobody renews it here.
    let scene = Scene::configured("[limits]\nsilence_ms_max = 2000\npresence_ms = 600000\n").await;
    let (mut witness, _) = joined(&scene.service, &scene.denmark, scene.chapter, 1).await;
    let (staying, leaving) = (40, [41, 42, 43]);
    let asking = tokio::spawn(ask_until_its_end(present(&scene, staying, &mut witness).await));
    for client in leaving {
        let link = present(&scene, client, &mut witness).await;
        match client {
            41 => {} // never asked at all
            42 => assert!(matches!(link.ask(0, 5).await, Asked::Frames(_))),
            _ => {
                // Cut off while it waits.
                let Asked::Frames(came) = link.ask(0, 5).await else { panic!("it is greeted") };
                let (waiting, after) = (link.clone(), came.last().expect("a parcel has frames").0);
                let waits = tokio::spawn(async move { waiting.ask(after, 60).await });
                tokio::time::sleep(Duration::from_millis(200)).await;
                waits.abort();
            }
        }
        within(20, "gone for the others", async {
            let mut is_gone = false;
            while !is_gone {
                for (id, state) in heard(&mut witness).await {
                    assert!(id != staying || !state.is_null(), "gone, although it asks");
                    is_gone |= id == client && state.is_null();
                }
            }
        })
        .await;
    }
    witness.send(Message::QueryAwareness).await;
    let here = heard(&mut witness).await;
    assert!(here.iter().any(|(id, state)| *id == staying && !state.is_null()), "{here:?}");
    assert!(here.iter().all(|(id, state)| !leaving.contains(id) || state.is_null()), "{here:?}");
    assert!(!asking.is_finished());
    asking.abort();
}

/// A link of Ghana's that shows itself under this id, once the witness knows of it.
async fn present(scene: &Scene, client: u64, witness: &mut RawLink) -> Polled {
    let link = bare(scene, &scene.ghana).await;
    let shown = state(client, 1, r#"{"cursor":null}"#);
    let hello = frames(&[Message::Step1(&[0]), Message::Awareness(&shown)]);
    link.bring(parcel::write(1, &hello)).await.expect("taken");
    while !heard(witness).await.iter().any(|(id, state)| *id == client && !state.is_null()) {}
    link
}

/// Asks again and again, and brings nothing up.
async fn ask_until_its_end(link: Polled) -> Asked {
    let mut after = 0;
    loop {
        match link.ask(after, 1).await {
            Asked::Frames(came) => after = came.last().expect("a parcel has frames").0,
            Asked::Nothing => {}
            end => return end,
        }
    }
}

async fn wait_for_its_end(mut link: RawLink) -> (Option<u16>, Instant) {
    loop {
        if let Came::Closed(code) = link.next_whenever().await {
            return (code, Instant::now());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h8_the_end_of_a_session_or_a_chapter_is_told_to_whoever_waits() {
    let scene = Scene::new().await;
    let mut waiting = Vec::new();
    for seated in [&scene.ghana, &scene.denmark, &scene.observer] {
        let (link, _) = joined_polling(&scene, seated, 1).await;
        waiting.push(tokio::spawn(wait_for_its_end(link)));
    }
    let others = waiting.split_off(1);
    let ghana = waiting.remove(0);
    let ended = Instant::now();
    assert_eq!(scene.service.caller(&scene.ghana).delete("/api/v1/session").await.status, 204);
    let (code, at) = within(20, "the end of the session", ghana).await.unwrap();
    assert_eq!(code, Some(4010));
    assert!(at - ended < Duration::from_secs(2), "told after {:?}", at - ended);
    assert_eq!(polling(&scene.ghana).open(&scene.service.address, scene.chapter).await.err().unwrap().0, 401);

    let keeper = scene.service.caller(&scene.secretariat);
    assert_eq!(keeper.delete(&format!("/api/v1/chapters/{}", scene.chapter)).await.status, 204);
    for link in others {
        assert_eq!(within(20, "the end of the chapter", link).await.unwrap().0, Some(4012));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h8_a_stop_is_told_to_whoever_waits_and_nothing_is_lost() {
    let mut scene = Scene::new().await;
    let (mut document, mut written) = (None, String::new());
    // Between two requests nobody waits, and whoever asks then finds no service: so it is stopped until somebody waited.
    for _ in 0..20 {
        let (mut link, joined) = joined_polling(&scene, &scene.ghana, 1).await;
        let document = document.get_or_insert(joined);
        offer(&mut link, &appended(document, "kept ")).await.expect("taken");
        written.push_str("kept ");
        let waiting = tokio::spawn(async move { told(&mut link).await });
        let stopping = scene.service;
        let status = tokio::task::spawn_blocking(|| stopping.stop()).await.unwrap();
        assert!(status.success(), "{status}");
        let told = within(30, "told", waiting).await.unwrap();
        scene.service = Service::start(&scene.folder);
        assert_eq!(read_fresh(&scene.service, &scene.denmark, scene.chapter).await, written);
        match told.as_deref() {
            Some("stopping") => return,
            Some(other) => panic!("told of {other}"),
            None => {}
        }
    }
    panic!("nobody who waited was told");
}

/// The code that a link hears last; none when it finds no service.
async fn told(link: &mut RawLink) -> Option<String> {
    loop {
        match link.next_whenever().await {
            Came::Closed(None) => return None,
            came => {
                if let Some(code) = refused(&came) {
                    return Some(code);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w1_frames_are_judged_alike_whatever_carries_them() {
    let scene = Scene::new().await;
    for (frame, code) in [(&b"\x04"[..], 4000), (b"\0\x03", 4000), (b"\x78\x02{}", 4000)] {
        let (mut link, _) = joined_polling(&scene, &scene.ghana, 1).await;
        link.send_bytes(frame.to_vec()).await;
        assert_eq!(link.closed().await, Some(code), "{frame:?}");
    }
    let (mut observer, mut document) = joined_polling(&scene, &scene.observer, 2).await;
    let late = appended(&mut document, "not hers to write");
    assert_eq!(offer(&mut observer, &late).await, Err("read-only".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u9_what_a_link_had_brought_before_its_goodbye_is_dealt_with() {
    let scene = Scene::new().await;
    let link = bare(&scene, &scene.ghana).await;
    let mut document = Document::new(79);
    let update = appended(&mut document, "written before leaving");
    link.bring(parcel::write(1, &frames(&[Message::Step1(&[0]), Message::Update(&update)]))).await.unwrap();
    assert_eq!(link.end().await, 204);
    within(20, "read by others", async {
        while read_fresh(&scene.service, &scene.denmark, scene.chapter).await != "written before leaving" {}
    })
    .await;
}
