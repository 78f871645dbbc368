//! The number of an unnamed writer, sealed so that only whoever holds the other half of a chapter's audit key can read it.
//! X25519 and XSalsa20-Poly1305 as libsodium's sealed boxes have them. Keeps no key.

use crypto_box::{PublicKey, SecretKey};
use manual::id::DocumentId;
use store::record::attribution::AuditKey;

use crate::chance;

const PLAIN_BYTES: usize = 28;

/// A fresh pair: the half to be kept by the secretariat alone, and the half that the service is told.
pub fn new_pair() -> ([u8; 32], AuditKey) {
    let secret = SecretKey::generate(&mut chance::source());
    (secret.to_bytes(), secret.public_key().to_bytes())
}

/// Seals a writer's number, together with what it was bound to: it cannot be shown as another's.
pub(crate) fn seal(key: &AuditKey, writer: u32, document: DocumentId, client: u64) -> Vec<u8> {
    let plain = [&writer.to_be_bytes()[..], &document.bytes(), &client.to_be_bytes()].concat();
    let sealed = PublicKey::from_bytes(*key).seal(&mut chance::source(), &plain);
    // Fails only for texts of many gigabytes; without a sealed number the writer is simply nobody's to know.
    sealed.unwrap_or_default()
}

/// Opens it again. `None` if it was not sealed to this key, or not for this client id.
pub fn open(secret: &[u8; 32], sealed: &[u8], document: DocumentId, client: u64) -> Option<u32> {
    let plain = SecretKey::from_bytes(*secret).unseal(sealed).ok()?;
    let plain: [u8; PLAIN_BYTES] = plain.try_into().ok()?;
    let (writer, bound) = plain.split_first_chunk::<4>()?;
    let same = bound == [&document.bytes()[..], &client.to_be_bytes()].concat();
    same.then(|| u32::from_be_bytes(*writer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_other_half_opens_it_and_only_for_its_client() {
        let document = DocumentId::from_bytes([1; 16]);
        let ((secret, key), (other, _)) = (new_pair(), new_pair());
        let sealed = seal(&key, 7, document, 9);
        assert_eq!(open(&secret, &sealed, document, 9), Some(7));
        assert_eq!(open(&other, &sealed, document, 9), None);
        assert_eq!(open(&secret, &sealed, document, 8), None);
        assert_ne!(sealed, seal(&key, 7, document, 9), "equal numbers do not look alike");
        for shorter in 0..sealed.len() {
            assert_eq!(open(&secret, &sealed[..shorter], document, 9), None);
        }
    }
}
