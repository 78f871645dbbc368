//! A journal of which only the synced part survives a power cut, and a snapshot beside it as the index keeps one.
//! The truth that the promise is checked against is folded from here, with yrs alone.

use bytes::Bytes;
use collab::binding::Binding;
use collab::room::{Opening, RoomRecord};
use manual::document::Document;

#[derive(Default)]
pub(crate) struct Disk {
    written: Vec<RoomRecord>,
    /// So many records are safe.
    synced: usize,
    /// A state and the number of records folded into it.
    snapshot: Option<(usize, Bytes)>,
    /// Writing fails.
    pub(crate) full: bool,
}

impl Disk {
    /// Writes without syncing; the journal position after it.
    pub(crate) fn write(&mut self, records: Vec<RoomRecord>) -> u64 {
        self.written.extend(records);
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
        let (folded, snapshot) = match &self.snapshot {
            Some((folded, state)) if *folded <= self.synced => (*folded, Some(state.clone())),
            _ => (0, None),
        };
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

    /// The durable document, from the journal alone.
    pub(crate) fn fold(&self) -> Document {
        let mut document = Document::new(0);
        for update in updates(&self.written[..self.synced]) {
            document.apply(&update).expect("a journalled update");
        }
        document
    }

    fn bindings(&self) -> Vec<Binding> {
        let bound = |(seq, record): (u64, &RoomRecord)| match record {
            RoomRecord::Bind { client, owner, .. } => Some(Binding { client: *client, owner: *owner, seq }),
            RoomRecord::Update { .. } => None,
        };
        (1..).zip(&self.written[..self.synced]).filter_map(bound).collect()
    }
}

fn updates(records: &[RoomRecord]) -> impl Iterator<Item = Bytes> {
    records.iter().filter_map(|record| match record {
        RoomRecord::Update { update, .. } => Some(update.clone()),
        RoomRecord::Bind { .. } => None,
    })
}
