//! Two people at once at tables, notes, figures and boxes: what comes out of it, story by story (docs/document-model.md, P2 to
//! P4, "Left over"). The letters are those of the page.

use manual::assemble::chapter;
use manual::block::Kind;
use manual::document::Document;
use manual::edit::payload::{
    self as edit_payload, Axis, boxed, picture, place, remove_from, removing, span, width,
};
use manual::edit::{self, BlockChange, EditRefused};
use manual::flat::{Attributes, Unit, body, write_all};
use manual::id::PayloadId;
use manual::inline::Inline;
use manual::inset::{Image, ImageKind};
use manual::json;
use manual::leftover::leftover;
use manual::payload::lines::{BoxLine, LineAt};
use manual::payload::{BoxParts, CellKey, FigureParts, Payloads, SpanParts, TableParts};
use serde_json::{Value, json};
use yrs::{TextRef, TransactionMut};

fn id(name: &str) -> PayloadId {
    PayloadId::parse(&format!("{name:0<12}")).expect("twelve characters")
}

fn words(words: &str) -> Vec<Unit> {
    vec![Unit::Text { text: words.to_owned(), attributes: Attributes::new() }]
}

fn cell(row: &str, col: &str, slot: &str) -> LineAt {
    LineAt::Cell(id("t"), CellKey { row: id(row), col: id(col), slot: id(slot) })
}

/// One person's copy.
struct Copy(Document);

impl Copy {
    /// A chapter with a sentence and its note, a table of two by two, a figure and a case study; and a second copy of it.
    fn pair() -> (Self, Self) {
        let mut payloads = Payloads::default();
        payloads.notes.insert(id("n"), words("note"));
        let mut table = TableParts {
            rows: vec![id("r1"), id("r2")],
            cols: vec![id("c1"), id("c2")],
            ..TableParts::default()
        };
        for (row, col, said) in [("r1", "c1", "11"), ("r1", "c2", "12"), ("r2", "c1", "21")] {
            let LineAt::Cell(_, key) = cell(row, col, "s") else { unreachable!("a cell") };
            table.cells.insert(key, words(said));
        }
        payloads.tables.insert(id("t"), table);
        payloads.figures.insert(id("f"), FigureParts { alt: words("a river"), ..FigureParts::default() });
        let case = BoxParts {
            kind: Some("case".to_owned()),
            title: words("Accra"),
            region: words("Ghana"),
            ..BoxParts::default()
        };
        payloads.boxes.insert(id("b"), case);
        let flat = json!([
            {"mark": {"id": "a"}}, {"text": "Sentence"}, {"embed": {"note": id("n").as_str()}},
            {"mark": {"id": "t", "kind": "table", "payload": id("t").as_str()}}, {"text": "Caption"},
            {"mark": {"id": "f", "kind": "figure", "payload": id("f").as_str()}},
            {"mark": {"id": "b", "box": id("b").as_str()}}, {"text": "Case"},
        ]);
        let mut author = Document::new(1);
        author.edit(|txn| payloads.write(txn));
        write_all(&mut author, &json::read_units(&flat).expect("units"));
        let copy = |client| {
            let mut copy = Document::new(client);
            copy.apply(&author.state()).expect("ours");
            Self(copy)
        };
        (copy(7), copy(8))
    }

