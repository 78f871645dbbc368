//! Block by block.

use edition::set::{Boxed, Figure, Heading, Inline, Line, List, Look, Node, Text, TextKind};
use manual::block::ListStyle;
use manual::inset::Image;
use serde_json::{Value, json};

use super::{Writer, direction, object};
use crate::Code;

impl Writer<'_> {
    /// `at_top`: they stand in nothing, so that a page can break there.
    pub(super) fn nodes(&mut self, nodes: &[Node], at_top: bool) -> Vec<Value> {
        let mut written = Vec::new();
        for node in nodes {
            match node {
                Node::Heading(heading) => written.push(self.heading(heading)),
                Node::Text(text) if at_top => self.broken_text(text, &mut written),
                Node::Text(text) => written.push(self.text_block(text, &text.line.content)),
                Node::List(list) => written.push(self.list(list)),
                Node::Table(table) => {
                    self.block.clone_from(&table.anchor);
                    written.push(self.table(table));
                }
                Node::Figure(figure) => written.push(self.figure(figure)),
                Node::Boxed(boxed) => written.push(self.boxed(boxed)),
            }
        }
        written
    }

    fn heading(&mut self, heading: &Heading) -> Value {
        self.block.clone_from(&heading.anchor);
        let name = self.name_anyway(&heading.anchor);
        let line = self.line(&heading.line);
        self.heading_of(line, name, heading.level, heading)
    }

    /// A line that is a heading, at a level that need not be its own.
    pub(super) fn heading_of(
        &mut self,
        mut line: Value,
        name: Option<String>,
        level: u8,
        heading: &Heading,
    ) -> Value {
        line["t"] = "h".into();
        line["level"] = level.into();
        line["name"] = name.into();
        line["number"] = heading.number.clone().into();
        line["title"] = self.plain(&heading.line).into();
        object(line)
    }

    /// The words of a line alone.
    pub(super) fn plain(&mut self, line: &Line) -> String {
        let words = line.content.iter().map(|inline| match inline {
            Inline::Text { text, .. } | Inline::Reference { text, .. } => text.as_str(),
            Inline::Break | Inline::PageBreak => " ",
            Inline::Note { .. } | Inline::Unknown(_) => "",
        });
        let words: String = words.collect();
        self.text(words.trim())
    }

    /// A paragraph in which a page begins is two.
    fn broken_text(&mut self, text: &Text, written: &mut Vec<Value>) {
        let mut parts = text.line.content.split(|inline| matches!(inline, Inline::PageBreak));
        if let Some(first) = parts.next() {
            written.push(self.text_block(text, first));
        }
        for part in parts {
            written.push(json!({ "t": "page" }));
            written.push(self.text_block(text, part));
        }
    }

    fn text_block(&mut self, text: &Text, content: &[Inline]) -> Value {
        self.block.clone_from(&text.anchor);
        let name = self.name(&text.anchor);
        let line = Line { dir: text.line.dir, lang: text.line.lang.clone(), content: Vec::new() };
        let mut value = self.line(&line);
        value["c"] = self.inlines(content).into();
        text_of(value, name, text.kind)
    }

    fn list(&mut self, list: &List) -> Value {
        let items: Vec<Value> = list.items.iter().map(|item| self.nodes(&item.nodes, false).into()).collect();
        json!({ "t": "l", "style": style(list.style), "dir": direction(list.dir), "items": items })
    }

    fn figure(&mut self, figure: &Figure) -> Value {
        self.block.clone_from(&figure.anchor);
        let name = self.name(&figure.anchor);
        let picture = figure.image.as_ref().and_then(|image| self.picture(image));
        let credit = self.text(&figure.credit);
        object(json!({
            "t": "f",
            "name": name,
            "label": figure.label,
            "caption": self.line(&figure.caption),
            "picture": picture,
            "alt": Some(self.text(&figure.alt)).filter(|alt| !alt.is_empty()),
            "credit": Some(credit).filter(|credit| !credit.is_empty()),
        }))
    }

    pub(super) fn picture(&mut self, image: &Image) -> Option<Value> {
        let bytes =
            [Some(self.edition), self.before].into_iter().flatten().find_map(|it| it.picture(&image.sha256));
        if !bytes.is_some_and(super::picture::is_sound) {
            self.problem(Code::Picture, "the picture cannot be shown".to_owned());
            return None;
        }
        if !self.pictures.contains(&image.sha256) {
            self.pictures.push(image.sha256.clone());
        }
        Some(json!({ "sha256": image.sha256, "width": image.width, "height": image.height }))
    }

    fn boxed(&mut self, boxed: &Boxed) -> Value {
        self.block = boxed.anchor.clone().unwrap_or_default();
        let name = boxed.anchor.as_deref().and_then(|anchor| self.name(anchor));
        let heading = boxed.heading.as_ref().map(|heading| {
            let about: Vec<Value> = heading.about.iter().map(|about| self.text(about).into()).collect();
            json!({
                "level": heading.level,
                "kind": heading.kind,
                "title": self.text(&heading.title),
                "about": about,
            })
        });
        object(json!({
            "t": "b",
            "name": name,
            "label": boxed.label,
            "look": look(boxed.look),
            "heading": heading,
            "nodes": self.nodes(&boxed.nodes, false),
        }))
    }
}

/// A line that is a paragraph, a quotation or a definition.
pub(super) fn text_of(mut line: Value, name: Option<String>, kind: TextKind) -> Value {
    line["name"] = name.into();
    line["t"] = match kind {
        TextKind::Paragraph => "p",
        TextKind::Quote => "q",
        TextKind::Definition => "d",
    }
    .into();
    object(line)
}

pub(super) fn look(look: Look) -> &'static str {
    match look {
        Look::Case => "case",
        Look::Key => "key",
        Look::Checklist => "checklist",
    }
}

pub(super) fn style(style: ListStyle) -> &'static str {
    match style {
        ListStyle::Bullet => "bullet",
        ListStyle::Number => "number",
    }
}
