//! The manual as it stands now, frozen in memory: what previews, the list of what is left to do, and a comparison with now
//! look at. No file is written and nothing is recorded; it is at the last durable position. Only with the chapters that are
//! there for who asks. Freezing costs, so few do it at once, and the latest are kept for the next who asks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use edition::ready::ChapterInput;
use edition::{ChapterEntry, EditionFacts, ImageEntry, Moment};
use manual::id::{ChapterId, ManualId, SessionId};
use store::index::Index;
use store::registry::Registry;
use tokio::sync::Semaphore;

use super::{NotFrozen, Work};
use crate::app::Shared;
use crate::clock::now_ms;
use crate::commands::CommandRefused;

/// Who may freeze in memory at once; others wait.
const AT_ONCE: usize = 2;
/// How many are kept.
const KEPT_MAX: usize = 4;

/// A manual as it stands. Its bytes are those of an edition that was frozen there; it is none.
pub(crate) struct Standing {
    pub(crate) seq: u64,
    pub(crate) manifest: Vec<u8>,
    /// In the order of the manifest.
    pub(crate) chapters: Vec<Vec<u8>>,
    /// The chapters as they are, with what freezing leaves behind.
    pub(crate) inputs: Vec<ChapterInput>,
    /// The chapters in which a figure shows a picture that is not on the server; it is not in the manifest.
    pub(crate) without_picture: Vec<ChapterId>,
}

/// The latest, and whose turn it is.
pub(crate) struct Standings {
    turns: Semaphore,
    kept: Mutex<VecDeque<(Asked, Arc<Standing>)>>,
}

/// What decides how one comes out.
#[derive(Clone, PartialEq, Eq)]
struct Asked {
    manual: ManualId,
    seq: u64,
    chapters: Vec<ChapterId>,
}

impl Default for Standings {
    fn default() -> Self {
        Self { turns: Semaphore::new(AT_ONCE), kept: Mutex::default() }
    }
}

impl Standings {
    fn known(&self, asked: &Asked) -> Option<Arc<Standing>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Of a manual that has moved on nobody asks again.
        kept.retain(|(of, _)| of.manual != asked.manual || of.seq == asked.seq);
        kept.iter().find(|(of, _)| of == asked).map(|(_, standing)| Arc::clone(standing))
    }

    fn keep(&self, asked: Asked, standing: &Arc<Standing>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((asked, Arc::clone(standing)));
        while kept.len() > KEPT_MAX {
            kept.pop_front();
        }
    }
}

/// The manual as it stands, for a session: with the chapters that are there for it.
///
/// # Errors
/// `NotFreezable`, which names the chapter; `NothingToFreeze` when there is none.
pub(crate) async fn standing(
    app: &Shared,
    manual: ManualId,
    session: SessionId,
) -> Result<Arc<Standing>, CommandRefused> {
    let _turn = app.standings.turns.acquire().await.map_err(|_| CommandRefused::FreezeFellOver)?;
    let seq = app.journal.seq();
    let sees = |registry: &Registry, id| registry.right_in_chapter(session, id).is_some();
    let (asked, work) = app
        .journal
        .read(|registry| prepare(registry, manual, seq, now_ms(), |id| sees(registry, id)))
        .ok_or(CommandRefused::NothingToFreeze)?;
    if let Some(known) = app.standings.known(&asked) {
        return Ok(known);
    }
    let index = app.journal.index();
    let made = tokio::task::spawn_blocking(move || freeze(&work, &index)).await;
    let made = Arc::new(made.map_err(|_| CommandRefused::FreezeFellOver)??);
    app.standings.keep(asked, &made);
    Ok(made)
}

/// What is to be frozen; `None` when there is nothing.
fn prepare(
    registry: &Registry,
    manual: ManualId,
    seq: u64,
    now_ms: u64,
    sees: impl Fn(ChapterId) -> bool,
) -> Option<(Asked, Work)> {
    let of = registry.manuals.get(&manual)?;
    let there = registry.chapters.iter().filter(|(id, it)| it.manual == manual && !it.deleted && sees(**id));
    let chapters: Vec<ChapterId> = there.map(|(id, _)| *id).collect();
    let before =
        registry.editions_of(manual).filter_map(|(_, edition)| edition.manifest().copied()).next_back();
    let facts = EditionFacts {
        manual,
        slug: of.slug.clone(),
        manual_title: of.title.clone(),
        edition: registry.next_edition(manual),
        title: of.title.clone(),
        position: seq,
        frozen_at: Moment::from_ms(now_ms),
        previous: before,
        revision: Some(registry.next_revision(manual)),
    };
    let work = Work { facts, outline: of.outline, public: false, chapters: chapters.clone() };
    (!chapters.is_empty()).then_some((Asked { manual, seq, chapters }, work))
}

fn freeze(work: &Work, index: &Index) -> Result<Standing, NotFrozen> {
    let (mut entries, mut chapters): (Vec<ChapterEntry>, Vec<Vec<u8>>) = Default::default();
    let mut images: Vec<ImageEntry> = Vec::new();
    let pictures = index.images();
    let (mut inputs, mut without_picture) = (Vec::new(), Vec::new());
    work.each(index, |placed, entry, frozen, document| {
        for (hash, kind) in &frozen.images {
            // One that is not on the server shows its words.
            match pictures.get(hash) {
                Ok(bytes) => images.push(ImageEntry::new(&bytes, *kind)),
                Err(_) => without_picture.push(placed.id),
            }
        }
        entries.push(entry);
        inputs.push(ChapterInput::of(placed.id, &placed.title, placed.parent, document));
        chapters.push(frozen.bytes);
        Ok(())
    })?;
    let manifest = edition::manifest(&work.facts, &entries, &images).bytes;
    Ok(Standing { seq: work.facts.position, manifest, chapters, inputs, without_picture })
}
