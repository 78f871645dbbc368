//! Every kind of payload, made and changed as editors do it, passes the bouncer and the ledger and arrives whole; what no payload
//! holds does not pass. (docs/document-model.md, "Payloads".)

use collab::bouncer::{DocumentKind, scan};
use collab::code::Code;
use collab::ledger::{Judgement, Ledger};
use collab::limits::Limits;
use manual::assemble::chapter;
use manual::document::Document;
use manual::edit::payload::{Axis, boxed, head, line, picture, place, remove_from, removing, span, width};
use manual::edit::{self, BlockChange};
use manual::flat::{Attributes, body};
use manual::id::PayloadId;
use manual::inset::{Image, ImageKind, Visibility};
use manual::json;
use manual::payload::lines::{BoxLine, FigureLine, LineAt};
use manual::payload::{BoxParts, CellKey, FigureParts, Line, Payloads, SpanParts, TableParts};
use serde_json::json;
use yrs::{
    ArrayPrelim, Map, MapPrelim, Text, TextPrelim, TextRef, TransactionMut, WriteTxn, XmlElementPrelim,
};

/// A writer, and what stands behind the bouncer.
struct Side {
    writer: Document,
    behind: Document,
    ledger: Ledger,
}

impl Side {
    fn new() -> Self {
        Self {
            writer: Document::new(7),
            behind: Document::new(0),
            ledger: Ledger::new(DocumentKind::Chapter),
        }
    }

    /// An edit, judged and taken in.
    fn edits<R>(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>, &TextRef) -> R) -> R {
        let body = body(&self.writer);
        let (told, update) = self.writer.edit(|txn| removing(txn, &body, |txn| edit(txn, &body)).0);
        let (update, limits) = (update.expect("a change"), Limits::default());
        let scanned = scan(&update, &limits).expect("honest bytes");
        let judged = self.ledger.judge(&scanned, &limits);
        assert!(matches!(judged, Ok(Judgement::Brings { .. })), "{judged:?}");
        let deleted = self.behind.apply(&update).expect("integrated");
        self.ledger.record(&scanned, &deleted);
        assert_eq!(Payloads::read(&self.behind), Payloads::read(&self.writer));
        told
    }

    fn types(&mut self, at: &LineAt, words: &str) {
        let typed = self.edits(|txn, _| {
            let text = line(txn, at)?;
            edit::insert(txn, &text, 0, words, &Attributes::new())
        });
        typed.expect("a line");
    }

    /// What the bouncer says to a change that no editor makes.
    fn refuses(&mut self, name: &str, change: impl FnOnce(&mut TransactionMut<'_>)) {
        let mut writer = Document::new(9);
        writer.apply(&self.behind.state()).expect("ours");
        let ((), update) = writer.edit(change);
        let (update, limits) = (update.expect("a change"), Limits::default());
        let judged = scan(&update, &limits).and_then(|scanned| self.ledger.judge(&scanned, &limits));
        assert_eq!(judged, Err(Code::ForbiddenContent), "{name}");
    }
}

fn id(name: &str) -> PayloadId {
    PayloadId::parse(&format!("{name:0<12}")).expect("twelve characters")
}

#[test]
fn a_note_is_made_written_referred_to_and_removed() {
    let mut side = Side::new();
    side.edits(|txn, _| {
        Payloads { notes: [(id("n"), Line::new())].into(), ..Payloads::default() }.write(txn)
    });
    side.types(&LineAt::Note(id("n")), "What it says.");
    side.edits(|txn, body| edit::embed(txn, body, 0, &json!({"note": id("n").as_str()}))).expect("placed");
    side.edits(|txn, _| {
        let text = line(txn, &LineAt::Note(id("n")))?;
        edit::embed(txn, &text, 4, &json!({"xref": "a", "chapter": "07070707-0707-4707-8707-070707070707"}))?;
        edit::format(txn, &text, 0, 4, ("strong", &json!(true)))
    })
    .expect("in a note as in the body");
    side.edits(|txn, body| edit::delete(txn, body, 0, 1)).expect("deleted");
    assert_eq!(Payloads::read(&side.behind).notes[&id("n")], Line::new());
}

