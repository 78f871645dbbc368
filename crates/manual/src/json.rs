//! The JSON shapes of flat texts, trees and outlines that docs/document-model.md gives: for the vectors both languages
//! read, for tests, tools and `chancery export --raw`. Nothing of ours reads them back from a disk or a socket.

use serde_json::{Value, json};

use crate::block::{Block, Boxed, Head, Kind, Node};
use crate::document::Document;
use crate::flat::{Attributes, Unit};
use crate::id::PayloadId;
use crate::inline::{Inline, Style};
use crate::inset::{BoxKind, Cell, Figure, Heading, Image, Inset, Table};
use crate::leftover::{LeftOver, Of};
use crate::outline;
use crate::parts::Part;
use crate::payload::{Payloads, TableParts};

/// A flat text in the shape of the vectors.
pub fn units(units: &[Unit]) -> Value {
    units.iter().map(unit).collect()
}

fn unit(unit: &Unit) -> Value {
    let mut shape = match unit {
        Unit::Text { text, .. } => json!({ "text": text }),
        Unit::Mark { keys, .. } => json!({ "mark": keys }),
        Unit::Embed { value, .. } => json!({ "embed": value }),
    };
    if !unit.attributes().is_empty() {
        shape["marks"] = Value::Object(unit.attributes().clone());
    }
    shape
}

/// Reads a flat text in the shape of the vectors; `None` when it has another shape or an empty text.
pub fn read_units(shape: &Value) -> Option<Vec<Unit>> {
    shape.as_array()?.iter().map(read_unit).collect()
}

fn read_unit(shape: &Value) -> Option<Unit> {
    let attributes = match shape.get("marks") {
        None => Attributes::new(),
        Some(marks) => marks.as_object()?.clone(),
    };
    if let Some(text) = shape.get("text") {
        let text = text.as_str().filter(|text| !text.is_empty())?.to_owned();
        Some(Unit::Text { text, attributes })
    } else if let Some(keys) = shape.get("mark") {
        Some(Unit::Mark { keys: keys.as_object()?.clone(), attributes })
    } else {
        Some(Unit::Embed { value: shape.get("embed")?.clone(), attributes })
    }
}

/// Payloads in the shape of the vectors.
pub fn payloads(payloads: &Payloads) -> Value {
    fn by_id<'p, V>(all: impl IntoIterator<Item = (&'p PayloadId, V)>, shape: impl Fn(V) -> Value) -> Value {
        Value::Object(all.into_iter().map(|(id, payload)| (id.to_string(), shape(payload))).collect())
    }
    json!({
        "notes": by_id(&payloads.notes, |line| units(line)),
        "tables": by_id(&payloads.tables, table_parts),
        "figures": by_id(&payloads.figures, |figure| {
            let image = figure.image.as_ref().map(Image::written);
            let parts = [("image", image), ("decorative", figure.decorative.then(|| true.into()))];
            with(json!({ "alt": units(&figure.alt), "credit": units(&figure.credit) }), parts)
        }),
        "boxes": by_id(&payloads.boxes, |parts| {
            let words = [("kind", &parts.kind), ("visibility", &parts.visibility)];
            let words = words.map(|(name, word)| (name, word.as_deref().map(Value::from)));
            let lines = json!({
                "title": units(&parts.title), "region": units(&parts.region), "period": units(&parts.period),
            });
            with(lines, words)
        }),
    })
}

fn table_parts(table: &TableParts) -> Value {
    let ids = |ids: &[PayloadId]| ids.iter().map(|id| Value::from(id.as_str())).collect::<Value>();
    let cells = table.cells.iter().map(|(key, line)| (key.to_string(), units(line)));
    let widths = table.widths.iter().map(|(id, width)| (id.to_string(), json!(width)));
    let spans = table
        .spans
        .iter()
        .map(|(id, span)| (id.to_string(), json!({ "rows": ids(&span.rows), "cols": ids(&span.cols) })));
    let shape = json!({
        "rows": ids(&table.rows),
        "cols": ids(&table.cols),
        "cells": cells.collect::<Value>(),
        "widths": widths.collect::<Value>(),
        "spans": spans.collect::<Value>(),
    });
    let heads = [("headRow", table.head_row), ("headCol", table.head_col)];
    with(shape, heads.map(|(name, on)| (name, on.then(|| true.into()))))
}

/// An object with the members that are there.
fn with(mut shape: Value, members: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    for (name, member) in members {
        if let Some(member) = member {
            shape[name] = member;
        }
    }
    shape
}

/// What is left over, in the shape of the vectors.
pub fn leftover(left: &[LeftOver]) -> Value {
    let shape = |LeftOver { of, lines }: &LeftOver| {
        let (kind, id, table) = match of {
            Of::Note(id) => ("note", id, None),
            Of::Table(id) => ("table", id, None),
            Of::Figure(id) => ("figure", id, None),
            Of::Box(id) => ("box", id, None),
            Of::Row { table, row } => ("row", row, Some(table)),
            Of::Column { table, col } => ("column", col, Some(table)),
        };
        let shape = json!({ "kind": kind, "id": id.as_str(), "lines": lines });
        with(shape, [("table", table.map(|table| table.as_str().into()))])
    };
    left.iter().map(shape).collect()
}

