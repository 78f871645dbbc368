//! What stands in a line.

use edition::set::{Inline, Line};
use manual::inline::Style;
use serde_json::{Value, json};

use super::{Writer, direction, object, with_language};

impl Writer<'_> {
    /// A line with its direction, and its language where it is another than that of the chapter.
    pub(super) fn line(&mut self, line: &Line) -> Value {
        let mut value = json!({ "c": self.inlines(&line.content), "dir": direction(line.dir) });
        if let Some(lang) = &line.lang {
            with_language(&mut value, lang);
        }
        value
    }

    /// Runs under one address are one link; no space stands before the mark of a note.
    pub(super) fn inlines(&mut self, content: &[Inline]) -> Vec<Value> {
        let mut written = Vec::new();
        let is_note = |inline: Option<&Inline>| matches!(inline, Some(Inline::Note { .. }));
        let mut at = 0;
        for group in content.chunk_by(|one, other| address(one) == address(other)) {
            let mut runs = Vec::new();
            for inline in group {
                at += 1;
                runs.push(self.inline(inline, is_note(content.get(at))));
            }
            match group.first().and_then(address) {
                Some(to) => written.push(json!({ "k": "a", "to": to, "c": runs })),
                None => written.append(&mut runs),
            }
        }
        written
    }

    fn inline(&mut self, inline: &Inline, before_note: bool) -> Value {
        match inline {
            Inline::Break => json!({ "k": "br" }),
            Inline::PageBreak => json!(" "),
            Inline::Unknown(json) => {
                let text = self.text(json);
                json!({ "k": "t", "s": text, "code": true })
            }
            Inline::Reference { to, text } => {
                let text = self.text(text);
                object(json!({ "k": "x", "s": text, "to": self.link_to(to.as_ref()) }))
            }
            Inline::Note { id: _, number, said: Some(said) } => {
                let name = self.name_anyway(&format!("note-{number}"));
                let mut value = self.line(said);
                value["k"] = "n".into();
                value["n"] = number.to_string().into();
                value["name"] = name.into();
                object(value)
            }
            Inline::Note { id: _, number, said: None } => {
                let to = self.chapter.map(|chapter| super::name_of(chapter, &format!("note-{number}")));
                let to = to.filter(|to| self.named.contains(to));
                object(json!({ "k": "nr", "n": number.to_string(), "to": to }))
            }
            Inline::Text { text, style, is_term } => {
                let text = if before_note { text.trim_end() } else { text };
                self.styled(text, style, *is_term)
            }
        }
    }

    /// A text as it looks. Where it leads is not said here.
    pub(super) fn styled(&mut self, text: &str, style: &Style, is_term: bool) -> Value {
        let text = self.text(text);
        if *style == Style::default() && !is_term {
            return text.into();
        }
        let flag = |on: bool| if on { Value::Bool(true) } else { Value::Null };
        let mut value = object(json!({
            "k": "t",
            "s": text,
            "strong": flag(style.strong),
            "em": flag(style.em),
            "sub": flag(style.sub),
            "sup": flag(style.sup),
            "code": flag(style.code),
            "term": flag(is_term),
        }));
        if let Some(lang) = &style.lang {
            with_language(&mut value, lang);
        }
        value
    }
}

/// Where a run leads: nowhere but to the web and to mail.
fn address(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text { style, .. } => address_of(style),
        Inline::Break
        | Inline::PageBreak
        | Inline::Note { .. }
        | Inline::Reference { .. }
        | Inline::Unknown(_) => None,
    }
}

/// Of a text.
pub(super) fn address_of(style: &Style) -> Option<&str> {
    style.link.as_deref().filter(|to| may_lead(to))
}

fn may_lead(to: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| to.starts_with(scheme)) && to.len() < 8_000
}
