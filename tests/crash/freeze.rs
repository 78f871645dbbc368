//! A freeze that is killed at every step of its way: the next start goes on with it, to the same bytes, or nothing of it
//! was ever there. Never half of it. The program under test ends itself at the named moments.

use std::collections::BTreeMap;

use edition::{hex, read_manifest, sha256};
use serde_json::{Value, json};
use tests::caller::Caller;
use tests::frozen::{FROZEN, PUBLISHED, assert_is_the_journal};
use tests::journal::frames;
use tests::program::{Folder, Seated};
use tests::service::{Scene, Service, log};
use tests::within;
use yrs::{Text, WriteTxn};

const CHAPTERS: usize = 3;

/// A stopped service with some text in each chapter.
struct Stopped {
    folder: Folder,
    secretariat: Seated,
    ghana: Seated,
    manual: String,
}

impl Stopped {
    async fn new() -> Self {
        let scene = Scene::new().await;
        for n in 1..=CHAPTERS {
            let chapter =
                if n == 1 { scene.chapter } else { scene.another_chapter(&format!("Chapter {n}")).await };
            let client = scene.service.client(&scene.ghana, chapter);
            client.edit(|txn| txn.get_or_insert_text("body").push(txn, &format!("The words of {n}.")));
            within(30, "saved", client.saved()).await.unwrap();
            client.close().await;
        }
        scene.service.stop();
        Self {
            folder: scene.folder,
            secretariat: scene.secretariat,
            ghana: scene.ghana,
            manual: scene.manual,
        }
    }

    fn editions(&self) -> String {
        format!("/api/v1/manuals/{}/editions", self.manual)
    }

    /// Asks for a freeze of which nobody will hear.
    async fn freeze_and_die(&self, step: &str) {
        let service =
            Service::attempt_ending_at(&self.folder, step).expect("it listens before anything is asked");
        let (http, address) = (reqwest::Client::new(), format!("{}{}", service.address, self.editions()));
        let body = json!({ "title": "Killed" }).to_string();
        let request = http.post(address).header("content-type", "application/json").body(body);
        let request = request.header("authorization", format!("Bearer {}", self.secretariat.token));
        let answer = within(60, "an end", request.send()).await;
        assert!(answer.is_err(), "{step} was never reached");
        service.wait_for_its_end();
    }

