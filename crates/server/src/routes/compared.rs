//! What changed between two editions, or since one of them, for whoever may read both: as a page, as a document in which Word tracks
//! it, and as a PDF that the press makes. What is not there and what is for members alone answer alike.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use collab::code::Code;
use edition::site::{CHANGES, CHANGES_PDF, Output, Pdf, View};
use manual::id::SessionId;
use store::record::Hash;

use super::editions::{blocking, number};
use super::preview::{count, refused};
use super::reading::{HTML, missing, readable, serve};
use crate::app::Shared;
use crate::freeze::standing::{Standing, standing as standing_now};
use crate::outputs::media_type;
use crate::press::{Asked, Since};
use crate::previews::{mark, opened, packed};
use crate::problem::Problem;
use crate::reading::{Compared, Page};

/// In an address, the manual as it stands.
const NOW: &str = "now";

/// How what changed is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Told {
    Page(View),
    Word,
    Pdf,
}

/// The same by the last part of an address.
pub(super) fn told(place: &str) -> Option<Told> {
    match place {
        "side" => Some(Told::Page(View::Side)),
        CHANGES => Some(Told::Word),
        CHANGES_PDF => Some(Told::Pdf),
        _ => None,
    }
}

/// The later of the two.
enum Later {
    /// By its fingerprint, with what was written about its chapters.
    Edition(Hash, Vec<u8>),
    Now(Arc<Standing>),
}

/// What changed from one edition to another: `1..2`, for whoever may read both; or to the manual as it stands, `1..now`, for who
/// may read it, with the chapters that are there for them.
pub(super) async fn compared(
    app: Shared,
    reader: Option<SessionId>,
    (slug, pair): (&str, &str),
    told: Told,
    asked: &HeaderMap,
) -> Result<Response, Problem> {
    let Some((before, after)) = pair.split_once("..") else { return Ok(missing()) };
    let Some(found) = readable(&app, reader, slug, before) else { return Ok(missing()) };
    let mut public = false;
    let later = if after == NOW {
        let Some(session) = reader else { return Ok(missing()) };
        let manual = app.journal.read(|registry| {
            let (manual, _) = registry.manual_by_slug(slug)?;
            registry.right_in_manual(session, manual).map(|_| manual)
        });
        let Some(manual) = manual else { return Ok(missing()) };
        Later::Now(standing_now(&app, manual, session).await?)
    } else {
        let is_later = number(before).zip(number(after)).is_some_and(|(before, after)| before < after);
        let later = readable(&app, reader, slug, after).filter(|_| is_later);
        let Some(later) = later else { return Ok(missing()) };
        public = found.public && later.public;
        Later::Edition(later.manifest, notes(&app, slug, after))
    };
    let page = match told {
        Told::Page(view) => {
            let pdf = if app.press.program().is_some() { Pdf::Made } else { Pdf::Not };
            read(app, found.manifest, later, Compared::Page(view, pdf)).await?
        }
        Told::Word => read(app, found.manifest, later, Compared::Word).await?,
        Told::Pdf => printed(app, reader, found.manifest, later).await?,
    };
    Ok(dressed(page, public, told, &format!("{slug}-{before}-{after}-changes"), asked))
}

/// What was written about the chapters of an edition that changed, as the press reads it.
fn notes(app: &Shared, slug: &str, n: &str) -> Vec<u8> {
    let written = app.journal.read(|registry| {
        let (manual, _) = registry.manual_by_slug(slug)?;
        let notes = registry.afterwards(manual, number(n)?).notes.iter();
        Some(notes.map(|(chapter, note)| (chapter.to_string(), note.clone().into())).collect())
    });
    serde_json::Value::Object(written.unwrap_or_default()).to_string().into_bytes()
}

async fn read(app: Shared, before: Hash, later: Later, told: Compared) -> Result<Page, Problem> {
    let page = blocking(app, move |app, editions| match &later {
        Later::Edition(after, _) => app.reading.compared(editions, (&before, after), told),
        Later::Now(now) => app.reading.compared_with(editions, &before, (&now.manifest, &now.chapters), told),
    });
    Ok(page.await?)
}

/// Printed as a process of its own, as all PDFs are. That of two editions is kept for a while: it is always the same.
async fn printed(
    app: Shared,
    reader: Option<SessionId>,
    before: Hash,
    later: Later,
) -> Result<Page, Problem> {
    if let Later::Edition(after, notes) = &later
        && let Some(page) = app.reading.printed((&before, after), notes)
    {
        return Ok(page);
    }
    if app.press.program().is_none() {
        return Err(Code::NoPress.into());
    }
    count(&app, reader)?;
    let given = blocking(app.clone(), move |app, editions| {
        let images = app.journal.index().images();
        let mut given = app.reading.packed(editions, &images, &before)?;
        let since = |notes: &[u8], given: &[u8]| Some(Since { before: given.len(), notes: notes.len() });
        let asked = match &later {
            Later::Edition(after, notes) => {
                let asked = Asked { since: since(notes, &given), ..Asked::default() };
                given.extend_from_slice(notes);
                given.append(&mut app.reading.packed(editions, &images, after)?);
                asked
            }
            Later::Now(now) => {
                let opened = opened(now).ok_or(Code::Internal)?;
                let asked =
                    Asked { since: since(&[], &given), draft: Some(mark(&opened)), ..Asked::default() };
                let bundle = packed((&now.manifest, &opened.manifest), &now.chapters, &images);
                given.append(&mut bundle.ok_or(Code::Internal)?);
                asked
            }
        };
        Ok((given, asked, later))
    });
    let (given, asked, later) = given.await?;
    let page = Page::new(app.press.print(&given, &asked).await.map_err(refused)?);
    if let Later::Edition(after, notes) = &later {
        app.reading.keep_printed((&before, after), notes, &page);
    }
    Ok(page)
}

fn dressed(page: Page, public: bool, told: Told, name: &str, asked: &HeaderMap) -> Response {
    let (media_type, plain) = match told {
        Told::Page(_) => return serve(page, public, HTML, asked),
        Told::Word => (media_type(Output::Docx), CHANGES),
        Told::Pdf => (media_type(Output::Pdf), CHANGES_PDF),
    };
    let mut response = serve(page, public, media_type, asked);
    let extension = plain.rsplit_once('.').map_or("", |(_, extension)| extension);
    // A name that is not of ASCII is in the address, which browsers fall back on.
    let name = if name.is_ascii() { format!("{name}.{extension}") } else { plain.to_owned() };
    if let Ok(offered) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, offered);
    }
    response
}
