//! What the templates of a service ask for, as it is durable: read once for each state of a template, and kept for whoever
//! asks next. The rules are `manual::parts`'s. Blocks while it reads, so never on the threads that serve. Start at [`Asked::of`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use manual::assemble;
use manual::id::DocumentId;
use manual::parts::{self, Part};
use store::index::Index;

/// The parts of templates, as last read.
#[derive(Default)]
pub(crate) struct Asked {
    read: Mutex<Known>,
}

/// Each template's parts, with the position at which they were read.
type Known = HashMap<DocumentId, (u64, Arc<[Part]>)>;

impl Asked {
    /// What a template asks for at a position. Nothing when it cannot be read: no chapter lacks what nobody can name.
    pub(crate) fn of(&self, index: &Index, template: DocumentId, seq: u64) -> Arc<[Part]> {
        if let Some((at, known)) = self.read().get(&template)
            && *at >= seq
        {
            return Arc::clone(known);
        }
        let parts: Arc<[Part]> = match index.as_of(template, seq) {
            Ok(stood) => parts::parts(&assemble::chapter(&stood.document)).into(),
            Err(error) => {
                tracing::warn!(%template, %error, "what a template asks for cannot be read");
                Arc::default()
            }
        };
        self.read().insert(template, (seq, Arc::clone(&parts)));
        parts
    }

    fn read(&self) -> MutexGuard<'_, Known> {
        self.read.lock().expect("nobody panics while noting parts")
    }
}
