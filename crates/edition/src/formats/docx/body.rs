//! The text of the document and of its footnotes.

use std::collections::{BTreeMap, BTreeSet};

use manual::block::{Direction, ListStyle};
use manual::inline::Style;
use manual::inset::Image;

mod line;
pub(super) mod table;

use super::Picture;
use super::drawing::Drawings;
use super::names::{bookmark, language};
use super::parts::{NAMESPACES, Relation};
use super::runs::{Around, run};
use crate::formats::xml::Xml;
use crate::set::{
    Book, BoxHeading, Boxed, Chapter, Figure, Heading, Line, List, Look, Node, Target, Text, TextKind,
};
use crate::site::words::Words;

/// The width of the text, in twentieths of a point: A4 with margins of 25 mm.
const TEXT_WIDTH: u32 = 9_070;

/// What was written.
pub(super) struct Body {
    pub(super) document: Vec<u8>,
    pub(super) footnotes: Vec<u8>,
    pub(super) relations: Vec<Relation>,
    pub(super) note_relations: Vec<Relation>,
    /// The styles of the lists, in the order of their numbers.
    pub(super) lists: Vec<ListStyle>,
    /// By the name of the file.
    pub(super) pictures: BTreeMap<String, Vec<u8>>,
}

/// The text of the book.
pub(super) fn body(book: &Book, picture: &mut dyn FnMut(&Image) -> Option<Picture>) -> Body {
    let mut writer = Writer {
        book,
        picture,
        xml: Xml::file(),
        notes: Xml::file(),
        in_note: false,
        relations: Vec::new(),
        note_relations: Vec::new(),
        lists: Vec::new(),
        drawings: Drawings::default(),
        at: 0,
        around: Around { dir: book.dir, lang: book.lang },
        note_ids: BTreeMap::new(),
        last_note: 0,
        bookmarks: 0,
        marked: BTreeSet::new(),
        look: None,
        inside: book.words,
    };
    writer.notes.raw("<w:footnotes").raw(NAMESPACES).raw(">");
    writer.separators();
    writer.xml.raw("<w:document").raw(NAMESPACES).raw("><w:body>");
    writer.front();
    for chapter in &book.chapters {
        writer.chapter(chapter);
    }
    writer.glossary();
    writer.section(None);
    writer.xml.raw("</w:body></w:document>");
    writer.notes.raw("</w:footnotes>");
    Body {
        document: writer.xml.finish(),
        footnotes: writer.notes.finish(),
        relations: writer.relations,
        note_relations: writer.note_relations,
        lists: writer.lists,
        pictures: writer.drawings.pictures,
    }
}

struct Writer<'b> {
    book: &'b Book,
    picture: &'b mut dyn FnMut(&Image) -> Option<Picture>,
    xml: Xml,
    notes: Xml,
    /// Whether what is written now stands in a footnote.
    in_note: bool,
    relations: Vec<Relation>,
    note_relations: Vec<Relation>,
    lists: Vec<ListStyle>,
    drawings: Drawings,
    at: usize,
    around: Around<'b>,
    /// The notes of the chapter by their number.
    note_ids: BTreeMap<u32, u32>,
    last_note: u32,
    bookmarks: u32,
    marked: BTreeSet<String>,
    /// The box that the text stands in.
    look: Option<Look>,
    /// The words of the language of the chapter.
    inside: &'static Words,
}

/// How a paragraph stands.
#[derive(Clone, Copy, Default)]
struct Stand<'s> {
    style: &'static str,
    /// The number of the list and the depth, of the first paragraph of an item.
    item: Option<(usize, usize)>,
    /// The depth, of the others.
    inside: Option<usize>,
    /// What points at it.
    anchor: Option<&'s str>,
    /// It stays on the page of what follows.
    keeps: bool,
}

