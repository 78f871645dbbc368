//! The handshake of a websocket, and what it becomes: a [`Wire`] and the library's socket over it. The handshake is done
//! here, because what the router's own would give hides the connection, and frames are written to it directly.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use crate::limits::Limits;
use crate::problem::Problem;
use crate::wire::{End, Wire};

/// What a client offers that understands our own messages too.
const SUBPROTOCOL: &str = "chancery.v1";
/// Thousands of sockets are idle most of the time: their buffers are small.
const READ_BUFFER_BYTES: usize = 512;

/// Boxed, since a task keeps whatever is moved into it twice.
pub(crate) type Socket = Box<WebSocketStream<End>>;

/// A request that wants a websocket, and may have one.
pub(crate) struct Upgrade {
    accept: String,
    speaks_chancery: bool,
    upgraded: OnUpgrade,
}

impl Upgrade {
    pub(crate) fn speaks_chancery(&self) -> bool {
        self.speaks_chancery
    }

    /// Answers the handshake, and goes on with the socket once the answer is out, in a task of its own: what the handshake
    /// needed does not live as long as the link.
    pub(crate) fn go_on<F: Future<Output = ()> + Send + 'static>(
        self,
        limits: &Limits,
        then: impl FnOnce(Socket, Arc<Wire>) -> F + Send + 'static,
    ) -> Response<Body> {
        let config = sized(limits);
        tokio::spawn(async move {
            // Whoever left before the answer needs none.
            let Ok(upgraded) = self.upgraded.await else { return };
            let Ok(parts) = upgraded.downcast::<TokioIo<TcpStream>>() else {
                return tracing::error!("a connection that is no TCP connection cannot be upgraded");
            };
            let (wire, begun) = (Wire::new(parts.io.into_inner()), parts.read_buf.to_vec());
            // The router's buffer, many times what a link needs, would live as long as the link.
            drop(parts.read_buf);
            let end = End(Arc::clone(&wire));
            let socket = WebSocketStream::from_partially_read(end, begun, Role::Server, Some(config)).await;
            tokio::spawn(then(Box::new(socket), wire));
        });
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = answer.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        if let Ok(accept) = HeaderValue::from_str(&self.accept) {
            headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
        }
        if self.speaks_chancery {
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
        }
        answer
    }
}

impl<S: Sync> FromRequestParts<S> for Upgrade {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let headers = &parts.headers;
        let wanted = parts.method == Method::GET
            && lists(headers, &header::CONNECTION, |word| word.eq_ignore_ascii_case("upgrade"))
            && lists(headers, &header::UPGRADE, |word| word.eq_ignore_ascii_case("websocket"))
            && headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|version| version == "13");
        let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| wanted).ok_or_else(no_handshake)?;
        let accept = derive_accept_key(key.as_bytes());
        let speaks_chancery = lists(headers, &header::SEC_WEBSOCKET_PROTOCOL, |word| word == SUBPROTOCOL);
        let upgraded = parts.extensions.remove::<OnUpgrade>().ok_or_else(no_handshake)?;
        Ok(Self { accept, speaks_chancery, upgraded })
    }
}

fn no_handshake() -> Problem {
    Problem::invalid("this address takes websockets only").with_status(StatusCode::BAD_REQUEST)
}

/// Whether one of the words of a header fits.
fn lists(headers: &HeaderMap, name: &HeaderName, fits: impl Fn(&str) -> bool) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|word| fits(word.trim()))
}

/// The sizes a websocket is opened with. It takes a little more than we allow, so that a frame over the bound is
/// answered with a code and not with a broken connection.
fn sized(limits: &Limits) -> WebSocketConfig {
    let most = limits.frame_bytes_max.saturating_mul(2).saturating_add(READ_BUFFER_BYTES);
    WebSocketConfig::default()
        .max_message_size(Some(most))
        .max_frame_size(Some(most))
        .read_buffer_size(READ_BUFFER_BYTES)
        // What it writes goes straight into the wire.
        .write_buffer_size(0)
}