    /// The published editions, once no freeze is on its way any more.
    async fn published(&self, caller: &Caller) -> Vec<Value> {
        within(60, "the freeze is through", async {
            loop {
                let listed = caller.get(&self.editions()).await.json().as_array().unwrap().clone();
                // A record is on disk a moment before it is known.
                if self.is_through(listed.len()) {
                    return listed;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        })
        .await
    }

    /// Whether every freeze in the journal has been published, and so many are known.
    fn is_through(&self, known: usize) -> bool {
        // A frame may just be being written.
        let Ok(all) = std::panic::catch_unwind(|| frames(&self.folder.data())) else { return false };
        let count = |kind| all.iter().filter(|frame| frame.kind == kind).count();
        count(FROZEN) == known && count(PUBLISHED) == known
    }

    /// The frozen files. Each is what its name says, or has a name that says nothing.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let Ok(entries) = std::fs::read_dir(self.folder.data().join("editions")) else {
            return BTreeMap::new();
        };
        let mut files = BTreeMap::new();
        for entry in entries {
            let (name, bytes) = {
                let entry = entry.unwrap();
                (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
            };
            if name.len() == 64 {
                assert_eq!(name, hex(&sha256(&bytes)), "a file under a name is whole");
            }
            files.insert(name, bytes);
        }
        files
    }

    /// The bytes of an edition, which are those of the journal.
    async fn assert_whole(&self, caller: &Caller, n: u64) -> Vec<Vec<u8>> {
        let path = format!("{}/{n}", self.editions());
        let bytes = caller.get(&path).await.body;
        let manifest = read_manifest(&bytes).unwrap();
        let mut all = Vec::new();
        for k in 1..=manifest.chapters.len() {
            all.push(caller.get(&format!("{path}/chapters/{k}")).await.body);
        }
        assert_is_the_journal(&self.folder.data(), &manifest, &all);
        all.push(bytes);
        all
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_freeze_killed_at_any_step_is_finished_or_was_never_begun() {
    let last = CHAPTERS + 1; // the manifest
    let mut steps = vec![
        "asked".to_owned(),
        "recorded".into(),
        "chapters".into(),
        "manifest".into(),
        "signed".into(),
        "published".into(),
    ];
    for file in 1..=last {
        steps.extend(["half-written", "written", "named"].map(|word| format!("{word}:{file}")));
    }
    let mut resumed = 0;
    for step in &steps {
        let stopped = Stopped::new().await;
        stopped.freeze_and_die(step).await;
        let cut_off = stopped.files();
        let begun = frames(&stopped.folder.data()).iter().filter(|frame| frame.kind == FROZEN).count();
        assert_eq!(begun, usize::from(step != "asked"), "{step}");
        if begun == 0 {
            assert!(cut_off.is_empty(), "{step}: nothing is frozen before its position is");
        }

        // Killed once more at the same place, if going on comes by there again.
        if let Ok(service) = Service::attempt_ending_at(&stopped.folder, step) {
            if begun == 1
                && !["recorded", "published"].contains(&step.as_str())
                && !cut_off_passed(step, &cut_off)
            {
                service.wait_for_its_end();
            } else {
                stopped.published(&service.caller(&stopped.ghana)).await;
                service.kill();
            }
        }

        let service = Service::start(&stopped.folder);
        let caller = service.caller(&stopped.ghana);
        let published = stopped.published(&caller).await;
        assert_eq!(published.len(), begun, "{step}: {}", log(&stopped.folder));
        if begun == 1 {
            resumed += 1;
            let position = frames(&stopped.folder.data()).iter().find(|it| it.kind == FROZEN).unwrap().seq;
            assert_eq!((&published[0]["n"], &published[0]["seq"]), (&json!(1), &json!(position)), "{step}");
            let whole = stopped.assert_whole(&caller, 1).await;
            assert_eq!(published[0]["signed"], json!(true), "{step}: nobody stands for it");
            let files = stopped.files();
            assert_eq!(files.len(), last, "{step}: no more and no less, and nothing half-written");
            assert!(whole.iter().all(|bytes| files.values().any(|file| file == bytes)), "{step}");
            for (name, bytes) in cut_off.iter().filter(|(name, _)| name.len() == 64) {
                assert_eq!(files.get(name), Some(bytes), "{step}: what was named stays as it was");
            }
        }
        // Life goes on: the next edition has the next number.
        let next =
            service.caller(&stopped.secretariat).post(&stopped.editions(), json!({ "title": "Next" })).await;
        assert_eq!((next.status, &next.json()["n"]), (201, &json!(begun + 1)), "{step}");
        service.stop();
        assert!(stopped.folder.attempt(&["check"]).status.success(), "{step}");
    }
    println!(
        "figure: freeze killed at each of {} steps: {resumed} finished by the next start, 1 never begun",
        steps.len()
    );
}

/// Whether going on finds the file of this step there already, and so does not come by the step again.
fn cut_off_passed(step: &str, cut_off: &BTreeMap<String, Vec<u8>>) -> bool {
    let named = cut_off.keys().filter(|name| name.len() == 64).count();
    match step.split_once(':') {
        // Files are counted as they are made: with some there already, fewer are.
        Some((_, number)) => number.parse::<usize>().unwrap() > CHAPTERS + 1 - named,
        None => false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_freeze_whose_first_record_is_torn_was_never_begun() {
    let stopped = Stopped::new().await;
    stopped.freeze_and_die("recorded").await;
    std::fs::remove_dir_all(stopped.folder.data().join("index")).unwrap(); // it proves what we take away
    let frozen = frames(&stopped.folder.data()).pop().unwrap();
    assert_eq!(frozen.kind, FROZEN);
    frozen.cut_in_half();
    let service = Service::start(&stopped.folder);
    assert!(stopped.published(&service.caller(&stopped.ghana)).await.is_empty());
    assert!(stopped.files().is_empty());
}

/// Also when nobody serves the folder: the next command finishes what the one before began.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_finishes_the_freeze_of_one_that_was_killed() {
    let stopped = Stopped::new().await;
    stopped.freeze_and_die("named:2").await;
    let made = stopped.folder.json(&["freeze", "--title", "The next", "--json"]);
    assert_eq!(made["n"], json!(2));
    let service = Service::start(&stopped.folder);
    let caller = service.caller(&stopped.ghana);
    let titles: Vec<Value> = stopped.published(&caller).await.iter().map(|it| it["title"].clone()).collect();
    assert_eq!(titles, [json!("Killed"), json!("The next")]);
    stopped.assert_whole(&caller, 1).await;
    stopped.assert_whole(&caller, 2).await;
}
