//! A link carried by a websocket: one frame a message, pings for silence, a close code for a goodbye. The library reads;
//! frames leave through the [`Wire`] below it. What a link is and what it may do is `link`'s.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use collab::code::Code;
use futures_util::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::link::{Came, Down, Gone, Heard, Link, Up, live};
use crate::outbox::{Next, Outbox};
use crate::upgrade::Socket;
use crate::wire::Wire;

/// The life of one link.
pub(crate) async fn run(link: Box<Link>, socket: Socket, wire: Arc<Wire>) {
    let outbox = Arc::clone(&link.place.outbox);
    outbox.carried_by(Arc::clone(&wire));
    let mut reader = Reader { socket, heard: Arc::clone(&link.heard) };
    let goodbye = link.goodbye();
    let ended = live(&link, &mut reader, &mut Writer(Arc::clone(&wire))).await;
    outbox.let_go();
    // Nobody minds if the other side is gone already.
    let _ = match ended {
        Some(code) => timeout(goodbye, say_goodbye(&mut reader.socket, code)).await,
        // The library leaves its half of a goodbye in the wire.
        None => timeout(goodbye, wire.flush()).await.map(|_| ()),
    };
}

/// Ends a link that may not be, in words: a browser shows a page the code of a closed socket, but nothing of a refused
/// handshake.
pub(crate) async fn turn_away(mut socket: Socket, code: Code, goodbye: Duration) {
    let _ = timeout(goodbye, say_goodbye(&mut socket, code)).await;
}

struct Reader {
    socket: Socket,
    heard: Arc<Heard>,
}

impl Up for Reader {
    async fn next(&mut self) -> Result<Came, Option<Code>> {
        loop {
            let message = self.socket.next().await.ok_or(None)?;
            self.heard.again();
            return match message {
                Ok(Message::Binary(frame)) => Ok(Came::Frame(frame)),
                Ok(Message::Text(_)) => Err(Some(Code::Malformed)),
                // Answered by the library.
                Ok(Message::Ping(bytes) | Message::Pong(bytes)) => Ok(Came::Sign(bytes)),
                // Read on: that sends the other half of the goodbye and then ends.
                Ok(Message::Close(_) | Message::Frame(_)) => continue,
                Err(error) => Err(Some(fault(&error))),
            };
        }
    }
}

struct Writer(Arc<Wire>);

impl Down for Writer {
    async fn take_from(&mut self, outbox: &Outbox) -> Result<Option<Code>, Gone> {
        loop {
            self.0.take_from(outbox);
            self.0.flush().await.map_err(|_| Gone)?;
            match outbox.next() {
                // Too many to be begun at once, or put in meanwhile.
                Next::Send => {}
                Next::Ping => self.0.ping(),
                Next::Nothing => return Ok(None),
                Next::Close(code) => return Ok(Some(code)),
            }
        }
    }
}

/// Says why, then reads what is still coming, so that the goodbye is not lost in a reset.
async fn say_goodbye(socket: &mut Socket, code: Code) {
    let frame = CloseFrame { code: CloseCode::from(code.close_code()), reason: code.word().into() };
    if socket.send(Message::Close(Some(frame))).await.is_err() {
        // Broken by a frame that was never read whole: the other side has as long as we have to read the goodbye.
        return pending().await;
    }
    while let Some(Ok(_)) = socket.next().await {}
}

/// What a websocket library's error means for the other side.
fn fault(error: &Error) -> Code {
    match error {
        Error::Capacity(_) => Code::TooLarge,
        _ => Code::Malformed,
    }
}
