//! The TCP connection under a websocket, as two sides use it: the link's task reads, and whoever has something to send
//! writes at once, as far as the system takes it without waiting. So a frame for sixty people is sixty writes in one
//! task, and not sixty tasks that wake for one write each. Frames of a service are not masked: all receivers get the same
//! bytes. What the system does not take now, the link's task writes when it does.
//!
//! One lock orders everything that leaves: frames of the room, and the answers that the websocket library writes itself.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::outbox::Outbox;

/// With so much on its way to the system, nothing more is taken out of an outbox.
const FULL_BYTES: usize = 32 << 10;
/// A buffer larger than this is given back when it is empty.
const KEPT_BYTES: usize = 256;

const HEADER_BYTES_MAX: usize = 10;

/// First byte of a whole binary message, and of a ping.
const BINARY: u8 = 0x82;
const PING: [u8; 2] = [0x89, 0];

pub(crate) struct Wire {
    stream: TcpStream,
    out: Mutex<Out>,
    /// How much of it waits, for who must not wait for the lock.
    begun: AtomicUsize,
}

/// Bytes on their way to the system; whole frames, but for what it took of the first.
#[derive(Default)]
struct Out {
    bytes: Vec<u8>,
    /// So many of them it has taken.
    taken: usize,
}

/// What is left to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Left {
    Nothing,
    /// The system takes no more now, or never will again.
    Something,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> Arc<Self> {
        Arc::new(Self { stream, out: Mutex::default(), begun: AtomicUsize::new(0) })
    }

    /// Writes what waits in the outbox, as far as that goes without waiting.
    pub(crate) fn take_from(&self, outbox: &Outbox) -> Left {
        let mut out = self.out();
        loop {
            while out.waiting() < FULL_BYTES
                && let Some(frame) = outbox.take_frame()
            {
                put_frame(&mut out.bytes, &frame);
            }
            if out.waiting() == 0 {
                return Left::Nothing;
            }
            self.begun.store(out.waiting(), Ordering::Relaxed);
            if self.push(&mut out).is_err() {
                return Left::Something;
            }
        }
    }

    /// Bytes that were taken out of an outbox and that the system has not taken yet.
    pub(crate) fn begun_bytes(&self) -> usize {
        self.begun.load(Ordering::Relaxed)
    }

    /// Asks whether the other side is there.
    pub(crate) fn ping(&self) {
        self.out().bytes.extend(PING);
    }

    /// Waits until the system has taken all that was begun.
    pub(crate) async fn flush(&self) -> io::Result<()> {
        loop {
            match self.push(&mut self.out()) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
            self.stream.writable().await?;
        }
    }

    fn push(&self, out: &mut Out) -> io::Result<()> {
        while out.waiting() > 0 {
            match self.stream.try_write(&out.bytes[out.taken..])? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                taken => out.taken += taken,
            }
            self.begun.store(out.waiting(), Ordering::Relaxed);
        }
        out.taken = 0;
        out.bytes.clear();
        if out.bytes.capacity() > KEPT_BYTES {
            out.bytes = Vec::new();
        }
        Ok(())
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.out.lock().expect("nobody panics while writing")
    }
}

impl Out {
    fn waiting(&self) -> usize {
        self.bytes.len() - self.taken
    }
}

