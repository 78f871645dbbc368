//! Feeding the index: what the journal has made durable, appended to the documents' tails. Idempotent by position.
//! Knows only records of documents; the registry is folded elsewhere.

use std::collections::{HashMap, HashSet};

use manual::id::DocumentId;

use crate::index::State;
use crate::keys::{self, Head, Meta};
use crate::read;
use crate::record::attribution::AttributionRecord;
use crate::record::{ProposalAct, Record};
use crate::snapshot;
use crate::tree::{Changes, Tree, TreeFault};

/// The document a record is about, if any.
pub(crate) fn document(record: &Record) -> Option<DocumentId> {
    match record {
        Record::ManualCreated { outline: document, .. }
        | Record::Bound { document, .. }
        | Record::Update { document, .. }
        | Record::Attribution(AttributionRecord::Tagged { document, .. }) => Some(*document),
        Record::ChapterCreated { chapter, .. } | Record::TemplateCreated { template: chapter, .. } => {
            Some((*chapter).into())
        }
        Record::Proposal { proposal, act: ProposalAct::Created(_) } => Some((*proposal).into()),
        _ => None,
    }
}

/// The heads of documents, remembered between batches.
#[derive(Default)]
pub(crate) struct Feeder {
    heads: HashMap<DocumentId, Head>,
}

impl Feeder {
    /// Appends records, then their documents' heads, and notes that everything up to `fed` is in.
    ///
    /// A head stands only where nothing of its document is missing. So a document that is left out (`State::apart`), or
    /// whose records so far are not all there, loses its head and is returned: from now on the journal is read for it.
    pub(crate) fn feed<'a>(
        &mut self,
        tree: &Tree,
        records: impl IntoIterator<Item = (u64, &'a Record)>,
        fed: u64,
        state: &State,
    ) -> Result<Vec<DocumentId>, TreeFault> {
        let mut changes = Changes::default();
        let mut heads: HashMap<DocumentId, Head> = HashMap::new();
        let mut bound = HashSet::new();
        let mut apart = HashSet::new();
        for (seq, record) in records {
            let Some(document) = document(record) else { continue };
            if apart.contains(&document) || state.is_apart(document) {
                apart.insert(document);
                continue;
            }
            let known = heads.get(&document).or_else(|| self.heads.get(&document)).copied();
            let head = known.map_or_else(|| begin(tree, document, seq, state), Ok);
            match head.and_then(|head| take(tree, &mut changes, &mut bound, head, seq, record)) {
                Ok(head) => {
                    heads.insert(document, head);
                }
                Err(TreeFault::Value(_)) => {
                    apart.insert(document);
                }
                Err(fault) => return Err(fault),
            }
        }
        for document in &apart {
            heads.remove(document);
            self.heads.remove(document);
            changes.remove(keys::head(*document));
        }
        for (document, head) in &heads {
            changes.put(keys::head(*document), &head.encode());
        }
        changes.number(Meta::Fed, fed);
        tree.apply(changes)?;
        self.heads.extend(heads);
        Ok(apart.into_iter().collect())
    }

    /// Takes in a head that was written otherwise.
    pub(crate) fn learn(&mut self, document: DocumentId, head: Head) {
        self.heads.insert(document, head);
    }
}

/// The head to which a record is added: the one in the index, or a new one for a document's first record.
fn begin(tree: &Tree, document: DocumentId, seq: u64, state: &State) -> Result<Head, TreeFault> {
    match snapshot::head(tree, document)? {
        Some(head) => Ok(head),
        None if state.documents.get(&document).is_some_and(|extent| extent.first == seq) => {
            Ok(Head::default())
        }
        None => Err(TreeFault::Value("the document's earlier records are not in the index")),
    }
}

fn take(
    tree: &Tree,
    changes: &mut Changes,
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
            snapshot::put_update(changes, &mut head, *outline, seq, seed);
        }
        Record::ChapterCreated { seed, chapter, .. }
        | Record::TemplateCreated { seed, template: chapter, .. } => {
            snapshot::put_update(changes, &mut head, (*chapter).into(), seq, seed);
        }
        Record::Proposal { proposal, act: ProposalAct::Created(new) } => {
            snapshot::put_update(changes, &mut head, (*proposal).into(), seq, &new.seed);
        }
        Record::Update { document, update } => {
            snapshot::put_update(changes, &mut head, *document, seq, update)
        }
        _ => {
            if let (Some(document), Some(binding)) = (document(record), read::binding(seq, record)) {
                let key = keys::binding(document, binding.client);
                let new = !is_counted(tree, &key, head, binding.client)?
                    && bound.insert((document, binding.client));
                head.bindings += u64::from(new);
                changes.put(key, &keys::binding_body(&binding));
            }
        }
    }
    head.seq = seq;
    Ok(head)
}

/// Whether a head has counted the binding under a key. One that stands there from a feeding that was cut off has not been:
/// its position is behind the head's.
fn is_counted(tree: &Tree, key: &[u8], head: Head, client: u64) -> Result<bool, TreeFault> {
    let Some(body) = tree.get(key)? else { return Ok(false) };
    let binding = keys::binding_of(client, &body).ok_or(TreeFault::Value("a binding is not one"))?;
    Ok(binding.seq <= head.seq)
}
