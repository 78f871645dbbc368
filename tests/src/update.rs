//! v1 updates written by hand, byte by byte: small honest ones, and hostile ones that no library would write.
//! Knows the encoding and nothing else; whether a server may take such an update is what the tests ask.

/// Content kinds, as the encoding numbers them.
const DELETED: u8 = 1;
const STRING: u8 = 4;
const FORMAT: u8 = 6;
const TYPE: u8 = 7;
const ANY: u8 = 8;

/// Shared types, as the encoding numbers them.
const XML_ELEMENT: u8 = 3;

/// Tags of plain values.
const ARRAY: u8 = 117;
const OBJECT: u8 = 118;
const TRUE: u8 = 120;

/// Bytes in the making.
#[derive(Clone, Default)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    #[must_use]
    pub fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    /// An unsigned number, seven bits a byte.
    #[must_use]
    pub fn number(mut self, mut number: u64) -> Self {
        while number > 0x7f {
            self.0.push(0x80 | (number & 0x7f) as u8);
            number >>= 7;
        }
        self.0.push(number as u8);
        self
    }

    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self = self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn done(self) -> Vec<u8> {
        self.0
    }

    /// The head of an update with one run of structs by one client.
    fn run(structs: u64, client: u64, clock: u64) -> Self {
        Self::default().number(1).number(structs).number(client).number(clock)
    }

    /// The head of an item at the very start of a root, without neighbours.
    fn item_in_root(self, content: u8, root: &str) -> Self {
        self.byte(content).number(1).text(root)
    }

    /// The head of an item in the type that another item is, without neighbours.
    fn item_in_item(self, content: u8, client: u64, clock: u64) -> Self {
        self.byte(content).number(0).number(client).number(clock)
    }

    /// An update's end when it deletes nothing.
    fn no_deletions(self) -> Vec<u8> {
        self.number(0).done()
    }
}

/// `text` at the start of `root`, written by `client` from `clock` on.
pub fn insertion(client: u64, clock: u64, root: &str, text: &str) -> Vec<u8> {
    Bytes::run(1, client, clock).item_in_root(STRING, root).text(text).no_deletions()
}

/// A format mark at the start of `root`.
pub fn format_mark(client: u64, clock: u64, root: &str, key: &str, json: &str) -> Vec<u8> {
    Bytes::run(1, client, clock).item_in_root(FORMAT, root).text(key).text(json).no_deletions()
}

/// Deletes `len` units of `client` from `clock` on, and inserts nothing.
pub fn deletion(client: u64, clock: u64, len: u64) -> Vec<u8> {
    Bytes::default().number(0).number(1).number(client).number(1).number(clock).number(len).done()
}

/// An item that says of itself that it is deleted: the forgery that swallows another author's coming words.
pub fn deleted_item(client: u64, clock: u64, len: u64) -> Vec<u8> {
    Bytes::run(1, client, clock).item_in_root(DELETED, "body").number(len).no_deletions()
}

/// A value of arrays in arrays.
pub fn deep_array(client: u64, depth: usize) -> Vec<u8> {
    let mut bytes = Bytes::run(1, client, 0).item_in_root(ANY, "body").number(1);
    for _ in 0..depth {
        bytes = bytes.byte(ARRAY).number(1);
    }
    bytes.byte(TRUE).no_deletions()
}

/// A value of objects in objects.
pub fn deep_object(client: u64, depth: usize) -> Vec<u8> {
    let mut bytes = Bytes::run(1, client, 0).item_in_root(ANY, "body").number(1);
    for _ in 0..depth {
        bytes = bytes.byte(OBJECT).number(1).text("k");
    }
    bytes.byte(TRUE).no_deletions()
}

/// Elements in elements.
pub fn deep_elements(client: u64, depth: u64) -> Vec<u8> {
    let mut bytes = Bytes::run(depth, client, 0).item_in_root(TYPE, "body").byte(XML_ELEMENT).text("p");
    for clock in 1..depth {
        bytes = bytes.item_in_item(TYPE, client, clock - 1).byte(XML_ELEMENT).text("p");
    }
    bytes.no_deletions()
}

/// A few bytes that claim to begin `count` of something: clients of an update, or entries of a state vector.
pub fn claimed(count: u64) -> Vec<u8> {
    Bytes::default().number(count).done()
}

/// An update that claims `count` structs of one client.
pub fn claimed_structs(client: u64, count: u64) -> Vec<u8> {
    Bytes::run(count, client, 0).done()
}

/// An update whose value claims an object of `count` entries.
pub fn claimed_object(client: u64, count: u64) -> Vec<u8> {
    Bytes::run(1, client, 0).item_in_root(ANY, "body").number(1).byte(OBJECT).number(count).done()
}

/// An update that claims `count` clients with deletions.
pub fn claimed_deletions(count: u64) -> Vec<u8> {
    Bytes::default().number(0).number(count).done()
}

#[cfg(test)]
mod tests {
    use manual::document::Document;
    use yrs::{GetString, ReadTxn};

    use super::*;

    #[test]
    fn the_honest_ones_are_what_they_say() {
        let mut document = Document::new(1);
        document.apply(&insertion(77, 0, "body", "words")).unwrap();
        document.apply(&deletion(77, 1, 3)).unwrap();
        let text = document.read(|txn| txn.get_text("body").map(|body| body.get_string(txn)));
        assert_eq!(text.as_deref(), Some("ws"));
    }

    #[test]
    fn the_library_would_take_a_shallow_bomb() {
        for update in [deep_array(5, 3), deep_object(6, 3), deep_elements(7, 3), deleted_item(8, 0, 1 << 20)]
        {
            Document::new(1).apply(&update).unwrap();
        }
    }
}
