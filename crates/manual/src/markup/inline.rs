//! What stands in one line of markup: attributes that are switched, links taken whole, notes, ways to other places.

use serde_json::json;

use super::{Reader, named};
use crate::id::PayloadId;
use crate::inline::{Inline, Style, is_address};
use crate::line::append_text;

impl Reader<'_> {
    /// A line's text with its attributes. `**` and `*` switch; a link, a note and a reference are taken whole.
    pub(super) fn content(&mut self, line: &str) -> Vec<Inline> {
        let mut content = Vec::new();
        let mut style = Style::default();
        let mut rest = line;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("**") {
                style.strong = !style.strong;
                rest = after;
            } else if let Some(after) = rest.strip_prefix('*') {
                style.em = !style.em;
                rest = after;
            } else if let Some((said, after)) = note(rest) {
                content.push(Inline::Note { id: self.note(said), content: None });
                rest = after;
            } else if let Some((inline, after)) = self.reference(rest) {
                content.push(inline);
                rest = after;
            } else if let Some((words, address, after)) = link(rest) {
                let linked = Style { link: Some(address.to_owned()), ..style.clone() };
                append_text(&mut content, words, &linked);
                rest = after;
            } else {
                let literal = rest.strip_prefix('\\').filter(|after| !after.is_empty()).unwrap_or(rest);
                let end = literal.chars().next().map_or(0, char::len_utf8);
                append_text(&mut content, &literal[..end], &style);
                rest = &literal[end..];
            }
        }
        content
    }

    fn note(&mut self, said: &str) -> PayloadId {
        let id = self.payload_id();
        let line = self.line_of(said);
        self.payloads.notes.insert(id, line);
        id
    }

    /// `{@name}`, `{@chapter#name}` or `{page}`.
    fn reference<'l>(&self, rest: &'l str) -> Option<(Inline, &'l str)> {
        let (inside, after) = rest.strip_prefix('{')?.split_once('}')?;
        if inside == "page" {
            return Some((Inline::PageBreak, after));
        }
        let inside = inside.strip_prefix('@').filter(|inside| !inside.is_empty())?;
        let value = match inside.split_once('#') {
            None => json!({ "xref": named(inside) }),
            Some((chapter, name)) => {
                let (_, id) = self.names.chapters.iter().find(|(known, _)| *known == chapter)?;
                json!({ "xref": named(name), "chapter": id.to_string() })
            }
        };
        Some((crate::line::embed(&value), after))
    }
}

/// `[^what it says]` at the beginning: that, and what follows. Brackets in it come in pairs.
fn note(rest: &str) -> Option<(&str, &str)> {
    let said = rest.strip_prefix("[^")?;
    let mut open = 1;
    let mut escaped = false;
    for (at, c) in said.char_indices() {
        match c {
            _ if escaped => {}
            '[' => open += 1,
            ']' => open -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        if open == 0 {
            return Some((&said[..at], &said[at + 1..]));
        }
    }
    None
}

/// `[words](address)` at the beginning: words, address, what follows.
fn link(rest: &str) -> Option<(&str, &str, &str)> {
    let (words, rest) = rest.strip_prefix('[')?.split_once("](")?;
    let (address, rest) = rest.split_once(')')?;
    (!words.is_empty() && is_address(address)).then_some((words, address, rest))
}
