//! The life of one link, whatever carries it: moves frames between a carrier ([`Up`] and [`Down`]) and the mailbox of its
//! document. Judges nothing inside a frame. Reads no faster than the link's rates and budget allow, so that a flood waits
//! in the sender's own network; a reader too slow is told so and comes back.
//! Start at [`live`]; the two carriers are `socket` and `poll`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use collab::code::Code;
use collab::room::{Dialect, Guest, May};
use tokio::sync::Semaphore;
use tokio::time::sleep;

use crate::app::Shared;
use crate::authorized::{Authorized, Reads, Synced};
use crate::clock::{Clock, now_ms};
use crate::live::Place;
use crate::open_chapter::Letter;
use crate::open_chapters::Mailbox;
use crate::outbox::Outbox;
use crate::pace::Pace;
use crate::rights;

/// What a frame weighs in a budget beside its bytes.
const FRAME_WEIGHT_BYTES: usize = 64;
/// Longest wait for a timer; tokio's own end lies further away.
const FAR_MS: u64 = 365 * 24 * 60 * 60 * 1000;

/// Everything a link needs, gathered before it begins.
pub(crate) struct Link {
    pub(crate) app: Shared,
    pub(crate) place: Place,
    pub(crate) can: Authorized<Synced, Reads>,
    pub(crate) dialect: Dialect,
    pub(crate) heard: Arc<Heard>,
}

impl Link {
    /// How long this link may take to say goodbye.
    pub(crate) fn goodbye(&self) -> Duration {
        self.app.config.limits.goodbye()
    }
}

/// The half of a carrier that brings frames.
pub(crate) trait Up: Send {
    /// What comes next. An error is the end of the link: a code if the service ends it, none if the other side did.
    fn next(&mut self) -> impl Future<Output = Result<Came, Option<Code>>> + Send;
}

/// What a carrier brings.
pub(crate) enum Came {
    Frame(Bytes),
    /// The carrier's own traffic: counted like all else, and nothing more.
    Sign(Bytes),
}

/// The half of a carrier that takes frames away. An error means that nobody is at the other end.
pub(crate) trait Down: Send {
    /// Takes away all that waits now, and asks whether the other side is there if that is wished and has to be asked. The
    /// reason, once nothing will come any more.
    fn take_from(&mut self, outbox: &Outbox) -> impl Future<Output = Result<Option<Code>, Gone>> + Send;
}

/// Nobody is at the other end any more.
pub(crate) struct Gone;

/// When the other side last gave a sign of life. The carrier knows what is one.
pub(crate) struct Heard {
    clock: Clock,
    at_ms: AtomicU64,
}

impl Heard {
    pub(crate) fn now(clock: Clock) -> Arc<Self> {
        Arc::new(Self { clock, at_ms: AtomicU64::new(clock.ms()) })
    }

    pub(crate) fn again(&self) {
        self.at_ms.store(self.clock.ms(), Ordering::Relaxed);
    }

    fn silent_ms(&self) -> u64 {
        self.clock.ms().saturating_sub(self.at_ms.load(Ordering::Relaxed))
    }
}

/// Until the link ends. `None` when the other side ended it.
pub(crate) async fn live(link: &Link, up: &mut impl Up, down: &mut impl Down) -> Option<Code> {
    let code = join(link, up, down).await;
    link.app.metrics.link_ended(code);
    tracing::debug!(link = link.place.link, code = code.map(Code::word), "a link ended");
    code
}

async fn join(link: &Link, up: &mut impl Up, down: &mut impl Down) -> Option<Code> {
    let synced = link.can.subject();
    let mailbox = match link.app.chapters.visit(synced.document, synced.kind) {
        Ok(mailbox) => mailbox,
        Err(code) => return Some(code),
    };
    // Entered among the live before this look: who is signed out in between is ended by one or the other.
    let may = match still(link) {
        Ok(may) => may,
        Err(code) => return Some(code),
    };
    let (guest, outbox) = (Box::new(guest(link, may)), Arc::clone(&link.place.outbox));
    let joined = Letter::Joined { link: link.place.link, guest, outbox };
    if mailbox.send(joined.into()).is_err() {
        return Some(Code::Internal);
    }
    rights::tell_if_changed(&link.app, link.place.link, synced.document, &link.can.by, may);
    let ended = pump(link, &mailbox, up, down).await;
    // Frames sent before the end are still dealt with; a mailbox that is gone needs no telling.
    let _ = mailbox.send(Letter::Left { link: link.place.link }.into());
    ended
}

