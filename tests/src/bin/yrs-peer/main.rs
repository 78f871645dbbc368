//! A Yjs peer on yrs for tests in other languages: commands on standard input, answers on standard output, one JSON
//! object a line each, in order. It edits through `manual::edit` and `manual::outline`, so a mixed history checks both
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
//!     {"name":"embed","at":3,"value":{"note":"…"}}      + "at"; a note, a cross-reference or a page break
//!     {"name":"delete","from":3,"to":5}                 + "from", "to" as rounded outwards, "deleted": units taken out
//!     {"name":"format","from":3,"to":5,"attribute":"strong","value":true|null}   + "ranges": [[from,to],…] written
//!         these four act in the body, or with "line" in a payload: {"note":id}, {"table":id,"row":id,"col":id,"slot":id},
//!         {"figure":id,"of":"alt"|"credit"}, {"box":id,"of":"title"|"region"|"period"}. A cell's line that is not there is made
//!     {"name":"split","at":3,"id":"…"}                  + "at" of the new mark, "mark": its keys
//!     {"name":"join","at":9}                            the mark at 9 goes; refused at 0
//!     {"name":"kind","at":9,"kind":"h2","list":"bullet"|"number"|"cont"|null,"depth":0,"dir":"rtl"|null,"lang":…|null,
//!      "box":id|null,"payload":id|null,"part":"…"|null} + "written": keys written (null: removed). An absent key stays
//!                                                       as the block shows it. The block `start` has no mark to change
//!     {"name":"create","payloads":{…}}                  fresh ones (P3), in the shape of the vectors' `Payloads`, but that a
//!                                                       line is a string: {"notes":{id:""}}, {"boxes":{id:{"kind":"case"}}},
//!                                                       {"tables":{id:{"rows":[id],"cols":[id],"cells":{key:"x"}}}}, {"figures":{id:{}}}
//!     {"name":"place","table":id,"axis":"rows"|"cols","id":id,"before":1}   puts a row or column before the one shown there,
//!                                                       or at the end; one that is there already moves
//!     {"name":"remove","table":id,"axis":"rows"|"cols","id":id}             takes one away
//!     {"name":"span","table":id,"id":id,"rows":[id,…],"cols":[id,…]}        merges cells; without "rows" parts them again
//!     {"name":"width","table":id,"col":id,"width":40|null}   {"name":"head","table":id,"axis":"rows"|"cols","on":true|false}
//!     {"name":"picture","figure":id,"image":{…}|null,"decorative":true|false}
//!     {"name":"box","id":id,"kind":"case"|"key"|"checklist","visibility":"network"|"publishable"}
//!                                                       every edit + "cleared": [[line,"words"],…]: the lines that it took out of
//!                                                       sight, as "line" names them, with the words that it took out of them (P4)
//! {"do":"outline","op":{…}}                   -> {"update":"…"|null}    the document is an outline; null: nothing changed,
//!                                                       with "refused" in words where the outline does not allow it
//!     {"name":"create","id":"…","title":"…","parent":"…"|null}   {"name":"rename","id":"…","title":"…"}
//!     {"name":"place","id":"…","parent":"…"|null,"after":"…"|null}   {"name":"delete","id":"…","deleted":true|false}
//! {"do":"chapters"}                           -> {"chapters":[{"id","title","parent"|null,"order","deleted"},…]}
//! {"do":"text"}                               -> {"units":[…]}
//! {"do":"tree"}                               -> {"tree":[…]}           with what its payloads show
//! {"do":"payloads"}                           -> {"payloads":{…}}       in the shape of the vectors
//! {"do":"leftover"}                           -> {"leftover":[…]}       in the shape of the vectors
//! {"do":"blocks"}                             -> {"blocks":[{"id","kind","at"|null,"from","to"},…]} places of blocks
//! {"do":"vector"}                             -> {"vector":"…"}
//! {"do":"diff","vector":"…"}                  -> {"update":"…"}         what a peer with that state vector lacks
//! {"do":"state"}                              -> {"update":"…"}         everything
//! anything refused or misspelt                -> {"error":"in words"}    and nothing was changed
//! ```
//! It ends when standard input does.

mod edits;
mod read;

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use manual::assemble::{chapter as assembled, place};
use manual::block::{Block, Node};
use manual::document::Document;
use manual::flat::{self, Unit};
use manual::flatten;
use manual::id::ChapterId;
use manual::json;
use manual::leftover::leftover;
use manual::outline;
use manual::payload::Payloads;
use serde_json::{Value, json};

use self::read::text;

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
            json!({ "update": STANDARD.encode(flatten::seed(client(&command)?, &[first], &Payloads::default())) }),
        );
    }
    let document = peers.get_mut(name).with_context(|| format!("there is no peer {name:?}"))?;
    match act {
        "apply" => apply(document, &bytes(&command, "update")?),
        "edit" => edits::edit(document, &command["op"]),
        "outline" => edit_outline(document, &command["op"]),
        "chapters" => Ok(json!({ "chapters": json::outline(document) })),
        "text" => Ok(json!({ "units": json::units(&units(document)) })),
        "tree" => Ok(json!({ "tree": json::tree(&assembled(document)) })),
        "blocks" => Ok(json!({ "blocks": blocks(document) })),
        "payloads" => Ok(json!({ "payloads": json::payloads(&Payloads::read(document)) })),
        "leftover" => {
            let left = leftover(&assembled(document), &Payloads::read(document));
            Ok(json!({ "leftover": json::leftover(&left) }))
        }
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

fn client(command: &Value) -> Result<u64> {
    command["client"].as_u64().context("`client` is a whole number")
}

/// A chapter's id, or none where null stands.
fn chapter(value: &Value, key: &str) -> Result<Option<ChapterId>> {
    let id = value[key].as_str();
    id.map(|id| ChapterId::parse(id).with_context(|| format!("`{key}` is a chapter's id"))).transpose()
}

fn bytes(command: &Value, key: &str) -> Result<Vec<u8>> {
    STANDARD.decode(text(command, key)?).map_err(|error| anyhow!("`{key}`: {error}"))
}
