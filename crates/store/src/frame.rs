//! The bytes of one journal frame: a header with its own checksum, a payload with another. Pure: no file, no clock.
//! Never judges what a payload means (`payload`) or where a group may be cut (`journal`). Layout: docs/storage.md.

/// The frame format this version writes, and the newest it reads.
pub(crate) const FORMAT: u8 = 1;
/// Bytes of a frame's header, its checksum included.
pub(crate) const HEADER_BYTES: usize = 56;
/// Bytes of the checksum that follows a payload.
pub(crate) const TRAILER_BYTES: usize = 4;
/// Largest payload of one frame. A length above it is a damaged header, whatever its checksum says.
pub(crate) const PAYLOAD_BYTES_MAX: usize = 32 << 20;

const LAST_OF_GROUP: u8 = 1;
const SUM_AT: usize = HEADER_BYTES - 4;

/// What a frame says before its payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Header {
    pub(crate) kind: u8,
    /// The frame ends its group. Groups are kept or dropped whole.
    pub(crate) last: bool,
    /// Bytes of the payload.
    pub(crate) length: u32,
    pub(crate) seq: u64,
    /// Milliseconds since 1970 by the server's clock; decides nothing.
    pub(crate) time_ms: u64,
    /// Id of what the record is about (a document, seat, session, invitation).
    pub(crate) subject: [u8; 16],
    pub(crate) writer: u32,
    /// The key that seals the payload; 0 for none, the only value written so far.
    pub(crate) seal: u32,
    /// Place in its group, from 0. `seq - place` names the group: a group is begun only after the one before was synced.
    pub(crate) place: u32,
}

/// Why bytes are not a header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HeaderFault {
    Damaged(&'static str),
    /// A whole header of a format that came after this version.
    Newer(u8),
}

impl Header {
    /// Bytes of the whole frame.
    pub(crate) fn frame_bytes(&self) -> usize {
        HEADER_BYTES + self.length as usize + TRAILER_BYTES
    }

    /// The position of the first frame of this frame's group.
    pub(crate) fn group(&self) -> u64 {
        self.seq.saturating_sub(u64::from(self.place))
    }

    pub(crate) fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[0] = FORMAT;
        bytes[1] = self.kind;
        bytes[2] = if self.last { LAST_OF_GROUP } else { 0 };
        bytes[4..8].copy_from_slice(&self.length.to_be_bytes());
        bytes[8..16].copy_from_slice(&self.seq.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.time_ms.to_be_bytes());
        bytes[24..40].copy_from_slice(&self.subject);
        bytes[40..44].copy_from_slice(&self.writer.to_be_bytes());
        bytes[44..48].copy_from_slice(&self.seal.to_be_bytes());
        bytes[48..52].copy_from_slice(&self.place.to_be_bytes());
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        bytes[SUM_AT..].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    /// Reads a header.
    ///
    /// # Errors
    /// [`HeaderFault`] when the checksum fails, the length passes its bound, or the format is newer.
    pub(crate) fn decode(bytes: &[u8; HEADER_BYTES]) -> Result<Self, HeaderFault> {
        if crc32c::crc32c(&bytes[..SUM_AT]) != u32_at(bytes, SUM_AT) {
            return Err(HeaderFault::Damaged("the header fails its checksum"));
        }
        if bytes[0] > FORMAT {
            return Err(HeaderFault::Newer(bytes[0]));
        }
        if bytes[0] != FORMAT || bytes[2] & !LAST_OF_GROUP != 0 || bytes[3] != 0 {
            return Err(HeaderFault::Damaged("the header uses fields that this format does not have"));
        }
        let header = Self {
            kind: bytes[1],
            last: bytes[2] == LAST_OF_GROUP,
            length: u32_at(bytes, 4),
            seq: u64_at(bytes, 8),
            time_ms: u64_at(bytes, 16),
            subject: array_at(bytes, 24),
            writer: u32_at(bytes, 40),
            seal: u32_at(bytes, 44),
            place: u32_at(bytes, 48),
        };
        if header.length as usize > PAYLOAD_BYTES_MAX {
            return Err(HeaderFault::Damaged("the header claims a length past the bound"));
        }
        Ok(header)
    }
}

/// Appends one frame. `header.length` is taken from the payload.
pub(crate) fn encode(header: Header, payload: &[u8], out: &mut Vec<u8>) {
    debug_assert!(payload.len() <= PAYLOAD_BYTES_MAX, "checked by whoever accepts entries");
    let length = u32::try_from(payload.len()).expect("payloads are bounded far below 4 GiB");
    let head = Header { length, ..header }.encode();
    out.extend_from_slice(&head);
    out.extend_from_slice(payload);
    out.extend_from_slice(&payload_sum(&head, payload).to_be_bytes());
}

/// The payload's checksum goes on from its header's, so that a payload cannot stand behind another header.
pub(crate) fn payload_sum(header: &[u8; HEADER_BYTES], payload: &[u8]) -> u32 {
    crc32c::crc32c_append(u32_at(header, SUM_AT), payload)
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(array_at(bytes, at))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_be_bytes(array_at(bytes, at))
}

/// The `N` bytes at `at`. The caller has checked that they are there.
pub(crate) fn array_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N].try_into().expect("a slice of N bytes is an array of N bytes")
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn header(seq: u64, place: u32, last: bool) -> Header {
        let (subject, writer) = ([7; 16], 3);
        Header { kind: 14, last, length: 0, seq, time_ms: 1_000, subject, writer, seal: 0, place }
    }

    #[test]
    fn a_frame_is_this_on_disk() {
        let mut bytes = Vec::new();
        encode(Header { time_ms: 1_700_000_000_000, ..header(258, 1, true) }, b"abc", &mut bytes);
        let rows: Vec<String> = bytes
            .chunks(16)
            .map(|row| row.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" "))
            .collect();
        expect_test::expect![[r#"
            01 0e 01 00 00 00 00 03 00 00 00 00 00 00 01 02
            00 00 01 8b cf e5 68 00 07 07 07 07 07 07 07 07
            07 07 07 07 07 07 07 07 00 00 00 03 00 00 00 00
            00 00 00 01 0b bb ab 34 61 62 63 3f 54 b6 10"#]]
        .assert_eq(&rows.join("\n"));
    }

    #[test]
    fn a_length_past_the_bound_is_a_damaged_header() {
        let length = u32::try_from(PAYLOAD_BYTES_MAX + 1).unwrap();
        let bytes = Header { length, ..header(1, 0, true) }.encode();
        assert!(matches!(Header::decode(&bytes), Err(HeaderFault::Damaged(_))));
    }

    #[test]
    fn a_whole_header_of_a_later_format_is_told_apart_from_damage() {
        let mut bytes = header(1, 0, true).encode();
        bytes[0] = 2;
        assert!(matches!(Header::decode(&bytes), Err(HeaderFault::Damaged(_))));
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        bytes[SUM_AT..].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(Header::decode(&bytes), Err(HeaderFault::Newer(2)));
    }

    proptest! {
        #[test]
        fn headers_read_back_and_every_flipped_bit_is_noticed(
            kind: u8, last: bool, length in 0..=1u32 << 25, seq: u64, time_ms: u64,
            subject: [u8; 16], writer: u32, seal: u32, place: u32, bit in 0..HEADER_BYTES * 8,
        ) {
            let header = Header { kind, last, length, seq, time_ms, subject, writer, seal, place };
            let mut bytes = header.encode();
            prop_assert_eq!(Header::decode(&bytes), Ok(header));
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(Header::decode(&bytes).is_err());
        }
    }
}
