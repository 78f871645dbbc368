//! One link, frame by frame, for tests that say what the Rust client never would: wrong bytes, wrong headers, silence.
//! It answers nothing by itself. Carried by a websocket, or by requests where a test says so.

use std::time::Duration;

use bytes::Bytes;
use collab::limits::Limits;
use collab::message::{self, Message};
use futures_util::{SinkExt, StreamExt};
use manual::document::Document;
use manual::id::DocumentId;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message as Frame};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::polled::Polled;

/// How long a frame that must come may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How to knock.
#[derive(Clone, Default)]
pub struct Knock {
    headers: Vec<(&'static str, String)>,
    polling: bool,
}

impl Knock {
    pub fn stranger() -> Self {
        Self::default()
    }

    pub fn bearing(token: &str) -> Self {
        Self::default().with("authorization", &format!("Bearer {token}"))
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// As our own programs do: `chancery.v1` spoken.
    #[must_use]
    pub fn speaking_chancery(self) -> Self {
        self.with("sec-websocket-protocol", "chancery.v1")
    }

    /// Over requests, as where no websocket gets through. Such a link speaks `chancery.v1` anyhow.
    #[must_use]
    pub fn polling(self) -> Self {
        Self { polling: true, ..self }
    }

    /// Opens the link to a document.
    ///
    /// # Errors
    /// The status and the body of an answer that is no upgrade.
    ///
    /// # Panics
    /// When there is no answer at all.
    pub async fn open(&self, address: &str, document: DocumentId) -> Result<RawLink, (u16, String)> {
        if self.polling {
            let polled = Polled::open(address, document, self.headers.clone()).await?;
            return Ok(RawLink { carrier: Carrier::Requests(Box::new(polled)), protocol: None });
        }
        self.open_path(address, &format!("/api/v1/sync/{document}")).await
    }

    /// The same with any path.
    ///
    /// # Errors
    /// The status and the body of an answer that is no upgrade.
    ///
    /// # Panics
    /// When there is no answer at all.
    pub async fn open_path(&self, address: &str, path: &str) -> Result<RawLink, (u16, String)> {
        let host = address.strip_prefix("http://").expect("tests speak plain HTTP");
        let mut request = format!("ws://{host}{path}").into_client_request().expect("a well-formed address");
        for (name, value) in &self.headers {
            let value = HeaderValue::from_str(value).expect("a header's value");
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        let tcp = TcpStream::connect(host).await.expect("the service listens");
        tcp.set_nodelay(true).expect("a socket takes options");
        match client_async(request, tcp).await {
            Ok((socket, answer)) => {
                let protocol = answer.headers().get("sec-websocket-protocol").cloned();
                Ok(RawLink { carrier: Carrier::Socket(Box::new(socket)), protocol })
            }
            Err(Error::Http(answer)) => {
                let status = answer.status().as_u16();
                let body = answer.into_body().unwrap_or_default();
                Err((status, String::from_utf8_lossy(&body).into_owned()))
            }
            Err(error) => panic!("no answer to the handshake: {error}"),
        }
    }
}

/// An open link.
pub struct RawLink {
    carrier: Carrier,
    /// The subprotocol the server chose, on a websocket.
    pub protocol: Option<HeaderValue>,
}

enum Carrier {
    Socket(Box<WebSocketStream<TcpStream>>),
    Requests(Box<Polled>),
}

/// What came on a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Came {
    Frame(Bytes),
    /// The server closed, with this number if it gave one.
    Closed(Option<u16>),
}

impl RawLink {
    pub async fn send(&mut self, message: Message<'_>) {
        self.send_bytes(message::write(message)).await;
    }

    /// Sends a binary frame of any bytes. A link that the server closed meanwhile is not an error here.
    pub async fn send_bytes(&mut self, bytes: impl Into<Bytes>) {
        match &mut self.carrier {
            Carrier::Socket(socket) => drop(socket.send(Frame::Binary(bytes.into())).await),
            Carrier::Requests(polled) => polled.send_bytes(bytes.into()).await,
        }
    }

    pub async fn send_text(&mut self, text: &str) {
        let _ = self.socket().send(Frame::text(text)).await;
    }

