//! One document in the index: read whole with every count and checksum compared, or written anew.
//! Says plainly when something is missing or wrong; never repairs, never guesses. Appending is `feed`'s business.

use std::collections::BTreeMap;

use bytes::Bytes;
use collab::binding::Binding;
use manual::id::DocumentId;

use crate::keys::{self, Head};
use crate::read::Loaded;
use crate::tree::{Changes, Pair, Tree, TreeFault};

/// A document's head, if the index has the document.
pub(crate) fn head(tree: &Tree, document: DocumentId) -> Result<Option<Head>, TreeFault> {
    tree.get(&keys::head(document))?.map(|body| decoded(&body)).transpose()
}

fn decoded(body: &[u8]) -> Result<Head, TreeFault> {
    Head::decode(body).ok_or(TreeFault::Value("a document's head is not one"))
}

/// Reads a document. `seq` is its last record as the journal has it: an index that ends elsewhere is not believed.
pub(crate) fn load(tree: &Tree, document: DocumentId, seq: u64) -> Result<Loaded, TreeFault> {
    let [heads, parts, updates, bound] = tree.scan([
        keys::head(document),
        keys::snapshot_prefix(document),
        keys::tail_prefix(document),
        keys::binding_prefix(document),
    ])?;
    let (_, head) = heads.first().ok_or(TreeFault::Value("the document is not in the index"))?;
    let head = decoded(head)?;
    if head.seq != seq {
        return Err(TreeFault::Value("the index ends at another record of the document"));
    }
    let loaded =
        Loaded { snapshot: snapshot(parts, &head)?, tail: tail(updates)?, bindings: bindings(bound)?, seq };
    let tail_bytes: usize = loaded.tail.iter().map(|(_, update)| update.len()).sum();
    let counts = (loaded.tail.len() as u64, tail_bytes as u64, loaded.bindings.len() as u64);
    if counts != (head.tail_updates, head.tail_bytes, head.bindings) {
        return Err(TreeFault::Value("values of the document are missing"));
    }
    Ok(loaded)
}

/// Writes a document in place of whatever the index has of it. The head goes first and comes last: what is cut off has none.
pub(crate) fn write(tree: &Tree, document: DocumentId, loaded: &Loaded) -> Result<Head, TreeFault> {
    let mut changes = Changes::default();
    changes.remove(keys::head(document));
    for prefix in
        [keys::snapshot_prefix(document), keys::tail_prefix(document), keys::binding_prefix(document)]
    {
        tree.keys(&prefix)?.into_iter().for_each(|key| changes.remove(key));
    }
    let mut head = Head { seq: loaded.seq, bindings: loaded.bindings.len() as u64, ..Head::default() };
    if let Some((seq, state)) = &loaded.snapshot {
        for (part, body) in keys::parts(state).enumerate() {
            changes.put(keys::snapshot_part(document, *seq, part), body);
        }
        (head.snapshot_seq, head.snapshot_bytes) = (*seq, state.len() as u64);
        head.snapshot_sum = crc32c::crc32c(state);
    }
    for (seq, update) in &loaded.tail {
        put_update(&mut changes, &mut head, document, *seq, update);
    }
    for (client, binding) in &loaded.bindings {
        changes.put(keys::binding(document, *client), &keys::binding_body(binding));
    }
    changes.put(keys::head(document), &head.encode());
    tree.apply(changes)?;
    Ok(head)
}

/// Adds one update to the changes and to the head that will end it.
pub(crate) fn put_update(
    changes: &mut Changes,
    head: &mut Head,
    document: DocumentId,
    seq: u64,
    update: &[u8],
) {
    for (part, body) in keys::parts(update).enumerate() {
        changes.put(keys::tail_part(document, seq, part), body);
    }
    head.tail_updates += 1;
    head.tail_bytes += update.len() as u64;
}

fn snapshot(parts: Vec<Pair>, head: &Head) -> Result<Option<(u64, Bytes)>, TreeFault> {
    match (head.snapshot_seq, pieces(parts)?.into_iter().next()) {
        (0, None) => Ok(None),
        (seq, Some((found, state)))
            if found == seq
                && state.len() as u64 == head.snapshot_bytes
                && crc32c::crc32c(&state) == head.snapshot_sum =>
        {
            Ok(Some((seq, state.into())))
        }
        _ => Err(TreeFault::Value("the document's snapshot is not the one its head describes")),
    }
}

fn tail(parts: Vec<Pair>) -> Result<Vec<(u64, Bytes)>, TreeFault> {
    Ok(pieces(parts)?.into_iter().map(|(seq, update)| (seq, update.into())).collect())
}

fn bindings(bound: Vec<Pair>) -> Result<BTreeMap<u64, Binding>, TreeFault> {
    bound
        .into_iter()
        .map(|(key, body)| {
            let client = keys::client_of(&key);
            let binding = client.and_then(|client| Some((client, keys::binding_of(client, &body)?)));
            binding.ok_or(TreeFault::Value("a binding is not one"))
        })
        .collect()
}

/// Parts put together again, by seq.
fn pieces(parts: Vec<Pair>) -> Result<BTreeMap<u64, Vec<u8>>, TreeFault> {
    let mut whole: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    for (key, body) in parts {
        let seq = keys::seq_of(&key).ok_or(TreeFault::Value("a key is not one of ours"))?;
        whole.entry(seq).or_default().extend_from_slice(&body);
    }
    Ok(whole)
}
