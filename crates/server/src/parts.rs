//! What the templates of a service ask for, as it is durable: read once for each state of a template, and kept for whoever
//! asks next. The rules are `manual::parts`'s. Blocks while it reads, so never on the threads that serve. Start at [`Asked::of`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use manual::assemble;
use manual::id::DocumentId;
use manual::parts::{self, Part};
use store::index::Index;

/// What templates ask for, as last read.
#[derive(Default)]
pub(crate) struct Asked {
    read: Mutex<Known>,
}

/// What each template asks for, with the position at which it was read.
type Known = HashMap<DocumentId, (u64, Arc<Asks>)>;

/// What a template asks for.
#[derive(Default)]
pub(crate) struct Asks {
    pub(crate) lead: String,
    pub(crate) parts: Vec<Part>,
}

impl Asked {
    /// What a template asks for at a position. Nothing when it cannot be read: no chapter lacks what nobody can name.
    pub(crate) fn of(&self, index: &Index, template: DocumentId, seq: u64) -> Arc<Asks> {
        if let Some((at, known)) = self.read().get(&template)
            && *at >= seq
        {
            return Arc::clone(known);
        }
        let asks = match index.as_of(template, seq) {
            Ok(stood) => {
                let tree = assemble::chapter(&stood.document);
                Asks { lead: parts::lead(&tree), parts: parts::parts(&tree) }
            }
            Err(error) => {
                tracing::warn!(%template, %error, "what a template asks for cannot be read");
                Asks::default()
            }
        };
        let asks = Arc::new(asks);
        self.read().insert(template, (seq, Arc::clone(&asks)));
        asks
    }

    fn read(&self) -> MutexGuard<'_, Known> {
        self.read.lock().expect("nobody panics while noting parts")
    }
}
