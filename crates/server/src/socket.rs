//! One link: moves bytes between a websocket and the mailbox of its document. Judges nothing inside a frame.
//! Reads no faster than the link's rates and budget allow, so that a flood waits in the sender's own network;
//! writes all that waits, then flushes once; a reader too slow is told so and comes back. Start at [`run`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use bytes::Bytes;
use collab::code::Code;
use collab::room::{Dialect, Guest};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::app::Shared;
use crate::authorized::{Authorized, Reads, Synced};
use crate::clock::now_ms;
use crate::limits::Limits;
use crate::live::Place;
use crate::open_chapter::Letter;
use crate::open_chapters::Mailbox;
use crate::outbox::{Next, Outbox};
use crate::pace::Pace;
use crate::rights;

/// What a client offers that understands our own messages too.
pub(crate) const SUBPROTOCOL: &str = "chancery.v1";
/// Thousands of sockets are idle most of the time: their buffers are small.
const READ_BUFFER_BYTES: usize = 4 << 10;
const WRITE_BUFFER_BYTES: usize = 8 << 10;
/// What a frame weighs in a budget beside its bytes.
const FRAME_WEIGHT_BYTES: usize = 64;
/// How long a closed link may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);
/// Longest wait for a timer; tokio's own end lies further away.
const FAR_MS: u64 = 365 * 24 * 60 * 60 * 1000;

type Sink = SplitSink<WebSocket, Message>;
type Stream = SplitStream<WebSocket>;

/// Everything a link needs, gathered before the upgrade.
pub(crate) struct Link {
    pub(crate) app: Shared,
    pub(crate) place: Place,
    pub(crate) can: Authorized<Synced, Reads>,
    pub(crate) dialect: Dialect,
}

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
    let (mut sink, mut stream) = socket.split();
    let code = live(&link, &mut sink, &mut stream).await;
    tracing::debug!(link = link.place.link, code = code.map(Code::word), "a link ended");
    if let Some(code) = code {
        // Nobody minds if the other side is gone already.
        let _ = timeout(GOODBYE, say_goodbye(&mut sink, &mut stream, code)).await;
    }
}

/// Ends a link that may not be, in words: a browser shows a page the code of a closed socket, but nothing of a refused
/// handshake.
pub(crate) async fn turn_away(socket: WebSocket, code: Code) {
    let (mut sink, mut stream) = socket.split();
    let _ = timeout(GOODBYE, say_goodbye(&mut sink, &mut stream, code)).await;
}

/// Until the link ends. `None` when the other side ended it.
async fn live(link: &Link, sink: &mut Sink, stream: &mut Stream) -> Option<Code> {
    let synced = link.can.subject();
    let mailbox = match link.app.chapters.visit(synced.document, synced.kind) {
        Ok(mailbox) => mailbox,
        Err(code) => return Some(code),
    };
    // Entered among the live before this look: who is signed out in between is ended by one or the other.
    if let Some(code) = no_longer(link) {
        return Some(code);
    }
    let joined =
        Letter::Joined { link: link.place.link, guest: guest(link), outbox: Arc::clone(&link.place.outbox) };
    if mailbox.send(joined).is_err() {
        return Some(Code::Internal);
    }
    let by = &link.can.by;
    rights::tell_if_changed(&link.app, link.place.link, by.session, synced.document, by.right);
    let ended = pump(link, &mailbox, sink, stream).await;
    // Frames sent before the end are still dealt with; a mailbox that is gone needs no telling.
    let _ = mailbox.send(Letter::Left { link: link.place.link });
    ended
}

async fn pump(link: &Link, mailbox: &Mailbox, sink: &mut Sink, stream: &mut Stream) -> Option<Code> {
    let outbox = &link.place.outbox;
    let heard_ms = AtomicU64::new(link.app.chapters.clock.ms());
    let ends_in = link.can.by.ends_ms.saturating_sub(now_ms()).min(FAR_MS);
    tokio::select! {
        code = read(link, mailbox, stream, &heard_ms) => code,
        code = write(outbox, sink) => code,
        code = overdue(outbox) => Some(code),
        () = probe(link, &heard_ms) => Some(Code::TooSlow),
        () = sleep(Duration::from_millis(ends_in)) => Some(Code::SignedOut),
        () = mailbox.closed() => Some(outbox.closing().unwrap_or(Code::Internal)),
    }
}

