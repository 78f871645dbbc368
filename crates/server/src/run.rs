//! From a listener and a folder to a service, and back again politely.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use manual::id::Epoch;
use store::images::Images;
use store::store::{OpenRefused, Opened, Store};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::activity::Counts;
use crate::app::{App, Shared};
use crate::audit::Audit;
use crate::authors::Authors;
use crate::chance;
use crate::clock::{Clock, now_ms};
use crate::commands;
use crate::config::{Config, ConfigRefused, PublicUrl};
use crate::contents::Library;
use crate::control;
use crate::images::Pictures;
use crate::journal::{Ended, Journal};
use crate::limits::Limits;
use crate::mail::Mailer;
use crate::metrics;
use crate::oidc::Provider;
use crate::open_chapters::OpenChapters;
use crate::outputs;
use crate::parts::Asked;
use crate::passkeys::Passkeys;
use crate::press::Press;
use crate::proposing::Proposing;
use crate::reading::Reading;
use crate::receipts::Receipts;
use crate::router::router;
use crate::seen::Seen;
use crate::serve::serve;
use crate::sweep;
use crate::touch::Touches;
use crate::tries::Tries;

/// Connections of those who read the metrics.
const WATCHERS_MAX: usize = 8;

/// Why a service could not start, or ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum RunFailed {
    #[error(transparent)]
    Opening(OpenRefused),
    #[error(transparent)]
    Config(ConfigRefused),
    #[error("{what}")]
    Io {
        what: &'static str,
        #[source]
        source: io::Error,
    },
    /// Nobody knows what the disk holds of the last commit. Nothing of it was acknowledged or shown.
    #[error("the journal could not be synced to disk; the service ended and can be started again")]
    NotSynced,
}

impl RunFailed {
    /// What a program that ends for this reason exits with.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Opening(_) | Self::Config(_) | Self::Io { .. } => 1,
            Self::NotSynced => 70,
        }
    }
}

/// Serves the folder on the listener until `shutdown` completes, then stops politely: sockets are told to come back,
/// what was taken in is written, the folder is closed.
///
/// # Errors
/// [`RunFailed`] in words for people.
pub async fn run(
    listener: TcpListener,
    data: &Path,
    config: Config,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), RunFailed> {
    let address = listener.local_addr().map_err(|source| io_failed("the listener has no address", source))?;
    let public = config.public_url(Some(address));
    let provider = config.oidc.as_ref().map(|oidc| Provider::of(oidc, &public, &config.limits));
    let provider = provider.transpose().map_err(RunFailed::Config)?;
    let (store, opened) = open(data.to_owned()).await?;
    let images = Images::open(data)
        .map_err(|source| io_failed("the folder of the pictures could not be opened", source))?;
    let mailer = config.mail.as_ref().map(|mail| Mailer::new(mail, &config.limits)).transpose();
    let mailer = mailer.map_err(|source| io_failed("[mail] in the configuration cannot be used", source))?;
    let watched = listen_for_watchers(config.metrics_listen).await?;
    let data = data.to_owned();
    let given = Given { data: data.clone(), images, mailer, config, public, provider };
    let (app, ended) = assemble(store, opened, given);
    have_a_key(&app).await;
    go_on_freezing(&app);
    tokio::spawn(sweep::run(Arc::downgrade(&app)));
    tokio::spawn(outputs::run(Arc::downgrade(&app)));
    let control = control::listen(&data, app.clone())
        .map_err(|source| io_failed("the control socket in the data folder could not be made", source))?;

    let (stop, stopping) = watch::channel(false);
    let limits = app.config.limits.clone();
    if let Some(watched) = watched {
        let few = Limits { connections_max: WATCHERS_MAX, ..limits.clone() };
        tokio::spawn(serve(watched, metrics::tell::router(app.clone()), few, stopping.clone()));
    }
    let serving = tokio::spawn(serve(listener, router(app.clone()), limits, stopping));
    tracing::info!(%address, "serving");

    let mut ended = std::pin::pin!(ended);
    tokio::select! {
        () = shutdown => {}
        _ = ended.as_mut() => {
            serving.abort();
            return Err(RunFailed::NotSynced);
        }
    }
    tracing::info!("stopping");
    drop(control);
    // The receiver is gone only if serving has ended already.
    let _ = stop.send(true);
    let patience = Duration::from_millis(app.config.limits.stop_ms_max);
    let until = Instant::now() + patience;
    app.chapters.stop(patience).await;
    let quiet = timeout_at(until, async {
        while app.live.count() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
        serving.await
    });
    if quiet.await.is_err() {
        tracing::warn!("some connections were cut");
    }
    let closed = timeout(patience, async {
        app.journal.stop().await;
        ended.await
    });
    match closed.await {
        Ok(Ok(Ended::Politely)) => Ok(()),
        // A disk that does not answer is no better than one that refuses.
        Ok(Ok(Ended::NotSynced) | Err(_)) | Err(_) => Err(RunFailed::NotSynced),
    }
}

