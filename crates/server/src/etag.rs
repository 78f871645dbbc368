//! What a caller has already: `ETag` made of a hash, `If-None-Match` read as RFC 9110 has it for reading, weakly, and the
//! answer "as before". Knows no route.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use edition::sha256;
use serde::Serialize;

/// The tag of bytes with this SHA-256.
pub(crate) fn of(sha256: &[u8; 32]) -> HeaderValue {
    let tag = format!("\"{}\"", &edition::hex(sha256)[..32]);
    HeaderValue::from_str(&tag).expect("digits in quotes are a header")
}

/// What the caller says it has: tags, or `*`.
pub(crate) fn listed(asked: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// Whether a listed tag is this one, weakly or not.
pub(crate) fn is(listed: &str, etag: &HeaderValue) -> bool {
    listed.strip_prefix("W/").unwrap_or(listed).as_bytes() == etag.as_bytes()
}

/// Views as JSON with their tag, or "as before" to whoever has them.
pub(crate) fn tagged(views: &impl Serialize, asked: &HeaderMap) -> Response {
    let body = serde_json::to_vec(views).expect("names and numbers become JSON");
    let tag = of(&sha256(&body));
    let had = listed(asked).any(|had| is(had, &tag));
    let tagged = [(header::ETAG, tag)];
    match had {
        true => (StatusCode::NOT_MODIFIED, tagged).into_response(),
        false => {
            let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
            (tagged, json, body).into_response()
        }
    }
}
