//! Feeding the index: what the journal has made durable, appended to the documents' tails. Idempotent by position.
//! Knows only records of documents; the registry is folded elsewhere.

use std::collections::{HashMap, HashSet};

use manual::id::DocumentId;

use crate::keys::{self, Head, Meta};
use crate::record::Record;
use crate::snapshot;
use crate::tree::{Batch, Tree, TreeFault};

/// The document a record is about, if any.
pub(crate) fn document(record: &Record) -> Option<DocumentId> {
    match record {
        Record::ManualCreated { outline: document, .. }
        | Record::Bound { document, .. }
        | Record::Update { document, .. } => Some(*document),
        Record::ChapterCreated { chapter, .. } => Some((*chapter).into()),
        _ => None,
    }
}

/// The heads of documents, remembered between batches.
#[derive(Default)]
pub(crate) struct Feeder {
    heads: HashMap<DocumentId, Head>,
}

impl Feeder {
    /// Appends records in one batch and notes that everything up to `fed` is in. Documents for which `skip` says yes are
    /// left alone, and so is a document whose head cannot be read: it is returned, and read from the journal from now on.
    pub(crate) fn feed<'a>(
        &mut self,
        tree: &Tree,
        records: impl IntoIterator<Item = (u64, &'a Record)>,
        fed: u64,
        skip: impl Fn(DocumentId) -> bool,
    ) -> Result<Vec<DocumentId>, TreeFault> {
        let mut batch = Batch::default();
        let mut heads: HashMap<DocumentId, Head> = HashMap::new();
        let mut bound = HashSet::new();
        let mut unreadable = Vec::new();
        for (seq, record) in records {
            let Some(document) = document(record).filter(|document| !skip(*document)) else { continue };
            if unreadable.contains(&document) {
                continue;
            }
            let known = heads.get(&document).or_else(|| self.heads.get(&document)).copied();
            let head =
                known.map_or_else(|| snapshot::head(tree, document).map(Option::unwrap_or_default), Ok);
            match head.and_then(|head| take(tree, &mut batch, &mut bound, head, seq, record)) {
                Ok(head) => {
                    heads.insert(document, head);
                }
                Err(TreeFault::Value(_)) => unreadable.push(document),
                Err(fault) => return Err(fault),
            }
        }
        for (document, head) in &heads {
            batch.put(keys::head(*document), &head.encode());
        }
        batch.number(Meta::Fed, fed);
        tree.apply(batch)?;
        self.heads.extend(heads);
        Ok(unreadable)
    }

    /// Takes in a head that was written otherwise.
    pub(crate) fn learn(&mut self, document: DocumentId, head: Head) {
        self.heads.insert(document, head);
    }
}

fn take(
    tree: &Tree,
    batch: &mut Batch,
    bound: &mut HashSet<(DocumentId, u64)>,
    mut head: Head,
    seq: u64,
    record: &Record,
) -> Result<Head, TreeFault> {
    if seq <= head.seq {
        return Ok(head);
    }
    match record {
        Record::ManualCreated { seed, outline, .. } => {
            snapshot::put_update(batch, &mut head, *outline, seq, seed);
        }
        Record::ChapterCreated { seed, chapter, .. } => {
            snapshot::put_update(batch, &mut head, (*chapter).into(), seq, seed);
        }
        Record::Update { document, update } => snapshot::put_update(batch, &mut head, *document, seq, update),
        Record::Bound { document, client, seat } => {
            let key = keys::binding(*document, *client);
            let new = tree.get(&key)?.is_none() && bound.insert((*document, *client));
            head.bindings += u64::from(new);
            batch.put(key, &seat.bytes());
        }
        _ => {}
    }
    head.seq = seq;
    Ok(head)
}
