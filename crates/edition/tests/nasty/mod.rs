//! Chapters such as only a hostile or a broken program writes, made from a seed: everything that can get into a body,
//! hostile strings first. Read by the tests of this crate and by those that hold two implementations side by side.

use manual::document::Document;
use manual::flat::{self, Attributes, Unit, write_all};
use serde_json::{Value, json};

/// Strings that were made to be taken for something else.
const STRINGS: [&str; 20] = [
    "plain words",
    " ",
    "a",
    "<script>alert(1)</script>",
    "</title></h2><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' style='position:fixed",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "<!-- -->]]>",
    "javascript:alert(1)",
    "https://a.example/?b=1&c=\"><script>",
    "mailto:a@b'c<d>",
    "\u{202e}desrever\u{2066}",
    "\u{202a}",
    "\0\u{7}\u{1b}[31m\r\n\u{85}\t",
    "\u{2028}\u{feff}\u{fffe}\u{10ffff}",
    "الإنذار المبكر",
    "early 预警 カ 😀",
    "\\u0041\\\"/",
    "~2",
];

/// Draws by a multiplication and shifts; the same seed gives the same chapter everywhere.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.draw() >> 33) as usize % bound
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub(crate) fn string(&mut self) -> String {
        (0..=self.below(2)).map(|_| *self.pick(&STRINGS)).collect()
    }

    /// Any finite number: of any bits, beside a power of two, or half way between two short decimals.
    fn number(&mut self) -> f64 {
        let bits = self.draw();
        let number = match self.below(4) {
            0 => f64::from_bits(bits),
            1 => f64::from_bits(bits & 0x7ff0_0000_0000_0000) + (bits & 3) as f64,
            2 => (bits >> 11) as f64 / f64::from(1_u32 << (bits % 12)),
            _ => (bits >> 44) as f64 / 1000.0,
        };
        if number.is_finite() { number } else { -0.0 }
    }

    fn json(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => json!(self.number()),
            1 => json!(self.string()),
            2 => json!(self.one_in(2)),
            3 => Value::Null,
            4 => (0..self.below(4)).map(|_| self.json(depth - 1)).collect(),
            _ => Value::Object((0..self.below(4)).map(|_| (self.string(), self.json(depth - 1))).collect()),
        }
    }

    fn attributes(&mut self) -> Attributes {
        let mut attributes = Attributes::new();
        for name in ["strong", "em", "sub", "sup", "code"] {
            if self.one_in(4) {
                attributes.insert(name.to_owned(), if self.one_in(5) { self.json(1) } else { json!(true) });
            }
        }
        for (name, words) in [
            (
                "link",
                ["https://a.example/?a=1&b=\"", "HTTP://x", "mailto:\u{202e}", "https://\u{2066}", "ftp://x"],
            ),
            ("lang", ["ar", "pt-BR", "\" x", "zh", "-"]),
            ("term", ["term", "<term>", "\u{2069}", "", "شرط"]),
            ("colour", ["red", "green", "blue", "", "x"]),
        ] {
            if self.one_in(5) {
                let value = if self.one_in(6) { self.json(1) } else { json!(self.pick(&words)) };
                attributes.insert(name.to_owned(), value);
            }
        }
        attributes
    }

    fn keys(&mut self) -> Attributes {
        let mut keys = Attributes::new();
        for (name, words) in [
            ("id", ["a", "b", "start", "", "a~2", "mark", "\u{202e}a", "two words", "<i>\"'&", "AbCd09"]),
            ("kind", ["p", "h2", "h3", "h4", "quote", "table", "h1", "p", "h2", "p"]),
            ("list", ["bullet", "number", "cont", "bullet", "number", "cont", "number", "none", "", "cont"]),
            ("dir", ["ltr", "rtl", "auto", "rtl\u{202c}", "", "ltr", "rtl", "RTL", "ltr", "rtl"]),
            ("lang", ["ar", "en-GB", "f r", "", "x", "ar", "ar", "pt", "zh-Hans", "-"]),
        ] {
            if !self.one_in(3) {
                let value = if self.one_in(12) { self.json(1) } else { json!(self.pick(&words)) };
                keys.insert(name.to_owned(), value);
            }
        }
        if !self.one_in(4) {
            let depths =
                [json!(0), json!(1), json!(2), json!(3), json!(4), json!(5), json!(9), json!(-3), json!(1.5)];
            let depth = if self.one_in(9) { self.json(1) } else { self.pick(&depths).clone() };
            keys.insert("depth".to_owned(), depth);
        }
        keys
    }

    fn unit(&mut self) -> Unit {
        match self.below(10) {
            0..5 => Unit::Text { text: self.string(), attributes: self.attributes() },
            5..9 => {
                let attributes = if self.one_in(4) { self.attributes() } else { Attributes::new() };
                Unit::Mark { keys: self.keys(), attributes }
            }
            _ => {
                let value = match self.json(3) {
                    Value::String(text) => json!([text]), // the service lets no embedded string in
                    value => value,
                };
                Unit::Embed { value, attributes: self.attributes() }
            }
        }
    }

    /// A flat text of up to so many units.
    pub(crate) fn units(&mut self, count_max: usize) -> Vec<Unit> {
        (0..self.below(count_max + 1)).map(|_| self.unit()).collect()
    }
}

/// A chapter's document, written by one client and torn at by another.
pub(crate) fn document(seed: u64, units_max: usize) -> Document {
    let mut chance = Chance::new(seed);
    let mut document = Document::new(seed | 1);
    write_all(&mut document, &chance.units(units_max));
    let mut other = Document::new((seed | 1) + 1);
    other.apply(&document.state()).expect("our own update");
    for _ in 0..chance.below(8) {
        let body = flat::body(&other);
        let (from, to) = other.read(|txn| {
            let length = flat::length(txn, &body) as usize;
            let from = chance.below(length + 1);
            (from as u32, (from + chance.below(6)).min(length) as u32)
        });
        let text = chance.string();
        other.edit(|txn| {
            // Refused where the place is none; what is left is as nasty as ever.
            let _ = flat::edit::delete(txn, &body, from, to);
            let _ = flat::edit::insert(txn, &body, from, &text, &Attributes::new());
        });
    }
    other
}
