//! What the routes, the sockets and the control socket share: handles, no rules. Made once by `run`.

use std::sync::Arc;

use manual::id::DocumentId;
use tokio::sync::Mutex;

use crate::config::{Config, PublicUrl};
use crate::journal::Journal;
use crate::live::Live;
use crate::open_chapters::OpenChapters;
use crate::tries::Tries;

/// The running service.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) public: PublicUrl,
    pub(crate) journal: Journal,
    pub(crate) chapters: Arc<OpenChapters>,
    pub(crate) live: Arc<Live>,
    /// One command at a time looks at what stands and acts on it.
    pub(crate) turns: Mutex<()>,
    pub(crate) tries: Tries,
    /// Documents that the start found damaged.
    pub(crate) damaged: Vec<DocumentId>,
}

pub(crate) type Shared = Arc<App>;
