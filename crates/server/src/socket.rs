//! A link carried by a websocket: one frame a message, pings for silence, a close code for a goodbye.
//! What a link is and what it may do is `link`'s.

use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use bytes::Bytes;
use collab::code::Code;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::time::{sleep, timeout};

use crate::limits::Limits;
use crate::link::{Came, Down, GOODBYE, Gone, Heard, Link, Up, live};

/// What a client offers that understands our own messages too.
pub(crate) const SUBPROTOCOL: &str = "chancery.v1";
/// Thousands of sockets are idle most of the time: their buffers are small.
const READ_BUFFER_BYTES: usize = 4 << 10;
const WRITE_BUFFER_BYTES: usize = 8 << 10;

type Sink = SplitSink<WebSocket, Message>;
type Stream = SplitStream<WebSocket>;

/// The sizes a websocket is opened with. It takes a little more than we allow, so that a frame over the bound is
/// answered with a code and not with a broken connection.
pub(crate) fn sized(upgrade: WebSocketUpgrade, limits: &Limits) -> WebSocketUpgrade {
    let most = limits.frame_bytes_max.saturating_mul(2).saturating_add(READ_BUFFER_BYTES);
    upgrade
        .max_message_size(most)
        .max_frame_size(most)
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
}

/// The life of one link.
pub(crate) async fn run(link: Link, socket: WebSocket) {
    let (mut sink, stream) = socket.split();
    let mut reader = Reader { stream, heard: Arc::clone(&link.heard) };
    if let Some(code) = live(&link, &mut reader, &mut sink).await {
        // Nobody minds if the other side is gone already.
        let _ = timeout(GOODBYE, say_goodbye(&mut sink, &mut reader.stream, code)).await;
    }
}

/// Ends a link that may not be, in words: a browser shows a page the code of a closed socket, but nothing of a refused
/// handshake.
pub(crate) async fn turn_away(socket: WebSocket, code: Code) {
    let (mut sink, mut stream) = socket.split();
    let _ = timeout(GOODBYE, say_goodbye(&mut sink, &mut stream, code)).await;
}

struct Reader {
    stream: Stream,
    heard: Arc<Heard>,
}

impl Up for Reader {
    async fn next(&mut self) -> Result<Came, Option<Code>> {
        loop {
            let message = self.stream.next().await.ok_or(None)?;
            self.heard.again();
            return match message {
                Ok(Message::Binary(frame)) => Ok(Came::Frame(frame)),
                Ok(Message::Text(_)) => Err(Some(Code::Malformed)),
                // Answered by the library.
                Ok(Message::Ping(bytes) | Message::Pong(bytes)) => Ok(Came::Sign(bytes)),
                // Read on: that sends the other half of the goodbye and then ends.
                Ok(Message::Close(_)) => continue,
                Err(error) => Err(Some(fault(error))),
            };
        }
    }
}

impl Down for Sink {
    async fn feed(&mut self, frame: Bytes) -> Result<(), Gone> {
        SinkExt::feed(self, Message::Binary(frame)).await.map_err(|_| Gone)
    }

    async fn ask(&mut self) -> Result<(), Gone> {
        SinkExt::feed(self, Message::Ping(Bytes::new())).await.map_err(|_| Gone)
    }

    async fn flush(&mut self) -> Result<(), Gone> {
        SinkExt::flush(self).await.map_err(|_| Gone)
    }
}

/// Says why, then reads what is still coming, so that the goodbye is not lost in a reset.
async fn say_goodbye(sink: &mut Sink, stream: &mut Stream, code: Code) {
    let frame = CloseFrame { code: code.close_code(), reason: code.word().into() };
    if sink.send(Message::Close(Some(frame))).await.is_err() {
        // Broken by a frame that was never read whole: give the other side time to read the goodbye.
        sleep(GOODBYE).await;
        return;
    }
    while let Some(Ok(_)) = stream.next().await {}
}

/// What a websocket library's error means for the other side.
fn fault(error: axum::Error) -> Code {
    use tokio_tungstenite::tungstenite::Error;
    match error.into_inner().downcast::<Error>().map(|error| *error) {
        Ok(Error::Capacity(_)) => Code::TooLarge,
        _ => Code::Malformed,
    }
}
