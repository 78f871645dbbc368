//! Reads a data folder from end to end and says what is wrong where. Changes nothing, also where a start is refused;
//! looks at the index in a copy, because sled writes when it opens. Frozen files and pictures: `frozen`.

mod frozen;

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use collab::binding::Binding;
use manual::document::Document;
use manual::id::{DocumentId, ManualId};

use crate::fold;
use crate::journal::{self, segment_name};
use crate::keys::Meta;
use crate::open::LOCK;
use crate::payload;
use crate::record::publishing::{PublicKey, PublishingRecord, Signature};
use crate::record::{Hash, NewProposal, ProposalAct, Record};
use crate::replay;
use crate::segment::{self, Fault, Frame, Frames, START_BYTES};
use crate::snapshot;
use crate::tree::{self, Tree, TreeFault};

/// What a check found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    pub segments: usize,
    pub records: u64,
    pub journal_bytes: u64,
    pub documents: usize,
    /// Editions that were published.
    pub editions: usize,
    /// Pictures.
    pub images: usize,
    /// The last position whose frame is whole.
    pub seq: u64,
    /// Bytes after the last whole group that the next start cuts; nobody was ever told of them.
    pub unfinished_bytes: u64,
    pub index: IndexChecked,
    /// Every place that is not as it was written. Empty: the folder is whole.
    pub problems: Vec<Problem>,
}

/// How far the index was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum IndexChecked {
    /// There is none; the next start makes it from the journal.
    #[default]
    Missing,
    /// A running service has it; the journal alone was checked.
    InUse,
    Checked,
}

/// One place, and what is wrong there and follows from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub place: String,
    pub what: String,
}

impl Report {
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks a data folder: every segment, frame and update of the journal, and every document in the index against it.
pub fn check(data: &Path) -> Report {
    let mut check = Check::default();
    let lock = shared_lock(data);
    if let Err(failed) = check.journal(data) {
        check.problem("journal", format!("it cannot be read: {failed}"));
    }
    check.report.documents = check.documents.len();
    check.frozen(data);
    check.images(data);
    match lock {
        Ok(_held) if tree::folder(data).exists() => check.index(data),
        Ok(_) => {}
        Err(()) => check.report.index = IndexChecked::InUse,
    }
    check.report
}

#[derive(Default)]
struct Check {
    report: Report,
    /// The position that the next frame must have.
    next: u64,
    documents: BTreeMap<DocumentId, Checked>,
    /// The manifests of what was published, by manual and number.
    published: BTreeMap<(ManualId, u32), Hash>,
    /// Who signed what, by the same.
    signed: BTreeMap<(ManualId, u32), (PublicKey, Signature)>,
}

/// A document as the journal alone makes it.
struct Checked {
    document: Document,
    bindings: BTreeMap<u64, Binding>,
    seq: u64,
    damaged: bool,
}

impl Check {
    fn problem(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.report.problems.push(Problem { place: place.into(), what: what.into() });
    }

    fn journal(&mut self, data: &Path) -> io::Result<()> {
        let folder = journal::folder(data);
        let numbers = journal::segments(&folder)?;
        self.next = 1;
        for (index, number) in numbers.iter().enumerate() {
            let name = segment_name(*number);
            if *number as usize != index + 1 {
                self.problem(
                    format!("segment {name}"),
                    "a segment before it is missing; the service does not start",
                );
            }
            let bytes = std::fs::read(folder.join(&name))?;
            self.report.segments += 1;
            self.report.journal_bytes += bytes.len() as u64;
            self.segment(&name, &bytes, index + 1 == numbers.len());
        }
        Ok(())
    }

    fn segment(&mut self, name: &str, bytes: &[u8], newest: bool) {
        let mut frames = match Frames::new(bytes) {
            Ok((start, frames)) => {
                if start.first != self.next {
                    self.fault(name, 0, "the segment does not follow the one before");
                }
                frames
            }
            Err(_) if newest && bytes.len() <= START_BYTES => {
                self.report.unfinished_bytes += bytes.len() as u64;
                return;
            }
            Err(fault) => {
                self.fault(name, 0, words(fault).1);
                match segment::headers(bytes, 0).next() {
                    Some((at, header)) => Frames::resume(bytes, at, &header),
                    None => return,
                }
            }
        };
        let mut whole = START_BYTES;
        loop {
            match frames.next() {
                None => break,
                Some(Ok(frame)) => {
                    self.frame(name, &frame);
                    if frame.header.last {
                        whole = frame.at + frame.header.frame_bytes();
                    }
                }
                Some(Err(Fault::Incomplete { .. })) if newest => break,
                Some(Err(fault)) => {
                    let (at, what) = words(fault);
                    self.fault(name, at, what);
                    let Some((at, header)) = segment::headers(bytes, at + 1).next() else { return };
                    frames = Frames::resume(bytes, at, &header);
                }
            }
        }
        if newest {
            self.report.unfinished_bytes += bytes.len().saturating_sub(whole) as u64;
        } else if whole != bytes.len() {
            self.fault(name, whole, "the segment ends inside a group");
        }
    }

    fn fault(&mut self, segment: &str, at: usize, what: &str) {
        self.problem(format!("segment {segment}, byte {at}"), format!("{what}; the service does not start"));
    }

