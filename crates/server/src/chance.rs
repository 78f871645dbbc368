//! Randomness from the operating system: ids, secrets, client ids. The only place of this crate that draws any.

use manual::id::PayloadId;

/// Fresh random bytes.
///
/// # Panics
/// When the operating system has no randomness to give: nothing here can be done safely without.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// A fresh Yjs client id: 32 bits, never 0, as Yjs draws them.
pub(crate) fn client_id() -> u64 {
    u64::from(u32::from_be_bytes(bytes())).max(1)
}

/// A fresh id of a mark or a payload: twelve letters and digits.
pub(crate) fn payload_id() -> PayloadId {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    // 62 does not divide 256: the first characters are a little likelier, which an id does not mind.
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
    let id: String = bytes::<12>().into_iter().map(letter).collect();
    PayloadId::parse(&id).expect("twelve letters and digits are an id")
}

/// The system's randomness for libraries that draw themselves.
pub(crate) fn source() -> impl crypto_box::aead::rand_core::CryptoRngCore {
    crypto_box::aead::OsRng
}

/// A short word that ties an answer to its lines in the log.
pub(crate) fn request_id() -> String {
    edition::hex(&bytes::<8>())
}
