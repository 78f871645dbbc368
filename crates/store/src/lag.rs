//! What is durable and not yet in the index. A feeding costs two changes of thread and a head for each document, more than
//! all else that a commit costs; here the records of some commits wait for each other. Whoever reads a document has the
//! index catch up first, so that nobody sees that it lags. The journal has everything.

use crate::feed::Feeder;
use crate::index::State;
use crate::record::{Entry, Record};
use crate::tree::{Tree, TreeFault};

/// So many records wait at most.
const ENTRIES_MAX: usize = 128;
/// So many bytes of updates, about.
const BYTES_MAX: usize = 256 << 10;
/// So long, by the entries' times; in a journal that nobody writes they wait for whoever reads, or for the end.
const WAIT_MAX_MS: u64 = 500;

#[derive(Default)]
pub(crate) struct Lag {
    pub(crate) feeder: Feeder,
    entries: Vec<(u64, Entry)>,
    bytes: usize,
}

impl Lag {
    /// Notes the records of one commit, the first of which stands at `first`.
    pub(crate) fn take(&mut self, first: u64, entries: &[Entry], bytes: usize) {
        self.entries.extend((first..).zip(entries.iter().cloned()));
        self.bytes += bytes;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether it is time to catch up.
    pub(crate) fn is_due(&self, now_ms: u64) -> bool {
        let Some((_, oldest)) = self.entries.first() else { return false };
        // A clock that went back says nothing about how long it has been.
        let waited = now_ms.checked_sub(oldest.time_ms).is_none_or(|waited_ms| waited_ms >= WAIT_MAX_MS);
        waited || self.entries.len() >= ENTRIES_MAX || self.bytes >= BYTES_MAX
    }
}

impl State {
    /// Gives the index all that waits. What an index that is closed lacks is read from the journal when it is opened again.
    pub(crate) fn catch_up(&mut self) -> Result<(), TreeFault> {
        let entries = std::mem::take(&mut self.lag.entries);
        self.lag.bytes = 0;
        let Some((fed, _)) = entries.last() else { return Ok(()) };
        let Some(tree) = self.tree.take() else { return Ok(()) };
        let done = self.feed(&tree, entries.iter().map(|(seq, entry)| (*seq, &entry.record)), *fed);
        self.tree = Some(tree);
        done
    }

    /// Gives a tree records, after which everything up to `fed` is in, and doubts the documents of which it lacks something.
    pub(crate) fn feed<'a>(
        &mut self,
        tree: &Tree,
        records: impl IntoIterator<Item = (u64, &'a Record)>,
        fed: u64,
    ) -> Result<(), TreeFault> {
        let mut feeder = std::mem::take(&mut self.lag.feeder);
        let apart = feeder.feed(tree, records, fed, self);
        self.lag.feeder = feeder;
        self.doubted.extend(apart?);
        Ok(())
    }
}
