//! The reading pages, for whoever may read an edition: members, and anybody where it is public. Made of frozen bytes,
//! without a script but the one that searches and the one that checks copies. What is not there and what is for members alone get the same page, with 404.

use std::sync::LazyLock;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use edition::sign::PublicKey;
use edition::site::{
    self, At, ChangeNote, Erratum, Listed, SEARCH_INDEX, SEARCH_SCRIPT, STYLE, Standing, VERIFY_SCRIPT, View,
    Withdrawn, asked_language, list_page, missing_page, verify_page,
};
use edition::{Manifest, Moment};
use manual::id::{ManualId, SessionId};
use serde::Deserialize;
use store::record::Hash;
use store::registry::{Registry, Said};

use super::compared::{Told, compared, told};
use super::editions::number;
use crate::app::Shared;
use crate::around::AsItIs;
use crate::etag;
use crate::problem::Problem;
use crate::reading::{Page, Which};
use crate::signed_in::{Perhaps, SignedIn};

/// Text, and the one style sheet. Nothing runs, nothing is sent anywhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The same, with files of ours that may run.
const WITH_SCRIPT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The style sheet of all reading pages.
pub(crate) async fn style(asked: HeaderMap) -> Response {
    static SHEET: LazyLock<Page> = LazyLock::new(|| Page::new(STYLE));
    serve(SHEET.clone(), true, "text/css; charset=utf-8", &asked)
}

/// The script that searches in an edition.
pub(crate) async fn search_script(asked: HeaderMap) -> Response {
    static SCRIPT: LazyLock<Page> = LazyLock::new(|| Page::new(SEARCH_SCRIPT));
    serve(SCRIPT.clone(), true, SCRIPT_TYPE, &asked)
}

/// The script that checks a copy of an edition.
pub(crate) async fn verify_script(asked: HeaderMap) -> Response {
    static SCRIPT: LazyLock<Page> = LazyLock::new(|| Page::new(VERIFY_SCRIPT));
    serve(SCRIPT.clone(), true, SCRIPT_TYPE, &asked)
}

/// Which language a reader wants.
#[derive(Deserialize)]
pub(crate) struct InLanguage {
    lang: Option<String>,
}

