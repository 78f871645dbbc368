//! A program that keeps its edits in a folder is killed (`kill -9`), again and again: what it reported as kept is there when
//! the folder is opened again. 5 rounds, or 50 with `CHANCERY_PROVE=1`. Nobody answers at the service's address.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use client::{Client, ClientConfig, NotKept};
use manual::id::DocumentId;
use yrs::{Text, WriteTxn};

const FOLDER: &str = "CHANCERY_KEPT_FOLDER";
const ROUND: &str = "CHANCERY_KEPT_ROUND";
const PATIENCE: Duration = Duration::from_secs(60);

fn config() -> ClientConfig {
    let document = DocumentId::from_random([7; 16]);
    ClientConfig { url: "http://127.0.0.1:9".to_owned(), document, token: "none".to_owned() }
}

fn types(client: &Client, words: &str) {
    client.edit(|txn| txn.get_or_insert_text("body").push(txn, words));
}

/// The program that is killed: it is this test's own, started again. By itself it does nothing.
#[tokio::test]
async fn a_program_that_writes() {
    let (Some(folder), Ok(round)) = (std::env::var_os(FOLDER), std::env::var(ROUND)) else { return };
    let client = Client::open(config(), Path::new(&folder)).unwrap();
    for n in 0.. {
        types(&client, &format!("<{round}.{n}>"));
        // Also several at once: they are written as one.
        if n % 3 != 0 {
            client.kept().await.unwrap();
            println!("\nkept {n}");
        }
    }
}

/// Ends with the test, whatever becomes of that.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program, kills it when it has reported as many edits, and tells the last one that it reported before.
fn killed_after(folder: &Path, round: usize, edits: usize) -> usize {
    let mut command = Command::new(std::env::current_exe().expect("its own path"));
    command.args(["--exact", "a_program_that_writes", "--nocapture"]);
    command.env(FOLDER, folder).env(ROUND, round.to_string()).stdout(Stdio::piped());
    let mut program = Running(command.spawn().expect("it starts"));
    let told = program.0.stdout.take().expect("a pipe");
    let began = Instant::now();
    let mut last = 0;
    for line in BufReader::new(told).lines().map_while(Result::ok) {
        assert!(began.elapsed() < PATIENCE, "it is too slow");
        let Some(n) = line.strip_prefix("kept ").and_then(|n| n.parse().ok()) else { continue };
        last = n;
        // Whatever it says after this, in what was in the pipe, it has reported as well.
        if n >= edits {
            program.0.kill().expect("it runs");
        }
    }
    assert!(last >= edits, "it ended by itself");
    last
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_program_reported_as_kept_is_in_its_folder() {
    let rounds = if std::env::var("CHANCERY_PROVE").is_ok_and(|it| it == "1") { 50 } else { 5 };
    let folder = tempfile::tempdir().unwrap();
    let mut promised = String::new();
    let mut edits = 0;
    for round in 0..rounds {
        let path = folder.path().to_owned();
        let last = tokio::task::spawn_blocking(move || killed_after(&path, round, 7 + round * 13 % 40));
        let last = last.await.unwrap();
        edits += last + 1;
        let client = Client::open(config(), folder.path()).unwrap();
        let text = client.text();
        promised.extend((0..=last).map(|n| format!("<{round}.{n}>")));
        assert!(text.starts_with(&promised), "round {round}: of {promised} there is {text}");
        // What it had not reported yet may be there as well.
        promised = text;
        assert_eq!(client.progress().saved, 0);
        assert!(client.progress().made > 0);
        client.close().await;
    }
    println!(
        "figure: client's queue: {rounds} times kill -9 amid {edits} edits: 0 of those reported as kept lost"
    );
}

#[tokio::test]
async fn a_folder_is_one_programs_until_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let client = Client::open(config(), folder.path()).unwrap();
    assert!(matches!(Client::open(config(), folder.path()), Err(NotKept::InUse)));
    types(&client, "early warning");
    client.close().await; // not waited for: closing writes it
    let again = Client::open(config(), folder.path()).unwrap();
    assert_eq!(again.text(), "early warning");
    assert_eq!(again.progress().made, 1);
}
