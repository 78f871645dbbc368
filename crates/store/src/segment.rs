//! The bytes of one segment: a header, then frames. A pure scanner that yields frames or says exactly what is wrong
//! and where. Never allocates, never follows a claimed length past its bound or past the bytes present.

use manual::id::Epoch;

use crate::frame::{self, HEADER_BYTES, Header, HeaderFault, TRAILER_BYTES, array_at, u32_at, u64_at};

/// The segment format this version writes, and the newest it reads.
pub(crate) const FORMAT: u8 = 1;
/// Bytes before the first frame.
pub(crate) const START_BYTES: usize = 40;

pub(crate) const MAGIC: &[u8; 8] = b"CHANCERY";
const SUM_AT: usize = START_BYTES - 4;

/// What a segment says before its first frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Start {
    /// The position of its first frame.
    pub(crate) first: u64,
    /// The folder's epoch when the segment was made.
    pub(crate) epoch: Epoch,
}

/// Why a segment could not be read on. Offsets count from the start of the segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// The bytes end inside what begins at `at`.
    Incomplete { at: usize },
    /// What begins at `at` is not what was written there.
    Damaged { at: usize, what: &'static str },
    /// Written by a later version.
    Newer { at: usize, format: u8 },
}

/// A frame whose header holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) at: usize,
    pub(crate) header: Header,
    /// `None`: the bytes are all there and fail their checksum.
    pub(crate) payload: Option<&'a [u8]>,
    /// The payload's bytes whether or not they hold.
    pub(crate) bytes: &'a [u8],
}

impl Start {
    pub(crate) fn encode(&self) -> [u8; START_BYTES] {
        let mut bytes = [0; START_BYTES];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8] = FORMAT;
        bytes[12..20].copy_from_slice(&self.first.to_be_bytes());
        bytes[20..36].copy_from_slice(&self.epoch.bytes());
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        bytes[SUM_AT..].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    /// Reads the start of a segment.
    ///
    /// # Errors
    /// [`Fault`] at offset 0.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        let Some(bytes) = bytes.first_chunk::<START_BYTES>() else { return Err(Fault::Incomplete { at: 0 }) };
        let damaged = |what| Fault::Damaged { at: 0, what };
        if crc32c::crc32c(&bytes[..SUM_AT]) != u32_at(bytes, SUM_AT) {
            return Err(damaged("the segment's start fails its checksum"));
        }
        if &bytes[..8] != MAGIC {
            return Err(damaged("the file is not a journal segment"));
        }
        if bytes[8] > FORMAT {
            return Err(Fault::Newer { at: 0, format: bytes[8] });
        }
        Ok(Self { first: u64_at(bytes, 12), epoch: Epoch::from_bytes(array_at(bytes, 20)) })
    }
}

/// Yields the frames of one segment in order, positions without a break from `Start::first`. Ends after a fault.
pub(crate) struct Frames<'a> {
    bytes: &'a [u8],
    at: usize,
    next: u64,
    place: u32,
    ended: bool,
}

impl<'a> Frames<'a> {
    /// Scans a segment's bytes.
    ///
    /// # Errors
    /// [`Fault`] at offset 0 when the start does not hold.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<(Start, Self), Fault> {
        let start = Start::decode(bytes)?;
        let frames = Self { bytes, at: START_BYTES, next: start.first, place: 0, ended: false };
        Ok((start, frames))
    }

    /// Goes on from a header that holds, past damage.
    pub(crate) fn resume(bytes: &'a [u8], at: usize, header: &Header) -> Self {
        Self { bytes, at, next: header.seq, place: header.place, ended: false }
    }

    fn frame(&mut self) -> Result<Frame<'a>, Fault> {
        let at = self.at;
        let rest = &self.bytes[at..];
        let head = rest.first_chunk::<HEADER_BYTES>().ok_or(Fault::Incomplete { at })?;
        let header = Header::decode(head).map_err(|fault| match fault {
            HeaderFault::Damaged(what) => Fault::Damaged { at, what },
            HeaderFault::Newer(format) => Fault::Newer { at, format },
        })?;
        if header.seq != self.next || header.place != self.place {
            return Err(Fault::Damaged { at, what: "the frame is out of order" });
        }
        let end = header.frame_bytes();
        if rest.len() < end {
            return Err(Fault::Incomplete { at });
        }
        let bytes = &rest[HEADER_BYTES..end - TRAILER_BYTES];
        let holds = frame::payload_sum(head, bytes) == u32_at(rest, end - TRAILER_BYTES);
        self.at += end;
        self.next += 1;
        self.place = if header.last { 0 } else { header.place + 1 };
        Ok(Frame { at, header, payload: holds.then_some(bytes), bytes })
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Result<Frame<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended || self.at == self.bytes.len() {
            return None;
        }
        let frame = self.frame();
        self.ended = frame.is_err();
        Some(frame)
    }
}

