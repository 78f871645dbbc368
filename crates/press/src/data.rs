//! An edition as the template reads it: JSON, in which texts are texts. Decides nothing that `edition::set` has decided; cleans
//! what no PDF may hold and finds the characters that no font has.
//!
//! Next: `data::nodes` and `data::inline`, block by block and run by run.

mod changes;
mod inline;
mod nodes;
mod picture;
mod table;

use std::collections::HashSet;

use edition::ready::coverage::Coverage;
use edition::set::{Chapter, Entry, Inline, Node, Target};
use manual::block::Direction;
use serde_json::{Map, Value, json};

pub(crate) use changes::changed;

use crate::{Code, Edition, Order, Problem, glyphs, words};

/// So many characters without a space run out of the page, or into the next bound of the format: a line may end behind them.
const UNBROKEN_MAX: usize = 60;
/// Where a line may end, unseen.
const BREAK: char = '\u{200b}';

/// What the template is given.
pub(crate) struct Given {
    pub(crate) json: Vec<u8>,
    /// The fingerprints of the pictures that it shows.
    pub(crate) pictures: Vec<String>,
    pub(crate) problems: Vec<Problem>,
}

pub(crate) fn given(edition: &Edition, order: &Order) -> Given {
    let mut writer = Writer::new(edition, order);
    let book = writer.book();
    let Writer { pictures, problems, .. } = writer;
    Given { json: book.to_string().into_bytes(), pictures: pictures.into_iter().collect(), problems }
}

struct Writer<'e> {
    edition: &'e Edition,
    /// The one that it is compared with.
    before: Option<&'e Edition>,
    /// Chapters that are not printed.
    left_out: HashSet<usize>,
    coverage: Coverage,
    order: &'e Order,
    /// What is referred to: only that needs a name.
    wanted: HashSet<String>,
    /// The names that were given.
    named: HashSet<String>,
    pictures: Vec<String>,
    problems: Vec<Problem>,
    /// Where we are.
    chapter: Option<usize>,
    block: String,
}

impl<'e> Writer<'e> {
    fn new(edition: &'e Edition, order: &'e Order) -> Self {
        let mut writer = Self {
            edition,
            before: None,
            left_out: HashSet::new(),
            coverage: Coverage::pinned(),
            order,
            wanted: HashSet::new(),
            named: HashSet::new(),
            pictures: Vec::new(),
            problems: Vec::new(),
            chapter: None,
            block: String::new(),
        };
        let book = &edition.book;
        for chapter in &book.chapters {
            writer.want_all(&chapter.nodes);
        }
        for entry in &book.glossary {
            writer.want(&entry.from);
        }
        writer
    }

    fn prints(&self, chapter: usize) -> bool {
        self.order.chapter.is_none_or(|only| only == chapter) && !self.left_out.contains(&chapter)
    }

    fn book(&mut self) -> Value {
        let book = &self.edition.book;
        let (facts, told) = (&book.manifest.facts, book.told());
        let title = match facts.manual_title.trim() {
            "" => told.untitled(),
            title => title,
        };
        let draft = self.order.draft.as_deref().map(|draft| self.text(draft));
        let (mut chapters, mut bodies) = (Vec::new(), Vec::new());
        for (index, chapter) in book.chapters.iter().enumerate() {
            if self.prints(index) {
                self.chapter = Some(index);
                chapters.push(self.chapter(index, chapter));
                bodies.push(self.nodes(&chapter.nodes, true));
            }
        }
        self.chapter = None;
        self.block.clear();
        let whole = self.order.chapter.is_none();
        let glossary: Vec<Value> =
            if whole { book.glossary.iter().map(|entry| self.entry(entry)).collect() } else { Vec::new() };
        let attached = if self.order.is_whole() { self.edition.attached() } else { Vec::new() };
        let attached = attached.iter().map(|file| json!({ "name": file.name, "type": file.media_type }));
        let edition = match facts.revision {
            _ if draft.is_some() => String::new(),
            Some(n) => told.revision(n),
            None => told.edition(facts.edition),
        };
        let mut value = json!({
            "title": self.text(title),
            "subtitle": self.text(facts.title.trim()),
            "edition": edition,
            "day": told.day(facts.frozen_at),
            "fingerprint": edition::hex(&book.manifest.sha256),
            "draft": draft,
            "whole": whole,
            "contents": told.contents(),
            "glossary_title": told.glossary(),
            "attached": attached.collect::<Value>(),
        });
        value["colophon"] = words::colophon(self.edition);
        with_language(&mut value, book.lang);
        value["dir"] = direction(book.dir).into();
        // Whatever a function of the template is given is hashed at each call: what is large stands apart.
        json!({ "chapters": chapters, "bodies": bodies, "glossary": glossary, "front": value })
    }

