//! A disk that needs 300 ms for every sync, under the real process: whoever writes is told that an edit is saved, and whoever
//! reads sees it, only after a sync of the journal that began when the edit was there and ended before. The process is killed
//! amid, and what was promised is there. Meanwhile a chapter in which nobody writes can be opened and read while one sync
//! lasts. Two kills every day, thirty with `CHANCERY_PROVE=1`.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use client::Progress;
use tests::slow_disk::{Synced, now};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::*;

const PEOPLE: usize = 4;

/// Somebody learned that this edit is safe, no earlier than at this time.
struct Learned {
    author: usize,
    edit: u64,
    at: u64,
}

type Notes = Arc<Mutex<Vec<Learned>>>;

/// Notes what writers are told and what a reader sees, as long as it lives.
#[derive(Default)]
struct Witness {
    told: Notes,
    seen: Notes,
    tasks: Vec<JoinHandle<()>>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_slow_disk_nothing_is_told_or_shown_before_its_sync() {
    let kills = if proving() { 30 } else { 2 };
    let mut stage = Stage::of(PEOPLE).await;
    stage.slow = Some(SlowDisk::under(&stage.folder));
    let mut service = stage.start();
    let quiet = stage.another_chapter(&service).await;
    let mut writers = stage.seat(41);
    let witness = Witness::of(&writers, stage.client(&stage.writers[0]));
    let (mut promised, mut visits) = (0, 0);
    for kill in 0..kills {
        stage.door.open(&service.address);
        all_in_step(&writers).await;
        visits += type_while_somebody_reads(&stage, &mut writers, &service, quiet).await;
        service.kill();
        let (kept, again) = stage.begin_again(&writers, &format!("slow disk, kill {kill}")).await;
        promised += kept;
        service = again;
    }
    stage.door.open(&service.address);
    for writer in &writers {
        within(120, "everything is saved in the end", writer.client.saved()).await.unwrap();
    }
    let found = stage.read_fresh(&service).await;
    for writer in &writers {
        writer.assert_kept(u64::MAX, &found, "slow disk, at the end");
    }
    let syncs = stage.slow.as_ref().unwrap().syncs();
    let (told, shown) = witness.assert_after_syncs(&writers, &syncs);
    println!(
        "figure: slow disk, {kills} kills, {} syncs of 300 ms: 0 of {promised} promised edits lost; of {told} acknowledgements and {shown} sights none before its sync; a quiet chapter was opened {visits} times within one sync",
        syncs.len()
    );
    assert!(told > 20 * kills && shown > 20 * kills, "too little was seen: {told} and {shown}");
}

/// Everybody writes for a while, and on until the quiet chapter was opened and read while one sync lasted. How often it was.
async fn type_while_somebody_reads(
    stage: &Stage,
    writers: &mut [Writer],
    service: &Service,
    quiet: DocumentId,
) -> usize {
    let reading = async {
        let until = now() + 1_500_000;
        let mut visits = Vec::new();
        loop {
            let began = now();
            let reader = service.client(&stage.writers[0], quiet);
            reader.in_step().await.unwrap();
            visits.push(Synced { began, ended: now() });
            reader.close().await;
            let syncs = stage.slow.as_ref().unwrap().syncs();
            let amid = |visit: &&Synced| {
                syncs.iter().any(|sync| sync.began < visit.began && visit.ended < sync.ended)
            };
            let count = visits.iter().filter(amid).count();
            if count > 0 && now() > until {
                return count;
            }
        }
    };
    let typing = futures_util::future::join_all(writers.iter_mut().map(Writer::type_on));
    within(120, "reading goes on while the disk is slow", async {
        tokio::select! {
            count = reading => count,
            _ = typing => unreachable!("nobody stops writing"),
        }
    })
    .await
}

impl Stage {
    async fn another_chapter(&self, service: &Service) -> DocumentId {
        let caller = service.caller(&self.secretariat);
        let manual = caller.get("/api/v1/manuals").await.json()[0]["id"].as_str().unwrap().to_owned();
        caller.make_chapter(&manual, "Quiet").await
    }
}

impl Witness {
    fn of(writers: &[Writer], reader: Client) -> Self {
        let mut witness = Self::default();
        for (author, writer) in writers.iter().enumerate() {
            let (client, notes) = (writer.client.changed(), Arc::clone(&witness.told));
            witness.tasks.push(tokio::spawn(note_told(author, client, notes)));
        }
        witness.tasks.push(tokio::spawn(note_seen(reader, Arc::clone(&witness.seen))));
        witness
    }

    /// Between the making of an edit and the first word of it there was a whole sync of the journal. How many edits were told
    /// to be saved, and how many were seen.
    fn assert_after_syncs(self, writers: &[Writer], syncs: &[Synced]) -> (usize, usize) {
        self.tasks.iter().for_each(JoinHandle::abort);
        let check = |how: &str, notes: &Notes| {
            let notes = notes.lock().unwrap();
            for Learned { author, edit, at } in &*notes {
                let made = writers[*author].times[*edit as usize - 1];
                let safe = syncs.iter().any(|sync| made < sync.began && sync.ended < *at);
                assert!(
                    safe,
                    "edit {edit} of {author}, made at {made}, was {how} at {at} before a sync of it"
                );
            }
            notes.len()
        };
        (check("told to be saved", &self.told), check("seen", &self.seen))
    }
}

async fn note_told(author: usize, mut changed: watch::Receiver<Progress>, notes: Notes) {
    let mut known = 0;
    while changed.changed().await.is_ok() {
        let (saved, at) = (changed.borrow().saved, now());
        notes.lock().unwrap().extend((known + 1..=saved).map(|edit| Learned { author, edit, at }));
        known = saved;
    }
}

async fn note_seen(reader: Client, notes: Notes) {
    let (mut changed, mut known) = (reader.changed(), HashSet::new());
    while changed.changed().await.is_ok() {
        let (text, at) = (reader.text(), now());
        let new = tokens(&text).into_iter().filter(|token| known.insert(*token));
        notes.lock().unwrap().extend(new.map(|(author, edit)| Learned { author, edit, at }));
    }
}
