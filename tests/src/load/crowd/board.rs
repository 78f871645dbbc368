//! What everybody in a crowd looks at: which part of the run it is, who has sent what when, and how much has been heard.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::time::sleep;

use super::Plan;

/// Of each typist the moments of so many last characters are kept.
const MOMENTS: usize = 1 << 14;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Debug)]
pub(super) enum Phase {
    Gathering,
    Warming,
    Measured,
    /// Nobody types any more.
    Ending,
    Over,
}

const PHASES: [Phase; 5] = [Phase::Gathering, Phase::Warming, Phase::Measured, Phase::Ending, Phase::Over];

pub(super) struct Board {
    pub(super) plan: Plan,
    begun: Instant,
    phase: AtomicU8,
    entered: Notify,
    /// In which of the times that are told apart what is heard now counts.
    time: AtomicUsize,
    typists: Vec<Typist>,
    /// Characters heard by all listeners together.
    heard: AtomicU64,
}

pub(super) struct Typist {
    sent: AtomicU32,
    moments: Vec<AtomicU64>,
    /// How far their neighbour has heard them.
    echoed: AtomicU32,
    echo: Notify,
}

impl Board {
    pub(super) fn new(plan: Plan) -> Self {
        let typist = |_| Typist {
            sent: AtomicU32::new(0),
            moments: (0..MOMENTS).map(|_| AtomicU64::new(0)).collect(),
            echoed: AtomicU32::new(0),
            echo: Notify::new(),
        };
        Self {
            plan,
            begun: Instant::now(),
            phase: AtomicU8::new(0),
            entered: Notify::new(),
            time: AtomicUsize::new(0),
            typists: (0..plan.people).map(typist).collect(),
            heard: AtomicU64::new(0),
        }
    }

    /// The client id of a person; no two runs over one document share one.
    pub(super) fn client(&self, n: usize) -> u64 {
        100_000 + self.plan.seed * 10_000 + n as u64
    }

    /// Whose client id this is.
    pub(super) fn person(&self, client: u64) -> Option<usize> {
        let n = usize::try_from(client.checked_sub(self.client(0))?).ok()?;
        (n < self.typists.len()).then_some(n)
    }

    pub(super) fn phase(&self) -> Phase {
        PHASES[usize::from(self.phase.load(Ordering::Acquire))]
    }

    pub(super) fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Release);
        self.entered.notify_waiters();
        self.typists.iter().for_each(|typist| typist.echo.notify_one());
    }

    /// What is heard from here on counts in the n-th time.
    pub(super) fn counts_in(&self, time: usize) {
        self.time.store(time, Ordering::Release);
    }

    pub(super) fn time(&self) -> usize {
        self.time.load(Ordering::Acquire)
    }

    /// Waits until this phase or a later one.
    pub(super) async fn reached(&self, phase: Phase) {
        loop {
            let entered = self.entered.notified();
            if self.phase() >= phase {
                return;
            }
            entered.await;
        }
    }

    /// Notes that a character is being sent now; its number.
    pub(super) fn sends(&self, n: usize) -> u32 {
        let typist = &self.typists[n];
        let number = typist.sent.load(Ordering::Relaxed);
        typist.moments[number as usize % MOMENTS].store(self.nanos(), Ordering::Relaxed);
        typist.sent.store(number + 1, Ordering::Release);
        number
    }

    /// How long ago a character was sent.
    pub(super) fn age(&self, n: usize, number: u32, now: u64) -> Duration {
        let sent = self.typists[n].moments[number as usize % MOMENTS].load(Ordering::Relaxed);
        Duration::from_nanos(now.saturating_sub(sent))
    }

    pub(super) fn nanos(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// `characters` more were heard by somebody, of whom `by_neighbour` tells those of their neighbour's.
    pub(super) fn hears(&self, characters: u64) {
        self.heard.fetch_add(characters, Ordering::Relaxed);
    }

    /// Of the typist before `listener` so much has been heard.
    pub(super) fn echoes(&self, n: usize, listener: usize, heard: u32) {
        if (n + 1) % self.typists.len() == listener {
            self.typists[n].echoed.store(heard, Ordering::Release);
            self.typists[n].echo.notify_one();
        }
    }

    /// Waits until fewer than `ahead` characters are on their way to the neighbour, or nobody types any more.
    pub(super) async fn room_for_one(&self, n: usize, ahead: u32) {
        while !self.has_room(n, ahead) && self.phase() < Phase::Ending {
            self.typists[n].echo.notified().await;
        }
    }

    pub(super) fn has_room(&self, n: usize, ahead: u32) -> bool {
        let typist = &self.typists[n];
        typist.sent.load(Ordering::Relaxed).saturating_sub(typist.echoed.load(Ordering::Acquire)) < ahead
    }

    /// Waits until everybody has heard everything that was sent, for so long; how much is missing then.
    pub(super) async fn wait_until_heard(&self, patience: Duration) -> u64 {
        let sent: u64 =
            self.typists.iter().map(|typist| u64::from(typist.sent.load(Ordering::Acquire))).sum();
        let due = sent * (self.typists.len() as u64 - 1);
        let begun = Instant::now();
        while self.heard.load(Ordering::Relaxed) < due && begun.elapsed() < patience {
            sleep(Duration::from_millis(10)).await;
        }
        due.saturating_sub(self.heard.load(Ordering::Relaxed))
    }
}
