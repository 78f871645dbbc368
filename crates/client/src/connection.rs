//! One websocket's life: opened with a bearer token, pumped in both directions, probed, closed.
//! Knows frames, never what is in them. Whether and when to try again is `client`'s business.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use collab::code::Code;
use collab::message::{self, Message};
use collab::replica::ReplicaFact;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use crate::client::ClientConfig;
use crate::shared::{Next, Shared};

/// A link that has heard nothing for this long asks "are you there?" (message 3, answered at once).
pub const PROBE_EVERY: Duration = Duration::from_secs(3);
/// A link that has heard nothing for this long is dead.
pub const DEAD_AFTER: Duration = Duration::from_secs(10);
/// Largest frame taken from a server: a whole document and room to spare.
pub(crate) const FRAME_BYTES_MAX: usize = 16 << 20;
/// Read buffer of a socket; the library's own default is thirty-two times as much.
const READ_BUFFER_BYTES: usize = 4 << 10;

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Why a link, or the attempt at one, came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Ended {
    #[error("the server refused: {}", .0.word())]
    Refused(Code),
    #[error("the connection was lost or could not be made")]
    Lost,
    #[error("the server was silent for too long")]
    Silent,
    #[error("the server sent something that is not the protocol")]
    Nonsense,
    #[error("the service was restored from an older copy, or the link is another seat's: nothing was sent")]
    NotOurs,
    #[error("this machine's disk does not take what is to be kept")]
    NotKept,
    #[error("the address is not one that this client can use")]
    BadAddress,
}

/// Opens a websocket to a document, with `chancery.v1` spoken and small packets sent at once.
///
/// # Errors
/// [`Ended::Refused`] when the server answered with a status; [`Ended::Lost`] when there was no answer in time.
pub async fn open(config: &ClientConfig) -> Result<Socket, Ended> {
    let mut request = config.address().into_client_request().map_err(|_| Ended::BadAddress)?;
    let bearer = HeaderValue::from_str(&format!("Bearer {}", config.token)).map_err(|_| Ended::BadAddress)?;
    request.headers_mut().insert("authorization", bearer);
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("chancery.v1"));
    let bounds = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(Some(FRAME_BYTES_MAX))
        .max_frame_size(Some(FRAME_BYTES_MAX));
    let no_delay = true;
    let opening = connect_async_with_config(request, Some(bounds), no_delay);
    match tokio::time::timeout(DEAD_AFTER, opening).await {
        Ok(Ok((socket, _answer))) => Ok(socket),
        Ok(Err(Error::Http(answer))) => Err(Ended::Refused(code_of_status(answer.status().as_u16()))),
        Ok(Err(Error::Url(_))) => Err(Ended::BadAddress),
        Ok(Err(_)) | Err(_) => Err(Ended::Lost),
    }
}

fn code_of_status(status: u16) -> Code {
    match status {
        400 => Code::Invalid,
        401 => Code::SignedOut,
        403 => Code::NotAllowed,
        404 => Code::NotFound,
        429 => Code::TooMany,
        503 => Code::Stopping,
        _ => Code::Internal,
    }
}

/// Pumps one open link until it ends. Reading, writing and probing never wait for one another.
/// `Ok` means that `closing` turned true and the goodbye was said.
pub(crate) async fn pump(
    socket: Socket,
    shared: &Shared,
    closing: &mut watch::Receiver<bool>,
) -> Result<(), Ended> {
    let (mut sink, mut stream) = socket.split();
    let heard = Heard::now();
    shared.tell(ReplicaFact::Connected);
    let ended = tokio::select! {
        ended = receive(&mut stream, shared, &heard) => Err(ended),
        ended = send(&mut sink, shared, &heard) => Err(ended),
        ended = watch_silence(&heard) => Err(ended),
        _ = closing.wait_for(|closing| *closing) => Ok(()),
    };
    if ended.is_ok() {
        let _ = tokio::time::timeout(PROBE_EVERY, sink.close()).await; // politeness, not a duty
    }
    shared.tell(ReplicaFact::Disconnected);
    ended
}

/// When something was last heard from the server.
struct Heard {
    opened: Instant,
    /// Milliseconds after `opened`.
    last: AtomicU64,
}

impl Heard {
    fn now() -> Self {
        Self { opened: Instant::now(), last: AtomicU64::new(0) }
    }

    fn again(&self) {
        let ms = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(ms, Ordering::Relaxed);
    }

    fn ago(&self) -> Duration {
        self.opened.elapsed().saturating_sub(Duration::from_millis(self.last.load(Ordering::Relaxed)))
    }
}

async fn receive(stream: &mut SplitStream<Socket>, shared: &Shared, heard: &Heard) -> Ended {
    while let Some(Ok(frame)) = stream.next().await {
        heard.again();
        match frame {
            Frame::Binary(frame) => match shared.tell(ReplicaFact::Received { frame }) {
                Next::GoOn => {}
                Next::Close => return Ended::Nonsense,
                Next::Leave => return Ended::NotOurs,
            },
            Frame::Close(reason) => {
                let code = reason.and_then(|reason| Code::from_close_code(reason.code.into()));
                return code.map_or(Ended::Lost, Ended::Refused);
            }
            Frame::Text(_) => return Ended::Nonsense,
            Frame::Ping(_) | Frame::Pong(_) | Frame::Frame(_) => {}
        }
    }
    Ended::Lost
}

async fn send(sink: &mut SplitSink<Socket, Frame>, shared: &Shared, heard: &Heard) -> Ended {
    loop {
        for frame in shared.take_outbox() {
            if sink.feed(Frame::Binary(frame)).await.is_err() {
                return Ended::Lost;
            }
        }
        if sink.flush().await.is_err() {
            return Ended::Lost;
        }
        if tokio::time::timeout(PROBE_EVERY, shared.wake.notified()).await.is_err()
            && heard.ago() >= PROBE_EVERY
        {
            let probe = message::write(Message::QueryAwareness);
            if sink.feed(Frame::Binary(probe)).await.is_err() {
                return Ended::Lost;
            }
        }
    }
}

async fn watch_silence(heard: &Heard) -> Ended {
    loop {
        let left = DEAD_AFTER.saturating_sub(heard.ago());
        if left.is_zero() {
            return Ended::Silent;
        }
        tokio::time::sleep(left).await;
    }
}
