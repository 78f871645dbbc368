//! The one committer thread: it owns the store, because both journal and index block. Orders come in over a bounded
//! channel; it takes what waits, commits once, folds the records into the shared registry, then reports.
//! Knows no rooms and no HTTP. A commit that may be half on disk ends the service: see [`Ended`].

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::thread;

use manual::id::DocumentId;
use store::index::Index;
use store::record::{Entry, NewProposal, ProposalAct, Record};
use store::registry::Registry;
use store::store::{CommitFailed, Store};
use store::vault::Vault;
use tokio::sync::{mpsc, oneshot};

use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::people::People;

/// Why an order was not carried out. Nothing of it is in the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotCommitted {
    /// The disk refused; later orders may succeed.
    NotWritten,
    /// The thread has ended.
    Stopped,
}

/// How the thread ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ended {
    /// Asked to, with everything written and the index flushed.
    Politely,
    /// Nobody knows what is on disk. The process must end; the next start finds out.
    NotSynced,
}

pub(crate) type Report = oneshot::Receiver<Result<u64, NotCommitted>>;

pub(crate) enum Order {
    Commit { entries: Vec<Entry>, report: oneshot::Sender<Result<u64, NotCommitted>> },
    Snapshot { document: DocumentId, seq: u64, state: Vec<u8> },
    Stop,
}

/// What the thread shows of itself.
struct Shown {
    people: RwLock<People>,
    seq: AtomicU64,
    /// Whether the last commit could be written.
    writable: AtomicBool,
    /// Documents shown at their last good state.
    damaged: Mutex<BTreeSet<DocumentId>>,
}

/// A handle on the thread.
#[derive(Clone)]
pub(crate) struct Journal {
    orders: mpsc::Sender<Order>,
    shown: Arc<Shown>,
    index: Index,
    vault: Arc<Vault>,
    pub(crate) metrics: Arc<Metrics>,
}

impl Journal {
    /// Starts the thread; `damaged` is what opening the folder found. The receiver tells how it ended; a panic in it counts as [`Ended::NotSynced`].
    pub(crate) fn start(
        store: Store,
        damaged: Vec<DocumentId>,
        limits: &Limits,
    ) -> (Self, oneshot::Receiver<Ended>) {
        let (orders, waiting) = mpsc::channel(limits.journal_orders_max);
        let (ended, end) = oneshot::channel();
        let shown = Arc::new(Shown {
            people: RwLock::new(People::new(store.registry().clone())),
            seq: AtomicU64::new(store.seq()),
            writable: AtomicBool::new(true),
            damaged: Mutex::new(damaged.into_iter().collect()),
        });
        let (index, vault) = (store.index(), store.vault());
        let metrics = Arc::new(Metrics::new());
        let counting = Arc::clone(&metrics);
        let journal = Self { orders, shown: Arc::clone(&shown), index, vault, metrics };
        let bytes_max = limits.commit_bytes_max;
        let committer = Committer { store, waiting, shown, bytes_max, metrics: counting };
        thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || {
                // Nobody listens any more when the service has already given up.
                let _ = ended.send(committer.run());
            })
            .expect("the operating system gives a thread");
        (journal, end)
    }

    /// Makes these durable as one, and says at which position the last of them stands.
    pub(crate) async fn commit(&self, entries: Vec<Entry>) -> Result<u64, NotCommitted> {
        self.order(entries).await.await.unwrap_or(Err(NotCommitted::Stopped))
    }

    /// The same for who has other things to do meanwhile.
    pub(crate) async fn order(&self, entries: Vec<Entry>) -> Report {
        let (report, reported) = oneshot::channel();
        // A closed channel drops the sender of the report, which reads as `Stopped`.
        let _ = self.orders.send(Order::Commit { entries, report }).await;
        reported
    }

    /// Replaces a document's tail by its folded state. Dropped when the thread is busy: a later one does as well.
    pub(crate) fn snapshot(&self, document: DocumentId, seq: u64, state: Vec<u8>) {
        let _ = self.orders.try_send(Order::Snapshot { document, seq, state });
    }

    /// Asks the thread to finish what waits and close the folder.
    pub(crate) async fn stop(&self) {
        let _ = self.orders.send(Order::Stop).await;
    }

    /// Looks at seats, sessions, manuals and chapters as they durably stand.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Registry) -> R) -> R {
        self.people(|people| look(people.registry()))
    }

    pub(crate) fn people<R>(&self, look: impl FnOnce(&People) -> R) -> R {
        look(&self.shown.people.read().expect("nobody panics while folding a record in"))
    }

    /// Orders that wait to be taken.
    pub(crate) fn waiting(&self) -> usize {
        self.orders.max_capacity() - self.orders.capacity()
    }

    /// The last durable position.
    pub(crate) fn seq(&self) -> u64 {
        self.shown.seq.load(Ordering::Acquire)
    }

    pub(crate) fn is_writable(&self) -> bool {
        self.shown.writable.load(Ordering::Relaxed)
    }

    /// Documents with a damaged record, by id.
    pub(crate) fn damaged(&self) -> BTreeSet<DocumentId> {
        self.damaged_now().clone()
    }

    /// A document turned out to be damaged after the start.
    pub(crate) fn note_damaged(&self, document: DocumentId) {
        self.damaged_now().insert(document);
    }

    fn damaged_now(&self) -> MutexGuard<'_, BTreeSet<DocumentId>> {
        self.shown.damaged.lock().expect("nobody panics while naming a document")
    }

    pub(crate) fn index(&self) -> Index {
        self.index.clone()
    }

    /// The keys that open what is sealed.
    pub(crate) fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.vault)
    }
}

