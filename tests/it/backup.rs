//! Backups of a running service into which people write: what was saved before a run is in it, what is restored is the
//! same by its hashes, and a run that is killed or finds no room takes nothing from the runs before it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use store::images::Images;
use tempfile::TempDir;
use tests::chance::Chance;
use tests::program::{Folder, binary, without_folder};
use tests::proving;
use tests::service::Scene;

use super::*;

/// Where a backup and its key are.
pub(crate) struct Place {
    root: TempDir,
    public: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let root = TempDir::with_prefix("chancery-backup-").unwrap();
        let made = without_folder(&["backup", "key", root.path().join("key").to_str().unwrap()]);
        let public = said(&made).trim().to_owned();
        Self { root, public }
    }

    fn dir(&self) -> PathBuf {
        self.root.path().join("backup")
    }

    fn text(&self, name: &str) -> String {
        self.root.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn take(&self, folder: &Folder) -> Output {
        folder.attempt(&["backup", "--to", &self.text("backup"), "--for", &self.public])
    }

    pub(crate) fn restore(&self, with: &[&str]) -> (Folder, String) {
        let folder = Folder::new();
        let (from, key) = (self.text("backup"), self.text("key"));
        let told = said(&folder.attempt(&[&["restore", "--from", &from, "--key", &key], with].concat()));
        (folder, told)
    }

    fn check(&self) -> Output {
        without_folder(&["check", "--backup", &self.text("backup"), "--key", &self.text("key")])
    }

    pub(crate) fn drill(&self) -> Output {
        without_folder(&["drill", "--from", &self.text("backup"), "--key", &self.text("key")])
    }
}

/// What a command said that succeeded.
pub(crate) fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    let (out, err) = (String::from_utf8_lossy(out), String::from_utf8_lossy(err));
    assert!(output.status.success(), "{out}{err}");
    out.into_owned()
}

/// What a command said that was refused.
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The number behind a word.
pub(crate) fn number_after(told: &str, words: &str) -> u64 {
    let rest = told.split_once(words).unwrap_or_else(|| panic!("no `{words}` in {told}")).1;
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

/// Whether words stand in any file of a folder.
fn stands_in(folder: &Path, words: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => stands_in(&path, words),
            false => std::fs::read(&path).unwrap().windows(words.len()).any(|it| it == words.as_bytes()),
        }
    })
}

/// Somebody who types one word after the other, each when the one before is saved.
pub(crate) struct Typist {
    saved: Arc<AtomicUsize>,
    pub(crate) typing: tokio::task::JoinHandle<()>,
}

impl Typist {
    pub(crate) fn new(client: Client, name: &'static str, stop: &Arc<AtomicBool>) -> Self {
        let saved = Arc::new(AtomicUsize::new(0));
        let (count, stop) = (saved.clone(), stop.clone());
        let typing = tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let n = count.load(Ordering::Acquire);
                append(&client, &format!("{name}{n} "));
                client.saved().await.unwrap();
                count.store(n + 1, Ordering::Release);
            }
        });
        Self { saved, typing }
    }

    pub(crate) fn saved(&self) -> usize {
        self.saved.load(Ordering::Acquire)
    }
}

