//! The editor's pages and files, out of this program itself. Pages all get the same shell; a file that is not there is
//! not there, never the shell. Files under `assets/` have a hash in their name and may be kept for ever.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use collab::code::Code;
use rust_embed::Embed;

use crate::etag;
use crate::problem::Problem;

/// What `npm run build` left in web/dist. In a debug build it is read from there at run time.
#[derive(Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

const SHELL: &str = "index.html";
/// The value of a `Link` header, made with the build.
const CHAPTER_PRELOADS: &str = "chapter.preloads.txt";
/// Suffixes of compressed siblings and the encodings they are, the smaller first.
const COMPRESSED: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

/// A file of the build.
struct File {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

fn built(name: &str) -> Option<File> {
    Dist::get(name).map(|file| File { hash: file.metadata.sha256_hash(), bytes: file.data })
}

/// Any page of the editor.
pub(crate) async fn shell(headers: HeaderMap) -> Response {
    serve(built, SHELL, &headers).unwrap_or_else(not_built)
}

/// The page of a chapter: the shell, and the names of the scripts it will ask for, so that a thin line brings them at once
/// and not one after the other.
pub(crate) async fn chapter(headers: HeaderMap) -> Response {
    let mut response = shell(headers).await;
    if let Some(links) = built(CHAPTER_PRELOADS).and_then(|file| HeaderValue::from_bytes(&file.bytes).ok()) {
        response.headers_mut().insert(header::LINK, links);
    }
    response
}

/// A file of the editor that stands beside its page.
pub(crate) async fn root_file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    serve_file(built, &name, &headers).ok_or_else(|| Problem::new(Code::NotFound))
}

/// A file of the editor under `assets/`.
pub(crate) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    serve_file(built, &format!("assets/{name}"), &headers).ok_or_else(|| Problem::new(Code::NotFound))
}

fn not_built() -> Response {
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Chancery</title>\
                <p>The editor is not built. Run: cargo xtask run</p></html>";
    ([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

/// Pages have addresses of their own, and siblings none.
fn serve_file(files: impl Fn(&str) -> Option<File>, name: &str, asked: &HeaderMap) -> Option<Response> {
    let is_sibling = COMPRESSED.iter().any(|(suffix, _)| name.ends_with(suffix));
    if name == SHELL || is_sibling { None } else { serve(files, name, asked) }
}

fn serve(files: impl Fn(&str) -> Option<File>, name: &str, asked: &HeaderMap) -> Option<Response> {
    let plain = files(name)?;
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let sibling = COMPRESSED
        .into_iter()
        .filter(|(_, encoding)| takes(accepted, encoding))
        .find_map(|(suffix, encoding)| Some((files(&format!("{name}{suffix}"))?, Some(encoding))));
    let (file, encoding) = sibling.unwrap_or((plain, None));

    let etag = etag::of(&file.hash);
    let same = asked.get(header::IF_NONE_MATCH).is_some_and(|known| *known == etag);
    let mut response = match same {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Body::from(file.bytes).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep(name)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, etag);
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// Whether a browser offers to take an encoding. Nobody we serve refuses one by `q=0`.
fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').filter_map(|offer| offer.split(';').next()).any(|offer| offer.trim() == encoding)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn build(name: &str) -> Option<File> {
        let names = [
            "index.html",
            "favicon.svg",
            "assets/main-abc.js",
            "assets/main-abc.js.br",
            "assets/main-abc.js.gz",
        ];
        let n = names.iter().position(|it| *it == name)?;
        let n = u8::try_from(n).expect("few");
        Some(File { bytes: Cow::Owned(vec![n]), hash: [n; 32] })
    }

    fn asked(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    fn header_of<'r>(response: &'r Response, name: &str) -> &'r str {
        response.headers().get(name).map_or("", |value| value.to_str().expect("text"))
    }

    #[test]
    fn hashed_files_are_kept_and_all_else_is_asked_for_again() {
        let none = HeaderMap::new();
        let script = serve_file(build, "assets/main-abc.js", &none).expect("there");
        assert_eq!(header_of(&script, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(header_of(&script, "content-type"), "text/javascript; charset=utf-8");
        let icon = serve_file(build, "favicon.svg", &none).expect("there");
        let shell = serve(build, SHELL, &none).expect("there");
        assert_eq!(header_of(&icon, "cache-control"), "no-cache");
        assert_eq!(header_of(&shell, "cache-control"), "no-cache");
    }

    #[test]
    fn what_is_not_there_is_not_the_shell() {
        let none = HeaderMap::new();
        for name in ["assets/gone.js", "index.html", "assets/main-abc.js.br", "../Cargo.toml", ""] {
            assert!(serve_file(build, name, &none).is_none(), "{name}");
        }
    }

    #[test]
    fn a_browser_gets_the_smallest_it_takes() {
        let of = |offer| {
            serve(build, "assets/main-abc.js", &asked(header::ACCEPT_ENCODING, offer)).expect("there")
        };
        assert_eq!(header_of(&of("gzip, deflate, br"), "content-encoding"), "br");
        assert_eq!(header_of(&of("gzip;q=0.9"), "content-encoding"), "gzip");
        assert_eq!(header_of(&of("identity"), "content-encoding"), "");
        assert_eq!(header_of(&of("br"), "vary"), "accept-encoding");
    }

    #[test]
    fn what_a_browser_has_is_not_sent_again() {
        let first = serve(build, SHELL, &HeaderMap::new()).expect("there");
        let etag = header_of(&first, "etag").to_owned();
        let known = HeaderMap::from_iter([(header::IF_NONE_MATCH, etag.parse().expect("a header"))]);
        assert_eq!(serve(build, SHELL, &known).expect("there").status(), StatusCode::NOT_MODIFIED);
        let other = asked(header::IF_NONE_MATCH, "\"else\"");
        assert_eq!(serve(build, SHELL, &other).expect("there").status(), StatusCode::OK);
    }
}