/// The headers that hold at or after `from` and where they begin: what a damaged stretch is followed by.
pub(crate) fn headers(bytes: &[u8], from: usize) -> impl Iterator<Item = (usize, Header)> {
    let windows = bytes.get(from..).unwrap_or_default().windows(HEADER_BYTES);
    windows.enumerate().filter_map(move |(index, window)| {
        // The format byte first: a checksum at each offset would make this slow.
        let window = window.first_chunk().filter(|window| window[0] == frame::FORMAT)?;
        Some((from + index, Header::decode(window).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::frame::tests::header;

    fn segment(payloads: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = Start { first: 5, epoch: Epoch::from_random([1; 16]) }.encode().to_vec();
        for (index, payload) in payloads.iter().enumerate() {
            frame::encode(header(5 + index as u64, 0, true), payload, &mut bytes);
        }
        bytes
    }

    /// Payloads (`None`: damaged) and what ended the scan.
    type Scanned = (Vec<Option<Vec<u8>>>, Option<Fault>);

    fn scan(bytes: &[u8]) -> Result<Scanned, Fault> {
        let (_, frames) = Frames::new(bytes)?;
        let (mut whole, mut fault) = (Vec::new(), None);
        for frame in frames {
            match frame {
                Ok(frame) => whole.push(frame.payload.map(<[u8]>::to_vec)),
                Err(found) => fault = Some(found),
            }
        }
        Ok((whole, fault))
    }

    #[test]
    fn a_frame_out_of_order_is_damage() {
        let mut bytes = segment(&[vec![1]]);
        let at = bytes.len();
        frame::encode(header(7, 0, true), &[2], &mut bytes);
        let (_, fault) = scan(&bytes).unwrap();
        assert_eq!(fault, Some(Fault::Damaged { at, what: "the frame is out of order" }));
    }

    #[test]
    fn the_header_after_a_damaged_stretch_is_found() {
        let bytes = segment(&[vec![1; 30], vec![2; 30]]);
        let second = START_BYTES + HEADER_BYTES + 30 + TRAILER_BYTES;
        let found = |from| headers(&bytes, from).map(|(_, header)| header.seq).collect::<Vec<_>>();
        assert_eq!(found(START_BYTES + 1), [6]);
        assert_eq!(found(second + 1), [] as [u64; 0]);
    }

    proptest! {
        #[test]
        fn frames_read_back_and_every_cut_is_incomplete_where_it_is(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..8), cut: prop::sample::Index,
        ) {
            let bytes = segment(&payloads);
            let whole: Vec<_> = payloads.iter().cloned().map(Some).collect();
            prop_assert_eq!(scan(&bytes), Ok((whole.clone(), None)));

            let cut = cut.index(bytes.len());
            match scan(&bytes[..cut]) {
                Err(fault) => prop_assert_eq!((cut < START_BYTES, fault), (true, Fault::Incomplete { at: 0 })),
                Ok((found, fault)) => {
                    prop_assert_eq!(&found[..], &whole[..found.len()]);
                    let end = START_BYTES + payloads[..found.len()].iter().map(|p| p.len() + 60).sum::<usize>();
                    prop_assert_eq!(fault, (end < cut).then_some(Fault::Incomplete { at: end }));
                }
            }
        }

        #[test]
        fn a_flipped_bit_never_changes_a_payload_unnoticed(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..6),
            place: prop::sample::Index, bit in 0..8u8,
        ) {
            let mut bytes = segment(&payloads);
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
            if let Ok((found, fault)) = scan(&bytes) {
                prop_assert!(fault.is_some() || found.iter().any(Option::is_none));
                for (found, written) in found.iter().zip(&payloads) {
                    prop_assert!(found.as_ref().is_none_or(|found| found == written));
                }
            }
        }

        #[test]
        fn any_bytes_are_scanned_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut with_start = segment(&[]);
            with_start.extend_from_slice(&bytes);
            let _ = scan(&bytes);
            let _ = scan(&with_start);
        }
    }
}
