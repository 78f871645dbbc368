//! Manuals and chapters: made, deleted, restored. A chapter's record and the outline's change are one commit.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use collab::bouncer::DocumentKind;
use manual::id::{ChapterId, DocumentId, ManualId, SessionId};
use manual::outline::OutlineChapter;
use store::record::Record;
use store::registry::{Chapter, Registry};

use super::templates::{check_template, seed_from};
use super::{CommandRefused, Desk};
use crate::app::App;
use crate::chance;
use crate::outline;

/// What a slug may not be: the first part of an address that means something else, or soon may.
const RESERVED: [&str; 8] = ["api", "assets", "chapters", "editions", "health", "kept", "manuals", "sign-in"];
/// Longest slug, in characters.
const SLUG_CHARS_MAX: usize = 60;

/// Makes a manual with an empty outline. Its slug comes from the title and is unique.
///
/// # Errors
/// `Title`, `NotWritten`.
pub async fn create_manual(desk: &mut Desk<'_>, title: &str) -> Result<ManualId, CommandRefused> {
    let title = check_title(desk, title)?.to_owned();
    let slug = desk.read(|registry| {
        let taken = |slug: &str| registry.manuals.values().any(|manual| manual.slug == slug);
        free_slug(&title, taken)
    });
    let manual = ManualId::from_random(chance::bytes());
    let outline = DocumentId::from_random(chance::bytes());
    let seed = Bytes::from(outline::seed());
    desk.commit(vec![Record::ManualCreated { manual, slug, title, outline, seed }]).await?;
    Ok(manual)
}

/// A chapter to be made.
pub struct NewChapter<'a> {
    pub manual: ManualId,
    pub title: &'a str,
    /// The chapter it shall stand under; the last at the top when `None`.
    pub parent: Option<ChapterId>,
    /// The template of the same manual that it is made from.
    pub template: Option<ChapterId>,
    /// The first update of its document, marks and text; when `None`, what the template gives, or one empty paragraph.
    pub seed: Option<Vec<u8>>,
}

/// Makes a chapter and shows it in the outline.
///
/// # Errors
/// `Title`, `NoSuchManual`, `NoSuchParent`, `NoSuchTemplate`, `Template`, `Outline`, `NotWritten`.
pub async fn create_chapter(desk: &mut Desk<'_>, new: NewChapter<'_>) -> Result<ChapterId, CommandRefused> {
    let title = check_title(desk, new.title)?;
    let outline = desk.read(|registry| outline_of(registry, new.manual))?;
    if let Some(parent) = new.parent {
        let here = desk.read(|registry| {
            registry.chapters.get(&parent).is_some_and(|it| it.manual == new.manual && !it.deleted)
        });
        here.then_some(()).ok_or(CommandRefused::NoSuchParent)?;
    }
    let seed = match (new.seed, new.template) {
        (Some(seed), None) => seed,
        (Some(seed), Some(template)) => check_template(desk, new.manual, template).map(|()| seed)?,
        (None, Some(template)) => seed_from(desk, new.manual, template).await?,
        (None, None) => outline::empty_chapter(),
    };
    let state = desk.outline(outline).await?;
    let chapter = ChapterId::from_random(chance::bytes());
    let update =
        outline::add(&state, chapter, title, new.parent, new.template).map_err(CommandRefused::Outline)?;
    let created = Record::ChapterCreated { manual: new.manual, chapter, seed: Bytes::from(seed) };
    let from = new.template.map(|template| Record::ChapterFrom { chapter, template });
    desk.change_outline(outline, update, [created].into_iter().chain(from).collect()).await?;
    Ok(chapter)
}

/// Takes a chapter, or a template, out of the manual. Nothing of it is lost; its live links end. Deleting twice is deleting once.
///
/// # Errors
/// `NoSuchChapter`, `Outline`, `NotWritten`.
pub async fn delete_chapter(desk: &mut Desk<'_>, chapter: ChapterId) -> Result<(), CommandRefused> {
    mark(desk, chapter, true).await?;
    desk.end_links(chapter.into());
    Ok(())
}

/// Puts a deleted chapter, or template, back where it was.
///
/// # Errors
/// `NoSuchChapter`, `Outline`, `NotWritten`.
pub async fn restore_chapter(desk: &mut Desk<'_>, chapter: ChapterId) -> Result<(), CommandRefused> {
    mark(desk, chapter, false).await
}

async fn mark(desk: &mut Desk<'_>, chapter: ChapterId, deleted: bool) -> Result<(), CommandRefused> {
    let found = desk.read(|registry| {
        let template = registry.templates.get(&chapter).map(|template| (template.manual, template.deleted));
        template.or_else(|| registry.chapters.get(&chapter).map(|chapter| (chapter.manual, chapter.deleted)))
    });
    let (manual, is_deleted) = found.ok_or(CommandRefused::NoSuchChapter)?;
    if is_deleted == deleted {
        return Ok(());
    }
    let outline = desk.read(|registry| outline_of(registry, manual))?;
    let state = desk.outline(outline).await?;
    let update = outline::mark(&state, chapter, deleted).map_err(CommandRefused::Outline)?;
    let record = match deleted {
        true => Record::ChapterDeleted { chapter },
        false => Record::ChapterRestored { chapter },
    };
    match update {
        Some(update) => desk.change_outline(outline, update, vec![record]).await?,
        None => desk.commit(vec![record]).await?,
    };
    Ok(())
}

