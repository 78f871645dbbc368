//! Saved means saved: eight people write, the process is killed with -9 in mid-sentence three times, and a fresh reader,
//! the first to come each time, finds every edit that anybody had been told is saved or had seen from another.
//! Two rounds every day, two hundred with `CHANCERY_PROVE=1`. A power cut is the simulator's business.

#![expect(clippy::unwrap_used, reason = "an answer that is not as expected fails the test, helpers included")]

mod freeze;
mod lines;
mod paused;
mod proposals;
mod rolling;
mod slow_disk;
mod writer;

use std::time::Duration;

use client::{Client, ClientConfig, Link};
use manual::id::DocumentId;
use manual::rights::Right;
use manual::seat::SeatKind;
use tests::door::Door;
use tests::program::{Folder, Seated};
use tests::service::Service;
use tests::slow_disk::SlowDisk;
use tests::{proving, within};
use writer::{Writer, tokens};

const WRITERS: usize = 8;
const KILLS: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_or_seen_is_lost_by_kill_9() {
    let rounds = if proving() { 200 } else { 2 };
    let mut promised = 0;
    for round in 0..rounds {
        promised += within(300, "one round", one_round(round)).await;
    }
    println!(
        "figure: kill -9: {rounds} rounds x {KILLS} kills, {WRITERS} writers: 0 of {promised} promised edits lost"
    );
    assert!(promised > rounds * KILLS as u64 * 20, "too few edits to show anything: {promised}");
}

/// One folder, three kills; how many edits had been promised at the kills.
async fn one_round(round: u64) -> u64 {
    let stage = Stage::new().await;
    let mut service = stage.start();
    let mut writers = stage.seat(round);
    stage.door.open(&service.address);
    all_in_step(&writers).await;
    let mut promised = 0;
    for kill in 0..KILLS {
        type_for(&mut writers, Duration::from_millis(300 + 150 * kill as u64 + 37 * (round % 20))).await;
        service.kill();
        let (kept, again) = stage.begin_again(&writers, &format!("round {round}, kill {kill}")).await;
        promised += kept;
        service = again;
        stage.door.open(&service.address);
        all_in_step(&writers).await;
    }
    for writer in &writers {
        within(60, "everything is saved in the end", writer.client.saved()).await.unwrap();
    }
    let found = stage.read_fresh(&service).await;
    for writer in &writers {
        writer.assert_kept(u64::MAX, &found, &format!("round {round}, at the end"));
    }
    promised
}

/// Everybody types at once, until the time is over.
async fn type_for(writers: &mut [Writer], time: Duration) {
    let typing = writers.iter_mut().map(|writer| tokio::time::timeout(time, writer.type_on()));
    futures_util::future::join_all(typing).await;
}

async fn all_in_step(writers: &[Writer]) {
    within(60, "everybody is there", async {
        for writer in writers {
            writer.client.in_step().await.unwrap();
        }
    })
    .await;
}

/// Whatever was on its way has arrived by then, and nothing more can.
async fn all_away(writers: &[Writer]) {
    within(90, "everybody notices", async {
        for writer in writers {
            writer.client.until(|progress| progress.link == Link::Away).await.unwrap();
        }
    })
    .await;
}

/// For each writer the number of the last edit that it was told is saved, or that another has seen.
fn promises(writers: &[Writer]) -> Vec<u64> {
    let mut promises: Vec<u64> = writers.iter().map(|writer| writer.client.progress().saved).collect();
    for (reader, writer) in writers.iter().enumerate() {
        for (author, edit) in tokens(&writer.client.text()) {
            if author != reader {
                promises[author] = promises[author].max(edit);
            }
        }
    }
    promises
}

struct Stage {
    folder: Folder,
    door: Door,
    secretariat: Seated,
    writers: Vec<Seated>,
    chapter: DocumentId,
    /// The disk that services are started on, where it is not the machine's own.
    slow: Option<SlowDisk>,
}

impl Stage {
    async fn new() -> Self {
        Self::of(WRITERS).await
    }

    async fn of(writers: usize) -> Self {
        let folder = Folder::new();
        folder.configure("[limits]\nupdates_per_second_max = 100000\nframes_per_second_max = 100000\n");
        let secretariat = folder.seat("Secretariat", SeatKind::Secretariat, Right::Keep);
        let writers =
            (0..writers).map(|n| folder.seat(&format!("State {n}"), SeatKind::State, Right::Edit)).collect();
        let service = Service::start(&folder);
        let caller = service.caller(&secretariat);
        let manual = caller.make_manual("Killed").await;
        let chapter = caller.make_chapter(&manual, "In mid-sentence").await;
        service.kill();
        Self { folder, door: Door::new().await, secretariat, writers, chapter, slow: None }
    }

    /// Everybody who writes, each with a client of their own.
    fn seat(&self, seed: u64) -> Vec<Writer> {
        let seated = self.writers.iter().enumerate();
        seated.map(|(n, seated)| Writer::new(n, seed, self.client(seated))).collect()
    }

    fn start(&self) -> Service {
        match &self.slow {
            Some(disk) => disk.start(&self.folder),
            None => Service::start(&self.folder),
        }
    }

    /// The service ended: it is started again, and a fresh reader finds whatever was promised by then. How many edits
    /// that were, and the service.
    async fn begin_again(&self, writers: &[Writer], when: &str) -> (u64, Service) {
        self.door.shut();
        all_away(writers).await;
        let promises = promises(writers);
        let service = self.start();
        let found = self.read_fresh(&service).await;
        for (writer, promise) in writers.iter().zip(&promises) {
            writer.assert_kept(*promise, &found, when);
        }
        (promises.iter().sum(), service)
    }

    fn client(&self, seated: &Seated) -> Client {
        let (url, token) = (self.door.address.clone(), seated.token.clone());
        Client::connect(ClientConfig { url, document: self.chapter, token })
    }

    /// Somebody who was never here comes directly, while the door is shut for all others.
    async fn read_fresh(&self, service: &Service) -> Vec<(usize, u64)> {
        let reader = service.client(&self.writers[0], self.chapter);
        within(30, "the reader has the chapter", reader.in_step()).await.unwrap();
        let text = reader.text();
        reader.close().await;
        tokens(&text)
    }
}
