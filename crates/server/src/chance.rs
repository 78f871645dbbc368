//! Randomness from the operating system: ids, secrets, client ids. The only place of this crate that draws any.

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

/// A short word that ties an answer to its lines in the log.
pub(crate) fn request_id() -> String {
    bytes::<8>().iter().map(|byte| format!("{byte:02x}")).collect()
}
