//! A chapter's one text: the body as a sequence of units, read from and first written into a Yjs text.
//!
//! Positions are UTF-16 code units, as everywhere on the wire. Changing an existing body is `edit`; what the
//! units look like to people is `assemble`. Never recursive over what a document holds, but for JSON to a bounded depth.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Map, MapPrelim, MapRef, Number, Out, ReadTxn, Text, TextRef, TransactionMut};

use crate::document::Document;

/// The root that holds a chapter's text.
pub const BODY: &str = "body";
/// Deepest embedded JSON that is read; what is deeper reads as null.
pub const JSON_DEPTH_MAX: usize = 64;

/// Inline attributes of a unit, or keys of a paragraph mark, as they were written.
pub type Attributes = serde_json::Map<String, Value>;

/// A piece of a flat text.
#[derive(Clone, PartialEq, Debug)]
pub enum Unit {
    /// Characters, never none.
    Text { text: String, attributes: Attributes },
    /// A paragraph mark: opens the block that follows.
    Mark { keys: Attributes, attributes: Attributes },
    /// Anything else that was embedded: plain JSON, or null for a shared type that is not a map.
    Embed { value: Value, attributes: Attributes },
}

impl Unit {
    /// Its length in UTF-16 code units.
    #[expect(clippy::len_without_is_empty, reason = "a unit is never empty")]
    pub fn len(&self) -> u32 {
        match self {
            Self::Text { text, .. } => units_of(text),
            Self::Mark { .. } | Self::Embed { .. } => 1,
        }
    }

    /// Its inline attributes as written, leaked ones included.
    pub fn attributes(&self) -> &Attributes {
        match self {
            Self::Text { attributes, .. }
            | Self::Mark { attributes, .. }
            | Self::Embed { attributes, .. } => attributes,
        }
    }
}

/// Length of a text in UTF-16 code units.
pub fn units_of(text: &str) -> u32 {
    text.chars().map(|c| c.len_utf16() as u32).sum()
}

/// The body of a chapter. Opens its own transaction: never call it inside one.
pub fn body(document: &Document) -> TextRef {
    document.doc().get_or_insert_text(BODY)
}

/// The body as units; adjacent characters with equal attributes are one.
pub fn read<T: ReadTxn>(txn: &T, body: &TextRef) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for piece in body.diff(txn, YChange::identity) {
        let attributes = attributes_of(piece.attributes.as_deref());
        let unit = match piece.insert {
            Out::Any(Any::String(text)) => {
                if let Some(Unit::Text { text: before, attributes: same }) = units.last_mut()
                    && *same == attributes
                {
                    before.push_str(&text);
                    continue;
                }
                Unit::Text { text: text.to_string(), attributes }
            }
            Out::YMap(map) => Unit::Mark { keys: keys_of(txn, &map), attributes },
            Out::Any(any) => Unit::Embed { value: json_of(&any, JSON_DEPTH_MAX), attributes },
            _ => Unit::Embed { value: Value::Null, attributes },
        };
        units.push(unit);
    }
    units
}

/// How many positions the body has. More or fewer than its units show, where something stands in it that is no text.
pub fn length<T: ReadTxn>(txn: &T, body: &TextRef) -> u32 {
    body.len(txn)
}

/// Writes units into an empty body: all units first, then the attributes, so that the bytes are the same every time.
/// Attributes of marks are written too; tests make leaks that way.
pub fn write_all(document: &mut Document, units: &[Unit]) {
    let body = body(document);
    document.edit(|txn| append_all(txn, &body, units));
}

/// The same, under a transaction and for any text.
pub(crate) fn append_all(txn: &mut TransactionMut<'_>, text: &TextRef, units: &[Unit]) {
    for unit in units {
        let end = text.len(txn);
        match unit {
            Unit::Text { text: words, .. } => text.insert(txn, end, words),
            Unit::Mark { keys, .. } => {
                let mark = text.insert_embed(txn, end, MapPrelim::default());
                fill(txn, &mark, keys);
            }
            Unit::Embed { value, .. } => drop(text.insert_embed(txn, end, any_of(value))),
        }
    }
    for (name, from, len, value) in spans(units) {
        text.format(txn, from, len, attrs([(name, value)]));
    }
}

/// Longest runs of one value of one attribute: (name, from, length, value), in the order of their beginnings.
fn spans(units: &[Unit]) -> Vec<(&str, u32, u32, &Value)> {
    let mut spans: Vec<(&str, u32, u32, &Value)> = Vec::new();
    let mut latest: HashMap<&str, usize> = HashMap::new();
    let mut at = 0;
    for unit in units {
        for (name, value) in unit.attributes() {
            let before = latest.get(name.as_str()).map(|index| &mut spans[*index]);
            match before.filter(|(_, from, len, same)| from + len == at && *same == value) {
                Some(span) => span.2 += unit.len(),
                None => {
                    latest.insert(name, spans.len());
                    spans.push((name, at, unit.len(), value));
                }
            }
        }
        at += unit.len();
    }
    spans
}

/// Writes the keys of a new mark.
pub(crate) fn fill(txn: &mut TransactionMut<'_>, mark: &MapRef, keys: &Attributes) {
    for (key, value) in keys {
        mark.insert(txn, key.as_str(), any_of(value));
    }
}

fn keys_of<T: ReadTxn>(txn: &T, mark: &MapRef) -> Attributes {
    let value = |out| match out {
        Out::Any(any) => json_of(&any, JSON_DEPTH_MAX),
        _ => Value::Null,
    };
    mark.iter(txn).map(|(key, out)| (key.to_owned(), value(out))).collect()
}

fn attributes_of(attrs: Option<&Attrs>) -> Attributes {
    let attrs = attrs.into_iter().flatten();
    attrs.map(|(name, value)| (name.to_string(), json_of(value, JSON_DEPTH_MAX))).collect()
}

pub(crate) fn attrs<'a>(attributes: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Attrs {
    attributes.into_iter().map(|(name, value)| (Arc::from(name), any_of(value))).collect()
}

/// A Yjs value as JSON, to a bounded depth.
pub(crate) fn json_of(any: &Any, depth: usize) -> Value {
    match any {
        Any::Null | Any::Undefined | Any::Buffer(_) => Value::Null,
        Any::Bool(bool) => (*bool).into(),
        Any::Number(Number::Int(number)) => (*number).into(),
        Any::Number(Number::Float(number)) => (*number).into(),
        Any::String(text) => text.as_ref().into(),
        Any::Array(_) | Any::Map(_) if depth == 0 => Value::Null,
        Any::Array(values) => values.iter().map(|value| json_of(value, depth - 1)).collect(),
        Any::Map(values) => {
            let pairs = values.iter().map(|(key, value)| (key.clone(), json_of(value, depth - 1)));
            Value::Object(pairs.collect())
        }
    }
}

/// JSON as a Yjs value. Only ever called on JSON of our own making or read by [`json_of`].
pub(crate) fn any_of(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(bool) => (*bool).into(),
        Value::Number(number) => Any::Number(Number::try_i64(number.as_f64().unwrap_or_default())),
        Value::String(text) => text.as_str().into(),
        Value::Array(values) => Any::Array(values.iter().map(any_of).collect()),
        Value::Object(values) => {
            let pairs: HashMap<_, _> =
                values.iter().map(|(key, value)| (key.clone(), any_of(value))).collect();
            Any::Map(Arc::new(pairs))
        }
    }
}
