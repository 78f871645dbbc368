//! Who stands for an edition: the secretariat's signature over the exact bytes of its manifest, which holds the fingerprints of
//! all the rest. One key, one signature, in the forms that tools of every capital read: raw for openssl, and minisign's.
//!
//! Ed25519 by RFC 8032; the same bytes give the same signature. The file formats are those of minisign 0.11 (its legacy kind,
//! which needs no other hash) and of RFC 8410. A key is made and kept by whoever calls this.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::sha256;

mod chain;

pub use chain::{KeyChain, Link};

/// What stands before the key in a public key by RFC 8410.
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// How minisign names Ed25519 over the bytes themselves.
const MINISIGN: [u8; 2] = *b"Ed";

/// The line that begins each minisign file of ours; nobody signs it.
const SIGNED: &str = "untrusted comment: an edition, signed";

/// The half that signs. It is nowhere but in the data folder and where the secretariat keeps it safe.
pub struct Key(SigningKey);

/// The half that everybody may have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PublicKey([u8; 32]);

impl Key {
    /// The key of 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// The signature over some bytes.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }

    /// The same as a file of minisign, with a comment that is signed too. A line of it is a line of the file.
    pub fn minisign(&self, bytes: &[u8], comment: &str) -> String {
        let comment: String = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let signature = self.sign(bytes);
        let both = self.sign(&[&signature, comment.as_bytes()].concat());
        let named = [&MINISIGN[..], &self.public().id(), &signature].concat();
        let (named, both) = (STANDARD.encode(named), STANDARD.encode(both));
        format!("{SIGNED}\n{named}\ntrusted comment: {comment}\n{both}\n")
    }
}

impl PublicKey {
    /// The key of these bytes, if it is one.
    pub fn of(bytes: [u8; 32]) -> Option<Self> {
        VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak()).map(|_| Self(bytes))
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What people compare: the SHA-256 of its 32 bytes.
    pub fn fingerprint(&self) -> [u8; 32] {
        sha256(&self.0)
    }

    /// What it is called by: the first eight bytes of its fingerprint.
    pub fn id(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.fingerprint();
        [a, b, c, d, e, f, g, h]
    }

    /// Whether these bytes were signed with the other half.
    pub fn signed(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        let key = VerifyingKey::from_bytes(&self.0);
        key.is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok())
    }

    /// As openssl reads it.
    pub fn pem(&self) -> String {
        let key = STANDARD.encode([&SPKI[..], &self.0].concat());
        format!("-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n")
    }

    /// As minisign reads it.
    pub fn minisign(&self) -> String {
        let id: String = self.id().iter().rev().map(|byte| format!("{byte:02X}")).collect();
        let key = STANDARD.encode([&MINISIGN[..], &self.id(), &self.0].concat());
        format!("untrusted comment: minisign public key {id}\n{key}\n")
    }

    /// Reads what [`Self::pem`] wrote.
    pub fn from_pem(pem: &str) -> Option<Self> {
        let body = pem
            .trim()
            .strip_prefix("-----BEGIN PUBLIC KEY-----")?
            .strip_suffix("-----END PUBLIC KEY-----")?;
        let bytes = STANDARD.decode(body.split_whitespace().collect::<String>()).ok()?;
        Self::of(bytes.strip_prefix(&SPKI)?.try_into().ok()?)
    }

    /// Reads what [`Self::minisign`] wrote.
    pub fn from_minisign(file: &str) -> Option<Self> {
        let bytes = STANDARD.decode(file.lines().nth(1)?).ok()?;
        let named: [u8; 42] = bytes.try_into().ok()?;
        let key = Self::of(named[10..].try_into().ok()?)?;
        (named[..2] == MINISIGN && named[2..10] == key.id()).then_some(key)
    }

    /// Whether a file is the one that [`Key::minisign`] wrote over these bytes, every character of it.
    pub fn minisigned(&self, bytes: &[u8], file: &str) -> bool {
        let lines: Vec<&str> = file.splitn(6, '\n').collect();
        let [SIGNED, named, comment, both, ""] = lines[..] else { return false };
        let Some(comment) = comment.strip_prefix("trusted comment: ") else { return false };
        let read = |line: &str| STANDARD.decode(line).ok().filter(|bytes| STANDARD.encode(bytes) == line);
        let (Some(named), Some(both)) = (read(named), read(both)) else { return false };
        let Ok(both) = <[u8; 64]>::try_from(both) else { return false };
        let head = [&MINISIGN[..], &self.id()].concat();
        let signature = named.strip_prefix(&head[..]).and_then(|rest| <[u8; 64]>::try_from(rest).ok());
        signature.is_some_and(|signature| {
            self.signed(bytes, &signature) && self.signed(&[&signature, comment.as_bytes()].concat(), &both)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, test 3.
    const SEED: &str = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
    const PUBLIC: &str = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    const SIGNED: &str = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        let digits: Vec<u8> =
            (0..N).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
        digits.try_into().unwrap()
    }

    #[test]
    fn the_signature_is_that_of_the_standard() {
        let key = Key::from_seed(&bytes(SEED));
        assert_eq!(key.public().bytes(), &bytes(PUBLIC));
        assert_eq!(key.sign(&[0xaf, 0x82]), bytes::<64>(SIGNED));
        assert!(key.public().signed(&[0xaf, 0x82], &bytes(SIGNED)));
    }

    #[test]
    fn another_byte_another_key_and_another_signature_are_not_signed() {
        let key = Key::from_seed(&[7; 32]);
        let signature = key.sign(b"edition");
        assert!(!key.public().signed(b"Edition", &signature));
        assert!(!Key::from_seed(&[8; 32]).public().signed(b"edition", &signature));
        for at in 0..64 {
            let mut changed = signature;
            changed[at] ^= 1;
            assert!(!key.public().signed(b"edition", &changed), "byte {at}");
        }
    }

    #[test]
    fn a_key_that_signs_everything_is_none() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::of(identity), None);
        let public = Key::from_seed(&[7; 32]).public();
        assert_eq!(PublicKey::from_pem(&public.pem()), Some(public));
        assert_eq!(PublicKey::from_minisign(&public.minisign()), Some(public));
        assert_eq!(PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"), None);
    }

    #[test]
    fn a_comment_is_one_line() {
        let file = Key::from_seed(&[7; 32]).minisign(b"edition", "Accra\nuntrusted comment: x");
        assert_eq!(file.lines().count(), 4, "{file}");
    }

    #[test]
    fn every_character_of_a_minisign_file_is_looked_at() {
        let key = Key::from_seed(&[7; 32]);
        let file = key.minisign(b"edition", "Accra");
        assert!(key.public().minisigned(b"edition", &file) && !key.public().minisigned(b"Edition", &file));
        for at in 0..file.len() {
            let mut changed = file.clone().into_bytes();
            changed[at] ^= 1;
            let changed = String::from_utf8(changed).unwrap();
            assert!(!key.public().minisigned(b"edition", &changed), "byte {at}");
        }
    }
}