async fn pump(link: &Link, mailbox: &Mailbox, up: &mut impl Up, down: &mut impl Down) -> Option<Code> {
    let outbox = &link.place.outbox;
    let ends_in = link.can.by.ends_ms.saturating_sub(now_ms()).min(FAR_MS);
    tokio::select! {
        code = read(link, mailbox, up) => code,
        code = write(outbox, down) => code,
        code = overdue(outbox, link.goodbye()) => Some(code),
        () = probe(link) => Some(Code::TooSlow),
        () = sleep(Duration::from_millis(ends_in)) => Some(Code::SignedOut),
        () = mailbox.closed() => Some(outbox.closing().unwrap_or(Code::Internal)),
    }
}

/// Reads frame by frame, at the link's pace and within its budget.
async fn read(link: &Link, mailbox: &Mailbox, up: &mut impl Up) -> Option<Code> {
    let (limits, clock) = (&link.app.config.limits, link.app.chapters.clock);
    let inbox_bytes = limits.inbox_bytes_max.max(limits.frame_bytes_max) + FRAME_WEIGHT_BYTES;
    let budget = Arc::new(Semaphore::new(inbox_bytes.min(Semaphore::MAX_PERMITS)));
    let mut pace = Pace::new(limits, clock.ms());
    loop {
        let frame = match up.next().await {
            Ok(Came::Frame(frame)) => frame,
            Ok(Came::Sign(bytes)) => {
                sleep(Duration::from_millis(pace.count(&bytes, clock.ms()))).await;
                continue;
            }
            Err(end) => return end,
        };
        // Who was just signed out is not heard any more, whichever half of the link notices first.
        if let Some(code) = link.place.outbox.closing() {
            return Some(code);
        }
        if frame.len() > limits.frame_bytes_max {
            return Some(Code::TooLarge);
        }
        let wait_ms = pace.count(&frame, clock.ms());
        if wait_ms > 0 {
            sleep(Duration::from_millis(wait_ms)).await;
        }
        let weight = u32::try_from(frame.len() + FRAME_WEIGHT_BYTES).unwrap_or(u32::MAX);
        let share = Arc::clone(&budget).acquire_many_owned(weight).await.ok()?;
        let received = Letter::Received { link: link.place.link, frame, share };
        if mailbox.send(received.into()).is_err() {
            return Some(Code::Internal);
        }
    }
}

/// Writes what was not written by whoever put it in.
async fn write(outbox: &Outbox, down: &mut impl Down) -> Option<Code> {
    loop {
        if let Some(code) = down.take_from(outbox).await.ok()? {
            return Some(code);
        }
        outbox.filled().await;
    }
}

/// A closed outbox that cannot be emptied any more because nobody reads at the other end.
async fn overdue(outbox: &Outbox, goodbye: Duration) -> Code {
    outbox.closed().await;
    sleep(goodbye).await;
    outbox.closing().unwrap_or(Code::TooSlow)
}

/// Ends when the other side has not even answered a ping for long.
async fn probe(link: &Link) {
    let silence_ms = link.app.config.limits.silence_ms_max;
    loop {
        sleep(Duration::from_millis((silence_ms / 3).max(1))).await;
        let silent_ms = link.heard.silent_ms();
        if silent_ms >= silence_ms {
            return;
        }
        if silent_ms >= silence_ms / 4 {
            link.place.outbox.ping();
        }
    }
}

/// What the link may still do, or why it may not be any more.
fn still(link: &Link) -> Result<May, Code> {
    let (app, session) = (&link.app, link.can.by.session);
    if !app.journal.people(|people| people.is_alive(session, now_ms())) {
        return Err(Code::SignedOut);
    }
    rights::may(app, session, link.can.subject().document).ok_or(Code::NotFound)
}

fn guest(link: &Link, may: May) -> Guest {
    let by = &link.can.by;
    Guest {
        seat: by.seat,
        name: by.name.clone(),
        appears: by.appears,
        may,
        dialect: link.dialect,
        writer: by.writer,
        tagger: by.tags.within(link.can.subject().document),
    }
}
