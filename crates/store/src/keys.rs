//! Every key of the index and the shape of every value. One sled tree; the first
//! byte of a key says what it is. Numbers are big-endian, so ranges come in order. The only file that knows this layout.

use collab::binding::{Binding, Owner};
use manual::id::{DocumentId, SeatId};

use crate::frame::{u32_at, u64_at};

/// The layout this version writes. Any other is rebuilt from the journal.
pub(crate) const FORMAT: u64 = 2;
/// The sled tree.
pub(crate) const TREE: &[u8] = b"chancery";
/// Largest value. sled keeps up to 17 of them in one page, and pages over a quarter of a segment in files of their own,
/// which it never syncs.
pub(crate) const VALUE_BYTES_MAX: usize = 3_584;

const VALUE_FORMAT: u8 = 1;
const SEAL_BYTES: usize = 5;
/// Content bytes of one part of a snapshot or an update.
pub(crate) const PART_BYTES: usize = VALUE_BYTES_MAX - SEAL_BYTES;

/// `m` name: a number about the whole index.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meta {
    /// The layout's number.
    Format,
    /// Everything up to this journal position is in the index and was synced with it. Replay begins after it.
    Applied,
    /// Everything up to this position has been fed. Written at the end of each feeding: a position that the journal must have.
    Fed,
}

impl Meta {
    pub(crate) fn key(self) -> &'static [u8] {
        match self {
            Self::Format => b"m/format",
            Self::Applied => b"m/applied",
            Self::Fed => b"m/fed",
        }
    }
}

/// What the keys of all heads begin with.
pub(crate) const HEADS: &[u8] = b"d";

/// `d` document: what the index has of it. The one value that says whether the others are all there.
pub(crate) fn head(document: DocumentId) -> Vec<u8> {
    key(HEADS[0], document, &[])
}

/// The document of a head's key.
pub(crate) fn document_of(key: &[u8]) -> Option<DocumentId> {
    Some(DocumentId::from_bytes(key.strip_prefix(HEADS)?.try_into().ok()?))
}

/// `p` document, seq, part: a piece of the snapshot that holds everything up to seq.
pub(crate) fn snapshot_part(document: DocumentId, seq: u64, part: usize) -> Vec<u8> {
    key(b'p', document, &[&seq.to_be_bytes(), &part_bytes(part)])
}

/// `t` document, seq, part: a piece of the update at seq.
pub(crate) fn tail_part(document: DocumentId, seq: u64, part: usize) -> Vec<u8> {
    key(b't', document, &[&seq.to_be_bytes(), &part_bytes(part)])
}

/// `b` document, client: for whom a client id writes.
pub(crate) fn binding(document: DocumentId, client: u64) -> Vec<u8> {
    key(b'b', document, &[&client.to_be_bytes()])
}

pub(crate) fn snapshot_prefix(document: DocumentId) -> Vec<u8> {
    key(b'p', document, &[])
}

pub(crate) fn tail_prefix(document: DocumentId) -> Vec<u8> {
    key(b't', document, &[])
}

pub(crate) fn binding_prefix(document: DocumentId) -> Vec<u8> {
    key(b'b', document, &[])
}

/// The seq of a snapshot's or tail's key.
pub(crate) fn seq_of(key: &[u8]) -> Option<u64> {
    (key.len() == 27).then(|| u64_at(key, 17))
}

/// The client of a binding's key.
pub(crate) fn client_of(key: &[u8]) -> Option<u64> {
    (key.len() == 25).then(|| u64_at(key, 17))
}

/// The position of a binding, then the seat (16 bytes) or the tag (32).
pub(crate) fn binding_body(binding: &Binding) -> Vec<u8> {
    let seq = binding.seq.to_be_bytes();
    match binding.owner {
        Owner::Seat(seat) => [&seq[..], &seat.bytes()].concat(),
        Owner::Tag(tag) => [&seq[..], &tag].concat(),
    }
}

pub(crate) fn binding_of(client: u64, body: &[u8]) -> Option<Binding> {
    let (seq, owner) = body.split_first_chunk()?;
    let owner = match owner.len() {
        16 => Owner::Seat(SeatId::from_bytes(owner.try_into().ok()?)),
        _ => Owner::Tag(owner.try_into().ok()?),
    };
    Some(Binding { client, owner, seq: u64::from_be_bytes(*seq) })
}

fn key(space: u8, document: DocumentId, rest: &[&[u8]]) -> Vec<u8> {
    let mut key = vec![space];
    key.extend_from_slice(&document.bytes());
    rest.iter().for_each(|piece| key.extend_from_slice(piece));
    key
}

