//! One link of one client to a side: how it knocks, and how it frames what all of them say (the messages of
//! y-protocols). Makes no edits, judges nothing.

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use collab::message::{self, Message, Reader, write_block, write_number};
use futures_util::{SinkExt, StreamExt};
use manual::document::Document;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Many links share one load program: their buffers are small.
const BUFFER_BYTES: usize = 8 << 10;

pub type Socket = WebSocketStream<TcpStream>;

/// Where to knock, and how.
#[derive(Clone, Debug)]
pub struct Door {
    /// `127.0.0.1:PORT`.
    pub host: String,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub speech: Speech,
}

/// How a side wants its messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Speech {
    /// As y-protocols has them; passed on to others and not answered.
    Relayed,
    /// As y-protocols has them.
    Plain,
    /// The same, and an acknowledgement asked for behind each update, as our own clients do.
    Acknowledged,
    /// The name of the document before each message, and a token first.
    Named(String),
}

/// What came, as far as a load program wants to know.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    Step1(&'a [u8]),
    Update(&'a [u8]),
    Acknowledged,
    Caret,
    Refused(String),
    Other,
}

impl Speech {
    pub fn update(&self, update: &[u8]) -> Bytes {
        self.framed(Message::Update(update))
    }

    pub fn framed(&self, message: Message<'_>) -> Bytes {
        let bare = message::write(message);
        match self {
            Self::Relayed | Self::Plain | Self::Acknowledged => bare,
            Self::Named(name) => {
                let mut framed = Vec::with_capacity(name.len() + bare.len() + 2);
                write_block(&mut framed, name.as_bytes());
                framed.extend_from_slice(&bare);
                framed.into()
            }
        }
    }

    /// What a client has to say before anything else.
    fn greeting(&self) -> Option<Bytes> {
        let Self::Named(name) = self else { return None };
        let mut framed = Vec::new();
        write_block(&mut framed, name.as_bytes());
        write_number(&mut framed, 2); // authentication
        write_number(&mut framed, 0); // by a token
        write_block(&mut framed, b"none");
        write_block(&mut framed, b"4.7.0");
        Some(framed.into())
    }

    /// Reads a frame.
    pub fn hear<'a>(&self, frame: &'a [u8]) -> Heard<'a> {
        self.read(frame).unwrap_or(Heard::Other)
    }

    fn read<'a>(&self, frame: &'a [u8]) -> Option<Heard<'a>> {
        let mut reader = Reader(frame);
        if matches!(self, Self::Named(_)) {
            reader.block()?;
        }
        Some(match reader.number()? {
            // Hocuspocus answers a first step under a number of its own.
            0 | 4 => match reader.number()? {
                0 => Heard::Step1(reader.block()?),
                _ => Heard::Update(reader.block()?),
            },
            1 => Heard::Caret,
            102 => Heard::Acknowledged,
            number @ (2 | 123) => match (self, number) {
                (Self::Named(_), 2) if reader.number()? == 2 => Heard::Other, // authenticated
                _ => Heard::Refused(String::from_utf8_lossy(reader.0).into_owned()),
            },
            _ => Heard::Other,
        })
    }
}

/// An open link.
pub struct Line {
    pub socket: Socket,
    pub speech: Speech,
}

impl Line {
    /// Knocks.
    ///
    /// # Errors
    /// When nobody opens.
    pub async fn open(door: &Door) -> Result<Self> {
        let mut request = format!("ws://{}{}", door.host, door.path).into_client_request()?;
        for (name, value) in &door.headers {
            request.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_str(value)?);
        }
        let tcp = TcpStream::connect(&door.host).await.context("nobody listens")?;
        tcp.set_nodelay(true)?;
        let config =
            WebSocketConfig::default().read_buffer_size(BUFFER_BYTES).write_buffer_size(BUFFER_BYTES);
        let (mut socket, _) = client_async_with_config(request, tcp, Some(config)).await?;
        if let Some(greeting) = door.speech.greeting() {
            socket.send(Frame::Binary(greeting)).await?;
        }
        Ok(Self { socket, speech: door.speech.clone() })
    }

    /// The whole first exchange: asks for everything, gives everything.
    ///
    /// # Errors
    /// When the other side does not take part.
    pub async fn exchange(&mut self, document: &mut Document) -> Result<()> {
        if self.speech == Speech::Relayed {
            return Ok(());
        }
        self.send(Message::Step1(&document.state_vector())).await?;
        let (mut asked, mut answered) = (false, false);
        while !(asked && answered) {
            let frame = self.next().await?;
            let mut reply = None;
            match self.speech.hear(&frame) {
                Heard::Step1(vector) => {
                    reply = Some(document.diff(vector).context("the other side's state vector is one")?);
                    asked = true;
                }
                Heard::Update(update) => {
                    document.apply(update)?;
                    answered = true;
                }
                Heard::Refused(why) => bail!("refused: {why}"),
                Heard::Acknowledged | Heard::Caret | Heard::Other => {}
            }
            if let Some(reply) = reply {
                self.send(Message::Step2(&reply)).await?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// When the link is over.
    pub async fn send(&mut self, message: Message<'_>) -> Result<()> {
        let frame = self.speech.framed(message);
        Ok(self.socket.send(Frame::Binary(frame)).await?)
    }

    /// The next message.
    ///
    /// # Errors
    /// When the link is over.
    pub async fn next(&mut self) -> Result<Bytes> {
        loop {
            match self.socket.next().await.context("the link ended")?? {
                Frame::Binary(frame) => return Ok(frame),
                Frame::Close(reason) => bail!("closed: {reason:?}"),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_speech_frames_it_hears() {
        for speech in [Speech::Plain, Speech::Acknowledged, Speech::Named("a chapter".to_owned())] {
            assert_eq!(speech.hear(&speech.update(b"edit")), Heard::Update(b"edit"));
            assert_eq!(speech.hear(&speech.framed(Message::Step1(b"has"))), Heard::Step1(b"has"));
            assert_eq!(speech.hear(&speech.framed(Message::Awareness(b"here"))), Heard::Caret);
        }
    }

    #[test]
    fn a_refusal_is_no_silence() {
        let refused = message::write(Message::Refused("{}"));
        assert!(matches!(Speech::Acknowledged.hear(&refused), Heard::Refused(_)));
        let denied = message::write(Message::Denied("locked"));
        assert!(matches!(Speech::Plain.hear(&denied), Heard::Refused(_)));
    }
}
