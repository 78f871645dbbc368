//! Bounds of plain HTTP: slow handshakes, large heads, too many connections; and hanging up in the middle.

use std::time::Duration;

use server::limits::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::world::{Who, World, within};

/// Sends these bytes and gives back all that comes until the service closes.
async fn exchange(world: &World, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(world.address).await.expect("a connection");
    // The service may have closed before all was sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = within(stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn who_never_finishes_a_handshake_is_let_go() {
    let world = World::limited(Limits { handshake_ms_max: 100, ..Limits::default() }).await;
    for unfinished in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: x\r\nx: "] {
        exchange(&world, unfinished.as_bytes()).await;
    }
}

#[tokio::test]
async fn a_head_over_its_bound_is_refused_and_one_under_it_is_not() {
    let world = World::limited(Limits { header_bytes_max: 8 << 10, ..Limits::default() }).await;
    let request = |bytes: usize| {
        let head = "GET /api/v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: ";
        format!("{head}{}\r\n\r\n", "y".repeat(bytes))
    };
    assert!(exchange(&world, request(7 << 10).as_bytes()).await.starts_with("HTTP/1.1 200"));
    assert!(exchange(&world, request(9 << 10).as_bytes()).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn connections_over_the_bound_wait_for_their_turn() {
    let world = World::limited(Limits { connections_max: 2, ..Limits::default() }).await;
    // The test's own client keeps one; this is the other.
    let holding = TcpStream::connect(world.address).await.expect("a connection");
    let request = b"GET /api/v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let waiting = exchange(&world, request);
    let release = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(holding);
    };
    let (answer, ()) = tokio::join!(waiting, release);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn what_was_asked_is_done_even_if_nobody_waits_for_the_answer() {
    let world = World::start().await;
    let token = world.token(Who::Secretariat).expect("a token");
    for n in 0..20 {
        let body = format!("{{\"title\": \"Manual {n}\"}}");
        let head = format!(
            "POST /api/v1/manuals HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(world.address).await.expect("a connection");
        stream.write_all(format!("{head}{body}").as_bytes()).await.expect("sent");
        tokio::time::sleep(Duration::from_millis(n / 4)).await;
        drop(stream);
    }
    // Each was either never heard or wholly done; afterwards all still works.
    let manuals = world.get(Who::Ghana, "/api/v1/manuals").await;
    let slugs: Vec<_> =
        manuals.as_array().expect("a list").iter().filter_map(|it| it["slug"].as_str()).collect();
    let mut unique = slugs.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), slugs.len());
}

/// A whole request to make a manual, with so many bytes of body behind a head that announces them.
fn large(world: &World, who: Who, bytes: usize) -> Vec<u8> {
    let authorization = world.token(who).map(|token| format!("authorization: Bearer {token}\r\n"));
    let head = format!(
        "POST /api/v1/manuals HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{}content-type: application/json\r\n\
         content-length: {bytes}\r\n\r\n",
        authorization.unwrap_or_default()
    );
    [head.into_bytes(), vec![b' '; bytes]].concat()
}

/// Sends all of it before it reads a word, as simple programs do, and slowly enough for an answer to overtake it; nothing
/// may break on the way.
async fn sends_all_then_reads(world: &World, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(world.address).await.expect("a connection");
    for piece in bytes.chunks(32 << 10) {
        within(stream.write_all(piece)).await.expect("everything is taken");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut answer = Vec::new();
    within(stream.read_to_end(&mut answer)).await.expect("a clean end");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_body_far_over_its_bound_gets_its_answer() {
    let world = World::start().await;
    let most = Limits::default().body_bytes_max;
    for (who, bytes, status) in [
        (Who::Secretariat, most + 1, 413),
        (Who::Secretariat, 10 * most, 413),
        (Who::Ghana, 10 * most, 403),
        (Who::Nobody, 10 * most, 401),
    ] {
        let answer = sends_all_then_reads(&world, &large(&world, who, bytes)).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{who:?} with {bytes}: {answer}");
        assert!(answer.contains("request_id"), "{answer}");
    }
}

#[tokio::test]
async fn a_body_without_end_is_not_read_without_end() {
    let limits = Limits { body_rest_bytes_max: 256 << 10, body_rest_ms_max: 300, ..Limits::default() };
    let world = World::limited(limits).await;
    // Announces a lot and sends a little: given up after the time.
    let mut dawdler = TcpStream::connect(world.address).await.expect("a connection");
    let request = large(&world, Who::Nobody, 100 << 20);
    dawdler.write_all(&request[..4096]).await.expect("sent");
    let mut answer = vec![0; 12];
    within(dawdler.read_exact(&mut answer)).await.expect("an answer");
    assert_eq!(answer, b"HTTP/1.1 401");
    // Sends on and on: let go long before the end, whatever arrives of the answer.
    let mut flood = TcpStream::connect(world.address).await.expect("a connection");
    assert!(within(flood.write_all(&request)).await.is_err(), "nobody took a hundred megabytes");
}

#[tokio::test]
async fn who_asks_before_sending_a_body_is_not_asked_for_one_that_nobody_wants() {
    let world = World::start().await;
    let head = "POST /api/v1/manuals HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 100\r\n\r\n";
    let answer = exchange(&world, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
}