fn part_bytes(part: usize) -> [u8; 2] {
    u16::try_from(part).expect("65,536 parts are 230 MB, far past the bound of a payload").to_be_bytes()
}

/// What the index has of one document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Head {
    /// The last record of the document that is in here.
    pub(crate) seq: u64,
    /// The snapshot holds everything up to this position; 0: there is none.
    pub(crate) snapshot_seq: u64,
    pub(crate) snapshot_bytes: u64,
    pub(crate) snapshot_sum: u32,
    pub(crate) tail_updates: u64,
    pub(crate) tail_bytes: u64,
    pub(crate) bindings: u64,
}

impl Head {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(52);
        for number in [
            self.seq,
            self.snapshot_seq,
            self.snapshot_bytes,
            self.tail_updates,
            self.tail_bytes,
            self.bindings,
        ] {
            body.extend_from_slice(&number.to_be_bytes());
        }
        body.extend_from_slice(&self.snapshot_sum.to_be_bytes());
        body
    }

    pub(crate) fn decode(body: &[u8]) -> Option<Self> {
        (body.len() == 52).then(|| Self {
            seq: u64_at(body, 0),
            snapshot_seq: u64_at(body, 8),
            snapshot_bytes: u64_at(body, 16),
            tail_updates: u64_at(body, 24),
            tail_bytes: u64_at(body, 32),
            bindings: u64_at(body, 40),
            snapshot_sum: u32_at(body, 48),
        })
    }
}

/// A value as stored: format byte, CRC32C over key and body, body. The key is in the sum, so that a value that turns up
/// in another place is noticed.
pub(crate) fn seal(key: &[u8], body: &[u8]) -> Vec<u8> {
    debug_assert!(body.len() <= PART_BYTES, "longer content is split into parts");
    let mut value = Vec::with_capacity(SEAL_BYTES + body.len());
    value.push(VALUE_FORMAT);
    value.extend_from_slice(&sum(key, body).to_be_bytes());
    value.extend_from_slice(body);
    value
}

/// The body of a stored value, `None` if it is not what was stored under this key.
pub(crate) fn unseal<'a>(key: &[u8], value: &'a [u8]) -> Option<&'a [u8]> {
    let (seal, body) = value.split_first_chunk::<SEAL_BYTES>()?;
    (seal[0] == VALUE_FORMAT && u32_at(seal, 1) == sum(key, body)).then_some(body)
}

fn sum(key: &[u8], body: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(key), body)
}

/// Cuts content into parts that fit a value. Empty content has one empty part.
pub(crate) fn parts(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    let empty = content.is_empty().then_some(content);
    empty.into_iter().chain(content.chunks(PART_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_holds_only_under_its_own_key_and_whole() {
        let value = seal(b"key", b"body");
        assert_eq!(unseal(b"key", &value), Some(&b"body"[..]));
        assert_eq!(unseal(b"kez", &value), None);
        for bit in 0..value.len() * 8 {
            let mut flipped = value.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unseal(b"key", &flipped), None);
        }
        assert_eq!(unseal(b"key", &value[..4]), None);
    }

    #[test]
    fn keys_sort_by_document_then_position() {
        let (one, two) = (DocumentId::from_bytes([1; 16]), DocumentId::from_bytes([2; 16]));
        let keys = [tail_part(one, 2, 0), tail_part(one, 2, 1), tail_part(one, 256, 0), tail_part(two, 1, 0)];
        assert!(keys.is_sorted());
        assert_eq!(seq_of(&keys[2]), Some(256));
        assert!(keys[2].starts_with(&tail_prefix(one)) && !keys[3].starts_with(&tail_prefix(one)));
    }

    #[test]
    fn bindings_read_back() {
        for owner in [Owner::Seat(SeatId::from_random([1; 16])), Owner::Tag([2; 32])] {
            let binding = Binding { client: 7, owner, seq: 9 };
            let body = binding_body(&binding);
            assert_eq!(binding_of(7, &body), Some(binding));
            assert_eq!(binding_of(7, &body[1..]), None);
        }
    }

    #[test]
    fn heads_read_back_and_parts_fit() {
        let head = Head {
            seq: 1,
            snapshot_seq: 2,
            snapshot_bytes: 3,
            snapshot_sum: 4,
            tail_updates: 5,
            tail_bytes: 6,
            bindings: 7,
        };
        assert_eq!(Head::decode(&head.encode()), Some(head));
        assert_eq!(parts(&[0; PART_BYTES + 1]).map(<[u8]>::len).collect::<Vec<_>>(), [PART_BYTES, 1]);
        assert_eq!(parts(&[]).count(), 1);
        assert_eq!(seal(b"k", &[0; PART_BYTES]).len(), VALUE_BYTES_MAX);
    }
}
