//! Freezing while everybody writes: the edition is the manual at one position, to the letter; nobody's writing waits; and
//! nothing of it changes afterwards, whatever becomes of everything else.

use std::collections::BTreeMap;
use std::time::Instant;

use edition::{Manifest, hex, read_manifest, sha256};
use manual::rights::Right;
use manual::seat::SeatKind;
use serde_json::json;
use tests::caller::Caller;
use tests::frozen::{DROPPED, FROZEN, PUBLISHED, assert_is_the_journal};
use tests::journal::frames;
use tests::program::Folder;
use tests::proving;
use tests::service::Scene;

use super::*;

/// An edition's bytes, as the service gives them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Taken {
    pub(crate) manifest: Vec<u8>,
    pub(crate) chapters: Vec<Vec<u8>>,
}

impl Taken {
    pub(crate) async fn from(caller: &Caller, manual: &str, n: u64) -> Self {
        let path = format!("/api/v1/manuals/{manual}/editions/{n}");
        let manifest = caller.get(&path).await;
        assert_eq!((manifest.status, manifest.header("content-type")), (200, Some("application/json")));
        let mut chapters = Vec::new();
        for k in 1..=read_manifest(&manifest.body).unwrap().chapters.len() {
            let chapter = caller.get(&format!("{path}/chapters/{k}")).await;
            assert_eq!((chapter.status, chapter.header("content-type")), (200, Some("application/json")));
            chapters.push(chapter.body);
        }
        Self { manifest: manifest.body, chapters }
    }

    pub(crate) fn read(&self) -> Manifest {
        read_manifest(&self.manifest).unwrap()
    }
}

pub(crate) fn editions(manual: &str) -> String {
    format!("/api/v1/manuals/{manual}/editions")
}

/// Every frozen file with its bytes.
fn files(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder.data().join("editions")) else { return BTreeMap::new() };
    let file = |entry: std::fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
    };
    entries.map(|entry| file(entry.unwrap())).collect()
}

/// What the position and the fingerprint of an answer are, once its shape is as promised.
async fn freeze(caller: &Caller, manual: &str, title: &str) -> (u64, String) {
    let made = caller.post(&editions(manual), json!({ "title": title, "final": false })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    (made["n"].as_u64().unwrap(), made["sha256"].as_str().unwrap().to_owned())
}

/// Twenty people type into all chapters; the manual is frozen again and again in the midst of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edition_is_the_journal_at_its_position_while_twenty_type() {
    let (chapters, freezes) = if proving() { (60, 5) } else { (6, 3) };
    let scene = Scene::configured("[limits]\nsockets_per_session_max = 40\ntail_updates_max = 40\n").await;
    let keeper = scene.service.caller(&scene.secretariat);
    let mut documents = vec![scene.chapter];
    for n in 2..=chapters {
        documents.push(scene.another_chapter(&format!("Chapter {n}")).await);
    }
    let writing = Writing::begin(&scene, &documents, 20).await;
    let before = writing.pause_of(1500).await;
    let mut taken = Vec::new();
    let mut during = Vec::new();
    for n in 1..=freezes {
        let began = Instant::now();
        writing.forget();
        let (number, fingerprint) = freeze(&keeper, &scene.manual, &format!("Freeze {n}")).await;
        let took = began.elapsed();
        during.extend(writing.forget());
        let edition = Taken::from(&keeper, &scene.manual, number).await;
        assert_eq!((number, hex(&sha256(&edition.manifest))), (n, fingerprint));
        println!("figure: {chapters} chapters frozen in {took:.0?} while twenty type");
        taken.push(edition);
        writing.pause_of(300).await;
    }
    println!("figure: acknowledged before: {}; during {freezes} freezes: {}", Waits(before), Waits(during));
    let typed = writing.end().await;
    assert!(typed > 100, "too few edits to show anything: {typed}");

    let files_before = files(&scene.folder);
    let Scene { folder, service, secretariat, manual, .. } = scene;
    service.stop();
    for edition in &taken {
        assert_is_the_journal(&folder.data(), &edition.read(), &edition.chapters);
    }
    assert_eq!(taken[0].read().facts.previous, None);
    assert_eq!(taken[1].read().facts.previous, Some(taken[0].read().sha256), "each names the one before");

    // Nothing of it changes afterwards, and nothing of it depends on the index.
    for index in ["kept", "deleted"] {
        if index == "deleted" {
            std::fs::remove_dir_all(folder.data().join("index")).unwrap();
        }
        let service = Service::start(&folder);
        for (n, edition) in (1..).zip(&taken) {
            assert_eq!(&Taken::from(&service.caller(&secretariat), &manual, n).await, edition, "{index}");
        }
        service.stop();
        assert!(folder.command(&["check"]).contains(&format!("{freezes} editions")));
    }
    assert_eq!(files(&folder), files_before);
    let names_no_one = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        ["Ghana", "Denmark", "Secretariat", "public"].iter().all(|word| !text.contains(word))
    };
    assert!(files_before.values().all(|bytes| names_no_one(bytes)));
}

