//! What stands in a line: runs, links, references, footnotes, and the bookmarks that they lead to.

use manual::inline::Style;

use super::{Around, Stand, Writer};
use crate::formats::docx::names::bookmark;
use crate::formats::docx::parts::Relation;
use crate::formats::docx::runs::run;
use crate::formats::xml::Xml;
use crate::set::{Inline, Line, Target};

impl<'b> Writer<'b> {
    /// A bookmark, once.
    pub(super) fn mark(&mut self, anchor: &str) {
        let name = bookmark(&Target { chapter: self.at, anchor: anchor.to_owned() });
        if !self.marked.insert(name.clone()) {
            return;
        }
        self.bookmarks += 1;
        let id = self.bookmarks.to_string();
        self.xml
            .raw("<w:bookmarkStart")
            .attribute("w:id", &id)
            .attribute("w:name", &name)
            .raw("/><w:bookmarkEnd");
        self.xml.attribute("w:id", &id).raw("/>");
    }

    pub(super) fn line(&mut self, line: &'b Line) {
        let lang = line.lang.as_deref().unwrap_or(self.around.lang);
        self.inlines(&line.content, Around { dir: line.dir, lang });
    }

    pub(super) fn out(&mut self) -> &mut Xml {
        if self.in_note { &mut self.notes } else { &mut self.xml }
    }

    pub(super) fn inlines(&mut self, content: &'b [Inline], around: Around<'b>) {
        for inline in content {
            match inline {
                Inline::Text { text, style, is_term } => self.text_run(text, style, *is_term, around),
                Inline::Break => drop(self.out().raw("<w:r><w:br/></w:r>")),
                Inline::PageBreak => drop(self.out().raw("<w:r><w:br w:type=\"page\"/></w:r>")),
                Inline::Unknown(json) => run(self.out(), json, &Style::default(), Some("Code"), around),
                Inline::Reference { to, text } => self.reference(to.as_ref(), text, around),
                Inline::Note { id: _, number, said } => self.note(*number, said.as_ref()),
            }
        }
    }

    pub(super) fn text_run(&mut self, text: &str, style: &Style, is_term: bool, around: Around<'_>) {
        let style = &Style { strong: style.strong || is_term, ..style.clone() };
        let Some(address) = &style.link else { return run(self.out(), text, style, None, around) };
        let relations = if self.in_note { &mut self.note_relations } else { &mut self.relations };
        let id = format!("rLink{}", relations.len() + 1);
        relations.push(Relation::Link { id: id.clone(), address: address.clone() });
        let xml = self.out();
        xml.raw("<w:hyperlink").attribute("r:id", &id).raw(" w:history=\"1\">");
        run(xml, text, style, Some("Hyperlink"), around);
        xml.raw("</w:hyperlink>");
    }

    pub(super) fn reference(&mut self, to: Option<&Target>, text: &str, around: Around<'_>) {
        let xml = self.out();
        let Some(to) = to else { return run(xml, text, &Style::default(), None, around) };
        xml.raw("<w:hyperlink").attribute("w:anchor", &bookmark(to)).raw(" w:history=\"1\">");
        run(xml, text, &Style::default(), None, around);
        xml.raw("</w:hyperlink>");
    }

    /// A note is a real footnote where it is shown. What refers to it again has its number.
    pub(super) fn note(&mut self, number: u32, said: Option<&'b Line>) {
        let Some(said) = said else {
            let style = Style { sup: true, ..Style::default() };
            let around = self.around;
            return run(self.out(), &number.to_string(), &style, None, around);
        };
        self.last_note += 1;
        let id = self.last_note.to_string();
        self.note_ids.insert(number, self.last_note);
        self.out().raw("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference");
        self.out().attribute("w:id", &id).raw("/></w:r>");
        if self.in_note {
            return;
        }
        self.in_note = true;
        self.notes.raw("<w:footnote").attribute("w:id", &id).raw(">");
        self.paragraph(Stand { style: "FootnoteText", ..Stand::default() }, said.dir);
        self.notes.raw("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>");
        let around = Around { dir: said.dir, lang: said.lang.as_deref().unwrap_or(self.around.lang) };
        run(&mut self.notes, " ", &Style::default(), None, around);
        self.line(said);
        self.notes.raw("</w:p></w:footnote>");
        self.in_note = false;
    }

    /// The lines over footnotes, which every document has to have.
    pub(super) fn separators(&mut self) {
        for (id, kind, mark) in [
            ("-1", "separator", "<w:separator/>"),
            ("0", "continuationSeparator", "<w:continuationSeparator/>"),
        ] {
            self.notes.raw("<w:footnote").attribute("w:type", kind).attribute("w:id", id);
            self.notes.raw("><w:p><w:r>").raw(mark).raw("</w:r></w:p></w:footnote>");
        }
    }
}
