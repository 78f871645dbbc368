//! The key that stands for editions: the half that signs lies in the vault, the other in the journal. A key whose file is gone
//! signs nothing any more; what it signed stays signed. Next: `commands::signing`, which makes, rotates and brings back keys.

use edition::sign::{Key, PublicKey};
use store::record::publishing;
use store::registry::{Registry, Signed};
use store::vault::Vault;

/// Why nothing can be signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "the key that signs editions is not in the vault any more, or not what it was; bring it back with `chancery key import FILE`, or make another with `chancery key rotate`"
)]
pub struct KeyGone;

/// The name of a key's file in the vault.
pub(crate) fn name(key: &publishing::PublicKey) -> String {
    let digits: String = edition::hex(key).chars().take(32).collect();
    format!("signing-{digits}")
}

/// The half that signs, if it is in the vault and whole.
pub(crate) fn key_of(vault: &Vault, public: &publishing::PublicKey) -> Option<Key> {
    let kept = vault.get(&name(public));
    if let Err(error) = &kept {
        tracing::error!(%error, "a signing key cannot be read");
    }
    let key = Key::from_seed(&kept.ok()??);
    (key.public().bytes() == public).then_some(key)
}

/// The key that signs now.
///
/// # Errors
/// [`KeyGone`] when there is none, or its file is gone.
pub(crate) fn current(registry: &Registry, vault: &Vault) -> Result<Key, KeyGone> {
    registry.signing_key().and_then(|it| key_of(vault, &it.key)).ok_or(KeyGone)
}

/// What a key is called by, as people compare it.
pub(crate) fn id(key: &publishing::PublicKey) -> Option<String> {
    Some(edition::hex(&PublicKey::of(*key)?.id()))
}

/// Whether a signature holds over a manifest.
pub(crate) fn holds(signed: &Signed, manifest: &[u8]) -> bool {
    PublicKey::of(signed.key).is_some_and(|key| key.signed(manifest, &signed.signature))
}
