//! Units to content: what stands in a block or in a line, rules 7 to 9 of docs/document-model.md. Hides what is not known,
//! keeps what it cannot show as a placeholder; never writes.

use serde_json::Value;

use crate::flat::{Attributes, Unit, units_of};
use crate::id::{ChapterId, PayloadId};
use crate::inline::{Inline, Style, is_control};
use crate::payload::Line;

/// Longest target of a cross-reference, in UTF-16 code units.
pub const TARGET_UNITS_MAX: u32 = 64;

/// Which line it is that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inside {
    Cell,
    /// A note in a note is a placeholder.
    Note,
}

/// The content of a line.
pub fn content(line: &Line, inside: Inside) -> Vec<Inline> {
    let mut content = Vec::new();
    for unit in line {
        append(&mut content, unit, None);
    }
    if inside == Inside::Note {
        for inline in &mut content {
            if let Inline::Note { id, .. } = inline {
                *inline = Inline::Unknown(serde_json::json!({ "note": id.as_str() }));
            }
        }
    }
    content
}

/// The plain text of a line: its characters, each break as a space.
pub fn plain(line: &Line) -> String {
    let mut plain = String::new();
    for unit in line {
        if let Unit::Text { text, .. } = unit {
            plain.extend(text.chars().map(|c| if is_control(c) { ' ' } else { c }));
        }
    }
    plain
}

/// Appends a unit of a block, in which these attributes of the mark are ignored, or of a line.
pub(crate) fn append(content: &mut Vec<Inline>, unit: &Unit, leaked: Option<&Attributes>) {
    let (text, attributes) = match unit {
        Unit::Text { text, attributes } => (text, attributes),
        Unit::Embed { value, .. } => return content.push(embed(value)),
        Unit::Mark { .. } => return content.push(Inline::Unknown(Value::Null)), // a shared map in a line
    };
    let style = shown(attributes, leaked);
    for (number, piece) in text.split(is_control).enumerate() {
        if number > 0 {
            content.push(Inline::Break);
        }
        append_text(content, piece, &style);
    }
}

pub(crate) fn append_text(content: &mut Vec<Inline>, piece: &str, style: &Style) {
    if piece.is_empty() {
        return;
    }
    match content.last_mut() {
        Some(Inline::Text { text, style: before }) if before == style => text.push_str(piece),
        _ => content.push(Inline::Text { text: piece.to_owned(), style: style.clone() }),
    }
}

fn shown(attributes: &Attributes, leaked: Option<&Attributes>) -> Style {
    let mut style = Style::default();
    for (name, value) in attributes {
        if leaked.and_then(|leaked| leaked.get(name)) != Some(value) {
            style.show(name, value);
        }
    }
    style
}

/// What an embedded value is. Exactly the members that are known, or it is not.
pub(crate) fn embed(value: &Value) -> Inline {
    known(value).unwrap_or_else(|| Inline::Unknown(value.clone()))
}

fn known(value: &Value) -> Option<Inline> {
    let members = value.as_object()?;
    let word = |name: &str| members.get(name).and_then(Value::as_str);
    let target = || word("xref").filter(|target| is_target(target)).map(str::to_owned);
    match members.len() {
        1 if word("break") == Some("page") => Some(Inline::PageBreak),
        1 if members.contains_key("note") => {
            Some(Inline::Note { id: PayloadId::parse(word("note")?)?, content: None })
        }
        1 => Some(Inline::Xref { target: target()?, chapter: None }),
        2 => Some(Inline::Xref { target: target()?, chapter: Some(ChapterId::parse(word("chapter")?)?) }),
        _ => None,
    }
}

/// Whether a cross-reference may point there.
pub fn is_target(text: &str) -> bool {
    (1..=TARGET_UNITS_MAX).contains(&units_of(text))
}
