//! Bad lines between clients and the service: a relay that delays, cuts in the middle of a frame, falls silent with the
//! connection open, and knocks a second time with the same words. What happens on which connection comes from a seed.
//! See also `door`, which is only open or shut.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::chance::Chance;

/// A connection lives for so many bytes at the most before something happens to it.
const LIFE_BYTES_MAX: u64 = 6_000;
/// One in so many ends in silence instead of a cut; one in so many is knocked twice.
const SILENT: u64 = 10;
const TWICE: u64 = 4;

/// What the lines lead to, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Weather {
    /// To nobody: whoever comes is turned away.
    Shut,
    Bad(SocketAddr),
    Calm(SocketAddr),
}

/// How often something happened.
#[derive(Default, Debug)]
pub struct Happened {
    pub cuts: AtomicU64,
    pub silences: AtomicU64,
    pub knocked_twice: AtomicU64,
}

pub struct Lines {
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    pub happened: Arc<Happened>,
    weather: watch::Sender<Weather>,
    task: JoinHandle<()>,
}

impl Lines {
    /// Lines that lead to nobody yet.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn new(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("a bound port has an address"));
        let (weather, seen) = watch::channel(Weather::Shut);
        let happened = Arc::<Happened>::default();
        let task = tokio::spawn(keep(listener, seed, seen, Arc::clone(&happened)));
        Self { address, happened, weather, task }
    }

    /// Bad lines to this address (`http://...`).
    pub fn open(&self, address: &str) {
        self.weather.send_replace(Weather::Bad(parse(address)));
    }

    /// From now on nothing more happens to anybody.
    pub fn calm(&self, address: &str) {
        self.weather.send_replace(Weather::Calm(parse(address)));
    }

    /// Cuts everybody.
    pub fn shut(&self) {
        self.weather.send_replace(Weather::Shut);
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn parse(address: &str) -> SocketAddr {
    let host = address.strip_prefix("http://").expect("tests speak plain HTTP");
    host.parse().expect("an address and a port")
}

async fn keep(listener: TcpListener, seed: u64, weather: watch::Receiver<Weather>, happened: Arc<Happened>) {
    let mut connection = 0;
    while let Ok((guest, _)) = listener.accept().await {
        connection += 1;
        let chance = Chance::new(seed * 10_000 + connection);
        tokio::spawn(lead_through(guest, chance, weather.clone(), Arc::clone(&happened)));
    }
}

async fn lead_through(
    guest: TcpStream,
    mut chance: Chance,
    mut weather: watch::Receiver<Weather>,
    happened: Arc<Happened>,
) {
    let (Weather::Bad(to) | Weather::Calm(to)) = *weather.borrow_and_update() else { return };
    let Ok(host) = TcpStream::connect(to).await else { return };
    let _ = guest.set_nodelay(true).and(host.set_nodelay(true)); // slower without, not wrong
    let life = Arc::new(AtomicU64::new(200 + chance.below(LIFE_BYTES_MAX)));
    let twice = chance.one_in(TWICE).then_some(to);
    let (from_guest, to_guest) = guest.into_split();
    let (from_host, to_host) = host.into_split();
    let end = Arc::new(End { silent: chance.one_in(SILENT), counted: AtomicBool::new(false), happened });
    let mut pump = || Pump {
        life: Arc::clone(&life),
        end: Arc::clone(&end),
        chance: Chance::new(chance.draw()),
        weather: weather.clone(),
    };
    let (up, down) = (pump(), pump());
    let mut shut = weather.clone();
    let lines = async {
        tokio::select! {
            () = up.run(from_guest, to_host, twice) => {}
            () = down.run(from_host, to_guest, None) => {}
        }
    };
    tokio::select! {
        () = lines => {}
        // Shut, or leading elsewhere now.
        _ = shut.wait_for(|now| !matches!(now, Weather::Bad(it) | Weather::Calm(it) if *it == to)) => {}
    }
}

/// How a line ends when its life is over.
struct End {
    silent: bool,
    counted: AtomicBool,
    happened: Arc<Happened>,
}

impl End {
    fn count(&self) {
        if !self.counted.swap(true, Ordering::Relaxed) {
            let counted = if self.silent { &self.happened.silences } else { &self.happened.cuts };
            counted.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// One direction of a line.
struct Pump {
    life: Arc<AtomicU64>,
    end: Arc<End>,
    chance: Chance,
    weather: watch::Receiver<Weather>,
}

impl Pump {
    /// Carries bytes until an end goes away or the line's life is over. A line that falls silent stays open until all is calm.
    async fn run(mut self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut twice: Option<SocketAddr>) {
        let mut bytes = [0; 1_400];
        loop {
            let most = 1 + self.chance.index(bytes.len());
            let length = from.read(&mut bytes[..most]).await.unwrap_or(0);
            if length == 0 {
                return;
            }
            let is_bad = matches!(*self.weather.borrow(), Weather::Bad(_));
            if is_bad && self.chance.one_in(3) {
                tokio::time::sleep(Duration::from_millis(self.chance.below(15))).await;
            }
            if let Some(address) = twice.take().filter(|_| is_bad) {
                self.end.happened.knocked_twice.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(knock_again(address, bytes[..length].to_vec()));
            }
            let left = self.life.load(Ordering::Relaxed);
            let part = if is_bad { length.min(usize::try_from(left).unwrap_or(length)) } else { length };
            if to.write_all(&bytes[..part]).await.is_err() {
                return;
            }
            if part < length {
                self.end.count();
                if self.end.silent {
                    let _ = self.weather.wait_for(|now| matches!(now, Weather::Calm(_))).await;
                }
                return;
            }
            self.life.store(left.saturating_sub(length as u64), Ordering::Relaxed);
        }
    }
}

/// The first words of a connection once more, on one of its own that nobody answers for.
async fn knock_again(address: SocketAddr, words: Vec<u8>) {
    let Ok(mut host) = TcpStream::connect(address).await else { return };
    let _ = host.write_all(&words).await;
    let mut answer = [0; 512];
    let _ = tokio::time::timeout(Duration::from_secs(2), host.read(&mut answer)).await;
}
