//! What the journal says of editions after they were published, and of the key that signs them. None of it changes a byte of
//! an edition. The half of a key that signs is never in the journal: see `vault`.

use manual::id::{ChapterId, ManualId};

/// A signature by Ed25519.
pub type Signature = [u8; 64];
/// The half of a signing key that everybody may have.
pub type PublicKey = [u8; 32];

/// One thing about publishing to be made durable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PublishingRecord {
    /// Editions are signed with this key from now on. `signature` is the key's before it, over this one's bytes; none for the
    /// first key, and where the one before was lost.
    SigningKey { key: PublicKey, signature: Option<Signature> },
    /// Who stands for an edition: a signature over the bytes of its manifest. In the group that publishes it.
    EditionSigned { manual: ManualId, edition: u32, key: PublicKey, signature: Signature },
    /// The edition stays what it is and should not be relied on any more.
    EditionWithdrawn { manual: ManualId, edition: u32, why: String },
    /// Something in the edition is wrong, and this is right.
    Erratum { manual: ManualId, edition: u32, text: String },
    /// What changed in a chapter since the edition before, in words of the secretariat. The last one counts; an empty one is
    /// none.
    ChangeNote { manual: ManualId, edition: u32, chapter: ChapterId, note: String },
}

impl PublishingRecord {
    /// The edition it is about.
    pub fn edition(&self) -> Option<(ManualId, u32)> {
        match self {
            Self::SigningKey { .. } => None,
            Self::EditionSigned { manual, edition, .. }
            | Self::EditionWithdrawn { manual, edition, .. }
            | Self::Erratum { manual, edition, .. }
            | Self::ChangeNote { manual, edition, .. } => Some((*manual, *edition)),
        }
    }
}
