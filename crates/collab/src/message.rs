//! The wire: y-protocols messages over websocket frames, one message a frame. The only module that reads or writes it.
//!
//! 0 sync (0 step 1, 1 step 2, 2 update), 1 awareness, 2 auth, 3 query awareness, 102 acknowledgement (length-prefixed
//! body, echoed unchanged), and for `chancery.v1` alone 120 hello, 121 policy, 123 refused (each a length-prefixed JSON
//! text). See docs/protocol.md.

use bytes::Bytes;

use crate::code::Code;
use crate::limits::Limits;

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
    /// A denial with a reason in words.
    Denied(&'a str),
    QueryAwareness,
    /// "Echo this once everything before it is durable."
    Acknowledge(&'a [u8]),
    Hello(&'a str),
    Policy(&'a str),
    Refused(&'a str),
}

/// Reads the one message of a frame.
///
/// # Errors
/// `TooLarge` over the frame bound, `Malformed` for anything that is not one whole known message.
pub fn read<'a>(frame: &'a [u8], limits: &Limits) -> Result<Message<'a>, Code> {
    let _ = (frame, limits);
    Err(Code::Malformed)
}

/// Writes one message as a frame.
pub fn write(message: Message<'_>) -> Bytes {
    let _ = message;
    Bytes::new()
}
