//! Two capitals write one chapter over real sockets: what one saves the other sees, whatever happens to the service.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_seats_write_at_once_and_read_the_same() {
    let scene = Scene::new().await;
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    let denmark = scene.service.client(&scene.denmark, scene.chapter);
    within(20, "both in step", async {
        ghana.in_step().await.unwrap();
        denmark.in_step().await.unwrap();
    })
    .await;
    for n in 0..30 {
        append(&ghana, &format!("g{n} "));
        append(&denmark, &format!("d{n} "));
    }
    within(20, "both saved", async {
        ghana.saved().await.unwrap();
        denmark.saved().await.unwrap();
    })
    .await;
    let all =
        |text: &str| (0..30).all(|n| text.contains(&format!("g{n} ")) && text.contains(&format!("d{n} ")));
    let seen = within(20, "each sees all", async {
        (ghana.text_when(all).await.unwrap(), denmark.text_when(all).await.unwrap())
    })
    .await;
    assert_eq!(seen.0, seen.1);
    assert_eq!(read_fresh(&scene.service, &scene.observer, scene.chapter).await, seen.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_made_while_the_service_is_down_merge_when_it_is_back() {
    let scene = Scene::new().await;
    let port = scene.service.address.rsplit(':').next().unwrap().to_owned();
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    let denmark = scene.service.client(&scene.denmark, scene.chapter);
    append(&ghana, "early warning ");
    within(20, "saved", ghana.saved()).await.unwrap();
    within(20, "seen", denmark.text_when(|text| text.contains("early"))).await.unwrap();

    let Scene { folder, service, ghana: ghana_seat, chapter, .. } = scene;
    service.kill();
    append(&ghana, "in Accra ");
    append(&denmark, "in Copenhagen ");
    assert!(ghana.progress().saved < ghana.progress().made, "nothing is saved while nobody can save it");
    let service = Service::start_on(&folder, &format!("127.0.0.1:{port}"));

    within(60, "both saved after the restart", async {
        ghana.saved().await.unwrap();
        denmark.saved().await.unwrap();
    })
    .await;
    let all = |text: &str| ["early warning", "in Accra", "in Copenhagen"].iter().all(|it| text.contains(it));
    let text = within(20, "merged", ghana.text_when(all)).await.unwrap();
    assert_eq!(within(20, "merged", denmark.text_when(all)).await.unwrap(), text);
    assert_eq!(read_fresh(&service, &ghana_seat, chapter).await, text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d2_what_is_acknowledged_survives_a_kill_at_once() {
    let scene = Scene::new().await;
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    append(&ghana, "acknowledged");
    within(20, "saved", ghana.saved()).await.unwrap();
    drop(ghana);
    scene.service.kill();
    let service = Service::start(&scene.folder);
    assert_eq!(read_fresh(&service, &scene.ghana, scene.chapter).await, "acknowledged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_polite_stop_keeps_everything_and_tells_clients_to_come_back() {
    let scene = Scene::new().await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 11).await;
    let update = appended(&mut document, "kept");
    offer(&mut link, &update).await.unwrap();
    let status = tokio::task::spawn_blocking(|| scene.service.stop()).await.unwrap();
    assert!(status.success(), "{status}");
    assert_eq!(refusal(&mut link).await, "stopping");
    let service = Service::start(&scene.folder);
    assert_eq!(read_fresh(&service, &scene.ghana, scene.chapter).await, "kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_to_a_silent_service_is_noticed_and_made_anew() {
    let scene = Scene::new().await;
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    within(20, "in step", ghana.in_step()).await.unwrap();
    scene.service.freeze(true);
    append(&ghana, "typed into the silence");
    within(30, "noticed", ghana.until(|progress| progress.link == client::Link::Away)).await.unwrap();
    scene.service.freeze(false);
    within(60, "saved after all", ghana.saved()).await.unwrap();
    assert!(ghana.progress().connections >= 2);
}

/// Nothing else may answer for it: the acknowledgement of a stock client, with a body of its own, comes back unchanged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d2_an_acknowledgement_with_nothing_pending_is_echoed_unchanged() {
    let scene = Scene::new().await;
    let knock = Knock::bearing(&scene.ghana.token);
    let mut link = knock.open(&scene.service.address, scene.chapter).await.unwrap();
    assert_eq!(link.protocol, None);
    for body in [&b""[..], b"\0", b"any bytes at all \xff"] {
        link.acknowledged(body).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_asks_for_chancery_v1_hears_it() {
    let scene = Scene::new().await;
    let (stock, ours) =
        (Knock::bearing(&scene.ghana.token), Knock::bearing(&scene.ghana.token).speaking_chancery());
    let mut ours = ours.open(&scene.service.address, scene.chapter).await.unwrap();
    assert_eq!(ours.protocol.as_ref().map(|it| it.as_bytes()), Some(&b"chancery.v1"[..]));
    let hello = ours
        .until(|message| match message {
            Message::Hello(json) => Some(serde_json::from_str::<serde_json::Value>(json).unwrap()),
            other => panic!("hello comes first, not {other:?}"),
        })
        .await;
    assert_eq!(
        (&hello["name"], &hello["right"], &hello["writable"]),
        (&"Ghana".into(), &"edit".into(), &true.into())
    );
    assert_eq!(hello["seat"], scene.ghana.seat.to_string());
    assert!(hello["epoch"].is_string() && hello["schema"] == 1, "{hello}");
    let session = scene.service.caller(&scene.ghana).get("/api/v1/session").await.json();
    assert_eq!(session["epoch"], hello["epoch"], "the session and the room name one data folder");

    let mut stock = stock.open(&scene.service.address, scene.chapter).await.unwrap();
    stock.send(Message::QueryAwareness).await;
    stock
        .until(|message| match message {
            Message::Step1(_) => None,
            Message::Awareness(_) => Some(()),
            other => panic!("a stock client does not know {other:?}"),
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_an_update_with_a_gap_is_dropped_and_healed_by_a_resync() {
    let scene = Scene::new().await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 21).await;
    let _lost = appended(&mut document, "lost on the way, ");
    let second = appended(&mut document, "arrived");
    link.send(Message::Update(&second)).await;
    link.send(Message::Acknowledge(b"held")).await;
    let vector = link
        .until(|message| match message {
            Message::Step1(vector) => Some(vector.to_vec()),
            Message::Acknowledge(_) => panic!("acknowledged although something is missing"),
            _ => None,
        })
        .await;
    link.send(Message::Step2(&document.diff(&vector).unwrap())).await;
    link.until(|message| matches!(message, Message::Acknowledge(b"held")).then_some(())).await;
    assert_eq!(read_fresh(&scene.service, &scene.denmark, scene.chapter).await, "lost on the way, arrived");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d6_what_brings_nothing_new_is_neither_written_nor_sent_on() {
    let scene = Scene::new().await;
    let (mut ghana, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 31).await;
    let update = appended(&mut document, "once");
    offer(&mut ghana, &update).await.unwrap();
    let (mut denmark, _) = joined(&scene.service, &scene.denmark, scene.chapter, 32).await;
    let written = scene.folder.journal_bytes();
    for _ in 0..20 {
        offer(&mut ghana, &update).await.unwrap();
    }
    assert_eq!(scene.folder.journal_bytes(), written);
    denmark.send(Message::Acknowledge(b"fence")).await;
    denmark
        .until(|message| match message {
            Message::Update(_) => panic!("sent on although it was known"),
            Message::Acknowledge(_) => Some(()),
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_dropped_from_memory_reads_the_same_when_opened_again() {
    let scene = Scene::configured("[limits]\nidle_document_ms = 50\ntail_updates_max = 10\n").await;
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    for n in 0..25 {
        append(&ghana, &format!("{n} "));
        within(20, "saved", ghana.saved()).await.unwrap();
    }
    let text = ghana.text();
    ghana.close().await;
    tokio::time::sleep(Duration::from_millis(400)).await; // several times the idle time; less would only test less
    assert_eq!(read_fresh(&scene.service, &scene.denmark, scene.chapter).await, text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_mark_of_a_chapter_comes_from_the_service_and_only_once() {
    let scene = Scene::new().await;
    let (_, first) = joined(&scene.service, &scene.ghana, scene.chapter, 41).await;
    let (_, second) = joined(&scene.service, &scene.denmark, scene.chapter, 42).await;
    let units =
        |document: &Document| document.read(|txn| txn.get_text("body").map_or(0, |body| body.len(txn)));
    assert_eq!((units(&first), units(&second)), (1, 1), "one mark, no letters");
    assert_eq!(Bytes::from(first.state()), Bytes::from(second.state()));
}