    /// The next binary frame or the end.
    ///
    /// # Panics
    /// When nothing comes for a long time, or a text frame does.
    pub async fn next(&mut self) -> Came {
        let waiting = tokio::time::timeout(PATIENCE, self.next_whenever()).await;
        waiting.expect("the server says something in good time")
    }

    /// The next binary frame or the end, however long it takes.
    ///
    /// # Panics
    /// When a text frame comes: the server never sends one.
    pub async fn next_whenever(&mut self) -> Came {
        let socket = match &mut self.carrier {
            Carrier::Socket(socket) => socket,
            Carrier::Requests(polled) => return polled.next_whenever().await,
        };
        loop {
            match socket.next().await {
                Some(Ok(Frame::Binary(frame))) => return Came::Frame(frame),
                Some(Ok(Frame::Close(reason))) => {
                    return Came::Closed(reason.map(|reason| reason.code.into()));
                }
                Some(Ok(Frame::Text(text))) => panic!("a text frame: {text}"),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Came::Closed(None),
            }
        }
    }

    /// Reads on until a frame fits.
    ///
    /// # Panics
    /// When none does for a long time, or the link ends first.
    pub async fn until<T>(&mut self, mut fits: impl FnMut(Message<'_>) -> Option<T>) -> T {
        let reading = async {
            loop {
                match self.next_whenever().await {
                    Came::Frame(frame) => {
                        if let Some(found) = fits(parse(&frame)) {
                            return found;
                        }
                    }
                    Came::Closed(code) => panic!("closed with {code:?} instead"),
                }
            }
        };
        let found = tokio::time::timeout(PATIENCE, reading).await;
        found.expect("the server says what it has to in good time")
    }

    /// Reads on until the server closes; the number it gave.
    ///
    /// # Panics
    /// When it does not for a long time.
    pub async fn closed(&mut self) -> Option<u16> {
        let reading = async {
            loop {
                if let Came::Closed(code) = self.next_whenever().await {
                    return code;
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("the server closes in good time")
    }

    /// Asks for everything and gives everything: a whole first exchange for this document.
    ///
    /// # Panics
    /// When the server does not take part.
    pub async fn exchange(&mut self, document: &mut Document) {
        self.send(Message::Step1(&document.state_vector())).await;
        let (mut asked, mut answered) = (false, false);
        while !(asked && answered) {
            let answer = self
                .until(|message| match message {
                    Message::Step1(vector) => Some((true, vector.to_vec())),
                    Message::Step2(update) | Message::Update(update) => Some((false, update.to_vec())),
                    _ => None,
                })
                .await;
            match answer {
                (true, vector) => {
                    let missing = document.diff(&vector).expect("the server's state vector is one");
                    self.send(Message::Step2(&missing)).await;
                    asked = true;
                }
                (false, update) => {
                    document.apply(&update).expect("the server's update is one");
                    answered = true;
                }
            }
        }
    }

    /// Sends an acknowledgement request and waits for its echo.
    ///
    /// # Panics
    /// When it does not come.
    pub async fn acknowledged(&mut self, body: &[u8]) {
        self.send(Message::Acknowledge(body)).await;
        self.until(|message| match message {
            Message::Acknowledge(echo) if echo == body => Some(()),
            _ => None,
        })
        .await;
    }

    /// The bare websocket, for who wants to read and write at once.
    ///
    /// # Panics
    /// When there is none.
    pub fn into_socket(self) -> WebSocketStream<TcpStream> {
        match self.carrier {
            Carrier::Socket(socket) => *socket,
            Carrier::Requests(_) => panic!("requests carry this link"),
        }
    }

    fn socket(&mut self) -> &mut WebSocketStream<TcpStream> {
        match &mut self.carrier {
            Carrier::Socket(socket) => socket,
            Carrier::Requests(_) => panic!("requests carry this link"),
        }
    }

    /// Shuts the link without a word, as a pulled cable does once the system notices.
    pub fn cut(self) {
        drop(self);
    }
}

/// Reads a frame of the server's.
///
/// # Panics
/// When the server speaks nonsense.
pub fn parse(frame: &Bytes) -> Message<'_> {
    let limits = Limits { frame_bytes_max: usize::MAX, ..Limits::default() };
    message::read(frame, &limits).unwrap_or_else(|code| panic!("the server's frame is {}", code.word()))
}
