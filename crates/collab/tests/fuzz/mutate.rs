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

    /// `known` is the clock that the receiving document has of a client; lies are better when they nearly fit.
    pub(crate) fn hostile_update(&self, known: impl Fn(u64) -> u32, chance: &mut Chance) -> Vec<u8> {
        match chance.below(10) {
            0 => (0..chance.below(64)).map(|_| chance.next() as u8).collect(),
            1..=4 => {
                let honest = chance.pick(&self.updates).clone();
                self.damage(honest, &self.updates, chance)
            }
            5 => chance.pick(&self.updates).clone(),
            _ => Liar { clients: &self.clients, known, chance, out: Vec::new() }.update(),
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
}

/// Writes well-formed updates whose places and clocks are drawn from what exists, what nearly exists and what does not.
struct Liar<'a, K> {
    clients: &'a [u64],
    known: K,
    chance: &'a mut Chance,
    out: Vec<u8>,
}

impl<K: Fn(u64) -> u32> Liar<'_, K> {
    fn update(mut self) -> Vec<u8> {
        let first = self.chance.below(self.clients.len());
        let client = |n: usize| self.clients[(first + n) % self.clients.len()];
        let sections = self.chance.below(3);
        number(&mut self.out, sections as u64);
        for client in (0..sections).map(client) {
            let structs = 1 + self.chance.below(3);
            number(&mut self.out, structs as u64);
            number(&mut self.out, client);
            let start = self.start(client);
            number(&mut self.out, start);
            (0..structs).for_each(|_| self.one_struct());
        }
        let deletes = self.chance.below(3);
        number(&mut self.out, deletes as u64);
        for client in (0..deletes).map(client) {
            number(&mut self.out, client);
            let ranges = self.chance.below(3);
            number(&mut self.out, ranges as u64);
            for _ in 0..ranges {
                let start = self.clock(client);
                number(&mut self.out, start);
                number(&mut self.out, 1 + self.chance.below(3) as u64);
            }
        }
        self.out
    }

    fn one_struct(&mut self) {
        let content = *self.chance.pick(&[0, 1, 4, 4, 4, 4, 5, 6, 6, 7, 8, 10]);
        if content == 0 || (content == 10 && self.chance.one_in(4)) {
            self.out.push(content);
            return number(&mut self.out, 1 + self.chance.below(5) as u64);
        }
        let content = if content == 10 { 4 } else { content };
        let flags = *self.chance.pick(&[0, 0x80, 0x40, 0xc0, 0x20, 0xa0]);
        self.out.push(content | flags);
        for flag in [0x80, 0x40] {
            if flags & flag != 0 {
                self.id();
            }
        }
        if flags & 0xc0 == 0 {
            self.parent(content, flags);
        }
        self.content(content);
    }

    fn parent(&mut self, content: u8, flags: u8) {
        if self.chance.one_in(3) {
            self.out.push(0);
            self.id();
        } else {
            self.out.push(1);
            let fitting = if content == 8 || flags & 0x20 != 0 { "notes" } else { "body" };
            let root = if self.chance.one_in(6) {
                self.chance.pick::<&str>(&["body", "tables", "other"])
            } else {
                fitting
            };
            text(&mut self.out, root);
        }
        if flags & 0x20 != 0 {
            let key = self.chance.pick::<&str>(&["k", "kind", "n1"]);
            text(&mut self.out, key);
        }
    }

    fn content(&mut self, content: u8) {
        let (out, chance) = (&mut self.out, &mut *self.chance);
        match content {
            1 => number(out, 1 + chance.below(5) as u64),
            4 => text(out, chance.pick::<&str>(&["a", "word", "😀", "é😀é"])),
            5 => text(out, chance.pick::<&str>(&["1", "{}", "[[1]]"])),
            6 => {
                text(out, chance.pick::<&str>(&["strong", "em"]));
                text(out, chance.pick::<&str>(&["true", "null"]));
            }
            7 => out.push(*chance.pick(&[0, 1, 1, 1, 2])),
            _ => out.extend([2, 126, 119, 1, b'v']),
        }
    }

    fn id(&mut self) {
        let mut client = *self.chance.pick(self.clients);
        for _ in 0..5 {
            if (self.known)(client) == 0 {
                client = *self.chance.pick(self.clients);
            }
        }
        number(&mut self.out, client);
        let clock = self.clock(client);
        number(&mut self.out, clock);
    }

    fn start(&mut self, client: u64) -> u64 {
        let known = u64::from((self.known)(client));
        match self.chance.below(16) {
            0 => (1 << 31) - self.chance.below(8) as u64,
            1 => known + 1,
            2 | 3 => known.saturating_sub(self.chance.below(6) as u64),
            _ => known,
        }
    }

    fn clock(&mut self, client: u64) -> u64 {
        match self.chance.below(30) {
            0 => (1 << 31) - self.chance.below(8) as u64,
            1 => self.chance.below(60) as u64,
            _ => self.chance.below((self.known)(client) as usize) as u64,
        }
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