/// A whole message as a websocket frame of a server.
fn put_frame(out: &mut Vec<u8>, payload: &[u8]) {
    out.reserve(payload.len() + HEADER_BYTES_MAX);
    out.push(BINARY);
    match payload.len() {
        length @ 0..=125 => out.push(length as u8),
        length @ 126..=0xffff => {
            out.push(126);
            out.extend((length as u16).to_be_bytes());
        }
        length => {
            out.push(127);
            out.extend((length as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
}

/// The same connection as the websocket library sees it. It writes whole frames only: answers to pings, and goodbyes.
pub(crate) struct End(pub(crate) Arc<Wire>);

impl AsyncRead for End {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let stream = &self.0.stream;
        loop {
            ready!(stream.poll_read_ready(cx))?;
            match stream.try_read(into.initialize_unfilled()) {
                Ok(read) => {
                    into.advance(read);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for End {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = &self.0;
        loop {
            let mut out = wire.out();
            // Somebody who asks and does not read the answers is not answered without bound.
            if out.waiting() < FULL_BYTES {
                out.bytes.extend_from_slice(bytes);
                return Poll::Ready(Ok(bytes.len()));
            }
            match wire.push(&mut out) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                pushed => pushed?,
            }
            drop(out);
            ready!(wire.stream.poll_write_ready(cx))?;
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = &self.0;
        loop {
            match wire.push(&mut wire.out()) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                pushed => return Poll::Ready(pushed),
            }
            ready!(wire.stream.poll_write_ready(cx))?;
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The connection ends when the link drops it.
        self.poll_flush(cx)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use collab::code::Code;
    use futures_util::StreamExt;
    use tokio::net::TcpListener;
    use tokio_tungstenite::WebSocketStream;
    use tokio_tungstenite::tungstenite::protocol::Role;

    use super::*;
    use crate::outbox::Next;

    /// A wire, and the other end as a client sees it.
    async fn connected() -> (Arc<Wire>, WebSocketStream<TcpStream>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let client = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("it listens");
        let (served, _) = listener.accept().await.expect("somebody knocked");
        (Wire::new(served), WebSocketStream::from_raw_socket(client, Role::Client, None).await)
    }

    fn hurried(wire: &Arc<Wire>, bytes_max: usize) -> Outbox {
        let outbox = Outbox::new(bytes_max);
        outbox.carried_by(Arc::clone(wire));
        outbox
    }

    #[tokio::test]
    async fn frames_of_every_length_arrive_in_order() {
        let (wire, mut client) = connected().await;
        let outbox = hurried(&wire, 1 << 20);
        let lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];
        for length in lengths {
            assert!(outbox.put(Bytes::from(vec![length as u8; length])));
        }
        outbox.hurry();
        let rest = tokio::spawn({
            let wire = Arc::clone(&wire);
            async move {
                while outbox.next() == Next::Send || wire.begun_bytes() > 0 {
                    wire.take_from(&outbox);
                    wire.flush().await.expect("the client reads");
                }
            }
        });
        for length in lengths {
            let message = client.next().await.expect("open").expect("well-formed");
            assert_eq!(message.into_data(), vec![length as u8; length]);
        }
        rest.await.expect("all was written");
    }

    /// What a reader who does not read costs: never more than its outbox may hold, wherever it waits.
    #[tokio::test]
    async fn a_reader_who_does_not_read_is_kept_so_much_and_let_go() {
        const MOST: usize = 256 << 10;
        let (wire, _client) = connected().await;
        let outbox = hurried(&wire, MOST);
        let mut greatest = 0;
        for _ in 0..100_000 {
            if !outbox.put(Bytes::from(vec![7; 1000])) {
                assert_eq!(outbox.closing(), Some(Code::TooSlow));
                println!("at most {greatest} bytes of {MOST}");
                assert!(greatest > MOST / 2 && greatest <= MOST, "{greatest}");
                return;
            }
            outbox.hurry();
            greatest = greatest.max(outbox.waiting_bytes());
        }
        panic!("a reader who reads nothing is never let go");
    }

    /// Asked again and again by somebody who does not read, a wire does not grow without bound.
    #[tokio::test]
    async fn answers_that_nobody_reads_are_bounded_too() {
        use tokio::io::AsyncWriteExt;
        let (wire, _client) = connected().await;
        let mut end = End(Arc::clone(&wire));
        let writing = async {
            loop {
                end.write_all(&[0x8a; 1000]).await.expect("open");
            }
        };
        let stuck = tokio::time::timeout(std::time::Duration::from_millis(300), writing).await;
        assert!(stuck.is_err(), "it waits");
        assert!(wire.out().waiting() <= FULL_BYTES + 1000);
    }
}
