//! A number for everything a folder holds: two folders (or one before and after) with the same digest hold the same
//! seats, sessions, manuals, bindings and texts. For tests; never stored, since its form may change.

use manual::id::DocumentId;
use sha2::{Digest, Sha256};

use crate::fold;
use crate::index::{Index, LoadFailed};
use crate::keys;
use crate::read::Loaded;
use crate::record::Hash;
use crate::registry::Registry;
use crate::store::Store;

impl Store {
    /// The digest of the registry and of every document.
    ///
    /// # Errors
    /// [`LoadFailed`] of the first document that could not be read.
    pub fn digest(&self) -> Result<Hash, LoadFailed> {
        let index = self.index();
        let mut hash = Sha256::new();
        hash.update(registry(&self.registry));
        for id in index.documents() {
            hash.update(document(&index, id)?);
        }
        Ok(hash.finalize().into())
    }
}

/// The digest of seats, invitations, sessions, writers, manuals and chapters.
fn registry(registry: &Registry) -> Hash {
    // Ordered maps of plain values: the debug form says everything, always in the same order.
    Sha256::digest(format!("{registry:?}")).into()
}

/// The digest of one document, however it is stored.
///
/// # Errors
/// [`LoadFailed`] when it could not be read.
pub fn document(index: &Index, document: DocumentId) -> Result<Hash, LoadFailed> {
    let (loaded, damaged) = index.loaded(document, 0)?;
    Ok(of(document, &loaded, damaged))
}

pub(crate) fn of(document: DocumentId, loaded: &Loaded, damaged: bool) -> Hash {
    let mut hash = Sha256::new();
    hash.update(document.bytes());
    hash.update(loaded.seq.to_be_bytes());
    hash.update([u8::from(damaged)]);
    for (client, binding) in &loaded.bindings {
        hash.update(client.to_be_bytes());
        hash.update(keys::binding_body(binding));
    }
    let content = fold::fold(loaded).map(|folded| manual::content::content(&folded));
    hash.update(content.as_deref().unwrap_or("cannot be folded"));
    hash.finalize().into()
}
