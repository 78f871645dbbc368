//! An edition in other forms, for whoever may read it: Word, EPUB, Markdown, PDF, the bundle, and each file of its signature by
//! itself, so that it can be checked with openssl, minisign and sha256sum. What is not there and what is for members alone
//! answer alike.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use collab::code::Code;
use edition::bundle::Zip;
use edition::sha256;
use edition::site::{Download, Output as Format};

use super::editions::blocking;
use super::reading::{Readable, missing, readable, reader, serve};
use crate::app::Shared;
use crate::etag;
use crate::outputs::media_type;
use crate::problem::Problem;
use crate::reading::Page;
use crate::signed_in::Perhaps;

/// Files of the bundle that are given by themselves too, and what they are.
const BESIDE: [(&str, &str); 9] = [
    ("edition.json", "application/json"),
    ("edition.json.sig", "application/octet-stream"),
    ("edition.json.minisig", "text/plain; charset=utf-8"),
    ("key.pem", "text/plain; charset=utf-8"),
    ("key.pub", "text/plain; charset=utf-8"),
    ("keys.json", "application/json"),
    ("outputs.json", "application/json"),
    ("outputs.json.sig", "application/octet-stream"),
    ("VERIFY.txt", "text/plain; charset=utf-8"),
];

/// One file of an edition.
pub(crate) async fn download(
    State(app): State<Shared>,
    Perhaps(who): Perhaps,
    address: Result<Path<(String, String, String)>, PathRejection>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(Path((slug, n, file))) = address else { return Ok(missing()) };
    let found = readable(&app, reader(who), &slug, &n);
    let Some(Readable { manifest, public, .. }) = found else { return Ok(missing()) };
    let outputs = app.outputs.of(&manifest);
    let beside = BESIDE.iter().find(|(name, _)| *name == file);
    let is_it = |output: &&Download| match beside {
        Some(_) => output.format == Format::Zip,
        None => output.name == file,
    };
    let Some(output) = outputs.iter().find(is_it).cloned() else { return Ok(missing()) };
    let media_type = beside.map_or(media_type(output.format), |(_, media_type)| *media_type);
    let member = beside.map(|(name, _)| *name);
    let found = blocking(app, move |app, _| {
        let kept = app.journal.index().outputs().get(&manifest, &output.name);
        let bytes = kept.ok().flatten().filter(|bytes| sha256(bytes) == output.sha256);
        let Some(bytes) = bytes else {
            app.outputs.forget(&manifest);
            return Err(Code::Damaged);
        };
        let Some(member) = member else {
            return Ok(Some(Page { body: bytes.into(), etag: etag::of(&output.sha256) }));
        };
        let member = Zip::read(&bytes).ok().and_then(|zip| zip.get(member).ok());
        Ok(member.map(|bytes| Page::new(Bytes::from(bytes))))
    });
    let Some(page) = found.await? else { return Ok(missing()) };
    let mut response = serve(page, public, media_type, &asked);
    let offered = HeaderValue::from_str(&format!("attachment; filename=\"{file}\""));
    if let Ok(offered) = offered {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, offered);
    }
    Ok(response)
}
