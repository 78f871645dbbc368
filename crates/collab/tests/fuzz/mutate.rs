//! Makes hostile bytes out of chance: honest updates with damage, and updates that follow the grammar but lie about
//! places, clocks and counts.

use super::common::{Chance, Writers};

/// Honest bytes to begin from.
pub(crate) struct Corpus {
    pub(crate) updates: Vec<Vec<u8>>,
    pub(crate) state_vectors: Vec<Vec<u8>>,
    clients: Vec<u64>,
}

impl Corpus {
    pub(crate) fn seeded(seed: u64) -> Self {
        let mut writers = Writers::seeded(seed);
        let mut updates = writers.write(80);
        let merged: Vec<_> =
            updates.chunks(5).filter_map(|chunk| yrs::merge_updates_v1(chunk).ok()).collect();
        updates.extend(merged);
        let state_vectors = writers.documents.iter().map(manual::document::Document::state_vector).collect();
        writers.settle();
        updates.push(writers.documents[0].state());
        let clients = writers.documents.iter().map(|it| it.doc().client_id().get()).chain([1, 77]).collect();
        Self { updates, state_vectors, clients }
    }

    pub(crate) fn hostile_update(&self, chance: &mut Chance) -> Vec<u8> {
        match chance.below(10) {
            0 => (0..chance.below(64)).map(|_| chance.next() as u8).collect(),
            1..=5 => {
                let honest = chance.pick(&self.updates).clone();
                self.damage(honest, &self.updates, chance)
            }
            6 => chance.pick(&self.updates).clone(),
            _ => self.by_grammar(chance),
        }
    }

    pub(crate) fn hostile_state_vector(&self, chance: &mut Chance) -> Vec<u8> {
        let honest = chance.pick(&self.state_vectors).clone();
        self.damage(honest, &self.state_vectors, chance)
    }

    fn damage(&self, mut bytes: Vec<u8>, others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
        for _ in 0..1 + chance.below(4) {
            let at = chance.below(bytes.len() + 1);
            let to = at + chance.below((bytes.len() - at).min(12) + 1);
            match chance.below(9) {
                0 if at < bytes.len() => bytes[at] = chance.next() as u8,
                1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
                2 if at < bytes.len() => {
                    bytes[at] = bytes[at].wrapping_add(if chance.one_in(2) { 1 } else { 255 })
                }
                3 => drop(bytes.drain(at..to)),
                4 => bytes.truncate(at),
                5 => {
                    let copy = bytes[at..to].to_vec();
                    bytes.splice(at..at, copy);
                }
                6 => {
                    let other = chance.pick(others);
                    let from = chance.below(other.len() + 1);
                    let upto = from + chance.below((other.len() - from).min(30) + 1);
                    bytes.splice(at..to, other[from..upto].iter().copied());
                }
                7 => {
                    let large = 1_u64 << chance.below(64);
                    let mut inserted = Vec::new();
                    number(&mut inserted, large.wrapping_sub(chance.below(3) as u64));
                    bytes.splice(at..to.min(at + 1), inserted);
                }
                _ => {
                    let depth = 1 + chance.below(400);
                    bytes.splice(at..at, [117, 1].repeat(depth));
                }
            }
        }
        bytes
    }

    /// A well-formed update whose places and clocks are drawn from what exists, what nearly exists and what does not.
    fn by_grammar(&self, chance: &mut Chance) -> Vec<u8> {
        let mut out = Vec::new();
        let first = chance.below(self.clients.len());
        let sections = chance.below(4);
        number(&mut out, sections as u64);
        for n in 0..sections {
            let structs = 1 + chance.below(6);
            number(&mut out, structs as u64);
            number(&mut out, self.clients[(first + n) % self.clients.len()]);
            number(&mut out, clock(chance));
            for _ in 0..structs {
                self.one_struct(&mut out, chance);
            }
        }
        let deletes = chance.below(3);
        number(&mut out, deletes as u64);
        for n in 0..deletes {
            number(&mut out, self.clients[(first + n) % self.clients.len()]);
            let ranges = chance.below(4);
            number(&mut out, ranges as u64);
            for _ in 0..ranges {
                number(&mut out, clock(chance));
                number(&mut out, 1 + chance.below(5) as u64);
            }
        }
        out
    }

    fn one_struct(&self, out: &mut Vec<u8>, chance: &mut Chance) {
        let content = *chance.pick(&[0, 1, 4, 4, 4, 5, 6, 7, 7, 8, 10]);
        if matches!(content, 0 | 10) {
            out.push(content);
            return number(out, 1 + chance.below(5) as u64);
        }
        let flags = *chance.pick(&[0, 0x80, 0x40, 0xc0, 0x20, 0xa0]);
        out.push(content | flags);
        for flag in [0x80, 0x40] {
            if flags & flag != 0 {
                self.id(out, chance);
            }
        }
        if flags & 0xc0 == 0 {
            if chance.one_in(2) {
                out.push(1);
                text(out, chance.pick::<&str>(&["body", "notes", "tables", "body", "other"]));
            } else {
                out.push(0);
                self.id(out, chance);
            }
            if flags & 0x20 != 0 {
                text(out, chance.pick::<&str>(&["k", "kind", "n1"]));
            }
        }
        match content {
            1 => number(out, 1 + chance.below(5) as u64),
            4 => text(out, chance.pick::<&str>(&["a", "word", "😀", "é😀é"])),
            5 => text(out, chance.pick::<&str>(&["1", "{}", "[[1]]"])),
            6 => {
                text(out, chance.pick::<&str>(&["strong", "em"]));
                text(out, chance.pick::<&str>(&["true", "null"]));
            }
            7 => out.push(chance.below(3) as u8),
            _ => out.extend([2, 126, 119, 1, b'v']),
        }
    }

    fn id(&self, out: &mut Vec<u8>, chance: &mut Chance) {
        number(out, *chance.pick(&self.clients));
        number(out, clock(chance));
    }
}

fn clock(chance: &mut Chance) -> u64 {
    match chance.below(12) {
        0 => (1 << 31) - chance.below(8) as u64,
        1..=3 => 0,
        _ => chance.below(60) as u64,
    }
}

fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend(text.as_bytes());
}
