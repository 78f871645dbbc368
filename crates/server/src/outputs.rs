//! What each published edition is written as, once it is frozen: Word, EPUB, Markdown, the PDF, and the bundle of all of it with
//! the signature. A pure function of the frozen bytes, made one edition at a time beside everything else, and kept in
//! `store::outputs`. What is missing or damaged is made again; nobody waits for any of it, and no freeze depends on it.
//! Next: `outputs::make`, one edition; `routes::download`, which gives it away.

mod make;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use edition::site::{Download, Output as Format};
use manual::id::ManualId;
use store::record::Hash;
use store::registry::{Registry, Signed};
use tokio::sync::Notify;
use tokio::time::timeout;

use self::make::{Made, NotMade};
use crate::app::{App, Shared};
use crate::commands::Desk;
use crate::press::{Asked, NotPrinted, Press};

/// What browsers call a format.
pub(crate) fn media_type(format: Format) -> &'static str {
    match format {
        Format::Pdf => "application/pdf",
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format::Epub => "application/epub+zip",
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Zip => "application/zip",
    }
}

/// An edition that was published.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Published {
    pub(crate) manifest: Hash,
    pub(crate) signed: Option<Signed>,
    seq: u64,
}

impl Published {
    /// An edition of a manual by its number, if it was published.
    fn of(registry: &Registry, manual: ManualId, number: u32) -> Option<Self> {
        let edition = registry.editions.get(&(manual, number))?;
        let signed = registry.afterwards(manual, number).signed;
        Some(Self { manifest: *edition.manifest()?, signed, seq: edition.seq })
    }
}

/// Which program failed at which edition: the same one is not asked again.
type Failed = (PathBuf, Option<SystemTime>);

/// Why the PDF of an edition does not come now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    /// The program that makes PDFs is not there. The PDF comes once it is.
    NoPress,
    /// The program that is there did not manage. Another one is asked again.
    Failed,
}

impl Held {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::NoPress => "no-press",
            Self::Failed => "failed",
        }
    }
}

/// What is there.
#[derive(Default)]
pub(crate) struct Outputs {
    known: Mutex<HashMap<Hash, Arc<Vec<Download>>>>,
    failed: Mutex<HashMap<Hash, Failed>>,
    wake: Arc<Notify>,
}

impl Outputs {
    /// What there is of an edition.
    pub(crate) fn of(&self, manifest: &Hash) -> Arc<Vec<Download>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(manifest).cloned().unwrap_or_default()
    }

    /// The formats that are not there yet.
    pub(crate) fn preparing(&self, manifest: &Hash) -> Vec<Format> {
        let known = self.of(manifest);
        Format::ALL.into_iter().filter(|format| known.iter().all(|output| output.format != *format)).collect()
    }

    /// Why the PDF does not come now; `None`: it is there, or on its way.
    pub(crate) fn held(&self, manifest: &Hash, press: &Press) -> Option<Held> {
        if self.of(manifest).iter().any(|output| output.format == Format::Pdf) {
            return None;
        }
        match press.program() {
            None => Some(Held::NoPress),
            Some(program) => self.has_failed(manifest, &as_it_is(program)).then_some(Held::Failed),
        }
    }

    /// The formats that are on their way.
    pub(crate) fn coming(&self, manifest: &Hash, press: &Press) -> Vec<Format> {
        let held = self.held(manifest, press).is_some();
        let mut coming = self.preparing(manifest);
        coming.retain(|format| !(held && *format == Format::Pdf));
        coming
    }

    fn has_failed(&self, manifest: &Hash, program: &Failed) -> bool {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get(manifest) == Some(program)
    }

    /// Has whatever is missing made soon.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }

    /// A file turned out not to be what it was: all of its edition is looked at again.
    pub(crate) fn forget(&self, manifest: &Hash) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(manifest);
        self.wake();
    }

    fn note(&self, manifest: Hash, outputs: Vec<Download>) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(manifest, Arc::new(outputs));
    }
}

