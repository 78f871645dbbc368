//! What a document holds, as one short word for comparing two copies: the SHA-256 of `manual::canon`, as in
//! web/src/sync/comparing.ts. Never stored.

use std::fmt::Write;

use manual::canon::canon;
use manual::document::Document;
use sha2::{Digest, Sha256};

/// The fingerprint of all that can be read of a document, in hexadecimal digits.
pub fn fingerprint(document: &Document) -> String {
    let digest = Sha256::digest(canon(document).as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // a string takes everything
        hex
    })
}
