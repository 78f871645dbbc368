//! Makes a smaller update out of a scanned one by copying whole blocks of its bytes. Re-encodes no content.

use std::collections::HashMap;

use manual::document::Span;

use super::reader::Reader;
use super::{Scan, Section, read_struct};
use crate::limits::Limits;

impl Scan<'_> {
    /// The same update with only the runs of clients that `keep` says yes to, and of the delete ranges the parts that
    /// lie below `known(client)` or inside a kept run. `None` if nothing is left.
    pub fn only(&self, keep: impl Fn(u64) -> bool, known: impl Fn(u64) -> u32) -> Option<Vec<u8>> {
        let kept: Vec<_> = self.sections.iter().filter(|section| keep(section.client)).collect();
        let covered = |span: &Span| {
            let own_end = if keep(span.client) { self.section_end(span.client) } else { 0 };
            let end = span.end.min(known(span.client).max(own_end));
            (span.start < end).then_some(Span { end, ..*span })
        };
        let deletes: Vec<Span> = self.deletes.iter().filter_map(covered).collect();
        if kept.is_empty() && deletes.is_empty() {
            return None;
        }
        let mut out = Vec::with_capacity(self.bytes.len());
        write_number(&mut out, kept.len() as u64);
        for section in kept {
            out.extend_from_slice(&self.bytes[section.bytes.clone()]);
        }
        write_deletes(&mut out, &deletes);
        Some(out)
    }

    /// The same update without the deletions that are among `known`. `None` if nothing is left.
    pub fn without_deletes(&self, known: &[Span]) -> Option<Vec<u8>> {
        let mut of_client: HashMap<u64, Vec<Span>> = HashMap::new();
        for span in known {
            of_client.entry(span.client).or_default().push(*span);
        }
        of_client.values_mut().for_each(|spans| spans.sort_unstable_by_key(|span| span.start));
        let none = Vec::new();
        let left = |span: &Span| without(*span, of_client.get(&span.client).unwrap_or(&none));
        let deletes: Vec<Span> = self.deletes.iter().flat_map(left).collect();
        if self.sections.is_empty() && deletes.is_empty() {
            return None;
        }
        let mut out = Vec::with_capacity(self.bytes.len());
        write_number(&mut out, self.sections.len() as u64);
        for section in &self.sections {
            out.extend_from_slice(&self.bytes[section.bytes.clone()]);
        }
        write_deletes(&mut out, &deletes);
        Some(out)
    }

    /// Of each client the structs that end at or below `end(client)`, and no deletions. `None` if nothing is left.
    pub fn up_to(&self, end: impl Fn(u64) -> u32) -> Option<Vec<u8>> {
        let parts: Vec<(u64, u64, &[u8])> = self
            .sections
            .iter()
            .filter_map(|section| {
                let (count, bytes) = self.first_of(section, end(section.client))?;
                Some((section.client, count, bytes))
            })
            .collect();
        if parts.is_empty() {
            return None;
        }
        let mut out = Vec::with_capacity(self.bytes.len());
        write_number(&mut out, parts.len() as u64);
        for (client, count, bytes) in parts {
            write_number(&mut out, count);
            write_number(&mut out, client);
            out.extend_from_slice(bytes);
        }
        write_number(&mut out, 0);
        Some(out)
    }

    /// Of the delete ranges what lies below `known(client)`, and no structs. `None` if nothing is left.
    pub fn deletes_below(&self, known: impl Fn(u64) -> u32) -> Option<Vec<u8>> {
        self.only(|_| false, known)
    }

    /// How many structs of a section end at or below a clock, and their bytes from the first clock on. `None` if none do.
    fn first_of(&self, section: &Section, end: u32) -> Option<(u64, &[u8])> {
        let structs = &self.structs[section.structs.clone()];
        let count = structs.iter().take_while(|found| found.end() <= end).count();
        // A skip at the end would only say how far to jump to nothing.
        let kept = structs[..count].iter().rposition(|found| found.kind != super::Kind::Skip)? + 1;
        let mut reader = Reader::new(&self.bytes[section.bytes.clone()]);
        let bounds = Limits { items_max: usize::MAX, depth_max: usize::MAX, ..Limits::default() };
        reader.count(2).and_then(|_| reader.client()).ok()?;
        let from = reader.at();
        let mut clock = reader.clock().ok()?;
        for _ in 0..kept {
            clock = read_struct(&mut reader, &bounds, clock).ok()?.end();
        }
        let bytes = &self.bytes[section.bytes.clone()];
        Some((kept as u64, &bytes[from..reader.at()]))
    }

    /// One past the last clock that the update holds of a client, 0 without one.
    pub(crate) fn section_end(&self, client: u64) -> u32 {
        self.section_of(client).map_or(0, |index| {
            let structs = &self.structs[self.sections[index].structs.clone()];
            structs.last().map_or(0, super::Struct::end)
        })
    }
}

/// What is left of a range without those of `known`, which stand in order.
fn without(span: Span, known: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut start = span.start;
    let first = known.partition_point(|known| known.end <= span.start);
    for known in known[first..].iter().take_while(|known| known.start < span.end) {
        if start < known.start {
            left.push(Span { start, end: known.start, ..span });
        }
        start = start.max(known.end);
    }
    if start < span.end {
        left.push(Span { start, ..span });
    }
    left
}

/// Ranges of one client stand together, as they did in the update.
fn write_deletes(out: &mut Vec<u8>, deletes: &[Span]) {
    let groups: Vec<&[Span]> = deletes.chunk_by(|a, b| a.client == b.client).collect();
    write_number(out, groups.len() as u64);
    for group in groups {
        write_number(out, group[0].client);
        write_number(out, group.len() as u64);
        for span in group {
            write_number(out, u64::from(span.start));
            write_number(out, u64::from(span.end - span.start));
        }
    }
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