/// Makes what is missing, edition by edition, the newest first; then waits for another, or looks again after a while: the
/// program that makes PDFs may have come.
pub(crate) async fn run(app: Weak<App>) {
    loop {
        let Some(app) = app.upgrade() else { return };
        let (wake, rest) = (Arc::clone(&app.outputs.wake), app.config.limits.outputs_rest_ms);
        for published in app.journal.read(published) {
            see_to(&app, published).await;
        }
        drop(app);
        let _ = timeout(Duration::from_millis(rest), wake.notified()).await;
    }
}

/// Editions of which something is not there yet.
pub(crate) fn waiting(app: &App) -> usize {
    let all = app.journal.read(published);
    all.iter().filter(|published| !app.outputs.preparing(&published.manifest).is_empty()).count()
}

/// The newest first.
fn published(registry: &Registry) -> Vec<Published> {
    let of = |(manual, n): &(ManualId, u32)| Published::of(registry, *manual, *n);
    let mut all: Vec<Published> = registry.editions.keys().filter_map(of).collect();
    all.sort_by_key(|published| std::cmp::Reverse(published.seq));
    all
}

/// Writes one edition in all its formats but the PDF, for whoever exports it before its turn came, or where nobody serves. What
/// cannot be made is logged, and is not there.
pub(crate) async fn pack(desk: &mut Desk<'_>, manual: ManualId, number: u32) {
    let found =
        desk.read(|registry| Some((Published::of(registry, manual, number)?, registry.signing_keys.clone())));
    let Some((published, keys)) = found else { return };
    let (index, vault) = (desk.index(), desk.vault());
    made(published, move || make::make(&index, &vault, &keys, published, None)).await;
}

async fn see_to(app: &Shared, published: Published) {
    let manifest = published.manifest;
    let preparing = app.outputs.preparing(&manifest);
    if preparing.is_empty() {
        return;
    }
    // The PDF is what may have to wait for its program.
    let mut bundle = None;
    if preparing != [Format::Pdf] {
        let Some(made) = written(app, published, None).await else { return };
        app.outputs.note(manifest, made.outputs);
        bundle = Some(made.bundle);
    }
    if app.outputs.preparing(&manifest) == [Format::Pdf] {
        print(app, published, bundle).await;
    }
}

/// A program as it is now.
fn as_it_is(program: &Path) -> Failed {
    (program.to_owned(), std::fs::metadata(program).and_then(|it| it.modified()).ok())
}

/// Adds the PDF; the bundle is read again if it is not at hand.
async fn print(app: &Shared, published: Published, bundle: Option<Vec<u8>>) {
    let Some(program) = app.press.program() else { return };
    let this = as_it_is(program);
    if app.outputs.has_failed(&published.manifest, &this) {
        return;
    }
    let bundle = match bundle {
        Some(bundle) => bundle,
        None => match written(app, published, None).await {
            Some(made) => made.bundle,
            None => return,
        },
    };
    match app.press.print(&bundle, &Asked::default()).await {
        Ok(pdf) => {
            if let Some(made) = written(app, published, Some(pdf)).await {
                app.outputs.note(published.manifest, made.outputs);
            }
        }
        Err(NotPrinted::Absent) => {}
        Err(not_printed) => {
            let edition = edition::hex(&published.manifest);
            tracing::error!(%not_printed, edition, "an edition has no PDF; another program is asked again");
            let mut failed = app.outputs.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.insert(published.manifest, this);
        }
    }
}

/// All but the PDF, which may come with it. On a thread that may block.
async fn written(app: &Shared, published: Published, pdf: Option<Vec<u8>>) -> Option<Made> {
    let shared = Arc::clone(app);
    made(published, move || {
        let keys = shared.journal.read(|registry| registry.signing_keys.clone());
        let vault = shared.journal.vault();
        make::make(&shared.journal.index(), &vault, &keys, published, pdf)
    })
    .await
}

/// Has it made on a thread that may block; what stands in the way is logged.
async fn made(
    published: Published,
    make: impl FnOnce() -> Result<Made, NotMade> + Send + 'static,
) -> Option<Made> {
    match tokio::task::spawn_blocking(make).await {
        Ok(Ok(made)) => Some(made),
        Ok(Err(not_made)) => {
            let edition = edition::hex(&published.manifest);
            tracing::error!(%not_made, edition, "an edition could not be written in all its formats");
            None
        }
        Err(error) => {
            tracing::error!(%error, "writing an edition in its formats fell over");
            None
        }
    }
}
