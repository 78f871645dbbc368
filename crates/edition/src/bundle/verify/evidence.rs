//! Keys and signatures as they lie beside a manifest: which of the keys signed it, and which of the files agree with that.

use super::{Signature, names};
use crate::sign::{KeyChain, PublicKey};

/// The files about the signature, as far as they are there.
pub(super) struct Evidence {
    given: Vec<PublicKey>,
    signature_file: Option<Vec<u8>>,
    minisign: Option<Vec<u8>>,
    pem: Option<Vec<u8>>,
    minisign_key: Option<Vec<u8>>,
    pub(super) chain: Option<KeyChain>,
    pub(super) signature: Signature,
}

impl Evidence {
    /// Looks for a key that signed these bytes: first among those that were given, then beside them.
    pub(super) fn gather(
        read: impl Fn(&str) -> Option<Vec<u8>>,
        manifest: &[u8],
        given: &[PublicKey],
    ) -> Self {
        let keys = read(names::KEYS);
        let is_unsigned = [names::SIGNATURE, names::MINISIGN, names::PEM, names::MINISIGN_KEY, names::KEYS]
            .iter()
            .all(|name| read(name).is_none());
        let mut evidence = Self {
            given: given.to_vec(),
            signature_file: read(names::SIGNATURE),
            minisign: read(names::MINISIGN),
            pem: read(names::PEM),
            minisign_key: read(names::MINISIGN_KEY),
            chain: keys.as_deref().and_then(KeyChain::read),
            signature: if is_unsigned { Signature::None } else { Signature::Wrong },
        };
        let found = evidence.candidates().into_iter().find(|key| evidence.signed(key, manifest));
        if let Some(key) = found {
            evidence.signature = Signature::By(key);
        }
        evidence
    }

    fn candidates(&self) -> Vec<PublicKey> {
        let pem = text(self.pem.as_ref()).and_then(PublicKey::from_pem);
        let minisign = text(self.minisign_key.as_ref()).and_then(PublicKey::from_minisign);
        let chain = self.chain.iter().flat_map(|chain| chain.links().iter().rev().map(|link| link.key));
        self.given.iter().copied().chain(pem).chain(minisign).chain(chain).collect()
    }

    /// Whether one of the keys signed these bytes.
    pub(super) fn is_by_a_key(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        self.candidates().iter().any(|key| key.signed(bytes, signature))
    }

    fn signed(&self, key: &PublicKey, manifest: &[u8]) -> bool {
        let raw = self.signature_file.as_deref().and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
        raw.is_some_and(|signature| key.signed(manifest, &signature))
            || text(self.minisign.as_ref()).is_some_and(|file| key.minisigned(manifest, file))
    }

    /// Whether each file agrees with it that this key signed.
    pub(super) fn judged(&self, key: &PublicKey, manifest: &[u8]) -> [(&'static str, bool); 5] {
        let raw = self.signature_file.as_deref().and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
        let is = |file: &Option<Vec<u8>>, expected: String| file.as_deref() == Some(expected.as_bytes());
        [
            (names::SIGNATURE, raw.is_some_and(|signature| key.signed(manifest, &signature))),
            (
                names::MINISIGN,
                text(self.minisign.as_ref()).is_some_and(|file| key.minisigned(manifest, file)),
            ),
            (names::PEM, is(&self.pem, key.pem())),
            (names::MINISIGN_KEY, is(&self.minisign_key, key.minisign())),
            (names::KEYS, self.chain.as_ref().is_some_and(|chain| chain.holds(key))),
        ]
    }
}

fn text(file: Option<&Vec<u8>>) -> Option<&str> {
    std::str::from_utf8(file?).ok()
}
