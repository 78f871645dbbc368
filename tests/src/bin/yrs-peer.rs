//! A Yjs peer on yrs for tests in other languages: commands on standard input, answers on standard output, one JSON
//! object a line each, in order. It edits through `manual::flat::edit` and `manual::outline`, so a mixed history checks both
//! languages' rules.
//!
//! Every command may carry `"peer"` (a name, default `""`): several documents live side by side. Positions are UTF-16
//! code units in the flat body; updates and state vectors are base64 (standard alphabet, padded), encoding v1.
//! Unit and tree shapes are those of docs/document-model.md. Bytes are not scanned: feed it friendly ones only.
//!
//! ```text
//! {"do":"new","client":7}                     -> {"ok":true}            an empty document; replaces one of that name
//! {"do":"seed","client":1,"id":"aaaaaaaaaaaa"} -> {"update":"…"}        the service's creating update; touches no peer
//! {"do":"apply","update":"…"}                 -> {"ok":true,"gap":false} gap: something it needs has not come yet
//! {"do":"edit","op":{…}}                      -> {"update":"…"|null, …}  null: nothing changed; the rest depends on op
//!     {"name":"insert","at":3,"text":"x","marks":{}}    + "at": where it went (rounded to a border of characters)
//!     {"name":"delete","from":3,"to":5}                 + "from", "to" as rounded outwards, "deleted": units taken out
//!     {"name":"split","at":3,"id":"…"}                  + "at" of the new mark, "mark": its keys
//!     {"name":"join","at":9}                            the mark at 9 goes; refused at 0
//!     {"name":"kind","at":9,"kind":"h2","list":"bullet"|"number"|"cont"|null,"depth":0,"dir":"rtl"|null,"lang":…|null}
//!                                                       + "written": keys written (null: removed). An absent key stays
//!                                                       as the block shows it. The block `start` has no mark to change
//!     {"name":"format","from":3,"to":5,"attribute":"strong","value":true|null}   + "ranges": [[from,to],…] written
//! {"do":"outline","op":{…}}                   -> {"update":"…"|null}    the document is an outline; null: nothing changed,
//!                                                       with "refused" in words where the outline does not allow it
//!     {"name":"create","id":"…","title":"…","parent":"…"|null}   {"name":"rename","id":"…","title":"…"}
//!     {"name":"place","id":"…","parent":"…"|null,"after":"…"|null}   {"name":"delete","id":"…","deleted":true|false}
//! {"do":"chapters"}                           -> {"chapters":[{"id","title","parent"|null,"order","deleted"},…]}
//! {"do":"text"}                               -> {"units":[…]}
//! {"do":"tree"}                               -> {"tree":[…]}
//! {"do":"blocks"}                             -> {"blocks":[{"id","kind","at"|null,"from","to"},…]} places of blocks
//! {"do":"vector"}                             -> {"vector":"…"}
//! {"do":"diff","vector":"…"}                  -> {"update":"…"}         what a peer with that state vector lacks
//! {"do":"state"}                              -> {"update":"…"}         everything
//! anything refused or misspelt                -> {"error":"in words"}    and nothing was changed
//! ```
//! It ends when standard input does.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use manual::assemble::{chapter as assembled, place};
use manual::block::{Block, Direction, Kind, ListStyle, Node, Place};
use manual::document::Document;
use manual::flat::edit::{self, BlockChange};
use manual::flat::{self, Unit};
use manual::id::ChapterId;
use manual::json;
use manual::outline;
use manual::payload::Payloads;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let mut peers = HashMap::new();
    let mut answers = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let answer =
            answer(&mut peers, &line?).unwrap_or_else(|error| json!({ "error": format!("{error:#}") }));
        writeln!(answers, "{answer}")?;
        answers.flush()?;
    }
    Ok(())
}

fn answer(peers: &mut HashMap<String, Document>, line: &str) -> Result<Value> {
    let command: Value = serde_json::from_str(line).context("a line is one JSON object")?;
    let name = command["peer"].as_str().unwrap_or_default();
    let act = text(&command, "do")?;
    if act == "new" {
        peers.insert(name.to_owned(), Document::new(client(&command)?));
        return Ok(json!({ "ok": true }));
    }
    if act == "seed" {
        let first = Node::Block(Block::paragraph(text(&command, "id")?));
        return Ok(
            json!({ "update": STANDARD.encode(flat::seed(client(&command)?, &[first], &Payloads::default())) }),
        );
    }
    let document = peers.get_mut(name).with_context(|| format!("there is no peer {name:?}"))?;
    match act {
        "apply" => apply(document, &bytes(&command, "update")?),
        "edit" => edit(document, &command["op"]),
        "outline" => edit_outline(document, &command["op"]),
        "chapters" => Ok(json!({ "chapters": json::outline(document) })),
        "text" => Ok(json!({ "units": json::units(&units(document)) })),
        "tree" => Ok(json!({ "tree": json::tree(&assembled(document)) })),
        "blocks" => Ok(json!({ "blocks": blocks(document) })),
        "vector" => Ok(json!({ "vector": STANDARD.encode(document.state_vector()) })),
        "diff" => diff(document, &bytes(&command, "vector")?),
        "state" => Ok(json!({ "update": STANDARD.encode(document.state()) })),
        other => bail!("there is no command {other:?}"),
    }
}

