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
