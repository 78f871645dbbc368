//! What is asked of any bytes as a segment of the journal: by the fuzz target `frame` of `tests/fuzz` of bytes that it makes
//! up, by a test of those that were kept. Panics where something is found. Behind the feature `trouble`; no program of ours
//! is built with it.

use crate::copy::{Mark, follow};
use crate::frame::{self, HEADER_BYTES, Header, TRAILER_BYTES, u32_at};
use crate::payload;
use crate::record::{Entry, Record};
use crate::replay;
use crate::segment::{self, Frame, Frames, START_BYTES, Start};
use crate::survey::survey_last;

/// Bytes as they come, which fail their checksums, and with every checksum made right, which is what leads anywhere.
///
/// # Panics
/// When something is wrong with how they are read.
pub fn segment(bytes: &[u8]) {
    ask(bytes);
    ask(&with_sums(bytes));
}

fn ask(bytes: &[u8]) {
    let Ok((start, frames)) = Frames::new(bytes) else { return };
    let mut scanned = START_BYTES;
    for frame in frames.map_while(Result::ok) {
        assert_eq!(frame.at, scanned, "frames stand one behind the other");
        scanned += frame.header.frame_bytes();
        read(&frame);
    }
    assert!(scanned <= bytes.len(), "no frame goes on behind the end");
    assert!(segment::headers(bytes, START_BYTES).count() <= bytes.len());
    let _ = follow(Mark::default(), &bytes[START_BYTES..]);
    survey(bytes, start);
}

/// Whoever starts on a segment and cuts what may be cut finds it whole the next time, to the same position.
fn survey(bytes: &[u8], start: Start) {
    let Ok(found) = survey_last(bytes, start.first) else { return };
    assert_eq!(found.end.length + found.cut_bytes, bytes.len() as u64, "it is kept or cut");
    let kept = &bytes[..found.end.length as usize];
    if kept.is_empty() {
        return;
    }
    assert!(kept.ends_with(&found.last_group), "the last group ends it");
    let again = survey_last(kept, start.first).expect("what was kept is a journal");
    assert_eq!((again.end, again.next, again.cut_bytes), (found.end, found.next, 0));
}

/// A record that is understood is written as it was read, to be understood again.
fn read(frame: &Frame<'_>) {
    let header = &frame.header;
    let _ = (replay::describe(header), payload::loss(header), payload::instead(header));
    let _ = (payload::document(header), payload::claimed(header, frame.bytes), replay::record(frame));
    let decoded_here = frame.payload.and_then(|payload| payload::decode(header, payload).ok());
    let Some(record) = decoded_here else { return };
    let (time_ms, writer) = (header.time_ms, header.writer);
    let mut bytes = Vec::new();
    let entry = Entry { time_ms, writer, record };
    payload::encode(&entry, header.seq, header.place, header.last, &mut bytes);
    assert_eq!(decoded(&bytes).as_ref(), Some(&entry.record), "it is written as something else");
}

fn decoded(bytes: &[u8]) -> Option<Record> {
    let header = Header::decode(bytes.first_chunk()?).ok()?;
    payload::decode(&header, &bytes[HEADER_BYTES..bytes.len() - TRAILER_BYTES]).ok()
}

fn with_sums(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let Some(start) = bytes.first_chunk_mut::<START_BYTES>() else { return bytes };
    start[..8].copy_from_slice(segment::MAGIC);
    sum(start);
    let mut at = START_BYTES;
    while let Some(head) = bytes.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<HEADER_BYTES>()) {
        sum(head);
        let (head, from) = (*head, at + HEADER_BYTES);
        let end = from + u32_at(&head, 4) as usize;
        let Some(payload) = bytes.get(from..end) else { break };
        let sum = frame::payload_sum(&head, payload).to_be_bytes();
        let Some(trailer) = bytes.get_mut(end..end + TRAILER_BYTES) else { break };
        trailer.copy_from_slice(&sum);
        at = end + TRAILER_BYTES;
    }
    bytes
}

/// Puts the checksum of what stands before it into the last four bytes.
fn sum<const BYTES: usize>(bytes: &mut [u8; BYTES]) {
    let sum = crc32c::crc32c(&bytes[..BYTES - 4]);
    bytes[BYTES - 4..].copy_from_slice(&sum.to_be_bytes());
}
