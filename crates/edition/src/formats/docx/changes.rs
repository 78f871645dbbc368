//! What changed from one edition to another, as a document in which Word tracks it: words that came and went, paragraphs that did,
//! and what moved, gone where it was and new where it is. Taking all of it back gives the words of the old edition, accepting it
//! those of the new.
//!
//! A text for people to go through: each piece is a paragraph, cells and notes too, without pictures and emphasis. Whoever changed
//! something is nobody: the author of all of it is the manual.

use std::collections::{BTreeMap, HashMap, HashSet};

use manual::block::{Direction, Kind};
use manual::difference::{Change, Is, Of, Part, What};

use super::body::{Body, section};
use super::packed;
use super::parts::NAMESPACES;
use super::runs::{Around, deleted, run};
use crate::compare::ChapterChange;
use crate::formats::xml::Xml;
use crate::set::{Book, Chapter, Node};
use crate::site::direction::of_text;

/// The document of what changed, from two editions and what [`compare`](crate::compare::compare) says of them.
pub fn changes(before: &Book, after: &Book, compared: &[ChapterChange]) -> Vec<u8> {
    let mut writer = Writer {
        xml: Xml::file(),
        author: after.title().to_owned(),
        date: after.manifest.facts.frozen_at.to_string(),
        marks: 0,
        around: Around { dir: after.dir, lang: after.lang },
    };
    writer.xml.raw("<w:document").raw(NAMESPACES).raw("><w:body>");
    writer.plain("Title", after.title());
    writer.plain("Subtitle", &[before.said(), after.said()].join(" – "));
    for chapter in compared {
        let of = |book: &'_ Book, at: Option<usize>| -> Option<usize> {
            book.chapters.iter().position(|it| Some(it.index) == at)
        };
        let was = of(before, chapter.was).map(|at| &before.chapters[at]);
        let now = of(after, chapter.now).map(|at| &after.chapters[at]);
        writer.chapter(was, now, chapter);
    }
    section(&mut writer.xml, after.dir);
    writer.xml.raw("</w:body></w:document>");
    let mut footnotes = Xml::file();
    footnotes.raw("<w:footnotes").raw(NAMESPACES).raw(
        "><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>",
    );
    footnotes.raw("<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>");
    let body = Body {
        document: writer.xml.finish(),
        footnotes: footnotes.finish(),
        relations: Vec::new(),
        note_relations: Vec::new(),
        lists: Vec::new(),
        pictures: BTreeMap::new(),
    };
    packed(after, body)
}

struct Writer<'b> {
    xml: Xml,
    author: String,
    date: String,
    /// How many changes were marked: each has a number.
    marks: u32,
    around: Around<'b>,
}

impl<'b> Writer<'b> {
    fn chapter(&mut self, was: Option<&'b Chapter>, now: Option<&'b Chapter>, chapter: &ChapterChange) {
        let Some(shown) = now.or(was) else { return };
        self.around = Around { dir: shown.dir, lang: &shown.lang };
        let title = |chapter: Option<&Chapter>| chapter.map(|it| it.title.clone());
        let parts = match (title(was), title(now)) {
            (Some(was), Some(now)) if was != now => vec![(Is::Removed, was), (Is::Added, now)],
            (None, Some(now)) => vec![(Is::Added, now)],
            (Some(was), None) => vec![(Is::Removed, was)],
            (_, now) => vec![(Is::Same, now.unwrap_or_default())],
        };
        let parts: Vec<Part> = parts.into_iter().map(|(is, text)| Part { is, text }).collect();
        self.paragraph("Heading1", chapter.what, &parts);
        let mut moved = Moved::of(was, &chapter.changes);
        moved.after("", |change| self.gone(change));
        let mut pieces = chapter.changes.iter().peekable();
        while let Some(change) = pieces.next() {
            if change.moved {
                let now: Vec<Part> = change
                    .parts
                    .iter()
                    .filter(|part| part.is != Is::Removed)
                    .map(|part| Part { is: Is::Added, text: part.text.clone() })
                    .collect();
                self.paragraph(style(change.of), What::Added, &now);
            } else {
                self.paragraph(style(change.of), change.what, &change.parts);
            }
            if pieces.peek().is_none_or(|next| next.block != change.block) {
                moved.after(&change.block, |change| self.gone(change));
            }
        }
    }

    /// What stood here and stands elsewhere now.
    fn gone(&mut self, change: &Change) {
        let was = change.parts.iter().filter(|part| part.is != Is::Added);
        let was: Vec<Part> = was.map(|part| Part { is: Is::Removed, text: part.text.clone() }).collect();
        self.paragraph(style(change.of), What::Removed, &was);
    }

