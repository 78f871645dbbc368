//! Sealing under a key of the vault: XChaCha20-Poly1305, a random nonce, and what it is about authenticated beside. The
//! form is in docs/storage.md. Keeps no key.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use store::vault::Key;

use crate::chance;

const NONCE_BYTES: usize = 24;
/// What is sealed is filled up to a multiple of this, so that its length tells little.
const GRAIN_BYTES: usize = 128;

/// Seals a short text about a subject; it opens under no other.
pub(crate) fn seal(key: &Key, subject: &[u8], text: &[u8]) -> Vec<u8> {
    let mut filled = u32::try_from(text.len()).expect("the text is short").to_be_bytes().to_vec();
    filled.extend_from_slice(text);
    filled.resize(filled.len().next_multiple_of(GRAIN_BYTES), 0);
    let nonce: [u8; NONCE_BYTES] = chance::bytes();
    let payload = Payload { msg: &filled, aad: subject };
    let sealed = cipher(key).encrypt(XNonce::from_slice(&nonce), payload);
    [&nonce[..], &sealed.expect("sealing a short text does not fail")].concat()
}

/// Opens what [`seal`] made; `None` for anything else, whatever it is.
pub(crate) fn open(key: &Key, subject: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
    let payload = Payload { msg: sealed, aad: subject };
    let filled = cipher(key).decrypt(XNonce::from_slice(nonce), payload).ok()?;
    let (length, rest) = filled.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    rest.get(..length).map(<[u8]>::to_vec)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_about_its_subject_and_is_of_even_length() {
        let (key, other) = ([1; 32], [2; 32]);
        let sealed = seal(&key, b"ama", b"Ama Owusu");
        assert_eq!(sealed.len(), seal(&key, b"ama", "a".repeat(100).as_bytes()).len());
        assert_ne!(sealed, seal(&key, b"ama", b"Ama Owusu"));
        assert_eq!(open(&key, b"ama", &sealed).as_deref(), Some(&b"Ama Owusu"[..]));
        assert_eq!(open(&other, b"ama", &sealed), None);
        assert_eq!(open(&key, b"kofi", &sealed), None, "it was about somebody else");
        for n in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[n] ^= 1;
            assert_eq!(open(&key, b"ama", &flipped), None);
            assert_eq!(open(&key, b"ama", &sealed[..n]), None);
        }
    }
}
