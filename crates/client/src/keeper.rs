//! The thread that writes what a client keeps. An edit counts as kept when a sync that began after it was written has come
//! back. Once the disk refuses, nothing more is kept, and whoever waits is told; the link goes on. The file: `kept`.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use collab::replica::{Home, Record};

use crate::kept::{Files, append_record};

/// The file is folded when it has grown by so many bytes and to four times what it began with.
const FOLD_BYTES: usize = 1 << 20;

/// Something to be written.
pub(crate) enum Job {
    Append(Record),
    /// All that is held: the file begins anew with it.
    Fold {
        state: Vec<u8>,
        home: Option<Home>,
        waiting: u64,
    },
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wrote {
    /// So many more own edits are kept.
    Kept(u64),
    Failed,
}

/// The shell's side of the thread.
pub(crate) struct Keeper {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    base_bytes: usize,
    grown_bytes: usize,
    saved: u64,
}

impl Keeper {
    /// Begins the file anew with this, and then the thread.
    pub(crate) fn begin(
        files: Files,
        state: &[u8],
        home: Option<&Home>,
        waiting: u64,
        tell: impl Fn(Wrote) + Send + 'static,
    ) -> io::Result<Self> {
        let file = files.begin(state, home, waiting)?;
        let (jobs, orders) = channel();
        let thread = std::thread::Builder::new().name("keeper".to_owned()).spawn(move || {
            let writer = Writer { files, file };
            if let Err(error) = writer.work(&orders, &tell) {
                tracing::error!(%error, "a client's folder takes nothing more");
                tell(Wrote::Failed);
            }
        })?;
        let (jobs, thread) = (Some(jobs), Some(thread));
        Ok(Self { jobs, thread, base_bytes: state.len(), grown_bytes: 0, saved: 0 })
    }

    pub(crate) fn keep(&mut self, record: Record) {
        let record = match record {
            Record::Saved(edits) => Record::Saved(edits - std::mem::replace(&mut self.saved, edits)),
            other => other,
        };
        self.grown_bytes += match &record {
            Record::Own(update) | Record::Heard(update) => update.len(),
            Record::Home(_) | Record::Saved(_) | Record::Renewed => 0,
        };
        self.order(Job::Append(record));
    }

    pub(crate) fn wants_fold(&self) -> bool {
        self.grown_bytes > FOLD_BYTES.max(3 * self.base_bytes)
    }

    pub(crate) fn fold(&mut self, state: Vec<u8>, home: Option<Home>, waiting: u64) {
        (self.base_bytes, self.grown_bytes) = (state.len(), 0);
        self.order(Job::Fold { state, home, waiting });
    }

    fn order(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job); // a thread that failed has said so
        }
    }

    /// Lets the thread write what it has; it ends then.
    pub(crate) fn end(&mut self) -> Option<JoinHandle<()>> {
        self.jobs = None;
        self.thread.take()
    }
}

struct Writer {
    files: Files,
    file: File,
}

impl Writer {
    fn work(mut self, orders: &Receiver<Job>, tell: &impl Fn(Wrote)) -> io::Result<()> {
        while let Ok(first) = orders.recv() {
            let (mut bytes, mut own) = (Vec::new(), 0);
            for job in std::iter::once(first).chain(orders.try_iter()) {
                match job {
                    Job::Append(record) => {
                        own += u64::from(matches!(record, Record::Own(_)));
                        append_record(&mut bytes, &record);
                    }
                    Job::Fold { state, home, waiting } => {
                        bytes.clear(); // all of it is in the state
                        self.file = self.files.begin(&state, home.as_ref(), waiting)?;
                    }
                }
            }
            self.file.write_all(&bytes)?;
            if own > 0 {
                self.file.sync_data()?;
                tell(Wrote::Kept(own));
            }
        }
        self.file.sync_data()
    }
}