    fn plain(&mut self, style: &'static str, text: &str) {
        self.paragraph(style, What::Same, &[Part { is: Is::Same, text: text.to_owned() }]);
    }

    /// One paragraph; nothing, where no word is in it.
    fn paragraph(&mut self, style: &'static str, what: What, parts: &[Part]) {
        let text: String = parts.iter().map(|part| part.text.as_str()).collect();
        if text.trim().is_empty() {
            return;
        }
        let dir = of_text(&text).unwrap_or(self.around.dir);
        let around = Around { dir, ..self.around };
        self.xml.raw("<w:p><w:pPr><w:pStyle").attribute("w:val", style).raw("/>");
        if dir == Direction::RightToLeft {
            self.xml.raw("<w:bidi/>");
        }
        match what {
            What::Added => self.whole("<w:rPr><w:ins"),
            What::Removed => self.whole("<w:rPr><w:del"),
            What::Same | What::Changed => {}
        }
        self.xml.raw("</w:pPr>");
        for Part { is, text } in parts {
            match is {
                Is::Same => run(&mut self.xml, text, &Default::default(), None, around),
                Is::Added => {
                    self.xml.raw("<w:ins");
                    self.mark();
                    self.xml.raw(">");
                    run(&mut self.xml, text, &Default::default(), None, around);
                    self.xml.raw("</w:ins>");
                }
                Is::Removed => {
                    self.xml.raw("<w:del");
                    self.mark();
                    self.xml.raw(">");
                    deleted(&mut self.xml, text, around);
                    self.xml.raw("</w:del>");
                }
            }
        }
        self.xml.raw("</w:p>");
    }

    /// The end of the paragraph came or went with it.
    fn whole(&mut self, open: &'static str) {
        self.xml.raw(open);
        self.mark();
        self.xml.raw("/></w:rPr>");
    }

    /// Nobody's name, and the moment of the later edition.
    fn mark(&mut self) {
        self.marks += 1;
        self.xml.attribute("w:id", &self.marks.to_string()).attribute("w:author", &self.author);
        self.xml.attribute("w:date", &self.date);
    }
}

/// What moved, by the block that it stood behind and that did not.
struct Moved<'c>(HashMap<String, Vec<&'c Change>>);

impl<'c> Moved<'c> {
    fn of(was: Option<&Chapter>, changes: &'c [Change]) -> Self {
        let moved: HashMap<&str, &Change> = changes
            .iter()
            .filter(|change| change.moved)
            .map(|change| (change.block.as_str(), change))
            .collect();
        let there: HashSet<&str> = changes.iter().map(|change| change.block.as_str()).collect();
        let mut order = Vec::new();
        was.into_iter().for_each(|chapter| anchors(&chapter.nodes, &mut order));
        let mut behind: HashMap<String, Vec<&Change>> = HashMap::new();
        let mut last = "";
        for block in order {
            match moved.get(block) {
                Some(change) => behind.entry(last.to_owned()).or_default().push(change),
                None if there.contains(block) => last = block,
                None => {}
            }
        }
        Self(behind)
    }

    fn after(&mut self, block: &str, say: impl FnMut(&'c Change)) {
        self.0.remove(block).unwrap_or_default().into_iter().for_each(say);
    }
}

/// The blocks in the order of reading.
fn anchors<'n>(nodes: &'n [Node], order: &mut Vec<&'n str>) {
    for node in nodes {
        match node {
            Node::Heading(heading) => order.push(&heading.anchor),
            Node::Text(text) => order.push(&text.anchor),
            Node::Table(table) => order.push(&table.anchor),
            Node::Figure(figure) => order.push(&figure.anchor),
            Node::List(list) => list.items.iter().for_each(|item| anchors(&item.nodes, order)),
            Node::Boxed(boxed) => anchors(&boxed.nodes, order),
        }
    }
}

fn style(of: Of) -> &'static str {
    match of {
        Of::Block(Kind::Heading2) => "Heading2",
        Of::Block(Kind::Heading3) => "Heading3",
        Of::Block(Kind::Heading4) => "Heading4",
        Of::Block(Kind::Quote) => "Quote",
        Of::Block(Kind::Definition) => "Definition",
        Of::Block(Kind::Table | Kind::Figure) => "Caption",
        Of::Block(Kind::Paragraph) => "BodyText",
        Of::Cell => "TableText",
        Of::Note => "FootnoteText",
        Of::Box => "BoxTitle",
        Of::Alt | Of::Credit => "Credit",
    }
}