/// The page where anybody checks a copy. It knows no edition and asks for none.
pub(crate) async fn verify(query: Result<Query<InLanguage>, QueryRejection>, asked: HeaderMap) -> Response {
    let accepted =
        asked.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let lang = query.ok().and_then(|Query(InLanguage { lang })| lang);
    let lang = asked_language(lang.as_deref().unwrap_or(accepted));
    let mut response = with_script(serve(Page::new(verify_page(lang, At::Service)), true, HTML, &asked));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The public editions of a manual, for programs that read news.
pub(crate) async fn feed(
    State(app): State<Shared>,
    slug: Result<Path<String>, PathRejection>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(Path(slug)) = slug else { return Ok(missing()) };
    let public = app.journal.read(|registry| {
        let (manual, _) = registry.manual_by_slug(&slug)?;
        Some(public_of(registry, manual))
    });
    let base = app.public.origins().first().cloned().unwrap_or_default();
    let made = super::editions::blocking(app, move |app, editions| {
        let public = public.unwrap_or_default();
        let manifests: Vec<_> =
            public.iter().map(|(hash, _)| app.reading.manifest(editions, hash)).collect::<Result<_, _>>()?;
        let lang = public.last().map(|(hash, _)| app.reading.language(editions, hash)).transpose()?;
        let withdrawn = public.iter().map(|(_, withdrawn)| withdrawn.as_ref());
        let manifests: Vec<_> = manifests.iter().map(AsRef::as_ref).zip(withdrawn).collect();
        Ok(site::feed(&base, &manifests, lang.as_deref().unwrap_or_default()).map(Page::new))
    });
    Ok(made
        .await?
        .map_or_else(missing, |page| serve(page, true, "application/atom+xml; charset=utf-8", &asked)))
}

/// Where all public editions are, for programs that search.
pub(crate) async fn sitemap(State(app): State<Shared>, asked: HeaderMap) -> Result<Response, Problem> {
    let public: Vec<Hash> = app.journal.read(|registry| {
        let public = registry.manuals.keys().flat_map(|manual| public_of(registry, *manual));
        public.filter(|(_, withdrawn)| withdrawn.is_none()).map(|(hash, _)| hash).collect()
    });
    let base = app.public.origins().first().cloned().unwrap_or_default();
    let made = super::editions::blocking(app, move |app, editions| {
        let manifests: Vec<_> =
            public.iter().map(|hash| app.reading.manifest(editions, hash)).collect::<Result<_, _>>()?;
        let manifests: Vec<&Manifest> = manifests.iter().map(AsRef::as_ref).collect();
        Ok(Page::new(site::sitemap(&base, &manifests)))
    });
    Ok(serve(made.await?, true, "application/xml; charset=utf-8", &asked))
}

/// The editions of a manual that anybody may read, and of each whether it was withdrawn.
fn public_of(registry: &Registry, manual: ManualId) -> Vec<(Hash, Option<Withdrawn>)> {
    let editions =
        registry.editions_of(manual).filter(|(_, edition)| registry.shows_edition(None, manual, edition));
    let of = |(n, edition): (u32, &store::registry::Edition)| {
        Some((*edition.manifest()?, registry.afterwards(manual, n).withdrawn.as_ref().map(withdrawn)))
    };
    editions.filter_map(of).collect()
}

fn withdrawn(said: &Said) -> Withdrawn {
    Withdrawn { why: said.text.clone(), at: Moment::from_ms(said.at_ms) }
}

/// The editions of a manual that the caller may read.
pub(crate) async fn list(
    State(app): State<Shared>,
    Perhaps(who): Perhaps,
    slug: Result<Path<String>, PathRejection>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(Path(slug)) = slug else { return Ok(missing()) };
    let reader = reader(who);
    let found = app.journal.read(|registry| {
        let (manual, of) = registry.manual_by_slug(&slug)?;
        let is_member = reader.is_some_and(|session| registry.right_in_manual(session, manual).is_some());
        let editions = registry.editions_of(manual);
        let shown = editions.filter(|(_, edition)| registry.shows_edition(reader, manual, edition));
        let shown = shown.filter_map(|(n, edition)| {
            let withdrawn = registry.afterwards(manual, n).withdrawn.is_some();
            Some((n, edition.public, withdrawn, *edition.manifest()?))
        });
        let shown: Vec<_> = shown.collect();
        (is_member || !shown.is_empty()).then(|| (of.title.clone(), shown))
    });
    let Some((title, shown)) = found else { return Ok(missing()) };
    let page = super::editions::blocking(app, move |app, editions| {
        let listed = |(n, public, withdrawn, hash): (u32, bool, bool, Hash)| {
            let manifest = app.reading.manifest(editions, &hash).ok()?;
            let (title, frozen_at): (String, Moment) =
                (manifest.facts.title.clone(), manifest.facts.frozen_at);
            Some(Listed { n, title, frozen_at, words: manifest.words(), public, withdrawn })
        };
        let newest = shown.last().map(|(_, _, _, hash)| app.reading.language(editions, hash));
        let lang = newest.and_then(Result::ok).unwrap_or_default();
        let listed: Vec<Listed> = shown.into_iter().filter_map(listed).collect();
        Ok(Page::new(list_page(&title, &slug, &listed, &lang)))
    });
    Ok(serve(page.await?, reader.is_none(), HTML, &asked))
}

/// The contents of an edition.
pub(crate) async fn contents(
    State(app): State<Shared>,
    Perhaps(who): Perhaps,
    address: Result<Path<(String, String)>, PathRejection>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(Path((slug, n))) = address else { return Ok(missing()) };
    if n.contains("..") {
        return compared(app, reader(who), (&slug, &n), Told::Page(View::Inline), &asked).await;
    }
    page(app, reader(who), &slug, &n, Some(Which::Contents), &asked).await
}

/// A picture that an edition shows, and only of that edition.
pub(crate) async fn image(
    State(app): State<Shared>,
    Perhaps(who): Perhaps,
    address: Result<Path<(String, String, String)>, PathRejection>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(Path((slug, n, file))) = address else { return Ok(missing()) };
    let found = readable(&app, reader(who), &slug, &n);
    let Some(Readable { manifest, public, standing: _ }) = found else { return Ok(missing()) };
    let found = super::editions::blocking(app, move |app, editions| {
        let manifest = app.reading.manifest(editions, &manifest)?;
        let hash = file.split_once('.').and_then(|(name, _)| edition::unhex(name));
        let entry = hash.and_then(|hash| manifest.image(&hash)).filter(|entry| entry.name() == file);
        let Some(entry) = entry else { return Ok(None) };
        let body = app.reading.file(&app.journal.index().images(), &entry.sha256)?;
        Ok(Some((Page { body, etag: etag::of(&entry.sha256) }, entry.kind.media_type())))
    });
    Ok(found.await?.map_or_else(missing, |(page, media_type)| serve(page, public, media_type, &asked)))
}

/// One chapter of an edition, counted from 1, or its glossary.
pub(crate) async fn chapter(
    State(app): State<Shared>,
    Perhaps(who): Perhaps,
    address: Result<Path<(String, String, String)>, PathRejection>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(Path((slug, n, k))) = address else { return Ok(missing()) };
    if n.contains("..") {
        let Some(told) = told(&k) else { return Ok(missing()) };
        return compared(app, reader(who), (&slug, &n), told, &asked).await;
    }
    let which = match k.as_str() {
        "glossary" => Some(Which::Glossary),
        SEARCH_INDEX => Some(Which::Index),
        k => number(k).map(|k| Which::Chapter(k as usize - 1)),
    };
    page(app, reader(who), &slug, &n, which, &asked).await
}

pub(super) const HTML: &str = "text/html; charset=utf-8";
const SCRIPT_TYPE: &str = "text/javascript; charset=utf-8";

async fn page(
    app: Shared,
    reader: Option<SessionId>,
    slug: &str,
    n: &str,
    which: Option<Which>,
    asked: &HeaderMap,
) -> Result<Response, Problem> {
    let found = readable(&app, reader, slug, n).zip(which);
    let Some((Readable { manifest, public, standing }, which)) = found else { return Ok(missing()) };
    let dressed = |page: Page| match which {
        Which::Contents => with_script(serve(page, public, HTML, asked)),
        Which::Index => serve(page, public, SCRIPT_TYPE, asked),
        Which::Chapter(_) | Which::Glossary => serve(page, public, HTML, asked),
    };
    if let Some(page) = app.reading.known(&manifest, which, &standing) {
        return Ok(dressed(page));
    }
    let made = super::editions::blocking(app, move |app, editions| {
        app.reading.page(editions, &manifest, which, &standing)
    });
    Ok(made.await?.map_or_else(missing, dressed))
}

pub(super) fn reader(who: Option<SignedIn>) -> Option<SessionId> {
    who.map(|who| who.session)
}

/// An edition that the caller may read.
pub(super) struct Readable {
    pub(super) manifest: Hash,
    /// Everybody may.
    pub(super) public: bool,
    standing: Standing,
}

/// The edition, if the caller may read it.
pub(super) fn readable(app: &Shared, reader: Option<SessionId>, slug: &str, n: &str) -> Option<Readable> {
    let n = number(n)?;
    app.journal.read(|registry| {
        let (manual, _) = registry.manual_by_slug(slug)?;
        let edition = registry.editions.get(&(manual, n))?;
        let manifest = *edition.manifest()?;
        // What anybody may read is the same page for everybody.
        let standing = standing(app, registry, reader.filter(|_| !edition.public), manual, n);
        registry.shows_edition(reader, manual, edition).then_some(Readable {
            manifest,
            public: edition.public,
            standing,
        })
    })
}

/// What is said about an edition to whoever asks.
fn standing(
    app: &Shared,
    registry: &Registry,
    reader: Option<SessionId>,
    manual: ManualId,
    n: u32,
) -> Standing {
    let others = registry.editions_of(manual);
    let others =
        others.filter(|(_, it)| it.manifest().is_some() && registry.shows_edition(reader, manual, it));
    let others: Vec<u32> = others.map(|(other, _)| other).collect();
    let afterwards = registry.afterwards(manual, n);
    let signed = afterwards.signed.and_then(|signed| PublicKey::of(signed.key));
    let at = |said: &Said| Moment::from_ms(said.at_ms);
    let manifest =
        registry.editions.get(&(manual, n)).and_then(|it| it.manifest().copied()).unwrap_or_default();
    Standing {
        withdrawn: afterwards.withdrawn.as_ref().map(withdrawn),
        errata: afterwards
            .errata
            .iter()
            .map(|said| Erratum { text: said.text.clone(), at: at(said) })
            .collect(),
        key: signed,
        downloads: app.outputs.of(&manifest).to_vec(),
        preparing: app.outputs.coming(&manifest, &app.press),
        notes: notes(registry, manual, n),
        previous: others.iter().copied().filter(|other| *other < n).max(),
        newer: others.iter().copied().filter(|other| *other > n).max(),
        base: app.public.origins().first().cloned(),
    }
}

/// What is said of chapters that changed, in the order of the record of the freeze; what is said of one that is gone comes last.
fn notes(registry: &Registry, manual: ManualId, n: u32) -> Vec<ChangeNote> {
    let notes = registry.afterwards(manual, n).notes.iter();
    notes.map(|(chapter, note)| ChangeNote { chapter: *chapter, note: note.clone() }).collect()
}

pub(super) fn serve(page: Page, public: bool, media_type: &'static str, asked: &HeaderMap) -> Response {
    let mut response = match is_known(asked, &page.etag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => page.body.into_response(),
    };
    // Asked for again each time: a member's right may have ended meanwhile.
    let keep = if public { "public, no-cache" } else { "private, no-cache" };
    dress(&mut response, media_type, keep);
    response.headers_mut().insert(header::ETAG, page.etag);
    response
}

/// The same with one of our own scripts; none in the page itself, and none from elsewhere.
fn with_script(mut response: Response) -> Response {
    let policy = HeaderValue::from_static(WITH_SCRIPT);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

pub(super) fn missing() -> Response {
    let mut response = (StatusCode::NOT_FOUND, missing_page()).into_response();
    dress(&mut response, HTML, "no-store");
    response.extensions_mut().insert(AsItIs);
    response
}

fn dress(response: &mut Response, media_type: &'static str, keep: &'static str) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
}

/// Whether the caller says that it has this already.
fn is_known(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    etag::listed(asked).any(|listed| listed == "*" || etag::is(listed, etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))])
    }

    #[test]
    fn what_a_reader_has_is_not_sent_again() {
        let etag = HeaderValue::from_static("\"abc\"");
        for known in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"] {
            assert!(is_known(&asked(known), &etag), "{known}");
        }
        for other in ["\"ab\"", "abc", "", "W/\"x\""] {
            assert!(!is_known(&asked(other), &etag), "{other}");
        }
        assert!(!is_known(&HeaderMap::new(), &etag));
    }
}
