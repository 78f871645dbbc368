//! Makes a smaller update out of a scanned one by copying whole blocks of its bytes. Re-encodes no content.

use manual::document::Span;

use super::Scan;

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

    /// One past the last clock that the update holds of a client, 0 without one.
    fn section_end(&self, client: u64) -> u32 {
        self.section_of(client).map_or(0, |index| {
            let structs = &self.structs[self.sections[index].structs.clone()];
            structs.last().map_or(0, super::Struct::end)
        })
    }
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
