//! The keys that the secretariat signed with, one after the other: each but the first is signed by the one before, so that
//! whoever trusts a key can trust those that came after it. Never those that came before it: anybody can write such a list
//! that ends with a key of somebody else.

use serde_json::{Value, json};

use super::{Key, PublicKey};
use crate::{Moment, canonical, hex, unhex};

/// Longest file of keys.
const BYTES_MAX: usize = 256 << 10;

/// The keys, the oldest first. There is at least one, and each is there once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyChain(Vec<Link>);

/// A key, and since when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    pub key: PublicKey,
    pub from: Moment,
    /// By the key before, over the 32 bytes of this one. The first has none.
    pub signature: Option<[u8; 64]>,
}

impl KeyChain {
    /// With the key that was made first.
    pub fn first(key: PublicKey, from: Moment) -> Self {
        Self(vec![Link { key, from, signature: None }])
    }

    /// Of these links, the oldest first, if each is signed by the one before.
    pub fn of(links: Vec<Link>) -> Option<Self> {
        let first = links.first()?;
        let follow = links.windows(2).all(|two| {
            two[1].signature.is_some_and(|signature| two[0].key.signed(two[1].key.bytes(), &signature))
        });
        let once = links.iter().enumerate().all(|(at, link)| links[..at].iter().all(|it| it.key != link.key));
        (first.signature.is_none() && follow && once).then_some(Self(links))
    }

    /// What a key says to another that takes its place: the signature of the next [`Link`].
    pub fn hand_over(from: &Key, to: &PublicKey) -> [u8; 64] {
        from.sign(to.bytes())
    }

    /// With one more; `None` if the newest did not sign it, or it is there already.
    #[must_use]
    pub fn with(&self, key: PublicKey, from: Moment, signature: [u8; 64]) -> Option<Self> {
        let next = Link { key, from, signature: Some(signature) };
        Self::of(self.0.iter().copied().chain([next]).collect())
    }

    pub fn links(&self) -> &[Link] {
        &self.0
    }

    /// The key that signs now.
    pub fn newest(&self) -> PublicKey {
        self.0.last().map(|link| link.key).expect("there is at least one")
    }

    pub fn holds(&self, key: &PublicKey) -> bool {
        self.place(key).is_some()
    }

    /// Whether whoever trusts the one may trust the other for it: it is the same, or came after it.
    pub fn leads(&self, from: &PublicKey, to: &PublicKey) -> bool {
        self.place(from).zip(self.place(to)).is_some_and(|(from, to)| from <= to)
    }

    fn place(&self, key: &PublicKey) -> Option<usize> {
        self.0.iter().position(|link| link.key == *key)
    }

    /// The file `keys.json`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let link = |link: &Link| {
            json!({
                "key": hex(link.key.bytes()),
                "from": link.from.to_string(),
                "signature": link.signature.map(|signature| hex(&signature)),
            })
        };
        canonical::to_bytes(&self.0.iter().map(link).collect())
    }

    /// Reads the file, and takes no other bytes than it would write.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok().filter(|_| bytes.len() <= BYTES_MAX)?;
        let link = |value: &Value| {
            let signature = match value.get("signature")? {
                Value::Null => None,
                signature => Some(unhex64(signature.as_str()?)?),
            };
            let key = PublicKey::of(unhex(value.get("key")?.as_str()?)?)?;
            Some(Link { key, from: Moment::parse(value.get("from")?.as_str()?)?, signature })
        };
        let chain = Self::of(value.as_array()?.iter().map(link).collect::<Option<_>>()?)?;
        (chain.to_bytes() == bytes).then_some(chain)
    }
}

fn unhex64(text: &str) -> Option<[u8; 64]> {
    let (one, other) = text.split_at_checked(64)?;
    [unhex(one)?, unhex(other)?].concat().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> Key {
        Key::from_seed(&[n; 32])
    }

    fn two() -> KeyChain {
        let first = KeyChain::first(key(1).public(), Moment::from_ms(0));
        let signature = KeyChain::hand_over(&key(1), &key(2).public());
        first.with(key(2).public(), Moment::from_ms(1000), signature).unwrap()
    }

    #[test]
    fn a_chain_reads_back_and_trust_goes_forward_only() {
        let chain = two();
        assert_eq!(KeyChain::read(&chain.to_bytes()), Some(chain.clone()));
        let (one, other) = (key(1).public(), key(2).public());
        assert_eq!(chain.newest(), other);
        assert!(chain.leads(&one, &other) && chain.leads(&one, &one) && !chain.leads(&other, &one));
        assert!(!chain.leads(&key(3).public(), &other));
    }

    #[test]
    fn a_key_that_the_one_before_did_not_sign_is_not_taken() {
        let chain = two();
        let foreign = KeyChain::hand_over(&key(9), &key(3).public());
        assert_eq!(chain.with(key(3).public(), Moment::from_ms(2000), foreign), None);
        let again = KeyChain::hand_over(&key(2), &key(1).public());
        assert_eq!(chain.with(key(1).public(), Moment::from_ms(2000), again), None);
        assert_eq!(KeyChain::of(Vec::new()), None);
        assert_eq!(KeyChain::of(chain.links()[1..].to_vec()), None);
    }

    #[test]
    fn no_other_bytes_are_a_chain() {
        let bytes = two().to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            // Nobody signs since when.
            let read = KeyChain::read(&changed);
            assert!(read.is_none_or(|read| read.links()[1].key == key(2).public()), "byte {at}");
        }
        for hostile in ["", "[]", "{}", "[[]]", "null", "[{\"key\":\"é\"}]"] {
            assert_eq!(KeyChain::read(hostile.as_bytes()), None, "{hostile}");
        }
    }
}
