//! A link carried by requests, for where no websocket is to be had: frames go up in the bodies of POSTs and come down in
//! the answers of GETs that wait for some. The same frames, the same rooms, the same link; only the carrier differs.
//!
//! Frames are numbered in each direction. What came up twice is taken once; what went down is kept until the next GET
//! says that it arrived. So a request or an answer that is lost, or sent twice by somebody in between, does no harm.
//! Decides nothing about editing or rights: that is the room's, and `link`'s. Start at [`Polls::begin`].

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use collab::code::Code;
use collab::parcel::{self, Parcel};
use manual::id::{DocumentId, SessionId};
use tokio::sync::{Mutex as Turn, MutexGuard as MyTurn, Notify, mpsc};
use tokio::time::{Instant, sleep, timeout_at};

use crate::chance;
use crate::limits::Limits;
use crate::link::{Came, Down, Gone, Heard, Link, Up, live};
use crate::outbox::{Next, Outbox};

/// How long the reason for an end is kept for whoever asks.
const LINGER: Duration = Duration::from_secs(10);

/// Every link that requests carry, by its name.
#[derive(Default)]
pub(crate) struct Polls {
    inside: Mutex<HashMap<String, Arc<Polled>>>,
}

/// What the requests of one link meet.
pub(crate) struct Polled {
    session: SessionId,
    document: DocumentId,
    heard: Arc<Heard>,
    /// One request at a time brings frames; the others do not even have their bodies read.
    up: Turn<Upwards>,
    down: Mutex<Window>,
    /// Something came into the window, or the link is over, or a newer request waits.
    news: Notify,
    /// The window has room again.
    room: Notify,
    /// The other side said goodbye.
    goodbye: Notify,
}

/// Where the frames from the other side stand.
pub(crate) struct Upwards {
    frames: mpsc::Sender<Bytes>,
    /// The number that comes next.
    next: u64,
    patience: Duration,
}

/// Frames that the other side is not known to have.
struct Window {
    bytes_max: usize,
    /// The number of the first of them.
    first: u64,
    frames: VecDeque<Bytes>,
    bytes: usize,
    over: Option<Code>,
    /// Requests that asked so far: the last one counts.
    asked: u64,
}

/// What a request for frames is told.
pub(crate) enum Told {
    Frames(Vec<u8>),
    /// Nothing came while it waited.
    Nothing,
}

/// What is wrong with a request, when it is not the link's end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    /// The link is over, for this reason.
    Over(Code),
    /// Frames before these are missing.
    Ahead,
    /// Says to have what was never sent, or asks for what it had.
    Astray,
}

impl Polls {
    /// Begins the life of a link; its name. Nobody else can guess it, and it is of use to its session alone.
    pub(crate) fn begin(self: &Arc<Self>, link: Link) -> String {
        let name = edition::hex(&chance::bytes::<16>());
        let limits = &link.app.config.limits;
        let (frames, coming) = mpsc::channel(1);
        let polled = Arc::new(Polled {
            session: link.can.by.session,
            document: link.can.subject().document,
            heard: Arc::clone(&link.heard),
            up: Turn::new(Upwards {
                frames,
                next: 1,
                patience: Duration::from_millis(limits.poll_send_ms_max),
            }),
            down: Mutex::new(Window::new(limits)),
            news: Notify::new(),
            room: Notify::new(),
            goodbye: Notify::new(),
        });
        self.inside().insert(name.clone(), Arc::clone(&polled));
        let entry = Entry { polls: Arc::clone(self), name: name.clone() };
        tokio::spawn(run(link, polled, coming, entry));
        name
    }

    /// The link of this name, if it is one of this session to this document.
    pub(crate) fn find(&self, name: &str, session: SessionId, document: DocumentId) -> Option<Arc<Polled>> {
        let found = self.inside().get(name).cloned()?;
        (found.session == session && found.document == document).then_some(found)
    }

    /// How many links are carried so and are not over.
    pub(crate) fn count(&self) -> usize {
        let polled: Vec<Arc<Polled>> = self.inside().values().cloned().collect();
        polled.iter().filter(|polled| polled.down().over.is_none()).count()
    }

    fn inside(&self) -> MutexGuard<'_, HashMap<String, Arc<Polled>>> {
        self.inside.lock().expect("nobody panics while holding the links")
    }
}

/// A link's entry among the others. Gives its name back when dropped.
struct Entry {
    polls: Arc<Polls>,
    name: String,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.polls.inside().remove(&self.name);
    }
}

/// The life of one link, and some time after it in which its end can be asked for.
async fn run(link: Link, polled: Arc<Polled>, coming: mpsc::Receiver<Bytes>, entry: Entry) {
    let (mut up, mut down) =
        (Coming { frames: coming, polled: Arc::clone(&polled) }, Going(Arc::clone(&polled)));
    let code = live(&link, &mut up, &mut down).await;
    drop(link);
    polled.down().over = Some(code.unwrap_or(Code::TooSlow));
    drop(up);
    polled.news.notify_waiters();
    if code.is_some() {
        sleep(LINGER).await;
    }
    drop(entry);
}