/// A folder that has none gets the key that signs editions, so that its fingerprint can be told before the first is frozen.
async fn have_a_key(app: &Shared) {
    let asked = Arc::clone(app);
    let made = App::uninterrupted(async move {
        let mut desk = commands::Desk::service(&asked).await;
        commands::ensure_key(&mut desk).await
    });
    if let Err(refused) = made.await {
        tracing::error!(%refused, "the key that signs editions could not be made; the next freeze tries again");
    }
}

/// Where the metrics are told, if they are.
async fn listen_for_watchers(address: Option<SocketAddr>) -> Result<Option<TcpListener>, RunFailed> {
    let Some(address) = address else { return Ok(None) };
    let failed = |source| io_failed("metrics_listen in the configuration cannot be listened on", source);
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    tracing::info!(%address, "telling metrics");
    Ok(Some(listener))
}

/// Before anybody can ask for another freeze: tidies after one that was cut off, and goes on with it beside everything
/// else.
fn go_on_freezing(app: &Shared) {
    if let Err(error) = app.journal.index().editions().tidy() {
        tracing::error!(%error, "the frozen files' folder cannot be tidied");
    }
    if let Some(the_one) = commands::the_one(app) {
        tokio::spawn(commands::resume(app.clone(), the_one));
    }
}

async fn open(data: PathBuf) -> Result<(Store, Opened), RunFailed> {
    let fresh = Epoch::from_random(chance::bytes());
    let opening = tokio::task::spawn_blocking(move || Store::open(&data, fresh, now_ms()));
    let joined =
        opening.await.map_err(|error| io_failed("opening the data folder ended badly", error.into()))?;
    let (store, opened) = joined.map_err(RunFailed::Opening)?;
    tracing::info!(
        seq = store.seq(),
        cut_bytes = opened.cut_bytes,
        replayed = opened.replayed,
        rebuilt = opened.rebuilt,
        damaged = opened.damaged.len(),
        "the data folder is open"
    );
    Ok((store, opened))
}

/// What a service is made of beside its folder.
struct Given {
    data: PathBuf,
    images: Images,
    mailer: Option<Mailer>,
    config: Config,
    public: PublicUrl,
    provider: Option<Provider>,
}

fn assemble(store: Store, opened: Opened, given: Given) -> (Shared, oneshot::Receiver<Ended>) {
    let Given { data, images, mailer, config, public, provider } = given;
    let epoch = store.registry().epoch.expect("an opened folder has its epoch");
    let (journal, ended) = Journal::start(store, opened.damaged, &config.limits);
    let chapters = OpenChapters::new(journal.clone(), config.limits.clone(), Clock::start(), epoch);
    let receipts = Receipts::open(&journal.vault());
    let app = App {
        passkeys: Passkeys::new(&public, &config.limits),
        press: Press::new(&config, Arc::clone(&journal.metrics)),
        metrics: Arc::clone(&journal.metrics),
        started: SystemTime::now(),
        data,
        touches: Touches::new(&config.limits),
        provider,
        public,
        mailer,
        reading: Reading::new(config.limits.reading_bytes_max),
        pictures: Pictures::new(images, &config.limits),
        config,
        journal,
        chapters,
        live: Arc::default(),
        polls: Arc::default(),
        turns: tokio::sync::Mutex::new(()),
        freezes: Arc::default(),
        standings: Default::default(),
        previews: Default::default(),
        outputs: Default::default(),
        tries: Tries::default(),
        proposals: Proposing::default(),
        seen: Seen::default(),
        counts: Counts::default(),
        library: Library::default(),
        asked: Asked::default(),
        audit: Audit::default(),
        authors: Authors::default(),
        receipts,
    };
    (Arc::new(app), ended)
}

fn io_failed(what: &'static str, source: io::Error) -> RunFailed {
    RunFailed::Io { what, source }
}
