//! The floor that services are measured against: passes every frame on to all others on the same path, and does nothing
//! else. Keeps nothing, checks nothing, answers nothing. Prints where it listens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::Result;
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// As our own service has them.
const READ_BUFFER_BYTES: usize = 4 << 10;
const WRITE_BUFFER_BYTES: usize = 8 << 10;

#[derive(Default)]
struct Rooms {
    by_path: Mutex<HashMap<String, HashMap<u64, UnboundedSender<Bytes>>>>,
}

impl Rooms {
    fn here(&self) -> MutexGuard<'_, HashMap<String, HashMap<u64, UnboundedSender<Bytes>>>> {
        self.by_path.lock().expect("nobody panics here")
    }

    fn pass_on(&self, path: &str, from: u64, frame: &Bytes) {
        for (guest, others) in self.here().get(path).into_iter().flatten() {
            if *guest != from {
                let _ = others.send(frame.clone()); // whoever has left hears nothing
            }
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let rooms = Arc::new(Rooms::default());
    let mut guests = 0;
    loop {
        let (stream, _) = listener.accept().await?;
        guests += 1;
        tokio::spawn(serve(stream, guests, Arc::clone(&rooms)));
    }
}

async fn serve(stream: TcpStream, guest: u64, rooms: Arc<Rooms>) {
    let _ = stream.set_nodelay(true); // slower without, not wrong
    let mut path = String::new();
    #[expect(clippy::result_large_err, reason = "the library wants it so")]
    let note = |request: &Request, response: Response| {
        path = request.uri().path().to_owned();
        Ok(response)
    };
    let config =
        WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES).write_buffer_size(WRITE_BUFFER_BYTES);
    let Ok(socket) = accept_hdr_async_with_config(stream, note, Some(config)).await else { return };
    let (mut sink, mut stream) = socket.split();
    let (sender, mut waiting) = unbounded_channel::<Bytes>();
    rooms.here().entry(path.clone()).or_default().insert(guest, sender);
    let writing = async {
        while let Some(frame) = waiting.recv().await {
            sink.feed(Message::Binary(frame)).await?;
            while let Ok(frame) = waiting.try_recv() {
                sink.feed(Message::Binary(frame)).await?;
            }
            sink.flush().await?;
        }
        Ok::<(), tokio_tungstenite::tungstenite::Error>(())
    };
    let reading = async {
        while let Some(Ok(message)) = stream.next().await {
            if let Message::Binary(frame) = message {
                rooms.pass_on(&path, guest, &frame);
            }
        }
    };
    tokio::select! {
        _ = writing => {}
        () = reading => {}
    }
    if let Some(room) = rooms.here().get_mut(&path) {
        room.remove(&guest);
    }
}
