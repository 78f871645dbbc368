//! One chapter: sections with whatever the document model has, each of it more than once.

use manual::flat::{Attributes, Unit};
use manual::id::{ChapterId, PayloadId};
use manual::payload::{BoxParts, CellKey, FigureParts, Line, Payloads, SpanParts, TableParts};
use serde_json::{Value, json};

use super::picture::Picture;
use super::words::{ARABIC, ENGLISH, FRENCH, Language, PORTUGUESE, SPANISH};
use super::{Chance, SampleChapter};

/// What a chapter is to be.
pub(super) struct Plan {
    language: &'static Language,
    /// The index of the chapter it stands under.
    parent: Option<usize>,
}

const fn plan(language: &'static Language, parent: Option<usize>) -> Plan {
    Plan { language, parent }
}

pub(super) const CHAPTERS: [Plan; 13] = [
    plan(&ENGLISH, None),
    plan(&ARABIC, None),
    plan(&FRENCH, None),
    plan(&ENGLISH, None),
    plan(&ENGLISH, Some(3)),
    plan(&SPANISH, Some(3)),
    plan(&ENGLISH, Some(5)),
    plan(&PORTUGUESE, None),
    plan(&ENGLISH, None),
    plan(&ARABIC, Some(8)),
    plan(&ENGLISH, None),
    plan(&FRENCH, None),
    plan(&ENGLISH, None),
];

const SECTIONS: usize = 6;
const TABLES: usize = 2;
const FIGURES: usize = 2;
const BOXES: usize = 3;
/// Deepest list, counted from 0.
const DEPTH: u8 = manual::block::LIST_DEPTH_MAX;

pub(super) struct Maker<'m> {
    chance: &'m mut Chance,
    /// How many chapters there are, and which this is.
    count: usize,
    at: usize,
    plan: &'m Plan,
    pictures: &'m [Picture],
    units: Vec<Unit>,
    payloads: Payloads,
    /// How many notes and blocks there are.
    notes: usize,
    blocks: usize,
}

impl<'m> Maker<'m> {
    pub(super) fn new(
        chance: &'m mut Chance,
        count: usize,
        at: usize,
        plan: &'m Plan,
        pictures: &'m [Picture],
    ) -> Self {
        let (units, payloads) = (Vec::new(), Payloads::default());
        Self { chance, count, at, plan, pictures, units, payloads, notes: 0, blocks: 0 }
    }

    pub(super) fn chapter(mut self) -> SampleChapter {
        let title = self.plan.language.title(self.chance, 4);
        self.paragraph();
        for section in 0..SECTIONS {
            self.heading("h2", &target(self.at, 'h', section), 4);
            self.paragraph();
            self.paragraph();
            match section {
                0 => self.definitions(),
                1 => self.list(),
                2 => self.table(0, 7, 4),
                3 => self.boxed(0, "case"),
                4 => self.table(1, if self.at == 0 { 60 } else { 5 }, 3),
                _ => self.boxed(2, "checklist"),
            }
            self.section(section);
        }
        SampleChapter {
            id: id(self.at),
            title,
            parent: self.plan.parent.map(id),
            units: self.units,
            payloads: self.payloads,
        }
    }

    fn section(&mut self, section: usize) {
        for part in 0..2 {
            let fresh = self.chance.id();
            self.heading("h3", &fresh, 5);
            for _ in 0..4 {
                self.paragraph();
            }
            if part == 0 && section < FIGURES {
                self.figure(section);
            }
            if part == 1 && section.is_multiple_of(2) {
                let fresh = self.chance.id();
                self.heading("h4", &fresh, 3);
                self.paragraph();
            }
        }
        match section {
            1 => self.boxed(1, "key"),
            2 => self.quote(),
            4 => {
                self.mark("p", &[]);
                self.units.push(embed(json!({ "break": "page" })));
                self.paragraph();
            }
            _ => {}
        }
    }

    fn mark(&mut self, kind: &str, keys: &[(&str, Value)]) {
        let id = self.chance.id();
        self.mark_as(&id, kind, keys);
    }

