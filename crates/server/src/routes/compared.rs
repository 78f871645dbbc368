//! What changed between two editions, or since one of them, for whoever may read both: as a page, and as a document in which Word
//! tracks it. What is not there and what is for members alone answer alike.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use edition::site::View;
use manual::id::SessionId;

use super::editions::{blocking, number};
use super::reading::{HTML, missing, readable, serve};
use crate::app::Shared;
use crate::freeze::standing::standing as standing_now;
use crate::outputs::media_type;
use crate::problem::Problem;
use crate::reading::{Compared, Page};

/// In an address, the manual as it stands.
const NOW: &str = "now";

/// How what changed is told, by the last part of its address.
pub(super) fn told(place: &str) -> Option<Compared> {
    match place {
        "side" => Some(Compared::Page(View::Side)),
        edition::site::CHANGES => Some(Compared::Word),
        _ => None,
    }
}

/// What changed from one edition to another: `1..2`, for whoever may read both; or to the manual as it stands, `1..now`, for who
/// may read it, with the chapters that are there for them.
pub(super) async fn compared(
    app: Shared,
    reader: Option<SessionId>,
    (slug, pair): (&str, &str),
    told: Compared,
    asked: &HeaderMap,
) -> Result<Response, Problem> {
    let Some((before, after)) = pair.split_once("..") else { return Ok(missing()) };
    let Some(found) = readable(&app, reader, slug, before) else { return Ok(missing()) };
    let name = format!("{slug}-{before}-{after}-changes.docx");
    if after == NOW {
        let Some(session) = reader else { return Ok(missing()) };
        let manual = app.journal.read(|registry| {
            let (manual, _) = registry.manual_by_slug(slug)?;
            registry.right_in_manual(session, manual).map(|_| manual)
        });
        let Some(manual) = manual else { return Ok(missing()) };
        let now = standing_now(&app, manual, session).await?;
        let page = blocking(app, move |app, editions| {
            app.reading.compared_with(editions, &found.manifest, (&now.manifest, &now.chapters), told)
        });
        return Ok(dressed(page.await?, false, told, &name, asked));
    }
    let is_later = number(before).zip(number(after)).is_some_and(|(before, after)| before < after);
    let later = readable(&app, reader, slug, after).filter(|_| is_later);
    let Some(later) = later else { return Ok(missing()) };
    let public = found.public && later.public;
    let page = blocking(app, move |app, editions| {
        app.reading.compared(editions, (&found.manifest, &later.manifest), told)
    });
    Ok(dressed(page.await?, public, told, &name, asked))
}

fn dressed(page: Page, public: bool, told: Compared, name: &str, asked: &HeaderMap) -> Response {
    let media_type = match told {
        Compared::Page(_) => HTML,
        Compared::Word => media_type(edition::site::Output::Docx),
    };
    let mut response = serve(page, public, media_type, asked);
    if told == Compared::Word {
        // A name that is not of ASCII is in the address, which browsers fall back on.
        let name = if name.is_ascii() { name } else { edition::site::CHANGES };
        if let Ok(offered) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, offered);
        }
    }
    response
}