    fn frame(&mut self, segment: &str, frame: &Frame<'_>) {
        let header = &frame.header;
        self.report.records += 1;
        self.report.seq = header.seq;
        self.next = header.seq + 1;
        let record = replay::record(frame);
        if frame.payload.is_none() || record.is_none() {
            self.problem(format!("segment {segment}, byte {}", frame.at), replay::describe(header));
        }
        match &record {
            Some(Record::Published { manual, edition, manifest }) => {
                self.published.insert((*manual, *edition), *manifest);
            }
            Some(Record::Publishing(PublishingRecord::EditionSigned { manual, edition, key, signature })) => {
                self.signed.insert((*manual, *edition), (*key, *signature));
            }
            _ => {}
        }
        let Some(id) = payload::document(header) else { return };
        let checked = self.documents.entry(id).or_insert_with(Checked::empty);
        if !checked.take(header.seq, record) {
            let what = format!(
                "record {} of document {id} is not admissible; the document stays before it",
                header.seq
            );
            self.problem(format!("segment {segment}, byte {}", frame.at), what);
        }
    }

    fn index(&mut self, data: &Path) {
        self.report.index = IndexChecked::Checked;
        let checked = Copied::of(&tree::folder(data))
            .map_err(|failed| TreeFault::Sled(failed.into()))
            .and_then(|copy| {
                let tree = Tree::open(&copy.0)?;
                let checked = self.against(&tree);
                tree.close();
                checked
            });
        if let Err(fault) = checked {
            self.problem("index", format!("{fault}; the next start makes it again from the journal"));
        }
    }

    fn against(&mut self, tree: &Tree) -> Result<(), TreeFault> {
        let applied = tree.number(Meta::Applied)?.unwrap_or(0);
        let fed = tree.number(Meta::Fed)?.unwrap_or(0);
        if fed > self.report.seq {
            let what = format!(
                "it proves record {fed} to have been durable, and the journal ends before; the service does not start"
            );
            self.problem("index", what);
            return Ok(());
        }
        let mut wrong = Vec::new();
        for (id, checked) in self.documents.iter().filter(|(_, checked)| !checked.damaged) {
            let seq = snapshot::head(tree, *id).map(|head| head.unwrap_or_default().seq);
            // What lies behind the mark is fed again at the next start.
            if matches!(seq, Ok(seq) if seq < checked.seq) && checked.seq > applied {
                continue;
            }
            match snapshot::load(tree, *id, checked.seq) {
                Ok(loaded) if checked.equals(&loaded) => {}
                Ok(_) => wrong.push((*id, "it differs from the journal".to_owned())),
                Err(fault) => wrong.push((*id, fault.to_string())),
            }
        }
        for (id, what) in wrong {
            self.problem(
                format!("index, document {id}"),
                format!("{what}; the journal is read in its place"),
            );
        }
        Ok(())
    }
}

impl Checked {
    fn empty() -> Self {
        Self { document: Document::new(0), bindings: BTreeMap::new(), seq: 0, damaged: false }
    }

    /// Takes a record in; `false` when the document is damaged from here on for a reason not yet named.
    fn take(&mut self, seq: u64, record: Option<Record>) -> bool {
        if self.damaged {
            return true;
        }
        let update = match record {
            None => {
                self.damaged = true;
                return true;
            }
            Some(
                Record::ManualCreated { seed: update, .. }
                | Record::ChapterCreated { seed: update, .. }
                | Record::TemplateCreated { seed: update, .. }
                | Record::Proposal { act: ProposalAct::Created(NewProposal { seed: update, .. }), .. },
            ) => Some(update),
            Some(Record::Update { update, .. }) => Some(update),
            Some(record) => {
                self.bindings
                    .extend(crate::read::binding(seq, &record).map(|binding| (binding.client, binding)));
                None
            }
        };
        self.seq = seq;
        let admitted = update
            .filter(|update| !update.is_empty())
            .is_none_or(|update| fold::apply(&mut self.document, &update).is_some());
        self.damaged = !admitted;
        admitted
    }

    fn equals(&self, loaded: &crate::read::Loaded) -> bool {
        let folded = fold::fold(loaded);
        loaded.bindings == self.bindings && folded.is_ok_and(|folded| fold::same(&folded, &self.document))
    }
}

fn words(fault: Fault) -> (usize, &'static str) {
    match fault {
        Fault::Damaged { at, what } => (at, what),
        Fault::Incomplete { at } => (at, "the segment ends inside a frame"),
        Fault::Newer { at, .. } => (at, "it was written by a newer version"),
    }
}

/// Keeps a service from starting meanwhile; `Err` when one is running.
fn shared_lock(data: &Path) -> Result<Option<File>, ()> {
    let Ok(file) = File::open(data.join(LOCK)) else { return Ok(None) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(()),
        _ => Ok(Some(file)),
    }
}

/// A copy of a folder of files, removed when dropped.
struct Copied(PathBuf);

impl Copied {
    fn of(folder: &Path) -> io::Result<Self> {
        static COPIES: AtomicU32 = AtomicU32::new(0);
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        let copy = Self(std::env::temp_dir().join(format!("chancery-check-{}-{number}", std::process::id())));
        copy_folder(folder, &copy.0)?;
        Ok(copy)
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

impl Drop for Copied {
    fn drop(&mut self) {
        // Best effort: the system empties its temporary folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
