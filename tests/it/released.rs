//! Data folders that released versions wrote (`tests/folders`; their index left out, which is made again) open and read as
//! they were written, take new words, and are backed up; a folder of a version to come is refused and left as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use manual::rights::Right;
use tests::program::Folder;

use super::*;

/// What the version wrote: `expected.json` beside its folder.
struct Released {
    version: String,
    chapters: Vec<(DocumentId, String)>,
    /// The title of the edition that it froze, if it could freeze.
    edition: Option<String>,
}

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("folders")
}

fn released() -> Vec<Released> {
    let inside = std::fs::read_dir(kept()).unwrap().map(|entry| entry.unwrap());
    let folders = inside.filter(|entry| entry.path().is_dir());
    let mut versions: Vec<_> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    versions.sort();
    let read = |version: String| {
        let json = std::fs::read(kept().join(&version).join("expected.json")).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let chapters = json["chapters"].as_object().unwrap().iter();
        let chapters =
            chapters.map(|(id, text)| (DocumentId::parse(id).unwrap(), text.as_str().unwrap().to_owned()));
        let edition = json["edition"].as_str().map(str::to_owned);
        Released { version, chapters: chapters.collect(), edition }
    };
    versions.into_iter().map(read).collect()
}

/// A folder as a version left it.
fn folder_of(version: &str) -> Folder {
    let folder = Folder::new();
    copy(&kept().join(version).join("data"), &folder.data());
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => drop(found.insert(path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_of_released_versions_open_and_read_as_they_were_written() {
    let all = released();
    assert!(all.iter().any(|it| it.version == "0.1"), "the first release is kept");
    for Released { version, chapters, edition } in &all {
        let folder = folder_of(version);
        let before = files(&folder.data().join("journal"));
        folder.command(&["check"]);
        assert_eq!(files(&folder.data().join("journal")), before, "{version}: a check changes nothing");
        let ghana = Seated {
            token: folder.token("Ghana", Right::Edit),
            ..folder.seat("Kenya", manual::seat::SeatKind::State, Right::Edit)
        };
        let service = Service::start(&folder);
        for (id, text) in chapters {
            assert_eq!(&read_fresh(&service, &ghana, *id).await, text, "{version}");
            let (mut link, mut document) = joined(&service, &ghana, *id, 4_000_000_001).await;
            let update = appended(&mut document, " And on.");
            offer(&mut link, &update).await.unwrap();
        }
        if let Some(edition) = edition {
            let page = service.caller(&ghana).get("/api/v1/manuals").await;
            let manual = page.json()[0]["id"].as_str().unwrap().to_owned();
            let editions = service.caller(&ghana).get(&format!("/api/v1/manuals/{manual}/editions")).await;
            assert!(editions.text().contains(edition.as_str()), "{version}: {}", editions.text());
        }
        service.kill();
        let service = Service::start(&folder);
        for (id, text) in chapters {
            assert_eq!(read_fresh(&service, &ghana, *id).await, format!("{text} And on."), "{version}");
        }
        drop(service);
        folder.command(&["check"]);
    }
    println!("figure: folders of {} released versions open and read as they were written", all.len());
}

/// CRC32C, bit by bit.
fn crc32c(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0x82f6_3b78 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[test]
fn a_folder_of_a_version_to_come_is_refused_and_left_as_it_was() {
    // Where a format byte stands, and what its checksum covers: the start of the segment, and the first frame.
    for (at, of, sum) in [(8, 0..36, 36), (40, 40..92, 92)] {
        let version = &released().pop().unwrap().version;
        let folder = folder_of(version);
        let segment = folder.data().join("journal/00000001.seg");
        let mut bytes = std::fs::read(&segment).unwrap();
        bytes[at] += 1;
        let crc = crc32c(&bytes[of]).to_be_bytes();
        bytes[sum..sum + 4].copy_from_slice(&crc);
        std::fs::write(&segment, bytes).unwrap();
        let mut before = files(&folder.data());
        for command in [&["seat", "list"][..], &["freeze", "--title", "x"], &["check"]] {
            assert!(!folder.attempt(command).status.success(), "{command:?}");
        }
        assert!(Service::attempt(&folder, "127.0.0.1:0").is_err());
        let told = String::from_utf8(folder.attempt(&["seat", "list"]).stderr).unwrap();
        assert!(told.contains("written by a newer version (format 2)"), "{told}");
        before.insert(folder.data().join("lock"), Vec::new());
        assert_eq!(files(&folder.data()), before);
    }
}
