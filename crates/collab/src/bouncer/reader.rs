//! Reads the small parts of the v1 encoding from a slice: numbers, texts, ids. Every step is checked against the bytes
//! that are left; nothing is copied. Stricter than yrs and Yjs where they differ, so that all three read the same.

use super::Id;
use crate::code::Code;

/// One past the largest client id that a browser can hold exactly.
const CLIENT_END: u64 = 1 << 53;
/// One past the largest clock: yrs subtracts clocks as signed 32-bit numbers.
pub(super) const CLOCK_END: u64 = 1 << 31;

/// A place in the bytes.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub(super) fn byte(&mut self) -> Result<u8, Code> {
        let byte = *self.bytes.get(self.at).ok_or(Code::Malformed)?;
        self.at += 1;
        Ok(byte)
    }

    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8], Code> {
        let end = self.at.checked_add(len).ok_or(Code::Malformed)?;
        let slice = self.bytes.get(self.at..end).ok_or(Code::Malformed)?;
        self.at = end;
        Ok(slice)
    }

    /// An unsigned number. One that does not fit 64 bits is refused; yrs would wrap it around.
    pub(super) fn number(&mut self) -> Result<u64, Code> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(u64::from(first));
        }
        let mut number = u64::from(first & 0x7f);
        let mut shift = 7;
        loop {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift > 63 || (bits << shift) >> shift != bits {
                return Err(Code::Malformed);
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
            shift += 7;
        }
    }

    /// A signed number as a value may hold it: sign and six bits first. yrs shifts past its 64 bits on longer ones.
    pub(super) fn signed_number(&mut self) -> Result<(), Code> {
        const BYTES_MAX: usize = 8; // 6 + 7 * 7 = 55 bits: more than a browser's exact numbers need
        for _ in 0..BYTES_MAX {
            if self.byte()? < 0x80 {
                return Ok(());
            }
        }
        Err(Code::Malformed)
    }

    /// A count of things that each take at least `bytes_each`.
    pub(super) fn count(&mut self, bytes_each: usize) -> Result<usize, Code> {
        let count = usize::try_from(self.number()?).map_err(|_| Code::Malformed)?;
        if count > self.left() / bytes_each {
            return Err(Code::Malformed);
        }
        Ok(count)
    }

    pub(super) fn client(&mut self) -> Result<u64, Code> {
        let client = self.number()?;
        if client < CLIENT_END { Ok(client) } else { Err(Code::Malformed) }
    }

    pub(super) fn clock(&mut self) -> Result<u32, Code> {
        let clock = self.number()?;
        if clock < CLOCK_END {
            u32::try_from(clock).map_err(|_| Code::Malformed)
        } else {
            Err(Code::Malformed)
        }
    }

    /// A length that is not zero.
    pub(super) fn length(&mut self) -> Result<u32, Code> {
        match self.clock()? {
            0 => Err(Code::Malformed),
            length => Ok(length),
        }
    }

    pub(super) fn id(&mut self) -> Result<Id, Code> {
        Ok(Id { client: self.client()?, clock: self.clock()? })
    }

    pub(super) fn buffer(&mut self) -> Result<&'a [u8], Code> {
        let len = self.count(1)?;
        self.take(len)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Code> {
        std::str::from_utf8(self.buffer()?).map_err(|_| Code::Malformed)
    }
}

/// The length of a text in UTF-16 code units, which is how clocks count it.
pub(super) fn utf16_len(text: &str) -> usize {
    let starts = text.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
    let pairs = text.bytes().filter(|byte| *byte >= 0xf0).count();
    starts + pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_do_not_fit_are_refused() {
        let read = |bytes: &[u8]| Reader::new(bytes).number();
        assert_eq!(read(&[0x05]), Ok(5));
        assert_eq!(read(&[0xac, 0x02]), Ok(300));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]), Ok(u64::MAX));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]), Err(Code::Malformed));
        assert_eq!(read(&[0x80; 20]), Err(Code::Malformed));
        assert_eq!(read(&[0x80]), Err(Code::Malformed));
    }

    #[test]
    fn lengths_count_utf16_units() {
        for text in ["", "a", "é", "€", "😀", "a😀é€"] {
            assert_eq!(utf16_len(text), text.encode_utf16().count(), "{text}");
        }
    }
}