#[test]
fn a_table_is_made_and_changed_in_every_way() {
    let mut side = Side::new();
    let (rows, cols) = (vec![id("r1"), id("r2")], vec![id("c1"), id("c2")]);
    let table = TableParts { rows, cols, ..TableParts::default() };
    side.edits(|txn, _| Payloads { tables: [(id("t"), table)].into(), ..Payloads::default() }.write(txn));
    side.edits(|txn, body| edit::split(txn, body, 0, "mmmmmmmmmmmm")).expect("split");
    let shown = BlockChange {
        kind: Some(manual::block::Kind::Table),
        payload: Some(Some(id("t"))),
        ..BlockChange::default()
    };
    side.edits(|txn, body| edit::change(txn, body, 0, &shown)).expect("changed");
    let cell =
        |row: &str, col: &str| LineAt::Cell(id("t"), CellKey { row: id(row), col: id(col), slot: id("s") });
    side.types(&cell("r1", "c1"), "one");
    side.types(&cell("r2", "c2"), "four");
    side.types(&cell("r2", "c2"), "twenty-");
    side.edits(|txn, _| place(txn, id("t"), Axis::Rows, id("r3"), 1)).expect("a row");
    side.edits(|txn, _| place(txn, id("t"), Axis::Rows, id("r1"), 9)).expect("a row that moves");
    side.edits(|txn, _| place(txn, id("t"), Axis::Cols, id("c3"), 0)).expect("a column");
    let merged = SpanParts { rows: vec![id("r3"), id("r2")], cols: vec![id("c3"), id("c1")] };
    side.edits(|txn, _| span(txn, id("t"), id("x"), Some(&merged))).expect("merged");
    side.edits(|txn, _| span(txn, id("t"), id("x"), None)).expect("parted");
    side.edits(|txn, _| width(txn, id("t"), id("c1"), Some(40))).expect("a width");
    side.edits(|txn, _| head(txn, id("t"), Axis::Rows, true)).expect("a head");
    side.edits(|txn, _| remove_from(txn, id("t"), Axis::Rows, id("r2"))).expect("removed");
    let shown = json::tree(&chapter(&side.behind));
    assert_eq!(
        shown[0]["table"]["rows"],
        json!([
            {"id": id("r3").as_str(), "cells": [{"content": []}, {"content": []}, {"content": []}]},
            {"id": id("r1").as_str(), "cells": [{"content": []}, {"content": [{"text": "one"}]}, {"content": []}]},
        ])
    );
    assert_eq!(shown[0]["table"]["headRow"], true);
}

#[test]
fn a_figure_and_a_box_are_made_and_changed() {
    let mut side = Side::new();
    let (figures, boxes) = ([(id("f"), FigureParts::default())], [(id("b"), BoxParts::default())]);
    let made = Payloads { figures: figures.into(), boxes: boxes.into(), ..Payloads::default() };
    side.edits(|txn, _| made.write(txn));
    let image = Image { sha256: "0".repeat(64), width: 640, height: 480, kind: ImageKind::Webp };
    side.edits(|txn, _| picture(txn, id("f"), Some(&image), false)).expect("a picture");
    side.types(&LineAt::Figure(id("f"), FigureLine::Alt), "A river");
    side.types(&LineAt::Figure(id("f"), FigureLine::Credit), "Ministry of Water");
    side.edits(|txn, _| boxed(txn, id("b"), "case", Some(Visibility::Publishable))).expect("a case");
    for line in BoxLine::ALL {
        side.types(&LineAt::Box(id("b"), line), line.word());
    }
    side.edits(|txn, body| edit::split(txn, body, 0, "mmmmmmmmmmmm")).expect("split");
    let inside = BlockChange { in_box: Some(Some(id("b"))), ..BlockChange::default() };
    side.edits(|txn, body| edit::change(txn, body, 0, &inside)).expect("changed");
    let heading = &json::tree(&chapter(&side.behind))[0]["heading"];
    assert_eq!(
        *heading,
        json!({"kind": "case", "title": "title", "region": "region", "period": "period", "visibility": "publishable"})
    );
}

#[test]
fn what_no_payload_holds_is_refused() {
    let mut side = Side::new();
    side.edits(|txn, _| {
        Payloads { notes: [(id("n"), Line::new())].into(), ..Payloads::default() }.write(txn)
    });
    side.refuses("an element of XML", |txn| {
        txn.get_or_insert_map("tables").insert(txn, "t", XmlElementPrelim::empty("p"));
    });
    side.refuses("maps in maps without end", |txn| {
        let mut map = txn.get_or_insert_map("tables");
        for _ in 0..=Limits::default().type_depth_max {
            map = map.insert(txn, "t", MapPrelim::default());
        }
    });
    side.refuses("a text in the body", |txn| {
        let body = txn.get_or_insert_text("body");
        body.insert_embed(txn, 0, TextPrelim::new("words"));
    });
    side.refuses("another side map", |txn| {
        txn.get_or_insert_map("cells").insert(txn, "c", ArrayPrelim::default());
    });
}
