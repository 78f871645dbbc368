//! What waits to be sent to one link: bounded in bytes, filled by rooms without waiting. Whoever filled it hurries it: what
//! its wire takes at once leaves in the same moment, and the rest is left to the link's task.
//! Never drops a frame in silence: over the bound the link is closed and catches up by coming back.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use collab::code::Code;
use tokio::sync::Notify;

use crate::wire::{Left, Wire};

pub(crate) struct Outbox {
    bytes_max: usize,
    inside: Mutex<Inside>,
    /// For the one who empties it: there is something, or it closed.
    filled: Notify,
    /// For the one who ends the link: it closed.
    closed: Notify,
}

#[derive(Default)]
struct Inside {
    frames: VecDeque<Bytes>,
    bytes: usize,
    ping: bool,
    closing: Option<Code>,
    /// What takes frames away at once, on a link that has such a thing.
    wire: Option<Arc<Wire>>,
}

impl Inside {
    fn kept_bytes(&self) -> usize {
        self.bytes + self.wire.as_ref().map_or(0, |wire| wire.begun_bytes())
    }
}

/// What the emptier is to do next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// There are frames.
    Send,
    /// Ask whether the other side is there.
    Ping,
    /// Nothing waits now: flush.
    Nothing,
    /// Nothing will come any more.
    Close(Code),
}

impl Outbox {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { bytes_max, inside: Mutex::default(), filled: Notify::new(), closed: Notify::new() }
    }

    /// From now on frames may leave through this at once.
    pub(crate) fn carried_by(&self, wire: Arc<Wire>) {
        self.inside().wire = Some(wire);
    }

    /// The link is over: nothing leaves any more.
    pub(crate) fn let_go(&self) {
        self.inside().wire = None;
    }

    /// Puts a frame in, to be hurried when all are in. Over the bound the outbox closes with `TooSlow`, and `false` comes
    /// back.
    pub(crate) fn put(&self, frame: Bytes) -> bool {
        let mut inside = self.inside();
        if inside.closing.is_some() {
            return false;
        }
        // A single frame always fits: a document larger than the outbox could otherwise never be read.
        let kept = inside.kept_bytes();
        if kept > 0 && kept + frame.len() > self.bytes_max {
            self.shut(&mut inside, Code::TooSlow, Rest::Drop);
            return false;
        }
        inside.bytes += frame.len();
        inside.frames.push_back(frame);
        true
    }

    /// Sends what was put in on its way.
    pub(crate) fn hurry(&self) {
        let wire = {
            let inside = self.inside();
            if inside.frames.is_empty() {
                return;
            }
            inside.wire.clone()
        };
        if wire.is_none_or(|wire| wire.take_from(self) == Left::Something) {
            self.filled.notify_one();
        }
    }

    /// Has the other side asked whether it is there.
    pub(crate) fn ping(&self) {
        self.inside().ping = true;
        self.filled.notify_one();
    }

    /// Closes after what waits. The first close counts.
    pub(crate) fn close(&self, code: Code) {
        self.shut(&mut self.inside(), code, Rest::Send);
    }

    /// Closes at once; what waits is not sent. For those who may not read any more.
    pub(crate) fn cut(&self, code: Code) {
        self.shut(&mut self.inside(), code, Rest::Drop);
    }

    fn shut(&self, inside: &mut Inside, code: Code, rest: Rest) {
        inside.closing.get_or_insert(code);
        if matches!(rest, Rest::Drop) {
            inside.frames.clear();
            inside.bytes = 0;
        }
        self.filled.notify_one();
        self.closed.notify_one();
    }

    /// The next frame; never waits.
    pub(crate) fn take_frame(&self) -> Option<Bytes> {
        let mut inside = self.inside();
        let frame = inside.frames.pop_front()?;
        inside.bytes -= frame.len();
        Some(frame)
    }

    /// The next thing to do; never waits, and takes no frame.
    pub(crate) fn next(&self) -> Next {
        let inside = &mut *self.inside();
        if !inside.frames.is_empty() {
            return Next::Send;
        }
        match inside.closing {
            Some(code) => Next::Close(code),
            None if std::mem::take(&mut inside.ping) => Next::Ping,
            None => Next::Nothing,
        }
    }

    /// Waits until `next` has something new to say. For one waiter.
    pub(crate) async fn filled(&self) {
        self.filled.notified().await;
    }

    /// Waits until the outbox is closed. For one waiter, once.
    pub(crate) async fn closed(&self) {
        self.closed.notified().await;
    }

    /// Why the outbox closed, if it has.
    pub(crate) fn closing(&self) -> Option<Code> {
        self.inside().closing
    }

    /// Bytes that wait to be sent, here and on the wire.
    pub(crate) fn waiting_bytes(&self) -> usize {
        self.inside().kept_bytes()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panics while holding an outbox")
    }
}

enum Rest {
    Send,
    Drop,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(bytes: usize) -> Bytes {
        Bytes::from(vec![0; bytes])
    }

    #[test]
    fn a_slow_reader_is_told_so_and_gets_no_torn_stream() {
        let outbox = Outbox::new(10);
        assert!(outbox.put(frame(6)) && outbox.put(frame(4)));
        assert!(!outbox.put(frame(1)));
        assert_eq!(outbox.next(), Next::Close(Code::TooSlow));
        assert!(!outbox.put(frame(1)), "closed for good");
    }

    #[test]
    fn a_frame_larger_than_the_bound_fits_alone() {
        let outbox = Outbox::new(10);
        assert!(outbox.put(frame(11)));
        assert_eq!((outbox.next(), outbox.take_frame()), (Next::Send, Some(frame(11))));
        assert_eq!(outbox.next(), Next::Nothing);
    }

    #[test]
    fn closing_sends_what_waits_and_cutting_does_not() {
        let polite = Outbox::new(10);
        polite.put(frame(1));
        polite.close(Code::Stopping);
        polite.close(Code::Internal);
        assert_eq!((polite.take_frame(), polite.next()), (Some(frame(1)), Next::Close(Code::Stopping)));

        let cut = Outbox::new(10);
        cut.put(frame(1));
        cut.cut(Code::SignedOut);
        assert_eq!(cut.next(), Next::Close(Code::SignedOut));
    }
}