fn apply(document: &mut Document, update: &[u8]) -> Result<Value> {
    document.apply(update)?;
    Ok(json!({ "ok": true, "gap": document.has_gap() }))
}

fn diff(document: &Document, vector: &[u8]) -> Result<Value> {
    let update = document.diff(vector).context("that is no state vector")?;
    Ok(json!({ "update": STANDARD.encode(update) }))
}

fn units(document: &Document) -> Vec<Unit> {
    let body = flat::body(document);
    document.read(|txn| flat::read(txn, &body))
}

fn blocks(document: &Document) -> Value {
    let placed = place(&units(document)).into_iter();
    let shape = placed.map(|placed| {
        let kind = placed.block.kind.word();
        json!({ "id": placed.block.id, "kind": kind, "at": placed.mark_at, "from": placed.from, "to": placed.to })
    });
    shape.collect()
}

fn edit(document: &mut Document, op: &Value) -> Result<Value> {
    let before = units(document);
    let body = flat::body(document);
    let (told, update) = document.edit(|txn| -> Result<Value> {
        match text(op, "name")? {
            "insert" => {
                let marks = op["marks"].as_object().cloned().unwrap_or_default();
                let at = edit::insert(txn, &body, number(op, "at")?, text(op, "text")?, &marks)?;
                Ok(json!({ "at": at }))
            }
            "delete" => {
                let (from, to) = edit::delete(txn, &body, number(op, "from")?, number(op, "to")?)?;
                Ok(json!({ "from": from, "to": to, "deleted": json::units(&cut(&before, from, to)) }))
            }
            "split" => {
                let (at, mark) = edit::split(txn, &body, number(op, "at")?, text(op, "id")?)?;
                Ok(json!({ "at": at, "mark": mark }))
            }
            "join" => {
                edit::join(txn, &body, number(op, "at")?)?;
                Ok(json!({}))
            }
            "kind" => {
                let at = number(op, "at")?;
                let written = edit::change(txn, &body, at, &change(op, &before, at)?)?;
                Ok(json!({ "written": written }))
            }
            "format" => {
                let attribute = (text(op, "attribute")?, &op["value"]);
                let ranges = edit::format(txn, &body, number(op, "from")?, number(op, "to")?, attribute)?;
                Ok(json!({ "ranges": ranges }))
            }
            other => bail!("there is no operation {other:?}"),
        }
    });
    let mut told = told?;
    told["update"] = update.map(|update| STANDARD.encode(update)).into();
    Ok(told)
}

fn edit_outline(outline: &mut Document, op: &Value) -> Result<Value> {
    let id = chapter(op, "id")?.context("`id` is a chapter's id")?;
    let outcome = match text(op, "name")? {
        "create" => outline::create(outline, id, text(op, "title")?, chapter(op, "parent")?).map(Some),
        "rename" => outline::set_title(outline, id, text(op, "title")?),
        "place" => outline::place(outline, id, chapter(op, "parent")?, chapter(op, "after")?),
        "delete" => outline::set_deleted(outline, id, op["deleted"] == true),
        other => bail!("there is no operation {other:?}"),
    };
    Ok(match outcome {
        Ok(update) => json!({ "update": update.map(|update| STANDARD.encode(update)) }),
        Err(refused) => json!({ "update": null, "refused": refused.to_string() }),
    })
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
        ..BlockChange::default()
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

fn client(command: &Value) -> Result<u64> {
    command["client"].as_u64().context("`client` is a whole number")
}

/// A chapter's id, or none where null stands.
fn chapter(value: &Value, key: &str) -> Result<Option<ChapterId>> {
    let id = value[key].as_str();
    id.map(|id| ChapterId::parse(id).with_context(|| format!("`{key}` is a chapter's id"))).transpose()
}

fn number(value: &Value, key: &str) -> Result<u32> {
    let number = value[key].as_u64().and_then(|number| u32::try_from(number).ok());
    number.with_context(|| format!("`{key}` is a position"))
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value[key].as_str().with_context(|| format!("`{key}` is a text"))
}

fn bytes(command: &Value, key: &str) -> Result<Vec<u8>> {
    STANDARD.decode(text(command, key)?).map_err(|error| anyhow!("`{key}`: {error}"))
}
