//! Reads an update's bytes before yrs or the journal sees them: no recursion, no allocation by claimed counts.
//! Knows the v1 encoding and nothing of any document; what a document already holds is the `ledger`'s business.
//!
//! Whatever [`scan`] accepts, yrs decodes to the same structs; whatever an honest Yjs 13 or yrs client sends, it
//! accepts. Not admitted: subdocuments, binary content, XML and weak types (no chapter has them), and the old JSON
//! content, which Yjs 13 only ever reads and yrs reads wrongly.

mod contradict;
mod order;
mod reader;
mod rebuild;
mod value;

use std::collections::HashMap;
use std::ops::Range;

use manual::document::Span;

pub(crate) use self::order::Turn;
use self::reader::{CLOCK_END, Reader, utf16_len};
use self::value::{skip_any, skip_json};
use crate::code::Code;
use crate::limits::Limits;

/// What sort of document an update is for: decides which roots it may name, and who may write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentKind {
    Chapter,
    /// Holds what a chapter may hold; written by whoever keeps the outline.
    Template,
    /// A chapter's branch: holds what a chapter may hold; written by the seat whose proposal it is.
    Proposal,
    Outline,
}

/// A scanned update. Holds where things are in the bytes; copies no content.
pub struct Scan<'a> {
    bytes: &'a [u8],
    sections: Vec<Section>,
    section_of: HashMap<u64, usize>,
    structs: Vec<Struct<'a>>,
    runs: Vec<Span>,
    deletes: Vec<Span>,
}

/// All structs of one client, as they stand in the bytes.
struct Section {
    client: u64,
    /// Where its structs are in the list of all.
    structs: Range<usize>,
    /// Where it is in the bytes.
    bytes: Range<usize>,
}

/// One struct: a stretch of clocks of one client, and what it says of its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Struct<'a> {
    pub(crate) clock: u32,
    pub(crate) len: u32,
    pub(crate) kind: Kind,
    pub(crate) origin: Option<Id>,
    pub(crate) right_origin: Option<Id>,
    pub(crate) parent: Parent<'a>,
    /// Said only beside an explicit parent: the key of it that it stands under.
    pub(crate) key: Option<&'a str>,
    /// Where its characters are in the bytes, if it holds characters.
    text_at: Option<u32>,
}

impl Struct<'_> {
    pub(crate) fn end(&self) -> u32 {
        self.clock + self.len
    }
}

/// What a struct holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Collected: deleted together with what held it, place forgotten.
    Gone,
    /// Not here; the bytes only say how far to jump.
    Skip,
    /// Deleted, place remembered.
    Deleted,
    /// Characters, or one embedded value.
    Text,
    /// Entries of a map or an array.
    Values,
    /// A format mark.
    Format,
    /// A shared type.
    Shared(TypeKind),
}

/// The shared types a document may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TypeKind {
    Array,
    Map,
    Text,
}

/// Where a struct says it belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Parent<'a> {
    /// To whatever its neighbours belong to.
    Inherited,
    Root(&'a str),
    Item(Id),
}

/// One unit of one client.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Id {
    pub(crate) client: u64,
    pub(crate) clock: u32,
}

/// Scans one v1 update.
///
/// # Errors
/// `Malformed`, `TooLarge` or `ForbiddenContent`, with nothing allocated beyond a small multiple of the input.
pub fn scan<'a>(update: &'a [u8], limits: &Limits) -> Result<Scan<'a>, Code> {
    let mut scan = Scan {
        bytes: update,
        sections: Vec::new(),
        section_of: HashMap::new(),
        structs: Vec::new(),
        runs: Vec::new(),
        deletes: Vec::new(),
    };
    let mut reader = Reader::new(update);
    scan.read_sections(&mut reader, limits)?;
    scan.read_deletes(&mut reader, limits)?;
    if reader.left() == 0 { Ok(scan) } else { Err(Code::Malformed) }
}

/// Scans an encoded state vector: the (client, clock) pairs.
///
/// # Errors
/// `Malformed` when it is not one, or claims more entries than it has bytes; `TooLarge` over the bound on entries.
pub fn scan_state_vector(bytes: &[u8], limits: &Limits) -> Result<Vec<(u64, u32)>, Code> {
    let mut reader = Reader::new(bytes);
    let count = reader.count(2)?;
    if count > limits.items_max {
        return Err(Code::TooLarge);
    }
    let mut pairs = Vec::with_capacity(count);
    for _ in 0..count {
        pairs.push((reader.client()?, reader.clock()?));
    }
    if reader.left() == 0 { Ok(pairs) } else { Err(Code::Malformed) }
}

