//! The editing rules one by one (the letters are those of docs/document-model.md), then what two people do at once.

use manual::assemble::assemble;
use manual::block::{Block, Kind, ListStyle, Node, Place};
use manual::document::Document;
use manual::edit::{self, BlockChange, EditRefused};
use manual::flat::{self, Attributes, Unit, body, read, write_all};
use manual::flatten::seed;
use manual::payload::Payloads;
use manual::{json, markup};
use serde_json::{Value, json};
use yrs::{Any, Text};

/// One person's copy of a chapter.
struct Copy(Document);

impl Copy {
    /// A chapter with these units in the shape of the vectors, and a second copy of it.
    fn pair(units: &Value) -> (Self, Self) {
        let mut author = Document::new(1);
        write_all(&mut author, &json::read_units(units).expect("units"));
        let copy = |client| {
            let mut copy = Document::new(client);
            copy.apply(&author.state()).expect("a state of ours");
            Self(copy)
        };
        (copy(7), copy(8))
    }

    fn of(units: &Value) -> Self {
        Self::pair(units).0
    }

    fn edit<R>(
        &mut self,
        edit: impl FnOnce(&mut yrs::TransactionMut<'_>, &yrs::TextRef) -> R,
    ) -> (R, Option<Vec<u8>>) {
        let body = body(&self.0);
        self.0.edit(|txn| edit(txn, &body))
    }

    fn insert(&mut self, at: u32, text: &str, style: &Value) -> Option<Vec<u8>> {
        let style = style.as_object().cloned().unwrap_or_default();
        let (done, update) = self.edit(|txn, body| edit::insert(txn, body, at, text, &style));
        done.expect("inserted");
        update
    }

    fn delete(&mut self, from: u32, to: u32) -> (u32, u32) {
        self.edit(|txn, body| edit::delete(txn, body, from, to)).0.expect("deleted")
    }

    fn split(&mut self, at: u32, id: &str) -> u32 {
        self.edit(|txn, body| edit::split(txn, body, at, id)).0.expect("split").0
    }

    fn join(&mut self, at: u32) {
        self.edit(|txn, body| edit::join(txn, body, at)).0.expect("joined");
    }

    fn change(&mut self, at: u32, change: &BlockChange) -> Value {
        let (written, _) = self.edit(|txn, body| edit::change(txn, body, at, change));
        Value::Object(written.expect("changed"))
    }

    fn kind(&mut self, at: u32, kind: Kind) -> Value {
        self.change(at, &BlockChange { kind: Some(kind), ..BlockChange::default() })
    }

    fn format(&mut self, from: u32, to: u32, name: &str, value: &Value) -> Vec<(u32, u32)> {
        self.edit(|txn, body| edit::format(txn, body, from, to, (name, value))).0.expect("formatted")
    }

    fn units(&self) -> Vec<Unit> {
        let body = body(&self.0);
        self.0.read(|txn| read(txn, &body))
    }

    /// The body drawn on a line: `¶id` for a mark with what it says beside `kind: p`, `<strong|x>` for attributes.
    fn drawn(&self) -> String {
        self.units().iter().map(draw).collect()
    }

    /// The blocks as assembled, each drawn as `kind(id) text`, without attributes.
    fn shown(&self) -> Value {
        json::tree(&assemble(&self.units(), &Payloads::default()))
    }
}

fn draw(unit: &Unit) -> String {
    let words = |attributes: &Attributes| {
        let word = |(name, value): (&String, &Value)| match value {
            Value::Bool(true) => name.clone(),
            value => format!("{name}={}", value.as_str().map_or(value.to_string(), str::to_owned)),
        };
        attributes.iter().map(word).collect::<Vec<_>>().join(" ")
    };
    let bare = match unit {
        Unit::Text { text, .. } => text.clone(),
        Unit::Embed { value, .. } => value.to_string(),
        Unit::Mark { keys, .. } => {
            let mut said = keys.clone();
            let id = said.remove("id").and_then(|id| id.as_str().map(str::to_owned)).unwrap_or_default();
            if said.get("kind") == Some(&"p".into()) {
                said.remove("kind");
            }
            if said.is_empty() { format!("¶{id} ") } else { format!("¶{id}({}) ", words(&said)) }
        }
    };
    if unit.attributes().is_empty() { bare } else { format!("<{}|{bare}>", words(unit.attributes())) }
}

fn exchange(one: &mut Copy, other: &mut Copy) {
    let (from_one, from_other) = (one.0.state(), other.0.state());
    one.0.apply(&from_other).expect("a state of ours");
    other.0.apply(&from_one).expect("a state of ours");
    assert_eq!(one.units(), other.units());
}

fn mark(id: &str) -> Value {
    json!({"mark": {"id": id, "kind": "p"}})
}

fn plain(text: &str) -> Value {
    json!({"text": text})
}

fn strong(text: &str) -> Value {
    json!({"text": text, "marks": {"strong": true}})
}

#[test]
fn a_seed_holds_the_tree_and_its_bytes_are_always_the_same() {
    let empty = seed(5, &[Node::Block(Block::paragraph("aaaaaaaaaaaa"))], &Payloads::default());
    let mut copy = Copy(Document::new(7));
    copy.0.apply(&empty).unwrap();
    assert_eq!(copy.drawn(), "¶aaaaaaaaaaaa ");
    let tree = || {
        let mut number = 0;
        markup::read("## H\n- **a *b***\n  - [c](https://x.example)*d*\n  e\n> *f*", || {
            number += 1;
            format!("b{number}")
        })
    };
    assert_eq!(seed(5, &tree(), &Payloads::default()), seed(5, &tree(), &Payloads::default()));
    let mut copy = Copy(Document::new(7));
    copy.0.apply(&seed(5, &tree(), &Payloads::default())).unwrap();
    assert_eq!(assemble(&copy.units(), &Payloads::default()), tree());
}

#[test]
fn w4_text_has_exactly_the_attributes_asked_for() {
    let mut copy = Copy::of(&json!([mark("a"), plain("one "), strong("two"), plain(" three")]));
    copy.insert(6, "X", &json!({}));
    copy.insert(5, "Y", &json!({"strong": true}));
    copy.insert(10, "Z", &json!({"em": true}));
    assert_eq!(copy.drawn(), "¶a one <strong|Yt>X<strong|wo><em|Z> three");
}

#[test]
fn w4_text_like_its_left_neighbour_costs_no_format_items() {
    let mut copy = Copy::of(&json!([mark("a"), plain("one "), strong("two")]));
    for (at, style) in [(1, json!({})), (4, json!({})), (8, json!({"strong": true}))] {
        let update = copy.insert(at, "x", &style).unwrap();
        assert!(!String::from_utf8_lossy(&update).contains("strong"), "at {at}");
    }
}

#[test]
fn w5_edits_fall_on_whole_characters() {
    let mut copy = Copy::of(&json!([mark("a"), plain("😀😁x")]));
    copy.insert(2, "a", &json!({}));
    assert_eq!(copy.drawn(), "¶a a😀😁x");
    assert_eq!(copy.delete(3, 5), (2, 6));
    assert_eq!(copy.drawn(), "¶a ax");
    copy.insert(3, "😀", &json!({}));
    assert_eq!(copy.format(4, 4, "em", &json!(true)), []);
    assert_eq!(copy.format(4, 5, "em", &json!(true)), [(3, 5)]);
    assert_eq!(copy.split(4, "b"), 3);
    assert_eq!(copy.delete(5, 5), (4, 4));
    assert_eq!(copy.drawn(), "¶a ax¶b <em|😀>");
}

#[test]
fn positions_outside_are_refused_and_nothing_is_written() {
    let mut copy = Copy::of(&json!([mark("a"), plain("xy")]));
    let none = Attributes::new();
    let refused = Err(EditRefused::OutOfRange);
    assert_eq!(copy.edit(|txn, body| edit::insert(txn, body, 4, "z", &none)).0, refused);
    assert_eq!(copy.edit(|txn, body| edit::delete(txn, body, 2, 4).map(|_| 0)).0, refused);
    assert_eq!(copy.edit(|txn, body| edit::delete(txn, body, 2, 1).map(|_| 0)).0, refused);
    assert_eq!(copy.edit(|txn, body| edit::split(txn, body, 9, "b").map(|_| 0)).0, refused);
    let strong = ("strong", &json!(true));
    assert_eq!(copy.edit(|txn, body| edit::format(txn, body, 0, 9, strong).map(|_| 0)).0, refused);
    assert_eq!(copy.drawn(), "¶a xy");
}

#[test]
fn what_assembly_would_hide_is_not_written() {
    let mut copy = Copy::of(&json!([mark("a"), plain("xy")]));
    for (name, value) in
        [("bold", json!(true)), ("strong", json!(1)), ("link", json!("javascript:x")), ("bold", json!(null))]
    {
        let refused = copy.edit(|txn, body| edit::format(txn, body, 1, 2, (name, &value))).0;
        assert_eq!(refused, Err(EditRefused::NotShown), "{name}");
        let style = Attributes::from_iter([(name.to_owned(), value)]);
        let refused = copy.edit(|txn, body| edit::insert(txn, body, 1, "z", &style)).0;
        assert_eq!(refused, Err(EditRefused::NotShown), "{name}");
    }
    let deep = BlockChange { place: Some(Place::Item(ListStyle::Bullet, 6)), ..BlockChange::default() };
    let lang = BlockChange { lang: Some(Some("e_n".into())), ..BlockChange::default() };
    for change in [deep, lang] {
        assert_eq!(copy.edit(|txn, body| edit::change(txn, body, 0, &change)).0, Err(EditRefused::NotShown));
    }
    assert_eq!(copy.drawn(), "¶a xy");
}

#[test]
fn a_text_of_uncertain_length_is_left_alone() {
    let mut copy = Copy::of(&json!([mark("a"), plain("xy")]));
    copy.edit(|txn, body| body.insert_embed(txn, 1, Any::from("words")));
    let refused = copy.edit(|txn, body| edit::delete(txn, body, 5, 7)).0;
    assert_eq!(refused, Err(EditRefused::Unreadable));
}

#[test]
fn m3_a_split_leaves_the_mark_with_its_text() {
    let heading = json!([mark("a"), {"mark": {"id": "h", "kind": "h2"}}, plain("Title")]);
    let mut copy = Copy::of(&heading);
    assert_eq!(copy.split(2, "new"), 1);
    assert_eq!(copy.drawn(), "¶a ¶new(kind=h2) ¶h(kind=h2) Title");
    let mut copy = Copy::of(&heading);
    assert_eq!(copy.split(7, "new"), 7);
    assert_eq!(copy.drawn(), "¶a ¶h(kind=h2) Title¶new(kind=h2) ");
    let mut copy = Copy::of(&heading);
    assert_eq!(copy.split(4, "new"), 4);
    assert_eq!(copy.drawn(), "¶a ¶h(kind=h2) Ti¶new(kind=h2) tle");
}

#[test]
fn a_split_at_the_very_beginning_and_before_any_mark() {
    let mut copy = Copy::of(&json!([mark("a"), plain("x")]));
    assert_eq!(copy.split(0, "b"), 0);
    assert_eq!(copy.split(1, "c"), 0);
    assert_eq!(copy.drawn(), "¶c ¶b ¶a x");
    let mut copy = Copy::of(&json!([plain("xy")]));
    copy.split(1, "b");
    copy.split(0, "c");
    assert_eq!(copy.drawn(), "¶c x¶b y");
    let mut copy = Copy::of(&json!([]));
    copy.split(0, "a");
    assert_eq!(copy.drawn(), "¶a ");
}

#[test]
fn a_split_block_takes_the_place_that_is_shown_not_the_one_written() {
    let item = json!({"mark": {"id": "a", "kind": "h9", "list": "bullet", "depth": 4, "dir": "rtl", "lang": "ar", "x": 1}});
    let mut copy = Copy::of(&json!([item, plain("xy")]));
    copy.split(2, "b");
    assert!(copy.drawn().ends_with("x¶b(depth=0 dir=rtl lang=ar list=bullet) y"), "{}", copy.drawn());
}

#[test]
fn bad_ids_are_refused() {
    let mut copy = Copy::of(&json!([mark("a")]));
    for id in ["", "start", &"x".repeat(65)] {
        assert_eq!(
            copy.edit(|txn, body| edit::split(txn, body, 1, id).map(|_| 0)).0,
            Err(EditRefused::BadId)
        );
    }
}

#[test]
fn f1_a_mark_between_bold_words_is_not_bold() {
    let mut copy = Copy::of(&json!([mark("a"), strong("onetwo")]));
    copy.split(4, "b");
    copy.split(8, "c");
    assert_eq!(copy.drawn(), "¶a <strong|one>¶b <strong|two>¶c ");
    copy.format(0, 9, "em", &json!(true));
    assert_eq!(copy.drawn(), "¶a <em strong|one>¶b <em strong|two>¶c ");
    copy.format(0, 9, "strong", &json!(null));
    assert_eq!(copy.drawn(), "¶a <em|one>¶b <em|two>¶c ");
}

#[test]
fn formatting_what_is_so_already_writes_nothing() {
    let mut copy = Copy::of(&json!([mark("a"), plain("x"), strong("yz"), plain("w")]));
    assert_eq!(copy.format(2, 4, "strong", &json!(true)), []);
    assert_eq!(copy.format(1, 4, "strong", &json!(true)), [(1, 2)]);
    let (_, update) = copy.edit(|txn, body| edit::format(txn, body, 1, 4, ("strong", &json!(true))));
    assert_eq!(update, None);
}

#[test]
fn f3_a_leak_is_cleared_before_its_block_is_formatted() {
    let leaky = json!([mark("a"), strong("one"), {"mark": {"id": "b", "kind": "p"}, "marks": {"strong": true}}, strong("two "), plain("three")]);
    let mut copy = Copy::of(&leaky);
    copy.format(5, 8, "strong", &json!(true));
    assert_eq!(copy.drawn(), "¶a <strong|one>¶b <strong|two> three");
    let mut copy = Copy::of(&leaky);
    copy.insert(9, "X", &json!({"strong": true}));
    assert_eq!(copy.drawn(), "¶a <strong|one>¶b two <strong|X>three");
    let mut copy = Copy::of(&leaky);
    copy.insert(9, "X", &json!({}));
    assert_eq!(copy.drawn(), "¶a <strong|one><strong|¶b ><strong|two >Xthree");
}

#[test]
fn deleting_bold_words_before_a_paragraph_that_begins_bold_leaks_nothing() {
    let mut copy = Copy::of(&json!([mark("a"), strong("one"), mark("b"), strong("two")]));
    copy.delete(3, 4);
    assert_eq!(copy.drawn(), "¶a <strong|on>¶b <strong|two>");
}

#[test]
fn a_deletion_may_take_everything() {
    let mut copy =
        Copy::of(&json!([mark("a"), plain("x"), {"embed": {"note": "n"}}, mark("b"), strong("two")]));
    copy.delete(0, 7);
    assert_eq!(copy.drawn(), "");
    copy.insert(0, "z", &json!({}));
    assert_eq!(copy.drawn(), "z");
}

#[test]
fn a_join_takes_the_mark_and_nothing_else() {
    let mut copy =
        Copy::of(&json!([mark("a"), strong("x"), {"mark": {"id": "b", "kind": "h2"}}, plain("y")]));
    copy.join(2);
    assert_eq!(copy.drawn(), "¶a <strong|x>y");
    assert_eq!(copy.edit(|txn, body| edit::join(txn, body, 0)).0, Err(EditRefused::FirstBlock));
    assert_eq!(copy.edit(|txn, body| edit::join(txn, body, 1)).0, Err(EditRefused::NoMark));
}

#[test]
fn w2_w3_only_changed_keys_are_written_and_only_what_the_person_changed() {
    let odd = json!({"mark": {"id": "a", "kind": "h9", "list": "number", "depth": 3, "dir": "auto", "x": 1}});
    let mut copy = Copy::of(&json!([odd, plain("x")]));
    assert_eq!(copy.kind(0, Kind::Paragraph), json!({}));
    let item = |place| BlockChange { place: Some(place), ..BlockChange::default() };
    assert_eq!(copy.change(0, &item(Place::Item(ListStyle::Number, 0))), json!({}));
    assert_eq!(copy.change(0, &item(Place::Item(ListStyle::Bullet, 0))), json!({"list": "bullet"}));
    assert_eq!(copy.kind(0, Kind::Heading2), json!({"kind": "h2"}));
    assert_eq!(copy.change(0, &item(Place::Plain)), json!({"list": null, "depth": null}));
    let lang = BlockChange { lang: Some(Some("ar".into())), dir: Some(None), ..BlockChange::default() };
    assert_eq!(copy.change(0, &lang), json!({"lang": "ar"}));
    assert_eq!(copy.drawn(), "¶a(dir=auto kind=h2 lang=ar x=1) x");
    assert_eq!(
        copy.edit(|txn, body| edit::change(txn, body, 1, &BlockChange::default())).0,
        Err(EditRefused::NoMark)
    );
}

#[test]
fn a_paragraph_becomes_a_heading_while_another_types_in_it() {
    let (mut one, mut other) = Copy::pair(&json!([mark("a"), plain("Flood")]));
    one.kind(0, Kind::Heading2);
    other.insert(6, "s rise", &json!({}));
    exchange(&mut one, &mut other);
    assert_eq!(one.drawn(), "¶a(kind=h2) Floods rise");
}

#[test]
fn a_heading_changes_while_another_presses_enter_at_its_end() {
    let (mut one, mut other) = Copy::pair(&json!([{"mark": {"id": "a", "kind": "h2"}}, plain("Floods")]));
    one.kind(0, Kind::Heading3);
    other.split(7, "b");
    other.kind(7, Kind::Paragraph);
    other.insert(8, "They", &json!({}));
    exchange(&mut one, &mut other);
    assert_eq!(one.drawn(), "¶a(kind=h3) Floods¶b They");
}

#[test]
fn paragraphs_are_joined_while_another_types_in_the_second() {
    let (mut one, mut other) = Copy::pair(&json!([mark("a"), plain("One"), mark("b"), plain("Two")]));
    one.join(4);
    other.insert(8, " more", &json!({}));
    other.insert(5, ", ", &json!({}));
    exchange(&mut one, &mut other);
    assert_eq!(one.drawn(), "¶a One, Two more");
}

#[test]
fn both_press_enter_at_one_spot() {
    let (mut one, mut other) = Copy::pair(&json!([mark("a"), plain("OneTwo")]));
    one.split(4, "b");
    other.split(4, "c");
    exchange(&mut one, &mut other);
    assert!(["¶a One¶b ¶c Two", "¶a One¶c ¶b Two"].contains(&one.drawn().as_str()), "{}", one.drawn());
}

#[test]
fn a_split_and_words_typed_in_the_tail() {
    let (mut one, mut other) = Copy::pair(&json!([mark("a"), plain("OneTwo")]));
    one.split(4, "b");
    other.insert(7, " more", &json!({}));
    exchange(&mut one, &mut other);
    assert_eq!(one.drawn(), "¶a One¶b Two more");
}

#[test]
fn bold_over_words_while_another_types_among_them() {
    let (mut one, mut other) = Copy::pair(&json!([mark("a"), plain("one two three")]));
    one.format(5, 8, "strong", &json!(true));
    other.insert(7, "X", &json!({}));
    exchange(&mut one, &mut other);
    assert_eq!(one.drawn(), "¶a one <strong|twXo> three");
}

#[test]
fn a_runaway_attribute_ends_with_its_paragraph() {
    let (mut one, mut other) = Copy::pair(&json!([
        mark("a"),
        plain("one "),
        strong("two three"),
        plain(" four"),
        mark("b"),
        plain("five")
    ]));
    one.format(5, 14, "strong", &json!(null));
    other.insert(8, "X", &json!({}));
    exchange(&mut one, &mut other);
    assert_eq!(one.shown()[1]["content"], json!([{"text": "five"}]));
}

#[test]
fn the_length_of_units_is_the_length_of_the_text() {
    let copy = Copy::of(&json!([mark("a"), plain("é😀\n"), {"embed": {"x": 1}}, strong("z")]));
    let body = body(&copy.0);
    let len = copy.0.read(|txn| body.len(txn));
    assert_eq!(copy.units().iter().map(Unit::len).sum::<u32>(), len);
    assert_eq!(flat::units_of("é😀"), 3);
}
