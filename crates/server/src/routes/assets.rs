//! The editor's pages and files, out of this program itself. Pages all get the same shell; a file that is not there is
//! not there, never the shell. Files under `assets/` have a hash in their name and may be kept for ever.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use collab::code::Code;
use rust_embed::{Embed, EmbeddedFile};

use crate::problem::Problem;

/// What `npm run build` left in web/dist. In a debug build it is read from there at run time.
#[derive(Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

const SHELL: &str = "index.html";

/// Any page of the editor.
pub(crate) async fn shell(headers: HeaderMap) -> Response {
    serve(SHELL, &headers).unwrap_or_else(not_built)
}

/// Any file of the editor.
pub(crate) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let servable = name != SHELL && encoding_of(&name).is_none();
    servable.then(|| serve(&name, &headers)).flatten().ok_or_else(|| Problem::new(Code::NotFound))
}

fn not_built() -> Response {
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Chancery</title>\
                <p>The editor is not built. Run: cargo xtask run</p></html>";
    (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

fn serve(name: &str, asked: &HeaderMap) -> Option<Response> {
    let plain = Dist::get(name)?;
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (file, encoding) = compressed(name, accepted).map_or((plain, None), |(file, as_)| (file, Some(as_)));

    let etag = etag(&file);
    let same = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let mut response = match same {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Body::from(file.data).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep(name)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, HeaderValue::from_str(&etag).ok()?);
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// The compressed sibling that the build made and the browser takes, the smaller first.
fn compressed(name: &str, accepted: &str) -> Option<(EmbeddedFile, &'static str)> {
    let takes = |encoding: &str| {
        accepted.split(',').any(|offer| offer.split(';').next().is_some_and(|offer| offer.trim() == encoding))
    };
    [("br", "br"), ("gz", "gzip")]
        .into_iter()
        .filter(|(_, encoding)| takes(encoding))
        .find_map(|(suffix, encoding)| Some((Dist::get(&format!("{name}.{suffix}"))?, encoding)))
}

fn encoding_of(name: &str) -> Option<&str> {
    [".br", ".gz"].into_iter().find(|suffix| name.ends_with(suffix))
}

fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let short: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{short}\"")
}

/// A name with a hash in it never means other bytes; all else is asked for again.
fn keep(name: &str) -> &'static str {
    if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
