//! Uploaded pictures, from bytes to a file: few at a time, each within its time and memory. Knows nobody's rights:
//! `routes::images` does.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use collab::code::Code;
use edition::hex;
use manual::id::{SeatId, SessionId};
use store::editions::NotRead;
use store::images::{Images, NotKept};
use store::record::Hash;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::limits::Limits;
use crate::picture::{self, Bounds, NoPicture, Picture};
use crate::problem::Problem;

const MINUTE_MS: u64 = 60_000;

/// The pictures of the service, and who is bringing some.
pub(crate) struct Pictures {
    files: Arc<Images>,
    /// Bodies in memory.
    uploads: Arc<Semaphore>,
    /// Decoders at work, also those that nobody waits for any more.
    decoders: Arc<Semaphore>,
    bringing: Mutex<Bringing>,
}

#[derive(Default)]
struct Bringing {
    sessions: HashMap<SessionId, ()>,
    minute: u64,
    /// Pictures of the current minute.
    seats: HashMap<SeatId, u32>,
    /// What each seat has brought, the latest last, and when: it may see those before they stand anywhere.
    brought: HashMap<SeatId, VecDeque<(u64, Hash)>>,
}

/// A session's place among those that bring a picture. Gives it back when dropped.
pub(crate) struct Upload<'p> {
    pictures: &'p Pictures,
    session: SessionId,
    _place: OwnedSemaphorePermit,
}

/// A picture that is on disk.
pub(crate) struct Kept {
    pub(crate) hash: Hash,
    pub(crate) picture: Picture,
}

impl Pictures {
    pub(crate) fn new(files: Images, limits: &Limits) -> Self {
        Self {
            files: Arc::new(files),
            uploads: Arc::new(Semaphore::new(limits.image_uploads_max)),
            decoders: Arc::new(Semaphore::new(limits.image_decoders_max)),
            bringing: Mutex::default(),
        }
    }

    /// A place to bring a picture. Ask before reading its bytes.
    ///
    /// # Errors
    /// The problem to tell: too many at once, or too many in a minute.
    pub(crate) fn enter(
        &self,
        session: SessionId,
        seat: SeatId,
        limits: &Limits,
        now_ms: u64,
    ) -> Result<Upload<'_>, Problem> {
        let place = Arc::clone(&self.uploads).try_acquire_owned().map_err(|_| Problem::too_many(5))?;
        let mut bringing = self.bringing.lock().expect("nobody panics while counting pictures");
        let minute = now_ms / MINUTE_MS;
        if bringing.minute != minute {
            bringing.minute = minute;
            bringing.seats.clear();
        }
        let count = bringing.seats.entry(seat).or_default();
        if *count >= limits.images_per_minute_max {
            return Err(Problem::too_many((MINUTE_MS - now_ms % MINUTE_MS).div_ceil(1000)));
        }
        *count += 1;
        if bringing.sessions.insert(session, ()).is_some() {
            return Err(Problem::too_many(5));
        }
        Ok(Upload { pictures: self, session, _place: place })
    }

    /// Makes a picture of uploaded bytes and keeps it.
    ///
    /// # Errors
    /// The problem to tell, in words where the bytes are at fault.
    pub(crate) async fn keep(&self, bytes: Vec<u8>, limits: &Limits) -> Result<Kept, Problem> {
        let (files, bounds, total_max) = (Arc::clone(&self.files), bounds(limits), limits.images_bytes_max);
        let decoder = Arc::clone(&self.decoders).acquire_owned().await.map_err(|_| Code::Internal)?;
        let making = tokio::task::spawn_blocking(move || {
            // Held until the work is done, whether or not anybody still waits for it.
            let _decoder = decoder;
            let picture = picture::remake(&bytes, bounds).map_err(refused)?;
            let hash = files.keep(&picture.bytes, total_max).map_err(not_kept)?;
            Ok(Kept { hash, picture })
        });
        match timeout(Duration::from_millis(limits.image_ms_max), making).await {
            Ok(Ok(kept)) => kept,
            Ok(Err(error)) => {
                tracing::warn!(%error, "a picture made its decoder fall over");
                Err(refused(NoPicture::Broken))
            }
            Err(_) => Err(Problem::new(Code::TooLarge)
                .with_detail("the picture takes too long to read; make it smaller")),
        }
    }

    /// Notes that a seat has brought a picture, so that it may see it.
    pub(crate) fn note(&self, seat: SeatId, hash: Hash, limits: &Limits, now_ms: u64) {
        let mut bringing = self.bringing.lock().expect("nobody panics while counting pictures");
        let brought = bringing.brought.entry(seat).or_default();
        brought.push_back((now_ms, hash));
        let is_old = |(at_ms, _): &(u64, Hash)| now_ms.saturating_sub(*at_ms) > limits.images_brought_ms;
        while brought.len() > limits.images_brought_max || brought.front().is_some_and(is_old) {
            brought.pop_front();
        }
    }

    /// Whether a seat has brought a picture lately.
    pub(crate) fn was_brought(&self, seat: SeatId, hash: &Hash, limits: &Limits, now_ms: u64) -> bool {
        let bringing = self.bringing.lock().expect("nobody panics while counting pictures");
        let lately = |at_ms: &u64| now_ms.saturating_sub(*at_ms) <= limits.images_brought_ms;
        let brought = bringing.brought.get(&seat).into_iter().flatten();
        brought.into_iter().any(|(at_ms, of)| of == hash && lately(at_ms))
    }

    /// The bytes of a picture. Blocks.
    ///
    /// # Errors
    /// `NotFound` when it is not there, `Damaged` when it is not what it was.
    pub(crate) fn read(&self, hash: &Hash) -> Result<Vec<u8>, Code> {
        self.files.get(hash).map_err(|failed| match failed {
            NotRead::Missing(_) => Code::NotFound,
            NotRead::Spoiled(_) => {
                tracing::error!(image = hex(hash), "a picture is not what was kept");
                Code::Damaged
            }
            NotRead::Io { .. } => Code::Internal,
        })
    }
}

impl Drop for Upload<'_> {
    fn drop(&mut self) {
        let mut bringing = self.pictures.bringing.lock().expect("nobody panics while counting pictures");
        bringing.sessions.remove(&self.session);
    }
}

/// What a picture may be.
pub(crate) fn bounds(limits: &Limits) -> Bounds {
    Bounds {
        pixels_max: limits.image_pixels_max,
        side_max: limits.image_side_max,
        memory_bytes_max: limits.image_memory_bytes_max,
    }
}

fn refused(why: NoPicture) -> Problem {
    let code = match why {
        NoPicture::TooManyPixels => Code::TooLarge,
        NoPicture::Unknown | NoPicture::Broken => Code::ForbiddenContent,
    };
    Problem::new(code).with_detail(why.to_string())
}

fn not_kept(why: NotKept) -> Problem {
    tracing::error!(%why, "a picture could not be kept");
    match why {
        NotKept::Full => Problem::new(Code::TooLarge).with_detail(why.to_string()),
        NotKept::NotPut(_) => Problem::from(Code::NotPersisted),
    }
}
