//! Editions: a freeze from the record that fixes its position to the one that publishes it. Both are written in a turn;
//! what lies between them (`freeze`) is done outside of it, so that nobody waits. One freeze at a time.

use edition::hex;
use manual::id::{ChapterId, ManualId};
use serde::{Deserialize, Serialize};
use store::record::publishing::PublishingRecord;
use store::record::{Hash, Record};
use tokio::sync::OwnedMutexGuard;

use super::manuals::check_title;
use super::{CommandRefused, Desk, ensure_key, find_manual};
use crate::app::{App, Shared};
use crate::freeze::{NotFrozen, Work, steps};
use crate::metrics::Outcome;
use crate::view::{EditionMadeView, FoundEditionView};
use crate::{outputs, signing};

/// An edition to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEdition {
    /// The manual's slug; the only manual when `None`.
    pub manual: Option<String>,
    pub title: String,
    /// Whoever comes may read it.
    pub public: bool,
    /// A final edition; if not, a numbered working text.
    #[serde(rename = "final")]
    pub is_final: bool,
}

/// The right to run a freeze: there is one for the whole service.
pub(crate) type TheOne = OwnedMutexGuard<()>;

/// Freezes a manual in the running service. To be run to its end ([`App::uninterrupted`]), outside any turn.
///
/// # Errors
/// `FreezeRunning`, `Title`, `NoSuchManual`, `NothingToFreeze`, `NotFreezable`, `KeptInTheNetwork`, `FrozenFile`,
/// `NotWritten`.
pub(crate) async fn freeze(
    app: Shared,
    manual: ManualId,
    new: NewEdition,
    writer: u32,
) -> Result<EditionMadeView, CommandRefused> {
    let _the_one = the_one(&app).ok_or(CommandRefused::FreezeRunning)?;
    let work = begin(&mut Desk::service(&app).await.by(writer), manual, &new).await?;
    go_on(&app, work).await
}

/// The same for a manual named on the command line.
///
/// # Errors
/// As [`freeze`], and those of finding the manual.
pub(crate) async fn freeze_named(app: Shared, new: NewEdition) -> Result<EditionMadeView, CommandRefused> {
    let manual = find_manual(&Desk::service(&app).await, new.manual.as_deref())?;
    freeze(app, manual, new, 0).await
}

/// Takes the one right to run a freeze; `None` while another does.
pub(crate) fn the_one(app: &App) -> Option<TheOne> {
    app.freezes.clone().try_lock_owned().ok()
}

/// Goes on, at a start, with the freeze in the middle of which an earlier process ended. `_the_one` was taken before
/// anybody else could come.
pub(crate) async fn resume(app: Shared, _the_one: TheOne) {
    if let Some(work) = app.journal.read(Work::unfinished) {
        let edition = work.facts.edition;
        match go_on(&app, work).await {
            Ok(_) => tracing::info!(edition, "a freeze that an earlier start had begun is published"),
            Err(refused) => {
                tracing::warn!(
                    edition,
                    code = refused.code().word(),
                    "a freeze begun earlier came to nothing"
                );
            }
        }
    }
}

/// Freezes a manual in a folder that this process holds, after finishing what an earlier one left unfinished.
///
/// # Errors
/// As [`freeze_named`].
pub async fn freeze_here(desk: &mut Desk<'_>, new: NewEdition) -> Result<EditionMadeView, CommandRefused> {
    if let Some(work) = desk.read(Work::unfinished) {
        // What comes of it is in the journal; this freeze is another one.
        let done = work.carry_out(&desk.index());
        let _ = finish(desk, &work, done).await;
    }
    let manual = find_manual(desk, new.manual.as_deref())?;
    let work = begin(desk, manual, &new).await?;
    let done = work.carry_out(&desk.index());
    finish(desk, &work, done).await
}

/// Fixes the position.
async fn begin(
    desk: &mut Desk<'_>,
    manual: ManualId,
    NewEdition { title, public, is_final, manual: _ }: &NewEdition,
) -> Result<Work, CommandRefused> {
    let title = check_title(desk, title)?.to_owned();
    // What nobody could stand for is not begun.
    ensure_key(desk).await?;
    let vault = desk.vault();
    desk.read(|registry| signing::current(registry, &vault).map(drop))?;
    let (edition, revision, chapters, left_over) = desk.read(|registry| {
        let of_manual = registry.chapters.iter().filter(|(_, it)| it.manual == manual && !it.deleted);
        let chapters: Vec<ChapterId> = of_manual.map(|(id, _)| *id).collect();
        // One whose end could not be written down. It never will be: its number goes to this one.
        let left_over = registry.freezing().map(|(manual, number, _)| (manual, number));
        let edition = registry.next_edition(manual) - u32::from(left_over.is_some_and(|it| it.0 == manual));
        let revision = (!is_final).then(|| registry.next_revision(manual));
        (edition, revision, chapters, left_over)
    });
    if chapters.is_empty() {
        return Err(CommandRefused::NothingToFreeze);
    }
    steps::reached("asked");
    let dropped = left_over.map(|(manual, _)| Record::FreezeDropped { manual });
    let frozen = Record::Frozen { manual, edition, title, public: *public, revision, chapters };
    desk.commit(dropped.into_iter().chain([frozen]).collect()).await?;
    steps::reached("recorded");
    Ok(desk.read(Work::unfinished).expect("what was just written down stands"))
}