impl<'b> Writer<'b> {
    fn front(&mut self) {
        let facts = &self.book.manifest.facts;
        let words = self.book.words;
        self.words("Title", self.book.title());
        if !facts.title.trim().is_empty() {
            self.words("Subtitle", &facts.title);
        }
        self.words("Subtitle", &self.book.said());
        if self.book.draft.is_none() {
            self.words("Fingerprint", &format!("SHA-256 {}", crate::hex(&self.book.manifest.sha256)));
        }
        self.words("ContentsHeading", words.around.contents);
        self.contents();
        self.section(Some(false));
    }

    /// A field that Word brings up to date, filled with what it would find.
    fn contents(&mut self) {
        let entries: Vec<(String, usize, &Chapter)> = self
            .book
            .chapters
            .iter()
            .map(|chapter| (format!("{} {}", chapter.number, chapter.title), chapter.index, chapter))
            .collect();
        let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-3\" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
        let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
        if entries.is_empty() {
            self.words("Normal", self.book.words.around.no_chapters);
            return;
        }
        let last = entries.len() - 1;
        for (number, (text, index, chapter)) in entries.iter().enumerate() {
            self.paragraph(Stand { style: "TOC1", ..Stand::default() }, chapter.title_dir);
            if number == 0 {
                self.xml.raw(begin);
            }
            let target = Target { chapter: *index, anchor: String::new() };
            self.xml.raw("<w:hyperlink").attribute("w:anchor", &bookmark(&target)).raw(" w:history=\"1\">");
            let around = Around { dir: chapter.title_dir, lang: &chapter.lang };
            run(&mut self.xml, text, &Style::default(), None, around);
            self.xml.raw("</w:hyperlink>");
            if number == last {
                self.xml.raw(end);
            }
            self.xml.raw("</w:p>");
        }
    }

    /// The end of a section. Its footnotes are counted by themselves. `None`: the last one, which is the body's own.
    fn section(&mut self, is_inner: Option<bool>) {
        if is_inner.is_some() {
            self.xml.raw("<w:p><w:pPr>");
        }
        section(&mut self.xml, self.around.dir);
        if is_inner.is_some() {
            self.xml.raw("</w:pPr></w:p>");
        }
    }

    fn chapter(&mut self, chapter: &'b Chapter) {
        self.at = chapter.index;
        self.inside = chapter.words;
        self.note_ids.clear();
        self.around = Around { dir: chapter.dir, lang: &chapter.lang };
        let stand = Stand { style: "Heading1", anchor: Some(""), ..Stand::default() };
        self.paragraph(stand, chapter.title_dir);
        let around = Around { dir: chapter.title_dir, ..self.around };
        let title = format!("{} {}", chapter.number, chapter.title);
        run(&mut self.xml, &title, &Style::default(), None, around);
        self.xml.raw("</w:p>");
        self.nodes(&chapter.nodes, None);
        let is_last = self.book.chapters.last().is_some_and(|last| last.index == chapter.index)
            && self.book.glossary.is_empty();
        if !is_last {
            self.section(Some(true));
        }
    }

    fn glossary(&mut self) {
        if self.book.glossary.is_empty() {
            return;
        }
        self.around = Around { dir: self.book.dir, lang: self.book.lang };
        self.words("Heading1", self.book.words.around.glossary);
        for entry in &self.book.glossary {
            let around = Around { dir: entry.dir, lang: &entry.lang };
            self.paragraph(Stand { style: "Definition", ..Stand::default() }, entry.dir);
            let strong = Style { strong: true, ..Style::default() };
            run(&mut self.xml, &entry.term, &strong, None, around);
            run(&mut self.xml, ": ", &Style::default(), None, around);
            self.inlines(&entry.meaning, around);
            run(&mut self.xml, " ", &Style::default(), None, around);
            let title = self.book.chapters.get(entry.from.chapter).map_or("", |chapter| &chapter.title);
            self.reference(Some(&entry.from), title, around);
            self.xml.raw("</w:p>");
        }
    }

