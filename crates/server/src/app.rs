//! What the routes, the sockets and the control socket share: handles, no rules. Made once by `run`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::Mutex;

use crate::activity::Counts;
use crate::audit::Audit;
use crate::authors::Authors;
use crate::config::{Config, PublicUrl};
use crate::contents::Library;
use crate::freeze::standing::Standings;
use crate::images::Pictures;
use crate::journal::Journal;
use crate::live::Live;
use crate::mail::Mailer;
use crate::metrics::Metrics;
use crate::oidc::Provider;
use crate::open_chapters::OpenChapters;
use crate::outputs::Outputs;
use crate::parts::Asked;
use crate::passkeys::Passkeys;
use crate::poll::Polls;
use crate::press::Press;
use crate::previews::Previews;
use crate::proposing::Proposing;
use crate::reading::Reading;
use crate::receipts::Receipts;
use crate::seen::Seen;
use crate::touch::Touches;
use crate::tries::Tries;

/// The running service.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) data: PathBuf,
    pub(crate) started: SystemTime,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) public: PublicUrl,
    pub(crate) journal: Journal,
    pub(crate) chapters: Arc<OpenChapters>,
    pub(crate) live: Arc<Live>,
    pub(crate) polls: Arc<Polls>,
    /// One command at a time looks at what stands and acts on it.
    pub(crate) turns: Mutex<()>,
    /// One freeze at a time.
    pub(crate) freezes: Arc<Mutex<()>>,
    /// Manuals as they stand.
    pub(crate) standings: Standings,
    pub(crate) reading: Reading,
    pub(crate) pictures: Pictures,
    pub(crate) press: Press,
    pub(crate) outputs: Outputs,
    pub(crate) previews: Previews,
    pub(crate) tries: Tries,
    pub(crate) proposals: Proposing,
    pub(crate) passkeys: Passkeys,
    pub(crate) touches: Touches,
    /// None where nothing is mailed.
    pub(crate) mailer: Option<Mailer>,
    /// None where none is configured.
    pub(crate) provider: Option<Provider>,
    pub(crate) seen: Seen,
    pub(crate) counts: Counts,
    pub(crate) library: Library,
    pub(crate) asked: Asked,
    pub(crate) audit: Audit,
    pub(crate) authors: Authors,
    pub(crate) receipts: Receipts,
}

pub(crate) type Shared = Arc<App>;

impl App {
    /// Does something to its end, even if whoever asked for it hangs up.
    pub(crate) async fn uninterrupted<T: Send + 'static>(
        work: impl Future<Output = T> + Send + 'static,
    ) -> T {
        match tokio::spawn(work).await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime is going away, and with it whoever waits here.
                Err(_) => std::future::pending().await,
            },
        }
    }
}
