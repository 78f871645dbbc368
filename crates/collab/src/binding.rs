//! For whom a client id writes: a seat, or, where nobody is to know, whichever session can make the same tag again.
//! A tag is made from the session's own secret, which the service sees and does not keep: from what is on the disk
//! nobody comes from a tag to a session, or from one tag to another.

use hmac::{Hmac, Mac};
use manual::attribution::Mode;
use manual::id::{DocumentId, SeatId};
use sha2::Sha256;

/// What a client id is bound to where nobody is to know for whom it writes.
pub type Tag = [u8; 32];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    Seat(SeatId),
    Tag(Tag),
}

/// A client id and for whom it writes in one document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Binding {
    pub client: u64,
    pub owner: Owner,
    /// The position of its record.
    pub seq: u64,
}

/// What makes the tags of one session. Says nothing of itself.
#[derive(Clone, Copy)]
pub struct TagKey([u8; 32]);

impl TagKey {
    /// From the session's secret as its holder shows it.
    pub fn of(secret: &str) -> Self {
        Self(authenticated(secret.as_bytes(), &[b"chancery tags 1"]))
    }

    /// For one document: what is made there says nothing of another.
    pub fn within(&self, document: DocumentId) -> Tagger {
        Tagger { key: *self, document }
    }
}

impl std::fmt::Debug for TagKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TagKey")
    }
}

/// Makes the tags of one session in one document.
#[derive(Clone, Copy, Debug)]
pub struct Tagger {
    key: TagKey,
    document: DocumentId,
}

impl Tagger {
    pub fn tag(&self, client: u64) -> Tag {
        authenticated(&self.key.0, &[&self.document.bytes(), &client.to_be_bytes()])
    }
}

/// Makes receipts: what says, also to a service that was restored from an older copy, whose a client id is.
#[derive(Clone, Copy)]
pub struct ReceiptKey([u8; 32]);

/// A receipt as it lies on a device.
pub type Receipt = [u8; 32];

impl ReceiptKey {
    /// From the service's own secret.
    pub fn of(secret: &[u8; 32]) -> Self {
        Self(authenticated(secret, &[b"chancery receipts 1"]))
    }

    /// For a client id that is bound to this owner while the document is under this mode.
    pub fn receipt(&self, document: DocumentId, client: u64, owner: Owner, mode: Mode) -> Receipt {
        let (kind, whose): (&[u8], &[u8]) = match &owner {
            Owner::Seat(seat) => (b"seat", &seat.bytes()),
            Owner::Tag(tag) => (b"tag", tag),
        };
        authenticated(
            &self.0,
            &[&document.bytes(), &client.to_be_bytes(), kind, b" ", mode.word().as_bytes(), b" ", whose],
        )
    }

    /// Whether it is one.
    pub fn holds(&self, shown: &[u8], document: DocumentId, client: u64, owner: Owner, mode: Mode) -> bool {
        let receipt = self.receipt(document, client, owner, mode);
        // Without a branch, so that time tells nothing.
        shown.len() == receipt.len() && receipt.iter().zip(shown).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }
}

impl std::fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptKey")
    }
}

fn authenticated(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_one_session_one_document_and_one_client() {
        let (one, other) = (DocumentId::from_bytes([1; 16]), DocumentId::from_bytes([2; 16]));
        let tag = |secret: &str, document, client| TagKey::of(secret).within(document).tag(client);
        assert_eq!(tag("a", one, 7), tag("a", one, 7));
        let tags = [tag("a", one, 7), tag("b", one, 7), tag("a", other, 7), tag("a", one, 8)];
        for (n, tag) in tags.iter().enumerate() {
            assert!(!tags[..n].contains(tag));
        }
        assert_eq!(format!("{:?}", TagKey::of("secret")), "TagKey");
    }
}