    fn edit<R>(
        &mut self,
        edit: impl FnOnce(&mut TransactionMut<'_>, &TextRef) -> Result<R, EditRefused>,
    ) -> R {
        let body = body(&self.0);
        let ((told, _), _) = self.0.edit(|txn| removing(txn, &body, |txn| edit(txn, &body)));
        told.expect("an edit that may be made")
    }

    fn types(&mut self, at: &LineAt, words: &str) {
        self.edit(|txn, _| {
            let text = edit_payload::line(txn, at)?;
            edit::insert(txn, &text, 0, words, &Attributes::new())
        });
    }

    fn place(&mut self, axis: Axis, row: &str, before: usize) {
        self.edit(|txn, _| place(txn, id("t"), axis, id(row), before));
    }

    fn remove(&mut self, axis: Axis, row: &str) {
        self.edit(|txn, _| remove_from(txn, id("t"), axis, id(row)));
    }

    fn merge(&mut self, name: &str, rows: &[&str], cols: &[&str]) {
        let ids = |names: &[&str]| names.iter().map(|name| id(name)).collect();
        let parts = SpanParts { rows: ids(rows), cols: ids(cols) };
        self.edit(|txn, _| span(txn, id("t"), id(name), Some(&parts)));
    }

    /// The rows as they are shown: cells with `/` for breaks, merged ones with their size.
    fn table(&self) -> Vec<String> {
        let tree = json::tree(&chapter(&self.0));
        let block = tree.as_array().expect("nodes").iter().find(|node| !node["table"].is_null());
        let rows = block.map(|block| block["table"]["rows"].clone()).unwrap_or_default();
        let said = |inline: &Value| inline["text"].as_str().unwrap_or("/").to_owned();
        let cell = |cell: &Value| {
            let text: String = cell["content"].as_array().expect("content").iter().map(said).collect();
            match (cell["across"].as_u64(), cell["down"].as_u64()) {
                (None, None) => text,
                (across, down) => format!("{text} {}x{}", across.unwrap_or(1), down.unwrap_or(1)),
            }
        };
        let row = |row: &Value| {
            row["cells"].as_array().expect("cells").iter().map(cell).collect::<Vec<_>>().join("|")
        };
        rows.as_array().into_iter().flatten().map(row).collect()
    }

    /// What is left over, as `row r1: words`.
    fn left(&self) -> Vec<String> {
        let left = json::leftover(&leftover(&chapter(&self.0), &Payloads::read(&self.0)));
        let told = |left: &Value| {
            let lines = left["lines"].as_array().expect("lines").iter().filter_map(Value::as_str);
            let id = left["id"].as_str().expect("an id").trim_end_matches('0');
            format!(
                "{} {id}: {}",
                left["kind"].as_str().expect("a kind"),
                lines.collect::<Vec<_>>().join(", ")
            )
        };
        left.as_array().expect("a list").iter().map(told).collect()
    }
}

fn exchange(one: &mut Copy, other: &mut Copy) {
    let (from_one, from_other) = (one.0.state(), other.0.state());
    one.0.apply(&from_other).expect("ours");
    other.0.apply(&from_one).expect("ours");
    assert_eq!(chapter(&one.0), chapter(&other.0));
    assert_eq!(one.left(), other.left());
}

#[test]
fn a_row_and_a_column_are_added_at_once() {
    let (mut one, mut other) = Copy::pair();
    one.place(Axis::Rows, "r3", 1);
    other.place(Axis::Cols, "c3", 9);
    exchange(&mut one, &mut other);
    one.types(&cell("r3", "c3", "x"), "where they meet");
    assert_eq!(one.table(), ["11|12|", "||where they meet", "21||"]);
}

#[test]
fn p2_the_first_letters_of_two_people_in_one_cell_are_two_lines() {
    let (mut one, mut other) = Copy::pair();
    one.types(&cell("r2", "c2", "x"), "one");
    other.types(&cell("r2", "c2", "w"), "other");
    exchange(&mut one, &mut other);
    assert_eq!(one.table(), ["11|12", "21|other/one"]);
}

#[test]
fn p4_words_that_arrive_for_a_removed_row_are_left_over_and_come_back_with_it() {
    let (mut one, mut other) = Copy::pair();
    one.remove(Axis::Rows, "r1");
    other.types(&cell("r1", "c2", "s"), "late, ");
    exchange(&mut one, &mut other);
    assert_eq!(one.table(), ["21|"]);
    assert_eq!(one.left(), ["row r1: late, "], "and not what the one who removed it had seen");
    other.place(Axis::Rows, "r1", usize::MAX);
    assert_eq!(other.table(), ["21|", "|late, "]);
    assert!(other.left().is_empty());
}

#[test]
fn a_row_is_moved_by_two_people_and_stands_once() {
    let (mut one, mut other) = Copy::pair();
    one.place(Axis::Rows, "r3", usize::MAX);
    exchange(&mut one, &mut other);
    one.place(Axis::Rows, "r1", usize::MAX);
    other.place(Axis::Rows, "r1", 1);
    exchange(&mut one, &mut other);
    let table = one.table();
    assert_eq!(table.iter().filter(|row| *row == "11|12").count(), 1, "{table:?}");
    assert!(one.left().is_empty());
}

#[test]
fn a_row_is_removed_while_another_moves_it() {
    let (mut one, mut other) = Copy::pair();
    one.remove(Axis::Rows, "r1");
    other.place(Axis::Rows, "r1", usize::MAX);
    exchange(&mut one, &mut other);
    // It stays where it was moved to; the words that the first had seen went with his removal.
    assert_eq!(one.table(), ["21|", "|"]);
}

#[test]
fn cells_are_merged_while_another_types_in_one() {
    let (mut one, mut other) = Copy::pair();
    one.merge("x", &["r1", "r2"], &["c1", "c2"]);
    other.types(&cell("r2", "c2", "w"), "22");
    exchange(&mut one, &mut other);
    assert_eq!(one.table(), ["11/12/21/22 2x2", ""]);
    one.edit(|txn, _| span(txn, id("t"), id("x"), None));
    assert_eq!(one.table(), ["11|12", "21|22"], "a merge moves no text");
}

#[test]
fn merged_cells_part_where_another_put_a_row_between() {
    let (mut one, mut other) = Copy::pair();
    one.merge("x", &["r1", "r2"], &["c1"]);
    other.place(Axis::Rows, "r3", 1);
    exchange(&mut one, &mut other);
    assert_eq!(one.table(), ["11|12", "|", "21|"]);
}

#[test]
fn of_two_merges_that_meet_one_holds() {
    let (mut one, mut other) = Copy::pair();
    one.merge("x", &["r1"], &["c1", "c2"]);
    other.merge("w", &["r1", "r2"], &["c1"]);
    exchange(&mut one, &mut other);
    assert_eq!(one.table(), ["11/21 1x2|12", ""]);
}

#[test]
fn p4_a_sentence_is_deleted_while_another_writes_in_its_note() {
    let (mut one, mut other) = Copy::pair();
    one.edit(|txn, body| edit::delete(txn, body, 1, 10));
    other.types(&LineAt::Note(id("n")), "late ");
    exchange(&mut one, &mut other);
    assert_eq!(one.left(), ["note n: late "]);
    one.edit(|txn, body| edit::embed(txn, body, 1, &json!({"note": id("n").as_str()})));
    assert!(one.left().is_empty());
}

#[test]
fn p4_what_is_shown_elsewhere_keeps_its_words() {
    let (mut one, mut other) = Copy::pair();
    one.edit(|txn, body| edit::embed(txn, body, 1, &json!({"note": id("n").as_str()})));
    exchange(&mut one, &mut other);
    one.edit(|txn, body| edit::delete(txn, body, 1, 2));
    assert_eq!(Payloads::read(&one.0).notes[&id("n")], words("note"));
    other.edit(|txn, body| edit::delete(txn, body, 10, 11));
    exchange(&mut one, &mut other);
    assert_eq!(one.left(), ["note n: note"], "each had still seen the other reference");
}

#[test]
fn p4_a_table_is_removed_while_another_types_in_it() {
    let (mut one, mut other) = Copy::pair();
    one.edit(|txn, body| edit::delete(txn, body, 10, 18));
    other.types(&cell("r2", "c2", "w"), "late");
    other.edit(|txn, body| edit::insert(txn, body, 18, "!", &Attributes::new()));
    exchange(&mut one, &mut other);
    assert!(one.table().is_empty());
    assert_eq!(one.left(), ["table t: late"]);
    let tree = json::tree(&chapter(&one.0));
    assert_eq!(tree[0]["content"][2]["text"], "!", "what was typed in its caption joins the block above");
}

#[test]
fn p4_a_box_is_taken_away_while_another_writes_its_title() {
    let (mut one, mut other) = Copy::pair();
    let out = BlockChange { in_box: Some(None), ..BlockChange::default() };
    one.edit(|txn, body| edit::change(txn, body, 19, &out));
    other.types(&LineAt::Box(id("b"), BoxLine::Title), "Great ");
    exchange(&mut one, &mut other);
    assert_eq!(one.left(), ["box b: Great "]);
    assert_eq!(
        json::tree(&chapter(&one.0))[3]["content"][0]["text"],
        "Case",
        "its text stays in the chapter"
    );
}

#[test]
fn p4_a_case_study_becomes_a_key_message_while_another_writes_its_region() {
    let (mut one, mut other) = Copy::pair();
    one.edit(|txn, _| boxed(txn, id("b"), "key", None));
    other.types(&LineAt::Box(id("b"), BoxLine::Region), "West ");
    exchange(&mut one, &mut other);
    assert_eq!(one.left(), ["box b: West "]);
    one.edit(|txn, _| boxed(txn, id("b"), "case", None));
    assert!(one.left().is_empty());
}

#[test]
fn a_picture_is_replaced_by_two_people_and_is_one_of_both() {
    let (mut one, mut other) = Copy::pair();
    let image = |digit: &str| Image { sha256: digit.repeat(64), width: 1, height: 2, kind: ImageKind::Png };
    one.edit(|txn, _| picture(txn, id("f"), Some(&image("1")), false));
    other.edit(|txn, _| picture(txn, id("f"), Some(&image("2")), false));
    exchange(&mut one, &mut other);
    let figure = &json::tree(&chapter(&one.0))[2]["figure"];
    assert!(["1", "2"].iter().any(|digit| figure["image"] == image(digit).written()), "{figure}");
    assert_eq!(figure["alt"], "a river", "the words belong to the figure, not to the picture");
}

#[test]
fn what_would_not_be_shown_is_not_written() {
    let (mut one, _) = Copy::pair();
    let body = body(&one.0);
    let mut refused = |such: &dyn Fn(&mut TransactionMut<'_>) -> Result<(), EditRefused>| {
        let (told, update) = one.0.edit(|txn| such(txn));
        assert_eq!(update, None);
        told.expect_err("refused")
    };
    for value in [json!({"note": "n"}), json!({"xref": ""}), json!({"break": "line"}), json!(null)] {
        let told = refused(&|txn| edit::embed(txn, &body, 0, &value).map(drop));
        assert_eq!(told, EditRefused::NotShown, "{value}");
    }
    assert_eq!(refused(&|txn| width(txn, id("t"), id("c1"), Some(101))), EditRefused::NotShown);
    assert_eq!(refused(&|txn| boxed(txn, id("b"), "warning", None)), EditRefused::NotShown);
    assert_eq!(refused(&|txn| place(txn, id("u"), Axis::Rows, id("r"), 0)), EditRefused::NoPayload);
    assert_eq!(
        refused(&|txn| edit_payload::line(txn, &LineAt::Note(id("m"))).map(drop)),
        EditRefused::NoPayload
    );
}

#[test]
fn what_is_split_off_a_caption_is_a_paragraph() {
    let (mut one, _) = Copy::pair();
    one.edit(|txn, body| edit::split(txn, body, 14, "new"));
    let tree = chapter(&one.0);
    let kinds: Vec<Kind> =
        manual::flatten::in_order(&tree).into_iter().map(|(block, ..)| block.kind).collect();
    assert_eq!(kinds, [Kind::Paragraph, Kind::Table, Kind::Paragraph, Kind::Figure, Kind::Paragraph]);
    let manual::block::Node::Block(split) = &tree[2] else { panic!("a block") };
    assert_eq!(split.content, [Inline::plain("tion")]);
    assert_eq!(split.payload, None);
}