    /// A paragraph of this program's words, or of a title.
    fn words(&mut self, style: &'static str, text: &str) {
        let dir = crate::site::direction::of_text(text).unwrap_or(self.around.dir);
        self.paragraph(Stand { style, ..Stand::default() }, dir);
        run(&mut self.xml, text, &Style::default(), None, Around { dir, ..self.around });
        self.xml.raw("</w:p>");
    }

    fn nodes(&mut self, nodes: &'b [Node], inside: Option<usize>) {
        for node in nodes {
            match node {
                Node::Heading(heading) => self.heading(heading),
                Node::Text(text) => self.text(text, Stand { inside, ..Stand::default() }),
                Node::List(list) => self.list(list, inside.map_or(0, |depth| depth + 1)),
                Node::Table(table) => self.table(table),
                Node::Figure(figure) => self.figure(figure),
                Node::Boxed(boxed) => self.boxed(boxed),
            }
        }
    }

    fn heading(&mut self, Heading { id: _, anchor, level, number, line }: &'b Heading) {
        let style = match level {
            2 => "Heading2",
            3 => "Heading3",
            _ => "Heading4",
        };
        self.paragraph(Stand { style, anchor: Some(anchor), ..Stand::default() }, line.dir);
        if let Some(number) = number {
            let around = Around { dir: line.dir, ..self.around };
            run(&mut self.xml, &format!("{number} "), &Style::default(), None, around);
        }
        self.line(line);
        self.xml.raw("</w:p>");
    }

    fn text(&mut self, Text { id: _, anchor, kind, line }: &'b Text, stand: Stand<'_>) {
        let style = match kind {
            TextKind::Paragraph if stand.inside.is_some() || stand.item.is_some() => "ListParagraph",
            TextKind::Paragraph => "BodyText",
            TextKind::Quote => "Quote",
            TextKind::Definition => "Definition",
        };
        self.paragraph(Stand { style, anchor: Some(anchor), ..stand }, line.dir);
        self.line(line);
        self.xml.raw("</w:p>");
    }

    fn list(&mut self, list: &'b List, depth: usize) {
        self.lists.push(list.style);
        let number = self.lists.len();
        for item in &list.items {
            let mut nodes = item.nodes.as_slice();
            if let [Node::Text(text), rest @ ..] = nodes {
                self.text(text, Stand { item: Some((number, depth)), ..Stand::default() });
                nodes = rest;
            }
            self.nodes(nodes, Some(depth));
        }
    }

    fn caption(&mut self, label: &str, caption: &'b Line, anchor: &str, keeps: bool) {
        let stand = Stand { style: "Caption", anchor: Some(anchor), keeps, ..Stand::default() };
        self.paragraph(stand, caption.dir);
        let strong = Style { strong: true, ..Style::default() };
        let around = Around { dir: caption.dir, ..self.around };
        run(&mut self.xml, &format!("{label} "), &strong, None, around);
        self.line(caption);
        self.xml.raw("</w:p>");
    }

    fn figure(&mut self, figure: &'b Figure) {
        let image = figure.image.as_ref();
        let picture = image.and_then(|image| Some((image, (self.picture)(image)?)));
        self.paragraph(Stand { style: "Figure", keeps: true, ..Stand::default() }, self.around.dir);
        match picture {
            Some((image, picture)) => {
                let Self { xml, drawings, relations, .. } = self;
                drawings.draw(xml, relations, image, picture, &figure.alt);
            }
            None => run(&mut self.xml, &figure.alt, &Style::default(), None, self.around),
        }
        self.xml.raw("</w:p>");
        self.caption(&figure.label, &figure.caption, &figure.anchor, false);
        if !figure.credit.is_empty() {
            self.words("Credit", &figure.credit);
        }
    }