#[cfg(test)]
impl Journal {
    /// A journal whose orders a test carries out by itself, or does not.
    pub(crate) fn by_hand(store: &Store) -> (Self, mpsc::Receiver<Order>) {
        let (orders, waiting) = mpsc::channel(16);
        let shown = Shown {
            people: RwLock::new(People::new(store.registry().clone())),
            seq: AtomicU64::new(store.seq()),
            writable: AtomicBool::new(true),
            damaged: Mutex::default(),
        };
        let metrics = Arc::new(Metrics::new());
        (
            Self { orders, shown: Arc::new(shown), index: store.index(), vault: store.vault(), metrics },
            waiting,
        )
    }
}

struct Committer {
    store: Store,
    waiting: mpsc::Receiver<Order>,
    shown: Arc<Shown>,
    bytes_max: usize,
    metrics: Arc<Metrics>,
}

/// One order inside a group.
struct Part {
    entries: usize,
    report: oneshot::Sender<Result<u64, NotCommitted>>,
}

impl Committer {
    fn run(mut self) -> Ended {
        while let Some(first) = self.waiting.blocking_recv() {
            let (group, parts, then) = self.gather(first);
            if !parts.is_empty() && self.commit(&group, parts).is_err() {
                return Ended::NotSynced;
            }
            match then {
                Some(Order::Stop) => break,
                Some(Order::Snapshot { document, seq, state }) => {
                    if !self.store.put_snapshot(document, seq, &state) {
                        tracing::warn!(%document, seq, "a snapshot could not be put away; the tail stays");
                    }
                }
                Some(Order::Commit { .. }) | None => {}
            }
        }
        self.store.close();
        Ended::Politely
    }

    /// Everything that waits, up to the bound, and the first order that is no commit.
    fn gather(&mut self, first: Order) -> (Vec<Entry>, Vec<Part>, Option<Order>) {
        let (mut group, mut parts, mut bytes) = (Vec::new(), Vec::new(), 0);
        let mut next = Some(first);
        while let Some(order) = next {
            let Order::Commit { entries, report } = order else { return (group, parts, Some(order)) };
            bytes += entries.iter().map(bytes_of).sum::<usize>();
            parts.push(Part { entries: entries.len(), report });
            group.extend(entries);
            if bytes >= self.bytes_max {
                break;
            }
            next = self.waiting.try_recv().ok();
        }
        (group, parts, None)
    }

    fn commit(&mut self, group: &[Entry], parts: Vec<Part>) -> Result<(), Ended> {
        match self.store.commit(group) {
            Ok(last) => {
                self.shown.writable.store(true, Ordering::Relaxed);
                self.metrics.committed(group.len(), self.store.sync_took());
                self.fold(group, last);
                report(parts, group.len(), last);
                Ok(())
            }
            Err(CommitFailed::NotWritten(source)) => {
                tracing::error!(%source, entries = group.len(), "the journal could not be written; nothing was kept");
                self.shown.writable.store(false, Ordering::Relaxed);
                self.metrics.commits_refused.inc();
                for part in parts {
                    let _ = part.report.send(Err(NotCommitted::NotWritten));
                }
                Ok(())
            }
            Err(CommitFailed::NotSynced(source)) => {
                tracing::error!(%source, "the journal could not be synced; the service ends here");
                Err(Ended::NotSynced)
            }
        }
    }

    /// Before any report: whoever hears of a record finds it in the registry.
    fn fold(&self, group: &[Entry], last: u64) {
        let mut people = self.shown.people.write().expect("nobody panics while folding a record in");
        let first = last + 1 - u64::try_from(group.len()).expect("a count fits");
        for (seq, entry) in (first..).zip(group) {
            people.apply_at(seq, entry.time_ms, &entry.record);
        }
        self.shown.seq.store(last, Ordering::Release);
    }
}

/// Tells each party the position of its own last record.
fn report(parts: Vec<Part>, entries: usize, last: u64) {
    let mut after = entries;
    for part in parts {
        after -= part.entries;
        let after = u64::try_from(after).expect("a count fits");
        // Whoever asked may have gone; the records are durable all the same.
        let _ = part.report.send(Ok(last - after));
    }
}

fn bytes_of(entry: &Entry) -> usize {
    const FRAME: usize = 64;
    let payload = match &entry.record {
        Record::Update { update, .. } => update.len(),
        Record::ManualCreated { seed, .. }
        | Record::ChapterCreated { seed, .. }
        | Record::TemplateCreated { seed, .. }
        | Record::Proposal { act: ProposalAct::Created(NewProposal { seed, .. }), .. } => seed.len(),
        _ => 0,
    };
    FRAME + payload
}
