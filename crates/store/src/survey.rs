//! Reads the whole journal before anything is touched, and says where it ends, what may be cut, and why not to start.
//! Changes nothing. The rules of cutting, with their reasons: docs/storage.md.

use std::ops::Range;
use std::path::Path;

use crate::journal::{self, End, segment_name};
use crate::payload;
use crate::segment::{self, Fault, Frames, START_BYTES};
use crate::store::OpenRefused;

/// What a survey found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    /// Where the last whole group ends.
    pub(crate) end: End,
    /// Bytes behind it, to be cut.
    pub(crate) cut_bytes: u64,
    /// The position after the last whole group.
    pub(crate) next: u64,
    /// The bytes of the last whole group, the only one that may not have been synced.
    pub(crate) last_group: Vec<u8>,
    /// A whole last group that reads as if a power cut had kept part of it from the disk: cut unless it is proven durable.
    pub(crate) torn: Option<Torn>,
}

/// The journal's end if the last group goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Torn {
    pub(crate) end: End,
    pub(crate) cut_bytes: u64,
    pub(crate) next: u64,
}

/// One segment's reading, up to where it stops making sense.
struct Reading {
    /// The last whole group: its bytes and first position.
    group: Option<(Range<usize>, u64)>,
    /// A payload in the last whole group is damaged.
    group_damaged: bool,
    good: usize,
    next: u64,
    fault: Option<Fault>,
}

/// Surveys the journal of a data folder.
///
/// # Errors
/// [`OpenRefused`] with segment and offset when the journal is damaged where nothing may be cut, or is of a newer format.
pub(crate) fn survey(data: &Path) -> Result<Survey, OpenRefused> {
    let folder = journal::folder(data);
    let numbers =
        journal::segments(&folder).map_err(|failed| OpenRefused::io("the journal's folder", failed))?;
    let mut found = Survey { next: 1, ..Survey::default() };
    for (index, &number) in numbers.iter().enumerate() {
        let name = segment_name(number);
        if number as usize != index + 1 {
            let what = "a segment before it is missing";
            return Err(OpenRefused::Damaged { segment: name, offset: 0, what });
        }
        let bytes = std::fs::read(folder.join(&name)).map_err(|failed| OpenRefused::io(&name, failed))?;
        let newest = index + 1 == numbers.len();
        let judged =
            if newest { judge_last(&bytes, number, &mut found) } else { judge(&bytes, number, &mut found) };
        judged.map_err(|fault| refuse(name, fault))?;
    }
    Ok(found)
}

/// The bytes of a segment that begins with position `next`, as the last of a journal.
#[cfg(any(test, feature = "trouble"))]
pub(crate) fn survey_last(bytes: &[u8], next: u64) -> Result<Survey, Fault> {
    let mut found = Survey { next, ..Survey::default() };
    judge_last(bytes, 1, &mut found)?;
    Ok(found)
}

/// A segment that another follows: it was whole and synced before the other was made, so nothing of it may be missing.
fn judge(bytes: &[u8], number: u32, found: &mut Survey) -> Result<(), Fault> {
    let reading = read(bytes, found.next)?;
    match reading.fault {
        None if reading.good == bytes.len() => {}
        None => return Err(Fault::Damaged { at: reading.good, what: "the segment ends inside a group" }),
        Some(Fault::Incomplete { at }) => {
            return Err(Fault::Damaged { at, what: "the segment ends inside a frame" });
        }
        Some(fault) => return Err(fault),
    }
    found.end = End { number, length: bytes.len() as u64 };
    found.next = reading.next;
    Ok(())
}

/// The last segment: its last group may never have been synced, and then nobody was told of it.
fn judge_last(bytes: &[u8], number: u32, found: &mut Survey) -> Result<(), Fault> {
    let reading = match read(bytes, found.next) {
        // A segment's start is synced before its first frame is written: no frame was ever here.
        Err(Fault::Incomplete { .. } | Fault::Damaged { at: 0, .. }) if bytes.len() <= START_BYTES => {
            found.cut_bytes = bytes.len() as u64;
            return Ok(());
        }
        reading => reading?,
    };
    match reading.fault {
        None | Some(Fault::Incomplete { .. }) => {}
        Some(Fault::Damaged { at, .. })
            if was_never_written(bytes, reading.good) && !goes_on(bytes, at, reading.next) => {}
        Some(fault) => return Err(fault),
    }
    let end = |at: usize| End { number, length: at as u64 };
    found.end = end(reading.good);
    found.cut_bytes = (bytes.len() - reading.good) as u64;
    found.next = reading.next;
    let Some((group, first)) = reading.group else { return Ok(()) };
    if reading.group_damaged && reading.good == bytes.len() && was_never_written(bytes, group.start) {
        let cut_bytes = (bytes.len() - group.start) as u64;
        found.torn = Some(Torn { end: end(group.start), cut_bytes, next: first });
    }
    found.last_group = bytes[group].to_vec();
    Ok(())
}

fn read(bytes: &[u8], next: u64) -> Result<Reading, Fault> {
    let (start, frames) = Frames::new(bytes)?;
    if start.first != next {
        return Err(Fault::Damaged { at: 0, what: "the segment does not follow the one before" });
    }
    let mut reading = Reading { group: None, group_damaged: false, good: START_BYTES, next, fault: None };
    let mut damaged = false;
    for frame in frames {
        match frame {
            Ok(frame) if frame.header.kind > payload::kind::NEWEST => {
                return Err(Fault::Damaged {
                    at: frame.at,
                    what: "the record is of a kind that this version does not know",
                });
            }
            Ok(frame) => {
                damaged |= frame.payload.is_none();
                if frame.header.last {
                    let end = frame.at + frame.header.frame_bytes();
                    reading.group = Some((reading.good..end, reading.next));
                    (reading.good, reading.next) = (end, frame.header.seq + 1);
                    (reading.group_damaged, damaged) = (damaged, false);
                }
            }
            Err(fault) => reading.fault = Some(fault),
        }
    }
    Ok(reading)
}

/// Whether a later group follows a damaged place: then what was there had been synced, and is not cut.
fn goes_on(bytes: &[u8], damaged: usize, group: u64) -> bool {
    segment::headers(bytes, damaged + 1).any(|(_, header)| header.group() > group)
}

/// Whether a piece of the last group never reached the disk: a whole 512-byte sector, or what the group has of one at
/// its ends, reads as zeros. A flipped bit does not look like that, and what was synced is never taken for it.
fn was_never_written(bytes: &[u8], from: usize) -> bool {
    const SECTOR: usize = 512;
    let mut at = from;
    while at < bytes.len() {
        let end = (at - at % SECTOR + SECTOR).min(bytes.len());
        let telling = at == from || end - at >= 4; // a frame never begins with a zero; fewer than four at the end may be a checksum's
        if telling && bytes[at..end].iter().all(|byte| *byte == 0) {
            return true;
        }
        at = end;
    }
    false
}

fn refuse(segment: String, fault: Fault) -> OpenRefused {
    let at = |at: usize| at as u64;
    match fault {
        Fault::Newer { format, .. } => OpenRefused::NewerFormat(format),
        Fault::Damaged { at: offset, what } => OpenRefused::Damaged { segment, offset: at(offset), what },
        Fault::Incomplete { at: offset } => {
            OpenRefused::Damaged { segment, offset: at(offset), what: "the segment ends too early" }
        }
    }
}