/// People who type, each waiting for every word to be saved.
struct Writing {
    tasks: Vec<tokio::task::JoinHandle<u64>>,
    waits: std::sync::Arc<std::sync::Mutex<Vec<Duration>>>,
    stop: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

impl Writing {
    async fn begin(scene: &Scene, documents: &[DocumentId], people: usize) -> Self {
        let (waits, stop) = (std::sync::Arc::default(), std::sync::Arc::default());
        let mut tasks = Vec::new();
        for n in 0..people {
            let seat = if n % 2 == 0 { &scene.ghana } else { &scene.denmark };
            let client = scene.service.client(seat, documents[n % documents.len()]);
            within(30, "in step", client.in_step()).await.unwrap();
            tasks.push(tokio::spawn(type_on(
                n,
                client,
                std::sync::Arc::clone(&waits),
                std::sync::Arc::clone(&stop),
            )));
        }
        Self { tasks, waits, stop }
    }

    /// Lets them type for so long; how long each word took to be saved.
    async fn pause_of(&self, ms: u64) -> Vec<Duration> {
        self.forget();
        tokio::time::sleep(Duration::from_millis(ms)).await;
        self.forget()
    }

    fn forget(&self) -> Vec<Duration> {
        std::mem::take(&mut *self.waits.lock().unwrap())
    }

    /// How many words were typed in all.
    async fn end(self) -> u64 {
        self.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let mut typed = 0;
        for task in self.tasks {
            typed += within(60, "a writer ends", task).await.unwrap();
        }
        typed
    }
}

async fn type_on(
    n: usize,
    client: Client,
    waits: std::sync::Arc<std::sync::Mutex<Vec<Duration>>>,
    stop: std::sync::Arc<std::sync::atomic::AtomicBool>,
) -> u64 {
    let mut typed = 0;
    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
        typed += 1;
        let asked = Instant::now();
        append(&client, &format!("{n}.{typed} "));
        within(60, "a word is saved", client.saved()).await.unwrap();
        waits.lock().unwrap().push(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(20 + (n as u64 * 7) % 40)).await;
    }
    client.close().await;
    typed
}

/// Waiting times as a report tells them.
struct Waits(Vec<Duration>);

impl std::fmt::Display for Waits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut waits = self.0.clone();
        waits.sort_unstable();
        let at = |share: usize| waits.get((waits.len() * share / 100).min(waits.len().saturating_sub(1)));
        let told = |wait: Option<&Duration>| wait.map_or("-".to_owned(), |wait| format!("{wait:.1?}"));
        write!(
            f,
            "{} words, p50 {}, p95 {}, longest {}",
            waits.len(),
            told(at(50)),
            told(at(95)),
            told(waits.last())
        )
    }
}