    fn boxed(&mut self, Boxed { id: _, anchor, label, look, heading, nodes }: &'b Boxed) {
        self.look = Some(*look);
        let strong = Style { strong: true, ..Style::default() };
        let stand = Stand { style: "BoxTitle", anchor: anchor.as_deref(), keeps: true, ..Stand::default() };
        match heading {
            Some(BoxHeading { level: _, kind, title, about }) => {
                let title_dir = crate::site::direction::of_text(title).unwrap_or(self.around.dir);
                self.paragraph(stand, title_dir);
                let around = Around { dir: title_dir, ..self.around };
                run(&mut self.xml, &format!("{label} {kind} "), &Style::default(), None, around);
                run(&mut self.xml, title, &strong, None, around);
                self.xml.raw("</w:p>");
                if !about.is_empty() {
                    self.words("BoxAbout", &about.join(" · "));
                }
            }
            None => {
                let continued = self.inside.inside.continued;
                self.paragraph(stand, self.around.dir);
                run(&mut self.xml, &format!("{label} ({continued})"), &Style::default(), None, self.around);
                self.xml.raw("</w:p>");
            }
        }
        self.nodes(nodes, None);
        self.look = None;
    }

    /// Opens a paragraph, up to where its text begins. Properties stand in the order of the schema.
    fn paragraph(&mut self, stand: Stand<'_>, dir: Direction) {
        let Stand { style, item, inside, anchor, keeps } = stand;
        let xml = if self.in_note { &mut self.notes } else { &mut self.xml };
        xml.raw("<w:p><w:pPr><w:pStyle").attribute("w:val", style).raw("/>");
        if keeps {
            xml.raw("<w:keepNext/>");
        }
        if let Some((number, depth)) = item {
            xml.raw("<w:numPr><w:ilvl").attribute("w:val", &depth.to_string()).raw("/><w:numId");
            xml.attribute("w:val", &number.to_string()).raw("/></w:numPr>");
        }
        if let Some(look) = self.look.filter(|_| !self.in_note) {
            border(xml, look, dir);
        }
        if dir == Direction::RightToLeft {
            xml.raw("<w:bidi/>");
        }
        if let Some(depth) = inside {
            xml.raw("<w:ind").attribute("w:left", &(360 * (depth + 2)).to_string()).raw("/>");
        }
        xml.raw("</w:pPr>");
        if let Some(anchor) = anchor {
            self.mark(anchor);
        }
    }
}

/// How the pages of a section are.
pub(super) fn section(xml: &mut Xml, dir: Direction) {
    xml.raw("<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rHeader\"/>");
    xml.raw("<w:footerReference w:type=\"default\" r:id=\"rFooter\"/>");
    xml.raw("<w:footnotePr><w:numRestart w:val=\"eachSect\"/></w:footnotePr><w:type w:val=\"nextPage\"/>");
    xml.raw("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>");
    xml.raw("<w:pgMar w:top=\"1418\" w:right=\"1418\" w:bottom=\"1418\" w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/>");
    if dir == Direction::RightToLeft {
        xml.raw("<w:bidi/>");
    }
    xml.raw("</w:sectPr>");
}

/// A bar at the side where the text begins, and a ground.
fn border(xml: &mut Xml, look: Look, dir: Direction) {
    let (bar, ground) = match look {
        Look::Case => ("8A6D3B", "F7F3E8"),
        Look::Key => ("1F4E79", "EDF2F7"),
        Look::Checklist => ("2E6B4A", "EEF5F0"),
    };
    // Word knows the sides of a paragraph by the page.
    let side = match dir {
        Direction::LeftToRight => "<w:left",
        Direction::RightToLeft => "<w:right",
    };
    xml.raw("<w:pBdr>")
        .raw(side)
        .raw(" w:val=\"single\" w:sz=\"24\" w:space=\"8\"")
        .attribute("w:color", bar);
    xml.raw("/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\"").attribute("w:fill", ground).raw("/>");
}

/// The language of the whole, for the styles.
pub(super) fn language_of(book: &Book) -> String {
    language(book.lang)
}
