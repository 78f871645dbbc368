//! Keys that sign editions: made once, rotated, kept safe elsewhere and brought back. The half that signs goes to the disk
//! before the journal names the other; it is told to nobody but who is on the machine (`export_key`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use edition::sign::{Key, PublicKey};
use store::record::Record;
use store::record::publishing::PublishingRecord;
use store::registry::SigningKey;

use super::{CommandRefused, Desk};
use crate::chance;
use crate::clock::rfc3339;
use crate::signing;
use crate::view::{KeyLinkView, OwnKeyView, SigningKeyView};

/// What stands before the seed in a private key by RFC 8410.
const PKCS8: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// Makes the first key, where there is none.
///
/// # Errors
/// `NotWritten`.
pub(crate) async fn ensure_key(desk: &mut Desk<'_>) -> Result<(), CommandRefused> {
    if desk.read(|registry| registry.signing_key().is_some()) {
        return Ok(());
    }
    make(desk, None).await
}

/// Makes another key, which signs from now on. The one before vouches for it, if it is still there.
///
/// # Errors
/// `NotWritten`.
pub async fn rotate_key(desk: &mut Desk<'_>) -> Result<OwnKeyView, CommandRefused> {
    let vault = desk.vault();
    let before = desk.read(|registry| signing::current(registry, &vault)).ok();
    make(desk, before.as_ref()).await?;
    show_keys(desk)
}

async fn make(desk: &mut Desk<'_>, before: Option<&Key>) -> Result<(), CommandRefused> {
    let seed = chance::bytes();
    let key = *Key::from_seed(&seed).public().bytes();
    keep(desk, &key, &seed)?;
    let signature = before.map(|before| before.sign(&key));
    let made = Record::Publishing(PublishingRecord::SigningKey { key, signature });
    desk.commit(vec![made]).await?;
    Ok(())
}

fn keep(desk: &Desk<'_>, key: &[u8; 32], seed: &[u8; 32]) -> Result<(), CommandRefused> {
    desk.vault().put(&signing::name(key), seed).map_err(|error| {
        tracing::error!(%error, "a signing key could not be put into the vault");
        CommandRefused::NotWritten
    })
}

/// The key, and those before it.
///
/// # Errors
/// `NoKey` before the first was made.
pub fn show_keys(desk: &Desk<'_>) -> Result<OwnKeyView, CommandRefused> {
    let vault = desk.vault();
    let shown = desk.read(|registry| {
        let here = signing::current(registry, &vault).is_ok();
        view(&registry.signing_keys).map(|shown| OwnKeyView { shown, here })
    });
    shown.ok_or(CommandRefused::NoKey)
}

/// What anybody may know of the keys; `None` before there is one.
pub(crate) fn view(keys: &[SigningKey]) -> Option<SigningKeyView> {
    let newest = keys.last()?;
    let public = PublicKey::of(newest.key)?;
    let link = |key: &SigningKey| KeyLinkView {
        key: edition::hex(&key.key),
        from: rfc3339(key.from_ms),
        signature: key.signature.map(|signature| edition::hex(&signature)),
    };
    Some(SigningKeyView {
        id: signing::id(&newest.key)?,
        key: edition::hex(&newest.key),
        pem: public.pem(),
        minisign: public.minisign(),
        keys: keys.iter().map(link).collect(),
    })
}

/// The half that signs, to be kept safe elsewhere.
///
/// # Errors
/// `KeyGone`.
pub fn export_key(desk: &Desk<'_>) -> Result<String, CommandRefused> {
    let vault = desk.vault();
    let key = desk.read(|registry| registry.signing_key().map(|it| it.key)).ok_or(CommandRefused::NoKey)?;
    signing::key_of(&vault, &key).ok_or(signing::KeyGone)?;
    let seed = vault.get(&signing::name(&key)).ok().flatten().ok_or(signing::KeyGone)?;
    Ok(format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode([&PKCS8[..], &seed].concat())))
}

/// Brings back what [`export_key`] gave, of this key or of one before it.
///
/// # Errors
/// `OtherKey` for anything else; `NotWritten`.
pub fn import_key(desk: &Desk<'_>, pem: &str) -> Result<OwnKeyView, CommandRefused> {
    let seed = seed_of(pem).ok_or(CommandRefused::OtherKey)?;
    let key = *Key::from_seed(&seed).public().bytes();
    let known = desk.read(|registry| registry.signing_keys.iter().any(|it| it.key == key));
    if !known {
        return Err(CommandRefused::OtherKey);
    }
    keep(desk, &key, &seed)?;
    show_keys(desk)
}

fn seed_of(pem: &str) -> Option<[u8; 32]> {
    let body = pem.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let bytes = STANDARD.decode(body.split_whitespace().collect::<String>()).ok()?;
    bytes.strip_prefix(&PKCS8)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_is_read_as_it_was_written_and_nothing_else_is() {
        let pem = |seed: &[u8]| format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode([&PKCS8[..], seed].concat()));
        assert_eq!(seed_of(&pem(&[7; 32])), Some([7; 32]));
        let public = Key::from_seed(&[7; 32]).public().pem();
        for wrong in [&pem(&[7; 31]), &pem(&[7; 33]), &public, "", BEGIN] {
            assert_eq!(seed_of(wrong), None, "{wrong}");
        }
    }
}