/// What the acceptance of the freeze is measured by: nobody types but one, who is watched.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_chapters_are_frozen_while_one_types() {
    let chapters = if proving() { 60 } else { 12 };
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    let page =
        "Early warning begins with somebody who notices, and goes on with somebody who listens. ".repeat(120);
    for n in 1..=chapters {
        let chapter = scene.another_chapter(&format!("Chapter {n}")).await;
        let client = scene.service.client(&scene.ghana, chapter);
        append(&client, &page);
        within(30, "a page is saved", client.saved()).await.unwrap();
        client.close().await;
    }
    let writing = Writing::begin(&scene, &[scene.chapter], 1).await;
    let before = writing.pause_of(1500).await;
    let began = Instant::now();
    freeze(&keeper, &scene.manual, "Quiet").await;
    let took = began.elapsed();
    let during = writing.forget();
    let listed = keeper.get(&editions(&scene.manual)).await.json();
    assert_eq!(listed[0]["chapters"], json!(chapters + 1));
    println!(
        "figure: {chapters} chapters of {} letters frozen in {took:.0?}; one writer before: {}; during: {}",
        page.len(),
        Waits(before),
        Waits(during)
    );
    writing.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_freezes_at_once_are_one_after_the_other_or_one() {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    let address = editions(&scene.manual);
    let post = || keeper.post(&address, json!({ "title": "At once", "final": false }));
    let answers = futures_util::future::join_all((0..6).map(|_| post())).await;
    let mut numbers: Vec<u64> = Vec::new();
    for answer in &answers {
        match answer.status {
            201 => numbers.push(answer.json()["n"].as_u64().unwrap()),
            _ => assert_eq!(answer.problem(), (409, "conflict".into())),
        }
    }
    numbers.sort_unstable();
    assert!(!numbers.is_empty() && numbers.iter().copied().eq(1..=numbers.len() as u64), "{numbers:?}");
    let listed = keeper.get(&editions(&scene.manual)).await.json();
    assert_eq!(listed.as_array().unwrap().len(), numbers.len());
}

/// The shapes that docs/api.md promises, and that what was not said is not public.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edition_has_the_promised_shapes_and_outlives_a_restart() {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 901).await;
    let update = appended(&mut document, "three plain words");
    offer(&mut link, &update).await.unwrap();
    assert_eq!(keeper.get(&editions(&scene.manual)).await.json(), json!([]));
    let (n, fingerprint) = freeze(&keeper, &scene.manual, "  First  ").await;
    let public = keeper
        .post(&editions(&scene.manual), json!({ "title": "Second", "public": true, "final": false }))
        .await
        .json();
    assert_eq!((n, &public["n"]), (1, &json!(2)));
    let listed = scene.service.caller(&scene.observer).get(&editions(&scene.manual)).await;
    let first = &listed.json()[0];
    assert_eq!(
        (&first["title"], &first["public"], &first["sha256"], &first["chapters"], &first["words"]),
        (&json!("First"), &json!(false), &json!(fingerprint), &json!(1), &json!(3))
    );
    let facts = Taken::from(&keeper, &scene.manual, 1).await.read().facts;
    assert_eq!(
        (json!(facts.position), json!(facts.frozen_at.to_string()), facts.slug.as_str()),
        (first["seq"].clone(), first["frozen_at"].clone(), "the-manual")
    );
    assert_eq!(listed.json()[1]["public"], json!(true));

    for bad in
        [json!({ "title": " " }), json!({ "title": "x".repeat(300) }), json!({ "title": "x", "seq": 1 })]
    {
        assert_eq!(keeper.post(&editions(&scene.manual), bad).await.problem(), (400, "invalid".into()));
    }
    for missing in ["3", "0", "01", "x", "1/chapters/2", "1/chapters/0"] {
        let path = format!("{}/{missing}", editions(&scene.manual));
        assert_eq!(keeper.get(&path).await.problem(), (404, "not-found".into()), "{missing}");
    }
    let stranger = scene.service.stranger();
    for (n, status) in [(1, 401), (2, 200), (3, 401)] {
        let path = format!("{}/{n}", editions(&scene.manual));
        assert_eq!(stranger.get(&path).await.status, status, "{n}");
        assert_eq!(stranger.get(&format!("{path}/chapters/1")).await.status, status, "{n}");
    }
    scene.service.kill();
    let service = Service::start(&scene.folder);
    let again = service.caller(&scene.observer).get(&editions(&scene.manual)).await;
    // What they are written as is made beside all this, sooner or later.
    let frozen = |listed: serde_json::Value| {
        let mut listed = listed.as_array().unwrap().clone();
        for edition in &mut listed {
            edition.as_object_mut().unwrap().retain(|name, _| name != "outputs" && name != "preparing");
        }
        listed
    };
    assert_eq!(frozen(again.json()), frozen(listed.json()));
}

