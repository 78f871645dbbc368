//! Edits of a chapter, as the operations of `main` ask for them. Whatever an edit takes out of sight loses its words (P4).

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use manual::assemble::place;
use manual::block::{Direction, Kind, ListStyle, Place};
use manual::document::Document;
use manual::edit::payload::{Axis, removing};
use manual::edit::{self, BlockChange};
use manual::flat::{self, Unit};
use manual::inset::{Image, Visibility};
use manual::json;
use manual::payload::{self, SpanParts};
use serde_json::{Value, json};
use yrs::{TextRef, TransactionMut};

use super::read::{created, id, ids, line, line_shape, number, optional_id, text};
use super::units;

pub(super) fn edit(document: &mut Document, op: &Value) -> Result<Value> {
    let before = units(document);
    let body = flat::body(document);
    let ((told, cleared), update) =
        document.edit(|txn| removing(txn, &body, |txn| act(txn, &body, &before, op)));
    let mut told = told?;
    told["update"] = update.map(|update| STANDARD.encode(update)).into();
    told["cleared"] = cleared.iter().map(|(line, words)| json!([line_shape(line), words])).collect();
    Ok(told)
}

fn act(txn: &mut TransactionMut<'_>, body: &TextRef, before: &[Unit], op: &Value) -> Result<Value> {
    match text(op, "name")? {
        "insert" | "embed" | "delete" | "format" => {
            let Some(at) = op.get("line").map(line).transpose()? else { return in_text(txn, body, op) };
            if payload::lines::text(txn, &at).is_none() && op["at"] != 0 {
                bail!("there is no such line yet"); // said before one is made
            }
            let within = edit::payload::line(txn, &at)?;
            in_text(txn, &within, op)
        }
        "split" => {
            let (at, mark) = edit::split(txn, body, number(op, "at")?, text(op, "id")?)?;
            Ok(json!({ "at": at, "mark": mark }))
        }
        "join" => {
            edit::join(txn, body, number(op, "at")?)?;
            Ok(json!({}))
        }
        "kind" => {
            let at = number(op, "at")?;
            let written = edit::change(txn, body, at, &change(op, before, at)?)?;
            Ok(json!({ "written": written }))
        }
        _ => in_payload(txn, op).map(|()| json!({})),
    }
}

/// What is done in the body and in a line alike.
fn in_text(txn: &mut TransactionMut<'_>, within: &TextRef, op: &Value) -> Result<Value> {
    match text(op, "name")? {
        "insert" => {
            let marks = op["marks"].as_object().cloned().unwrap_or_default();
            let at = edit::insert(txn, within, number(op, "at")?, text(op, "text")?, &marks)?;
            Ok(json!({ "at": at }))
        }
        "embed" => Ok(json!({ "at": edit::embed(txn, within, number(op, "at")?, &op["value"])? })),
        "delete" => {
            let before = flat::read(txn, within);
            let (from, to) = edit::delete(txn, within, number(op, "from")?, number(op, "to")?)?;
            Ok(json!({ "from": from, "to": to, "deleted": json::units(&cut(&before, from, to)) }))
        }
        _ => {
            let attribute = (text(op, "attribute")?, &op["value"]);
            let ranges = edit::format(txn, within, number(op, "from")?, number(op, "to")?, attribute)?;
            Ok(json!({ "ranges": ranges }))
        }
    }
}

fn in_payload(txn: &mut TransactionMut<'_>, op: &Value) -> Result<()> {
    let axis = || match text(op, "axis")? {
        "rows" => Ok(Axis::Rows),
        "cols" => Ok(Axis::Cols),
        other => bail!("there is no axis {other:?}"),
    };
    match text(op, "name")? {
        "create" => created(&op["payloads"])?.write(txn),
        "place" => {
            let before = usize::try_from(number(op, "before")?)?;
            edit::payload::place(txn, id(op, "table")?, axis()?, id(op, "id")?, before)?;
        }
        "remove" => edit::payload::remove_from(txn, id(op, "table")?, axis()?, id(op, "id")?)?,
        "span" => {
            let names = |key: &str| op[key].as_array().map(|names| ids(names)).transpose();
            let span = names("rows")?.map(|rows| {
                Ok::<_, anyhow::Error>(SpanParts { rows, cols: names("cols")?.unwrap_or_default() })
            });
            edit::payload::span(txn, id(op, "table")?, id(op, "id")?, span.transpose()?.as_ref())?;
        }
        "width" => {
            let width = op["width"].as_u64().map(u8::try_from).transpose()?;
            edit::payload::width(txn, id(op, "table")?, id(op, "col")?, width)?;
        }
        "head" => edit::payload::head(txn, id(op, "table")?, axis()?, op["on"] == true)?,
        "picture" => {
            let image = Image::read(&op["image"]);
            edit::payload::picture(txn, id(op, "figure")?, image.as_ref(), op["decorative"] == true)?;
        }
        "box" => {
            let visibility = op["visibility"].as_str().and_then(Visibility::parse);
            edit::payload::boxed(txn, id(op, "id")?, text(op, "kind")?, visibility)?;
        }
        other => bail!("there is no operation {other:?}"),
    }
    Ok(())
}

/// What `kind` asks for; `list` and `depth` are seen together with what the block shows.
fn change(op: &Value, units: &[Unit], at: u32) -> Result<BlockChange> {
    let blocks = place(units);
    let block =
        blocks.iter().find(|placed| placed.mark_at == Some(at)).context("no paragraph mark stands there")?;
    let depth = match &op["depth"] {
        Value::Null => block.place.depth().unwrap_or(0),
        depth => depth.as_u64().and_then(|depth| u8::try_from(depth).ok()).context("`depth` is 0 to 5")?,
    };
    let list = op.get("list").map_or(block.place.word(), Value::as_str);
    let place = match list {
        None => Place::Plain,
        Some("bullet") => Place::Item(ListStyle::Bullet, depth),
        Some("number") => Place::Item(ListStyle::Number, depth),
        Some("cont") => Place::Further(depth),
        Some(other) => bail!("there is no list {other:?}"),
    };
    let kind = op["kind"].as_str().map(|word| Kind::parse(word).context("there is no such kind"));
    let dir = |dir: &Value| {
        dir.as_str().map(|word| Direction::parse(word).context("`dir` is ltr or rtl")).transpose()
    };
    Ok(BlockChange {
        kind: kind.transpose()?,
        place: Some(place),
        dir: op.get("dir").map(dir).transpose()?,
        lang: op.get("lang").map(|lang| lang.as_str().map(str::to_owned)),
        in_box: optional_id(op, "box")?,
        payload: optional_id(op, "payload")?,
        part: op.get("part").map(|part| part.as_str().map(str::to_owned)),
    })
}

/// The units of a range that falls on borders of characters.
fn cut(units: &[Unit], from: u32, to: u32) -> Vec<Unit> {
    let mut taken = Vec::new();
    let mut start = 0;
    for unit in units {
        let end = start + unit.len();
        if start.max(from) < end.min(to) {
            taken.push(match unit {
                Unit::Text { text, attributes } => Unit::Text {
                    text: slice(text, from.saturating_sub(start), to.min(end) - start),
                    attributes: attributes.clone(),
                },
                other => other.clone(),
            });
        }
        start = end;
    }
    taken
}

fn slice(text: &str, from: u32, to: u32) -> String {
    let mut at = 0;
    let inside = text.chars().filter(|c| {
        let begins = at;
        at += c.len_utf16() as u32;
        begins >= from && begins < to
    });
    inside.collect()
}