impl<'a> Scan<'a> {
    /// Runs of structs per client, in the order of the bytes; skips are not part of any run.
    pub fn runs(&self) -> &[Span] {
        &self.runs
    }

    /// Where letters are, or what is embedded among them: one span for each struct, clients together, clocks going up.
    pub fn letters(&self) -> impl Iterator<Item = Span> {
        self.sections.iter().flat_map(|section| {
            let letters =
                self.structs[section.structs.clone()].iter().filter(|found| found.kind == Kind::Text);
            letters.map(|found| Span { client: section.client, start: found.clock, end: found.end() })
        })
    }

    /// The structs of each client, in the order of their clocks.
    pub(crate) fn by_client(&self) -> impl Iterator<Item = (u64, &[Struct<'a>])> {
        self.sections.iter().map(|section| (section.client, &self.structs[section.structs.clone()]))
    }

    /// Deleted ranges.
    pub fn deletes(&self) -> &[Span] {
        &self.deletes
    }

    /// How many structs there are.
    pub(crate) fn structs_count(&self) -> u64 {
        u64::try_from(self.structs.len()).unwrap_or(u64::MAX)
    }

    /// The clients that have structs here, one for each section.
    pub(crate) fn clients(&self) -> impl Iterator<Item = u64> {
        self.sections.iter().map(|section| section.client)
    }

    /// The section of a client, if the update has one.
    pub(crate) fn section_of(&self, client: u64) -> Option<usize> {
        match self.sections.as_slice() {
            [] => None,
            [only] => (only.client == client).then_some(0),
            _ => self.section_of.get(&client).copied(),
        }
    }

    fn read_sections(&mut self, reader: &mut Reader<'a>, limits: &Limits) -> Result<(), Code> {
        const SECTION_BYTES_MIN: usize = 5; // count, client, clock and one struct of two bytes
        for _ in 0..reader.count(SECTION_BYTES_MIN)? {
            let from = reader.at();
            let count = reader.count(2)?;
            if count == 0 {
                return Err(Code::Malformed);
            }
            if count > limits.items_max.saturating_sub(self.structs.len()) {
                return Err(Code::TooLarge);
            }
            let client = reader.client()?;
            let first = self.structs.len();
            self.read_structs(reader, limits, client, count)?;
            self.add_section(Section {
                client,
                structs: first..self.structs.len(),
                bytes: from..reader.at(),
            })?;
        }
        Ok(())
    }

    /// Yjs keeps the last of two sections of one client and yrs joins them, so there may be only one.
    fn add_section(&mut self, section: Section) -> Result<(), Code> {
        if let [only] = self.sections.as_slice() {
            self.section_of.insert(only.client, 0);
        }
        if !self.sections.is_empty() && self.section_of.insert(section.client, self.sections.len()).is_some()
        {
            return Err(Code::Malformed);
        }
        self.sections.push(section);
        Ok(())
    }

    fn read_structs(
        &mut self,
        reader: &mut Reader<'a>,
        limits: &Limits,
        client: u64,
        count: usize,
    ) -> Result<(), Code> {
        let mut clock = reader.clock()?;
        let mut start = clock;
        for _ in 0..count {
            let read = read_struct(reader, limits, clock)?;
            if u64::from(clock) + u64::from(read.len) >= CLOCK_END {
                return Err(Code::Malformed);
            }
            if read.kind == Kind::Skip {
                self.add_run(client, start, clock);
                start = read.end();
            }
            clock = read.end();
            self.structs.push(read);
        }
        self.add_run(client, start, clock);
        Ok(())
    }

    fn add_run(&mut self, client: u64, start: u32, end: u32) {
        if start < end {
            self.runs.push(Span { client, start, end });
        }
    }

    fn read_deletes(&mut self, reader: &mut Reader<'a>, limits: &Limits) -> Result<(), Code> {
        let mut seen = std::collections::HashSet::new();
        let clients = reader.count(2)?;
        for _ in 0..clients {
            let client = reader.client()?;
            // yrs keeps only the last list of one client, Yjs all of them.
            if clients > 1 && !seen.insert(client) {
                return Err(Code::Malformed);
            }
            let count = reader.count(2)?;
            if count > limits.items_max.saturating_sub(self.deletes.len()) {
                return Err(Code::TooLarge);
            }
            self.read_ranges(reader, client, count)?;
        }
        Ok(())
    }

    /// Ranges stand in order and apart: yrs takes that for granted and loses deletions when it merges others.
    fn read_ranges(&mut self, reader: &mut Reader<'a>, client: u64, count: usize) -> Result<(), Code> {
        let mut free = 0;
        for _ in 0..count {
            let (start, len) = (reader.clock()?, reader.length()?);
            let end =
                start.checked_add(len).filter(|end| u64::from(*end) < CLOCK_END).ok_or(Code::Malformed)?;
            if start < free {
                return Err(Code::Malformed);
            }
            free = end;
            self.deletes.push(Span { client, start, end });
        }
        Ok(())
    }
}

/// Bits of a struct's first byte.
const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_KEY: u8 = 0x20;
const CONTENT: u8 = 0x1f;
/// The content that is a text of characters.
const CHARACTERS: u8 = 4;

fn read_struct<'a>(reader: &mut Reader<'a>, limits: &Limits, clock: u32) -> Result<Struct<'a>, Code> {
    let info = reader.byte()?;
    let bare = |kind, len| Struct {
        clock,
        len,
        kind,
        origin: None,
        right_origin: None,
        parent: Parent::Inherited,
        key: None,
        text_at: None,
    };
    match info {
        0 => return Ok(bare(Kind::Gone, reader.length()?)),
        10 => return Ok(bare(Kind::Skip, reader.length()?)),
        _ => {}
    }
    let origin = if info & HAS_ORIGIN != 0 { Some(reader.id()?) } else { None };
    let right_origin = if info & HAS_RIGHT_ORIGIN != 0 { Some(reader.id()?) } else { None };
    let explicit = origin.is_none() && right_origin.is_none();
    let parent = if explicit { read_parent(reader)? } else { Parent::Inherited };
    let key = if explicit && info & HAS_KEY != 0 { Some(reader.text()?) } else { None };
    let at = u32::try_from(reader.at()).ok().filter(|_| info & CONTENT == CHARACTERS);
    let (kind, len) = read_content(reader, limits, info & CONTENT)?;
    Ok(Struct { clock, len, kind, origin, right_origin, parent, key, text_at: at })
}