    fn chapter(&mut self, index: usize, chapter: &Chapter) -> Value {
        let told = chapter.told();
        let mut value = json!({
            "name": format!("c{index}"),
            "number": chapter.number,
            "kicker": format!("{}\u{a0}{}", told.chapter(), chapter.number),
            "kicker_lang": told.lang(),
            "title": self.text(&chapter.title),
            "title_dir": direction(chapter.title_dir),
            "continued": told.continued(),
            "colon": told.colon(),
        });
        with_language(&mut value, &chapter.lang);
        value["dir"] = direction(chapter.dir).into();
        value
    }

    fn entry(&mut self, entry: &Entry) -> Value {
        let mut value = json!({ "term": self.text(&entry.term), "meaning": self.inlines(&entry.meaning) });
        with_language(&mut value, &entry.lang);
        value["dir"] = direction(entry.dir).into();
        value["from"] = self.link_to(Some(&entry.from)).into();
        value
    }

    /// A text as it may be printed. What no face has is a problem, and in its place stands a sign.
    fn text(&mut self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut unbroken = 0;
        for c in text.chars().filter(|c| !glyphs::is_dropped(*c)) {
            unbroken = if c.is_whitespace() { 0 } else { unbroken + 1 };
            if unbroken > UNBROKEN_MAX {
                clean.push(BREAK);
                unbroken = 1;
            }
            match c {
                _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => clean.push(' '),
                _ if self.coverage.has(c) => clean.push(c),
                _ => {
                    self.no_glyph(c);
                    clean.push(glyphs::INSTEAD);
                }
            }
        }
        clean
    }

    fn no_glyph(&mut self, c: char) {
        let text = format!("no font has the character U+{:04X} ({c})", u32::from(c));
        self.problem(Code::NoGlyph, text);
    }

    /// The same problem is told once for each block.
    fn problem(&mut self, code: Code, text: String) {
        let chapter = self.chapter.map(|index| self.edition.book.chapters[index].id.to_string());
        let block = Some(self.block.clone()).filter(|block| !block.is_empty());
        let problem = Problem { chapter, block, code, text };
        let in_this_block = self.problems.iter().rev().take_while(|other| other.block == problem.block);
        if !in_this_block.into_iter().any(|other| *other == problem) {
            self.problems.push(problem);
        }
    }

    fn want_all(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Heading(heading) => self.want_in(&heading.line.content),
                Node::Text(text) => self.want_in(&text.line.content),
                Node::List(list) => list.items.iter().for_each(|item| self.want_all(&item.nodes)),
                Node::Figure(figure) => self.want_in(&figure.caption.content),
                Node::Boxed(boxed) => self.want_all(&boxed.nodes),
                Node::Table(table) => {
                    self.want_in(&table.caption.content);
                    table.rows.iter().flatten().for_each(|cell| self.want_in(&cell.line.content));
                }
            }
        }
    }

    fn want_in(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Reference { to: Some(to), .. } => self.want(to),
                Inline::Note { said: Some(said), .. } => self.want_in(&said.content),
                Inline::Text { .. }
                | Inline::Break
                | Inline::PageBreak
                | Inline::Note { said: None, .. }
                | Inline::Reference { to: None, .. }
                | Inline::Unknown(_) => {}
            }
        }
    }

    fn want(&mut self, to: &Target) {
        self.wanted.insert(name_of(to.chapter, &to.anchor));
    }

    /// The name of a place that is referred to, the first time it comes.
    fn name(&mut self, anchor: &str) -> Option<String> {
        let name = name_of(self.chapter?, anchor);
        (self.wanted.contains(&name) && self.named.insert(name.clone())).then_some(name)
    }

    /// The same whether it is referred to or not.
    fn name_anyway(&mut self, anchor: &str) -> Option<String> {
        let name = name_of(self.chapter?, anchor);
        self.named.insert(name.clone()).then_some(name)
    }

    /// Where a link leads, if that is printed too.
    fn link_to(&self, to: Option<&Target>) -> Option<String> {
        to.filter(|to| self.prints(to.chapter)).map(|to| name_of(to.chapter, &to.anchor))
    }
}

fn name_of(chapter: usize, anchor: &str) -> String {
    format!("c{chapter}-{anchor}")
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// Sets the language, as Typst wants it: two or three letters, and two for a region.
fn with_language(value: &mut Value, tag: &str) {
    let mut parts = tag.split('-');
    let is_letters = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let Some(lang) = parts.next().filter(|lang| matches!(lang.len(), 2 | 3)).filter(is_letters) else {
        return;
    };
    value["lang"] = lang.to_ascii_lowercase().into();
    if let Some(region) = parts.find(|part| part.len() == 2 && is_letters(part)) {
        value["region"] = region.to_ascii_lowercase().into();
    }
}

/// An object without the members that are null.
fn object(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
        }
        other => other,
    }
}