/// The work, on a thread that may block.
async fn go_on(app: &Shared, work: Work) -> Result<EditionMadeView, CommandRefused> {
    let index = app.journal.index();
    let carried_out = tokio::task::spawn_blocking(move || {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work.carry_out(&index)));
        (work, done)
    });
    let (work, done) = carried_out.await.map_err(|_| CommandRefused::NotWritten)?;
    let mut desk = Desk::service(app).await;
    match done {
        Ok(done) => {
            let made = finish(&mut desk, &work, done).await;
            app.metrics.froze(Outcome::of(&made));
            app.outputs.wake();
            made
        }
        Err(_) => {
            app.metrics.froze(Outcome::Failed);
            drop_it(&mut desk, &work).await;
            Err(CommandRefused::FreezeFellOver)
        }
    }
}

/// Publishes what was frozen, or drops what could not be.
async fn finish(
    desk: &mut Desk<'_>,
    work: &Work,
    done: Result<Hash, NotFrozen>,
) -> Result<EditionMadeView, CommandRefused> {
    let (manual, edition) = (work.facts.manual, work.facts.edition);
    let written = match done {
        Ok(manifest) => publish(desk, manual, edition, manifest).await.map(|()| manifest),
        Err(not_frozen) => {
            tracing::warn!(edition, %not_frozen, "a freeze came to nothing");
            Err(not_frozen.into())
        }
    };
    match written {
        Ok(manifest) => {
            steps::reached("published");
            let (seq, revision) = (work.facts.position, work.facts.revision);
            Ok(EditionMadeView { n: edition, seq, sha256: hex(&manifest), revision })
        }
        Err(refused) => {
            drop_it(desk, work).await;
            Err(refused)
        }
    }
}

/// Signs it, and says both in one group: there is no edition that nobody stands for.
async fn publish(
    desk: &mut Desk<'_>,
    manual: ManualId,
    edition: u32,
    manifest: Hash,
) -> Result<(), CommandRefused> {
    let frozen = desk.index().editions().get(&manifest);
    let frozen = frozen.map_err(|_| CommandRefused::FrozenFile(hex(&manifest)))?;
    ensure_key(desk).await?;
    let vault = desk.vault();
    let by = desk.read(|registry| signing::current(registry, &vault))?;
    let (key, signature) = (*by.public().bytes(), by.sign(&frozen));
    steps::reached("signed");
    let published = Record::Published { manual, edition, manifest };
    let signed = PublishingRecord::EditionSigned { manual, edition, key, signature };
    desk.commit(vec![published, Record::Publishing(signed)]).await.map(drop)
}

/// If not even this can be written, the next freeze writes it; and if none comes before the next start, that goes on.
async fn drop_it(desk: &mut Desk<'_>, work: &Work) {
    let dropped = Record::FreezeDropped { manual: work.facts.manual };
    if desk.commit(vec![dropped]).await.is_err() {
        tracing::error!(edition = work.facts.edition, "the end of a freeze could not be written");
    }
}

impl From<NotFrozen> for CommandRefused {
    fn from(not_frozen: NotFrozen) -> Self {
        match not_frozen {
            NotFrozen::Chapter { .. } | NotFrozen::Outline(_) => Self::NotFreezable(not_frozen.to_string()),
            NotFrozen::NotReady { .. } => Self::NotReady(not_frozen.to_string()),
            NotFrozen::Kept { .. } => Self::KeptInTheNetwork(not_frozen.to_string()),
            NotFrozen::NotPut(store::editions::NotPut::Spoiled(name)) => Self::FrozenFile(name),
            NotFrozen::NotPut(_) | NotFrozen::Folder(_) => Self::NotWritten,
            NotFrozen::NotLoaded(_) => Self::FreezeFellOver,
        }
    }
}

/// A published edition by its number, packed with its signature and its formats, for whoever takes it along.
///
/// # Errors
/// `NoSuchEdition`, and those of finding the manual.
pub async fn pack_edition(
    desk: &mut Desk<'_>,
    manual: Option<&str>,
    number: u32,
) -> Result<FoundEditionView, CommandRefused> {
    let manual = find_manual(desk, manual)?;
    let manifest = desk.read(|registry| registry.editions.get(&(manual, number))?.manifest().copied());
    let manifest = manifest.ok_or(CommandRefused::NoSuchEdition(number))?;
    outputs::pack(desk, manual, number).await;
    Ok(FoundEditionView { n: number, sha256: hex(&manifest) })
}
