//! From the JSON of a command to what it names.

use anyhow::{Context, Result};
use manual::flat::{Attributes, Unit};
use manual::id::PayloadId;
use manual::inset::Image;
use manual::payload::lines::{BoxLine, FigureLine, LineAt};
use manual::payload::{BoxParts, CellKey, FigureParts, Line, Payloads, TableParts};
use serde_json::{Value, json};

/// Payloads that a `create` asks for.
pub(super) fn created(shape: &Value) -> Result<Payloads> {
    let all = |root: &str| shape[root].as_object().cloned().unwrap_or_default();
    let mut payloads = Payloads::default();
    for (key, words) in all("notes") {
        payloads.notes.insert(payload_id(&key)?, line_of(&words));
    }
    for (key, parts) in all("tables") {
        let mut table = TableParts { head_row: parts["headRow"] == true, ..TableParts::default() };
        table.rows = ids(parts["rows"].as_array().context("a table has `rows`")?)?;
        table.cols = ids(parts["cols"].as_array().context("a table has `cols`")?)?;
        for (key, words) in parts["cells"].as_object().cloned().unwrap_or_default() {
            let key = CellKey::parse(&key).with_context(|| format!("{key:?} is no key of a cell"))?;
            table.cells.insert(key, line_of(&words));
        }
        payloads.tables.insert(payload_id(&key)?, table);
    }
    for (key, parts) in all("figures") {
        let (alt, credit) = (line_of(&parts["alt"]), line_of(&parts["credit"]));
        let image = Image::read(&parts["image"]);
        let figure = FigureParts { image, alt, credit, decorative: parts["decorative"] == true };
        payloads.figures.insert(payload_id(&key)?, figure);
    }
    for (key, parts) in all("boxes") {
        let word = |name: &str| parts[name].as_str().map(str::to_owned);
        let boxed = BoxParts {
            kind: word("kind"),
            title: line_of(&parts["title"]),
            region: line_of(&parts["region"]),
            period: line_of(&parts["period"]),
            visibility: word("visibility"),
        };
        payloads.boxes.insert(payload_id(&key)?, boxed);
    }
    Ok(payloads)
}

pub(super) fn line_of(words: &Value) -> Line {
    let text = words.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    text.map(|text| Unit::Text { text, attributes: Attributes::new() }).into_iter().collect()
}

/// The line that an operation names.
pub(super) fn line(shape: &Value) -> Result<LineAt> {
    if shape.get("note").is_some() {
        return Ok(LineAt::Note(id(shape, "note")?));
    }
    if shape.get("table").is_some() {
        let key = CellKey { row: id(shape, "row")?, col: id(shape, "col")?, slot: id(shape, "slot")? };
        return Ok(LineAt::Cell(id(shape, "table")?, key));
    }
    let of = text(shape, "of")?;
    if shape.get("figure").is_some() {
        let which = FigureLine::ALL.into_iter().find(|line| line.word() == of);
        return Ok(LineAt::Figure(id(shape, "figure")?, which.context("`of` is alt or credit")?));
    }
    let which = BoxLine::ALL.into_iter().find(|line| line.word() == of);
    Ok(LineAt::Box(id(shape, "box")?, which.context("`of` is title, region or period")?))
}

pub(super) fn line_shape(line: &LineAt) -> Value {
    match line {
        LineAt::Note(id) => json!({ "note": id.as_str() }),
        LineAt::Cell(table, CellKey { row, col, slot }) => json!({
            "table": table.as_str(), "row": row.as_str(), "col": col.as_str(), "slot": slot.as_str(),
        }),
        LineAt::Figure(id, of) => json!({ "figure": id.as_str(), "of": of.word() }),
        LineAt::Box(id, of) => json!({ "box": id.as_str(), "of": of.word() }),
    }
}

pub(super) fn id(value: &Value, key: &str) -> Result<PayloadId> {
    payload_id(text(value, key)?)
}

pub(super) fn payload_id(text: &str) -> Result<PayloadId> {
    PayloadId::parse(text).with_context(|| format!("{text:?} is no id of a payload"))
}

pub(super) fn ids(names: &[Value]) -> Result<Vec<PayloadId>> {
    names.iter().map(|name| payload_id(name.as_str().unwrap_or_default())).collect()
}

/// An id that is to be written, or taken away where null stands.
pub(super) fn optional_id(value: &Value, key: &str) -> Result<Option<Option<PayloadId>>> {
    match value.get(key) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(_) => Ok(Some(Some(id(value, key)?))),
    }
}

pub(super) fn number(value: &Value, key: &str) -> Result<u32> {
    let number = value[key].as_u64().and_then(|number| u32::try_from(number).ok());
    number.with_context(|| format!("`{key}` is a position"))
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value[key].as_str().with_context(|| format!("`{key}` is a text"))
}
