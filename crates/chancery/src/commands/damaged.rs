//! `chancery chapter damaged`, `delete` and `restore`: which documents are shown at their last good state because a record of
//! theirs is not what was written, by name; and taking one out of its manual, so that the rest can be frozen. Mends nothing.

use anyhow::{Context, Result};
use serde_json::Value;
use server::commands::Request;

use super::state::Which;
use super::{Place, text};

/// Prints a line for each.
pub(crate) async fn run(place: &Place) -> Result<()> {
    let stands = place.ask(Request::Check).await?;
    let (seq, damaged) =
        (stands["seq"].as_u64().context("the answer has no position")?, list(&stands["damaged"]));
    if damaged.is_empty() {
        println!("Nothing is damaged.");
        return Ok(());
    }
    let documents = list(&place.ask(Request::ListDocuments).await?["documents"]);
    for id in damaged.iter().filter_map(Value::as_str) {
        println!("{}", line(place, id, &documents, seq).await?);
    }
    println!("Each is shown at its last good state, and nobody can write in it. Everything else works.");
    Ok(())
}

/// Takes a chapter out, or puts it back.
pub(crate) async fn mark(Which { chapter, place }: Which, deleted: bool) -> Result<()> {
    place.ask(Request::MarkChapter { chapter, deleted }).await?;
    match deleted {
        true => println!("The chapter is deleted. It can be put back: chancery chapter restore."),
        false => println!("The chapter is back where it was."),
    }
    Ok(())
}

/// A damaged document by the name that people know.
async fn line(place: &Place, id: &str, documents: &[Value], seq: u64) -> Result<String> {
    let Some(document) = documents.iter().find(|it| it["id"] == id) else {
        return Ok(format!("{id}  a document of no manual"));
    };
    let (kind, manual) = (text(document, "kind")?, text(document, "slug")?);
    let deleted = if document["deleted"] == true { ", deleted" } else { "" };
    let title = match kind {
        "chapter" | "template" => title(place, id, document, documents, seq).await,
        _ => None,
    };
    let title = title.map(|title| format!(" \u{201c}{title}\u{201d}")).unwrap_or_default();
    Ok(format!("{id}  {kind}{title} of {manual}{deleted}"))
}

/// As the outline of its manual has it; none where that cannot be read either.
async fn title(place: &Place, id: &str, document: &Value, documents: &[Value], seq: u64) -> Option<String> {
    let is_outline = |it: &&Value| it["kind"] == "outline" && it["manual"] == document["manual"];
    let outline = documents.iter().find(is_outline)?["id"].as_str()?.to_owned();
    let read = place.ask(Request::ReadDocument { document: outline, seq }).await.ok()?;
    found(&read["tree"], id)
}

/// The title beside an id, however deep it stands.
fn found(tree: &Value, id: &str) -> Option<String> {
    match tree {
        Value::Object(fields) if fields.get("id").is_some_and(|it| it == id) => {
            fields.get("title")?.as_str().map(str::to_owned)
        }
        Value::Object(fields) => fields.values().find_map(|below| found(below, id)),
        Value::Array(all) => all.iter().find_map(|below| found(below, id)),
        _ => None,
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_title_is_found_however_deep() {
        let tree =
            json!({ "chapters": [{ "id": "a", "title": "A", "children": [{ "id": "b", "title": "B" }] }] });
        assert_eq!(found(&tree, "b").as_deref(), Some("B"));
        assert_eq!(found(&tree, "c"), None);
    }
}
