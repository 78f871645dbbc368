//! A folder, a manual in it, and pens that write into chapters. Everything comes from a seed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use manual::document::Document;
use manual::id::{ChapterId, DocumentId, Epoch, InvitationId, ManualId, SeatId, SessionId};
use manual::rights::Right;
use manual::seat::SeatKind;
use yrs::{GetString, Text};

use crate::index::Stored;
use crate::record::{Entry, Record};
use crate::store::{OpenRefused, Opened, Store};

/// `small` in everyday runs, `full` with CHANCERY_PROVE=1.
pub(super) fn count(small: usize, full: usize) -> usize {
    if std::env::var_os("CHANCERY_PROVE").is_some_and(|prove| prove == "1") { full } else { small }
}

/// Numbers from a seed (splitmix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }
}

pub(super) fn id(number: u8) -> [u8; 16] {
    [number; 16]
}

pub(super) fn chapter(number: u8) -> ChapterId {
    ChapterId::from_random(id(number))
}

pub(super) fn document(number: u8) -> DocumentId {
    chapter(number).into()
}

pub(super) fn seat(number: u8) -> SeatId {
    SeatId::from_random(id(number))
}

/// Writes into one document as one client.
pub(super) struct Pen {
    replica: Document,
    document: DocumentId,
    client: u64,
}

impl Pen {
    pub(super) fn new(document: DocumentId, client: u64) -> Self {
        let replica = Document::new(client);
        replica.doc().get_or_insert_text("body");
        Self { replica, document, client }
    }

    /// The update that appends `words`.
    pub(super) fn writes(&mut self, words: &str) -> Bytes {
        let body = self.replica.doc().get_or_insert_text("body");
        let ((), update) = self.replica.edit(|txn| body.push(txn, words));
        update.unwrap().into()
    }

    /// The update that deletes the first `count` characters.
    pub(super) fn deletes(&mut self, count: u32) -> Bytes {
        let body = self.replica.doc().get_or_insert_text("body");
        let ((), update) = self.replica.edit(|txn| body.remove_range(txn, 0, count));
        update.unwrap().into()
    }

    /// Takes in what others wrote.
    pub(super) fn hears(&mut self, update: &[u8]) {
        self.replica.apply(update).unwrap();
    }

    pub(super) fn entry(&mut self, words: &str) -> Entry {
        let update = self.writes(words);
        entry(Record::Update { document: self.document, update })
    }

    pub(super) fn bound(&self) -> Entry {
        entry(Record::Bound { document: self.document, client: self.client, seat: seat(1) })
    }

    pub(super) fn state(&self) -> Vec<u8> {
        self.replica.state()
    }
}

pub(super) fn entry(record: Record) -> Entry {
    Entry { time_ms: 1_000, writer: 0, record }
}

/// The text of a stored document.
pub(super) fn text(stored: &Stored) -> String {
    let mut document = Document::new(0);
    for update in &stored.updates {
        document.apply(update).unwrap();
    }
    let body = document.doc().get_or_insert_text("body");
    document.read(|txn| body.get_string(txn))
}

pub(super) fn reads(store: &Store, document: DocumentId) -> String {
    text(&store.index().load(document, 0).unwrap())
}

/// A temporary data folder.
pub(super) struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn try_open(&self) -> Result<(Store, Opened), OpenRefused> {
        Store::open(self.path(), Epoch::from_random(id(9)), 1_000)
    }

    pub(super) fn open(&self) -> Store {
        self.try_open().unwrap().0
    }

    /// A store with a seat, a session, a manual and chapters 1 and 2, whose pens are returned.
    pub(super) fn furnished(&self) -> (Store, Pen, Pen) {
        let mut store = self.open();
        store.commit(&furniture()).unwrap();
        (store, Pen::new(document(1), 101), Pen::new(document(2), 102))
    }

    pub(super) fn segment(&self, number: u32) -> PathBuf {
        self.path().join("journal").join(format!("{number:08}.seg"))
    }

    /// A copy of the folder as it is now, as `kill -9` would leave it (but for the lock).
    pub(super) fn copy(&self) -> Self {
        let copy = Self::new();
        copy_folder(self.path(), copy.path());
        copy
    }
}

pub(super) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

pub(super) fn flip(path: &Path, byte: usize, bit: u8) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[byte] ^= 1 << bit;
    std::fs::write(path, bytes).unwrap();
}

pub(super) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// One record of each small kind, and chapters 1 and 2.
pub(super) fn furniture() -> Vec<Entry> {
    let (manual, session) = (ManualId::from_random(id(50)), SessionId::from_random(id(60)));
    let invitation = InvitationId::from_random(id(70));
    let seed = Bytes::from(Document::new(1).state());
    let mut records = vec![
        Record::SeatAdded { seat: seat(1), name: "Ghana".into(), kind: SeatKind::State },
        Record::InvitationMade { invitation, seat: seat(1), link: [1; 32], code: [2; 32], ends_ms: 5 },
        Record::InvitationTried { invitation },
        Record::InvitationUsed { invitation },
        Record::SessionBegan {
            session,
            seat: seat(1),
            token: [3; 32],
            ends_ms: 9_000,
            right: Some(Right::Edit),
            program: true,
        },
        Record::WriterNamed { writer: 1, seat: seat(1), session },
        Record::ManualCreated {
            manual,
            slug: "trade".into(),
            title: "Trade".into(),
            outline: DocumentId::from_bytes(id(80)),
            seed: seed.clone(),
        },
    ];
    for number in [1, 2] {
        records.push(Record::ChapterCreated { manual, chapter: chapter(number), seed: seed.clone() });
    }
    records.into_iter().map(entry).collect()
}