/// Reads frame by frame, at the link's pace and within its budget.
async fn read(link: &Link, mailbox: &Mailbox, stream: &mut Stream, heard_ms: &AtomicU64) -> Option<Code> {
    let (limits, clock) = (&link.app.config.limits, link.app.chapters.clock);
    let inbox_bytes = limits.inbox_bytes_max.max(limits.frame_bytes_max) + FRAME_WEIGHT_BYTES;
    let budget = Arc::new(Semaphore::new(inbox_bytes.min(Semaphore::MAX_PERMITS)));
    let mut pace = Pace::new(limits, clock.ms());
    loop {
        let message = stream.next().await?;
        heard_ms.store(clock.ms(), Ordering::Relaxed);
        let frame = match message {
            Ok(Message::Binary(frame)) => frame,
            Ok(Message::Text(_)) => return Some(Code::Malformed),
            // Answered by the library, and counted like all else.
            Ok(Message::Ping(frame) | Message::Pong(frame)) => {
                sleep(Duration::from_millis(pace.count(&frame, clock.ms()))).await;
                continue;
            }
            // Read on: that sends the other half of the goodbye and then ends.
            Ok(Message::Close(_)) => continue,
            Err(error) => return Some(fault(error)),
        };
        if frame.len() > limits.frame_bytes_max {
            return Some(Code::TooLarge);
        }
        let wait_ms = pace.count(&frame, clock.ms());
        if wait_ms > 0 {
            sleep(Duration::from_millis(wait_ms)).await;
        }
        let weight = u32::try_from(frame.len() + FRAME_WEIGHT_BYTES).unwrap_or(u32::MAX);
        let share = Arc::clone(&budget).acquire_many_owned(weight).await.ok()?;
        if mailbox.send(Letter::Received { link: link.place.link, frame, share }).is_err() {
            return Some(Code::Internal);
        }
    }
}

/// Writes whatever waits, and flushes when nothing more does.
async fn write(outbox: &Outbox, sink: &mut Sink) -> Option<Code> {
    loop {
        let mut wrote = false;
        let closing = loop {
            match outbox.take() {
                Next::Send(frame) => sink.feed(Message::Binary(frame)).await.ok()?,
                Next::Ping => sink.feed(Message::Ping(Bytes::new())).await.ok()?,
                Next::Nothing => break None,
                Next::Close(code) => break Some(code),
            }
            wrote = true;
        };
        if wrote {
            sink.flush().await.ok()?;
        }
        if closing.is_some() {
            return closing;
        }
        outbox.filled().await;
    }
}

/// A closed outbox that cannot be emptied any more because nobody reads at the other end.
async fn overdue(outbox: &Outbox) -> Code {
    outbox.closed().await;
    sleep(GOODBYE).await;
    outbox.closing().unwrap_or(Code::TooSlow)
}

/// Ends when the other side has not even answered a ping for long.
async fn probe(link: &Link, heard_ms: &AtomicU64) {
    let silence_ms = link.app.config.limits.silence_ms_max;
    loop {
        sleep(Duration::from_millis((silence_ms / 3).max(1))).await;
        let silent_ms = link.app.chapters.clock.ms().saturating_sub(heard_ms.load(Ordering::Relaxed));
        if silent_ms >= silence_ms {
            return;
        }
        if silent_ms >= silence_ms / 4 {
            link.place.outbox.ping();
        }
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

/// Whether the link may not be any more.
fn no_longer(link: &Link) -> Option<Code> {
    let app = &link.app;
    if !app.journal.people(|people| people.is_alive(link.can.by.session, now_ms())) {
        return Some(Code::SignedOut);
    }
    (!app.journal.read(|registry| link.can.subject().is_there(registry))).then_some(Code::NotFound)
}

fn guest(link: &Link) -> Guest {
    let by = &link.can.by;
    Guest { seat: by.seat, name: by.name.clone(), right: by.right, dialect: link.dialect, writer: by.writer }
}
