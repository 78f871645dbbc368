//! XML in the making. Markup comes only from this program's own literals; whatever else goes in is escaped here, in one
//! function. Next: `docx`.

use manual::inline::is_control;

use crate::clean;

/// Whether no file of XML may hold this character, controls aside.
fn is_none(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[derive(Default)]
pub(super) struct Xml(String);

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

impl Xml {
    /// A whole file.
    pub(super) fn file() -> Self {
        Self(DECLARATION.to_owned())
    }

    /// Markup as it stands in the source of this program.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                c if clean::turns(c) => {}
                c if is_none(c) => self.0.push('\u{fffd}'),
                c if is_control(c) => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
        self
    }

    /// One attribute, with the space before it.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// Markup of this program's pages, in which `void` elements have no end: with their end. No text has a bracket in it.
    pub(super) fn closed(&mut self, html: &str, void: &[&str]) -> &mut Self {
        let html = if html.contains(is_none) { &html.replace(is_none, "\u{fffd}") } else { html };
        for piece in html.split_inclusive('>') {
            let name = piece.rsplit_once('<').map_or("", |(_, tag)| tag.trim_end_matches('>'));
            let name = name.split(' ').next().unwrap_or_default();
            let (open, end) = match piece.strip_suffix('>') {
                Some(open) if void.contains(&name) => (open, "/>"),
                _ => (piece, ""),
            };
            self.0.push_str(open);
            self.0.push_str(end);
        }
        self
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}
