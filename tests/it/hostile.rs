//! Bytes that would end, blind or bloat a careless service. Each is refused with a code, the process lives, its memory is
//! what it was, and the neighbour on the same service notices nothing.

use tests::service::Scene;
use tests::{proving, update};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

/// Memory that all hostile bytes of a test together may leave behind.
const MEMORY_BYTES_MAX: u64 = 64 << 20;

/// A scene with somebody who reads the chapter under siege, and a neighbour who writes in another, to be asked how it was.
struct Besieged {
    scene: Scene,
    reader: Client,
    neighbour: Client,
    memory_before: u64,
}

impl Besieged {
    async fn new() -> Self {
        let scene = Scene::configured(
            "[limits]\nupdates_per_second_max = 100000\nframes_per_second_max = 100000\n\
            bytes_per_second_max = 1000000000\nsockets_per_session_max = 200\n",
        )
        .await;
        let quiet = scene.another_chapter("A quiet one").await;
        let neighbour = scene.service.client(&scene.denmark, quiet);
        append(&neighbour, "before ");
        within(20, "the neighbour is saved", neighbour.saved()).await.unwrap();
        let reader = scene.service.client(&scene.observer, scene.chapter);
        within(20, "the reader reads", reader.in_step()).await.unwrap();
        let memory_before = scene.service.memory_bytes();
        Self { scene, reader, neighbour, memory_before }
    }

    async fn link(&self, client: u64) -> RawLink {
        joined(&self.scene.service, &self.scene.ghana, self.scene.chapter, client).await.0
    }

    /// Sends one update on a fresh link; the code it is refused with.
    async fn refused(&self, update: &[u8]) -> String {
        let mut link = self.link(1).await;
        offer(&mut link, update).await.expect_err("an update like this is refused")
    }

