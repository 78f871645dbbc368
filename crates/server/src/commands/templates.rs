//! Templates: made, listed, and what a chapter made from one is asked for. They are deleted and restored as chapters are
//! (`manuals`). A template's record and the outline's change are one commit.

use std::sync::Arc;

use bytes::Bytes;
use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::room::{ModeNow, Opening, Room, RoomConfig};
use manual::id::{ChapterId, DocumentId, Epoch, ManualId};
use manual::outline::OutlineTemplate;
use store::record::Record;

use super::manuals::{check_title, outline_of};
use super::{CommandRefused, Desk};
use crate::app::Shared;
use crate::chance;
use crate::outline;
use crate::parts::Asks;

/// A template to be made.
pub struct NewTemplate<'a> {
    pub manual: ManualId,
    pub title: &'a str,
    /// The first update of its document; one empty paragraph when `None`.
    pub seed: Option<Vec<u8>>,
}

/// What a chapter is asked for, and by which template.
pub(crate) struct AskedFor {
    pub(crate) template: OutlineTemplate,
    pub(crate) asks: Arc<Asks>,
}

/// Makes a template and shows it in the outline.
///
/// # Errors
/// `Title`, `NoSuchManual`, `Outline`, `NotWritten`.
pub async fn create_template(desk: &mut Desk<'_>, new: NewTemplate<'_>) -> Result<ChapterId, CommandRefused> {
    let title = check_title(desk, new.title)?;
    let outline = desk.read(|registry| outline_of(registry, new.manual))?;
    let state = desk.outline(outline).await?;
    let template = ChapterId::from_random(chance::bytes());
    let update = outline::add_template(&state, template, title).map_err(CommandRefused::Outline)?;
    let seed = Bytes::from(new.seed.unwrap_or_else(outline::empty_chapter));
    let created = Record::TemplateCreated { manual: new.manual, template, seed };
    desk.change_outline(outline, update, vec![created]).await?;
    Ok(template)
}

/// The templates of a manual, the oldest first. Which exist and which are deleted the journal knows; the outline tells
/// their titles. Only looks, so it needs no turn.
///
/// # Errors
/// `NoSuchManual`, `Outline`.
pub(crate) async fn list_templates(
    app: &Shared,
    manual: ManualId,
) -> Result<Vec<OutlineTemplate>, CommandRefused> {
    let outline = app.journal.read(|registry| outline_of(registry, manual))?;
    let state = app.chapters.state(outline, DocumentKind::Outline).await;
    let mut shown = state.and_then(|state| outline::templates(&state)).map_err(CommandRefused::Outline)?;
    app.journal.read(|registry| {
        let ours = registry.templates.iter().filter(|(_, template)| template.manual == manual);
        for (id, template) in ours {
            match shown.iter_mut().find(|known| known.id == *id) {
                Some(known) => known.deleted = template.deleted,
                // Somebody took it out of the outline.
                None => {
                    shown.push(OutlineTemplate { id: *id, title: String::new(), deleted: template.deleted })
                }
            }
        }
        shown.retain(|known| registry.templates.get(&known.id).is_some_and(|it| it.manual == manual));
    });
    Ok(shown)
}

/// What a chapter is asked for; `None` if it was made from no template, or from one that was deleted.
///
/// # Errors
/// `NoSuchManual`, `Outline`.
pub(crate) async fn asked_for(app: &Shared, chapter: ChapterId) -> Result<Option<AskedFor>, CommandRefused> {
    let made = app.journal.read(|registry| {
        let chapter = registry.chapters.get(&chapter)?;
        Some((chapter.manual, chapter.from?))
    });
    let Some((manual, from)) = made else { return Ok(None) };
    let listed = list_templates(app, manual).await?;
    let Some(template) = listed.into_iter().find(|template| template.id == from && !template.deleted) else {
        return Ok(None);
    };
    let (service, index, document) = (app.clone(), app.journal.index(), DocumentId::from(from));
    let reading = tokio::task::spawn_blocking(move || {
        let reach = index.reaches(&[document])[0];
        reach.map_or_else(Arc::default, |reach| service.asked.of(&index, document, reach.seq))
    });
    let asks = reading.await.map_err(|_| CommandRefused::Template(Code::Internal))?;
    Ok(Some(AskedFor { template, asks }))
}

/// The first update of a chapter that is made from a template of its manual.
///
/// # Errors
/// `NoSuchTemplate`, `Template`.
pub(super) async fn seed_from(
    desk: &mut Desk<'_>,
    manual: ManualId,
    template: ChapterId,
) -> Result<Vec<u8>, CommandRefused> {
    check_template(desk, manual, template)?;
    let state = desk.template(template.into()).await?;
    let seed = outline::seed_from(&state).map_err(CommandRefused::Template)?;
    // A template is at most as large as a chapter, but may ask for more than one update can bring.
    let config = RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_bytes([0; 16]),
        limits: desk.limits().room(),
        mode: ModeNow::default(),
    };
    let opening = Opening { updates: vec![Bytes::from(seed.clone())], ..Opening::default() };
    Room::open(config, opening).map_err(|refused| CommandRefused::Template(refused.0))?;
    Ok(seed)
}

/// Whether this is a template of the manual that was not deleted.
pub(super) fn check_template(
    desk: &Desk<'_>,
    manual: ManualId,
    template: ChapterId,
) -> Result<(), CommandRefused> {
    let here = desk.read(|registry| {
        registry.templates.get(&template).is_some_and(|it| it.manual == manual && !it.deleted)
    });
    here.then_some(()).ok_or(CommandRefused::NoSuchTemplate)
}