impl Polled {
    /// Waits for the turn to bring frames up. Ask before reading a body: one at a time bounds what is held of them.
    pub(crate) async fn turn(&self) -> MyTurn<'_, Upwards> {
        self.up.lock().await
    }

    /// Why the link is over, once it is.
    async fn end(&self) -> Code {
        loop {
            let news = self.news.notified();
            let mut news = std::pin::pin!(news);
            news.as_mut().enable();
            if let Some(code) = self.down().over {
                return code;
            }
            news.await;
        }
    }

    /// Takes frames in, those that are new, in their order, as fast as the link reads. The number that comes next: it
    /// stands within what was brought if the link reads more slowly than a request may take.
    ///
    /// # Errors
    /// [`Refused`] when something before them is missing, or the link is over.
    pub(crate) async fn bring(&self, up: &mut Upwards, parcel: Parcel<'_>) -> Result<u64, Refused> {
        if parcel.first() > up.next {
            return Err(Refused::Ahead);
        }
        let late = Instant::now() + up.patience;
        for (number, frame) in parcel.frames() {
            if number < up.next {
                continue;
            }
            // A copy: what waits must not keep a whole body.
            match timeout_at(late, up.frames.send(Bytes::copy_from_slice(frame))).await {
                Ok(Ok(())) => up.next = number + 1,
                Ok(Err(_)) => return Err(Refused::Over(self.end().await)),
                Err(_) => break,
            }
        }
        Ok(up.next)
    }

    /// The frames behind number `after`, which says that all up to it arrived; waits for some.
    ///
    /// # Errors
    /// [`Refused`] when the number cannot be, or when the link is over and nothing of it is left to say.
    pub(crate) async fn ask(&self, after: u64, wait: Duration) -> Result<Told, Refused> {
        self.heard.again();
        let mine = self.down().ask();
        self.news.notify_waiters();
        let late = Instant::now() + wait;
        loop {
            let news = self.news.notified();
            let mut news = std::pin::pin!(news);
            news.as_mut().enable();
            let told = self.down().behind(after)?;
            self.room.notify_one();
            if let Some(frames) = told {
                return Ok(Told::Frames(frames));
            }
            if self.down().asked != mine || timeout_at(late, news).await.is_err() {
                self.heard.again();
                return Ok(Told::Nothing);
            }
        }
    }

    /// The other side ends the link.
    pub(crate) fn say_goodbye(&self) {
        self.goodbye.notify_one();
    }

    fn down(&self) -> MutexGuard<'_, Window> {
        self.down.lock().expect("nobody panics while holding a window")
    }
}

impl Window {
    fn new(limits: &Limits) -> Self {
        let bytes_max = limits.poll_bytes_max;
        Self { bytes_max, first: 1, frames: VecDeque::new(), bytes: 0, over: None, asked: 0 }
    }

    fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// A single frame always fits: what is larger could otherwise never be sent.
    fn has_room_for(&self, frame: &Bytes) -> bool {
        self.frames.is_empty() || self.bytes + frame.len() <= self.bytes_max
    }

    fn put(&mut self, frame: Bytes) {
        self.bytes += frame.len();
        self.frames.push_back(frame);
    }

    /// Forgets what arrived; what is to be sent then, if anything is.
    fn behind(&mut self, after: u64) -> Result<Option<Vec<u8>>, Refused> {
        let first = after.checked_add(1).ok_or(Refused::Astray)?;
        let arrived = first.checked_sub(self.first).and_then(|count| usize::try_from(count).ok());
        let arrived = arrived.filter(|arrived| *arrived <= self.frames.len()).ok_or(Refused::Astray)?;
        self.bytes -= self.frames.drain(..arrived).map(|frame| frame.len()).sum::<usize>();
        self.first = first;
        match (self.frames.is_empty(), self.over) {
            (false, _) => Ok(Some(parcel::write(self.first, &self.frames))),
            (true, Some(code)) => Err(Refused::Over(code)),
            (true, None) => Ok(None),
        }
    }
}

/// Frames that requests bring.
struct Coming {
    frames: mpsc::Receiver<Bytes>,
    polled: Arc<Polled>,
}

impl Up for Coming {
    async fn next(&mut self) -> Result<Came, Option<Code>> {
        tokio::select! {
            biased;
            frame = self.frames.recv() => frame.map(Came::Frame).ok_or(None),
            () = self.polled.goodbye.notified() => Err(None),
        }
    }
}

/// Frames that requests fetch.
struct Going(Arc<Polled>);

impl Down for Going {
    async fn take_from(&mut self, outbox: &Outbox) -> Result<Option<Code>, Gone> {
        while let Some(frame) = outbox.take_frame() {
            self.feed(frame).await;
        }
        self.0.news.notify_waiters();
        Ok(match outbox.next() {
            Next::Close(code) => Some(code),
            // Whoever is there asks by itself.
            Next::Send | Next::Ping | Next::Nothing => None,
        })
    }
}

impl Going {
    async fn feed(&self, frame: Bytes) {
        loop {
            let room = self.0.room.notified();
            {
                let mut window = self.0.down();
                if window.has_room_for(&frame) {
                    return window.put(frame);
                }
            }
            self.0.news.notify_waiters();
            room.await;
        }
    }
}