    async fn stands(mut self, chapter_text: &str) {
        let scene = &mut self.scene;
        assert!(scene.service.is_alive(), "the process lives: {}", tests::service::log(&scene.folder));
        let grown = scene.service.memory_bytes().saturating_sub(self.memory_before);
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        println!("figure: {test}: memory {} KiB above before", grown >> 10);
        assert!(grown <= MEMORY_BYTES_MAX, "grew by {grown} bytes");
        append(&self.neighbour, "after");
        within(20, "the neighbour is saved", self.neighbour.saved()).await.unwrap();
        assert_eq!(self.neighbour.progress().connections, 1, "the neighbour's link was never touched");
        assert_eq!(self.neighbour.text(), "before after");
        let text = read_fresh(&scene.service, &scene.ghana, scene.chapter).await;
        assert_eq!(text, chapter_text);
        within(20, "the reader has all", self.reader.text_when(|text| text == chapter_text)).await.unwrap();
        assert_eq!(self.reader.progress().connections, 1, "nor was the reader's");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deep_values_and_elements_are_refused() {
    let siege = Besieged::new().await;
    for depth in [100, 7_000, 100_000] {
        for bomb in [update::deep_array(1, depth), update::deep_object(1, depth)] {
            let code = siege.refused(&bomb).await;
            assert!(code == "forbidden-content" || code == "too-large", "{depth}: {code}");
        }
        let elements = update::deep_elements(1, depth as u64);
        assert_eq!(siege.refused(&elements).await, "forbidden-content", "{depth}");
    }
    siege.stands("").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w4_claimed_counts_are_not_believed() {
    let siege = Besieged::new().await;
    for count in [50_000_000, 200_000_000, u64::from(u32::MAX), 1 << 40, 1 << 52] {
        for bomb in [
            update::claimed(count),
            update::claimed_structs(1, count),
            update::claimed_object(1, count),
            update::claimed_deletions(count),
        ] {
            let code = siege.refused(&bomb).await;
            assert!(code == "malformed" || code == "too-large", "{count}: {code}");
        }
        let mut link = siege.link(1).await;
        link.send(Message::Step1(&update::claimed(count))).await;
        assert_eq!(refusal(&mut link).await, "malformed", "a state vector of {count}");
        let mut link = siege.link(1).await;
        link.send(Message::Awareness(&update::claimed(count))).await;
        assert_eq!(refusal(&mut link).await, "malformed", "an awareness message of {count}");
    }
    siege.stands("").await;
}

/// Every update rests on something that never comes. Without care each is kept, and the work grows with the square.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_a_flood_of_gaps_is_not_kept() {
    let siege = Besieged::new().await;
    let count = if proving() { 20_000 } else { 2_000 };
    let letters = "x".repeat(1000);
    let mut link = siege.link(1).await;
    for n in 0..count {
        let unfounded = update::insertion(7, 10 + 2000 * n, "body", &letters);
        link.send(Message::Update(&unfounded)).await;
        if n % 100 == 0 {
            link.send(Message::Step2(&unfounded)).await; // "that is all I have"
        }
    }
    assert_eq!(refusal(&mut link).await, "gap");
    siege.stands("").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u6_words_under_another_seats_client_id_are_refused() {
    let siege = Besieged::new().await;
    let scene = &siege.scene;
    let (mut denmark, mut document) = joined(&scene.service, &scene.denmark, scene.chapter, 700).await;
    let hers = appended(&mut document, "hers");
    offer(&mut denmark, &hers).await.unwrap();
    denmark.cut(); // she goes offline and writes on
    assert_eq!(siege.refused(&update::insertion(700, 4, "body", "not hers")).await, "foreign");
    assert_eq!(siege.refused(&update::deleted_item(700, 4, 1 << 30)).await, "foreign", "her coming words");
    let offline = appended(&mut document, ", later");
    let (mut denmark, _) = joined(&scene.service, &scene.denmark, scene.chapter, 701).await;
    offer(&mut denmark, &offline).await.expect("what she wrote offline is taken");
    siege.stands("hers, later").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s6_deletions_of_what_nobody_wrote_are_refused() {
    let siege = Besieged::new().await;
    let (mut link, mut document) =
        joined(&siege.scene.service, &siege.scene.ghana, siege.scene.chapter, 800).await;
    let update = appended(&mut document, "kept");
    offer(&mut link, &update).await.unwrap();
    for (client, clock, len) in [(800, 4, 1), (800, 0, 1 << 30), (801, 0, 1), (800, 1 << 20, 5)] {
        assert_eq!(
            siege.refused(&update::deletion(client, clock, len)).await,
            "delete-ahead",
            "{client} {clock} {len}"
        );
    }
    let code = siege.refused(&update::deletion(800, (1 << 31) - 1, 1 << 31)).await;
    assert!(code == "malformed" || code == "delete-ahead", "{code}");
    siege.stands("kept").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w1_malformed_frames_close_their_link_and_nothing_else() {
    let siege = Besieged::new().await;
    let frames: [&[u8]; 16] = [
        b"",
        b"\0",
        b"\0\x03",
        b"\0\0",
        b"\0\x02\xff\xff\xff\xff\x0f",
        b"\0\x02\x05ab",
        b"\0\x02\x01\0\0",
        b"\x01",
        b"\x01\x05\x01",
        b"\x04",
        b"\x65",
        b"\x66",
        b"\x66\x05a",
        b"\x78\x02{}",
        b"\x7b\x02{}",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ];
    for frame in frames {
        let mut link = siege.link(1).await;
        link.send_bytes(frame).await;
        assert_eq!(link.closed().await, Some(4000), "{frame:?}");
    }
    let mut link = siege.link(1).await;
    link.send_text("{\"hello\":\"there\"}").await;
    assert_eq!(link.closed().await, Some(4000), "text is no message of ours");
    siege.stands("").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w1_a_frame_over_its_bound_is_too_large() {
    let siege = Besieged::new().await;
    let limits = collab::limits::Limits::default();
    let mut link = siege.link(1).await;
    link.send(Message::Update(&vec![0; limits.frame_bytes_max + 1])).await;
    let code = link.closed().await;
    assert!(code == Some(4001) || code.is_none(), "{code:?}"); // the rest of the frame may reset the connection first
    siege.stands("").await;
}

/// Below the protocol: bytes that are no websocket frames, or none that a client may send.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_websocket_frames_end_their_own_connection() {
    let siege = Besieged::new().await;
    let long_ping = [&b"\x89\xfe\x01\0mask"[..], &[0; 256]].concat();
    let frames: [&[u8]; 8] = [
        b"\x82\x02\0\0",                                 // not masked
        b"\xf2\x80mask",                                 // reserved bits
        b"\x83\x80mask",                                 // an unknown kind
        b"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xffmask", // 2^63 - 1 bytes
        b"\x82\xff\xff\xff\xff\xff\xff\xff\xff\xffmask", // 2^64 - 1 bytes
        &long_ping,                                      // a ping too long
        b"\x09\x80mask",                                 // a ping in pieces
        b"\x81\x81\0\0\0\0\xff",                         // text that is not UTF-8
    ];
    for frame in frames {
        let mut tcp = siege.link(1).await.into_socket().into_inner();
        tcp.write_all(frame).await.unwrap();
        let mut rest = Vec::new();
        // The service may close politely or reset; only that it ends is asked for.
        let _ = within(20, &format!("the connection ends after {frame:?}"), tcp.read_to_end(&mut rest)).await;
    }
    siege.stands("").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u7_a_document_does_not_grow_past_its_bound() {
    let siege = Besieged::new().await;
    let (mut link, mut document) =
        joined(&siege.scene.service, &siege.scene.ghana, siege.scene.chapter, 900).await;
    let letters = "abcdefgh".repeat(32 << 10);
    let mut taken = 0;
    let code = loop {
        let update = appended(&mut document, &letters);
        match offer(&mut link, &update).await {
            Ok(()) => taken += letters.len(),
            Err(code) => break code,
        }
    };
    assert_eq!(code, "too-large");
    let bound = collab::limits::Limits::default().document_bytes_max;
    assert!(taken <= bound && taken + letters.len() >= bound - 1024, "{taken} of {bound}");
    siege.stands(&letters.repeat(taken / letters.len())).await;
}

/// Bytes of honest updates with a few changed: whatever comes of them, the service stands and its readers agree.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutated_updates_leave_the_service_standing() {
    let siege = Besieged::new().await;
    let rounds = if proving() { 20_000 } else { 400 };
    let (mut link, mut document) =
        joined(&siege.scene.service, &siege.scene.ghana, siege.scene.chapter, 1000).await;
    let honest: Vec<Vec<u8>> = (0..20).map(|n| appended(&mut document, &format!("words {n} "))).collect();
    for update in &honest {
        offer(&mut link, update).await.unwrap();
    }
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance % below as u64) as usize
    };
    let mut link = siege.link(1001).await;
    for _ in 0..rounds {
        let mut bytes = honest[next(honest.len())].clone();
        for _ in 0..=next(3) {
            let at = next(bytes.len());
            bytes[at] = next(256) as u8;
        }
        if offer(&mut link, &bytes).await.is_err() {
            link = siege.link(1001).await;
        }
    }
    let text = read_fresh(&siege.scene.service, &siege.scene.denmark, siege.scene.chapter).await;
    assert!((0..20).all(|n| text.contains(&format!("words {n} ")) || text.len() < 200));
    siege.stands(&text).await;
}

/// Requests for everything, never read: they may not pile up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unread_answers_do_not_pile_up() {
    let siege = Besieged::new().await;
    let (mut link, mut document) =
        joined(&siege.scene.service, &siege.scene.ghana, siege.scene.chapter, 1100).await;
    let update = appended(&mut document, &"a chapter's worth of words ".repeat(20_000));
    offer(&mut link, &update).await.unwrap();
    let text = text_of(&document);
    let mut greedy = siege.link(1101).await;
    let asked = tokio::time::timeout(Duration::from_secs(3), async {
        for _ in 0..1000 {
            greedy.send(Message::Step1(&[0])).await;
        }
    });
    let _ = asked.await; // a service that stops reading is as good as one that closes
    let grown = siege.scene.service.memory_bytes().saturating_sub(siege.memory_before);
    assert!(grown <= MEMORY_BYTES_MAX, "grew by {grown} bytes");
    greedy.cut();
    siege.stands(&text).await;
}