/// The chapters of an outline as they are shown, in the shape of the vectors.
pub fn outline(document: &Document) -> Value {
    let chapters = outline::read(document).into_iter().map(|chapter| {
        let mut shape = json!({
            "id": chapter.id.to_string(),
            "title": chapter.title,
            "parent": chapter.parent.map(|parent| parent.to_string()),
            "order": chapter.order,
            "deleted": chapter.deleted,
        });
        if let Some(from) = chapter.from {
            shape["from"] = from.to_string().into();
        }
        shape
    });
    chapters.collect()
}

/// The templates of an outline, in the shape of the vectors.
pub fn templates(document: &Document) -> Value {
    let templates = outline::templates(document).into_iter();
    templates
        .map(|template| {
            json!({ "id": template.id.to_string(), "title": template.title, "deleted": template.deleted })
        })
        .collect()
}

/// A part of a template, in the shape of the vectors.
pub fn part(part: &Part) -> Value {
    let level = if part.kind == Kind::Heading2 { 2 } else { 3 };
    let mut shape = json!({ "part": part.id, "level": level, "title": part.title, "hint": part.hint,
        "asks": part.asks, "given": part.given });
    if let Some(dir) = part.dir {
        shape["dir"] = dir.word().into();
    }
    if let Some(lang) = &part.lang {
        shape["lang"] = lang.as_str().into();
    }
    shape
}

/// A tree in the shape of the vectors. Recursive: only for trees that `assemble` made, at most a box and six lists deep.
pub fn tree(nodes: &[Node]) -> Value {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> Value {
    let list = match node {
        Node::Block(block) => return self::block(block),
        Node::Boxed(boxed) => return self::boxed(boxed),
        Node::List(list) => list,
    };
    let items = list.items.iter().map(|item| {
        let blocks = std::iter::once(block(&item.first)).chain(item.more.iter().map(self::node));
        json!({ "blocks": blocks.collect::<Value>() })
    });
    json!({ "list": list.style.word(), "items": items.collect::<Value>() })
}

fn block(block: &Block) -> Value {
    let mut shape = json!({ "kind": block.kind.word(), "id": block.id, "content": content(&block.content) });
    if let Some(dir) = block.dir {
        shape["dir"] = dir.word().into();
    }
    if let Some(lang) = &block.lang {
        shape["lang"] = lang.as_str().into();
    }
    if let Some(part) = &block.part {
        shape["part"] = part.as_str().into();
    }
    if let Some(payload) = &block.payload {
        shape["payload"] = payload.as_str().into();
    }
    match block.inset.as_deref() {
        Some(Inset::Table(table)) => shape["table"] = self::table(table),
        Some(Inset::Figure(figure)) => shape["figure"] = self::figure(figure),
        None => {}
    }
    shape
}

fn boxed(boxed: &Boxed) -> Value {
    let mut shape = json!({ "box": boxed.id.as_str(), "blocks": tree(&boxed.blocks) });
    match &boxed.head {
        Head::First(heading) => shape["heading"] = self::heading(heading),
        Head::Part(number) => shape["part"] = (*number).into(),
    }
    shape
}

/// The heading of a box in the shape of the vectors.
pub fn heading(heading: &Heading) -> Value {
    let mut shape = json!({ "kind": heading.kind.word(), "title": heading.title });
    if let BoxKind::Case { region, period, visibility } = &heading.kind {
        shape["region"] = region.as_str().into();
        shape["period"] = period.as_str().into();
        shape["visibility"] = visibility.word().into();
    }
    shape
}

/// A table in the shape of the vectors.
pub fn table(table: &Table) -> Value {
    let cols = table.cols.iter().map(|col| match col.width {
        None => json!({ "id": col.id.as_str() }),
        Some(width) => json!({ "id": col.id.as_str(), "width": width }),
    });
    let rows = table
        .rows
        .iter()
        .map(|row| json!({ "id": row.id.as_str(), "cells": row.cells.iter().map(cell).collect::<Value>() }));
    let mut shape = json!({ "cols": cols.collect::<Value>(), "rows": rows.collect::<Value>() });
    for (name, on) in [("headRow", table.head_row), ("headCol", table.head_col)] {
        if on {
            shape[name] = true.into();
        }
    }
    shape
}

fn cell(cell: &Cell) -> Value {
    let mut shape = json!({ "content": content(&cell.content) });
    for (name, count) in [("across", cell.across), ("down", cell.down)] {
        if count > 1 {
            shape[name] = count.into();
        }
    }
    shape
}

/// A figure in the shape of the vectors.
pub fn figure(figure: &Figure) -> Value {
    let mut shape = json!({ "alt": figure.alt, "credit": figure.credit });
    if let Some(image) = &figure.image {
        shape["image"] = image.written();
    }
    if figure.decorative {
        shape["decorative"] = true.into();
    }
    shape
}

/// The content of a block or a line in the shape of the vectors.
pub fn content(content: &[Inline]) -> Value {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Value {
    match inline {
        Inline::Text { text, style } if *style == Style::default() => json!({ "text": text }),
        Inline::Text { text, style } => json!({ "text": text, "marks": style.written() }),
        Inline::Break => json!({ "break": true }),
        Inline::PageBreak => json!({ "break": "page" }),
        Inline::Note { id, content: None } => json!({ "note": id.as_str() }),
        Inline::Note { id, content: Some(said) } => json!({ "note": id.as_str(), "content": content(said) }),
        Inline::Xref { target, chapter: None } => json!({ "xref": target }),
        Inline::Xref { target, chapter: Some(id) } => json!({ "xref": target, "chapter": id.to_string() }),
        Inline::Unknown(value) => json!({ "unknown": value }),
    }
}