/// A folder whose chapter "The other" cannot be frozen, the service stopped.
async fn spoiled(how: &str) -> (Folder, Seated, String, DocumentId) {
    let scene = Scene::new().await;
    let other = scene.another_chapter("The other").await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, other, 77).await;
    for word in ["one ", "two ", "three "] {
        let update = appended(&mut document, word);
        offer(&mut link, &update).await.unwrap();
    }
    scene.service.kill();
    match how {
        "damaged" => {
            let mut written = frames(&scene.folder.data());
            written.retain(|frame| frame.subject == other.bytes());
            written[written.len() - 2].spoil_payload();
        }
        // The bouncer lets no such update in; a disk may hold one all the same.
        _ => {
            let mut document = Document::new(4321);
            let mut parts: Vec<Vec<u8>> = Vec::new();
            for root in ["notes", "tables", "figures"] {
                let (_, update) = document.edit(|txn| {
                    let map = txn.get_or_insert_map(root);
                    yrs::Map::insert(&map, txn, "k", 1);
                });
                parts.push(update.unwrap());
            }
            let epoch = manual::id::Epoch::from_random([1; 16]);
            let (mut store, _) = store::store::Store::open(&scene.folder.data(), epoch, 1).unwrap();
            let update = Bytes::from(if how == "hole" { parts.remove(2) } else { parts.remove(1) });
            let record = store::record::Record::Update { document: other, update };
            store.commit(&[store::record::Entry { time_ms: 1, writer: 0, record }]).unwrap();
            store.close();
        }
    }
    (scene.folder, scene.secretariat, scene.manual, other)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_whole_is_not_frozen_and_is_named() {
    for how in ["damaged", "hole"] {
        let (folder, secretariat, manual, other) = spoiled(how).await;
        let offline = folder.attempt(&["freeze", "--title", "Offline"]);
        let said = String::from_utf8_lossy(&offline.stderr).into_owned();
        assert!(!offline.status.success() && said.contains("The other"), "{how}: {said}");

        let service = Service::start(&folder);
        let keeper = service.caller(&secretariat);
        let refused = keeper.post(&editions(&manual), json!({ "title": "No", "final": false })).await;
        assert_eq!(refused.problem(), (409, "not-freezable".into()), "{how}");
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("The other") && !detail.contains("Chapter one"), "{how}: {detail}");
        assert_eq!(keeper.get(&editions(&manual)).await.json(), json!([]), "{how}");
        assert_eq!(files(&folder), BTreeMap::new(), "{how}: what came to nothing leaves nothing");

        // Without it the rest can be frozen, under the number that was not used.
        assert_eq!(keeper.delete(&format!("/api/v1/chapters/{other}")).await.status, 204);
        assert_eq!(freeze(&keeper, &manual, "The rest").await.0, 1, "{how}");
        service.stop();
        let kinds: Vec<u8> = frames(&folder.data())
            .into_iter()
            .map(|frame| frame.kind)
            .filter(|it| [FROZEN, DROPPED, PUBLISHED].contains(it))
            .collect();
        assert_eq!(kinds, [FROZEN, DROPPED, FROZEN, DROPPED, FROZEN, PUBLISHED], "{how}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manual_without_chapters_is_not_frozen() {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    assert_eq!(keeper.delete(&format!("/api/v1/chapters/{}", scene.chapter)).await.status, 204);
    let refused = keeper.post(&editions(&scene.manual), json!({ "title": "Empty" })).await;
    assert_eq!(refused.problem(), (409, "not-freezable".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_spoiled_frozen_file_is_named_by_check_and_never_served() {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    freeze(&keeper, &scene.manual, "Whole").await;
    let taken = Taken::from(&keeper, &scene.manual, 1).await;
    let Scene { folder, service, secretariat, manual, .. } = scene;
    service.stop();
    assert!(folder.command(&["check"]).contains("1 editions"));
    for hash in [hex(&taken.read().chapters[0].sha256), hex(&taken.read().sha256)] {
        let file = folder.data().join("editions").join(&hash);
        let whole = std::fs::read(&file).unwrap();
        let mut bytes = whole.clone();
        bytes[7] ^= 1;
        for spoiled in [Some(bytes), None] {
            match &spoiled {
                Some(bytes) => std::fs::write(&file, bytes).unwrap(),
                None => std::fs::remove_file(&file).unwrap(),
            }
            let output = folder.attempt(&["check"]);
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(!output.status.success() && said.contains(&hash), "{said}");
            let service = Service::start(&folder);
            let caller = service.caller(&secretariat);
            let path = format!("{}/1/chapters/1", editions(&manual));
            assert_eq!(caller.get(&path).await.problem(), (409, "damaged".into()));
            let page = caller.get("/the-manual/editions/1/1").await;
            assert_eq!(page.problem(), (409, "damaged".into()));
            assert_eq!(caller.get(&editions(&manual)).await.json().as_array().unwrap().len(), 1);
        }
        std::fs::write(&file, &whole).unwrap();
    }
    assert!(folder.attempt(&["check"]).status.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_freezes_with_and_without_a_service() {
    let scene = Scene::new().await;
    let served = scene.folder.json(&["freeze", "--title", "Served", "--revision", "--public", "--json"]);
    assert_eq!((&served["n"], served["sha256"].as_str().unwrap().len()), (&json!(1), 64));
    let listed = scene.service.caller(&scene.ghana).get(&editions(&scene.manual)).await.json();
    assert_eq!((&listed[0]["public"], &listed[0]["sha256"]), (&json!(true), &served["sha256"]));
    let unknown = scene.folder.attempt(&["freeze", "--title", "x", "--manual", "no-such"]);
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("no-such"));
    let Scene { folder, service, secretariat, manual, .. } = scene;
    service.stop();
    let said = folder.command(&["freeze", "--title", "Alone", "--revision", "--manual", "the-manual"]);
    assert!(said.starts_with("Edition 2 (Rev. 2, a working text), frozen at position "), "{said}");
    let service = Service::start(&folder);
    let caller = service.caller(&secretariat);
    let taken = Taken::from(&caller, &manual, 2).await;
    assert!(said.contains(&hex(&taken.read().sha256)), "{said}");
    assert_eq!(taken.read().facts.previous, Some(Taken::from(&caller, &manual, 1).await.read().sha256));
}

/// Freezing needs the right to keep, whatever a token was made for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_keep_the_manual_does_not_freeze_it() {
    let scene = Scene::new().await;
    let weak = Seated { token: scene.folder.token("Secretariat", Right::Edit), ..scene.secretariat.clone() };
    let kenya = scene.folder.seat("Kenya", SeatKind::Steering, Right::Keep);
    for seated in [&scene.ghana, &scene.observer, &weak, &kenya] {
        let refused =
            scene.service.caller(seated).post(&editions(&scene.manual), json!({ "title": "x" })).await;
        assert_eq!(refused.problem(), (403, "not-allowed".into()), "{}", seated.name);
    }
    let stranger = scene.service.stranger().post(&editions(&scene.manual), json!({ "title": "x" })).await;
    assert_eq!(stranger.problem(), (401, "signed-out".into()));
    assert_eq!(files(&scene.folder), BTreeMap::new());
}