fn read_parent<'a>(reader: &mut Reader<'a>) -> Result<Parent<'a>, Code> {
    match reader.number()? {
        1 => Ok(Parent::Root(reader.text()?)),
        0 => Ok(Parent::Item(reader.id()?)),
        _ => Err(Code::Malformed),
    }
}

fn read_content(reader: &mut Reader<'_>, limits: &Limits, number: u8) -> Result<(Kind, u32), Code> {
    match number {
        1 => Ok((Kind::Deleted, reader.length()?)),
        CHARACTERS => {
            let units = utf16_len(reader.text()?);
            Ok((Kind::Text, not_empty(units)?))
        }
        5 => skip_json(reader, limits).map(|()| (Kind::Text, 1)),
        6 => {
            reader.text()?;
            skip_json(reader, limits).map(|()| (Kind::Format, 1))
        }
        7 => Ok((Kind::Shared(read_type(reader)?), 1)),
        8 => {
            let count = reader.count(1)?;
            for _ in 0..count {
                skip_any(reader, limits)?;
            }
            Ok((Kind::Values, not_empty(count)?))
        }
        // JSON, binary, subdocument: see the head of this file.
        2 | 3 | 9 => Err(Code::ForbiddenContent),
        _ => Err(Code::Malformed),
    }
}

fn read_type(reader: &mut Reader<'_>) -> Result<TypeKind, Code> {
    match reader.byte()? {
        0 => Ok(TypeKind::Array),
        1 => Ok(TypeKind::Map),
        2 => Ok(TypeKind::Text),
        // XML, weak links, subdocuments, undefined.
        3..=15 => Err(Code::ForbiddenContent),
        _ => Err(Code::Malformed),
    }
}

/// A struct without length would take no clock; no client sends one.
fn not_empty(len: usize) -> Result<u32, Code> {
    match u32::try_from(len) {
        Ok(len) if len > 0 => Ok(len),
        _ => Err(Code::Malformed),
    }
}

#[cfg(test)]
pub(crate) mod tests;
