//! Frames as they travel in the body of a request where no websocket is to be had: the number of the first, then each
//! with its length. Frames of one link are numbered from 1 in each direction, so that what is sent twice is taken once.
//! The only module that reads or writes it. Rules H1 to H8 of docs/protocol.md. Looks into no frame.

use bytes::Bytes;

use crate::code::Code;
use crate::message::{Reader, write_block, write_number};

/// Numbered frames, borrowed from a body.
#[derive(Clone, Copy)]
pub struct Parcel<'a> {
    first: u64,
    frames: Reader<'a>,
}

/// Reads a body. No claimed number or length is believed before the bytes are there.
///
/// # Errors
/// `Malformed` for anything but a number from 1 on and whole frames, none of them empty.
pub fn read(body: &[u8]) -> Result<Parcel<'_>, Code> {
    let mut frames = Reader(body);
    let first = frames.number().filter(|first| *first > 0).ok_or(Code::Malformed)?;
    let parcel = Parcel { first, frames };
    let whole = parcel.numbered().try_fold((), |(), (_, frame)| frame.map(|_| ()));
    whole.map(|()| parcel).ok_or(Code::Malformed)
}

/// Writes frames, the first of them under this number.
pub fn write<'a>(first: u64, frames: impl IntoIterator<Item = &'a Bytes>) -> Vec<u8> {
    let mut body = Vec::new();
    write_number(&mut body, first);
    for frame in frames {
        write_block(&mut body, frame);
    }
    body
}

impl<'a> Parcel<'a> {
    /// The number of the first frame.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Each frame with its number.
    pub fn frames(&self) -> impl Iterator<Item = (u64, &'a [u8])> + use<'a> {
        self.numbered().map_while(|(number, frame)| Some((number, frame?)))
    }

    /// Each frame with its number, and nothing at the first that is broken.
    fn numbered(&self) -> impl Iterator<Item = (u64, Option<&'a [u8]>)> + use<'a> {
        let (mut rest, mut number) = (self.frames, self.first);
        std::iter::from_fn(move || {
            if rest.0.is_empty() {
                return None;
            }
            let frame = rest.block().filter(|frame| !frame.is_empty());
            if frame.is_none() {
                rest = Reader(&[]);
            }
            number += 1;
            Some((number - 1, frame))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_parcel_is_a_number_and_frames_with_their_lengths() {
        let body = write(300, &[Bytes::from_static(b"\x03"), Bytes::from_static(b"\x66\x00")]);
        assert_eq!(body, b"\xac\x02\x01\x03\x02\x66\x00");
        let parcel = read(&body).expect("well formed");
        let frames: Vec<_> = parcel.frames().collect();
        assert_eq!((parcel.first(), frames), (300, vec![(300, &b"\x03"[..]), (301, b"\x66\x00")]));
    }

    #[test]
    fn anything_else_is_malformed() {
        let bodies: [&[u8]; 6] =
            [b"", b"\0\x01a", b"\x01\0", b"\x01\x02a", b"\x01\x01a\xff\xff\xff\xff\x0f", b"\xff\xff\xff"];
        for body in bodies {
            assert_eq!(read(body).map(|_| ()), Err(Code::Malformed), "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn parcels_read_back(first in 1u64..1 << 52, frames in proptest::collection::vec(
            proptest::collection::vec(any::<u8>(), 1..9), 0..9)) {
            let sent: Vec<Bytes> = frames.iter().map(|frame| Bytes::copy_from_slice(frame)).collect();
            let body = write(first, &sent);
            let read: Vec<_> = read(&body).expect("well formed").frames().map(|(_, frame)| frame.to_vec()).collect();
            prop_assert_eq!(read, frames);
        }

        #[test]
        fn no_bytes_panic(body in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = read(&body).map(|parcel| parcel.frames().count());
        }
    }
}
