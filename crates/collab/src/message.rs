//! The wire: y-protocols messages in websocket frames, one message a frame. The only module that reads or writes it.
//!
//! 0 sync (0 step 1, 1 step 2, 2 update), 1 awareness, 2 auth, 3 query awareness, 102 acknowledgement (length-prefixed
//! body, echoed unchanged), and for `chancery.v1` alone 120 hello, 121 policy, 123 refused (each a length-prefixed JSON
//! text) and 124 differs. Rules W1 to W4 of docs/protocol.md. Judges no update: that is `bouncer`.

use bytes::Bytes;

use crate::code::Code;
use crate::limits::Limits;

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const QUERY_AWARENESS: u64 = 3;
const ACKNOWLEDGE: u64 = 102;
const HELLO: u64 = 120;
const POLICY: u64 = 121;
const REFUSED: u64 = 123;
const DIFFERS: u64 = 124;

const STEP_1: u64 = 0;
const STEP_2: u64 = 1;
const UPDATE: u64 = 2;

const PERMISSION_DENIED: u64 = 0;

/// One message, borrowed from its frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Message<'a> {
    /// A state vector: "this is what I have".
    Step1(&'a [u8]),
    /// An update that answers a step 1.
    Step2(&'a [u8]),
    /// An update as it happens.
    Update(&'a [u8]),
    Awareness(&'a [u8]),
    /// A denial with a reason in a word; the only auth message there is.
    Denied(&'a str),
    QueryAwareness,
    /// "Echo this once everything before it is durable."
    Acknowledge(&'a [u8]),
    Hello(&'a str),
    Policy(&'a str),
    Refused(&'a str),
    /// "What I hold is not what you said that you hold."
    Differs,
}

/// Reads the one message of a frame.
///
/// # Errors
/// `TooLarge` over the frame bound, `Malformed` for anything that is not one whole known message.
pub fn read<'a>(frame: &'a [u8], limits: &Limits) -> Result<Message<'a>, Code> {
    if frame.len() > limits.frame_bytes_max {
        return Err(Code::TooLarge);
    }
    let mut reader = Reader(frame);
    let message = reader.message().ok_or(Code::Malformed)?;
    if reader.0.is_empty() { Ok(message) } else { Err(Code::Malformed) }
}

/// Writes one message as a frame.
pub fn write(message: Message<'_>) -> Bytes {
    let (head, body): (&[u64], Option<&[u8]>) = match message {
        Message::Step1(body) => (&[SYNC, STEP_1], Some(body)),
        Message::Step2(body) => (&[SYNC, STEP_2], Some(body)),
        Message::Update(body) => (&[SYNC, UPDATE], Some(body)),
        Message::Awareness(body) => (&[AWARENESS], Some(body)),
        Message::Denied(reason) => (&[AUTH, PERMISSION_DENIED], Some(reason.as_bytes())),
        Message::QueryAwareness => (&[QUERY_AWARENESS], None),
        Message::Acknowledge(body) => (&[ACKNOWLEDGE], Some(body)),
        Message::Hello(json) => (&[HELLO], Some(json.as_bytes())),
        Message::Policy(json) => (&[POLICY], Some(json.as_bytes())),
        Message::Refused(json) => (&[REFUSED], Some(json.as_bytes())),
        Message::Differs => (&[DIFFERS], None),
    };
    let mut out = Vec::with_capacity(body.map_or(0, <[u8]>::len) + 8);
    for number in head {
        write_number(&mut out, *number);
    }
    if let Some(body) = body {
        write_block(&mut out, body);
    }
    Bytes::from(out)
}

/// Appends lib0's variable-length unsigned integer.
pub fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a length and the bytes.
pub fn write_block(out: &mut Vec<u8>, block: &[u8]) {
    write_number(out, block.len() as u64);
    out.extend_from_slice(block);
}

/// Reads lib0 primitives off the front of a slice. Never allocates.
#[derive(Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// A variable-length unsigned integer of at most 53 bits, the largest JavaScript can hold.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..53).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return (number < 1 << 53).then_some(number);
            }
        }
        None
    }

    /// A length and that many bytes.
    pub fn block(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (block, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(block)
    }

    /// A length and that many bytes of UTF-8.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.block()?).ok()
    }

    fn message(&mut self) -> Option<Message<'a>> {
        Some(match self.number()? {
            SYNC => match self.number()? {
                STEP_1 => Message::Step1(self.block()?),
                STEP_2 => Message::Step2(self.block()?),
                UPDATE => Message::Update(self.block()?),
                _ => return None,
            },
            AWARENESS => Message::Awareness(self.block()?),
            AUTH => match self.number()? {
                PERMISSION_DENIED => Message::Denied(self.text()?),
                _ => return None,
            },
            QUERY_AWARENESS => Message::QueryAwareness,
            ACKNOWLEDGE => Message::Acknowledge(self.block()?),
            HELLO => Message::Hello(self.text()?),
            POLICY => Message::Policy(self.text()?),
            REFUSED => Message::Refused(self.text()?),
            DIFFERS => Message::Differs,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_message_reads_back() {
        let messages = [
            Message::Step1(&[0]),
            Message::Step2(&[1, 2, 3]),
            Message::Update(&[]),
            Message::Awareness(&[0]),
            Message::Denied("read-only"),
            Message::QueryAwareness,
            Message::Acknowledge(&[0xac, 0x02]),
            Message::Hello("{}"),
            Message::Policy("{}"),
            Message::Refused("{}"),
            Message::Differs,
        ];
        for message in messages {
            assert_eq!(read(&write(message), &Limits::default()), Ok(message));
        }
    }

    #[test]
    fn frames_are_what_stock_clients_send() {
        // y-protocols: sync, step 1, an empty state vector of one byte.
        assert_eq!(read(&[0, 0, 1, 0], &Limits::default()), Ok(Message::Step1(&[0])));
        assert_eq!(write(Message::QueryAwareness).as_ref(), [3]);
        assert_eq!(write(Message::Acknowledge(&[7])).as_ref(), [102, 1, 7]);
    }

    #[test]
    fn anything_else_is_malformed() {
        let limits = Limits { frame_bytes_max: 8, ..Limits::default() };
        for frame in [
            &[][..],
            &[9],
            &[0],
            &[0, 3, 0],
            &[0, 2, 5, 1],
            &[3, 0],
            &[2, 1, 0],
            &[2, 0, 1, 0xff],
            &[0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(read(frame, &limits), Err(Code::Malformed), "{frame:?}");
        }
        assert_eq!(read(&[0; 9], &limits), Err(Code::TooLarge));
    }

    proptest! {
        #[test]
        fn numbers_read_back(number in 0u64..1 << 53) {
            let mut out = Vec::new();
            write_number(&mut out, number);
            prop_assert_eq!(Reader(&out).number(), Some(number));
        }

        #[test]
        fn no_bytes_panic(frame in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = read(&frame, &Limits::default());
        }
    }
}