fn assert_has(text: &str, name: &str, saved: usize) {
    for n in 0..saved {
        assert!(text.contains(&format!("{name}{n} ")), "{name}{n} was saved before the run: {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_what_is_being_written_is_the_folder_elsewhere() {
    let scene = Scene::new().await;
    let second = scene.another_chapter("Chapter two").await;
    let place = Place::new();
    let stop = Arc::new(AtomicBool::new(false));
    let client = |seated, chapter| scene.service.client(seated, chapter);
    let typists = [
        ("kofi", Typist::new(client(&scene.ghana, scene.chapter), "kofi", &stop)),
        ("dina", Typist::new(client(&scene.denmark, scene.chapter), "dina", &stop)),
        ("sven", Typist::new(client(&scene.denmark, second), "sven", &stop)),
    ];
    let runs = if proving() { 40 } else { 4 };
    let mut promised = Vec::new();
    for run in 0..runs {
        let enough = |typist: &Typist, n: usize| typist.saved() >= n * 5;
        within(120, "everybody types", async {
            while !typists.iter().all(|(_, typist)| enough(typist, run + 1)) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
        let before: Vec<_> = typists.iter().map(|(name, typist)| (*name, typist.saved())).collect();
        if run == 1 {
            scene.folder.command(&["freeze", "--title", "Amid", "--revision"]);
        }
        let told = tokio::task::block_in_place(|| said(&place.take(&scene.folder)));
        promised.push((number_after(&told, "up to position "), before));
    }
    stop.store(true, Ordering::Relaxed);
    let mut typed = 0;
    for (_, typist) in typists {
        within(60, "the last word is saved", typist.typing).await.unwrap();
        typed += typist.saved.load(Ordering::Acquire);
    }
    let (text, other) = (
        read_fresh(&scene.service, &scene.observer, scene.chapter).await,
        read_fresh(&scene.service, &scene.observer, second).await,
    );
    said(&place.take(&scene.folder));
    assert!(!stands_in(&place.dir(), "kofi0") && !stands_in(&place.dir(), "Chapter two"));
    said(&place.check());

    // The last run, elsewhere, for a move.
    scene.service.kill();
    let (moved, told) = place.restore(&["--same"]);
    let documents = number_after(&told, ".\n");
    assert!(documents >= 3, "{told}");
    said(&moved.attempt(&["check"]));
    let service = Service::start(&moved);
    assert_eq!(read_fresh(&service, &scene.observer, scene.chapter).await, text);
    assert_eq!(read_fresh(&service, &scene.observer, second).await, other);
    let editions =
        service.caller(&scene.secretariat).get(&format!("/api/v1/manuals/{}/editions", scene.manual)).await;
    assert!(editions.text().contains("Amid"), "{}", editions.text());
    drop(service);

    // Each run, and one in its middle of everyday: what was saved before it is in it.
    let some = if proving() { &promised[..] } else { &promised[1..2] };
    for (position, before) in some {
        let (earlier, _) = place.restore(&["--keep-sessions", "--to-position", &position.to_string()]);
        let service = Service::start(&earlier);
        let text = read_fresh(&service, &scene.observer, scene.chapter).await;
        let other = read_fresh(&service, &scene.observer, second).await;
        for (name, saved) in before {
            assert_has(if *name == "sven" { &other } else { &text }, name, *saved);
        }
    }
    let drilled = said(&place.drill());
    let took = drilled.lines().last().unwrap().to_owned();
    println!("figure: backup: {runs} runs while three people saved {typed} words: 0 lost; {took}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restore_there_is_a_new_epoch_and_everybody_comes_in_anew() {
    let scene = Scene::new().await;
    let place = Place::new();
    said(&place.take(&scene.folder));
    let epoch = |session: serde_json::Value| session["epoch"].as_str().unwrap().to_owned();
    let before = epoch(scene.service.caller(&scene.ghana).get("/api/v1/session").await.json());
    let (folder, told) = place.restore(&[]);
    assert!(told.contains("A new epoch has begun. 4 sessions"), "{told}");
    let service = Service::start(&folder);
    assert_eq!(
        service.caller(&scene.ghana).get("/api/v1/manuals").await.problem(),
        (401, "signed-out".into())
    );
    let ghana = folder.token("Ghana", manual::rights::Right::Edit);
    let seated = Seated { token: ghana, ..scene.ghana.clone() };
    let after = epoch(service.caller(&seated).get("/api/v1/session").await.json());
    assert_ne!(before, after);
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_a_whole_backup() {
    let folder = Folder::new();
    folder.command(&["seat", "add", "Ghana", "--kind", "state"]);
    let place = Place::new();
    let images = Images::open(&folder.data()).unwrap();
    let (rounds, seed) = (if proving() { 40 } else { 8 }, 7);
    let mut chance = Chance::new(seed);
    let (mut amid, mut whole) = (0, Duration::from_millis(400));
    for round in 0..rounds {
        for picture in 0..20 {
            let bytes = format!("{round} {picture} ").repeat(2_000);
            images.keep(bytes.as_bytes(), 1 << 30).unwrap();
        }
        folder.command(&["seat", "add", &format!("Seat {round}"), "--kind", "state"]);
        let mut run = Command::new(binary());
        run.args(["backup", "--to", &place.text("backup"), "--for", &place.public, "--data"])
            .arg(folder.data());
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let after = Duration::from_micros(chance.below(u64::try_from(whole.as_micros()).unwrap()));
        std::thread::sleep(after); // when it is killed is chance; nothing below depends on it
        amid += usize::from(run.try_wait().unwrap().is_none());
        run.kill().unwrap();
        run.wait().unwrap();
        if place.dir().join("index/00000001.index").exists() {
            said(&place.check());
        }
        if round % 4 == 3 {
            let began = Instant::now();
            said(&place.take(&folder));
            whole = began.elapsed();
            said(&place.check());
        }
    }
    said(&place.take(&folder));
    said(&place.drill());
    println!(
        "figure: backup: {rounds} runs, {amid} of them killed amid, seed {seed}: each backup whole, 0 lost"
    );
}

#[test]
fn without_room_a_run_is_refused_in_words_and_costs_nothing() {
    let folder = Folder::new();
    folder.command(&["seat", "add", "Ghana", "--kind", "state"]);
    let place = Place::new();
    said(&place.take(&folder));
    let images = Images::open(&folder.data()).unwrap();
    images.keep(&[7; 200_000], 1 << 30).unwrap();
    // The service answers for the folder, so that the run itself writes nothing but the backup.
    let _service = Service::start(&folder);
    // No file past 64 KiB, as on a disk that is full.
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap "" XFSZ; ulimit -f 128; exec "$0" "$@""#]).arg(binary());
    shell
        .args(["backup", "--to", &place.text("backup"), "--for", &place.public, "--data"])
        .arg(folder.data());
    let told = refused(&shell.output().unwrap());
    assert!(told.contains("could not be written into the backup"), "{told}");
    said(&place.check());
    said(&place.drill());
    assert!(said(&place.take(&folder)).contains("Run 2"), "when there is room it goes on");
    said(&place.check());
}

#[test]
fn what_cannot_be_done_is_said_in_words() {
    let folder = Folder::new();
    folder.command(&["seat", "add", "Ghana", "--kind", "state"]);
    let (place, other) = (Place::new(), Place::new());
    said(&place.take(&folder));
    let to = place.text("backup");
    let private = std::fs::read_to_string(place.text("key")).unwrap();
    let private = private.lines().last().unwrap();
    let told = refused(&folder.attempt(&["backup", "--to", &to, "--for", private]));
    assert!(told.contains("private half") && !told.contains(private), "{told}");
    let wrong = ["--from", &to, "--key", &other.text("key")];
    let new = Folder::new();
    assert!(
        refused(&new.attempt(&[&["restore"], &wrong[..]].concat())).contains("the key opens nothing here")
    );
    assert!(!new.data().join("journal").exists());
    assert!(
        refused(&without_folder(&[&["drill"], &wrong[..]].concat())).contains("the key opens nothing here")
    );
    let right = ["restore", "--from", &to, "--key", &place.text("key")];
    assert!(refused(&folder.attempt(&right)).contains("is not empty"));
    assert!(
        refused(&folder.attempt(&[
            "backup",
            "--to",
            &folder.data().to_string_lossy(),
            "--for",
            &place.public
        ]))
        .contains("is not empty")
    );
    let made_again = without_folder(&["backup", "key", &place.text("key")]);
    assert!(refused(&made_again).contains("cannot be made"), "a key is never written over");
    let file = place.dir().join("vault/00000001.age");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let checked = place.check();
    assert!(!checked.status.success());
    let named = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(named.contains("vault/00000001.age: its bytes are not what was written"), "{named}");
}
