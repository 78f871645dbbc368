//! What the people of a round asked for, beside the documents: what the end of the round is judged by.

use std::collections::{BTreeMap, BTreeSet};

use manual::flat::{Attributes, Unit};
use manual::payload::lines::LineAt;
use serde_json::Value;

/// The keys of a mark that somebody has to have given it.
pub(crate) const KEYS: [&str; 8] = ["kind", "list", "depth", "dir", "lang", "box", "payload", "part"];

#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) typed: Vec<Vec<char>>,
    pub(crate) deleted: BTreeSet<char>,
    pub(crate) marks: BTreeSet<String>,
    pub(crate) marks_deleted: BTreeSet<String>,
    /// Per mark and key, every value that somebody gave it; null for none.
    pub(crate) given: BTreeMap<(String, String), Vec<Value>>,
}

impl Asked {
    /// A character that nobody typed before.
    pub(crate) fn character(&mut self) -> char {
        let number = self.typed.iter().map(Vec::len).sum::<usize>() as u32;
        // Every fifth one takes two code units.
        let base = if number % 5 == 4 { 0x2_0000 } else { 0x4e00 };
        let character = char::from_u32(base + number).expect("an ideograph");
        self.typed.last_mut().expect("a run was begun").push(character);
        character
    }

    /// A run of new characters.
    pub(crate) fn run(&mut self, count: usize) -> String {
        self.typed.push(Vec::new());
        (0..count).map(|_| self.character()).collect()
    }

    pub(crate) fn mark(&mut self, keys: &Attributes) {
        let id = id_of(keys);
        for key in KEYS {
            self.give(&id, key, keys.get(key).unwrap_or(&Value::Null));
        }
        self.marks.insert(id);
    }

    pub(crate) fn give(&mut self, id: &str, key: &str, value: &Value) {
        self.given.entry((id.to_owned(), key.to_owned())).or_default().push(value.clone());
    }

    /// A person deleted a part of these units.
    pub(crate) fn deleted(&mut self, units: &[Unit], from: u32, to: u32) {
        let mut at = 0;
        for unit in units {
            match unit {
                Unit::Mark { keys, .. } if (from..to).contains(&at) => {
                    self.marks_deleted.insert(id_of(keys));
                }
                Unit::Text { text, .. } => {
                    let mut at = at;
                    for c in text.chars() {
                        if (from..to).contains(&at) {
                            self.deleted.insert(c);
                        }
                        at += c.len_utf16() as u32;
                    }
                }
                _ => {}
            }
            at += unit.len();
        }
    }

    /// An edit of a person took these lines out of sight, and their words with them.
    pub(crate) fn cleared(&mut self, lines: &[(LineAt, String)]) {
        self.deleted.extend(lines.iter().flat_map(|(_, words)| words.chars()));
    }
}

pub(crate) fn id_of(keys: &Attributes) -> String {
    keys["id"].as_str().expect("every mark of this test has an id").to_owned()
}