    fn mark_as(&mut self, id: &str, kind: &str, keys: &[(&str, Value)]) {
        self.blocks += 1;
        let mut all = Attributes::new();
        all.insert("id".to_owned(), json!(id));
        all.insert("kind".to_owned(), json!(kind));
        all.insert("lang".to_owned(), json!(self.plan.language.tag));
        all.extend(keys.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        self.units.push(Unit::Mark { keys: all, attributes: Attributes::new() });
    }

    fn heading(&mut self, kind: &str, id: &str, words: usize) {
        self.mark_as(id, kind, &[]);
        let title = self.plan.language.title(self.chance, words);
        self.units.push(text(&title));
    }

    /// Sentences with emphasis, now and then a note or a reference.
    fn paragraph(&mut self) {
        self.mark("p", &[]);
        self.sentences(3);
        match self.blocks % 8 {
            1 | 4 => self.note(),
            3 => self.reference(),
            _ => {}
        }
        self.sentences(1);
    }

    fn sentences(&mut self, count: usize) {
        let language = self.plan.language;
        for _ in 0..count {
            let sentence = language.sentence(self.chance);
            let Some((first, rest)) = sentence.split_once(' ').filter(|_| self.chance.one_in(3)) else {
                self.units.push(text(&sentence));
                continue;
            };
            let style = match self.chance.below(7) {
                0 => json!({ "strong": true }),
                1 => json!({ "em": true }),
                2 => json!({ "code": true }),
                3 => json!({ "link": "https://example.org/a?b=1&c=2" }),
                4 => json!({ "sup": true }),
                5 => json!({ "strong": true, "em": true }),
                _ => json!({ "lang": "la" }),
            };
            self.units.push(styled(first, &style));
            self.units.push(text(&format!(" {rest}")));
        }
    }

    fn note(&mut self) {
        self.notes += 1;
        let id = self.payload();
        let said = self.plan.language.sentences(self.chance, 2);
        let mut line = vec![text(said.trim_end())];
        if self.notes.is_multiple_of(5) {
            line.push(styled(" example.org", &json!({ "link": "https://example.org/", "em": true })));
        }
        self.payloads.notes.insert(id, line);
        self.units.push(embed(json!({ "note": id.as_str() })));
        self.units.push(text(" "));
    }

    /// A place that is there in every chapter.
    fn reference(&mut self) {
        let chapter = if self.chance.one_in(2) { self.at } else { self.chance.below(self.count) };
        let target = match self.chance.below(4) {
            0 => target(chapter, 'h', self.chance.below(SECTIONS)),
            1 => target(chapter, 't', self.chance.below(TABLES)),
            2 => target(chapter, 'f', self.chance.below(FIGURES)),
            _ => target(chapter, 'b', self.chance.below(BOXES)),
        };
        let value = match chapter == self.at {
            true => json!({ "xref": target }),
            false => json!({ "xref": target, "chapter": id(chapter).to_string() }),
        };
        self.units.extend([text("("), embed(value), text(") ")]);
    }

    fn definitions(&mut self) {
        for _ in 0..2 {
            self.mark("def", &[]);
            let (term, said) =
                (self.plan.language.words(self.chance, 2), self.plan.language.sentences(self.chance, 2));
            self.units.push(styled(&term, &json!({ "term": term })));
            self.units.push(text(&format!(": {said}")));
        }
    }

    fn quote(&mut self) {
        self.mark("quote", &[]);
        self.sentences(2);
        self.units.push(text("\n— 2026"));
    }

    /// As deep as lists go, with a second paragraph in an item.
    fn list(&mut self) {
        for depth in (0..=DEPTH).chain([2, 0]) {
            let style = if depth % 2 == 0 { "bullet" } else { "number" };
            for further in [false, true] {
                let list = if further { "cont" } else { style };
                if further && depth != 1 {
                    continue;
                }
                self.mark("p", &[("list", json!(list)), ("depth", json!(depth))]);
                self.sentences(1);
            }
        }
    }

    fn table(&mut self, number: usize, rows: usize, cols: usize) {
        let id = self.payload();
        let ids = |chance: &mut Chance, count| (0..count).map(|_| payload(chance)).collect::<Vec<_>>();
        let (rows, cols) = (ids(self.chance, rows), ids(self.chance, cols));
        let mut table = TableParts {
            head_row: true,
            head_col: number == 0,
            rows: rows.clone(),
            cols: cols.clone(),
            ..TableParts::default()
        };
        for row in &rows {
            for col in &cols {
                let words = self.chance.within(1, 6);
                let said = self.plan.language.title(self.chance, words);
                let key = CellKey { row: *row, col: *col, slot: self.payload() };
                table.cells.insert(key, vec![text(&said)]);
            }
        }
        let mut merge = |rows: &[PayloadId], cols: &[PayloadId]| {
            let span = SpanParts { rows: rows.to_vec(), cols: cols.to_vec() };
            table.spans.insert(payload(self.chance), span);
        };
        merge(&rows[1..2], &cols[1..3]);
        merge(&rows[2..4], &cols[..1]);
        if number == 1 {
            table.widths.insert(cols[0], 50);
        }
        self.payloads.tables.insert(id, table);
        self.mark_as(&target(self.at, 't', number), "table", &[("payload", json!(id.as_str()))]);
        let caption = self.plan.language.title(self.chance, 6);
        self.units.push(text(&caption));
    }

    fn figure(&mut self, number: usize) {
        let id = self.payload();
        let image = self.pictures[(self.at * FIGURES + number) % self.pictures.len()].image.clone();
        let alt: Line = vec![text(&self.plan.language.title(self.chance, 8))];
        let credit: Line = vec![text(&self.plan.language.title(self.chance, 3))];
        let figure = FigureParts { image: Some(image), alt, credit, decorative: false };
        self.payloads.figures.insert(id, figure);
        self.mark_as(&target(self.at, 'f', number), "figure", &[("payload", json!(id.as_str()))]);
        let caption = self.plan.language.title(self.chance, 6);
        self.units.push(text(&caption));
    }

    fn boxed(&mut self, number: usize, kind: &str) {
        let id = target(self.at, 'b', number);
        let line = |language: &Language, chance: &mut Chance| vec![text(&language.title(chance, 3))];
        let language = self.plan.language;
        let mut parts = BoxParts {
            kind: Some(kind.to_owned()),
            title: line(language, self.chance),
            ..BoxParts::default()
        };
        if kind == "case" {
            parts.region = line(language, self.chance);
            parts.period = vec![text("2024–2026")];
            parts.visibility = Some("publishable".to_owned());
        }
        let payload = PayloadId::parse(&id).expect("of the form");
        self.payloads.boxes.insert(payload, parts);
        let inside = ("box", json!(id));
        for _ in 0..2 {
            self.mark("p", std::slice::from_ref(&inside));
            self.sentences(3);
        }
        for _ in 0..3 {
            self.mark("p", &[inside.clone(), ("list", json!("bullet")), ("depth", json!(0))]);
            self.sentences(1);
        }
        self.mark("p", &[inside]);
        self.sentences(2);
    }

    fn payload(&mut self) -> PayloadId {
        payload(self.chance)
    }
}

fn payload(chance: &mut Chance) -> PayloadId {
    PayloadId::parse(&chance.id()).expect("of the form")
}

/// The id of what others point at: known before it is made.
fn target(chapter: usize, kind: char, number: usize) -> String {
    format!("Target{chapter:02}{kind}{number:03}")
}

fn id(chapter: usize) -> ChapterId {
    ChapterId::from_random([chapter as u8 + 1; 16])
}

pub(super) fn text(words: &str) -> Unit {
    Unit::Text { text: words.to_owned(), attributes: Attributes::new() }
}

fn styled(words: &str, style: &Value) -> Unit {
    Unit::Text { text: words.to_owned(), attributes: style.as_object().cloned().unwrap_or_default() }
}

fn embed(value: Value) -> Unit {
    Unit::Embed { value, attributes: Attributes::new() }
}
