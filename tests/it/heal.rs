//! A folder restored from yesterday's backup, and the devices that hold today: they bring it back, each its own, over real
//! HTTP with the program's own restore. The rules themselves, with many seeds, are tested in collab.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use collab::message::{write_block, write_number};
use manual::rights::Right;
use manual::seat::SeatKind;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::caller::Caller;
use tests::program::{Folder, binary};

use super::*;

/// A client with what its device would keep: receipts, as the service gave them.
struct Device {
    seated: Seated,
    client: Client,
    receipts: Vec<(u64, Vec<u8>)>,
}

impl Device {
    fn state(&self) -> Vec<u8> {
        self.client.read(Document::state)
    }
}

async fn receipts(caller: &Caller, chapter: DocumentId) -> Vec<(u64, Vec<u8>)> {
    let answer = caller.get(&format!("/api/v1/receipts/{chapter}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let read = |it: &Value| {
        let receipt = URL_SAFE_NO_PAD.decode(it["receipt"].as_str().unwrap()).unwrap();
        (it["client"].as_u64().unwrap(), receipt)
    };
    answer.json()["receipts"].as_array().unwrap().iter().map(read).collect()
}

fn offer_of(receipts: &[(u64, Vec<u8>)], update: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    write_number(&mut body, receipts.len() as u64);
    for (client, receipt) in receipts {
        write_number(&mut body, *client);
        write_block(&mut body, receipt);
    }
    write_block(&mut body, update);
    body
}

/// Types everywhere among what others typed, and waits until it is saved.
async fn type_among(devices: &[Device], round: usize) {
    for (n, device) in devices.iter().enumerate() {
        for turn in 0..8 {
            device.client.edit(|txn| {
                let body = txn.get_or_insert_text("body");
                let length = body.len(txn);
                let at = (length * (turn + 3 * n as u32) / 24).min(length);
                body.insert(txn, at, &format!("{n}{round}{turn} "));
            });
        }
        within(30, "saved", device.client.saved()).await.unwrap();
    }
}

/// Where backups go, and the key to them.
struct Backup {
    root: TempDir,
    public: String,
}

impl Backup {
    fn new() -> Self {
        let root = TempDir::with_prefix("chancery-heal-").unwrap();
        let made =
            Command::new(binary()).args(["backup", "key"]).arg(root.path().join("key")).output().unwrap();
        assert!(made.status.success());
        Self { root, public: String::from_utf8(made.stdout).unwrap().trim().to_owned() }
    }

    fn path(&self, name: &str) -> String {
        self.root.path().join(name).to_str().unwrap().to_owned()
    }

    fn take(&self, folder: &Folder) {
        folder.command(&["backup", "--to", &self.path("backup"), "--for", &self.public]);
    }

    fn restore(&self) -> Folder {
        let folder = Folder::new();
        let (from, key) = (self.path("backup"), self.path("key"));
        folder.command(&["restore", "--from", &from, "--key", &key, "--keep-sessions"]);
        folder
    }
}

/// Who wrote what, as the service tells it.
async fn authors(caller: &Caller, chapter: DocumentId) -> Value {
    caller.get(&format!("/api/v1/chapters/{chapter}/authors")).await.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_devices_bring_back_a_day_that_the_backup_lacks_and_nobody_brings_anothers() {
    let scene = Scene::new().await;
    let mut seats = vec![scene.secretariat.clone(), scene.ghana.clone(), scene.denmark.clone()];
    for name in ["Chile", "Japan"] {
        seats.push(scene.folder.seat(name, SeatKind::State, Right::Edit));
    }
    let stranger = scene.folder.seat("Elsewhere", SeatKind::State, Right::Edit);
    let chapter = scene.chapter;
    let mut devices = Vec::new();
    for seated in seats {
        let client = scene.service.client(&seated, chapter);
        within(30, "in step", client.in_step()).await.unwrap();
        devices.push(Device { seated, client, receipts: Vec::new() });
    }
    // One seat writes before the backup too; the others' ids it does not know.
    type_among(&devices[..1], 0).await;
    let keeper = scene.service.caller(&scene.secretariat);
    let editions = format!("/api/v1/manuals/{}/editions", scene.manual);
    let made = keeper.post(&editions, json!({ "title": "First", "final": false })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let frozen = keeper.get(&format!("{editions}/1")).await.body;
    let backup = Backup::new();
    backup.take(&scene.folder);
    type_among(&devices, 1).await;
    type_among(&devices, 2).await;
    for device in &mut devices {
        device.receipts = receipts(&scene.service.caller(&device.seated), chapter).await;
        assert_eq!(device.receipts.len(), 1, "one for the id it wrote under, and none of anybody else's");
    }
    let refused = keeper.post_bytes(&format!("/api/v1/heal/{chapter}"), offer_of(&[], &[0, 0])).await;
    assert_eq!(refused.problem(), (409, "conflict".into()), "nothing was lost yet");
    let (last, wrote) =
        (read_fresh(&scene.service, &scene.observer, chapter).await, authors(&keeper, chapter).await);
    let here: Vec<String> = devices.iter().map(|device| device.client.text()).collect();
    for (device, text) in devices.iter().zip(&here) {
        if *text != last {
            within(30, "all of it", device.client.text_when(|text| text == last)).await.unwrap();
        }
    }

    let port = scene.service.address.rsplit(':').next().unwrap().to_owned();
    scene.service.kill();
    let folder = backup.restore();
    let service = Service::start_on(&folder, &format!("127.0.0.1:{port}"));
    for device in &devices {
        let ended = within(90, "the end of the link", device.client.until(|_| false)).await;
        assert_eq!(ended.unwrap_err(), client::Ended::NotOurs, "nothing is sent to another epoch");
        assert_eq!(device.client.text(), last, "and everything is here");
    }
    let before = read_fresh(&service, &scene.observer, chapter).await;
    assert_ne!(before, last, "the backup lacks a day");

    // A stranger who heard everything offers it: bare, with the receipts of others, with forged ones.
    let address = format!("/api/v1/heal/{chapter}");
    let all: Vec<(u64, Vec<u8>)> = devices.iter().flat_map(|device| device.receipts.clone()).collect();
    let forged: Vec<(u64, Vec<u8>)> = all.iter().map(|(client, _)| (*client, vec![9; 32])).collect();
    for shown in [&[][..], &all, &forged] {
        let body = offer_of(shown, &devices[1].state());
        let answer = service.caller(&stranger).post_bytes(&address, body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.json()["missing"].as_u64().unwrap() > 0);
    }
    assert_eq!(read_fresh(&service, &scene.observer, chapter).await, before, "not a letter of it is taken");
    let body = offer_of(&all, &devices[1].state());
    let reads = service.caller(&scene.observer).post_bytes(&address, body).await;
    assert_eq!(reads.problem(), (403, "read-only".into()));

    for (n, device) in devices.iter().enumerate() {
        let body = offer_of(&device.receipts, &device.state());
        let answer = service.caller(&device.seated).post_bytes(&address, body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let missing = answer.json()["missing"].as_u64().unwrap();
        assert_eq!(missing == 0, n + 1 == devices.len(), "after {n}: {missing} are missing");
    }
    let keeper = service.caller(&scene.secretariat);
    assert_eq!(read_fresh(&service, &scene.observer, chapter).await, last, "all of it is back");
    assert_eq!(authors(&keeper, chapter).await, wrote, "and whose it was");
    assert_eq!(keeper.get(&format!("{editions}/1")).await.body, frozen, "editions are as they were");
    // Durable, and an ordinary folder.
    service.kill();
    assert!(folder.command(&["check"]).contains("1 editions"));
    let service = Service::start(&folder);
    assert_eq!(read_fresh(&service, &scene.observer, chapter).await, last);
}
