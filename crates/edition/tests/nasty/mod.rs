//! Chapters such as only a hostile or a broken program writes, made from a seed: everything that can get into a body,
//! hostile strings first. Read by the tests of this crate and by those that hold two implementations side by side.

use manual::document::Document;
use manual::edit;
use manual::flat::{self, Attributes, Unit, write_all};
use manual::id::PayloadId;
use manual::inset::{Image, ImageKind};
use manual::payload::{BoxParts, CellKey, FigureParts, Line, Payloads, SpanParts, TableParts};
use serde_json::{Value, json};

/// Few ids, so that what refers to something finds it, and twice.
const IDS: [&str; 6] =
    ["Payload00001", "Payload00002", "payload00002", "000000000000", "zzzzzzzzzzzz", "Payload00003"];

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
            ("kind", ["p", "h2", "h3", "h4", "quote", "table", "h1", "def", "figure", "table"]),
            ("list", ["bullet", "number", "cont", "bullet", "number", "cont", "number", "none", "", "cont"]),
            ("dir", ["ltr", "rtl", "auto", "rtl\u{202c}", "", "ltr", "rtl", "RTL", "ltr", "rtl"]),
            ("lang", ["ar", "en-GB", "f r", "", "x", "ar", "ar", "pt", "zh-Hans", "-"]),
        ] {
            if !self.one_in(3) {
                let value = if self.one_in(12) { self.json(1) } else { json!(self.pick(&words)) };
                keys.insert(name.to_owned(), value);
            }
        }
        for (name, rarely) in [("box", 3), ("payload", 2)] {
            if self.one_in(rarely) {
                let value = if self.one_in(12) { self.json(1) } else { json!(self.pick(&IDS)) };
                keys.insert(name.to_owned(), value);
            }
        }
        if self.one_in(8) {
            keys.insert("part".to_owned(), json!(self.string()));
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
            _ => Unit::Embed { value: self.embed(), attributes: self.attributes() },
        }
    }

    /// Something embedded: known, nearly known or anything.
    fn embed(&mut self) -> Value {
        let chapters =
            ["07070707-0707-4707-8707-070707070707", "\u{2066}07070707-0707-4707-8707-070707070707", "x"];
        match self.below(6) {
            0 | 1 => json!({ "note": self.pick(&IDS) }),
            2 => {
                json!({ "xref": self.pick(&["a", "b", "a~2", "start", "Payload00001", "two words", "\u{202e}a", "gone"]) })
            }
            3 => json!({ "xref": self.string(), "chapter": self.pick(&chapters) }),
            4 => json!({ "break": self.pick(&["page", "pa\u{2069}ge", "line"]) }),
            _ => match self.json(3) {
                Value::String(text) => json!([text]), // the service lets no embedded string in
                value => value,
            },
        }
    }

    /// A text in a payload.
    fn line(&mut self) -> Line {
        let count = self.below(4);
        let unit = |_| match self.unit() {
            Unit::Mark { .. } if !self.one_in(3) => {
                Unit::Embed { value: self.embed(), attributes: Attributes::new() }
            }
            unit => unit,
        };
        (0..count).map(unit).collect()
    }

    fn id(&mut self) -> PayloadId {
        let text = *self.pick(&IDS);
        PayloadId::parse(text).expect("of the form")
    }

    fn ids(&mut self) -> Vec<PayloadId> {
        (0..self.below(7)).map(|_| self.id()).collect()
    }

    fn table(&mut self) -> TableParts {
        let mut table = TableParts {
            rows: self.ids(),
            cols: self.ids(),
            head_row: self.one_in(2),
            head_col: self.one_in(3),
            ..TableParts::default()
        };
        for _ in 0..self.below(16) {
            let key = CellKey { row: self.id(), col: self.id(), slot: self.id() };
            table.cells.insert(key, self.line());
        }
        for _ in 0..self.below(4) {
            table.widths.insert(self.id(), self.below(100) as u8 + 1);
            table.spans.insert(self.id(), SpanParts { rows: self.ids(), cols: self.ids() });
        }
        table
    }

    fn image(&mut self) -> Image {
        let digits = (0..8).map(|_| format!("{:08x}", self.draw() as u32 & 0xf)).collect();
        let kind = *self.pick(&ImageKind::ALL);
        Image { sha256: digits, width: self.below(20_000) as u32 + 1, height: 7, kind }
    }

    /// What stands beside a body.
    pub(crate) fn payloads(&mut self) -> Payloads {
        let mut payloads = Payloads::default();
        for _ in 0..self.below(6) {
            let id = self.id();
            match self.below(4) {
                0 => drop(payloads.notes.insert(id, self.line())),
                1 => drop(payloads.tables.insert(id, self.table())),
                2 => {
                    let image = if self.one_in(3) { None } else { Some(self.image()) };
                    let (alt, credit, decorative) = (self.line(), self.line(), self.one_in(3));
                    payloads.figures.insert(id, FigureParts { image, alt, credit, decorative });
                }
                _ => {
                    let parts = BoxParts {
                        kind: Some((*self.pick(&["case", "key", "checklist", "<b>", "case"])).to_owned()),
                        title: self.line(),
                        region: self.line(),
                        period: self.line(),
                        visibility: Some((*self.pick(&["network", "publishable", "all"])).to_owned()),
                    };
                    payloads.boxes.insert(id, parts);
                }
            }
        }
        payloads
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
    let payloads = chance.payloads();
    document.edit(|txn| payloads.write(txn));
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
            let _ = edit::delete(txn, &body, from, to);
            let _ = edit::insert(txn, &body, from, &text, &Attributes::new());
        });
    }
    other
}
