//! A data folder with a little of everything, a backup of it and the key. Everything comes from numbers, but for the keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backup::Failed;
use backup::key::{Opener, SealedTo, pair};
use backup::look::{Looked, look};
use backup::restore::{Afterwards, Restore, Restored};
use backup::take::{Run, Taken};
use bytes::Bytes;
use manual::document::Document;
use manual::id::{ChapterId, DocumentId, Epoch, InvitationId, ManualId, PersonId, SeatId, SessionId};
use manual::person::{Role, Term};
use manual::seat::SeatKind;
use store::disk::{Disk, RealDisk};
use store::editions::Editions;
use store::images::Images;
use store::record::people::PeopleRecord;
use store::record::{Entry, Record};
use store::store::Store;
use store::vault;
use yrs::Text;

/// Words that may be found in no file of a backup.
pub(crate) const CANARY: &str = "kanarievogel";

pub(crate) struct World {
    root: tempfile::TempDir,
    pub(crate) public: String,
    pens: BTreeMap<u8, Document>,
}

pub(crate) fn chapter(number: u8) -> DocumentId {
    ChapterId::from_random([number; 16]).into()
}

pub(crate) fn session(number: u8) -> SessionId {
    SessionId::from_random([100 + number; 16])
}

pub(crate) fn person() -> PersonId {
    PersonId::from_random([150; 16])
}

pub(crate) fn entry(record: Record) -> Entry {
    Entry { time_ms: 1_000, writer: 0, record }
}

impl World {
    /// A folder with a seat, two sessions, an open invitation, a person, a manual of three chapters, a picture and a frozen file.
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let pair = pair();
        std::fs::write(root.path().join("key"), pair.private).unwrap();
        let world = Self { root, public: pair.public, pens: BTreeMap::new() };
        let mut store = world.open();
        store.vault().put(&vault::of_person(person()), &[77; 32]).unwrap();
        store.commit(&furniture()).unwrap();
        store.close();
        let images = Images::open(&world.data()).unwrap();
        images.keep(format!("a picture of a {CANARY}").as_bytes(), 1 << 20).unwrap();
        let editions = Editions::of(&world.data());
        editions.prepare().unwrap();
        editions.put(format!("a frozen {CANARY}").as_bytes(), |_| {}).unwrap();
        world
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.path("backup")
    }

    pub(crate) fn opener(&self) -> Opener {
        Opener::read(&self.path("key")).unwrap()
    }

    pub(crate) fn to(&self) -> SealedTo {
        SealedTo::read(std::slice::from_ref(&self.public)).unwrap()
    }

    pub(crate) fn open(&self) -> Store {
        open(&self.data())
    }

    /// Somebody writes into a chapter.
    pub(crate) fn write(&mut self, number: u8, words: &str) {
        let pen = self.pens.entry(number).or_insert_with(|| {
            let pen = Document::new(1_000 + u64::from(number));
            pen.doc().get_or_insert_text("body");
            pen
        });
        let body = pen.doc().get_or_insert_text("body");
        let ((), update) = pen.edit(|txn| body.push(txn, words));
        let record = Record::Update { document: chapter(number), update: update.unwrap().into() };
        self.commit(record);
    }

    pub(crate) fn commit(&self, record: Record) {
        let mut store = self.open();
        store.commit(&[entry(record)]).unwrap();
        store.close();
    }

    /// One run.
    pub(crate) fn take(&self) -> Result<Taken, Failed> {
        take(&self.data(), &self.dir(), self.to())
    }

    pub(crate) fn look(&self) -> Result<Looked, Failed> {
        look(&self.dir(), Some(&self.opener()))
    }

    /// Restores into a new folder of this name.
    pub(crate) fn restore(&self, name: &str, afterwards: Afterwards) -> Result<Restored, Failed> {
        self.restore_to(name, afterwards, None, false)
    }

    pub(crate) fn restore_to(
        &self,
        name: &str,
        afterwards: Afterwards,
        to_position: Option<u64>,
        despite_damage: bool,
    ) -> Result<Restored, Failed> {
        let restore = Restore {
            from: &self.dir(),
            opener: &self.opener(),
            data: &self.path(name),
            to_position,
            afterwards,
            despite_damage,
            fresh: Epoch::from_random([201; 16]),
            time_ms: 5_000,
        };
        restore.run()
    }
}

pub(crate) fn open(data: &Path) -> Store {
    Store::open(data, Epoch::from_random([200; 16]), 1_000).unwrap().0
}

pub(crate) fn take(data: &Path, dir: &Path, to: SealedTo) -> Result<Taken, Failed> {
    take_on(Arc::new(RealDisk), data, dir, to)
}

pub(crate) fn take_on(disk: Arc<dyn Disk>, data: &Path, dir: &Path, to: SealedTo) -> Result<Taken, Failed> {
    let store = open(data);
    let mut run = Run::begin_on(disk, data, dir, to)?;
    let documents = run.journal(store.seq())?;
    let hash = |id: &DocumentId| (*id, store.index().content_hash(*id, store.seq()).unwrap());
    let hashes = documents.keys().map(hash).collect();
    let taken = run.finish(&documents, &hashes, 2_000);
    store.close();
    taken
}

/// A copy of a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for (path, bytes) in files(from) {
        let to = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}

/// All files of a folder with their bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
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

fn furniture() -> Vec<Entry> {
    let (manual, seat) = (ManualId::from_random([50; 16]), SeatId::from_random([1; 16]));
    let seed = Bytes::from(Document::new(1).state());
    let began = |number| Record::SessionBegan {
        session: session(number),
        seat,
        token: [number; 32],
        ends_ms: 9_000,
        right: None,
        program: number == 2,
    };
    let invitation = InvitationId::from_random([70; 16]);
    let sealed = Bytes::from_static(b"sealed");
    let term = Term::default();
    let added = PeopleRecord::PersonAdded {
        person: person(),
        seat,
        role: Role::Colleague,
        admin: false,
        term,
        sealed,
    };
    let mut records = vec![
        Record::SeatAdded { seat, name: format!("Seat {CANARY}"), kind: SeatKind::State },
        Record::People(added),
        began(1),
        began(2),
        Record::InvitationMade { invitation, seat, link: [1; 32], code: [2; 32], ends_ms: 9_000 },
        Record::ManualCreated {
            manual,
            slug: "trade".into(),
            title: format!("Trade {CANARY}"),
            outline: DocumentId::from_bytes([80; 16]),
            seed: seed.clone(),
        },
    ];
    for number in [1, 2, 3] {
        let chapter = ChapterId::from_random([number; 16]);
        records.push(Record::ChapterCreated { manual, chapter, seed: seed.clone() });
    }
    records.into_iter().map(entry).collect()
}