/// The manual with this slug; the only one when `None`.
///
/// # Errors
/// `NoSuchManual`, `NoManual`, `WhichManual`.
pub fn find_manual(desk: &Desk<'_>, slug: Option<&str>) -> Result<ManualId, CommandRefused> {
    desk.read(|registry| {
        let mut manuals = registry.manuals.iter();
        match slug {
            Some(slug) => manuals
                .find(|(_, manual)| manual.slug == slug)
                .map(|(id, _)| *id)
                .ok_or_else(|| CommandRefused::NoSuchManual(slug.to_owned())),
            None => match (manuals.next(), manuals.next()) {
                (Some((id, _)), None) => Ok(*id),
                (None, _) => Err(CommandRefused::NoManual),
                (Some(_), Some(_)) => Err(CommandRefused::WhichManual),
            },
        }
    })
}

/// The chapters of a manual that are there for a session, in reading order; one under a chapter that is not stands under
/// the next one above that is. Which exist and which are deleted the journal knows; the outline tells
/// titles and places. A chapter that somebody took out of the outline stands at the end, without a title. Only looks,
/// so it needs no turn.
///
/// # Errors
/// `NoSuchManual`, `Outline`.
pub(crate) async fn list_chapters(
    app: &App,
    manual: ManualId,
    session: SessionId,
) -> Result<Vec<OutlineChapter>, CommandRefused> {
    let outline = app.journal.read(|registry| outline_of(registry, manual))?;
    let state = app.chapters.state(outline, DocumentKind::Outline).await;
    let shown = state.and_then(|state| outline::chapters(&state)).map_err(CommandRefused::Outline)?;
    let mut ours: BTreeMap<ChapterId, Chapter> = app.journal.read(|registry| {
        let chapters = registry.chapters.iter().filter(|(_, chapter)| chapter.manual == manual);
        let chapters = chapters.filter(|(id, _)| registry.right_in_chapter(session, **id).is_some());
        chapters.map(|(id, chapter)| (*id, chapter.clone())).collect()
    });
    let above: BTreeMap<ChapterId, Option<ChapterId>> =
        shown.iter().map(|chapter| (chapter.id, chapter.parent)).collect();
    let there: BTreeSet<ChapterId> = ours.keys().copied().collect();
    let mut listed: Vec<OutlineChapter> = shown
        .into_iter()
        .filter_map(|chapter| {
            let Chapter { deleted, from, .. } = ours.remove(&chapter.id)?;
            let parent = next_above(&above, &there, chapter.parent);
            Some(OutlineChapter { deleted, from, parent, ..chapter })
        })
        .collect();
    listed.extend(ours.into_iter().map(|(id, Chapter { deleted, from, .. })| OutlineChapter {
        id,
        title: String::new(),
        parent: None,
        order: String::new(),
        deleted,
        from,
    }));
    Ok(listed)
}

/// A parent that is there, or the next one above it.
fn next_above(
    above: &BTreeMap<ChapterId, Option<ChapterId>>,
    there: &BTreeSet<ChapterId>,
    parent: Option<ChapterId>,
) -> Option<ChapterId> {
    let mut parent = parent;
    // No chain is longer than there are chapters, whatever an outline says.
    for _ in 0..=above.len() {
        match parent {
            Some(hidden) if !there.contains(&hidden) => parent = above.get(&hidden).copied().flatten(),
            found => return found,
        }
    }
    None
}

pub(super) fn outline_of(registry: &Registry, manual: ManualId) -> Result<DocumentId, CommandRefused> {
    let found = registry.manuals.get(&manual);
    found.map(|manual| manual.outline).ok_or_else(|| CommandRefused::NoSuchManual(manual.to_string()))
}

pub(super) fn check_title<'t>(desk: &Desk<'_>, title: &'t str) -> Result<&'t str, CommandRefused> {
    let chars_max = desk.limits().title_chars_max;
    let trimmed = title.trim();
    let fits = !trimmed.is_empty() && trimmed.chars().count() <= chars_max;
    let plain = !trimmed.chars().any(char::is_control);
    (fits && plain).then_some(trimmed).ok_or(CommandRefused::Title { chars_max })
}

/// Letters and digits of any script in lower case, everything else a hyphen; a number behind if somebody has it or it is
/// reserved. Never with a dot, as files have.
fn free_slug(title: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.chars().take(SLUG_CHARS_MAX).collect();
    let slug = match slug.trim_end_matches('-') {
        "" => "manual",
        slug => slug,
    };
    let numbered = (2_u64..).map(|n| format!("{slug}-{n}"));
    std::iter::once(slug.to_owned())
        .chain(numbered)
        .find(|slug| !RESERVED.contains(&slug.as_str()) && !taken(slug))
        .expect("numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_come_from_titles_and_are_unique() {
        let free = |title: &str| free_slug(title, |_| false);
        assert_eq!(free("Counter-Terrorism  Manual (2026)"), "counter-terrorism-manual-2026");
        assert_eq!(free("Guide de l’État"), "guide-de-l-état");
        assert_eq!(free("دليل"), "دليل");
        assert_eq!(free("…"), "manual");
        assert_eq!(free(&"ab ".repeat(40)).chars().count(), 59);
        assert_eq!(free_slug("A b", |slug| ["a-b", "a-b-2"].contains(&slug)), "a-b-3");
        for reserved in RESERVED {
            assert_eq!(free(&reserved.to_uppercase()), format!("{reserved}-2"));
        }
        assert_eq!(free("sw.js"), "sw-js");
    }
}
