//! A journal of which only the synced part survives a power cut, and a snapshot beside it as the index keeps one.
//! The truth that the promise is checked against is folded from here, with yrs alone.

use bytes::Bytes;
use collab::binding::Binding;
use collab::room::{ModeNow, Opening, RoomRecord};
use manual::attribution::Mode;
use manual::document::Document;

/// One record.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    Room(RoomRecord),
    /// What is told of who writes, from here on.
    Mode(Mode),
    /// An edition is everything up to here.
    Frozen {
        edition: u64,
    },
}

#[derive(Default)]
pub(crate) struct Disk {
    written: Vec<Entry>,
    /// So many records are safe.
    synced: usize,
    /// A state and the number of records folded into it.
    snapshot: Option<(usize, Bytes)>,
    /// Writing fails.
    pub(crate) full: bool,
}

impl Disk {
    /// Writes without syncing; the journal position after it.
    pub(crate) fn write(&mut self, entries: Vec<Entry>) -> u64 {
        self.written.extend(entries);
        self.written.len() as u64
    }

    /// Everything up to this position is safe from now on.
    pub(crate) fn sync(&mut self, seq: u64) {
        self.synced = self.synced.max((seq as usize).min(self.written.len()));
    }

    /// Takes back what was written since the last sync.
    pub(crate) fn take_back(&mut self) {
        self.written.truncate(self.synced);
    }

    pub(crate) fn unsynced(&self) -> usize {
        self.written.len() - self.synced
    }

    /// A power cut: of what was not synced the first few records may have reached the disk all the same.
    pub(crate) fn lose_power(&mut self, lucky_records: usize) {
        self.written.truncate(self.synced + lucky_records);
        self.synced = self.written.len();
        self.snapshot.take_if(|(folded, _)| *folded > self.written.len());
    }

    /// The process ended, the machine did not: what was written is there.
    pub(crate) fn process_ended(&mut self) {
        self.synced = self.written.len();
    }

    pub(crate) fn keep_snapshot(&mut self, seq: u64, state: Vec<u8>) {
        self.snapshot = Some((seq as usize, Bytes::from(state)));
    }

    /// What a room opens from.
    pub(crate) fn opening(&self) -> Opening {
        let (folded, snapshot) = self.snapshot_up_to(self.synced);
        let tail: Vec<Bytes> = updates(&self.written[folded..self.synced]).collect();
        Opening {
            bindings: self.bindings(),
            seq: self.synced as u64,
            tail_updates: tail.len(),
            tail_bytes: tail.iter().map(Bytes::len).sum(),
            updates: snapshot.into_iter().chain(tail).collect(),
            damaged: false,
        }
    }

    /// The mode that holds.
    pub(crate) fn mode(&self) -> ModeNow {
        let modes = (1..).zip(&self.written[..self.synced]).filter_map(|(since, entry)| match entry {
            Entry::Mode(mode) => Some(ModeNow { mode: *mode, since }),
            Entry::Room(_) | Entry::Frozen { .. } => None,
        });
        modes.last().unwrap_or_default()
    }

    /// The durable document, from the journal alone.
    pub(crate) fn fold(&self) -> Document {
        self.folded(self.synced)
    }

    /// The document as it stood at a position, from the journal alone.
    pub(crate) fn folded(&self, position: usize) -> Document {
        documented(updates(&self.written[..position]))
    }

    /// The same by way of the snapshot, as an edition is made.
    pub(crate) fn stood(&self, position: usize) -> Document {
        let (folded, snapshot) = self.snapshot_up_to(position);
        documented(snapshot.into_iter().chain(updates(&self.written[folded..position])))
    }

    /// Whether an edition is safe at this position.
    pub(crate) fn has_edition(&self, number: u64, position: usize) -> bool {
        let at = |position: usize| self.written[..self.synced].get(position.checked_sub(1)?);
        matches!(at(position), Some(Entry::Frozen { edition }) if *edition == number)
    }

    fn snapshot_up_to(&self, position: usize) -> (usize, Option<Bytes>) {
        match &self.snapshot {
            Some((folded, state)) if *folded <= position => (*folded, Some(state.clone())),
            _ => (0, None),
        }
    }

    fn bindings(&self) -> Vec<Binding> {
        let bound = |(seq, entry): (u64, &Entry)| match entry {
            Entry::Room(RoomRecord::Bind { client, owner, .. }) => {
                Some(Binding { client: *client, owner: *owner, seq })
            }
            _ => None,
        };
        (1..).zip(&self.written[..self.synced]).filter_map(bound).collect()
    }
}

fn documented(updates: impl Iterator<Item = Bytes>) -> Document {
    let mut document = Document::new(0);
    for update in updates {
        document.apply(&update).expect("a journalled update");
    }
    document
}

fn updates(entries: &[Entry]) -> impl Iterator<Item = Bytes> {
    entries.iter().filter_map(|entry| match entry {
        Entry::Room(RoomRecord::Update { update, .. }) => Some(update.clone()),
        _ => None,
    })
}
