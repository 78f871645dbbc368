//! What a caller has already: `ETag` made of a hash, and `If-None-Match` read as RFC 9110 has it for reading, weakly.
//! Knows no route.

use axum::http::{HeaderMap, HeaderValue, header};

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
